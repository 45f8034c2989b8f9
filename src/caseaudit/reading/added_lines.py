"""Files of JSON lines that are only ever added to: ledgers and decisions.

A line that broke off (a full disk, a lost connection) is told and passed over; the next addition marks it as mended.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import IO, Any

from caseaudit.errors import InputError, Place

_MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is JSON."""

    number: int
    end: int
    """Behind which byte it ends, its line break included."""
    data: Any
    """An object; an empty list stands for JSON that is none."""


@dataclass(frozen=True, slots=True)
class AddedLines:
    """What a file holds."""

    lines: tuple[Line, ...]
    broken: tuple[int, ...] = ()
    """Numbers of lines that broke off."""
    torn: bool = False
    """Whether the last line broke off and nothing has marked it as mended."""
    ends_open: bool = False
    """Whether the last line lacks its end."""


def added_lines(content: bytes, name: str, *, what: str, remedy: str) -> AddedLines:
    """Take a file apart. Raises InputError for a broken line with others behind it; `what` the file is called then."""
    found: list[Line] = []
    broken: list[int] = []
    end, torn = 0, False
    for number, line in enumerate(content.split(b"\n"), 1):
        end += len(line) + 1
        if not line.strip():
            continue
        data = _decoded(line)
        if isinstance(data, dict) and data.get("event") == _MENDED:
            torn = False
            continue
        if torn:
            reason = f"This line is not JSON, and others follow it: somebody changed the {what}"
            raise InputError(reason, where=Place(name, line=number - 1), remedy=remedy)
        if data is None:
            torn = True
            broken.append(number)
            continue
        found.append(Line(number, min(end, len(content)), data))
    return AddedLines(tuple(found), tuple(broken), torn, bool(content) and not content.endswith(b"\n"))


def add_lines(stream: IO[bytes], held: AddedLines, schema: str, lines: list[str]) -> None:
    """Add lines in one piece behind what is held. Raises OSError when the disk does not take them."""
    if held.torn:
        lines = [json.dumps({"schema": schema, "event": _MENDED, "note": "the line above broke off"}) + "\n", *lines]
    text = ("\n" if held.ends_open else "") + "".join(lines)
    stream.seek(0, os.SEEK_END)
    stream.write(text.encode())
    stream.flush()
    os.fsync(stream.fileno())


def _decoded(line: bytes) -> Any:
    """Return the data of a line; None for one that broke off."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else []
