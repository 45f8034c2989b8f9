"""`open_past`: a thing went on past a length of time. For `applies_to`: what is not yet due is not judged.

Met: `{check: open_past, start: opened_at, until: closed_at, limit: 7d}` on a case opened 20 days ago. Not met: on one
closed on day 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import field_validator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.endpoints import find, point_references
from caseaudit.checks.within import Ends, point_name
from caseaudit.checks.words import field_words
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import parse_duration
from caseaudit.domain.working_time import due


class OpenPast(Check):
    """The period reaches past the limit."""

    check: Literal["open_past"]
    start: Ends
    until: Ends
    limit: str

    @field_validator("limit")
    @classmethod
    def _duration(cls, value: str) -> str:
        parse_duration(value)
        return value

    def evaluate(self, context: Context) -> Result:
        """Compare the end (or the audit date) with the limit."""
        label = f"open past {self.limit}"
        start, end = find(self.start, context), find(self.until, context)
        evidence = context.fields_evidence((*start.readings, *end.readings))
        if start.moment is None:
            if start.state is State.ABSENT:
                why = f"the export does not hold {field_words(point_name(self.start[0]))}"
            else:
                why = f"{field_words(point_name(self.start[0]))} is not recorded"
            return Result(Truth.UNKNOWN, why, evidence, label=label)
        deadline = due(start.moment, parse_duration(self.limit))
        if end.moment is not None and deadline.kept_by(end.moment) is not False:
            return Result(Truth.NOT_DUE, f"closed within {self.limit}", evidence, label=label)
        if not deadline.has_passed(context.as_of):
            return Result(Truth.NOT_DUE, f"not yet due: {self.limit} have not passed", evidence, label=label)
        return Result(Truth.TRUE, f"still open after {self.limit}", evidence, label=label)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the fields of both ends."""
        yield from point_references(self.start, "start", bound)
        yield from point_references(self.until, "until", bound)
