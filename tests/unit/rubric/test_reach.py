"""How far criteria can be assessed with some of their fields: as the checks themselves would have it."""

from __future__ import annotations

import pytest

from caseaudit.reading.rubrics import find_rubric, load_rubric
from caseaudit.rubric.reach import TEXT, Reach, assessable, fields_read

DIP = {criterion.id: criterion for criterion in load_rubric(find_rubric("dip-sample")).criteria}


@pytest.mark.parametrize(
    ("name", "present", "reach", "missing"),
    [
        ("ethnicity-recorded", {"children[].ethnicity"}, Reach.FIELDS, ()),
        ("ethnicity-recorded", {TEXT}, Reach.NONE, ("children[].ethnicity_self",)),
        ("body-worn-video-used", {TEXT}, Reach.TEXT, ("attendances[].body_worn_video",)),
        ("body-worn-video-used", {"attendances[].body_worn_video"}, Reach.FIELDS, ()),
        ("no-victim-blaming-language", {"case_id"}, Reach.NONE, (TEXT,)),
        ("police-protection-within-72h", {"police_protection.taken_at"}, Reach.NONE, ("police_protection.ended_at",)),
        ("allocated-to-trained-investigator", set(), Reach.NONE, ("investigation.allocated_role",)),
        ("strategy-meeting-held", {"meetings[].kind", "meetings[].held_at"}, Reach.FIELDS, ()),
        (
            "supervisor-review-28-days",
            {"reviews[].rank", "reviews[].reviewed_at"},
            Reach.NONE,
            ("investigation.allocated_at",),
        ),
    ],
)
def test_what_is_there_says_how_far_it_goes(
    name: str, present: set[str], reach: Reach, missing: tuple[str, ...]
) -> None:
    found = assessable(DIP[name], present)
    assert (found.reach, found.missing) == (reach, missing)


@pytest.mark.parametrize("name", sorted(DIP))
def test_what_would_settle_it_does_and_nothing_less(name: str) -> None:
    found = assessable(DIP[name], {"case_id", "case_type"})
    assert found.settles is not None
    assert assessable(DIP[name], {"case_id", "case_type", *found.missing}).reach in (found.settles, Reach.FIELDS)
    for path in found.missing:
        fewer = {"case_id", "case_type", *found.missing} - {path}
        assert assessable(DIP[name], fewer).reach is not found.settles


@pytest.mark.parametrize("name", ["dip-sample", "ncpi", "ppn", "arthur"])
def test_with_every_field_that_is_read_all_can_be_assessed(name: str) -> None:
    criteria = load_rubric(find_rubric(name)).criteria
    everything = {path for each in criteria for path in fields_read(each)}
    assert {assessable(each, everything).reach for each in criteria} <= {
        Reach.FIELDS,
        Reach.TEXT,
        Reach.PERSON,
        Reach.LEDGER,
    }


def test_fields_read_are_paths_of_the_case_file() -> None:
    read = set(fields_read(DIP["prompt-deployment"]))
    assert read >= {"attendances[].requested_at", "attendances[].deployed_at", "attendances[].arrived_at"}
    assert set(fields_read(DIP["ethnicity-recorded"])) >= {"children[].ethnicity_self", "children[].ethnicity_observed"}
