"""A rubric that was kept is the rubric that the files give, and only as long as they give it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from builders import a_criterion, a_rubric, write_rubric
from caseaudit.errors import DefinitionError
from caseaudit.reading import rubrics
from caseaudit.reading.judgements import concepts_of, shipped_lexicon
from caseaudit.reading.rubric_cache import KEPT, load_kept_rubric
from caseaudit.reading.rubric_files import editions
from caseaudit.reading.rubrics import load_rubric
from caseaudit.rubric.model import Rubric


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One item for each time that a rubric was read from its files."""
    times: list[int] = []
    original = rubrics.load_rubric_located

    def counted(*args: Any, **options: Any) -> Any:
        times.append(1)
        return original(*args, **options)

    monkeypatch.setattr(rubrics, "load_rubric_located", counted)
    return times


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Write a rubric that takes a criterion from another in a folder beside its own; give its path."""
    write_rubric(rubric_at(tmp_path, "base", "2025-01"), a_rubric(rubric="base", edition="2025-01"))
    include = [{"from": "base@2025-01"}]
    mine = a_rubric(rubric="mine", include=include, criteria=[a_criterion(criterion="second-one")])
    return write_rubric(rubric_at(tmp_path, "mine", "2025-12"), mine)


def rubric_at(folder: Path, name: str, edition: str) -> Path:
    path = folder / "rubrics" / name / f"{edition}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def kept_of(cache: Path) -> list[Path]:
    return sorted(cache.glob("rubric-*.json"))


@pytest.mark.parametrize("path", [path for files in editions().values() for path in files], ids=str)
def test_every_shipped_rubric_is_kept_and_comes_back_the_same(path: Path, cache: Path, loaded: list[int]) -> None:
    concepts = concepts_of(shipped_lexicon())
    first, second = (load_kept_rubric(path, concepts=concepts, cache=cache) for _ in range(2))
    assert loaded == [1]
    assert first == second == load_rubric(path, concepts=concepts)
    assert repr(first) == repr(second)
    assert [one.model_fields_set for one in first.criteria] == [one.model_fields_set for one in second.criteria]


def load(path: Path, cache: Path | None, *concepts: str) -> Rubric:
    return load_kept_rubric(path, concepts=concepts, cache=cache)


def test_without_a_cache_it_is_read_each_time(own: Path, loaded: list[int]) -> None:
    assert load(own, None) == load(own, None)
    assert loaded == [1, 1]


def test_a_change_in_any_file_it_is_made_of_is_seen(own: Path, cache: Path, loaded: list[int], tmp_path: Path) -> None:
    load(own, cache)
    load(own, cache)
    assert loaded == [1]
    own.write_text(own.read_text(encoding="utf-8") + "# seen again\n", encoding="utf-8")
    load(own, cache)
    assert loaded == [1, 1]
    base = rubric_at(tmp_path, "base", "2025-01")
    base.write_text(base.read_text(encoding="utf-8") + "# seen again\n", encoding="utf-8")
    digests = {load(own, cache).sha256 for _ in range(2)}
    assert loaded == [1, 1, 1]
    assert len(digests) == 1


def test_other_concepts_are_looked_up_again(own: Path, cache: Path, loaded: list[int]) -> None:
    load(own, cache, "voice.words")
    load(own, cache, "voice.words", "action.visit")
    assert loaded == [1, 1]


def test_an_edition_that_comes_to_stand_nearer_is_taken(tmp_path: Path, cache: Path, loaded: list[int]) -> None:
    shipped = load_rubric(editions()["ppn"][-1])
    loaded.clear()
    include = [{"from": "ppn@2025-12", "criteria": [shipped.criteria[0].id]}]
    areas = [{"id": area.id, "title": area.title} for area in shipped.areas]
    path = write_rubric(
        rubric_at(tmp_path, "mine", "2025-12"), a_rubric(rubric="mine", include=include, areas=areas, criteria=[])
    )
    first = load(path, cache, *concepts_of(shipped_lexicon()))
    assert load(path, cache, *concepts_of(shipped_lexicon())) == first
    assert loaded == [1]
    nearer = a_rubric(rubric="ppn", criteria=[a_criterion(criterion=shipped.criteria[0].id)])
    write_rubric(rubric_at(tmp_path, "ppn", "2025-12"), nearer)
    with pytest.raises(DefinitionError):  # the nearer one has another area: what it says is heard
        load(path, cache, *concepts_of(shipped_lexicon()))
    assert loaded == [1, 1]


@pytest.mark.parametrize("damage", [b"", b"no rubric", b"0" * 64 + b"\n{}\n{}", None])
def test_a_damaged_cache_is_made_anew(own: Path, cache: Path, loaded: list[int], damage: bytes | None) -> None:
    right = load(own, cache)
    (kept,) = kept_of(cache)
    kept.write_bytes(kept.read_bytes().replace(b"second-one", b"second-two") if damage is None else damage)
    kept.chmod(0o600)
    assert load(own, cache) == right
    load(own, cache)
    assert loaded == [1, 1]


@pytest.mark.skipif(os.name != "posix", reason="on Windows the folder of the user is closed to others")
def test_what_others_may_write_is_not_believed(own: Path, cache: Path, loaded: list[int]) -> None:
    load(own, cache)
    (kept,) = kept_of(cache)
    assert (kept.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    kept.chmod(0o666)
    load(own, cache)
    assert loaded == [1, 1]


def test_what_is_wrong_in_a_rubric_is_said_each_time(own: Path, cache: Path) -> None:
    own.write_text(own.read_text(encoding="utf-8").replace("second-one", "Second One"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DefinitionError):
            load(own, cache)
    assert not cache.exists()


def test_a_cache_that_cannot_be_written_is_done_without(own: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert load(own, blocked / "cache") == load(own, None)


def test_only_the_newest_are_kept(own: Path, cache: Path) -> None:
    for number in range(KEPT + 2):
        load(own, cache, f"concept.{number}")
    assert len(kept_of(cache)) == KEPT
