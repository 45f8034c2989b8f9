from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth
from hypothesis import given
from hypothesis import strategies as st

SEEN = {"check": "within", "start": "reported_at", "end": "investigation.victim_seen_at", "limit": "24h"}


def seen(at: object, start: object = "2025-05-01T10:00") -> dict[str, object]:
    return {"reported_at": start, "investigation": {"victim_seen_at": at}}


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2025-05-02T10:00", "true"),
        ("2025-05-02T10:00:01", "false"),
        ("2025-05-01", "true"),
        ("2025-05-02", "unknown"),
        ("2025-05-03", "false"),
        ("2025-05-01T09:00", "true"),
        (None, "false"),
    ],
    ids=["to the second", "a second late", "same day", "the day it runs out", "day after", "before the start", "never"],
)
def test_a_limit_of_hours_is_elapsed_time(end: Any, expected: Any) -> None:
    assert truth(SEEN, seen(end)) == expected


def test_what_is_not_yet_due_is_neither_kept_nor_broken() -> None:
    assert truth(SEEN, seen(None), as_of="2025-05-02T10:00") == "not yet due"
    assert truth(SEEN, seen(None), as_of="2025-05-02T10:01") == "false"
    assert truth(SEEN, seen("2025-05-02T09:00"), as_of="2025-05-01") == "not yet due"


def test_an_absent_start_or_end_is_unknown_and_a_blank_start_too() -> None:
    assert (
        truth(SEEN, {"reported_at": "2025-05-01T10:00", "investigation": {"allocated_at": "2025-05-01"}}) == "unknown"
    )
    assert truth(SEEN, {"investigation": {"victim_seen_at": "2025-05-01"}}) == "unknown"
    assert truth(SEEN, seen("2025-05-01T11:00", start=None)) == "unknown"


def test_times_that_contradict_each_other_can_be_left_to_a_person() -> None:
    assert truth({**SEEN, "if_earlier": "unknown"}, seen("2025-05-01T09:00")) == "unknown"


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    # The clocks go forward at 01:00 on 30 March 2025: 24 hours on, the wall shows an hour more.
    assert truth(SEEN, seen("2025-03-30T11:00", start="2025-03-29T10:00")) == "true"
    assert truth(SEEN, seen("2025-03-30T11:01", start="2025-03-29T10:00")) == "false"


@given(st.integers(min_value=0, max_value=20), st.integers(min_value=0, max_value=23))
def test_a_limit_of_days_ends_with_the_day_whatever_the_hour(days: Any, hour: Any) -> None:
    clause = {**SEEN, "limit": "7d"}
    day = 1 + days
    expected = "true" if days <= 7 else "false"
    assert truth(clause, seen(f"2025-05-{day:02}T{hour:02}:59", start="2025-05-01T23:30")) == (
        "true" if day == 1 else expected
    )


def test_the_first_of_several_fields_that_is_recorded_counts() -> None:
    clause = {**SEEN, "start": ["investigation.allocated_at", "opened_at", "reported_at"]}
    case = {"opened_at": "2025-05-05T10:00", **seen("2025-05-06T10:00")}
    assert truth(clause, case) == "true"
    case["investigation"]["allocated_at"] = "2025-05-01T10:00"
    assert truth(clause, case) == "false"


def test_the_earliest_of_a_list_counts_on_either_side() -> None:
    clause = {
        "check": "within",
        "start": "attendances[].requested_at",
        "end": "attendances[].deployed_at",
        "limit": "1h",
    }
    late = {"requested_at": "2025-05-01T21:00", "deployed_at": "2025-05-01T23:00"}
    soon = {"requested_at": "2025-05-01T21:30", "deployed_at": "2025-05-01T22:00"}
    assert truth(clause, {"attendances": [late, soon]}) == "true"
    assert truth(clause, {"attendances": [late]}) == "false"


BEFORE_SCHOOL = {
    "check": "within",
    "start": "reported_at",
    "end": {"of": "referrals", "where": {"to": "operation_encompass"}, "field": "made_at"},
    "before": "09:00",
}


def told(at: object) -> dict[str, object]:
    # Friday evening; Monday 5 May 2025 is a bank holiday.
    return {"reported_at": "2025-05-02T20:10", "referrals": [{"to": "operation_encompass", "made_at": at}]}


def test_before_nine_on_the_next_working_day_leaves_nine_out() -> None:
    assert truth(BEFORE_SCHOOL, told("2025-05-06T08:59:59")) == "true"
    assert truth(BEFORE_SCHOOL, told("2025-05-06T09:00")) == "false"
    assert truth({**BEFORE_SCHOOL, "before": "24:00"}, told("2025-05-06T23:59")) == "true"
    assert truth({**BEFORE_SCHOOL, "before": "24:00"}, told("2025-05-07T00:00")) == "false"


def test_school_closures_put_the_next_school_day_off() -> None:
    closed = {"school_closures": ["2025-05-06"]}
    assert truth(BEFORE_SCHOOL, told("2025-05-07T08:00"), settings=closed) == "true"
    assert truth(BEFORE_SCHOOL, told("2025-05-07T08:00")) == "false"


def test_a_year_without_a_calendar_of_holidays_is_left_to_a_person() -> None:
    assert truth(BEFORE_SCHOOL, {**told("1985-05-07T08:00"), "reported_at": "1985-05-03"}) == "unknown"


def test_a_recorded_time_beats_the_text_and_a_blank_one_is_left_to_it() -> None:
    clause = {**SEEN, "or_text": {"concept": "action.child_seen"}}
    assert truth(clause, seen("2025-05-09"), said("action.child_seen")) == "false"
    assert truth(clause, seen(None), said("action.child_seen")) == "true"
    result = judged(clause, seen("2025-05-09"), said("action.child_seen"))
    assert any(evidence.contrary for evidence in result.evidence)
