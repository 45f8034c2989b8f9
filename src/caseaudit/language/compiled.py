"""Lexicon files turned into patterns: plain data that can be kept, and from which a lexicon is ready in no time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseaudit.errors import DefinitionError, Place, Problem
from caseaudit.language.anchors import Need, Ways
from caseaudit.language.lexicon_models import ContextFile, CueRule, Entry, LexiconFile, TermsFile
from caseaudit.language.patterns import Compiler
from caseaudit.language.people import ROLE_CLASSES
from caseaudit.language.phrases import PhraseError

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One lexicon file and how to tell where a value of it stands."""

    file: LexiconFile
    place: Callable[[KeyPath], Place] = field(default=lambda _path: Place())


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one entry, cue or word class as one pattern, and what each of them needs."""

    pattern: str
    needs: tuple[Ways, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything that a lexicon is made of."""

    terms: tuple[tuple[Entry, Phrases, str | None], ...]
    """Each entry with its phrases and the pattern of its `unless` phrases."""
    cues: tuple[tuple[CueRule, Phrases, str | None], ...]
    """Each cue with its phrases and the pattern of its terminators."""
    roles: tuple[tuple[str, Phrases], ...]
    """The person words: the name of each role's class with its members."""
    classes: Mapping[str, tuple[str, ...]]


def compile_sources(sources: Sequence[Source], *, switched_on: frozenset[str] = frozenset()) -> Compiled:
    """Compile lexicon files. `switched_on` names entries with `default: off` to be read nevertheless.

    Raises DefinitionError with every problem of every file: unreadable phrases, ids or classes that stand twice.
    """
    problems: list[Problem] = []
    compiler = Compiler(_collect_classes(sources, problems))
    _check_unique(sources, problems)
    terms: list[tuple[Entry, Phrases, str | None]] = []
    cues: list[tuple[CueRule, Phrases, str | None]] = []
    for source in sources:
        base: KeyPath
        for index, entry in enumerate(source.file.entries if isinstance(source.file, TermsFile) else ()):
            base = ("entries", index)
            phrases = _phrases(compiler, entry.phrases, source, (*base, "phrases"), problems)
            unless = _phrases(compiler, entry.unless, source, (*base, "unless"), problems)
            if phrases and (entry.default != "off" or entry.id in switched_on):
                terms.append((entry, phrases, unless.pattern if unless else None))
        for index, cue in enumerate(source.file.cues if isinstance(source.file, ContextFile) else ()):
            base = ("cues", index)
            phrases = _phrases(compiler, cue.phrases, source, (*base, "phrases"), problems)
            if phrases:
                ended = _phrases(compiler, cue.terminated_by, source, (*base, "terminated_by"), problems)
                cues.append((cue, phrases, ended.pattern if ended else None))
    if problems:
        raise DefinitionError(tuple(problems))
    roles = [(name, _compiled(compiler, [f"{{{name}}}"])) for name, _ in ROLE_CLASSES if name in compiler.classes]
    return Compiled(tuple(terms), tuple(cues), tuple(roles), compiler.classes)


def _compiled(compiler: Compiler, phrases: Sequence[str]) -> Phrases:
    return Phrases(compiler.compile(phrases), compiler.needs(phrases))


def _phrases(
    compiler: Compiler, phrases: Sequence[str], source: Source, path: KeyPath, problems: list[Problem]
) -> Phrases | None:
    """Compile phrases to one pattern; note a problem for each that cannot be read."""
    if not phrases:
        return None
    bad = len(problems)
    for index, phrase in enumerate(phrases):
        try:
            compiler.check(phrase)
        except PhraseError as error:
            where = f"{error} (at character {error.position + 1} of {phrase!r})"
            problems.append(Problem(source.place((*path, index)), where, error.remedy, error.nearest))
    return _compiled(compiler, phrases) if len(problems) == bad else None


def _collect_classes(sources: Sequence[Source], problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    classes: dict[str, tuple[str, ...]] = {}
    owner: dict[str, str] = {}
    for source in sources:
        for name, members in source.file.classes.items():
            if name in classes:
                found = f"The class {{{name}}} stands in two lexicons ({owner[name]}, {source.file.lexicon})"
                problems.append(
                    Problem(source.place(("classes", name)), found, "Keep one of them, or give it a new name")
                )
                continue
            classes[name] = members
            owner[name] = source.file.lexicon
    compiler = Compiler(classes)
    for source in sources:
        for name, members in source.file.classes.items():
            _phrases(compiler, members, source, ("classes", name), problems)
    return classes


def _check_unique(sources: Sequence[Source], problems: list[Problem]) -> None:
    seen: dict[str, str] = {}
    for source in sources:
        file = source.file
        key = "entries" if isinstance(file, TermsFile) else "cues"
        items: Sequence[Entry | CueRule] = file.entries if isinstance(file, TermsFile) else file.cues
        for index, item in enumerate(items):
            if item.id in seen:
                found = f"The id {item.id!r} stands twice (first in {seen[item.id]})"
                problems.append(Problem(source.place((key, index, "id")), found, "Ids are unique over all lexicons"))
            else:
                seen[item.id] = str(source.place((key, index, "id")))


def to_data(compiled: Compiled) -> dict[str, Any]:
    """Return `compiled` as plain data (strings, numbers, lists, mappings), each set of needed words once."""
    numbers: dict[Need, int] = {}

    def phrases(found: Phrases) -> list[Any]:
        needs = [[[numbers.setdefault(need, len(numbers)) for need in way] for way in ways] for ways in found.needs]
        return [found.pattern, needs]

    return {
        "terms": [[_dump(entry), phrases(found), unless] for entry, found, unless in compiled.terms],
        "cues": [[_dump(cue), phrases(found), ended] for cue, found, ended in compiled.cues],
        "roles": [[name, phrases(found)] for name, found in compiled.roles],
        "classes": {name: list(members) for name, members in compiled.classes.items()},
        "words": [sorted(need) for need in numbers],
    }


def _dump(model: Entry | CueRule) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def from_data(data: Mapping[str, Any]) -> Compiled:
    """Return what `to_data` was given. Raises KeyError, TypeError, ValueError or IndexError when it is not that."""
    words = [frozenset(map(str, need)) for need in data["words"]]

    def phrases(found: Sequence[Any]) -> Phrases:
        pattern, needs = found
        return Phrases(
            str(pattern), tuple(tuple(tuple(words[number] for number in way) for way in ways) for ways in needs)
        )

    return Compiled(
        tuple((Entry.model_validate(entry), phrases(found), unless) for entry, found, unless in data["terms"]),
        tuple((CueRule.model_validate(cue), phrases(found), ended) for cue, found, ended in data["cues"]),
        tuple((str(name), phrases(found)) for name, found in data["roles"]),
        {str(name): tuple(map(str, members)) for name, members in data["classes"].items()},
    )
