"""How far a run is, on standard error: a bar for a person at a terminal, a line a minute for a scheduled job's log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

EVERY = 60.0
"""Seconds between two lines in a log."""
_MINUTE, _HOUR = 60, 3_600


class Count(Protocol):
    """What is called once a record."""

    def __call__(self, *, before: bool = False) -> None:
        """Count a record; `before`: one that an interrupted run has taken, which says nothing of the speed."""


@dataclass(slots=True)
class Pace:
    """Counts records and says how fast they go and how long the rest will take."""

    fraction: Callable[[], float | None]
    """How much of the input has been taken, from 0 to 1."""
    clock: Callable[[], float] = time.monotonic
    records: int = 0
    fresh: int = 0
    """Of these, records of this run."""
    _begun: float = field(init=False)
    _from: float = 0.0
    """How much had been taken when this run's own records began."""

    def __post_init__(self) -> None:
        """Start the clock."""
        self._begun = self.clock()

    def count(self, *, before: bool = False) -> None:
        """Count a record."""
        self.records += 1
        if before:
            self._begun, self._from = self.clock(), self.fraction() or 0.0
        else:
            self.fresh += 1

    def line(self) -> str:
        """Say it: `12,000 records, 98 a second, about 14 min left`."""
        taken = self.clock() - self._begun
        told = [f"{self.records:,} record{'' if self.records == 1 else 's'}"]
        if self.fresh and taken > 0:
            rate = self.fresh / taken
            told.append(f"{rate:,.0f} a second" if rate >= 1 else f"{rate * _MINUTE:,.0f} a minute")
        left = self._left(taken)
        if left is not None:
            told.append(f"about {in_words(left)} left")
        return ", ".join(told)

    def _left(self, taken: float) -> float | None:
        """Estimate the seconds that are left from how much of the input went by."""
        done = self.fraction()
        if done is None or done <= self._from or not self.fresh:
            return None
        return taken * (1 - done) / (done - self._from)


def in_words(seconds: float) -> str:
    """Say a time to wait: `40 s`, `14 min`, `2 h 5 min`.

    >>> in_words(7500)
    '2 h 5 min'
    """
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / _MINUTE)
    if minutes < _MINUTE:
        return f"{minutes} min"
    return f"{minutes // _MINUTE} h {minutes % _MINUTE} min"


@contextmanager
def counting(
    fraction: Callable[[], float | None], *, quiet: bool, clock: Callable[[], float] = time.monotonic
) -> Iterator[Count]:
    """Give a function to call once a record; `fraction` says how much of the input has been taken."""
    if quiet:
        yield _nothing
        return
    pace = Pace(fraction, clock)
    if os.environ.get("CI") or not sys.stderr.isatty():
        yield _into_log(pace)
        return
    from rich.progress import Progress, TextColumn  # noqa: PLC0415 - only at a terminal

    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    columns = TextColumn("Auditing: {task.description}", markup=False)
    with Progress(columns, console=make_console(stderr=True), transient=True) as progress:
        task = progress.add_task("")
        due = 0.0

        def show(*, before: bool = False) -> None:
            nonlocal due
            pace.count(before=before)
            if clock() >= due:
                due = clock() + 0.2
                progress.update(task, description=pace.line())

        yield show


def _into_log(pace: Pace) -> Count:
    due = pace.clock() + EVERY

    def note(*, before: bool = False) -> None:
        nonlocal due
        pace.count(before=before)
        if pace.clock() >= due:
            due = pace.clock() + EVERY
            print(f"caseaudit: {pace.line()}", file=sys.stderr, flush=True)  # noqa: T201 - a message, as `say`

    return note


def _nothing(*, before: bool = False) -> None:
    """Count for nobody."""
    del before
