"""Reads OLE compound files, in which older Office formats and encrypted newer ones are kept ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How such a file begins."""

_END = 0xFFFFFFFA
_END_OF_CHAIN, _FREE, _TABLE_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109
_SECTOR = 4096
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES = 100_000


class BrokenOleError(Exception):
    """The file breaks off or contradicts itself."""


class OleFile:
    """The streams of a compound file, by name; those in folders count too. Raises BrokenOleError."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = file.read(512)
        try:
            sectors, small = struct.unpack_from("<HH", header, 30)
            first, self._cutoff, first_small = struct.unpack_from("<I4xII", header, 48)
            more, table = struct.unpack_from("<I", header, 68)[0], struct.unpack_from("<109I", header, 76)
        except struct.error:
            raise BrokenOleError from None
        if not header.startswith(OLE) or sectors not in {9, 12} or small > sectors:
            raise BrokenOleError
        self._size, self._small_size = 1 << sectors, 1 << small
        self._table = self._read_table([number for number in table if number < _END], more)
        self._small_table: tuple[int, ...] = ()
        self._small = b""
        self.streams: dict[str, tuple[int, int]] = {}
        self._list(first, first_small)

    def read(self, name: str) -> bytes:
        """Give the content of a stream."""
        first, size = self.streams[name]
        if size >= self._cutoff:
            return b"".join(self._chain(first))[:size]
        parts: list[bytes] = []
        while first < _END and len(parts) * self._small_size < size:
            parts.append(self._small[first * self._small_size : (first + 1) * self._small_size])
            first = self._next(self._small_table, first)
        return b"".join(parts)[:size]

    def _list(self, first: int, first_small: int) -> None:
        entries = b"".join(self._chain(first))
        if len(entries) > _MOST_ENTRIES * _ENTRY:
            raise BrokenOleError
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == _ROOT:
                self._small = b"".join(self._chain(start))
                self._small_table = _numbers(b"".join(self._chain(first_small)))
            elif kind == _STREAM:
                name = entries[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                self.streams.setdefault(name, (start, size))

    def _read_table(self, found: list[int], more: int) -> tuple[int, ...]:
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            *numbers, more = _numbers(self._sector(more))
            found.extend(number for number in numbers if number < _END)
        return _numbers(b"".join(map(self._sector, dict.fromkeys(found))))

    def _chain(self, number: int) -> Iterator[bytes]:
        seen = 0
        while number < _END:
            yield self._sector(number)
            seen += 1
            if seen > len(self._table):
                raise BrokenOleError
            number = self._next(self._table, number)

    def _next(self, table: tuple[int, ...], number: int) -> int:
        if number >= len(table):
            raise BrokenOleError
        return table[number]

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._size)
        content = self._file.read(self._size)
        if not content:
            raise BrokenOleError
        return content.ljust(self._size, b"\0")


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def ole_of(name: str, content: bytes) -> bytes:
    """Write a compound file that holds one stream and nothing else, in order: safe to read for what trusts its sizes.

    Raises BrokenOleError for a stream too large for the simplest form (some 450 MiB).
    """
    sectors = -(-len(content) // _SECTOR)
    each = _SECTOR // 4
    tables = -(-(sectors + 2) // (each - 1))
    if tables > _IN_HEADER:
        raise BrokenOleError
    # Behind the stream: the directory, then the room for small streams, which some readers want although it is empty.
    numbers = [*range(1, sectors), *[_END_OF_CHAIN] * 3, *[_TABLE_SECTOR] * tables]
    table = struct.pack(f"<{len(numbers)}I", *numbers).ljust(tables * _SECTOR, b"\xff")
    entries = _entry("Root Entry", _ROOT, sectors + 1, _SECTOR) + _entry(name, _STREAM, 0, sectors * _SECTOR)
    places = [*range(sectors + 2, sectors + 2 + tables), *[_FREE] * (_IN_HEADER - tables)]
    header = OLE + bytes(16) + struct.pack("<5H6x", 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", 1, tables, sectors, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    header += struct.pack("<109I", *places)
    parts = (
        header.ljust(_SECTOR, b"\0"),
        content.ljust(sectors * _SECTOR, b"\0"),
        entries.ljust(2 * _SECTOR, b"\0"),
        table,
    )
    return b"".join(parts)


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    named = name.encode("utf-16-le") + b"\0\0"
    child = 1 if kind == _ROOT else _FREE
    head = named.ljust(64, b"\0") + struct.pack("<HBB3I", len(named), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)
