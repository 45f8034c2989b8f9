"""The policy lead's bench, as it is typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

from builders import a_criterion, a_rubric, write_rubric
from caseaudit.cli.boundary import guarded
from caseaudit.cli.rubric import rubric_app

COMMAND = typer.main.get_command(rubric_app)


def rubric(*arguments: object) -> int:
    words = [str(argument) for argument in arguments]
    return guarded(lambda: COMMAND.main(args=words, prog_name="caseaudit rubric", standalone_mode=False))


def test_list_names_every_edition(capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("list") == 0
    out = capsys.readouterr().out
    assert re.search(r"^dip-sample +2025-12 \(newest\) +39 ", out, re.MULTILINE)
    assert rubric("list", "--format", "json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["id"], one["criteria"]) for one in listed] == [
        ("arthur", 6),
        ("dip-sample", 39),
        ("ncpi", 113),
        ("ppn", 11),
    ]


@pytest.mark.parametrize("name", ["arthur", "dip-sample", "ncpi", "ppn", "ncpi@2025-12"])
def test_show_gives_one_object_with_the_includes_resolved(name: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("show", name, "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["id"], shown["edition"]) == (name.split("@")[0], "2025-12")
    for criterion in shown["criteria"]:
        assert {"id", "refs", "area", "title", "severity", "in_words"} <= set(criterion)
    assert "$" not in json.dumps([criterion["test"] for criterion in shown["criteria"]])


def test_show_prints_every_id_whole_at_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert rubric("show", "dip-sample") == 0
    out = capsys.readouterr().out
    assert re.search(r"^ +operation-encompass-before-next-school-day +P02 ", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 80


def test_an_unknown_rubric_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("show", "dip-sampel") == 2
    assert "Did you mean 'dip-sample'?" in capsys.readouterr().err


def test_check_says_sound_or_everything_that_is_wrong(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rubric(in_folder / "good.yaml")
    write_rubric(in_folder / "bad.yaml", a_rubric(criteria=[a_criterion(severity="grave", area="nowhere")]))
    write_rubric(in_folder / "worse.yaml", a_rubric(criteria=[a_criterion(remedy="")]))
    assert rubric("check", "good.yaml") == 0
    assert capsys.readouterr().out == "good.yaml: sound (test-rubric 2025-01, 1 criteria).\n"
    assert rubric("check", "good.yaml", "bad.yaml", "worse.yaml") == 2
    out = capsys.readouterr().out
    assert "good.yaml: sound" in out
    assert re.search(r"^bad\.yaml:\d+:\d+: 'grave' is not one of the allowed values\.", out, re.MULTILINE)
    assert re.search(r"^worse\.yaml:\d+:\d+: The criterion has no remedy", out, re.MULTILINE)


def test_the_shipped_rubrics_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("check", "ncpi", "dip-sample", "ppn", "arthur") == 0
    assert "notice" not in capsys.readouterr().out


def test_test_says_what_came_out_otherwise_and_why(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rubric(in_folder / "good.yaml")
    assert rubric("test", "./good.yaml") == 0
    assert capsys.readouterr().out == "test-rubric 2025-01: 2 examples, all as they say.\n"
    wrong = {"outcome": "met", "case": {"case_type": "ppn", "children": [{"ethnicity_self": "Unknown"}]}}
    write_rubric(in_folder / "bad.yaml", a_rubric(criteria=[a_criterion(examples=[wrong])]))
    assert rubric("test", "./good.yaml", "./bad.yaml") == 1
    out = capsys.readouterr().out
    assert re.search(r"^ethnicity-recorded +1 +Met +Not met$", out, re.MULTILINE)
    assert "[false] the ethnicity is recorded: the ethnicity is recorded as unknown" in out


def test_schema_is_json_that_validates_a_rubric(capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schema).validate(a_rubric())


def test_docs_are_one_page_a_criterion_and_a_lexicon_and_link_to_each_other(
    in_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert rubric("docs", "dip-sample", "-o", "pages") == 0
    pages = {path.relative_to("pages").as_posix() for path in Path("pages").rglob("*.md")}
    assert len([page for page in pages if page.startswith("criteria/")]) == 39
    assert {"index.md", "language/victim-blaming-risk-taking.md", "language/context.md"} <= pages
    index = Path("pages/index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([^)]+)\)", index)) == pages - {"index.md"}
    page = Path("pages/criteria/prompt-deployment.md").read_text(encoding="utf-8")
    for heading in (
        "Applies to",
        "Outcomes",
        "Settings",
        "What to do",
        "Source",
        "The inspection's own figure",
        "Examples",
    ):
        assert f"## {heading}" in page
    assert "| `deployment_met` | 1h |" in page


def test_docs_are_the_same_bytes_each_time(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("one", "two"):
        assert rubric("docs", "ppn", "-o", folder) == 0
    for path in Path("one").rglob("*.md"):
        assert path.read_bytes() == Path("two", path.relative_to("one")).read_bytes()


def test_a_new_rubric_is_sound_and_passes_its_own_test(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("new", "our-force") == 0
    (path,) = Path("our-force").glob("*.yaml")
    assert rubric("check", path) == 0
    assert "40 criteria" in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    assert "change:\n  prompt-deployment:\n    severity: critical" in text
    assert rubric("test", path) == 0
    assert rubric("new", "our-force") == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Our Force", "dip-sample", "our_force", "../x", ""])
def test_a_new_rubric_needs_an_id_of_its_own(name: Any, in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("new", name) == 2
    assert list(in_folder.iterdir()) == []


def test_a_new_rubric_may_go_to_standard_output(in_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rubric("new", "our-force", "-o", "-") == 0
    assert capsys.readouterr().out.startswith("# A rubric of our own.")
    assert list(in_folder.iterdir()) == []
