"""What people type is read as they meant it, or refused with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from caseaudit.domain.vocabulary import Outcome
from caseaudit.review.cells import CellError, read_day, read_outcome, read_text, read_yes, same_id
from caseaudit.review.filled import Filled

IN_A_CELL = datetime(2025, 7, 3, 9)  # noqa: DTZ001 - spreadsheets know no zone


def cell(value: Any) -> Filled:
    return Filled(value, "Decisions!K4")


@pytest.mark.parametrize("text", ["Partly met", "partly met ", " PARTLY  MET", "partly_met", "Partly\u00a0met"])
def test_choices(text: str) -> None:
    assert read_outcome(cell(text)) is Outcome.PARTLY_MET


@pytest.mark.parametrize("value", [None, "", "  "])
def test_an_empty_cell_is_no_decision(value: Any) -> None:
    assert read_outcome(cell(value)) is None


@pytest.mark.parametrize("value", ["Perhaps", "Mett", "Yes", 1, True, "Met or not met"])
def test_what_is_not_on_the_list(value: Any) -> None:
    with pytest.raises(CellError, match="not on the list"):
        read_outcome(cell(value))


@pytest.mark.parametrize(
    "value",
    ["3/7/2025", "03.07.25", "3 July 2025", "3rd Jul 2025", "2025-07-03", " 03-07-2025 ", IN_A_CELL, date(2025, 7, 3), 45841, 45841.0],
)  # fmt: skip
def test_days_are_read_with_the_day_first(value: Any) -> None:
    assert read_day(cell(value)) == date(2025, 7, 3)


@pytest.mark.parametrize("value", ["31/02/2025", "7/13/2025", "soon", "July", 3, 45841000, "00/00/0000"])
def test_no_days(value: Any) -> None:
    with pytest.raises(CellError, match="no date"):
        read_day(cell(value))


@pytest.mark.parametrize("read", [read_outcome, read_text, read_day, read_yes])
def test_a_formula_is_never_an_answer(read: Any) -> None:
    with pytest.raises(CellError, match="formula"):
        read(Filled(None, "Decisions!K4", formula=True))


@pytest.mark.parametrize(("value", "said"), [("Yes", True), ("y", True), (True, True), (None, False), ("no", False), (False, False)])  # fmt: skip
def test_yes_and_no(value: Any, said: bool) -> None:
    assert read_yes(cell(value)) is said


def test_neither_yes_nor_no() -> None:
    with pytest.raises(CellError, match="neither"):
        read_yes(cell("tomorrow"))


def test_ids_are_compared_as_written() -> None:
    assert same_id(cell(" C-1 "), "C-1")
    assert same_id(cell(17.0), "17")
    assert same_id(cell("a\ufffdb"), "a\x01b")
    assert not same_id(cell("c-1"), "C-1")
    assert not same_id(cell("C_1"), "C-1")
