"""Prints what other programs read, to a reader that may leave early, as `head` does."""

from __future__ import annotations

import os
import sys


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
