"""`audit_case`: one case file against a judgement, as at a date. A plain function: same input, same record."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from caseaudit.checks.base import Result, Truth
from caseaudit.checks.conditions import Verdict, judge
from caseaudit.checks.context import Context, narrative_of
from caseaudit.checks.exists import read_item_field
from caseaudit.checks.words import listed, sentence
from caseaudit.domain.audit import CaseAudit, Fault, Finding
from caseaudit.domain.case_file import CaseFile, Child, Person
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.facts import Item, State
from caseaudit.domain.moment import AsOf
from caseaudit.domain.vocabulary import Basis, Outcome
from caseaudit.engine.narratives import reader_for
from caseaudit.language.mention import Mention
from caseaudit.rubric.model import Criterion, Judgement

SCORES = {Outcome.MET: 1.0, Outcome.PARTLY_MET: 0.5, Outcome.NOT_MET: 0.0}
"""What an outcome is worth; the others are not assessed and count nowhere."""


MAX_EVIDENCE = 12
"""Pieces of evidence that one finding shows."""


@dataclass(frozen=True, slots=True)
class Trace:
    """How one criterion was judged for one subject: every clause, for `explain`."""

    finding: Finding
    clauses: tuple[tuple[str, Result], ...]
    """(rung, result): applies to, met, partly met, not met."""


@dataclass(slots=True)
class FaultLog:
    """What went wrong inside caseaudit: where in the code, never what was in the case."""

    details: dict[str, str] = field(default_factory=dict)


Reader = Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]


def audit_case(judgement: Judgement, case: CaseFile, as_of: AsOf, faults: FaultLog | None = None) -> CaseAudit:
    """Judge every criterion on one case. Never raises for what a case holds: a check that fails becomes a fault."""
    findings = tuple(trace.finding for trace in traces_of(judgement, case, as_of, faults))
    weights = {criterion.id: criterion.weight for criterion in judgement.criteria}
    return CaseAudit(
        case_id=case.case_id,
        case_type=case.case_type,
        source=case.source,
        score=score_of(findings, weights),
        escalated=any(finding.escalate for finding in findings),
        findings=findings,
    )


def traces_of(judgement: Judgement, case: CaseFile, as_of: AsOf, faults: FaultLog | None = None) -> Iterable[Trace]:
    """Judge every criterion on one case and keep how."""
    narrative = narrative_of(case, as_of, reader_for(judgement, case))
    context = Context(case, as_of, narrative, judgement.settings)
    for criterion in judgement.criteria:
        try:
            yield from list(_judge(criterion, context))
        except Exception as error:  # noqa: BLE001  (whatever a check raises is a fault of ours, counted and loud)
            yield Trace(_fault(criterion, error, faults), ())


def score_of(findings: Iterable[Finding], weights: dict[str, float]) -> float | None:
    """Return the weighted share over assessed findings, to six decimals; None when nothing was assessed."""
    assessed = [
        (weights[f.criterion], SCORES[f.outcome]) for f in findings if f.outcome is not None and f.outcome in SCORES
    ]
    total = sum(weight for weight, _ in assessed)
    return round(sum(weight * worth for weight, worth in assessed) / total, 6) if total else None


def _judge(criterion: Criterion, context: Context) -> Iterable[Trace]:
    stopped = _applies(criterion, context)
    if stopped is not None:
        yield _trace(criterion, None, *stopped)
        return
    if criterion.per == "case":
        yield _test(criterion, context, None)
        return
    yield from _per_subject(criterion, context)


def _applies(criterion: Criterion, context: Context) -> tuple[Outcome, list[tuple[str, Result]]] | None:
    """Say why the criterion stops before its test; None when it goes on."""
    rule = criterion.applies_to
    case = context.case
    if case.case_type not in rule.case_types:
        because = f"this is a case of {listed([case.case_type.value])}, which the criterion is not about"
        return Outcome.NOT_APPLICABLE, [("applies to", Result(Truth.FALSE, because, label="the case type"))]
    if rule.asks == "ledger":
        because = "this is a question to the record of audits, not to a case file"
        return Outcome.NOT_APPLICABLE, [("applies to", Result(Truth.FALSE, because, label="the record of audits"))]
    if rule.has is not None and not getattr(case, rule.has):
        words = rule.has.replace("_", " ")
        return Outcome.NOT_APPLICABLE, [("applies to", Result(Truth.FALSE, f"the file has no {words}", label=words))]
    if rule.when is None or criterion.per != "case":
        return None
    result = rule.when.evaluate(context)
    return _gate(result)


def _gate(result: Result) -> tuple[Outcome, list[tuple[str, Result]]] | None:
    if result.truth is Truth.TRUE:
        return None
    outcome = Outcome.CANNOT_ASSESS if result.truth is Truth.UNKNOWN else Outcome.NOT_APPLICABLE
    return outcome, [("applies to", result)]


def _per_subject(criterion: Criterion, context: Context) -> Iterable[Trace]:
    """Judge each child (or person) that is meant."""
    path = "children" if criterion.per == "child" else "people"
    items, state = context.items(path)
    if not items:
        if criterion.per == "person" and state is State.BLANK:
            nobody = Result(Truth.FALSE, "no people are listed")
            yield _trace(criterion, None, Outcome.NOT_APPLICABLE, [("who", nobody)])
            return
        why = "the export does not hold" if state is State.ABSENT else "the file lists no"
        because = f"{why} {path}, so nobody can be judged"
        yield _trace(criterion, None, Outcome.CANNOT_ASSESS, [("who", Result(Truth.UNKNOWN, because))])
        return
    traces = [trace for item in items if (trace := _one_subject(criterion, context, item)) is not None]
    if traces:
        yield from traces
        return
    because = f"none of the {path} is one that the criterion is about"
    yield _trace(criterion, None, Outcome.NOT_APPLICABLE, [("who", Result(Truth.FALSE, because))])


def _one_subject(criterion: Criterion, context: Context, item: Item) -> Trace | None:
    """Judge one child or person; None when the criterion is not about this one."""
    verdicts = {
        judge(condition, read_item_field(item, name, context), context, item)
        for name, condition in criterion.who.items()
    }
    if Verdict.NO in verdicts:
        return None
    inner = context.bind(criterion.per, item)
    if verdicts & {Verdict.UNKNOWN, Verdict.BLANK}:
        wanted = listed(name for name in criterion.who)
        because = f"the record does not say whether this one is meant ({wanted})"
        return _trace(criterion, item, Outcome.CANNOT_ASSESS, [("who", Result(Truth.UNKNOWN, because))])
    if criterion.applies_to.when is not None:
        stopped = _gate(criterion.applies_to.when.evaluate(inner))
        if stopped is not None:
            return _trace(criterion, item, *stopped)
    return _test(criterion, inner, item)


def _test(criterion: Criterion, context: Context, item: Item | None) -> Trace:
    """Try met, then partly met, then not met; stop at what is unknown or not yet due."""
    clauses: list[tuple[str, Result]] = []
    rungs = (
        (Outcome.MET, criterion.test.met),
        (Outcome.PARTLY_MET, criterion.test.partly_met),
        (Outcome.NOT_MET, criterion.test.not_met),
    )
    for outcome, clause in rungs:
        if clause is None:
            continue
        result = clause.evaluate(context)
        clauses.append((outcome.value.replace("_", " "), result))
        if result.truth is Truth.TRUE:
            return _trace(criterion, item, outcome, clauses)
        if result.truth in (Truth.NOT_DUE, Truth.NOT_APPLICABLE):
            return _trace(criterion, item, Outcome.NOT_APPLICABLE, clauses)
        if result.truth is Truth.UNKNOWN and outcome is not Outcome.NOT_MET:
            return _trace(criterion, item, Outcome.CANNOT_ASSESS, clauses)
    if criterion.test.not_met is not None:
        return _trace(criterion, item, Outcome.CANNOT_ASSESS, clauses)
    return _trace(criterion, item, Outcome.NOT_MET, clauses)


def _trace(
    criterion: Criterion,
    item: Item | None,
    outcome: Outcome,
    clauses: list[tuple[str, Result]],
) -> Trace:
    """Put the finding together from the clause that decided."""
    deciding = _deciding(outcome, clauses)
    opening = criterion.reasons.get(outcome, "")
    reason = " ".join(part for part in (sentence(opening), sentence(deciding.because)) if part)
    short = outcome in (Outcome.NOT_MET, Outcome.PARTLY_MET)
    absent = outcome is not Outcome.MET and outcome is not Outcome.NOT_APPLICABLE
    finding = Finding(
        criterion=criterion.id,
        subject=_subject_id(item),
        outcome=outcome,
        reason=reason,
        remedy=criterion.remedy if short or outcome is Outcome.CANNOT_ASSESS else None,
        severity=criterion.severity,
        escalate=criterion.escalate and outcome is Outcome.NOT_MET,
        basis=_basis(criterion, deciding),
        scope=deciding.scope if absent else None,
        evidence=deciding.evidence[:MAX_EVIDENCE],
    )
    return Trace(finding, tuple(clauses))


def _deciding(outcome: Outcome, clauses: list[tuple[str, Result]]) -> Result:
    """Say which clause explains the outcome.

    Not met by falling through, and partly met by the absence of something worse, are explained by why it was not met;
    everything else by the last clause tried.
    """
    if outcome is Outcome.NOT_MET and clauses[-1][1].truth is not Truth.TRUE:
        first = clauses[0][1]
        others = [result for _, result in clauses[1:] if result.evidence and not first.evidence]
        return replace(first, evidence=others[0].evidence) if others else first
    if outcome is Outcome.PARTLY_MET and not clauses[-1][1].evidence:
        return clauses[0][1]
    return clauses[-1][1]


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
    own = record.child_id if isinstance(record, Child) else record.person_id if isinstance(record, Person) else None
    return own or item.path


def _fault(criterion: Criterion, error: Exception, faults: FaultLog | None) -> Finding:
    """Name the fault by kind and place in the code, so that the same defect has the same id everywhere."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "caseaudit" in frame.filename]
    frame = frames[-1] if frames else None
    where = f"{PurePath(frame.filename).name}:{frame.name}:{frame.lineno}" if frame else "?"
    what = f"{criterion.id} {type(error).__name__} {where}"
    fault_id = hashlib.sha256(what.encode()).hexdigest()[:12]
    if faults is not None:
        faults.details[fault_id] = what
    return Finding(
        criterion=criterion.id,
        subject=None,
        outcome=None,
        reason=f"The check failed (fault {fault_id}); this is a defect in caseaudit, not in the record.",
        remedy=None,
        severity=criterion.severity,
        escalate=False,
        basis=Basis.AUDITOR if criterion.mode == "auditor" else Basis.FIELD,
        fault=Fault(fault_id),
    )
