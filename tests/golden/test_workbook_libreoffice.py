"""The workbook in a real spreadsheet program: every figure of the Summary, computed anew, is the record's."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from results_builder import a_criterion, decided, finding_rows, some_results
from sample_results import CRITERIA, a_month

from caseaudit.domain.audit import Accepted, CaseAudit, ExceptionsUsed, ExpiredException, Finding, Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.words import OUTCOMES
from caseaudit.reporting.workbook import write_workbook

pytestmark = pytest.mark.libreoffice

Compute = Callable[[Any], Any]

COLUMNS = {"met": 2, "partly_met": 3, "not_met": 4, "not_applicable": 5, "cannot_assess": 6, "assessed": 8}


@pytest.fixture
def recalculated(tmp_path: Path) -> Compute:
    """Open a workbook in LibreOffice, compute it, and read the values back."""

    def compute(book: Any) -> Any:
        given = tmp_path / "given.xlsx"
        book.save(given)  # openpyxl keeps the formulas and drops the values: all are computed anew
        soffice = shutil.which("soffice")
        assert soffice, "LibreOffice is needed: apt-get install libreoffice-calc"
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", str(tmp_path / "out"), str(given)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        return openpyxl.load_workbook(tmp_path / "out" / "given.xlsx", data_only=True)

    return compute


def the_workbook(results: Results, **settings: Any) -> Any:
    stream = BytesIO()
    write_workbook(results, stream, **settings)
    return openpyxl.load_workbook(stream)


def rows_under(sheet: Any, head: str) -> dict[Any, tuple[Any, ...]]:
    """Rows of the table whose section has this title: first cell to the whole row, up to an empty one."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == head) + 2
    found = {}
    for row in rows[start:]:
        if row[0] is None:
            break
        found[row[0]] = row
    return found


def assert_summary_is(sheet: Any, results: Results) -> None:
    shown = rows_under(sheet, "Every criterion")
    compared = rows_under(sheet, "Beside the inspection's own figures")
    for summary in results.summary.criteria:
        row = shown[summary.title]
        for name, column in COLUMNS.items():
            assert row[column - 1] == getattr(summary, name), (summary.criterion, name)
        short = summary.baseline is not None and summary.baseline.counts == "short"
        rate = summary.short_rate if short else summary.not_met_rate
        interval = summary.interval
        assert row[9:12] == ("—",) * 3 if rate is None else row[9:12] == (rate, interval.low, interval.high)
        assert row[14:16] == (summary.proposed, summary.confirmed), summary.criterion
        if summary.baseline:
            beside = compared[summary.title]
            count = summary.not_met + (summary.partly_met if short else 0)
            assert beside[1:3] == (count, summary.assessed)
            wanted = {True: "Yes", False: "No", None: "—"}[summary.baseline.compatible]
            assert (beside[12], row[13]) == (wanted, wanted)
    areas = rows_under(sheet, "Areas: indicative grades")
    for area in results.summary.areas:
        assert areas[area.title][1] == area.assessed
        assert areas[area.title][3] == ("—" if area.score is None else area.score)


def assert_map_is(sheet: Any, results: Results) -> None:
    words = {"met": "Met", "partly_met": "Part", "not_met": "NOT", "not_applicable": "n/a", "cannot_assess": "?"}
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    counted = {}
    for at, title in enumerate(rows[0]):
        counted[title] = [row[at] for row in rows[1:]]
    for summary in results.summary.criteria:
        for name, word in words.items():
            assert counted[summary.title].count(word) == getattr(summary, name), (summary.criterion, name)


def summed_up_again(results: Results, cases: Sequence[CaseAudit]) -> Results:
    """The results as the engine gives them for these cases."""
    criteria = [
        a_criterion(name, cases, area=area, baseline=baseline, weight=1.0 + at % 3)
        for at, (name, area, baseline) in enumerate(CRITERIA)
    ]
    return some_results(*cases, criteria=criteria, set_aside=results.set_aside)


def decide_some(book: Any, results: Results, seed: int = 5) -> Results:
    """Write decisions as an auditor would, and give back the results with the same decisions in them."""
    sheet, chance = book["Findings"], Random(seed)
    changed = {}
    for number, row in enumerate(finding_rows(results), 1):
        at = number + 3
        if sheet.cell(at, 16).value != number or chance.random() > 0.25:
            continue
        outcome = chance.choice(list(Outcome))
        # Pasted words may differ in case and have spaces around them.
        sheet.cell(at, 10).value = chance.choice([str, str.upper, " {} ".format])(OUTCOMES[outcome])
        changed[id(row.finding)] = decided(row.finding, outcome)
    assert len(changed) > 3
    return summed_up_again(results, with_decisions(results, changed))


def accepting(results: Results) -> Results:
    """The results with every third finding that falls short accepted, and an exception that has expired."""
    short = [
        row.finding for row in finding_rows(results) if row.finding.outcome in (Outcome.NOT_MET, Outcome.PARTLY_MET)
    ]
    holds = Accepted("the form lacks the field", "DI Osei", "2026-03-31")
    changed = {id(finding): replace(finding, accepted=holds) for finding in short[::3]}
    expired = (ExpiredException("00001", "ethnicity-recorded", None, "DI Osei", "2025-01-01"),)
    return replace(
        results,
        run=replace(results.run, exceptions=ExceptionsUsed("exceptions.yaml", "ab" * 32, 2, expired)),
        summary=replace(results.summary, accepted=len(changed)),
        cases=tuple(with_decisions(results, changed)),
    )


def with_decisions(results: Results, changed: dict[int, Finding]) -> list[CaseAudit]:
    """The cases with some findings, by identity, put in place of others."""
    return [
        replace(case, findings=tuple(changed.get(id(finding), finding) for finding in case.findings))
        for case in results.cases
    ]


@pytest.mark.parametrize("decisions", [False, True])
def test_summary_agrees_with_the_record_to_the_last_count(recalculated: Compute, decisions: bool) -> None:
    results = a_month(decisions=decisions)
    book = recalculated(the_workbook(results))
    assert_summary_is(book["Summary"], results)
    assert_map_is(book["Cases"], results)


def test_summary_and_map_follow_the_auditors_decisions(recalculated: Compute) -> None:
    results = a_month()
    book = the_workbook(results)
    after = decide_some(book, results)
    computed = recalculated(book)
    assert after.summary.criteria != results.summary.criteria
    assert_summary_is(computed["Summary"], after)
    assert_map_is(computed["Cases"], after)


def test_a_decision_over_an_earlier_decision_counts_from_the_machines_outcome(recalculated: Compute) -> None:
    results = a_month(decisions=True)
    book = the_workbook(results)
    after = decide_some(book, results, seed=9)
    assert_summary_is(recalculated(book)["Summary"], after)


def test_sorted_and_deleted_rows_lose_no_case(recalculated: Compute) -> None:
    results = a_month()
    book = the_workbook(results)
    after = decide_some(book, results)
    sheet = book["Findings"]
    # Sorting moves whole rows; the formulas of a row look at that row alone.
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    rows.sort(key=lambda row: (row[0], row[1], row[15]))
    for at, values in enumerate(rows, 4):
        for column, value in enumerate(values, 1):
            old = str(value)
            here = old if not old.startswith("=") else moved(old, at)
            sheet.cell(at, column).value = here if old.startswith("=") else value
            if isinstance(value, str) and not old.startswith("="):
                sheet.cell(at, column).data_type = "s"
    assert_summary_is(recalculated(book)["Summary"], after)


def moved(formula: str, row: int) -> str:
    """A formula of the Findings sheet on another row: its references are to the row it stands on."""
    return re.sub(r"\b([JRS])\d+\b", rf"\g<1>{row}", formula)


def test_a_deleted_row_leaves_the_machines_outcome_and_every_other_decision(recalculated: Compute) -> None:
    results = a_month()
    book = the_workbook(results)
    sheet, last = book["Findings"], book["Findings"].max_row
    sheet.cell(last, 10).value = "Not met"
    sheet.delete_rows(10, 3)
    for row in sheet.iter_rows(min_row=10):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = moved(cell.value, cell.row)
    for name in book.defined_names.values():  # a spreadsheet shrinks the names with the rows
        name.attr_text = re.sub(rf"('Findings'.*){last}$", rf"\g<1>{last - 3}", name.attr_text)
    rows = finding_rows(results)
    changed = {id(rows[-1].finding): decided(rows[-1].finding, Outcome.NOT_MET)}
    after = summed_up_again(results, with_decisions(results, changed))
    assert_summary_is(recalculated(book)["Summary"], after)


def test_an_overfull_workbook_gives_totals_plus_what_decisions_change(recalculated: Compute) -> None:
    results = a_month()
    book = the_workbook(results, max_rows=60)
    assert "Shows 57 of" in book["Findings"]["A2"].value
    after = decide_some(book, results)
    computed = recalculated(book)
    assert_summary_is(computed["Summary"], after)
    assert_map_is(computed["Cases"], after)


def test_accepted_findings_change_no_count(recalculated: Compute) -> None:
    results = accepting(a_month())
    book = the_workbook(results, max_rows=60)
    after = decide_some(book, results)
    computed = recalculated(book)
    assert_summary_is(computed["Summary"], after)
    said = {row[0]: row[1] for row in computed["Summary"].iter_rows(min_row=4, max_row=12, values_only=True)}
    assert said["Findings accepted by an exception, counted as they are"] == results.summary.accepted > 0
    assert said["EXPIRED EXCEPTIONS: see ReadMe"] == 1
    accepted = [cell.value for cell in computed["Findings"]["T"]]
    assert accepted[2] == "Accepted"
    assert any(accepted[3:])


def test_decisions_that_are_not_understood_are_counted_and_change_nothing(recalculated: Compute) -> None:
    results = a_month()
    book = the_workbook(results)
    for at, words in ((4, "perhaps"), (5, "*"), (6, "=")):
        book["Findings"].cell(at, 10).value = words
        book["Findings"].cell(at, 10).data_type = "s"
    computed = recalculated(book)["Summary"]
    assert_summary_is(computed, results)
    said = {row[0]: row[1] for row in computed.iter_rows(min_row=4, max_row=10, values_only=True)}
    assert said["Decisions not understood (shown red in Findings)"] == 3
    assert said["Findings that a person has decided"] == 0


def test_no_cell_of_any_sheet_is_an_error_or_empty_formula(recalculated: Compute) -> None:
    results = a_month()
    given = the_workbook(results)
    computed = recalculated(given)
    for sheet in given:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = computed[sheet.title][cell.coordinate].value
                    assert value is not None, (sheet.title, cell.coordinate)
                    assert not str(value).startswith("#"), (sheet.title, cell.coordinate, value)


def test_values_stored_beside_the_formulas_are_the_computed_ones(recalculated: Compute) -> None:
    results = a_month(decisions=True)
    stream = BytesIO()
    write_workbook(results, stream)
    stored = openpyxl.load_workbook(stream, data_only=True)
    computed = recalculated(the_workbook(results))
    for sheet in the_workbook(results):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    at = cell.coordinate
                    assert stored[sheet.title][at].value == computed[sheet.title][at].value, (sheet.title, at)


def test_an_audit_of_nothing_opens(recalculated: Compute) -> None:
    book = recalculated(the_workbook(some_results()))
    assert book["Findings"]["A4"].value == "None."
    assert book["Summary"]["B4"].value == 0
