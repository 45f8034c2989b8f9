"""`caseaudit report` gives every output again, the same bytes, without auditing again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file

Run = Callable[..., Any]


@pytest.fixture
def stored(run: Run, export: Run, rubric: str) -> Any:
    """Audit once; give what the run printed."""
    names = [word for suffix in ("json", "jsonl", "xlsx") for word in ("-o", f"first.{suffix}")]
    unseen = {"allocated_at": "2025-05-02", "victim_seen_at": None}
    records = [a_case_file(), a_case_file(case_id="[b]", investigation=unseen), "{broken"]
    ran = run("run", export(*records), "-r", rubric, "--as-of", "2025-05-23", *names)
    assert ran.code == 3
    Path("may.jsonl").unlink()
    Path("rubric.yaml").unlink()
    return ran


@pytest.mark.parametrize("source", ["first.json", "first.jsonl"])
def test_same_bytes_and_tables(run: Run, stored: Any, source: str) -> None:
    names = [word for suffix in ("json", "jsonl", "xlsx") for word in ("-o", f"again.{suffix}")]
    ran = run("report", source, *names)
    assert ran.code == 0
    assert ran.out == stored.out
    for suffix in ("json", "jsonl", "xlsx"):
        assert Path(f"again.{suffix}").read_bytes() == Path(f"first.{suffix}").read_bytes()


def test_another_marking(run: Run, stored: Any) -> None:
    ran = run("report", "first.json", "--marking", "OFFICIAL", "-o", "again.json")
    assert ran.out.startswith("OFFICIAL\n")
    assert json.loads(Path("again.json").read_text())["run"]["settings"]["marking"] == "OFFICIAL"


def test_incomplete_results(run: Run, stored: Any) -> None:
    lines = Path("first.jsonl").read_text().splitlines(keepends=True)
    Path("first.jsonl").write_text("".join(lines[:-1]))
    ran = run("report", "first.jsonl")
    assert (ran.code, "incomplete" in ran.err) == (2, True)


@pytest.mark.parametrize(("name", "content"), [("none.json", None), ("other.json", "{}"), ("empty.jsonl", "")])
def test_no_results(run: Run, in_folder: Path, name: str, content: str | None) -> None:
    if content is not None:
        Path(name).write_text(content)
    ran = run("report", name)
    assert ran.code == 2
    assert name in ran.err
    assert "Traceback" not in ran.err


def test_results_are_not_written_over_themselves(run: Run, stored: Any) -> None:
    ran = run("report", "first.json", "-o", "first.json")
    assert (ran.code, "is read and is to be written" in ran.err) == (2, True)
