"""`caseaudit diff` and `run --baseline`: what changed is shown, and what is new can stop a pipeline."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file
from caseaudit.cli.baseline import Since
from caseaudit.domain.audit import Results
from caseaudit.reporting.stored import StoredCases

Run = Callable[..., Any]
UNSEEN = {"allocated_at": "2025-05-02", "victim_seen_at": None}
SEEN = {"allocated_at": "2025-05-02", "victim_seen_at": "2025-05-02T10:00"}
BLANK = [{"child_id": "K1", "age": 9, "ethnicity_self": None}]


@pytest.fixture
def two(run: Run, export: Run, rubric: str) -> None:
    """Audit May and June: one finding resolved, one persists, two are new, one of them in a case that is new."""
    may = [a_case_file(case_id="A", investigation=UNSEEN), a_case_file(case_id="B", children=BLANK)]
    june = [
        a_case_file(case_id="A", investigation=SEEN),
        a_case_file(case_id="B", children=BLANK, investigation=UNSEEN),
        a_case_file(case_id="C", children=BLANK),
    ]
    for name, records in (("may", may), ("june", june)):
        words = ["-r", rubric, "--as-of", "2025-06-23", "-q", "-o", f"{name}.json", "-o", f"{name}-lines.jsonl"]
        assert run("run", export(*records, name=f"{name}-export.jsonl"), *words).code == 0


def changes(text: str) -> list[tuple[str, str, str]]:
    return [(one["standing"], one["case_id"], one["criterion"]) for one in json.loads(text)["changes"]]


EXPECTED = [
    ("new", "B", "child-seen"),
    ("in_new_case", "C", "ethnicity-recorded"),
    ("persisting", "B", "ethnicity-recorded"),
    ("resolved", "A", "child-seen"),
]


@pytest.mark.parametrize("old", ["may.json", "may-lines.jsonl"])
@pytest.mark.parametrize("new", ["june.json", "june-lines.jsonl"])
def test_json_from_either_format(run: Run, two: None, old: str, new: str) -> None:
    ran = run("diff", old, new, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert changes(ran.out) == EXPECTED


def test_table_fits_eighty_columns(run: Run, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run("diff", "may.json", "june.json")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    heads = ["OFFICIAL-SENSITIVE", "New: 1 finding", "In cases only in NEW: 1", "Persisting: 1", "Resolved: 1"]
    places = [ran.out.index(head) for head in heads]
    assert places == sorted(places)
    assert "ESCALATION" in ran.out
    assert "now met" in ran.out
    assert "1 case only in NEW: C." in ran.out


def test_new_findings_fail_where_asked(run: Run, two: None) -> None:
    ran = run("diff", "may.json", "june.json", "--fail-on-new", "-q")
    assert (ran.code, ran.out) == (1, "")
    assert "2 new findings, 1 with an escalation: child-seen, ethnicity-recorded" in ran.err
    assert run("diff", "may.json", "june.json").code == 0


def test_nothing_new_passes(run: Run, two: None) -> None:
    ran = run("diff", "june.json", "june-lines.jsonl", "--fail-on-new")
    assert (ran.code, ran.err) == (0, "")
    assert "Same rubric, same settings, same version." in ran.out


def test_files_are_written_also_when_the_gate_fails(run: Run, two: None) -> None:
    ran = run("diff", "may.json", "june.json", "--fail-on-new", "-q", "-o", "d.md", "-o", "d.json")
    assert ran.code == 1
    assert changes(Path("d.json").read_text(encoding="utf-8")) == EXPECTED
    page = Path("d.md").read_text(encoding="utf-8")
    assert page.startswith("**OFFICIAL-SENSITIVE**\n")
    assert "## Resolved: 1 finding" in page
    again = run("diff", "may.json", "june.json", "--format", "json")
    assert again.out == Path("d.json").read_text(encoding="utf-8")


def test_incomplete_lines_are_refused(run: Run, two: None) -> None:
    lines = Path("june-lines.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("june-lines.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    ran = run("diff", "may.json", "june-lines.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "incomplete" in ran.err


@pytest.mark.parametrize(("name", "said"), [("d.xlsx", ".md, .json"), ("may.json", "is read and is to be written")])
def test_a_file_that_cannot_be_written(run: Run, two: None, name: str, said: str) -> None:
    ran = run("diff", "may.json", "june.json", "-o", name)
    assert (ran.code, said in ran.err) == (2, True)


def test_brackets_of_the_record_survive(run: Run, two: None) -> None:
    data = json.loads(Path("june.json").read_text(encoding="utf-8"))
    data["cases"][2]["case_id"] = "[bold]C[/bold]"
    Path("june.json").write_text(json.dumps(data), encoding="utf-8")
    assert "[bold]C[/bold]" in run("diff", "may.json", "june.json").out


def june_again(*more: str) -> list[str]:
    return ["run", "june-export.jsonl", "-r", "rubric.yaml", "--as-of", "2025-06-23", *more]


@pytest.mark.parametrize("output", ["again.jsonl", "again.json", None])
def test_run_against_a_baseline(run: Run, two: None, output: str | None) -> None:
    words = ["-o", output] if output else []
    ran = run(*june_again("--baseline", "may.json", "--fail-on-new", *words))
    assert ran.code == 1
    assert "New: 1 finding" in ran.out
    assert "Persisting: 1 finding" in ran.out
    assert "2 new findings" in ran.err
    assert output is None or Path(output).exists()


def test_a_baseline_changes_no_byte_of_the_results(run: Run, two: None) -> None:
    assert run(*june_again("--baseline", "may.json", "-q", "-o", "again.json", "-o", "again.jsonl")).code == 0
    assert Path("again.json").read_bytes() == Path("june.json").read_bytes()
    assert Path("again.jsonl").read_bytes() == Path("june-lines.jsonl").read_bytes()


def test_a_run_like_its_baseline_passes(run: Run, two: None) -> None:
    assert run(*june_again("--baseline", "june-lines.jsonl", "--fail-on-new", "-q")).code == 0


def test_the_gate_needs_a_baseline(run: Run, two: None) -> None:
    ran = run(*june_again("--fail-on-new"))
    assert (ran.code, "--fail-on-new needs --baseline" in ran.err) == (2, True)


def test_a_baseline_that_is_missing_stops_before_the_audit(run: Run, two: None) -> None:
    ran = run(*june_again("--baseline", "none.json", "-o", "again.json"))
    assert (ran.code, "none.json" in ran.err) == (2, True)
    assert not Path("again.json").exists()


def test_results_are_not_written_over_the_baseline(run: Run, two: None) -> None:
    ran = run(*june_again("--baseline", "may.json", "-o", "may.json"))
    assert (ran.code, "is read and is to be written" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("set_to", "flags", "code"),
    [("true", [], 1), ("false", [], 0), ("true", ["--no-fail-on-new"], 0), ("false", ["--fail-on-new"], 1)],
)
def test_the_gate_may_stand_in_the_settings(run: Run, two: None, set_to: str, flags: list[str], code: int) -> None:
    Path("caseaudit.toml").write_text(f"fail-on-new = {set_to}\n", encoding="utf-8")
    assert run("diff", "may.json", "june.json", "-q", *flags).code == code


def test_large_lines_are_compared_from_the_disk(run: Run, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["--fail-on-new", "-o", "d.json", "-o", "d.md"]
    held = run("diff", "may-lines.jsonl", "june-lines.jsonl", *words)
    files = [Path(name).read_bytes() for name in ("d.json", "d.md")]
    monkeypatch.setattr("caseaudit.reporting.stored.HELD", 0)
    assert run("diff", "may-lines.jsonl", "june-lines.jsonl", *words) == held
    assert [Path(name).read_bytes() for name in ("d.json", "d.md")] == files


def test_a_wrong_case_that_is_come_to_late_leaves_no_file(run: Run, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseaudit.reporting.stored.HELD", 0)
    path = Path("june-lines.jsonl")
    lines = path.read_text(encoding="utf-8").replace('"case_id": "C"', '"case_id": "C", "colour": "red"')
    path.write_text(lines, encoding="utf-8")
    ran = run("diff", "may.json", "june-lines.jsonl", "-o", "d.json", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert "june-lines.jsonl:4: " in ran.err
    assert "colour" in ran.err
    assert not Path("d.json").exists()


@pytest.mark.parametrize("output", ["again.jsonl", "again.md", None])
def test_a_run_holds_no_case_to_compare_it(
    run: Run, two: None, output: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    whole = Since.compare

    def watched(since: Since, results: Results) -> None:
        compared.append(results.cases)
        whole(since, results)

    monkeypatch.setattr(Since, "compare", watched)
    words = ["-o", output] if output else []
    ran = run(*june_again("--baseline", "may.json", *words))
    assert (ran.code, "New: 1 finding" in ran.out) == (0, True)
    (cases,) = compared
    assert isinstance(cases, StoredCases)
    assert not list(Path().glob("*.partial*"))


def test_a_wrong_baseline_keeps_the_audit_to_go_on_from(run: Run, two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseaudit.reporting.stored.HELD", 0)
    path = Path("may-lines.jsonl")
    lines = path.read_text(encoding="utf-8")
    path.write_text(lines.replace('"case_id": "B"', '"case_id": "B", "colour": "red"'), encoding="utf-8")
    words = june_again("--baseline", "may-lines.jsonl", "-o", "again.jsonl")
    ran = run(*words)
    assert (ran.code, "may-lines.jsonl:3: " in ran.err, Path("again.jsonl").exists()) == (2, True, False)
    path.write_text(lines, encoding="utf-8")
    assert run(*words, "--resume", "-q").code == 0
    assert Path("again.jsonl").read_bytes() == Path("june-lines.jsonl").read_bytes()
