"""What a field's value must be: the small language behind `is` and `where`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property, lru_cache, partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from caseaudit.checks.base import Reference
from caseaudit.checks.context import Context
from caseaudit.domain.disability import Disability
from caseaudit.domain.ethnicity import Ethnicity
from caseaudit.domain.facts import Item, Reading, State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Duration, Moment, parse_duration
from caseaudit.domain.ranks import at_least
from caseaudit.domain.working_time import due

Plain = str | bool | int | float
StateWord = Literal["recorded", "blank", "future", "planned"]
Demand = Callable[[Any, Context], bool]
"""Whether a field's value holds to one key of a condition."""


class Verdict(Enum):
    """Whether a value fits: yes, no by what is recorded, no because blank, or not known."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"
    UNKNOWN = "unknown"


class Condition(BaseModel):
    """All that is given must hold. A list of plain values, or one value, is short for `{in: [...]}`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    in_: tuple[Plain, ...] | None = Field(default=None, alias="in")
    """Allowed values; case, spaces and hyphens do not matter. For ethnicity and disability: allowed states."""
    not_in: tuple[Plain, ...] | None = None
    """Values that are not allowed."""
    contains: tuple[str, ...] | None = None
    """Words of which the value must contain one, as whole words; for free-text roles, teams and flag kinds."""
    lacks: tuple[str, ...] | None = None
    """Words of which the value must contain none."""
    state: tuple[StateWord, ...] | None = None
    """recorded; blank; future (a time after the audit date); planned (either: listed, and not done)."""
    rank_at_least: str | None = None
    """A police rank."""
    older_than: str | None = None
    """A duration: the time lies further back from the audit date than this."""
    on_or_after: str | None = None
    """A field of the same object: the time is not before that one."""
    still_ahead: bool | None = None
    """The day it names is not before the audit date: a review that is not overdue."""
    at_least: float | None = None
    at_most: float | None = None
    blank_is: Literal["no", "unknown", "yes"] = "no"
    """What a blank comes to."""
    absent_is: Literal["unknown", "yes", "no"] = "unknown"
    """What a field that the export never had comes to."""
    subject: bool | None = None
    """The value is (or, for a list, holds) the id of the child, person or item being judged."""

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """What is asked of a value, of what is given here."""
        return tuple(
            partial(holds, prepare(given))
            for name, prepare, holds in _DEMANDS
            if (given := getattr(self, name)) is not None
        )

    @cached_property
    def states_allowed(self) -> frozenset[str]:
        """The values of `in` as states of ethnicity or disability."""
        return frozenset(map(str, self.in_ or ()))

    @field_validator("contains", "lacks", mode="before", json_schema_input_type=str | tuple[str, ...] | None)
    @classmethod
    def _one_or_more_words(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("state", mode="before", json_schema_input_type=StateWord | tuple[StateWord, ...] | None)
    @classmethod
    def _one_or_more_states(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("older_than")
    @classmethod
    def _duration(cls, value: str | None) -> str | None:
        if value is not None:
            parse_duration(value)
        return value


def as_condition(value: object) -> object:
    """Expand the short forms: a value or a list of values; for a time the words recorded, blank, future, planned."""
    if isinstance(value, (str, bool, int, float)):
        value = [value]
    if isinstance(value, list):
        words = {"recorded", "blank", "future", "planned"}
        if value and all(isinstance(item, str) for item in value) and set(value) <= words:
            return {"state": value, "in": value}
        return {"in": value}
    return value


ConditionAsWritten = Annotated[
    Condition, BeforeValidator(as_condition, json_schema_input_type=Condition | Plain | tuple[Plain, ...])
]
"""A condition, or its short forms."""


def references_of(path: str, condition: Condition, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
    """Yield what a condition on the field at `path` takes for granted: values it can have, times, a sibling field."""
    for key in ("in", "not_in"):
        values = condition.in_ if key == "in" else condition.not_in
        if values and not (condition.state and key == "in"):
            yield Reference("values", path, (key,), bound, values)
    for key in ("older_than", "still_ahead", "on_or_after"):
        if getattr(condition, key) is not None:
            yield Reference("time", path, (key,), bound)
    if condition.state and "future" in condition.state:
        yield Reference("time", path, ("state",), bound)
    if condition.on_or_after:
        sibling = f"{path.rpartition('.')[0]}.{condition.on_or_after}".removeprefix(".")
        yield Reference("time", sibling, ("on_or_after",), bound)


def normal(value: object) -> object:
    """Fold a value for comparison: text without regard to case, spaces and hyphens."""
    if isinstance(value, str):
        return _folded(value)
    return normal(value.value) if isinstance(value, Enum) else value


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return text.strip().casefold().replace(" ", "_").replace("-", "_")


def judge(condition: Condition, reading: Reading, context: Context, item: Item | None = None) -> Verdict:
    """Say whether one field fits."""
    if condition.subject is not None:
        return _is_subject(condition.subject, reading, context)
    if reading.state is State.ABSENT:
        return _GIVEN[condition.absent_is]
    verdict = _judge_present(condition, reading, context, item)
    return _GIVEN[condition.blank_is] if verdict is Verdict.BLANK and condition.blank_is != "no" else verdict


_GIVEN = {"no": Verdict.NO, "unknown": Verdict.UNKNOWN, "yes": Verdict.YES}


def _judge_present(condition: Condition, reading: Reading, context: Context, item: Item | None) -> Verdict:
    if isinstance(reading.value, (Ethnicity, Disability)):
        if condition.in_ is None:
            return _has_state(condition.state or ("recorded",), reading)
        if reading.value.state in condition.states_allowed:
            return Verdict.YES
        return Verdict.BLANK if reading.state is State.BLANK else Verdict.NO
    if condition.state is not None:
        return _has_state(condition.state, reading)
    if reading.state is not State.RECORDED:
        return Verdict.BLANK
    return _has_value(condition, reading.value, context, item)


def _has_state(states: tuple[str, ...], reading: Reading) -> Verdict:
    if reading.state is State.RECORDED:
        return Verdict.YES if "recorded" in states else Verdict.NO
    wanted = "future" if reading.state is State.FUTURE else "blank"
    return Verdict.YES if wanted in states or "planned" in states else Verdict.BLANK


def _has_value(condition: Condition, value: Any, context: Context, item: Item | None) -> Verdict:
    for demand in condition.demands:
        if not demand(value, context):
            return Verdict.NO
    if condition.rank_at_least is not None:
        ranked = at_least(str(value), condition.rank_at_least)
        if ranked is not True:
            return Verdict.UNKNOWN if ranked is None else Verdict.NO
    if condition.on_or_after is not None:
        return _on_or_after(condition.on_or_after, value, item)
    return Verdict.YES


def _all_folded(values: Iterable[object]) -> frozenset[object]:
    return frozenset(map(normal, values))


def _among(folded: frozenset[object], value: Any, _: Context) -> bool:
    if isinstance(value, tuple):
        return any(normal(item) in folded for item in value)
    return normal(value) in folded


def _not_among(folded: frozenset[object], value: Any, context: Context) -> bool:
    return not _among(folded, value, context)


def _all_spaced(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_spaced(str(normal(word))) for word in words)


@lru_cache(maxsize=1024)
def _spaced(folded: str) -> str:
    """Give the words of a folded text with one space around each, so that whole words can be looked for."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in folded).split())} "


def _contains(words: tuple[str, ...], value: Any, _: Context) -> bool:
    texts = _all_spaced(value if isinstance(value, tuple) else (value,))
    return any(word in text for word in words for text in texts)


def _lacks(words: tuple[str, ...], value: Any, context: Context) -> bool:
    return not _contains(words, value, context)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else float("nan")


def _at_least(bound: float, value: Any, _: Context) -> bool:
    return _number(value) >= bound


def _at_most(bound: float, value: Any, _: Context) -> bool:
    return _number(value) <= bound


def _older(limit: Duration, value: Any, context: Context) -> bool:
    return isinstance(value, Moment) and due(value, limit).has_passed(context.as_of)


def _ahead(wanted: bool, value: Any, context: Context) -> bool:  # noqa: FBT001  (a YAML value)
    return (isinstance(value, Moment) and value.local_date >= context.as_of.local_date) == wanted


_DEMANDS: tuple[tuple[str, Callable[[Any], Any], Callable[[Any, Any, Context], bool]], ...] = (
    ("in_", _all_folded, _among),
    ("not_in", _all_folded, _not_among),
    ("contains", _all_spaced, _contains),
    ("lacks", _all_spaced, _lacks),
    ("at_least", float, _at_least),
    ("at_most", float, _at_most),
    ("older_than", parse_duration, _older),
    ("still_ahead", bool, _ahead),
)
"""Key of a condition, how its value is made ready once, and whether a field's value holds to it."""


def _on_or_after(name: str, value: Any, item: Item | None) -> Verdict:
    other = getattr(item.record, name) if item else None
    if not isinstance(other, Moment) or not isinstance(value, Moment):
        return Verdict.UNKNOWN
    if value.latest < other.earliest:
        return Verdict.NO
    return Verdict.YES if value.latest >= other.latest or value.date_only else Verdict.NO


def _is_subject(wanted: bool, reading: Reading, context: Context) -> Verdict:  # noqa: FBT001  (a YAML value)
    subject = context.person or context.child or context.item
    if subject is None:
        raise LookupError("`subject` is asked where no child, person or item is judged")
    own = getattr(subject.record, "child_id", None) or getattr(subject.record, "person_id", None)
    if reading.state is not State.RECORDED:
        # What is tied to nobody belongs to the sole child (contract, section 2, Unit).
        alone = subject is context.child and context.sole_child
        return _flip(Verdict.YES if alone else Verdict.UNKNOWN, wanted=wanted)
    if own is None:
        alone = subject is context.child and context.sole_child
        return _flip(Verdict.YES if alone else Verdict.UNKNOWN, wanted=wanted)
    return _flip(Verdict.YES if _among(_all_folded((own,)), reading.value, context) else Verdict.NO, wanted=wanted)


def _flip(verdict: Verdict, *, wanted: bool) -> Verdict:
    if wanted or verdict is Verdict.UNKNOWN:
        return verdict
    return Verdict.NO if verdict is Verdict.YES else Verdict.YES
