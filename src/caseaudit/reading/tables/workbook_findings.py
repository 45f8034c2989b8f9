"""What is found out about a sheet beside its values: how far it reaches, errors, formulas without a result."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from caseaudit.reading.tables.headers import column_letters
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings

CELL = 32
"""Bytes that the reader holds for every cell between the first and the last filled one, empty or not."""

_SMALL = 1 << 24
"""Cells that are taken however few of them are filled."""
_SPARSE = 20

_MOST_FAULTS = 1 << 24
_MOST_KINDS = 1_000
_COLUMNS = 1 << 16
_UNCALCULATED, _OTHER = 0, 1


@dataclass(slots=True)
class Faults:
    """Cells that show an error or whose formula was never calculated: of a large sheet there may be millions."""

    _places: array[int] = field(default_factory=lambda: array("Q"))
    """Row, column and kind of each, in one number."""
    _kinds: list[str] = field(default_factory=lambda: ["", "an error"])
    _sorted: bool = True

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._places)

    @property
    def too_many(self) -> bool:
        """Whether there are more than are kept."""
        return len(self._places) >= _MOST_FAULTS

    def add(self, row: int, column: int, error: str | None) -> None:
        """Note a cell; `error` is what it shows, None for a formula without its result."""
        if self.too_many or column >= _COLUMNS:
            return
        if error is None:
            kind = _UNCALCULATED
        elif error in self._kinds:
            kind = self._kinds.index(error)
        elif len(self._kinds) < _MOST_KINDS:
            kind = len(self._kinds)
            self._kinds.append(error)
        else:
            kind = _OTHER
        place = row << 32 | column << 16 | kind
        self._sorted = self._sorted and (not self._places or self._places[-1] <= place)
        self._places.append(place)

    def of(self, row: int) -> Iterator[tuple[int, str]]:
        """Give column and what is wrong, in plain words, of the cells of a row."""
        at = self._find(row)
        while at < len(self._places) and self._places[at] >> 32 == row:
            column, kind = self._places[at] >> 16 & 0xFFFF, self._places[at] & 0xFFFF
            cell = f"{column_letters(column)}{row + 1}"
            yield column, shows(cell, self._kinds[kind]) if kind != _UNCALCULATED else _lacks(cell)
            at += 1

    def rows(self, begin: int) -> Iterator[int]:
        """Give the rows that have any, from row `begin` on."""
        at = self._find(begin)
        while at < len(self._places):
            row = self._places[at] >> 32
            yield row
            at = self._find(row + 1)

    def _find(self, row: int) -> int:
        if not self._sorted:
            self._places, self._sorted = array("Q", sorted(self._places)), True
        return bisect_left(self._places, row << 32)


def place_of(row: int, column: int) -> int:
    """Give row and column as one number; that of the next column is the next."""
    return row * _COLUMNS + column


def shows(cell: str, error: str) -> str:
    """Say that a cell shows an error."""
    shown = error if error == "an error" else f"the error {error}"
    return f"Cell {cell} shows {shown} instead of a value"


def _lacks(cell: str) -> str:
    return f"The formula in cell {cell} has no calculated value: open the workbook in Excel and save it"


@dataclass(slots=True)
class Findings:
    """Of one sheet; rows and columns from 0."""

    last_row: int = -1
    last_column: int = -1
    filled: int = 0
    faults: Faults = field(default_factory=Faults)
    undated: set[int] = field(default_factory=set)
    """Cells that are formatted as a date or time and hold a number that is none: 0, or less."""
    uncalculated: int = 0
    """Formulas whose result was never saved."""
    first_uncalculated: str = ""
    hidden_rows: int = 0
    hidden_columns: int = 0

    @property
    def area(self) -> int:
        """Cells from the first to the last filled one."""
        return (self.last_row + 1) * (self.last_column + 1)

    @property
    def scattered(self) -> bool:
        """Whether it is large and nearly empty."""
        return self.area > _SMALL and self.area > self.filled * _SPARSE

    def fill(self, row: int, column: int, count: int = 1) -> None:
        """Note a filled cell, or several that end here."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)
        self.filled += count

    def fail(self, row: int, column: int, error: str) -> None:
        """Note a cell that shows an error."""
        self.fill(row, column)
        self.faults.add(row, column, error)

    def fail_all(self, rows: range, columns: range, error: str | None) -> None:
        """Note the cells of an area that was written once and is repeated."""
        for row in rows:
            for column in columns:
                if self.faults.too_many:
                    return
                self.faults.add(row, column, error)

    def leave(self, row: int, column: int) -> None:
        """Note a formula without its result."""
        self.faults.add(row, column, None)
        self.uncalculated += 1
        self.first_uncalculated = self.first_uncalculated or f"{column_letters(column)}{row + 1}"

    def too_far(self, settings: ReadSettings) -> bool:
        """Whether it reaches further than can be held in memory, or than makes sense."""
        return self.scattered or self.faults.too_many or self.area * CELL > settings.max_expanded

    def check(self, file: str, sheet: str, settings: ReadSettings) -> None:
        """Refuse a sheet that reaches too far. Raises UnreadableExport."""
        if not self.too_far(settings):
            return
        if self.faults.too_many:
            raise UnreadableExport(
                file,
                f"Sheet {sheet!r} has more than {_MOST_FAULTS:,} cells with errors or formulas without a result",
                "Open the workbook in Excel, mend the formulas and save it.",
                sheet=sheet,
            )
        last = f"row {self.last_row + 1:,} and column {column_letters(self.last_column)}"
        raise UnreadableExport(
            file,
            f"Sheet {sheet!r} reaches to {last}, too far for the {self.filled:,} cells that are filled"
            if self.scattered
            else f"Sheet {sheet!r} reaches to {last}, more than can be read at once",
            "Delete what stands far from the table, or save the sheet as CSV.",
            sheet=sheet,
        )

    def notices(self) -> list[str]:
        """Say what the user should know."""
        told: list[str] = []
        if self.uncalculated:
            one = self.uncalculated == 1
            cells = "1 cell holds a formula" if one else f"{self.uncalculated:,} cells hold formulas"
            told.append(
                f"{cells} whose result was never saved (first: {self.first_uncalculated}) and "
                f"cannot be read; open the workbook in Excel, save it, and give it again"
            )
        hidden = [
            f"{count:,} hidden {noun}{'' if count == 1 else 's'}"
            for count, noun in ((self.hidden_rows, "row"), (self.hidden_columns, "column"))
            if count
        ]
        if hidden:
            verb = "is" if self.hidden_rows + self.hidden_columns == 1 else "are"
            told.append(f"{' and '.join(hidden)} {verb} read like the others")
        return told
