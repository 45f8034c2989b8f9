"""People's decisions as a file: one JSON object a line, only ever added to, locked from reading to adding.

A line that broke off (a full disk, a lost connection) is told and passed over; one that was changed later is refused.
"""

from __future__ import annotations

import json
import os
import types
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import IO, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from caseaudit.errors import InputError, Place, UsageError
from caseaudit.reading.locking import WAIT, lock
from caseaudit.review.decisions import DECISIONS_SCHEMA, Decision, latest, says_the_same

_AGAIN = "Give the file that `caseaudit review import` wrote."
_MENDED = "mended"
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a file of decisions held when it was read."""

    decisions: tuple[Decision, ...]
    notices: tuple[str, ...] = ()
    torn: bool = False
    """Whether the last line broke off."""
    ends_open: bool = False
    """Whether the last line lacks its end."""


@dataclass(slots=True)
class OpenDecisions:
    """A file of decisions that is locked: nobody else can add to it until it is closed."""

    path: Path
    held: Decisions
    _stream: IO[bytes]

    def add(self, decisions: Iterable[Decision]) -> int:
        """Add those that do not stand already, in one piece, and say how many. Raises UsageError when the disk refuses.

        A person who goes back to an earlier answer of theirs is entered again: the last line is what counts.
        """
        standing = latest(self.held.decisions)
        new = []
        for decision in decisions:
            place = (decision.key, decision.who, decision.reading)
            if place not in standing or not says_the_same(standing[place], decision):
                new.append(decision)
                standing[place] = decision
        if not new:
            return 0
        lines = [decision_line(decision) for decision in new]
        if self.held.torn:
            mended = {"schema": DECISIONS_SCHEMA, "event": _MENDED, "note": "the line above broke off"}
            lines.insert(0, json.dumps(mended) + "\n")
        start = "\n" if self.held.ends_open else ""
        try:
            self._stream.seek(0, os.SEEK_END)
            self._stream.write((start + "".join(lines)).encode())
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise _cannot(self.path, error, "be written") from None
        return len(new)


def decision_line(decision: Decision) -> str:
    """Give a decision as a line of the file."""
    data = {"schema": DECISIONS_SCHEMA, **asdict(decision), "id": decision.id}
    data["due"] = decision.due and decision.due.isoformat()
    data["decided_on"] = decision.decided_on and decision.decided_on.isoformat()
    return json.dumps(data, ensure_ascii=False) + "\n"


def read_decisions(path: Path) -> Decisions:
    """Read a file of decisions. Raises UsageError when it is not there, InputError for a line that is no decision."""
    try:
        return parse_decisions(path.read_bytes(), path.name)
    except FileNotFoundError:
        raise UsageError(f"There are no decisions {path}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise _cannot(path, error, "be read") from None


def read_all(paths: Sequence[Path]) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Read several files as one, in their order, and what there is to tell. What stands in two files is read once.

    Somebody who goes back to an earlier answer enters it twice; of a copy only as many are left out as were read.
    """
    every: list[Decision] = []
    notices: list[str] = []
    for path in paths:
        found = read_decisions(path)
        known = Counter(decision.id for decision in every)
        for decision in found.decisions:
            if known[decision.id]:
                known[decision.id] -= 1
            else:
                every.append(decision)
        notices += found.notices
    return tuple(every), tuple(notices)


@contextmanager
def open_decisions(path: Path, *, wait: float = WAIT) -> Iterator[OpenDecisions]:
    """Open a file of decisions for adding, beginning it where there is none, and lock it against everybody else.

    On systems with permissions only its owner can read a file that is begun here. Raises UsageError when it cannot be
    opened or somebody else holds it for longer than `wait` seconds.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), _OWNER_ONLY)
    except OSError as error:
        raise _cannot(path, error, "be written") from None
    with os.fdopen(handle, "a+b") as stream, lock(stream, path, wait=wait, what="the decisions", who="import"):
        stream.seek(0)
        yield OpenDecisions(path, parse_decisions(stream.read(), path.name), stream)


def parse_decisions(content: bytes, name: str) -> Decisions:
    """Read the lines of a file of decisions. Raises InputError with the line of what is no decision."""
    found: list[Decision] = []
    notices: list[str] = []
    torn = False
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        data = _decoded(line)
        if isinstance(data, dict) and data.get("event") == _MENDED:
            torn = False
            continue
        if torn:
            raise InputError(
                "This line is not JSON, and others follow it: somebody changed the file",
                where=Place(name, line=number - 1),
                remedy="Restore the line from a copy; decisions are only ever added to.",
            )
        if data is None:
            torn = True
            notices.append(f"{name}: line {number} broke off and was passed over; import that workbook again.")
            continue
        found.append(_decision(data, name, number))
    return Decisions(tuple(found), tuple(notices), torn, bool(content) and not content.endswith(b"\n"))


def _decoded(line: bytes) -> Any:
    """Return the data of a line; None for one that broke off."""
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else []


def _decision(data: Any, name: str, number: int) -> Decision:
    where = Place(name, line=number)
    found = data.get("schema") if isinstance(data, dict) else None
    if found != DECISIONS_SCHEMA:
        said = f"of format {found}" if isinstance(found, str) else "no decision"
        raise InputError(f"This line is {said}; wanted is {DECISIONS_SCHEMA}", where=where, remedy=_AGAIN)
    content = {key: value for key, value in data.items() if key not in {"schema", "id"}}
    missing = [part.name for part in fields(Decision) if part.name not in content]
    if missing:
        raise InputError(f"The decision lacks {', '.join(missing)}", where=where, remedy=_AGAIN)
    try:
        decision: Decision = _adapter().validate_json(json.dumps([content]))[0]
    except ValidationError as error:
        wrong = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors(include_input=False)]
        raise InputError(f"The decision has wrong values: {'; '.join(wrong)}", where=where, remedy=_AGAIN) from None
    if data.get("id") != decision.id:
        raise InputError(
            "The decision was changed after it was entered: its content does not give its id",
            where=where,
            remedy="Restore the line from a copy. A decision is changed by importing a new one, never in the file.",
        )
    return decision


@cache
def _adapter() -> TypeAdapter[Any]:
    """Built when first needed. Plain dataclasses take these settings from the tuple around them."""
    around: Any = types.GenericAlias(tuple, (Decision,))
    return TypeAdapter(around, config=ConfigDict(extra="forbid", strict=True))


def _cannot(path: Path, error: OSError, what: str) -> UsageError:
    reason = error.strerror or "the system refuses"
    return UsageError(
        f"The decisions {path} cannot {what}: {reason}", remedy="Check the folder, its permissions and space."
    )
