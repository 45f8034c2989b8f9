"""What is found out about a sheet beside its values: how far it reaches, errors, formulas without a result."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseaudit.reading.tables.headers import column_letters
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings

CELL = 32
"""Bytes that the reader holds for every cell between the first and the last filled one, empty or not."""

_SMALL = 1 << 24
"""Cells that are taken however few of them are filled."""
_SPARSE = 20


@dataclass(slots=True)
class Findings:
    """Of one sheet; rows and columns from 0."""

    last_row: int = -1
    last_column: int = -1
    filled: int = 0
    errors: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Row -> the first column with an error, and which."""
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
        known = self.errors.get(row)
        if known is None or column < known[0]:
            self.errors[row] = column, error

    def leave(self, row: int, column: int) -> None:
        """Note a formula without its result."""
        self.uncalculated += 1
        self.first_uncalculated = self.first_uncalculated or f"{column_letters(column)}{row + 1}"

    def too_far(self, settings: ReadSettings) -> bool:
        """Whether it reaches further than can be held in memory, or than makes sense."""
        return self.scattered or self.area * CELL > settings.max_expanded

    def check(self, file: str, sheet: str, settings: ReadSettings) -> None:
        """Refuse a sheet that reaches too far. Raises UnreadableExport."""
        if not self.too_far(settings):
            return
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
                f"{'counts' if one else 'count'} as empty; open the workbook, save it, and give it again"
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
