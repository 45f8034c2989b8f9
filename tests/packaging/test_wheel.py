"""A wheel built from the tree and installed in an empty environment, elsewhere, audits its own sample."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "CASEAUDIT"))}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_runs_the_sample_audit_outside_the_checkout(tmp_path: Path) -> None:
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    assert built.returncode == 0, built.stdout + built.stderr
    [wheel] = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "empty", with_pip=True)
    scripts = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    installed = run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    where = run(
        scripts / "python",
        "-c",
        "from caseaudit.reading.shipped import shipped; print(shipped('samples'))",
        cwd=tmp_path,
    )
    samples = Path(where.stdout.strip())
    assert samples.is_relative_to(tmp_path), where.stdout + where.stderr

    sample = samples / "inspection-2025"
    ran = run(
        scripts / "caseaudit",
        "run",
        sample / "case-files.jsonl",
        "--as-of",
        "2025-05-23",
        "-o",
        tmp_path / "audit.json",
        "-o",
        tmp_path / "audit.xlsx",
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    results = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    expected = json.loads((sample / "expected.json").read_text(encoding="utf-8"))
    counts = {c["criterion"]: c["not_met"] for c in results["summary"]["criteria"]}
    wanted = expected["files"]["case-files.jsonl"]["criteria"]
    assert counts == {name: figures["not_met"] for name, figures in wanted.items()}
    assert (tmp_path / "audit.xlsx").stat().st_size > 10_000
