"""Prints what other programs read, to a reader that may leave early, as `head` does; writes small text files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from caseaudit.errors import UsageError


def put(text: str) -> None:
    """Write to standard output."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        _into_nothing()


def finish() -> None:
    """Pass everything on; call it last."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _into_nothing()


def _into_nothing() -> None:
    """Send what follows nowhere: that the reader has left is nobody's mistake."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_file(path: Path, text: str) -> None:
    """Write a text file, with the folder it is to be in. Raises UsageError when the system refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path.as_posix()} cannot be written: {error.strerror}", remedy="Check the folder.") from None
