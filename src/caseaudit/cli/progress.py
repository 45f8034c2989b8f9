"""How far a run is, on standard error: only for a person at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(*, quiet: bool) -> Iterator[Callable[[], None]]:
    """Give a function to call once a record; shows the count while a person is watching."""
    if quiet or os.environ.get("CI") or not sys.stderr.isatty():
        yield _nothing
        return
    from rich.progress import Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - only at a terminal

    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    columns = (TextColumn("Auditing: {task.completed:,.0f} records"), TimeElapsedColumn())
    with Progress(*columns, console=make_console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda: progress.advance(task)


def _nothing() -> None:
    """Count for nobody."""
