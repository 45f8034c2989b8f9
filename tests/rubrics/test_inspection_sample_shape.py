"""What anybody who opens `samples/inspection-2025` may rely on before a single criterion is judged."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "inspection-2025"
OUTPUTS = ("case-files.jsonl", "incidents.jsonl", "expected.json")
OUTCOMES = {"met", "partly_met", "not_met", "not_applicable", "cannot_assess"}

# Places of the inspected force's area and the largest cities: an invented narrative has no business naming any.
REAL_PLACES = [
    "Staffordshire",
    "Stoke",
    "Stafford",
    "Lichfield",
    "Tamworth",
    "Cannock",
    "Burslem",
    "Hanley",
    "Leek",
    "Uttoxeter",
    "Rugeley",
    "Stone",
    "Keele",
    "Newcastle",
    "London",
    "Birmingham",
    "Manchester",
    "Liverpool",
    "Leeds",
    "Sheffield",
    "Bristol",
    "Nottingham",
    "Leicester",
    "Coventry",
    "Wolverhampton",
    "Derby",
    "Cardiff",
    "Swansea",
    "Glasgow",
    "Edinburgh",
    "Belfast",
    "Bradford",
    "Rotherham",
    "Rochdale",
    "Oxford",
    "Telford",
    "Trent",
]


def _cases(name: str) -> list[dict[str, Any]]:
    text = (SAMPLE / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


CASE_FILES = _cases("case-files.jsonl")
INCIDENTS = _cases("incidents.jsonl")
ENTRIES = [entry for case in CASE_FILES + INCIDENTS for entry in case["narrative"]]
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    again = tmp_path / "inspection-2025"
    shutil.copytree(SAMPLE, again, ignore=shutil.ignore_patterns(*OUTPUTS, "__pycache__"))
    subprocess.run([sys.executable, str(again / "make.py")], check=True, cwd=tmp_path)
    for name in OUTPUTS:
        assert (again / name).read_bytes() == (SAMPLE / name).read_bytes(), name


@pytest.mark.parametrize("name", OUTPUTS)
def test_files_are_utf8_with_plain_line_ends(name: str) -> None:
    data = (SAMPLE / name).read_bytes()
    data.decode("utf-8")
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")


def test_as_many_cases_as_the_inspection_reviewed() -> None:
    assert len(CASE_FILES) == 48
    assert len(INCIDENTS) == 10
    assert {case["case_type"] for case in INCIDENTS} == {"concern_for_safety"}


def test_ids_are_unique() -> None:
    cases = [case["case_id"] for case in CASE_FILES + INCIDENTS]
    entries = [entry["entry_id"] for entry in ENTRIES]
    children = [child["child_id"] for case in CASE_FILES + INCIDENTS for child in case["children"]]
    people = [person["person_id"] for case in CASE_FILES + INCIDENTS for person in case["people"]]
    for ids in (cases, entries, children, people):
        assert len(ids) == len(set(ids))


def test_references_lead_somewhere() -> None:
    for case in CASE_FILES + INCIDENTS:
        children = {child["child_id"] for child in case["children"]}
        subjects = children | {person["person_id"] for person in case["people"]}
        assert {flag["subject_id"] for flag in case["flags"]} <= subjects
        assert {referral["child_id"] for referral in case["referrals"]} <= children | {None}
        assert {child for notice in case["notices"] for child in notice["child_ids"]} <= children


def test_no_two_narratives_are_alike() -> None:
    words = [set(re.findall(r"\w{3,}", entry["text"].lower())) for entry in ENTRIES]
    for (one, first), (two, second) in combinations(zip(ENTRIES, words, strict=True), 2):
        share = len(first & second) / max(1, len(first | second))
        assert share < 0.35, (one["entry_id"], two["entry_id"])


def test_every_case_has_a_child_and_a_narrative_of_at_most_six_entries() -> None:
    for case in CASE_FILES + INCIDENTS:
        assert case["children"], case["case_id"]
        assert 1 <= len(case["narrative"]) <= 6, case["case_id"]
        for entry in case["narrative"]:
            assert len(entry["text"].split()) <= 250, entry["entry_id"]


def test_no_real_place_is_named() -> None:
    places = re.compile(rf"\b({'|'.join(REAL_PLACES)})\b", re.IGNORECASE)
    known_words = {"stone", "leek", "oxford"}
    for case in CASE_FILES + INCIDENTS:
        text = json.dumps(case, ensure_ascii=False)
        found = {match.lower() for match in places.findall(text)} - known_words
        assert not found, (case["case_id"], found)


def test_events_come_in_order() -> None:
    for case in CASE_FILES + INCIDENTS:
        if case["closed_at"] is not None:
            assert case["reported_at"] < case["closed_at"] <= "2025-05-23T23:59:59", case["case_id"]
        assert all(entry["recorded_at"] >= case["reported_at"] for entry in case["narrative"]), case["case_id"]
        times = [entry["recorded_at"].removesuffix("Z") for entry in case["narrative"]]
        assert times == sorted(times), case["case_id"]
        for attendance in case["attendances"]:
            known = [attendance[key] for key in ("requested_at", "deployed_at", "arrived_at") if attendance[key]]
            assert known == sorted(known), case["case_id"]
        for child in case["children"]:
            assert child["seen_at"] is None or child["seen_at"] <= "2025-05-23T23:59:59", case["case_id"]


def test_ages_agree_with_dates_of_birth() -> None:
    for case in CASE_FILES + INCIDENTS:
        year, month, day = (int(part) for part in case["reported_at"][:10].split("-"))
        for child in case["children"]:
            if child["date_of_birth"]:
                born = [int(part) for part in child["date_of_birth"].split("-")]
                assert child["age"] == year - born[0] - ((month, day) < (born[1], born[2])), child["child_id"]
                assert 0 <= child["age"] <= 17, child["child_id"]


@pytest.mark.parametrize(("name", "cases"), [("case-files.jsonl", CASE_FILES), ("incidents.jsonl", INCIDENTS)])
def test_expected_counts_add_up_to_the_cases(name: str, cases: list[dict[str, Any]]) -> None:
    expected = EXPECTED["files"][name]
    assert expected["cases"] == len(cases)
    assert sum(expected["case_types"].values()) == len(cases)
    assert set(expected["by_case"]) == {case["case_id"] for case in cases}
    for criterion, counts in expected["criteria"].items():
        assert set(counts) == OUTCOMES
        assert sum(counts.values()) == len(cases), criterion


def test_the_report_s_own_counts_are_named() -> None:
    counts = {row["name"]: (row["count"], row["of"]) for row in EXPECTED["report"]}
    assert counts["ethnicity not recorded"] == (17, 48)
    assert counts["disability not recorded"] == (27, 48)
    assert counts["victim-blaming language"] == (4, 48)
    assert counts["domestic abuse: living conditions not recorded"] == (6, 6)
    assert counts["concern for safety, should have been missing"] == (2, 10)


def test_no_online_file_has_a_disability_flag() -> None:
    online = [case for case in CASE_FILES if case["case_type"] == "online_child_sexual_exploitation"]
    assert len(online) == 6
    kinds = {flag["kind"] for case in online for flag in case["flags"]}
    assert not [kind for kind in kinds if re.search(r"disab|sen|autis|need", kind)], kinds


def test_every_exploitation_team_file_has_a_strategy_meeting_and_some_have_no_flag() -> None:
    types = {"child_sexual_exploitation", "child_criminal_exploitation"}
    team = [case for case in CASE_FILES if case["case_type"] in types]
    assert len(team) == 8
    assert all("strategy_meeting" in {meeting["kind"] for meeting in case["meetings"]} for case in team)
    assert 0 < sum(not case["flags"] for case in team) < 8


def test_the_same_child_can_be_followed_across_cases() -> None:
    refs = [child["person_ref"] for case in CASE_FILES + INCIDENTS for child in case["children"]]
    assert len(refs) > len(set(refs))
