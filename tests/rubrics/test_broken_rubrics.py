"""What a policy lead is told about a broken rubric: everything at once, each at its line, with what was wanted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.judgements import concepts_of, load_judgement, shipped_lexicon
from caseaudit.reading.rubrics import examine, load_rubric
from caseaudit.rubric.remark import Level

BROKEN = Path(__file__).parent / "broken"
NAMES = sorted(path.stem for path in BROKEN.glob("*.yaml"))
STILL_LOADS = {"unfinished"}
"""Sound enough for an audit, not for publication."""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places are named relative to where the user is."""
    monkeypatch.chdir(BROKEN)


def _told(name: str) -> list[str]:
    try:
        examined = examine(Path(f"{name}.yaml"), concepts=concepts_of(shipped_lexicon()))
    except DefinitionError as error:
        return [str(problem) for problem in error.problems]
    return [f"{'notice: ' if r.level is Level.NOTICE else ''}{r.problem}" for r in examined.remarks]


def test_the_messages(golden: Callable[[str, str], None]) -> None:
    pages = [f"{name}.yaml\n" + "".join(f"  {line}\n" for line in _told(name)) for name in NAMES]
    golden("broken/messages.txt", "\n".join(pages))


@pytest.mark.parametrize("name", NAMES)
def test_every_broken_rubric_is_told_with_its_place_within_a_second(name: str) -> None:
    shipped_lexicon()
    started = time.process_time()
    told = _told(name)
    assert time.process_time() - started < 1
    assert told
    for line in told:
        file, row, column, _ = line.removeprefix("notice: ").split(":", 3)
        assert (BROKEN / file).is_file()
        assert int(row) >= 1
        assert int(column) >= 1


@pytest.mark.parametrize("name", [name for name in NAMES if name not in STILL_LOADS])
def test_an_audit_refuses_every_broken_rubric(name: str) -> None:
    with pytest.raises(DefinitionError):
        load_judgement([f"./{name}.yaml"])


@pytest.mark.parametrize("name", sorted(STILL_LOADS))
def test_an_audit_may_use_what_is_only_unfinished(name: str) -> None:
    assert load_rubric(Path(f"{name}.yaml")).rubric == name


def test_the_problems_of_several_rubrics_come_together() -> None:
    with pytest.raises(DefinitionError) as caught:
        load_judgement(["./bad-duration.yaml", "./unknown-concept.yaml"])
    assert {problem.where.file for problem in caught.value.problems} == {"bad-duration.yaml", "unknown-concept.yaml"}


def test_a_missing_file_says_so() -> None:
    with pytest.raises(UsageError, match=r"There is no rubric file \./nowhere\.yaml"):
        load_judgement(["./nowhere.yaml"])


@pytest.mark.parametrize("text", ["[" * 1_000_000, "{a: " * 900_000, "- a\n" * 900_000, "a: &a [*a]\n", "\x00"])
def test_a_hostile_file_gets_a_clear_error_within_a_second(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(DefinitionError) as caught:
        load_rubric(path)
    assert time.process_time() - started < 1
    assert len(str(caught.value)) < 500


def test_rubrics_that_include_each_other_many_times_over_are_read_once_each(tmp_path: Path) -> None:
    folder = tmp_path / "deep"
    folder.mkdir()
    for number in range(1, 15):
        include = "".join(f"  - {{from: deep@20{number + 1:02}-01}}\n" for _ in range(20)) if number < 14 else ""
        head = f"rubric: deep\nedition: 20{number:02}-01\ntitle: Deep\nareas: [{{id: a, title: A}}]\n"
        (folder / f"20{number:02}-01.yaml").write_text(
            head + ("include:\n" + include if include else ""), encoding="utf-8"
        )
    started = time.process_time()
    with pytest.raises(DefinitionError):
        load_rubric(folder / "2001-01.yaml")
    assert time.process_time() - started < 1
