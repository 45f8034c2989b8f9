"""Whatever stops a command becomes a message and an exit code; only our own defects are faults."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

import caseaudit
from caseaudit.cli.boundary import ExitCode, code_of, guarded
from caseaudit.errors import InputError, Interrupted, NothingToAuditError, UsageError

SOURCE = Path(caseaudit.__file__).parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def command() -> NoReturn:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UsageError("no such file", remedy="Name one."), 2, "caseaudit: no such file\n  Name one."),
        (InputError("cannot be read"), 2, "cannot be read"),
        (NothingToAuditError("nothing there"), 4, "nothing there"),
        (KeyboardInterrupt(), 130, "interrupted. No unfinished file was left behind."),
        (Interrupted("interrupted. may.partial holds what was done; --resume goes on."), 130, "may.partial holds"),
        (MemoryError(), 2, "Memory ran out"),
        (OSError(errno.ENOSPC, "No space left on device", "out/may.json"), 2, "out/may.json: the disk is full"),
        (OSError(errno.EROFS, "Read-only file system"), 2, "the disk is read-only"),
        (PermissionError(errno.EACCES, "Permission denied", "x.json"), 2, "x.json: the system does not permit it"),
        (OSError(errno.EIO, "Input/output error"), 2, "does not answer"),
        (OSError(errno.EMFILE, "Too many open files"), 2, "fewer --jobs"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 2, "Memory ran out"),
    ],
)
def test_the_expected_is_said_in_words(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(raising(error)) == code == code_of(error)
    err = capsys.readouterr().err
    assert told in err
    assert "defect" not in err
    assert "Traceback" not in err


def test_a_full_disk_under_the_temporary_database_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("pragma max_page_count = 2")
        database.execute("create table t (x)")
        with pytest.raises(sqlite3.OperationalError) as caught:
            database.executemany("insert into t values (?)", [("x" * 4000,)] * 20)
    assert guarded(raising(caught.value)) == ExitCode.USAGE
    assert "the disk is full" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [KeyError("Kezia"), FileNotFoundError(errno.ENOENT, "gone", "Kezia.json"), ValueError()]
)
def test_anything_else_is_a_fault_that_tells_no_case(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(raising(error)) == ExitCode.FAULT
    err = capsys.readouterr().err
    assert "defect in caseaudit" in err
    assert type(error).__name__ in err
    assert "Kezia" not in err


def test_an_error_of_the_system_that_the_library_made_an_exit_of_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> None:
        try:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        except OSError:
            sys.exit(1)

    assert guarded(command) == ExitCode.FAULT  # 1 would say that a gate failed
    assert "BrokenPipeError" in capsys.readouterr().err


def test_leaving_as_shell_completion_does_is_left_alone() -> None:
    with pytest.raises(SystemExit):
        guarded(lambda: sys.exit(0))


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "error"}
    env.pop("PYTHONUNBUFFERED", None)
    words = script.replace("caseaudit", f"'{sys.executable}' -m caseaudit")
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {words}"], capture_output=True, text=True, check=False, env=env, cwd=folder
    )


@POSIX
@pytest.mark.parametrize("end", ["| head -1", "| true", ">&-", "2>&1 | true"])
@pytest.mark.parametrize("command", ["rubric show ncpi", "rubric show ncpi --format json", "--help", "--version"])
def test_a_reader_who_leaves_or_is_not_there_changes_nothing(command: str, end: str, tmp_path: Path) -> None:
    ran = shell(f"caseaudit {command} {end}", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


@POSIX
def test_a_narrative_scanned_for_an_early_reader(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("She put herself at risk. " * 40, encoding="utf-8")
    ran = shell("caseaudit scan --quick --no-second-reader --format jsonl a.txt b.txt | head -c 5", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("{")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["rubric show ncpi", "rubric show ncpi --format json", "--help"])
def test_results_that_a_full_disk_swallowed_are_not_called_done(command: str, tmp_path: Path) -> None:
    ran = shell(f"caseaudit {command} > /dev/full", tmp_path)
    assert ran.returncode == 2
    assert ran.stderr.count("the disk is full") == 1
    assert "Exception" not in ran.stderr


ENDLESS = "import time\nfrom caseaudit.cli import signals\nfrom caseaudit.cli.boundary import guarded\nimport sys\n"


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_a_command_in_order(name: str, tmp_path: Path) -> None:
    program = (
        f"{ENDLESS}signals.heed()\n"
        "def work():\n"
        "    try:\n"
        "        print('ready', flush=True)\n"
        "        time.sleep(60)\n"
        "    finally:\n"
        "        print('tidied up', flush=True)\n"
        "sys.exit(guarded(work))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == "tidied up\n"
    assert "interrupted" in err


@POSIX
def test_what_is_told_to_be_ignored_stays_ignored(tmp_path: Path) -> None:
    program = f"{ENDLESS}import signal\nsignals.heed()\nprint(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)\n"
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    ran = shell(f"trap '' HUP; '{sys.executable}' program.py", tmp_path)
    assert ran.stdout == "True\n"


@POSIX
def test_a_second_signal_does_not_disturb_the_tidying_up(tmp_path: Path) -> None:
    program = (
        f"{ENDLESS}import os, signal\nsignals.heed()\n"
        "def work():\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        time.sleep(60)\n"
        "    finally:\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        print('tidied up', flush=True)\n"
        "sys.exit(guarded(work))\n"
    )
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        cwd=tmp_path,
    )
    assert (ran.returncode, ran.stdout) == (130, "tidied up\n")
    assert time.monotonic() - began < 30
