"""What the ledger says of a case: audited lately, pending, or free."""

from __future__ import annotations

from datetime import date

import pytest

from caseaudit.engine.sampling_ledger import (
    PENDING,
    Event,
    EventKind,
    audited_reason,
    later,
    not_entered,
    pending,
    reasons,
)


def event(kind: EventKind, case_id: str = "C", day: str = "2025-06-02", draw: str = "d") -> Event:
    return Event(kind, case_id, day, "dip sample", draw)


@pytest.mark.parametrize(
    ("day", "months", "as_of", "left_out"),
    [
        ("2024-06-02", 12, "2025-06-01", True),
        ("2024-06-02", 12, "2025-06-02", False),
        ("2024-02-29", 12, "2025-02-27", True),
        ("2024-02-29", 12, "2025-02-28", False),
        ("2025-06-02", 0, "2025-06-02", False),
        ("2025-06-03", 12, "2025-06-02", True),
    ],
)
def test_months_are_counted_to_the_same_day(day: str, months: int, as_of: str, left_out: bool) -> None:
    found = reasons([event("audited", day=day)], date.fromisoformat(as_of), months)
    assert found == ({"C": audited_reason(months)} if left_out else {})


@pytest.mark.parametrize(
    ("events", "is_pending"),
    [
        (["drawn"], True),
        (["drawn", "audited"], False),
        (["drawn", "released"], False),
        (["drawn", "released", "drawn"], True),
        (["audited"], False),
    ],
)
def test_a_case_is_pending_until_it_is_audited_or_released(events: list[EventKind], is_pending: bool) -> None:
    entered = [event(kind) for kind in events]
    assert (reasons(entered, date(2025, 6, 2), 0) == {"C": PENDING}) is is_pending
    assert bool(pending(entered)) is is_pending


def test_the_latest_audit_counts_and_not_the_last_entry() -> None:
    events = [event("audited", day="2025-05-01"), event("audited", day="2020-01-01")]
    assert reasons(events, date(2025, 6, 2), 12) == {"C": audited_reason(12)}


def test_the_last_day_of_a_short_month() -> None:
    assert later(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert later(date(2024, 12, 15), 1) == date(2025, 1, 15)


def test_what_is_entered_already_is_not_entered_again() -> None:
    events = [event("drawn", "A"), event("drawn", "B"), event("audited", "A"), event("audited", "B", draw="other")]
    assert not_entered(events, "d", "audited", ["A", "B", "C"]) == ["B", "C"]
