"""What the cells of a column look like as dates and times of day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from caseaudit.mapping.cells import Cell, as_text
from caseaudit.mapping.date_shapes import Shape as DateShape
from caseaudit.mapping.dates import DateRules, read_time

LOOKED_AT = 400
"""Cells that are looked at."""
MOST = 0.85
"""The part of a column that must be of a kind."""
_FIGURES_FIRST = re.compile(r"\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](?:\d{4}|\d\d)\b")
_UNSEPARATED = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_CLOCK = re.compile(
    r"\s*(?:[01]?\d|2[0-4])(?:[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]m|hrs)?|\d\d\s*(?:hrs)?)\s*", re.IGNORECASE
)
_SERIALS = range(32_000, 55_000)
"""Excel's numbers of the days from 1987 to 2050."""


@dataclass(frozen=True, slots=True)
class DateLook:
    """How dates are written."""

    day_first: bool | None = None
    """What the figures show; None where every one could be read either way or is unmistakable."""
    both: bool = False
    """Some can only be day first, others only month first."""
    formats: tuple[str, ...] = ()
    """Formats that must be named to read them."""
    timed: bool = False


def date_look(name: str, cells: Sequence[Cell]) -> DateLook | None:
    """Look at a column as dates; None when it holds none."""
    if all(isinstance(cell, time | timedelta | bool) for cell in cells):
        return None
    formats = _formats(name, cells)
    said = [_order(cell) for cell in cells]
    day, month = said.count("day"), said.count("month")
    rules = _rules(formats, day_first=False if month > day else None)
    reads = [_date(cell, rules) for cell in cells]
    if sum(read is not None for read in reads) < MOST * len(cells):
        return None
    order = None if not day and not month else day >= month
    return DateLook(order, bool(day and month), formats, any("T" in (read or "") for read in reads))


def _rules(formats: tuple[str, ...], *, day_first: bool | None) -> DateRules:
    return DateRules(DateShape(day_first), formats)


def _formats(name: str, cells: Sequence[Cell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        text = as_text(cell).strip()
        if not text.replace(".", "", 1).isdigit():
            continue
        form = _UNSEPARATED.get(len(text)) if text.isdigit() else None
        if form is not None and _reads(text, form):
            found[form] = None
        elif isinstance(cell, str) and int(float(text)) in _SERIALS and _DATED.search(name):
            found["excel"] = None
    return tuple(found)


_DATED = re.compile(r"date|time|\bdt\b|_dt|dob|_at\b|\bon\b", re.IGNORECASE)


def _reads(text: str, form: str) -> bool:
    try:
        return 1930 <= datetime.strptime(text, form).year <= 2060  # noqa: DTZ007, PLR2004 - only whether it can be read
    except ValueError:
        return False


def _order(cell: Cell) -> str:
    """Say which order the figures of a date show."""
    found = _FIGURES_FIRST.match(cell) if isinstance(cell, str) else None
    if found is None:
        return ""
    one, two = int(found[1]), int(found[2])
    if one > 12 >= two:  # noqa: PLR2004
        return "day"
    return "month" if two > 12 >= one else ""  # noqa: PLR2004


def _date(cell: Cell, rules: DateRules) -> str | None:  # noqa: PLR0911 - one answer a kind of cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool | time | timedelta):
        return None
    if isinstance(cell, int | float) and not rules.formats:
        return None
    if isinstance(cell, str) and len(cell) > 60:  # noqa: PLR2004
        return None
    try:
        return read_time([cell], rules).text
    except (ValueError, OverflowError):
        if rules.shape.day_first is None:
            return _date(cell, _rules(rules.formats, day_first=False))
        return None


def is_clock(name: str, cell: Cell) -> bool:
    """Say whether a cell is a time of day; four figures alone are one only where the header says so."""
    if isinstance(cell, time):
        return True
    if not isinstance(cell, str) or _CLOCK.fullmatch(cell) is None:
        return False
    return ":" in cell or re.search(r"time|\btm\b|_tm|hrs", name, re.IGNORECASE) is not None
