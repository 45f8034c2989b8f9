"""What counts of a run that was ended: whole records, in order, up to the last that was saved."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.batch.auditing import Told
from caseaudit.batch.journal import Journal, header_before, mark_of
from caseaudit.domain.audit import SetAside
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import RawRecord
from caseaudit.reading.json_pieces import Piece

HEADER = '{"schema": "caseaudit.results/1"}\n'


def raw(number: int, text: str = "{}") -> RawRecord:
    return RawRecord("may.jsonl", Piece(text, number, number))


def aside(number: int) -> SetAside:
    return SetAside("may.jsonl", number, f"C{number}", None, None, "It is broken")


def put_in(journal: Journal, records: list[str | None]) -> None:
    for number, line in enumerate(records, 1):
        if line is None:
            journal.set_aside(raw(number), aside(number))
        else:
            journal.audited(raw(number), json.dumps({"text": line}, ensure_ascii=False) + "\n", Told(future=number))


@given(
    records=st.lists(st.none() | st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=12),
    torn=st.binary(max_size=30),
    kept=st.integers(0, 12),
)
def test_what_was_saved_comes_back_and_what_was_not_is_cut_off(
    tmp_path_factory: pytest.TempPathFactory, records: list[str | None], torn: bytes, kept: int
) -> None:
    path = tmp_path_factory.mktemp("journal") / "out.jsonl.partial"
    saved = records[:kept]
    with Journal(path) as journal:
        journal.begin(HEADER)
        put_in(journal, saved)
        journal.save()
        put_in(journal, records[kept:])
        journal._waiting.clear()  # as if the process had ended here
    if not saved:
        assert not path.exists()
        return
    with path.open("ab") as stream:
        stream.write(torn)
    assert header_before(path) == HEADER
    with Journal(path) as journal:
        assert journal.header == HEADER
        journal.go_on()
        lines = [line.decode() for line in journal.cases().lines()]
        assert [json.loads(line)["text"] for line in lines] == [line for line in saved if line is not None]
        entries = list(journal.entries())
        assert [entry.aside for entry in entries] == [
            aside(number) if line is None else None for number, line in enumerate(saved, 1)
        ]
        assert [entry.mark for entry in entries] == [mark_of(raw(number)) for number in range(1, len(saved) + 1)]
        assert all(entry.told.future == n for n, entry in enumerate(entries, 1) if entry.aside is None)
        put_in(journal, ["one more"])
        assert len(journal.cases()) == len(lines) + 1
        assert len(journal.records_set_aside()) == saved.count(None)


def test_nothing_is_left_of_a_run_without_a_record(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.partial") as journal:
        journal.begin(HEADER)
    assert list(tmp_path.iterdir()) == []


def test_a_second_one_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "a.partial"
    with Journal(path) as journal:
        journal.begin(HEADER)
        put_in(journal, ["x"])
        with pytest.raises(UsageError, match="Another run is writing"), Journal(path):
            pass
        assert header_before(path) is None
    with Journal(path) as journal:
        assert journal.header == HEADER
        journal.remove()
    assert list(tmp_path.iterdir()) == []


def test_lines_that_are_gone_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.partial"
    with Journal(path) as journal:
        journal.begin(HEADER)
        put_in(journal, ["x", "y"])
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(UsageError, match="has been shortened since"), Journal(path) as journal:
        journal.go_on()


def test_the_same_words_at_another_place_are_another_record() -> None:
    assert mark_of(raw(1)) == mark_of(raw(1))
    assert len({mark_of(raw(1)), mark_of(raw(2)), mark_of(raw(1, "{ }"))}) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.partial") as journal:
        journal.begin(HEADER)
        put_in(journal, ["x"])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
