"""`cadence`: events recur with no gap longer than a limit, from the first of them to closure or the audit date.

Met: `{check: cadence, events: {of: reviews, field: reviewed_at}, every: 28d, until: closed_at}` with reviews on days
7, 35 and 60. Not met: with reviews on days 7 and 40.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

from pydantic import field_validator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.endpoints import Points, Selected, all_moments, find, point_references
from caseaudit.checks.words import moment_words
from caseaudit.domain.facts import Reading, State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Moment, parse_duration
from caseaudit.domain.working_time import due


class Cadence(Check):
    """No gap between events is longer than the limit."""

    check: Literal["cadence"]
    events: Selected
    every: str
    """A duration, counted from each event to the next."""
    until: Points = ()
    """Where the series ends; the audit date while that is not recorded."""

    @field_validator("every")
    @classmethod
    def _duration(cls, value: str) -> str:
        parse_duration(value)
        return value

    def evaluate(self, context: Context) -> Result:
        """Walk the events in order of time."""
        what = self.events.of.replace("_", " ")
        readings, state = all_moments(self.events, context)

        def result(truth: Truth, because: str) -> Result:
            return Result(truth, because, lambda: context.fields_evidence(readings), label=f"{what} every {self.every}")

        if state is State.ABSENT:
            return result(Truth.UNKNOWN, f"the export does not say when {what} took place")
        if not readings:
            return result(Truth.FALSE, f"no {what} are recorded")
        end = find(self.until, context) if self.until else None
        stop = end.moment.earliest if end and end.moment else context.as_of.at
        late = self._late_gap(readings, stop)
        return result(Truth.TRUE, f"no gap is longer than {self.every}") if late is None else result(Truth.FALSE, late)

    def _late_gap(self, readings: list[Reading], stop: datetime) -> str | None:
        """Name the first gap that is too long."""
        limit = parse_duration(self.every)
        moments: list[Moment] = [reading.value for reading in readings]
        for number, moment in enumerate(moments):
            following = moments[number + 1].earliest if number + 1 < len(moments) else stop
            if due(moment, limit).at < following:
                # By the calendar: across the spring clock change 29 days are an hour short of that.
                days = (following.date() - moment.local_date).days
                until = "the next one" if number + 1 < len(moments) else "the end"
                return f"{days} days from {moment_words(moment)} to {until}, more than {self.every}"
        return None

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the events' fields and the end."""
        for reference in point_references((self.events,), "events", bound):
            yield replace(reference, at=("events", *reference.at[2:]))
        yield from point_references(self.until, "until", bound)
