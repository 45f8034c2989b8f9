"""Whole outputs of `scan`, as the supervisor who pastes a draft notice sees them at 80 columns."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from caseaudit.__main__ import main
from caseaudit.cli import scan as scan_module
from caseaudit.rubric.model import Judgement
from scan_builders import tiny_lexicon

DRAFT = """PPN re: Kyra [DOB on file], 15. Seen at the bus station with two adult males. She is streetwise
and has been putting herself at risk since May; mum says that she is promiscuous.
She did not put herself at risk on the 3rd. Tearful throughout. PPN submitted.
"""


@pytest.mark.parametrize(("name", "options"), [("scan", ()), ("scan_all", ("--all",))])
def test_scan(
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    options: tuple[str, ...],
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(scan_module, "load_judgement", lambda names, **_: Judgement((), tiny_lexicon()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DRAFT.encode())))
    assert main(["scan", "-", *options]) == 0
    golden(f"{name}_80_columns.txt", capfd.readouterr().out)
