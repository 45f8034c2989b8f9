"""Cuts lines of delimited text into records as `csv` does, and goes on behind quotation marks that do not balance."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

TextRecord: TypeAlias = tuple[int, list[str], str | None]
"""The line on which a record begins, its cells, and why they cannot be used."""

_UNDIVIDED = "It cannot be divided into cells"
_MOST_LINES = 200
_MOST_FAILED = 200


class Records:
    """The records of one file; lines that hold nothing give none.

    Quotation marks that stand inside a quoted cell without being doubled are kept as text where that is clear. One that
    is never closed makes its own line a record with a problem, and reading goes on behind that line. `limit` is the
    number of characters in a cell, `width` the usual number of cells, by which it is known that mending went right.
    `cut` says that the lines are the beginning of a text, where an open end is no mistake.
    """

    def __init__(
        self,
        lines: Iterator[str],
        delimiter: str,
        limit: int,
        *,
        width: int | None = None,
        cut: bool = False,
        most_failed: int = _MOST_FAILED,
    ) -> None:
        self.ended = False
        """Whether every line has been taken."""
        self._lines = lines
        self._delimiter = delimiter
        self._limit = limit
        self._held: list[str] = []
        self._width = width
        self._cut = cut
        self._most_failed = most_failed
        self._failed = 0
        self._mended = 0
        self._first_mended = 0
        mark = re.escape(delimiter)
        # A quotation mark right behind a delimiter opens a cell: inside another one it shows that that was not closed.
        behind = rf"(?!{mark}|\s*\Z)"
        self._cell = re.compile(
            rf'"(?P<quoted>(?:[^"]|""{behind}|(?<![{mark}\r\n"])"{behind})*+)"[ ]*(?:{mark}|(?P<last>\s*\Z))'
            rf"|(?P<plain>[^{mark}\r\n]*)(?:{mark}|(?P<end>[\r\n]*\Z))"
        )

    def __iter__(self) -> Iterator[TextRecord]:
        """Give every record in order, once."""
        if csv.field_size_limit() != self._limit:
            csv.field_size_limit(self._limit)
        number = 1
        held = self._held
        while not self.ended:
            if self._failed > self._most_failed:
                yield from self._unread(number)
                return
            try:
                for cells in csv.reader(self._feed(), delimiter=self._delimiter, strict=True):
                    if cells:
                        yield number, cells, None
                    number += len(held)
                    held.clear()
            except csv.Error as error:
                record = self._mend(number, error)
                if self.ended and self._cut:
                    return
                yield record
                number += len(held)
                held.clear()

    def notices(self) -> Iterator[str]:
        """Say what was mended; complete when every record has been taken."""
        if self._mended:
            rows = "1 row has" if self._mended == 1 else f"{self._mended:,} rows have"
            yield f"{rows} quotation marks inside quoted cells, read as text (first: line {self._first_mended})"

    def _feed(self) -> Iterator[str]:
        held = self._held
        for line in self._lines:
            held.append(line)
            yield line
        self.ended = True

    def _mend(self, number: int, error: csv.Error) -> TextRecord:
        """Read what csv refuses; `_held` keeps the lines that the record takes up, the others are read again."""
        held = self._held
        if "expected after" in str(error):
            cells = self._tolerantly()
            if cells is not None:
                self._mended += 1
                self._first_mended = self._first_mended or number
                return number, cells, None
        self._failed += 1
        if "limit" in str(error):
            why = f"a cell that begins on this line has more than {self._limit:,} characters, or is never closed"
        else:
            why = "a quotation mark on this line is not closed, or stands inside a cell without being doubled"
        if len(held) > 1 and not (self.ended and self._cut):
            self._again(held[1:])
        return number, self._split(held[0]), f"{_UNDIVIDED}: {why}"

    def _unread(self, number: int) -> Iterator[TextRecord]:
        """Give up on quotation marks: too many do not balance, and each costs another reading of what follows."""
        for line in self._lines:
            if line.strip():
                yield (
                    number,
                    self._split(line),
                    "It cannot be divided into cells: quotation marks before it are not closed",
                )
            number += 1
        self.ended = True

    def _split(self, line: str) -> list[str]:
        return line.rstrip("\r\n").split(self._delimiter)

    def _again(self, lines: list[str]) -> None:
        """Put lines back to be read again."""
        del self._held[1:]
        self._lines = chain(lines, self._lines)
        self.ended = False

    def _tolerantly(self) -> list[str] | None:
        """Read the record with its quotation marks as people type them; None when it is not clear where it ends."""
        held = self._held
        while True:
            cells = self._divided("".join(held))
            if cells is not None and self._width in {None, len(cells)}:
                return cells
            if len(held) > _MOST_LINES:
                return None
            line = next(self._lines, None)
            if line is None:
                self.ended = True
                return None
            held.append(line)

    def _divided(self, text: str) -> list[str] | None:
        """Divide one record; None when a quoted cell in it does not end."""
        cells: list[str] = []
        at = 0
        while (found := self._cell.match(text, at)) is not None:
            quoted, plain = found["quoted"], found["plain"]
            if quoted is None and plain.startswith('"') and plain.count('"') % 2:
                return None
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            if found["last"] is not None or found["end"] is not None:
                return cells
            at = found.end()
        return None
