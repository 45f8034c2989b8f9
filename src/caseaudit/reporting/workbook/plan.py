"""What goes where in the workbook, decided before a cell is written: which findings and cases it shows.

A batch may be larger than a workbook can usefully hold, and than memory can: the cases are gone through once, and no
more is held than is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.reporting.foremost import Foremost
from caseaudit.reporting.rows import CriterionRow, FindingRow, RowMaker, bare, case_outcomes, criterion_rows, urgency
from caseaudit.reporting.rulings import Rulings, rulings
from caseaudit.reporting.workbook.groups import Group, Member, Picked, Seen, groups_of
from caseaudit.reporting.workbook.kept_rows import KeptRows, Rows
from caseaudit.reporting.workbook.ranks import RANKS
from caseaudit.reporting.workbook.sheet import HEAD_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caseaudit.domain.audit import CaseAudit, Results
    from caseaudit.domain.vocabulary import CaseType, Outcome
    from caseaudit.review.decisions import Decision

EXCEL_ROWS = 1_048_576
MOST_FINDINGS = 50_000
"""Rows of the Findings sheet, for each of which the workbook computes; a person reads far fewer."""
MOST_CASES = 10_000
MOST_OTHERS = 50_000
"""Rows of every other sheet."""
_NO_SCORE = 2
_NOT_ESCALATED = 4


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as the Cases sheet shows it."""

    number: int
    """Place of the case in the results, from 0."""
    case: CaseAudit
    """Without its findings."""
    outcomes: Mapping[str, Outcome | None]
    """Criterion to the case's one outcome."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is of what a sheet may show in part."""

    cases: int = 0
    findings: int = 0
    escalations: int = 0
    """Findings that escalate."""
    evidence: int = 0
    decided: int = 0
    """Findings that a person has decided."""
    evidence_shown: int = 0
    """Pieces of evidence of the findings that are shown."""
    decided_shown: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The contents of the workbook, in order."""

    results: Results
    marking: str
    capacity: int
    """Rows of data that a sheet can hold, `max_rows` considered."""
    findings: Rows
    """What the Findings sheet shows; the first is number 1."""
    cases: tuple[CaseLine, ...]
    """What the Cases sheet shows."""
    groups: tuple[Group, ...]
    """By case, then by criterion."""
    totals: Totals
    criteria: tuple[CriterionRow, ...]
    rulings: Rulings
    """What people decided, where a file of decisions was given."""

    @property
    def left_out(self) -> int:
        """Findings that the Findings sheet does not show."""
        return self.totals.findings - len(self.findings)

    @property
    def complete(self) -> bool:
        """Whether every finding has its row, so that formulas can count from nothing."""
        return not self.left_out

    @property
    def room(self) -> int:
        """Rows of a sheet without a limit of its own."""
        return min(self.capacity, MOST_OTHERS)

    @property
    def escalations(self) -> Rows:
        """What the Escalations sheet shows: escalations come first among the findings."""
        return self.findings.first(min(self.totals.escalations, self.room))

    @property
    def accepts(self) -> bool:
        """Whether an exception accepts any finding, so that the sheets have a place for that."""
        return self.results.summary.accepted > 0

    def close(self) -> None:
        """Remove what was kept on the disk."""
        self.findings.kept.close()


def make_plan(results: Results, *, marking: str, max_rows: int, decisions: Iterable[Decision] = ()) -> Plan:
    """Lay the results out for sheets of at most `max_rows` rows, the most urgent findings first.

    The plan is to be closed when the sheets are written. Raises OSError where the disk is full.
    """
    capacity = max(1, min(max_rows, EXCEL_ROWS) - HEAD_ROWS)
    gathering = _Gathering(results, min(capacity, MOST_FINDINGS), min(capacity, MOST_CASES))
    try:
        for number, case in enumerate(results.cases):
            gathering.add(number, case)
    except BaseException:
        gathering.kept.close()  # also where somebody stops the run
        raise
    picked = gathering.findings.first()
    return Plan(
        results=results,
        marking=marking,
        capacity=capacity,
        findings=Rows(gathering.kept, [one.place for one in picked]),
        cases=tuple(gathering.cases_in_order()),
        groups=tuple(groups_of(picked)),
        totals=gathering.totals(picked),
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


class _Gathering:
    """Goes through the cases once and keeps what the sheets show."""

    def __init__(self, results: Results, findings: int, cases: int) -> None:
        self.findings: Foremost[Picked] = Foremost(findings)
        self._cases: Foremost[CaseLine] = Foremost(cases)
        self._most_cases = cases
        self.kept = KeptRows()
        self._make, self._types = RowMaker(results), _baseline_types(results)
        self._escalations = self._evidence = self._decided = 0
        self._known: dict[tuple[Member, ...], tuple[Member, ...]] = {}

    def add(self, number: int, case: CaseAudit) -> None:
        """Count a case, and hold of it what is among the first."""
        wanted = []
        for finding in case.findings:
            self._escalations += finding.escalate
            self._evidence += len(finding.evidence)
            self._decided += finding.decided_by == "person"
            place = urgency(finding)
            if self.findings.wants(place):
                wanted.append((place, finding))
        alone = bare(case)
        if wanted:
            seen = Seen(case, self._known)
            for place, finding in wanted:
                self.findings.offer(place, self._picked(self._make(number, alone, finding), seen))
        self.findings.pass_by(len(case.findings) - len(wanted))
        key = (0 if case.escalated else _NOT_ESCALATED) + (_NO_SCORE if case.score is None else case.score)
        if self._cases.wants(key):
            self._cases.offer(key, CaseLine(number, alone, case_outcomes(case)))
        else:
            self._cases.pass_by()

    def _picked(self, row: FindingRow, seen: Seen) -> Picked:
        finding = row.finding
        types = self._types.get(finding.criterion)
        return Picked(
            self.kept.keep(row),
            row.case_number,
            row.criterion_number,
            *seen.place_of(finding),
            machine_rank=RANKS[row.machine_outcome],
            compared=types is None or row.case.case_type in types,
            evidence=len(finding.evidence),
        )

    def cases_in_order(self) -> list[CaseLine]:
        """Escalated cases first, in the order of the export; where not all are shown, the lowest scores first."""
        lines = self._cases.first()
        if self._cases.offered > self._most_cases:
            return lines
        return sorted(lines, key=lambda line: (not line.case.escalated, line.number))

    def totals(self, picked: Iterable[Picked]) -> Totals:
        """Say how much was gone through, and how much of it is in what was picked."""
        return Totals(
            cases=self._cases.offered,
            findings=self.findings.offered,
            escalations=self._escalations,
            evidence=self._evidence,
            decided=self._decided,
            evidence_shown=sum(one.evidence for one in picked),
            decided_shown=sum(one.members[one.at].decided for one in picked),
        )
