"""Results and decisions for tests of comparison and trust: small, keyword-only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from caseaudit.domain.audit import (
    Baseline,
    CaseAudit,
    CriterionSummary,
    Evidence,
    Finding,
    Results,
    RubricUsed,
    Run,
    Summary,
)
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.review.decisions import Decision

MET, PARTLY, NOT_MET = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET
NOT_APPLICABLE, CANNOT = Outcome.NOT_APPLICABLE, Outcome.CANNOT_ASSESS
RUN = "f" * 64


def decided(case: str = "C-1", person: Outcome = MET, auditor: str = "AB", **changes: Any) -> Decision:
    """Return a blind first reading of one question."""
    given: dict[str, Any] = {
        "run": RUN,
        "rubric": "test@2025-01",
        "criterion": "child-seen",
        "subject": None,
        "machine": MET,
        "blind": True,
    }
    return Decision(case_id=case, person=person, auditor=auditor, **{**given, **changes})


def pairs(first: Iterable[Outcome], second: Iterable[Outcome], **changes: Any) -> list[Decision]:
    """Return two auditors' readings of cases C-1, C-2 ..."""
    found = []
    for number, (one, other) in enumerate(zip(first, second, strict=True), 1):
        found += [decided(f"C-{number}", one, "AB", **changes), decided(f"C-{number}", other, "CD", **changes)]
    return found


def a_finding(outcome: Outcome | None, criterion: str = "child-seen", **changes: Any) -> Finding:
    """Return a finding of a whole case."""
    given: dict[str, Any] = {
        "subject": None,
        "reason": "the field is blank",
        "remedy": None,
        "severity": Severity.MEDIUM,
        "escalate": False,
        "basis": Basis.FIELD,
    }
    return Finding(criterion=criterion, outcome=outcome, **{**given, **changes})


def words(term: str | None, **changes: Any) -> Evidence:
    """Return words of the record that a lexicon term found."""
    return Evidence(path="narrative[0].text", quote="the words", start=0, end=9, concept="blame", term=term, **changes)


def a_criterion(criterion: str = "child-seen", **changes: Any) -> CriterionSummary:
    """Return a criterion's summary; its counts are of no matter here."""
    counts = dict.fromkeys(("met", "partly_met", "not_met", "not_applicable", "cannot_assess", "assessed"), 0)
    given: dict[str, Any] = {
        "title": criterion.replace("-", " ").capitalize(),
        "area": "response",
        "refs": (),
        "not_met_rate": None,
        "short_rate": None,
        "interval": None,
        "proposed": 0,
        "confirmed": 0,
        "baseline": None,
        **counts,
    }
    return CriterionSummary(criterion=criterion, **{**given, **changes})


def results_of(
    *cases: tuple[Finding, ...], criteria: tuple[CriterionSummary, ...] = (), sample: dict[str, Any] | None = None
) -> Results:
    """Return results whose cases are called C-1, C-2 ..."""
    known = criteria or (a_criterion(),)
    run = Run("1.0.0", (RubricUsed("test", "2025-01", "0" * 64),), {"as_of": "2025-06-01"}, (), sample)
    audits = tuple(
        CaseAudit(f"C-{number}", CaseType.MISSING, None, None, escalated=False, findings=findings)
        for number, findings in enumerate(cases, 1)
    )
    return Results(run, Summary(len(audits), 0, 0, known, ()), audits)


SHORT_BASELINE = Baseline(1, 2, "short", "Test guide")
