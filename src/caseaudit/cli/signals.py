"""Lets the system's signals end a run as Ctrl-C does: in order, with nothing unfinished left behind."""

from __future__ import annotations

import signal
from typing import NoReturn

_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""A scheduler's or a system's end, a terminal that goes away, Ctrl-Break on Windows; each where the system has it."""


def heed() -> None:
    """Take the signals as interruptions; what was told to be ignored, as `nohup` does, stays ignored."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: object) -> NoReturn:
    """Interrupt what is under way, once: what is being tidied up after the first signal is left to end."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt
