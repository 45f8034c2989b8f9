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
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import IO, Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from caseaudit.errors import InputError, Place, UsageError
from caseaudit.reading.added_lines import AddedLines, add_lines, added_lines
from caseaudit.reading.locking import WAIT, lock
from caseaudit.review.decisions import DECISIONS_SCHEMA, Decision, latest, says_the_same

_AGAIN = "Give the file that `caseaudit review import` wrote."
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Decisions:
    """What a file of decisions held when it was read."""

    decisions: tuple[Decision, ...]
    notices: tuple[str, ...] = ()
    held: AddedLines = field(default_factory=lambda: AddedLines(()))
    """The lines of the file."""


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
        try:
            add_lines(self._stream, self.held.held, DECISIONS_SCHEMA, [decision_line(decision) for decision in new])
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
    held = added_lines(
        content, name, what="file", remedy="Restore the line from a copy; decisions are only ever added to."
    )
    notices = tuple(
        f"{name}: line {number} broke off and was passed over; import that workbook again." for number in held.broken
    )
    return Decisions(tuple(_decision(line.data, name, line.number) for line in held.lines), notices, held)


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
