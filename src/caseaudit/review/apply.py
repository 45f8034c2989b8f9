"""Results with people's decisions in force: recomputed from the machine's answers and the decisions, never overwritten.

Applied to results that hold decisions already, the machine's own answers are taken first: the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from caseaudit.domain.audit import CaseAudit, Finding, Override, Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.runner import score_of
from caseaudit.engine.summary import Accumulator
from caseaudit.errors import InputError
from caseaudit.review.decisions import Decision, Key, fingerprint, in_force, machine_outcome, readings
from caseaudit.review.standing_in import as_told, standing_in
from caseaudit.rubric.model import Judgement

_SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)
_WRONG_RUN = "Give the decisions that were made on these results, or the results that they were made on."


def with_decisions(results: Results, decisions: Iterable[Decision], *, judgement: Judgement | None = None) -> Results:
    """Put decisions in force: findings say who decided, keep the machine's answer, and everything is counted again.

    A finding that a person confirmed is `decided_by` person without an override; one that they changed carries both
    answers. Questions that are not decided, or on which people differ, stay proposals. With the rubric (`judgement`,
    as the run had it) the areas are graded again; without it a grade that may have changed is None. Raises InputError
    for decisions of another run, on questions that the results do not hold, or on another answer of the machine.
    """
    every = list(decisions)
    check_fit(results, every)
    held, people = in_force(every), _people(every)
    summaries = {criterion.criterion: criterion for criterion in results.summary.criteria}
    weights = {name: criterion.weight for name, criterion in summaries.items()}
    escalating = frozenset(name for name, criterion in summaries.items() if criterion.escalate)
    cases = tuple(_case(case, held, people, weights, escalating) for case in results.cases)
    if judgement is not None:
        accumulator = Accumulator(judgement.keeping(frozenset(summaries)))
    else:
        accumulator = Accumulator(cast("Judgement", standing_in(results)))
    for case in cases:
        accumulator.add(case)
    counted = accumulator.summary()
    return replace(
        results, cases=cases, summary=counted if judgement is not None else as_told(counted, results.summary)
    )


def check_fit(results: Results, decisions: Iterable[Decision]) -> None:
    """See that decisions were made on these results. Raises InputError that says what does not fit, and how much."""
    run = fingerprint(results)
    machine: dict[Key, Outcome | None] = {
        (case.case_id, f.criterion, f.subject): machine_outcome(f) for case in results.cases for f in case.findings
    }
    every = list(decisions)
    others = sum(decision.run != run for decision in every)
    if others:
        raise InputError(f"{others:,} of {len(every):,} decisions were made on another run", remedy=_WRONG_RUN)
    for decision in every:
        asked = f"case {decision.case_id}, {decision.criterion}{f', {decision.subject}' if decision.subject else ''}"
        if decision.key not in machine:
            raise InputError(f"A decision is on what the results do not hold: {asked}", remedy=_WRONG_RUN)
        if machine[decision.key] is not decision.machine:
            raise InputError(
                f"A decision tells another answer of the machine than the results: {asked}", remedy=_WRONG_RUN
            )


def _people(decisions: Iterable[Decision]) -> dict[Key, str]:
    """Say of each question whose decision holds: the moderator, or all who agree."""
    found: dict[Key, str] = {}
    for key, standing in readings(decisions).items():
        who = standing[-1:] if standing[-1].reading == "moderation" else standing
        found[key] = ", ".join(decision.auditor for decision in who)
    return found


def _case(
    case: CaseAudit,
    held: Mapping[Key, Decision],
    people: Mapping[Key, str],
    weights: dict[str, float],
    escalating: frozenset[str],
) -> CaseAudit:
    findings = []
    for finding in case.findings:
        plain = _as_proposed(finding, escalating)
        key = (case.case_id, finding.criterion, finding.subject)
        findings.append(_decided(plain, held[key], people[key], escalating) if key in held else plain)
    return replace(
        case,
        findings=tuple(findings),
        score=score_of(findings, weights),
        escalated=any(finding.escalate for finding in findings),
    )


def _as_proposed(finding: Finding, escalating: frozenset[str]) -> Finding:
    """Give the machine's own finding."""
    if finding.decided_by == "machine":
        return finding
    outcome = machine_outcome(finding)
    return replace(
        finding,
        outcome=outcome,
        decided_by="machine",
        override=None,
        escalate=_escalates(finding, outcome, escalating),
    )


def _decided(finding: Finding, decision: Decision, people: str, escalating: frozenset[str]) -> Finding:
    override = None
    if decision.overrides:
        day = decision.decided_on.isoformat() if decision.decided_on else ""
        override = Override(finding.outcome, people, day, decision.reason or "")
    return replace(
        finding,
        outcome=decision.person,
        decided_by="person",
        override=override,
        escalate=_escalates(finding, decision.person, escalating),
        # What does not fall short needs no exception.
        accepted=finding.accepted if decision.person in _SHORT else None,
    )


def _escalates(finding: Finding, outcome: Outcome | None, escalating: frozenset[str]) -> bool:
    return outcome is Outcome.NOT_MET and finding.criterion in escalating
