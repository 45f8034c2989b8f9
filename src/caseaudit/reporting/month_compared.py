"""A criterion's figure beside the inspection's and beside last month's, in words that a board reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from caseaudit.domain.vocabulary import CaseType
from caseaudit.engine.comparisons import Proportion, change_words, compare, smallest_change_words
from caseaudit.reporting.figures import interval_text, percent

if TYPE_CHECKING:
    from collections.abc import Collection

    from caseaudit.engine.comparisons import Change
    from caseaudit.reporting.month_rates import Estimate
    from caseaudit.reporting.rows import CriterionRow

Verdict = Literal["worse", "better", "same"]
VERDICTS: dict[Verdict, str] = {"worse": "Worse", "better": "Better", "same": "No clear difference"}
TOO_MANY = 2000
"""Beyond so many cases any change that matters shows, and the least one that can is costly to find."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours beside another figure."""

    verdict: Verdict
    here: str
    there: str
    told: str
    """The verdict, and what it rests on."""


def beside_inspection(row: CriterionRow, count: int, of: int) -> Compared | None:
    """Compare our count with the inspection's figure; None where there is no figure or nothing was assessed."""
    figure = row.summary.baseline
    if figure is None or not of or not figure.of:
        return None
    change = compare(Proportion(figure.count, figure.of), Proportion(count, of))
    points = round(abs(change.difference) * 100)
    low, high = (round(bound * 100) for bound in (change.interval.low, change.interval.high))
    span = f"{change.interval.level:.0%} interval {low:+d} to {high:+d}"
    unit = "point" if points == 1 else "points"
    verdict = _verdict(change)
    if verdict != "same":
        more = "more often" if change.difference > 0 else "less often"
        told = f"{VERDICTS[verdict]}. {points} {unit} {more} than the inspection found ({span})."
    elif change.shown:
        told = f"{VERDICTS[verdict]}: too few cases to rule out chance ({span})."
    else:
        told = f"{VERDICTS[verdict]} ({span})."
    return Compared(verdict, _figure(count, of), _figure(figure.count, figure.of), told)


def since_last(row: CriterionRow, now: Estimate, before: CriterionRow, last: Estimate) -> Compared | None:
    """Compare this month's count with last month's; None where either month assessed nothing, or counts otherwise."""
    if not now.of or not last.of or row.counts != before.counts:
        return None
    change = compare(Proportion(last.count, last.of), Proportion(now.count, now.of))
    verdict = _verdict(change)
    told = f"{VERDICTS[verdict]}. {change_words(change)}"
    return Compared(verdict, _figure(now.count, now.of), _figure(last.count, last.of), told)


def smallest(cases: int, noun: tuple[str, str], before: int | None = None) -> str | None:
    """Say what so few cases cannot show; None where they are many, or none."""
    if not 0 < cases <= TOO_MANY or (before is not None and not 0 < before <= TOO_MANY):
        return None
    return smallest_change_words(cases, before=before, noun=noun)


def noun_of(kinds: Collection[CaseType]) -> tuple[str, str]:
    """Notices where all cases are notices, else case files."""
    return ("notice", "notices") if set(kinds) == {CaseType.PPN} else ("case file", "case files")


def _verdict(change: Change) -> Verdict:
    """What is counted is what falls short, so more of it is worse."""
    if not change.clear:
        return "same"
    return "worse" if change.difference > 0 else "better"


def _figure(count: int, of: int) -> str:
    return f"{count:,} of {of:,} ({percent(count / of)})"


__all__ = ["Compared", "beside_inspection", "interval_text", "noun_of", "since_last", "smallest"]
