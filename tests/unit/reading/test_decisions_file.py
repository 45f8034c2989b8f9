"""The file of decisions: only ever added to, mended where a line broke off, and loud where one was changed."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.vocabulary import Outcome
from caseaudit.errors import InputError, UsageError
from caseaudit.reading.decisions import decision_line, open_decisions, parse_decisions, read_all, read_decisions
from caseaudit.review.decisions import Decision, in_force

ONE = Decision(
    "f" * 64, "test@2025-01", "C-1", "child-seen", None, Outcome.NOT_MET, Outcome.MET,
    reason="Gweld, yn wir 🙂", due=date(2025, 7, 1), auditor="AB", decided_on=date(2025, 6, 2),
)  # fmt: skip
TWO = replace(ONE, auditor="CD", person=Outcome.NOT_MET, reason=None, due=None, refer_back=True)


def add(path: Path, *decisions: Decision) -> int:
    with open_decisions(path) as opened:
        return opened.add(decisions)


def test_what_was_added_is_read(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    assert add(path, ONE) == 1
    assert add(path, TWO) == 1
    assert read_decisions(path).decisions == (ONE, TWO)


def test_adding_twice_leaves_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    add(path, ONE, TWO)
    before = path.read_bytes()
    assert add(path, TWO, ONE) == 0
    assert add(path, replace(ONE, decided_on=date(2025, 6, 3))) == 0
    assert path.read_bytes() == before


def test_going_back_to_an_earlier_answer_is_entered(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    changed = replace(ONE, person=Outcome.PARTLY_MET)
    assert [add(path, one) for one in (ONE, changed, ONE)] == [1, 1, 1]
    assert in_force(read_decisions(path).decisions)[ONE.key].person is Outcome.MET
    assert read_all([path])[0] == (ONE, changed, ONE)


def test_the_last_word_counts_whichever_copy_of_the_file_is_read_first(tmp_path: Path) -> None:
    """An early copy of the file holds the first answer only; in the later one somebody came back to it."""
    early, late, other = tmp_path / "early.jsonl", tmp_path / "late.jsonl", tmp_path / "other.jsonl"
    changed = replace(ONE, person=Outcome.PARTLY_MET)
    add(early, ONE)
    for one in (ONE, changed, ONE):
        add(late, one)
    add(other, TWO)
    every = read_all([early, other, late, early])[0]
    assert every == (ONE, TWO, changed, ONE)
    assert in_force([one for one in every if one != TWO])[ONE.key].person is Outcome.MET
    assert read_all([late, early, late])[0] == (ONE, changed, ONE)


def test_the_line_has_the_keys_of_the_format_in_their_order() -> None:
    assert list(json.loads(decision_line(ONE))) == [
        "schema", "run", "rubric", "case_id", "criterion", "subject", "machine", "person", "reason", "comment",
        "good_practice", "action", "owner", "due", "refer_back", "auditor", "reading", "blind", "decided_on", "id",
    ]  # fmt: skip
    assert json.loads(decision_line(ONE))["due"] == "2025-07-01"


def test_a_line_that_broke_off_is_told_and_mended(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    add(path, ONE, TWO)
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    held = read_decisions(path)
    assert held.decisions == (ONE,)
    assert "line 2 broke off" in held.notices[0]
    assert add(path, TWO) == 1
    assert read_decisions(path).decisions == (ONE, TWO)
    assert path.read_bytes().startswith(whole[:-30])


def test_a_line_without_its_end_keeps_what_follows_apart(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(decision_line(ONE).rstrip("\n"), encoding="utf-8")
    add(path, TWO)
    assert read_decisions(path).decisions == (ONE, TWO)


def test_a_changed_line_is_found_out() -> None:
    line = decision_line(ONE).replace('"met"', '"not_applicable"')
    with pytest.raises(InputError, match="changed after it was entered") as told:
        parse_decisions((decision_line(TWO) + line).encode(), "d.jsonl")
    assert told.value.where is not None
    assert told.value.where.line == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"schema": "caseaudit.decisions/2"}', "format caseaudit.decisions/2"),
        ("[]", "no decision"),
        ('{"schema": "caseaudit.decisions/1"}', "lacks run"),
        (decision_line(ONE).replace('"met"', '"maybe"').strip(), "wrong values: person"),
        (decision_line(ONE).replace('"blind": false', '"blind": "no"').strip(), "wrong values: blind"),
        (decision_line(ONE).replace("{", '{"extra": 1, ', 1).strip(), "wrong values: extra"),
    ],
)
def test_lines_that_are_no_decisions(line: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_decisions(line.encode(), "d.jsonl")


def test_a_broken_line_in_the_middle_is_somebodys_doing() -> None:
    with pytest.raises(InputError, match="somebody changed the file"):
        parse_decisions(b'{"schema"\n' + decision_line(ONE).encode(), "d.jsonl")


def test_a_missing_file_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There are no decisions"):
        read_decisions(tmp_path / "none.jsonl")


def test_two_imports_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    with open_decisions(path), pytest.raises(UsageError, match="Another import holds"), open_decisions(path, wait=0.0):
        pass
    assert add(path, ONE) == 1


def test_only_its_owner_reads_a_file_that_is_begun(tmp_path: Path) -> None:
    add(tmp_path / "d.jsonl", ONE)
    mode = stat.S_IMODE((tmp_path / "d.jsonl").stat().st_mode)
    assert mode == 0o600 or os.name == "nt", "Windows has no such permissions"


@given(st.text(), st.one_of(st.none(), st.text(min_size=1)), st.one_of(st.none(), st.dates()))
def test_any_text_comes_back(reason: str, subject: str | None, due: date | None) -> None:
    decision = replace(ONE, reason=reason, subject=subject, due=due)
    line = decision_line(decision).encode()
    assert line.count(b"\n") == 1
    assert parse_decisions(line, "d.jsonl").decisions == (decision,)
