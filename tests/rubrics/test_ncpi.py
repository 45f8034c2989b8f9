"""What a force may rely on in the inspection's rubric: that nothing of the catalogue is missing, hidden or moved."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache

import pytest

from caseaudit.checks.auditor import Auditor
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reading.rubrics import find_rubric, load_rubric
from caseaudit.reading.shipped import shipped
from caseaudit.rubric.model import Criterion, Rubric

AREAS = {
    "L": ("leadership", 10),
    "P": ("partners", 11),
    "R": ("response", 31),
    "A": ("risk-assessment", 24),
    "I": ("investigation", 38),
}
"""Letter of the catalogue -> (area, how many findings it has)."""
CATALOGUE = [f"{letter}{number:02}" for letter, (_, count) in AREAS.items() for number in range(1, count + 1)]

ONLY_A_PERSON = {
    *("L05", "L08", "L10", "P08", "P11", "R08", "R16", "R17", "R19", "A23", "I02", "I07", "I19", "I24", "I28"),
}
"""The findings that the catalogue leaves to human judgement alone."""
NOTHING_TO_READ = 2
"""How many more have neither a field nor a wording that software could look for; a new one has to be argued for."""

DIP_SAMPLE = {
    "ethnicity-recorded": ("L01",),
    "disability-recorded": ("L02",),
    "disability-consistent": ("L03",),
    "no-victim-blaming-language": ("L06",),
    "missing-recorded-correctly": ("R01",),
    "missing-record-complete": ("R02",),
    "child-still-missing": (),
    "return-interview": ("R10",),
    "designated-officer-oversight": ("R12",),
    "prompt-deployment": ("R14",),
    "police-protection-within-72h": ("R13",),
    "ppn-submitted": ("R20",),
    "body-worn-video-used": ("R22",),
    "voice-of-child-recorded": ("R23",),
    "demeanour-recorded": ("R24",),
    "appearance-recorded": ("R25",),
    "living-conditions-recorded": ("R26",),
    "warning-flag-on-child": ("A01",),
    "warning-flag-on-person-posing-risk": ("A02",),
    "flags-reviewed": ("A03",),
    "risk-assessment-completed": ("A05",),
    "operation-encompass-notified": ("P01",),
    "operation-encompass-before-next-school-day": ("P02",),
    "referral-made": ("I16",),
    "information-shared-with-social-care": ("A15",),
    "strategy-meeting-held": ("A16", "I15"),
    "allocated-to-trained-investigator": ("I01",),
    "child-death-led-by-specialist": ("I04",),
    "suspect-identifiers-pursued": ("I11",),
    "other-children-considered": ("I12",),
    "suspect-with-child-contact-no-action": (),
    "lines-of-enquiry-complete": ("I18",),
    "victim-seen-promptly": ("I08",),
    "devices-secured": ("I10",),
    "images-on-caid": ("I14",),
    "supervisor-review-7-days": ("I21",),
    "supervisor-review-28-days": ("I22",),
    "inspector-review-56-days": ("I23",),
    "victim-needs-assessment": ("I29",),
}
"""The fixed ids of the monthly sample, with what they stand for in the catalogue."""
OF_THE_SAMPLE_ALONE = {"child-still-missing", "suspect-with-child-contact-no-action"}

ESCALATE = {
    "child-still-missing",
    "missing-recorded-correctly",
    "police-protection-within-72h",
    "referral-made",
    "strategy-meeting-held",
    "victim-seen-promptly",
    "suspect-with-child-contact-no-action",
}
NOTICE = ["L01", "L02", "L03", "L06", "R23", "R24", "R25", "R26", "P04", "P09", "A13"]
LEDGER = {"P10", "I37"}
"""Questions to the record of audits."""


@cache
def _rubric(name: str) -> Rubric:
    return load_rubric(find_rubric(f"{name}@2025-12"))


def _ids_of(criteria: tuple[Criterion, ...]) -> list[str]:
    return [criterion.id for criterion in criteria]


def _refs_of(criteria: tuple[Criterion, ...]) -> list[str]:
    return [ref for criterion in criteria for ref in criterion.refs]


def _auditor_only() -> list[dict[str, str]]:
    path = shipped("rubrics") / "ncpi" / "2025-12" / "auditor-only.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert reader.fieldnames == ["criterion", "ref", "missing"]
    return rows


def test_113_criteria_cover_every_finding_of_the_catalogue_once() -> None:
    criteria = _rubric("ncpi").criteria
    assert len(criteria) == len(set(_ids_of(criteria))) == 113
    assert len(CATALOGUE) == 114
    assert Counter(_refs_of(criteria)) == Counter(CATALOGUE)


def test_only_the_strategy_meeting_stands_for_two_findings() -> None:
    several = {criterion.id: criterion.refs for criterion in _rubric("ncpi").criteria if len(criterion.refs) != 1}
    assert several == {"strategy-meeting-held": ("A16", "I15")}


def test_every_criterion_stands_in_the_area_of_its_finding() -> None:
    wrong = {c.id: (c.area, c.refs) for c in _rubric("ncpi").criteria if c.area != AREAS[c.refs[0][0]][0]}
    assert not wrong
    areas = {criterion.id: criterion.area for criterion in _rubric("ncpi").criteria}
    assert areas["strategy-meeting-held"] == "risk-assessment"
    assert areas["referral-made"] == "investigation"


def test_the_rubric_judges_in_the_five_areas_of_the_inspection() -> None:
    assert [area.id for area in _rubric("ncpi").areas] == [area for area, _ in AREAS.values()]


def test_nothing_is_left_to_a_person_that_is_not_accounted_for() -> None:
    listed = _auditor_only()
    auditor = [criterion for criterion in _rubric("ncpi").criteria if criterion.mode == "auditor"]
    assert len(listed) == NOTHING_TO_READ
    assert Counter(_refs_of(tuple(auditor))) == Counter([*ONLY_A_PERSON, *(row["ref"] for row in listed)])


def test_the_list_of_what_is_left_to_a_person_names_what_is_missing() -> None:
    by_id = {criterion.id: criterion for criterion in _rubric("ncpi").criteria}
    for row in _auditor_only():
        assert by_id[row["criterion"]].refs == (row["ref"],)
        assert by_id[row["criterion"]].mode == "auditor"
        assert row["missing"].strip(), row


def test_whoever_must_judge_is_asked_a_question_and_given_something_to_read() -> None:
    for criterion in _rubric("ncpi").criteria:
        check = criterion.test.met
        if not isinstance(check, Auditor):
            continue
        assert check.question.endswith("?"), criterion.id
        if criterion.applies_to.asks == "file":
            assert check.reads, criterion.id
            assert check.concepts, criterion.id


def test_questions_to_the_ledger_are_asked_of_no_file() -> None:
    asked = {ref for c in _rubric("ncpi").criteria if c.applies_to.asks == "ledger" for ref in c.refs}
    assert asked == LEDGER


@pytest.mark.parametrize(("name", "refs"), DIP_SAMPLE.items())
def test_fixed_ids_of_the_monthly_sample(name: str, refs: tuple[str, ...]) -> None:
    sample = {criterion.id: criterion for criterion in _rubric("dip-sample").criteria}
    assert sample[name].refs == refs
    if name not in OF_THE_SAMPLE_ALONE:
        whole = {criterion.id: criterion for criterion in _rubric("ncpi").criteria}
        assert sample[name] == whole[name]


def test_the_monthly_sample_holds_nothing_else() -> None:
    assert Counter(_ids_of(_rubric("dip-sample").criteria)) == Counter(list(DIP_SAMPLE))


def test_a_notice_is_asked_what_its_auditors_ask() -> None:
    criteria = _rubric("ppn").criteria
    assert Counter(_refs_of(criteria)) == Counter(NOTICE)
    whole = set(_ids_of(_rubric("ncpi").criteria))
    assert set(_ids_of(criteria)) <= whole


def test_a_child_who_may_be_unsafe_now_escalates_and_nothing_else_does() -> None:
    found = {
        criterion.id
        for name in ("ncpi", "dip-sample", "ppn")
        for criterion in _rubric(name).criteria
        if criterion.escalate
    }
    assert found == ESCALATE
    assert {c.id for c in _rubric("ncpi").criteria if c.escalate} == ESCALATE - OF_THE_SAMPLE_ALONE
    assert {c.id for c in _rubric("dip-sample").criteria if c.escalate} == ESCALATE


@pytest.mark.parametrize("name", ["ncpi", "dip-sample", "ppn"])
def test_every_criterion_shows_what_meets_it_and_what_does_not(name: str) -> None:
    for criterion in _rubric(name).criteria:
        shown = {example.outcome for example in criterion.examples}
        if criterion.applies_to.asks == "ledger":
            assert shown == {Outcome.NOT_APPLICABLE}, criterion.id
        elif criterion.mode == "auditor":
            assert Outcome.CANNOT_ASSESS in shown, criterion.id
            assert not shown & {Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET}, criterion.id
        else:
            assert {Outcome.MET, Outcome.NOT_MET} <= shown, criterion.id


def test_criteria_are_written_for_a_reader() -> None:
    for criterion in _rubric("ncpi").criteria:
        assert len(criterion.title) <= 90, criterion.id
        assert not criterion.title.endswith("."), criterion.id
        assert criterion.text.strip().endswith((".", "?")), criterion.id
        assert criterion.remedy.strip().endswith("."), criterion.id
        assert criterion.source.checked == "2026-11-22", criterion.id
