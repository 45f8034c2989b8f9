"""Reads the fields of one row: from its columns or the first choice that holds, with what went wrong gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from caseaudit.mapping.cells import Cell, as_text
from caseaudit.mapping.conditions import holds
from caseaudit.mapping.keys import normal_key
from caseaudit.mapping.model import Choice
from caseaudit.mapping.rules import FieldPlan
from caseaudit.mapping.values import (
    ABSENT,
    Absent,
    Blanks,
    CellError,
    ReadValue,
    constant,
    read_cell,
    read_cells,
    shown,
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of the results should know; told once for each kind and column, with a count."""

    kind: Literal["ambiguous_date", "unlisted_value"]
    column: str
    value: str
    """Shortened."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that cannot be read."""

    column: str
    field: str
    value: str | None
    reason: str
    fatal: bool


@dataclass(slots=True)
class Gathered:
    """What came of the fields of one row beside their values."""

    problems: list[CellProblem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    filled: bool = False
    """Whether any column of a field holds something; constants do not count."""


class RowView(NamedTuple):
    """The cells of a row by the names that the mapping writes."""

    values: Mapping[str, Cell]
    names: Mapping[str, str]
    """Name in the mapping -> name in the export, for columns that this row has."""
    blanks: Blanks

    def has(self, name: str) -> bool:
        """Say whether the row has a column."""
        return name in self.names

    def own_name(self, name: str) -> str:
        """Return the export's own name of a column."""
        return self.names.get(name, name)

    def cell(self, name: str) -> Cell:
        """Return the cell in a column; None where there is none."""
        own = self.names.get(name)
        return None if own is None else self.values[own]

    def key(self, name: str) -> str:
        """Return the normalised key in a column; "" when it is blank."""
        cell = self.cell(name)
        return "" if self.blanks(cell) else normal_key(cell)


def read_field(plan: FieldPlan, row: RowView, gathered: Gathered) -> Any:
    """Read one field; ABSENT where the row has none of its columns, or the value cannot be read."""
    column = plan.spec.column
    if column is not None and column in row.names:
        return _one(plan, row, column, gathered)
    present = [name for name in plan.columns if name in row.names]
    if not present:
        gathered.absent.append(".".join(plan.path))
        return ABSENT
    return _several(plan, row, present, gathered) if plan.spec.first is None else _first(plan, row, gathered)


def put(item: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Put a value into an object, at a path of single objects."""
    *outer, last = path
    for step in outer:
        item = item.setdefault(step, {})
    item[last] = value


def close_empty(item: dict[str, Any], plans: Sequence[FieldPlan]) -> None:
    """Make null what is an object of blanks only: a case with a spare column for arrests has no investigation."""
    for name in dict.fromkeys(plan.path[0] for plan in plans if len(plan.path) > 1):
        inner = item.get(name)
        if isinstance(inner, dict) and all(value is None for value in inner.values()):
            item[name] = None


def _first(plan: FieldPlan, row: RowView, gathered: Gathered) -> Any:
    for choice in plan.spec.first or ():
        if choice.when is not None and not holds(choice.when, row.cell, row.blanks):
            continue
        if choice.when is None and choice.column is not None and plan.rules.is_blank(row.cell(choice.column)):
            continue
        gathered.filled = gathered.filled or choice.when is not None
        return _answer(choice, plan, row, gathered)
    return None if plan.spec.otherwise is None else _answer(plan.spec.otherwise, plan, row, gathered)


def _answer(choice: Choice, plan: FieldPlan, row: RowView, gathered: Gathered) -> Any:
    if choice.column is None:
        return constant(choice.value, plan.rules)
    return _one(plan, row, choice.column, gathered)


def _one(plan: FieldPlan, row: RowView, column: str, gathered: Gathered) -> Any:
    rules = plan.rules
    cell = row.cell(column)
    blank = rules.is_blank(cell)
    if not blank:
        gathered.filled = True
    try:
        read = read_cell(cell, rules, blank=blank)
    except CellError as error:
        return _wrong(plan, row, {column: cell}, error, gathered)
    if read.ambiguous_date or read.unlisted:
        _note(read, plan, row.own_name(column), cell, gathered)
    return read.value


def _several(plan: FieldPlan, row: RowView, columns: Sequence[str], gathered: Gathered) -> Any:
    rules = plan.rules
    cells = {name: cell for name in columns if not rules.is_blank(cell := row.cell(name))}
    if cells:
        gathered.filled = True
    try:
        read = read_cells(tuple(cells.values()), rules)
    except CellError as error:
        return _wrong(plan, row, cells, error, gathered)
    if read.ambiguous_date or read.unlisted:
        name, cell = next(iter(cells.items()))
        _note(read, plan, row.own_name(name), cell, gathered)
    return read.value


def _wrong(
    plan: FieldPlan, row: RowView, cells: Mapping[str, Cell], error: CellError, gathered: Gathered
) -> Literal[Absent.ABSENT]:
    value = " + ".join(shown(cell, plan.rules.field) for cell in cells.values())
    column = " + ".join(map(row.own_name, cells))
    gathered.problems.append(CellProblem(column, ".".join(plan.path), value or None, str(error), error.fatal))
    return ABSENT


def _note(read: ReadValue, plan: FieldPlan, column: str, cell: Cell, gathered: Gathered) -> None:
    if read.ambiguous_date:
        gathered.notes.append(Note("ambiguous_date", column, as_text(cell)))
    if read.unlisted:
        gathered.notes.append(Note("unlisted_value", column, shown(cell, plan.rules.field)))
