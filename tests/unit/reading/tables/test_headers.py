from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest

from caseaudit.reading.tables.headers import Grid, Header, column_letters, find_header, looks_like_data
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Cell


def header(*rows: Sequence[Cell], wanted: int | None = None) -> Header:
    return find_header(list(enumerate(rows, 1)), file="x.xlsx", table="Occ", wanted=wanted)


def test_names_have_single_spaces_and_blank_and_repeated_ones_are_told_apart() -> None:
    found = header(
        ["Case\n  Ref", "Notes", None, "NOTES ", "Notes (2)", "  ", "End"], ["A", "b", "c", "d", "e", "f", "g"]
    )
    assert found.columns == ("Case Ref", "Notes", "column C", "NOTES (3)", "Notes (2)", "column F", "End")


def test_a_blank_header_at_the_end_is_a_column_only_where_something_stands_under_it() -> None:
    assert header(["a", "b", "c", None, None], ["x", "y", "z", "w", None]).columns == ("a", "b", "c", "column D")
    assert header(["a", "b", "c", None], ["x", "y", "z", None]).columns == ("a", "b", "c")


def test_titles_blank_rows_and_groups_above_the_names_are_passed_over() -> None:
    found = header(
        ["Child protection occurrences", None, None, None],
        ["Printed", datetime(2026, 11, 22), None, None],  # noqa: DTZ001
        [None, None, None, None],
        ["Case", None, "Child", None],
        ["Ref", "Reported", "Name", "Born"],
        ["OCC/1", datetime(2025, 1, 2), "KB", datetime(2011, 3, 4)],  # noqa: DTZ001
        ["OCC/2", datetime(2025, 1, 3), "TS", None],  # noqa: DTZ001
    )
    assert (found.row, found.columns) == (5, ("Ref", "Reported", "Name", "Born"))


def test_a_header_of_which_rows_fill_only_a_part_is_found() -> None:
    assert header(["Ref", "Type", "Closed", "Notes"], ["A", "x"], ["B", "y"]).row == 1


def test_a_header_narrower_by_a_cell_than_ragged_rows_is_found() -> None:
    assert (
        header(["Ref", "Type", "Team", "Notes"], ["A1", "x", "t", "one", "two"], ["B1", "x", "t", "one", "two"]).row
        == 1
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["OCC/24/0001", "missing", "2025-01-01"], ["OCC/24/0002", "other", "2025-01-02"]],
        [["Domestic", "Yes", "North"], ["Domestic", "No", "South"], ["Missing", "Yes", "North"]],
        [[1, 2.5, True], [2, 3.5, False]],
        [["Report", 5], ["x", 1]],
    ],
)
def test_a_first_row_of_data_is_never_taken_for_a_header(rows: list[list[Cell]]) -> None:
    with pytest.raises(UnreadableExport, match="Sheet 'Occ' has no header: row 1 looks like data") as caught:
        header(*rows)
    assert "header_row" in str(caught.value)


def test_names_that_are_numbered_codes_are_names_where_their_columns_hold_other_things() -> None:
    rows: list[list[Cell]] = [[f"COL{n:03}" for n in range(200)], ["x"] * 200, [5] * 200]
    assert header(*rows).columns[199] == "COL199"
    with pytest.raises(UnreadableExport, match="looks like data"):
        header(["OCC001"], ["OCC002"], ["OCC003"])


def test_nothing_at_all_is_no_header() -> None:
    with pytest.raises(UnreadableExport, match="no row that could be its header"):
        header([None, None], ["", " "])


def test_a_header_without_rows_is_one() -> None:
    assert header(["Ref", "Type"]).columns == ("Ref", "Type")


def test_the_mapping_s_row_wins() -> None:
    rows: list[list[Cell]] = [["a", "b"], ["OCC1", 5], ["x", "y"]]
    assert header(*rows, wanted=2).columns == ("OCC1", "5")
    assert header(*rows, wanted=0) == Header(0, ("column A", "column B"), ())
    with pytest.raises(UnreadableExport, match="nothing in row 7"):
        header(*rows, wanted=7)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "12",
            "-1.50",
            "£1,200.00",
            "45%",
            "01/02/2025",
            "2025-02-01T10:00",
            "1 Feb 2025",
            "01-FEB-25 10:30",
            "14:30",
        ),
        *("OCC/24/0001", "AB123456C", 5, 0.5, True, datetime(2025, 1, 1)),  # noqa: DTZ001
    ],
)
def test_values(cell: Cell) -> None:
    assert looks_like_data(cell)


@pytest.mark.parametrize("cell", ["Ref", "Address Line 1", "DS_037", "Date of birth", "Q12", "Ethnicity 16+1", None])
def test_names(cell: Cell) -> None:
    assert not looks_like_data(cell)


def test_letters_go_on_as_in_a_spreadsheet() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_rows_carry_on_the_problem_they_are_given() -> None:
    grid = Grid(header(["Ref", "Type"]))
    [row] = grid.rows([(5, ["A"], "the cell B5 holds an error")])
    assert (row.problem, row.values) == ("the cell B5 holds an error", {"Ref": "A", "Type": None})
    assert grid.notices == []


def test_short_rows_are_not_told_where_the_format_leaves_out_empty_cells() -> None:
    grid = Grid(header(["Ref", "Type"]), tell_short=False)
    assert [row.values for row in grid.rows([(2, ["A"], None)])] == [{"Ref": "A", "Type": None}]
    assert grid.notices == []
