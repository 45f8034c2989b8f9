"""JSON and JSON Lines exports as tables: lists at any depth, and what is broken set aside without its neighbours."""

import gzip
import json
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables import json_stream
from caseaudit.reading.tables.handles import handle_of, handle_of_bytes
from caseaudit.reading.tables.json_tables import tables
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row
from caseaudit.reading.tables.settings import ReadSettings

Found = dict[str, tuple[list[str], list[Row], list[str]]]

CASES = {
    "exported": "2025-05-01",
    "cases": [
        {
            "Ref": "00123",
            "address": {"postcode": "X1", "geo": {"lat": 1.5}},
            "tags": ["a", 2, None, True],
            "children": [{"name": "AB"}, {"name": "CD", "flags": [{"kind": "risk"}, {"kind": "missing"}]}],
        },
        {"Ref": "00124", "children": [], "address": {}, "open": False, "count": 7, "closed": None},
    ],
}


def read(content: Any, name: str = "export.json", **settings: Any) -> Found:
    """Give every table as (columns, rows, notices) by its name."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    found: Found = {}
    for table in tables(handle_of_bytes(data, name), ReadSettings(**settings)):
        rows = list(table.rows)
        found[table.name] = (list(table.columns), rows, list(table.notices))
    return found


def values(found: Found, name: str = "") -> list[dict[str, Any]]:
    return [dict(row.values) for row in found[name][1]]


@pytest.fixture(params=["whole", "walked"])
def walked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read small files as large ones are: every value over 40 characters is walked through."""
    if request.param == "walked":
        monkeypatch.setattr(json_stream, "_WHOLE", 40)


def test_lists_of_objects_are_tables_by_path(walked: None) -> None:
    found = read(json.dumps(CASES, indent=1))

    assert list(found) == ["", "cases[]", "cases[].children[]", "cases[].children[].flags[]"]
    assert values(found) == [{"exported": "2025-05-01"}]
    assert values(found, "cases[]") == [
        {"Ref": "00123", "address.postcode": "X1", "address.geo.lat": 1.5, "tags": "a; 2; true", "../exported": "2025-05-01"},
        {"Ref": "00124", "address": None, "open": False, "count": 7, "closed": None, "../exported": "2025-05-01"},
    ]  # fmt: skip


def test_a_row_has_the_values_around_it(walked: None) -> None:
    flags = values(read(CASES), "cases[].children[].flags[]")

    assert [flag["kind"] for flag in flags] == ["risk", "missing"]
    assert {(flag["../name"], flag["../../Ref"], flag["../../../exported"]) for flag in flags} == {
        ("CD", "00123", "2025-05-01")
    }


def test_the_records_of_a_list_of_lines_and_of_objects_in_a_row_are_the_same_table() -> None:
    records = [{"a": 1, "k": [{"z": 1}]}, {"a": 2}]
    lines = "\n".join(map(json.dumps, records))

    for content, name in (
        (json.dumps(records), "x.json"),
        (lines, "x.jsonl"),
        (lines, "x.json"),
        ("\n".join(json.dumps(record, indent=2) for record in records), "x.json"),
        (gzip.compress(lines.encode()), "x.ndjson.gz"),
    ):
        found = read(content, name)
        assert values(found) == [{"a": 1}, {"a": 2}]
        assert values(found, "k[]") == [{"z": 1, "../a": 1}]


def test_a_row_of_json_lines_has_the_number_of_its_line() -> None:
    assert [row.number for row in read('{"a":1}\n\n\n{"a":2}\n', "x.jsonl")[""][1]] == [1, 4]
    assert [row.number for row in read('[{"a":1},\n\n{"a":2}]')[""][1]] == [1, 2]


def test_an_object_that_begins_a_list_on_its_first_line_is_not_json_lines() -> None:
    found = read('{"exported":"x","cases":[\n{"a":1},\n{"a":2}\n]}')

    assert values(found, "cases[]") == [{"a": 1, "../exported": "x"}, {"a": 2, "../exported": "x"}]
    assert values(read('{"cases":[\n{"a":1}\n]}'), "cases[]") == [{"a": 1}]


def test_one_object_is_one_row() -> None:
    assert values(read({"a": 1, "b": {"c": "x"}})) == [{"a": 1, "b.c": "x"}]


def test_numbers_are_kept_and_those_too_long_for_one_are_text() -> None:
    row = values(read('[{"i": 12, "f": 1.0, "big": 123456789012345678901, "e": 1e3, "t": "007"}]'))[0]

    assert row == {"i": 12, "f": 1.0, "big": "123456789012345678901", "e": 1000.0, "t": "007"}
    assert [type(cell) for cell in row.values()] == [int, float, str, float, str]


def test_names_that_differ_in_case_are_one_column_but_not_in_one_record() -> None:
    found = read([{"Ref": 1}, {"REF ": 2}, {"ref": 3, "Ref": 4}])

    assert values(found) == [{"Ref": 1}, {"Ref": 2}, {"Ref": 3, "Ref (2)": 4}]
    assert found[""][0] == ["Ref", "Ref (2)"]


def test_a_key_that_is_written_with_a_dot_and_a_nested_one_are_told_apart() -> None:
    assert values(read([{"a.b": 1, "a": {"b": 2}}])) == [{"a.b": 1, "a.b (2)": 2}]


def test_plain_values_among_objects_and_lists_in_lists_are_not_lost(walked: None) -> None:
    found = read({"n": 1, "mixed": [{"a": 1}, "plain", None, ["x", "y"]]})

    assert values(found, "mixed[]") == [
        {"a": 1, "../n": 1},
        {"(value)": "plain", "../n": 1},
        {"column A": "x", "column B": "y", "../n": 1},
    ]


def test_a_list_that_holds_plain_values_in_one_record_and_objects_in_another_is_both() -> None:
    found = read([{"r": 1, "k": ["a", "b"]}, {"r": 2, "k": [{"z": 1}]}, {"r": 3, "k": []}])

    assert values(found) == [{"r": 1, "k": "a; b"}, {"r": 2}, {"r": 3}]
    assert values(found, "k[]") == [{"z": 1, "../r": 2}]


def test_rows_without_names_get_columns_by_letter() -> None:
    assert values(read([["Ref", "Type"], ["1", "x"]])) == [
        {"column A": "Ref", "column B": "Type"},
        {"column A": "1", "column B": "x"},
    ]


def test_lone_surrogates_are_replaced_and_counted() -> None:
    found = read('[{"a": "x\\ud83d!"}]')

    assert values(found) == [{"a": "x\ufffd!"}]
    assert any("surrogates" in notice for notice in found[""][2])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_told_by_their_bytes(encoding: str) -> None:
    assert values(read('[{"a": "café “no”"}]'.encode(encoding))) == [{"a": "café “no”"}]


def test_windows_bytes_are_read_and_said(walked: None) -> None:
    found = read('[{"a": "caf\u00e9 \u2019 and more words to make it long enough"}]'.encode("cp1252"))

    assert values(found)[0]["a"].startswith("caf\u00e9 \u2019")
    assert any("Windows-1252" in notice for notice in found[""][2])


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ('{"a": 2, "a": 3}', "stands twice"),
        ('{"a": [2, 3}', "breaks off|not valid"),
        ('{"a" 2}', "not valid"),
        ('{"a": NaN}', "NaN"),
        ('{"a": nil}', "not valid"),
        ('{"a": ' + "[" * 70 + "]" * 70 + "}", "60 levels"),
    ],
)
def test_a_broken_record_is_set_aside_without_its_neighbours(broken: str, reason: str) -> None:
    rows = read(f'{{"exported": "x", "cases": [{{"a": 1}}, {broken}, {{"a": 4}}]}}')["cases[]"][1]

    assert [row.values.get("a") for row in rows] == [1, None, 4]
    assert re.search(reason, rows[1].problem)
    assert rows[1].values["(text)"] == broken
    assert rows[0].problem is rows[2].problem is None


def test_a_broken_line_is_set_aside_with_its_text() -> None:
    rows = read('{"a": 1}\n{"a": 2\n{"a": 3}\n', "x.jsonl")[""][1]

    assert [(row.number, row.values.get("a")) for row in rows] == [(1, 1), (2, None), (3, 3)]
    assert rows[1].values["(text)"] == '{"a": 2'
    assert "breaks off" in rows[1].problem


def test_a_file_that_breaks_off_gives_what_came_before_and_says_so(walked: None) -> None:
    whole = json.dumps({"exported": "x", "cases": [{"a": n, "k": [{"z": n}]} for n in range(20)]})

    found = read(whole[:-40])

    rows = found["cases[]"][1]
    good = [row for row in rows if row.problem is None]
    assert [row.values["a"] for row in good] == list(range(len(good)))
    assert len(good) >= 16
    assert rows[-1].problem
    assert any("breaks off at line 1" in notice for notice in found["cases[]"][2])


def test_a_file_that_breaks_off_between_records_has_a_last_row_that_says_so() -> None:
    rows = read('{"cases": [{"a": 1}, {"a": 2},')["cases[]"][1]

    assert [row.values.get("a") for row in rows] == [1, 2, None]
    assert "breaks off" in rows[-1].problem


@pytest.mark.parametrize("content", ["hello", "<a/>", "nul"])
def test_what_is_no_json_is_said(content: str) -> None:
    with pytest.raises(UnreadableExport, match="not JSON"):
        read(content)


def test_an_empty_export_is_a_table_without_rows() -> None:
    assert read("[]") == {"": ([], [], [])}


def test_bottomless_nesting_is_set_aside() -> None:
    found = read("[" * 200_000)

    assert all(row.problem for row in found[""][1])
    assert read('{"a":' * 100_000)[""][1][-1].problem


def test_names_that_are_values_are_refused() -> None:
    with pytest.raises(UnreadableExport, match="different columns"):
        read([{f"case {n}": 1} for n in range(60)], max_columns=50)


def test_a_record_too_wide_is_set_aside() -> None:
    row = read([{f"column {n}": n for n in range(60)}], max_columns=50)[""][1][0]

    assert "60 columns" in row.problem
    assert len(row.values) == 50


def test_a_text_over_the_limit_is_cut_and_its_row_set_aside() -> None:
    row = read([{"a": "x" * 2000}], max_cell=1000)[""][1][0]

    assert "2,000 characters" in row.problem
    assert row.values["a"] == "x" * 1000


def test_memory_stays_flat_however_large_the_one_object_is(tmp_path: Path) -> None:
    path = tmp_path / "a large export.json"
    record = json.dumps({"ref": 1, "text": "word " * 300, "children": [{"name": "A"}, {"name": "B"}]})
    with path.open("w") as stream:
        stream.write('{"exported": "x", "inner": {"cases": [' + ",".join([record] * 8_000) + "]}}")
    tracemalloc.start()
    try:
        counts = {
            table.name: sum(1 for _ in table.rows)
            for table in tables(handle_of(path, path.name, ReadSettings()), ReadSettings())
        }
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert counts == {"": 1, "inner.cases[]": 8_000, "inner.cases[].children[]": 16_000}
    assert path.stat().st_size > 12_000_000
    assert peak < 25_000_000


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=15,
)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str) and value:
        yield value


@given(st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), min_size=1, max_size=4))
def test_no_value_is_lost_whatever_the_shape(records: list[Any]) -> None:
    found = read(records)

    assert "" not in found or not found[""][0] or len(found[""][1]) == len(records)
    cells = [str(cell) for _, rows, _ in found.values() for row in rows for cell in row.values.values()]
    for text in texts(records):
        assert any(text in cell for cell in cells)
    for columns, rows, _ in found.values():
        assert {name for row in rows for name in row.values} <= set(columns)
        assert not any(row.problem for row in rows)


def test_a_value_and_a_list_of_one_name_in_one_object_are_both_kept() -> None:
    found = read([{"Note": "seen", "note": [{"by": "AB"}]}])
    assert ([row.values for row in found[""][1]], "Note" in found[""][0]) == ([{"Note": "seen"}], True)
    assert [row.values["by"] for row in found["Note[]"][1]] == ["AB"]


@given(st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), min_size=1, max_size=4), st.integers(2, 60))
def test_a_value_that_is_walked_through_gives_the_same_rows_as_one_decoded_whole(records: list[Any], most: int) -> None:
    whole = read({"n": 1, "records": records})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_stream, "_WHOLE", most)
        walked = read({"n": 1, "records": records})

    assert {name: values(walked, name) for name in walked} == {name: values(whole, name) for name in whole}


@given(st.integers(0, 400), st.binary(max_size=4), st.booleans())
def test_a_file_cut_or_damaged_anywhere_is_read_as_far_as_it_goes_or_refused(
    at: int, noise: bytes, lines: bool
) -> None:
    content = json.dumps(CASES, indent=None if lines else 1).encode()
    try:
        found = read(content[:at] + noise)
    except UnreadableExport:
        return
    told = [row for _, rows, _ in found.values() for row in rows if row.problem]
    assert told or at + len(noise) >= len(content) - 2 or not found[""][1]
