"""Puts a finding together from the clauses that were tried, and keeps them beside it for `explain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from caseaudit.checks.base import Result, Truth
from caseaudit.checks.words import sentence
from caseaudit.domain.audit import Finding
from caseaudit.domain.case_file import Child, Person
from caseaudit.domain.facts import Item
from caseaudit.domain.vocabulary import Basis, Outcome
from caseaudit.rubric.model import Criterion

MAX_EVIDENCE = 12
"""Pieces of evidence that one finding shows."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How one criterion was judged for one subject: every clause, for `explain`."""

    finding: Finding
    clauses: tuple[tuple[str, Result], ...]
    """(rung, result): applies to, met, partly met, not met."""


def trace_of(criterion: Criterion, item: Item | None, outcome: Outcome, *clauses: tuple[str, Result]) -> Trace:
    """Put the finding together from the clause that decided."""
    deciding = _deciding(outcome, clauses)
    short = outcome is Outcome.NOT_MET or outcome is Outcome.PARTLY_MET
    open_ = outcome is Outcome.CANNOT_ASSESS
    finding = Finding(
        criterion=criterion.id,
        subject=_subject_id(item),
        outcome=outcome,
        reason=_reason(criterion.reasons.get(outcome, ""), deciding.because),
        remedy=criterion.remedy if short or open_ else None,
        severity=criterion.severity,
        escalate=criterion.escalate and outcome is Outcome.NOT_MET,
        basis=_basis(criterion, deciding),
        scope=deciding.scope if short or open_ else None,
        evidence=deciding.evidence[:MAX_EVIDENCE],
    )
    return Trace(finding, clauses)


def _reason(opening: str, because: str) -> str:
    head, said = _opening(opening), sentence(because)
    return f"{head} {said}" if head and said else head or said


_opening = cache(sentence)
"""A rubric's own opening words, of which there are few."""


def _deciding(outcome: Outcome, clauses: Sequence[tuple[str, Result]]) -> Result:
    """Say which clause explains the outcome.

    Not met by falling through, and partly met by the absence of something worse, are explained by why it was not met;
    everything else by the last clause tried.
    """
    first, last = clauses[0][1], clauses[-1][1]
    if outcome is Outcome.NOT_MET and last.truth is not Truth.TRUE:
        if first.evidence:
            return first
        others = (result for _, result in clauses[1:] if result.evidence)
        shown = next(others, None)
        return first.changed(evidence=shown.evidence) if shown else first
    if outcome is Outcome.PARTLY_MET and not last.evidence:
        return first
    return last


def _basis(criterion: Criterion, deciding: Result) -> Basis:
    """What the verdict rests on; words found by one reader alone are said to be so."""
    if criterion.mode == "auditor":
        return Basis.AUDITOR
    if not deciding.from_text:
        return Basis.FIELD
    readers = {evidence.basis for evidence in deciding.evidence if evidence.basis and not evidence.contrary}
    if readers == {Basis.MODEL}:
        return Basis.MODEL
    return Basis.BOTH if Basis.BOTH in readers or Basis.MODEL in readers else Basis.PATTERN


def _subject_id(item: Item | None) -> str | None:
    """The id of the subject; one without an id is named by its place."""
    if item is None:
        return None
    record: Any = item.record
    kind = type(record)
    own = record.child_id if kind is Child else record.person_id if kind is Person else None
    return own or item.path
