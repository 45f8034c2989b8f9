"""How values are said in a reason: never a person's name, never the program's own notation."""

from __future__ import annotations

import pytest

from caseaudit.checks.words import moment_words, value_words
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import parse_moment


def test_records_are_counted_and_not_printed() -> None:
    case = CaseFile.read(
        {"case_id": "1", "case_type": "ppn", "children": [{"names": ["Amira"]}, {}], "incident": {"grade": "immediate"}}
    )
    assert value_words(case.children) == "2 entries"
    assert value_words(case.children[:1]) == "an entry"
    assert value_words(case.incident) == "an entry"
    assert value_words(("a", "b")) == "a, b"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("2025-05-03T04:05", "3 May 2025 04:05"),
        ("2025-05-03", "3 May 2025"),
        ("2025-12-31T23:59:59.999Z", "31 December 2025 23:59"),
        ("2025-01-01T00:00", "1 January 2025 00:00"),
    ],
)
def test_a_time_is_said_as_a_report_does(raw: str, said: str) -> None:
    assert moment_words(parse_moment(raw)) == said
