"""Cells of dates and times into the ISO text that case files hold: by the mapping's rules, in British time."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from caseaudit.domain.moment import FIRST_YEAR, LAST_YEAR, LONDON, in_london
from caseaudit.mapping.cells import Cell, as_text
from caseaudit.mapping.date_shapes import (
    EmptyDateError,
    Shape,
    Stamp,
    at_a_glance,
    by_format,
    read_clock,
    read_stamp,
    shown,
)
from caseaudit.mapping.model import Dates

EXCEL = "excel"
"""The format of serial numbers that stand as text."""
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock: day 0 of Excel's serial numbers from March 1900 on
_FIRST_SERIAL, _LAST_SERIAL = 7306, 109_574
"""1 January 1920 and 31 December 2199; smaller numbers are ages and years, larger ones dates without separators."""
_DAY = 86_400
_LONGEST = 100
"""Characters of a date, white space and all."""
_EMPTY = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(9999, 12, 31)}
)
"""What systems store for "no date"."""
_EMPTY_AS_TEXT = frozenset({"0", "0.0"})
_CLOCK_ONLY = frozenset({date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1)})
"""Days that systems put before a time of day that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class DateRules:
    """How the dates of one field are written. Compared as objects, which makes them cheap keys of what was read."""

    shape: Shape = field(default_factory=Shape)
    formats: tuple[str, ...] = ()
    keep_midnight: bool = False
    zone: tzinfo | None = None
    """Of zoneless times; None is British time."""


@dataclass(frozen=True, slots=True)
class TimeRead:
    """A time as the case file holds it; None for a system's empty date."""

    text: str | None
    ambiguous: bool = False


def date_rules(time_zone: str, *layers: Dates | None) -> DateRules:
    """Put settings together: the mapping's, the table's, the field's; what a later one says goes first."""
    said: dict[str, object] = {}
    for layer in layers:
        if layer is not None:
            said |= {name: getattr(layer, name) for name in layer.model_fields_set}
    dates = Dates.model_validate(said)
    name = dates.time_zone or time_zone
    return DateRules(
        Shape(dates.day_first, dates.pivot),
        dates.formats or (),
        dates.midnight == "time",
        None if name == LONDON.key else ZoneInfo(name),
    )


def read_time(cells: Sequence[Cell], rules: DateRules, *, join: str = " ", day_only: bool = False) -> TimeRead:
    """Read a date or time from one cell, or from several filled ones such as a date and a time of day.

    Raises ValueError with the reason, in words for whoever mends the export.
    """
    if len(cells) == 1 and isinstance(cells[0], str):
        return _usual(cells[0], rules, day_only=day_only) or _read_text(cells[0], rules, day_only)
    try:
        stamp = _stamp(cells[0], rules) if len(cells) == 1 else _together(cells, rules, join)
    except EmptyDateError:
        return TimeRead(None)
    return _told(stamp, rules, day_only=day_only)


def _usual(text: str, rules: DateRules, *, day_only: bool) -> TimeRead | None:
    if rules.formats or rules.zone is not None:
        return None
    read = at_a_glance(text, rules.shape)
    if read is None:
        return None
    day, clock = read
    return TimeRead(day if clock is None or day_only else f"{day}T{clock}")


@lru_cache(maxsize=16384)
def _read_text(text: str, rules: DateRules, day_only: bool) -> TimeRead:  # noqa: FBT001 - of a remembered function
    try:
        stamp = _of_text(text, rules)
    except EmptyDateError:
        return TimeRead(None)
    return _told(stamp, rules, day_only=day_only)


def _told(stamp: Stamp, rules: DateRules, *, day_only: bool) -> TimeRead:
    """Give a date as the case file holds it. Raises ValueError for one that cannot be."""
    stamp = _without_empty_clock(stamp, rules)
    if stamp.day in _EMPTY and (stamp.clock is None or stamp.day.year == date.max.year):
        return TimeRead(None)
    if stamp.day in _EMPTY:
        raise ValueError("There is a time of day, but its date is empty")
    if not FIRST_YEAR <= stamp.day.year <= LAST_YEAR:
        raise ValueError(f"The year {stamp.day.year} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    return TimeRead(_iso(stamp, rules, day_only=day_only), stamp.ambiguous)


def _iso(stamp: Stamp, rules: DateRules, *, day_only: bool) -> str:
    if stamp.clock is None:
        return stamp.day.isoformat()
    zone = stamp.zone or rules.zone
    moment = datetime.combine(stamp.day, stamp.clock)
    if zone is not None:
        moment = in_london(moment.replace(tzinfo=zone))
    if day_only:
        return moment.date().isoformat()
    return moment.isoformat(timespec="auto" if moment.second or moment.microsecond else "minutes")


def _without_empty_clock(stamp: Stamp, rules: DateRules) -> Stamp:
    """Take 00:00 for "no time", unless the mapping or a zone says that it is one."""
    if stamp.clock == time() and not (rules.keep_midnight or stamp.zone or stamp.end_of_day):
        return replace(stamp, clock=None)
    return stamp


def _stamp(cell: Cell, rules: DateRules) -> Stamp:
    if isinstance(cell, str):
        return _of_text(cell, rules)
    if isinstance(cell, datetime):
        return Stamp(cell.date(), cell.time().replace(tzinfo=None), cell.tzinfo)
    if isinstance(cell, date):
        return Stamp(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell, rules)
    if cell in (time(), timedelta(0)):
        raise EmptyDateError(as_text(cell))
    found = "There is a time of day without a date" if isinstance(cell, time | timedelta) else "This is no date"
    raise ValueError(found)


def _of_text(text: str, rules: DateRules) -> Stamp:
    if len(text) > _LONGEST:
        raise ValueError(f"{shown(text)} cannot be a date")
    for form in rules.formats:
        try:
            return _serial(float(text)) if form == EXCEL else by_format(text, form, rules.shape.pivot)
        except (ValueError, OverflowError):
            continue
    if text.strip() in _EMPTY_AS_TEXT:
        raise EmptyDateError(text)
    try:
        return read_stamp(text, rules.shape)
    except EmptyDateError:
        raise
    except ValueError as error:
        _refuse_clock(text)
        raise ValueError(_advice(text, str(error))) from None


def _refuse_clock(text: str) -> None:
    """Say of a time of day that stands alone what it is; 00:00 alone is empty."""
    if ":" not in text:
        return
    try:
        clock, _, _ = read_clock(text)
    except ValueError:
        return
    if clock == time():
        raise EmptyDateError(text)
    raise ValueError(f"{shown(text)} is a time of day without a date")


def _advice(text: str, reason: str) -> str:
    figures = text.strip()
    if not figures.replace(".", "", 1).isdigit():
        return reason
    if figures.isdigit() and len(figures) == len("20250512"):
        return f"{shown(figures)} has no separators: name its format, such as `dates: {{formats: ['%Y%m%d']}}`"
    return (
        f"{shown(figures)} is a number: if it is Excel's serial number of a date, write `dates: {{formats: [excel]}}`"
    )


def _of_number(number: float, rules: DateRules) -> Stamp:
    text = as_text(number)
    if number == 0:
        raise EmptyDateError(text)
    for form in rules.formats:
        if form != EXCEL:
            try:
                return by_format(text, form, rules.shape.pivot)
            except ValueError:
                continue
    try:
        return _serial(number)
    except ValueError:
        raise ValueError(
            f"The number {text} is no date that Excel would count: name its format under `dates: formats`"
        ) from None


def _serial(number: float) -> Stamp:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL + 1:
        raise ValueError("no serial number of a date")
    # A serial number is exact to about a tenth of a second; seconds are what was typed.
    moment = _EPOCH + timedelta(seconds=round(number * _DAY))
    return Stamp(moment.date(), moment.time())


def _together(cells: Sequence[Cell], rules: DateRules, join: str) -> Stamp:
    """Read a time from several cells: a date in the first and a time of day in the second, or their joined text."""
    pair = len(cells) == len(("date", "time"))
    if pair and not rules.formats:
        try:
            return _date_and_clock(cells[0], cells[1], rules)
        except EmptyDateError:
            raise
        except ValueError as error:
            first_error = error
    else:
        first_error = ValueError("Several cells give one date only when all are text or whole numbers")
    if not any(isinstance(cell, date | time | timedelta | float) for cell in cells):
        try:
            return _of_text(join.join(map(as_text, cells)), rules)
        except ValueError as error:
            first_error = first_error if pair and not rules.formats else error
    if pair and rules.formats:
        return _date_and_clock(cells[0], cells[1], rules)
    raise first_error


def _date_and_clock(first: Cell, second: Cell, rules: DateRules) -> Stamp:
    stamp = _stamp(first, rules)
    clock = _clock(second, rules)
    if stamp.clock not in (None, time(), clock.clock):
        raise ValueError("The cell of the date holds another time of day than the cell of the time")
    day = stamp.day + timedelta(days=1) if clock.end_of_day else stamp.day
    return replace(stamp, day=day, clock=clock.clock, zone=clock.zone or stamp.zone, end_of_day=clock.end_of_day)


def _clock(cell: Cell, rules: DateRules) -> Stamp:
    """Read a time of day from a cell beside a date."""
    day = date(1970, 1, 1)
    if isinstance(cell, datetime):
        return Stamp(day, cell.time().replace(tzinfo=None), cell.tzinfo)
    if isinstance(cell, time):
        return Stamp(day, cell.replace(tzinfo=None), cell.tzinfo)
    if isinstance(cell, float) and 0 <= cell < 1:
        cell = timedelta(seconds=round(cell * _DAY))
    if isinstance(cell, timedelta):
        if not timedelta(0) <= cell <= timedelta(days=1):
            raise ValueError("The time of day is longer than a day")
        whole = cell == timedelta(days=1)
        return Stamp(day, time() if whole else (_EPOCH + cell).time(), end_of_day=whole)
    text = as_text(cell).strip()
    if text.isdigit() and len(text) == len("930"):
        text = f"0{text}"
    try:
        clock, zone, end_of_day = read_clock(text)
    except ValueError as error:
        try:
            dated = _of_text(text, rules)
        except ValueError:
            raise error from None
        if dated.clock is None:
            raise ValueError(f"{shown(text)} is a date, not a time of day") from None
        return Stamp(day, dated.clock, dated.zone)
    return Stamp(day, clock, zone, end_of_day=end_of_day)


@lru_cache(maxsize=64)
def format_problem(form: str) -> str | None:
    """Say what is wrong with a format of `dates: formats`; None when it can read a date."""
    if form == EXCEL:
        return None
    sample = datetime(2023, 11, 25, 14, 33, 10)  # noqa: DTZ001 - a wall clock to write and read back
    try:
        with warnings.catch_warnings():  # newer Pythons warn of a format without a year, which is told below
            warnings.simplefilter("ignore", DeprecationWarning)
            again = datetime.strptime(sample.strftime(form), form)  # noqa: DTZ007
    except ValueError as error:
        return f"{form!r} is not a format of dates ({error})"
    if again.date() != sample.date():
        return f"{form!r} does not hold a day, a month and a year"
    return None
