"""A month of made-up results with everything the workbook must show: children, faults, baselines, decisions."""

from __future__ import annotations

from random import Random

from results_builder import (
    a_case,
    a_criterion,
    a_finding,
    a_set_aside,
    decided,
    field_evidence,
    some_results,
    words_evidence,
)

from caseaudit.domain.audit import CaseAudit, Fault, Finding, Results
from caseaudit.domain.vocabulary import CaseType, Outcome, Severity

CRITERIA = (
    ("ethnicity-recorded", "leadership", (17, 48, "not_met")),
    ("disability-recorded", "leadership", (27, 48, "not_met")),
    ("strategy-meeting-held", "partners", (6, 6, "not_met")),
    ("voice-of-child-recorded", "response", (4, 6, "short")),
    ("child-still-missing", "response", None),
    ("devices-secured", "investigation", None),
    ("nobody-asked", "investigation", (1, 4, "not_met")),
)
PER_CHILD = {"ethnicity-recorded", "disability-recorded"}


def a_month(*, cases: int = 30, seed: int = 1, decisions: bool = False) -> Results:
    """Results over `cases` case files with a chance of every outcome; `decisions` adds some that people made."""
    chance = Random(seed)
    audited = [_a_case(number, chance, decisions=decisions) for number in range(cases)]
    criteria = [
        a_criterion(name, audited, area=area, baseline=baseline, weight=1.0 + at % 3)
        for at, (name, area, baseline) in enumerate(CRITERIA)
    ]
    aside = [a_set_aside(), a_set_aside(line=9, value="=1+1")]
    return some_results(*audited, criteria=criteria, set_aside=aside, notices=["2 columns were not used: shift, beat."])


def _a_case(number: int, chance: Random, *, decisions: bool) -> CaseAudit:
    findings = []
    for name, _, _ in CRITERIA:
        for child in range(chance.choice([1, 1, 2, 3]) if name in PER_CHILD else 1):
            finding = _a_finding(name, child, chance)
            if decisions and chance.random() < 0.3:
                finding = decided(finding, chance.choice(list(Outcome)))
            findings.append(finding)
    return a_case(*findings, case_id=f"{number:05}", case_type=chance.choice(list(CaseType)), row=number + 1)


def _a_finding(name: str, child: int, chance: Random) -> Finding:
    subject = f"CH-{child}" if name in PER_CHILD else None
    outcome = chance.choices(list(Outcome), [40, 10, 20, 20, 10])[0]
    if name == "nobody-asked":
        outcome = chance.choice([Outcome.CANNOT_ASSESS, Outcome.NOT_APPLICABLE])
    if chance.random() < 0.02:
        return a_finding(name, None, subject=subject, reason="the check failed", fault=Fault("f-1"), evidence=())
    return a_finding(
        name,
        outcome,
        subject=subject,
        severity=chance.choice(list(Severity)),
        escalate=name == "child-still-missing" and outcome is Outcome.NOT_MET,
        evidence=(words_evidence(), field_evidence("NS", contrary=True)),
    )
