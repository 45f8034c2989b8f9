"""Finds the header of a table below the titles that reports put above it, names the columns, and makes the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median_low
from typing import TypeAlias

from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Cell, Row

LOOK_AHEAD = 60
"""Rows that are looked at to find the header."""

Record: TypeAlias = tuple[int, Sequence[Cell], str | None]
"""The number of a row, its cells, and why it cannot be used."""

_BELOW = 40
_WIDE = 0.75
_FILLED = 0.5
_SMALL = 4
_DATA = 0.2
_RECURRING = 0.1
_SHOWN = 40
_NUMBER = re.compile(r"[-+(]?\s?[£$€]?\s?\d[\d, ]*(?:\.\d*)?\s?[%)]?|\.\d+")
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ,]{1,2}\d{2,4}(?: .*)?"
)
_REFERENCE = re.compile(r"(?=\S*\d\S*\d\S*\d)[^\s_]+")
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_WHITE = re.compile(r"\s+")
_TELL = "Give the export with its header, or say in the mapping which row it is (header_row), 0 where there is none."


@dataclass(frozen=True, slots=True)
class Header:
    """Where a header stands (0: nowhere, the columns are named by their letters) and the names of its columns."""

    row: int
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    """As they stand in the export."""


@dataclass(slots=True)
class Grid:
    """Makes the rows of one table, and counts what the user should know of them."""

    header: Header
    notices: list[str] = field(default_factory=list)
    max_columns: int = 16_384
    tell_short: bool = True
    """Whether a row with fewer cells than the header has is worth telling: not where formats leave out empty ones."""
    _short: list[int] = field(default_factory=lambda: [0, 0])
    _long: list[int] = field(default_factory=lambda: [0, 0])
    _repeated: list[int] = field(default_factory=lambda: [0, 0])

    def rows(self, records: Iterable[Record]) -> Iterator[Row]:
        """Give the rows below the header; records without a cell and repeats of the header are left out.

        Cells of a short row that are not there are None, as are empty ones; those of a long one are `beyond`.
        """
        header, columns = self.header, self.header.columns
        width = len(columns)
        first = header.cells[0] if header.cells and header.row else None
        for number, given, problem in records:
            if number <= header.row or not given:
                continue
            cells = [None if cell == "" else cell for cell in given]
            if len(cells) == width:
                if width > 1 and given[0] == first and tuple(given) == header.cells:
                    _count(self._repeated, number)
                    continue
                yield Row(number, dict(zip(columns, cells, strict=True)), (), problem)
            else:
                row = self._ragged(number, cells, problem)
                if row is not None:
                    yield row
        self._tell()

    def _ragged(self, number: int, cells: list[Cell], problem: str | None) -> Row | None:
        columns = self.header.columns
        width = len(columns)
        reach = _reach(cells)
        if width > 1 and self.header.row and tuple(cells[:reach]) == self.header.cells[: _reach(self.header.cells)]:
            _count(self._repeated, number)
            return None
        if len(cells) < width:
            if reach and not problem:
                _count(self._short, number)
            cells += [None] * (width - len(cells))
        beyond = tuple(cells[width:reach])
        if beyond and not problem:
            _count(self._long, number)
        if reach > self.max_columns and not problem:
            problem = f"The row has {reach:,} cells, more than the {self.max_columns:,} that are read"
        return Row(number, dict(zip(columns, cells[:width], strict=True)), beyond, problem)

    def _tell(self) -> None:
        if self.header.row:
            _say(self.notices, self._repeated, "the header again and left out")
        if self.tell_short:
            _say(self.notices, self._short, "shorter than the header; the cells that are not there count as empty")
        _say(self.notices, self._long, "longer than the header; the cells behind its last column belong to no column")


def find_header(
    sample: Sequence[tuple[int, Sequence[Cell]]],
    *,
    file: str,
    table: str = "",
    wanted: int | None = None,
    max_columns: int = 16_384,
) -> Header:
    """Find the header among the first rows, given as (number, cells), and name the columns.

    It is the first row whose filled cells are text, mostly different ones, and about as wide as the rows under it.
    `wanted` is the row that the mapping names; 0 says that there is no header. Raises UnreadableExport when there is
    none to be found, for the first row of data would be lost as one.
    """
    rows = [(number, cells) for number, cells in sample if _reach(cells)]
    place = f"Sheet {table!r}" if table else "The table"
    if wanted == 0:
        width = max((_reach(cells) for _, cells in rows), default=0)
        _check_width(width, file, place, max_columns)
        return Header(0, tuple(_named([None] * width)), ())
    if wanted is not None:
        found = next((at for at, (number, _) in enumerate(rows) if number == wanted), None)
        if found is None:
            raise UnreadableExport(
                file, f"{place} has nothing in row {wanted}, where the mapping says its header is", "Mend header_row."
            )
    else:
        found = _find(rows, file, place)
    number, cells = rows[found]
    # A blank header at the end is a column only where something stands under it.
    width = max(_reach(cells), min(len(cells), max((_reach(under) for _, under in rows[found + 1 :]), default=0)))
    _check_width(width, file, place, max_columns)
    return Header(number, tuple(_named(list(cells[:width]))), tuple(cells))


def column_letters(index: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26, as spreadsheets name their columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def looks_like_data(cell: Cell) -> bool:
    """Whether a filled cell is a value rather than a name: a number, date, time, truth value, or a reference."""
    if not isinstance(cell, str):
        return cell is not None
    text = cell.strip()
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text)) or _is_reference(cell)


def _is_reference(cell: Cell) -> bool:
    return isinstance(cell, str) and _REFERENCE.fullmatch(cell.strip()) is not None


def _find(rows: list[tuple[int, Sequence[Cell]]], file: str, place: str) -> int:
    for at, (number, cells) in enumerate(rows):
        below = [under for _, under in rows[at + 1 : at + 1 + _BELOW]]
        reach = _reach(cells)
        typical = median_low([_reach(under) for under in below]) if below else reach
        filled = [cell for cell in cells if _filled(cell)]
        full = max(reach, typical)
        if reach < _WIDE * typical or len(filled) < _FILLED * full or (full >= _SMALL and len(filled) * 2 <= full):
            continue  # a title, or the groups that stand above the names
        if _values(cells, below) > _DATA * len(filled) or _recurs(cells, below):
            raise UnreadableExport(file, f"{place} has no header: row {number} looks like data", _TELL)
        if len({str(cell).strip().casefold() for cell in filled}) * 2 >= len(filled):
            return at
    raise UnreadableExport(file, f"{place} has no row that could be its header", _TELL)


def _values(cells: Sequence[Cell], below: list[Sequence[Cell]]) -> int:
    """Count the values. What looks like a reference is one where others of its shape stand under it (not `COL001`)."""
    count = 0
    for at, cell in enumerate(cells):
        if looks_like_data(cell):
            under = [row[at] for row in below if at < len(row) and _filled(row[at])]
            named = _is_reference(cell) and bool(under)
            count += not named or any(_shape(other) == _shape(cell) for other in under)
    return count


def _shape(cell: Cell) -> str:
    return _DIGITS.sub("0", _LETTERS.sub("a", str(cell).strip()))


def _recurs(cells: Sequence[Cell], below: list[Sequence[Cell]]) -> bool:
    """Whether what would be names of columns stands again in the rows below them, as values do."""
    again: dict[int, int] = {}
    for under in below:
        same = [at for at, cell in enumerate(cells) if _filled(cell) and at < len(under) and under[at] == cell]
        if len(same) < sum(map(_filled, cells)):
            for at in same:
                again[at] = again.get(at, 0) + 1
    return len(again) > 1 or any(count > 1 and count >= _RECURRING * len(below) for count in again.values())


def _named(cells: list[Cell]) -> Iterator[str]:
    taken: set[str] = set()
    given = {_single(cell).casefold() for cell in cells}
    for at, cell in enumerate(cells):
        name = _single(cell) or f"column {column_letters(at)}"
        unique, count = name, 1
        while unique.casefold() in taken or (count > 1 and unique.casefold() in given):
            count += 1
            unique = f"{name} ({count})"
        taken.add(unique.casefold())
        yield unique


def _single(cell: Cell) -> str:
    return "" if cell is None else _WHITE.sub(" ", str(cell)).strip(" \ufeff\u200b")


def _filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _reach(cells: Sequence[Cell]) -> int:
    """Give the number of cells up to the last filled one."""
    reach = len(cells)
    while reach and not _filled(cells[reach - 1]):
        reach -= 1
    return reach


def _check_width(width: int, file: str, place: str, most: int) -> None:
    if width > most:
        raise UnreadableExport(
            file, f"{place} has {width:,} columns, more than the {most:,} that are read", "Export fewer columns."
        )


def _count(counter: list[int], number: int) -> None:
    counter[0] += 1
    counter[1] = counter[1] or number


def _say(notices: list[str], counter: list[int], what: str) -> None:
    many, first = counter
    if many:
        rows = "1 row is" if many == 1 else f"{many:,} rows are"
        notices.append(f"{rows} {what} (first: row {first})")
