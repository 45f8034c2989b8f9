from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables.csv_tables import tables
from caseaudit.reading.tables.handles import handle_of, handle_of_bytes
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings


def read(content: bytes | str, name: str = "cases.csv", **told: object) -> tuple[Table, list[Row]]:
    settings = ReadSettings(**told)  # type: ignore[arg-type]
    data = content.encode() if isinstance(content, str) else content
    [table] = list(tables(handle_of_bytes(data, name, settings), settings))
    return table, list(table.rows)


def values(rows: list[Row]) -> list[list[object]]:
    return [list(row.values.values()) for row in rows]


def test_a_plain_csv_gives_its_rows_with_their_lines() -> None:
    table, rows = read("Ref,Type\nA1,missing\n\nA2,other\n")
    assert (table.file, table.name, table.columns, table.header_row) == ("cases.csv", "", ("Ref", "Type"), 1)
    assert rows == [Row(2, {"Ref": "A1", "Type": "missing"}), Row(4, {"Ref": "A2", "Type": "other"})]
    assert table.notices == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = "Ref,Notes,When\nA1,x,01/02/2025\nA2,y,02/02/2025\n".replace(",", delimiter)
    assert values(read(text)[1]) == [["A1", "x", "01/02/2025"], ["A2", "y", "02/02/2025"]]


def test_a_delimiter_inside_unquoted_text_does_not_outweigh_the_true_one() -> None:
    text = "Ref;Notes\nA1;seen, safe and well, at school\nA2;no reply\nA3;left, a card\n"
    assert values(read(text)[1])[0] == ["A1", "seen, safe and well, at school"]


def test_the_first_line_of_excel_that_names_the_delimiter_is_obeyed() -> None:
    table, rows = read("sep=|\r\nRef|Notes\r\nA1|a,b\r\n")
    assert (table.columns, values(rows), table.header_row) == (("Ref", "Notes"), [["A1", "a,b"]], 2)


def test_what_the_user_says_of_delimiter_and_encoding_wins() -> None:
    assert values(read("Ref;No,tes\nA;1,2\n", delimiter=",")[1]) == [["A;1", "2"]]
    assert values(read("Name\nJosé\n".encode("cp1250"), encoding="cp1250")[1]) == [["José"]]
    assert values(read("Ref,Name\nA,Łuk\n".encode("utf-16-le"), encoding="utf-16-le")[1]) == [["A", "Łuk"]]


def test_an_encoding_that_there_is_none_of_is_refused() -> None:
    with pytest.raises(UnreadableExport, match="no text encoding 'klingon'"):
        read("a,b\n1,2\n", encoding="klingon")
    with pytest.raises(UnreadableExport, match="no text encoding 'hex'"):
        read("a,b\n1,2\n", encoding="hex")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_from_the_bytes(encoding: str) -> None:
    table, rows = read("Ref,Notes\nA1,“quoted” £5 café €\u00a0\n".encode(encoding))
    assert table.columns == ("Ref", "Notes")
    assert values(rows) == [["A1", "“quoted” £5 café €\u00a0"]]


def test_mixed_bytes_lose_nothing_and_are_told() -> None:
    content = "Ref,Notes\nA1,café\n".encode() + "A2,naïve\n".encode("cp1252") + b"A3,\x81\n"
    table, rows = read(content)
    assert values(rows) == [["A1", "café"], ["A2", "naïve"], ["A3", "\x81"]]
    assert any("2 lines held characters that are not UTF-8" in told and "line 3" in told for told in table.notices)


def test_quotes_newlines_and_nul_bytes_in_cells_stay() -> None:
    _, rows = read('Ref,Log\nA1,"one\r\ntwo ""said"", three"\nA2,a\x00b\n')
    assert rows == [
        Row(2, {"Ref": "A1", "Log": 'one\r\ntwo "said", three'}),
        Row(4, {"Ref": "A2", "Log": "a\x00b"}),
    ]


def test_quotation_marks_that_were_not_doubled_stay_as_text() -> None:
    table, rows = read('Ref,Log,Type\nA1,"she said "no" to him,\nand left","x"\nA2,"b","y"\n')
    assert values(rows) == [["A1", 'she said "no" to him,\nand left', "x"], ["A2", "b", "y"]]
    assert table.notices == ["1 row has quotation marks inside quoted cells, read as text (first: line 2)"]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('A1,"about 5\'10" tall",x', ["A1", "about 5'10\" tall", "x"]),
        ('A1,"Rose" Cottage,x', ["A1", '"Rose" Cottage', "x"]),
        ('A1,"said ""yes"" and "no"",x', ["A1", 'said "yes" and "no"', "x"]),
    ],
)
def test_quotation_marks_as_people_type_them(line: str, cells: list[str]) -> None:
    _, rows = read(f'Ref,Log,Type\n{line}\nA2,d "quoted",y\n')
    assert values(rows) == [cells, ["A2", 'd "quoted"', "y"]]


@pytest.mark.parametrize("line", ['A1,"he said "no", then left",x', 'A1,"b"x"y,c', 'A1,"b"x,c"'])
def test_quotation_marks_that_may_be_read_two_ways_are_a_problem_of_their_row(line: str) -> None:
    _, rows = read(f'Ref,Log,Type\n{line}\nA2,d,y\nA3,"e",z\n')
    assert [bool(row.problem) for row in rows] == [True, False, False]
    assert values(rows[1:]) == [["A2", "d", "y"], ["A3", "e", "z"]]


@pytest.mark.parametrize("later", ['A3,"fine"\nA4,d\n', "A3,c\nA4,d\n"])
def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_only(later: str) -> None:
    _, rows = read('Ref,Log\nA1,a\nA2,"open\n' + later)
    assert [row.number for row in rows if row.problem] == [3]
    assert [row.values["Ref"] for row in rows] == ["A1", "A2", "A3", "A4"]
    assert [row.number for row in rows] == [2, 3, 4, 5]


def test_many_unbalanced_quotation_marks_lose_no_line() -> None:
    lines = [f'A{n},"x"y{"" if n % 2 else chr(34)}' for n in range(2000)]
    _, rows = read("Ref,Log\n" + "\n".join(lines) + "\n")
    text = " ".join(f"{cell}" for row in rows for cell in (*row.values.values(), *row.beyond))
    assert all(f"A{n}" in text for n in range(2000))


def test_a_cell_over_the_limit_is_a_problem_of_its_row() -> None:
    _, rows = read(f"Ref,Log\nA1,{'x' * 500}\nA2,b\n", max_cell=100)
    assert rows[0].problem is not None
    assert "more than 100 characters" in rows[0].problem
    assert values(rows[1:]) == [["A2", "b"]]


def test_a_cell_longer_than_the_csv_module_allows_by_itself_is_read() -> None:
    _, rows = read(f"Ref,Log\nA1,{'x' * 400_000}\nA2,b\n")
    assert [len(str(row.values["Log"])) for row in rows] == [400_000, 1]


def test_ragged_rows_keep_what_is_there_and_are_told() -> None:
    table, rows = read("Ref,Type,Notes\nA1,x,y\nA2\nA3,x,y,z,\nA4,x,y,,\n")
    assert rows[1].values == {"Ref": "A2", "Type": None, "Notes": None}
    assert (rows[2].beyond, rows[3].beyond) == (("z",), ())
    assert any("1 row is shorter" in told and "row 3" in told for told in table.notices)
    assert any("1 row is longer" in told and "row 4" in told for told in table.notices)


def test_rows_that_hold_delimiters_only_are_blank_rows_and_still_count() -> None:
    _, rows = read("Ref,Type\nA1,x\n,\n,\n")
    assert values(rows) == [["A1", "x"], [None, None], [None, None]]


def test_titles_above_the_header_are_passed_over() -> None:
    text = "Occurrence report\nRun on,22/11/2026\n\nRef,Type,When,Team\nA1,x,01/02/2025,CAIT\nA2,y,02/02/2025,CAIT\n"
    table, rows = read(text)
    assert (table.header_row, len(rows)) == (4, 2)
    assert table.notices == ["the header is line 4; 2 rows above it are taken for a title"]


def test_the_mapping_may_say_where_the_header_is() -> None:
    text = "Force,Northshire\nRef,Type\nA1,x\n"
    assert read(text, header_rows={"": 2})[0].columns == ("Ref", "Type")
    with pytest.raises(UnreadableExport, match="nothing in row 9"):
        read(text, header_rows={"": 9})


def test_without_a_header_columns_are_named_by_letter_when_the_mapping_says_so() -> None:
    text = "A1,missing,01/02/2025\nA2,other,02/02/2025\n"
    with pytest.raises(UnreadableExport, match="no header: row 1 looks like data"):
        read(text)
    table, rows = read(text, header_rows={"": 0})
    assert table.columns == ("column A", "column B", "column C")
    assert rows[0] == Row(1, {"column A": "A1", "column B": "missing", "column C": "01/02/2025"})


def test_a_header_alone_gives_no_row_and_nothing_at_all_is_refused() -> None:
    assert read("Ref,Type\n")[1] == []
    for content in (b"", b"\n\n", b" , ,\n", b"\xef\xbb\xbf"):
        with pytest.raises(UnreadableExport, match="no row, not even a header"):
            read(content)


def test_a_header_that_a_printed_report_repeats_is_left_out_and_told() -> None:
    table, rows = read("Ref,Type\nA1,x\nRef,Type\nA2,y\n")
    assert [row.number for row in rows] == [2, 4]
    assert table.notices == ["1 row is the header again and left out (first: row 3)"]


def test_rows_can_be_taken_after_the_tables_and_gzip_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a b.csv.gz"
    path.write_bytes(gzip.compress(b"Ref,Type\nA1,x\n" * 1))
    settings = ReadSettings()
    found = list(tables(handle_of(path, path.name, settings), settings))
    assert [list(table.rows) for table in found] == [[Row(2, {"Ref": "A1", "Type": "x"})]]


def test_old_mac_line_ends_and_doubled_carriage_returns_read() -> None:
    assert values(read("Ref,Type\rA1,x\rA2,y\r")[1]) == [["A1", "x"], ["A2", "y"]]
    assert values(read("Ref,Type\r\r\nA1,x\r\r\nA2,y\r\r\n")[1]) == [["A1", "x"], ["A2", "y"]]


def test_a_file_of_several_blocks_loses_no_row_and_its_lines_are_right() -> None:
    lines = [f'"A{n}","é {"word " * 20}\nsecond line"' for n in range(20_000)]
    _, rows = read("Ref,Log\r\n" + "\r\n".join(lines) + "\r\n")
    assert [row.values["Ref"] for row in rows] == [f"A{n}" for n in range(20_000)]
    assert rows[-1].number == 2 + 2 * 19_999


def test_the_mark_that_dos_programs_write_at_the_end_is_no_row() -> None:
    assert values(read(b"Ref,Type\r\nA1,x\r\n\x1a")[1]) == [["A1", "x"]]


def test_a_narrative_longer_than_the_part_that_is_looked_at_is_read_whole() -> None:
    log = "\n".join(f"line {n}, and so on; more" for n in range(20_000))
    table, rows = read(f'Ref,Type,Log\nA1,x,"{log}"\nA2,y,"{log}"\n')
    assert table.columns == ("Ref", "Type", "Log")
    assert [row.values["Log"] for row in rows] == [log, log]


def test_a_row_wider_than_the_limit_is_a_problem_and_so_is_a_header() -> None:
    _, rows = read("Ref,Type\nA,b\nB,c,d,e,f\n", max_columns=4)
    assert [bool(row.problem) for row in rows] == [False, True]
    with pytest.raises(UnreadableExport, match="5 columns, more than the 4"):
        read("a,b,c,d,e\n", max_columns=4)


NAMES = st.lists(
    st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8})?", fullmatch=True), min_size=2, max_size=6, unique_by=str.casefold
)
CP1252 = "".join(
    character for code in range(32, 256) if (character := bytes([code]).decode("cp1252", "ignore")).isprintable()
)


@st.composite
def tables_written(draw: st.DrawFn) -> tuple[list[str], list[list[str]], str, str]:
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]))
    names = draw(NAMES)
    characters = (
        st.sampled_from(CP1252 + "\n\r\t") if encoding == "cp1252" else st.characters(exclude_categories=["Cs"])
    )
    cell = st.text(st.one_of(characters, st.sampled_from(' ,;|\t"\n')), max_size=20)
    # A value that is a column's own name looks like a repeated header, or like a table without one.
    cells = cell.filter(lambda text: text not in names)
    width = len(names)
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=12))
    return names, rows, encoding, draw(st.sampled_from([",", ";", "\t", "|"]))


# Between lines that end in "\n", csv of Python 3.11 writes a lone "\r" in a cell unquoted, and cannot read it back itself.
@given(tables_written(), st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)]))
def test_any_table_that_csv_writes_reads_back_cell_for_cell(
    written: tuple[list[str], list[list[str]], str, str], how: tuple[str, int]
) -> None:
    end, quoting = how
    names, rows, encoding, delimiter = written
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    # In Windows-1252 "Ã©" is also how UTF-8 writes "é": bytes alone cannot tell, so the user does.
    told = "cp1252" if encoding == "cp1252" else None
    table, found = read(buffer.getvalue().encode(encoding), encoding=told)
    assert list(table.columns) == names
    assert values(found) == [[cell or None for cell in row] for row in rows]
    assert not any(row.problem or row.beyond for row in found)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail_otherwise_than_it_says(content: bytes) -> None:
    try:
        _, rows = read(content)
    except UnreadableExport:
        return
    assert all(row.number > 0 for row in rows)


@given(st.text(st.sampled_from('ab,;"\n\r\t '), max_size=60))
def test_every_letter_of_a_broken_table_is_in_some_row(text: str) -> None:
    _, rows = read("Ref,Type\n" + text, header_rows={"": 1}, delimiter=",")
    found = "".join(str(cell or "") for row in rows for cell in (*row.values.values(), *row.beyond))
    assert sum(map(found.count, "ab")) == sum(map(text.count, "ab"))
