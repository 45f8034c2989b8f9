"""The page on large batches: its commands run one after the other, and what it promises of names is so."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import some_case_files
from caseaudit.batch import cache, journal, stream

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "batches.md").read_text(encoding="utf-8")
COMMANDS = [
    line.removeprefix("caseaudit ")
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
]


def test_its_commands_run_in_order(run: Run, export: Run) -> None:
    export(*some_case_files(3), name="export.jsonl")
    assert len(COMMANDS) == 5
    for command in COMMANDS:
        ran = run(*shlex.split(command))
        assert ran.code == 0, (command, ran.err)
    assert Path("again.jsonl").read_bytes() == Path("may.jsonl").read_bytes()
    assert Path("again.html").exists()
    assert not list(Path().glob("*.partial*"))


def test_figures_that_it_gives_are_the_codes() -> None:
    text = " ".join(PAGE.split())
    assert f"not used for {cache.DAYS} days" in text or f"no run has used for {cache.DAYS} days" in text
    assert f"a chunk of {stream.CHUNK} records" in text
    assert f"batches of up to {stream.CHUNK} records" in text
    assert journal._EVERY == 2.0
    assert "at most the last two seconds" in text
    assert f"up to {255 - len('.partial.state-journal')} bytes" in text


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(docs/[a-z-]+\.md)`", PAGE))))
def test_pages_that_it_names_are_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_options_that_it_names_are_some(run: Run) -> None:
    known = set(re.findall(r"--[a-z][a-z-]+", run("run", "--help").out))
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) <= known
