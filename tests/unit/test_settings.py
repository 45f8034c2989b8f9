"""Which setting wins, and what is said of one that is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from caseaudit.domain.vocabulary import Severity
from caseaudit.engine.thresholds import OwnThreshold
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.reading.judgements import load_judgement
from caseaudit.reading.setting_values import READERS, SHAPES
from caseaudit.settings import Settings, check_thresholds, decide, jobs_of, manifest


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
        'fail-on-new = true\nbaseline = "last.json"\nexceptions = "accepted.yaml"\npseudonymise = "keys/our.key"\n'
        'dates = "month"\ncache = "kept"\nlog = "runs.jsonl"\nformat = "github"\n'
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
        fail_on_new=True,
        baseline="last.json",
        exceptions="accepted.yaml",
        pseudonymise="keys/our.key",
        dates="month",
        cache="kept",
        log="runs.jsonl",
        format="github",
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
        CASEAUDIT_EXCEPTIONS="accepted.yaml",
        CASEAUDIT_CACHE="kept",
        CASEAUDIT_DATES="Shift",
        CASEAUDIT_FORMAT="GitHub",
    )
    assert found == Settings(
        rubric=("ncpi", "own.yaml"),
        as_of="2025-05-23T12:00",
        fail_on=Severity.CRITICAL,
        fail_under=80.0,
        allow_rejects=True,
        jobs=2,
        exceptions="accepted.yaml",
        cache="kept",
        dates="shift",
        format="github",
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
    settings = Settings(
        select=("a",),
        jobs=8,
        quiet=True,
        fail_under=90,
        allow_rejects=True,
        exceptions="a.yaml",
        baseline="last.json",
        fail_on_new=True,
        cache="kept",
        log="runs.jsonl",
        resume=True,
        format="github",
        dates="month",
    )
    assert manifest(settings, as_of="2025-05-23", rubrics=("ncpi@2025-12",)) == {
        "as_of": "2025-05-23",
        "rubrics": ["ncpi@2025-12"],
        "select": ["a"],
        "exclude": [],
        "marking": "OFFICIAL-SENSITIVE",
        "second_reader": True,
        "thorough": False,
    }


def test_the_manifest_says_what_else_decides_the_results_where_it_was_asked_for() -> None:
    own = (OwnThreshold("a", not_met=10.0), OwnThreshold("b", short=33.3), OwnThreshold("c"))
    settings = Settings(pseudonymise="/home/me/our.key", dates="shift", encoding="cp1252", thresholds=own)
    said = manifest(settings, as_of="2025-05-23", rubrics=())
    assert {name: said[name] for name in list(said)[7:]} == {
        "encoding": "cp1252",
        "thresholds": {"a": {"not_met": "10%"}, "b": {"short": "33.3%"}, "c": False},
        "pseudonymised": True,
        "dates": "shift",
    }


def test_every_setting_says_how_it_is_written() -> None:
    assert set(SHAPES) == set(READERS)
    assert set(READERS) | {"resume", "thresholds"} == set(Settings.__dataclass_fields__)


def test_paths_may_start_at_the_users_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "caseaudit.toml").write_text('cache = "~/kept"\n')
    assert settle(tmp_path).cache == str(tmp_path) + "/kept"
    assert settle(tmp_path, {"baseline": Path("last.json")}).baseline == "last.json"


def test_shifting_dates_needs_a_key(tmp_path: Path) -> None:
    for how in ("keep", "shift", "month"):
        with pytest.raises(UsageError, match=f"--dates {how} needs --pseudonymise"):
            settle(tmp_path, {"dates": how})
    assert settle(tmp_path, {"dates": "shift"}, CASEAUDIT_PSEUDONYMISE="our.key").dates == "shift"
    (tmp_path / "caseaudit.toml").write_text('dates = "month"\n')
    assert settle(tmp_path).dates == "month"
    assert settle(tmp_path, {"pseudonymise": "our.key"}).dates == "month"


@pytest.mark.parametrize("flags", [{"dates": "years", "pseudonymise": "k"}, {"format": "json"}, {"jobs": "0"}])
def test_wrong_flags_say_what_is_wanted(tmp_path: Path, flags: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"\n  Write (keep, shift or month|table or github|a whole number)"):
        settle(tmp_path, flags)


def test_going_on_is_asked_for_by_flag_alone(tmp_path: Path) -> None:
    assert settle(tmp_path, {"resume": True}).resume is True
    assert settle(tmp_path, {"resume": None}).resume is False
    with pytest.raises(UsageError, match="CASEAUDIT_RESUME is no setting"):
        settle(tmp_path, CASEAUDIT_RESUME="1")
    (tmp_path / "caseaudit.toml").write_text("resume = true\n")
    with pytest.raises(DefinitionError, match=r"caseaudit.toml:1: resume is no setting of a file"):
        settle(tmp_path)


def test_the_folder_of_compiled_lexicons_is_not_taken_for_the_cache(tmp_path: Path) -> None:
    assert settle(tmp_path, CASEAUDIT_CACHE_DIR="elsewhere") == Settings()
    with pytest.raises(UsageError, match="Did you mean CASEAUDIT_CACHE"):
        settle(tmp_path, CASEAUDIT_CASHE="elsewhere")


def test_without_a_number_there_is_a_process_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jobs_of(Settings(jobs=3)) == 3
    assert 1 <= jobs_of(Settings()) <= (os.cpu_count() or 1)
    for name in ("process_cpu_count", "sched_getaffinity"):
        monkeypatch.delattr(os, name, raising=False)
    for count, jobs in ((None, 1), (1, 1), (12, 12), (1024, 256)):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)
        assert jobs_of(Settings()) == jobs
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {2, 5}, raising=False)
    assert jobs_of(Settings()) == 2
    monkeypatch.setattr(os, "process_cpu_count", lambda: 7, raising=False)
    assert jobs_of(Settings()) == 7


THRESHOLDS = """\
marking = "OFFICIAL"

[thresholds]
ethnicity-recorded = "10%"
disability-recorded = { short = "20%" }
"referral-made" = 5
flags-reviewed = { not-met = "1%", short = 33.3 }
images-on-caid = false
"""


def test_thresholds_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text(THRESHOLDS)
    found = settle(tmp_path).thresholds
    assert found == (
        OwnThreshold("ethnicity-recorded", not_met=10.0),
        OwnThreshold("disability-recorded", short=20.0),
        OwnThreshold("referral-made", not_met=5.0),
        OwnThreshold("flags-reviewed", not_met=1.0, short=33.3),
        OwnThreshold("images-on-caid"),
    )
    assert [str(one.where) for one in found] == [f"caseaudit.toml:{line}" for line in (4, 5, 6, 7, 8)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('thresholds = { ethnicity-recorded = "10%" }\n', 1),
        ('quiet = true\nthresholds.ethnicity-recorded = "10%"\n', 2),
        ('[thresholds]\n\nethnicity-recorded.not_met = "10%"\n', 3),
        ('[thresholds.ethnicity-recorded]\nnot_met = "10%"\n', 1),
        ('[ thresholds ] # ethnicity-recorded = 3\n"ethnicity-recorded"="10%"\n', 2),
    ],
)
def test_other_ways_to_write_them(tmp_path: Path, text: str, line: int) -> None:
    (tmp_path / "caseaudit.toml").write_text(text)
    (found,) = settle(tmp_path).thresholds
    assert found == OwnThreshold("ethnicity-recorded", not_met=10.0)
    assert found.where.line == line


def test_thresholds_of_a_project_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.caseaudit]\n\n[tool.caseaudit.thresholds]\na = "10%"\n')
    (found,) = settle(tmp_path).thresholds
    assert str(found.where) == "pyproject.toml:4"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("0.1", r'0\.1 could be a share or a percentage\. Write "10%" or "0\.1%"'),
        ("101", r"101 is no percentage\. Write one from 0 to 100"),
        ("-1", "-1 is no percentage"),
        ("nan", "nan is no percentage"),
        ('"10"', "'10' is no percentage"),
        ('"101%"', "'101%' is no percentage"),
        ("true", "true is no percentage"),
        ("[10]", "is no percentage"),
        ("{}", "it says nothing"),
        ("{ shrot = 5 }", "the key 'shrot' is not known here; did you mean short"),
        ("{ short = false }", "false is no percentage"),
        ("{ not_met = 5, not-met = 6 }", "not_met stands twice"),
        ("2025-01-01", "is no percentage"),
    ],
)
def test_a_wrong_threshold_is_told_at_its_line(tmp_path: Path, value: str, says: str) -> None:
    (tmp_path / "caseaudit.toml").write_text(f'[thresholds]\nother = "5%"\nethnicity-recorded = {value}\n')
    with pytest.raises(DefinitionError, match=rf"caseaudit.toml:3: The threshold of ethnicity-recorded: .*{says}"):
        settle(tmp_path)


def test_thresholds_are_a_table_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"CASEAUDIT_THRESHOLDS is no setting(.|\n)*caseaudit\.toml"):
        settle(tmp_path, CASEAUDIT_THRESHOLDS="10%")
    (tmp_path / "caseaudit.toml").write_text('\nthresholds = "10%"\n')
    with pytest.raises(DefinitionError, match=r"caseaudit.toml:2: thresholds is no table"):
        settle(tmp_path)
    (tmp_path / "caseaudit.toml").write_text('[threshold]\na = "10%"\n')
    with pytest.raises(DefinitionError, match=r"caseaudit.toml:1: .*Did you mean 'thresholds'"):
        settle(tmp_path)


def test_a_threshold_of_no_criterion_is_told_with_the_nearest(tmp_path: Path) -> None:
    text = '[thresholds]\nethnicity-recordd = "10%"\nreferral-made = "5%"\nno-such-thing-at-all = 1\n'
    (tmp_path / "caseaudit.toml").write_text(text)
    # `referral-made` is not asked in this rubric, but is in others that come with the tool.
    with pytest.raises(DefinitionError) as raised:
        check_thresholds(settle(tmp_path), load_judgement(["ppn"], second_reader=False))
    told = [str(problem) for problem in raised.value.problems]
    assert len(told) == 2
    assert told[0].startswith("caseaudit.toml:2: thresholds: the rubric has no criterion 'ethnicity-recordd'")
    assert told[0].endswith("Did you mean 'ethnicity-recorded'?")
    assert told[1].startswith("caseaudit.toml:4: ")


def test_thresholds_of_criteria_that_there_are_need_no_word(tmp_path: Path) -> None:
    (tmp_path / "caseaudit.toml").write_text(THRESHOLDS)
    check_thresholds(settle(tmp_path), load_judgement(["ppn"], second_reader=False))
    check_thresholds(Settings(), load_judgement(["ppn"], second_reader=False))
