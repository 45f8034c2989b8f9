from __future__ import annotations

from typing import Any

import pytest
from check_builder import truth


def ordered(left: object, order: str, right: object) -> str:
    clause = {"check": "compare", "left": "opened_at", "order": order, "right": "closed_at"}
    return truth(clause, {"opened_at": left, "closed_at": right})


@pytest.mark.parametrize(
    ("left", "order", "right", "expected"),
    [
        ("2025-05-01T10:00", "before", "2025-05-01T10:01", "true"),
        ("2025-05-01T10:00", "before", "2025-05-01T10:00", "false"),
        ("2025-05-01T10:00", "not_after", "2025-05-01T10:00", "true"),
        ("2025-05-02", "after", "2025-05-01T23:59", "true"),
        ("2025-05-01", "after", "2025-05-01T10:00", "unknown"),
        ("2025-05-01T10:00", "not_before", "2025-05-01T10:00", "true"),
        ("2025-05-01T10:00Z", "same", "2025-05-01T11:00", "true"),
        ("2025-05-01", "same", "2025-05-01T11:00", "true"),
        ("2025-05-01", "different", "2025-05-02", "true"),
        (None, "before", "2025-05-01", "unknown"),
        (..., "before", "2025-05-01", "unknown"),
    ],
)
def test_two_times_in_order(left: Any, order: Any, right: Any, expected: Any) -> None:
    assert ordered(left, order, right) == expected


def test_two_texts_are_the_same_without_regard_to_case() -> None:
    clause = {"check": "compare", "left": "team", "order": "same", "right": "investigation.allocated_team"}
    assert (
        truth(clause, {"team": "Child Protection", "investigation": {"allocated_team": "child-protection"}}) == "true"
    )
    assert truth(clause, {"team": "Response", "investigation": {"allocated_team": "child-protection"}}) == "false"
    assert truth({**clause, "order": "before"}, {"team": "A", "investigation": {"allocated_team": "B"}}) == "unknown"
