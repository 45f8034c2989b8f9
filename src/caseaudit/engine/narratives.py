"""Joins a case's narrative to the language engine: entries become texts, children and people whom they may be about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.facts import age_at
from caseaudit.domain.vocabulary import Basis, EntryKind
from caseaudit.language.mention import Mention
from caseaudit.language.reading import Adult, Child, Least, People, Text, read
from caseaudit.rubric.model import BLAME_CONFIDENCE, CONFIDENCE, Judgement

Reader = Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]


DEFAULT_CONFIDENCE = 0.8
BLAME = "victim-blaming"
NEVER = 1.01
"""More than it can be: blame that only the second reader finds decides no audit unless a rubric says so."""


def reader_for(judgement: Judgement, case: CaseFile) -> Reader:
    """Return a function that reads entries of this case. Mentions come back with the entry's index in `narrative`."""
    enough = float(judgement.settings.get(CONFIDENCE, DEFAULT_CONFIDENCE))
    enough_for_blame = float(judgement.settings.get(BLAME_CONFIDENCE, NEVER))

    def read_entries(entries: tuple[tuple[int, Entry], ...]) -> tuple[Mention, ...]:
        texts = [Text(entry.text or "", entry.kind or EntryKind.OTHER, entry.author_role) for _, entry in entries]
        mentions = read(judgement.lexicon, texts, people_of(case), Least(enough_for_blame, enough))
        places = [index for index, _ in entries]
        return tuple(
            mention if places[mention.entry] == mention.entry else replace(mention, entry=places[mention.entry])
            for mention in mentions
            if mention.basis is not Basis.MODEL
            or (mention.confidence or 0) >= (enough_for_blame if mention.concept.startswith(BLAME) else enough)
        )

    return read_entries


def people_of(case: CaseFile) -> People:
    """Whom the narrative may be about."""
    children = tuple(
        Child(names=child.names or (), age=age_at(child, case.reported_at), sex=child.sex)
        for child in case.children or ()
    )
    adults = tuple(Adult(names=person.names or (), role=person.role) for person in case.people or ())
    return People(children, adults)
