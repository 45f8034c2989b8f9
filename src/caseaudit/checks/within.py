"""`within`: one time comes no later than a limit after another.

Met: `{check: within, start: reported_at, end: investigation.victim_seen_at, limit: 24h}` when the child was seen the
same day. Not met: when it was seen later, or was not seen and the limit is past. Before the limit is past: not yet
due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache, partial
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.endpoints import Found, Point, Points, find, point_references
from caseaudit.checks.text import OrText, with_text
from caseaudit.checks.words import field_words, moment_words, span_words
from caseaudit.domain.audit import Evidence
from caseaudit.domain.bank_holidays import NoCalendarError
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import LONDON, Duration, Moment, in_london, parse_duration
from caseaudit.domain.working_time import Deadline, due, next_working_day

SCHOOL_CLOSURES = "school_closures"
"""The one setting that checks read by themselves: further days that are no working days (ISO dates)."""
Ends = Annotated[Points, Field(min_length=1)]


class Within(Check):
    """The end comes within a limit of the start."""

    check: Literal["within"]
    start: Ends
    """Fields in order of preference; the first that is recorded."""
    end: Ends
    limit: str | None = None
    """A duration: `45m`, `24h`, `7d`, `15wd`."""
    before: str | None = None
    """Instead of a limit: a clock time on the next working day, `09:00`; `24:00` is the end of that day."""
    if_earlier: Literal["true", "unknown"] = "true"
    """What it comes to when the end lies before the start: already done, or the times contradict each other."""
    or_text: OrText | None = None

    @field_validator("limit")
    @classmethod
    def _duration(cls, value: str | None) -> str | None:
        if value is not None:
            parse_duration(value)
        return value

    @field_validator("before")
    @classmethod
    def _clock(cls, value: str | None) -> str | None:
        if value is not None and value != "24:00":
            try:
                time.fromisoformat(value)
            except ValueError:
                raise ValueError(f"{value!r} is not a clock time: write it as 09:00, in quotes") from None
        return value

    @model_validator(mode="after")
    def _one_limit(self) -> Within:
        if (self.limit is None) == (self.before is None):
            raise ValueError("`within` takes one of `limit` and `before`: keep one of them")
        return self

    def evaluate(self, context: Context) -> Result:
        """Compare the elapsed time with the limit; a date without a clock time may leave it open."""
        start, end = find(self.start, context), find(self.end, context)
        result = self._judge(start, end, context)
        return with_text(context, result, self.or_text)

    @cached_property
    def _words(self) -> str:
        return field_words(point_name(self.end[0]))

    @cached_property
    def _label(self) -> str:
        return f"{self._words} within {self.limit or f'the next working day, {self.before}'}"

    @cached_property
    def _length(self) -> Duration:
        return parse_duration(self.limit or "1wd")

    def _judge(self, start: Found, end: Found, context: Context) -> Result:
        def evidence() -> tuple[Evidence, ...]:
            return context.fields_evidence((*start.readings, *end.readings))

        if start.moment is None:
            verb = "the export does not hold" if start.state is State.ABSENT else "the record leaves blank"
            nothing = f"{verb} {field_words(point_name(self.start[0]))}"
            return Result(Truth.UNKNOWN, nothing, evidence, label=self._label)
        try:
            deadline = self._deadline(start.moment, context)
        except NoCalendarError as error:
            return Result(Truth.UNKNOWN, str(error), evidence, label=self._label)
        because: str | Callable[[], str]
        if end.moment is None:
            truth, because = self._not_ended(end, deadline, context)
        else:
            truth = self._kept(start.moment, end.moment, deadline)
            because = partial(self._ended, start.moment, end.moment, truth)
        # A recorded time settles the matter; only where there is none may the text speak.
        return Result(truth, because, evidence, label=self._label, firm=end.moment is not None)

    def _deadline(self, start: Moment, context: Context) -> Deadline:
        closures = _closures(tuple(map(str, context.settings.get(SCHOOL_CLOSURES, ()))))
        if self.before is None:
            return due(start, self._length, closures)
        at = _clock_on(next_working_day(start.local_date, closures), self.before)
        return Deadline(at, at, start, self._length)

    def _not_ended(self, end: Found, deadline: Deadline, context: Context) -> tuple[Truth, str]:
        words = self._words
        if end.state is State.ABSENT:
            return Truth.UNKNOWN, f"the export does not hold {words}"
        if not deadline.has_passed(context.as_of):
            until = moment_words(Moment(deadline.at, date_only=False, raw=""))
            return Truth.NOT_DUE, f"not yet due: {words} has until {until}"
        why = "lies after the audit date" if end.state is State.FUTURE else "is not recorded"
        return Truth.FALSE, f"{words} {why}, and the limit has passed"

    def _kept(self, start: Moment, end: Moment, deadline: Deadline) -> Truth:
        if end.latest < start.earliest:
            return Truth.TRUE if self.if_earlier == "true" else Truth.UNKNOWN
        kept = deadline.kept_by(end)
        if kept is None:
            return Truth.UNKNOWN
        return Truth.TRUE if kept else Truth.FALSE

    def _ended(self, start: Moment, end: Moment, truth: Truth) -> str:
        """Say how the two times lie."""
        if end.latest < start.earliest:
            before = f"{self._words} ({moment_words(end)}) lies before {field_words(point_name(self.start[0]))}"
            return f"{before}: {'already done' if truth is Truth.TRUE else 'the times contradict each other'}"
        took = "" if start.date_only or end.date_only else f", after {span_words(end.at - start.at)}"
        said = f"{self._words} is {moment_words(end)}{took}"
        if truth is Truth.UNKNOWN:
            return f"{said}: a date alone leaves open whether it was in time"
        return said if truth is Truth.TRUE else f"{said}, later than the limit"

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the fields of both ends, and the concepts."""
        yield from point_references(self.start, "start", bound)
        yield from point_references(self.end, "end", bound)
        if self.or_text:
            for reference in self.or_text.references(bound):
                yield reference.below("or_text")


def point_name(point: Point) -> str:
    """Name a point by the path of its field."""
    return point if isinstance(point, str) else f"{point.of}.{point.field}"


@lru_cache(maxsize=8)
def _closures(days: tuple[str, ...]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, days))


def _clock_on(day: date, clock: str) -> datetime:
    """The instant just before the clock time: `before 09:00` does not include nine o'clock."""
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    return in_london(datetime.combine(day, time.fromisoformat(clock), LONDON)) - timedelta(microseconds=1)
