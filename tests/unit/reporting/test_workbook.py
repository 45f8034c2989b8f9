from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from results_builder import (
    a_case,
    a_criterion,
    a_finding,
    a_set_aside,
    decided,
    field_evidence,
    some_results,
    words_evidence,
)

from caseaudit.domain.audit import Fault, InputUsed, Results
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting.text import CELL_LIMIT, CUT_MARK
from caseaudit.reporting.workbook import write_workbook

SHEETS = ["ReadMe", "Escalations", "Summary", "Cases", "Findings", "Evidence", "Criteria", "Set aside"]
HIDDEN = ["Working", "Lists"]
DATA = 4


def written(results: Results, **settings: Any) -> bytes:
    stream = BytesIO()
    write_workbook(results, stream, **settings)
    return stream.getvalue()


def opened(results: Results, *, values: bool = True, **settings: Any) -> Any:
    """The workbook as a reader that does not compute sees it; `values=False` gives the formulas."""
    return openpyxl.load_workbook(BytesIO(written(results, **settings)), data_only=values)


def column(sheet: Any, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter][DATA - 1 :]]


def table(sheet: Any, head: str) -> dict[Any, tuple[Any, ...]]:
    """Rows of a table of the Summary by their first cell."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == head) + 2
    found = {}
    for row in rows[start:]:
        if row[0] is None:
            break
        found[row[0]] = row
    return found


def readme(book: Any) -> dict[Any, Any]:
    return {row[0]: row[1] for row in book["ReadMe"].iter_rows(max_col=2, values_only=True)}


def test_sheets_stand_in_the_order_people_read_them() -> None:
    book = opened(some_results(a_case(a_finding())))
    assert book.sheetnames == SHEETS + HIDDEN
    assert [book[name].sheet_state for name in HIDDEN] == ["hidden", "hidden"]
    assert book.active.title == "ReadMe"


HOSTILE = [
    "=1+1",
    "+44 7700 900123",
    "-2",
    "@x",
    "00123",
    "1E5",
    "111000000000",
    "[alone]",
    "#N/A",
    "TRUE",
    "12/03/2025",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    finding = a_finding(
        text, subject=text, reason=text, remedy=text, evidence=(words_evidence(text, preferred=text, entry_id=text),)
    )
    criterion = a_criterion(text, title=text, text=text, remedy=text, source=text, refs=(text,), area=text)
    results = some_results(
        a_case(finding, a_finding(text, evidence=(field_evidence(text, path=text),)), case_id=text),
        criteria=[criterion],
        set_aside=[a_set_aside(case_id=text, value=text, reason=text, path=text, file=text)],
        notices=[text],
    )
    book = opened(results, values=False)
    for name, cell in (
        ("Findings", "A4"), ("Findings", "B4"), ("Findings", "C4"), ("Findings", "E4"), ("Findings", "H4"),
        ("Evidence", "F4"), ("Evidence", "I4"), ("Evidence", "I5"), ("Evidence", "E5"),
        ("Cases", "A4"), ("Cases", "E3"), ("Criteria", "A4"), ("Criteria", "B4"),
        ("Set aside", "A4"), ("Set aside", "C4"), ("Set aside", "E4"), ("Set aside", "F4"),
    ):  # fmt: skip
        shown = book[name][cell]
        assert (shown.value, shown.data_type) == (text, "s"), (name, cell)
    assert text in readme(book).values()
    ids = [book["Findings"]["A4"], book["Cases"]["A4"], book["Evidence"]["A4"], book["Set aside"]["C4"]]
    assert {cell.number_format for cell in ids} == {"@"}


def test_no_formula_of_the_workbook_holds_case_text() -> None:
    case = a_case(a_finding('"&HYPERLINK("x")&"', reason='")+1', subject='"', evidence=()), case_id='"=1')
    book = opened(some_results(case), values=False)
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert not [f for f in formulas if "HYPERLINK" in f or ")+1" in f or "=1" in f[1:].replace("=1)", "")]


def test_control_characters_surrogates_and_line_ends() -> None:
    finding = a_finding(reason="a\x00b\x0b\ud800c\r\nd\re", evidence=(words_evidence("x\x1by"),))
    book = opened(some_results(a_case(finding)))
    assert book["Findings"]["E4"].value == "a\ufffdb\ufffd\ufffdc\nd\ne"
    assert book["Evidence"]["I4"].value == "x\ufffdy"


def test_long_text_is_cut_and_says_so() -> None:
    finding = a_finding(reason="r" * 40_000, evidence=(words_evidence("w" * 40_000), field_evidence("👧" * 20_000)))
    book = opened(some_results(a_case(finding)))
    for sheet, cell in (("Findings", "E4"), ("Evidence", "I4"), ("Evidence", "I5")):
        value = book[sheet][cell].value
        assert value.endswith(CUT_MARK)
        assert len(value.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert len(book["Findings"]["F4"].value) < 1_000


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    results = some_results(a_case(a_finding(), case_id="A"), a_case(a_finding(escalate=True), case_id="B"))
    path = tmp_path / "audit.xlsx"
    write_workbook(results, path)
    assert path.read_bytes() == written(results)
    write_workbook(results, str(path))
    assert path.read_bytes() == written(results)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        names = [info.filename for info in archive.infolist()]
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}
    assert len(names) == len(set(names))


def test_another_marking_gives_other_bytes_and_stands_on_every_sheet() -> None:
    results = some_results(a_case(a_finding()))
    assert written(results, marking="OFFICIAL") != written(results)
    book = opened(results, marking="OFFICIAL: R&D &A")
    for sheet in book:
        for part in (sheet.oddHeader, sheet.oddFooter):
            assert part.center.text == "OFFICIAL: R&&D &&A"
    assert book["ReadMe"]["A2"].value == "OFFICIAL: R&D &A"


def test_every_page_is_set_up_for_print() -> None:
    book = opened(some_results(a_case(a_finding(), a_finding("b"))))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToHeight, sheet.oddHeader.center.text) == (0, "OFFICIAL-SENSITIVE")
    for name in ("Escalations", "Cases", "Findings", "Evidence", "Criteria", "Set aside"):
        assert book[name].print_title_rows == "$3:$3"
        assert book[name].freeze_panes is not None
        assert book[name].auto_filter.ref.startswith("A3:")


def test_counts_of_the_summary_are_the_records() -> None:
    outcomes = [Outcome.NOT_MET, Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.MET, Outcome.CANNOT_ASSESS]
    cases = [a_case(a_finding("asked", outcome), case_id=f"C{at}") for at, outcome in enumerate(outcomes)]
    cases.append(a_case(a_finding("asked", None, fault=Fault("f-1"))))
    criterion = a_criterion("asked", cases, baseline=(4, 48, "not_met"), title="Asked")
    sheet = opened(some_results(*cases, criteria=[criterion]))["Summary"]
    row = table(sheet, "Every criterion")["Asked"]
    assert row[:12] == ("Asked", 1, 1, 2, 0, 1, 1, 4, "Not met", 0.5, 0.150039, 0.849961)
    assert row[12:16] == ("4 of 48 (8.3%)", "Yes", 5, 0)
    beside = table(sheet, "Beside the inspection's own figures")["Asked"]
    assert beside[1:4] == (2, 4, 0.5)
    assert beside[6:8] == (4, 48)
    areas = table(sheet, "Areas: indicative grades")["Leadership"]
    assert areas[1:5] == (4, 0.375, 0.375, "Requires improvement")
    heads = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert "Indicative grade" in heads
    assert "Grade" not in heads


def test_nothing_assessed_is_shown_as_no_rate() -> None:
    cases = [a_case(a_finding("asked", Outcome.CANNOT_ASSESS))]
    criterion = a_criterion("asked", cases, baseline=(1, 4, "short"), title="Asked")
    sheet = opened(some_results(*cases, criteria=[criterion]))["Summary"]
    row = table(sheet, "Every criterion")["Asked"]
    assert row[7:14] == (0, "Partly or not met", "—", "—", "—", "1 of 4 (25.0%)", "—")
    assert table(sheet, "Areas: indicative grades")["Leadership"][1:5] == (0, "—", "—", "—")


def test_every_formula_carries_its_value() -> None:
    cases = [a_case(a_finding("asked", outcome), case_id=outcome.value) for outcome in Outcome]
    results = some_results(*cases, criteria=[a_criterion("asked", cases, baseline=(4, 48, "short"))])
    formulas, values = opened(results, values=False), opened(results)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    assert values[sheet.title][cell.coordinate].value is not None, (sheet.title, cell.coordinate)
    assert count > 50


def test_findings_carry_what_an_auditor_needs() -> None:
    finding = a_finding(
        "voice", Outcome.NOT_MET, subject="CH-1", reason="silent", remedy="Ask her.", severity=Severity.HIGH,
        evidence=(words_evidence("put herself at risk", preferred="was put at risk by him"),),
    )  # fmt: skip
    book = opened(some_results(a_case(finding, case_id="00123"), criteria=[a_criterion("voice", title="Her voice")]))
    row = [cell.value for cell in book["Findings"][DATA]]
    assert row[:9] == [
        "00123", "Her voice", "CH-1", "Not met", "silent", "“put herself at risk” (entry N1)", "was put at risk by him",
        "Ask her.", "High",
    ]  # fmt: skip
    assert row[9:14] == [None] * 5
    assert row[14:19] == ["Not met", 1, "voice", 0, 5]
    heads = [cell.value for cell in book["Findings"][3]]
    assert heads[9:15] == ["Decision", "Comment", "Action", "Owner", "Due", "Outcome in force"]


def test_a_decision_made_before_is_filled_in() -> None:
    finding = decided(a_finding("asked", Outcome.NOT_MET), Outcome.MET, reason="ethnicity is in entry 4")
    confirmed = decided(a_finding("asked", Outcome.NOT_MET), Outcome.NOT_MET)
    sheet = opened(some_results(a_case(finding, case_id="A"), a_case(confirmed, case_id="B")))["Findings"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=DATA, values_only=True)}
    assert (rows["A"][3], rows["A"][9], rows["A"][14]) == ("Not met", "Met", "Met")
    assert rows["A"][10] == "ethnicity is in entry 4 (auditor-1, 2025-06-02T09:30:00+01:00)"
    assert (rows["B"][3], rows["B"][9], rows["B"][10], rows["B"][14]) == ("Not met", "Not met", None, "Not met")


def test_decisions_are_chosen_from_a_list() -> None:
    book = opened(some_results(a_case(a_finding()), a_case(a_finding())))
    choices = {validation.formula1: validation for validation in book["Findings"].data_validations.dataValidation}
    assert str(choices["outcome_choices"].sqref) == "J4:J5"
    assert book.defined_names["outcome_choices"].attr_text == "'Lists'!$A$2:$A$6"
    listed = [row[0].value for row in book["Lists"]["A2:A6"]]
    assert listed == ["Met", "Partly met", "Not met", "Not applicable", "Cannot assess"]


def test_auditors_columns_are_tinted_and_the_machines_are_not() -> None:
    sheet = opened(some_results(a_case(a_finding())))["Findings"]
    fills = [cell.fill.fgColor.rgb if cell.fill.fill_type else None for cell in sheet[DATA]][:14]
    assert fills == [None] * 9 + ["00FFF7DB"] * 5


def test_escalations_come_first_with_the_words() -> None:
    now = a_finding("still-missing", Outcome.NOT_MET, escalate=True, reason="not located", severity=Severity.LOW)
    book = opened(
        some_results(
            a_case(a_finding(severity=Severity.CRITICAL), case_id="A"), a_case(now, case_id="B"),
        )
    )  # fmt: skip
    row = [cell.value for cell in book["Escalations"][DATA]]
    assert row == [
        "B", "Missing child", "Still missing", None, "not located", "children[0].ethnicity = (blank)", "Record it.",
        "case-files.jsonl, row 1",
    ]  # fmt: skip
    assert column(book["Findings"], "A") == ["B", "A"]
    assert column(book["Cases"], "A") == ["B", "A"]
    assert column(book["Cases"], "C") == ["YES", None]


def test_the_map_shows_the_worst_of_a_cases_children() -> None:
    cases = [
        a_case(a_finding("asked", Outcome.MET), a_finding("asked", Outcome.NOT_MET), case_id="A"),
        a_case(a_finding("asked", None, fault=Fault("f")), case_id="B"),
        a_case(a_finding("other", Outcome.CANNOT_ASSESS), case_id="C"),
    ]
    sheet = opened(some_results(*cases))["Cases"]
    assert [cell.value for cell in sheet[3]][4:6] == ["Asked", "Other"]
    assert [row[4:6] for row in sheet.iter_rows(min_row=4, values_only=True)] == [
        ("NOT", None),
        ("FAULT", None),
        (None, "?"),
    ]


def test_evidence_has_its_place_and_both_sides() -> None:
    finding = a_finding(
        evidence=(words_evidence("quiet", start=10, end=15, concept="demeanour"), field_evidence("NS", contrary=True))
    )
    book = opened(some_results(a_case(finding)))
    first, second = list(book["Evidence"].iter_rows(min_row=DATA, values_only=True))
    assert first[4:10] == ("narrative[0].text", "N1", 10, 15, "quiet", "Demeanour")
    assert (first[12], second[12]) == ("For", "Against")
    assert (second[4], second[8]) == ("children[0].ethnicity", "NS")


def test_readme_says_what_was_audited_and_who_decides() -> None:
    results = some_results(
        a_case(a_finding()), set_aside=[a_set_aside()], notices=["2 columns were not used."], sample={"seed": 7}
    )
    said = readme(opened(results))
    assert said["case-files.jsonl"] == "2 records read: 1 audited, 1 set aside."
    assert said["Rubric"] == "Dip sample: dip-sample, edition 2025-12, 1 criterion."
    assert said["As of"].startswith("2025-05-23")
    assert "A person decides" in said["Proposals"]
    assert said["Notice"] == "2 columns were not used."
    assert said["Sample"] == "Seed: 7"
    assert said["Input case-files.jsonl"] == "SHA-256 " + "cd" * 32
    assert said["Rubric dip-sample"] == "edition 2025-12, SHA-256 " + "ab" * 32
    for outcome in ("Met", "Partly met", "Not met", "Not applicable", "Cannot assess", "Fault"):
        assert said[outcome]


def test_an_audit_of_nothing_says_none() -> None:
    results = replace(some_results(), summary=replace(some_results().summary, criteria=(), areas=()))
    book = opened(results)
    for name in ("Escalations", "Cases", "Findings", "Evidence", "Criteria", "Set aside"):
        assert book[name]["A4"].value == "None.", name
    assert [row[0] for row in table(book["Summary"], "Every criterion").values()] == ["None."]
    assert readme(book)["Notices"] == "None."


def test_cases_without_findings_and_criteria_without_cases_are_shown() -> None:
    book = opened(some_results(a_case(score=None), criteria=[a_criterion("asked")]))
    assert book["Cases"]["D4"].value == "—"
    assert book["Criteria"]["A4"].value == "Asked"
    assert book["Findings"]["A4"].value == "None."


def test_too_many_findings_keep_the_most_urgent_and_say_what_is_left_out() -> None:
    cases = [
        a_case(a_finding("asked", severity=severity, escalate=escalate), case_id=f"{name}{at}")
        for at in range(4)
        for name, severity, escalate in (
            ("low", Severity.LOW, False),
            ("critical", Severity.CRITICAL, False),
            ("now", Severity.LOW, True),
        )
    ]
    book = opened(some_results(*cases), max_rows=9)
    shown = column(book["Findings"], "A")
    assert shown == ["now0", "now1", "now2", "now3", "critical0", "critical1"]
    assert book["Findings"].max_row == 9
    for name, wanted in (
        ("Findings", "Shows 6 of 12 findings: where a child may be unsafe now, then what falls short"),
        ("Cases", "Shows 6 of 12 cases: where a child may be unsafe now, then the lowest scores"),
        ("Evidence", "Shows 6 of 12 pieces of evidence: those of the most urgent findings"),
    ):
        assert book[name]["A2"].value.startswith(wanted)
        assert "written with the same run (-o) holds every" in book[name]["A2"].value
        assert readme(book)[name].startswith(wanted)
    assert "Escalations" not in readme(book)
    assert "Every figure here is of all cases" in book["Summary"]["A2"].value
    assert "shows 6 of 12 findings" in book["Summary"]["A2"].value
    assert table(book["Summary"], "Every criterion")["Asked"][3] == 12
    whole = opened(some_results(*cases))
    assert not [sheet.title for sheet in whole if str(sheet["A2"].value).startswith("Shows")]
    assert "What this workbook does not show" not in readme(whole)


@pytest.mark.parametrize("max_rows", [0, 1, 3, 4, 5])
def test_a_sheet_with_hardly_any_room_still_holds_the_first_finding(max_rows: int) -> None:
    cases = [a_case(a_finding(), case_id="A"), a_case(a_finding(escalate=True), case_id="B")]
    book = opened(some_results(*cases), max_rows=max_rows)
    assert column(book["Findings"], "A")[0] == "B"


def test_set_aside_records_that_find_no_room_are_counted() -> None:
    results = some_results(set_aside=[a_set_aside(line=at) for at in range(10)])
    assert opened(results, max_rows=8)["Set aside"]["A2"].value.startswith("Shows 5 of 10 records")


def test_five_thousand_findings() -> None:
    cases = [
        a_case(*(a_finding(f"asked-{at}", Outcome.MET if (number + at) % 3 else Outcome.NOT_MET) for at in range(20)),
               case_id=f"{number:05}")
        for number in range(250)
    ]  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(written(some_results(*cases))), read_only=True, data_only=True)
    sheet = book["Findings"]
    numbers = [row[0] for row in sheet.iter_rows(min_row=DATA, min_col=16, max_col=16, values_only=True)]
    assert numbers == list(range(1, 5_001))
    book.close()


def test_many_inputs_are_all_named() -> None:
    inputs = tuple(InputUsed(f"part-{at}.csv", "0" * 64, 1, 1, 0) for at in range(30))
    said = readme(opened(some_results(inputs=inputs)))
    assert said["part-29.csv"] == "1 record read: 1 audited, 0 set aside."


def test_properties_tie_the_workbook_to_its_run() -> None:
    results = some_results(a_case(a_finding()))
    book = opened(results)
    given = {item.name: item.value for item in book.custom_doc_props.props}
    assert given["caseaudit-schema"] == "caseaudit.results/1"
    assert given["caseaudit-run"] == readme(book)["Run id"]
    assert book.properties.creator == "caseaudit 0.1.0"


def test_charts_are_native_and_name_their_series() -> None:
    cases = [a_case(a_finding("asked"))]
    results = some_results(*cases, criteria=[a_criterion("asked", cases, baseline=(1, 4, "not_met"))])
    with zipfile.ZipFile(BytesIO(written(results))) as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        first, second = (archive.read(name).decode() for name in charts)
    assert "ours beside the inspection's own figure" in first
    assert "Leadership: cases by outcome" in second
    for outcome in ("Met", "Partly met", "Not met", "Not applicable", "Cannot assess"):
        assert f">{outcome}<" in second


def test_an_empty_text_is_an_empty_cell() -> None:
    with zipfile.ZipFile(BytesIO(written(some_results(a_case(a_finding(subject="", remedy=None)))))) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if re.search(rb'<c [^>]*t="inlineStr"[^>]*/>', sheet)]
