"""What reading a narrative gives: mentions with their exact place, and the context that was decided for each."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseaudit.domain.vocabulary import About, Basis, Severity, Speaker, Stance, Status, Tier

MAX_PER_TERM = 50
"""Mentions returned of one term in one text; `reading.read_counted` counts the rest."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of context that decided something about a mention, kept for `explain`."""

    axis: str
    """What it decided: `status`, `speaker`, `about` or `stance`."""
    value: str
    """What it decided it to be, e.g. `negated`."""
    cue: str
    """The id of the cue in the context lexicon, or `quotation`, `heading`, `role` for structural ones."""
    start: int
    """Where the cue's own words start in the entry's text, in code points."""
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One concept found in one entry. `text[start:end] == quote` always holds; offsets count code points."""

    concept: str
    """Dotted id, e.g. `victim-blaming.risk-taking`, `voice.words`, `action.strategy_meeting`, `need.disability`."""
    term: str
    """The id of the lexicon entry that matched."""
    entry: int
    """Which of the texts that were read, from 0 (for a case file: the index in `narrative`)."""
    start: int
    end: int
    quote: str
    status: Status
    speaker: Speaker
    about: About
    child: int | None = None
    """Index in `children` of the child whose name stands in the sentence (or clause); None when no child is named."""
    stance: Stance = Stance.ADOPTED
    tier: Tier | None = None
    """For victim-blaming terms only."""
    severity: Severity | None = None
    preferred: str | None = None
    why: str | None = None
    basis: Basis = Basis.PATTERN
    confidence: float | None = None
    sentence: tuple[int, int] = (0, 0)
    """Where the sentence stands that holds the mention: the search scope of the context."""
    cues: tuple[Cue, ...] = field(default=())
