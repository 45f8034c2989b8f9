"""A comparison and the trust in the machine in words and tables: on a terminal, as Markdown, as a workbook."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from results_builder import a_case, a_criterion, a_finding, some_results, words_evidence
from rich.cells import cell_len
from rich.console import Console

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.review_comparison import comparison_page
from caseaudit.reporting.review_comparison_book import write_page_workbook
from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, page_markdown, show_page
from caseaudit.reporting.review_comparison_trust import trust_page
from caseaudit.review.comparing import compare_readings
from caseaudit.review.decisions import Decision
from caseaudit.review.population_rates import population_rates
from caseaudit.review.trust import trust

MET, NOT_MET = Outcome.MET, Outcome.NOT_MET


def decided(case: str, person: Outcome, auditor: str = "AB", **changes: Any) -> Decision:
    given: dict[str, Any] = {"machine": MET, "blind": True, **changes}
    about = (given.pop("criterion", "ethnicity-recorded"), given.pop("subject", None))
    return Decision("f" * 64, "test@1", case, *about, person=person, auditor=auditor, **given)


def pairs(first: list[Outcome], second: list[Outcome], **changes: Any) -> list[Decision]:
    both = zip(first, second, strict=True)
    return [
        decided(f"C-{at}", person, auditor, **changes)
        for at, answers in enumerate(both, 1)
        for auditor, person in zip(("AB", "CD"), answers, strict=True)
    ]


def shown(page: Page, width: int = 160) -> str:
    stream = io.StringIO()
    show_page(page, Console(file=stream, width=width, markup=False, emoji=False, highlight=False, no_color=True))
    return stream.getvalue()


def test_the_paradox_is_told_in_a_sentence_with_the_outcome_in_words() -> None:
    first = [MET] * 44 + [NOT_MET, MET, MET, NOT_MET]
    second = [MET] * 44 + [NOT_MET, NOT_MET, NOT_MET, MET]
    text = shown(comparison_page(compare_readings(pairs(first, second)), marking="OFFICIAL"))
    assert "93.8%" in text
    assert " 0.37 (" in text
    assert " 0.93 (" in text
    assert "95% of the marks are met: when one answer is this common kappa falls far below" in text


def test_too_few_pairs_show_no_number_but_the_percent() -> None:
    text = shown(comparison_page(compare_readings(pairs([MET] * 3, [MET] * 3)), marking="OFFICIAL"))
    row = next(line for line in text.splitlines() if line.startswith("All criteria"))
    assert row.split() == ["All", "criteria", "3", "0", "100.0%", "(43.9%", "to", "100.0%)", *["too", "few"] * 3]


def test_a_figure_that_cannot_be_computed_is_a_dash_and_explained() -> None:
    text = shown(comparison_page(compare_readings(pairs([MET] * 25, [MET] * 25)), marking="OFFICIAL"))
    row = next(line for line in text.splitlines() if line.startswith("All criteria"))
    assert "—" in row
    assert "Dash: every mark was the same" in text


def test_no_minus_sign_stands_before_nought() -> None:
    both = pairs([MET] * 10 + [NOT_MET] * 10, ([MET] * 5 + [NOT_MET] * 5) * 2)
    assert "-0.00" not in shown(comparison_page(compare_readings(both), marking="OFFICIAL"))


def test_readings_with_the_answer_in_view_carry_a_warning() -> None:
    page = comparison_page(compare_readings(pairs([MET] * 2, [MET] * 2, blind=False)), marking="OFFICIAL")
    assert "leans towards it" in page.sections[0].lines[0]
    blind = comparison_page(compare_readings(pairs([MET] * 2, [MET] * 2)), marking="OFFICIAL")
    assert not any("leans" in line for line in blind.sections[0].lines)


def test_a_long_list_is_cut_on_a_terminal_and_whole_in_a_file() -> None:
    page = comparison_page(compare_readings(pairs([MET] * 20, [NOT_MET] * 20)), marking="OFFICIAL")
    assert "and 5 more: a file (-o) lists them all." in shown(page)
    assert page_markdown(page).count("AB: Met<br>CD: Not met") == 20


def test_criteria_without_a_pair_are_counted_on_a_terminal_and_whole_in_a_file() -> None:
    alone = [replace(decided("C-1", MET), criterion=f"alone-{at}") for at in range(12)]
    page = comparison_page(compare_readings([*pairs([MET] * 3, [MET] * 3), *alone]), marking="OFFICIAL")
    text = shown(page)
    assert "alone-" not in text
    assert "ethnicity-recorded" in text
    assert "12 rows without a pair are left out: a file (-o) has all." in text
    assert page_markdown(page).count("| alone-") == 12
    every = comparison_page(compare_readings(pairs([MET] * 3, [MET] * 3)), marking="OFFICIAL")
    assert "without a pair" not in shown(every)


@pytest.mark.parametrize("width", [40, 80, 100])
@pytest.mark.parametrize("moderated", [False, True])
def test_no_word_is_broken_in_a_cell(width: int, moderated: bool) -> None:
    reason = "Safeguarding supervision acknowledged the contradiction"
    both = [
        decided("MS25-007018", MET, reason=reason, criterion="multi-agency-communication", subject="MS25-007018-K1"),
        decided("MS25-007018", NOT_MET, "CD", criterion="multi-agency-communication", subject="MS25-007018-K1"),
    ]
    held = [replace(both[0], auditor="EF", reading="moderation", reason="Proportionate")] if moderated else []
    page = comparison_page(compare_readings([*both, *held]), marking="OFFICIAL")
    text = shown(page, width)
    assert max(map(len, text.splitlines())) <= width
    words = {word for line in page_markdown(page).splitlines() if line.startswith("| MS25") for word in line.split()}
    cells = {part for word in words for part in word.replace("\\", "").split("<br>")} - {"|"}
    assert {"MS25-007018", "multi-agency-communication", "MS25-007018-K1", "contradiction"} <= cells
    assert cells <= set(text.split())


@given(
    st.lists(
        st.lists(st.text("ab 界", max_size=8), min_size=3, max_size=3).map(tuple),
        min_size=1,
        max_size=4,
    ),
    st.integers(30, 80),
)
def test_every_word_of_every_table_stays_whole(rows: list[tuple[str, ...]], width: int) -> None:
    columns = (Column("One"), Column("Two words", "figure"), Column("Three", "id"))
    section = Section("Title", "Sheet", (Table(columns, tuple(rows)),))
    text = shown(Page("Title", "OFFICIAL", (), (section,), ()), width)
    assert {word for row in rows for cell in row for word in cell.split()} <= set(text.split())
    assert all(cell_len(line.rstrip()) <= width for line in text.splitlines())


def test_what_people_typed_is_text_everywhere(tmp_path: Path) -> None:
    odd = "=1+1 | <b>[x]\nand\x07 more"
    found = compare_readings([decided("C-1", MET, reason=odd), decided("C-1", NOT_MET, "CD")])
    page = comparison_page(found, marking="OFFICIAL")
    assert "AB: Met - =1+1 \\| \\<b\\>\\[x\\] and\ufffd more" in page_markdown(page)
    path = tmp_path / "c.xlsx"
    with path.open("wb") as stream:
        write_page_workbook(page, stream)
    cells = [cell for sheet in load_workbook(path) for row in sheet for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any("=1+1 | <b>[x] and" in str(cell.value) for cell in cells)


def test_every_sheet_carries_the_marking(tmp_path: Path) -> None:
    section = Section("Nothing", "Nothing", (Table((Column("A"),), ()),))
    path = tmp_path / "empty.xlsx"
    with path.open("wb") as stream:
        write_page_workbook(Page("Title", "SECRET & MORE", (("Run", "f"),), (section,), ("A note.",)), stream)
    book = load_workbook(path)
    assert [sheet.oddFooter.center.text for sheet in book] == ["SECRET && MORE"] * 2
    assert [cell.value for cell in book["Nothing"]["A"]] == ["Nothing", "None."]


def test_trust_says_why_a_rate_is_missing_and_which_terms_are_least_upheld() -> None:
    cases = [
        a_case(a_finding(outcome=NOT_MET, evidence=(words_evidence(term=f"term-{at}"),)), case_id=f"C-{at}")
        for at in (1, 2)
    ]
    cases.append(a_case(a_finding(outcome=MET), case_id="C-3"))
    results = some_results(*cases, criteria=(a_criterion("ethnicity-recorded", cases, title="Ethnicity"),))
    decisions = [decided("C-1", NOT_MET, machine=NOT_MET), decided("C-2", MET, machine=NOT_MET)]
    rates = population_rates(decisions, results)
    page = trust_page(trust(decisions, results), rates, run="f" * 64, rubric="test@1", note=None, marking="OFFICIAL")
    text = shown(page)
    assert "people read none of what the machine found met" in text
    assert "0 of 1 (0%)" in text
    terms = [line.split()[0] for line in text.splitlines() if line.startswith("term-")]
    assert terms == ["term-2", "term-1"]


def test_trust_without_any_settled_decision_says_so() -> None:
    results = some_results(a_case(a_finding()))
    page = trust_page(trust([], results), (), run="f" * 64, rubric="test@1", note=None, marking="OFFICIAL")
    assert "nothing can be said of them yet" in shown(page)
