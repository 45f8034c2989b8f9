"""What passes between joining and assembling: the rows of one case as small plain values, ready for another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from caseaudit.domain.audit import SetAside


@dataclass(frozen=True, slots=True)
class Origin:
    """A table that rows came from, as results name it."""

    file: str
    table: str = ""
    """The sheet, or the path of the elements; empty where the file is the table."""
    account: int = 0
    """Which of the run's inputs counts these rows."""
    loose: bool = False
    """Whether its rows differ in their columns, as elements and documents do: what only others have is blank."""
    tables: frozenset[str] | None = None
    """For rows that were set aside before and are read again: the mapping's tables that the export had then."""
    specs: tuple[int, ...] = ()
    """Numbers of the mapping's tables that take its rows."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why rows are set aside, and where."""

    reason: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str | None = None
    path: str | None = None
    """JSON path of the field in the case file."""
    value: str | None = None
    """The cell, shortened."""

    def as_set_aside(self, case_id: str | None) -> SetAside:
        """Put it as the results have it."""
        return SetAside(
            self.file, None, case_id, self.path, self.value, self.reason, self.sheet or None, self.row, self.column
        )


@dataclass(frozen=True, slots=True)
class TableShape:
    """What assembling needs to know of one table of the mapping."""

    name: str
    into: str
    steps: tuple[tuple[str, bool], ...]
    """(name, is it a list) from the case file down; empty for the cases themselves."""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field -> the columns it comes from."""
    keys: tuple[str, ...] = ()
    """Columns that name the case."""
    parent: str | None = None
    """Name of the table whose rows hold this table's."""
    parent_keys: tuple[str, ...] = ()
    """Columns that name the row of that table."""
    seen: frozenset[str] = frozenset()
    """Fields of which some row of the export has a column."""

    @property
    def is_list(self) -> bool:
        """Whether each row is an item of a list."""
        return bool(self.steps) and self.steps[-1][1]

    def column_of(self, path: str) -> str | None:
        """Name the column or columns of a field; None for a constant and for what is no field of this table."""
        columns = self.columns.get(path)
        return ", ".join(columns) if columns else None


@dataclass(frozen=True, slots=True)
class Shape:
    """The mapping as assembling needs it, and which of its tables the export has."""

    system: str | None
    tables: tuple[TableShape, ...]
    main: int
    present: frozenset[str] = frozenset()
    """Names of the tables that the export has."""


class Part(NamedTuple):
    """What one row gives to one table of the mapping."""

    spec: int
    """Number of the table in the mapping."""
    row: int
    """Which of all rows it is, in the order in which they were read."""
    number: int
    """The row's number as a person sees it."""
    origin: Origin
    items: str | Sequence[dict[str, Any]] | None = None
    """The objects, or a JSON list of them; None where the row has a problem."""
    own: str | None = None
    parent: str | None = None
    absent: tuple[str, ...] = ()
    known: Mapping[str, str] = {}
    """Name of a table inside this one -> how its rows name this row."""
    problem: Trouble | None = None

    def trouble(self, reason: str, *, column: str | None = None, value: str | None = None) -> Trouble:
        """Say of this row why its case is set aside."""
        return Trouble(reason, self.origin.file, self.origin.table, self.number, column, None, value)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """The rows of one case, repeats merged, in the order of the export; or why they cannot be a case."""

    shape: Shape
    shown: str | None
    """The case's key as the export writes it."""
    parts: tuple[Part, ...] = ()
    trouble: Trouble | None = None

    @property
    def present(self) -> frozenset[str]:
        """Names of the tables that the export had."""
        for part in self.parts:
            if part.spec == self.shape.main and part.origin.tables is not None:
                return part.origin.tables
        return self.shape.present


def place_of(file: str, sheet: str, row: int | None) -> str:
    """`people.csv row 7`, `return.xlsx sheet 'May' row 7`."""
    parts = [file, *([f"sheet {sheet!r}"] if sheet else []), *([f"row {row}"] if row is not None else [])]
    return " ".join(parts)
