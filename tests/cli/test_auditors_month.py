"""The guide to the auditor's month and the ten notices, command by command, as written."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.statistics import wilson
from cli.conftest import Ran, json_of

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "auditors-month.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- in (\S+) -->\s+)?^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile the lexicons once, as a user's cache does."""
    monkeypatch.setenv("CASEAUDIT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "guide-cache"))


@pytest.fixture
def folder(in_folder: Path) -> Path:
    """Stand where the guide's reader stands: beside the samples and the mappings."""
    for name in ("samples/notices", "samples/inspection-2025", "mappings"):
        shutil.copytree(ROOT / name, in_folder / name)
    shutil.copyfile(ROOT / "samples" / "fill_in.py", in_folder / "samples" / "fill_in.py")
    return in_folder


def blocks() -> Iterator[tuple[str, str, str]]:
    """Give the guide's blocks in order: language, text, and the file that a comment before it names."""
    for found in BLOCK.finditer(GUIDE):
        yield found[2], found[3], found[1] or ""


def obey(line: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one line of a shell block, and give what it says."""
    name, *arguments = shlex.split(line)
    if name == "python":
        monkeypatch.setattr(sys, "argv", arguments)
        runpy.run_path(arguments[0], run_name="__main__")
        return ""
    assert name == "caseaudit"
    ran: Ran = run(*arguments)
    assert ran.code == 0, (line, ran.err)
    return ran.out + ran.err


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_guide_works_from_the_first_line_to_the_last(
    run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    said, kinds = "", set()
    for language, text, file in blocks():
        kinds.add(language)
        if language == "sh":
            said = "\n".join(obey(line, run, monkeypatch) for line in text.splitlines())
            continue
        assert bool(file) == (language == "markdown"), text
        page = Path(file).read_text(encoding="utf-8").splitlines() if file else []
        for line in text.splitlines():
            assert line in page if file else plain(line) in plain(said), line
    assert kinds == {"sh", "text", "markdown"}
    first_readings_stay()
    nobody_was_drawn_twice()


def first_readings_stay() -> None:
    """Whatever was moderated, each auditor's own answers are in the file, and none is entered twice."""
    for name, each, moderated in (("may", (82, 83), 1), ("notices", (119, 119), 6)):
        told = [json.loads(line) for line in Path(f"{name}-decisions.jsonl").read_text(encoding="utf-8").splitlines()]
        first = [one["auditor"] for one in told if one["reading"] == "first"]
        assert (first.count("AB"), first.count("CD")) == each
        assert [one["auditor"] for one in told if one["reading"] == "moderation"] == ["EF"] * moderated
        assert len({one["id"] for one in told}) == len(told)
        assert {one["decided_on"] for one in told} == {"2025-06-03"}


def nobody_was_drawn_twice() -> None:
    may, june = ({one["case_id"] for one in json_of(Path(f"{name}.draw.json"))["cases"]} for name in ("may", "june"))
    assert (len(may), len(june), may & june) == (20, 20, set())


def test_the_five_commands_come_first_and_each_has_its_step() -> None:
    steps = re.findall(r"^## (\d)\. .*?^```sh\ncaseaudit (review \w+|\w+)", GUIDE, re.DOTALL | re.MULTILINE)
    assert steps == [
        ("1", "sample"),
        ("2", "run"),
        ("3", "review export"),
        ("4", "review import"),
        ("5", "report"),
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [(4, "(17% to 69%)"), (2, 'Two of ten is "20%", and anything from 6% to 51%'), (0, "nearly three in ten (28%)")],
)
def test_what_the_guide_says_of_ten_notices_is_what_the_intervals_give(count: int, words: str) -> None:
    assert plain(words) in plain(GUIDE)
    interval = wilson(count, 10)
    bounds = [figure for figure in re.findall(r"(\d+)%", words) if figure != "20"]
    assert bounds == [f"{bound * 100:.0f}" for bound in (interval.low, interval.high) if bound]


@pytest.mark.parametrize("sample", ["notices", "inspection-2025"])
def test_every_invented_answer_is_one_that_the_workbook_takes(sample: str) -> None:
    script = runpy.run_path(str(ROOT / "samples" / "fill_in.py"))
    lines = [
        line for who in ("AB", "CD", "EF") for line in script["answers_of"](who, ROOT / "samples" / sample).values()
    ]
    assert {line["outcome"] for line in lines} <= set(script["OUTCOMES"].values())
    assert set(script["OUTCOMES"]) == {outcome.value for outcome in Outcome}
    assert {line["case"] for line in lines} <= set(script["intended"](ROOT / "samples" / sample))
