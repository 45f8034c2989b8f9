"""The summary counts cases, one outcome a case and criterion; nothing vanishes, nothing assessed is nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import CaseAudit, Fault, Finding
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.engine.runner import score_of
from caseaudit.engine.summary import Accumulator, case_outcome
from caseaudit.reading.judgements import load_judgement


def a_finding(outcome: Outcome | None, *, criterion: str = "ethnicity-recorded", subject: str | None = None) -> Finding:
    return Finding(
        criterion=criterion,
        subject=subject,
        outcome=outcome,
        reason="",
        remedy=None,
        severity=Severity.MEDIUM,
        escalate=False,
        basis=Basis.FIELD,
        fault=None if outcome else Fault("abc"),
    )


def a_case(*findings: Finding, case_id: str = "C1", escalated: bool = False) -> CaseAudit:
    return CaseAudit(case_id, CaseType.PPN, None, None, escalated, findings)


def an_accumulator(*ids: str) -> Accumulator:
    return Accumulator(load_judgement().keeping(frozenset(ids or ("ethnicity-recorded",))))


WORST = [Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.CANNOT_ASSESS, Outcome.MET, Outcome.NOT_APPLICABLE]


@given(st.lists(st.sampled_from(WORST), min_size=1))
def test_a_case_comes_to_the_worst_of_its_subjects_in_the_contracts_order(outcomes: list[Outcome]) -> None:
    assert case_outcome([a_finding(outcome) for outcome in outcomes]) is min(outcomes, key=WORST.index)


def test_a_case_whose_every_check_failed_has_no_outcome() -> None:
    assert case_outcome([a_finding(None)]) is None


@given(st.lists(st.lists(st.sampled_from([*WORST, None]), min_size=1, max_size=4), max_size=30))
def test_every_case_is_in_exactly_one_count(cases: list[list[Outcome | None]]) -> None:
    accumulator = an_accumulator()
    for outcomes in cases:
        accumulator.add(a_case(*(a_finding(outcome) for outcome in outcomes)))
    [criterion] = accumulator.summary().criteria
    counted = (
        criterion.met + criterion.partly_met + criterion.not_met + criterion.not_applicable + criterion.cannot_assess
    )
    failed_whole = sum(all(outcome is None for outcome in outcomes) for outcomes in cases)
    assert counted + failed_whole == len(cases)
    assert criterion.assessed == criterion.met + criterion.partly_met + criterion.not_met
    assert criterion.faults == sum(outcome is None for outcomes in cases for outcome in outcomes)
    assert criterion.proposed == counted


def test_nothing_assessed_gives_no_rate_no_interval_no_score() -> None:
    accumulator = an_accumulator()
    accumulator.add(a_case(a_finding(Outcome.CANNOT_ASSESS)))
    accumulator.add(a_case(a_finding(Outcome.NOT_APPLICABLE)))
    summary = accumulator.summary()
    [criterion] = summary.criteria
    assert criterion.not_met_rate is None
    assert criterion.short_rate is None
    assert criterion.interval is None
    assert criterion.baseline is not None
    assert criterion.baseline.compatible is None
    assert summary.score is None
    assert [(area.score, area.indicative_grade) for area in summary.areas] == [(None, None)]


def test_the_inspections_own_figure_stands_beside_ours() -> None:
    accumulator = an_accumulator()
    for number in range(48):
        accumulator.add(a_case(a_finding(Outcome.NOT_MET if number < 17 else Outcome.MET)))
    [criterion] = accumulator.summary().criteria
    assert criterion.not_met_rate == 0.354167
    assert criterion.interval is not None
    assert (criterion.interval.low, criterion.interval.high) == (0.234336, 0.495609)
    assert criterion.baseline is not None
    assert (criterion.baseline.count, criterion.baseline.of) == (17, 48)
    assert criterion.baseline.compatible is True


def test_a_rate_far_from_the_baseline_is_not_compatible() -> None:
    accumulator = an_accumulator()
    for _ in range(200):
        accumulator.add(a_case(a_finding(Outcome.MET)))
    [criterion] = accumulator.summary().criteria
    assert criterion.baseline is not None
    assert criterion.baseline.compatible is False


def test_the_interval_is_of_the_rate_that_the_baseline_counts() -> None:
    accumulator = an_accumulator("prompt-deployment")
    for outcome in (Outcome.MET, Outcome.PARTLY_MET, Outcome.PARTLY_MET, Outcome.NOT_MET):
        accumulator.add(a_case(a_finding(outcome, criterion="prompt-deployment")))
    [criterion] = accumulator.summary().criteria
    assert criterion.short_rate == 0.75
    assert criterion.not_met_rate == 0.25
    assert criterion.interval is not None
    assert criterion.interval.low > 0.25  # of three in four, not of one in four


def test_a_limiting_criterion_caps_the_indicative_grade() -> None:
    accumulator = an_accumulator("no-victim-blaming-language", "ethnicity-recorded")
    for number in range(10):
        accumulator.add(
            a_case(
                a_finding(Outcome.MET),
                a_finding(Outcome.NOT_MET if number < 2 else Outcome.MET, criterion="no-victim-blaming-language"),
            )
        )
    [leadership] = [area for area in accumulator.summary().areas if area.area == "leadership"]
    assert leadership.score == 0.9
    assert leadership.indicative_grade == "requires_improvement"
    assert leadership.capped_by == ("no-victim-blaming-language",)


def test_the_score_weighs_assessed_findings_only() -> None:
    findings = [
        a_finding(Outcome.MET, criterion="a"),
        a_finding(Outcome.PARTLY_MET, criterion="b"),
        a_finding(Outcome.CANNOT_ASSESS, criterion="c"),
        a_finding(None, criterion="d"),
    ]
    assert score_of(findings, {"a": 3.0, "b": 1.0, "c": 9.0, "d": 9.0}) == 0.875
    assert score_of(findings[2:], {"c": 1.0, "d": 1.0}) is None
