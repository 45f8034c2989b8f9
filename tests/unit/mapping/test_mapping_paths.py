from __future__ import annotations

import pytest

from caseaudit.domain.case_file import CaseFile, Child
from caseaudit.domain.case_objects import Entry, Investigation
from caseaudit.errors import NamedValueError
from caseaudit.mapping.paths import Kind, field_at, fields_of, target, targets


def test_everything_that_the_case_file_holds_can_be_filled() -> None:
    into = set(targets())
    assert {"case", "children[]", "narrative[]", "meetings[].actions[]", "investigation.devices[]"} <= into
    assert {"missing.previous_episodes[]", "officer_in_case", "police_protection"} <= into
    for goal in targets().values():
        assert set(fields_of(goal.record)) == set(goal.record.model_fields) - {"source"}


def test_a_list_inside_list_items_says_which_list_is_around_it() -> None:
    assert target("meetings[].actions[]").around == "meetings[]"
    assert target("investigation.devices[]").around is None
    assert target("investigation").is_list is False


@pytest.mark.parametrize(
    ("record", "path", "kind"),
    [
        (CaseFile, "case_type", Kind.CHOICE),
        (CaseFile, "reported_at", Kind.TIME),
        (CaseFile, "children_present", Kind.YES_NO),
        (CaseFile, "officer_in_case.accreditations", Kind.TEXTS),
        (CaseFile, "missing.whereabouts_known", Kind.YES_NO),
        (Child, "age", Kind.NUMBER),
        (Child, "ethnicity_self", Kind.RAW),
        (Child, "names", Kind.TEXTS),
        (Entry, "text", Kind.TEXT),
        (Investigation, "arrest_at", Kind.TIME),
    ],
)
def test_the_kind_of_a_field_comes_from_the_format_itself(record: type, path: str, kind: Kind) -> None:
    assert field_at(record, path).kind is kind


@pytest.mark.parametrize(
    ("path", "told", "nearest"),
    [
        ("reported", "no field 'reported'", "reported_at"),
        ("children", "leads into a list of objects", None),
        ("children[].age", "leads into a list of objects", None),
        ("investigation", "is an object", None),
        ("officer_in_case.rnk", "no field 'rnk'", "rank"),
        ("title.words", "holds no fields", None),
        ("sorce_system", "no field 'sorce_system'", None),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_the_nearest_name(path: str, told: str, nearest: str | None) -> None:
    with pytest.raises(NamedValueError, match=told) as refused:
        field_at(CaseFile, path)
    assert refused.value.wanted
    assert refused.value.nearest == nearest


@pytest.mark.parametrize(
    ("into", "nearest"), [("children", "children[]"), ("investigation[]", "investigation"), ("childrn[]", "children[]")]
)
def test_a_target_that_does_not_exist_is_told_with_the_nearest(into: str, nearest: str) -> None:
    with pytest.raises(NamedValueError) as refused:
        target(into)
    assert refused.value.nearest == nearest
