"""Findings that a sheet may show, kept in a file without a name until it is written: their evidence may be long."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import NamedTuple, cast

from caseaudit.reporting.rows import FindingRow

_IN_MEMORY = 8 << 20
"""Bytes up to which no file is made."""


class Place(NamedTuple):
    """Where a row is kept, in bytes."""

    start: int
    size: int


class KeptRows:
    """Rows one after another; every method raises OSError where the disk does not do as it should."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="caseaudit-")  # noqa: SIM115 - closed by `close`
        self._size = 0

    def keep(self, row: FindingRow) -> Place:
        """Keep a row, before any is read back."""
        content = pickle.dumps(row, protocol=5)
        self._file.write(content)
        place = Place(self._size, len(content))
        self._size += len(content)
        return place

    def read(self, place: Place) -> FindingRow:
        """Read a row back."""
        self._file.seek(place.start)
        return cast("FindingRow", pickle.loads(self._file.read(place.size)))  # noqa: S301 - only what it wrote itself

    def close(self) -> None:
        """Remove the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Rows(Collection[FindingRow]):
    """Kept rows in the order of a sheet, read back each time they are gone through."""

    kept: KeptRows
    places: Sequence[Place]

    def __len__(self) -> int:
        """Say how many there are, without reading them."""
        return len(self.places)

    def __iter__(self) -> Iterator[FindingRow]:
        """Give every row in order."""
        return map(self.kept.read, self.places)

    def __contains__(self, row: object) -> bool:
        """Say whether a row is among them, by reading them."""
        return any(one == row for one in self)

    def first(self, count: int) -> Rows:
        """The first so many of them."""
        return Rows(self.kept, self.places[:count])
