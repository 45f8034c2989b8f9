"""`open_past`: a thing went on past a length of time. For `applies_to`: what is not yet due is not judged.

Met: `{check: open_past, start: opened_at, until: closed_at, limit: 7d}` on a case opened 20 days ago. Not met: on one
closed on day 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import field_validator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.endpoints import find, point_references
from caseaudit.checks.within import Ends, point_name
from caseaudit.checks.words import field_words
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Duration, parse_duration
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
        start, end = find(self.start, context), find(self.until, context)

        def result(truth: Truth, because: str) -> Result:
            readings = (*start.readings, *end.readings)
            return Result(truth, because, lambda: context.fields_evidence(readings), label=f"open past {self.limit}")

        if start.moment is None:
            words = field_words(point_name(self.start[0]))
            absent = start.state is State.ABSENT
            return result(Truth.UNKNOWN, f"the export does not hold {words}" if absent else f"{words} is not recorded")
        deadline = due(start.moment, self._length)
        if end.moment is not None and deadline.kept_by(end.moment) is not False:
            return result(Truth.NOT_DUE, f"closed within {self.limit}")
        if not deadline.has_passed(context.as_of):
            return result(Truth.NOT_DUE, f"not yet due: {self.limit} have not passed")
        return result(Truth.TRUE, f"still open after {self.limit}")

    @cached_property
    def _length(self) -> Duration:
        return parse_duration(self.limit)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the fields of both ends."""
        yield from point_references(self.start, "start", bound)
        yield from point_references(self.until, "until", bound)
