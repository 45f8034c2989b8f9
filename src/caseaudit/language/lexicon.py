"""The compiled lexicon: terms and cues of all files, ready to search a text, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from caseaudit.domain.vocabulary import Severity, Tier
from caseaudit.errors import DefinitionError, Place, Problem
from caseaudit.language.automaton import LazyPattern, Pattern, PatternBook, Span
from caseaudit.language.lexicon_models import ContextFile, CueRule, Entry, LexiconFile, TermsFile
from caseaudit.language.patterns import Compiler
from caseaudit.language.people import ROLE_CLASSES, Role
from caseaudit.language.phrases import PhraseError
from caseaudit.language.segments import Segmented

_FEW = 4
"""Up to so many terms in a text it is quicker to search the whole text for each than to ask sentence by sentence."""

KeyPath = tuple[str | int, ...]
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
    _book: PatternBook = field(repr=False)
    cue_book: PatternBook = field(repr=False)
    """The cues, then the person words of `roles`."""
    roles: tuple[Role, ...] = ()
    _ends: Mapping[int, Pattern] = field(default_factory=dict, repr=False)
    _applicable: Mapping[str, frozenset[int]] = field(default_factory=dict, repr=False)
    _guidance: Pattern | None = field(default=None, repr=False)
    _neighbour: Pattern | None = field(default=None, repr=False)

    def applicable(self, concept: str) -> frozenset[int]:
        """Return which cues may speak to `concept`."""
        found = self._applicable.get(concept)
        return applicable_cues(self.cues, concept) if found is None else found

    def terminates(self, cue: int, between: bytes) -> bool:
        """Say whether one of the cue's own terminators stands in `between`."""
        return self._ends[cue].occurs(between)

    def has_neighbour_cue(self, text: bytes) -> bool:
        """Say whether a cue that also decides about the sentence before it stands anywhere in `text`."""
        return self._neighbour is not None and bool(self._neighbour.spans(text))

    def tells_of_guidance(self, sentence: bytes) -> bool:
        """Say whether a cue with `whole_text` stands in `sentence`."""
        return self._guidance is not None and self._guidance.occurs(sentence)

    def pattern_of(self, term: Term) -> Pattern:
        """Return the pattern of a term."""
        return self._book.pattern(term.index)

    def find(self, segmented: Segmented) -> list[Found]:
        """Return the matches in a text, sentence by sentence, ordered by place.

        Matches that touch an `unless` phrase are left out. Of overlapping matches of one concept the longest stays. A
        pattern cannot cross a sentence end, so searching the whole text and each sentence find the same.
        """
        marked = segmented.marked
        present = self._book.occurring(marked)
        if not present:
            return []
        found: list[Found] = []
        if len(present) < _FEW:
            self._find_in(marked, 0, present, found)
        else:
            for start, end in pairwise(segmented.bounds):
                sentence = marked[start:end]
                self._find_in(sentence, start, self._book.occurring(sentence), found)
        found.sort(key=lambda one: (one.start, -one.end, one.term.entry.concept, one.term.entry.id))
        return _longest(found)

    def _find_in(self, text: bytes, offset: int, present: Sequence[int], found: list[Found]) -> None:
        for index in present:
            term = self.terms[index]
            spans = self._book.pattern(index).spans(text)
            if term.unless is not None and spans:
                spans = _outside(spans, term.unless.spans(text))
            found.extend(Found(term, offset + start, offset + end) for start, end in spans)


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


@dataclass(frozen=True, slots=True)
class Source:
    """One lexicon file and how to tell where a value of it stands."""

    file: LexiconFile
    place: Callable[[KeyPath], Place] = field(default=lambda _path: Place())


def compile_lexicon(sources: Sequence[Source], *, switched_on: frozenset[str] = frozenset()) -> Lexicon:
    """Compile lexicon files into one. `switched_on` names entries with `default: off` to be read nevertheless.

    Raises DefinitionError with every problem of every file: unreadable phrases, ids or classes that stand twice.
    """
    problems: list[Problem] = []
    classes = _collect_classes(sources, problems)
    compiler = Compiler(classes)
    _check_unique(sources, problems)
    terms: list[Term] = []
    patterns: list[str] = []
    cues: list[CueRule] = []
    cue_patterns: list[str] = []
    ends: dict[int, Pattern] = {}
    for source in sources:
        base: KeyPath
        for index, entry in enumerate(source.file.entries if isinstance(source.file, TermsFile) else ()):
            base = ("entries", index)
            pattern = _phrases(compiler, entry.phrases, source, (*base, "phrases"), problems)
            unless = _phrases(compiler, entry.unless, source, (*base, "unless"), problems)
            if pattern and (entry.default != "off" or entry.id in switched_on):
                patterns.append(pattern)
                terms.append(_term(len(terms), entry, unless))
        for index, cue in enumerate(source.file.cues if isinstance(source.file, ContextFile) else ()):
            base = ("cues", index)
            pattern = _phrases(compiler, cue.phrases, source, (*base, "phrases"), problems)
            if pattern:
                ended = _phrases(compiler, cue.terminated_by, source, (*base, "terminated_by"), problems)
                if ended:
                    ends[len(cues)] = Pattern(ended)
                cue_patterns.append(pattern)
                cues.append(cue)
    if problems:
        raise DefinitionError(tuple(problems))
    return _assembled(terms, patterns, cues, cue_patterns, ends, compiler)


def _assembled(
    terms: Sequence[Term],
    patterns: Sequence[str],
    cues: Sequence[CueRule],
    cue_patterns: Sequence[str],
    ends: Mapping[int, Pattern],
    compiler: Compiler,
) -> Lexicon:
    """Put the compiled parts together, with the person words behind the cues."""
    roles = [(role, name) for name, role in ROLE_CLASSES if name in compiler.classes]
    persons = [compiler.compile([f"{{{name}}}"]) for _, name in roles]
    whole = [pattern for cue, pattern in zip(cues, cue_patterns, strict=False) if cue.whole_text]
    nearby = [pattern for cue, pattern in zip(cues, cue_patterns, strict=False) if cue.neighbour]
    concepts = {term.entry.concept for term in terms} | {"voice.words"}
    return Lexicon(
        tuple(terms),
        tuple(cues),
        compiler.classes,
        PatternBook(patterns),
        PatternBook([*cue_patterns, *persons]),
        tuple(role for role, _ in roles),
        ends,
        {concept: applicable_cues(cues, concept) for concept in concepts},
        Pattern("|".join(whole)) if whole else None,
        Pattern("|".join(nearby)) if nearby else None,
    )


def applicable_cues(cues: Sequence[CueRule], concept: str) -> frozenset[int]:
    """Return the indices of the cues whose families hold `concept` and whose exceptions do not."""
    return frozenset(
        index
        for index, cue in enumerate(cues)
        if (not cue.families or concept.startswith(cue.families))
        and not (cue.excepting and concept.startswith(cue.excepting))
    )


def _term(index: int, entry: Entry, unless: str | None) -> Term:
    blame = entry.concept.startswith("victim-blaming")
    needs_child = entry.about == "child" or (entry.about is None and blame)
    return Term(index, entry, LazyPattern(unless) if unless else None, needs_child=needs_child, blame=blame)


def _phrases(
    compiler: Compiler, phrases: Sequence[str], source: Source, path: KeyPath, problems: list[Problem]
) -> str | None:
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
    return compiler.compile(phrases) if len(problems) == bad else None


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
