"""What of a month may leave the force: small counts, and whatever would give one away, are withheld.

Each criterion is a table of its own: its five outcomes, with the number of cases, which is published. Rates and
intervals stand only where all the counts behind them do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.engine.suppression import suppress
from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.domain.audit import CriterionSummary, Results
    from caseaudit.reporting.rows import CriterionRow

WITHHELD = "[c]"
"""Stands for a withheld count: the Government Analysis Function's symbol for a confidential value."""
Counts = tuple[int | None, ...]


def check_size(results: Results, threshold: int) -> None:
    """Refuse a report of fewer cases than the threshold: nothing of it may leave. Raises UsageError."""
    if results.summary.cases < threshold:
        raise UsageError(
            f"{results.summary.cases} cases are too few to leave the force with --suppress {threshold}",
            remedy="Put several months together, or keep the report inside.",
        )


def outcome_counts(summary: CriterionSummary) -> tuple[int, int, int, int, int]:
    """Met, partly met, not met, not applicable, cannot assess."""
    return (summary.met, summary.partly_met, summary.not_met, summary.not_applicable, summary.cannot_assess)


def shown_counts(summary: CriterionSummary, threshold: int | None) -> Counts:
    """The five counts of a criterion, None for each that is withheld; all of them without a threshold."""
    counts = outcome_counts(summary)
    if threshold is None or not sum(counts):
        return counts
    if sum(counts) < threshold:
        return (None,) * len(counts)
    return suppress([counts], threshold=threshold, column_totals=False).cells[0]


def all_shown(counts: Counts) -> bool:
    """Whether the three counts that rates rest on are shown."""
    return None not in counts[:3]


def part_may_be_told(row: CriterionRow, threshold: int | None) -> bool:
    """Whether our figure among the inspection's case types may stand beside the one of all cases."""
    if threshold is None:
        return True
    count, of, _ = row.compared
    rest, rest_of = row.count - count, row.summary.assessed - of
    return _safe([[count, of - count], [rest, rest_of - rest]], threshold)


def escalations_may_be_told(results: Results, counts: Sequence[Counts], threshold: int | None) -> bool:
    """Whether the number of cases with an escalation may be told: not where a criterion behind it is withheld."""
    if threshold is None:
        return True
    behind = zip(results.summary.criteria, counts, strict=True)
    shown = all(all_shown(one) for criterion, one in behind if criterion.escalate)
    urgent = results.summary.escalations
    return shown and _safe([[urgent, results.summary.cases - urgent]], threshold)


def _safe(cells: list[list[int]], threshold: int) -> bool:
    return not suppress(cells, threshold=threshold).withheld
