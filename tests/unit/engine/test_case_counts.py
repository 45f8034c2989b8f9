"""A case in counts: nothing that a batch's summary needs is lost, on any way between processes or into a cache."""

from __future__ import annotations

import json
import marshal
import pickle
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import Accepted, CaseAudit, Fault, Finding
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.engine.case_counts import CaseCount, count_of
from caseaudit.engine.runner import score_of
from caseaudit.engine.summary import Accumulator
from caseaudit.reading.judgements import load_judgement
from caseaudit.rubric.model import Judgement

TAKEN = Accepted("the record is held on paper", "DI AB", "2026-03-31")
TWO = ("ethnicity-recorded", "no-victim-blaming-language")
MET, PARTLY, NOT, CANNOT = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET, Outcome.CANNOT_ASSESS


def a_finding(
    outcome: Outcome | None, *, criterion: str = TWO[0], accepted: bool = False, by_person: bool = False
) -> Finding:
    return Finding(
        criterion=criterion,
        subject=None,
        outcome=outcome,
        reason="",
        remedy=None,
        severity=Severity.MEDIUM,
        escalate=False,
        basis=Basis.FIELD,
        decided_by="person" if by_person else "machine",
        fault=None if outcome else Fault("abc"),
        accepted=TAKEN if accepted else None,
    )


def a_case(*findings: Finding, case_type: CaseType = CaseType.PPN) -> CaseAudit:
    return CaseAudit("C1", case_type, None, None, any(f.escalate for f in findings), findings)


@cache
def a_judgement(count: int) -> Judgement:
    return load_judgement().keeping(frozenset(TWO[:count]))


findings = st.builds(
    a_finding,
    st.sampled_from([*Outcome, None]),
    criterion=st.sampled_from(TWO),
    accepted=st.booleans(),
    by_person=st.booleans(),
)
cases = st.builds(
    lambda found, case_type: a_case(*found, case_type=case_type),
    st.lists(findings, max_size=7),
    st.sampled_from(CaseType),
)


@given(cases)
def test_a_count_comes_back_from_every_plain_form(case: CaseAudit) -> None:
    count = count_of(case)
    assert CaseCount.from_plain(json.loads(json.dumps(count.to_plain()))) == count
    assert CaseCount.from_plain(marshal.loads(marshal.dumps(count.to_plain()))) == count
    back = pickle.loads(pickle.dumps(count))
    assert back == count
    assert all(
        type(value) in (str, bool, int) for entry in (*back.outcomes, *back.beyond, *back.faults) for value in entry
    )


@given(st.lists(cases, max_size=12))
def test_the_order_of_the_cases_leaves_no_trace(found: list[CaseAudit]) -> None:
    judgement = a_judgement(2)
    one, other = Accumulator(judgement), Accumulator(judgement)
    for case in found:
        one.add(case)
    for count in [count_of(case) for case in reversed(found)]:
        other.add_count(count)
    assert one.summary() == other.summary()
    every = [finding for case in found for finding in case.findings]
    weights = {criterion.id: criterion.weight for criterion in judgement.criteria}
    assert one.summary().score == score_of(every, weights)
    assert one.summary().accepted == sum(finding.accepted is not None for finding in every)
    assert one.summary().faults == sum(finding.fault is not None for finding in every)


@pytest.mark.parametrize(
    ("found", "counted"),
    [
        ([(NOT, True)], (1, 0)),
        ([(NOT, True), (NOT, False)], (0, 0)),
        ([(NOT, True), (NOT, True), (PARTLY, False)], (1, 0)),
        ([(NOT, True), (MET, False), (CANNOT, False)], (1, 0)),
        ([(NOT, False), (PARTLY, True)], (0, 0)),
        ([(PARTLY, True), (MET, False)], (0, 1)),
        ([(PARTLY, False)], (0, 0)),
        ([(MET, False)], (0, 0)),
        ([(None, False), (NOT, True)], (1, 0)),
    ],
)
def test_a_case_is_accepted_where_everything_that_makes_it_short_is(
    found: list[tuple[Outcome | None, bool]], counted: tuple[int, int]
) -> None:
    accumulator = Accumulator(a_judgement(1))
    accumulator.add(a_case(*(a_finding(outcome, accepted=accepted) for outcome, accepted in found)))
    (criterion,) = accumulator.summary().criteria
    assert (criterion.accepted_not_met, criterion.accepted_partly_met) == counted
    assert accumulator.summary().accepted == sum(accepted for _, accepted in found)
    # The outcome and its count stay what they are.
    assert criterion.not_met == any(outcome is NOT for outcome, _ in found)


def test_a_criterion_that_the_judgement_lacks_is_no_count_that_vanishes() -> None:
    accumulator = Accumulator(a_judgement(1))
    accumulator.add(a_case(a_finding(NOT, criterion="made-up")))
    with pytest.raises(KeyError):
        accumulator.summary()
