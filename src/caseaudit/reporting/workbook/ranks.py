"""Outcomes as numbers, so that plain MAX and COUNTIFS find the worst of a case's subjects in any spreadsheet."""

from __future__ import annotations

from caseaudit.domain.vocabulary import WORST_FIRST, Outcome
from caseaudit.reporting import words

RANKS: dict[Outcome | None, int] = {
    None: 0,
    **{outcome: rank for rank, outcome in enumerate(reversed(WORST_FIRST), 1)},
}
"""0 for a fault, then 1 (not applicable) to 5 (not met): the greatest of a case's ranks is its outcome."""

BY_RANK: tuple[Outcome | None, ...] = tuple(sorted(RANKS, key=lambda outcome: RANKS[outcome]))

CHOICES: tuple[Outcome, ...] = tuple(Outcome)
"""What an auditor may choose, in the order people expect."""

MAP_WORDS: dict[Outcome | None, str] = {
    None: "FAULT",
    Outcome.NOT_APPLICABLE: "n/a",
    Outcome.MET: "Met",
    Outcome.CANNOT_ASSESS: "?",
    Outcome.PARTLY_MET: "Part",
    Outcome.NOT_MET: "NOT",
}
"""Short words of the heat map: it reads without its colours."""

MAP_LEGEND = "   ".join(f"{MAP_WORDS[outcome]} = {words.outcome(outcome)}" for outcome in (*CHOICES, None))
