"""One file of an export, ready to be opened: on disk, packed by gzip, or a member of an archive."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast
from zipfile import BadZipFile

from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import MIB, ReadSettings

GZIP = b"\x1f\x8b"
HEAD = 256 * 1024
"""Bytes that are looked at to tell what a file is."""

_BLOCK = MIB
_IN_MEMORY = 8 * MIB
DAMAGE = (EOFError, zlib.error, BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error)
"""What gzip and zipfile raise for damaged files, besides OSError."""

_AGAIN = "Export or pack it again, or give it unpacked."
_DISK = "Check the disk or network share, then run it again."


@dataclass(frozen=True, eq=False)
class Handle:
    """One file of an export.

    `name` is relative to the argument's folder with `/`, a member `archive.zip/member.csv`. `path` is set where the
    file can be opened there as it is, not for members and packed files. `size` is its bytes as stored: on disk, or in
    the archive once unpacked. `stored` opens those bytes, from the beginning, perhaps not seekable.
    """

    name: str
    path: Path | None
    size: int
    stored: Callable[[], BinaryIO]
    packed: bool = False
    """Whether the stored bytes are gzip."""
    settings: ReadSettings = ReadSettings()  # noqa: RUF009 - frozen

    @property
    def suffix(self) -> str:
        """`.csv` for `May.CSV` and `May.csv.gz`; empty when the name says nothing."""
        name = PurePosixPath(self.name).name.lower()
        return PurePosixPath(name.removesuffix(".gz") if self.packed else name).suffix

    @property
    def last_name(self) -> str:
        """The name without its folders."""
        return self.name.rsplit("/", 1)[-1]

    @cached_property
    def sha256(self) -> str:
        """Digest of the bytes as stored, packed or not. Raises UnreadableExport."""
        digest = hashlib.sha256()
        try:
            with self.stored() as stream:
                while block := stream.read(_BLOCK):
                    digest.update(block)
        except (OSError, *DAMAGE) as error:
            raise self.failed(error) from error
        return digest.hexdigest()

    def open(self) -> BinaryIO:
        """Open the unpacked bytes, seekable, each time anew; the caller closes. Raises UnreadableExport."""
        try:
            if self.packed:
                with self.stored() as stream, gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
                    return self._spooled(cast("BinaryIO", unpacked))
            stream = self.stored()
            if self.path is not None:
                return stream
            with stream:
                return self._spooled(stream)
        except (OSError, *DAMAGE) as error:
            raise self.failed(error) from error

    def peek(self, size: int = HEAD) -> bytes:
        """Give the first bytes, unpacked. Raises UnreadableExport."""
        try:
            with self.stored() as stream:
                if not self.packed:
                    return _first(stream, size)
                with gzip.GzipFile(fileobj=stream, mode="rb") as unpacked:
                    return _first(cast("BinaryIO", unpacked), size)
        except (OSError, *DAMAGE) as error:
            raise self.failed(error) from error

    def failed(self, error: Exception) -> UnreadableExport:
        """Say in plain words why reading went wrong."""
        if isinstance(error, EOFError):
            return UnreadableExport(self.name, "The compressed file breaks off before its end", _AGAIN)
        if isinstance(error, (gzip.BadGzipFile, *DAMAGE)):
            return UnreadableExport(self.name, "The compressed file is damaged", _AGAIN)
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return UnreadableExport(self.name, f"Reading it failed: {said}", _DISK)

    def _spooled(self, stream: BinaryIO) -> BinaryIO:
        """Unpack into a temporary file that goes when it is closed, within the limits."""
        spool = cast("IO[bytes]", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the caller closes it
        try:
            self._copy(stream, spool)
        except BaseException:
            spool.close()
            raise
        spool.seek(0)
        return cast("BinaryIO", spool)

    def _copy(self, stream: BinaryIO, spool: IO[bytes]) -> None:
        limits = self.settings
        most = limits.max_bytes
        if self.packed:
            most = min(most, max(limits.ratio_floor, self.size * limits.max_ratio))
        written = 0
        try:
            while block := stream.read(_BLOCK):
                written += len(block)
                if written > most:
                    raise UnreadableExport(
                        self.name,
                        f"It unpacks to more than {shown_size(most)}, which a real export of this size does not",
                        "If it is one, unpack it yourself and give the file or folder.",
                    )
                spool.write(block)
        except DAMAGE as error:
            raise self.failed(error) from error


def handle_of(path: Path, name: str, settings: ReadSettings) -> Handle:
    """Make the handle of a file on disk. Raises OSError when it cannot be opened."""

    def stored() -> BinaryIO:
        return path.open("rb")

    with stored() as stream:
        packed = stream.read(len(GZIP)) == GZIP
    return Handle(name, None if packed else path, path.stat().st_size, stored, packed=packed, settings=settings)


def handle_of_bytes(content: bytes, name: str, settings: ReadSettings | None = None) -> Handle:
    """Make the handle of bytes that are in memory."""

    def stored() -> BinaryIO:
        spool = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the caller closes it
        spool.write(content)
        spool.seek(0)
        return spool

    packed = content.startswith(GZIP)
    return Handle(name, None, len(content), stored, packed=packed, settings=settings or ReadSettings())


def shown_size(size: int) -> str:
    """`3.5 GiB`, `64 MiB`, `120 bytes`."""
    for unit, name in ((1 << 30, "GiB"), (MIB, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
    return f"{size} bytes"


def _first(stream: BinaryIO, wanted: int) -> bytes:
    """Read what is looked at; streams may give less than asked for."""
    parts: list[bytes] = []
    while wanted and (block := stream.read(wanted)):
        parts.append(block)
        wanted -= len(block)
    return b"".join(parts)
