"""Whether the fields of a table exist, and what the mapping says of each suits what the case file holds there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from caseaudit.errors import NamedValueError
from caseaudit.mapping.cells import folded
from caseaudit.mapping.dates import format_problem
from caseaudit.mapping.misfit import KeyPath, Misfit, misfit_of
from caseaudit.mapping.model import Dates, ExportMapping, FieldSpec, Picklist, TableSpec
from caseaudit.mapping.paths import FieldKind, Kind, Target, field_at, near
from caseaudit.mapping.rules import TEXT, field_rules
from caseaudit.mapping.values import FieldRules, constant

_READ_AS = {
    Kind.TIME: ("date", "datetime"),
    Kind.NUMBER: ("number",),
    Kind.YES_NO: ("boolean",),
    Kind.RAW: ("text", "number", "boolean"),
}
_OF_PARTS = ("text", "kind")
"""Fields that the parts of a narrative fill themselves."""


def lint_fields(
    mapping: ExportMapping,
    table: TableSpec,
    goal: Target,
    at: KeyPath,
    other_picklists: Collection[str],
) -> Iterator[Misfit]:
    """Lint the fields of a table; the dates of the table and the mapping are sound."""
    for path, spec in table.fields.items():
        here = (*at, "fields", path)
        try:
            field = field_at(goal.record, path)
        except NamedValueError as error:
            yield misfit_of(error, here)
            continue
        if path in table.constants:
            yield Misfit((*at, "constants", path), f"{path!r} stands in fields and in constants", "Keep one of them")
        if table.narrative and path in _OF_PARTS:
            yield Misfit(here, f"{path!r} comes from the parts of `narrative`", "Remove it from fields")
        yield from _spec(mapping, table, field, spec, here, other_picklists)


def lint_constants(mapping: ExportMapping, table: TableSpec, goal: Target, at: KeyPath) -> Iterator[Misfit]:
    """Lint the constants of a table."""
    for path, value in table.constants.items():
        here = (*at, "constants", path)
        try:
            field = field_at(goal.record, path)
        except NamedValueError as error:
            yield misfit_of(error, here)
            continue
        yield from _value(value, field_rules(mapping, table, field, FieldSpec(column="-")), here)


def lint_narrative(
    mapping: ExportMapping,
    table: TableSpec,
    goal: Target,
    at: KeyPath,
    other_picklists: Collection[str],
) -> Iterator[Misfit]:
    """Lint the parts of a narrative."""
    if goal.into != "narrative[]":
        return
    if not table.narrative and TEXT not in table.fields:
        found = f"Nothing gives the entries of {table.name!r} their text"
        yield Misfit(at, found, "Add `text:` to fields, or narrative with its columns")
    for number, part in enumerate(table.narrative):
        here = (*at, "narrative", number)
        yield from _columns_twice(part.columns or (), (*here, "columns"))
        for name in ("recorded_at", "author_role", "entry_id"):
            spec: FieldSpec | None = getattr(part, name)
            if spec is not None:
                field = field_at(goal.record, name)
                where = (*here, name)
                yield from _spec(mapping, table, field, spec, where, other_picklists)
        yield from lint_dates(part.dates, (*here, "dates"))


def _spec(
    mapping: ExportMapping,
    table: TableSpec,
    field: FieldKind,
    spec: FieldSpec,
    here: KeyPath,
    other_picklists: Collection[str],
) -> Iterator[Misfit]:
    yield from _suits(field, spec, here)
    yield from _columns_twice(spec.columns or (), (*here, "columns"))
    dated = list(lint_dates(spec.dates, (*here, "dates")))
    yield from dated
    tried = {"picklist": None, "dates": None if dated else spec.dates}
    rules = field_rules(mapping, table, field, spec.model_copy(update=tried))
    for number, choice in enumerate(spec.first or ()):
        if choice.column is None:
            yield from _value(choice.value, rules, (*here, "first", number, "value"))
    if spec.otherwise is not None and spec.otherwise.column is None:
        yield from _value(spec.otherwise.value, rules, (*here, "otherwise"))
    if spec.picklist is not None and spec.picklist not in other_picklists:
        picklist = mapping.picklists.get(spec.picklist)
        if picklist is None:
            wanted = f"Picklists here: {', '.join(mapping.picklists) or 'none'}"
            nearest = near(spec.picklist, mapping.picklists)
            yield Misfit((*here, "picklist"), f"There is no picklist {spec.picklist!r}", wanted, nearest)
        else:
            yield from _picklist(spec.picklist, picklist, rules, here)


def _suits(field: FieldKind, spec: FieldSpec, here: KeyPath) -> Iterator[Misfit]:
    """Say whether a way of reading suits the kind of a field."""
    kind = field.kind
    allowed = _READ_AS.get(kind, ("text",))
    if spec.as_ is not None and spec.as_ not in allowed:
        found = f"{field.name!r} is {kind.value} and cannot be read as {spec.as_}"
        yield Misfit((*here, "as"), found, f"Leave `as` out, or write {' or '.join(allowed)}")
    if spec.split is not None and kind is not Kind.TEXTS:
        found = f"{field.name!r} is {kind.value}, not a list, so there is nothing to split into"
        yield Misfit((*here, "split"), found, "Remove split")
    if spec.dates is not None and kind is not Kind.TIME:
        yield Misfit((*here, "dates"), f"{field.name!r} is {kind.value}, not a date", "Remove dates")
    if spec.booleans is not None and kind is not Kind.YES_NO and spec.as_ != "boolean":
        yield Misfit((*here, "booleans"), f"{field.name!r} is {kind.value}, not yes or no", "Remove booleans")


def _picklist(name: str, picklist: Picklist, rules: FieldRules, here: KeyPath) -> Iterator[Misfit]:
    for key, value in picklist.values.items():
        yield from _value(value, rules, ("picklists", name, "values", key))
    if picklist.unlisted == "unknown" and rules.field.name == "case_type":
        found = f"The picklist {name!r} keeps unlisted values as unknown, but a case needs its case_type"
        yield Misfit((*here, "picklist"), found, "Write `unlisted: set_aside` or `unlisted: fail` in that picklist")


def _value(value: object, rules: FieldRules, here: KeyPath) -> Iterator[Misfit]:
    """Say whether a value that the mapping writes can stand in a field."""
    try:
        constant(value, rules)
    except ValueError:
        pass
    else:
        return
    field = rules.field
    shown = str(value).lower() if isinstance(value, bool) else repr(value)
    if field.options:
        wanted, nearest = f"Allowed: {', '.join(field.options)}", near(str(value), field.options)
    else:
        forms = {
            Kind.YES_NO: "Write true, false or null",
            Kind.NUMBER: "Write a whole number",
            Kind.TIME: "Write a date such as 2025-05-12",
        }
        wanted, nearest = forms.get(field.kind, "Write one text"), None
    yield Misfit(here, f"{shown} is not a value that {field.name!r} can have", wanted, nearest)


def lint_dates(dates: Dates | None, at: KeyPath) -> Iterator[Misfit]:
    """Lint the formats and the time zone of settings for dates."""
    if dates is None:
        return
    for number, form in enumerate(dates.formats or ()):
        if problem := format_problem(form):
            wanted = "Write it with %d, %m (or %b), %Y, %H and %M, such as '%d/%m/%Y %H:%M'; or excel"
            yield Misfit((*at, "formats", number), problem, wanted)
    if dates.time_zone is not None:
        yield from lint_zone(dates.time_zone, (*at, "time_zone"))


def lint_zone(name: str, at: KeyPath) -> Iterator[Misfit]:
    """Say whether a time zone exists."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        yield Misfit(at, f"{name!r} is not a time zone", "Write one such as Europe/London or UTC")


def _columns_twice(columns: Collection[str], here: KeyPath) -> Iterator[Misfit]:
    for name, count in Counter(map(folded, columns)).items():
        if count > 1:
            column = next(each for each in columns if folded(each) == name)
            yield Misfit(here, f"The column {column!r} stands twice", "Name each column once")
