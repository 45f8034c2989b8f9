"""Disagreements stand worst first: by distance, severity and escalation, with what each auditor said."""

from __future__ import annotations

import pytest
from review_results import (
    CANNOT,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY,
    a_criterion,
    a_finding,
    decided,
    pairs,
    results_of,
)

from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.review.comparing import compare_readings
from caseaudit.review.disagreements import distance


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (MET, MET, 0),
        (CANNOT, NOT_APPLICABLE, 1),
        (MET, PARTLY, 2),
        (PARTLY, NOT_MET, 2),
        (NOT_APPLICABLE, NOT_MET, 2),
        (MET, CANNOT, 2),
        (MET, NOT_MET, 4),
    ],
)
def test_distance_is_the_same_both_ways(one: Outcome, other: Outcome, apart: int) -> None:
    assert distance(one, other) == distance(other, one) == apart


def test_worst_first_by_distance_then_severity_then_escalation() -> None:
    criteria = (
        a_criterion("mild", severity=Severity.LOW),
        a_criterion("grave", severity=Severity.CRITICAL),
        a_criterion("urgent", severity=Severity.CRITICAL, escalate=True),
    )
    decisions = [
        *pairs([MET], [PARTLY], criterion="urgent"),
        *pairs([CANNOT, MET], [NOT_MET, NOT_MET], criterion="grave"),
        *pairs([MET, MET], [MET, NOT_MET], criterion="mild"),
        *[one for one in pairs([MET, MET, MET], [MET, MET, NOT_MET], criterion="urgent") if one.case_id == "C-3"],
    ]
    found = compare_readings(decisions, results=results_of(criteria=criteria)).disagreements
    assert [(one.key[1], one.key[0], one.distance, one.escalates) for one in found] == [
        ("urgent", "C-3", 4, True),
        ("grave", "C-2", 4, False),
        ("mild", "C-2", 4, False),
        ("grave", "C-1", 2, False),
        ("urgent", "C-1", 2, False),
    ]


def test_both_reasons_and_comments_are_kept() -> None:
    one = decided(person=MET, reason="seen at school", comment="see entry 4")
    other = decided(person=NOT_MET, auditor="CD", reason=None)
    (found,) = compare_readings([one, other]).disagreements
    assert [(answer.by, answer.outcome, answer.reason) for answer in found.answers] == [
        ("AB", MET, "seen at school - see entry 4"),
        ("CD", NOT_MET, ""),
    ]
    assert (found.machine, found.severity, found.title) == (MET, None, "child-seen")


def test_the_findings_own_severity_and_the_machines_reason_are_shown() -> None:
    known = results_of((a_finding(MET, severity=Severity.HIGH, reason="a visit is recorded"),))
    (found,) = compare_readings([decided(person=NOT_MET)], results=known, against="machine").disagreements
    assert found.severity is Severity.HIGH
    assert found.answers[0].reason == "a visit is recorded"


def test_children_of_one_case_are_questions_of_their_own() -> None:
    decisions = [*pairs([MET], [NOT_MET], subject="K2"), *pairs([MET], [MET], subject="K1")]
    (found,) = compare_readings(decisions).disagreements
    assert found.key == ("C-1", "child-seen", "K2")
