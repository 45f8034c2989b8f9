"""Judges one clause, written as a rubric has it, on a case with the mentions that a test says were read in its narrative."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from caseaudit.checks.base import Result
from caseaudit.checks.context import Context, narrative_of
from caseaudit.checks.registry import Clause
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.facts import Item
from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import About, Speaker, Stance, Status, Tier
from caseaudit.language.mention import Cue, Mention

CLAUSE: TypeAdapter[Any] = TypeAdapter(Clause)
WORDS = "the words"


def said(
    concept: str,
    status: str = "affirmed",
    *,
    speaker: str = "record",
    about: str = "child",
    child: int | None = None,
    stance: str = "adopted",
    tier: str | None = None,
    entry: int = 0,
    quote: str = WORDS,
    cues: tuple[Cue, ...] = (),
) -> Mention:
    """Return a mention; the narrative is made to hold its words."""
    return Mention(
        concept=concept,
        term="a-term",
        entry=entry,
        start=0,
        end=len(quote),
        quote=quote,
        status=Status(status),
        speaker=Speaker(speaker),
        about=About(about),
        child=child,
        stance=Stance(stance),
        tier=Tier(tier) if tier else None,
        cues=cues,
    )


def judged(
    clause: dict[str, Any],
    case: dict[str, Any] | None = None,
    *mentions: Mention,
    as_of: str = "2025-05-23",
    child: int | None = None,
    settings: dict[str, Any] | None = None,
) -> Result:
    """Judge a clause. Without `narrative` in the case there is one entry; the mentions are what reading it gives."""
    data = {"case_id": "C1", "case_type": "missing", "narrative": [{"entry_id": "N1", "text": WORDS}], **(case or {})}
    record = CaseFile.read({key: value for key, value in data.items() if value is not ...})
    at = parse_as_of(as_of)
    narrative = narrative_of(record, at, lambda _entries: tuple(mentions))
    context = Context(record, at, narrative, settings or {})
    if child is not None:
        context = context.bind("child", Item(f"children[{child}]", record.children[child], child))
    return CLAUSE.validate_python(clause).evaluate(context)


def truth(clause: dict[str, Any], case: dict[str, Any] | None = None, *mentions: Mention, **more: Any) -> str:
    """Return only what a clause comes to: true, false, unknown, not yet due, does not apply."""
    return judged(clause, case, *mentions, **more).truth.value
