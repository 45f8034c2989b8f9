"""What a force does otherwise in lexicons of its own: entries added, changed and silenced, each with its reason.

The shipped lexicons and the own ones go in; what comes out is compiled as if it had been written so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple

from caseaudit.domain.audit import EntryChanged, LexiconUsed
from caseaudit.domain.vocabulary import Tier
from caseaudit.errors import Place, Problem
from caseaudit.language.compiled import KeyPath, Source
from caseaudit.language.lexicon_models import Change, ChangesFile, Entry, Examples, OwnFile, Silence, TermsFile

_BLAME = "victim-blaming"
PlaceOf = Callable[[KeyPath], Place]


@dataclass(frozen=True, slots=True)
class OwnSource:
    """One lexicon file of a force's own, its account for the results, and how to tell where a value of it stands."""

    file: OwnFile
    used: LexiconUsed
    place: PlaceOf = field(default=lambda _path: Place())


class _Found(NamedTuple):
    """Where an entry is: the number of its source, its number there."""

    source: int
    number: int


def account(file: OwnFile, *, name: str, sha256: str) -> LexiconUsed:
    """Return what the results say of an own lexicon. `name` is the file's, without its folder."""
    added = file.add if isinstance(file, ChangesFile) else file.entries
    changes = [EntryChanged(entry.id, "added", entry.why) for entry in added]
    if isinstance(file, ChangesFile):
        changes += [EntryChanged(one.entry, "changed", one.reason) for one in file.change]
        changes += [EntryChanged(one.entry, "silenced", one.reason) for one in file.silence]
    return LexiconUsed(file.lexicon, name, sha256, file.title, tuple(changes))


def with_own(shipped: Sequence[Source], own: Sequence[OwnSource]) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Return the sources as the own lexicons, one after the other, make them, and every problem of these."""
    sources = list(shipped)
    problems: list[Problem] = []
    names = {source.file.lexicon for source in shipped}
    for one in own:
        if one.file.lexicon in names:  # a page, and a line of the results, is named by the lexicon's id
            found = f"There is a lexicon {one.file.lexicon!r} already"
            problems.append(
                Problem(one.place(("lexicon",)), found, "Give yours a name of its own, such as `our-force`")
            )
        names.add(one.file.lexicon)
        if isinstance(one.file, ChangesFile):
            sources = _changed(sources, one, one.file, problems)
        added = _added(one)
        sources += [added] if added else []
    return tuple(sources), tuple(problems)


def _added(own: OwnSource) -> Source | None:
    """Return what an own lexicon adds, as a lexicon of terms."""
    file, place = own.file, own.place
    if isinstance(file, TermsFile):
        return Source(file, place)
    if not file.add and not file.classes:
        return None
    terms = TermsFile(
        lexicon=file.lexicon, kind="terms", title=file.title, source=file.source, classes=file.classes, entries=file.add
    )
    return Source(terms, lambda path: place(("add", *path[1:]) if path[:1] == ("entries",) else path))


def _changed(sources: list[Source], own: OwnSource, file: ChangesFile, problems: list[Problem]) -> list[Source]:
    """Apply what one file changes and silences."""
    known = {
        entry.id: _Found(number, at)
        for number, source in enumerate(sources)
        if isinstance(source.file, TermsFile)
        for at, entry in enumerate(source.file.entries)
    }
    entries: dict[_Found, tuple[Entry, PlaceOf]] = {}
    seen: dict[str, Place] = {}
    told: list[tuple[str, int, Change | Silence]] = [("change", at, one) for at, one in enumerate(file.change)]
    told += [("silence", at, one) for at, one in enumerate(file.silence)]
    for key, at, one in told:
        where = own.place((key, at, "entry"))
        found = known.get(one.entry)
        if found is None:
            problems.append(_unknown(one.entry, where, sources, known))
        elif one.entry in seen:
            said = f"The entry {one.entry!r} stands twice (first in {seen[one.entry]})"
            problems.append(Problem(where, said, "Change or silence an entry in one place"))
        else:
            seen[one.entry] = where
            entry = _entry(sources, found)
            if isinstance(one, Change):
                merged = merge(entry, one)
                problems.extend(_without_effect(one, merged, where))
                entries[found] = merged, _place(own.place, (key, at), entry, one, sources[found.source].place, found)
            else:
                silent = entry.model_copy(update={"default": "off"})
                entries[found] = silent, sources[found.source].place
    return [_replaced(source, number, entries) for number, source in enumerate(sources)]


def _entry(sources: Sequence[Source], found: _Found) -> Entry:
    file = sources[found.source].file
    assert isinstance(file, TermsFile)
    return file.entries[found.number]


def _unknown(name: str, where: Place, sources: Sequence[Source], known: Mapping[str, _Found]) -> Problem:
    """Say that there is no such entry; one that is named by its number in the catalogue of terms is found by that."""
    by_ref = {_entry(sources, found).ref: entry for entry, found in known.items()}
    nearest = by_ref.get(name.upper()) or next(iter(get_close_matches(name.lower(), known, 1, 0.5)), None)
    wanted = "Entries are named by their `id`: `caseaudit rubric docs` lists them"
    return Problem(where, f"There is no entry {name!r} to change", wanted, nearest)


def merge(entry: Entry, change: Change) -> Entry:
    """Return an entry as it is after a change."""
    given: dict[str, Any] = {
        name: getattr(change, name)
        for name in ("tier", "default", "about", "preferred", "why")
        if getattr(change, name) is not None
    }
    given["phrases"] = tuple(dict.fromkeys((*entry.phrases, *change.more_phrases)))
    given["unless"] = tuple(dict.fromkeys((*entry.unless, *change.more_unless)))
    more = change.more_examples
    given["examples"] = Examples(
        match=(*_kept(entry.examples.match, more.no_match), *more.match),
        no_match=(*_kept(entry.examples.no_match, more.match), *more.no_match),
    )
    return entry.model_copy(update=given)


def _kept(sentences: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if sentence not in otherwise]


def _without_effect(change: Change, merged: Entry, where: Place) -> list[Problem]:
    """Say what a change asks for in vain, so that nobody relies on it."""
    if change.tier and not merged.concept.startswith(_BLAME):
        found = f"The entry {merged.id!r} is about {merged.concept}, which has no tier"
        return [Problem(where, found, "Leave `tier` out: only victim-blaming wording has one")]
    if merged.default == "off" and change.keys != ("default",):
        return [Problem(where, f"The entry {merged.id!r} is off, so the rest changes nothing", "Add `default: on`")]
    if merged.default == "advisory" and change.tier and change.tier is not Tier.NOTE:
        found = f"The entry {merged.id!r} is advisory, and so a note whatever its tier"
        return [Problem(where, found, "Add `default: on`, or leave `tier` out")]
    return []


def _place(own: PlaceOf, base: KeyPath, had: Entry, change: Change, inner: PlaceOf, found: _Found) -> PlaceOf:
    """Tell where a value of a changed entry stands: in the own file where it comes from there."""
    lengths = {
        "phrases": len(had.phrases),
        "unless": len(had.unless),
        "match": len(_kept(had.examples.match, change.more_examples.no_match)),
        "no_match": len(_kept(had.examples.no_match, change.more_examples.match)),
    }

    def place(path: KeyPath) -> Place:
        below = path[2:]
        name, number = (below[-2], below[-1]) if len(below) > 1 else ("", 0)
        if not isinstance(number, int) or name not in lengths:
            return own((*base, "entry"))
        if number >= lengths[str(name)]:
            steps = ("more_examples", name) if below[0] == "examples" else (f"more_{name}",)
            return own((*base, *steps, number - lengths[str(name)]))
        # A sentence of the entry's own that is no longer so: the change is what has to be mended.
        return own((*base, "entry")) if below[0] == "examples" else inner(("entries", found.number, *below))

    return place


def _replaced(source: Source, number: int, entries: Mapping[_Found, tuple[Entry, PlaceOf]]) -> Source:
    """Put the changed entries of one source in the place of its own."""
    own = {found.number: value for found, value in entries.items() if found.source == number}
    if not own or not isinstance(source.file, TermsFile):
        return source
    listed = tuple(own[at][0] if at in own else entry for at, entry in enumerate(source.file.entries))

    def place(path: KeyPath) -> Place:
        changed = own.get(int(path[1])) if len(path) > 1 and path[0] == "entries" else None
        return changed[1](path) if changed else source.place(path)

    return Source(source.file.model_copy(update={"entries": listed}), place)
