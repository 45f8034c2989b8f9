"""How values are said in a reason: never a person's name, never the program's own notation."""

from __future__ import annotations

from caseaudit.checks.words import value_words
from caseaudit.domain.case_file import CaseFile


def test_records_are_counted_and_not_printed() -> None:
    case = CaseFile.read(
        {"case_id": "1", "case_type": "ppn", "children": [{"names": ["Amira"]}, {}], "incident": {"grade": "immediate"}}
    )
    assert value_words(case.children) == "2 entries"
    assert value_words(case.children[:1]) == "an entry"
    assert value_words(case.incident) == "an entry"
    assert value_words(("a", "b")) == "a, b"
