"""Makes a mapping ready for one table: how each of its fields is read, with everything looked up beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from caseaudit.domain.case_objects import Entry
from caseaudit.mapping.cells import folded
from caseaudit.mapping.conditions import columns_of
from caseaudit.mapping.dates import date_rules
from caseaudit.mapping.model import ExportMapping, FieldSpec, NarrativePart, TableSpec
from caseaudit.mapping.paths import FieldKind, Target, field_at, target
from caseaudit.mapping.values import Blanks, FieldRules, boolean_words, translation

TEXT = "text"
"""The field that a part of the narrative fills."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field of a table: where it goes, where it comes from, how it is read."""

    path: tuple[str, ...]
    """Steps of the dotted path."""
    spec: FieldSpec
    rules: FieldRules
    columns: tuple[str, ...]
    """Every column that it looks at, as the mapping writes them."""


def blanks_of(mapping: ExportMapping) -> Blanks:
    """Return what stands for nothing in an export."""
    return Blanks(frozenset(map(folded, mapping.blanks or ())))


def field_rules(
    mapping: ExportMapping, table: TableSpec, field: FieldKind, spec: FieldSpec, *, is_entry: bool = False
) -> FieldRules:
    """Put together how one field is read. Raises ValueError for a picklist whose values it cannot hold."""
    splits = [re.escape(text) for text in spec.split or ()]
    rules = FieldRules(
        field=field,
        blanks=blanks_of(mapping),
        words=boolean_words(mapping.booleans, spec.booleans),
        dates=date_rules(mapping.time_zone, mapping.dates, table.dates, spec.dates),
        split=re.compile("|".join(splits)) if splits else None,
        join=spec.join,
        day_only=spec.as_ == "date",
        as_it_stands=is_entry and field.name == TEXT,
        number=spec.as_ == "number",
        yes_no=spec.as_ == "boolean",
    )
    if spec.picklist is None:
        return rules
    return replace(rules, translation=translation(spec.picklist, mapping.picklists[spec.picklist], rules))


def columns_named(spec: FieldSpec) -> Iterator[str]:
    """Name every column that a field looks at."""
    if spec.column is not None:
        yield spec.column
    yield from spec.columns or ()
    for choice in (*(spec.first or ()), *((spec.otherwise,) if spec.otherwise else ())):
        if choice.column is not None:
            yield choice.column
        yield from columns_of(choice.when)


def field_plans(mapping: ExportMapping, table: TableSpec) -> tuple[FieldPlan, ...]:
    """Make the fields of a table ready, in the order of the mapping."""
    goal = target(table.into)
    return tuple(_plan(mapping, table, goal, path, spec) for path, spec in table.fields.items())


def part_plans(mapping: ExportMapping, table: TableSpec, part: NarrativePart) -> tuple[FieldPlan, ...]:
    """Make ready the fields that stand beside the text of a part of the narrative."""
    goal = target(table.into)
    named = {"recorded_at": part.recorded_at, "author_role": part.author_role, "entry_id": part.entry_id}
    return tuple(_plan(mapping, table, goal, name, spec) for name, spec in named.items() if spec is not None)


def constant_rules(mapping: ExportMapping, table: TableSpec, path: str) -> FieldRules:
    """Return how a constant of a table is read."""
    return field_rules(mapping, table, field_at(target(table.into).record, path), FieldSpec(column="-"))


def _plan(mapping: ExportMapping, table: TableSpec, goal: Target, path: str, spec: FieldSpec) -> FieldPlan:
    rules = field_rules(mapping, table, field_at(goal.record, path), spec, is_entry=goal.record is Entry)
    return FieldPlan(tuple(path.split(".")), spec, rules, tuple(dict.fromkeys(columns_named(spec))))
