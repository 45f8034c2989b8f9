"""Points in time as case files give them: to the instant or only to the day, always in British local time.

`at` carries a fixed offset (GMT or BST), never a named zone: Python compares and subtracts two values of one named zone
by the clock on the wall, which is an hour wrong across a clock change. With fixed offsets `<` and `-` mean real time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years outside these are how systems store an empty date (0001-01-01, 1899-12-30, 9999-12-31)."""

_TICK = timedelta(microseconds=1)
_GMT, _BST = timezone(timedelta(0), "GMT"), timezone(timedelta(hours=1), "BST")
_OFFSETS = {timedelta(0): _GMT, timedelta(hours=1): _BST}
_EMPTY_IN_SQL = datetime(1900, 1, 1)  # noqa: DTZ001 - what a database makes of an empty string: a wall clock, no zone

_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r" ?(?:([Zz])|([+-])([0-9]{2}):?([0-9]{2})?)?)?"
)
_SLASHED = re.compile(r"[0-9]{1,4}[/.\-][0-9]{1,2}[/.\-][0-9]{1,4}\b")
_DURATION = re.compile(r"([0-9]{1,6})(m|h|d|wd)")
_QUOTED_LENGTH = 40

Unit = Literal["m", "h", "d", "wd"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as recorded."""

    at: datetime
    """The instant, or the first instant of the local day when only the day is known."""
    date_only: bool
    raw: str
    """The value as it stood in the export."""

    @property
    def earliest(self) -> datetime:
        """The first instant it can have been."""
        return self.at

    @property
    def latest(self) -> datetime:
        """The last instant it can have been: for a day, its last microsecond."""
        return end_of_day(self.at.date()) if self.date_only else self.at

    @property
    def local_date(self) -> date:
        """The British calendar date it falls on."""
        return self.at.date()


class Elapsed(NamedTuple):
    """How much time passed, at least and at most; the two differ when a day without a time is involved."""

    least: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True)
class Duration:
    """A limit in the words of a rubric: minutes, hours, days or working days."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        """Render as it is written, e.g. `15wd`."""
        return f"{self.amount}{self.unit}"

    @property
    def elapsed(self) -> timedelta | None:
        """The length of minutes and hours; None for `d` and `wd`, which count calendar dates."""
        if self.unit == "m":
            return timedelta(minutes=self.amount)
        return timedelta(hours=self.amount) if self.unit == "h" else None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The instant an audit looks from: whatever lies after it has not happened yet."""

    at: datetime
    raw: str

    @property
    def local_date(self) -> date:
        """The British calendar date it falls on."""
        return self.at.date()

    def has_happened(self, moment: Moment) -> bool:
        """Say whether a moment lies at or before it; a day without a time has happened once that day has begun."""
        return moment.at <= self.at


def in_london(instant: datetime) -> datetime:
    """Give an aware instant as British local time with its fixed offset."""
    # By way of UTC: from London to London Python changes nothing, not even a time that the spring change skips.
    return _fix(instant.astimezone(UTC).astimezone(LONDON))


@lru_cache(maxsize=8192)
def start_of_day(day: date) -> datetime:
    """Give the first instant of a British calendar day."""
    return _fix(datetime.combine(day, time(), LONDON))


@lru_cache(maxsize=8192)
def end_of_day(day: date) -> datetime:
    """Give the last microsecond of a British calendar day (23, 24 or 25 hours after its start)."""
    return in_london(start_of_day(day + timedelta(days=1)) - _TICK)


def parse_moment(value: object) -> Moment:
    """Read an ISO 8601 date or time, or a `date` or `datetime`.

    Seconds, a zone (`Z`, `+01:00`) and the time itself may be left out; `T` may be a space. A zoneless time is British
    local time: in the autumn hour that comes twice the first is meant, and a time that the spring change skips moves
    forward by the skipped hour. Raises ValueError, in words for whoever mends the export, for everything else.
    """
    if isinstance(value, str):
        return _parse_text(value)
    if isinstance(value, datetime):
        raw = value.isoformat()
        return Moment(_localise(value, raw), date_only=False, raw=raw)
    if isinstance(value, date):
        raw = value.isoformat()
        _check_real(datetime.combine(value, time()), raw)
        return Moment(start_of_day(value), date_only=True, raw=raw)
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(_number(str(value)))  # noqa: TRY004 - one kind of error for whatever is not a time
    raise ValueError(f"a time is wanted, written like 2025-05-23T14:30, not {_kind(value)}")


def parse_as_of(value: object) -> AsOf:
    """Read what the audit looks from: a date means the end of that local day. Raises ValueError like `parse_moment`."""
    moment = parse_moment(value)
    return AsOf(moment.latest, moment.raw)


def parse_duration(text: object) -> Duration:
    """Read `45m`, `24h`, `7d` or `15wd`. Raises ValueError with the allowed forms for anything else."""
    found = _DURATION.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        shown = repr(text)[:_QUOTED_LENGTH]
        raise ValueError(
            f"{shown} is not a duration: write a whole number of up to six figures and a unit with nothing between, "
            "as in 45m (minutes), 24h (hours), 7d (days) or 15wd (working days)"
        )
    unit: Unit = found[2]  # type: ignore[assignment]  # the pattern admits these four only
    return Duration(int(found[1]), unit)


def elapsed(start: Moment, end: Moment) -> Elapsed:
    """Give the real time from one moment to another, clock changes included.

    A moment known only to its day may lie anywhere in that day, so the least can be below zero for two on one day.
    """
    return Elapsed(end.earliest - start.latest, end.latest - start.earliest)


def _parse_text(raw: str) -> Moment:
    text = raw.strip()
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(_why_not(text))
    year, month, day, hour, minute, second, fraction, zulu, sign, zone_hours, zone_minutes = found.groups()
    try:
        if hour is None:
            read = datetime(int(year), int(month), int(day))  # noqa: DTZ001 - the zone is settled below
        else:
            micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
            zone = _GMT if zulu else _zone(sign, zone_hours, zone_minutes)
            read = datetime(
                int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro, tzinfo=zone
            )
    except ValueError:
        read = None
    if read is None:
        if year == "0000":
            raise ValueError(_empty_date(text))
        raise ValueError(f"{text} is not in the calendar or on the clock: no such day, hour or minute")
    if hour is None:
        _check_real(read, text)
        return Moment(start_of_day(read.date()), date_only=True, raw=raw)
    return Moment(_localise(read, text), date_only=False, raw=raw)


def _zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone | None:
    if sign is None or hours is None:
        return None
    if minutes is not None and int(minutes) > 59:  # noqa: PLR2004 - minutes in an hour
        raise ValueError("no such offset")
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-size if sign == "-" else size)


def _localise(read: datetime, shown: str) -> datetime:
    _check_real(read, shown)
    return in_london(read if read.tzinfo is not None else read.replace(tzinfo=LONDON, fold=0))


def _fix(local: datetime) -> datetime:
    offset = local.utcoffset() or timedelta(0)
    return local.replace(tzinfo=_OFFSETS.get(offset) or timezone(offset), fold=0)


def _check_real(read: datetime, shown: str) -> None:
    if not FIRST_YEAR <= read.year <= LAST_YEAR or read.replace(tzinfo=None) == _EMPTY_IN_SQL:
        raise ValueError(_empty_date(shown))


def _empty_date(shown: str) -> str:
    return f"{shown} is a system's empty date, not a time: leave the value out or make it null"


def _number(shown: str) -> str:
    return f"{shown} is a number, not a time: the mapping must say how the system counts its dates"


def _why_not(text: str) -> str:
    if not text:
        return "the value is blank, not a time"
    if len(text) > _QUOTED_LENGTH or not any(map(str.isdigit, text)):
        # Free text may name a child, and messages travel further than case files.
        return f"a time is wanted, written like 2025-05-23T14:30, not text ({len(text)} characters)"
    if text.isdigit():
        return _number(text)
    if _SLASHED.match(text) and not _ISO.match(text):
        return (
            f"{text} does not say which figure is the day and which the month: the mapping must name the date format, "
            "or the export must write 2025-05-23"
        )
    return f"{text!r} is not a time: write it like 2025-05-23 or 2025-05-23T14:30, or name its format in the mapping"


def _kind(value: object) -> str:
    names = {bool: "true or false", type(None): "null", list: "a list", tuple: "a list", dict: "an object"}
    return names.get(type(value), f"a {type(value).__name__}")
