"""`caseaudit review export` and `import`: workbooks go out, decisions come back, and none is lost or quietly changed."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from review_books import FIRST, HEADER, Book, Edit, fill

from builders import a_case_file, some_case_files

Run = Callable[..., Any]
JUNE = datetime(2025, 6, 2)  # noqa: DTZ001 - as a spreadsheet holds a day
UNSEEN = {"allocated_at": "2025-05-02", "victim_seen_at": None}
TWO = [{"child_id": "K1", "ethnicity_self": "W1"}, {"child_id": "K2", "ethnicity_self": None}]


@pytest.fixture
def audited(run: Run, export: Run, rubric: str) -> str:
    """Audit six case files of which three fall short."""
    records = [
        a_case_file(case_id="C-001", investigation=UNSEEN),
        a_case_file(case_id="00123", children=TWO),
        a_case_file(case_id="C-003", investigation={**UNSEEN, "allocated_at": None}),
        *some_case_files(3, force="Marlshire"),
    ]
    for number, record in enumerate(records[3:], 4):
        record["case_id"] = f"C-00{number}"
    assert run("run", export(*records), "-r", rubric, "--as-of", "2025-05-23", "-o", "r.json", "-q").code == 0
    return "r.json"


@pytest.fixture
def book(run: Run, audited: str) -> Path:
    """Export one workbook for AB."""
    assert run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", "--auditor", "AB").code == 0
    return Path("out/review-ab.xlsx")


@pytest.fixture
def imported(run: Run, book: Path) -> Run:
    """Let AB edit the workbook, and import it."""

    def edit_and_import(edit: Edit, *flags: str, name: str = "filled.xlsx") -> Any:
        return run("review", "import", "r.json", fill(book, edit, name=name), "-o", "d.jsonl", *flags)

    return edit_and_import


def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("d.jsonl").read_text(encoding="utf-8").splitlines()]


def row_of(book: Book, case: str, criterion: str) -> int:
    return next(r for r in book.rows() if (book.get(r, "Case"), book.get(r, "Criterion id")) == (case, criterion))


# Export


def test_the_rows_are_what_falls_short_is_open_or_escalates_and_a_share_of_the_rest(book: Path) -> None:
    sheet = Book(book)
    asked = [(sheet.get(r, "Case"), sheet.get(r, "Machine's proposal")) for r in sheet.rows()]
    # An auditor's criterion is open in all six; ethnicity is met in six findings, of which one is to be read.
    assert sorted(outcome for _, outcome in asked) == ["Cannot assess"] * 6 + ["Met"] + ["Not met"] * 3
    assert [case for case, _ in asked][:2] == ["C-001", "C-001"]
    assert {sheet.get(r, "Unsafe now") for r in sheet.rows() if sheet.get(r, "Case") == "00123"} == {None}


def test_all_and_passes(run: Run, audited: str) -> None:
    counts = []
    for at, flags in enumerate((["--all"], ["--passes", "0"], ["--passes", "100%"])):
        assert run("review", "export", audited, "--cases", "may.jsonl", "-o", f"o{at}", *flags).code == 0
        counts.append(len(Book(Path(f"o{at}/review.xlsx")).rows()))
    everything = sum(len(case["findings"]) for case in json.loads(Path(audited).read_text())["cases"])
    assert counts == [everything, 9, 15]


def test_the_record_stands_beside_it_with_the_evidence_marked(run: Run, rubric: str, export: Run) -> None:
    text = "Mum reports that she is putting herself at risk by going out. " + "Nothing more was said. " * 200
    record = a_case_file(narrative=[{"entry_id": "N7", "text": text}])
    assert run("run", export(record), "-r", "dip-sample", "--as-of", "2025-05-23", "-o", "v.json", "-q").code == 0
    assert run("review", "export", "v.json", "--cases", "may.jsonl", "-o", "out").code == 0
    whole = load_workbook("out/review.xlsx", rich_text=True)
    texts = [
        row[4].value for row in whole["Narrative"].iter_rows(min_row=FIRST) if str(row[1].value).startswith("Entry N7")
    ]
    assert len(texts) > 1, "an entry that is taller than a row goes on in the next"
    assert "".join(str(part) for part in texts) == text
    marked = [
        run.text for part in texts if isinstance(part, CellRichText) for run in part if isinstance(run, TextBlock)
    ]
    evidence = {e["quote"] for f in json.loads(Path("v.json").read_text())["cases"][0]["findings"] for e in f["evidence"] if e["quote"]}  # fmt: skip
    assert evidence
    assert all(any(quote in run for run in marked) for quote in evidence)
    sheet = Book(Path("out/review.xlsx"))
    blamed = row_of(sheet, "C-001", "no-victim-blaming-language")
    assert "[[" in sheet.get(blamed, "Found")
    link = str(sheet.get(blamed, "Record"))
    assert link == f'=HYPERLINK("#\'Narrative\'!A{FIRST}","Read")'


def test_names_listed_for_masking_are_not_shown_as_fields_and_text_is_kept(run: Run, rubric: str, export: Run) -> None:
    child = {"child_id": "K1", "names": ["Tamsin Q"], "ethnicity_self": None}
    record = a_case_file(children=[child], narrative=[{"entry_id": "N1", "text": "Tamsin was seen."}])
    assert run("run", export(record), "-r", rubric, "-o", "r.json", "-q").code == 0
    assert run("review", "export", "r.json", "--cases", "may.jsonl", "-o", "out").code == 0
    shown = [str(cell.value) for row in load_workbook("out/review.xlsx")["Narrative"] for cell in row]
    assert "Tamsin was seen." in shown
    assert not any("Tamsin Q" in text for text in shown)


def test_blind_hides_the_proposal_everywhere(run: Run, audited: str) -> None:
    ran = run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", "--blind")
    assert "--all" in ran.err
    whole = load_workbook("out/review.xlsx", rich_text=True)
    assert whole.sheetnames == ["ReadMe", "Decisions", "Narrative", "Lists"]
    stored = json.loads(Path(audited).read_text())
    reasons = {finding["reason"] for case in stored["cases"] for finding in case["findings"]}
    decisions = [[cell.value for cell in row] for row in whole["Decisions"].iter_rows(min_row=HEADER)]
    assert not reasons & {value for row in decisions for value in row}
    assert {row[decisions[0].index("Machine's proposal")] for row in decisions[1:]} == {"hidden"}
    narrative = [cell.value for row in whole["Narrative"] for cell in row]
    assert not any(isinstance(value, CellRichText) for value in narrative)
    assert not any("met findings" in str(cell.value) for row in whole["ReadMe"] for cell in row)
    assert [row[0] for row in decisions[1:]] == sorted((row[0] for row in decisions[1:]), key=["C-001", "00123", "C-003", "C-004", "C-005", "C-006"].index)  # fmt: skip


def test_cases_are_dealt_out_and_some_go_to_two(run: Run, audited: str) -> None:
    ran = run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", "--auditor", "AB", "--auditor", "C/D", "--overlap", "2")  # fmt: skip
    assert ran.code == 0
    books = [Book(Path(f"out/review-{name}.xlsx")) for name in ("ab", "c-d")]
    first, second = ({book.get(r, "Case") for r in book.rows()} for book in books)
    assert len(first & second) == 2
    assert len(first | second) == 6
    keys = [{book.get(r, "Row key") for r in book.rows()} for book in books]
    assert len(keys[0] & keys[1]) >= 2


def test_the_same_command_gives_the_same_bytes(run: Run, audited: str) -> None:
    for folder, names in (("a", ["AB", "CD"]), ("b", ["CD", "AB"])):
        flags = [word for name in names for word in ("--auditor", name)]
        assert run("review", "export", audited, "--cases", "may.jsonl", "-o", folder, *flags).code == 0
    for name in ("review-ab.xlsx", "review-cd.xlsx"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()


def test_only_the_owner_reads_them(book: Path) -> None:
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (book, book.parent)]
    assert modes == [0o600, 0o700] or os.name == "nt", "Windows has no such permissions"


def test_people_may_sort_and_filter_and_type_only_where_they_should(book: Path) -> None:
    whole = load_workbook(book)
    sheet = whole["Decisions"]
    assert sheet.protection.sheet
    assert not sheet.protection.sort, "in the file, false means that it is allowed"
    assert not sheet.protection.autoFilter
    assert sheet.auto_filter.ref.startswith(f"A{HEADER}:")
    assert sheet.cell(HEADER, 1).protection.locked
    assert not any(cell.protection.locked for cell in sheet[FIRST]), "a range with locked cells cannot be sorted"
    guarded = [rule for rule in sheet.data_validations.dataValidation if rule.formula1 == "FALSE"]
    filled = Book(book)
    key = sheet.cell(FIRST, filled.column("Row key")).coordinate
    outcome = sheet.cell(FIRST, filled.column("Your outcome")).coordinate
    assert any(key in rule.sqref for rule in guarded)
    assert not any(outcome in rule.sqref for rule in guarded)
    assert whole["Lists"].sheet_state == "hidden"


def test_a_workbook_that_may_be_filled_in_is_never_written_over(run: Run, audited: str, book: Path) -> None:
    before = book.read_bytes()
    ran = run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", "--auditor", "AB")
    assert ran.code == 2
    assert "review-ab.xlsx already" in ran.err
    assert book.read_bytes() == before


def test_an_export_that_is_not_the_audited_one_is_refused(run: Run, audited: str) -> None:
    records = Path("may.jsonl").read_text().splitlines(keepends=True)
    Path("june.jsonl").write_text("".join(records[1:]))
    ran = run("review", "export", audited, "--cases", "june.jsonl", "-o", "out")
    assert (ran.code, "1 case is not in the export: C-001" in ran.err) == (2, True)
    assert not Path("out").exists()


def test_evidence_that_reads_otherwise_is_refused(run: Run, export: Run) -> None:
    blamed = a_case_file(narrative=[{"entry_id": "N1", "text": "She is putting herself at risk by going out."}])
    assert run("run", export(blamed), "-r", "dip-sample", "--as-of", "2025-05-23", "-o", "r.json", "-q").code == 0
    export(a_case_file(narrative=[{"entry_id": "N1", "text": "Somebody rewrote this afterwards, the whole of it."}]))
    ran = run("review", "export", "r.json", "--cases", "may.jsonl", "-o", "out")
    assert (ran.code, "not what was audited (entry N1 reads otherwise)" in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--overlap", "20%"], "needs two auditors"),
        (["--auditor", "AB", "--auditor", "ab "], "given twice"),
        (["--auditor", " "], "empty"),
        (["--auditor", "A", "--auditor", "B", "--overlap", "lots"], "neither a share"),
        (["--passes", "200"], "no percentage"),
        (["--passes", "20", "--all"], "both given"),
    ],
)
def test_what_cannot_be_asked(run: Run, audited: str, flags: list[str], said: str) -> None:
    ran = run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", *flags)
    assert (ran.code, said in ran.err, Path("out").exists()) == (2, True, False)


def test_without_the_record_there_is_nothing_to_read(run: Run, audited: str) -> None:
    assert "--cases" in run("review", "export", audited, "-o", "out").err


# Import


def test_decisions_come_back(imported: Run) -> None:
    def edit(book: Book) -> None:
        row = row_of(book, "C-001", "child-seen")
        book.decide(row, "Met ", "Seen on 3 May, entry N1", comment="c", good_practice="g", action="Mend it", owner="EF", due="3/7/2025", refer_back_now="yes", decided_on=JUNE)  # fmt: skip
        book.decide(row_of(book, "00123", "ethnicity-recorded"), "not met", None)

    ran = imported(edit)
    assert (ran.code, ran.err) == (0, "")
    assert "filled.xlsx (AB): 2 of 10 rows decided" in ran.out
    first, second = lines()
    stored = json.loads(Path("r.json").read_text())
    assert {key: first[key] for key in first if key not in {"run", "id"}} == {
        "schema": "caseaudit.decisions/1", "rubric": "test-rubric@2025-01", "case_id": "C-001", "criterion": "child-seen",
        "subject": None, "machine": "not_met", "person": "met", "reason": "Seen on 3 May, entry N1", "comment": "c",
        "good_practice": "g", "action": "Mend it", "owner": "EF", "due": "2025-07-03", "refer_back": True,
        "auditor": "AB", "reading": "first", "blind": False, "decided_on": "2025-06-02",
    }  # fmt: skip
    assert (second["case_id"], second["subject"], second["person"], second["reason"]) == (
        "00123",
        "K2",
        "not_met",
        None,
    )
    assert stored == json.loads(Path("r.json").read_text())


def test_importing_twice_changes_nothing_and_says_so(run: Run, imported: Run) -> None:
    imported(Book.decide_all)
    before = Path("d.jsonl").read_bytes()
    ran = run("review", "import", "r.json", "filled.xlsx", "-o", "d.jsonl")
    assert (ran.code, Path("d.jsonl").read_bytes()) == (0, before)
    assert "Nothing new: 10 decisions on file already" in ran.out


def test_the_rest_can_follow(imported: Run) -> None:
    imported(lambda book: book.decide(FIRST))
    ran = imported(Book.decide_all, name="more.xlsx")
    assert ran.code == 0
    assert "9 decisions entered, 1 on file already" in ran.out
    assert len(lines()) == 10


def test_nothing_decided_writes_no_file(imported: Run) -> None:
    ran = imported(lambda book: None)
    assert (ran.code, Path("d.jsonl").exists()) == (0, False)
    assert "0 of 10 rows decided" in ran.out


def sort_rows(book: Book) -> None:
    values = [[cell.value for cell in row] for row in book.sheet.iter_rows(min_row=FIRST)]
    for row, cells in zip(book.rows(), reversed(values), strict=True):
        for column, value in enumerate(cells, 1):
            book.sheet.cell(row, column).value = value


def insert_columns(book: Book) -> None:
    book.sheet.insert_cols(1, 2)
    book.sheet.cell(HEADER, 1).value = "My own notes"
    book.sheet.cell(FIRST, 1).value = "=1+1"
    book.sheet.insert_cols(book.column("Reason"))


def hide_columns(book: Book) -> None:
    for letter in ("A", "C", "T", "U"):
        book.sheet.column_dimensions[letter].hidden = True


def rows_above(book: Book) -> None:
    book.sheet.insert_rows(1, 4)
    book.sheet.cell(1, 1).value = "Received on Monday"


def another_sheet_name(book: Book) -> None:
    book.sheet.title = "Decisions (2)"


def other_sheets_gone(book: Book) -> None:
    for name in ("Narrative", "Evidence", "Lists"):
        del book.book[name]


def another_sheet_first(book: Book) -> None:
    book.book.create_sheet("Notes", 0).cell(1, 1).value = "Your outcome"


@pytest.mark.parametrize("change", [sort_rows, insert_columns, hide_columns, rows_above, another_sheet_name, other_sheets_gone, another_sheet_first])  # fmt: skip
def test_what_people_may_do_to_a_workbook(imported: Run, change: Edit) -> None:
    def edit(book: Book) -> None:
        for row in book.rows():
            book.decide(row, "Not met", f"About {book.get(row, 'Case')} {book.get(row, 'Criterion id')}")
        change(book)

    ran = imported(edit)
    assert (ran.code, len(lines())) == (0, 10), ran.err
    assert all(line["reason"] == f"About {line['case_id']} {line['criterion']}" for line in lines())


def test_deleted_rows_are_counted(imported: Run) -> None:
    def edit(book: Book) -> None:
        book.sheet.delete_rows(FIRST, 3)
        book.decide(FIRST)

    assert "1 of 10 rows decided; 3 rows deleted" in imported(edit).out


WRONG: list[tuple[str, Edit, str, str]] = [
    ("outside the list", lambda b: b.decide(FIRST, "Perhaps"), "Your outcome", "not on the list"),
    ("a formula", lambda b: b.decide(FIRST, '="Met"'), "Your outcome", "formula"),
    ("a formula for a reason", lambda b: b.decide(FIRST, "Met", "=A1"), "Reason", "formula"),
    ("an error", lambda b: b.decide(FIRST, "#N/A"), "Your outcome", "formula"),
    ("no reason", lambda b: b.decide(FIRST, "Met", None), "Reason", "reason is missing"),
    ("a reason of spaces", lambda b: b.decide(FIRST, "Met", "  "), "Reason", "reason is missing"),
    ("another case", lambda b: b.put(FIRST, "Case", "C-777"), "Case", "'C-777' stands here"),
    ("another child", lambda b: b.put(FIRST, "Child or person", "K9"), "Child or person", "was changed"),
    ("another criterion", lambda b: b.put(FIRST, "Criterion id", None), "Criterion id", "the cell is empty"),
    ("another key", lambda b: b.put(FIRST, "Row key", "0123456789abcdef"), "Row key", "row key was changed"),
    ("a formula for a key", lambda b: b.put(FIRST, "Row key", "=A1"), "Row key", "row key was changed"),
    ("no day", lambda b: b.decide(FIRST, due="31/02/2025"), "Due", "no date"),
    ("neither yes nor no", lambda b: b.decide(FIRST, refer_back_now="maybe"), "Refer back now", "neither"),
    ("the future", lambda b: b.decide(FIRST, decided_on="1/1/2095"), "Decided on", "future"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "head", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_refused_names_its_cell_and_enters_nothing(imported: Run, edit: Edit, head: str, said: str) -> None:
    refs: list[str] = []

    def wrong(book: Book) -> None:
        book.decide(FIRST)
        book.decide(FIRST + 1)
        edit(book)
        refs.append(book.ref(FIRST, head))

    ran = imported(wrong)
    assert (ran.code, Path("d.jsonl").exists()) == (2, False)
    assert f"filled.xlsx: {refs[0]}: " in ran.err
    assert said in ran.err
    ran = imported(wrong, "--partial")
    assert (ran.code, len(lines())) == (3, 1)
    assert refs[0] in ran.err


def test_every_problem_is_told_at_once(imported: Run) -> None:
    def wrong(book: Book) -> None:
        for row, outcome in zip(book.rows(), ("Perhaps", "Hm", "=1"), strict=False):
            book.decide(row, outcome)

    ran = imported(wrong)
    assert "3 problems in the workbooks" in ran.err
    assert all(f"!K{row}:" in ran.err for row in range(FIRST, FIRST + 3))


def test_a_row_that_lost_its_key(imported: Run) -> None:
    def wrong(book: Book) -> None:
        book.decide(FIRST)
        book.put(FIRST, "Row key", None)

    ran = imported(wrong)
    assert (ran.code, "lost its row key" in ran.err) == (2, True)


def test_a_question_decided_twice(imported: Run) -> None:
    refs: list[str] = []

    def wrong(book: Book) -> None:
        for head in ("Case", "Child or person", "Criterion id", "Row key"):
            book.put(FIRST + 1, head, book.get(FIRST, head))
        book.decide(FIRST, "Met")
        book.decide(FIRST + 1, "Not met")
        book.decide(FIRST + 2)
        refs.extend(book.ref(row, "Your outcome") for row in (FIRST, FIRST + 1))

    ran = imported(wrong)
    assert ran.code == 2
    assert all(f"{ref}: The same question is decided twice" in ran.err for ref in refs)
    assert imported(wrong, "--partial").code == 3
    assert len(lines()) == 1, "neither of the two answers is taken"


@pytest.mark.parametrize("name", [None, "  ", "=A1"])
def test_a_missing_auditor(imported: Run, name: str | None) -> None:
    def wrong(book: Book) -> None:
        book.decide(FIRST)
        book.book["ReadMe"]["B4"].value = name

    ran = imported(wrong)
    assert (ran.code, Path("d.jsonl").exists()) == (2, False)
    assert "ReadMe!B4: " in ran.err
    assert imported(wrong, "--partial").code == 3


def test_somebody_else_signs(imported: Run) -> None:
    def sign(book: Book) -> None:
        book.decide(FIRST)
        book.book["ReadMe"]["B4"].value = "  G H "

    ran = imported(sign)
    assert (ran.code, lines()[0]["auditor"]) == (0, "G H")
    assert "made for AB, signed by G H" in ran.err


def test_a_workbook_of_another_run(run: Run, export: Run, rubric: str, book: Path) -> None:
    name = fill(book, Book.decide_all)
    assert run("run", export(a_case_file()), "-r", rubric, "--as-of", "2025-05-24", "-o", "other.json", "-q").code == 0
    ran = run("review", "import", "other.json", name, "-o", "d.jsonl")
    assert (ran.code, "made from another run" in ran.err, ran.err.count("filled.xlsx:")) == (2, True, 1)


def test_a_workbook_of_another_edition(run: Run, export: Run, book: Path, rubric: str) -> None:
    name = fill(book, Book.decide_all)
    Path("rubric.yaml").write_text(Path("rubric.yaml").read_text().replace("2025-01", "2025-02"))
    assert run("run", "may.jsonl", "-r", rubric, "--as-of", "2025-05-23", "-o", "other.json", "-q").code == 0
    ran = run("review", "import", "other.json", name, "-o", "d.jsonl")
    assert "about rubric test-rubric@2025-01, the results about test-rubric@2025-02" in ran.err


def test_rows_of_another_run_are_found_out_without_the_manifest(imported: Run) -> None:
    def wrong(book: Book) -> None:
        book.decide(FIRST)
        book.put(FIRST, "Row key", "f" * 16)
        readme = book.book["ReadMe"]
        for row in readme.iter_rows(min_row=6):
            for cell in row:
                cell.value = None

    assert "belongs to another run" in imported(wrong).err


def test_a_changed_mind_needs_to_be_said_and_keeps_the_first(imported: Run) -> None:
    imported(lambda book: book.decide(FIRST))
    before = lines()
    ran = imported(lambda book: book.decide(FIRST, "Met", "I missed an entry"), name="again.xlsx")
    assert (ran.code, "--revise" in ran.err, lines()) == (2, True, before)
    ran = imported(lambda book: book.decide(FIRST, "Met", "I missed an entry"), "--revise", name="again.xlsx")
    assert (ran.code, lines()[:1]) == (0, before)
    assert "1 decision changed, the earlier kept" in ran.out
    assert lines()[1]["person"] == "met"


def test_an_emptied_row_leaves_what_is_on_file(imported: Run) -> None:
    imported(lambda book: book.decide(FIRST))
    ran = imported(lambda book: None, name="again.xlsx")
    assert (ran.code, len(lines())) == (0, 1)
    assert "emptied since they were entered, and still on file: Decisions!K4" in ran.err


def test_notes_without_an_outcome_are_told(imported: Run) -> None:
    ran = imported(lambda book: book.put(FIRST, "Comment", "Ask the team"))
    assert (ran.code, "notes without an outcome are not entered: Decisions!M4" in ran.err) == (0, True)


def test_two_workbooks_of_one_person_that_differ(run: Run, book: Path) -> None:
    names = [fill(book, lambda b, o=outcome: b.decide(FIRST, o), name=f"{outcome[0]}.xlsx") for outcome in ("Met", "Not met")]  # type: ignore[misc]  # fmt: skip
    ran = run("review", "import", "r.json", *names, "-o", "d.jsonl", "--revise")
    assert (ran.code, "decided otherwise in M.xlsx" in ran.err) == (2, True)


def test_a_blind_reading_needs_no_reason_to_differ_and_is_marked(run: Run, audited: str) -> None:
    flags = ["--cases", "may.jsonl", "-o", "blind", "--auditor", "AB", "--blind"]
    assert run("review", "export", audited, *flags).code == 0
    name = fill(Path("blind/review-ab.xlsx"), lambda book: book.decide(FIRST, "Met", None))
    assert run("review", "import", audited, name, "-o", "d.jsonl").code == 0
    assert (lines()[0]["blind"], lines()[0]["reason"]) == (True, None)


@pytest.fixture
def moderated(run: Run, audited: str) -> Path:
    """Let two people differ on every question, and make the moderator's workbook."""
    flags = ["--auditor", "AB", "--auditor", "CD", "--overlap", "100%"]
    assert run("review", "export", audited, "--cases", "may.jsonl", "-o", "out", *flags).code == 0
    for name, outcome in (("ab", "Met"), ("cd", "Not met")):

        def decide(book: Book, said: str = outcome) -> None:
            for row in book.rows():
                book.decide(row, said)

        filled = fill(Path(f"out/review-{name}.xlsx"), decide, name=f"{name}.xlsx")
        assert run("review", "import", audited, filled, "-o", "d.jsonl").code == 0
    ran = run("review", "moderate", "d.jsonl", "--results", audited, "-o", "moderate.xlsx")
    assert ran.code == 0, ran.err
    return Path("moderate.xlsx")


def sign(book: Book, outcome: str = "Partly met", reason: str | None = "Both are right in part") -> None:
    book.book["ReadMe"]["B4"].value = "EF"
    book.decide(FIRST, outcome, reason)


def test_a_moderation_is_read_back_and_the_readings_stay(run: Run, moderated: Path) -> None:
    before = lines()
    ran = run("review", "import", "r.json", fill(moderated, sign), "-o", "d.jsonl")
    assert (ran.code, lines()[:-1]) == (0, before), ran.err
    last = lines()[-1]
    assert (last["auditor"], last["reading"], last["person"]) == ("EF", "moderation", "partly_met")
    assert "Nothing new" in run("review", "import", "r.json", "filled.xlsx", "-o", "d.jsonl").out


def test_a_moderator_always_gives_a_reason(run: Run, moderated: Path) -> None:
    name = fill(moderated, lambda book: sign(book, str(book.get(FIRST, "Machine's proposal")), None))
    ran = run("review", "import", "r.json", name, "-o", "d.jsonl")
    assert (ran.code, "a moderator says why" in ran.err) == (2, True)


def test_a_second_moderator_cannot_quietly_undo_the_first(run: Run, moderated: Path) -> None:
    assert run("review", "import", "r.json", fill(moderated, sign), "-o", "d.jsonl").code == 0

    def undo(book: Book) -> None:
        sign(book, "Met")
        book.book["ReadMe"]["B4"].value = "GH"

    name = fill(moderated, undo, name="second.xlsx")
    ran = run("review", "import", "r.json", name, "-o", "d.jsonl")
    assert (ran.code, "EF decided this question before" in ran.err) == (2, True)
    assert run("review", "import", "r.json", name, "-o", "d.jsonl", "--revise").code == 0
    assert [line["auditor"] for line in lines()[-2:]] == ["EF", "GH"]


def test_a_decisions_file_of_another_run(run: Run, imported: Run, export: Run, rubric: str) -> None:
    imported(Book.decide_all)
    assert run("run", "may.jsonl", "-r", rubric, "--as-of", "2025-05-24", "-o", "other.json", "-q").code == 0
    assert run("review", "export", "other.json", "--cases", "may.jsonl", "-o", "o2", "--auditor", "AB").code == 0
    ran = run("review", "import", "other.json", fill(Path("o2/review-ab.xlsx"), Book.decide_all), "-o", "d.jsonl")
    assert (ran.code, "decisions on another run (10 of 10)" in ran.err) == (2, True)


def test_macros_are_not_read_and_told(run: Run, book: Path) -> None:
    name = fill(book, Book.decide_all)
    Path("m.xlsm").write_bytes(Path(name).read_bytes())
    with zipfile.ZipFile("m.xlsm", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    ran = run("review", "import", "r.json", "m.xlsm", "-o", "d.jsonl")
    assert (ran.code, "macros, which were not run" in ran.err, len(lines())) == (0, True, 10)


def test_a_workbook_without_properties_as_web_programs_save_it(run: Run, book: Path) -> None:
    with zipfile.ZipFile(fill(book, Book.decide_all)) as given, zipfile.ZipFile("web.xlsx", "w") as saved:
        for name in given.namelist():
            if not name.startswith("docProps/"):
                saved.writestr(name, given.read(name))
    assert run("review", "import", "r.json", "web.xlsx", "-o", "d.jsonl").code == 0
    assert len(lines()) == 10


@pytest.mark.parametrize("content", [b"", b"Case,Your outcome\n", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])  # fmt: skip
def test_what_is_no_workbook(run: Run, audited: str, content: bytes) -> None:
    Path("x.xlsx").write_bytes(content)
    ran = run("review", "import", audited, "x.xlsx", "-o", "d.jsonl")
    assert (ran.code, "x.xlsx" in ran.err, "Traceback" in ran.err) == (2, True, False)


def test_a_missing_column(imported: Run) -> None:
    def wrong(book: Book) -> None:
        book.decide_all()
        book.sheet.delete_cols(book.column("Reason"))

    assert "The column 'Reason' is gone" in imported(wrong).err


def test_a_second_column_of_a_name(imported: Run) -> None:
    def wrong(book: Book) -> None:
        book.decide_all()
        book.sheet.cell(HEADER, 25).value = "your outcome"

    assert "Decisions!Y3: A second column 'Your outcome'; the first is K" in imported(wrong).err


def test_a_column_taken_out_is_told(imported: Run) -> None:
    def edit(book: Book) -> None:
        book.decide(FIRST)
        book.sheet.delete_cols(book.column("Owner"))

    ran = imported(edit)
    assert (ran.code, "taken out, and are read as empty: Owner" in ran.err) == (0, True)


def test_a_workbook_without_the_sheet(imported: Run) -> None:
    def wrong(book: Book) -> None:
        del book.book["Decisions"]

    assert "There is no sheet Decisions" in imported(wrong).err


def test_the_file_of_decisions_may_not_be_what_is_read(run: Run, book: Path) -> None:
    ran = run("review", "import", "r.json", str(book), "-o", str(book))
    assert (ran.code, "is read and is to be written" in ran.err) == (2, True)
