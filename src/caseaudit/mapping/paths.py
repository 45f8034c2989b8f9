"""What the case file's objects and fields are and how each is read: taken from the models of the domain themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Moment
from caseaudit.errors import NamedValueError
from caseaudit.mapping.model import CASE

SOURCE = "source"
"""The one field that readers fill and no mapping may name."""


class Kind(Enum):
    """How a field is read."""

    TEXT = "text"
    TIME = "a date or time"
    NUMBER = "a whole number"
    YES_NO = "true or false"
    CHOICE = "one of a closed list"
    TEXTS = "a list of text"
    RAW = "a value that is kept as it is"
    OBJECT = "an object"
    OBJECTS = "a list of objects"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field of the case file."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    """Of a closed list."""
    record: type[Record] | None = None
    """Of an object or a list of objects."""

    @property
    def is_names(self) -> bool:
        """Whether it holds people's names, whose initials look like placeholders (N.A.) and must not be shown."""
        return self.name == "names"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows of a table go."""

    into: str
    steps: tuple[tuple[str, bool], ...]
    """(name, is it a list); empty for `case`."""
    record: type[Record]

    @property
    def is_list(self) -> bool:
        """Whether each row is an item of a list."""
        return bool(self.steps) and self.steps[-1][1]

    @property
    def around(self) -> str | None:
        """The list whose items hold this one, such as `meetings[]`; None where there is none."""
        lists = [number for number, (_, is_list) in enumerate(self.steps[:-1]) if is_list]
        return written(self.steps[: lists[-1] + 1]) if lists else None


def written(steps: tuple[tuple[str, bool], ...]) -> str:
    """Write steps as `into` has them."""
    return ".".join(f"{name}[]" if is_list else name for name, is_list in steps)


@cache
def fields_of(record: type[Record]) -> Mapping[str, FieldKind]:
    """Return the fields of an object that a mapping may fill."""
    return {name: _field_kind(name, field.annotation) for name, field in record.model_fields.items() if name != SOURCE}


@cache
def targets() -> Mapping[str, Target]:
    """Return everything that rows can go into: `case`, every object and every list of objects, nested ones too."""
    found = {CASE: Target(CASE, (), CaseFile)}

    def walk(record: type[Record], steps: tuple[tuple[str, bool], ...]) -> None:
        for field in fields_of(record).values():
            if field.record is not None:
                here = (*steps, (field.name, field.kind is Kind.OBJECTS))
                found[written(here)] = Target(written(here), here, field.record)
                walk(field.record, here)

    walk(CaseFile, ())
    return found


def target(into: str) -> Target:
    """Return what `into` leads to. Raises NamedValueError for what is no object and no list of the case file."""
    known = targets()
    if into in known:
        return known[into]
    other = into.removesuffix("[]") if into.endswith("[]") else f"{into}[]"
    if other in known:
        what = "is one object, not a list" if into.endswith("[]") else "is a list"
        raise NamedValueError(f"{into!r} {what} in the case file", wanted=f"Write {other}", nearest=other)
    raise NamedValueError(
        f"The case file has no object or list {into!r}",
        wanted=f"Rows can go into {', '.join(known)}",
        nearest=near(into, known),
    )


@cache
def field_at(record: type[Record], path: str) -> FieldKind:
    """Return the field at a dotted path inside an object. Raises NamedValueError when there is none to fill."""
    *outer, last = path.split(".")
    for step in outer:
        field = _field(record, step.removesuffix("[]"), path)
        if field.kind is Kind.OBJECTS:
            raise _wants_a_table(path)
        if field.record is None:
            raise NamedValueError(f"{step!r} is {field.kind.value} and holds no fields", wanted=f"Write {step!r} alone")
        record = field.record
    field = _field(record, last.removesuffix("[]"), path)
    if field.kind is Kind.OBJECTS:
        raise _wants_a_table(path)
    if field.record is not None:
        names = ", ".join(f"{path}.{name}" for name in fields_of(field.record))
        raise NamedValueError(f"{path!r} is an object, not a value", wanted=f"Name one of its fields: {names}")
    if last.endswith("[]"):
        raise NamedValueError(f"{path!r} has brackets", wanted="Write the field without []", nearest=path[:-2])
    return field


def _field(record: type[Record], name: str, path: str) -> FieldKind:
    known = fields_of(record)
    if name not in known:
        label = "case file" if record is CaseFile else record.__name__
        shown = "" if path == name else f", of {path!r},"
        raise NamedValueError(
            f"There is no field {name!r}{shown} in the {label}",
            wanted=f"Known here: {', '.join(known)}",
            nearest=near(name, known),
        )
    return known[name]


def _wants_a_table(path: str) -> NamedValueError:
    name = path.split("[]", 1)[0] if "[]" in path else path
    return NamedValueError(
        f"{path!r} leads into a list of objects", wanted=f"Give it a table of its own, such as `into: {name}[]`"
    )


def near(name: str, names: Collection[str]) -> str | None:
    """Return the nearest of the names that would be right, if one is near."""
    return next(iter(get_close_matches(name, list(names), 1, 0.6)), None)


def _field_kind(name: str, annotation: Any) -> FieldKind:
    parts = [part for part in _members(annotation) if part is not type(None)]
    if any(part is Any for part in parts):
        return FieldKind(name, Kind.RAW)
    part = parts[0]
    if get_origin(part) is tuple:
        inner = next(_members(get_args(part)[0]))
        if isinstance(inner, type) and issubclass(inner, Record):
            return FieldKind(name, Kind.OBJECTS, record=inner)
        return FieldKind(name, Kind.TEXTS)
    if issubclass(part, Record):
        return FieldKind(name, Kind.OBJECT, record=part)
    if issubclass(part, Enum):
        return FieldKind(name, Kind.CHOICE, tuple(str(member.value) for member in part))
    kinds = {Moment: Kind.TIME, bool: Kind.YES_NO, int: Kind.NUMBER, str: Kind.TEXT}
    return FieldKind(name, kinds[part])


def _members(annotation: Any) -> Iterator[Any]:
    """Open annotated types and unions."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _members(part)
    else:
        yield annotation
