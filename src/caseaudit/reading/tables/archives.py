"""Opens ZIP archives: every member is judged by the archive's directory before a byte of it is unpacked.

Word, Excel and OpenDocument files are such archives too; `check_package` keeps the same limits for them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from stat import S_ISLNK
from typing import BinaryIO, cast
from weakref import finalize
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from caseaudit.reading.tables.handles import DAMAGE, GZIP, Handle, shown_size
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How an archive begins; the second when it is empty."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_MOST_OPEN = 4
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED, _UNKNOWN = 0x1 | 0x40, 0x20
_UNPACK = "Unpack it yourself and give the folder."
_JUNK = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


def is_junk(name: str) -> bool:
    """Whether a name is what systems leave behind: lock files of Office, `.DS_Store`, `__MACOSX`, hidden files."""
    return any(
        (part.startswith(("~$", ".")) and part not in {".", ".."}) or part.casefold() in _JUNK
        for part in name.replace("\\", "/").split("/")
    )


@contextmanager
def open_zip(handle: Handle, settings: ReadSettings) -> Iterator[ZipFile]:
    """Open an archive for a while. Raises UnreadableExport for what is damaged or has too many members."""
    archive, stream = _opened(handle, settings)
    with stream, archive:
        yield archive


def _opened(handle: Handle, settings: ReadSettings) -> tuple[ZipFile, BinaryIO]:
    stream = handle.open()
    try:
        if _count_told(stream) > settings.max_members:
            raise _too_many(handle, settings)
        archive = ZipFile(stream)
        if len(archive.infolist()) > settings.max_members:
            raise _too_many(handle, settings)
    except UnreadableExport:
        stream.close()
        raise
    except (ValueError, *DAMAGE) as error:
        stream.close()
        raise UnreadableExport(
            handle.name, "Its ZIP archive is damaged or breaks off", "Export or pack it again, or give it unpacked."
        ) from error
    except OSError as error:
        stream.close()
        raise handle.failed(error) from error
    return archive, stream


class Pool:
    """Keeps the last few archives of a run open: opening one reads the whole of its directory."""

    def __init__(self) -> None:
        self._open: dict[Handle, tuple[ZipFile, BinaryIO]] = {}
        finalize(self, _close_all, self._open)

    def zip_of(self, handle: Handle, settings: ReadSettings) -> ZipFile:
        """Give the opened archive; it stays open until others have been asked for. Raises UnreadableExport."""
        found = self._open.pop(handle, None) or _opened(handle, settings)
        self._open[handle] = found
        if len(self._open) > _MOST_OPEN:
            for closed in self._open.pop(next(iter(self._open))):
                closed.close()
        return found[0]


class Archive:
    """A ZIP of exports. Raises UnreadableExport when it cannot be opened."""

    def __init__(self, handle: Handle, settings: ReadSettings, pool: Pool) -> None:
        self._handle = handle
        self._settings = settings
        self._pool = pool
        self._infos = pool.zip_of(handle, settings).infolist()

    def members(self) -> Iterator[Handle | str]:
        """Give every member worth reading in the order of the names; text for a refused one: its name and why."""
        taken: set[str] = set()
        total = 0
        overlapping = _overlapping(self._infos)
        for info in sorted(self._infos, key=lambda info: (info.filename, info.header_offset)):
            name = info.filename.replace("\\", "/")
            if name.endswith("/") or is_junk(name):
                continue
            shown = f"{self._handle.name}/{name}"
            why = _why_not(info, name, self._settings)
            if why is None and name in taken:
                why = "a second member of this name"
            if why is None and info.header_offset in overlapping:
                why = "it shares its bytes with another member, as in an archive made to do harm"
            if why is None and total + info.file_size > self._settings.max_expanded:
                why = f"the archive unpacks to more than {shown_size(self._settings.max_expanded)}. {_UNPACK}"
            if why is not None:
                yield f"{shown}: {why}"
                continue
            taken.add(name)
            total += info.file_size
            yield self._member(info, shown)

    def _member(self, info: ZipInfo, name: str) -> Handle:
        def stored() -> BinaryIO:
            archive = self._pool.zip_of(self._handle, self._settings)
            return cast("BinaryIO", archive.open(info))

        try:
            with stored() as stream:
                packed = stream.read(len(GZIP)) == GZIP
        except (OSError, *DAMAGE):
            packed = False  # damaged: said when it is read, as for any other file
        return Handle(name, None, info.file_size, stored, packed=packed, settings=self._settings)


def _close_all(opened: dict[Handle, tuple[ZipFile, BinaryIO]]) -> None:
    for archive, stream in opened.values():
        archive.close()
        stream.close()


def check_package(handle: Handle, archive: ZipFile, settings: ReadSettings) -> None:
    """Refuse a Word, Excel or OpenDocument file that unpacks to what no real one does. Raises UnreadableExport."""
    why = None
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if total > settings.max_expanded:
        why = f"it unpacks to more than {shown_size(settings.max_expanded)}"
    elif total > settings.ratio_floor and total > settings.max_ratio * max(1, handle.size):
        why = f"it unpacks to more than {settings.max_ratio} times its size"
    elif _overlapping(infos):
        why = "members of it share their bytes"
    else:
        why = next((_too_large(info, settings) for info in infos if _too_large(info, settings)), None)
    if why is not None:
        raise UnreadableExport(
            handle.name,
            f"It was not opened: {why}, as a file made to do harm does",
            "If it is a real export, save it as CSV, or raise the limit in the settings.",
        )
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnreadableExport(handle.name, "It is protected by a password", "Save it without a password.")


def _why_not(info: ZipInfo, name: str, settings: ReadSettings) -> str | None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or (parts and parts[0].endswith(":")) or name[1:2] == ":":
        return "its name is an absolute path"
    if ".." in parts:
        return "its name leads out of the archive"
    if S_ISLNK(info.external_attr >> 16):
        return "it is a link, not a file"
    if info.flag_bits & _ENCRYPTED:
        return "it is protected by a password. Unpack it with the password and give the folder."
    if info.flag_bits & _UNKNOWN or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return f"it is packed in a way that cannot be read here (method {info.compress_type}). {_UNPACK}"
    return _too_large(info, settings)


def _too_large(info: ZipInfo, settings: ReadSettings) -> str | None:
    if info.file_size > settings.max_bytes:
        return f"it unpacks to more than {shown_size(settings.max_bytes)}"
    packed = max(1, info.compress_size)
    if info.file_size > settings.ratio_floor and info.file_size > settings.max_ratio * packed:
        return f"it unpacks to {info.file_size // packed:,} times its size ({shown_size(info.file_size)})"
    return None


def _overlapping(infos: list[ZipInfo]) -> set[int]:
    """Find members that begin before the one in front of them ends, by their offset."""
    found: set[int] = set()
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.add(info.header_offset)
        end = max(end, info.header_offset + info.compress_size)
    return found


def _count_told(stream: BinaryIO) -> int:
    """How many members the end of the archive says there are (65,535: that many or more); 0 when it does not say."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    return int(struct.unpack_from("<H", tail, at + 10)[0])


def _too_many(handle: Handle, settings: ReadSettings) -> UnreadableExport:
    return UnreadableExport(handle.name, f"The archive has more than {settings.max_members:,} members", _UNPACK)
