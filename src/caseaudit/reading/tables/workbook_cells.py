"""What a spreadsheet's cells mean: whole numbers, dates and times to the second, texts that are really errors."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from caseaudit.reading.tables.rows import Cell

ERRORS = frozenset(
    {
        "#BLOCKED!", "#BUSY!", "#CALC!", "#CONNECT!", "#DIV/0!", "#FIELD!", "#GETTING_DATA", "#N/A", "#NAME?", "#NULL!",
        "#NUM!", "#REF!", "#SPILL!", "#UNKNOWN!", "#VALUE!",
    }
)  # fmt: skip
"""What spreadsheets show where a formula has failed; also found as text, once results were pasted as values."""

ERROR_CODES = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
"""The same in the binary formats ([MS-XLS] 2.5.10, [MS-XLSB] 2.5.97.2)."""

_EXACT = 1 << 53
_ZERO_DAY = date(1899, 12, 30)
_NOUGHT = (_ZERO_DAY, datetime(1899, 12, 30))  # noqa: DTZ001
_HALF = timedelta(milliseconds=500)
_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:\.\d+)?S")
_LAST = datetime(9999, 12, 31, 23, 59, 59)  # noqa: DTZ001 - workbooks know no time zones

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell as (row, column), from 0."""


def converted(cells: Iterable[Any], *, open_document: bool = False) -> list[Cell]:
    """Give the cells of a row as they are meant; empty ones are None.

    `open_document`: durations come as text (`PT30H05M00S`) from such files.
    """
    known = _OPEN_DOCUMENT if open_document else _CONVERSIONS
    return [cell if (convert := known.get(type(cell))) is None else convert(cell) for cell in cells]


def _text(text: str) -> Cell:
    return text or None


def _open_document_text(text: str) -> Cell:
    if text.startswith("PT") and (found := _DURATION.fullmatch(text)):
        hours, minutes, seconds = map(int, found.groups())
        try:
            return timedelta(hours=hours, minutes=minutes, seconds=seconds)
        except OverflowError:
            return text
    return text or None


def _number(number: float) -> Cell:
    """Spreadsheets know only floating point: what is whole is given as such, as far as it is exact."""
    return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _datetime(moment: datetime) -> Cell:
    """Round to the second, as it is shown: fractions come from reckoning days in floating point."""
    if moment.microsecond and moment < _LAST:
        moment = (moment + _HALF).replace(microsecond=0)
    if moment.date() == _ZERO_DAY:
        return moment.time() if moment.time() != time() else None
    return moment


def _date(day: date) -> Cell:
    """Day nought is how OpenDocument writes the number 0 that was formatted as a date, which is none."""
    return None if day == _ZERO_DAY else day


def undated(cells: Iterable[Any]) -> list[int]:
    """Find the cells that hold day nought, which is no date; `converted` leaves them empty."""
    return [at for at, cell in enumerate(cells) if isinstance(cell, date) and cell in _NOUGHT]


def _time(clock: time) -> Cell:
    if not clock.microsecond:
        return clock
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + (clock.microsecond >= _HALF.microseconds)
    minutes, second = divmod(min(seconds, 24 * 3600 - 1), 60)
    hour, minute = divmod(minutes, 60)
    return time(hour, minute, second)


def _duration(duration: timedelta) -> Cell:
    return timedelta(seconds=round(duration.total_seconds())) if duration.microseconds else duration


_CONVERSIONS: dict[type, Callable[[Any], Cell]] = {
    str: _text, float: _number, datetime: _datetime, date: _date, time: _time, timedelta: _duration,
}  # fmt: skip
_OPEN_DOCUMENT = {**_CONVERSIONS, str: _open_document_text}


class Merges:
    """The merged cells of a sheet; what they show stands only in the top left one."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._ranges = sorted(ranges)
        self._down = [found for found in self._ranges if found[1][0] > found[0][0]]

    def across(self, row: int, cells: Sequence[Cell], first_column: int) -> list[Cell]:
        """Repeat what is merged across columns in this row of names, where they are blank. `row` is from 0."""
        named = list(cells)
        for (top, left), (bottom, right) in self._ranges:
            if top > row:
                break
            if row <= bottom and left < right and 0 <= left - first_column < len(named):
                for at in range(left - first_column + 1, min(right - first_column + 1, len(named))):
                    if named[at] is None:
                        named[at] = named[left - first_column]
        return named

    def downwards(self, after: int, first_column: int) -> Callable[[int, list[Cell]], None]:
        """Make what repeats merged cells down their first column, for rows given in order; rows are from 0.

        Only ranges that begin below row `after` count, so that no title or header runs into the rows.
        """
        pending = self._down[bisect_left(self._down, ((after + 1, -1), (0, 0))) :]
        pending.reverse()
        active: dict[int, tuple[int, Cell]] = {}

        def fill(row: int, cells: list[Cell]) -> None:
            while pending and pending[-1][0][0] <= row:
                (top, left), (bottom, _) = pending.pop()
                at = left - first_column
                if top == row and 0 <= at < len(cells) and cells[at] is not None:
                    active[at] = bottom, cells[at]
            for at, (bottom, value) in list(active.items()):
                if row > bottom:
                    del active[at]
                elif cells[at] is None:
                    cells[at] = value

        return fill
