"""One row of an export by one table of the mapping: the objects it gives, or why it gives none.

`Converter(mapping, spec).convert(row.values)` is a Fragment, a LeftOut or a RowProblem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from caseaudit.domain.blank import is_blank
from caseaudit.domain.case_objects import Entry
from caseaudit.mapping.cells import PLACES, Cell, as_text, folded, unbroken
from caseaudit.mapping.conditions import holds
from caseaudit.mapping.dates import DateRules, date_rules
from caseaudit.mapping.fields import CellProblem, Gathered, Note, RowView, close_empty, put
from caseaudit.mapping.keys import joined_id, joined_key, shown_key
from caseaudit.mapping.log_entries import LogEntry, split_log
from caseaudit.mapping.model import CASE, ExportMapping, NarrativePart, TableSpec
from caseaudit.mapping.needs import Needs, blanked, needs
from caseaudit.mapping.paths import target
from caseaudit.mapping.remembered import Remembered, fill
from caseaudit.mapping.rules import TEXT, blanks_of, constant_rules, field_plans, part_plans
from caseaudit.mapping.values import constant

__all__ = [
    "Converter",
    "Fragment",
    "LeftOut",
    "Needs",
    "Note",
    "RowKeys",
    "RowProblem",
    "blanked",
    "needs",
    "same_rows",
]


class RowKeys(NamedTuple):
    """What ties a row to the others, normalised (`keys.normal_key`); None where the columns are blank or not given."""

    case: str | None
    """The case; None when the table has no `key` (its parent's row names the case) or the cells are blank."""
    shown: str
    """The case's key as the export writes it, for messages."""
    own: str | None = None
    """The object: rows of a case and table with the same `own` are one object (`id` of the table)."""
    parent: str | None = None
    """The object of the parent's table that this row belongs to: equal to that row's `known_as[this table's name]`."""
    known_as: Mapping[str, str | None] = {}
    """Name of each table whose `parent` is this table -> the key by which its rows name this row."""


class Fragment(NamedTuple):
    """What a row gives.

    `items` are new dicts of JSON types, without `source`, to go into `into` of the table: one for `case` and objects,
    one for most list rows, any number for a narrative (none: its columns are all blank; the list is then mapped and
    empty). None for a list row of the cases' own table whose columns are all blank, so that spare columns such as
    `CHILD 3 NAME` give no child; for an object in that table, `items` is then (): write null.
    """

    keys: RowKeys
    items: tuple[dict[str, Any], ...]
    absent: tuple[str, ...] = ()
    """Fields left out because this row has none of their columns. Where the export has such a column in other rows
    (elements, JSON), `blanked` makes them blank."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that the table does not take: its `where` does not hold, or every cell of it is empty."""

    reason: Literal["where", "blank"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be used; it sets the whole case aside. `fatal`: the mapping wants the run to stop here."""

    keys: RowKeys
    column: str | None
    """The column, as the export names it."""
    field: str | None
    """The field of the case file, as a path."""
    value: str | None
    """The cell as text, shortened."""
    reason: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the narrative made ready."""

    spec: NarrativePart
    beside: tuple[Remembered, ...]
    log: DateRules


class Converter:
    """Converts the rows of one table of a mapping that `lint` has found sound; rows may differ in their columns."""

    def __init__(self, mapping: ExportMapping, spec: TableSpec) -> None:
        self.spec = spec
        self._goal = target(spec.into)
        self._blanks = blanks_of(mapping)
        self._plans = field_plans(mapping, spec)
        self._fields = tuple(map(Remembered, self._plans))
        self._parts = tuple(
            _Part(
                part,
                tuple(map(Remembered, part_plans(mapping, spec, part))),
                date_rules(mapping.time_zone, mapping.dates, spec.dates, part.dates),
            )
            for part in spec.narrative
        )
        self._constants = {
            tuple(path.split(".")): constant(value, constant_rules(mapping, spec, path))
            for path, value in spec.constants.items()
        }
        self._children = {
            table.name: table.parent.of
            for table in mapping.tables
            if table.parent is not None and table.parent.table == spec.name
        }
        self._spare = spec.into != CASE and same_rows(spec, mapping.main)
        self._named = needs(mapping, spec).all
        plain = spec.key is not None and len(spec.key) == 1 and len(spec.id or ()) <= 1
        plain = plain and spec.parent is None and not self._children
        self._one_key = spec.key[0] if plain and spec.key else None
        """The column that names the case, where at most one more is needed to place a row."""
        self._one_id = spec.id[0] if spec.id else None
        self._nested = any(len(plan.path) > 1 for plan in self._plans)
        self._signatures: dict[tuple[str, ...], dict[str, str]] = {}

    def convert(self, values: Mapping[str, Cell]) -> Fragment | LeftOut | RowProblem:
        """Convert one row, whose cells stand by the export's own column names.

        As in `Row.values`, with `(file)` and the like added where a mapping may name them.
        """
        row = RowView(values, self._names(values), self._blanks)
        if _is_empty(values):
            return LeftOut("blank")
        if self.spec.where is not None and not holds(self.spec.where, row.cell, self._blanks):
            return LeftOut("where")
        keys = self._keys(row)
        if keys.case is None and self.spec.key is not None:
            return _no_key(keys, self.spec.key, row)
        gathered = Gathered()
        item = self._item(row, gathered)
        items = self._entries(item, row, gathered) if self._parts else self._objects(item, row, gathered)
        if gathered.problems:
            return _row_problem(keys, gathered.problems)
        return Fragment(keys, items, tuple(gathered.absent), tuple(gathered.notes))

    def keys(self, values: Mapping[str, Cell]) -> RowKeys:
        """Return only what ties the row to the others, whatever else is in it."""
        return self._keys(RowView(values, self._names(values), self._blanks))

    def _names(self, values: Mapping[str, Cell]) -> dict[str, str]:
        """Give the export's own name of each column that the mapping names and this row has."""
        signature = tuple(values)
        names = self._signatures.get(signature)
        if names is None:
            own: dict[str, str] = {}
            for name in signature:
                own.setdefault(folded(name), name)
            names = {name: own[folded(name)] for name in self._named if folded(name) in own}
            if len(self._signatures) >= _SIGNATURES:
                self._signatures.clear()
            self._signatures[signature] = names
        return names

    def _keys(self, row: RowView) -> RowKeys:
        spec = self.spec
        parent = spec.parent
        if self._one_key is not None:
            cell = row.cell(self._one_key)
            if type(cell) is str and not row.blanks(cell):
                key, shown = shown_key(cell)
                own = row.key(self._one_id) if self._one_id is not None else None
                return RowKeys(key or None, shown, own or None)
        shown = " / ".join([unbroken(as_text(row.cell(name))) for name in spec.key or ()])
        return RowKeys(
            case=joined_key(map(row.key, spec.key)) if spec.key else None,
            shown=shown,
            own=joined_id(map(row.key, spec.id)) if spec.id else None,
            parent=joined_key(map(row.key, parent.key)) if parent else None,
            known_as={name: joined_key(map(row.key, of)) for name, of in self._children.items()}
            if self._children
            else {},
        )

    def _item(self, row: RowView, gathered: Gathered) -> dict[str, Any]:
        item: dict[str, Any] = {}
        for path, value in self._constants.items():
            put(item, path, value)
        fill(item, self._fields, row, gathered)
        if self._nested:
            close_empty(item, self._plans)
        return item

    def _objects(self, item: dict[str, Any], row: RowView, gathered: Gathered) -> tuple[dict[str, Any], ...]:
        if self._goal.record is Entry and is_blank(item.get(TEXT)):
            return ()
        if self._spare and not gathered.filled and not any(row.key(name) for name in self.spec.id or ()):
            return ()
        return (item,)

    def _entries(self, item: dict[str, Any], row: RowView, gathered: Gathered) -> tuple[dict[str, Any], ...]:
        """Give the entries of the narrative's parts; what the table says of every entry stands in each."""
        entries: list[dict[str, Any]] = []
        for part in self._parts:
            spec = part.spec
            cells = [row.cell(name) for name in spec.text_columns if row.has(name)]
            filled = [as_text(cell) for cell in cells if not self._blanks(cell)]
            if not cells:
                gathered.absent.append(TEXT)
            if not filled:
                continue
            entry = {**item, "kind": spec.kind.value}
            fill(entry, part.beside, row, gathered)
            text = ("\n\n" if spec.join is None else spec.join).join(filled)
            if spec.entries == "whole":
                entries.append({**entry, TEXT: text})
                continue
            column = row.own_name(spec.text_columns[0])
            for logged in split_log(text, part.log):
                entries.append(_logged(entry, logged))
                if logged.ambiguous_date:
                    gathered.notes.append(Note("ambiguous_date", column, logged.recorded_at or ""))
        return tuple(entries)


_SIGNATURES = 256
"""Sets of columns remembered; documents and elements differ, other rows do not."""


def _is_empty(values: Mapping[str, Cell]) -> bool:
    for name, cell in values.items():
        if (cell.strip() if isinstance(cell, str) else cell is not None) and name not in PLACES:
            return False
    return True


def _logged(entry: dict[str, Any], logged: LogEntry) -> dict[str, Any]:
    """Give one entry of a log; the text before its first date keeps what stands beside the log."""
    result = {**entry, TEXT: logged.text}
    if logged.recorded_at is not None:
        result["recorded_at"] = logged.recorded_at
        result.pop("author_role", None)
    if logged.author_role is not None:
        result["author_role"] = logged.author_role
    return result


def same_rows(one: TableSpec, other: TableSpec) -> bool:
    """Say whether two tables of a mapping take the same rows."""
    return (one.from_, one.sheet, one.header_row) == (other.from_, other.sheet, other.header_row)


def _no_key(keys: RowKeys, columns: tuple[str, ...], row: RowView) -> RowProblem:
    blank = next((name for name in columns if not row.key(name)), columns[0])
    if not row.has(blank):
        return RowProblem(keys, blank, None, None, f"The row has no column {blank!r}, which names the case")
    value = as_text(row.cell(blank)) or None
    return RowProblem(keys, row.own_name(blank), None, value, "The reference that names the case is blank")


def _row_problem(keys: RowKeys, found: Sequence[CellProblem]) -> RowProblem:
    """Tell the worst problem of a row, and name the columns of the others."""
    first, *others = sorted(found, key=lambda problem: not problem.fatal)
    reason = first.reason
    if others:
        reason += f". Also wrong: {', '.join(dict.fromkeys(other.column for other in others))}"
    return RowProblem(keys, first.column, first.field, first.value, reason, first.fatal)
