"""How everything above the domain reads a case file: by path, keeping absent, blank, future and recorded apart.

A path is dotted, as in `investigation.victim_seen_at`; `attendances[].deployed_at` reads every item of a list. Inside a
criterion `child.`, `person.` and `item.` start at the subject being judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from caseaudit.domain.blank import is_blank
from caseaudit.domain.case_file import CaseFile, Child, Person
from caseaudit.domain.disability import Disability, DisabilityState, disability_of
from caseaudit.domain.ethnicity import Ethnicity, EthnicityState, ethnicity_of
from caseaudit.domain.fields import Record, is_record
from caseaudit.domain.moment import AsOf, Moment

DUE_FIELDS = frozenset({"review_due", "due_at", "date_of_birth"})
"""Times that may lie after `as_of` without being events that have not happened yet."""

_ETHNICITY_FIELDS = ("ethnicity_self", "ethnicity_observed", "ethnicity_reason", "ethnicity", "ethnicity_source")
_DISABILITY_FIELDS = ("disability", "disability_detail")


class State(Enum):
    """What is known of a field."""

    ABSENT = "absent"
    """The export never had it."""
    BLANK = "blank"
    """It was there to fill and was not."""
    FUTURE = "future"
    """It holds a time after `as_of`: not yet happened."""
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Reading:
    """One field read: where it stands, what is known of it, and its value."""

    path: str
    state: State
    value: Any = None
    """The validated value: a Moment, enum, number, text, tuple, Ethnicity or Disability."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object of the case file with its JSON path; `index` is its place in its list."""

    path: str
    record: Record
    index: int


@dataclass(frozen=True, slots=True)
class Path:
    """A compiled path: where it starts and the steps to the field."""

    text: str
    root: str
    """`case`, or the bound subject: child, person, item."""
    steps: tuple[tuple[str, bool], ...]
    """(name, is it a list whose items are all read)."""


def compile_path(text: str) -> Path:
    """Split a path into its steps. Whether the steps exist is for `known_paths` to say."""
    parts = text.split(".")
    root = parts[0] if parts[0] in SUBJECT_ROOTS and len(parts) > 1 else "case"
    steps = parts[1:] if root != "case" else parts
    return Path(text, root, tuple((step.removesuffix("[]"), step.endswith("[]")) for step in steps))


SUBJECT_ROOTS = ("child", "person", "item")


def read(path: Path, base: Record, base_path: str, as_of: AsOf) -> list[Reading]:
    """Read `path` from `base`; a list step gives one reading an item, or one for the list when it has no items."""
    readings: list[Reading] = []
    _walk(path.steps, 0, base, base_path, as_of, readings)
    return readings


def _walk(
    steps: tuple[tuple[str, bool], ...], at: int, record: Record, where: str, as_of: AsOf, out: list[Reading]
) -> None:
    value: Any = record
    for name, is_list in steps[at:]:
        record, at = value, at + 1
        where = f"{where}.{name}" if where else name
        if at == len(steps) and not is_list:
            out.append(read_field(record, name, where, as_of))
            return
        value = getattr(record, name)
        if not value:
            out.append(Reading(where, State.BLANK if name in record.model_fields_set else State.ABSENT))
            return
        if is_list:
            break
    for index, item in enumerate(value):
        if at == len(steps):
            out.append(Reading(f"{where}[{index}]", State.RECORDED, item))
        else:
            _walk(steps, at, item, f"{where}[{index}]", as_of, out)


def read_field(record: Record, name: str, where: str, as_of: AsOf) -> Reading:
    """Read one field of one object."""
    if name == "ethnicity" and type(record) in (Child, Person):
        return _read_ethnicity(record, where)
    if name == "disability" and type(record) is Child:
        return _read_disability(record, where)
    value = getattr(record, name)
    if isinstance(value, Moment):
        happened = name in DUE_FIELDS or as_of.has_happened(value)
        return Reading(where, State.RECORDED if happened else State.FUTURE, value)
    if value is None or is_blank(value):
        return Reading(where, State.BLANK if name in record.model_fields_set else State.ABSENT)
    return Reading(where, State.RECORDED, value)


def _present(record: Record, names: tuple[str, ...]) -> dict[str, object]:
    """Return the fields among `names` that the export had, raw."""
    return {name: getattr(record, name) for name in names if name in record.model_fields_set}


def _read_ethnicity(record: Record, where: str) -> Reading:
    found: Ethnicity | None = ethnicity_of(_present(record, _ETHNICITY_FIELDS))
    if found is None:
        return Reading(where, State.ABSENT)
    field = found.raw[0][0] if found.raw else "ethnicity"
    path = where.removesuffix("ethnicity") + field
    return Reading(path, State.BLANK if found.state is EthnicityState.NOT_RECORDED else State.RECORDED, found)


def _read_disability(record: Record, where: str) -> Reading:
    found: Disability | None = disability_of(_present(record, _DISABILITY_FIELDS))
    if found is None:
        return Reading(where, State.ABSENT)
    return Reading(where, State.BLANK if found.state is DisabilityState.BLANK else State.RECORDED, found)


def age_at(child: Child, moment: Moment | None) -> int | None:
    """Whole years at `moment` by the date of birth, else the age as recorded; None when neither is known."""
    born = child.date_of_birth
    if born is not None and moment is not None:
        birth, day = born.local_date, moment.local_date
        years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
        if years >= 0:
            return years
    return child.age


def raw_at(raw: Mapping[str, Any], path: str) -> Any:
    """Return the source's own value at a JSON path such as `children[0].ethnicity`; None where there is none."""
    value: Any = raw
    for name, index in _parts(path):
        if type(value) is not dict and not isinstance(value, Mapping):
            return None
        value = value.get(name)
        if index is not None:
            if not isinstance(value, list) or index >= len(value):
                return None
            value = value[index]
    return value


@lru_cache(maxsize=4096)
def _parts(path: str) -> tuple[tuple[str, int | None], ...]:
    parts: list[tuple[str, int | None]] = []
    for part in path.split("."):
        name, bracket, rest = part.partition("[")
        parts.append((name, int(rest[:-1]) if bracket else None))
    return tuple(parts)


def future_times(record: Record, as_of: AsOf) -> int:
    """Count the event times after `as_of` anywhere in `record`."""
    held = record.__dict__
    moments = [moment for name in _event_times(type(record)) if (moment := held[name]) is not None]
    count = sum(not as_of.has_happened(moment) for moment in moments)
    return count + sum(future_times(inner, as_of) for _, _, inner in _records_in(record))


def unused_keys(record: Record, where: str = "") -> Iterator[str]:
    """Name the keys that the format does not know, list indices left out (`children[].nickname`)."""
    for name in record.model_extra or ():
        yield f"{where}.{name}" if where else name
    for name, brackets, inner in _records_in(record):
        yield from unused_keys(inner, f"{where}.{name}{brackets}" if where else f"{name}{brackets}")


def _records_in(record: Record) -> Iterator[tuple[str, str, Record]]:
    """Give each record that stands directly in another: field, `[]` where it stands in a list, and the record."""
    held = record.__dict__
    for name in _holding(type(record)):
        value = held[name]
        if is_record(value):
            yield name, "", value
        elif value is not None:
            for item in value:
                yield name, "[]", item


@cache
def _event_times(model: type[Record]) -> tuple[str, ...]:
    """Name the fields of a class that hold times of events, which lie in the future only before they happen."""
    return tuple(name for name, field in fields_of(model).items() if field.is_time and name not in DUE_FIELDS)


@cache
def _holding(model: type[Record]) -> tuple[str, ...]:
    """Name the fields of a class that hold other records."""
    return tuple(name for name, field in fields_of(model).items() if field.record is not None)


@dataclass(frozen=True, slots=True)
class FieldType:
    """What a path leads to, for checking rubrics: the class of record (if any), and whether it is a list."""

    record: type[Record] | None
    is_list: bool
    is_time: bool


@cache
def fields_of(model: type[Record]) -> dict[str, FieldType]:
    """Return the fields of a record class with what each leads to."""
    return {name: _field_type(field.annotation) for name, field in model.model_fields.items() if name != "source"}


def _field_type(annotation: Any) -> FieldType:
    names = list(_leaves(annotation))
    record = next((leaf for leaf in names if isinstance(leaf, type) and issubclass(leaf, Record)), None)
    is_list = any(get_origin(part) is tuple for part in _unions(annotation))
    return FieldType(record, is_list, Moment in names)


def _unions(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, UnionType):
        for part in get_args(annotation):
            yield from _unions(part)
    elif get_origin(annotation) is Annotated:
        yield from _unions(get_args(annotation)[0])
    else:
        yield annotation


def _leaves(annotation: Any) -> Iterator[Any]:
    for part in _unions(annotation):
        if get_origin(part) is tuple:
            for inner in get_args(part):
                yield from _leaves(inner)
        else:
            yield part


def problem_with(path: str, *, bound: Mapping[str, type[Record]]) -> tuple[str, list[str]] | None:
    """Say what is wrong with a path and which names would be right there; None when it is good.

    `bound` says what `child`, `person` and `item` stand for where the path is used.
    """
    compiled = compile_path(path)
    if compiled.root != "case" and compiled.root not in bound:
        return f"`{compiled.root}.` has no meaning here: the criterion is not judged per {compiled.root}", sorted(bound)
    model: type[Record] = bound[compiled.root] if compiled.root != "case" else CaseFile
    for position, (name, is_list) in enumerate(compiled.steps):
        fields = fields_of(model)
        if name not in fields:
            return f"{path!r}: there is no field {name!r} in {model.__name__}", sorted(fields)
        kind = fields[name]
        last = position == len(compiled.steps) - 1
        if is_list and not kind.is_list:
            return f"{path!r}: {name!r} is not a list", [name]
        if not last and kind.is_list and not is_list:
            return f"{path!r}: {name!r} is a list", [f"{name}[]"]
        if not last:
            if kind.record is None:
                return f"{path!r}: {name!r} has no fields of its own", []
            model = kind.record
    return None


def record_of_list(path: str, *, bound: Mapping[str, type[Record]]) -> type[Record] | None:
    """Return the record class of the items of a list path such as `flags` or `meetings[].actions`."""
    compiled = compile_path(path)
    model: type[Record] | None = bound.get(compiled.root) if compiled.root != "case" else CaseFile
    for name, _ in compiled.steps:
        if model is None or name not in fields_of(model):
            return None
        model = fields_of(model)[name].record
    return model
