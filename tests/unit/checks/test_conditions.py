from __future__ import annotations

from typing import Any

import pytest
from check_builder import truth


def fits(field: str, condition: object, value: object, **more: object) -> str:
    clause = {"check": "exists", "of": "flags", "where": {field: condition}}
    return truth(clause, {"flags": [{field: value}]}, **more)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("CSE", "cse", "true"),
        (["cse", "cce"], "C C E", "false"),
        ({"not_in": ["cse"]}, "CSE", "false"),
        ({"not_in": ["cse"]}, "cce", "true"),
        ({"contains": ["sex offender"]}, "Registered sex-offender (Part 4)", "true"),
        ({"contains": ["rso"]}, "personal", "false"),
        ({"contains": ["risk"], "lacks": ["no risk"]}, "No risk", "false"),
        ({"contains": "risk"}, "Poses risk", "true"),
    ],
)
def test_text_values_are_compared_by_words_not_letters(condition: Any, value: Any, expected: Any) -> None:
    assert fits("kind", condition, value) == expected


@pytest.mark.parametrize(
    ("rank", "expected"),
    [
        ("Inspector", "true"),
        ("DI", "true"),
        ("Superintendent", "true"),
        ("Sgt", "false"),
        ("", "false"),
        ("Guv", "unknown"),
    ],
)
def test_ranks_are_ordered_and_an_unknown_rank_stays_open(rank: Any, expected: Any) -> None:
    clause = {"check": "exists", "of": "reviews", "where": {"rank": {"rank_at_least": "inspector"}}}
    assert truth(clause, {"reviews": [{"rank": rank}]}) == expected


@pytest.mark.parametrize(
    ("placed", "expected"), [("2024-11-23", "true"), ("2024-11-24", "false"), (None, "false"), ("2025-05-24", "false")]
)
def test_older_than_counts_whole_days_back_from_the_audit_date(placed: Any, expected: Any) -> None:
    # 180 days from 24 November 2024 end with 23 May 2025.
    assert fits("placed_at", {"older_than": "180d"}, placed) == expected


def test_a_review_due_today_is_not_overdue() -> None:
    assert fits("review_due", {"still_ahead": True}, "2025-05-23") == "true"
    assert fits("review_due", {"still_ahead": True}, "2025-05-22") == "false"


def test_a_time_is_compared_with_another_of_the_same_object() -> None:
    clause = {"check": "exists", "of": "flags", "where": {"reviewed_at": {"on_or_after": "placed_at"}}}
    assert truth(clause, {"flags": [{"placed_at": "2025-01-01", "reviewed_at": "2025-01-01"}]}) == "true"
    assert truth(clause, {"flags": [{"placed_at": "2025-01-02", "reviewed_at": "2025-01-01"}]}) == "false"
    assert truth(clause, {"flags": [{"reviewed_at": "2025-01-01"}]}) == "unknown"


def test_what_blank_and_absent_come_to_may_be_said() -> None:
    assert fits("removed_at", {"state": "planned", "absent_is": "yes"}, None) == "true"
    clause = {"check": "exists", "of": "flags", "where": {"removed_at": {"state": "planned", "absent_is": "yes"}}}
    assert truth(clause, {"flags": [{"kind": "CSE"}]}) == "true"
    assert truth({**clause, "where": {"removed_at": "planned"}}, {"flags": [{"kind": "CSE"}]}) == "unknown"


def test_numbers_stand_between_their_ends_inclusive() -> None:
    clause = {"check": "exists", "of": "children", "where": {"age": {"at_least": 4, "at_most": 17}}}
    ages = {3: "false", 4: "true", 17: "true", 18: "false"}
    assert {age: truth(clause, {"children": [{"age": age}]}) for age in ages} == ages


def test_an_age_is_worked_out_from_the_date_of_birth_at_the_report() -> None:
    clause = {"check": "exists", "of": "children", "where": {"age": {"at_least": 4}}}
    case = {"reported_at": "2025-05-01", "children": [{"date_of_birth": "2021-05-01"}]}
    assert truth(clause, case) == "true"
    assert truth(clause, {**case, "children": [{"date_of_birth": "2021-05-02"}]}) == "false"


SUBJECT = {"check": "exists", "of": "notices", "where": {"child_ids": {"subject": True}}}


def test_an_object_belongs_to_the_child_that_it_names() -> None:
    case = {"children": [{"child_id": "A"}, {"child_id": "B"}], "notices": [{"child_ids": ["A"]}]}
    assert [truth(SUBJECT, case, child=number) for number in (0, 1)] == ["true", "false"]


def test_an_object_that_names_nobody_belongs_to_the_sole_child_only() -> None:
    notice = [{"ref": "N1"}]
    assert truth(SUBJECT, {"children": [{"child_id": "A"}], "notices": notice}, child=0) == "true"
    assert truth(SUBJECT, {"children": [{"age": 9}, {"age": 7}], "notices": notice}, child=0) == "unknown"
