"""The page on scheduled jobs: its script runs as it stands there, and its tables say what the code says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import caseaudit
from builders import a_case_file, some_case_files, write_jsonl
from caseaudit.cli.boundary import PRECEDENCE, ExitCode
from caseaudit.reading.run_logs import check_log

SOURCE = Path(caseaudit.__file__).parents[1]
PAGE = (Path(__file__).parents[3] / "docs" / "scheduled-jobs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)


def script_of(folder: Path) -> str:
    (script,) = (text for kind, text in BLOCKS if kind == "sh" and text.startswith("#!/bin/sh"))
    return script.replace("/srv/audit", shlex.quote(str(folder)))


@pytest.fixture
def job(in_folder: Path) -> Path:
    """Set the job up: the script, two months' exports, and `caseaudit` in the path."""
    folder = in_folder / "the job's folder"
    for name in ("exports", "results", "bin"):
        (folder / name).mkdir(parents=True)
    command = folder / "bin" / "caseaudit"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m caseaudit "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (folder / "monthly.sh").write_text(script_of(folder), encoding="utf-8")
    write_jsonl(folder / "exports" / "2025-05.jsonl", some_case_files(3))
    write_jsonl(folder / "exports" / "2025-06.jsonl", some_case_files(3))
    return folder


def month(job: Path, which: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "PATH": f"{job / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(["sh", job / "monthly.sh", which], capture_output=True, text=True, check=False, env=env)


@pytest.mark.skipif(os.name != "posix" or not shutil.which("date"), reason="a script of POSIX with GNU date")
def test_the_script_of_the_page_audits_month_after_month(job: Path) -> None:
    ran = month(job, "2025-05")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    results = job / "results"
    header = json.loads((results / "2025-05.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert header["settings"]["as_of"] == "2025-05-31"
    assert (results / "2025-05.xlsx").stat().st_size > 0
    assert {path.stat().st_mode & 0o077 for path in results.iterdir()} == {0}
    # June: one record is worse than in May, one cannot be read.
    cases = [a_case_file(case_id="C-001", children=[{"child_id": "K1", "ethnicity_self": None}]), "{broken"]
    write_jsonl(job / "exports" / "2025-06.jsonl", [*cases, *some_case_files(3)[1:]])
    ran = month(job, "2025-06")
    assert ran.returncode == ExitCode.SET_ASIDE
    assert "1 record set aside" in ran.stderr
    assert "--fail-on-new" in ran.stderr or "new" in ran.stderr
    assert (results / "2025-06.jsonl").exists()
    # The record is mended and June audited again: the new finding remains.
    write_jsonl(job / "exports" / "2025-06.jsonl", [cases[0], *some_case_files(3)[1:]])
    assert month(job, "2025-06").returncode == ExitCode.GATE
    assert month(job, "2025-07").returncode == ExitCode.USAGE  # there is no such export
    log = [json.loads(line) for line in (job / "runs.log").read_text(encoding="utf-8").splitlines()]
    assert [entry["exit_code"] for entry in log] == [0, 3, 1, 2]
    assert [len(entry["outputs"]) for entry in log] == [2, 2, 2, 0]
    assert check_log(job / "runs.log").breaks == ()
    assert "K1" not in (job / "runs.log").read_text(encoding="utf-8")


def test_the_table_of_exit_codes_is_whole() -> None:
    rows = re.findall(r"^\| (\d+) \| `(0x[0-9A-F]+)` \|", PAGE, re.MULTILINE)
    assert [int(code) for code, _ in rows] == sorted(ExitCode)
    assert all(int(code) == int(shown, 16) for code, shown in rows)
    order = re.search(r"the first of ([\d, ]+) is given", PAGE)
    assert order
    assert [int(one) for one in order[1].split(", ")] == list(PRECEDENCE)


def test_every_option_that_the_page_names_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    from caseaudit.cli.app import run  # noqa: PLC0415 - the help is asked here

    assert run(["run", "--help"]) == 0
    assert run(["log", "verify", "--help"]) == 0
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    commands = " ".join(re.findall(r"caseaudit (?:run|log verify) [^`]*?(?=\n\n|```|`)", PAGE, re.DOTALL))
    named = set(re.findall(r"--[a-z][a-z-]+", commands)) | set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE))
    assert {"--resume", "--cache", "--log", "--exceptions", "--holds", "--format", "--pseudonymise"} <= named
    assert named <= known


@pytest.mark.parametrize("name", re.findall(r"`(docs/[a-z-]+\.md)`", PAGE))
def test_pages_that_it_names_are_there(name: str) -> None:
    assert (Path(__file__).parents[3] / name).is_file()
