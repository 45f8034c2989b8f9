"""Prints what other programs read, to a reader that may leave early, as `head` does; writes small text files."""

from __future__ import annotations

import sys
from pathlib import Path

from caseaudit.cli.streams import into_nothing
from caseaudit.errors import UsageError


def put(text: str) -> None:
    """Write to standard output."""
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        into_nothing(sys.stdout.fileno())


def finish() -> None:
    """Pass everything on; call it last."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        into_nothing(sys.stdout.fileno())


def write_file(path: Path, text: str) -> None:
    """Write a text file, with the folder it is to be in. Raises UsageError when the system refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path.as_posix()} cannot be written: {error.strerror}", remedy="Check the folder.") from None
