"""Processes that are ended from outside, and files that a run must leave alone."""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, some_case_files
from caseaudit.batch import processes
from caseaudit.batch.journal import Journal
from caseaudit.cli import audit as audits

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")
MANY = 130
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file names and pipes")


class TestEnded:
    @posix
    def test_while_it_sends_a_result(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        asked = ("run", export(*some_case_files(MANY)), "-r", rubric, *DAY, "-j", "2")
        run(*asked, "-o", "whole.jsonl")
        monkeypatch.setattr(processes, "_audit_chunk", cut_off_once)
        ran = run(*asked, "-o", "a.jsonl")
        assert Path("cut-off").exists()
        assert ran.code == 0
        assert Path("a.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()

    def test_a_record_whose_process_was_ended_for_another_reason_is_audited(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cases = some_case_files(MANY)
        cases[77]["title"] = "unlucky"
        asked = ("run", export(*cases), "-r", rubric, *DAY, "-j", "2")
        run(*asked, "-o", "whole.jsonl")
        monkeypatch.setattr(processes, "_audit_chunk", ended_twice)
        ran = run(*asked, "-o", "a.jsonl")
        assert len(list(Path().glob("ended-*"))) == 2
        assert ran.code == 0
        assert Path("a.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()

    def test_definitions_that_change_meanwhile_are_told(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(audits, "digests_of", lambda _: ("as it was",))
        ran = run("run", export(*some_case_files(MANY)), "-r", rubric, *DAY, "-j", "2", "-o", "a.jsonl")
        assert (ran.code, "changed while the run was under way: rubric.yaml" in ran.err) == (2, True)
        assert not Path("a.jsonl").exists()


def cut_off_once(chunk: Any) -> Any:
    """Audit; the first time the process is ended after the first bytes of what it sends back."""
    try:
        os.close(os.open("cut-off", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return [processes._Worker.auditor.audit(raw) for raw in chunk]
    pipe = sys._getframe(1).f_locals["result_queue"]
    with pipe._wlock:
        os.write(pipe._writer.fileno(), struct.pack("!i", 1_000_000) + b"half a result")
        os._exit(9)


def ended_twice(chunk: Any) -> Any:
    """Audit; but the process is ended at one record, twice."""
    for raw in chunk:
        if "unlucky" in raw.text:
            for number in (1, 2):
                if not Path(f"ended-{number}").exists():
                    Path(f"ended-{number}").touch()
                    os._exit(9)
    return [processes._Worker.auditor.audit(raw) for raw in chunk]


class TestFilesOfOthers:
    def test_an_export_that_is_called_like_the_unfinished_results(self, run: Run, export: Run, rubric: str) -> None:
        path = Path(export(a_case_file(), name="a.jsonl.partial"))
        before = path.read_bytes()
        ran = run("run", str(path), "-r", rubric, *DAY, "-o", "a.jsonl")
        assert (ran.code, "is read and is to be written" in ran.err) == (2, True)
        assert path.read_bytes() == before

    @pytest.mark.parametrize("mapped", [False, True])
    def test_a_folder_that_holds_export_and_results_is_told_of_no_unfinished_file(
        self, run: Run, export: Run, rubric: str, in_folder: Path, *, mapped: bool
    ) -> None:
        folder = in_folder / "both"
        folder.mkdir()
        export(*some_case_files(3), name="both/may.jsonl")
        for path in (Path(__file__).parents[2] / "samples" / "records-system" / "export").iterdir():
            if mapped:
                (folder / path.name).write_bytes(path.read_bytes())
        words = ("-m", "records-system") if mapped else ("-r", rubric)
        Path("both/other.csv.partial").write_text("of a run before")
        run("run", "both", *words, *DAY, "--quick", "-j", "1", "-o", "both/results.xlsx", "-o", "a.json")
        notices = json.loads(Path("a.json").read_text("utf-8"))["run"]["notices"]
        assert notices or not mapped
        assert not [notice for notice in notices if ".partial" in notice]

    def test_a_mapped_run_ends_well_and_is_logged(self, run: Run) -> None:
        path = Path(__file__).parents[2] / "samples" / "records-system" / "export"
        words = ("-m", "records-system", "--select", "ethnicity-recorded", *DAY, "--quick", "--log", "runs.log")
        assert run("run", str(path), *words, "-o", "a.jsonl").code == 3
        entry = json.loads(Path("runs.log").read_text("utf-8").splitlines()[-1])
        assert sum(used["read"] for used in entry["inputs"]) == 697


class TestNames:
    @posix
    @pytest.mark.parametrize("name", ["with space.jsonl", f"{'é' * 90}.jsonl", f"{'n' * 220}.jsonl", "%s {x} 'q\".csv"])
    def test_that_are_unusual(self, run: Run, export: Run, rubric: str, name: str) -> None:
        assert run("run", export(a_case_file()), "-r", rubric, *DAY, "-o", name).code == 0
        assert Path(name).exists()

    @posix
    @pytest.mark.parametrize("length", [228, 235, 249])
    @pytest.mark.parametrize("more", [(), ("--resume",)])
    def test_that_are_too_long_are_told_and_leave_nothing(
        self, run: Run, export: Run, rubric: str, length: int, more: tuple[str, ...]
    ) -> None:
        path = export(a_case_file())
        before = sorted(Path().iterdir())
        ran = run("run", path, "-r", rubric, *DAY, "-o", f"{'n' * length}.jsonl", *more)
        assert (ran.code, "file name too long" in ran.err.lower()) == (2, True)
        assert sorted(Path().iterdir()) == before

    @posix
    def test_two_that_are_one(self, run: Run, export: Run, rubric: str) -> None:
        Path("folder").mkdir()
        Path("link").symlink_to("folder")
        with Journal(Path("folder/a.jsonl.partial")) as journal:
            journal.begin("{}\n")
            for name in ("link/a.jsonl", "folder/../folder/a.jsonl"):
                ran = run("run", export(a_case_file()), "-r", rubric, *DAY, "-o", name)
                assert (ran.code, "Another run is writing" in ran.err) == (2, True)
