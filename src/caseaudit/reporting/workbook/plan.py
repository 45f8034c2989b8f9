"""What goes where in the workbook, decided before a cell is written: which findings fit, which make one outcome.

A case has one outcome a criterion, the worst of its subjects; the findings behind it are its group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.reporting.rows import CriterionRow, FindingRow, criterion_rows, finding_rows
from caseaudit.reporting.rulings import Rulings, rulings
from caseaudit.reporting.workbook.ranks import RANKS
from caseaudit.reporting.workbook.sheet import HEAD_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.domain.audit import Results
    from caseaudit.domain.vocabulary import CaseType
    from caseaudit.review.decisions import Decision

EXCEL_ROWS = 1_048_576


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one case and criterion, as they stand on the Findings sheet."""

    case_number: int
    criterion_number: int
    numbers: tuple[int, ...]
    """Numbers of its findings on the sheet, from 1; those left out have none."""
    ranks: tuple[int, ...]
    """Rank of each, what a person decided included."""
    machine_ranks: tuple[int, ...]
    decided: tuple[bool, ...]
    floor: int = 0
    """The worst rank among its findings that were left out."""
    floor_decided: bool = True
    """Whether a person decided all of its findings that were left out."""
    compared: bool = True
    """Whether the case is of a type that the criterion's baseline is about."""

    @property
    def rank(self) -> int:
        """The rank of the case's outcome."""
        return max((*self.ranks, self.floor))

    @property
    def all_decided(self) -> bool:
        """Whether people decided every finding of it."""
        return all(self.decided) and self.floor_decided


@dataclass(frozen=True, slots=True)
class Plan:
    """The contents of the workbook, in order."""

    results: Results
    marking: str
    capacity: int
    """Rows of data that a table sheet can hold."""
    findings: tuple[FindingRow, ...]
    """What the Findings sheet shows; the first is number 1."""
    left_out: int
    """Findings that found no room."""
    groups: tuple[Group, ...]
    """By case, then by criterion."""
    criteria: tuple[CriterionRow, ...]
    rulings: Rulings
    """What people decided, where a file of decisions was given."""

    @property
    def complete(self) -> bool:
        """Whether every finding has its row, so that formulas can count from nothing."""
        return not self.left_out


def make_plan(results: Results, *, marking: str, max_rows: int, decisions: Iterable[Decision] = ()) -> Plan:
    """Lay the results out for sheets of at most `max_rows` rows, the most urgent findings first."""
    capacity = max(1, min(max_rows, EXCEL_ROWS) - HEAD_ROWS)
    rows = finding_rows(results)
    kept = rows[:capacity]
    return Plan(
        results=results,
        marking=marking,
        capacity=capacity,
        findings=tuple(kept),
        left_out=len(rows) - len(kept),
        groups=tuple(_groups(rows, len(kept), _baseline_types(results))),
        criteria=tuple(criterion_rows(results)),
        rulings=rulings(decisions),
    )


def _baseline_types(results: Results) -> dict[str, frozenset[CaseType]]:
    """Criterion to the case types that its baseline is about, where it is not about all."""
    return {
        summary.criterion: frozenset(summary.baseline.among)
        for summary in results.summary.criteria
        if summary.baseline and summary.baseline.among
    }


def _groups(rows: Sequence[FindingRow], kept: int, about: dict[str, frozenset[CaseType]]) -> list[Group]:
    """Groups with at least one finding on the sheet, by case and criterion."""
    members: dict[tuple[int, int], list[int]] = {}
    for at, row in enumerate(rows):
        members.setdefault((row.case_number, row.criterion_number), []).append(at)
    return [_group(key, ats, rows, kept, about) for key, ats in sorted(members.items()) if ats[0] < kept]


def _group(
    key: tuple[int, int],
    ats: Sequence[int],
    rows: Sequence[FindingRow],
    kept: int,
    about: dict[str, frozenset[CaseType]],
) -> Group:
    first = rows[ats[0]]
    types = about.get(first.finding.criterion)
    shown = [at for at in ats if at < kept]
    hidden = [rows[at] for at in ats if at >= kept]
    return Group(
        case_number=key[0],
        criterion_number=key[1],
        numbers=tuple(at + 1 for at in shown),
        ranks=tuple(RANKS[rows[at].finding.outcome] for at in shown),
        machine_ranks=tuple(RANKS[rows[at].machine_outcome] for at in shown),
        decided=tuple(rows[at].decided for at in shown),
        floor=max((RANKS[row.finding.outcome] for row in hidden), default=0),
        floor_decided=all(row.decided for row in hidden),
        compared=types is None or first.case.case_type in types,
    )
