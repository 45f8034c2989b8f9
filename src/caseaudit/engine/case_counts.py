"""What a batch's counts need of one case: small and plain, to cross processes and to lie in a cache."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from caseaudit.domain.audit import CaseAudit, Finding
from caseaudit.domain.vocabulary import WORST_FIRST, Outcome

_RANK = {outcome: rank for rank, outcome in enumerate(WORST_FIRST)}
_VALUES = {outcome: outcome.value for outcome in Outcome}

CaseOutcome = tuple[str, str, bool, bool]
"""Criterion, its outcome in the case, whether a person decided all of it, whether all that makes it so is accepted."""


class CaseCount(NamedTuple):
    """One case in counts, of plain values only: strings, whole numbers, true and false."""

    case_type: str
    escalated: bool
    accepted: int
    """Findings that an exception accepts."""
    outcomes: tuple[CaseOutcome, ...]
    """One a criterion; none where every check of it failed."""
    beyond: tuple[tuple[str, int, int, int], ...]
    """Criterion, and its findings met, partly met and not met beyond the one that gives the case its outcome."""
    faults: tuple[tuple[str, int], ...]
    """Criterion, and how many of its checks failed."""

    def to_plain(self) -> tuple[Any, ...]:
        """Give a tuple of plain values, which `marshal`, `pickle` and `json` all take."""
        return tuple(self)

    @classmethod
    def from_plain(cls, plain: Sequence[Any]) -> CaseCount:
        """Read back what `to_plain` gave, also where JSON made lists of the tuples."""
        case_type, escalated, accepted, *parts = plain
        outcomes, beyond, faults = (tuple(map(tuple, part)) for part in parts)
        return cls(case_type, escalated, accepted, outcomes, beyond, faults)


def case_outcome(findings: Iterable[Finding]) -> Outcome | None:
    """Return the worst outcome of a criterion's subjects in one case; None when every check of it failed."""
    outcomes = [finding.outcome for finding in findings if finding.outcome is not None]
    return min(outcomes, key=_RANK.__getitem__) if outcomes else None


def count_of(case: CaseAudit) -> CaseCount:
    """Count one case. No weight, no area, no settings go in: the counts hold under any judgement."""
    by_criterion: dict[str, list[Finding]] = {}
    accepted = 0
    for finding in case.findings:
        by_criterion.setdefault(finding.criterion, []).append(finding)
        accepted += finding.accepted is not None
    outcomes: list[CaseOutcome] = []
    beyond: list[tuple[str, int, int, int]] = []
    faults: list[tuple[str, int]] = []
    for name, findings in by_criterion.items():
        first = findings[0]
        if len(findings) == 1 and first.outcome is not None and first.fault is None:
            person, taken = first.decided_by == "person", first.accepted is not None
            outcomes.append((name, _VALUES[first.outcome], person, taken))
            continue
        failed = sum(finding.fault is not None for finding in findings)
        if failed:
            faults.append((name, failed))
        outcome = case_outcome(findings)
        if outcome is not None:
            outcomes.append(_outcome(name, outcome, findings))
            beyond.extend(_beyond(name, outcome, findings))
    return CaseCount(case.case_type.value, case.escalated, accepted, tuple(outcomes), tuple(beyond), tuple(faults))


def _outcome(name: str, outcome: Outcome, findings: Sequence[Finding]) -> CaseOutcome:
    person = all(finding.decided_by == "person" for finding in findings)
    taken = all(finding.accepted is not None for finding in findings if finding.outcome is outcome)
    return name, outcome.value, person, taken


def _beyond(name: str, outcome: Outcome, findings: Sequence[Finding]) -> Iterable[tuple[str, int, int, int]]:
    found = [finding.outcome for finding in findings]
    found.remove(outcome)
    met, partly, not_met = (found.count(each) for each in (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET))
    if met or partly or not_met:
        yield name, met, partly, not_met
