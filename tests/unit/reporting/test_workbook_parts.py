from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from results_builder import a_case, a_finding, decided, some_results

from caseaudit.domain.audit import CaseAudit
from caseaudit.domain.vocabulary import WORST_FIRST, Outcome, Severity
from caseaudit.reporting.workbook.heights import lines_of, row_points
from caseaudit.reporting.workbook.package import save
from caseaudit.reporting.workbook.plan import Plan, make_plan
from caseaudit.reporting.workbook.ranks import BY_RANK, MAP_WORDS, RANKS
from caseaudit.reporting.workbook.working import last_rows


def plan_of(*cases: CaseAudit, max_rows: int = 1000) -> Plan:
    plan = make_plan(some_results(*cases), marking="OFFICIAL", max_rows=max_rows)
    plan.close()
    return plan


def test_the_greatest_rank_is_the_worst_outcome() -> None:
    assert sorted(WORST_FIRST, key=RANKS.__getitem__, reverse=True) == list(WORST_FIRST)
    assert RANKS[None] == 0
    assert [RANKS[outcome] for outcome in BY_RANK] == list(range(6))
    assert set(MAP_WORDS) == {*Outcome, None}
    assert len(set(MAP_WORDS.values())) == 6


def test_a_group_holds_the_findings_of_one_case_and_criterion() -> None:
    plan = plan_of(
        a_case(a_finding("a", Outcome.MET), a_finding("b"), a_finding("a", Outcome.PARTLY_MET), case_id="A"),
        a_case(a_finding("a"), case_id="B"),
    )
    assert [(g.case_number, g.criterion_number, g.rank) for g in plan.groups] == [(0, 0, 4), (0, 1, 5), (1, 0, 5)]
    assert sorted(number for group in plan.groups for number in group.numbers) == [1, 2, 3, 4]
    assert last_rows(plan) == {(0, 0): 3, (0, 1): 4, (1, 0): 5}


def test_a_group_that_is_partly_left_out_keeps_the_rank_of_what_is_not_shown() -> None:
    case = a_case(
        a_finding("a", Outcome.NOT_MET, severity=Severity.HIGH, escalate=True),
        a_finding("b", Outcome.NOT_MET, severity=Severity.HIGH),
        decided(a_finding("a", Outcome.NOT_MET, severity=Severity.LOW), Outcome.PARTLY_MET),
        a_finding("a", Outcome.MET),
    )
    plan = plan_of(case, max_rows=4)
    [group] = plan.groups
    assert (group.numbers, group.floor, group.rank) == ((1,), RANKS[Outcome.PARTLY_MET], RANKS[Outcome.NOT_MET])
    assert not group.floor_decided
    assert (plan.left_out, plan.complete) == (3, False)


def test_a_group_is_decided_when_all_its_findings_are() -> None:
    one = decided(a_finding("a"), Outcome.MET)
    assert [g.all_decided for g in plan_of(a_case(one, a_finding("a"))).groups] == [False]
    assert [g.all_decided for g in plan_of(a_case(one, one)).groups] == [True]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("two words", 5, 2),
        ("a\nb\nc", 10, 3),
        ("x" * 30, 10, 3),
        ("ab " + "x" * 21, 10, 4),
        ("one\n" + "x " * 10, 10, 3),
    ],
)
def test_lines_of_wrapped_text(text: str, room: int, lines: int) -> None:
    assert lines_of(text, room) == lines


@given(st.text(max_size=400), st.integers(1, 60))
def test_a_row_is_never_lower_than_its_text_needs_nor_higher_than_excel_allows(text: str, room: int) -> None:
    lines = lines_of(text, room)
    letters = max(len(paragraph.replace(" ", "")) for paragraph in text.split("\n"))
    assert lines >= min(32, max(1, -(-letters // room)))  # spaces may hang over the end of a line
    assert 12 < row_points([(text, room, False)]) <= 409


def test_a_giant_text_is_measured_at_once() -> None:
    assert row_points([("word " * 2_000_000, 30, True)]) == 409


def test_a_workbook_with_fewer_formulas_than_values_is_refused() -> None:
    book = Workbook(write_only=True)
    book.create_sheet("A").append(["=1+1"])
    with pytest.raises(ValueError, match="fewer formulas"):
        save(book, BytesIO(), {"xl/worksheets/sheet1.xml": [2, 3]})


def test_values_hold_any_text() -> None:
    book, stream = Workbook(write_only=True), BytesIO()
    book.create_sheet("A").append(['=A2&"<&>"', "plain", "=1/3"])
    save(book, stream, {"xl/worksheets/sheet1.xml": ["<&> é 👧", 1 / 3]})
    sheet = load_workbook(stream, data_only=True)["A"]
    assert [cell.value for cell in sheet[1]] == ["<&> é 👧", "plain", 1 / 3]
    assert load_workbook(stream)["A"]["A1"].value == '=A2&"<&>"'
