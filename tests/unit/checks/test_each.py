from __future__ import annotations

from typing import Any

import pytest
from check_builder import said, truth
from hypothesis import given
from hypothesis import strategies as st

REVIEWED = {"check": "each", "of": "flags", "satisfies": {"check": "recorded", "field": "item.reviewed_at"}}
FLAGS = {"true": {"reviewed_at": "2025-05-01"}, "false": {"reviewed_at": None}, "unknown": {"kind": "CSE"}}


@given(st.lists(st.sampled_from(sorted(FLAGS)), min_size=1, max_size=5))
def test_all_and_some_keep_what_is_unknown_unknown(truths: Any) -> None:
    case = {"flags": [FLAGS[name] for name in truths]}
    every = "false" if "false" in truths else "unknown" if "unknown" in truths else "true"
    some = "true" if "true" in truths else "unknown" if "unknown" in truths else "false"
    assert truth(REVIEWED, case) == every
    assert truth({**REVIEWED, "quantity": "some"}, case) == some


@pytest.mark.parametrize(
    ("nothing_is", "expected"),
    [("true", "true"), ("false", "false"), ("unknown", "unknown"), ("not_applicable", "does not apply")],
)
def test_a_list_without_anything_that_is_meant_comes_to_what_the_rubric_says(nothing_is: Any, expected: Any) -> None:
    assert truth({**REVIEWED, "nothing_is": nothing_is}, {"flags": []}) == expected
    meant = {**REVIEWED, "where": {"kind": "cce"}, "nothing_is": nothing_is}
    assert truth(meant, {"flags": [{"kind": "CSE", "reviewed_at": None}]}) == expected


def test_an_absent_list_is_unknown_whatever_the_rubric_says() -> None:
    assert truth({**REVIEWED, "nothing_is": "true"}, {"flags": ...}) == "unknown"


@pytest.mark.parametrize("children", [[], None, ...])
def test_a_case_without_children_cannot_be_assessed(children: Any) -> None:
    clause = {"check": "each", "of": "children", "satisfies": {"check": "recorded", "field": "item.age"}}
    assert truth(clause, {"children": children}) == "unknown"


def test_an_object_that_may_be_meant_keeps_the_answer_open() -> None:
    meant = {**REVIEWED, "where": {"kind": "cse"}}
    case = {"flags": [{"kind": "CSE", "reviewed_at": "2025-05-01"}, {"reviewed_at": None}]}
    assert truth(meant, case) == "unknown"
    assert truth({**meant, "open_is": "false"}, case) == "true"


def test_what_applies_to_no_object_does_not_apply() -> None:
    clause = {
        "check": "each",
        "of": "children",
        "satisfies": {
            "check": "consistent",
            "concept": "need.disability",
            "agrees": {"check": "recorded", "field": "child.disability", "is": ["yes_with_type"]},
        },
    }
    assert truth(clause, {"children": [{"disability": ""}]}) == "does not apply"
    assert truth(clause, {"children": [{"disability": ""}]}, said("need.disability")) == "false"


def test_within_each_child_the_text_is_that_childs() -> None:
    clause = {
        "check": "each",
        "of": "children",
        "satisfies": {"check": "mentions", "concept": "voice.words"},
    }
    case = {"children": [{"child_id": "A"}, {"child_id": "B"}]}
    assert truth(clause, case, said("voice.words", child=0)) == "false"
    assert truth(clause, case, said("voice.words", child=0), said("voice.words", child=1)) == "true"
    assert truth(clause, case, said("voice.words")) == "unknown"
