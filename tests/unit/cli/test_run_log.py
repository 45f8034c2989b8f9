"""The log of runs: one entry a run, whatever ends it, and a run that cannot be logged does not begin."""

from __future__ import annotations

import errno
import getpass
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from caseaudit import __version__
from caseaudit.cli import run_log
from caseaudit.cli.app import run
from caseaudit.cli.run_log import logging_run, who
from caseaudit.engine.thresholds import OwnThreshold
from caseaudit.errors import Interrupted, NothingToAuditError, UsageError
from caseaudit.reading.run_logs import check_log
from caseaudit.settings import Settings


@pytest.fixture
def log(in_folder: Path) -> Path:
    return in_folder / "runs.log"


def entry(log: Path) -> dict[str, Any]:
    last: dict[str, Any] = json.loads(log.read_bytes().splitlines()[-1])
    return last


@dataclass(frozen=True)
class Asked:
    """Settings of a run."""

    rubric: tuple[str, ...] = ("dip-sample",)
    second_reader: bool = True
    fail_under: float | None = None
    pseudonymise: Path | None = None
    quiet: bool = False


def test_an_entry_says_who_ran_what_when_and_on_what(log: Path) -> None:
    out = log.with_name("may.json")
    asked = Asked(second_reader=False, fail_under=0.0, pseudonymise=Path("keys/june.key"))
    with logging_run(log, command="run", asked=["exports/may.jsonl"], settings=asked) as one:
        one.judged_by([("dip-sample@2025-12", "ab" * 32)])
        one.read("exports/may.jsonl", "cd" * 32, records=120, set_aside=2)
        out.write_text("results", encoding="utf-8")
        one.wrote(out)
        one.wrote("may.xlsx", "ef" * 32, 9)
        one.count(cases=118, escalations=3)
        assert one.ended(5) == 5
    found = entry(log)
    assert found["started"] <= found["ended"]
    assert found["ended"].endswith("Z")
    assert len(found["ended"]) == len("2026-04-01T02:00:05Z")
    assert (found["command"], found["version"], found["exit_code"]) == ("run", __version__, 5)
    assert found["who"] == who()
    assert found["folder"] == str(log.parent)
    assert found["asked"] == ["exports/may.jsonl"]
    assert found["settings"] == {"second_reader": False, "fail_under": 0.0, "pseudonymise": str(Path("keys/june.key"))}
    assert found["rubrics"] == [{"rubric": "dip-sample@2025-12", "sha256": "ab" * 32}]
    assert found["inputs"] == [{"path": "exports/may.jsonl", "sha256": "cd" * 32, "records": 120, "set_aside": 2}]
    assert found["outputs"] == [
        {"path": str(out), "sha256": hashlib.sha256(b"results").hexdigest(), "bytes": 7},
        {"path": "may.xlsx", "sha256": "ef" * 32, "bytes": 9},
    ]
    assert found["counts"] == {"cases": 118, "escalations": 3}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("no such mapping"), 2),
        (NothingToAuditError("no case"), 4),
        (KeyError("Kezia"), 70),
        (KeyboardInterrupt(), 130),
        (Interrupted("interrupted; may.partial holds what was done"), 130),
        (MemoryError(), 2),
    ],
)
def test_a_run_that_did_not_end_well_is_logged_too(log: Path, error: BaseException, code: int) -> None:
    with pytest.raises(type(error)), logging_run(log, command="run", settings={"jobs": 2, "mapping": None}):
        raise error
    assert entry(log)["exit_code"] == code
    assert entry(log)["settings"] == {"jobs": 2}
    assert "Kezia" not in log.read_text(encoding="utf-8")


def test_without_a_log_nothing_is_written_or_read(in_folder: Path) -> None:
    with logging_run(None, command="run") as one:
        one.wrote("a file that is not there")
        one.count(cases=1)
        assert one.ended(3) == 3
    assert list(in_folder.iterdir()) == []


def test_a_run_that_cannot_be_logged_does_not_begin(in_folder: Path) -> None:
    begun = []
    with pytest.raises(UsageError, match="no such file"), logging_run(in_folder / "no" / "runs.log", command="run"):
        begun.append(1)
    assert not begun


def full(path: Path, _entry: object) -> None:
    raise UsageError(f"The log {path} cannot be written: {os.strerror(errno.ENOSPC)}", remedy="Make space.")


def test_an_entry_that_cannot_be_added_fails_a_run_that_went_well(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_log, "add_entry", full)
    with (
        pytest.raises(UsageError, match=r"its files are in place, but IT IS NOT IN THE LOG"),
        logging_run(log, command="run") as one,
    ):
        one.ended(0)


@pytest.mark.parametrize("code", [2, 70, 130])
def test_an_entry_that_cannot_be_added_hides_no_worse_code(
    log: Path, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_log, "add_entry", full)
    with logging_run(log, command="run") as one:
        one.ended(code)
    assert "THIS RUN IS NOT IN THE LOG" in capsys.readouterr().err
    with pytest.raises(KeyError), logging_run(log, command="run"):
        raise KeyError
    assert "THIS RUN IS NOT IN THE LOG" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="accounts of POSIX")
def test_no_variable_can_say_who_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    assert getpass.getuser() == "somebody-else"
    assert who() != "somebody-else"
    monkeypatch.setattr(os, "getuid", lambda: 4_000_123)
    assert who() == "uid 4000123"


def test_a_windows_user_is_named_with_the_domain(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "getlogin", lambda: "Zoë Łucka")
    monkeypatch.setenv("USERDOMAIN", "FORCE")
    assert who() == "FORCE\\Zoë Łucka"
    monkeypatch.undo()
    monkeypatch.setattr(run_log, "who", lambda: "FORCE\\Zoë Łucka")
    with logging_run(log, command="run"):
        pass
    assert entry(log)["who"] == "FORCE\\Zoë Łucka"
    assert "Zoë Łucka" in log.read_text(encoding="utf-8")


def test_verify_says_that_a_log_is_whole_and_gives_its_last_digest(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        with logging_run(log, command="run"):
            pass
    digest = check_log(log).last
    assert run(["log", "verify", "runs.log"]) == 0
    assert capsys.readouterr() == (f"2 entries; last digest: {digest}\n", "")
    assert run(["log", "verify", "runs.log", "--holds", digest[:12].upper()]) == 0
    assert run(["log", "verify", "runs.log", "--holds", "0" * 64]) == 1
    assert "lines were taken off its end, or it is another log" in capsys.readouterr().err
    assert run(["log", "verify", "runs.log", "--holds", "last"]) == 2


def test_verify_says_where_a_log_was_changed(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in (0, 1, 0):
        with logging_run(log, command="run") as one:
            one.ended(code)
    log.write_bytes(log.read_bytes().replace(b'"exit_code": 1', b'"exit_code": 0'))
    assert run(["log", "verify", "runs.log"]) == 1
    assert "line 3 does not follow line 2" in capsys.readouterr().err
    assert run(["log", "verify", "missing.log"]) == 2


def test_settings_within_settings_are_plain_values_too(log: Path) -> None:
    asked = Settings(thresholds=(OwnThreshold("child-seen", not_met=30.0),))
    with logging_run(log, command="run", settings=asked):
        pass
    (told,) = entry(log)["settings"]["thresholds"]
    assert (told["criterion"], told["not_met"], "short" in told) == ("child-seen", 30.0, False)
