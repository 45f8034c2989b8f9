"""Results built by hand: small, keyword-only, with a summary counted the slow and obvious way."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING, Any

from caseaudit.domain.audit import (
    AreaSummary,
    Baseline,
    CaseAudit,
    CriterionSummary,
    Evidence,
    Finding,
    InputUsed,
    Interval,
    Override,
    Results,
    RubricUsed,
    Run,
    SetAside,
    Source,
    Summary,
)
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.reporting.rows import FindingRow, case_order, urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.domain.audit import Counts

WORST = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.CANNOT_ASSESS, Outcome.MET, Outcome.NOT_APPLICABLE)
POINTS = {Outcome.MET: 1.0, Outcome.PARTLY_MET: 0.5, Outcome.NOT_MET: 0.0}


def words_evidence(quote: str = "He did not want to speak today.", **changes: Any) -> Evidence:
    given = {"path": "narrative[0].text", "entry_id": "N1", "start": 0, "end": len(quote), "quote": quote}
    return Evidence(**{**given, **changes})


def field_evidence(value: Any = None, path: str = "children[0].ethnicity", **changes: Any) -> Evidence:
    return Evidence(path=path, value=value, **changes)


def a_finding(
    criterion: str = "ethnicity-recorded", outcome: Outcome | None = Outcome.NOT_MET, **changes: Any
) -> Finding:
    given = {
        "subject": None,
        "reason": "the field is blank",
        "remedy": "Record it.",
        "severity": Severity.MEDIUM,
        "escalate": False,
        "basis": Basis.FIELD,
        "evidence": (field_evidence(),),
    }
    return Finding(criterion=criterion, outcome=outcome, **{**given, **changes})


def decided(finding: Finding, outcome: Outcome, reason: str = "read the file") -> Finding:
    """The finding as a person left it."""
    override = Override(finding.outcome, "auditor-1", "2025-06-02T09:30:00+01:00", reason)
    same = outcome == finding.outcome
    return replace(finding, outcome=outcome, decided_by="person", override=None if same else override)


def a_case(
    *findings: Finding,
    case_id: str = "C-1",
    case_type: CaseType = CaseType.MISSING,
    score: float | None = 0.5,
    row: int = 1,
) -> CaseAudit:
    return CaseAudit(
        case_id=case_id,
        case_type=case_type,
        source=Source(file="case-files.jsonl", row=row),
        score=score,
        escalated=any(finding.escalate for finding in findings),
        findings=tuple(findings),
    )


def wilson(count: int, of: int) -> Interval | None:
    if not of:
        return None
    z, p = 1.959963984540054, count / of
    centre = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Interval(0.95, round(low if count else 0.0, 6), round(high if count < of else 1.0, 6), "wilson")


def case_outcome(case: CaseAudit, criterion: str) -> Outcome | None:
    outcomes = [finding.outcome for finding in case.findings if finding.criterion == criterion]
    return next((outcome for outcome in WORST if outcome in outcomes), None)


def a_criterion(
    criterion: str,
    cases: Sequence[CaseAudit] = (),
    *,
    area: str = "leadership",
    title: str = "",
    baseline: tuple[int, int, Counts] | None = None,
    weight: float = 1.0,
    **changes: Any,
) -> CriterionSummary:
    """The criterion's summary over the cases; `baseline` is (count, of, counts)."""
    outcomes = [case_outcome(case, criterion) for case in cases]
    counts = {outcome.value: outcomes.count(outcome) for outcome in Outcome}
    met, partly, not_met = counts["met"], counts["partly_met"], counts["not_met"]
    assessed = met + partly + not_met
    behind = [[f for f in case.findings if f.criterion == criterion] for case in cases]
    confirmed = sum(
        all(f.decided_by == "person" for f in found)
        for found, outcome in zip(behind, outcomes, strict=True)
        if outcome is not None
    )
    short = baseline is not None and baseline[2] == "short"
    interval = wilson(partly + not_met if short else not_met, assessed)
    figure = None
    if baseline:
        theirs = wilson(baseline[0], baseline[1])
        fits = interval.low <= theirs.high and theirs.low <= interval.high if interval else None
        figure = Baseline(*baseline, "the report, page 1", theirs, fits)
    given = {
        "title": title or criterion.replace("-", " ").capitalize(),
        "refs": ("L01",),
        "text": f"The file shows {criterion.replace('-', ' ')}.",
        "remedy": "Put it right.",
        "source": "Inspection report, page 1",
    }
    return CriterionSummary(
        criterion=criterion,
        area=area,
        **counts,
        assessed=assessed,
        not_met_rate=round(not_met / assessed, 6) if assessed else None,
        short_rate=round((not_met + partly) / assessed, 6) if assessed else None,
        interval=interval,
        proposed=sum(outcome is not None for outcome in outcomes) - confirmed,
        confirmed=confirmed,
        baseline=figure,
        weight=weight,
        faults=sum(f.fault is not None for found in behind for f in found),
        **{**given, **changes},
    )


def an_area(area: str, criteria: Iterable[CriterionSummary]) -> AreaSummary:
    mine = [criterion for criterion in criteria if criterion.area == area]
    of = sum(c.weight * c.assessed for c in mine)
    earned = sum(c.weight * (c.met + 0.5 * c.partly_met) for c in mine)
    score = round(earned / of, 6) if of else None
    grade = "requires_improvement" if score is not None else None
    return AreaSummary(area, score, grade, area.capitalize(), sum(c.assessed for c in mine))


def some_results(
    *cases: CaseAudit,
    criteria: Sequence[CriterionSummary] | None = None,
    set_aside: Sequence[SetAside] = (),
    notices: Sequence[str] = (),
    **run: Any,
) -> Results:
    """Results over the cases; `criteria` are summaries, made from the findings where not given."""
    if criteria is None:
        names = dict.fromkeys(finding.criterion for case in cases for finding in case.findings)
        criteria = [a_criterion(name, cases) for name in names]
    areas = tuple(an_area(area, criteria) for area in dict.fromkeys(c.area for c in criteria))
    total = [POINTS[f.outcome] for case in cases for f in case.findings if f.outcome in POINTS]
    given = {
        "tool_version": "0.1.0",
        "rubrics": (RubricUsed("dip-sample", "2025-12", "ab" * 32, "Dip sample"),),
        "settings": {"as_of": "2025-05-23"},
        "inputs": (InputUsed("case-files.jsonl", "cd" * 32, len(cases) + len(set_aside), len(cases), len(set_aside)),),
        "notices": tuple(notices),
    }
    return Results(
        run=Run(**{**given, **run}),
        summary=Summary(
            cases=len(cases),
            escalations=sum(case.escalated for case in cases),
            faults=sum(criterion.faults for criterion in criteria),
            criteria=tuple(criteria),
            areas=areas,
            score=round(sum(total) / len(total), 6) if total else None,
        ),
        cases=tuple(cases),
        set_aside=tuple(set_aside),
    )


def finding_rows(results: Results) -> list[FindingRow]:
    """Every finding of the results, most urgent first: what lists show in part, the slow and obvious way."""
    return sorted(case_order(results), key=lambda row: urgency(row.finding))


def a_set_aside(**changes: Any) -> SetAside:
    given = {
        "file": "case-files.jsonl",
        "line": 7,
        "case_id": "C-7",
        "path": "children[0].age",
        "value": "twelve",
        "reason": "a whole number was wanted",
    }
    return SetAside(**{**given, **changes})
