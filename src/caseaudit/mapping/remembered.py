"""Fills an object from the fields of a row, remembering what short cells gave: most columns hold few different ones.

What is told of a cell besides its value (a problem, a note) is never remembered: such cells are read anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from caseaudit.mapping.cells import Cell
from caseaudit.mapping.dates import read_time
from caseaudit.mapping.fields import Gathered, RowView, put, read_field
from caseaudit.mapping.paths import Kind
from caseaudit.mapping.rules import FieldPlan
from caseaudit.mapping.values import ABSENT

_MOST = 2048
"""Cells remembered of each field."""
_SHORT = 40


class Remembered:
    """One field of a table, and what its cells have given so far."""

    __slots__ = ("column", "kind", "name", "path", "plan", "values")

    def __init__(self, plan: FieldPlan) -> None:
        self.plan = plan
        self.column: Final = plan.spec.column
        """None where the field looks at several columns."""
        self.path: Final = plan.path
        self.name: Final = plan.path[0] if len(plan.path) == 1 else None
        self.values: dict[Cell, tuple[Any, bool]] = {}
        """Text, or None for an empty cell -> the value, and whether the cell holds something."""
        rules = plan.rules
        plain = rules.translation is None and rules.split is None
        self.kind: Final = rules.field.kind if plain and rules.field.kind in (Kind.TEXT, Kind.TIME) else None
        """Of fields whose cells are mostly different and can be read at once."""


def fill(item: dict[str, Any], fields: Iterable[Remembered], row: RowView, gathered: Gathered) -> None:
    """Put every field that the row has into `item`; fields without any of their columns are gathered as absent."""
    values, names, _ = row
    for field in fields:
        own = names.get(field.column) if field.column is not None else None
        if own is None:
            value = read_field(field.plan, row, gathered)
        else:
            cell = values[own]
            known = field.values.get(cell)
            if known is None:
                value = _read(field, cell, row, gathered)
            else:
                value = known[0]
                if known[1]:
                    gathered.filled = True
        if field.name is not None:
            if value is not ABSENT:
                item[field.name] = value
        elif value is not ABSENT:
            put(item, field.path, value)


def _read(field: Remembered, cell: Cell, row: RowView, gathered: Gathered) -> Any:
    """Read a cell that was not met before."""
    if field.kind is not None and type(cell) is str and not row.blanks(cell):
        read = _read_at_once(field, cell)
        if read is not ABSENT:
            gathered.filled = True
            _remember(field, cell, read, filled=True)
            return read
    filled, told = gathered.filled, len(gathered.notes) + len(gathered.problems)
    gathered.filled = False
    value = read_field(field.plan, row, gathered)
    if len(gathered.notes) + len(gathered.problems) == told and not isinstance(value, list):
        _remember(field, cell, value, filled=gathered.filled)
    gathered.filled = gathered.filled or filled
    return value


def _read_at_once(field: Remembered, cell: str) -> Any:
    """Read text or a time from one cell; ABSENT where there is more to say of it."""
    rules = field.plan.rules
    if field.kind is Kind.TEXT:
        return cell if rules.as_it_stands else cell.strip()
    try:
        read = read_time((cell,), rules.dates, day_only=rules.day_only)
    except ValueError:
        return ABSENT
    return ABSENT if read.ambiguous else read.text


def _remember(field: Remembered, cell: Cell, value: Any, *, filled: bool) -> None:
    # Numbers are left out: 1, 1.0 and True are one key.
    if len(field.values) < _MOST and (cell is None or (type(cell) is str and len(cell) <= _SHORT)):
        field.values[cell] = value, filled
