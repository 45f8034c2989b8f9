from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from builders import a_criterion, a_rubric
from caseaudit.checks.registry import CHECK_KINDS
from caseaudit.reading.located_yaml import load_file
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.file_model import RubricFile
from caseaudit.rubric.model import Criterion
from caseaudit.rubric.schema import rubric_schema

SCHEMA = rubric_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FILES = sorted(path for path in shipped("rubrics").glob("**/*.yaml") if "language" not in path.parts)


def wrong(data: object) -> list[str]:
    return [".".join(map(str, error.absolute_path)) for error in VALIDATOR.iter_errors(data)]


def test_it_is_valid_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: "-".join(path.with_suffix("").parts[-2:]))
def test_every_shipped_rubric_and_part_fits(path: Path) -> None:
    assert wrong(load_file(path).data) == []


def test_every_check_kind_and_every_key_is_in_it() -> None:
    kinds = {
        definition["properties"]["check"]["const"]
        for definition in SCHEMA["$defs"].values()
        if "check" in definition.get("properties", {})
    }
    assert kinds == set(CHECK_KINDS)
    assert set(SCHEMA["$defs"]["RubricFile"]["properties"]) == {
        field.alias or name for name, field in RubricFile.model_fields.items()
    }
    assert set(SCHEMA["$defs"]["Criterion"]["properties"]) == set(Criterion.model_fields)


def test_keys_carry_what_they_mean() -> None:
    within = SCHEMA["$defs"]["Within"]["properties"]
    assert "duration" in within["limit"]["description"]
    assert SCHEMA["$defs"]["Criterion"]["properties"]["text"]["description"] == "What good looks like, in full."


@pytest.mark.parametrize(
    ("overrides", "place"),
    [
        ({"sevrity": "high"}, "criteria.0"),
        ({"severity": "grave"}, "criteria.0.severity"),
        ({"test": {"check": "record", "field": "x"}}, "criteria.0.test"),
        ({"test": {"check": "recorded"}}, "criteria.0.test"),
        ({"examples": [{"outcome": "good"}]}, "criteria.0.examples.0.outcome"),
        ({"remedy": ...}, "criteria.0"),
    ],
)
def test_mistakes_are_marked(overrides: Any, place: Any) -> None:
    assert wrong(a_rubric(criteria=[a_criterion(**overrides)])) == [place]
    assert wrong({"criteria": [a_criterion(**overrides)]}) == [place]


def test_a_setting_may_stand_where_a_value_may_and_an_id_may_not_be_one() -> None:
    test = {"check": "recorded", "field": "child.age", "is": {"at_most": "$limit"}}
    assert wrong(a_rubric(criteria=[a_criterion(test=test, severity="$how_bad")])) == []
    assert wrong(a_rubric(criteria=[a_criterion(criterion="$id")])) == ["criteria.0.id"]
