"""Reads Word documents (DOCX, DOCM): notices and forms, by walking the markup inside the ZIP."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - a class, named as the others are

from caseaudit.reading.tables.archives import check_package, open_zip
from caseaudit.reading.tables.form_blocks import Block, Paragraph, text_of
from caseaudit.reading.tables.forms import document_tables
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.settings import MIB, ReadSettings
from caseaudit.reading.tables.word_markup import Walker
from caseaudit.reading.tables.word_styles import Styles, attribute, child, local

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_PART = 64 * MIB
_DEEPEST = 4
"""Levels of markup that one level of what a person sees may take: a cell of a table takes three."""
_MAIN = "word/document.xml"
_REVISIONS = frozenset({"ins", "del", "moveFrom", "moveTo"})
_AGAIN = "Open it in Word and save it again as a Word document (.docx)."


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give a document as one row (table "") and the tables in it. Raises UnreadableExport."""
    _check_container(source)
    with open_zip(source, settings) as archive:
        check_package(source, archive, settings)
        blocks, margins, notices = _Package(source, archive, settings).read()
    yield from document_tables(source.name, blocks, margins, settings, notices)


def _check_container(source: Handle) -> None:
    head = source.peek()
    if head.startswith(b"PK"):
        return
    if not head:
        raise UnreadableExport(source.name, "The file is empty", "Export it again.")
    if not head.startswith(_OLE):
        raise UnreadableExport(source.name, "This is not a Word document (.docx), whatever its name says", _AGAIN)
    with source.open() as stream:
        content = stream.read()
    if _ENCRYPTED in content:
        raise UnreadableExport(
            source.name, "The document is protected by a password", "Save it without a password, then run it again."
        )
    raise UnreadableExport(source.name, "This is a Word document of the old format (.doc)", _AGAIN)


class _Package:
    """The parts of one document."""

    def __init__(self, source: Handle, archive: ZipFile, settings: ReadSettings) -> None:
        self._source = source
        self._archive = archive
        self._settings = settings
        self._names = set(archive.namelist())

    def read(self) -> tuple[list[Block], list[Block], list[str]]:
        """Give the blocks of the body, those of headers and footers, and the notices."""
        main = self._main()
        folder = posixpath.dirname(main)
        root = self._part(main)
        body = child(root, "body") if root is not None else None
        if body is None:
            self._refuse("The archive holds no Word document")
        walker = Walker(Styles.of(self._part(posixpath.join(folder, "styles.xml"))))
        for kind in ("footnote", "endnote"):
            self._notes(posixpath.join(folder, f"{kind}s.xml"), kind, walker)
        blocks = list(walker.blocks(body))
        margins: list[Block] = []
        for name in sorted(self._names):
            part = name.rsplit("/", 1)[-1]
            if name.startswith(f"{folder}/") and part.startswith(("header", "footer")) and part.endswith(".xml"):
                inside = self._part(name)
                margins.extend(
                    block for block in walker.blocks(inside) if block not in margins
                ) if inside is not None else None
        notices = [f"{self._source.name}: {what} was left out." for what in sorted(walker.left_out)]
        if any(local(element) in _REVISIONS for element in body.iter()):
            notices.append(f"{self._source.name} holds tracked changes: it was read as if all were accepted.")
        if posixpath.join(folder, "comments.xml") in self._names:
            notices.append(f"{self._source.name}: comments in the margin were left out.")
        return blocks, margins, notices

    def _main(self) -> str:
        links = self._part("_rels/.rels")
        for link in links if links is not None else ():
            if (attribute(link, "Type") or "").endswith("/officeDocument"):
                return (attribute(link, "Target") or _MAIN).lstrip("/")
        return _MAIN

    def _notes(self, name: str, kind: str, walker: Walker) -> None:
        root = self._part(name)
        for note in root if root is not None else ():
            said = text_of(block for block in walker.blocks(note) if isinstance(block, Paragraph)).strip()
            if said and attribute(note, "type") in {None, "normal"}:
                walker.notes[f"{kind} {attribute(note, 'id')}"] = said

    def _part(self, name: str) -> Element | None:
        """Parse a part; None where the document has none of that name."""
        from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - only where a document is read
        from defusedxml.ElementTree import fromstring  # noqa: PLC0415

        if name not in self._names:
            return None
        try:
            if self._archive.getinfo(name).file_size > _MAX_PART:
                self._refuse("A part of it unpacks to more than 64 MiB, which no notice does")
            with self._archive.open(name) as stream:
                content = stream.read(_MAX_PART + 1)
            root: Element = fromstring(content, forbid_dtd=True)
        except (BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, ValueError, ParseError) as error:
            if isinstance(error, DefusedXmlException):
                self._refuse("It declares entities or a DTD, as a file made to do harm does")
            self._refuse("The document is damaged and cannot be read")
        self._check_depth(root)
        return root

    def _check_depth(self, root: Element) -> None:
        level = [root]
        for _ in range(self._settings.max_depth * _DEEPEST):
            level = [inner for element in level for inner in element]
            if not level:
                return
        self._refuse("Its markup is nested deeper than any real document")

    def _refuse(self, reason: str) -> NoReturn:
        raise UnreadableExport(self._source.name, reason, _AGAIN)
