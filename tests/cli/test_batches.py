"""`caseaudit run` over batches: any number of processes, interruptions, the cache, files that others hold."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, some_case_files
from caseaudit.batch import processes, stream
from caseaudit.batch.cache import Cache
from caseaudit.batch.journal import Journal
from caseaudit.reading.case_files import RawRecord

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")
MANY = 130
"""Cases of more than one chunk, so that processes are started."""
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and signals")


def odd_cases() -> list[Any]:
    """Cases among which records are broken, a case id stands twice, a time lies ahead and a key is unknown."""
    cases: list[Any] = [*some_case_files(MANY)]
    cases[3] = '{"case_id": "broken", '
    cases[60] = cases[10]
    cases[61] = a_case_file(case_id="odd", case_type="ppnn")
    cases[70] = a_case_file(case_id="ahead", reported_at="2031-01-01T10:00")
    cases[71] = a_case_file(case_id="key", shoe_size=4)
    return cases


class Stop:
    """Interrupts the run, as Ctrl-C does, when a number of records have been read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
        self.left, was = after, RawRecord.read

        def read(raw: RawRecord) -> Any:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            return was(raw)

        monkeypatch.setattr(RawRecord, "read", read)


class TestInterrupted:
    @pytest.mark.parametrize("after", [1, 50, 100])
    def test_gone_on_with_the_results_are_the_same(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch, after: int
    ) -> None:
        asked = ("run", export(*odd_cases()), "-r", rubric, *DAY, "-j", "1", "--rejects", "rejects.jsonl")
        whole = run(*asked, "-o", "whole.jsonl", "-o", "whole.csv")
        rejects = Path("rejects.jsonl").read_bytes()
        with monkeypatch.context() as patch:
            Stop(patch, after)
            ran = run(*asked, "-o", "out.jsonl", "-o", "out.csv", "-q")
        assert ran.code == 130
        assert "out.jsonl.partial holds" in ran.err
        assert "--resume" in ran.err
        assert not Path("out.jsonl").exists()
        assert not Path("out.csv").exists()
        partial = Path("out.jsonl.partial").read_text(encoding="utf-8").splitlines()
        assert all(json.loads(line) for line in partial)
        assert "summary" not in json.loads(partial[-1])
        ran = run(*asked, "-o", "out.jsonl", "-o", "out.csv", "--resume")
        assert (ran.code, ran.out) == (whole.code, whole.out)
        assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
        assert Path("out.csv").read_bytes() == Path("whole.csv").read_bytes()
        assert Path("rejects.jsonl").read_bytes() == rejects
        assert not list(Path().glob("*.partial*"))

    def test_before_the_first_record_nothing_is_left(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Stop(monkeypatch, 0)
        assert run("run", export(a_case_file()), "-r", rubric, "-o", "a.xlsx", "-j", "1").code == 130
        assert sorted(path.name for path in Path().iterdir()) == ["may.jsonl", "rubric.yaml"]

    def test_resume_takes_the_day_of_the_run_that_was_interrupted(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ("run", export(*some_case_files(5)), "-r", rubric, "-o", "a.jsonl", "-j", "1")
        with monkeypatch.context() as patch:
            Stop(patch, 3)
            run(*asked, *DAY)
        assert run(*asked, "--resume").code == 0
        assert json.loads(Path("a.jsonl").read_text("utf-8").splitlines()[0])["settings"]["as_of"] == DAY[1]

    def test_resume_refuses_other_settings_and_another_export(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = export(*some_case_files(5))
        asked = ("run", path, "-r", rubric, *DAY, "-o", "a.jsonl", "-j", "1", "--resume")
        with monkeypatch.context() as patch:
            Stop(patch, 3)
            run(*asked)
        ran = run(*asked, "--exclude", "child-seen")
        assert (ran.code, "begun with other exclude" in ran.err) == (2, True)
        before = Path(path).read_bytes()
        Path(path).write_bytes(before.replace(b"2025", b"2024", 1))
        ran = run(*asked)
        assert (ran.code, "record 1 of the export is not what it was" in ran.err) == (2, True)
        Path(path).write_bytes(b"")
        assert run(*asked).code == 2
        Path(path).write_bytes(before)
        assert run(*asked).code == 0

    def test_without_resume_it_begins_anew(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ("run", export(*some_case_files(5)), "-r", rubric, *DAY, "-o", "a.jsonl", "-j", "1")
        with monkeypatch.context() as patch:
            Stop(patch, 3)
            run(*asked)
        assert run(*asked, "--exclude", "child-seen").code == 0
        assert len(Path("a.jsonl").read_text("utf-8").splitlines()) == 7

    def test_resume_with_nothing_to_go_on_from_is_a_run(self, run: Run, export: Run, rubric: str) -> None:
        assert run("run", export(a_case_file()), "-r", rubric, *DAY, "-o", "a.jsonl", "--resume").code == 0
        ran = run("run", export(a_case_file()), "-r", rubric, *DAY, "--resume")
        assert (ran.code, "-o results.jsonl" in ran.err) == (2, True)

    @pytest.mark.parametrize("state", [b"", b"no database at all", b"SQLite format 3\0" + bytes(200)])
    def test_a_state_that_is_broken_is_begun_anew(self, run: Run, export: Run, rubric: str, state: bytes) -> None:
        Path("a.jsonl.partial").write_text("{}\n")
        Path("a.jsonl.partial.state").write_bytes(state)
        assert run("run", export(a_case_file()), "-r", rubric, *DAY, "-o", "a.jsonl", "--resume").code == 0
        assert not list(Path().glob("*.partial*"))

    @posix
    def test_killed_without_warning(self, in_folder: Path, export: Run, rubric: str) -> None:
        path = export(*odd_cases())
        command = [sys.executable, "-m", "caseaudit", "run", path, "-r", rubric, *DAY, "-q", "-j", "2", "--quick"]
        subprocess.run([*command, "-o", "whole.jsonl"], check=False)
        slow = (
            "import time, runpy; from caseaudit.batch.journal import Journal; enter = Journal._enter\n"
            "Journal._enter = lambda self, record: (time.sleep(0.02), enter(self, record), self.save())\n"
            "runpy.run_module('caseaudit', run_name='__main__', alter_sys=True)"
        )
        command[1:3] = ["-c", slow]
        with subprocess.Popen([*command, "-o", "out.jsonl"]) as killed:
            until = time.monotonic() + 60
            partial = Path("out.jsonl.partial")
            while not (partial.exists() and partial.stat().st_size > 20_000) and time.monotonic() < until:
                time.sleep(0.01)
            killed.send_signal(signal.SIGKILL)
        assert killed.returncode == -signal.SIGKILL
        with partial.open("ab") as torn:
            torn.write(b'{"case_id": "half a li')
        taken = Journal(partial)
        with taken:
            assert 0 < len(list(taken.entries())) < MANY
        subprocess.run([sys.executable, "-m", "caseaudit", *command[3:], "-o", "out.jsonl", "--resume"], check=False)
        assert Path("out.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


class TestProcesses:
    def test_the_same_bytes_for_any_number(self, run: Run, export: Run, rubric: str) -> None:
        asked = ("run", export(*odd_cases()), "-r", rubric, *DAY)
        found = set()
        for jobs in ("1", "2", "4"):
            names = [f"{jobs}.jsonl", f"{jobs}.json", f"{jobs}.sarif"]
            ran = run(*asked, "-j", jobs, *(word for name in names for word in ("-o", name)))
            found.add((ran.code, ran.out, *(Path(name).read_bytes() for name in names)))
        assert len(found) == 1
        assert next(iter(found))[0] == 3

    def test_a_record_that_ends_its_process_is_set_aside_and_the_others_are_audited(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cases = some_case_files(MANY)
        cases[77]["title"] = cases[99]["title"] = "takes the process down"
        monkeypatch.setattr(processes, "_audit_chunk", deadly)
        ran = run("run", export(*cases), "-r", rubric, *DAY, "-j", "2", "-o", "a.jsonl")
        assert ran.code == 70
        lines = [json.loads(line) for line in Path("a.jsonl").read_text("utf-8").splitlines()]
        aside = lines[-1]["set_aside"]
        assert [record["case_id"] for record in aside] == [cases[77]["case_id"], cases[99]["case_id"]]
        assert all("not in the record" in record["reason"] for record in aside)
        assert [line["case_id"] for line in lines[1:-1]] == [
            case["case_id"] for at, case in enumerate(cases) if at not in (77, 99)
        ]
        assert "ended by the system" in ran.err
        assert "takes the process down" not in ran.err

    def test_processes_that_do_not_come_up_are_told(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(processes, "_begin", stillborn)
        ran = run("run", export(*some_case_files(MANY)), "-r", rubric, *DAY, "-j", "2", "-o", "a.jsonl")
        assert (ran.code, "fewer --jobs" in ran.err) == (2, True)


def deadly(chunk: Any) -> Any:
    """Audit as a process does, but for a record that ends it."""
    for raw in chunk:
        if "takes the process down" in raw.text:
            os._exit(9)
    return [processes._Worker.auditor.audit(raw) for raw in chunk]


def stillborn(plan: Any) -> None:
    os._exit(9)


class TestCache:
    def test_what_has_not_changed_is_not_audited_again(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cases = odd_cases()
        path = export(*cases)
        asked = ("run", path, "-r", rubric, *DAY, "-j", "1")
        plain = run(*asked, "-o", "plain.jsonl")
        assert run(*asked, "--cache", "kept", "-o", "first.jsonl").out == plain.out
        read: list[str] = []
        was = RawRecord.read
        monkeypatch.setattr(RawRecord, "read", lambda raw: read.append(raw.text) or was(raw))
        again = run(*asked, "--cache", "kept", "-o", "again.jsonl")
        assert (again.code, again.out) == (plain.code, plain.out)
        assert len(read) == 2  # what was set aside is looked at each time
        assert len({Path(name).read_bytes() for name in ("plain.jsonl", "first.jsonl", "again.jsonl")}) == 1
        read.clear()
        # A record comes before all others, and one is changed: every place is another, one audit is.
        cases[20]["outcome"] = "NFA"
        Path(path).write_text("".join(f"{line}\n" for line in ["{}", *map(as_line, cases)]), encoding="utf-8")
        run(*asked, "--cache", "kept", "-o", "changed.jsonl")
        assert len(read) == 4
        run(*asked, "-o", "fresh.jsonl")
        assert Path("changed.jsonl").read_bytes() == Path("fresh.jsonl").read_bytes()

    @pytest.mark.parametrize("other", [("--as-of", "2025-05-24"), ("--exclude", "child-seen"), ("--no-second-reader",)])
    def test_other_settings_find_nothing(self, run: Run, export: Run, rubric: str, other: tuple[str, ...]) -> None:
        path = export(*some_case_files(3))
        run("run", path, "-r", rubric, *DAY, "--cache", "kept", "-o", "a.jsonl")
        day = DAY if "--as-of" not in other else ()
        run("run", path, "-r", rubric, *day, *other, "--cache", "kept", "-o", "b.jsonl")
        run("run", path, "-r", rubric, *day, *other, "-o", "c.jsonl")
        assert Path("b.jsonl").read_bytes() == Path("c.jsonl").read_bytes()

    def test_a_changed_rubric_finds_nothing(self, run: Run, export: Run, rubric: str) -> None:
        path = export(*some_case_files(3))
        run("run", path, "-r", rubric, *DAY, "--cache", "kept", "-o", "a.jsonl")
        text = Path(rubric).read_text(encoding="utf-8")
        Path(rubric).write_text(text.replace("severity: critical", "severity: low"), encoding="utf-8")
        run("run", path, "-r", rubric, *DAY, "--cache", "kept", "-o", "b.jsonl")
        run("run", path, "-r", rubric, *DAY, "-o", "c.jsonl")
        assert Path("b.jsonl").read_bytes() == Path("c.jsonl").read_bytes()

    def test_an_audit_that_was_changed_is_not_trusted(self, run: Run, export: Run, rubric: str) -> None:
        path = export(*some_case_files(3))
        asked = ("run", path, "-r", rubric, *DAY, "--cache", "kept")
        run(*asked, "-o", "a.jsonl")
        base = sqlite3.connect("kept/audits.sqlite")
        with base:
            keys = [key for (key,) in base.execute("SELECT key FROM audits_1")]
            whole = base.execute("SELECT audit FROM audits_1 WHERE key = ?", keys[:1]).fetchone()[0]
            base.execute("UPDATE audits_1 SET audit = ? WHERE key = ?", (whole, keys[1]))
            base.execute("UPDATE audits_1 SET audit = ? WHERE key = ?", (whole[:-9], keys[2]))
        base.close()
        ran = run(*asked, "-o", "b.jsonl")
        assert (ran.code, ran.err.count("is damaged; its record was audited again")) == (0, 1)
        assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()

    @pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + bytes(500)])
    def test_a_broken_cache_is_begun_anew_with_a_message(
        self, run: Run, export: Run, rubric: str, content: bytes
    ) -> None:
        Path("kept").mkdir()
        Path("kept/audits.sqlite").write_bytes(content)
        asked = ("run", export(*some_case_files(3)), "-r", rubric, *DAY, "--cache", "kept")
        ran = run(*asked)
        assert (ran.code, "begun anew" in ran.err) == (0, True)
        assert run(*asked).err == ""

    def test_a_cache_of_another_version_is_begun_anew_with_a_message(self, run: Run, export: Run, rubric: str) -> None:
        Path("kept").mkdir()
        base = sqlite3.connect("kept/audits.sqlite")
        base.execute("CREATE TABLE audits_0 (key TEXT)")
        base.close()
        ran = run("run", export(*some_case_files(3)), "-r", rubric, *DAY, "--cache", "kept")
        assert (ran.code, "of another version, and was begun anew" in ran.err) == (0, True)

    def test_a_cache_that_another_run_holds_is_done_without(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("caseaudit.batch.cache._WAIT", 0.1)
        asked = ("run", export(*some_case_files(3)), "-r", rubric, *DAY, "--cache", "kept")
        run(*asked)
        base = sqlite3.connect("kept/audits.sqlite")
        base.execute("BEGIN EXCLUSIVE")
        ran = run(*asked)
        base.close()
        assert (ran.code, "without it" in ran.err) == (0, True)

    def test_a_cache_that_cannot_be_written(self, run: Run, export: Run, rubric: str) -> None:
        Path("kept").write_text("a file")
        ran = run("run", export(a_case_file()), "-r", rubric, *DAY, "--cache", "kept")
        assert (ran.code, "The cache kept cannot be written" in ran.err) == (2, True)

    def test_what_no_run_uses_goes(self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch) -> None:
        run("run", export(*some_case_files(3)), "-r", rubric, *DAY, "--cache", "kept")
        was = Cache.open

        def later(cache: Cache) -> Cache:
            cache._today += 61
            return was(cache)

        monkeypatch.setattr(Cache, "open", later)
        run("run", export(*some_case_files(1)), "-r", rubric, *DAY, "--cache", "kept")
        base = sqlite3.connect("kept/audits.sqlite")
        assert base.execute("SELECT count(*) FROM audits_1").fetchone() == (1,)
        base.close()

    def test_with_processes(self, run: Run, export: Run, rubric: str) -> None:
        asked = ("run", export(*odd_cases()), "-r", rubric, *DAY, "-j", "2", "--cache", "kept")
        run(*asked, "-o", "a.jsonl")
        run(*asked, "-o", "b.jsonl")
        assert Path("a.jsonl").read_bytes() == Path("b.jsonl").read_bytes()


class TestFiles:
    @posix
    def test_are_their_owners_alone(self, run: Run, export: Run, rubric: str) -> None:
        os.umask(0o022)
        names = ["a.jsonl", "a.json", "a.xlsx", "a.csv", "a.md", "a.html", "a.junit.xml", "a.sarif", "r.jsonl"]
        outputs = [word for name in names[:-1] for word in ("-o", name)]
        run("run", export(a_case_file()), "-r", rubric, *DAY, *outputs, "--rejects", names[-1], "--cache", "kept")
        for name in [*names, "kept/audits.sqlite"]:
            assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600, name
        assert stat.S_IMODE(Path("kept").stat().st_mode) == 0o700

    def test_two_runs_do_not_write_the_same(self, run: Run, export: Run, rubric: str) -> None:
        path = export(a_case_file())
        with Journal(Path("a.jsonl.partial")) as journal:
            journal.begin("{}\n")
            ran = run("run", path, "-r", rubric, *DAY, "-o", "a.jsonl")
            assert (ran.code, "Another run is writing a.jsonl.partial" in ran.err) == (2, True)
        assert run("run", path, "-r", rubric, *DAY, "-o", "a.jsonl").code == 0

    def test_what_a_killed_run_left_is_removed(self, run: Run, export: Run, rubric: str) -> None:
        stale, fresh = Path(".a.xlsx.0123abcd.part"), Path(".a.xlsx.89abcdef.part")
        for path in (stale, fresh):
            path.write_text("half")
        os.utime(stale, (time.time() - 7_200,) * 2)
        run("run", export(a_case_file()), "-r", rubric, *DAY, "-o", "a.xlsx")
        assert (stale.exists(), fresh.exists()) == (False, True)

    @pytest.mark.parametrize("cases", [0, 1])
    def test_hardly_any_case(self, run: Run, export: Run, rubric: str, cases: int) -> None:
        ran = run("run", export(*some_case_files(cases)), "-r", rubric, *DAY, "-o", "a.jsonl", "-o", "a.parquet")
        assert ran.code == (0 if cases else 4)
        assert len(Path("a.jsonl").read_text("utf-8").splitlines()) == cases + 2


def as_line(case: Any) -> str:
    return case if isinstance(case, str) else json.dumps(case)


def test_a_chunk_is_smaller_than_the_batches_here() -> None:
    assert MANY > 2 * stream.CHUNK
