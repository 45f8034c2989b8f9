"""Every example of every shipped rubric, and every edge of the monthly sample's criteria, judged as an audit would."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.examples import ExampleResult, run_example
from caseaudit.reading.judgements import load_judgement
from caseaudit.reading.rubrics import editions, find_rubric, load_rubric
from caseaudit.rubric.model import Criterion, Example, Judgement


def _shipped() -> list[str]:
    return [f"{name}@{file.stem}" for name, files in editions().items() for file in files]


def _examples() -> list[Any]:
    """Every example once: a criterion that several rubrics include with the same settings is the same criterion."""
    seen: set[tuple[str, str]] = set()
    found = []
    for rubric in _shipped():
        for criterion in load_rubric(find_rubric(rubric)).criteria:
            key = (criterion.id, criterion.model_dump_json())
            if key in seen:
                continue
            seen.add(key)
            found.extend(
                pytest.param(rubric, criterion.id, number, id=f"{rubric}-{criterion.id}-{number + 1}")
                for number in range(len(criterion.examples))
            )
    return found


@cache
def _judgement(rubric: str) -> Judgement:
    return load_judgement([rubric])


def _criterion(judgement: Judgement, name: str) -> Criterion:
    return next(criterion for criterion in judgement.criteria if criterion.id == name)


def _told(result: ExampleResult) -> str:
    clauses = "\n".join(
        f"{'  ' * depth}{rung} [{clause.truth.value}] {clause.label}: {clause.because}"
        for depth, rung, clause in result.clauses
    )
    return f"{result.criterion}: expected {result.expected}, got {result.got}: {result.reason}\n{clauses}"


@pytest.mark.parametrize(("rubric", "criterion", "number"), _examples())
def test_an_example_comes_out_as_it_says(rubric: str, criterion: str, number: int) -> None:
    judgement = _judgement(rubric)
    judged = _criterion(judgement, criterion)
    result = run_example(judgement, judged, judged.examples[number])
    assert result.holds, _told(result)


MET, PARTLY, NOT_MET = Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET
NA, OPEN = Outcome.NOT_APPLICABLE, Outcome.CANNOT_ASSESS


def child(**more: Any) -> dict[str, Any]:
    return {"children": [{"child_id": "A", **more}]}


def missing(**more: Any) -> dict[str, Any]:
    return {"case_type": "missing", "missing": {"recorded_as": "missing", **more}}


def protection(**more: Any) -> dict[str, Any]:
    return {"case_type": "police_protection", "police_protection": {"taken_at": "2025-05-01T21:00", **more}}


def sent(*attendances: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_type": "police_protection",
        "attendances": [{"requested_at": "2025-05-01T21:00", **a} for a in attendances],
    }


def abuse(**more: Any) -> dict[str, Any]:
    return {"case_type": "domestic_abuse", "reported_at": "2025-05-02T20:10", **more}


def neglect(**more: Any) -> dict[str, Any]:
    return {"case_type": "child_abuse_or_neglect", "reported_at": "2025-05-01T10:00", **more}


def online(**more: Any) -> dict[str, Any]:
    return {"case_type": "online_child_sexual_exploitation", "investigation": more}


def exploited(**more: Any) -> dict[str, Any]:
    return {"case_type": "child_criminal_exploitation", **child(role="victim"), **more}


def investigated(start: str = "2025-05-01T10:00", *, closed: str | None = None, **more: Any) -> dict[str, Any]:
    return neglect(investigation={"allocated_at": start}, closed_at=closed, **more)


def reviewed(*days: str, rank: str = "Sergeant") -> list[dict[str, str]]:
    return [{"rank": rank, "reviewed_at": day} for day in days]


TWO = [{"child_id": "A", "age": 9}, {"child_id": "B", "age": 12}]
FLAG = {"kind": "CCE", "subject_id": "A", "placed_at": "2025-04-01", "removed_at": None, "review_due": "2025-05-23"}
AUTISTIC = "The child has a diagnosis of autism and attends a special school."
VOICE = 'Amira (9) told me "they shout every night and I hide under the bed". '
SEEMED = "The child was tearful and clung to her mother throughout. "
LOOKED = "The child was clean and dressed in pyjamas, with no visible injuries. "
SUSPECT = {"person_id": "P1", "role": "suspect", "child_contact": True}

EDGES: list[tuple[str, Outcome, dict[str, Any], dict[str, Any]]] = [
    # Each: criterion, outcome, case file, and what else (text, as_of) the edge needs.
    *[
        ("ethnicity-recorded", MET, child(ethnicity_self=code), {})
        for code in ("W1", "m1", "A9", "W3", "O2", "White - British")
    ],
    *[("ethnicity-recorded", MET, child(ethnicity=code), {}) for code in ("WBRI", "MWBC")],
    *[
        ("ethnicity-recorded", NOT_MET, child(ethnicity_self=code), {})
        for code in ("NS", "Unknown", "NOBT", "ZZ9", "-", 1)
    ],
    *[("ethnicity-recorded", NOT_MET, child(ethnicity_observed=code), {}) for code in ("IC0", "IC7", "IC9")],
    ("ethnicity-recorded", PARTLY, child(ethnicity_observed="IC3"), {}),
    ("ethnicity-recorded", PARTLY, child(ethnicity_self="NS", ethnicity_reason="Child too young to be asked"), {}),
    ("ethnicity-recorded", PARTLY, child(ethnicity_self="REFU"), {}),
    ("ethnicity-recorded", OPEN, {"children": []}, {}),
    ("ethnicity-recorded", OPEN, {}, {}),
    ("ethnicity-recorded", NOT_MET, {"children": [{"ethnicity_self": "W1"}, {"ethnicity_self": ""}]}, {}),
    ("ethnicity-recorded", NOT_MET, child(ethnicity_self=""), {"text": "The child is White British."}),
    ("disability-recorded", MET, child(disability="No"), {}),
    ("disability-recorded", MET, child(disability="Yes", disability_detail="hearing"), {}),
    ("disability-recorded", PARTLY, child(disability="Yes", disability_detail=None), {}),
    ("disability-recorded", PARTLY, child(disability="Not known"), {}),
    ("disability-recorded", NOT_MET, child(disability=None), {}),
    ("disability-recorded", NOT_MET, child(disability=""), {"text": AUTISTIC}),
    ("disability-recorded", OPEN, child(age=9), {}),
    ("disability-consistent", MET, child(disability="Yes", disability_detail="autism"), {"text": AUTISTIC}),
    ("disability-consistent", MET, child(disability="No", sen="E"), {"text": AUTISTIC}),
    (
        "disability-consistent",
        MET,
        {**child(disability="No"), "flags": [{"kind": "SEND", "subject_id": "A", "removed_at": None}]},
        {"text": AUTISTIC},
    ),
    ("disability-consistent", PARTLY, {**child(disability="Not known", sen=None), "flags": []}, {"text": AUTISTIC}),
    ("disability-consistent", NOT_MET, {**child(disability="No", sen=None), "flags": []}, {"text": AUTISTIC}),
    ("disability-consistent", NOT_MET, {**child(disability="", sen=None), "flags": []}, {"text": AUTISTIC}),
    ("disability-consistent", NA, child(disability=""), {"text": "The child was at home with his aunt."}),
    ("no-victim-blaming-language", NA, {}, {}),
    ("no-victim-blaming-language", MET, {}, {"text": "Attended the address and spoke to the child alone."}),
    ("no-victim-blaming-language", NOT_MET, {}, {"text": "She is putting herself at risk by meeting older males."}),
    ("no-victim-blaming-language", PARTLY, {}, {"text": "Mum says she is promiscuous and always out."}),
    ("missing-recorded-correctly", MET, missing(whereabouts_known=False), {}),
    *[
        (
            "missing-recorded-correctly",
            outcome,
            {"case_type": "concern_for_safety", "missing": {"recorded_as": "concern_for_safety", **known}},
            {},
        )
        for outcome, known in (
            (MET, {"whereabouts_known": True}),
            (NOT_MET, {"whereabouts_known": False}),
            (OPEN, {"whereabouts_known": None}),
            (OPEN, {}),
        )
    ],
    ("missing-recorded-correctly", NA, abuse(), {}),
    (
        "missing-record-complete",
        NOT_MET,
        {**missing(risk_grade=None, reported_at=None, located_at=None), "narrative": []},
        {},
    ),
    (
        "missing-record-complete",
        MET,
        missing(risk_grade="high", reported_at="2025-05-01T21:00", located_at="2025-05-02"),
        {"text": "Did not come home from school."},
    ),
    (
        "missing-record-complete",
        PARTLY,
        missing(risk_grade=None, reported_at="2025-05-01T21:00", located_at="2025-05-02"),
        {"text": "Did not come home from school."},
    ),
    ("child-still-missing", MET, missing(located_at="2025-05-23T23:59"), {}),
    ("child-still-missing", NOT_MET, missing(located_at="2025-05-24T00:00"), {}),
    ("child-still-missing", NOT_MET, missing(located_at=""), {}),
    ("child-still-missing", OPEN, missing(), {}),
    ("child-still-missing", NA, abuse(), {}),
    ("return-interview", MET, missing(located_at="2025-05-02T02:00", prevention_interview_at="2025-05-02T02:00"), {}),
    (
        "return-interview",
        PARTLY,
        missing(located_at="2025-05-02", prevention_interview_at=None, return_interview_offered_at="2025-05-03"),
        {},
    ),
    (
        "return-interview",
        PARTLY,
        missing(located_at="2025-05-02", prevention_interview_at="2025-05-24", return_interview_offered_at=None),
        {},
    ),
    (
        "return-interview",
        NOT_MET,
        missing(located_at="2025-05-02", prevention_interview_at=None, return_interview_offered_at=None),
        {},
    ),
    ("return-interview", NA, missing(located_at=None, prevention_interview_at=None), {}),
    *[
        (
            "designated-officer-oversight",
            outcome,
            protection(designated_officer_rank=rank, designated_officer_at=at),
            {},
        )
        for outcome, rank, at in (
            (MET, "Inspector", "2025-05-01T21:40"),
            (MET, "Chief Inspector", "2025-05-01T21:40"),
            (PARTLY, "DI", None),
            (NOT_MET, "Sergeant", "2025-05-01T21:40"),
            (NOT_MET, "", "2025-05-01T21:40"),
            (NOT_MET, None, None),
        )
    ],
    ("designated-officer-oversight", OPEN, protection(ended_at="2025-05-02"), {}),
    ("prompt-deployment", MET, sent({"deployed_at": "2025-05-01T22:00"}), {}),
    ("prompt-deployment", PARTLY, sent({"deployed_at": "2025-05-01T22:00:01"}), {}),
    ("prompt-deployment", PARTLY, sent({"deployed_at": "2025-05-01T23:00"}), {}),
    ("prompt-deployment", NOT_MET, sent({"deployed_at": "2025-05-01T23:00:01"}), {}),
    ("prompt-deployment", NOT_MET, sent({"deployed_at": None, "arrived_at": None}), {}),
    ("prompt-deployment", MET, sent({"arrived_at": "2025-05-01T21:59"}), {}),
    ("prompt-deployment", MET, sent({"deployed_at": None, "arrived_at": "2025-05-01T22:00"}), {}),
    ("police-protection-within-72h", MET, protection(ended_at="2025-05-04T21:00"), {}),
    ("police-protection-within-72h", NOT_MET, protection(ended_at="2025-05-04T21:00:01"), {}),
    ("police-protection-within-72h", NOT_MET, protection(ended_at=None), {}),
    ("police-protection-within-72h", NA, protection(ended_at=None), {"as_of": "2025-05-04T21:00"}),
    ("police-protection-within-72h", NOT_MET, protection(ended_at=None), {"as_of": "2025-05-04T21:01"}),
    ("police-protection-within-72h", OPEN, protection(designated_officer_rank="DI"), {}),
    (
        "ppn-submitted",
        MET,
        abuse(children=TWO, notices=[{"kind": "ppn", "submitted_at": "2025-05-02", "child_ids": ["A", "B"]}]),
        {},
    ),
    (
        "ppn-submitted",
        PARTLY,
        abuse(children=TWO, notices=[{"kind": "ppn", "submitted_at": "2025-05-02", "child_ids": ["B"]}]),
        {},
    ),
    ("ppn-submitted", NOT_MET, abuse(children=TWO, notices=[]), {}),
    (
        "ppn-submitted",
        NOT_MET,
        abuse(children=TWO, notices=[{"kind": "ppn", "submitted_at": None, "child_ids": ["A", "B"]}]),
        {},
    ),
    ("ppn-submitted", OPEN, abuse(children=TWO), {}),
    ("ppn-submitted", OPEN, abuse(children=[], notices=[]), {}),
    *[
        ("body-worn-video-used", outcome, abuse(attendances=[{"body_worn_video": one} for one in used]), {})
        for outcome, used in (
            (MET, [True]),
            (MET, [False, True]),
            (NOT_MET, [False]),
            (NOT_MET, [False, None]),
            (OPEN, [None]),
            (OPEN, [None, None]),
        )
    ],
    ("voice-of-child-recorded", MET, abuse(**child(age=9)), {"text": VOICE + SEEMED}),
    ("voice-of-child-recorded", MET, abuse(**child(age=9)), {"text": VOICE + LOOKED}),
    ("voice-of-child-recorded", PARTLY, abuse(**child(age=9)), {"text": VOICE}),
    ("voice-of-child-recorded", PARTLY, abuse(**child(age=9)), {"text": SEEMED + LOOKED}),
    ("voice-of-child-recorded", MET, abuse(**child(age=1)), {"text": SEEMED + LOOKED}),
    ("voice-of-child-recorded", PARTLY, abuse(**child(age=1)), {"text": SEEMED}),
    ("voice-of-child-recorded", PARTLY, abuse(**child(age=2)), {"text": SEEMED + LOOKED}),
    (
        "voice-of-child-recorded",
        NOT_MET,
        abuse(**child(age=9)),
        {"text": "Voice of the child obtained. PPN submitted."},
    ),
    ("voice-of-child-recorded", NOT_MET, abuse(**child(age=9)), {"text": "Attended the address."}),
    ("voice-of-child-recorded", OPEN, abuse(**child(age=9)), {}),
    ("voice-of-child-recorded", NA, {"case_type": "child_death"}, {"text": "Attended the address."}),
    ("voice-of-child-recorded", NA, {"case_type": "other"}, {"text": "Attended the address."}),
    ("voice-of-child-recorded", NA, missing(located_at=None), {"text": "Not seen since school."}),
    ("voice-of-child-recorded", NOT_MET, missing(located_at="2025-05-02"), {"text": "Attended the address."}),
    *[
        (name, outcome, {"case_type": kind}, {"text": text})
        for name, good in (
            ("demeanour-recorded", SEEMED),
            ("appearance-recorded", LOOKED),
            ("living-conditions-recorded", "The house was clean and tidy, and there was food in the fridge."),
        )
        for kind, outcome, text in (
            ("domestic_abuse", MET, good),
            ("child_abuse_or_neglect", MET, good),
            ("police_protection", NOT_MET, "Attended the address."),
            ("concern_for_safety", NOT_MET, "Attended the address."),
            ("missing", NA, "Attended the address."),
        )
    ],
    ("warning-flag-on-child", MET, exploited(flags=[FLAG]), {}),
    ("warning-flag-on-child", PARTLY, exploited(flags=[{**FLAG, "review_due": "2025-05-22", "reviewed_at": None}]), {}),
    ("warning-flag-on-child", PARTLY, exploited(flags=[{**FLAG, "removed_at": "2025-05-01"}]), {}),
    ("warning-flag-on-child", NOT_MET, exploited(flags=[{**FLAG, "kind": "Violent to staff"}]), {}),
    ("warning-flag-on-child", NOT_MET, exploited(flags=[{**FLAG, "subject_id": "P1"}]), {}),
    ("warning-flag-on-child", NOT_MET, exploited(flags=[]), {}),
    ("warning-flag-on-child", OPEN, exploited(), {}),
    ("warning-flag-on-child", NA, neglect(**child(role="victim"), flags=[]), {}),
    *[
        ("warning-flag-on-person-posing-risk", outcome, exploited(people=people, flags=flags), {})
        for outcome, people, flags in (
            (MET, [SUSPECT], [{**FLAG, "kind": "Sex offender", "subject_id": "P1"}]),
            (PARTLY, [SUSPECT], [{**FLAG, "kind": "RSO", "subject_id": "P1", "removed_at": "2025-05-01"}]),
            (NOT_MET, [SUSPECT], [FLAG]),
            (NA, [{"person_id": "P1", "role": "parent"}], []),
        )
    ],
    *[
        ("flags-reviewed", outcome, neglect(flags=flags), {})
        for outcome, flags in (
            (MET, [{"placed_at": "2024-11-23", "reviewed_at": "2024-11-23"}]),
            (MET, [{"placed_at": "2024-11-23", "reviewed_at": None, "removed_at": "2025-01-01"}]),
            (
                PARTLY,
                [
                    {"placed_at": "2024-11-23", "reviewed_at": "2025-01-01"},
                    {"placed_at": "2024-11-23", "reviewed_at": None, "removed_at": None},
                ],
            ),
            (NOT_MET, [{"placed_at": "2024-11-23", "reviewed_at": None, "removed_at": None}]),
            (NA, [{"placed_at": "2024-11-24", "reviewed_at": None, "removed_at": None}]),
            (NA, []),
        )
    ],
    *[
        ("risk-assessment-completed", outcome, abuse(risk_assessments=assessments), {})
        for outcome, assessments in (
            (MET, [{"kind": "DARA", "completed_at": "2025-05-02"}]),
            (PARTLY, [{"kind": "dash", "started_at": "2025-05-02", "completed_at": None}]),
            (NOT_MET, [{"kind": "thrive", "completed_at": "2025-05-02"}]),
            (NOT_MET, []),
        )
    ],
    ("risk-assessment-completed", OPEN, abuse(), {}),
    *[
        ("operation-encompass-notified", outcome, abuse(children=children, referrals=referrals), {})
        for outcome, children, referrals in (
            (MET, TWO, [{"to": "operation_encompass", "made_at": "2025-05-03", "child_id": one} for one in "AB"]),
            (PARTLY, TWO, [{"to": "operation_encompass", "made_at": "2025-05-03", "child_id": "B"}]),
            (NOT_MET, TWO, []),
            (NOT_MET, [{"child_id": "A", "age": 4}], []),
            (NOT_MET, [{"child_id": "A", "age": 17}], []),
            (NA, [{"child_id": "A", "age": 3}], []),
            (NA, [{"child_id": "A", "age": 18}], []),
            (OPEN, [{"child_id": "A", "age": None}], []),
            (OPEN, [{"child_id": "A"}], []),
        )
    ],
    *[
        (
            "operation-encompass-before-next-school-day",
            outcome,
            abuse(children=TWO[:1], referrals=[{"to": "operation_encompass", "made_at": made, "child_id": "A"}]),
            {"as_of": as_of},
        )
        for outcome, made, as_of in (
            (MET, "2025-05-06T08:59", "2025-05-23"),
            (PARTLY, "2025-05-06T09:00", "2025-05-23"),
            (PARTLY, "2025-05-06T23:59", "2025-05-23"),
            (NOT_MET, "2025-05-07T00:00", "2025-05-23"),
            (NOT_MET, None, "2025-05-23"),
            (NA, None, "2025-05-05"),
        )
    ],
    *[
        ("referral-made", outcome, neglect(**case), {"text": text} if text else {})
        for outcome, case, text in (
            (MET, {"referrals": [{"to": "mash", "made_at": "2025-05-01", "outcome": "No further action"}]}, None),
            (MET, {"referrals": [{"to": "children_social_care", "made_at": "2025-05-01"}]}, None),
            (PARTLY, {"referrals": [{"to": "mash", "made_at": None}]}, None),
            (PARTLY, {"referrals": [{"to": "mash", "made_at": "2025-05-24"}]}, None),
            (NOT_MET, {"referrals": [{"to": "nrm", "made_at": "2025-05-01"}]}, None),
            (NOT_MET, {"referrals": []}, None),
            (NOT_MET, {"referrals": [], "notices": [{"kind": "ppn", "submitted_at": "2025-05-01"}]}, "PPN submitted."),
            (OPEN, {}, None),
        )
    ],
    ("referral-made", NA, abuse(referrals=[]), {}),
    *[
        ("information-shared-with-social-care", outcome, neglect(referrals=referrals), {})
        for outcome, referrals in (
            (MET, [{"to": "mash", "made_at": "2025-05-02T23:59", "outcome": "section 47"}]),
            (PARTLY, [{"to": "mash", "made_at": "2025-05-03T00:00", "outcome": "section 47"}]),
            (PARTLY, [{"to": "mash", "made_at": "2025-05-02", "outcome": None}]),
            (NOT_MET, []),
        )
    ],
    *[
        ("strategy-meeting-held", outcome, {"case_type": kind, "meetings": meetings}, {})
        for kind in ("child_criminal_exploitation", "child_abuse_or_neglect", "police_protection", "child_death")
        for outcome, meetings in (
            (MET, [{"kind": "strategy_meeting", "held_at": "2025-05-23"}]),
            (PARTLY, [{"kind": "strategy_meeting", "held_at": "2025-05-24"}]),
            (PARTLY, [{"kind": "strategy_meeting", "held_at": None}]),
            (NOT_MET, [{"kind": "professionals", "held_at": "2025-05-02"}]),
            (NOT_MET, []),
        )
    ],
    ("strategy-meeting-held", NA, abuse(meetings=[]), {}),
    *[
        ("allocated-to-trained-investigator", outcome, neglect(investigation=one, **more), {})
        for outcome, one, more in (
            (MET, {"allocated_role": "Detective Constable, PIP2"}, {}),
            (MET, {"allocated_role": "PC", "allocated_team": "Child Protection"}, {}),
            (MET, {"allocated_role": "DC"}, {"officer_in_case": {"accreditations": ["SCAIDP"]}}),
            (PARTLY, {"allocated_role": "Trainee detective constable"}, {}),
            (NOT_MET, {"allocated_role": "Response officer"}, {}),
            (NOT_MET, {"allocated_role": ""}, {}),
            (OPEN, {"allocated_at": "2025-05-01"}, {}),
        )
    ],
    ("allocated-to-trained-investigator", NA, neglect(), {}),
    *[
        (
            "child-death-led-by-specialist",
            outcome,
            {"case_type": "child_death", "officer_in_case": officer},
            {"text": text},
        )
        for outcome, officer, text in (
            (MET, {"role": "Child protection DI", "rank": "DI", "accreditations": []}, "Attended hospital."),
            (MET, {"role": "SIO", "rank": "DCI", "accreditations": ["SUDC trained SIO"]}, "Attended hospital."),
            (NOT_MET, {"role": "Duty sergeant", "rank": "PS", "accreditations": []}, "Attended hospital."),
        )
    ],
    *[
        ("suspect-identifiers-pursued", outcome, online(suspect_identifiers=listed), {"text": "The file was read."})
        for outcome, listed in (
            (MET, [{"kind": "username", "researched_at": "2025-05-03"}]),
            (PARTLY, [{"kind": "username", "researched_at": "2025-05-03"}, {"kind": "bank", "researched_at": None}]),
            (NOT_MET, [{"kind": "phone", "researched_at": None}]),
            (NA, []),
        )
    ],
    (
        "suspect-identifiers-pursued",
        NA,
        {"case_type": "online_child_sexual_exploitation"},
        {"text": "The file was read."},
    ),
    ("other-children-considered", MET, online(other_children_considered=True), {}),
    ("other-children-considered", NOT_MET, online(other_children_considered=False), {}),
    ("other-children-considered", NOT_MET, online(other_children_considered=None), {"text": "The file was read."}),
    ("other-children-considered", OPEN, online(allocated_at="2025-05-01"), {"text": "The file was read."}),
    (
        "other-children-considered",
        NOT_MET,
        exploited(people=[SUSPECT], investigation={"suspect_identified": True, "other_children_considered": False}),
        {},
    ),
    (
        "other-children-considered",
        NA,
        exploited(people=[], investigation={"suspect_identified": False, "other_children_considered": False}),
        {},
    ),
    *[
        ("suspect-with-child-contact-no-action", outcome, neglect(people=people, **case), {})
        for outcome, people, case in (
            (MET, [SUSPECT], {"investigation": {"arrest_at": "2025-05-23"}, "referrals": []}),
            (MET, [SUSPECT], {"police_protection": {"taken_at": "2025-05-02"}, "referrals": []}),
            (MET, [SUSPECT], {"referrals": [{"to": "mash", "made_at": "2025-05-02"}]}),
            (PARTLY, [SUSPECT], {"investigation": {"arrest_at": "2025-05-24"}, "referrals": []}),
            (NOT_MET, [SUSPECT], {"investigation": {"arrest_at": None}, "referrals": []}),
            (NA, [{**SUSPECT, "child_contact": False}], {"referrals": []}),
            (NA, [{**SUSPECT, "role": "parent"}], {"referrals": []}),
        )
    ],
    *[
        ("lines-of-enquiry-complete", outcome, neglect(closed_at=closed, investigation={"lines_of_enquiry": lines}), {})
        for outcome, closed, lines in (
            (MET, "2025-05-10", [{"status": "completed"}]),
            (MET, "2025-05-10", []),
            (NOT_MET, "2025-05-10", [{"status": "completed"}, {"status": "open"}]),
            (NOT_MET, "2025-05-10", [{"status": "not_pursued"}]),
            (NA, None, [{"status": "open"}]),
            (NA, "2025-05-24", [{"status": "open"}]),
        )
    ],
    *[
        (
            "victim-seen-promptly",
            outcome,
            neglect(**child(role="victim"), investigation={"victim_seen_at": at}),
            {"as_of": day},
        )
        for outcome, at, day in (
            (MET, "2025-05-02T10:00", "2025-05-23"),
            (PARTLY, "2025-05-02T10:00:01", "2025-05-23"),
            (PARTLY, "2025-05-04T10:00", "2025-05-23"),
            (NOT_MET, "2025-05-04T10:00:01", "2025-05-23"),
            (NOT_MET, None, "2025-05-23"),
            (NA, None, "2025-05-02T10:00"),
        )
    ],
    ("victim-seen-promptly", NA, neglect(**child(role="witness"), investigation={"victim_seen_at": None}), {}),
    ("victim-seen-promptly", OPEN, neglect(**child(role="victim"), investigation={"allocated_at": "2025-05-01"}), {}),
    *[
        ("devices-secured", outcome, online(devices=devices), {})
        for outcome, devices in (
            (MET, [{"seized_at": "2025-05-02"}]),
            (PARTLY, [{"seized_at": None}]),
            (PARTLY, [{"seized_at": "2025-05-24"}]),
            (NOT_MET, []),
            (NOT_MET, None),
        )
    ],
    ("devices-secured", OPEN, online(allocated_at="2025-05-01"), {}),
    *[
        ("images-on-caid", outcome, online(images_recovered=found, caid_uploaded_at=uploaded), {"text": text})
        for outcome, found, uploaded, text in (
            (MET, True, "2025-05-20", "The file was read."),
            (PARTLY, True, None, "Images to be uploaded to CAID when the download is back."),
            (NOT_MET, True, "", "The file was read."),
            (NOT_MET, True, None, "The file was read."),
            (NA, False, None, "The file was read."),
        )
    ],
    *[
        ("supervisor-review-7-days", outcome, investigated(reviews=reviews, closed=closed), {"as_of": day})
        for outcome, reviews, closed, day in (
            (MET, reviewed("2025-05-08T23:59"), None, "2025-05-23"),
            (PARTLY, reviewed("2025-05-09T00:00"), None, "2025-05-23"),
            (NOT_MET, reviewed("2025-05-10T00:00"), None, "2025-05-23"),
            (NOT_MET, [], None, "2025-05-23"),
            (NOT_MET, reviewed("2025-05-05", rank="PC"), None, "2025-05-23"),
            (NA, [], None, "2025-05-08"),
            (NA, [], "2025-05-08T12:00", "2025-05-23"),
        )
    ],
    *[
        ("supervisor-review-28-days", outcome, investigated("2025-03-01", reviews=reviews, closed=closed), {})
        for outcome, reviews, closed in (
            (MET, reviewed("2025-03-08", "2025-04-05", "2025-05-03"), None),
            (PARTLY, reviewed("2025-03-07", "2025-04-05", "2025-05-03"), None),
            (NOT_MET, reviewed("2025-03-06", "2025-04-05", "2025-05-03"), None),
            (MET, reviewed("2025-03-08", "2025-04-05"), "2025-04-06"),
            (NA, reviewed("2025-03-08"), "2025-04-05"),
            (NA, reviewed("2025-04-25"), None),
            (NA, [], None),
        )
    ],
    *[
        (
            "inspector-review-56-days",
            outcome,
            investigated("2025-03-01", reviews=reviews, closed=closed),
            {"as_of": day},
        )
        for outcome, reviews, closed, day in (
            (MET, reviewed("2025-04-26T23:59", rank="Detective Inspector"), None, "2025-05-23"),
            (PARTLY, reviewed("2025-04-27T00:00", rank="DI"), None, "2025-05-23"),
            (NOT_MET, reviewed("2025-04-28", rank="DI"), None, "2025-05-23"),
            (NOT_MET, reviewed("2025-04-20", rank="DS"), None, "2025-05-23"),
            (NA, [], None, "2025-04-26"),
            (NA, [], "2025-04-26T12:00", "2025-05-23"),
        )
    ],
    *[
        (
            "victim-needs-assessment",
            outcome,
            neglect(**child(role=role), investigation={"victim_needs_assessment_at": at}),
            {"text": "The file was read."},
        )
        for outcome, role, at in (
            (MET, "victim", "2025-05-03"),
            (PARTLY, "victim", "2025-05-24"),
            (NOT_MET, "victim", None),
            (NA, "witness", None),
        )
    ],
]


@pytest.mark.parametrize(
    ("criterion", "expected", "case", "more"),
    [pytest.param(*edge, id=f"{edge[0]}-{edge[1].value}-{number}") for number, edge in enumerate(EDGES)],
)
def test_an_edge_of_the_monthly_sample(
    criterion: str, expected: Outcome, case: dict[str, Any], more: dict[str, Any]
) -> None:
    judgement = _judgement("dip-sample@2025-12")
    result = run_example(judgement, _criterion(judgement, criterion), Example(outcome=expected, case=case, **more))
    assert result.holds, _told(result)


def test_every_criterion_of_the_monthly_sample_has_its_edges() -> None:
    assert {criterion.id for criterion in _judgement("dip-sample@2025-12").criteria} == {edge[0] for edge in EDGES}


ESCALATING = {
    "child-still-missing",
    "missing-recorded-correctly",
    "police-protection-within-72h",
    "referral-made",
    "strategy-meeting-held",
    "victim-seen-promptly",
    "suspect-with-child-contact-no-action",
}


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge[0]}-{edge[1].value}")
def test_only_what_is_not_met_and_may_leave_a_child_unsafe_escalates(edge: tuple[Any, ...]) -> None:
    criterion, expected, case, more = edge
    judgement = _judgement("dip-sample@2025-12")
    result = run_example(judgement, _criterion(judgement, criterion), Example(outcome=expected, case=case, **more))
    assert result.finding is not None
    assert result.finding.escalate == (criterion in ESCALATING and result.got is NOT_MET)
