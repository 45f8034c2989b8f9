"""`caseaudit run` as its users rely on it: exit codes, files, messages."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, some_case_files
from caseaudit.checks.recorded import Recorded
from caseaudit.cli import audit as audit_module
from caseaudit.reading.case_files import RawRecord

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")

GOOD = a_case_file(case_id="good")
BLANK = a_case_file(case_id="blank", children=[{"child_id": "K1", "ethnicity_self": None}])
UNSEEN = a_case_file(case_id="unseen", investigation={"allocated_at": "2025-05-02", "victim_seen_at": None})
BROKEN = '{"case_id": "broken", '


def read(name: str) -> Any:
    return json.loads(Path(name).read_text(encoding="utf-8"))


def left_behind() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


class TestExitCodes:
    """The contract's codes, one by one and where several hold."""

    def test_done(self, run: Run, export: Run, rubric: str) -> None:
        ran = run("run", export(GOOD), "-r", rubric, *DAY)
        assert (ran.code, ran.err) == (0, "")
        assert "may.jsonl: 1 read, 1 audited, 0 set aside" in ran.out

    def test_not_met_alone_is_no_failure(self, run: Run, export: Run, rubric: str) -> None:
        assert run("run", export(BLANK, UNSEEN), "-r", rubric, *DAY).code == 0

    @pytest.mark.parametrize(("severity", "code"), [("critical", 0), ("high", 0), ("medium", 1), ("low", 1)])
    def test_fail_on(self, run: Run, export: Run, rubric: str, severity: str, code: int) -> None:
        ran = run("run", export(BLANK), "-r", rubric, *DAY, "--fail-on", severity)
        assert ran.code == code
        assert ("ethnicity-recorded (1)" in ran.err) == (code == 1)

    @pytest.mark.parametrize(("percent", "code"), [("50", 0), ("50.1", 1), ("100", 1), ("0", 0)])
    def test_fail_under(self, run: Run, export: Run, rubric: str, percent: str, code: int) -> None:
        assert run("run", export(GOOD, BLANK), "-r", rubric, *DAY, "--fail-under", percent).code == code

    def test_fail_under_passes_without_a_score_and_says_so(self, run: Run, export: Run, rubric: str) -> None:
        ran = run("run", export(a_case_file(children=...)), "-r", rubric, *DAY, "--fail-under", "100")
        assert ran.code == 0
        assert "nothing was assessed" in ran.err

    def test_escalation_only_when_asked(self, run: Run, export: Run, rubric: str) -> None:
        path = export(GOOD, UNSEEN)
        assert run("run", path, "-r", rubric, *DAY).code == 0
        ran = run("run", path, "-r", rubric, *DAY, "--fail-on-escalation")
        assert ran.code == 5
        assert "1 case with an escalation" in ran.err
        assert run("run", export(GOOD), "-r", rubric, *DAY, "--fail-on-escalation").code == 0

    def test_set_aside(self, run: Run, export: Run, rubric: str) -> None:
        path = export(GOOD, BROKEN)
        ran = run("run", path, "-r", rubric, *DAY)
        assert ran.code == 3
        assert "may.jsonl:2" in ran.out
        assert run("run", path, "-r", rubric, *DAY, "--allow-rejects").code == 0
        assert run("run", path, "-r", rubric, *DAY, "--allow-rejects", "--fail-under", "100").code == 0

    def test_allow_rejects_removes_nothing_else(self, run: Run, export: Run, rubric: str) -> None:
        assert run("run", export(BLANK, BROKEN), "-r", rubric, *DAY, "--allow-rejects", "--fail-on", "low").code == 1

    @pytest.mark.parametrize("records", [(), (BROKEN,), (BROKEN, {"case_id": "x"})])
    def test_no_case(self, run: Run, export: Run, rubric: str, records: tuple[Any, ...]) -> None:
        ran = run("run", export(*records), "-r", rubric, *DAY, "--allow-rejects")
        assert ran.code == 4
        assert "no case to audit" in ran.err

    def test_empty_folder(self, run: Run, in_folder: Path, rubric: str) -> None:
        (in_folder / "exports").mkdir()
        assert run("run", "exports", "-r", rubric, *DAY).code == 4

    def test_order_where_several_hold(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        gates = ("--fail-on", "low", "--fail-under", "100", "--fail-on-escalation")
        path = export(BLANK, UNSEEN, BROKEN)
        assert run("run", path, "-r", rubric, *DAY, *gates[:4]).code == 3
        assert run("run", path, "-r", rubric, *DAY, *gates).code == 5
        monkeypatch.setattr(Recorded, "evaluate", fail)
        assert run("run", path, "-r", rubric, *DAY, *gates).code == 70


def fail(*args: object) -> None:
    raise RuntimeError("Tamsin of Elm Road")


class TestFaults:
    """A defect of ours is loud, costs one criterion, and gives away nothing of the case."""

    def test_a_failing_check(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Recorded, "evaluate", fail)
        ran = run("run", export(GOOD, UNSEEN), "-r", rubric, *DAY, "-o", "out.json")
        assert ran.code == 70
        assert "RuntimeError" in ran.err
        assert "test_run.py" not in ran.out
        assert "Tamsin" not in ran.out + ran.err
        summary = read("out.json")["summary"]
        assert (summary["cases"], summary["faults"]) == (2, 3)
        assert [item["cannot_assess"] for item in summary["criteria"]] == [0, 0, 2]
        findings = read("out.json")["cases"][1]["findings"]
        assert [finding["outcome"] for finding in findings] == [None, None, "cannot_assess"]
        assert findings[0]["fault"]["id"] in ran.err

    def test_a_fault_anywhere_else(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(RawRecord, "read", fail)
        first, second = (run("run", export(GOOD), "-r", rubric, *DAY, "-o", "out.json") for _ in range(2))
        assert first.code == 70
        assert first.err == second.err
        assert "defect in caseaudit" in first.err
        assert "batch/auditing.py:_audit" in first.err
        assert "Traceback" not in first.err
        assert "Tamsin" not in first.out + first.err
        (aside,) = read("out.json")["set_aside"]
        assert aside["case_id"] == "good"
        assert "defect in caseaudit, not in the record" in aside["reason"]
        assert left_behind() == ["may.jsonl", "out.json", "rubric.yaml"]

    def test_interrupted(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*args: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(RawRecord, "read", interrupt)
        ran = run("run", export(GOOD), "-r", rubric, *DAY, "-o", "out.xlsx", "-o", "out.jsonl")
        assert ran.code == 130
        assert left_behind() == ["may.jsonl", "rubric.yaml"]


class TestFiles:
    def test_every_format(self, run: Run, export: Run, rubric: str) -> None:
        names = ["a.json", "a.jsonl", "a.xlsx"]
        ran = run("run", export(GOOD, BROKEN), "-r", rubric, *DAY, *(word for name in names for word in ("-o", name)))
        assert ran.err.splitlines()[:3] == [f"Wrote {name}" for name in names]
        whole = read("a.json")
        lines = [json.loads(line) for line in Path("a.jsonl").read_text(encoding="utf-8").splitlines()]
        assert lines[1:-1] == whole["cases"]
        assert lines[-1]["summary"] == whole["summary"]
        assert lines[-1]["inputs"] == whole["run"]["inputs"]
        assert lines[-1]["set_aside"] == whole["set_aside"]
        assert lines[0]["settings"] == whole["run"]["settings"]
        assert Path("a.xlsx").read_bytes()[:2] == b"PK"

    def test_same_bytes_whatever_the_folder(
        self, run: Run, export: Run, rubric: str, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = ["a.json", "a.jsonl", "a.xlsx"]
        words = [word for name in names for word in ("-o", name)]
        run("run", export(GOOD, UNSEEN, BROKEN), "-r", rubric, *DAY, *words)
        first = [Path(name).read_bytes() for name in names]
        other = in_folder / "elsewhere"
        other.mkdir()
        monkeypatch.chdir(other)
        run("run", str(in_folder / "may.jsonl"), "-r", str(in_folder / rubric), *DAY, *words)
        assert [Path(name).read_bytes() for name in names] == first
        assert str(in_folder).encode() not in first[0]

    def test_manifest(self, run: Run, export: Run, rubric: str) -> None:
        run(
            "run", export(GOOD), "-r", rubric, *DAY, "--select", "child-seen", "--marking", " OFFICIAL ", "-o", "a.json"
        )
        manifest = read("a.json")["run"]
        assert manifest["settings"] == {
            "as_of": "2025-05-23",
            "rubrics": ["test-rubric@2025-01"],
            "select": ["child-seen"],
            "exclude": [],
            "marking": "OFFICIAL",
            "second_reader": True,
            "thorough": False,
        }
        assert [item["criterion"] for item in read("a.json")["summary"]["criteria"]] == ["child-seen"]

    def test_a_file_that_stood_there_is_replaced_whole(self, run: Run, export: Run, rubric: str) -> None:
        Path("a.json").write_text("old" * 100_000)
        run("run", export(GOOD), "-r", rubric, *DAY, "-o", "a.json")
        assert read("a.json")["summary"]["cases"] == 1

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("a.xml", "Did you mean .junit.xml?"),
            ("a.jsn", "Did you mean .json?"),
            ("a", "the name has no suffix"),
            ("none/a.json", "none/a.json cannot be written: there is no such folder"),
            ("may.jsonl", "may.jsonl is read and is to be written"),
            ("folder.json", "folder.json is a folder"),
        ],
    )
    def test_refused_before_the_work_begins(self, run: Run, export: Run, rubric: str, name: str, said: str) -> None:
        Path("folder.json").mkdir()
        path = export(GOOD)
        content = Path(path).read_bytes()
        ran = run("run", path, "-r", rubric, *DAY, "-o", name)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert Path(path).read_bytes() == content

    def test_same_file_twice(self, run: Run, export: Run, rubric: str) -> None:
        ran = run("run", export(GOOD), "-r", rubric, "-o", "a.json", "--rejects", "./a.json")
        assert (ran.code, "written twice" in ran.err) == (2, True)

    def test_protected_file(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("a.json").write_text("old")
        monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
        ran = run("run", export(GOOD), "-r", rubric, "-o", "a.json")
        assert (ran.code, "a.json is protected against writing" in ran.err) == (2, True)
        assert Path("a.json").read_text() == "old"

    def test_no_room_on_the_disk(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(self: Path, target: Path) -> Path:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", full)
            ran = run("run", export(GOOD), "-r", rubric, *DAY, "-o", "a.json")
        assert (ran.code, "a.json cannot be written: the disk is full" in ran.err) == (2, True)
        assert "--resume" in ran.err
        assert left_behind() == ["a.json.partial", "a.json.partial.state", "may.jsonl", "rubric.yaml"]
        monkeypatch.setattr(RawRecord, "read", fail)  # nothing is audited again
        assert run("run", export(GOOD), "-r", rubric, *DAY, "-o", "a.json", "--resume").code == 0
        assert read("a.json")["summary"]["cases"] == 1
        assert left_behind() == ["a.json", "may.jsonl", "rubric.yaml"]

    def test_rejects_can_be_mended_and_read_again(self, run: Run, export: Run, rubric: str) -> None:
        path = export(GOOD, a_case_file(case_id="odd", case_type="ppnn"), BROKEN)
        assert run("run", path, "-r", rubric, *DAY, "--rejects", "rejects.jsonl").code == 3
        text = Path("rejects.jsonl").read_text(encoding="utf-8")
        assert [json.loads(line)["_rejected"]["line"] for line in text.splitlines()] == [2, 3]
        mended = text.replace('"case_type": "ppnn"', '"case_type": "ppn"')
        Path("rejects.jsonl").write_text(mended, encoding="utf-8")
        ran = run("run", "rejects.jsonl", "-r", rubric, *DAY, "-o", "a.json")
        assert [case["case_id"] for case in read("a.json")["cases"]] == ["odd"]
        assert ran.code == 3

    def test_rejects_file_is_empty_when_there_are_none(self, run: Run, export: Run, rubric: str) -> None:
        Path("rejects.jsonl").write_text("from last month\n")
        assert run("run", export(GOOD), "-r", rubric, *DAY, "--rejects", "rejects.jsonl").code == 0
        assert Path("rejects.jsonl").read_text() == ""


class TestInputs:
    def test_standard_input(self, run: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
        assert run("run", "-", "-r", rubric, *DAY, "-o", "a.json").code == 0
        assert read("a.json")["run"]["inputs"][0]["path"] == "-"
        assert read("a.json")["cases"][0]["source"] == {"system": None, "file": "-", "table": None, "row": 1}

    def test_several_inputs_are_counted_apart(self, run: Run, export: Run, rubric: str, in_folder: Path) -> None:
        (in_folder / "b.json.gz").write_bytes(gzip.compress(json.dumps([GOOD, BLANK]).encode()))
        ran = run("run", export(GOOD), "b.json.gz", "-r", rubric, *DAY, "-o", "a.json")
        assert ran.code == 3
        counts = [
            (used["path"], used["read"], used["audited"], used["rejected"]) for used in read("a.json")["run"]["inputs"]
        ]
        assert counts == [("may.jsonl", 1, 1, 0), ("b.json.gz", 2, 1, 1)]
        assert "first in may.jsonl, row 1" in ran.out
        assert "3 read, 2 audited, 1 set aside" in ran.out

    def test_times_after_the_day_are_told(self, run: Run, export: Run, rubric: str) -> None:
        ran = run("run", export(a_case_file(closed_at="2025-05-24"), BLANK), "-r", rubric, *DAY, "-o", "a.json")
        told = "1 time lies after 2025-05-23 and counts as not yet happened (in 1 case)."
        assert read("a.json")["run"]["notices"] == [told]
        assert told in ran.out

    def test_unknown_keys_are_told_once(self, run: Run, export: Run, rubric: str) -> None:
        ran = run("run", export(*some_case_files(3, shoe_size=4)), "-r", rubric, *DAY)
        assert ran.out.count("shoe_size (3 cases)") == 1

    def test_today_unless_given(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        class FixedClock(audit_module.datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return cls(2025, 7, 1, 0, 30, tzinfo=tz)

        monkeypatch.setattr(audit_module, "datetime", FixedClock)
        run("run", export(GOOD), "-r", rubric, "-o", "a.json")
        assert read("a.json")["run"]["settings"]["as_of"] == "2025-07-01"


class TestUsage:
    """What is wrong, where, and what to do; never a traceback."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["run"], "Missing argument 'EXPORT'"),
            (["run", "none.jsonl"], "There is no file or folder none.jsonl"),
            (["rnu"], "Did you mean 'run'?"),
            (["run", "may.jsonl", "--asof", "2025-05-23"], "No such option: --asof"),
            (["run", "may.jsonl", "-r", "dip-sampel"], "Did you mean 'dip-sample'?"),
            (["run", "may.jsonl", "-r", "dip-sample@1999-01"], "no edition '1999-01'"),
            (["run", "may.jsonl", "-r", "none.yaml"], "There is no rubric file none.yaml"),
            (["run", "may.jsonl", "--as-of", "23/05/2025"], "Write a date such as 2025-05-23"),
            (["run", "may.jsonl", "--as-of", "2025-02-31"], "not in the calendar"),
            (["run", "may.jsonl", "--fail-on", "severe"], "Write critical, high, medium or low"),
            (["run", "may.jsonl", "--fail-under", "101"], "Write a number from 0 to 100"),
            (["run", "may.jsonl", "--jobs", "0"], "Write a whole number from 1"),
            (["run", "may.jsonl", "-r", "rubric.yaml", "--select", "child-sen"], "Did you mean 'child-seen'?"),
            (["run", "may.jsonl", "-r", "rubric.yaml", "--exclude", "x"], "no criterion 'x'"),
            (
                ["run", "may.jsonl", "-r", "rubric.yaml", "--select", "child-seen", "--exclude", "child-seen"],
                "leave no criterion to judge",
            ),
        ],
    )
    def test_message(self, run: Run, export: Run, rubric: str, arguments: list[str], said: str) -> None:
        export(GOOD)
        ran = run(*arguments)
        assert ran.code == 2
        assert said in ran.err
        assert "Traceback" not in ran.err
        assert ran.out == ""

    def test_broken_rubric_names_file_and_line(self, run: Run, export: Run) -> None:
        Path("bad.yaml").write_text("rubric: x\nedition: 2025-01\nrubric: y\n")
        ran = run("run", export(GOOD), "-r", "bad.yaml")
        assert ran.code == 2
        assert "bad.yaml:3:1" in ran.err

    def test_no_arguments(self, run: Run) -> None:
        ran = run()
        assert ran.code == 2
        assert "Usage: caseaudit" in ran.out + ran.err

    @pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["explain", "--help"], ["report", "--help"]])
    def test_help(self, run: Run, arguments: list[str]) -> None:
        ran = run(*arguments)
        assert (ran.code, ran.err) == (0, "")
        assert "Usage: caseaudit" in ran.out

    def test_settings_file_decides_where_no_flag_does(self, run: Run, export: Run, rubric: str) -> None:
        Path("caseaudit.toml").write_text(
            f'rubric = "{rubric}"\nas-of = 2025-05-23\nfail-on = "medium"\nquiet = true\n'
        )
        ran = run("run", export(BLANK))
        assert (ran.code, ran.out) == (1, "")
        assert run("run", "may.jsonl", "--fail-on", "critical").code == 0
        assert run("run", "may.jsonl", "--no-quiet").out != ""

    def test_wrong_settings_file(self, run: Run, export: Run) -> None:
        Path("caseaudit.toml").write_text('# ours\nas_off = "2025-05-23"\n')
        ran = run("run", export(GOOD))
        assert ran.code == 2
        assert "caseaudit.toml:2: There is no setting 'as_off'" in ran.err
        assert "Did you mean 'as-of'?" in ran.err


class TestTables:
    def test_quiet(self, run: Run, export: Run, rubric: str) -> None:
        assert run("run", export(UNSEEN), "-r", rubric, *DAY, "--quiet").out == ""

    def test_brackets_and_names(self, run: Run, export: Run, rubric: str) -> None:
        case = {**UNSEEN, "case_id": "[b]C1[/b]"}
        case["children"] = [{"child_id": "K1", "names": ["Tamsin"], "ethnicity_self": None}]
        case["narrative"] = [{"text": "Tamsin [alone] put herself at risk."}]
        ran = run("run", export(case), "-r", rubric, *DAY)
        assert "[b]C1[/b]" in ran.out
        assert "Tamsin" not in ran.out

    @pytest.mark.parametrize("columns", ["40", "80", "139", "140", "160", "240"])
    def test_no_line_is_wider_than_the_terminal(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch, columns: str
    ) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        ran = run("run", export(GOOD, BLANK, UNSEEN, BROKEN), "-r", rubric, *DAY)
        assert max(map(len, ran.out.splitlines())) <= int(columns)
        assert not any(line != line.rstrip() for line in ran.out.splitlines())
        assert "\x1b" not in ran.out

    def test_more_escalations_than_are_shown(self, run: Run, export: Run, rubric: str) -> None:
        unseen = {"allocated_at": "2025-05-02", "victim_seen_at": None}
        ran = run("run", export(*some_case_files(45, investigation=unseen)), "-r", rubric, *DAY)
        assert "a child may be unsafe now in 45 cases" in ran.out
        assert "and 5 more: a workbook or JSON file (-o) lists them all." in ran.out
