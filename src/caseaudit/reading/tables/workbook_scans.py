"""Tells workbooks apart by their content, refuses what is none, and scans their sheets in the way of each format."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import fromstring

from caseaudit.reading.tables.archives import ZIP, check_package, open_zip
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.ole_files import OLE, BrokenOleError, OleFile, ole_of
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.workbook_binary_scan import (
    is_protected,
    scan_binary_sheet,
    scan_old_sheets,
    sheets_of_binary_workbook,
)
from caseaudit.reading.tables.workbook_findings import Findings
from caseaudit.reading.tables.workbook_formats import dated_styles
from caseaudit.reading.tables.workbook_xml_scan import scan_office_sheet, scan_open_document

_OFFICE, _BINARY, _OPEN = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
_STYLES = "styles.xml"
_ROOT = "_rels/.rels"
_MANIFEST = "META-INF/manifest.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DAMAGE = (
    BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, KeyError, ParseError, ValueError,
    ExpatError, BrokenOleError,
)  # fmt: skip
_GIVE = "Open it in the program that made it and save it as .xlsx or CSV."


@dataclass(slots=True)
class Scans:
    """What there is to find out about the sheets of one workbook, by name."""

    handle: Handle
    settings: ReadSettings
    archive: ZipFile | None = None
    binary: bool = False
    dated: Mapping[int, bool] | None = None
    """Of XLSX: formats of dates (True) and of times (False); None where they are not known."""
    parts: dict[str, str] = field(default_factory=dict)
    """Of the newer Office formats: sheet -> its part of the archive; scanned when the sheet is wanted."""
    done: dict[str, Findings] = field(default_factory=dict)
    """Of OpenDocument, where all sheets are one part."""
    old: tuple[Findings, ...] = ()
    """Of XLS, in the order of the sheets."""
    cleaned: bytes | None = None
    """What is read instead of an XLS file: the same workbook without what else lay in its container."""

    @property
    def open_document(self) -> bool:
        """Whether it is an ODS file."""
        return self.archive is not None and not self.parts

    def of(self, sheet: str, names: list[str]) -> Findings:
        """Scan a sheet of a workbook that has these `names`. Raises UnreadableExport: damaged, or far too large."""
        with _damage(self.handle):
            found = self._of(sheet, names)
        found.check(self.handle.name, sheet, self.settings)
        return found

    def _of(self, sheet: str, names: list[str]) -> Findings:
        if self.archive is not None and sheet in self.parts:
            return self._part(self.archive, self.parts[sheet])
        if len(self.old) == len(names):
            return self.old[names.index(sheet)]
        return self.done.get(sheet) or Findings()

    def _part(self, archive: ZipFile, part: str) -> Findings:
        with archive.open(part) as stream:
            if self.binary:
                return scan_binary_sheet(stream)
            found = scan_office_sheet(stream, self.dated)
        if found.too_far(self.settings):
            with archive.open(part) as stream:
                found = scan_office_sheet(stream, self.dated, exact=True)
        return found


@contextmanager
def open_scans(handle: Handle, settings: ReadSettings) -> Iterator[Scans]:
    """Look at what a file is. Raises UnreadableExport for what is no workbook, is encrypted or may do harm."""
    with handle.open() as stream:
        head = stream.read(len(OLE))
        if head.startswith(OLE):
            with _damage(handle):
                scans = _old_workbook(handle, stream, settings)
            yield scans
            return
    if not head.startswith(ZIP):
        raise UnreadableExport(
            handle.name,
            "It is not a workbook, whatever its name says" if head else "The file is empty",
            "Give the workbook itself; if this is text or a web page, rename it to .csv or .html." if head else _GIVE,
        )
    with open_zip(handle, settings) as archive:
        check_package(handle, archive, settings)
        yield _packed(handle, archive, settings)


def _old_workbook(handle: Handle, stream: BinaryIO, settings: ReadSettings) -> Scans:
    stream.seek(0)
    file = OleFile(stream)
    name = next((name for name in file.streams if name.casefold() in {"workbook", "book"}), None)
    if "EncryptedPackage" in file.streams:
        raise protected(handle)
    if name is None:
        raise UnreadableExport(handle.name, "It is an older Office file, but holds no workbook", _GIVE)
    content = file.read(name)
    if is_protected(content):
        raise protected(handle)
    scans = Scans(handle, settings, old=tuple(scan_old_sheets(content)), cleaned=ole_of("Workbook", content))
    for number, found in enumerate(scans.old, 1):
        found.check(handle.name, f"number {number}", settings)
    return scans


def protected(handle: Handle) -> UnreadableExport:
    """Say that a workbook is encrypted."""
    return UnreadableExport(handle.name, "It is protected by a password", "Save it without a password, or as CSV.")


def damaged(handle: Handle) -> UnreadableExport:
    """Say that a workbook is broken inside."""
    return UnreadableExport(handle.name, "The workbook is damaged", f"Export it again. {_GIVE}")


def _packed(handle: Handle, archive: ZipFile, settings: ReadSettings) -> Scans:
    names = set(archive.namelist())
    scans = Scans(handle, settings, archive)
    with _damage(handle):
        book = _workbook_part(archive, names)
        if book is not None and book.endswith(".bin"):
            scans.binary = True
            with archive.open(book) as stream:
                scans.parts = _parts(archive, book, sheets_of_binary_workbook(stream))
        elif book is not None:
            tags = [tag for tag in fromstring(archive.read(book)).iter() if str(tag.tag).endswith("}sheet")]
            told = [(tag.get("name", ""), tag.get(_RELATION) or tag.get(_STRICT_RELATION, "")) for tag in tags]
            scans.parts = _parts(archive, book, told)
            styles = posixpath.join(posixpath.dirname(book), _STYLES)
            scans.dated = dated_styles(archive.read(styles)) if styles in names else {}
        elif _OPEN in names:
            if _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST):
                raise protected(handle)
            with archive.open(_OPEN) as stream:
                scans.done = scan_open_document(stream)
        else:
            raise UnreadableExport(handle.name, "It is a ZIP archive, but holds no workbook", _GIVE)
    for sheet, found in scans.done.items():
        found.check(handle.name, sheet, settings)
    return scans


def _workbook_part(archive: ZipFile, names: set[str]) -> str | None:
    """Name the part of an Office file that lists the sheets: what its first relations name, or the usual one."""
    if _ROOT in names:
        for tag in fromstring(archive.read(_ROOT)).iter():
            target = tag.get("Target", "").lstrip("/")
            if tag.get("Type", "").endswith("/officeDocument") and target in names and target.startswith("xl/"):
                return str(target)
    return next((name for name in (_OFFICE, _BINARY) if name in names), None)


def _parts(archive: ZipFile, workbook: str, told: list[tuple[str, str]]) -> dict[str, str]:
    """Find the parts of the sheets by the relations that the workbook names."""
    folder, _, name = workbook.rpartition("/")
    relations = fromstring(archive.read(f"{folder}/_rels/{name}.rels"))
    targets = {tag.get("Id", ""): tag.get("Target", "") for tag in relations.iter()}
    names = set(archive.namelist())
    parts = {sheet: posixpath.normpath(posixpath.join("/" + folder, targets.get(to, ""))) for sheet, to in told}
    return {sheet: part.lstrip("/") for sheet, part in parts.items() if part.lstrip("/") in names}


@contextmanager
def _damage(handle: Handle) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise damaged(handle) from error
