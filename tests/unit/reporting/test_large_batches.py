"""A batch that is read from the disk: gone through once, held in part, and what is left out said."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from results_builder import (
    a_case,
    a_criterion,
    a_finding,
    a_set_aside,
    decided,
    finding_rows,
    some_results,
    words_evidence,
)

from caseaudit.domain.audit import CaseAudit, Results
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting import month_gathered
from caseaudit.reporting.html_v1 import write_html
from caseaudit.reporting.markdown_v1 import write_markdown
from caseaudit.reporting.month import Month, make_month
from caseaudit.reporting.month_page import month_page
from caseaudit.reporting.workbook import plan, write_workbook

NOT, MET, PARTLY = Outcome.NOT_MET, Outcome.MET, Outcome.PARTLY_MET


class FromDisk(Collection[CaseAudit]):
    """Cases that are made anew each time they are gone through, as if read back; counts how often that is."""

    def __init__(self, make: Callable[[int], CaseAudit], count: int) -> None:
        self._make, self._count = make, count
        self.passes = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[CaseAudit]:
        self.passes += 1
        return map(self._make, range(self._count))

    def __contains__(self, case: object) -> bool:
        return any(one == case for one in self)


def made(number: int) -> CaseAudit:
    """One of a few kinds of case: some escalate, some are short for one child of two, some people decided."""
    first, second = [(NOT, MET), (MET, MET), (PARTLY, NOT), (MET, Outcome.CANNOT_ASSESS)][number % 4]
    findings = [
        a_finding("recorded", first, subject="K1", severity=Severity.LOW, evidence=(words_evidence(),) * 2),
        a_finding("recorded", second, subject="K2", severity=Severity.MEDIUM),
        a_finding("found", NOT if number % 7 == 0 else MET, escalate=number % 7 == 0, severity=Severity.CRITICAL),
    ]
    if number % 5 == 0:
        findings[1] = decided(findings[1], MET)
    score = None if number % 11 == 0 else (number % 10) / 10
    return a_case(*findings, case_id=f"C-{number:04}", score=score, row=number + 1)


def batch(count: int, **given: Any) -> Results:
    """Results of so many cases, read as if from the disk."""
    cases = [made(number) for number in range(count)]
    criteria = [a_criterion("recorded", cases), a_criterion("found", cases, escalate=True)]
    return replace(some_results(*cases, criteria=criteria, **given), cases=FromDisk(made, count))


def workbook(results: Results, **given: Any) -> bytes:
    stream = BytesIO()
    write_workbook(results, stream, **given)
    return stream.getvalue()


def book_of(results: Results, **given: Any) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook(results, **given)), data_only=True)


def pages(month: Month) -> tuple[str, str]:
    html, markdown = StringIO(), StringIO()
    write_html(month_page(month), html)
    write_markdown(month_page(month), markdown)
    return html.getvalue(), markdown.getvalue()


@pytest.fixture
def small_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a small batch goes beyond."""
    for name, most in (("MOST_FINDINGS", 40), ("MOST_CASES", 12), ("MOST_OTHERS", 30)):
        monkeypatch.setattr(plan, name, most)


class TestWorkbook:
    def test_read_from_the_disk_it_has_the_same_bytes(self) -> None:
        results = batch(60)
        assert workbook(results) == workbook(replace(results, cases=tuple(results.cases)))

    def test_the_cases_are_gone_through_once(self) -> None:
        results = batch(60)
        workbook(results)
        assert results.cases.passes == 1  # type: ignore[attr-defined]  # it is `FromDisk`

    @pytest.mark.usefixtures("small_sheets")
    def test_findings_are_the_most_urgent_in_their_order(self) -> None:
        results = batch(60)
        sheet = book_of(results)["Findings"]
        shown = [(row[0], row[16], row[2]) for row in sheet.iter_rows(min_row=4, values_only=True)]
        every = [(row.case.case_id, row.finding.criterion, row.finding.subject) for row in finding_rows(results)]
        assert shown == every[:40]
        assert sheet["A2"].value.startswith("Shows 40 of 180 findings")

    @pytest.mark.usefixtures("small_sheets")
    def test_cases_are_the_escalated_then_the_lowest_scores(self) -> None:
        sheet = book_of(batch(60))["Cases"]
        rows = [(row[2], row[3]) for row in sheet.iter_rows(min_row=4, values_only=True)]
        assert len(rows) == 12
        assert [urgent for urgent, _ in rows] == ["YES"] * 9 + [None] * 3
        assert [score for _, score in rows[9:]] == sorted(score for _, score in rows[9:]) == [0, 0, 0]
        assert sheet["A2"].value.startswith("Shows 12 of 60 cases")
        assert "NOT = Not met" in sheet["A2"].value

    @pytest.mark.usefixtures("small_sheets")
    def test_other_sheets_are_cut_and_say_so(self) -> None:
        book = book_of(batch(240, set_aside=[a_set_aside(line=at) for at in range(31)]))
        assert book["Escalations"]["A2"].value.startswith("Shows 30 of 35 escalations: the gravest first.")
        assert "act on those too" in book["Escalations"]["A2"].value
        assert book["Evidence"].max_row == 33
        assert book["Evidence"]["A2"].value.startswith("Shows 30 of 960 pieces of evidence")
        assert book["Set aside"]["A2"].value.startswith("Shows 30 of 31 records")
        assert "--rejects" in book["Set aside"]["A2"].value
        said = {row[0]: row[1] for row in book["ReadMe"].iter_rows(max_col=2, values_only=True)}
        for name in ("Escalations", "Cases", "Findings", "Evidence", "Set aside"):
            assert said[name] == book[name]["A2"].value.split("   ")[0]

    @pytest.mark.usefixtures("small_sheets")
    def test_the_summary_is_of_all_cases(self) -> None:
        results = batch(60)
        sheet = book_of(results)["Summary"]
        shown = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
        for summary in results.summary.criteria:
            row = shown[summary.title]
            counts = (summary.met, summary.partly_met, summary.not_met, summary.not_applicable, summary.cannot_assess)
            assert row[1:6] == counts
            assert row[14:16] == (summary.proposed, summary.confirmed)
        assert shown["Findings that a person has decided"][1] == 12

    def test_memory_does_not_grow_with_the_batch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("MOST_FINDINGS", "MOST_CASES", "MOST_OTHERS"):
            monkeypatch.setattr(plan, name, 50)

        def peak(results: Results) -> int:
            tracemalloc.start()
            made_plan = plan.make_plan(results, marking="OFFICIAL", max_rows=plan.EXCEL_ROWS)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            made_plan.close()
            return most

        few, many = batch(200), batch(2_000)
        peak(few)
        assert peak(many) < peak(few) + 300_000  # each case takes more than 2,000 bytes

    def test_a_run_that_is_stopped_leaves_nothing_open(self) -> None:
        def broken(number: int) -> CaseAudit:
            if number == 3:
                raise OSError("the disk is gone")
            return made(number)

        with pytest.raises(OSError, match="the disk is gone"):
            workbook(replace(batch(5), cases=FromDisk(broken, 5)))


class TestPages:
    def test_read_from_the_disk_they_are_the_same(self) -> None:
        results = batch(60)
        held = replace(results, cases=tuple(results.cases))
        assert pages(make_month(results, marking="O")) == pages(make_month(held, marking="O"))

    def test_the_cases_are_gone_through_once(self) -> None:
        results = batch(60)
        pages(make_month(results, marking="O"))
        assert results.cases.passes == 1  # type: ignore[attr-defined]  # it is `FromDisk`

    def test_lists_are_cut_and_say_how_many_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(month_gathered, "LISTED", 4)
        for page in pages(make_month(batch(60), marking="O")):
            assert "9 cases where a child may be unsafe now. Of 9 escalated findings:" in page
            assert "And 5 more, which the workbook lists." in page
        month = make_month(batch(60), marking="O")
        assert [row.case.case_id for row in month.gathered.escalations.first] == [f"C-{n:04}" for n in (0, 7, 14, 21)]

    def test_rows_hold_no_other_finding_of_their_case(self) -> None:
        month = make_month(batch(60), marking="O")
        assert {row.case.findings for row in month.gathered.escalations.first} == {()}

    def test_cases_of_both_months_are_counted(self) -> None:
        month = make_month(batch(60), marking="O", last=batch(25))
        assert month.gathered.shared == 25

    def test_reasons_too_many_to_hold_are_told_with_at_least(self, monkeypatch: pytest.MonkeyPatch) -> None:
        texts = [f"{at} minutes late" for at in range(9)] + ["no time recorded"] * 30
        cases = [a_case(a_finding("asked", reason=text), case_id=f"C-{number}") for number, text in enumerate(texts)]
        results = some_results(*cases, criteria=[a_criterion("asked", cases)])
        assert "no time recorded (30)" in pages(make_month(results, marking="O"))[1]
        monkeypatch.setattr("caseaudit.reporting.month_reasons.Reasons.__init__.__defaults__", (4,))
        assert "no time recorded (at least 30)" in pages(make_month(results, marking="O"))[1]
