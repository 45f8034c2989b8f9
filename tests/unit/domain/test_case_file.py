"""The case file keeps what the export said: absent, blank and recorded are three facts, and nothing is lost."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.vocabulary import CaseType, ChildRole


def a_case(**fields: Any) -> CaseFile:
    return CaseFile.read({"case_id": "C1", "case_type": "missing", **fields})


def test_only_the_id_and_the_type_are_required() -> None:
    assert a_case().case_type is CaseType.MISSING
    for missing in ("case_id", "case_type"):
        data = {"case_id": "C1", "case_type": "missing"}
        del data[missing]
        with pytest.raises(ValidationError, match=missing):
            CaseFile.read(data)


@pytest.mark.parametrize("blank", [None, "", "  ", "-", ".", "N/A", "NULL", "U/K", []])
def test_a_blank_is_there_and_an_absent_key_is_not(blank: object) -> None:
    case = a_case(missing={"located_at": blank})
    assert case.missing is not None
    assert case.missing.located_at is None
    assert "located_at" in case.missing.model_fields_set
    assert "risk_grade" not in case.missing.model_fields_set


@pytest.mark.parametrize("blank", [None, "", "N/A", []])
def test_a_blank_list_is_there_and_empty(blank: object) -> None:
    case = a_case(flags=blank)
    assert not case.flags
    assert "flags" in case.model_fields_set


@pytest.mark.parametrize("written", ["Domestic Abuse", "domestic-abuse", " DOMESTIC_ABUSE "])
def test_a_picklist_value_is_read_as_people_write_it(written: str) -> None:
    assert CaseFile.read({"case_id": "1", "case_type": written}).case_type is CaseType.DOMESTIC_ABUSE


def test_an_unlisted_value_of_a_picklist_is_an_error_at_its_place() -> None:
    with pytest.raises(ValidationError) as caught:
        a_case(children=[{"role": "victim"}, {"role": "bystander"}])
    assert caught.value.errors()[0]["loc"] == ("children", 1, "role")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("reported_at",), "31/02/2025"),
        (("reported_at",), "2025-02-30"),
        (("reported_at",), "0001-01-01"),
        (("reported_at",), 45000),
        (("children",), "two"),
        (("children",), [{"age": "about nine"}]),
        (("children",), [{"age": -1}]),
        (("narrative",), [{"text": 7}]),
        (("narrative",), ["text"]),
        (("attendances",), [{"body_worn_video": "perhaps"}]),
    ],
)
def test_a_wrong_type_is_an_error_that_names_its_place(path: tuple[str, ...], value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        a_case(**{path[0]: value})
    assert caught.value.errors()[0]["loc"][0] == path[0]


def test_unknown_keys_are_kept_on_every_level() -> None:
    case = a_case(beat="14", children=[{"child_id": "A", "nickname": "x"}])
    assert case.model_extra == {"beat": "14"}
    assert case.children is not None
    assert case.children[0].model_extra == {"nickname": "x"}


def test_numbers_serve_as_ids() -> None:
    case = CaseFile.read({"case_id": 123, "case_type": "ppn", "children": [{"child_id": 7}]})
    assert case.case_id == "123"
    assert case.children is not None
    assert case.children[0].child_id == "7"


def test_it_is_frozen_and_keeps_the_source() -> None:
    case = a_case(children=[{"role": "Victim", "ethnicity": " w1 "}])
    with pytest.raises(ValidationError):
        case.title = "x"
    assert case.raw["children"][0]["ethnicity"] == " w1 "
    assert case.children is not None
    assert case.children[0].role is ChildRole.VICTIM


def test_earlier_episodes_may_be_bare_times() -> None:
    case = a_case(missing={"previous_episodes": ["2025-01-03", {"reported_at": "2025-02-01T22:00"}]})
    assert case.missing is not None
    assert case.missing.previous_episodes is not None
    assert [str(e.reported_at.local_date) for e in case.missing.previous_episodes if e.reported_at] == [
        "2025-01-03",
        "2025-02-01",
    ]


def test_every_field_of_every_object_says_what_it_is() -> None:
    files = [Path(inspect.getfile(cls)) for cls in (CaseFile, Entry)]
    silent = [
        f"{cls.name}.{node.target.id}"
        for file in files
        for cls in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(cls, ast.ClassDef)
        for node, following in zip(cls.body, [*cls.body[1:], None], strict=True)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if node.target.id not in {"FORMAT", "_raw"}
        if not (isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant))
    ]
    assert silent == []
