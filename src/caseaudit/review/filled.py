"""A review workbook as it came back, before anybody has judged whether it can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from caseaudit.review.form import INPUTS

CellValue = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell: what it holds, and where, such as `Decisions!K14`."""

    value: CellValue
    ref: str
    formula: bool = False
    """True for a formula and for an error value: neither is something that a person wrote down."""

    @property
    def text(self) -> str:
        """Give it as text without outer spaces; a whole number without its point; empty for an empty cell."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        if isinstance(value, date):
            return value.isoformat()[:10]
        return str(value).strip()

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.formula and not self.text


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something for which a workbook, or a row of it, cannot be taken."""

    file: str
    ref: str
    what: str
    row: int | None = None
    """Row of the sheet that it keeps out; None: the whole workbook."""

    def __str__(self) -> str:
        """Render as `file: Decisions!K14: what`."""
        return ": ".join(part for part in (self.file, self.ref, self.what) if part)


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row of the decisions: its cells by the name of their column."""

    number: int
    cells: Mapping[str, Filled]

    def cell(self, head: str) -> Filled:
        """Give a cell; an empty one where the column was taken out."""
        return self.cells.get(head, Filled(None, ""))

    @property
    def filled(self) -> tuple[Filled, ...]:
        """Cells that a person put something in."""
        return tuple(cell for head in INPUTS if not (cell := self.cell(head)).empty)


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """One review workbook."""

    file: str
    manifest: Mapping[str, str]
    """What its ReadMe says of the run, by label; empty where the sheet is gone."""
    auditor: Filled
    rows: tuple[FilledRow, ...]
    saved_on: date | None = None
    troubles: tuple[Trouble, ...] = ()
    """What kept parts of it from being read at all."""
    notices: tuple[str, ...] = field(default=())
