from __future__ import annotations

from typing import Any

import pytest
from check_builder import truth

OPEN = {"check": "open_past", "start": ["investigation.allocated_at", "opened_at"], "until": "closed_at", "limit": "7d"}


@pytest.mark.parametrize(
    ("case", "as_of", "expected"),
    [
        ({"opened_at": "2025-05-01T10:00", "closed_at": None}, "2025-05-09", "true"),
        ({"opened_at": "2025-05-01T10:00", "closed_at": None}, "2025-05-08", "not yet due"),
        ({"opened_at": "2025-05-01T10:00", "closed_at": "2025-05-08T23:59"}, "2025-05-23", "not yet due"),
        ({"opened_at": "2025-05-01T10:00", "closed_at": "2025-05-09T00:00"}, "2025-05-23", "true"),
        ({"opened_at": "2025-05-01T10:00"}, "2025-05-23", "true"),
        ({"opened_at": None, "closed_at": None}, "2025-05-23", "unknown"),
        ({"closed_at": None}, "2025-05-23", "unknown"),
        ({"opened_at": "2025-05-01", "closed_at": "2025-05-24"}, "2025-05-23", "true"),
    ],
    ids=["past", "on the day", "closed in time", "closed late", "no closure field", "blank", "absent", "closes later"],
)
def test_something_is_still_open_after_its_time(case: Any, as_of: Any, expected: Any) -> None:
    assert truth(OPEN, case, as_of=as_of) == expected


def test_an_investigation_starts_when_it_was_allocated() -> None:
    case = {"opened_at": "2025-05-01", "investigation": {"allocated_at": "2025-05-16"}}
    assert truth(OPEN, case) == "not yet due"
