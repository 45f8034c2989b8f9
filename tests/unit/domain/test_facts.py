"""Reading by path: absent, blank, future and recorded stay apart, and evidence is found again in the source."""

from __future__ import annotations

from typing import Any

import pytest

from caseaudit.domain.case_file import CaseFile, Child
from caseaudit.domain.facts import (
    State,
    age_at,
    compile_path,
    future_times,
    problem_with,
    raw_at,
    read,
    record_of_list,
    unused_keys,
)
from caseaudit.domain.fields import is_record
from caseaudit.domain.moment import parse_as_of, parse_moment

AS_OF = parse_as_of("2025-05-23")


def a_case(**fields: Any) -> CaseFile:
    return CaseFile.read({"case_id": "C1", "case_type": "missing", **fields})


def states(case: CaseFile, path: str) -> list[tuple[str, State]]:
    return [(reading.path, reading.state) for reading in read(compile_path(path), case, "", AS_OF)]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({}, State.ABSENT),
        ({"located_at": None}, State.BLANK),
        ({"located_at": "N/A"}, State.BLANK),
        ({"located_at": "2025-05-23T23:59"}, State.RECORDED),
        ({"located_at": "2025-05-24T00:00"}, State.FUTURE),
    ],
)
def test_the_four_states_of_a_field(missing: dict[str, Any], expected: State) -> None:
    assert states(a_case(missing={"recorded_as": "missing", **missing}), "missing.located_at") == [
        ("missing.located_at", expected)
    ]


def test_a_field_of_an_absent_object_is_absent_and_of_a_blank_one_blank() -> None:
    assert states(a_case(), "missing.located_at") == [("missing", State.ABSENT)]
    assert states(a_case(missing=None), "missing.located_at") == [("missing", State.BLANK)]


def test_a_list_step_reads_every_item() -> None:
    case = a_case(attendances=[{"deployed_at": "2025-05-01T10:00"}, {"deployed_at": None}, {}])
    assert states(case, "attendances[].deployed_at") == [
        ("attendances[0].deployed_at", State.RECORDED),
        ("attendances[1].deployed_at", State.BLANK),
        ("attendances[2].deployed_at", State.ABSENT),
    ]
    assert states(a_case(attendances=[]), "attendances[].deployed_at") == [("attendances", State.BLANK)]


def test_a_time_that_is_due_later_is_no_event_that_has_not_happened() -> None:
    case = a_case(flags=[{"review_due": "2025-09-01", "placed_at": "2025-09-01"}])
    assert states(case, "flags[].review_due")[0][1] is State.RECORDED
    assert states(case, "flags[].placed_at")[0][1] is State.FUTURE
    assert future_times(case, AS_OF) == 1


def test_ethnicity_points_at_the_field_that_decided_it() -> None:
    case = a_case(children=[{"ethnicity_self": "", "ethnicity_observed": "IC3"}])
    assert states(case, "children[].ethnicity") == [("children[0].ethnicity_observed", State.RECORDED)]


def test_the_raw_value_is_found_by_the_path_of_the_evidence() -> None:
    raw = {"children": [{"ethnicity": " w1 "}], "missing": {"risk_grade": "High"}}
    assert raw_at(raw, "children[0].ethnicity") == " w1 "
    assert raw_at(raw, "missing.risk_grade") == "High"
    assert raw_at(raw, "children[3].ethnicity") is None
    assert raw_at(raw, "nowhere.at[0].all") is None


@pytest.mark.parametrize(
    ("born", "at", "age"),
    [
        ("2015-05-23", "2025-05-22T10:00", 9),
        ("2015-05-23", "2025-05-23T00:00", 10),
        ("2012-02-29", "2025-02-28T10:00", 12),
        ("2012-02-29", "2025-03-01T10:00", 13),
    ],
)
def test_age_is_counted_in_whole_years_to_the_day(born: str, at: str, age: int) -> None:
    child = Child.model_validate({"date_of_birth": born, "age": 99})
    assert age_at(child, parse_moment(at)) == age


def test_without_a_date_of_birth_the_recorded_age_counts() -> None:
    assert age_at(Child.model_validate({"age": 7}), None) == 7
    assert age_at(Child.model_validate({}), parse_moment("2025-05-23")) is None


def test_keys_that_the_format_does_not_know_are_named_without_indices() -> None:
    case = a_case(beat="14", children=[{"nickname": "x"}, {"nickname": "y"}], missing={"pin": 1})
    assert sorted(set(unused_keys(case))) == ["beat", "children[].nickname", "missing.pin"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing.located_at", None),
        ("attendances[].deployed_at", None),
        ("child.ethnicity", None),
        ("missing.found_at", "no field 'found_at'"),
        ("attendances.deployed_at", "is a list"),
        ("title[]", "is not a list"),
        ("title.words", "has no fields of its own"),
        ("person.role", "has no meaning here"),
    ],
)
def test_a_path_in_a_rubric_is_checked(path: str, says: str | None) -> None:
    problem = problem_with(path, bound={"child": Child})
    if says is None:
        assert problem is None
    else:
        assert problem is not None
        assert says in problem[0]


def test_the_items_of_a_list_are_known() -> None:
    record = record_of_list("meetings[].actions", bound={})
    assert record is not None
    assert record.__name__ == "Action"
    assert record_of_list("title", bound={}) is None


def test_times_that_have_not_happened_are_counted_wherever_they_stand() -> None:
    later, before = "2025-05-24T09:00", "2025-05-23T09:00"
    case = a_case(
        reported_at=before,
        closed_at=later,
        flags=[{"placed_at": later, "review_due": later}, {"placed_at": None}],
        missing={"previous_episodes": [{"reported_at": later, "located_at": before}]},
        unknown={"at": later},
    )
    assert future_times(case, AS_OF) == 3


def test_records_are_told_from_other_values() -> None:
    case = a_case(children=[{"age": 3}], officer_in_case={"accreditations": ["PIP2"]})
    assert is_record(case)
    assert is_record((case.children or ())[0])
    for value in (None, "x", {}, case.children, CaseFile):
        assert not is_record(value)
