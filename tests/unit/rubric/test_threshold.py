"""A criterion's threshold in a rubric's file: how it is written, what makes no sense, and where it is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from builders import a_criterion, a_rubric, write_rubric
from caseaudit.errors import DefinitionError, Place
from caseaudit.reading.rubrics import load_rubric
from caseaudit.reporting.rubric_docs import rubric_pages
from caseaudit.reporting.rubric_views import whole_rubric
from caseaudit.rubric.lint import lint_criterion
from caseaudit.rubric.model import Criterion
from caseaudit.rubric.remark import KeyPath
from caseaudit.rubric.schema import rubric_schema

VALIDATOR = jsonschema.Draft202012Validator(rubric_schema())
PARTLY = {"check": "recorded", "field": "child.ethnicity", "is": ["officer_defined_only"]}
WITH_PARTLY = {"met": a_criterion()["test"], "partly_met": PARTLY}


def given(value: object, **overrides: Any) -> Criterion:
    return Criterion.model_validate(a_criterion(threshold=value, **overrides))


@pytest.mark.parametrize(
    ("value", "not_met", "short"),
    [
        ("10%", 10.0, None),
        ("0%", 0.0, None),
        ({"not_met": "33.3 %"}, 33.3, None),
        ({"short": "20%"}, None, 20.0),
        ({"not_met": "5%", "short": "20%"}, 5.0, 20.0),
    ],
)
def test_how_it_is_written(value: object, not_met: float | None, short: float | None) -> None:
    threshold = given(value).threshold
    assert threshold is not None
    assert (threshold.not_met, threshold.short) == (not_met, short)
    assert not list(VALIDATOR.iter_errors(a_rubric(criteria=[a_criterion(threshold=value)])))


@pytest.mark.parametrize(
    "value", [10, 0.1, "10", "101%", True, False, [], ["10%"], {}, {"not_met": None}, {"met": "10%"}, {"short": 5}]
)
def test_what_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        given(value)


@pytest.mark.parametrize("value", [10, 0.1, "10", True, ["10%"], {"met": "10%"}, {"short": 5}])
def test_an_editor_marks_it_too(value: object) -> None:
    assert list(VALIDATOR.iter_errors(a_rubric(criteria=[a_criterion(threshold=value)])))


def test_left_out_or_null_there_is_none() -> None:
    assert Criterion.model_validate(a_criterion()).threshold is None
    assert given(None).threshold is None


def here(path: KeyPath) -> Place:
    return Place(".".join(map(str, path)) or "criterion")


def told(value: object, **overrides: Any) -> list[str]:
    remarks = lint_criterion(given(value, **overrides), here, areas=["recording"])
    return [f"{remark.level.value} {remark.problem.where}: {remark.problem.found}" for remark in remarks]


@pytest.mark.parametrize("value", ["0%", "99.999999%", {"not_met": "19.9%", "short": "20%"}])
def test_a_sensible_one_leaves_nothing_to_say(value: object) -> None:
    assert told(value, test=WITH_PARTLY) == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("100%", "unfinished threshold.not_met: A threshold of 100% can never be exceeded"),
        ({"short": "100%"}, "unfinished threshold.short: A threshold of 100% can never be exceeded"),
        ({"not_met": "20%", "short": "20%"}, "unfinished threshold.not_met: The threshold of not_met never decides"),
        ({"not_met": "20%", "short": "5%"}, "unfinished threshold.not_met: The threshold of not_met never decides"),
    ],
)
def test_one_that_can_never_decide_is_told(value: object, says: str) -> None:
    (remark,) = told(value, test=WITH_PARTLY)
    assert remark.startswith(says)


def test_short_is_a_needless_word_where_nothing_is_partly_met() -> None:
    (remark,) = told({"short": "20%"})
    assert remark.startswith("notice threshold.short: A threshold counts what is short")


def test_what_only_a_person_can_judge_has_no_rate_to_hold() -> None:
    asked = {"check": "auditor", "question": "Was it well put?", "reads": ["outcome"]}
    shown = [{"outcome": "cannot_assess", "case": {"case_type": "ppn"}}]
    (remark,) = told("10%", test=asked, mode="auditor", examples=shown)
    assert remark.startswith("unfinished threshold: A threshold is given for what only a person can judge")


def test_a_force_sets_it_otherwise_in_a_rubric_it_extends(tmp_path: Path) -> None:
    names = ("stricter", "looser", "none", "as-it-was")
    criteria = [a_criterion(criterion=name, threshold="10%") for name in names]
    (tmp_path / "base").mkdir()
    write_rubric(tmp_path / "base" / "2025-01.yaml", a_rubric(rubric="base", criteria=criteria))
    (tmp_path / "ours").mkdir()
    head = "rubric: ours\nedition: 2026-01\ntitle: Ours\nextends: base@2025-01\n"
    ours = tmp_path / "ours" / "2026-01.yaml"
    change = "change:\n  stricter: {threshold: 5%}\n  looser: {threshold: $limit}\n  none: {threshold: null}\n"
    ours.write_text(head + change + "settings: {limit: 20%}\n", encoding="utf-8")
    rubric = load_rubric(ours)
    found = {one.id: one.threshold.in_words if one.threshold else None for one in rubric.criteria}
    assert found == {"stricter": "5% not met", "looser": "20% not met", "none": None, "as-it-was": "10% not met"}
    ours.write_text(head + "change:\n  stricter:\n    threshold: 5\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r":7:5: 5 has no percent sign\. Write a percentage such as 10%"):
        load_rubric(ours)


def test_it_is_shown_wherever_a_rubric_is(tmp_path: Path) -> None:
    path = write_rubric(
        tmp_path / "2025-01.yaml",
        a_rubric(criteria=[a_criterion(threshold={"not_met": "10%", "short": "33.3%"}, test=WITH_PARTLY)]),
    )
    rubric = load_rubric(path)
    (shown,) = json.loads(json.dumps(whole_rubric(rubric)))["criteria"]
    assert shown["threshold"] == {"not_met": "10%", "short": "33.3%"}
    page = rubric_pages(rubric, ())["criteria/ethnicity-recorded.md"]
    assert "| **Threshold** | 10% not met, 33.3% short of the assessed cases; above it a run fails |" in page
    path = write_rubric(tmp_path / "2025-01.yaml")
    assert "threshold" not in json.dumps(whole_rubric(load_rubric(path)))
    assert "Threshold" not in rubric_pages(load_rubric(path), ())["criteria/ethnicity-recorded.md"]
