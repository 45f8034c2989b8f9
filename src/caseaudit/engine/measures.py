"""What an evaluation gives: labelled documents, counts with their proportions and intervals, misses, comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from caseaudit.domain.audit import Interval
from caseaudit.domain.vocabulary import EntryKind
from caseaudit.engine.statistics import mcnemar, rate, wilson
from caseaudit.language.reading import COMPONENTS

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that a person marked, with every place at which they stand in the text."""

    words: str
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled document; None means not labelled for that, and in no figure of it."""

    id: str
    text: str
    kind: EntryKind = EntryKind.LOG
    child_age: int | None = None
    blame: str | None = None
    voice: Mapping[str, bool] | None = None
    actions: Mapping[str, str] | None = None
    spans: Mapping[str, tuple[GoldSpan, ...]] = field(default_factory=dict)
    """`blame`, `voice.words`, ..., `action.referral`, ... to the words that people marked for it."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How often one label was given, found, and found rightly."""

    name: str
    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None when nothing was found."""
        return rate(self.right, self.found)

    @property
    def recall(self) -> float | None:
        """Share of the gold labels that were found; None when there is none."""
        return rate(self.right, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when there is neither a gold label nor a find."""
        return rate(2 * self.right, self.found + self.gold)

    @property
    def precision_interval(self) -> Interval | None:
        """Wilson's interval of the precision."""
        return wilson(self.right, self.found) if self.found else None

    @property
    def recall_interval(self) -> Interval | None:
        """Wilson's interval of the recall."""
        return wilson(self.right, self.gold) if self.gold else None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, such as documents whose class is right, or gold spans that a mention overlaps."""

    name: str
    count: int
    of: int

    @property
    def rate(self) -> float | None:
        """The fraction; None of nothing."""
        return rate(self.count, self.of)

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval."""
        return wilson(self.count, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One label that came out otherwise than the gold; `rank` 0 is the worst."""

    document: str
    family: str
    """`blame`, `voice` or `actions`."""
    name: str
    gold: str
    got: str
    gold_words: tuple[str, ...]
    got_words: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything measured of one setting."""

    setting: str
    documents: int
    welsh: int
    """Texts taken for Welsh, for which the engine claims nothing; counted as clean and silent."""
    accuracy: Share
    confusion: Mapping[tuple[str, str], int]
    """(gold class, class found) to documents."""
    blame: tuple[Measure, ...]
    voice: tuple[Measure, ...]
    voice_together: Measure
    actions: tuple[Measure, ...]
    """By concept; right only with the right status."""
    actions_together: Measure
    concepts_together: Measure
    """The concept alone, whatever the status."""
    statuses: tuple[Measure, ...]
    spans: tuple[Share, ...]
    misses: tuple[Miss, ...]
    """By family, the worst first."""
    answers: Mapping[str, Mapping[int, bool]]
    """Question to document's number to whether it was answered rightly: what settings are compared by."""


QUESTIONS = (
    "blame, three classes",
    "blaming or not",
    *(f"voice: {name}" for name in COMPONENTS),
    "voice, all components",
    "actions, all of them",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two settings answered one question, document by document."""

    question: str
    both: int
    first_only: int
    second_only: int
    neither: int
    p_value: float
    """Of McNemar's exact test, two-sided."""


def compare(first: Evaluation, second: Evaluation) -> tuple[Comparison, ...]:
    """Compare two settings that read the same corpus, question by question; those without labels are left out."""
    found = []
    for question in QUESTIONS:
        ours, theirs = first.answers[question], second.answers[question]
        if ours:
            pairs = [(ours[at], theirs[at]) for at in ours]
            only = pairs.count((True, False)), pairs.count((False, True))
            p_value = round(mcnemar(*only), 6)
            both, neither = pairs.count((True, True)), pairs.count((False, False))
            found.append(Comparison(question, both, *only, neither, p_value))
    return tuple(found)
