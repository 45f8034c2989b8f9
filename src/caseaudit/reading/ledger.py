"""The ledger of audits as a file: one JSON object a line, only ever added to, locked from reading to adding.

A line that broke off (a full disk, a lost connection) is told and passed over; the next addition marks it as mended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, get_args

from caseaudit.engine.sampling_ledger import LEDGER_SCHEMA, Event, EventKind, Role
from caseaudit.errors import InputError, Place, UsageError
from caseaudit.reading.added_lines import AddedLines, add_lines, added_lines
from caseaudit.reading.locking import WAIT, lock

_TEXTS = ("case_id", "date", "purpose", "at")
_MAY_BE_NULL = ("draw", "how", "who")


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger held when it was read."""

    events: tuple[Event, ...]
    ends: tuple[int, ...]
    """Behind which byte each event ends."""
    content: bytes
    notices: tuple[str, ...] = ()
    held: AddedLines = field(default_factory=lambda: AddedLines(()))
    """The lines of the file."""

    def before(self, draw: str) -> tuple[tuple[Event, ...], bytes]:
        """Return what it held before a draw was entered: events and bytes; all when the draw is not in it."""
        for at, event in enumerate(self.events):
            if event.draw == draw:
                return self.events[:at], self.content[: self.ends[at - 1] if at else 0]
        return self.events, self.content

    def within(self, size: int) -> tuple[tuple[Event, ...], bytes]:
        """Return what its first bytes hold."""
        return tuple(event for event, end in zip(self.events, self.ends, strict=True) if end <= size), self.content[
            :size
        ]


@dataclass(slots=True)
class OpenLedger:
    """A ledger that is locked: nobody else can add to it until it is closed."""

    path: Path
    ledger: Ledger
    _stream: IO[bytes]

    def add(self, events: Iterable[Event]) -> None:
        """Add entries behind what is there, in one piece. Raises InputError when the disk does not take them."""
        lines = [_line(event) for event in events]
        if not lines:
            return
        try:
            add_lines(self._stream, self.ledger.held, LEDGER_SCHEMA, lines)
        except OSError as error:
            raise _cannot(self.path, error, "be written") from None


def read_ledger(path: Path) -> Ledger:
    """Read a ledger. Raises UsageError when it is not there, InputError for a line that is no entry."""
    try:
        return parse_ledger(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise UsageError(f"There is no ledger {path}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise _cannot(path, error, "be read") from None


@contextmanager
def open_ledger(path: Path, *, wait: float = WAIT) -> Iterator[OpenLedger]:
    """Open a ledger for adding, beginning it where there is none, and lock it against everybody else.

    Raises UsageError when it cannot be opened or somebody else holds it for longer than `wait` seconds.
    """
    try:
        stream = path.open("a+b")
    except OSError as error:
        raise _cannot(path, error, "be written") from None
    with stream, lock(stream, path, wait=wait, what="the ledger", who="draw"):
        stream.seek(0)
        yield OpenLedger(path, parse_ledger(stream.read(), path.name), stream)


def parse_ledger(content: bytes, name: str) -> Ledger:
    """Read the lines of a ledger. Raises InputError with the line of what is no entry."""
    held = added_lines(
        content, name, what="ledger", remedy="Restore the line from a copy; a ledger is only ever added to."
    )
    events = tuple(_event(line.data, name, line.number) for line in held.lines)
    notices = tuple(
        f"{name}: line {number} broke off and was passed over; check what was to be entered then."
        for number in held.broken
    )
    return Ledger(events, tuple(line.end for line in held.lines), content, notices, held)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a part of a ledger."""
    return hashlib.sha256(content).hexdigest()


def _event(data: Any, name: str, number: int) -> Event:
    where = Place(name, line=number)
    if not isinstance(data, dict) or data.get("schema") != LEDGER_SCHEMA:
        raise InputError(
            f"This line is no entry of a ledger of format {LEDGER_SCHEMA}",
            where=where,
            remedy="Give the ledger's file.",
        )
    kind: Any = data.get("event")
    how = data.get("how")
    if kind not in get_args(EventKind) or (how is not None and how not in get_args(Role)):
        raise InputError(
            f"The ledger says {kind!r} of a case; this version knows {', '.join(get_args(EventKind))}",
            where=where,
            remedy="Use the version of caseaudit that wrote it.",
        )
    texts = {key: data.get(key, "") for key in _TEXTS}
    texts |= {key: data[key] for key in _MAY_BE_NULL if data.get(key) is not None}
    wrong = [key for key, value in texts.items() if not isinstance(value, str)]
    if wrong or not texts["case_id"] or not _is_day(texts["date"]):
        key = wrong[0] if wrong else "case_id" if not texts["case_id"] else "date"
        raise InputError(f"The entry's {key} is missing or wrong", where=where, remedy="Mend the line.")
    return Event(event=kind, **texts)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _line(event: Event) -> str:
    return _dumps({"schema": LEDGER_SCHEMA, **asdict(event)})


def _dumps(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode() + "\n"


def _cannot(path: Path, error: OSError, what: str) -> UsageError:
    reason = error.strerror or "the system refuses"
    return UsageError(
        f"The ledger {path} cannot {what}: {reason}", remedy="Check the folder, its permissions and space."
    )
