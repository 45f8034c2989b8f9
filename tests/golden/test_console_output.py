"""Whole outputs of `run` and `explain`, as a person sees them at 80 and 160 columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, a_criterion, a_rubric, write_jsonl, write_rubric
from caseaudit.__main__ import main

BASELINE = {"count": 17, "of": 48, "source": "Test guide, 2"}
CRITERIA = [
    a_criterion(severity="high", baseline=BASELINE),
    a_criterion(
        criterion="no-victim-blaming-language",
        title="The record does not blame the child",
        mode="cue",
        per="case",
        test={"check": "avoids", "concept": "victim-blaming"},
    ),
    a_criterion(
        criterion="victim-seen",
        area="response",
        title="The child was seen and made safe",
        severity="critical",
        escalate=True,
        per="case",
        applies_to={"has": "investigation"},
        test={"check": "recorded", "field": "investigation.victim_seen_at"},
        remedy="See the child today.",
        baseline={**BASELINE, "count": 48, "counts": "short"},
    ),
    a_criterion(
        criterion="child-at-centre",
        area="response",
        title="The child is at the centre of the plan",
        mode="auditor",
        per="case",
        test={"check": "auditor", "question": "Is the child at the centre?", "reads": ["outcome"]},
        examples=[{"outcome": "cannot_assess", "case": {"case_type": "ppn"}}],
    ),
]
AREAS = [{"id": "recording", "title": "Recording the child"}, {"id": "response", "title": "Responding to risk"}]
TEXT = "Officers say that Tamsin [aged 14] is putting herself at risk. She was not seen alone."


def cases() -> list[Any]:
    seen = {"victim_seen_at": "2025-05-01T15:00"}
    unseen = {"victim_seen_at": None}
    many = [a_case_file(case_id=f"MS25-{number:06}", investigation=seen) for number in range(1, 13)]
    blank = [{"child_id": "K1", "names": ["Tamsin"], "ethnicity_self": "N/K"}, {"child_id": "K2"}]
    entry = {"entry_id": "MS25-000020/1", "recorded_at": "2025-05-01T11:30", "kind": "log", "text": TEXT}
    return [
        *many,
        a_case_file(case_id="MS25-000020", investigation=unseen, children=blank, narrative=[entry], nickname="x"),
        a_case_file(case_id="MS25-000021", investigation=unseen, reported_at="2025-06-01T10:00"),
        a_case_file(case_id="MS25-000001"),
        a_case_file(case_id="MS25-000022", children=[{"age": "nine"}]),
        '{"case_id": "MS25-000023", ',
    ]


@pytest.fixture
def prepared(in_folder: Path) -> Path:
    write_rubric(in_folder / "rubric.yaml", a_rubric(areas=AREAS, criteria=CRITERIA))
    return write_jsonl(in_folder / "may.jsonl", cases())


@pytest.mark.parametrize("columns", ["80", "160"])
def test_run(
    prepared: Path,
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    columns: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["run", "may.jsonl", "-r", "rubric.yaml", "--as-of", "2025-05-23"]) == 3
    golden(f"run_{columns}_columns.txt", capfd.readouterr().out)


def test_explain(
    prepared: Path,
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    arguments = ["--case", "MS25-000020", "-r", "rubric.yaml", "--as-of", "2025-05-23"]
    assert main(["explain", "may.jsonl", *arguments]) == 0
    golden("explain_80_columns.txt", capfd.readouterr().out)
