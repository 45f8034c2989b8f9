"""The log of runs as a file: one JSON object a line, only ever added to, each line bound to the one before it.

A line says what the SHA-256 of the line before it is, so that a line that was changed or taken out is found. One that
broke off (a full disk, a power cut) is told; the next entry stands on a line of its own and says what it follows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from caseaudit.errors import InputError, UsageError
from caseaudit.reading.locking import WAIT, lock

SCHEMA = "caseaudit.log/1"
_OTHER_FILE = "Name a file of its own for the log: a new one, or one that `--log` began."
_BLOCK = 64 * 1024


@dataclass(frozen=True, slots=True)
class LogChecked:
    """What looking through a log found."""

    entries: int
    last: str
    """SHA-256 of its last line: note it elsewhere, and lines taken off the end are found too."""
    breaks: tuple[str, ...]
    """Where the chain does not hold, in words."""
    notices: tuple[str, ...]
    """What is worth a look though the chain holds."""
    holds: bool
    """Whether the line asked for is in it."""


def open_for_adding(path: Path) -> None:
    """See to it that the log can be added to, and begin it where there is none, open to its owner only.

    Raises UsageError when it cannot be written, or is another file than a log.
    """
    with _opened(path) as stream:
        stream.seek(0)
        first = stream.readline()
        if first and not _is_entry(_decoded(first)):
            raise UsageError(f"{path} is no log of caseaudit", remedy=_OTHER_FILE)


def add_entry(path: Path, entry: Mapping[str, Any], *, wait: float = WAIT) -> None:
    """Add one entry behind all others, in one piece and kept by the disk when this returns.

    Raises UsageError when it cannot be written, or another process holds the log for longer than `wait` seconds.
    """
    try:
        with _opened(path) as stream, lock(stream, path, wait=wait, what="the log", who="run"):
            last = _last_line(stream)
            chained: dict[str, Any] = {"schema": SCHEMA, "previous": _digest(last) if last else None}
            if last and not last.endswith(b"\n"):
                chained["after_broken_line"] = True
            text = json.dumps({**chained, **entry}, ensure_ascii=False) + "\n"
            before = b"\n" if "after_broken_line" in chained else b""
            # A file name that is no valid Unicode is kept as JSON's own escape.
            stream.write(before + text.encode("utf-8", "backslashreplace"))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise _cannot(path, error, "be written") from None


def check_log(path: Path, *, holds: str | None = None) -> LogChecked:
    """Look through a log, and for the line with the digest `holds`. Raises UsageError, InputError when it is none."""
    before, entries, has, broken = b"", 0, False, False
    breaks: list[str] = []
    notices: list[str] = []
    for number, line in enumerate(_lines(path), 1):
        data = _decoded(line)
        if number == 1 and not _is_entry(data) and line.endswith(b"\n"):
            raise InputError(f"{path.name} is no log of caseaudit", remedy="Name a file that `--log` wrote.")
        said = f"line {number - 1} broke off: its entry is not complete"
        if not _is_entry(data):
            breaks.extend([f"line {number - 1} is no entry"] if broken else [])
            broken = True
        else:
            entries += 1
            breaks.extend(_breaks(data, before, number))
            if broken:
                (notices if data.get("after_broken_line") is True else breaks).append(said)
            broken = False
        has = has or (holds is not None and _digest(line).startswith(holds))
        before = line
    if broken:
        breaks.append("the last line broke off: its entry is not complete")
    return LogChecked(entries, _digest(before) if before else "", tuple(breaks), tuple(notices), has)


def _breaks(data: dict[str, Any], before: bytes, number: int) -> Iterator[str]:
    """Yield what does not hold between an entry and the line before it."""
    previous = data.get("previous")
    if not before and previous is not None:
        yield "line 1 follows another line: lines before it were taken out"
    elif before and previous != _digest(before):
        yield f"line {number} does not follow line {number - 1}: a line was changed, taken out or put in"


def _opened(path: Path) -> IO[bytes]:
    """Open a log for reading and adding; a new one can be read by its owner only. Raises UsageError."""
    if path.exists() and not path.is_file():
        kind = "a folder" if path.is_dir() else "no plain file"
        raise UsageError(f"The log {path} is {kind}", remedy=_OTHER_FILE)
    try:
        return open(path, "a+b", opener=lambda name, flags: os.open(name, flags, 0o600))
    except OSError as error:
        raise _cannot(path, error, "be written") from None


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            yield from stream
    except FileNotFoundError:
        raise UsageError(f"There is no log {path}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise _cannot(path, error, "be read") from None


def _last_line(stream: IO[bytes]) -> bytes:
    """Return the last line, with its end where it has one; nothing of an empty file."""
    end = stream.seek(0, os.SEEK_END)
    tail = b""
    while end > 0 and b"\n" not in tail[:-1]:
        start = max(0, end - _BLOCK)
        stream.seek(start)
        tail = stream.read(end - start) + tail
        end = start
    return tail[tail.rfind(b"\n", 0, -1) + 1 :]


def _digest(line: bytes) -> str:
    return hashlib.sha256(line.removesuffix(b"\n")).hexdigest()


def _decoded(line: bytes) -> Any:
    """Return the data of a line; None for what is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _is_entry(data: Any) -> bool:
    return isinstance(data, dict) and data.get("schema") == SCHEMA


def _cannot(path: Path, error: OSError, what: str) -> UsageError:
    reason = error.strerror or "the system refuses"
    remedy = "Check the folder, its permissions and space."
    return UsageError(f"The log {path} cannot {what}: {reason[:1].lower()}{reason[1:]}", remedy=remedy)
