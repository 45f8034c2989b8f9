from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth

MEETING = {"check": "exists", "of": "meetings", "where": {"kind": "strategy_meeting", "held_at": "recorded"}}
HELD = {"kind": "strategy_meeting", "held_at": "2025-05-02T14:00"}
PLANNED = {"kind": "strategy_meeting", "held_at": None}
OTHER = {"kind": "marac", "held_at": "2025-05-02"}


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([HELD], "true"),
        ([OTHER, HELD], "true"),
        ([PLANNED], "false"),
        ([OTHER], "false"),
        ([], "false"),
        (None, "false"),
        (..., "unknown"),
        ([{"kind": "strategy_meeting"}], "unknown"),
        ([{"kind": "strategy_meeting", "held_at": "2025-05-24"}], "false"),
    ],
    ids=["held", "one of two", "planned", "another kind", "empty", "blank", "absent list", "absent time", "future"],
)
def test_a_related_object_that_fits(meetings: Any, expected: Any) -> None:
    assert truth(MEETING, {"meetings": meetings}) == expected


def test_how_many_may_be_said() -> None:
    at_least = {**MEETING, "at_least": 2}
    none = {**MEETING, "at_least": 0, "at_most": 0}
    assert [truth(at_least, {"meetings": [HELD] * count}) for count in (1, 2, 3)] == ["false", "true", "true"]
    assert [truth(none, {"meetings": [HELD] * count}) for count in (0, 1)] == ["true", "false"]
    assert truth(none, {"meetings": [{"kind": "strategy_meeting"}]}) == "unknown"
    assert truth(at_least, {"meetings": [HELD, {"kind": "strategy_meeting"}]}) == "unknown"


OR_TEXT = {**MEETING, "or_text": {"concept": "action.strategy_meeting"}}


@pytest.mark.parametrize(
    ("meetings", "status", "expected"),
    [
        ([HELD], "negated", "true"),
        ([], "affirmed", "true"),
        ([PLANNED], "affirmed", "true"),
        ([], "negated", "false"),
        ([], "planned", "false"),
        (..., "affirmed", "true"),
        (..., "negated", "false"),
        (..., "other", "unknown"),
    ],
)
def test_the_text_speaks_where_nothing_that_fits_is_listed(meetings: Any, status: Any, expected: Any) -> None:
    assert truth(OR_TEXT, {"meetings": meetings}, said("action.strategy_meeting", status)) == expected


def test_a_listed_meeting_that_the_text_denies_is_shown_with_what_denies_it() -> None:
    result = judged(OR_TEXT, {"meetings": [HELD]}, said("action.strategy_meeting", "negated"))
    assert result.truth.value == "true"
    assert [evidence.contrary for evidence in result.evidence] == [False, False, True]


VIDEO = {
    "check": "exists",
    "of": "attendances",
    "where": {"body_worn_video": True},
    "settled_by": "body_worn_video",
    "or_text": {"concept": "action.body_worn_video"},
}


@pytest.mark.parametrize(
    ("attendances", "status", "expected"),
    [
        ([{"body_worn_video": False}, {"body_worn_video": True}], None, "true"),
        ([{"body_worn_video": False}, {"body_worn_video": None}], "affirmed", "false"),
        ([{"body_worn_video": None}], None, "unknown"),
        ([{"body_worn_video": None}], "affirmed", "true"),
        ([{"body_worn_video": None}], "negated", "false"),
        ([], "affirmed", "true"),
    ],
    ids=["any true", "false settles it", "all blank", "blank, text yes", "blank, text no", "none listed, text yes"],
)
def test_a_settling_field_leaves_the_matter_open_only_while_it_is_blank_everywhere(
    attendances: Any, status: Any, expected: Any
) -> None:
    mentions = [said("action.body_worn_video", status)] if status else []
    assert truth(VIDEO, {"attendances": attendances}, *mentions) == expected


def test_what_was_not_found_says_what_was_looked_for_and_where() -> None:
    result = judged({**MEETING, "named": "a strategy meeting that was held"}, {"meetings": []})
    assert result.because == "no strategy meeting that was held is recorded (meetings: none)"
    assert result.evidence[0].path == "meetings"
