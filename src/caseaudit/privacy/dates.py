"""Dates of a case: kept, all moved by one keyed number of days, or cut to their month; and dates found in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from caseaudit.privacy.key import Key

DateMode = Literal["keep", "shift", "month"]

MOST_DAYS = 182
"""Days by which a case's dates are moved at most, either way."""
DATE, BIRTH = "[date]", "[date of birth]"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_TIME = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)"
_YEAR = r"(?:19|20)\d\d"
_SHORT_YEAR = r"'?\d\d(?![\d:/-]|\.\d|\s?(?:hrs?|hours?|am|pm|mins?|times|years?|yrs?|days?|weeks?|months?|y/?o)\b)"
_DATES = re.compile(
    rf"(?<![\w/])(?<!\d[.-])(?:"
    rf"(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?P<t1>{_TIME})?"
    rf"|(?P<d2>\d\d?)(?:(?P<s2>[-/.])(?P<m2>\d\d?)(?:(?P=s2)(?P<y2>{_YEAR}|\d\d)))(?![\d/]|[.-]\d)"
    rf"|(?P<d3>\d\d?)/(?P<m3>\d\d?)(?![\w/]|[.-]\d)"
    rf"|(?P<d4>\d\d?)(?:st|nd|rd|th)?[\s-]{{0,2}}(?:of\s)?(?P<m4>{_MONTH})(?![A-Za-z])"
    rf"(?:\.?[\s,-]{{0,2}}(?P<y4>{_YEAR}\b|{_SHORT_YEAR}))?"
    rf"|(?P<m5>{_MONTH})\b\.?\s(?:the\s)?(?P<d5>\d\d?)(?:st|nd|rd|th)?\b(?![:/.]\d)(?:[\s,]{{1,2}}(?P<y5>{_YEAR})\b)?"
    rf"|(?P<m6>{_MONTH})\b[\s,-]{{1,2}}(?P<y6>{_YEAR})\b"
    r")",
    re.IGNORECASE,
)
_ISO = re.compile(rf"(?<!\d)(\d{{4}}-\d\d-\d\d)(?!\d)({_TIME})?")
_CLOCK = re.compile(r"[\s,]{1,2}\d\d:\d\d(?::\d\d)?\b")
_BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|(?:date|day) of birth|born(?: on)?|birth ?day(?: (?:is|was|on|is on))?)\W{0,4}\Z"
)
_ALONE = re.compile(
    rf"(?<!\w)(?:(?:(?i:in|since|by|until|till|from|during|last|next|this|early|late|mid|of|for|to)[\s-])(?i:{_MONTH})"
    r"|January|February|April|June|July|August|September|October|November|December)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text; what it leaves out is None."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None
    """Two figures stay two figures."""
    born: bool
    """Whether the words before it say that somebody was born on it."""


def days_of(key: Key, case_id: str) -> int:
    """Return by how many days the dates of a case move: -182 to 182, never 0, the same in every run with this key."""
    days = key.number("days", case_id) % (2 * MOST_DAYS) - MOST_DAYS
    return days if days < 0 else days + 1


def dates_in(text: str) -> Iterator[FoundDate]:
    """Yield every date in a text, in figures or in words, with or without its year."""
    for match in _DATES.finditer(text):
        form = next(number for number in "123456" if match[f"m{number}"])
        month = _month(match[f"m{form}"])
        day = int(match[f"d{form}"]) if form != "6" else None
        year = int(match[f"y{form}"].lstrip("'")) if form != "3" and match[f"y{form}"] else None
        if form in "23" and day is not None and month > 12 >= day:  # noqa: PLR2004 - the month stands first
            day, month = month, day
        if 1 <= month <= 12 and (day is None or 1 <= day <= 31) and (day, month, form) != (24, 7, "3"):  # noqa: PLR2004
            born = _BORN.search(text[max(0, match.start() - 24) : match.start()].lower()) is not None
            yield FoundDate(match.start(), match.end(), day, month, year, born)


def months_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of months that stand without a day or year."""
    for match in _ALONE.finditer(text):
        words = re.search(rf"{_MONTH}\Z", match[0], re.IGNORECASE)
        yield match.start() + (words.start() if words else 0), match.end()


def is_birthday(found: FoundDate, births: frozenset[date]) -> bool:
    """Say whether a date is, or without its year may be, one on which somebody of the case was born."""
    for born in births:
        same_year = found.year is None or found.year in (born.year, born.year % 100)
        if same_year and found.day is not None and {found.day, found.month} == {born.day, born.month}:
            turned = (found.day, found.month) != (born.day, born.month)
            if not turned or found.year is not None:
                return True
    return False


def moved_value(text: str, mode: DateMode, days: int) -> str:
    """Return a value with its ISO dates kept, moved or cut to the month; what is no real date becomes `[date]`."""
    if mode == "keep":
        return text
    return _ISO.sub(lambda match: _moved_iso(match[1], match[2] or "", mode, days), text)


def _moved_iso(day: str, clock: str, mode: DateMode, days: int) -> str:
    try:
        moved = date.fromisoformat(day) + timedelta(days=days if mode == "shift" else 0)
    except (ValueError, OverflowError):
        return DATE
    return f"{moved:%Y-%m}" if mode == "month" else f"{moved.isoformat()}{clock}"


def moved_words(text: str, found: FoundDate, mode: DateMode, days: int) -> tuple[int, str]:
    """Return where a date of one of our own sentences ends, time of day included, and what stands there instead."""
    shown = text[found.start : found.end]
    iso = _ISO.fullmatch(shown)
    if iso:
        return found.end, _moved_iso(iso[1], iso[2] or "", mode, days)
    if found.day is None or found.year is None:
        return found.end, DATE
    try:
        moved = date(found.year, found.month, found.day) + timedelta(days=days if mode == "shift" else 0)
    except (ValueError, OverflowError):
        return found.end, DATE
    if mode == "shift":
        return found.end, f"{moved.day} {moved:%B %Y}"
    clock = _CLOCK.match(text, found.end)
    return clock.end() if clock else found.end, f"{moved:%B %Y}"


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1
