"""What a month's report takes from the cases: gone through once, holding no more than the report lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.foremost import Foremost
from caseaudit.reporting.month_rates import Tally, Tallying
from caseaudit.reporting.month_reasons import Reason, Reasons
from caseaudit.reporting.rows import FindingRow, RowMaker, bare, urgency
from caseaudit.reporting.rulings import key_of, sent_back, why_decided

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from caseaudit.domain.audit import CaseAudit, Finding, Results
    from caseaudit.domain.vocabulary import CaseType
    from caseaudit.reporting.rulings import Rulings
    from caseaudit.review.decisions import Key

LISTED = 200
"""The most rows of a list of cases; beyond it the report says how many more there are."""
_FELL_SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)


@dataclass(frozen=True, slots=True)
class Listed:
    """The first rows of a list, and how many there are."""

    first: tuple[FindingRow, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.total - len(self.first)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the report says of single cases and findings."""

    counted: Tally
    kinds: frozenset[CaseType]
    escalations: Listed
    """What the machine or a person escalated, also where a person did not uphold it."""
    not_upheld: int
    """Of these, how many a person did not uphold."""
    waiting: int
    """And how many nobody has decided."""
    returned: Listed
    """Other findings that a reader sent back to the team."""
    overruled: Listed
    """Where a person gave another answer than the machine."""
    accepted: Listed
    """What exceptions accept."""
    questions: Mapping[Key, str]
    """Each question that people read, in the order of the findings, with its criterion's title."""
    reasons: Mapping[str, tuple[Reason, ...]]
    """The commonest reasons why cases fell short of a criterion, where they were asked for."""
    shared: int
    """Cases that last month's results hold too."""


def gather(
    results: Results, found: Rulings, *, picked: Collection[str], themes: Collection[str], last: Results | None
) -> Gathered:
    """Go through the cases. `picked` are ids that rates leave out, `themes` criteria whose reasons are wanted."""
    ids = frozenset(case.case_id for case in last.cases) if last else frozenset()
    gathering, counted, kinds, shared = _Gathering(results, found, themes), Tallying(picked), set(), 0
    for number, case in enumerate(results.cases):
        counted.add(case)
        kinds.add(case.case_type)
        shared += case.case_id in ids
        gathering.add(number, case)
    return Gathered(
        counted=counted.tally(),
        kinds=frozenset(kinds),
        escalations=_listed(gathering.escalations),
        not_upheld=gathering.not_upheld,
        waiting=gathering.waiting,
        returned=_listed(gathering.returned),
        overruled=_listed(gathering.overruled),
        accepted=_listed(gathering.accepted),
        questions=gathering.questions,
        reasons={criterion: reasons.commonest() for criterion, reasons in gathering.reasons.items()},
        shared=shared,
    )


class _Gathering:
    """Sorts findings into lists."""

    def __init__(self, results: Results, found: Rulings, themes: Collection[str]) -> None:
        self._make, self._found = RowMaker(results), found
        self._escalating = {one.criterion for one in results.summary.criteria if one.escalate}
        self.escalations, self.returned, self.overruled, self.accepted = (
            Foremost[FindingRow](LISTED) for _ in range(4)
        )
        self.not_upheld = self.waiting = 0
        self.questions: dict[Key, str] = {}
        self.reasons = {criterion: Reasons() for criterion in themes}

    def add(self, number: int, case: CaseAudit) -> None:
        """Look through the findings of a case."""
        alone, standing = None, self._found.standing
        for finding in case.findings:
            urgent = self._is_urgent(finding)
            fell_short = finding.outcome in _FELL_SHORT and finding.criterion in self.reasons
            read = bool(standing) and (case.case_id, finding.criterion, finding.subject) in standing
            if not (urgent or fell_short or read or finding.override or finding.accepted):
                continue
            alone = alone or bare(case)
            row = self._make(number, alone, finding)
            self._list(row, urgent=urgent)
            if read:
                self.questions.setdefault(key_of(row), row.title)
            if fell_short:
                why = why_decided(row, self._found) if finding.override else finding.reason
                self.reasons[finding.criterion].add(why)

    def _list(self, row: FindingRow, *, urgent: bool) -> None:
        finding = row.finding
        if urgent:
            self.escalations.offer(urgency(finding), row)
            self.not_upheld += not finding.escalate
            self.waiting += not row.decided
        elif sent_back(row, self._found):
            self.returned.offer(0, row)
        if finding.override is not None:
            self.overruled.offer(0, row)
        if finding.accepted is not None:
            self.accepted.offer(urgency(finding), row)

    def _is_urgent(self, finding: Finding) -> bool:
        """Whether it means, or by the machine's answer meant, that a child may be unsafe now."""
        if finding.escalate:
            return True
        machine = finding.override.machine_outcome if finding.override else finding.outcome
        return machine is Outcome.NOT_MET and finding.criterion in self._escalating


def _listed(rows: Foremost[FindingRow]) -> Listed:
    return Listed(tuple(rows.first()), rows.offered)
