"""A workbook gives every sheet with the rows a person sees, or says in plain words why it cannot."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from workbook_samples import ods, ole, text_row, worksheet, xlsb, xlsx, zipped

from caseaudit.reading.tables.handles import handle_of, handle_of_bytes
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.workbook_tables import tables

DATA = Path(__file__).parents[3] / "data" / "tables"
"""`occurrences.xls` and `.ods` were written by LibreOffice 7.4 and computed there; the people are invented."""
_CELLS = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.booleans(), st.text("abc éŵ-'", min_size=1).filter(str.strip)
)
"""Texts of nothing but spaces count as empty: XML does not keep them."""
_moment = partial(datetime, tzinfo=None)
"""Workbooks know no time zones."""
HEADER = text_row(1, "Ref", "Child", "Reported")


def _saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _workbook(rows: dict[str, Any], title: str = "Cases") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for place, value in rows.items():
        sheet[place] = value
    return workbook


def _tables(content: bytes | openpyxl.Workbook, **told: Any) -> list[Table]:
    read = ReadSettings(**told)
    content = content if isinstance(content, bytes) else _saved(content)
    return list(tables(handle_of_bytes(content, "folder/May export.xlsx", read), read))


def _read(content: bytes | openpyxl.Workbook, **told: Any) -> tuple[Table, list[Row]]:
    table = _tables(content, **told)[0]
    return table, list(table.rows)


def _values(content: bytes | openpyxl.Workbook, column: str, **told: Any) -> list[Any]:
    return [row.values[column] for row in _read(content, **told)[1]]


def _refusal(content: bytes, **told: Any) -> UnreadableExport:
    with pytest.raises(UnreadableExport) as refused:
        _read(content, **told)
    assert refused.value.file == "folder/May export.xlsx"
    assert refused.value.remedy
    return refused.value


def test_rows_keep_the_numbers_of_the_sheet_below_titles_blank_rows_and_blank_columns() -> None:
    book = _workbook(
        {"C3": "Occurrences in May", "C6": "Ref", "D6": "Child", "C9": 11, "D9": "AN", "C12": 12, "D12": "BO"}
    )
    table, rows = _read(book)
    assert (table.file, table.name, table.header_row) == ("folder/May export.xlsx", "Cases", 6)
    assert list(table.columns) == ["Ref", "Child"]
    assert [(row.number, dict(row.values)) for row in rows] == [
        (9, {"Ref": 11, "Child": "AN"}),
        (12, {"Ref": 12, "Child": "BO"}),
    ]
    assert table.notices == ["the header is row 6; 1 row above it is taken for a title"]


def test_a_blank_header_is_named_by_its_letter_in_the_sheet() -> None:
    table, _ = _read(_workbook({"B1": "Ref", "D1": "Child", "E1": "Ref", "B2": 1, "C2": "x", "D2": "AN", "E2": 2}))
    assert list(table.columns) == ["Ref", "column C", "Child", "Ref (2)"]


def test_the_header_row_of_the_mapping_wins_and_0_means_none() -> None:
    book = _workbook({"B2": "Ref", "C2": "Child", "B3": "Key", "C3": "Name", "B4": 1, "C4": "AN"})
    assert list(_read(book, header_rows={"Cases": 3})[0].columns) == ["Key", "Name"]
    table, rows = _read(book, header_rows={"": 0})
    assert (list(table.columns), table.header_row) == (["column B", "column C"], None)
    assert [row.number for row in rows] == [2, 3, 4]


def test_a_header_row_that_the_mapping_names_may_stand_far_down() -> None:
    book = _workbook({f"A{row}": f"note {row}" for row in range(1, 200)} | {"A300": "Ref", "B300": "C", "A301": 1})
    table, rows = _read(book, header_rows={"Cases": 300})
    assert (list(table.columns), [row.number for row in rows]) == (["Ref", "C"], [301])


def test_numbers_are_whole_where_they_are_and_text_stays_as_written() -> None:
    values: list[Any] = [123.0, 1.5, "00123", " 00124 ", "1,5", True, 2**60, 1e300, -0.0, "a\nb"]
    book = _workbook({"A1": "Ref", "B1": "Note"} | {f"A{row}": value for row, value in enumerate(values, 2)})
    found = _values(book, "Ref")
    assert found == values
    assert [type(value) for value in found] == [int, float, str, str, str, bool, float, float, int, str]


def test_a_carriage_return_that_excel_escapes_is_one_again() -> None:
    assert _values(xlsx(worksheet(text_row(1, "Note", "B") + text_row(2, "a_x000D_\nb", "c"))), "Note") == ["a\r\nb"]


@pytest.mark.parametrize(
    ("value", "number_format", "meant"),
    [
        (_moment(2025, 5, 12, 14, 33, 7), "dd/mm/yyyy hh:mm:ss", _moment(2025, 5, 12, 14, 33, 7)),
        (45789, "dd/mm/yyyy", date(2025, 5, 12)),
        (45789.60417, "dd/mm/yyyy hh:mm", _moment(2025, 5, 12, 14, 30)),  # five decimals: 0.288 seconds late
        (45789.5, "hh:mm", _moment(2025, 5, 12, 12)),
        (45000.9999999, "dd/mm/yyyy hh:mm", _moment(2023, 3, 16)),
        (0.5451388888888888, "hh:mm", time(13, 5)),
        (0.9999999, "hh:mm:ss", time(23, 59, 59)),
        (30.0 / 24, "[h]:mm", timedelta(hours=30)),
        (1.253472222222222, "[h]:mm:ss", timedelta(hours=30, minutes=5)),
        (1, "dd/mm/yyyy", date(1900, 1, 1)),
        (59, "dd/mm/yyyy", date(1900, 2, 28)),
        (61, "dd/mm/yyyy", date(1900, 3, 1)),
        (45789, "General", 45789),
        (3_000_000, "dd/mm/yyyy", 3_000_000),
    ],
)
def test_dates_and_times_are_what_excel_shows_to_the_second(value: Any, number_format: str, meant: Any) -> None:
    book = _workbook({"A1": "When", "A2": value})
    book["Cases"]["A2"].number_format = number_format
    (found,) = _values(book, "When")
    assert (found, type(found)) == (meant, type(meant))


def test_a_duration_longer_than_any_is_refused_and_not_left_out() -> None:
    book = _workbook({"A1": "Ref", "B1": "Away", "A2": 1, "B2": 1.0, "A3": 2, "B3": 1e300})
    for place in ("B2", "B3"):
        book["Cases"][place].number_format = "[h]:mm"
    assert _refusal(_saved(book)).sheet == "Cases"


def test_dates_of_the_1904_system_are_not_four_years_off() -> None:
    book = _workbook({"A1": "When"})
    book.epoch = CALENDAR_MAC_1904
    for row, value in enumerate((_moment(2025, 5, 12, 14, 33), _moment(1904, 1, 2), time(13, 5)), 2):
        book["Cases"][f"A{row}"] = value
    assert _values(book, "When") == [_moment(2025, 5, 12, 14, 33), date(1904, 1, 2), time(13, 5)]


def test_a_cell_that_shows_an_error_is_empty_and_a_fault_of_its_column() -> None:
    book = _workbook({"B1": "Ref", "C1": "Born", "D1": "Seen", "B2": 1, "C2": "#REF!", "D2": "x", "B3": 2, "C3": "y"})
    rows = _read(book)[1]
    assert dict(rows[0].values) == {"Ref": 1, "Born": None, "Seen": "x"}
    assert rows[0].faults == {"Born": "Cell C2 shows the error #REF! instead of a value"}
    assert rows[0].problem is None
    assert rows[1].faults == {}


def test_every_faulty_cell_of_a_row_is_told_and_a_merged_one_for_each_of_its_rows() -> None:
    book = _workbook({"A1": "Ref", "B1": "Born", "C1": "Seen", "A2": 1, "A3": 2, "A4": 3, "B2": "#N/A", "C2": "#REF!"})
    book["Cases"].merge_cells("B2:B3")
    found = [{column: told[:18] for column, told in row.faults.items()} for row in _read(book)[1]]
    assert found == [{"Born": "Cell B2 shows the ", "Seen": "Cell C2 shows the "}, {"Born": "Cell B2 shows the "}, {}]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="e"><v>#DIV/0!</v></c>',
        '<c r="B2" s="0" t="e"><f>A2/0</f><v>#DIV/0!</v></c>',
        "<c t='e' r='B2'><v>#DIV/0!</v></c>",
        '<c r="B2" t="str"><f>A2</f><v>#DIV/0!</v></c>',
        '<c r="B2" t="inlineStr"><is><t>#DIV/0!</t></is></c>',
    ],
)
def test_an_error_is_found_however_it_is_written(cell: str) -> None:
    row = f'<row r="2"><c r="A2"><v>1</v></c>{cell}</row>'
    (found,) = _read(xlsx(worksheet(text_row(1, "Ref", "Score") + row)))[1]
    assert found.values["Score"] is None
    assert found.faults == {"Score": "Cell B2 shows the error #DIV/0! instead of a value"}


def test_errors_are_found_where_cells_have_no_references_and_names_have_prefixes() -> None:
    prefixed = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:t>Ref</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Score</x:t></x:is></x:c>'
        '</x:row><x:row><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    (row,) = _read(xlsx(prefixed))[1]
    assert (row.values["Ref"], row.number) == (1, 2)
    assert row.faults == {"Score": "Cell B2 shows the error #N/A instead of a value"}


def test_a_row_of_nothing_but_an_error_is_not_lost() -> None:
    book = _workbook({"A1": "Ref", "B1": "Seen", "A2": 1, "B2": "x", "A3": "#N/A", "A4": 2, "B4": "y"})
    assert [row.number for row in _read(book)[1]] == [2, 3, 4]


def test_errors_behind_the_last_column_and_above_the_header_spoil_no_row() -> None:
    book = _workbook({"A1": "#REF!", "A3": "Ref", "B3": "Seen", "A4": 1, "B4": "x", "D4": "#REF!", "A5": 2, "B5": "y"})
    assert [(row.problem, dict(row.faults)) for row in _read(book)[1]] == [(None, {}), (None, {})]


def test_saved_results_of_formulas_are_read_and_an_empty_text_is_one() -> None:
    row = '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>'
    table, rows = _read(xlsx(worksheet(text_row(1, "Ref", "Seen") + row)))
    assert dict(rows[0].values) == {"Ref": 2, "Seen": None}
    assert table.notices == []


def test_formulas_whose_result_was_never_saved_are_told() -> None:
    table, rows = _read(_workbook({"A1": "Ref", "B1": "Seen", "A2": 1, "B2": "=A2+1", "A3": 2, "B3": "=A3+1"}))
    assert [row.values["Seen"] for row in rows] == [None, None]
    (notice,) = table.notices
    assert notice.startswith("2 cells hold formulas whose result was never saved (first: B2) and cannot be read")
    told = "The formula in cell {} has no calculated value: open the workbook in Excel and save it"
    assert [dict(row.faults) for row in rows] == [{"Seen": told.format("B2")}, {"Seen": told.format("B3")}]


def test_rows_of_nothing_but_formulas_without_results_are_not_lost() -> None:
    book = _workbook({"A1": "Ref", "B1": "Seen", "A2": 1, "B2": "x", "A3": "=A2+1", "B3": "=B2", "B5": "=B3"})
    rows = _read(book)[1]
    assert [(row.number, list(row.faults)) for row in rows] == [(2, []), (3, ["Ref", "Seen"]), (5, ["Seen"])]


def test_a_formula_in_a_row_that_no_sheet_has_takes_no_time() -> None:
    rows = (
        text_row(1, "Ref", "Seen") + text_row(2, "1", "x") + '<row r="900000000"><c r="A900000000"><f>1</f></c></row>'
    )
    assert [row.number for row in _read(xlsx(worksheet(rows)))[1]] == [2, 900000000]


def test_formulas_of_open_documents_without_results_are_faults_too() -> None:
    def cells(*inner: str) -> str:
        return f"<table:table-row>{''.join(inner)}</table:table-row>"

    def text(said: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{said}</text:p></table:table-cell>'

    formula = '<table:table-cell table:formula="of:=[.A2]"/>'
    done = (
        '<table:table-cell table:formula="of:=[.A2]" office:value-type="string"><text:p>y</text:p></table:table-cell>'
    )
    table, rows = _read(ods(cells(text("Ref"), text("Seen")) + cells(text("1"), formula) + cells(text("2"), done)))
    assert [(row.values["Seen"], list(row.faults)) for row in rows] == [(None, ["Seen"]), ("y", [])]
    assert len(table.notices) == 1


@pytest.mark.parametrize(
    ("value", "number_format", "meant"),
    [
        (0, "dd/mm/yyyy", None),
        (0, "dd/mm/yyyy hh:mm", None),
        (0, '[$-809]d mmmm yyyy;"never"', None),
        (-1, "dd/mm/yyyy", None),
        (-0.5, "dd/mm/yyyy hh:mm", None),
        (-0.5, "hh:mm", None),
        (0, "hh:mm", time(0, 0)),
        (0, '"day" hh:mm:ss', time(0, 0)),
        (0, "General", 0),
        (-1, "0.00", -1),
    ],
)
def test_nought_or_less_is_no_date_but_nought_is_midnight(value: Any, number_format: str, meant: Any) -> None:
    book = _workbook({"A1": "Ref", "B1": "When", "A2": 1, "B2": value, "A3": 2, "B3": 45789})
    book["Cases"]["B2"].number_format = number_format
    book["Cases"]["B3"].number_format = "dd/mm/yyyy"
    table, rows = _read(book)
    assert [row.values["When"] for row in rows] == [meant, date(2025, 5, 12)]
    assert rows[0].faults == {}
    told = "1 cell is formatted as a date but holds 0 or less, which is no date (first: B2), and counts as empty"
    assert table.notices == ([told] if meant is None else [])


def test_nought_is_no_date_in_open_documents() -> None:
    row = "<table:table-row>{}</table:table-row>"
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    day = '<table:table-cell office:value-type="date" office:date-value="1899-12-30"><text:p>0</text:p></table:table-cell>'
    table, rows = _read(ods(row.format(text.format("Ref") + text.format("When")) + row.format(text.format("1") + day)))
    assert rows[0].values == {"Ref": "1", "When": None}
    assert [notice.partition(",")[0] for notice in table.notices] == [
        "1 cell is formatted as a date but holds 0 or less"
    ]


def test_merged_cells_of_the_body_repeat_down_and_make_no_rows_of_their_own() -> None:
    book = _workbook(
        {"A1": "Ref", "B1": "Child", "C1": "Note", "A2": 1, "B2": "AN", "B3": "BO", "B5": "CP", "A6": 2, "B6": "DQ"}
        | {"C2": "across"}
    )
    book["Cases"].merge_cells("A2:A5")
    book["Cases"].merge_cells("C2:D3")
    rows = _read(book)[1]
    assert [(row.number, row.values["Ref"], row.values["Child"]) for row in rows] == [
        (2, 1, "AN"),
        (3, 1, "BO"),
        (5, 1, "CP"),
        (6, 2, "DQ"),
    ]
    assert [row.values["Note"] for row in rows] == ["across", "across", None, None]


def test_a_header_merged_over_two_columns_names_both_and_never_runs_into_the_rows() -> None:
    book = _workbook({"A1": "Ref", "B1": "Address", "D1": "Seen", "A3": 1, "B3": "x", "C3": "y", "D3": "z", "B4": "w"})
    book["Cases"].merge_cells("B1:C2")
    book["Cases"].merge_cells("A1:A2")
    book["Cases"].merge_cells("D1:D4")
    table, rows = _read(book, header_rows={"": 1})
    assert list(table.columns) == ["Ref", "Address", "Address (2)", "Seen"]
    assert [(row.number, list(row.values.values())) for row in rows] == [
        (3, [1, "x", "y", None]),
        (4, [None, "w", None, None]),
    ]


def test_hidden_sheets_rows_and_columns_are_read_and_told() -> None:
    book = _workbook({"A1": "Ref", "B1": "Seen", "A2": 1, "B2": "x", "A3": 2, "B3": "y"})
    book["Cases"].row_dimensions[3].hidden = True
    book["Cases"].column_dimensions["B"].hidden = True
    hidden = book.create_sheet("Old")
    hidden["A1"], hidden["A2"] = "Ref", 9
    hidden.sheet_state = "veryHidden"
    first, second = _tables(book)
    assert len(list(first.rows)) == 2
    assert first.notices == ["1 hidden row and 1 hidden column are read like the others"]
    assert [row.values["Ref"] for row in second.rows] == [9]
    assert second.notices == ["the sheet is hidden in the workbook; it is read like the others"]


def test_every_sheet_is_a_table_but_a_chart_is_none() -> None:
    book = _workbook({"A1": "Ref", "A2": 1})
    book.create_chartsheet("Chart")
    book.create_sheet("Empty")
    book.create_sheet("Only names")["A1"] = "Ref"
    found = _tables(book)
    assert [(table.name, list(table.columns), list(table.rows) == []) for table in found] == [
        ("Cases", ["Ref"], False),
        ("Empty", [], True),
        ("Only names", ["Ref"], True),
    ]
    assert found[1].notices == ["the sheet is empty"]


def test_a_sheet_without_a_header_is_refused_alone() -> None:
    book = _workbook({f"{letter}{row}": row for letter in "ABCD" for row in range(1, 9)}, "Figures")
    good = book.create_sheet("Cases")
    good["A1"], good["A2"] = "Ref", 1
    first, second = _tables(book)
    with pytest.raises(UnreadableExport, match="header") as refused:
        next(first.rows)
    assert refused.value.sheet == "Figures"
    assert [row.values["Ref"] for row in second.rows] == [1]


def test_a_million_formatted_rows_end_with_the_last_filled_one() -> None:
    book = _workbook({"A1": "Ref", "B1": "Child", "A2": 1, "B2": "AN"})
    for place in ("A1048576", "GR7", "XFD9"):
        book["Cases"][place].fill = PatternFill("solid", fgColor="FFFF00")
    table, rows = _read(book)
    assert ([row.number for row in rows], len(table.columns)) == ([2], 2)


def test_formatted_rows_without_values_do_not_count_as_reaching_far() -> None:
    rows = HEADER + "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(2, 3000))
    far = '<row r="1048576" ht="20"><c r="XFD1048576" s="1"/></row>'
    assert _read(xlsx(worksheet(rows + text_row(3000, "1", "AN") + far)))[1][0].number == 3000


def test_a_cell_far_from_the_table_is_refused_before_memory_runs_out() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused = _refusal(xlsx(worksheet(HEADER + far)))
    assert refused.reason == (
        "Sheet 'S1' reaches to row 1,048,576 and column XFD, too far for the 4 cells that are filled"
    )
    assert refused.sheet == "S1"


def test_200_columns_are_read() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append([f"Name {n}" for n in range(200)])
    sheet.append(list(range(200)))
    table, rows = _read(book)
    assert (len(table.columns), rows[0].values["Name 199"]) == (200, 199)


def test_too_many_columns_and_too_long_a_text_are_refused() -> None:
    book = _workbook({"A1": "Ref", "B1": "Note", "C1": "More", "A2": 1, "B2": "x" * 101})
    assert "3 columns" in _refusal(_saved(book), max_columns=2).reason
    assert _read(book, max_cell=100)[1][0].problem == "Column 'Note' holds more than 100 characters"


def test_cells_behind_the_last_header_are_kept_beyond() -> None:
    rows = {f"{letter}{row}": f"{letter}{row}" for letter in "ABCD" for row in range(1, 80)}
    (row,) = _read(_workbook(rows | {"F79": "stray"}))[1][-1:]
    assert (row.number, row.beyond) == (79, (None, "stray"))


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_workbooks_of_libreoffice_read_as_those_of_excel(suffix: str) -> None:
    read = ReadSettings()
    found = list(tables(handle_of(DATA / f"occurrences{suffix}", f"occurrences{suffix}", read), read))
    assert [table.name for table in found] == ["Occurrences", "Lookups", "Sheet3"]
    rows = list(found[0].rows)
    assert (found[0].header_row, [row.number for row in rows]) == (3, [4, 5, 6, 8, 9])
    assert list(rows[0].values.values()) == [
        1001,
        _moment(2025, 5, 12, 14, 33, 7),
        time(13, 5),
        timedelta(hours=30, minutes=5),
        "Ailsa N",
        2,
        date(2025, 5, 14),
    ]
    assert rows[1].values["Ref"] == "00123"
    assert rows[1].faults == {"Score": "Cell F5 shows the error #DIV/0! instead of a value"}
    assert list(rows[2].values.values())[:2] == [1003.5, date(1900, 3, 1)]
    assert rows[2].values["Child"] == "Zoë \u2018Zo\u2019 P"
    assert rows[3].values["Child"] == "Cora Q"
    assert found[1].notices == ["the sheet is hidden in the workbook; it is read like the others"]


def test_merged_cells_repeat_down_in_old_workbooks_too() -> None:
    read = ReadSettings()
    first = next(tables(handle_of(DATA / "occurrences.xls", "occurrences.xls", read), read))
    assert [row.values["Child"] for row in first.rows][-2:] == ["Cora Q", "Cora Q"]


def test_binary_workbooks_are_read_with_their_errors_and_hidden_rows() -> None:
    table, rows = _read(xlsb())
    assert (table.name, table.header_row, list(table.columns)) == ("Cases", 2, ["Ref", "Score"])
    assert [list(row.values.values()) for row in rows] == [[7, 1.5], [8, None]]
    assert rows[1].faults == {"Score": "Cell B4 shows the error #REF! instead of a value"}
    assert table.notices == ["1 hidden row is read like the others"]


def test_a_workbook_is_told_by_its_content_whatever_its_name() -> None:
    read = ReadSettings()
    content = _saved(_workbook({"A1": "Ref", "A2": 1}))
    for name in ("a.xls", "a.ods", "a.xlsb", "a"):
        (table,) = tables(handle_of_bytes(content, name, read), read)
        assert [row.values["Ref"] for row in table.rows] == [1]


_BIFF_START = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
_LOCKED = struct.pack("<HH54s", 0x002F, 54, struct.pack("<HHH", 1, 1, 1))
_ENCRYPTED_ENTRY = (
    '<manifest:file-entry manifest:full-path="content.xml" manifest:size="9"><manifest:encryption-data/>'
    "</manifest:file-entry>"
)


@pytest.mark.parametrize(
    "content",
    [
        ole({"EncryptionInfo": b"\x04\x00", "EncryptedPackage": bytes(8)}),
        ole({"Workbook": _BIFF_START + _LOCKED + struct.pack("<HH", 0x000A, 0)}),
        ods("", manifest=_ENCRYPTED_ENTRY),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_workbook_with_a_password_is_said_to_have_one(content: bytes) -> None:
    assert _refusal(content).reason == "It is protected by a password"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"REF,CHILD\r\n1,AN\r\n", "It is not a workbook, whatever its name says"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "It is not a workbook, whatever its name says"),
        (ole({"WordDocument": b"x"}), "It is an older Office file, but holds no workbook"),
        (ole({"Workbook": b"nonsense"}), "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "The workbook is damaged"),
        (ole({"Workbook": b"x"})[:700], "The workbook is damaged"),
        (zipped({"word/document.xml": "<w/>"}), "It is a ZIP archive, but holds no workbook"),
        (b"PK\x03\x04 and no more", "Its ZIP archive is damaged or breaks off"),
        (ods("<table:table-row><table:table-cell/>"), "The workbook is damaged"),
        (zipped({"xl/workbook.xml": "<workbook"}), "The workbook is damaged"),
        (zipped({"xl/workbook.bin": b"\x9c\x01\xff"}), "The workbook is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(content: bytes, reason: str) -> None:
    assert _refusal(content).reason == reason


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = xlsx(worksheet(HEADER), extra={"xl/media/image1.png": bytes(70 << 20)})
    assert "was not opened" in _refusal(bomb).reason


def test_an_open_document_that_repeats_cells_without_end_is_refused() -> None:
    bomb = (
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
        'office:value="1" table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell></table:table-row>'
    )
    assert (
        _refusal(ods(bomb)).reason
        == "Sheet 'S1' reaches to row 1,048,576 and column XFD, more than can be read at once"
    )


def test_entities_in_the_list_of_sheets_are_refused() -> None:
    evil = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    assert _refusal(zipped({"xl/workbook.xml": evil})).reason == "The workbook is damaged"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([".xls", ".ods", ".xlsx", ".xlsb"]), st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_a_fault(suffix: str, data: st.DataObject) -> None:
    content = bytearray(_WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    try:
        for table in _tables(bytes(content)):
            list(table.rows)
    except UnreadableExport:
        pass


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(
            _CELLS,
            min_size=3,
            max_size=3,
        ),
        max_size=12,
    )
)
def test_no_filled_row_is_lost_and_none_is_invented(given_rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append(["Title"])
    sheet.append(["Ref", "Child name", "Seen by"])
    for cells in given_rows:
        sheet.append(cells)
    table, rows = _read(book, header_rows={"": 2})
    filled = [(number, cells) for number, cells in enumerate(given_rows, 3) if any(cell is not None for cell in cells)]
    assert [(row.number, list(row.values.values())) for row in rows] == filled
    assert list(table.columns) == ["Ref", "Child name", "Seen by"]


_WHOLE = {
    ".xls": (DATA / "occurrences.xls").read_bytes(),
    ".ods": (DATA / "occurrences.ods").read_bytes(),
    ".xlsx": xlsx(worksheet(HEADER + text_row(2, "1", "AN", "x"))),
    ".xlsb": xlsb(),
}
