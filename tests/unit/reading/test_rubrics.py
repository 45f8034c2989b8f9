from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from builders import a_criterion, a_rubric
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.rubrics import editions, examine, find_rubric, load_rubric, load_rubric_located


def write(folder: Path, edition: str, **overrides: object) -> Path:
    """Write a rubric as `<folder>/<edition>.yaml`, where another can name it."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"{edition}.yaml"
    data = a_rubric(rubric=folder.name, edition=edition, **overrides)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def test_a_force_extends_an_edition_and_says_only_what_differs(tmp_path: Path) -> None:
    write(
        tmp_path / "base", "2025-01", criteria=[a_criterion(criterion="one"), a_criterion(criterion="two", notes="n")]
    )
    own = write(
        tmp_path / "own",
        "2025-02",
        extends="base@2025-01",
        areas=...,
        drop=["one"],
        change={"two": {"severity": "critical", "notes": None}},
        criteria=[a_criterion(criterion="three")],
    )
    rubric = load_rubric(own)
    assert [(criterion.id, criterion.severity.value) for criterion in rubric.criteria] == [
        ("two", "critical"),
        ("three", "medium"),
    ]
    assert rubric.criteria[0].notes is None
    assert [area.id for area in rubric.areas] == ["recording"]


def test_settings_of_the_outer_file_win_wherever_they_are_used(tmp_path: Path) -> None:
    late = a_criterion(
        criterion="late",
        per="case",
        test={"check": "within", "start": "reported_at", "end": "closed_at", "limit": "$limit"},
    )
    write(tmp_path / "base", "2025-01", settings={"limit": "2d"}, criteria=[late])
    own = write(tmp_path / "own", "2025-02", include=[{"from": "base@2025-01"}], settings={"limit": "5d"}, criteria=[])
    assert load_rubric(own).criteria[0].test.met.limit == "5d"
    assert examine(own).settings_used == {"late": ("limit",)}


def test_an_include_may_take_some_criteria_in_its_own_order(tmp_path: Path) -> None:
    write(tmp_path / "base", "2025-01", criteria=[a_criterion(criterion=name) for name in ("one", "two", "three")])
    own = write(
        tmp_path / "own", "2025-02", include=[{"from": "base@2025-01", "criteria": ["three", "one"]}], criteria=[]
    )
    assert [criterion.id for criterion in load_rubric(own).criteria] == ["three", "one"]


def test_parts_are_read_from_the_folder_of_the_edition(tmp_path: Path) -> None:
    own = write(tmp_path / "own", "2025-01", parts=["more"])
    (tmp_path / "own" / "2025-01").mkdir()
    part = tmp_path / "own" / "2025-01" / "more.yaml"
    part.write_text(json.dumps({"criteria": [a_criterion(criterion="more")]}, indent=1), encoding="utf-8")
    rubric, places = load_rubric_located(own)
    assert [criterion.id for criterion in rubric.criteria] == ["ethnicity-recorded", "more"]
    assert places.criterion("more", ("title",)).file.endswith("own/2025-01/more.yaml")
    assert places.head(("title",)).line == 4


def test_the_digest_covers_everything_that_was_read(tmp_path: Path) -> None:
    base = write(tmp_path / "base", "2025-01")
    own = write(tmp_path / "own", "2025-02", include=[{"from": "base@2025-01"}], criteria=[])
    before = load_rubric(own).sha256
    assert load_rubric(own).sha256 == before
    base.write_text(base.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert load_rubric(own).sha256 != before


def test_a_problem_of_an_included_rubric_is_told_where_it_stands(tmp_path: Path) -> None:
    write(tmp_path / "base", "2025-01", criteria=[a_criterion(criterion="one", severity="grave")])
    own = write(tmp_path / "own", "2025-02", include=[{"from": "base@2025-01"}], criteria=[])
    with pytest.raises(DefinitionError, match=r"base/2025-01\.yaml:\d+:\d+: 'grave' is not one of the allowed values"):
        load_rubric(own)


def test_a_change_that_is_wrong_is_told_in_the_file_that_changes(tmp_path: Path) -> None:
    write(tmp_path / "base", "2025-01")
    own = write(
        tmp_path / "own",
        "2025-02",
        extends="base@2025-01",
        change={"ethnicity-recorded": {"severity": "grave"}},
        criteria=[],
    )
    with pytest.raises(DefinitionError, match=r"own/2025-02\.yaml:\d+:\d+: 'grave' is not one of the allowed values"):
        load_rubric(own)


def test_a_rubric_reads_nothing_but_editions_and_parts(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("password: x", encoding="utf-8")
    own = write(tmp_path / "own", "2025-02", include=[{"from": "../secret@1"}], parts=["../../secret"])
    with pytest.raises(DefinitionError) as caught:
        load_rubric(own)
    assert "password" not in str(caught.value)
    assert len(caught.value.problems) == 2


def test_the_newest_edition_is_meant_by_a_bare_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for edition in ("2025-02", "2025-12", "2025-12.2", "2025-12.10", "2024-12"):
        write(tmp_path / "rubrics" / "own", edition)
    monkeypatch.setattr("caseaudit.reading.rubric_files.shipped", lambda _name: tmp_path / "rubrics")
    assert [file.stem for file in editions()["own"]] == ["2024-12", "2025-02", "2025-12", "2025-12.2", "2025-12.10"]
    assert find_rubric("own").stem == "2025-12.10"
    assert find_rubric("own@2025-02").stem == "2025-02"
    with pytest.raises(UsageError, match="no edition '2023-01'"):
        find_rubric("own@2023-01")


@pytest.mark.parametrize(("name", "meant"), [("dip-sampel", "dip-sample"), ("nczi", "ncpi")])
def test_an_unknown_rubric_is_told_the_nearest(name: Any, meant: Any) -> None:
    with pytest.raises(UsageError, match=f"Did you mean '{meant}'"):
        find_rubric(name)
