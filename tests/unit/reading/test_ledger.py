"""The ledger as a file: only added to, locked, and whole after a line broke off."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from caseaudit.engine.sampling_ledger import Event
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.ledger import digest, open_ledger, parse_ledger, read_ledger

A, B, C = (
    Event("drawn", name, "2025-06-02", "dip sample", "d1", "drawn", "2025-06-02T10:00:00+01:00", "QA") for name in "ABC"
)


def add(path: Path, *events: Event) -> None:
    with open_ledger(path) as opened:
        opened.add(events)


def test_entries_come_back_as_they_were_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    add(path, A)
    before = path.read_bytes()
    add(path, B, replace(C, who=None, draw=None, how=None, purpose="Überblick"))
    assert path.read_bytes().startswith(before)
    assert read_ledger(path).events == (A, B, replace(C, who=None, draw=None, how=None, purpose="Überblick"))


def test_a_line_that_broke_off_is_told_passed_over_and_marked_when_more_is_added(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    add(path, A, B)
    path.write_bytes(path.read_bytes()[:-30])
    torn = read_ledger(path)
    assert torn.events == (A,)
    assert torn.notices == ("l.jsonl: line 2 broke off and was passed over; check what was to be entered then.",)
    add(path, C)
    again = read_ledger(path)
    assert again.events == (A, C)
    assert again.notices == torn.notices
    add(path, B)
    assert read_ledger(path).events == (A, C, B)


def test_a_last_line_without_its_line_end_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    add(path, A)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add(path, B)
    assert (read_ledger(path).events, read_ledger(path).notices) == ((A, B), ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"not json", "somebody changed the ledger"),
        (b'{"schema": "caseaudit.results/1"}', "no entry of a ledger"),
        (b"[1]", "no entry of a ledger"),
        (b'{"schema": "caseaudit.ledger/1", "event": "burnt", "case_id": "A", "date": "2025-06-02"}', "'burnt'"),
        (b'{"schema": "caseaudit.ledger/1", "event": "drawn", "case_id": "", "date": "2025-06-02"}', "case_id"),
        (b'{"schema": "caseaudit.ledger/1", "event": "drawn", "case_id": "A", "date": "02/06/2025"}', "date"),
        (b'{"schema": "caseaudit.ledger/1", "event": "drawn", "case_id": 7, "date": "2025-06-02"}', "case_id"),
    ],
)
def test_a_line_that_is_no_entry_is_refused_with_its_place(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "l.jsonl"
    add(path, A)
    content = path.read_bytes()
    with pytest.raises(InputError) as error:
        parse_ledger(content + line + b"\n" + content, "l.jsonl")
    assert str(error.value).startswith("l.jsonl:2")
    assert said in str(error.value)


def test_the_part_before_a_draw_is_what_that_draw_saw(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    add(path, A)
    first = path.read_bytes()
    add(path, replace(B, draw="d2"))
    add(path, replace(C, draw="d3"))
    ledger = read_ledger(path)
    assert ledger.before("d2") == ((A,), first)
    assert ledger.before("d1") == ((), b"")
    assert ledger.before("none of these") == (ledger.events, path.read_bytes())
    assert ledger.within(len(first)) == ((A,), first)
    assert digest(ledger.within(len(first))[1]) == digest(first)


def test_only_one_may_draw_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    with open_ledger(path) as first:
        with pytest.raises(UsageError, match="Another draw holds the ledger"), open_ledger(path, wait=0):
            pass
        first.add([A])
    with open_ledger(path, wait=0) as second:
        assert second.ledger.events == (A,)


def test_windows_locks_a_place_that_no_ledger_reaches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[int, int]] = []

    class Msvcrt(ModuleType):
        LK_NBLCK, LK_UNLCK = 2, 0

        def locking(self, number: int, mode: int, size: int) -> None:
            calls.append((mode, size))

    fake: Any = Msvcrt("msvcrt")
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "l.jsonl"
    add(path, A)
    add(path, B)
    assert calls == [(2, 1), (0, 1), (2, 1), (0, 1)]
    assert [json.loads(line)["case_id"] for line in path.read_text().splitlines()] == ["A", "B"]


def test_a_ledger_that_is_not_there_or_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no ledger"):
        read_ledger(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="cannot be written"), open_ledger(tmp_path):
        pass
