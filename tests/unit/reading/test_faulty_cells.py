"""A cell that shows an error, or was never calculated, sets a case aside only where the mapping needs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from mapped_builder import Taken, a_mapping, write_export, write_mapping

from caseaudit.reading.case_files import reject_line

HEADER = ("CASE", "PERSON", "ROLE", "AGE", "DOB", "ETH", "Days open")
GOOD = ("C-2", "K2", "CHILD", 8, None, "W1", 4)


@pytest.fixture
def take(tmp_path: Path) -> Any:
    def taken(*rows: tuple[Any, ...], children: dict[str, Any] | None = None) -> Taken:
        export = write_export(tmp_path, people=None)
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (HEADER, *rows):
            sheet.append(row)
        book.save(export / "people.xlsx")
        mapping = a_mapping(children={"from": "people.xlsx", **(children or {})})
        return Taken(write_mapping(tmp_path, mapping), export)

    return taken


@pytest.mark.parametrize("cell", ["#N/A", "=TODAY()-B2"])
def test_a_fault_in_a_column_that_nobody_mapped_sets_no_case_aside(take: Any, cell: str) -> None:
    taken = take(("C-1", "K1", "CHILD", 9, None, "W1", cell), GOOD)
    assert list(taken.cases) == ["C-1", "C-2"]
    assert [child["age"] for child in taken.raw["C-1"]["children"]] == [9]
    assert not taken.aside


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("#N/A", "Cell D2 shows the error #N/A instead of a value"),
        (
            "=2025-2016",
            "The formula in cell D2 has no calculated value: open the workbook in Excel and save it",
        ),
    ],
)
def test_a_fault_in_a_mapped_column_sets_its_case_aside_with_place_and_reason(take: Any, cell: str, told: str) -> None:
    taken = take(("C-1", "K1", "CHILD", cell, None, "W1", 3), GOOD)
    assert list(taken.cases) == ["C-2"]
    (aside,) = taken.aside
    assert (aside.file, aside.row, aside.column, aside.reason) == ("people.xlsx", 2, "AGE", told)


def test_a_fault_in_the_column_of_a_condition_leaves_no_row_out_unsaid(take: Any) -> None:
    taken = take(("C-1", "K1", "#REF!", 9, None, "W1", 3), GOOD)
    (aside,) = taken.aside
    assert (aside.row, aside.column) == (2, "ROLE")
    assert list(taken.cases) == ["C-2"]


def test_a_row_that_the_condition_leaves_out_needs_none_of_its_other_columns(take: Any) -> None:
    taken = take(("C-1", "P1", "ADULT", "#N/A", None, None, 3), GOOD)
    assert list(taken.cases) == ["C-1", "C-2"]


def test_a_row_of_nothing_but_uncalculated_formulas_is_not_taken_for_a_blank_one(take: Any) -> None:
    taken = take(GOOD, tuple(f"=Raw!{letter}3" for letter in "ABCDEFG"))
    (aside,) = taken.aside
    assert aside.row == 3
    assert aside.reason.startswith("The formula in cell A3 has no calculated value")
    assert sum(used.blank for used in taken.inputs) == 0


def test_a_faulty_cell_stays_one_in_the_rejects_until_it_is_filled(take: Any, tmp_path: Path) -> None:
    taken = take(("C-1", "K1", "CHILD", "#N/A", None, "W1", "#N/A"), GOOD)
    (line,) = map(reject_line, taken.rejects)
    path = tmp_path / "rejects.jsonl"
    path.write_text(line, encoding="utf-8")
    again = Taken(tmp_path / "small.yaml", path)
    assert not again.cases
    assert [aside.reason for aside in again.aside] == [aside.reason for aside in taken.aside]
    path.write_text(line.replace('"AGE": null', '"AGE": 9'), encoding="utf-8")
    assert [child["age"] for child in Taken(tmp_path / "small.yaml", path).raw["C-1"]["children"]] == [9]
    empty = json.loads(line)
    for row in empty["_rows"]:
        row.pop("faults", None)
    path.write_text(json.dumps(empty), encoding="utf-8")
    assert [child["age"] for child in Taken(tmp_path / "small.yaml", path).raw["C-1"]["children"]] == [None]
