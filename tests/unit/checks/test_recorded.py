from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth

LOCATED = {"check": "recorded", "field": "missing.located_at"}


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"located_at": "2025-05-02T02:00"}, "true"),
        ({"located_at": None}, "false"),
        ({"located_at": ""}, "false"),
        ({"located_at": "N/A"}, "false"),
        ({"recorded_as": "missing"}, "unknown"),
        (None, "false"),
        (..., "unknown"),
    ],
    ids=["recorded", "null", "empty", "placeholder", "absent key", "blank object", "absent object"],
)
def test_recorded_blank_and_absent_are_three_different_answers(missing: Any, expected: Any) -> None:
    assert truth(LOCATED, {"missing": missing}) == expected


def test_a_time_after_the_audit_date_has_not_happened_yet() -> None:
    case = {"missing": {"located_at": "2025-05-24T00:00"}}
    assert truth(LOCATED, case) == "false"
    assert truth({**LOCATED, "is": ["future"]}, case) == "true"
    assert truth({**LOCATED, "is": ["planned"]}, case) == "true"
    assert truth(LOCATED, case, as_of="2025-05-24") == "true"


def test_planned_is_a_blank_that_was_listed_and_not_an_absent_key() -> None:
    planned = {**LOCATED, "is": ["planned"]}
    assert truth(planned, {"missing": {"located_at": None}}) == "true"
    assert truth(planned, {"missing": {"located_at": "2025-05-01"}}) == "false"
    assert truth(planned, {"missing": {"recorded_as": "missing"}}) == "unknown"


def test_a_rubric_may_say_what_blank_and_absent_come_to() -> None:
    assert truth({**LOCATED, "blank_is": "unknown"}, {"missing": {"located_at": None}}) == "unknown"
    assert truth({**LOCATED, "absent_is": "false"}, {"missing": {}}) == "false"


def test_a_picklist_value_is_compared_without_case_spaces_and_hyphens() -> None:
    clause = {"check": "recorded", "field": "missing.recorded_as", "is": ["concern_for_safety"]}
    assert truth(clause, {"missing": {"recorded_as": "Concern for safety"}}) == "true"
    assert truth(clause, {"missing": {"recorded_as": "missing"}}) == "false"


def test_one_item_of_a_list_that_fits_is_enough() -> None:
    clause = {"check": "recorded", "field": "attendances[].body_worn_video", "is": True}
    assert truth(clause, {"attendances": [{"body_worn_video": False}, {"body_worn_video": True}]}) == "true"
    assert truth(clause, {"attendances": [{"body_worn_video": False}, {}]}) == "unknown"
    assert truth(clause, {"attendances": []}) == "false"


@pytest.mark.parametrize(
    ("child", "states", "expected"),
    [
        ({"ethnicity_self": "M1"}, ["recorded"], "true"),
        ({"ethnicity_self": "", "ethnicity_observed": "IC1"}, ["recorded"], "false"),
        ({"ethnicity_self": "", "ethnicity_observed": "IC1"}, ["officer_defined_only"], "true"),
        ({"ethnicity_self": None}, ["officer_defined_only"], "false"),
        ({"age": 9}, ["recorded"], "unknown"),
    ],
)
def test_ethnicity_is_compared_by_what_is_known_of_it(child: Any, states: Any, expected: Any) -> None:
    clause = {"check": "recorded", "field": "child.ethnicity", "is": states}
    assert truth(clause, {"children": [child]}, child=0) == expected


AFFIRMED, NEGATED, PLANNED = (said("action.located", status) for status in ("affirmed", "negated", "planned"))
OR_TEXT = {**LOCATED, "or_text": {"concept": "action.located"}}
RECORDED, BLANK, ABSENT = {"located_at": "2025-05-02"}, {"located_at": None}, {"recorded_as": "missing"}


@pytest.mark.parametrize(
    ("field", "mention", "expected"),
    [
        (RECORDED, None, "true"),
        (RECORDED, AFFIRMED, "true"),
        (RECORDED, NEGATED, "true"),
        (BLANK, None, "false"),
        (BLANK, AFFIRMED, "true"),
        (BLANK, NEGATED, "false"),
        (BLANK, PLANNED, "false"),
        (ABSENT, None, "unknown"),
        (ABSENT, AFFIRMED, "true"),
        (ABSENT, NEGATED, "false"),
        (ABSENT, PLANNED, "false"),
        (ABSENT, said("action.located", "other"), "unknown"),
        (ABSENT, said("action.located", "historical"), "unknown"),
        (ABSENT, said("action.located", speaker="guidance"), "unknown"),
    ],
)
def test_the_text_speaks_where_the_field_is_silent_and_never_over_it(field: Any, mention: Any, expected: Any) -> None:
    assert truth(OR_TEXT, {"missing": field}, *([mention] if mention else [])) == expected


def test_a_recorded_no_beats_a_text_that_says_yes_and_shows_it() -> None:
    clause = {
        "check": "recorded",
        "field": "missing.whereabouts_known",
        "is": True,
        "or_text": {"concept": "fact.whereabouts_known"},
    }
    result = judged(clause, {"missing": {"whereabouts_known": False}}, said("fact.whereabouts_known"))
    assert result.truth.value == "false"
    assert "the text says otherwise" in result.because
    assert [evidence.contrary for evidence in result.evidence] == [False, True]


def test_a_plan_beside_a_recorded_fact_is_no_contradiction() -> None:
    result = judged(OR_TEXT, {"missing": RECORDED}, PLANNED)
    assert result.truth.value == "true"
    assert not any(evidence.contrary for evidence in result.evidence)


def test_a_text_that_only_plans_can_be_asked_for() -> None:
    clause = {**LOCATED, "or_text": {"concept": "action.located", "status": "planned"}}
    assert truth(clause, {"missing": ABSENT}, PLANNED) == "true"
    assert truth(clause, {"missing": ABSENT}, AFFIRMED) == "false"


def test_evidence_is_the_value_as_it_stood_in_the_source() -> None:
    (evidence,) = judged(LOCATED, {"missing": {"located_at": "2025-05-02 02:00"}}).evidence
    assert (evidence.path, evidence.value) == ("missing.located_at", "2025-05-02 02:00")


def test_what_rests_on_absence_says_what_was_searched() -> None:
    assert judged(OR_TEXT, {"missing": BLANK}).scope == "1 narrative entry"
