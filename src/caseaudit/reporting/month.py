"""One month's result put together once, for every format that tells it: figures, escalations, learning, actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.month_compared import Compared, beside_inspection, since_last
from caseaudit.reporting.month_gathered import Gathered, gather
from caseaudit.reporting.month_learning import themes
from caseaudit.reporting.month_rates import SHORT, Drawn, Estimate, Tally, Tallying, drawn_of, estimate
from caseaudit.reporting.month_suppressed import (
    Counts,
    all_shown,
    check_size,
    escalations_may_be_told,
    part_may_be_told,
    shown_counts,
)
from caseaudit.reporting.rows import CriterionRow, criterion_rows
from caseaudit.reporting.rulings import Rulings, rulings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseaudit.domain.audit import Results
    from caseaudit.review.decisions import Decision


@dataclass(frozen=True, slots=True)
class Figures:
    """A criterion with what may be told of it; None for what is withheld or does not exist."""

    row: CriterionRow
    counts: Counts
    """Met, partly met, not met, not applicable, cannot assess."""
    estimate: Estimate | None
    inspection: Compared | None
    last: Compared | None
    last_rate: float | None

    @property
    def withheld(self) -> bool:
        """Whether small numbers keep back what its rate rests on."""
        return not all_shown(self.counts)


@dataclass(frozen=True, slots=True)
class Month:
    """Everything that the month's report says."""

    results: Results
    """With people's decisions in force."""
    marking: str
    threshold: int | None
    """Counts below it are withheld; None where the report stays in the force."""
    drawn: Drawn
    figures: tuple[Figures, ...]
    gathered: Gathered
    """What it says of single cases and findings."""
    escalations_told: bool
    rulings: Rulings
    last: Results | None

    @property
    def counted(self) -> Tally:
        """Case outcomes, without cases picked by hand."""
        return self.gathered.counted

    @property
    def inside(self) -> bool:
        """Whether the report stays in the force and may name cases."""
        return self.threshold is None


def make_month(
    results: Results,
    *,
    marking: str,
    decisions: Iterable[Decision] = (),
    last: Results | None = None,
    threshold: int | None = None,
) -> Month:
    """Put a month together. `results` hold the decisions already; `last` are last month's results.

    Raises UsageError when so few cases may not leave the force.
    """
    if threshold is not None:
        check_size(results, threshold)
    drawn, found = drawn_of(results), rulings(decisions)
    rows = criterion_rows(results)
    often = [one.row.summary.criterion for one in themes(rows, {})] if threshold is None else []
    gathered = gather(results, found, picked=drawn.picked, themes=often, last=last)
    before = _Before(last, threshold)
    figures = tuple(_figures(row, drawn, gathered.counted, before, threshold) for row in rows)
    return Month(
        results=results,
        marking=marking,
        threshold=threshold,
        drawn=drawn,
        figures=figures,
        gathered=gathered,
        escalations_told=escalations_may_be_told(results, [one.counts for one in figures], threshold),
        rulings=found,
        last=last,
    )


class _Before:
    """Last month's figures, by criterion."""

    def __init__(self, results: Results | None, threshold: int | None) -> None:
        self._rows: dict[str, CriterionRow] = {}
        if results is None:
            return
        self._threshold = threshold
        self._drawn = drawn_of(results)
        tallying = Tallying(self._drawn.picked)
        for case in results.cases:
            tallying.add(case)
        self._counted = tallying.tally()
        self._rows = {row.summary.criterion: row for row in criterion_rows(results)}

    def of(self, criterion: str) -> tuple[CriterionRow, Estimate] | None:
        """Last month's row and figures, where they may be told."""
        row = self._rows.get(criterion)
        if row is None:
            return None
        if self._threshold is not None and (
            self._drawn.picked or not all_shown(shown_counts(row.summary, self._threshold))
        ):
            return None
        return row, estimate(row, self._drawn, self._counted)


def _figures(row: CriterionRow, drawn: Drawn, counted: Tally, before: _Before, threshold: int | None) -> Figures:
    counts = shown_counts(row.summary, threshold)
    # The rate leaves out what was picked by hand, the counts don't: side by side they would tell of those few.
    told = all_shown(counts) and (threshold is None or not drawn.picked)
    if not told:
        return Figures(row, counts, None, None, None, None)
    now, last = estimate(row, drawn, counted), before.of(row.summary.criterion)
    inspection = None
    if part_may_be_told(row, threshold):
        inspection = beside_inspection(row, *_compared(row, drawn, counted))
    compared = since_last(row, now, *last) if last else None
    return Figures(row, counts, now, inspection, compared, last[1].rate if last and compared else None)


def _compared(row: CriterionRow, drawn: Drawn, counted: Tally) -> tuple[int, int]:
    """Our count among the inspection's case types, without cases picked by hand."""
    if not drawn.picked or row.summary.baseline is None:
        return row.compared[:2]
    counts = counted.of(row.summary.criterion, row.summary.baseline.among)
    of = sum(counts[one] for one in (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET))
    return sum(counts[one] for one in SHORT[row.counts]), of
