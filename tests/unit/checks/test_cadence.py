from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from check_builder import judged, truth
from hypothesis import given
from hypothesis import strategies as st

REVIEWS = {
    "check": "cadence",
    "events": {"of": "reviews", "where": {"rank": {"rank_at_least": "sergeant"}}, "field": "reviewed_at"},
    "every": "28d",
    "until": "closed_at",
}


def reviewed(*days: object, **more: object) -> dict[str, object]:
    return {"closed_at": None, "reviews": [{"rank": "PS", "reviewed_at": day} for day in days], **more}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2025-03-08", "2025-04-05", "2025-05-03"), "true"),
        (("2025-03-07", "2025-04-05", "2025-05-03"), "false"),
        (("2025-05-03", "2025-03-08", "2025-04-05"), "true"),
        (("2025-04-24",), "false"),
        (("2025-04-25",), "true"),
        ((), "false"),
    ],
    ids=["28 days each", "one of 29", "in any order", "29 days to the audit", "28 days to the audit", "none"],
)
def test_no_gap_is_longer_than_the_limit(days: Any, expected: Any) -> None:
    assert truth(REVIEWS, reviewed(*days)) == expected


def test_the_series_ends_with_closure() -> None:
    assert truth(REVIEWS, reviewed("2025-03-08", closed_at="2025-04-05T23:00")) == "true"
    assert truth(REVIEWS, reviewed("2025-03-08", closed_at="2025-04-06")) == "false"


def test_events_after_the_audit_date_have_not_happened() -> None:
    assert truth(REVIEWS, reviewed("2025-04-01", "2025-05-24")) == "false"


def test_what_the_export_does_not_say_is_unknown() -> None:
    assert truth(REVIEWS, {"reviews": ...}) == "unknown"
    assert truth(REVIEWS, {"reviews": [{"rank": "PS"}]}) == "unknown"
    assert truth(REVIEWS, {"reviews": [{"reviewed_at": "2025-05-20"}]}) == "unknown"


def test_the_gap_is_named() -> None:
    assert judged(REVIEWS, reviewed("2025-03-07", "2025-04-05")).because == (
        "29 days from 7 March 2025 to the next one, more than 28d"
    )


@given(st.lists(st.integers(min_value=0, max_value=80), min_size=1, max_size=8, unique=True))
def test_it_holds_exactly_when_every_gap_does(offsets: Any) -> None:
    start, end = date(2025, 3, 4), date(2025, 5, 23)
    days = sorted(start + timedelta(days=offset) for offset in offsets)
    gaps = [(later - earlier).days for earlier, later in zip(days, [*days[1:], end], strict=True)]
    expected = "true" if all(gap <= 28 for gap in gaps) else "false"
    assert truth(REVIEWS, reviewed(*(day.isoformat() for day in days))) == expected
