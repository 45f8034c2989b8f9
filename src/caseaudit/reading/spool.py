"""Keeps the rows of an export that is one table, whose rows are the cases, in a file without a name.

Nothing needs joining there, so the rows are only written one after another and read back. That every key is another
one is known for certain when all rows have been read; until then `Store` may take them over into its database.
"""

from __future__ import annotations

import json
import marshal
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple

from caseaudit.reading.kept_rows import NewPart, disk, plain

_BATCH = 64
"""Rows written at a time."""
_LOOKED_UP = 20_000
"""The first keys are compared at once: what repeats its keys does so early, as a rule."""
_FEW = 250_000
"""Keys that may be held as objects, to compare them."""
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""A lone surrogate as it is written; once in a while a number looks like one."""
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Line(NamedTuple):
    """One row: which of all it is, where it comes from, its number there, the JSON of its cells, what it gives."""

    row: int
    origin: int
    number: int
    raw: str
    parts: Sequence[NewPart]


@dataclass(slots=True)
class Spool:
    """The rows of one run, as long as each is a case of its own."""

    main: int
    """Number of the table whose rows are the cases."""
    _file: BinaryIO = field(init=False)
    count: int = 0
    """Rows kept."""
    _size: int = 0
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)
    _starts: array[int] = field(default_factory=lambda: array("q"))
    """Where each batch begins."""
    _first: array[int] = field(default_factory=lambda: array("q"))
    """The first row of each batch."""
    _keys: array[int] = field(default_factory=lambda: array("q"))
    """What the keys hash to: equal keys to the same."""
    _early: set[int] = field(default_factory=set)
    _held: tuple[int, list[Line]] = (-1, [])
    """The batch that was looked into last."""

    def __post_init__(self) -> None:
        """Open the file."""
        with disk():
            self._file = TemporaryFile(prefix="caseaudit-")  # noqa: SIM115 - it lives as long as the run

    def close(self) -> None:
        """Remove everything."""
        self._file.close()

    def add(self, line: Line) -> bool:
        """Keep a row; False, and nothing kept, where it is not a case of its own or its key was there before."""
        parts = line.parts
        key = parts[0].key
        if key is None or sum(part.spec == self.main for part in parts) != 1:
            return False
        if any(part.key != key for part in parts):
            return False
        hashed = hash(plain(key))
        if len(self._keys) < _LOOKED_UP:
            if hashed in self._early:
                return False
            self._early.add(hashed)
        self._keys.append(hashed)
        self.count += 1
        self._waiting.append((line.row, line.origin, line.number, line.raw, tuple(map(tuple, parts))))
        if len(self._waiting) >= _BATCH:
            self._write()
        return True

    def _write(self) -> None:
        if not self._waiting:
            return
        content = _dumped(self._waiting)
        self._starts.append(self._size)
        self._first.append(self._waiting[0][0])
        with disk():
            self._file.seek(self._size)
            self._file.write(content)
        self._size += len(content)
        self._waiting = []

    def finish(self) -> bool:
        """Say, once every row is there, whether all keys are different."""
        self._write()
        self._early.clear()
        keys, self._keys = self._keys, array("q")
        if len(keys) <= _FEW:
            return len(set(keys)) == len(keys)
        import numpy as np  # noqa: PLC0415 - takes a while, and only large exports need it

        ordered = np.sort(np.frombuffer(keys, dtype=np.int64))
        return not bool((ordered[1:] == ordered[:-1]).any())

    def lines(self) -> Iterator[Line]:
        """Give every row in the order of the export."""
        self._write()
        for batch in range(len(self._starts)):
            yield from self._batch(batch)

    def line(self, row: int) -> Line | None:
        """Give one row."""
        batch = bisect_right(self._first, row) - 1
        if batch < 0:
            return None
        if self._held[0] != batch:
            self._held = batch, self._batch(batch)
        return next((line for line in self._held[1] if line.row == row), None)

    def _batch(self, batch: int) -> list[Line]:
        end = self._starts[batch + 1] if batch + 1 < len(self._starts) else self._size
        with disk():
            self._file.seek(self._starts[batch])
            content = self._file.read(end - self._starts[batch])
        # Only this process has written it, into a file that has no name.
        return [
            Line(row, origin, number, raw, [NewPart(*part) for part in parts])
            for row, origin, number, raw, parts in marshal.loads(content)  # noqa: S302
        ]


def _dumped(rows: list[tuple[Any, ...]]) -> bytes:
    """Write rows; as JSON where objects hold lone surrogates, which reading mends, or what is no plain value."""
    try:
        content = marshal.dumps(rows)
    except ValueError:
        pass
    else:
        if _SURROGATE.search(content) is None:
            return content
    return marshal.dumps([(*row[:-1], tuple(_as_json(NewPart(*part)) for part in row[-1])) for row in rows])


def _as_json(part: NewPart) -> tuple[Any, ...]:
    items = part.items
    return tuple(part._replace(items=items if items is None or isinstance(items, str) else _encode(items)))
