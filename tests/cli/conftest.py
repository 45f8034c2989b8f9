from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builders import a_criterion, a_rubric, write_jsonl, write_rubric
from caseaudit.__main__ import main


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(in_folder: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run caseaudit in this process, in an empty folder of its own."""

    def run_it(*arguments: str) -> Ran:
        capfd.readouterr()
        code = main(list(arguments))
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run_it


RECORDED = a_criterion()
SEEN = a_criterion(
    criterion="child-seen",
    area="response",
    title="The child was seen",
    severity="critical",
    escalate=True,
    per="case",
    test={"check": "recorded", "field": "investigation.victim_seen_at"},
    applies_to={"has": "investigation"},
    baseline={"count": 3, "of": 6, "counts": "short", "source": "Test guide, 2"},
)
JUDGED = a_criterion(
    criterion="child-at-centre",
    area="response",
    title="The child is at the centre",
    mode="auditor",
    per="case",
    test={"check": "auditor", "question": "Is the child at the centre?", "reads": ["outcome"]},
    examples=[{"outcome": "cannot_assess", "case": {"case_type": "ppn"}}],
)


@pytest.fixture
def rubric(in_folder: Path) -> str:
    """Write a rubric with a criterion per child, one that escalates and one for a person; give its name."""
    areas = [{"id": "recording", "title": "Recording"}, {"id": "response", "title": "Responding"}]
    write_rubric(in_folder / "rubric.yaml", a_rubric(areas=areas, criteria=[RECORDED, SEEN, JUDGED]))
    return "rubric.yaml"


@pytest.fixture
def export(in_folder: Path) -> Callable[..., str]:
    """Write records to an export and give its name."""

    def write(*records: Any, name: str = "may.jsonl") -> str:
        write_jsonl(in_folder / name, records)
        return name

    return write


def json_of(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
