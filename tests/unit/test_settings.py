"""Which setting wins, and what is said of one that is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from caseaudit.domain.vocabulary import Severity
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.settings import Settings, decide, manifest


def settle(folder: Path, flags: dict[str, Any] | None = None, **environment: str) -> Settings:
    return decide(flags or {}, environment=environment, folder=folder)


def test_defaults(tmp_path: Path) -> None:
    assert settle(tmp_path) == Settings()
    assert Settings().rubric == ("dip-sample",)
    assert Settings().marking == "OFFICIAL-SENSITIVE"


def test_flag_beats_environment_beats_file(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text('marking = "FILE"\n')
    assert settle(tmp_path).marking == "FILE"
    assert settle(tmp_path, CASEAUDIT_MARKING="ENVIRONMENT").marking == "ENVIRONMENT"
    assert settle(tmp_path, {"marking": "FLAG"}, CASEAUDIT_MARKING="ENVIRONMENT").marking == "FLAG"
    assert settle(tmp_path, {"marking": None}, CASEAUDIT_MARKING="ENVIRONMENT").marking == "ENVIRONMENT"


def test_a_false_flag_beats_a_true_setting(tmp_path: Path) -> None:
    assert settle(tmp_path, {"quiet": False}, CASEAUDIT_QUIET="yes").quiet is False


def test_every_key_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text(
        'rubric = ["ncpi", "own.yaml"]\nas-of = 2025-05-23\nselect = "a"\nexclude = ["b", "b", " c "]\n'
        'marking = " OFFICIAL "\nfail-on = "high"\nfail_under = 82.5\nfail-on-escalation = true\n'
        "allow-rejects = true\nquiet = true\njobs = 4\n"
    )
    assert settle(tmp_path) == Settings(
        rubric=("ncpi", "own.yaml"),
        as_of="2025-05-23",
        select=("a",),
        exclude=("b", "c"),
        marking="OFFICIAL",
        fail_on=Severity.HIGH,
        fail_under=82.5,
        fail_on_escalation=True,
        allow_rejects=True,
        quiet=True,
        jobs=4,
    )


def test_every_variable(tmp_path: Path) -> None:
    found = settle(
        tmp_path,
        CASEAUDIT_RUBRIC="ncpi, own.yaml",
        CASEAUDIT_AS_OF="2025-05-23T12:00",
        CASEAUDIT_FAIL_ON="Critical",
        CASEAUDIT_FAIL_UNDER="80%",
        CASEAUDIT_ALLOW_REJECTS="1",
        CASEAUDIT_JOBS="2",
        CASEAUDIT_SELECT="",
    )
    assert found == Settings(
        rubric=("ncpi", "own.yaml"),
        as_of="2025-05-23T12:00",
        fail_on=Severity.CRITICAL,
        fail_under=80.0,
        allow_rejects=True,
        jobs=2,
    )


def test_own_lexicons_come_from_flag_environment_or_file(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text('lexicon = ["ours.yaml", "county, north.yaml"]\n')
    assert settle(tmp_path).lexicon == ("ours.yaml", "county, north.yaml")
    joined = os.pathsep.join(["a.yaml", " b, c.yaml ", ""])
    assert settle(tmp_path, CASEAUDIT_LEXICON=joined).lexicon == ("a.yaml", "b, c.yaml")
    assert settle(tmp_path, {"lexicon": ["d.yaml"]}, CASEAUDIT_LEXICON=joined).lexicon == ("d.yaml",)
    assert settle(tmp_path, {"lexicon": None}).lexicon == ("ours.yaml", "county, north.yaml")


@pytest.mark.parametrize("value", ["3", "[3]", "['']", "true"])
def test_an_own_lexicon_is_named_by_its_path(tmp_path: Path, value: str) -> None:
    (tmp_path / "caseaudit.toml").write_text(f"lexicon = {value}\n")
    with pytest.raises(DefinitionError, match=r"caseaudit.toml:1: .*the path of a lexicon file"):
        settle(tmp_path)


def test_the_manifest_names_no_path_of_a_lexicon(tmp_path: Path) -> None:
    assert "lexicon" not in manifest(Settings(lexicon=("/home/me/ours.yaml",)), as_of="2025-05-23", rubrics=())


def test_project_file_serves_where_there_is_no_own_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.caseaudit]\nmarking = "PROJECT"\n')
    assert settle(tmp_path).marking == "PROJECT"
    (tmp_path / "caseaudit.toml").write_text("")
    assert settle(tmp_path).marking == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize("text", ["", "[tool]\nx = 1\n", "[tool.other]\nmarking = 'x'\n", "tool = 3\n"])
def test_other_project_files(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert settle(tmp_path) == Settings()


def test_all_problems_of_a_file_at_once(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text('\nfail-onn = "high"\njobs = 0\nfail-under = "much"\nquiet = "maybe"\n')
    with pytest.raises(DefinitionError) as raised:
        settle(tmp_path)
    told = [str(problem) for problem in raised.value.problems]
    assert [line.split(":")[1] for line in told] == ["2", "3", "4", "5"]
    assert told[0].endswith("Did you mean 'fail-on'?")
    assert "Write a number from 0 to 100" in told[2]


def test_broken_file(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text('jobs = 1\nmarking = "x\n')
    with pytest.raises(DefinitionError) as raised:
        settle(tmp_path)
    assert str(raised.value.problems[0]).startswith("caseaudit.toml:2:")


@pytest.mark.parametrize(
    "content", ["jobs = true", "jobs = 1.5", "rubric = []", "rubric = [1]", "marking = ' '", "as-of = '2025-13-01'"]
)
def test_wrong_values(tmp_path: Path, content: str) -> None:
    (tmp_path / "caseaudit.toml").write_text(content)
    with pytest.raises(DefinitionError):
        settle(tmp_path)


def test_variable_that_looks_like_a_setting(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean CASEAUDIT_AS_OF"):
        settle(tmp_path, CASEAUDIT_ASOF="2025-05-23")
    assert settle(tmp_path, CASEAUDIT_VERSION="1.2.3") == Settings()


def test_wrong_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="CASEAUDIT_FAIL_ON is 'severe'"):
        settle(tmp_path, CASEAUDIT_FAIL_ON="severe")


def test_manifest_leaves_out_what_decides_no_result() -> None:
    settings = Settings(select=("a",), jobs=8, quiet=True, fail_under=90, allow_rejects=True)
    assert manifest(settings, as_of="2025-05-23", rubrics=("ncpi@2025-12",)) == {
        "as_of": "2025-05-23",
        "rubrics": ["ncpi@2025-12"],
        "select": ["a"],
        "exclude": [],
        "marking": "OFFICIAL-SENSITIVE",
        "second_reader": True,
        "thorough": False,
    }
