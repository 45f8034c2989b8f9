"""`caseaudit review compare`, `moderate` and `trust`: figures of stored decisions, and the moderator's way back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from builders import a_case_file, some_case_files
from caseaudit.domain.audit import Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reading.decisions import decision_line, read_decisions
from caseaudit.reporting.stored import read_results
from caseaudit.review import form
from caseaudit.review.decisions import Decision, fingerprint, rubric_of

Run = Callable[..., Any]
Export = Callable[..., str]
MET, NOT_MET = Outcome.MET, Outcome.NOT_MET
RESULTS = ("--results", "r.json")


@pytest.fixture
def results(run: Run, export: Export, rubric: str) -> Results:
    """Audit 24 case files, every fourth of them without the child's ethnicity."""
    blank = [{"child_id": "K1", "age": 9, "ethnicity_self": None, "disability": "No"}]
    cases = [
        a_case_file(case_id=one["case_id"], children=blank) if at % 4 == 0 else one
        for at, one in enumerate(some_case_files(24))
    ]
    ran = run("run", export(*cases), "-r", rubric, "--as-of", "2025-06-01", "-q", "-o", "r.json")
    assert ran.code == 0, ran.err
    return read_results(Path("r.json"))


def readings(
    results: Results, auditor: str, *, differ: Sequence[str] = (), cases: Sequence[str] = (), **changes: Any
) -> list[Decision]:
    """Return an auditor's readings of whether ethnicity is recorded: as the machine, but for the cases named."""
    found = []
    for case in results.cases:
        for finding in case.findings:
            if finding.criterion != "ethnicity-recorded" or (cases and case.case_id not in cases):
                continue
            assert finding.outcome is not None
            other = {MET: NOT_MET, NOT_MET: MET}[finding.outcome] if case.case_id in differ else finding.outcome
            given: dict[str, Any] = {
                "reason": f"{auditor} read entry [N1]" if case.case_id in differ else None,
                "auditor": auditor,
                "blind": True,
                "decided_on": date(2025, 6, 2),
            }
            found.append(
                Decision(
                    fingerprint(results), rubric_of(results), case.case_id, finding.criterion, finding.subject,
                    finding.outcome, other, **{**given, **changes},
                )
            )  # fmt: skip
    return found


def write(name: str, *decisions: Decision) -> str:
    Path(name).write_text("".join(map(decision_line, decisions)), encoding="utf-8")
    return name


def two_auditors(results: Results) -> str:
    return write("d.jsonl", *readings(results, "AB"), *readings(results, "CD", differ=("C-002",)))


def test_compare_shows_figures_the_table_behind_and_both_reasons(run: Run, results: Results) -> None:
    ran = run("review", "compare", two_auditors(results), *RESULTS)
    assert (ran.code, ran.err) == (0, "")
    assert "Blind readings" in ran.out
    row = next(line for line in ran.out.splitlines() if line.startswith("All criteria"))
    assert row.split()[2:5] == ["24", "0", "95.8%"]
    assert "Answers of AB (down) and CD (across)" in ran.out
    assert "Met 1 0 17" in " ".join(ran.out.split())
    assert "CD: Not met - CD read entry [N1]" in " ".join(ran.out.split())
    assert "1 question with different answers." in ran.out


def test_compare_in_json_holds_everything(run: Run, results: Results) -> None:
    ran = run("review", "compare", two_auditors(results), *RESULTS, "--format", "json")
    data = json.loads(ran.out)
    assert data["schema"] == "caseaudit.comparison/1"
    assert data["run"] == fingerprint(results)
    (group,) = data["groups"]
    assert group["kind"] == "blind"
    assert group["overall"]["table"] == [[6, 0, 0], [0, 0, 0], [1, 0, 17]]
    names = [one["name"] for one in group["overall"]["coefficients"]]
    assert {"percent", "kappa", "ac1", "alpha_ordinal"} <= set(names)
    (differs,) = data["disagreements"]
    assert (differs["case_id"], differs["distance"], differs["machine"]) == ("C-002", 4, "met")
    assert [one["reason"] for one in differs["answers"]] == ["", "CD read entry [N1]"]


def test_too_few_pairs_show_no_coefficient(run: Run, results: Results) -> None:
    some = ("C-001", "C-002", "C-003")
    name = write("d.jsonl", *readings(results, "AB", cases=some), *readings(results, "CD", cases=some))
    out = run("review", "compare", name).out
    row = next(line for line in out.splitlines() if line.startswith("All criteria"))
    assert row.count("too few") == 3
    assert "100.0%" in row


def test_no_overlap_is_said_plainly(run: Run, results: Results) -> None:
    name = write("d.jsonl", *readings(results, "AB", cases=("C-001",)), *readings(results, "CD", cases=("C-002",)))
    ran = run("review", "compare", name)
    assert ran.code == 0
    assert "AB and CD read no question in common" in ran.out


def test_compare_with_the_machine(run: Run, results: Results) -> None:
    out = run("review", "compare", two_auditors(results), *RESULTS, "--against", "machine").out
    assert "Agreement with the machine" in out
    assert "Each pair" in out
    assert "the machine: Met - " in out


@pytest.mark.parametrize("kind", ["xlsx", "md", "json"])
def test_files_are_written_with_marking_and_the_same_bytes_twice(run: Run, results: Results, kind: str) -> None:
    name = two_auditors(results)
    for file in ("one", "two"):
        ran = run("review", "compare", name, *RESULTS, "-q", "-o", f"{file}.{kind}", "--marking", "OFFICIAL")
        assert (ran.code, ran.out, ran.err) == (0, "", f"Wrote {file}.{kind}\n")
    content = Path(f"one.{kind}").read_bytes()
    assert content == Path(f"two.{kind}").read_bytes()
    if kind == "md":
        text = content.decode()
        assert text.count("**OFFICIAL**") == 2
        assert "CD read entry \\[N1\\]" in text
    elif kind == "xlsx":
        book = load_workbook("one.xlsx")
        assert book.sheetnames == ["Read me", "Blind", "Disagreements"]
        assert all(sheet.oddHeader.center.text == "OFFICIAL" for sheet in book)


def test_a_decision_that_looks_like_a_formula_stays_text(run: Run, results: Results) -> None:
    name = write(
        "d.jsonl", *readings(results, "AB"), *readings(results, "CD", differ=("C-002",), reason='=HYPERLINK("x")')
    )
    run("review", "compare", name, "-q", "-o", "c.xlsx")
    cells = [cell for row in load_workbook("c.xlsx")["Disagreements"] for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_decisions_of_another_run_are_refused(run: Run, export: Export, rubric: str, results: Results) -> None:
    name = two_auditors(results)
    run(
        "run", export(a_case_file(), name="june.jsonl"), "-r", rubric, "--as-of", "2025-07-01", "-q", "-o", "other.json"
    )
    other = fingerprint(read_results(Path("other.json")))
    for command in ("compare", "trust"):
        ran = run("review", command, name, "--results", "other.json")
        assert ran.code == 2
        assert f"run {fingerprint(results)[:12]}, these results are run {other[:12]}" in ran.err


def test_an_empty_file_of_decisions_is_told(run: Run, in_folder: Path) -> None:
    (in_folder / "d.jsonl").write_text("")
    ran = run("review", "compare", "d.jsonl")
    assert (ran.code, ran.out) == (2, "")
    assert "There are no decisions yet" in ran.err


def test_a_suffix_that_says_nothing_is_refused_before_anything_is_read(run: Run) -> None:
    ran = run("review", "compare", "missing.jsonl", "-o", "c.docx")
    assert ran.code == 2
    assert "Known here: .xlsx, .md, .json." in ran.err


def test_trust_gives_precision_recall_and_the_rate_of_the_whole(run: Run, results: Results) -> None:
    flags = [f"C-{at:03}" for at in range(1, 25, 4)]
    read = readings(results, "AB", differ=("C-001", "C-002"), cases=[*flags, "C-002", "C-003", "C-004", "C-006"])
    ran = run("review", "trust", write("d.jsonl", *read), *RESULTS, "--format", "json")
    assert ran.code == 0, ran.err
    data = json.loads(ran.out)
    assert data["schema"] == "caseaudit.trust/1"
    (one,) = data["criteria"]
    assert (one["flagged"]["proposals"], one["flagged"]["read"], one["flagged"]["short"]) == (6, 6, 5)
    assert one["precision"]["interval"]["method"] == "wilson"
    # One of the four passes read was short after all, so of 18 passes 4.5.
    assert one["recall"]["value"] == round(5 / 9.5, 6)
    (rate,) = data["population"]["criteria"]
    assert (rate["unit"], rate["machine"], rate["rate"]["value"]) == ("findings", 0.25, round(9.5 / 24, 6))
    assert rate["rate"]["interval"]["method"] == "two-phase, stratified by machine answer"


def test_trust_in_tables_says_what_the_figures_rest_on(run: Run, results: Results) -> None:
    ran = run("review", "trust", write("d.jsonl", *readings(results, "AB", blind=False)), *RESULTS, "-o", "t.xlsx")
    assert ran.code == 0, ran.err
    text = " ".join(ran.out.split())
    assert "0 of 24 findings were settled on blind readings alone." in text
    assert "drawn at random" in text
    assert load_workbook("t.xlsx").sheetnames == ["Read me", "Criteria", "Rates", "Terms"]


def test_trust_with_a_draw_counts_the_drawn_cases(run: Run, export: Export, rubric: str) -> None:
    run("sample", export(*some_case_files(10)), "--size", "4", "--seed", "s", "-q", "-o", "drawn")
    run("run", "may.jsonl", "-r", rubric, "--as-of", "2025-06-01", "-q", "-o", "r.json")
    stored = read_results(Path("r.json"))
    name = write("d.jsonl", *readings(stored, "AB"))
    data = json.loads(run("review", "trust", name, *RESULTS, "--draw", "drawn.draw.json", "--format", "json").out)
    (rate,) = data["population"]["criteria"]
    assert (rate["unit"], sum(one["read"] for one in rate["sorts"])) == ("cases", 4)


def test_a_draw_by_quota_gives_no_rate_of_the_whole(run: Run, export: Export, rubric: str) -> None:
    quota = ("--by", "case_type", "--quota", "child_abuse_or_neglect=2")
    ran = run("sample", export(*some_case_files(6)), *quota, "--seed", "s", "-q", "-o", "drawn")
    assert ran.code == 0, ran.err
    run("run", "may.jsonl", "-r", rubric, "--as-of", "2025-06-01", "-q", "-o", "r.json")
    name = write("d.jsonl", *readings(read_results(Path("r.json")), "AB"))
    ran = run("review", "trust", name, *RESULTS, "--draw", "drawn.draw.json")
    assert "they give no rate of the whole" in " ".join(ran.out.split())


def _moderator_decides(name: str, answers: dict[str, tuple[str, str | None]]) -> None:
    """Sign the workbook as EF and give answers by case."""
    book = load_workbook(name)
    readme, sheet = book[form.README], book[form.DECISIONS]
    label = next(cell for row in readme.iter_rows() for cell in row if cell.value == form.AUDITOR)
    label.offset(0, 1).value = "EF"
    heads = {cell.value: cell.column for cell in sheet[3]}
    for row in sheet.iter_rows(min_row=4):
        case = row[heads[form.CASE] - 1].value
        if case in answers:
            row[heads[form.OUTCOME] - 1].value, row[heads[form.REASON] - 1].value = answers[case]
    book.save(name)


def test_a_moderation_is_read_back_and_first_readings_stay(run: Run, results: Results) -> None:
    name = two_auditors(results)
    ran = run("review", "moderate", name, *RESULTS, "-o", "moderator.xlsx", "--cases", "may.jsonl")
    assert (ran.code, ran.err) == (0, "Wrote moderator.xlsx: 1 question to moderate\n")
    book = load_workbook("moderator.xlsx")
    assert {form.README, form.DECISIONS, form.NARRATIVE, form.EVIDENCE} <= set(book.sheetnames)
    shown = [cell.value for cell in book[form.DECISIONS][4]]
    assert "AB: Met\nCD: Not met - CD read entry [N1]" in shown
    _moderator_decides("moderator.xlsx", {"C-002": ("Not met", "the entry is about another child")})
    for _ in range(2):
        ran = run("review", "import", "r.json", "moderator.xlsx", "-o", name)
        assert ran.code == 0, ran.err
    held = read_decisions(Path(name)).decisions
    assert len(held) == 49
    last = held[-1]
    assert (last.reading, last.auditor, last.person, last.blind) == ("moderation", "EF", NOT_MET, False)
    data = json.loads(run("review", "compare", name, *RESULTS, "--format", "json").out)
    assert [one["auditor"] for one in data["auditors"]] == ["AB", "CD"]
    assert data["groups"][0]["overall"]["table"] == [[6, 0, 0], [0, 0, 0], [1, 0, 17]]
    assert data["disagreements"][0]["moderation"]["person"] == "not_met"
    again = run("review", "moderate", name, *RESULTS, "-o", "again.xlsx")
    assert again.code == 2
    assert "There is nothing to moderate" in again.err
    assert not Path("again.xlsx").exists()


def test_a_moderation_needs_a_reason_whatever_the_machine_said(run: Run, results: Results) -> None:
    name = two_auditors(results)
    run("review", "moderate", name, *RESULTS, "-o", "moderator.xlsx")
    _moderator_decides("moderator.xlsx", {"C-002": ("Met", None)})
    ran = run("review", "import", "r.json", "moderator.xlsx", "-o", name)
    assert ran.code == 2
    assert "reason" in ran.err
    assert len(read_decisions(Path(name)).decisions) == 48


def test_the_moderators_workbook_is_the_same_bytes_twice(run: Run, results: Results) -> None:
    name = two_auditors(results)
    for file in ("one.xlsx", "two.xlsx"):
        run("review", "moderate", name, *RESULTS, "-o", file, "--cases", "may.jsonl")
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


def test_moderating_with_another_export_is_refused(run: Run, export: Export, results: Results) -> None:
    other = export(a_case_file(case_id="C-900"), name="other.jsonl")
    ran = run("review", "moderate", two_auditors(results), *RESULTS, "-o", "m.xlsx", "--cases", other)
    assert ran.code == 2
    assert "1 of the cases are not in the export: C-002" in ran.err
