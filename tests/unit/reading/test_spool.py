"""An export whose rows are the cases is read without joining, and exactly as if it were joined."""

from __future__ import annotations

import gc
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mapped_builder import Taken, as_csv

from caseaudit.errors import InputError
from caseaudit.reading import mapped, spool
from caseaudit.reading.case_files import reject_line
from caseaudit.reading.kept_rows import NewPart

COLUMNS = ("REF", "TYPE", "REPORTED", "CHILD", "AGE", "TEXT")
SAME = {"from": "*.*", "key": ["REF"]}
MAPPING: dict[str, Any] = {
    "mapping": "one-table",
    "dates": {"day_first": True},
    "tables": [
        {
            "name": "cases",
            **SAME,
            "into": "case",
            "fields": {"case_id": "REF", "case_type": "TYPE", "reported_at": "REPORTED", "officer_in_case.rank": "AGE"},
        },
        {
            "name": "children",
            **SAME,
            "into": "children[]",
            "id": ["CHILD"],
            "where": {"column": "AGE", "is_not": ["x"]},
            "fields": {"child_id": "CHILD", "age": "AGE"},
        },
        {"name": "text", **SAME, "into": "narrative[]", "narrative": [{"column": "TEXT", "kind": "log"}]},
    ],
}
ROWS = [[f"C-{at}", "missing", "01/05/2025 10:00", f"K{at}", str(at % 18), f"Entry {at}."] for at in range(200)]

Take = Callable[[Path], Taken]


def read(folder: Path, rows: Sequence[Sequence[str]], *, as_json: bool = False) -> Taken:
    (folder / "mapping.yaml").write_text(json.dumps(MAPPING), encoding="utf-8")
    name = "cases.json" if as_json else "cases.csv"
    text = json.dumps([dict(zip(COLUMNS, row, strict=True)) for row in rows]) if as_json else as_csv([COLUMNS, *rows])
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return Taken(folder / "mapping.yaml", folder / name)


def told(taken: Taken) -> tuple[Any, ...]:
    return taken.raw, list(map(reject_line, taken.rejects)), taken.inputs, taken.notices


def joined(monkeypatch: pytest.MonkeyPatch, folder: Path, rows: Sequence[Sequence[str]], *, as_json: bool) -> Taken:
    """Read with everything kept in the database."""
    with monkeypatch.context() as patch:
        patch.setattr(mapped, "same_rows", lambda *_: False)
        return read(folder, rows, as_json=as_json)


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note each time that the database takes rows over."""
    from caseaudit.reading.joining import Store  # noqa: PLC0415

    seen: list[bool] = []
    own = Store._unspool
    monkeypatch.setattr(Store, "_unspool", lambda store: (seen.append(True), own(store))[1])
    return seen


def test_rows_that_are_cases_never_reach_the_database(tmp_path: Path, taken_over: list[bool]) -> None:
    taken = read(tmp_path, ROWS)
    assert taken_over == []
    assert list(taken.cases) == [row[0] for row in ROWS]
    assert taken.raw["C-130"]["source"] == {"system": None, "file": "cases.csv", "table": None, "row": 132}
    assert taken.raw["C-130"]["children"][0]["source"]["row"] == 132


@pytest.mark.parametrize("looked_up", [20_000, 3])
@pytest.mark.parametrize("few", [250_000, 0])
def test_a_key_that_comes_again_late_is_merged_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken_over: list[bool], looked_up: int, few: int
) -> None:
    monkeypatch.setattr(spool, "_LOOKED_UP", looked_up)
    monkeypatch.setattr(spool, "_FEW", few)
    again = ["C-7 ", *ROWS[7][1:3], "K-second", *ROWS[7][4:]]
    rows = [*ROWS, again, ROWS[11], ["C-3", "missing", "02/05/2025", "", "", ""]]
    taken = read(tmp_path, rows)
    assert taken_over == [True]
    assert [child.child_id for child in taken.cases["C-7"].children or ()] == ["K7", "K-second"]
    assert "C-3" not in taken.cases
    assert told(taken) == told(joined(monkeypatch, tmp_path, rows, as_json=False))


def test_half_characters_are_mended_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[*row[:5], "half \udc80, \ud55c\uad6d"] for row in ROWS[:70]]
    taken = read(tmp_path, rows, as_json=True)
    assert taken.raw["C-1"]["narrative"][0]["text"] == "half \ufffd, \ud55c\uad6d"
    assert told(taken) == told(joined(monkeypatch, tmp_path, rows, as_json=True))


def test_a_lone_surrogate_that_reaches_the_spool_is_kept_as_json() -> None:
    kept = spool.Spool(0)
    part = NewPart(0, "c", "C", items=({"text": "half \udc80"},))
    assert kept.add(spool.Line(1, 0, 2, "", [part]))
    assert next(kept.lines()).parts[0].items == '[{"text":"half \\udc80"}]'
    kept.close()


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert len(read(tmp_path, ROWS).cases) == len(ROWS)
    gc.collect()
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "TemporaryFile", full)
    with pytest.raises(InputError, match="cannot be kept on disk"):
        read(tmp_path, ROWS)


_ROW = st.tuples(
    st.one_of(st.integers(0, 400).map("C-{}".format), st.sampled_from(["c-1 ", "", "-"])),
    st.sampled_from(["missing", "missing", "other", "novel", ""]),
    st.sampled_from(["01/05/2025", "2025-05-02 10:00", "", "soon", "05/06/2025 00:00"]),
    st.sampled_from(["K1", "K2", "", "0K1", "\ud55c"]),
    st.sampled_from(["9", "9", "x", "", "ten"]),
    st.sampled_from(["Words.", "", "N/A", "half \udc80"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(_ROW, min_size=1, max_size=8), as_json=st.booleans(), many=st.booleans())
def test_what_is_read_is_the_same_as_when_it_is_joined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]], as_json: bool, many: bool
) -> None:
    every = [*(ROWS[:80] if many else ROWS[:3]), *rows]
    if not as_json:
        every = [tuple(cell.replace("\udc80", "?") for cell in row) for row in every]
    assert told(read(tmp_path, every, as_json=as_json)) == told(joined(monkeypatch, tmp_path, every, as_json=as_json))
