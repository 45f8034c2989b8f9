from __future__ import annotations

from typing import Any

import pytest

from caseaudit.mapping.conditions import columns_of, holds
from caseaudit.mapping.model import Condition
from caseaudit.mapping.values import Blanks

ROW = {"ROLE": " Victim ", "AGE": 14.0, "MISPER": True, "NOTE": "Online contact\nsince May", "EMPTY": "N/A"}


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ({"column": "ROLE", "is": ["victim", "Subject"]}, True),
        ({"column": "ROLE", "is": "Suspect"}, False),
        ({"column": "ROLE", "is_not": ["Suspect"]}, True),
        ({"column": "ROLE", "is_not": ["VICTIM"]}, False),
        ({"column": "AGE", "is": [14]}, True),
        ({"column": "MISPER", "is": [True]}, True),
        ({"column": "EMPTY", "blank": True}, True),
        ({"column": "ROLE", "blank": True}, False),
        ({"column": "ROLE", "blank": False}, True),
        ({"column": "ABSENT", "blank": True}, True),
        ({"column": "ABSENT", "is_not": ["x"]}, True),
        ({"column": "NOTE", "matches": "online*may"}, True),
        ({"column": "NOTE", "matches": ["offline*", "*contact*"]}, True),
        ({"column": "NOTE", "matches": "online"}, False),
        ({"any": [{"column": "ROLE", "is": "x"}, {"column": "AGE", "is": "14"}]}, True),
        ({"all": [{"column": "ROLE", "is": "x"}, {"column": "AGE", "is": "14"}]}, False),
        ({"none": [{"column": "ROLE", "is": "x"}, {"column": "AGE", "is": "15"}]}, True),
        ({"none": [{"all": [{"column": "ROLE", "is": "victim"}, {"column": "AGE", "is": "14"}]}]}, False),
    ],
)
def test_conditions_look_at_a_row_as_people_do(condition: dict[str, Any], wanted: bool) -> None:
    assert holds(Condition.model_validate(condition), ROW.get, Blanks()) is wanted


def test_columns_of_nested_groups_are_all_named() -> None:
    condition = Condition.model_validate(
        {"any": [{"column": "A", "blank": True}, {"none": [{"column": "B", "is": "x"}]}]}
    )
    assert list(columns_of(condition)) == ["A", "B"]
    assert list(columns_of(None)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"column": "A"},
        {"is": ["x"]},
        {"column": "A", "is": ["x"], "blank": True},
        {"any": []},
        {"column": "A", "any": [{"column": "A", "is": "x"}]},
    ],
)
def test_a_condition_makes_exactly_one_test(condition: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"one test|at least 1"):
        Condition.model_validate(condition)
