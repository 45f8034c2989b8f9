"""Joins a case's narrative to the language engine: entries become texts, children and people whom they may be about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.facts import age_at
from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.mention import Mention
from caseaudit.language.reading import Adult, Child, People, Text, read

Reader = Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]


def reader_for(lexicon: Lexicon, case: CaseFile) -> Reader:
    """Return a function that reads entries of this case. Mentions come back with the entry's index in `narrative`."""

    def read_entries(entries: tuple[tuple[int, Entry], ...]) -> tuple[Mention, ...]:
        texts = [Text(entry.text or "", entry.kind or EntryKind.OTHER, entry.author_role) for _, entry in entries]
        mentions = read(lexicon, texts, people_of(case))
        places = [index for index, _ in entries]
        return tuple(replace(mention, entry=places[mention.entry]) for mention in mentions)

    return read_entries


def people_of(case: CaseFile) -> People:
    """Whom the narrative may be about."""
    children = tuple(
        Child(names=child.names or (), age=age_at(child, case.reported_at), sex=child.sex)
        for child in case.children or ()
    )
    adults = tuple(Adult(names=person.names or (), role=person.role) for person in case.people or ())
    return People(children, adults)
