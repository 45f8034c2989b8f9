"""Accepted exceptions in the workbook and the pages: shown as accepted, counted as they are; the expired in red."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from results_builder import a_case, a_criterion, a_finding, some_results

from caseaudit.domain.audit import Accepted, ExceptionsUsed, ExpiredException, Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.html_v1 import write_html
from caseaudit.reporting.markdown_v1 import write_markdown
from caseaudit.reporting.month import make_month
from caseaudit.reporting.month_page import month_page
from caseaudit.reporting.workbook import write_workbook

HOLDS = Accepted("The form has no such field.", "DI Osei", "2026-03-31")
GONE = ExpiredException("C-9", "asked", "K1", "Det Supt Reid", "2025-05-22")
WORDS = "Accepted until 31 March 2026 by DI Osei: The form has no such field."


def results_with(
    accepted: Accepted | None = HOLDS, expired: tuple[ExpiredException, ...] = (), *, escalate: bool = False
) -> Results:
    """Two cases not met, the first accepted, and one met."""
    cases = [
        a_case(a_finding("asked", escalate=escalate, accepted=accepted), case_id="C-1"),
        a_case(a_finding("asked"), case_id="C-2"),
        a_case(a_finding("asked", Outcome.MET), case_id="C-3"),
    ]
    criteria = [a_criterion("asked", cases, title="Asked", accepted_not_met=int(accepted is not None))]
    used = ExceptionsUsed("exceptions.yaml", "ab" * 32, 3, expired) if accepted or expired else None
    results = some_results(*cases, criteria=criteria, exceptions=used)
    return replace(results, summary=replace(results.summary, accepted=int(accepted is not None)))


def book_of(results: Results, **given: Any) -> Any:
    stream = BytesIO()
    write_workbook(results, stream)
    return openpyxl.load_workbook(BytesIO(stream.getvalue()), **{"data_only": True, **given})


def column(sheet: Any, head: str) -> list[Any]:
    heads = [cell.value for cell in sheet[3]]
    return [row[heads.index(head)] for row in sheet.iter_rows(min_row=4, values_only=True)]


def readme(book: Any) -> list[tuple[Any, Any]]:
    return [row[:2] for row in book["ReadMe"].iter_rows(max_col=2, values_only=True)]


def markdown_of(results: Results, **given: Any) -> str:
    stream = StringIO()
    write_markdown(month_page(make_month(results, marking="OFFICIAL", **given)), stream)
    return stream.getvalue()


def html_of(results: Results, **given: Any) -> str:
    stream = StringIO()
    write_html(month_page(make_month(results, marking="OFFICIAL", **given)), stream)
    return stream.getvalue()


class TestWorkbook:
    def test_a_column_of_its_own_and_every_letter_as_before(self) -> None:
        book, without = (book_of(results_with(accepted), data_only=False) for accepted in (HOLDS, None))
        heads, before = ([cell.value for cell in one["Findings"][3]] for one in (book, without))
        assert heads == [*before, "Accepted"]
        assert column(book["Findings"], "Accepted") == [WORDS, None, None]
        names = {name: defined.attr_text for name, defined in without.defined_names.items()}
        assert {name: defined.attr_text for name, defined in book.defined_names.items()} == names
        assert not book["Findings"].column_dimensions["T"].hidden
        assert book["Findings"].print_area == "'Findings'!$A$1:$T$6"

    def test_counts_stay_and_accepted_stand_beside_them(self) -> None:
        sheet = book_of(results_with())["Summary"]
        rows = list(sheet.iter_rows(values_only=True))
        [heads] = [row for row in rows if "Not met, accepted" in row]
        [asked] = [row for row in rows if row[0] == "Asked" and row[8] == "Not met"]
        told = dict(zip(heads, asked, strict=True))
        assert (told["Not met"], told["Not met, accepted"], told["Partly met, accepted"]) == (2, 1, 0)
        assert told["Assessed"] == 3
        said = {row[0]: row[1] for row in rows}
        assert said["Findings accepted by an exception, counted as they are"] == 1

    def test_an_accepted_escalation_stays_one(self) -> None:
        sheet = book_of(results_with(escalate=True))["Escalations"]
        assert column(sheet, "Case") == ["C-1"]
        assert column(sheet, "Accepted") == [f"{WORDS}\nIt stays an escalation: act on it all the same."]
        assert "Accepted" not in [cell.value for cell in book_of(results_with(None, escalate=True))["Escalations"][3]]

    def test_readme_lists_the_file_and_the_expired_in_red(self) -> None:
        book = book_of(results_with(expired=(GONE,)))
        said = readme(book)
        assert ("Exceptions file", "exceptions.yaml: 3 exceptions, of which 2 in force and 1 expired.") in said
        assert ("EXPIRED", "C-9, K1: Asked. Det Supt Reid, until 22 May 2025.") in said
        assert ("Exceptions", f"exceptions.yaml, SHA-256 {'ab' * 32}") in said
        [row] = [row for row in book["ReadMe"].iter_rows(max_col=2) if row[0].value == "EXPIRED"]
        assert {cell.font.color.rgb for cell in row} == {"00A61C1C"}
        shown = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
        assert shown["EXPIRED EXCEPTIONS: see ReadMe"] == 1

    def test_more_expired_than_a_reader_wants_are_counted(self) -> None:
        many = tuple(replace(GONE, case_id=f"C-{at}") for at in range(75))
        said = readme(book_of(results_with(None, many)))
        assert sum(label == "EXPIRED" for label, _ in said) == 60
        assert ("And", "15 more, which the .json lists.") in said

    def test_what_anybody_types_stays_text(self) -> None:
        hostile = Accepted("=1+1", "+44", "2026-03-31")
        told = replace(GONE, case_id="=1+1", author="=2")
        book = book_of(results_with(hostile, (told,)), data_only=False)
        assert column(book["Findings"], "Accepted")[0] == "Accepted until 31 March 2026 by +44: =1+1"
        assert not [c for row in book["ReadMe"].iter_rows() for c in row if c.data_type == "f"]

    def test_nothing_is_said_where_there_is_nothing(self) -> None:
        book = book_of(results_with(None))
        said = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [text for text in said if "xception" in text or "ccepted" in text]


class TestPages:
    @pytest.mark.parametrize("page", [markdown_of, html_of])
    def test_accepted_and_expired_have_their_sections(self, page: Any) -> None:
        told = page(results_with(expired=(GONE, replace(GONE, case_id="C-8", subject=None))))
        for text in (
            "1 finding is accepted by an exception on file, and counted all the same.",
            "2 exceptions have expired, so the run fails",
            "Accepted exceptions",
            "exceptions.yaml: 3 exceptions, of which 1 in force and 2 expired.",
            "The form has no such field.",
            "31 March 2026",
            "Expired exceptions",
            "C-9, K1",
            "Det Supt Reid",
            "22 May 2025",
        ):
            assert text in told, text

    def test_by_criterion_and_finding_by_finding(self) -> None:
        page = markdown_of(results_with())
        assert "| Asked | 2 | 1 | 0 | 0 |" in page
        assert "| C-1<br>Asked | Not met | The form has no such field. | DI Osei<br>31 March 2026 |" in page
        assert "Expired exceptions" not in page

    def test_an_accepted_escalation_is_said_to_be_one(self) -> None:
        page = markdown_of(results_with(escalate=True))
        assert (
            f"Nobody has decided yet.<br>{WORDS}<br>It stays an escalation: act on it all the same.<br>To do:" in page
        )
        assert "| Not met<br>Still an escalation |" in page

    def test_a_copy_that_leaves_the_force_names_nobody(self) -> None:
        told = results_with(expired=(GONE,))
        for page in (markdown_of(told, threshold=3), html_of(told, threshold=3)):
            assert "A file of accepted exceptions was in force" in page
            for word in ("C-9", "C-1", "Osei", "Reid", "no such field"):
                assert word not in page, word

    def test_nothing_is_said_where_there_is_nothing(self) -> None:
        page = markdown_of(results_with(None))
        assert "xception" not in page
        assert "ccepted" not in page
