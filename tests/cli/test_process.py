"""What only a process of its own can show: start-up, pipes, several processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import caseaudit
from builders import a_rubric, some_case_files, write_jsonl, write_rubric

SOURCE = Path(caseaudit.__file__).parents[1]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "error", **more}


def start(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "caseaudit", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment(), **more)


def test_version_waits_for_no_library() -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "caseaudit", "--version"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    assert ran.stdout == f"caseaudit {caseaudit.__version__}\n"
    loaded = {line.rsplit("|", 1)[-1].strip() for line in ran.stderr.splitlines()}
    assert not loaded & {"typer", "rich", "pydantic", "yaml", "openpyxl", "re2"}


def test_help_does_not_wait_for_the_workbook() -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "caseaudit", "run", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    loaded = {line.rsplit("|", 1)[-1].strip() for line in ran.stderr.splitlines()}
    assert not loaded & {"openpyxl", "rich.console"}


@pytest.fixture
def many(in_folder: Path) -> Path:
    write_rubric(in_folder / "rubric.yaml", a_rubric())
    cases: list[Any] = [*some_case_files(120, closed_at="2025-06-01", extra=1)]
    cases[60] = "{broken"
    cases[110] = cases[3]
    return write_jsonl(in_folder / "many.jsonl", cases)


def test_same_bytes_for_any_number_of_processes(many: Path) -> None:
    kinds = ("json", "jsonl", "xlsx")
    outputs = {}
    for jobs in ("1", "3"):
        names = [word for kind in kinds for word in ("-o", f"{jobs}.{kind}")]
        ran = start("run", many.name, "-r", "rubric.yaml", "--as-of", "2025-05-23", "-j", jobs, *names, cwd=many.parent)
        assert ran.returncode == 3, ran.stderr
        outputs[jobs] = (ran.stdout, *((many.parent / f"{jobs}.{kind}").read_bytes() for kind in kinds))
    assert outputs["1"] == outputs["3"]
    summary = json.loads(outputs["3"][1])["summary"]
    assert summary["cases"] == 118


def test_a_reader_who_leaves_early_changes_no_exit_code(many: Path) -> None:
    command = [sys.executable, "-m", "caseaudit", "run", many.name, "-r", "rubric.yaml", "--as-of", "2025-05-23"]
    with subprocess.Popen(
        [*command, "-o", "out.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=many.parent,
        env=environment(PYTHONUNBUFFERED="1"),
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        told = process.stderr.read()
        code = process.wait()
    assert code == 3
    assert "Traceback" not in told
    assert "defect" not in told
    assert json.loads((many.parent / "out.json").read_text())["summary"]["cases"] == 118


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_console_encoding(many: Path, encoding: str) -> None:
    write_jsonl(many, [{"case_id": "\u2713 \u0141 \U0001f600", "case_type": "x"}])
    ran = subprocess.run(
        [sys.executable, "-m", "caseaudit", "run", many.name, "-r", "rubric.yaml"],
        capture_output=True,
        check=False,
        cwd=many.parent,
        env=environment(PYTHONIOENCODING=encoding),
    )
    assert ran.returncode == 4
    assert b"defect" not in ran.stderr
    assert b"many.jsonl:1" in ran.stdout
