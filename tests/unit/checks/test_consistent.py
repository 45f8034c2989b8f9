from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth

CLAUSE = {
    "check": "consistent",
    "concept": "need.disability",
    "agrees": {"check": "recorded", "field": "child.disability", "is": ["yes_with_type", "yes_without_type"]},
}
NEED = "need.disability"


@pytest.mark.parametrize(
    ("disability", "mention", "expected"),
    [
        ("Yes", said(NEED), "true"),
        ("No", said(NEED), "false"),
        ("", said(NEED), "false"),
        (..., said(NEED), "unknown"),
        ("No", said(NEED, "negated"), "does not apply"),
        ("No", said(NEED, "hypothetical"), "does not apply"),
        ("No", said(NEED, about="adult"), "does not apply"),
        ("No", None, "does not apply"),
    ],
)
def test_a_need_told_in_the_text_must_show_in_the_field(disability: Any, mention: Any, expected: Any) -> None:
    child = {"age": 9} if disability is ... else {"disability": disability}
    assert truth(CLAUSE, {"children": [child]}, *([mention] if mention else []), child=0) == expected


def test_both_the_words_and_the_field_are_shown() -> None:
    result = judged(CLAUSE, {"children": [{"disability": "No"}]}, said(NEED), child=0)
    assert [evidence.path for evidence in result.evidence] == ["narrative[0].text", "children[0].disability"]


def test_a_need_that_names_none_of_several_children_is_left_to_a_person() -> None:
    case = {"children": [{"disability": "No"}, {"disability": "No"}]}
    assert truth(CLAUSE, case, said(NEED), child=0) == "unknown"
    assert truth(CLAUSE, case, said(NEED, child=1), child=0) == "does not apply"
