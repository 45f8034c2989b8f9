"""What an interrupted run says and leaves, wherever it is interrupted; and what goes on from it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, some_case_files
from caseaudit.batch import journal as journals
from caseaudit.batch import processes
from caseaudit.batch.auditing import Auditor
from caseaudit.batch.journal import Journal
from caseaudit.cli import job as jobs
from caseaudit.cli.outputs import Output

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
ROOT = Path(__file__).parents[2]


def interrupt(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def stop_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Interrupt the run when it has audited so many records."""
    left, was = [count], Auditor.audit

    def audit(auditor: Auditor, raw: Any) -> Any:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return was(auditor, raw)

    monkeypatch.setattr(Auditor, "audit", audit)


ODD: list[Any] = [
    a_case_file(case_id="x" * 10_000),
    '{"case_id": "nul", "case_type": "ppn", "title": "a\\u0000b"}',
    '{"case_id": "lone\\ud800", "case_type": "ppn", "key\\udfff": 1, "children": [{"child_id": "\\ud83d"}]}',
    '{"case_id": "lone\\ud800", "case_type": "ppn"}',
    '{"case_id": "bad", "case_type": "ppn\\ud800"}',
    '{"case_id": "lines\u2028\u2029\x85", "case_type": "ppn"}',
    '{"a":' * 400,
    a_case_file(case_id="x" * 10_000),
]


class TestWhatItSays:
    def test_nothing_where_no_record_was_taken(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stop_after(monkeypatch, 0)
        ran = run("run", export(*some_case_files(3)), "-r", rubric, *DAY, "-j", "1", "-o", "a.jsonl")
        assert (ran.code, "Nothing was written" in ran.err) == (130, True)
        assert not list(Path().glob("a.jsonl*"))

    def test_while_the_end_is_made_ready(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ("run", export(*some_case_files(3)), "-r", rubric, *DAY, "-j", "1", "-o", "a.jsonl")
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "build_lines", interrupt)
            ran = run(*asked, "--format", "github")
        assert (ran.code, "a.jsonl.partial holds the 3 cases" in ran.err) == (130, True)
        assert run(*asked, "--resume").code == 0

    def test_all_that_is_kept_where_going_on_is_interrupted_in_its_turn(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = ("run", export(*some_case_files(9)), "-r", rubric, *DAY, "-j", "1", "-o", "a.jsonl", "-q")
        with monkeypatch.context() as patch:
            stop_after(patch, 6)
            run(*asked)
        with monkeypatch.context() as patch:
            patch.setattr(jobs.Job, "_gather", interrupt)
            ran = run(*asked, "--resume")
        assert (ran.code, "holds the 6 cases" in ran.err) == (130, True)
        assert run(*asked, "--resume").code == 0


class TestWhatItLeaves:
    def test_files_appear_together_or_not_at_all(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = ["a.jsonl", "a.csv", "a.json"]
        outputs = [word for name in names for word in ("-o", name)]
        asked = (
            "run",
            export(*some_case_files(3), "{}"),
            "-r",
            rubric,
            *DAY,
            "-j",
            "1",
            "--rejects",
            "r.jsonl",
            *outputs,
        )
        was = Output.finish

        def finish(output: Output) -> None:
            if output.path.name == "a.json":
                raise KeyboardInterrupt
            was(output)

        with monkeypatch.context() as patch:
            patch.setattr(Output, "finish", finish)
            assert run(*asked).code == 130
        assert not [name for name in (*names, "r.jsonl") if Path(name).exists()]
        assert not list(Path().glob(".*.part"))
        assert run(*asked, "--resume").code == 3
        assert all(Path(name).exists() for name in (*names, "r.jsonl"))

    def test_a_run_that_begins_anew_counts_nothing_of_the_one_before(
        self, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = in_folder / "a.jsonl.partial"
        with Journal(path) as before:
            before.begin("{}\n")
            before._base.execute("INSERT INTO records (mark) VALUES (1)")  # type: ignore[union-attr]
        monkeypatch.setattr(journals, "owner_only", interrupt)
        ended = Journal(path)
        ended.__enter__()
        with pytest.raises(KeyboardInterrupt):
            ended.begin("{}\n")
        ended._close()  # as when the process is killed
        with Journal(path) as after:
            assert after.header is None

    def test_another_run_that_begins_at_that_moment_keeps_its_files(
        self, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, was = in_folder / "a.jsonl.partial", Journal._close
        if sys.platform == "win32":
            pytest.skip("files that are open are removed later there")

        def close(journal: Journal) -> None:
            was(journal)
            path.write_text("another run's")

        with Journal(path) as journal:
            journal.begin("{}\n")
            monkeypatch.setattr(Journal, "_close", close)
            journal.remove()
        assert path.read_text() == "another run's"

    def test_a_state_that_was_removed_while_it_was_opened_is_made_again(
        self, in_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path, was, times = in_folder / "a.jsonl.partial", journals.locked, []

        def locked(state: Path) -> sqlite3.Connection:
            base = was(state)
            times.append(state)
            if len(times) == 1 and sys.platform != "win32":
                state.unlink()
            return base

        monkeypatch.setattr(journals, "locked", locked)
        with Journal(path) as journal:
            assert len(times) == (1 if sys.platform == "win32" else 2)
            assert journal._state.exists()


class TestGoingOn:
    @pytest.mark.parametrize("after", [1, 2, 3, 5, 7])
    def test_odd_texts_come_through(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch, after: int
    ) -> None:
        asked = ("run", export(*ODD), "-r", rubric, *DAY, "-j", "1", "--cache", "kept", "-q")
        assert run(*asked, "--rejects", "w.rej", "-o", "w.jsonl", "-o", "w.csv").code == 3
        for cached in (False, True):
            words = [*asked, "--rejects", "a.rej", "-o", "a.jsonl", "-o", "a.csv"]
            if not cached:
                del words[words.index("--cache") : words.index("--cache") + 2]
            with monkeypatch.context() as patch:
                stop_after(patch, after)
                run(*words)
            assert run(*words, "--resume").code == 3
            for end in ("jsonl", "csv", "rej"):
                assert Path(f"a.{end}").read_bytes() == Path(f"w.{end}").read_bytes()

    @pytest.mark.parametrize(
        ("path", "mapping"),
        [
            (ROOT / "samples" / "records-system" / "export", "records-system"),
            (ROOT / "samples" / "xml-return" / "return.xml", "xml-return"),
        ],
    )
    def test_mapped_exports_balance(self, run: Run, monkeypatch: pytest.MonkeyPatch, path: Path, mapping: str) -> None:
        asked = ("run", str(path), "-m", mapping, "--select", "ethnicity-recorded", *DAY, "-j", "1", "-q", "--quick")
        code = run(*asked, "--rejects", "w.rej", "-o", "w.jsonl").code
        assert code in (0, 3)
        with monkeypatch.context() as patch:
            stop_after(patch, 5)
            assert run(*asked, "--rejects", "a.rej", "-o", "a.jsonl").code == 130
        assert run(*asked, "--rejects", "a.rej", "-o", "a.jsonl", "--resume").code == code
        for end in ("jsonl", "rej"):
            assert Path(f"a.{end}").read_bytes() == Path(f"w.{end}").read_bytes()

    def test_from_standard_input(self, in_folder: Path, export: Run, rubric: str) -> None:
        content = Path(export(*some_case_files(20))).read_bytes()
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        stop = (
            "import sys; from caseaudit.batch.auditing import Auditor; was, n = Auditor.audit, [12]\n"
            "def audit(self, raw):\n"
            "    n[0] -= 1\n"
            "    if not n[0]: raise KeyboardInterrupt\n"
            "    return was(self, raw)\n"
            "Auditor.audit = audit\n"
            "from caseaudit.__main__ import main; sys.exit(main())"
        )

        def piped(*program: str, name: str, resume: bool = False) -> int:
            command = [sys.executable, *program, "run", "-", "-r", rubric, *DAY, "-q", "-j", "1", "-o", name]
            command += ["--resume"] if resume else []
            return subprocess.run(command, input=content, check=False, capture_output=True, env=env).returncode

        assert piped("-m", "caseaudit", name="whole.jsonl") == 0
        assert piped("-c", stop, name="a.jsonl") == 130
        assert piped("-m", "caseaudit", name="a.jsonl", resume=True) == 0
        assert Path("a.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()


class TestProcesses:
    @posix
    def test_the_end_does_not_wait_for_what_is_under_way(
        self, run: Run, export: Run, rubric: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(processes, "_audit_chunk", slow)

        def watch() -> None:
            until = time.monotonic() + 60
            while not Path("begun").exists() and time.monotonic() < until:
                time.sleep(0.05)
            os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=watch, daemon=True).start()
        path = export(*some_case_files(130))
        ran = run("run", path, "-r", rubric, *DAY, "-j", "2", "-o", "a.jsonl", "-q")
        ended = time.time()
        assert (ran.code, ran.err.count("interrupted"), "Traceback" in ran.err) == (130, 1, False)
        assert ended - Path("begun").stat().st_mtime < 20

    @posix
    def test_those_that_are_just_starting_say_nothing(self, in_folder: Path, export: Run, rubric: str) -> None:
        Path("program.py").write_text(
            "import os, signal, sys\n"
            "from caseaudit.batch import processes\n"
            "def sent(pool, chunk, was=processes._sent):\n"
            "    future = was(pool, chunk)\n"
            "    os.killpg(0, signal.SIGINT)  # as a terminal does\n"
            "    return future\n"
            "if __name__ == '__main__':\n"
            "    processes._sent = sent\n"
            "    from caseaudit.__main__ import main; sys.exit(main())\n"
        )
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "program.py", "run", export(*some_case_files(130)), "-r", rubric, *DAY, "-j", "2"]
        command += ["-o", "a.jsonl"]
        ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False, start_new_session=True)
        assert (ran.returncode, ran.stderr) == (130, "caseaudit: interrupted. Nothing was written.\n")

    @posix
    def test_none_outlives_a_first_process_that_was_killed(self, in_folder: Path, export: Run, rubric: str) -> None:
        program = (
            "import sys; sys.path[:0] = ['.']; import slowly; from caseaudit.batch import processes\n"
            "if __name__ == '__main__':\n"
            "    processes._audit_chunk = slowly.slowly\n"
            "    from caseaudit.__main__ import main; sys.exit(main())\n"
        )
        Path("slowly.py").write_text(
            "import os, time, pathlib\n"
            "def slowly(chunk):\n"
            "    pathlib.Path(f'worker-{os.getpid()}').touch(); time.sleep(60); return []\n"
        )
        Path("program.py").write_text(program)
        env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "program.py", "run", export(*some_case_files(130)), "-r", rubric, *DAY, "-j", "2"]
        with subprocess.Popen([*command, "-o", "a.jsonl"], env=env, stderr=subprocess.DEVNULL) as first:
            until = time.monotonic() + 60
            while len(list(Path().glob("worker-*"))) < 2 and time.monotonic() < until:
                time.sleep(0.05)
            first.kill()
        pids = [int(path.name.partition("-")[2]) for path in Path().glob("worker-*")]
        assert len(pids) == 2
        until = time.monotonic() + 10
        while any(alive(pids)) and time.monotonic() < until:
            time.sleep(0.1)
        assert not list(alive(pids))


def slow(chunk: Any) -> Any:
    Path("begun").touch()
    time.sleep(60)
    return [processes._Worker.auditor.audit(raw) for raw in chunk]


def alive(pids: list[int]) -> Iterator[int]:
    for pid in pids:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            continue
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z":
            yield pid


def test_the_rubric_here_judges_every_case(run: Run, export: Run, rubric: str) -> None:
    assert run("run", export(*some_case_files(2)), "-r", rubric, *DAY, "-o", "a.jsonl").code == 0
    lines = [json.loads(line) for line in Path("a.jsonl").read_text("utf-8").splitlines()]
    assert [len(line["findings"]) for line in lines[1:-1]] == [3, 3]
