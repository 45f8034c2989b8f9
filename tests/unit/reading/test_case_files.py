"""What the reader promises: every record comes out once, in order, as a case file or set aside with its place and why."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_case_file, some_case_files, write_jsonl
from caseaudit.domain.audit import SetAside
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import ReadCase, Reject, reject_line
from caseaudit.reading.intake import Intake, read_cases


def read_all(*arguments: Path | str) -> tuple[list[ReadCase], list[SetAside], Intake]:
    intake = Intake()
    results = list(read_cases([str(argument) for argument in arguments], intake))
    cases = [result for result in results if isinstance(result, ReadCase)]
    aside = [result.set_aside for result in results if isinstance(result, Reject)]
    for used in intake.inputs():
        assert used.read == used.audited + used.rejected
    return cases, aside, intake


def ids(cases: list[ReadCase]) -> list[str]:
    return [read.case.case_id for read in cases]


def one_aside(path: Path, record: Any) -> SetAside:
    """Read a good record, the given one, and another good one; give what was set aside."""
    write_jsonl(path, [a_case_file(case_id="before"), record, a_case_file(case_id="after")])
    cases, aside, intake = read_all(path)
    assert ids(cases) == ["before", "after"]
    assert len(aside) == 1
    assert aside[0].file == path.name
    assert aside[0].line == 2
    used = intake.inputs()[0]
    assert (used.read, used.audited, used.rejected) == (3, 2, 1)
    return aside[0]


class TestFormats:
    """The same cases come out of every format, in order."""

    cases = some_case_files(5)

    def as_list(self, **how: Any) -> bytes:
        return json.dumps(self.cases, **how).encode()

    def as_lines(self) -> bytes:
        return "".join(json.dumps(case) + "\n" for case in self.cases).encode()

    def check(self, path: Path, content: bytes, *, rows: list[int] | None = None) -> None:
        path.write_bytes(content)
        cases, aside, intake = read_all(path)
        assert aside == []
        assert ids(cases) == [case["case_id"] for case in self.cases]
        used = intake.inputs()[0]
        assert used.path == path.name
        assert used.sha256 == hashlib.sha256(content).hexdigest()
        sources = [read.case.source for read in cases]
        assert [source.file for source in sources if source] == [path.name] * 5
        assert [source.row for source in sources if source] == (rows or [1, 2, 3, 4, 5])

    @pytest.mark.parametrize("name", ["may.jsonl", "may.ndjson", "may.json"])
    def test_lines(self, tmp_path: Path, name: str) -> None:
        self.check(tmp_path / name, self.as_lines())

    def test_last_line_without_newline(self, tmp_path: Path) -> None:
        self.check(tmp_path / "may.jsonl", self.as_lines().rstrip())

    @pytest.mark.parametrize("how", [{}, {"indent": 2}, {"separators": (",", ":")}])
    @pytest.mark.parametrize("name", ["may.json", "may.jsonl"])
    def test_list(self, tmp_path: Path, name: str, how: dict[str, Any]) -> None:
        self.check(tmp_path / name, self.as_list(**how))

    @pytest.mark.parametrize("name", ["may.json.gz", "may.jsonl.gz", "may.json"])
    def test_gzipped_list(self, tmp_path: Path, name: str) -> None:
        self.check(tmp_path / name, gzip.compress(self.as_list(indent=1)))

    def test_gzipped_lines_in_two_members(self, tmp_path: Path) -> None:
        lines = self.as_lines()
        self.check(tmp_path / "may.jsonl.gz", gzip.compress(lines[:700]) + gzip.compress(lines[700:]))

    def test_objects_one_after_the_other(self, tmp_path: Path) -> None:
        content = "\n".join(json.dumps(case, indent=4) for case in self.cases).encode()
        self.check(tmp_path / "may.json", content)

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        self.check(tmp_path / "may.jsonl", b"\xef\xbb\xbf" + self.as_lines())
        self.check(tmp_path / "may.json", b"\xef\xbb\xbf" + self.as_list())

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
    def test_utf_16(self, tmp_path: Path, encoding: str) -> None:
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        self.check(tmp_path / "may.jsonl", (mark + self.as_lines().decode()).encode(encoding))

    def test_windows_line_ends_and_blank_lines(self, tmp_path: Path) -> None:
        content = b"\r\n" + self.as_lines().replace(b"\n", b"\r\n\r\n")
        self.check(tmp_path / "may.jsonl", content, rows=[2, 4, 6, 8, 10])

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        content = self.as_lines()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        cases, aside, intake = read_all("-")
        assert (len(cases), aside) == (5, [])
        assert intake.inputs()[0].path == "-"
        assert intake.inputs()[0].sha256 == hashlib.sha256(content).hexdigest()
        assert [read.case.source.file for read in cases if read.case.source] == ["-"] * 5

    def test_a_single_object(self, tmp_path: Path) -> None:
        path = tmp_path / "one.json"
        path.write_text(json.dumps(a_case_file(), indent=2))
        cases, aside, _ = read_all(path)
        assert (ids(cases), aside) == (["C-001"], [])

    def test_folder(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        write_jsonl(tmp_path / "b.jsonl", self.cases[:2])
        (tmp_path / "sub" / "a.json.gz").write_bytes(gzip.compress(json.dumps(self.cases[2:4]).encode()))
        write_jsonl(tmp_path / "a.ndjson", self.cases[4:])
        (tmp_path / "notes.txt").write_text("read me")
        (tmp_path / ".hidden.json").write_text("{}")
        cases, aside, intake = read_all(tmp_path)
        assert aside == []
        assert [used.path for used in intake.inputs()] == ["a.ndjson", "b.jsonl", "sub/a.json.gz"]
        assert ids(cases) == ["C-005", "C-001", "C-002", "C-003", "C-004"]
        assert intake.notices() == ("Files in the folder that were not read: notes.txt.",)


class TestSetAside:
    """What cannot be audited is named with line, path, value and reason; its neighbours are audited."""

    def test_truncated_line(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", json.dumps(a_case_file())[:90])
        assert "breaks off" in aside.reason

    def test_not_json(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", "{'case_id': 'C-7'}")
        assert aside.reason.startswith("This is not valid JSON: expecting property name")
        assert "character 2" in aside.reason

    @pytest.mark.parametrize(("record", "said"), [([1], "a list"), ("text", "text"), (7, "a number"), (None, "null")])
    def test_no_object(self, tmp_path: Path, record: Any, said: str) -> None:
        aside = one_aside(tmp_path / "may.jsonl", json.dumps(record))
        assert aside.reason == f"A case file is a JSON object in braces, not {said}"

    def test_wrong_type_in_a_field(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(children=[{}, {"age": "nine"}], people=5))
        assert (aside.path, aside.value, aside.case_id) == ("children[1].age", "nine", "C-001")
        assert aside.reason == "A whole number is wanted, not this text. Also wrong: people"

    def test_unknown_case_type(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(case_type="domestic_abus"))
        assert (aside.path, aside.value) == ("case_type", "domestic_abus")
        assert aside.reason.endswith("Did you mean 'domestic_abuse'?")
        assert "police_protection" in aside.reason

    @pytest.mark.parametrize(
        ("value", "reason"), [(..., "The key 'case_type' is missing"), ("", "The case type is blank")]
    )
    def test_no_case_type(self, tmp_path: Path, value: Any, reason: str) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(case_type=value))
        assert aside.reason.startswith(reason)

    @pytest.mark.parametrize(
        ("value", "reason"),
        [
            (..., "The key 'case_id' is missing"),
            (None, "The case_id is blank"),
            ("  ", "The case_id is blank"),
            ([1], "The case_id is neither text nor a whole number"),
            (True, "The case_id is neither text nor a whole number"),
        ],
    )
    def test_no_case_id(self, tmp_path: Path, value: Any, reason: str) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(case_id=value))
        assert (aside.path, aside.reason) == ("case_id", reason)

    @pytest.mark.parametrize("value", ["2025-02-31", "31/02/2025", "0001-01-01", "0001-01-01T00:00:00"])
    def test_impossible_date(self, tmp_path: Path, value: str) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(narrative=[{"recorded_at": value}]))
        assert (aside.path, aside.value) == ("narrative[0].recorded_at", value)
        assert value in aside.reason

    @pytest.mark.parametrize(
        ("token", "name"),
        [
            ("NaN", "NaN"),
            ("Infinity", "Infinity"),
            ("-Infinity", "-Infinity"),
            ("1e999", "Infinity"),
            ("-9E+400", "-Infinity"),
            ("9" * 310 + ".5", "Infinity"),
        ],
    )
    def test_numbers_json_lacks(self, tmp_path: Path, token: str, name: str) -> None:
        record = json.dumps(a_case_file(children=[{"age": 3}, {"weight": "X"}])).replace('"X"', token)
        aside = one_aside(tmp_path / "may.jsonl", record)
        assert (aside.path, aside.value) == ("children[1].weight", name)

    @pytest.mark.parametrize(
        ("rest", "reason"),
        [
            ('"a": 1, "a": 2}', "'a' stands twice"),
            ('"a": [}, "b": [1, 2, 3]}', "This is not valid JSON"),
            ('"a": ' + "[" * 70 + "]" * 70 + "}", "nested more than 60 levels"),
        ],
    )
    def test_a_broken_record_is_told_before_a_number_that_json_lacks(
        self, tmp_path: Path, rest: str, reason: str
    ) -> None:
        record = '{"case_id": "C-1", "case_type": "ppn", "weight": NaN, ' + rest
        assert reason in one_aside(tmp_path / "may.jsonl", record).reason

    def test_nan_in_words_is_text(self, tmp_path: Path) -> None:
        path = write_jsonl(tmp_path / "may.jsonl", [a_case_file(title="NaN and Infinity")])
        assert len(read_all(path)[0]) == 1

    def test_number_without_end(self, tmp_path: Path) -> None:
        record = json.dumps(a_case_file(closure_reason="X")).replace('"X"', "9" * 5000)
        assert "number too long" in one_aside(tmp_path / "may.jsonl", record).reason

    @pytest.mark.parametrize("levels", [61, 900, 200_000])
    def test_deep_nesting(self, tmp_path: Path, levels: int) -> None:
        record = '{"case_id": "C-1", "case_type": "ppn", "x": ' + "[" * levels + "]" * levels + "}"
        assert "nested more than 60 levels" in one_aside(tmp_path / "may.jsonl", record).reason

    def test_key_twice(self, tmp_path: Path) -> None:
        record = '{"case_id": "C-1", "case_type": "ppn", "children": [{"age": 3, "age": 4}]}'
        assert "'age' stands twice" in one_aside(tmp_path / "may.jsonl", record).reason

    def test_names_are_not_shown(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", a_case_file(children=[{"names": ["Tamsin", 4711]}]))
        assert aside.path == "children[0].names[1]"
        assert "4711" not in f"{aside.value} {aside.reason}"

    def test_same_case_id_twice(self, tmp_path: Path) -> None:
        first = write_jsonl(tmp_path / "a.jsonl", [a_case_file(title="first")])
        second = write_jsonl(tmp_path / "b.jsonl", [a_case_file(case_id="x"), a_case_file(title="second")])
        cases, aside, _ = read_all(first, second)
        assert [read.case.title for read in cases] == ["first", None]
        assert (aside[0].file, aside[0].line, aside[0].value) == ("b.jsonl", 2, "C-001")
        assert aside[0].reason == "The case_id stands a second time: first in a.jsonl, row 1"

    def test_a_case_id_set_aside_may_come_again(self, tmp_path: Path) -> None:
        path = write_jsonl(tmp_path / "a.jsonl", [a_case_file(case_type="?"), a_case_file()])
        cases, aside, _ = read_all(path)
        assert (ids(cases), len(aside)) == (["C-001"], 1)

    def test_results_in_place_of_an_export(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", {"schema": "caseaudit.results/1", "cases": []})
        assert aside.reason == "This is an audit's result, not a case file: give the export"

    def test_cases_inside_an_object(self, tmp_path: Path) -> None:
        aside = one_aside(tmp_path / "may.jsonl", {"data": [a_case_file()]})
        assert "under 'data'" in aside.reason


class TestBrokenLists:
    """A broken record in a list is set aside; those after it are audited."""

    def check(self, path: Path, content: str, good: list[str], bad: int) -> list[SetAside]:
        path.write_text(content, encoding="utf-8")
        cases, aside, _ = read_all(path)
        assert ids(cases) == good
        assert len(aside) == bad
        return aside

    def record(self, number: int) -> str:
        return json.dumps(a_case_file(case_id=f"C-{number}"))

    @pytest.mark.parametrize(
        "broken",
        [
            "{'case_id': 'x'}",
            '{"case_id": "x", "case_type": }',
            '{"case_id": "x", "children": [{"age": 3}',
            '{"case_id": "x", "children": [{"age": 3}}',
            '{"case_id" "x"}',
            '"only text"',
            "nonsense",
            "}",
            "17",
        ],
    )
    @pytest.mark.parametrize("joint", [",\n", ", "])
    def test_neighbours_survive(self, tmp_path: Path, broken: str, joint: str) -> None:
        content = "[" + joint.join([self.record(1), broken, self.record(2), self.record(3)]) + "]"
        aside = self.check(tmp_path / "may.json", content, ["C-1", "C-2", "C-3"], 1)
        assert aside[0].line == (2 if "\n" in joint else 1)
        assert aside[0].reason.startswith("Record 2 of the file: ")

    def test_odd_quote_ends_with_its_line(self, tmp_path: Path) -> None:
        content = ",\n".join([self.record(1), '{"case_id": "x, "title": "y"}', self.record(2)])
        self.check(tmp_path / "may.json", f"[{content}]", ["C-1", "C-2"], 1)

    def test_a_case_id_further_down_splits_no_sound_record(self, tmp_path: Path) -> None:
        content = json.dumps([a_case_file(linked=[{"case_id": "C-9"}, {"case_id": "C-8"}]), a_case_file(case_id="C-2")])
        self.check(tmp_path / "may.json", content, ["C-001", "C-2"], 0)

    def test_record_cut_off(self, tmp_path: Path) -> None:
        content = f"[{self.record(1)},\n{self.record(2)[:60]}"
        aside = self.check(tmp_path / "may.json", content, ["C-1"], 2)
        assert "breaks off" in aside[0].reason
        assert "list is not closed" in aside[1].reason

    def test_list_cut_off_between_records(self, tmp_path: Path) -> None:
        aside = self.check(tmp_path / "may.json", f"[{self.record(1)},\n", ["C-1"], 1)
        assert "list is not closed" in aside[0].reason

    def test_something_behind_the_list(self, tmp_path: Path) -> None:
        aside = self.check(tmp_path / "may.json", f"[{self.record(1)}]\n[{self.record(2)}]", ["C-1"], 1)
        assert "behind the end of the list" in aside[0].reason

    def test_compressed_file_cut_off(self, tmp_path: Path) -> None:
        lines = "".join(f"{self.record(number)}\n" for number in range(2000)).encode()
        path = tmp_path / "may.jsonl.gz"
        path.write_bytes(gzip.compress(lines)[:-2000])
        cases, aside, _ = read_all(path)
        assert 0 < len(cases) < 2000
        assert "compressed file breaks off" in aside[-1].reason

    def test_compressed_file_damaged(self, tmp_path: Path) -> None:
        packed = bytearray(gzip.compress(self.record(1).encode()))
        packed[-6] ^= 0xFF
        path = tmp_path / "may.jsonl.gz"
        path.write_bytes(packed)
        _, aside, intake = read_all(path)
        assert "damaged" in aside[-1].reason
        assert intake.inputs()[0].sha256 == hashlib.sha256(packed).hexdigest()


class TestAwkwardText:
    """Text arrives as it was meant, and what had to be mended is told."""

    def text_of(self, path: Path) -> str:
        cases, aside, _ = read_all(path)
        assert aside == []
        assert cases[0].case.narrative
        return cases[0].case.narrative[0].text or ""

    def test_windows_bytes_in_a_utf_8_line(self, tmp_path: Path) -> None:
        path = tmp_path / "may.jsonl"
        good = json.dumps(a_case_file(case_id="C-0"), ensure_ascii=False).encode() + b"\n"
        text = "Mum\u2019s flat \u2013 café".encode() + b"; she said \x93no\x94 \x96 caf\xe9, \x81"
        line = json.dumps(a_case_file(narrative=[{"text": "@"}])).encode().replace(b"@", text)
        path.write_bytes(good + line + b"\n")
        cases, aside, intake = read_all(path)
        assert aside == []
        assert cases[1].case.narrative
        assert (
            cases[1].case.narrative[0].text == "Mum\u2019s flat \u2013 café; she said \u201cno\u201d \u2013 café, \x81"
        )
        assert intake.notices() == (
            "may.jsonl: 1 record held characters that are not UTF-8; these were read as Windows-1252 (first: row 2).",
        )

    def test_windows_bytes_in_a_list(self, tmp_path: Path) -> None:
        path = tmp_path / "may.json"
        path.write_bytes(json.dumps([a_case_file(narrative=[{"text": "@"}])]).encode().replace(b"@", b"\x93no\x94"))
        assert self.text_of(path) == "\u201cno\u201d"

    def test_lone_surrogates_keep_offsets(self, tmp_path: Path) -> None:
        path = tmp_path / "may.jsonl"
        record = json.dumps(a_case_file(narrative=[{"text": "@"}])).replace("@", r"a\ud83db\udc00c\ud83d\ude00d")
        path.write_text(record)
        cases, _, intake = read_all(path)
        assert cases[0].case.narrative
        assert cases[0].case.narrative[0].text == "a\ufffdb\ufffdc\U0001f600d"
        assert "lone surrogates" in intake.notices()[0]
        json.dumps(cases[0].case.raw["narrative"], ensure_ascii=False).encode()

    def test_nul_tab_and_brackets(self, tmp_path: Path) -> None:
        path = tmp_path / "may.jsonl"
        record = json.dumps(a_case_file(narrative=[{"text": "a\x00b [c] @"}])).replace("@", "\t\x00")
        path.write_bytes(record.encode())
        assert self.text_of(path) == "a\x00b [c] \t\x00"

    def test_ten_megabytes(self, tmp_path: Path) -> None:
        text = "She said \u201cno\u201d. " * 700_000
        for name, content in (("a.jsonl", a_case_file(narrative=[{"text": text}])),):
            path = write_jsonl(tmp_path / name, [content])
            assert self.text_of(path) == text
        path = tmp_path / "a.json"
        path.write_text(json.dumps([a_case_file(narrative=[{"text": text}])]))
        assert self.text_of(path) == text

    def test_five_thousand_children(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        children = [{"child_id": f"K{number}", "school": {"x": {}} and "S"} for number in range(5000)]
        path.write_text(json.dumps([a_case_file(children=children), a_case_file(case_id="next")]))
        cases, aside, _ = read_all(path)
        assert aside == []
        assert len(cases[0].case.children or ()) == 5000
        assert ids(cases) == ["C-001", "next"]


class TestSources:
    def test_unknown_keys_are_told_once(self, tmp_path: Path) -> None:
        cases = [a_case_file(case_id=str(n), colour="red", children=[{"pet": 1}, {"pet": 2}]) for n in range(3)]
        _, aside, intake = read_all(write_jsonl(tmp_path / "a.jsonl", cases))
        assert aside == []
        told = "Not used, because the format does not know them: children[].pet (3 cases), colour (3 cases)."
        assert intake.notices() == (told,)

    def test_system_and_table_of_the_export_are_kept(self, tmp_path: Path) -> None:
        given = {"system": "RMS", "table": "crimes", "file": "C:/exports/x", "row": 9, "more": 1}
        cases, _, _ = read_all(write_jsonl(tmp_path / "a.jsonl", [a_case_file(source=given)]))
        source = cases[0].case.source
        assert source
        assert (source.system, source.table, source.file, source.row) == ("RMS", "crimes", "a.jsonl", 1)

    @pytest.mark.parametrize("given", ["Niche", 7, ["x"], None])
    def test_a_source_of_another_shape_sets_nothing_aside(self, tmp_path: Path, given: Any) -> None:
        cases, aside, _ = read_all(write_jsonl(tmp_path / "a.jsonl", [a_case_file(source=given)]))
        assert aside == []
        assert cases[0].case.source
        assert cases[0].case.source.row == 1

    def test_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="There is no file or folder"):
            read_all(tmp_path / "none.jsonl")

    def test_all_files_are_looked_at_before_the_first_record(self, tmp_path: Path) -> None:
        good = write_jsonl(tmp_path / "a.jsonl", [a_case_file()])
        with pytest.raises(UsageError):
            Intake().records([str(good), str(tmp_path / "none.jsonl")])

    def test_same_file_twice(self, tmp_path: Path) -> None:
        path = write_jsonl(tmp_path / "a.jsonl", [a_case_file()])
        with pytest.raises(UsageError, match="given twice"):
            read_all(path, tmp_path)

    @pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
    def test_empty_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(content)
        cases, aside, intake = read_all(path)
        assert (cases, aside) == ([], [])
        assert intake.notices() == ("a.jsonl holds no record.",)

    def test_empty_list_and_empty_folder(self, tmp_path: Path) -> None:
        assert read_all(tmp_path)[:2] == ([], [])
        path = tmp_path / "a.json"
        path.write_text("[ ]\n")
        assert read_all(path)[:2] == ([], [])

    @pytest.mark.parametrize("content", [b"case,type\n1,ppn\n", b"PK\x03\x04\x14\x00"])
    def test_another_format(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(content)
        with pytest.raises(UsageError, match="not an export that this version reads"):
            read_all(path)


class TestRejectsFile:
    """A line of the rejects file holds the record whole, and mended it can be read again."""

    def rejects(self, path: Path) -> list[str]:
        return [reject_line(result) for result in read_cases([str(path)]) if isinstance(result, Reject)]

    def test_object(self, tmp_path: Path) -> None:
        record = a_case_file(case_type="?", title="caf\u00e9 \u201cno\u201d")
        (line,) = self.rejects(write_jsonl(tmp_path / "a.jsonl", [record]))
        data = json.loads(line)
        why = data.pop("_rejected")
        assert data == record
        assert (why["file"], why["line"], why["path"], why["value"]) == ("a.jsonl", 1, "case_type", "?")
        assert why["reason"]

    def test_mended_and_read_again(self, tmp_path: Path) -> None:
        records = [a_case_file(case_type="?"), json.dumps(a_case_file(case_id="C-2"))[:-1]]
        object_line, text_line = self.rejects(write_jsonl(tmp_path / "a.jsonl", records))
        mended_text = json.loads(text_line)
        mended_text["_record"] += "}"
        again = [object_line.replace('"case_type": "?"', '"case_type": "ppn"').rstrip(), mended_text]
        cases, aside, intake = read_all(write_jsonl(tmp_path / "again.jsonl", again))
        assert (ids(cases), aside) == (["C-001", "C-2"], [])
        assert cases[0].case.raw.keys() >= {"case_id", "case_type"}
        assert intake.notices() == ()

    def test_set_aside_again_without_nesting(self, tmp_path: Path) -> None:
        (first,) = self.rejects(write_jsonl(tmp_path / "a.jsonl", ["{broken"]))
        (second,) = self.rejects(write_jsonl(tmp_path / "b.jsonl", [first.rstrip()]))
        assert json.loads(second)["_record"] == "{broken"

    @pytest.mark.parametrize(
        "record", ["{broken", '{"case_id": NaN}', '{"a": ' + "[" * 100_000, r'{"case_id": "\ud800"}', '"a\x00b"']
    )
    def test_every_line_is_json(self, tmp_path: Path, record: str) -> None:
        (line,) = self.rejects(write_jsonl(tmp_path / "a.jsonl", [record]))
        assert isinstance(json.loads(line), dict)
        line.encode()


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)


class TestProperties:
    @given(values=st.lists(VALUES, max_size=6), indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_list_is_split_as_it_was_joined(
        self, tmp_path: Path, values: list[Any], indent: int | None, ascii_only: bool
    ) -> None:
        path = tmp_path / "a.json"
        content = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        path.write_bytes(content)
        raws = list(Intake().records([str(path)]))
        assert [json.loads(raw.piece.text) for raw in raws] == values
        assert [raw.piece.row for raw in raws] == list(range(1, len(values) + 1))

    @given(content=st.binary(max_size=400), start=st.sampled_from([b"", b"[", b'[{"case_id":', b'{"case_id": "x"']))
    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_no_content_breaks_the_reader(self, tmp_path: Path, content: bytes, start: bytes) -> None:
        path = tmp_path / "a.jsonl"
        path.write_bytes(start + content)
        _, _, intake = read_all(path)
        assert intake.inputs()[0].sha256 == hashlib.sha256(start + content).hexdigest()
