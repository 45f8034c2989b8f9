"""How closely narratives are read when nobody said: closely what is small enough to wait for."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.cli.depth import WORTH_WAITING, with_depth
from caseaudit.settings import Settings


@pytest.mark.parametrize(("size", "closely"), [(0, True), (WORTH_WAITING, True), (WORTH_WAITING + 1, False)])
def test_the_size_of_the_export_decides(tmp_path: Path, size: int, closely: bool) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(b" " * (size // 2))
    (tmp_path / "in" / "b.jsonl").write_bytes(b" " * (size - size // 2))
    assert with_depth(Settings(), [str(tmp_path / "in")]).thorough is closely
    both = [str(tmp_path / "in" / "a.jsonl"), str(tmp_path / "in" / "b.jsonl")]
    assert with_depth(Settings(), both).thorough is closely


def test_what_was_said_decides_before_that(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x")
    assert with_depth(Settings(thorough=False), [str(tmp_path / "a.jsonl")]).thorough is False
    assert with_depth(Settings(thorough=True), ["-"]).thorough is True
    assert with_depth(Settings(second_reader=False), [str(tmp_path / "a.jsonl")]).thorough is False


def test_standard_input_is_read_quickly_unless_it_is_pasted() -> None:
    assert with_depth(Settings(), ["-"]).thorough is False
    assert with_depth(Settings(), ["-"], pasted=True).thorough is True
