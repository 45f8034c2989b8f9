"""One process at a time adds to a file: a lock that the system lets go of itself when a process ends."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from caseaudit.errors import UsageError

WAIT = 30.0
"""Seconds to wait for another process to finish with the file."""

_BEYOND = 1 << 40
"""Where Windows locks: a place that no file here reaches, so that others may read meanwhile."""

Act = Callable[[IO[bytes]], None]


@contextmanager
def lock(stream: IO[bytes], path: Path, *, wait: float, what: str, who: str) -> Iterator[None]:
    """Hold the lock on an open file. Raises UsageError when somebody else holds it for longer than `wait` seconds."""
    take, give_back = _locks()
    until = time.monotonic() + wait
    while True:
        try:
            take(stream)
        except OSError:
            if time.monotonic() >= until:
                raise UsageError(
                    f"Another {who} holds {what} {path}", remedy="Wait until it has ended, then try again."
                ) from None
            time.sleep(0.1)
        else:
            break
    try:
        yield
    finally:
        with suppress(OSError):
            give_back(stream)


def _locks() -> tuple[Act, Act]:
    """Return what locks and what unlocks a file here."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - there only on Windows

        def on_windows(stream: IO[bytes], mode: int) -> None:
            at = stream.tell()
            stream.seek(_BEYOND)
            try:
                msvcrt.locking(stream.fileno(), mode, 1)
            finally:
                stream.seek(at)  # or else what is written next would stand behind a terabyte of nothing

        return (lambda stream: on_windows(stream, msvcrt.LK_NBLCK)), (
            lambda stream: on_windows(stream, msvcrt.LK_UNLCK)
        )
    import fcntl  # noqa: PLC0415 - not there on Windows

    return (
        lambda stream: fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB),
        lambda stream: fcntl.flock(stream, fcntl.LOCK_UN),
    )


def hold(stream: IO[bytes]) -> None:
    """Lock a file that this process has just made, until it closes it; where a disk knows no locks, do nothing."""
    with suppress(OSError):
        _locks()[0](stream)


def held(path: Path) -> bool:
    """Say whether some process holds the lock on a file. Raises OSError where it cannot be opened."""
    take, give_back = _locks()
    with path.open("r+b") as stream:
        try:
            take(stream)
        except OSError:
            return True
        give_back(stream)
    return False
