"""Reads a file of accepted exceptions: what falls short, who answers for it, and until when."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from caseaudit.domain.audit import Accepted
from caseaudit.domain.moment import AsOf
from caseaudit.engine.exceptions import CaseException, Exceptions, exceptions_as_at
from caseaudit.errors import DefinitionError, Place, Problem
from caseaudit.reading.located_yaml import Located, decoded, file_bytes
from caseaudit.reading.model_problems import problems_of
from caseaudit.reading.model_problems import shown as as_shown
from caseaudit.reading.rubric_files import shown
from caseaudit.reading.yaml_list import MAX_BYTES, MAX_PROBLEMS, YamlList

_EXAMPLE = "`exceptions:`, then each after `-`: case, criterion, reason, author, expires"
_LEAST_WORDS = 3
_ISO_DAY = 10


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _id(text: str) -> str:
    """Keep a reference exactly as it is: it must be what the export holds."""
    if not text.strip():
        raise ValueError("a reference is blank: write it, or take the exception out")
    return text


def _author(text: str) -> str:
    if not text.strip():
        raise ValueError("the author is blank: name who answers for it, a role or rank and initials")
    return _one_line(text)


def _reason(text: str) -> str:
    words = _one_line(text)
    if len(words.split()) < _LEAST_WORDS:
        raise ValueError(
            f"the reason is too short ({words or 'blank'}): say in a sentence why this may stand, for whoever reads it"
        )
    return words


def _day(text: str) -> str:
    day = text.strip()
    try:
        # `fromisoformat` alone would also take 20260331 and 2026-W14.
        if len(day) == _ISO_DAY and day[4] == "-":
            return date.fromisoformat(day).isoformat()
    except ValueError:
        pass
    raise ValueError(f"{text!r} is no day: write the last day on which it holds, such as 2026-03-31")


class _Entry(BaseModel):
    """One exception as a person writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: Annotated[str, AfterValidator(_id)]
    criterion: Annotated[str, AfterValidator(_id)]
    subject: Annotated[str, AfterValidator(_id)] | None = None
    reason: Annotated[str, Field(max_length=2_000), AfterValidator(_reason)]
    author: Annotated[str, Field(max_length=200), AfterValidator(_author)]
    expires: Annotated[str, AfterValidator(_day)]


def read_exceptions(path: Path, as_of: AsOf) -> Exceptions:
    """Read a file of exceptions as at the British day of `as_of`.

    Raises UsageError where it cannot be read, DefinitionError with every mistake at its line.
    """
    name = shown(path)
    raw = file_bytes(path, name)
    if len(raw) > MAX_BYTES:
        raise DefinitionError((Problem(Place(name), f"The file is larger than {MAX_BYTES:,} bytes", "Split it up"),))
    read = YamlList(name, "exceptions", _EXAMPLE)
    entries = tuple(_entries(read, decoded(raw, name)))
    read.check()
    return exceptions_as_at(entries, as_of, file=path.name, sha256=hashlib.sha256(raw).hexdigest())


def _entries(read: YamlList, text: str) -> Iterator[CaseException]:
    first: dict[tuple[str, str, str | None], int] = {}
    for item in read.items(text):
        place = item.place(())
        line = place.line or 0
        entry = _validated(item, read)
        if entry is None:
            continue
        key = (entry.case, entry.criterion, entry.subject)
        if key in first:
            whose = f" and {entry.subject}" if entry.subject else ""
            found = f"A second exception for {entry.case}, {entry.criterion}{whose} (the first is on line {first[key]})"
            read.say(place, found, "Keep one of them")
        first.setdefault(key, line)
        yield CaseException(*key, Accepted(entry.reason, entry.author, entry.expires), line)


def _validated(item: Located, read: YamlList) -> _Entry | None:
    if not isinstance(item.data, dict):
        read.say(item.place(()), f"{as_shown(item.data)} stands where an exception is wanted", f"Write {_EXAMPLE}")
        return None
    try:
        return _Entry.model_validate(item.data)
    except ValidationError as error:
        room = MAX_PROBLEMS - len(read.problems)
        found = problems_of(error, lambda loc: item.place(item.known(loc)), model=_Entry, explain=_explain)
        read.problems.extend(found[: max(room, 1)])
        return None


def _explain(item: Any) -> str | None:
    """Say what is wanted where a programmer's words would not help."""
    name = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "missing" and name in _MISSING:
        return _MISSING[name]
    if item["type"] == "string_type" and name in ("case", "subject"):
        return "Put the reference in quotes, so that no figure of it is lost"
    return None


_MISSING = {
    "case": "Add the case's id as the export has it",
    "criterion": "Add the criterion's id; `caseaudit rubric show` lists them",
    "reason": "Say in a sentence why this may stand",
    "author": "Name who answers for it: a role, or rank and initials",
    "expires": "Add the last day on which it holds, such as 2026-03-31",
}
