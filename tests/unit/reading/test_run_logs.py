"""The log's file: added to by several at once, and found out where somebody changed it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import caseaudit
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.locking import lock
from caseaudit.reading.run_logs import SCHEMA, add_entry, check_log, open_for_adding

SOURCE = Path(caseaudit.__file__).parents[1]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "runs.log"
    for number in range(4):
        add_entry(path, {"command": "run", "number": number})
    return path


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_entry_is_bound_to_the_one_before(log: Path) -> None:
    lines = log.read_bytes().splitlines()
    found = entries(log)
    assert [one["number"] for one in found] == [0, 1, 2, 3]
    assert {one["schema"] for one in found} == {SCHEMA}
    assert found[0]["previous"] is None
    assert [one["previous"] for one in found[1:]] == [hashlib.sha256(line).hexdigest() for line in lines[:-1]]
    checked = check_log(log)
    assert (checked.entries, checked.breaks, checked.notices) == (4, (), ())
    assert checked.last == hashlib.sha256(lines[-1]).hexdigest()


Change = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [lines[0].replace(b"run", b"ran"), *lines[1:]], ["line 2 does not follow line 1"]),
        (lambda lines: [lines[0], *lines[2:]], ["line 2 does not follow line 1"]),
        (lambda lines: lines[1:], ["line 1 follows another line"]),
        (lambda lines: [lines[0], lines[2], lines[1], lines[3]], ["line 2 does", "line 3 does", "line 4 does"]),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], ["line 3 does not follow line 2"]),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], ["line 4 does not follow line 3", "line 3 broke off"]),
        (lambda lines: [*lines[:3], lines[3][:20]], ["the last line broke off"]),
        (lambda lines: [*lines[:3], lines[3].replace(b"\n", b"\r\n")], []),
        (lambda lines: [line.replace(b"\n", b"\r\n") for line in lines], ["line 2 does", "line 3 does", "line 4 does"]),
    ],
)
def test_what_was_changed_is_found_with_its_line(log: Path, change: Change, told: list[str]) -> None:
    log.write_bytes(b"".join(change(log.read_bytes().splitlines(keepends=True))))
    breaks = check_log(log).breaks
    assert len(breaks) == len(told)
    assert all(found.startswith(one) for found, one in zip(breaks, told, strict=True)), breaks


def test_lines_taken_off_the_end_are_found_by_a_digest_noted_elsewhere(log: Path) -> None:
    noted = check_log(log).last
    add_entry(log, {"number": 4})
    assert check_log(log, holds=noted).holds
    assert check_log(log, holds=noted[:8]).holds
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:3]))
    checked = check_log(log, holds=noted)
    assert (checked.breaks, checked.holds) == ((), False)


@pytest.mark.parametrize("kept", [1, 30, -1])
def test_a_line_that_broke_off_is_told_and_the_next_entry_stands_alone(log: Path, kept: int) -> None:
    whole = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(whole[:3]) + whole[3][:kept])
    if kept != -1:  # without its end alone, the entry itself is whole
        assert check_log(log).breaks == ("the last line broke off: its entry is not complete",)
    add_entry(log, {"number": 5})
    last = entries_of_whole_lines(log)[-1]
    assert last["number"] == 5
    assert last["after_broken_line"] is True
    checked = check_log(log)
    assert checked.breaks == ()
    assert checked.notices == (() if kept == -1 else ("line 4 broke off: its entry is not complete",))
    add_entry(log, {"number": 6})
    assert check_log(log).breaks == ()


def entries_of_whole_lines(path: Path) -> list[dict[str, Any]]:
    found = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def test_an_entry_longer_than_a_block_is_found_again(tmp_path: Path) -> None:
    log = tmp_path / "runs.log"
    for size in (200_000, 10, 65_536, 65_535, 1):
        add_entry(log, {"text": "x" * size})
    assert check_log(log).breaks == ()


@given(st.text(alphabet=st.characters(codec=None), max_size=20))
def test_any_name_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    log = tmp_path_factory.mktemp("log") / "runs.log"
    add_entry(log, {"who": text})
    add_entry(log, {"who": "next"})
    first = json.loads(log.read_bytes().split(b"\n")[0])
    assert first["who"] == text
    assert check_log(log).breaks == ()


ADDING = """
import sys
from pathlib import Path
from caseaudit.reading.run_logs import add_entry
for number in range(40):
    add_entry(Path(sys.argv[1]), {"who": sys.argv[2], "number": number})
"""


def test_two_processes_adding_at_once_lose_nothing(tmp_path: Path) -> None:
    log = tmp_path / "runs.log"
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    started = [subprocess.Popen([sys.executable, "-c", ADDING, str(log), who], env=env) for who in ("a", "b")]
    assert [one.wait() for one in started] == [0, 0]
    found = entries(log)
    for who in ("a", "b"):
        assert [one["number"] for one in found if one["who"] == who] == list(range(40))
    assert check_log(log).breaks == ()


def test_a_log_that_another_process_keeps_is_not_waited_for_for_ever(log: Path) -> None:
    with (
        log.open("rb") as stream,
        lock(stream, log, wait=0, what="the log", who="run"),
        pytest.raises(UsageError, match="Another run holds the log"),
    ):
        add_entry(log, {}, wait=0)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bits")
def test_a_new_log_is_its_owners_alone_and_an_old_one_keeps_its_bits(tmp_path: Path) -> None:
    log = tmp_path / "runs.log"
    open_for_adding(log)
    assert log.stat().st_mode & 0o777 == 0o600
    log.chmod(0o640)
    add_entry(log, {})
    assert log.stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_a_log_is_said_before_anything_is_done(tmp_path: Path) -> None:
    other = tmp_path / "may.jsonl"
    other.write_text('{"case_id": "1"}\n', encoding="utf-8")
    for path, told in (
        (tmp_path, "is a folder"),
        (other, "is no log of caseaudit"),
        (tmp_path / "nowhere" / "runs.log", "cannot be written: no such file"),
        (Path(os.devnull), "is no plain file"),
    ):
        with pytest.raises(UsageError, match=told):
            open_for_adding(path)
    assert other.read_text(encoding="utf-8") == '{"case_id": "1"}\n'


def test_a_log_protected_against_writing_is_said(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object) -> int:  # as the system does for anybody but an administrator
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(UsageError, match="cannot be written: permission denied"):
        open_for_adding(log)


def test_what_is_no_log_cannot_be_looked_through(tmp_path: Path) -> None:
    other = tmp_path / "may.jsonl"
    other.write_text('{"case_id": "1"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="no log of caseaudit"):
        check_log(other)
    with pytest.raises(UsageError, match="There is no log"):
        check_log(tmp_path / "none.log")
    with pytest.raises(UsageError, match="cannot be read"):
        check_log(tmp_path)
    (tmp_path / "empty.log").touch()
    assert check_log(tmp_path / "empty.log").entries == 0
