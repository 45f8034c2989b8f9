"""Fields of a case file by which a sample is stratified, filtered and dated: found by path, read as text.

What an auditor types is checked against the format before any case is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, get_args

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.disability import Disability
from caseaudit.domain.ethnicity import Ethnicity
from caseaudit.domain.facts import Path, Reading, State, compile_path, fields_of, problem_with, read
from caseaudit.domain.moment import AsOf, Moment, parse_moment
from caseaudit.domain.vocabulary import CASE_TYPE_GROUPS
from caseaudit.errors import UsageError

ABSENT, BLANK = "(not in the export)", "(blank)"
"""Strata of cases that lack the field, and of those where it was left blank."""

_EVER = AsOf(datetime.max.replace(tzinfo=UTC), "ever")
_SPACES = re.compile(r"\s+")
_CONDITION = re.compile(r"\s*([A-Za-z_.\[\]]+?)\s*(!=|>=|<=|=|>|<)(.*)", re.DOTALL)
_FREE_TEXT = frozenset({"title", "names", "text", "school"})
"""Fields that may name people: never strata, for strata are printed."""
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda one, two: bool(one > two),
    ">=": lambda one, two: bool(one >= two),
    "<": lambda one, two: bool(one < two),
    "<=": lambda one, two: bool(one <= two),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the case file, checked to exist."""

    text: str
    path: Path
    options: tuple[str, ...] = ()
    """Its values, where the format has a closed list."""
    is_time: bool = False

    def readings(self, case: CaseFile) -> list[Reading]:
        """Read it from a case, once for each item of a list."""
        return read(self.path, case, "", _EVER)

    def value(self, case: CaseFile) -> str:
        """Return its value as text, white space made single; `ABSENT` and `BLANK` for what is none."""
        reading = self.readings(case)[0]
        if reading.value is None:
            return ABSENT if reading.state is State.ABSENT else BLANK
        return as_text(reading.value) or BLANK

    def day(self, case: CaseFile) -> date | None:
        """Return the British calendar day it holds; None where it holds none."""
        value = self.readings(case)[0].value
        return value.local_date if isinstance(value, Moment) else None


@dataclass(frozen=True, slots=True)
class Condition:
    """`FIELD=VALUE,VALUE`, `FIELD!=VALUE` or, for times and numbers, `FIELD>=VALUE` and the like."""

    text: str
    field: Field
    operator: str
    values: frozenset[str]
    """Folded; empty asks for a blank (or, with !=, for anything recorded)."""
    bound: date | float | None = None

    def holds(self, case: CaseFile) -> bool:
        """Say whether a case fulfils it: of a list, whether any item does (with !=, whether none is such a value)."""
        values = [reading.value for reading in self.field.readings(case) if reading.value is not None]
        if self.bound is not None:
            return any(self._within(value) for value in values)
        found = {folded(as_text(value)) for value in values} - {""}
        matches = bool(found & self.values) if self.values else not found
        return matches is (self.operator == "=")

    def _within(self, value: Any) -> bool:
        if isinstance(self.bound, date):
            return isinstance(value, Moment) and _ORDER[self.operator](value.local_date, self.bound)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and _ORDER[self.operator](value, self.bound)


def as_text(value: Any) -> str:
    """Return a value as people would write it; ethnicity and disability by what the record amounts to."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Ethnicity | Disability):
        return value.state.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Moment):
        return value.local_date.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(map(as_text, value))
    return _SPACES.sub(" ", str(value)).strip()


def folded(text: str) -> str:
    """Fold case, spaces, hyphens and underscores, as picklists are read."""
    return _SPACES.sub(" ", text.casefold().replace("-", " ").replace("_", " ")).strip()


def stratum_field(text: str) -> Field:
    """Find a field that may make strata: one value a case, and no free text. Raises UsageError."""
    field = _single(text, "--by")
    if field.is_time:
        raise UsageError(
            f"--by {text}: this is a time, so nearly every case would be a stratum of its own",
            remedy="Choose the period with --from and --to; stratify by a picklist such as case_type, area or team.",
        )
    if field.path.steps[-1][0] in _FREE_TEXT:
        raise UsageError(
            f"--by {text}: this is free text, which may name people",
            remedy="Stratify by a picklist such as case_type, area or team.",
        )
    return field


def date_field(text: str) -> Field:
    """Find a field that holds one time a case. Raises UsageError."""
    field = _single(text, "--dated-by")
    if not field.is_time:
        raise UsageError(
            f"--dated-by {text}: this is no time", remedy="Such fields are reported_at, opened_at and closed_at."
        )
    return field


def condition(text: str) -> Condition:
    """Read a condition. Raises UsageError in words for whoever typed it."""
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise UsageError(
            f"--where {text}: this is no condition",
            remedy="Write FIELD=VALUE, FIELD=VALUE,VALUE, FIELD!=VALUE, FIELD= (blank), FIELD>=2025-05-01 or the like.",
        )
    name, operator, rest = found.groups()
    field = _field(name, "--where")
    if operator in _ORDER:
        return Condition(text, field, operator, frozenset(), _bound(text, field, rest.strip()))
    values = [part.strip() for part in rest.split(",") if part.strip()]
    if field.options:
        values = [each for value in values for each in _option(text, field, value)]
    return Condition(text, field, operator, frozenset(map(folded, values)))


def _single(text: str, flag: str) -> Field:
    field = _field(text, flag)
    if any(is_list for _, is_list in field.path.steps) or _kind(field.path) == "a list":
        raise UsageError(
            f"{flag} {text}: a case may have several of these", remedy="Name a field that a case has once."
        )
    return field


def _field(text: str, flag: str) -> Field:
    path = text.strip()
    compiled = compile_path(path) if path else None
    if compiled is None or compiled.root != "case" or any(not name for name, _ in compiled.steps):
        raise UsageError(f"{flag} {text}: this names no field of a case file", remedy=_EXAMPLES)
    problem = problem_with(path, bound={})
    if problem is not None:
        said, names = problem
        nearest = get_close_matches(compiled.steps[-1][0], names, 1, 0.6) or names[:1] * (len(names) == 1)
        hint = f" Did you mean {nearest[0]}?" if nearest else ""
        said = f"{path}: a case file has no such field" if "there is no field" in said else said
        raise UsageError(f"{flag} {said}.{hint}", remedy=_EXAMPLES)
    kind = _kind(compiled)
    if kind == "an object":
        raise UsageError(f"{flag} {text}: this is {kind}, not a value", remedy=f"Name a field in it. {_EXAMPLES}")
    return Field(path, compiled, *_values(compiled))


_EXAMPLES = "Fields are named as in the case file: case_type, area, officer_in_case.team, children[].age."


def _steps(path: Path) -> Iterator[tuple[Any, str]]:
    model: Any = CaseFile
    for name, _ in path.steps:
        yield model, name
        model = fields_of(model)[name].record


def _kind(path: Path) -> str:
    """Say what a path leads to: an object, a list, or a value."""
    model, name = list(_steps(path))[-1]
    field = fields_of(model)[name]
    if field.record is not None:
        return "an object"
    return "a list" if field.is_list else "a value"


def _values(path: Path) -> tuple[tuple[str, ...], bool]:
    """Return the closed list of a field's values, if it has one, and whether it is a time."""
    model, name = list(_steps(path))[-1]
    kinds = [kind for kind in _leaves(model.model_fields[name].annotation) if isinstance(kind, type)]
    enum = next((kind for kind in kinds if issubclass(kind, StrEnum)), None)
    return (tuple(one.value for one in enum) if enum else ()), Moment in kinds


def _leaves(annotation: Any) -> Iterator[Any]:
    parts = get_args(annotation)
    for part in parts:
        yield from _leaves(part)
    if not parts:
        yield annotation


def _option(text: str, field: Field, value: str) -> tuple[str, ...]:
    """Return the values that one word stands for: itself, or a group of case types."""
    groups: Mapping[str, Any] = CASE_TYPE_GROUPS if field.text == "case_type" else {}
    known = {folded(option): (option,) for option in field.options}
    known |= {folded(name): tuple(sorted(one.value for one in group)) for name, group in groups.items()}
    if folded(value) in known:
        return known[folded(value)]
    nearest = get_close_matches(folded(value), known, 1, 0.6)
    hint = f" Did you mean {nearest[0].replace(' ', '_')}?" if nearest else ""
    names = ", ".join([*field.options, *groups])
    raise UsageError(f"--where {text}: {field.text} is never {value!r}.{hint}", remedy=f"Its values: {names}.")


def _bound(text: str, field: Field, value: str) -> date | float:
    try:
        return parse_moment(value).local_date if field.is_time else float(value)
    except ValueError as error:
        said = str(error) if field.is_time else f"{value!r} is no number"
        raise UsageError(
            f"--where {text}: {said}", remedy="Compare times with dates such as 2025-05-01, numbers with numbers."
        ) from None
