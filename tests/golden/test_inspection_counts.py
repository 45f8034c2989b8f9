"""The main job on the sample gives the published inspection's own counts, and every other count that the sample intends."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from caseaudit.__main__ import main

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "inspection-2025"
EXPECTED = json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))
OUTCOMES = ("met", "partly_met", "not_met", "not_applicable", "cannot_assess")
WORST = ("not_met", "partly_met", "cannot_assess", "met", "not_applicable")


@cache
def results_of(name: str, folder: Path) -> dict[str, Any]:
    out = folder / f"{name}.json"
    if not out.exists():
        code = main(["run", str(SAMPLE / name), "--as-of", "2025-05-23", f"--{folder.name}", "--quiet", "-o", str(out)])
        assert code == 0
    found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session", params=["quick", "thorough"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the results at one depth of reading, named for it."""
    found = tmp_path_factory.mktemp("inspection") / str(request.param)
    found.mkdir()
    return found


def outcome_of(case: dict[str, Any], criterion: str) -> str:
    outcomes = {finding["outcome"] for finding in case["findings"] if finding["criterion"] == criterion}
    return next(outcome for outcome in WORST if outcome in outcomes)


# The counts that the inspection report gives, as the contract lists them: (file, case type or None, criterion,
# outcomes, count, of).
REPORT = [
    ("case-files.jsonl", None, "ethnicity-recorded", ("not_met",), 17, 48),
    ("case-files.jsonl", None, "disability-recorded", ("not_met",), 27, 48),
    ("case-files.jsonl", None, "no-victim-blaming-language", ("not_met",), 4, 48),
    ("case-files.jsonl", "online_child_sexual_exploitation", "disability-consistent", ("not_met",), 3, 6),
    ("case-files.jsonl", "online_child_sexual_exploitation", "strategy-meeting-held", ("not_met",), 6, 6),
    ("case-files.jsonl", "online_child_sexual_exploitation", "referral-made", ("not_met",), 6, 6),
    ("case-files.jsonl", "online_child_sexual_exploitation", "allocated-to-trained-investigator", ("not_met",), 6, 6),
    ("case-files.jsonl", "online_child_sexual_exploitation", "suspect-identifiers-pursued", ("not_met",), 6, 6),
    ("case-files.jsonl", "online_child_sexual_exploitation", "other-children-considered", ("not_met",), 6, 6),
    ("case-files.jsonl", "domestic_abuse", "ppn-submitted", ("met",), 6, 6),
    ("case-files.jsonl", "domestic_abuse", "body-worn-video-used", ("not_met",), 2, 6),
    ("case-files.jsonl", "domestic_abuse", "voice-of-child-recorded", ("partly_met",), 4, 6),
    ("case-files.jsonl", "domestic_abuse", "demeanour-recorded", ("not_met",), 4, 6),
    ("case-files.jsonl", "domestic_abuse", "appearance-recorded", ("not_met",), 4, 6),
    ("case-files.jsonl", "domestic_abuse", "living-conditions-recorded", ("not_met",), 6, 6),
    ("case-files.jsonl", "police_protection", "designated-officer-oversight", ("met",), 6, 6),
    ("case-files.jsonl", "police_protection", "prompt-deployment", ("partly_met", "not_met"), 4, 6),
    ("incidents.jsonl", None, "missing-recorded-correctly", ("not_met",), 2, 10),
    ("incidents.jsonl", None, "missing-recorded-correctly", ("met",), 8, 10),
]


@pytest.mark.parametrize(("name", "case_type", "criterion", "outcomes", "count", "of"), REPORT)
def test_the_reports_own_counts(
    folder: Path, name: str, case_type: str | None, criterion: str, outcomes: tuple[str, ...], count: int, of: int
) -> None:
    cases = [case for case in results_of(name, folder)["cases"] if case_type in (None, case["case_type"])]
    assert len(cases) == of
    assert sum(outcome_of(case, criterion) in outcomes for case in cases) == count


def test_in_every_other_file_these_criteria_are_met_or_do_not_apply(folder: Path) -> None:
    about = {(kind, criterion) for name, kind, criterion, *_ in REPORT if name == "case-files.jsonl"}
    criteria = {criterion for kind, criterion in about if kind is not None}
    cases = results_of("case-files.jsonl", folder)["cases"]
    stray = [
        (case["case_id"], criterion, outcome)
        for case in cases
        for criterion in sorted(criteria)
        if (case["case_type"], criterion) not in about
        and (outcome := outcome_of(case, criterion)) not in ("met", "not_applicable")
    ]
    assert stray == []
    counts = {c["criterion"]: c for c in results_of("case-files.jsonl", folder)["summary"]["criteria"]}
    for criterion in ("ethnicity-recorded", "disability-recorded", "no-victim-blaming-language"):
        assert (counts[criterion]["partly_met"], counts[criterion]["cannot_assess"]) == (0, 0)


def test_the_eight_exploitation_files_have_a_strategy_meeting_and_some_lack_a_flag(folder: Path) -> None:
    team = [
        case
        for case in results_of("case-files.jsonl", folder)["cases"]
        if case["case_type"] in ("child_sexual_exploitation", "child_criminal_exploitation")
    ]
    assert len(team) == 8
    assert {outcome_of(case, "strategy-meeting-held") for case in team} == {"met"}
    assert 0 < sum(outcome_of(case, "warning-flag-on-child") == "not_met" for case in team) < 8


@pytest.mark.parametrize("name", ["case-files.jsonl", "incidents.jsonl"])
def test_every_count_is_the_one_that_the_sample_intends(folder: Path, name: str) -> None:
    results, expected = results_of(name, folder), EXPECTED["files"][name]
    found = {c["criterion"]: {o: c[o] for o in OUTCOMES} for c in results["summary"]["criteria"]}
    wanted = {criterion: {o: counts.get(o, 0) for o in OUTCOMES} for criterion, counts in expected["criteria"].items()}
    assert found == wanted
    assert results["summary"]["cases"] == expected["cases"]
    assert results["summary"]["escalations"] == expected["escalations"]
    assert results["summary"]["faults"] == 0


@pytest.mark.parametrize("name", ["case-files.jsonl", "incidents.jsonl"])
def test_every_quote_stands_at_its_offsets(folder: Path, name: str) -> None:
    texts = {}
    for line in (SAMPLE / name).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        for index, entry in enumerate(case.get("narrative") or []):
            texts[case["case_id"], f"narrative[{index}].text"] = entry["text"]
    quotes = 0
    for case in results_of(name, folder)["cases"]:
        for finding in case["findings"]:
            for evidence in finding["evidence"]:
                if evidence["quote"] is not None:
                    quotes += 1
                    text = texts[case["case_id"], evidence["path"]]
                    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert quotes > 100 or name == "incidents.jsonl"


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for suffix in ("json", "jsonl", "xlsx"):
        first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        for out in (first, second):
            arguments = ["run", str(SAMPLE / "incidents.jsonl"), "--as-of", "2025-05-23", "--quiet", "-o", str(out)]
            assert main(arguments) == 0
        assert first.read_bytes() == second.read_bytes()
