"""The compiled lexicon: terms and cues of all files, ready to search a text, and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from caseaudit.domain.audit import LexiconUsed
from caseaudit.domain.vocabulary import Severity, Tier
from caseaudit.language.automaton import LazyPattern, Pattern, PhraseBook, Span
from caseaudit.language.compiled import Compiled, Phrases, Source, compile_sources
from caseaudit.language.lexicon_models import CueRule, Entry
from caseaudit.language.people import ROLE_CLASSES, Role
from caseaudit.language.segments import Segmented

if TYPE_CHECKING:
    from caseaudit.language.second_reader import SecondReader

SEVERITY_OF_TIER = {Tier.RED: Severity.HIGH, Tier.AMBER: Severity.MEDIUM, Tier.NOTE: Severity.LOW}


@dataclass(frozen=True, slots=True)
class Term:
    """One compiled entry."""

    index: int
    entry: Entry
    unless: LazyPattern | None
    needs_child: bool
    """Counts only when it is about a child."""
    blame: bool

    @property
    def tier(self) -> Tier | None:
        """The tier it is reported with: an advisory entry is a note whatever its own tier."""
        return Tier.NOTE if self.blame and self.entry.default == "advisory" else self.entry.tier

    @property
    def severity(self) -> Severity | None:
        """How much it matters, from its tier; None for what is not victim-blaming."""
        return SEVERITY_OF_TIER[self.tier] if self.tier else None


@dataclass(frozen=True, slots=True)
class Found:
    """One match of one term in a marked text."""

    term: Term
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Everything the language engine knows, compiled once and never changed."""

    terms: tuple[Term, ...]
    cues: tuple[CueRule, ...]
    classes: Mapping[str, tuple[str, ...]]
    _book: PhraseBook = field(repr=False)
    cue_book: PhraseBook = field(repr=False)
    """The cues, then the person words of `roles`."""
    roles: tuple[Role, ...] = ()
    _ends: Mapping[int, LazyPattern] = field(default_factory=dict, repr=False)
    _applicable: Mapping[str, frozenset[int]] = field(default_factory=dict, repr=False)
    _guidance: LazyPattern | None = field(default=None, repr=False)
    second: SecondReader | None = field(default=None, repr=False)
    """The trained second reader, where one reads along."""
    own: tuple[LexiconUsed, ...] = ()
    """The lexicons of a force's own that are part of it."""

    def with_second(self, second: SecondReader | None) -> Lexicon:
        """Return the same lexicon with, or without, a second reader beside it."""
        return replace(self, second=second)

    def with_own(self, own: tuple[LexiconUsed, ...]) -> Lexicon:
        """Return the same lexicon with the account of the own lexicons in it."""
        return replace(self, own=own)

    def applicable(self, concept: str) -> frozenset[int]:
        """Return which cues may speak to `concept`."""
        found = self._applicable.get(concept)
        return applicable_cues(self.cues, concept) if found is None else found

    def terminates(self, cue: int, between: bytes) -> bool:
        """Say whether one of the cue's own terminators stands in `between`."""
        return self._ends[cue].occurs(between)

    def tells_of_guidance(self, sentence: bytes) -> bool:
        """Say whether a cue with `whole_text` stands in `sentence`."""
        return self._guidance is not None and self._guidance.occurs(sentence)

    def pattern_of(self, term: Term) -> Pattern:
        """Return the pattern of a term."""
        return self._book.pattern(term.index)

    def spans(self, term: Term, marked: bytes) -> list[Span]:
        """Return where one term stands in a marked text, outside its `unless` phrases, whatever else stands there."""
        spans = self._book.pattern(term.index).spans(marked)
        return _outside(spans, term.unless.spans(marked)) if term.unless is not None and spans else spans

    def find(self, segmented: Segmented) -> list[Found]:
        """Return the matches in a text, sentence by sentence, ordered by place.

        Matches that touch an `unless` phrase are left out. Of overlapping matches of one concept the longest stays. A
        pattern cannot cross a sentence end, so searching the whole text and each sentence find the same.
        """
        marked, bounds = segmented.marked, segmented.bounds
        found: list[Found] = []
        for index, present in self._book.candidates(marked):
            if index + 1 < len(bounds):  # behind the last mark may stand nothing
                start = bounds[index]
                self._find_in(marked[start : bounds[index + 1]], start, present, found)
        if not found:
            return found
        found.sort(key=lambda one: (one.start, -one.end, one.term.entry.concept, one.term.entry.id))
        return _longest(found)

    def _find_in(self, text: bytes, offset: int, present: Sequence[int], found: list[Found]) -> None:
        for index in present:
            term = self.terms[index]
            found.extend(Found(term, offset + start, offset + end) for start, end in self.spans(term, text))


def _outside(spans: list[Span], barred: list[Span]) -> list[Span]:
    """Return the spans that overlap none of `barred`; both are in order and free of overlaps."""
    result: list[Span] = []
    position = 0
    for start, end in spans:
        while position < len(barred) and barred[position][1] <= start:
            position += 1
        if position == len(barred) or barred[position][0] >= end:
            result.append((start, end))
    return result


def _longest(found: list[Found]) -> list[Found]:
    """Of overlapping matches of one concept keep the longest; `found` is ordered by start, longest first."""
    kept: dict[str, list[Found]] = {}
    for one in found:
        group = kept.setdefault(one.term.entry.concept, [])
        last = group[-1] if group else None
        if last is None or one.start >= last.end:
            group.append(one)
        elif one.end - one.start > last.end - last.start:
            group[-1] = one
    if len(kept) == 1:
        return next(iter(kept.values()))
    merged = [one for group in kept.values() for one in group]
    merged.sort(key=lambda one: (one.start, one.term.entry.concept, one.term.entry.id))
    return merged


def compile_lexicon(sources: Sequence[Source], *, switched_on: frozenset[str] = frozenset()) -> Lexicon:
    """Compile lexicon files into one. `switched_on` names entries with `default: off` to be read nevertheless.

    Raises DefinitionError with every problem of every file: unreadable phrases, ids or classes that stand twice.
    """
    return assemble(compile_sources(sources, switched_on=switched_on))


def assemble(compiled: Compiled) -> Lexicon:
    """Make compiled patterns ready to search, with the person words behind the cues."""
    terms = tuple(_term(index, *one) for index, one in enumerate(compiled.terms))
    cues = tuple(cue for cue, _, _ in compiled.cues)
    roles = dict(ROLE_CLASSES)
    whole = [phrases.pattern for cue, phrases, _ in compiled.cues if cue.whole_text]
    concepts = {term.entry.concept for term in terms} | {"voice.words"}
    return Lexicon(
        terms,
        cues,
        compiled.classes,
        _book([phrases for _, phrases, _ in compiled.terms]),
        _book([*(phrases for _, phrases, _ in compiled.cues), *(phrases for _, phrases in compiled.roles)]),
        tuple(roles[name] for name, _ in compiled.roles),
        {index: LazyPattern(ended) for index, (_, _, ended) in enumerate(compiled.cues) if ended},
        {concept: applicable_cues(cues, concept) for concept in concepts},
        LazyPattern("|".join(whole)) if whole else None,
    )


def _book(phrases: Sequence[Phrases]) -> PhraseBook:
    return PhraseBook([one.pattern for one in phrases], [one.needs for one in phrases])


def applicable_cues(cues: Sequence[CueRule], concept: str) -> frozenset[int]:
    """Return the indices of the cues whose families hold `concept` and whose exceptions do not."""
    return frozenset(
        index
        for index, cue in enumerate(cues)
        if (not cue.families or concept.startswith(cue.families))
        and not (cue.excepting and concept.startswith(cue.excepting))
    )


def _term(index: int, entry: Entry, _phrases: Phrases, unless: str | None) -> Term:
    blame = entry.concept.startswith("victim-blaming")
    needs_child = entry.about == "child" or (entry.about is None and blame)
    return Term(index, entry, LazyPattern(unless) if unless else None, needs_child=needs_child, blame=blame)
