"""`caseaudit explain` shows why, with the words that decided it, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, a_criterion, a_rubric, write_rubric
from caseaudit.checks.recorded import Recorded

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")


@pytest.fixture
def text_rubric(in_folder: Path) -> str:
    blame = a_criterion(
        criterion="no-blame",
        title="The record does not blame the child",
        mode="cue",
        per="case",
        test={"check": "avoids", "concept": "victim-blaming"},
    )
    write_rubric(in_folder / "text.yaml", a_rubric(criteria=[a_criterion(), blame]))
    return "text.yaml"


def case(text: str) -> dict[str, Any]:
    children = [{"child_id": "K1", "names": ["Tamsin Orr", "T.O."], "ethnicity_self": None}]
    return a_case_file(children=children, narrative=[{"entry_id": "N[7]", "kind": "log", "text": text}])


def test_clauses_evidence_and_places(run: Run, export: Run, text_rubric: str) -> None:
    path = export(a_case_file(case_id="other"), case("Tamsin is putting herself at risk by going out."))
    ran = run("explain", path, "--case", "C-001", "-r", text_rubric, *DAY)
    assert ran.code == 0
    assert "may.jsonl, row 2" in ran.out
    assert "Each child's ethnicity is recorded (ethnicity-recorded, K1)" in ran.out
    assert "[false] the ethnicity" in ran.out
    assert "children[0].ethnicity_self = (blank)" in ran.out
    assert "The record does not blame the child (no-blame)" in ran.out
    assert "entry N[7]" in ran.out
    assert "putting herself at risk" in ran.out
    assert "read as victim-blaming" in ran.out
    assert "write instead:" in ran.out


def test_names_are_masked(run: Run, export: Run, text_rubric: str) -> None:
    path = export(case("Mum says that TAMSIN put herself at risk; T.O. has put herself at risk before, says Orr."))
    out = run("explain", path, "--case", "C-001", "-r", text_rubric, *DAY).out
    assert "at risk" in out
    assert "tamsin" not in out.lower()
    assert "T.O." not in out


def test_one_criterion(run: Run, export: Run, text_rubric: str) -> None:
    path = export(case("x"))
    out = run("explain", path, "--case", "C-001", "--criterion", "no-blame", "-r", text_rubric, *DAY).out
    assert "no-blame" in out
    assert "ethnicity-recorded" not in out


def test_unknown_case_and_criterion(run: Run, export: Run, text_rubric: str) -> None:
    path = export(case("x"))
    ran = run("explain", path, "--case", "C-01", "-r", text_rubric, *DAY)
    assert (ran.code, "Did you mean C-001?" in ran.err) == (2, True)
    ran = run("explain", path, "--case", "C-001", "--criterion", "no-blam", "-r", text_rubric, *DAY)
    assert (ran.code, "Did you mean 'no-blame'?" in ran.err) == (2, True)


def test_a_case_that_was_set_aside(run: Run, export: Run, text_rubric: str) -> None:
    ran = run("explain", export(a_case_file(case_type="?")), "--case", "C-001", "-r", text_rubric, *DAY)
    assert ran.code == 2
    assert "may.jsonl:1: Case C-001 was set aside: case_type" in ran.err


def test_a_fault_is_told(run: Run, export: Run, text_rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(Recorded, "evaluate", fail)
    ran = run("explain", export(case("x")), "--case", "C-001", "-r", text_rubric, *DAY)
    assert ran.code == 70
    assert "(no-blame)" in ran.out
    assert "secret" not in ran.out + ran.err
