"""Accepted exceptions and thresholds as a scheduled run meets them: outcomes stay, gates and exit codes follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23", "-j", "1")
BLANK_CHILD = {"child_id": "K1", "age": 9, "ethnicity_self": None}
GOOD = a_case_file(case_id="C-1")
BLANK = a_case_file(case_id="C-2", children=[BLANK_CHILD])
UNSEEN = a_case_file(
    case_id="C-3",
    children=[{**BLANK_CHILD, "ethnicity_self": "W1"}],
    investigation={"opened_at": "2025-05-01", "victim_seen_at": None},
)


def exceptions(folder: Path, *entries: tuple[str, str, str], name: str = "exceptions.yaml") -> str:
    rows = [
        {"case": case, "criterion": criterion, "reason": "Held on paper there", "author": "DI AB", "expires": expires}
        for case, criterion, expires in entries
    ]
    (folder / name).write_text(json.dumps({"exceptions": rows}), encoding="utf-8")
    return name


def outcome(folder: Path, case: str, criterion: str) -> Any:
    results = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    (found,) = [
        finding
        for one in results["cases"]
        for finding in one["findings"]
        if one["case_id"] == case and finding["criterion"] == criterion
    ]
    return found


def test_an_accepted_finding_fails_no_gate_and_stays_what_it_is(
    run: Run, export: Run, rubric: str, in_folder: Path
) -> None:
    path = export(GOOD, BLANK)
    gates = ("--fail-on", "medium", "-o", "out.json", "--exceptions")
    assert run("run", path, "-r", rubric, *DAY, "--fail-on", "medium").code == 1
    given = exceptions(in_folder, ("C-2", "ethnicity-recorded", "2025-05-23"))
    ran = run("run", path, "-r", rubric, *DAY, *gates, given)
    assert (ran.code, "gate failed" in ran.err) == (0, False)
    found = outcome(in_folder, "C-2", "ethnicity-recorded")
    assert found["outcome"] == "not_met"
    assert found["accepted"] == {"reason": "Held on paper there", "author": "DI AB", "expires": "2025-05-23"}
    summary = json.loads((in_folder / "out.json").read_text(encoding="utf-8"))["summary"]
    (counted,) = [one for one in summary["criteria"] if one["criterion"] == "ethnicity-recorded"]
    assert (counted["not_met"], counted["not_met_rate"], counted["accepted_not_met"]) == (1, 0.5, 1)
    assert summary["accepted"] == 1


def test_the_day_after_its_last_it_accepts_nothing_and_fails_the_run(
    run: Run, export: Run, rubric: str, in_folder: Path
) -> None:
    given = exceptions(in_folder, ("C-2", "ethnicity-recorded", "2025-05-22"))
    ran = run("run", export(GOOD, BLANK), "-r", rubric, *DAY, "-o", "out.json", "--exceptions", given)
    assert ran.code == 1
    assert "1 exception has expired in exceptions.yaml" in ran.err
    assert "C-2: ethnicity-recorded (accepted by DI AB until 2025-05-22)" in ran.err
    assert outcome(in_folder, "C-2", "ethnicity-recorded").get("accepted") is None
    assert run("run", export(GOOD), "-r", rubric, *DAY, "--exceptions", given).code == 1


def test_no_escalation_is_accepted_away(run: Run, export: Run, rubric: str, in_folder: Path) -> None:
    given = exceptions(in_folder, ("C-3", "child-seen", "2026-01-01"))
    path = export(UNSEEN)
    ran = run("run", path, "-r", rubric, *DAY, "--fail-on", "low", "--fail-on-escalation", "--exceptions", given)
    assert ran.code == 5
    assert "gate failed" not in ran.err
    assert run("run", path, "-r", rubric, *DAY, "--fail-on", "low", "--exceptions", given).code == 0


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_was_not_needed_is_a_notice(run: Run, export: Run, rubric: str, in_folder: Path, jobs: str) -> None:
    given = exceptions(
        in_folder,
        ("C-1", "ethnicity-recorded", "2026-01-01"),
        ("C-2", "ethnicity-recorded", "2026-01-01"),
        ("C-9", "ethnicity-recorded", "2026-01-01"),
        ("C-2", "ethnicity-recordd", "2026-01-01"),
    )
    ran = run(
        "run", export(GOOD, BLANK), "-r", rubric, "--as-of", "2025-05-23", "-j", jobs, "-o", "out.json",
        "--exceptions", given,
    )  # fmt: skip
    assert ran.code == 0
    notices = " ".join(json.loads((in_folder / "out.json").read_text(encoding="utf-8"))["run"]["notices"])
    assert "did you mean ethnicity-recorded?" in notices
    assert "1 exception was not needed" in notices
    assert "1 exception is about a case that was not audited here" in notices


def test_a_wrong_exceptions_file_stops_the_run_before_it_starts(
    run: Run, export: Run, rubric: str, in_folder: Path
) -> None:
    (in_folder / "exceptions.yaml").write_text("exceptions:\n  - {case: C-2}\n", encoding="utf-8")
    ran = run("run", export(BLANK), "-r", rubric, *DAY, "-o", "out.json", "--exceptions", "exceptions.yaml")
    assert ran.code == 2
    assert "exceptions.yaml:2:5: The key 'expires' is missing" in ran.err
    assert not (in_folder / "out.json").exists()
    assert run("run", export(BLANK), "-r", rubric, *DAY, "--exceptions", "nowhere.yaml").code == 2


@pytest.mark.parametrize(("percent", "code"), [("49.9%", 1), ("50%", 0)])
def test_a_threshold_of_the_settings_file(
    run: Run, export: Run, rubric: str, in_folder: Path, percent: str, code: int
) -> None:
    (in_folder / "caseaudit.toml").write_text(f'[thresholds]\nethnicity-recorded = "{percent}"\n', encoding="utf-8")
    ran = run("run", export(GOOD, BLANK), "-r", rubric, *DAY, "-o", "out.json")
    assert ran.code == code
    assert ("in 1 of 2 cases assessed (50.0%)" in ran.err) == bool(code)
    settings = json.loads((in_folder / "out.json").read_text(encoding="utf-8"))["run"]["settings"]
    assert settings["thresholds"] == {"ethnicity-recorded": {"not_met": percent}}


def test_a_threshold_of_no_criterion_stops_the_run(run: Run, export: Run, rubric: str, in_folder: Path) -> None:
    (in_folder / "caseaudit.toml").write_text("[thresholds]\nethnicity-recordd = 5\n", encoding="utf-8")
    ran = run("run", export(GOOD), "-r", rubric, *DAY)
    assert ran.code == 2
    assert "caseaudit.toml:2: thresholds: the rubric has no criterion 'ethnicity-recordd'" in ran.err
    assert "Did you mean 'ethnicity-recorded'?" in ran.err


def test_acceptance_counts_for_a_threshold(run: Run, export: Run, rubric: str, in_folder: Path) -> None:
    (in_folder / "caseaudit.toml").write_text("[thresholds]\nethnicity-recorded = 0\n", encoding="utf-8")
    given = exceptions(in_folder, ("C-2", "ethnicity-recorded", "2026-01-01"))
    assert run("run", export(GOOD, BLANK), "-r", rubric, *DAY).code == 1
    assert run("run", export(GOOD, BLANK), "-r", rubric, *DAY, "--exceptions", given).code == 0
