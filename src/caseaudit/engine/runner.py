"""`audit_case`: one case file against a judgement, as at a date. A plain function: same input, same record."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseaudit.checks.base import Result, Truth
from caseaudit.checks.conditions import Verdict
from caseaudit.checks.context import Context, narrative_of
from caseaudit.checks.exists import fits_all
from caseaudit.checks.words import listed
from caseaudit.domain.audit import CaseAudit, Fault, Finding
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.facts import Item, State
from caseaudit.domain.faults import fault_id, place_in_code
from caseaudit.domain.moment import AsOf
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome
from caseaudit.engine.findings import Trace, trace_of
from caseaudit.engine.narratives import reader_for
from caseaudit.rubric.model import Criterion, Judgement

SCORES = {Outcome.MET: 1.0, Outcome.PARTLY_MET: 0.5, Outcome.NOT_MET: 0.0}
"""What an outcome is worth; the others are not assessed and count nowhere."""


@dataclass(slots=True)
class FaultLog:
    """What went wrong inside caseaudit: where in the code, never what was in the case."""

    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a judgement asks, made ready once for all cases."""

    judgement: Judgement
    criteria: tuple[Criterion, ...]
    settings: dict[str, Any]
    weights: dict[str, float]
    by_type: dict[CaseType, tuple[Criterion | Trace, ...]] = field(default_factory=dict)

    def of_type(self, case_type: CaseType) -> tuple[Criterion | Trace, ...]:
        """Give the criteria in order; in place of one that cases of this type are not asked, the trace that says so."""
        found = self.by_type.get(case_type)
        if found is None:
            found = tuple(_not_asked(criterion, case_type) or criterion for criterion in self.criteria)
            self.by_type[case_type] = found
        return found


_RECENT: deque[_Asked] = deque(maxlen=4)
"""The latest judgements, made ready: a run has one, and comparing two editions has two."""


def _asked(judgement: Judgement) -> _Asked:
    for ready in tuple(_RECENT):
        if ready.judgement is judgement:
            return ready
    criteria = judgement.criteria
    weights = {criterion.id: criterion.weight for criterion in criteria}
    ready = _Asked(judgement, criteria, judgement.settings, weights)
    _RECENT.append(ready)
    return ready


def audit_case(judgement: Judgement, case: CaseFile, as_of: AsOf, faults: FaultLog | None = None) -> CaseAudit:
    """Judge every criterion on one case. Never raises for what a case holds: a check that fails becomes a fault."""
    findings = tuple([trace.finding for trace in traces_of(judgement, case, as_of, faults)])
    return CaseAudit(
        case_id=case.case_id,
        case_type=case.case_type,
        source=case.source,
        score=score_of(findings, _asked(judgement).weights),
        escalated=any(finding.escalate for finding in findings),
        findings=findings,
    )


def traces_of(judgement: Judgement, case: CaseFile, as_of: AsOf, faults: FaultLog | None = None) -> Iterable[Trace]:
    """Judge every criterion on one case and keep how."""
    asked = _asked(judgement)
    narrative = narrative_of(case, as_of, reader_for(judgement, case))
    context = Context(case, as_of, narrative, asked.settings)
    for question in asked.of_type(case.case_type):
        if isinstance(question, Trace):
            yield question
            continue
        try:
            yield from _judge(question, context)
        except Exception as error:  # noqa: BLE001  (whatever a check raises is a fault of ours, counted and loud)
            yield Trace(_fault(question, error, faults), ())


def score_of(findings: Iterable[Finding], weights: dict[str, float]) -> float | None:
    """Return the weighted share over assessed findings, to six decimals; None when nothing was assessed."""
    assessed = [
        (weights[f.criterion], SCORES[f.outcome]) for f in findings if f.outcome is not None and f.outcome in SCORES
    ]
    total = sum(weight for weight, _ in assessed)
    return round(sum(weight * worth for weight, worth in assessed) / total, 6) if total else None


def _not_asked(criterion: Criterion, case_type: CaseType) -> Trace | None:
    """Say that cases of this type are not asked this, whatever they hold; None when they are."""
    if case_type not in criterion.applies_to.case_types:
        because = f"this is a case of {listed([case_type.value])}, which the criterion is not about"
        return _stopped(criterion, Result(Truth.FALSE, because, label="the case type"))
    if criterion.applies_to.asks == "ledger":
        because = "this is a question to the record of audits, not to a case file"
        return _stopped(criterion, Result(Truth.FALSE, because, label="the record of audits"))
    return None


def _stopped(criterion: Criterion, result: Result, item: Item | None = None) -> Trace:
    """Stop before the test: cannot assess where it is not known whether the criterion applies."""
    outcome = Outcome.CANNOT_ASSESS if result.truth is Truth.UNKNOWN else Outcome.NOT_APPLICABLE
    return trace_of(criterion, item, outcome, ("applies to", result))


def _judge(criterion: Criterion, context: Context) -> Sequence[Trace]:
    rule = criterion.applies_to
    if rule.has is not None and not getattr(context.case, rule.has):
        words = rule.has.replace("_", " ")
        return (_stopped(criterion, Result(Truth.FALSE, f"the file has no {words}", label=words)),)
    if criterion.per != "case":
        return _per_subject(criterion, context)
    return (_applied(criterion, context, None),)


def _applied(criterion: Criterion, context: Context, item: Item | None) -> Trace:
    """Judge the case, or one child or person of it, where the further condition holds."""
    if criterion.applies_to.when is not None:
        applies = criterion.applies_to.when.evaluate(context)
        if applies.truth is not Truth.TRUE:
            return _stopped(criterion, applies, item)
    return _test(criterion, context, item)


def _per_subject(criterion: Criterion, context: Context) -> Sequence[Trace]:
    """Judge each child (or person) that is meant."""
    path = "children" if criterion.per == "child" else "people"
    items, state = context.items(path)
    if not items:
        if criterion.per == "person" and state is State.BLANK:
            return (_nobody(criterion, Truth.FALSE, "no people are listed"),)
        why = "the export does not hold" if state is State.ABSENT else "the file lists no"
        return (_nobody(criterion, Truth.UNKNOWN, f"{why} {path}, so nobody can be judged"),)
    traces = [trace for item in items if (trace := _one_subject(criterion, context, item)) is not None]
    return traces or (_nobody(criterion, Truth.FALSE, f"none of the {path} is one that the criterion is about"),)


def _nobody(criterion: Criterion, truth: Truth, because: str) -> Trace:
    outcome = Outcome.CANNOT_ASSESS if truth is Truth.UNKNOWN else Outcome.NOT_APPLICABLE
    return trace_of(criterion, None, outcome, ("who", Result(truth, because)))


def _one_subject(criterion: Criterion, context: Context, item: Item) -> Trace | None:
    """Judge one child or person; None when the criterion is not about this one."""
    meant = fits_all(criterion.who, item, context)
    if meant is Verdict.NO:
        return None
    if meant is not Verdict.YES:
        because = f"the record does not say whether this one is meant ({listed(criterion.who)})"
        return trace_of(criterion, item, Outcome.CANNOT_ASSESS, ("who", Result(Truth.UNKNOWN, because)))
    return _applied(criterion, context.bind(criterion.per, item), item)


def _test(criterion: Criterion, context: Context, item: Item | None) -> Trace:
    """Try met, then partly met, then not met; stop at what is unknown or not yet due."""
    clauses: list[tuple[str, Result]] = []
    test = criterion.test
    for outcome, rung, clause in (
        (Outcome.MET, "met", test.met),
        (Outcome.PARTLY_MET, "partly met", test.partly_met),
        (Outcome.NOT_MET, "not met", test.not_met),
    ):
        if clause is None:
            continue
        result = clause.evaluate(context)
        clauses.append((rung, result))
        if result.truth is Truth.TRUE:
            return trace_of(criterion, item, outcome, *clauses)
        if result.truth is Truth.NOT_DUE or result.truth is Truth.NOT_APPLICABLE:
            return trace_of(criterion, item, Outcome.NOT_APPLICABLE, *clauses)
        if result.truth is Truth.UNKNOWN and outcome is not Outcome.NOT_MET:
            return trace_of(criterion, item, Outcome.CANNOT_ASSESS, *clauses)
    return trace_of(criterion, item, Outcome.NOT_MET if test.not_met is None else Outcome.CANNOT_ASSESS, *clauses)


def _fault(criterion: Criterion, error: Exception, faults: FaultLog | None) -> Finding:
    """Make a finding of a check that failed."""
    what = f"{criterion.id} {place_in_code(error)}"
    name = fault_id(what)
    if faults is not None:
        faults.details[name] = what
    return Finding(
        criterion=criterion.id,
        subject=None,
        outcome=None,
        reason=f"The check failed (fault {name}); this is a defect in caseaudit, not in the record.",
        remedy=None,
        severity=criterion.severity,
        escalate=False,
        basis=Basis.AUDITOR if criterion.mode == "auditor" else Basis.FIELD,
        fault=Fault(name),
    )
