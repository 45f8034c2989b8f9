"""`recorded`: a field holds something, or one of the values (for ethnicity and disability: states) that count.

Met: `{check: recorded, field: child.disability, is: [no, yes_with_type]}` on a child with `"disability": "No"`.
Not met: the same on a child with `"disability": ""`. A child without the key is neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.conditions import Condition, ConditionAsWritten, Verdict, judge, references_of
from caseaudit.checks.context import Context
from caseaudit.checks.text import OrText, with_text
from caseaudit.checks.words import field_words, value_words
from caseaudit.domain.disability import Disability
from caseaudit.domain.ethnicity import Ethnicity
from caseaudit.domain.facts import Reading, State
from caseaudit.domain.fields import Record

_TRUTHS = {
    Verdict.YES: Truth.TRUE,
    Verdict.NO: Truth.FALSE,
    Verdict.BLANK: Truth.FALSE,
    Verdict.UNKNOWN: Truth.UNKNOWN,
}
_HOLDS_SOMETHING = Condition(state=("recorded",))


class Recorded(Check):
    """A field is recorded, with a value that counts."""

    check: Literal["recorded"]
    field: str
    """Path of one field; with a list step, one item that fits is enough."""
    is_: Annotated[ConditionAsWritten | None, Field(alias="is")] = None
    """What the value must be; anything that is not blank when left out."""
    blank_is: Literal["false", "unknown"] = "false"
    """Whether a blank speaks against the clause, or leaves it open."""
    absent_is: Literal["false", "unknown"] = "unknown"
    or_text: OrText | None = None

    def evaluate(self, context: Context) -> Result:
        """Read the field and compare."""
        condition = self.is_ or _HOLDS_SOMETHING
        parent = context.parent_of(self.field) if condition.on_or_after else None
        judged = [(judge(condition, reading, context, parent), reading) for reading in context.read(self.field)]
        verdict, reading = judged[0] if len(judged) == 1 else min(judged, key=_telling)
        truth = _TRUTHS[verdict]
        if verdict is Verdict.BLANK and self.blank_is == "unknown":
            truth = Truth.UNKNOWN
        if reading.state is State.ABSENT and self.absent_is == "false":
            truth = Truth.FALSE
        result = Result(
            truth,
            lambda: _because(self.field, reading),
            lambda: context.fields_evidence([found for kind, found in judged if kind is verdict][:5]),
            label=self._label,
            firm=verdict is Verdict.NO,
        )
        return with_text(context, result, self.or_text)

    @cached_property
    def _label(self) -> str:
        return f"{field_words(self.field)} is {_wanted(self.is_ or _HOLDS_SOMETHING)}"

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the field and the concepts."""
        yield Reference("path", self.field, ("field",), bound)
        if self.is_:
            for reference in references_of(self.field, self.is_, bound):
                yield reference.below("is")
            if self.is_.subject is not None:
                yield Reference("subject", self.field, ("is", "subject"), bound)
        if self.or_text:
            for reference in self.or_text.references(bound):
                yield reference.below("or_text")


_ORDER = (Verdict.YES, Verdict.UNKNOWN, Verdict.NO, Verdict.BLANK)
"""Of several items the first of these speaks for all."""


def _telling(judged: tuple[Verdict, Reading]) -> int:
    return _ORDER.index(judged[0])


def _because(field: str, reading: Reading) -> str:
    words = field_words(field)
    if reading.state is State.ABSENT:
        return f"the export does not hold {words}"
    value = reading.value
    if isinstance(value, (Ethnicity, Disability)):
        note = f" ({value.note})" if value.note else ""
        return f"{words} is {_state_words(value)}{note}"
    if reading.state is State.BLANK:
        return f"{words} was left blank"
    if reading.state is State.FUTURE:
        return f"{words} lies after the audit date ({value_words(value)})"
    return f"{words} is recorded: {value_words(value)}"


def _state_words(value: Ethnicity | Disability) -> str:
    return _STATE_WORDS.get(value.state) or value.state.replace("_", " ")


_STATE_WORDS = {
    "recorded": "recorded with a valid self-defined code",
    "officer_defined_only": "recorded only as an officer saw it",
    "not_stated_with_reason": "not stated, with the reason",
    "not_stated": "not stated, and no reason is given",
    "unknown": "recorded as unknown",
    "not_recorded": "left blank",
    "blank": "left blank",
    "invalid": "not a valid code",
    "yes_with_type": "recorded as yes, with the type",
    "yes_without_type": "recorded as yes, without the type",
    "no": "recorded as no",
    "not_known": "recorded as not known",
    "unclear": "filled with something that cannot be read as yes or no",
}


def _wanted(condition: Condition) -> str:
    if condition.state:
        return " or ".join(condition.state)
    if condition.in_ is not None:
        return " or ".join(value_words(value).replace("_", " ") for value in condition.in_)
    given = condition.model_dump(exclude_none=True, by_alias=True)
    return ", ".join(f"{key.replace('_', ' ')} {value_words(value)}" for key, value in given.items())
