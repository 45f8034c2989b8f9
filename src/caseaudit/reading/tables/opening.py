"""Finds the files of an export behind the arguments and picks the reader of each, by its content first."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast

from caseaudit.errors import UsageError
from caseaudit.reading.byte_sources import STDIN, UNFINISHED
from caseaudit.reading.tables.archives import ZIP, Archive, Pool, is_junk
from caseaudit.reading.tables.formats import ARCHIVE, READ_AS, TEXT, reader_of
from caseaudit.reading.tables.handles import Handle, handle_of, handle_of_bytes, shown_size
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings

__all__ = ["Handle", "find_handles", "tables_of"]

_MOST_NESTED = 1
_Reader = Callable[[Handle, ReadSettings], Iterator[Table]]


def find_handles(arguments: Sequence[str], settings: ReadSettings) -> tuple[list[Handle], list[str]]:
    """List the files behind the arguments: files, folders and the folders in them, archives and one archive inside.

    Files of a folder and members of an archive come in the order of their names. Also gives what is left unread, each
    with the reason. What cannot be read at all stays in the list: `tables_of` says why. Raises UsageError for what is
    missing, cannot be opened or is given twice.
    """
    handles: list[Handle] = []
    finder = _Finder(settings)
    seen: dict[Path, str] = {}
    for argument in arguments:
        for path, handle in _behind(argument, settings):
            key = path.resolve()
            if key in seen:
                raise UsageError(
                    f"{handle.name} is given twice: by {seen[key]} and by {argument}", remedy="Give it once."
                )
            seen[key] = argument
            handles.extend(finder.unpacked(handle, by_name=not Path(argument).is_dir()))
    return handles, finder.unread


def tables_of(handle: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give the tables of one file with the reader that its content asks for. Raises UnreadableExport.

    A name that promises something else is told: among the notices of the first table, or in the error.
    """
    if not handle.packed and handle.size > settings.max_bytes:
        raise UnreadableExport(
            handle.name,
            f"It is larger than {shown_size(settings.max_bytes)}",
            "Export it in parts, or raise the limit in the settings.",
        )
    name, notice = reader_of(handle, settings)
    if name == ARCHIVE:
        raise UnreadableExport(
            handle.name, "It is an archive inside an archive inside an archive", "Unpack it and give the folder."
        )
    read = cast("_Reader", import_module(f"caseaudit.reading.tables.{name}").tables)
    try:
        for table in read(handle, settings):
            if notice is not None:
                table.notices.insert(0, notice)
                notice = None
            table.rows = _watched(handle, table.rows)
            yield table
    except OSError as error:
        raise handle.failed(error) from error
    except UnreadableExport as error:
        if notice is None:
            raise
        raise UnreadableExport(error.file, f"{notice}. {error.reason}", error.remedy, sheet=error.sheet) from error


def _watched(handle: Handle, rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except OSError as error:
        raise handle.failed(error) from error


def _behind(argument: str, settings: ReadSettings) -> Iterator[tuple[Path, Handle]]:
    if argument == STDIN:
        content = sys.stdin.buffer.read(settings.max_bytes + 1)
        yield Path(STDIN), handle_of_bytes(content, STDIN, settings)
        return
    path = Path(argument)
    try:
        if path.is_dir():
            for name in sorted(_names_in(path)):
                yield path / name, handle_of(path / name, name, settings)
        else:
            yield path, handle_of(path, path.name, settings)
    except FileNotFoundError:
        raise UsageError(f"There is no file or folder {argument}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise UsageError(f"{argument} cannot be read: {error.strerror}", remedy="Check its permissions.") from None


def _names_in(folder: Path) -> Iterator[str]:
    """Name the files in a folder and the folders in it; what systems leave behind and links to folders are left out."""

    def refuse(error: OSError) -> None:
        raise error

    for here, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not is_junk(name)]
        for name in files:
            path = Path(here) / name
            if not is_junk(name) and not name.endswith(UNFINISHED) and path.is_file():
                yield path.relative_to(folder).as_posix()


@dataclass(slots=True)
class _Finder:
    """Looks into what was found: archives are replaced by their members, what is no export is left out and said."""

    settings: ReadSettings
    unread: list[str] = field(default_factory=list)
    pool: Pool = field(default_factory=Pool)

    def unpacked(self, handle: Handle, *, by_name: bool, depth: int = 0) -> Iterator[Handle]:
        """Give a file, or the members of an archive. What the user gave `by_name` is never left out."""
        try:
            archived = depth <= _MOST_NESTED and _is_archive(handle, self.settings)
            if not archived:
                if by_name or _is_wanted(handle, self.settings):
                    yield handle
                else:
                    self.unread.append(f"{handle.name}: its name and content do not say that it is an export")
                return
            members = list(Archive(handle, self.settings, self.pool).members())
        except UnreadableExport:
            yield handle
            return
        if not members:
            self.unread.append(f"{handle.name}: the archive is empty")
        for member in members:
            if isinstance(member, str):
                self.unread.append(member)
            else:
                yield from self.unpacked(member, by_name=False, depth=depth + 1)


def _is_archive(handle: Handle, settings: ReadSettings) -> bool:
    return handle.peek(4).startswith(ZIP) and reader_of(handle, settings)[0] == ARCHIVE


def _is_wanted(handle: Handle, settings: ReadSettings) -> bool:
    """Whether the name says that a file of a folder is an export, or else its content."""
    if handle.suffix in READ_AS:
        return True
    try:
        return reader_of(handle, settings)[0] != TEXT
    except UnreadableExport:
        return False
