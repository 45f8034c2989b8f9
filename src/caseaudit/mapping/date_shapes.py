"""The shapes in which British systems write dates and times, read from text: figures, month names, clocks and zones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from caseaudit.mapping.cells import unbroken

_SHOWN = 40
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "ionawr", "ion"),
            ("february", "feb", "febr", "chwefror", "chw", "chwef"),
            ("march", "mar", "mawrth", "maw"),
            ("april", "apr", "ebrill", "ebr"),
            ("may", "mai"),
            ("june", "jun", "mehefin", "meh"),
            ("july", "jul", "gorffennaf", "gorff", "gor"),
            ("august", "aug", "awst", "aws"),
            ("september", "sept", "sep", "medi", "med"),
            ("october", "oct", "hydref", "hyd"),
            ("november", "nov", "tachwedd", "tach"),
            ("december", "dec", "rhagfyr", "rhag"),
        ),
        1,
    )
    for name in names
}
"""Month names and their short forms in English and Welsh."""
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ZONE = r"Z|(?:UTC|GMT)?[+-]\d\d:?(?:\d\d)?(?:\s*\([^()]*\))?|UTC|GMT|BST"
_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.hH](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"|(?P<hour4>\d\d)(?P<minute4>\d\d)(?P<second4>\d\d)?"
)
_CLOCK_TEXT = rf"(?:{_TIME})\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:hrs?\b\.?|hours\b)?\s*(?P<zone>{_ZONE})?"
_CLOCK = re.compile(_CLOCK_TEXT, re.IGNORECASE)
_BETWEEN = r"(?:\s*[T,;@|\-\u2013]\s*|\s+)(?:at\s+)?"
_TH = "st|nd|rd|th|af|ail|ydd|fed|eg"
"""What follows the day in English (1st) and Welsh (1af)."""
_DATES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?!\d)",
        r"(?P<one>\d{1,2})(?P<gap>\s?[/.\-]\s?|\s)(?P<two>\d{1,2})(?P=gap)(?P<year>\d{4}|\d\d)(?![\d:])",
        rf"(?P<day>\d{{1,2}})(?:{_TH})?(?:\s+of)?[\s\-/.,]*(?P<name>{_MONTH})\b[\s\-/.,']*(?P<year>\d{{4}}|\d\d)(?![\d:])",
        rf"(?P<day>\d{{1,2}})(?P<name>{_MONTH})(?P<year>\d{{4}}|\d\d)(?![\d:])",
        rf"(?P<name>{_MONTH})\b\.?[\s\-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\-]+(?P<year>\d{{4}})(?!\d)",
        rf"(?P<year>\d{{4}})[\s\-/]+(?P<name>{_MONTH})[\s\-/]+(?P<day>\d{{1,2}})(?!\d)",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?=T\d)",
    )
)
_COMPUTER = re.compile(
    rf"(?P<name>{_MONTH}) +(?P<day>\d{{1,2}}) (?P<clock>\d\d:\d\d:\d\d)(?: (?P<zone>{_ZONE}))? (?P<year>\d{{4}})",
    re.IGNORECASE,
)
_CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?(?:\s*hrs?\b\.?|\s*hours\b)?|\d{4}\s?(?:hrs?|hours)\b\.?)"
    r"\s*(?:,|-|\bon\b)?\s*(?:the\s+)?(?P<date>\S.*)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s*", re.IGNORECASE)
_HOURS = r"(?!00:00)((?:[01][0-9]|2[0-3]):[0-5][0-9])"
_ISO = re.compile(rf"((?:19[1-9]|2[01][0-9])[0-9]-[0-9][0-9]-[0-9][0-9])(?:[T ]{_HOURS})?")
_BRITISH = re.compile(rf"([0-3][0-9])/([01][0-9])/((?:19[1-9]|2[01][0-9])[0-9])(?: {_HOURS})?")
"""What can be read at a glance: no year that may be a system's empty date, and no midnight, which may mean no time."""
_BST = timezone(timedelta(hours=1), "BST")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date, with the time and the zone if they are written."""

    day: date
    clock: time | None = None
    zone: tzinfo | None = None
    ambiguous: bool = False
    """The day and the month could be read the other way round."""
    end_of_day: bool = False
    """The time was written 24:00; `day` is the day after."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What must be known to read a date."""

    day_first: bool | None = None
    pivot: int = 50


class EmptyDateError(ValueError):
    """A date of noughts: how a system writes that there is none."""


def at_a_glance(text: str, shape: Shape) -> tuple[str, str | None] | None:
    """Read the shapes in which most systems write dates: the day in ISO 8601 and the clock as it stands.

    None for all else, which `read_stamp` looks at closely.
    """
    if (found := _ISO.fullmatch(text)) is not None:
        day, clock = found.groups()
    elif shape.day_first is not False and (found := _BRITISH.fullmatch(text)) is not None:
        first, second, year, clock = found.groups()
        if shape.day_first is None and first <= "12" and first != second:
            return None
        day = f"{year}-{second}-{first}"
    else:
        return None
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return day, clock


@lru_cache(maxsize=16384)
def read_stamp(text: str, shape: Shape) -> Stamp:
    """Read a date, with or without a time. Raises ValueError with the reason, EmptyDateError for 00/00/0000."""
    text = unbroken(text)
    if weekday := _WEEKDAY.match(text):
        text = text[weekday.end() :]
    if found := _COMPUTER.fullmatch(text):
        return _with_clock(_stamp(found, shape), f"{found['clock']} {found['zone'] or ''}", text)
    for pattern in _DATES:
        if found := pattern.match(text):
            stamp = _stamp(found, shape)
            rest = text[found.end() :].rstrip(" .,;")
            if not rest:
                return stamp
            between = re.match(_BETWEEN, rest, re.IGNORECASE)
            return _with_clock(stamp, rest[between.end() :] if between else rest, text)
    if found := _CLOCK_FIRST.fullmatch(text):
        rest = found["date"].rstrip(" .,;")
        rest = rest[weekday.end() :] if (weekday := _WEEKDAY.match(rest)) else rest
        for pattern in _DATES:
            if date_found := pattern.fullmatch(rest):
                return _with_clock(_stamp(date_found, shape), found["clock"], text)
    raise ValueError(f"{shown(text)} is not a date that can be read: name its format under `dates: formats`")


@lru_cache(maxsize=4096)
def read_clock(text: str) -> tuple[time, tzinfo | None, bool]:
    """Read a time of day: the time, its zone if one is written, and whether it is 24:00. Raises ValueError."""
    found = _CLOCK.fullmatch(unbroken(text).rstrip(" .,;"))
    if found is None:
        raise ValueError(f"{shown(text)} is not a time of day")
    hour = int(found["hour"] or found["hour4"])
    minute = found["minute"] or found["minute4"]
    second = int(found["second"] or found["second4"] or 0)
    half = (found["half"] or "")[:1].lower()
    if minute is None and not half:
        raise ValueError(f"{shown(text)} has an hour without minutes")
    hour = _of_half(hour, half, text)
    zone = _zone(found["zone"]) if found["zone"] else None
    micro = int((found["fraction"] or "")[:6].ljust(6, "0"))
    if (hour, int(minute or 0), second) == (24, 0, 0):
        return time(), zone, True
    try:
        return time(hour, int(minute or 0), second, micro), zone, False
    except ValueError:
        raise ValueError(f"{shown(text)} is not on the clock") from None


def two_figures(year: int, pivot: int) -> int:
    """Give the year that two figures stand for."""
    return year + (2000 if year < pivot else 1900)


def shown(text: str) -> str:
    """Quote a date for a message; longer text may tell of a child and is only counted."""
    if len(text) > _SHOWN or not any(map(str.isdigit, text)):
        return f"Text of {len(text)} characters"
    return f"'{text}'"


def _of_half(hour: int, half: str, text: str) -> int:
    if not half:
        return hour
    if (half == "a" and hour > 12) or (half == "p" and hour == 0):  # noqa: PLR2004 - hours of half a day
        raise ValueError(f"{shown(text)} contradicts itself: {'am' if half == 'a' else 'pm'} beside hour {hour}")
    if half == "a":
        return hour % 12
    return hour + 12 if hour < 12 else hour  # noqa: PLR2004


def _zone(text: str) -> tzinfo:
    text = text.upper().split("(")[0].strip()
    if text == "BST":
        return _BST
    figures = text.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if figures in ("", "Z"):
        return UTC
    size = timedelta(hours=int(figures[1:3]), minutes=int(figures[3:5] or 0))
    if size >= timedelta(days=1):
        raise ValueError(f"{text} is not a time zone")
    return timezone(-size if figures[0] == "-" else size)


def _with_clock(stamp: Stamp, rest: str, text: str) -> Stamp:
    try:
        clock, zone, end_of_day = read_clock(rest)
    except ValueError as error:
        raise ValueError(f"{shown(text)} cannot be read to its end: {error}") from None
    if end_of_day and stamp.day == date.max:
        raise EmptyDateError(f"{shown(text)} is an empty date")
    day = stamp.day + timedelta(days=1) if end_of_day else stamp.day
    return Stamp(day, clock, zone, stamp.ambiguous, end_of_day)


def _stamp(found: re.Match[str], shape: Shape) -> Stamp:
    groups = found.groupdict()
    year = int(groups["year"])
    if len(groups["year"]) == 2:  # noqa: PLR2004 - figures of a short year
        year = two_figures(year, shape.pivot)
    if not groups.get("one"):
        month = int(groups["month"]) if groups.get("month") else _MONTHS[groups["name"].lower()]
        return Stamp(_day(year, month, int(groups["day"]), found[0]))
    one, two = int(groups["one"]), int(groups["two"])
    if one == two == 0:
        raise EmptyDateError(f"{shown(found[0])} is an empty date")
    day, month = (two, one) if shape.day_first is False else (one, two)
    if month > 12 >= day:  # noqa: PLR2004 - months of a year
        order = "month" if shape.day_first is False else "day"
        other = "true" if shape.day_first is False else "false"
        raise ValueError(
            f"{shown(found[0])}: there is no month {month} (the {order} is read first; "
            f"set `day_first: {other}` under `dates` if it is the other way round)"
        )
    ambiguous = shape.day_first is None and day <= 12 and day != month  # noqa: PLR2004
    return Stamp(_day(year, month, day, found[0]), ambiguous=ambiguous)


def _day(year: int, month: int, day: int, text: str) -> date:
    if month == day == 0:
        raise EmptyDateError(f"{shown(text)} is an empty date")
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if 1 <= month <= 12 and year >= 1:  # noqa: PLR2004
        name = date(2000, month, 1).strftime("%B")
        raise ValueError(f"{shown(text)} is not in the calendar: there is no {day} {name} {year}")
    raise ValueError(f"{shown(text)} is not in the calendar")


def by_format(text: str, form: str, pivot: int) -> Stamp:
    """Read a text by a `strptime` format. Raises ValueError when it does not fit."""
    read = datetime.strptime(unbroken(text), form)  # noqa: DTZ007 - the zone is settled by the mapping
    if "%y" in form or "%D" in form:
        read = read.replace(year=two_figures(read.year % 100, pivot))
    has_clock = re.search(r"%-?[HIMSfpTRXc]", form) is not None
    return Stamp(read.date(), read.time() if has_clock else None, read.tzinfo)
