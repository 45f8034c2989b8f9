"""What an analyst is promised of a mapped export: joined whole, told by place, every row counted once."""

from __future__ import annotations

import gc
import gzip
import json
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapped_builder import CASES, PEOPLE, Taken, a_mapping, as_csv, write_export, write_mapping

from caseaudit.errors import InputError, UsageError
from caseaudit.reading import joining
from caseaudit.reading.case_files import reject_line


@pytest.fixture
def take(tmp_path: Path) -> Any:
    def taken(mapping: Any = None, **files: str | None) -> Taken:
        return Taken(write_mapping(tmp_path, mapping), write_export(tmp_path, **files))

    return taken


def without_source(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_source(value) for key, value in data.items() if key != "source"}
    return [without_source(item) for item in data] if isinstance(data, list) else data


class TestJoining:
    def test_related_tables_become_case_files(self, take: Any) -> None:
        taken = take()
        assert list(taken.cases) == ["C-1", "C-2"]
        one = without_source(taken.raw["C-1"])
        assert [child["child_id"] for child in one["children"]] == ["K1", "K3"]
        assert one["narrative"][0]["text"] == "Spoke to the child alone."
        assert [[action["owner"] for action in each["actions"]] for each in one["meetings"]] == [["health"], ["police"]]
        assert not taken.rejects

    def test_every_object_says_where_it_comes_from(self, take: Any) -> None:
        case = take().raw["C-1"]
        assert case["source"] == {"system": "Test records", "file": "cases.csv", "table": None, "row": 2}
        assert case["children"][1]["source"] == {
            "system": "Test records", "file": "people.csv", "table": None, "row": 5
        }  # fmt: skip
        assert case["meetings"][1]["actions"][0]["source"]["file"] == "actions.csv"

    def test_absent_blank_and_recorded_stay_apart(self, take: Any) -> None:
        people = PEOPLE.replace(",ETH", "").replace(",W1", "").replace(",B1", "").replace(",,\nC-2", ",\nC-2")
        people = people.replace("2011,\n", "2011\n")
        taken = take(people=people, flags=None)
        two = taken.raw["C-2"]
        assert two["area"] is None
        assert "ethnicity_self" not in two["children"][0]
        assert two["meetings"] == []
        assert two["narrative"] == []
        assert "flags" not in two
        assert "flags" not in taken.raw["C-1"]
        assert len(taken.told("ETH")) == 1
        assert "people.csv" in taken.told("ETH")[0]
        assert len(taken.told("'flags'")) == 1

    def test_keys_compare_as_people_mean_them(self, take: Any) -> None:
        cases = "REF,TYPE,REPORTED,AREA\n0012,DA,,\nab 1,DA,,\n"
        taken = take(
            cases=cases, people="CASE,PERSON,ROLE,AGE,DOB,ETH\n12.0,K1,CHILD,,,\n AB  1,K2,CHILD,,,\n", log=None, flags=None,
            meetings=None, actions=None,
        )  # fmt: skip
        assert [child.child_id for case in taken.cases.values() for child in case.children or ()] == ["K1", "K2"]
        assert list(taken.cases) == ["0012", "ab 1"]

    def test_cases_stand_in_the_order_of_the_main_table_whatever_comes_first(self, take: Any) -> None:
        cases = "REF,TYPE,REPORTED,AREA\nZ,DA,,\nA,DA,,\nM,DA,,\n"
        people = "CASE,PERSON,ROLE,AGE,DOB,ETH\nM,K1,CHILD,,,\nA,K2,CHILD,,,\nA,K9,CHILD,,,\nA,K1,CHILD,,,\n"
        taken = take(cases=cases, people=people, log=None, flags=None, meetings=None, actions=None)
        assert list(taken.cases) == ["Z", "A", "M"]
        assert [child.child_id for child in taken.cases["A"].children or ()] == ["K2", "K9", "K1"]


class TestRepeats:
    def test_repeats_from_joins_are_merged_and_counted(self, take: Any) -> None:
        people = PEOPLE + "C-1,K1,CHILD,9,,W1\n"
        taken = take(cases=CASES + "C-1,DA,01/05/2025 10:00,North\n", people=people)
        assert [child.child_id for child in taken.cases["C-1"].children or ()] == ["K1", "K3"]
        counts = {used.path: (used.read, used.audited, used.repeated) for used in taken.inputs}
        assert counts["cases.csv"] == (3, 2, 1)
        assert counts["people.csv"] == (5, 3, 1)

    def test_a_repeat_whose_other_columns_are_blank_is_one(self, take: Any) -> None:
        area = {"from": "cases*.csv", "key": ["REF"], "fields": {"reason": "AREA"}}
        mapping = a_mapping()
        mapping["tables"].append({"name": "deployments", "into": "attendances[]", **area})
        taken = take(mapping, cases=CASES + "C-2,NEGLECT,02/05/2025,\n")
        assert taken.raw["C-2"]["attendances"] == []
        assert {used.path: (used.audited, used.repeated) for used in taken.inputs}["cases.csv"] == (2, 1)

    def test_rows_of_one_object_that_differ_set_the_case_aside(self, take: Any) -> None:
        taken = take(people=PEOPLE + "C-1,K1,CHILD,10,,W1\n")
        assert list(taken.cases) == ["C-2"]
        (aside,) = taken.aside
        assert (aside.file, aside.row, aside.column, aside.case_id) == ("people.csv", 6, "AGE", "C-1")
        assert "row 2" in aside.reason

    def test_two_main_rows_of_one_key_that_differ(self, take: Any) -> None:
        taken = take(cases=CASES + " c-1 ,DA,01/05/2025 10:00,South\n")
        (aside,) = taken.aside
        assert (aside.file, aside.row) == ("cases.csv", 4)
        assert "Row 4 and row 2 are one case" in aside.reason


class TestTrouble:
    def test_a_cell_that_cannot_be_read_is_told_by_place(self, take: Any) -> None:
        taken = take(people=PEOPLE.replace("03/04/2011", "soon"))
        (aside,) = taken.aside
        assert (aside.file, aside.row, aside.column, aside.case_id) == ("people.csv", 4, "DOB", "C-2")
        assert aside.path == "children[].date_of_birth"

    def test_what_the_case_file_itself_refuses_is_told_by_place(self, take: Any) -> None:
        mapping = a_mapping(children={"fields": {"child_id": "PERSON", "age": {"column": "AGE"}}})
        taken = take(mapping, people=PEOPLE.replace("K3,CHILD,5", "K3,CHILD,500"))
        (aside,) = taken.aside
        assert (aside.file, aside.row, aside.column) == ("people.csv", 5, "AGE")

    def test_rows_without_a_case_are_set_aside(self, take: Any) -> None:
        taken = take(flags="CASE,FLAG,PLACED\nC-9,CSE risk,\n,CSE risk,\nC-9,CCE risk,\n")
        assert len(taken.cases) == 2
        by_key = {aside.case_id: aside for aside in taken.aside}
        assert by_key["C-9"].column == "CASE"
        assert "No case has this key" in by_key["C-9"].reason
        assert "1 more row" in by_key["C-9"].reason
        assert {used.path: used.orphans for used in taken.inputs}["flags.csv"] == 3

    def test_an_action_of_no_meeting_is_set_aside(self, take: Any) -> None:
        taken = take(actions="MEETING,OWNER,DUE\n99,police,\n")
        (aside,) = taken.aside
        assert (aside.file, aside.column, aside.value) == ("actions.csv", "MEETING", "99")

    def test_a_main_row_without_a_key(self, take: Any) -> None:
        taken = take(cases=CASES.replace("C-2,NEGLECT", ",NEGLECT"))
        assert list(taken.cases) == ["C-1"]
        first = taken.aside[0]
        assert (first.file, first.row, first.column) == ("cases.csv", 3, "REF")

    def test_an_unlisted_value_stops_the_run_where_the_mapping_wants_that(self, take: Any) -> None:
        mapping = {**a_mapping(), "picklists": {"types": {"values": {"DA": "domestic_abuse"}, "unlisted": "fail"}}}
        with pytest.raises(UsageError) as caught:
            take(mapping)
        assert "NEGLECT" in str(caught.value)
        assert "cases.csv:3" in str(caught.value)

    def test_an_export_without_the_main_table(self, take: Any) -> None:
        with pytest.raises(UsageError, match="main table 'cases'"):
            take(cases=None)

    def test_a_table_without_its_key_is_set_aside_and_named(self, take: Any) -> None:
        taken = take(flags="CASEREF,FLAG,PLACED\nC-1,CSE risk,\n")
        (aside,) = taken.aside
        assert aside.file == "flags.csv"
        assert "'CASE'" in aside.reason
        assert "flags" not in taken.raw["C-1"]

    def test_a_table_that_breaks_off_leaves_no_case_without_anything(self, take: Any, tmp_path: Path) -> None:
        rows = [["CASE", "FLAG", "PLACED"], *(["C-1", f"Flag {at * 7919 % 10007}", ""] for at in range(3000))]
        export = write_export(tmp_path, flags=None)
        (export / "flags.csv.gz").write_bytes(gzip.compress(as_csv(rows).encode())[:-4000])
        taken = Taken(write_mapping(tmp_path), export)
        assert any("breaks off" in aside.reason for aside in taken.aside)
        assert "flags" not in taken.raw["C-2"]
        assert taken.raw["C-2"]["meetings"] == []

    def test_a_row_with_a_cell_too_many_is_not_trusted(self, take: Any) -> None:
        taken = take(flags="CASE,FLAG,PLACED\nC-1,CSE, risk,03/05/2025\n")
        assert list(taken.cases) == ["C-2"]
        assert "a cell more than the header" in taken.aside[0].reason

    def test_unused_columns_are_named_once(self, take: Any) -> None:
        taken = take(cases="REF,TYPE,REPORTED,AREA,Beat\nC-1,DA,,,N4\nC-2,NEGLECT,,,N5\n")
        (notice,) = taken.told("Beat")
        assert "cases.csv: Beat" in notice


class TestElements:
    def test_what_an_element_lacks_and_others_have_is_blank(self, tmp_path: Path) -> None:
        tables = [
            {"name": "cases", "from": "*.json", "sheet": "cases[]", "into": "case", "key": ["ref"],
             "fields": {"case_id": "ref", "case_type": "type", "area": "area", "team": "team"}},
        ]  # fmt: skip
        mapping = write_mapping(tmp_path, {"mapping": "small", "tables": tables})
        export = tmp_path / "return.json"
        records = [{"ref": "A", "type": "ppn", "area": "North"}, {"ref": "B", "type": "ppn"}]
        export.write_text(json.dumps({"cases": records}), encoding="utf-8")
        taken = Taken(mapping, export)
        assert taken.raw["B"]["area"] is None
        assert "team" not in taken.raw["A"]
        assert len(taken.told("team")) == 1


class TestMending:
    def write(self, taken: Taken, path: Path, change: Any = lambda text: text) -> Path:
        path.write_text("".join(change(reject_line(each)) for each in taken.rejects), encoding="utf-8")
        return path

    def test_a_mended_reject_reads_as_the_case_it_is(self, take: Any, tmp_path: Path) -> None:
        whole = take()
        broken = take(people=PEOPLE.replace("K1,CHILD,9", "K1,CHILD,nine"), flags="CASE,FLAG,PLACED\n")
        (line,) = map(reject_line, broken.rejects)
        why = json.loads(line)["_rejected"]
        assert (why["file"], why["row"], why["column"], why["value"]) == ("people.csv", 2, "AGE", "nine")
        assert {"file", "sheet", "row", "column", "value", "reason"} <= set(why)
        mended = self.write(broken, tmp_path / "rejects.jsonl", lambda text: text.replace("nine", "9"))
        again = Taken(tmp_path / "small.yaml", mended)
        assert again.raw == {"C-1": {**whole.raw["C-1"], "flags": []}}
        assert [(used.path, used.read, used.audited) for used in again.inputs] == [("rejects.jsonl", 8, 8)]

    def test_what_is_not_mended_is_set_aside_again(self, take: Any, tmp_path: Path) -> None:
        broken = take(
            people=PEOPLE.replace("K1,CHILD,9", "K1,CHILD,nine"),
            flags="CASE,FLAG,PLACED\nC-2,CSE, risk,\nC-9,CSE,\n",
            cases=CASES + ",DA,,\n",
        )
        first = self.write(broken, tmp_path / "one.jsonl")
        again = Taken(tmp_path / "small.yaml", first)
        assert not again.cases
        assert self.write(again, tmp_path / "two.jsonl").read_text() == first.read_text()

    def test_a_line_that_is_none_is_told(self, take: Any, tmp_path: Path) -> None:
        take()
        path = tmp_path / "rejects.jsonl"
        path.write_text('{"_rows": [{"table": "casses", "values": {}}]}\n{"_rows": [\n', encoding="utf-8")
        taken = Taken(tmp_path / "small.yaml", path)
        assert "Did you mean 'cases'" in taken.aside[0].reason
        assert len(taken.aside) == 2
        assert [(used.read, used.rejected) for used in taken.inputs] == [(2, 2)]

    def test_a_mended_orphan_joins_the_export(self, take: Any, tmp_path: Path) -> None:
        broken = take(flags="CASE,FLAG,PLACED\nC-9,CSE risk,\n")
        mended = self.write(
            broken, tmp_path / "rejects.jsonl", lambda text: text.replace('"CASE": "C-9"', '"CASE": "C-2"')
        )
        export = write_export(tmp_path, flags=None)
        again = Taken(tmp_path / "small.yaml", export, mended)
        assert [flag.kind for flag in again.cases["C-2"].flags or ()] == ["CSE risk"]
        assert not again.rejects


def test_nothing_is_left_in_the_temporary_folder(take: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr(joining, "_CACHE_KIB", 16)
    log = as_csv([["CASE", "AT", "TEXT"], *(["C-1", "", f"Entry {at} " + "word " * 200] for at in range(400))])
    seen: list[list[Path]] = []
    finish = joining.Store.finish

    def looked_at(store: joining.Store, *arguments: Any) -> None:
        seen.append(list(folder.iterdir()))
        finish(store, *arguments)

    monkeypatch.setattr(joining.Store, "finish", looked_at)
    assert len(take(log=log).cases["C-1"].narrative or ()) == 400
    with pytest.raises(UsageError):
        take(cases=None, log=log)
    gc.collect()
    assert list(folder.iterdir()) == []
    assert seen


def test_a_full_disk_is_said_in_words(take: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(joining, "_BATCH", 1)
    monkeypatch.setattr(joining, "_ADD", "INSERT INTO nowhere VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
    with pytest.raises(InputError, match="cannot be kept on disk"):
        take()


def test_a_key_that_names_no_case_is_told_without_filling_the_memory(
    take: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "MAX_ROWS", 5)
    monkeypatch.setattr(joining, "ORPHANS", 2)
    taken = take(log=as_csv([["CASE", "AT", "TEXT"], *(["C-2", "", f"Entry {at}"] for at in range(9))]))
    aside = next(each for each in taken.aside if each.case_id == "C-2")
    assert "More than 5 rows" in aside.reason
    for used in taken.inputs:
        assert used.read == used.audited + used.rejected + used.others, used


_KEYS = st.sampled_from(["C-1", "c-1 ", "C-2", "C-3", "C-9", "", "-"])
_DATES = st.sampled_from(["01/05/2025", "2025-05-02 10:00", "", "soon", "31/02/2025"])
_CASE = st.tuples(_KEYS, st.sampled_from(["DA", "MISPER", "", "OTHER"]), _DATES, st.sampled_from(["", "North"]))
_PERSON = st.tuples(
    _KEYS, st.sampled_from(["K1", "K2", ""]), st.sampled_from(["CHILD", "ADULT", ""]),
    st.sampled_from(["", "9", "nine"]), _DATES, st.sampled_from(["", "W1"]),
)  # fmt: skip
_MEETING = st.tuples(_KEYS, st.sampled_from(["7", "8", "07", ""]), _DATES)
_ACTION = st.tuples(st.sampled_from(["7", "8", "9", ""]), st.sampled_from(["police", ""]), _DATES)
_WIDE = st.tuples(_KEYS, st.sampled_from(["CSE risk", ""]), _DATES, st.sampled_from(["", "more"]))


@settings(max_examples=60)
@given(
    cases=st.lists(_CASE, max_size=6),
    people=st.lists(_PERSON, max_size=8),
    meetings=st.lists(_MEETING, max_size=5),
    actions=st.lists(_ACTION, max_size=5),
    flags=st.lists(_WIDE, max_size=4),
)
def test_the_sum_of_rows_always_balances(cases: Any, people: Any, meetings: Any, actions: Any, flags: Any) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = {
            "cases": [["REF", "TYPE", "REPORTED", "AREA"], *cases],
            "people": [["CASE", "PERSON", "ROLE", "AGE", "DOB", "ETH"], *people],
            "meetings": [["CASE", "ID", "HELD"], *meetings],
            "actions": [["MEETING", "OWNER", "DUE"], *actions],
            "flags": [["CASE", "FLAG", "PLACED"], *(row if row[-1] else row[:-1] for row in flags)],
        }
        export = write_export(folder, **{key: as_csv(rows) for key, rows in files.items()})
        taken = Taken(write_mapping(folder), export)
        for used in taken.inputs:
            assert used.read == used.audited + used.rejected + used.others, used
        for key, rows in files.items():
            read = next(used.read for used in taken.inputs if used.path == f"{key}.csv")
            assert read == sum(any(cell.strip() for cell in row) for row in rows[1:]) + next(
                used.blank or 0 for used in taken.inputs if used.path == f"{key}.csv"
            )
        lines = [json.loads(reject_line(each)) for each in taken.rejects]
        kept = {(row["file"], row["row"]) for line in lines for row in line["_rows"]}
        assert len(kept) == sum(used.rejected for used in taken.inputs)
        placed = {(one["file"], one["row"]) for one in _sources(list(taken.raw.values()))}
        assert not placed & kept
        _read_again(folder, taken)


def _sources(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        own = [data["source"]] if "source" in data else []
        return own + [each for key, value in data.items() if key != "source" for each in _sources(value)]
    return [each for item in data for each in _sources(item)] if isinstance(data, list) else []


def _read_again(folder: Path, taken: Taken) -> None:
    """Rejects that nobody mended come back as they were."""
    if not taken.rejects:
        return
    first = "".join(map(reject_line, taken.rejects))
    (folder / "rejects.jsonl").write_text(first, encoding="utf-8")
    again = Taken(folder / "small.yaml", folder / "rejects.jsonl")
    assert not again.cases
    rows = [row for reject in taken.rejects for row in json.loads(reject_line(reject))["_rows"]]
    rows_again = [row for reject in again.rejects for row in json.loads(reject_line(reject))["_rows"]]
    key = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731
    assert sorted(rows_again, key=key) == sorted(rows, key=key)
