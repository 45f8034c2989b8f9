"""Working days in England and Wales, and when a limit runs out.

A working day is Monday to Friday, no bank holiday, and not among the closures that a caller adds (a school's, say).
Minutes and hours are elapsed time; days and working days count British calendar dates, the start being day 0.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from caseaudit.domain.bank_holidays import ALL, FIRST_YEAR, LAST_YEAR, NoCalendarError
from caseaudit.domain.moment import AsOf, Duration, Moment, end_of_day, in_london

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_SATURDAY = 5
_DAY = timedelta(days=1)
_HOLIDAYS = sorted(ALL)
_NONE: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last instant at which something is in time."""

    at: datetime
    """Counted from the first instant that the start can have been; in time by then is in time for certain."""
    at_latest: datetime
    """Counted from the last such instant: differs from `at` only for `m` and `h` that run from a day without a time."""
    start: Moment
    limit: Duration

    def kept_by(self, moment: Moment) -> bool | None:
        """Say whether something done then was in time; None when days without times leave it open."""
        if moment.latest <= self.at:
            return True
        return False if moment.earliest > self.at_latest else None

    def has_passed(self, as_of: AsOf) -> bool:
        """Say whether it is certainly over; on the due day itself, and at its last instant, it is not."""
        return as_of.at > self.at_latest


def is_working_day(day: date, closures: AbstractSet[date] = _NONE) -> bool:
    """Say whether a day is a working day. Raises NoCalendarError outside the years whose bank holidays are on file."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoCalendarError(day.year)
    return day.weekday() < _SATURDAY and day not in ALL and day not in closures


def next_working_day(day: date, closures: AbstractSet[date] = _NONE) -> date:
    """Give the first working day after a day, never the day itself. Raises NoCalendarError like `is_working_day`."""
    day += _DAY
    while not is_working_day(day, closures):
        day += _DAY
    return day


def add_working_days(day: date, count: int, closures: AbstractSet[date] = _NONE) -> date:
    """Count working days onward from a day, which is day 0 whether or not it is a working day itself.

    Zero gives the day back. Raises ValueError for a count below zero, NoCalendarError like `is_working_day`.
    """
    if count < 0:
        raise ValueError(f"working days are counted onward from a start, so {count} is not a count of them")
    for _ in range(count):
        day = next_working_day(day, closures)
    return day


def working_days_between(start: date, end: date, closures: AbstractSet[date] = _NONE) -> int:
    """Count the working days after `start` up to and including `end`: what `add_working_days` would need to get there.

    An end before the start counts the same way round and is negative. Raises NoCalendarError like `is_working_day`.
    """
    if end < start:
        return -working_days_between(end, start, closures)
    for day in (start, end):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise NoCalendarError(day.year)
    # Every bank holiday on file is a weekday, so weekdays less holidays is exact without walking the days.
    weekdays = _weekdays_through(end) - _weekdays_through(start)
    holidays = bisect_right(_HOLIDAYS, end) - bisect_right(_HOLIDAYS, start)
    closed = sum(1 for day in closures if start < day <= end and is_working_day(day))
    return weekdays - holidays - closed


def due(start: Moment, limit: Duration, closures: AbstractSet[date] = _NONE) -> Deadline:
    """Give the deadline that a limit sets from a start.

    `m` and `h` run from the start itself; `d` and `wd` end with the last microsecond of the due British day. `closures`
    bear on `wd` only. Raises NoCalendarError like `is_working_day`.
    """
    length = limit.elapsed
    if length is not None:
        first = in_london(start.earliest + length)
        return Deadline(first, in_london(start.latest + length) if start.date_only else first, start, limit)
    if limit.unit == "d":
        day = start.local_date + timedelta(days=limit.amount)
    else:
        day = add_working_days(start.local_date, limit.amount, closures)
    end = end_of_day(day)
    return Deadline(end, end, start, limit)


def _weekdays_through(day: date) -> int:
    # Ordinal 1 (1 January of year 1) is a Monday in Python's calendar, so whole weeks hold five weekdays each.
    weeks, extra = divmod(day.toordinal(), 7)
    return weeks * 5 + min(extra, 5)
