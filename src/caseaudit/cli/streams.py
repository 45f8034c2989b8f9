"""Standard output and error as pipes and scheduled jobs have them: closed, without a console, or left early.

A reader who leaves early, as `head` does, changes neither the work nor its exit code: what follows goes nowhere.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any, TextIO

_LEFT = (errno.EPIPE, errno.EINVAL) if sys.platform == "win32" else (errno.EPIPE,)
"""What the system says when nobody reads a pipe any more."""


class _Leavable(io.FileIO):
    """A pipe or file that takes everything and keeps nothing once its reader has left."""

    def write(self, data: Any) -> int:
        """Write some of the bytes and return how many were taken."""
        try:
            return super().write(data)
        except OSError as error:
            if error.errno not in _LEFT:
                raise
            into_nothing(self.fileno())
            return memoryview(data).nbytes


def prepare() -> None:
    """Make standard output and error of this process fit for any text and any reader, and for none."""
    sys.stdout = _prepared(sys.stdout, 1)
    sys.stderr = _prepared(sys.stderr, 2)


def into_nothing(descriptor: int) -> None:
    """Send what is written to a descriptor from now on nowhere."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    if nothing != descriptor:  # the very same where the descriptor was closed
        os.dup2(nothing, descriptor)
        os.close(nothing)


def _prepared(stream: Any, descriptor: int) -> TextIO:
    encoding, lines = "utf-8", False
    if stream is None:  # started without a console, or with the stream closed
        into_nothing(descriptor)
    else:
        # Windows' own code page would lack characters; anywhere else the terminal is believed.
        encoding = encoding if sys.platform == "win32" else stream.encoding
        lines = stream.line_buffering or stream.write_through
        if stream.isatty() or stream.fileno() != descriptor:
            stream.reconfigure(encoding=encoding, errors="replace")
            return stream  # type: ignore[no-any-return]
    raw = io.BufferedWriter(_Leavable(descriptor, "w", closefd=False))
    return io.TextIOWrapper(raw, encoding=encoding, errors="replace", line_buffering=lines)
