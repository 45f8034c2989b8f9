"""Where tables are printed: no markup, no emoji; colour and width as the terminal and the environment say."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import IO, Any, TextIO, cast

from rich.console import Console

_TRAILING = re.compile(r" +(?=\n)")


class _Trimmed(io.TextIOBase):
    """A pipe or file, to which lines go without the blanks that fill them up to the width."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a property is what the console asks for
        """The encoding of what is behind it."""
        return self._stream.encoding

    def write(self, text: str) -> int:
        """Write the text without blanks at line ends."""
        self._stream.write(_TRAILING.sub("", text))
        return len(text)

    def flush(self) -> None:
        """Pass everything on."""
        self._stream.flush()

    def __del__(self) -> None:
        """Leave what is behind it to its owner: a full disk is told by who prints, not by who tidies up."""


class _Console(Console):
    """A console whose reader may leave early, as `head` does, without that being anybody's mistake."""

    def on_broken_pipe(self) -> None:
        """Print no more; the command goes on to its own exit code."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_console(*, stderr: bool = False) -> Console:
    """Return a plain console: no markup, no emoji; no colour when NO_COLOR or CI says so or in a pipe."""
    in_ci = os.environ.get("CI", "").lower() not in {"", "0", "false"}
    stream: Any = sys.stderr if stderr else sys.stdout
    return _Console(
        file=stream if stream.isatty() else cast("IO[str]", _Trimmed(stream)),
        stderr=stderr,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=False if in_ci else None,
        no_color=True if in_ci else None,
    )
