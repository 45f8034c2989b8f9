"""`caseaudit report` gives every output again, the same bytes, without auditing again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from builders import a_case_file
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reading.decisions import decision_line
from caseaudit.reporting.stored import read_results
from caseaudit.review.decisions import Decision, fingerprint, rubric_of

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


@pytest.fixture
def decisions(stored: Any) -> str:
    """One person's answer to a question of the stored results, as a file."""
    results = read_results(Path("first.json"))
    case = next(one for one in results.cases if one.escalated)
    finding = next(one for one in case.findings if one.escalate)
    told = Decision(
        fingerprint(results), rubric_of(results), case.case_id, finding.criterion, finding.subject, finding.outcome,
        Outcome.MET, reason="She was seen at school.", auditor="AB", decided_on=date(2025, 6, 2), action="File the note",
        owner="PS Lee", due=date(2025, 6, 9),
    )  # fmt: skip
    Path("decisions.jsonl").write_text(decision_line(told), encoding="utf-8")
    return "decisions.jsonl"


def test_decisions_are_in_force_in_every_format(run: Run, decisions: str) -> None:
    names = [f"month.{suffix}" for suffix in ("json", "jsonl", "xlsx", "csv", "md", "html")]
    ran = run("report", "first.json", "--decisions", decisions, *(word for name in names for word in ("-o", name)))
    assert (ran.code, ran.err.count("Wrote ")) == (0, 6)
    data = json.loads(Path("month.json").read_text())
    assert data["summary"]["escalations"] == 0
    held = [one for case in data["cases"] for one in case["findings"] if one["decided_by"] == "person"]
    assert [(one["outcome"], one["override"]["machine_outcome"], one["override"]["by"]) for one in held] == [
        ("met", "not_met", "AB")
    ]
    book = openpyxl.load_workbook("month.xlsx")
    told = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any("She was seen at school. (AB, 2025-06-02)" in str(cell) for cell in told)
    assert "Decisions" in book.sheetnames
    for name in ("month.csv", "month.md", "month.html"):
        text = Path(name).read_text(encoding="utf-8")
        assert all(word in text for word in ("She was seen at school.", "AB", "File the note", "PS Lee"))


def test_the_same_report_twice(run: Run, decisions: str) -> None:
    for name in ("a", "b"):
        outputs = [word for suffix in ("xlsx", "csv", "md", "html") for word in ("-o", f"{name}.{suffix}")]
        assert run("report", "first.json", "--decisions", decisions, "--last", "first.json", *outputs).code == 0
    for suffix in ("xlsx", "csv", "md", "html"):
        assert Path(f"a.{suffix}").read_bytes() == Path(f"b.{suffix}").read_bytes()


def test_run_writes_pages_too(run: Run, export: Run, rubric: str) -> None:
    ran = run("run", export(a_case_file()), "-r", rubric, "--as-of", "2025-05-23", "-o", "a.html", "-o", "a.json")
    assert ran.code == 0
    assert run("report", "a.json", "-o", "b.html").code == 0
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


def test_decisions_of_another_run(run: Run, decisions: str) -> None:
    line = json.loads(Path(decisions).read_text())
    told = {**line, "run": "0" * 64}
    built = Decision(
        **{key: value for key, value in told.items() if key not in {"schema", "id", "due", "decided_on"}},
    )
    Path(decisions).write_text(decision_line(replace(built, person=Outcome.MET, machine=Outcome.NOT_MET)))
    ran = run("report", "first.json", "--decisions", decisions, "-o", "month.html")
    assert (ran.code, "another run" in ran.err, Path("month.html").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--suppress", "5", "-o", "a.xlsx"], "holds every case"),
        (["--suppress", "5", "-o", "a.csv", "-o", "a.md"], "holds every case"),
        (["--suppress", "5"], "in .html and .md only"),
        (["--suppress", "5", "-o", "a.html"], "too few to leave the force"),
        (["--suppress", "1", "-o", "a.html"], "--suppress"),
        (["--last", "first.json", "-o", "a.csv"], "in .html and .md only"),
        (["--last", "none.json", "-o", "a.html"], "none.json"),
        (["--decisions", "none.jsonl"], "none.jsonl"),
        (["--decisions", "first.json", "-o", "first.json"], "is read and is to be written"),
    ],
)
def test_what_a_report_cannot_do(run: Run, stored: Any, words: list[str], said: str) -> None:
    ran = run("report", "first.jsonl", *words)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert not list(Path().glob("a.*"))
