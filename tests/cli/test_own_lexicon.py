"""A force adds, changes and silences entries in a file of its own: every command that reads text obeys and says so."""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file, a_criterion, a_rubric, write_jsonl, write_rubric

Run = Callable[..., Any]
DAY = ("--as-of", "2025-05-23")
TEXT = "She is wheelchair-bound. She is the usual bolter, as staff put it. LAC child. "
NAMED = {"wheelchair-bound", "usual-bolter", "looked-after-noun"}
OURS = """\
lexicon: our-force
kind: changes
title: Our wording
add:
  - id: usual-bolter
    concept: victim-blaming.missing
    tier: red
    phrases: ["usual <bolter>"]
    preferred: has been reported missing N times
    why: It makes a joke of repeated harm.
    examples: {match: [One of our usual bolters.], no_match: [A usual bolt.]}
change:
  - {entry: looked-after-noun, reason: Our children in care council asked for it., default: advisory}
silence:
  - {entry: wheelchair-bound, reason: Our own guide takes it up with the author.}
"""


@pytest.fixture(autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile each lexicon once for all tests of this file, as a user's cache does."""
    monkeypatch.setenv("CASEAUDIT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "own-lexicon-cache"))


@pytest.fixture
def ours(in_folder: Path) -> str:
    (in_folder / "own").mkdir()
    (in_folder / "own" / "ours.yaml").write_text(OURS, encoding="utf-8")
    (in_folder / "draft.txt").write_text(TEXT, encoding="utf-8")
    return "own/ours.yaml"


@pytest.fixture
def case(in_folder: Path) -> str:
    record = a_case_file(narrative=[{"entry_id": "N1", "kind": "log", "text": TEXT}])
    return write_jsonl(in_folder / "may.jsonl", [record]).name


@pytest.fixture
def text_rubric(in_folder: Path) -> str:
    blame = a_criterion(
        criterion="no-blame", mode="cue", per="case", test={"check": "avoids", "concept": "victim-blaming"}
    )
    write_rubric(in_folder / "text.yaml", a_rubric(criteria=[blame]))
    return "text.yaml"


def terms(run: Run, *arguments: str) -> set[str]:
    """Which of the entries that this file is about are found; others may find words of the text too."""
    ran = run("scan", "draft.txt", "--no-second-reader", "--format", "jsonl", *arguments)
    assert ran.code == 0
    (document,) = map(json.loads, ran.out.splitlines())
    return {mention["term"] for mention in document["mentions"]} & NAMED


def test_scan_reads_with_it_and_says_so(run: Run, ours: str) -> None:
    assert terms(run) == {"wheelchair-bound"}
    assert terms(run, "--lexicon", ours) == {"usual-bolter", "looked-after-noun"}
    ran = run("scan", "draft.txt", "--lexicon", ours)
    assert "has been reported missing N times" in ran.out
    assert ran.out.endswith("Own lexicon Our wording (ours.yaml): 1 added, 1 changed, 1 silenced.\n")
    assert (
        "Own lexicon" in json.loads(run("scan", "draft.txt", "--lexicon", ours, "--format", "json").out)["notices"][-1]
    )


def test_environment_and_settings_file_name_it_too(run: Run, ours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("caseaudit.toml").write_text('lexicon = "own/ours.yaml"\n')
    assert terms(run) == {"usual-bolter", "looked-after-noun"}
    Path("more.yaml").write_text(
        "lexicon: more\nkind: changes\ntitle: More\nsilence: [{entry: usual-bolter, reason: r}]\n"
    )
    monkeypatch.setenv("CASEAUDIT_LEXICON", os.pathsep.join([ours, "more.yaml"]))
    assert terms(run) == {"looked-after-noun"}
    assert terms(run, "--lexicon", ours) == {"usual-bolter", "looked-after-noun"}


def test_a_run_records_what_was_in_force(run: Run, ours: str, case: str, text_rubric: str) -> None:
    outputs = ("-o", "a.json", "-o", "a.jsonl")
    ran = run("run", case, "-r", text_rubric, *DAY, "--lexicon", ours, *outputs)
    assert ran.code == 0
    assert re.search(
        r"^Own lexicon +Our wording \(ours\.yaml\): 1 added, 1 changed, 1 silenced$", ran.out, re.MULTILINE
    )
    whole = json.loads(Path("a.json").read_text(encoding="utf-8"))
    (used,) = whole["run"]["lexicons"]
    assert (used["id"], used["file"], len(used["sha256"])) == ("our-force", "ours.yaml", 64)
    assert used["changes"][2] == {
        "entry": "wheelchair-bound",
        "what": "silenced",
        "reason": "Our own guide takes it up with the author.",
    }
    found = {piece["term"] for item in whole["cases"][0]["findings"] for piece in item["evidence"]}
    assert found & NAMED == {"usual-bolter", "looked-after-noun"}
    assert json.loads(Path("a.jsonl").read_text(encoding="utf-8").splitlines()[0])["lexicons"] == [used]
    assert str(Path.cwd()) not in Path("a.json").read_text(encoding="utf-8")
    assert "Own lexicon" in run("report", "a.json", "-o", "b.jsonl").out
    assert Path("b.jsonl").read_bytes() == Path("a.jsonl").read_bytes()


def test_several_processes_read_with_it(run: Run, ours: str, text_rubric: str) -> None:
    records = [a_case_file(case_id=f"C-{number}", narrative=[{"entry_id": "N1", "text": TEXT}]) for number in range(60)]
    write_jsonl(Path("many.jsonl"), records)
    for name, jobs in (("one.json", "1"), ("two.json", "2")):
        ran = run("run", "many.jsonl", "-r", text_rubric, *DAY, "--lexicon", ours, "-q", "-j", jobs, "-o", name)
        assert ran.code == 0
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()
    assert b'"usual-bolter"' in Path("two.json").read_bytes()


def test_without_one_the_results_are_as_ever(run: Run, case: str, text_rubric: str) -> None:
    assert "Own lexicon" not in run("run", case, "-r", text_rubric, *DAY, "-o", "a.json").out
    assert "lexicons" not in json.loads(Path("a.json").read_text(encoding="utf-8"))["run"]


def test_explain_shows_it(run: Run, ours: str, case: str, text_rubric: str) -> None:
    ran = run("explain", case, "--case", "C-001", "-r", text_rubric, *DAY, "--lexicon", ours)
    assert ran.code == 0
    assert "usual bolter" in ran.out
    assert ran.out.endswith("Own lexicon Our wording (ours.yaml): 1 added, 1 changed, 1 silenced.\n")


def test_evaluate_measures_with_it(run: Run, ours: str) -> None:
    write_jsonl(Path("corpus.jsonl"), [{"id": "D1", "text": "She is the usual bolter.", "blame": "blaming"}])

    def right(*arguments: str) -> int:
        data = json.loads(run("evaluate", "corpus.jsonl", "--format", "json", *arguments).out)
        assert [used["id"] for used in data.get("lexicons", [])] == (["our-force"] if arguments else [])
        return int(data["settings"][0]["blame"]["accuracy"]["count"])

    assert (right(), right("--lexicon", ours)) == (0, 1)
    assert "Own lexicon Our wording (ours.yaml)" in run("evaluate", "corpus.jsonl", "--lexicon", ours).out


def test_what_is_wrong_stops_every_command_at_its_line(run: Run, ours: str, case: str) -> None:
    Path(ours).write_text(OURS.replace("wheelchair-bound", "wheelchair-bond"), encoding="utf-8")
    for command in (
        ("scan", "draft.txt"),
        ("run", case),
        ("explain", case, "--case", "C-001"),
        ("evaluate", case),
        ("rubric", "list"),
        ("rubric", "docs", "ppn", "-o", "pages"),
        ("rubric", "test", "ppn"),
    ):
        ran = run(*command, "--lexicon", ours)
        assert ran.code == 2
        assert "own/ours.yaml:15:6: There is no entry 'wheelchair-bond'" in ran.err
        assert "Did you mean 'wheelchair-bound'?" in ran.err
    assert not Path("pages").exists()


def test_what_a_criterion_asks_for_may_not_be_silenced_altogether(run: Run, ours: str, case: str) -> None:
    rule = a_criterion(criterion="told", mode="cue", per="case", test={"check": "mentions", "concept": "action.ppn"})
    write_rubric(Path("ppn.yaml"), a_rubric(criteria=[rule]))
    Path(ours).write_text(
        "lexicon: a\nkind: changes\ntitle: t\nsilence:\n"
        "  - {entry: ppn, reason: r}\n  - {entry: ppn-submitted, reason: r}\n  - {entry: wheelchair-bound, reason: r}\n"
    )
    ran = run("run", case, "-r", "ppn.yaml", "--lexicon", ours)
    assert ran.code == 2
    assert "No lexicon knows the concept 'action.ppn'" in ran.err
    assert re.findall(r"ours\.yaml:(\d+):", ran.err) == ["5", "6"]


def test_a_rubric_may_ask_for_what_only_an_own_lexicon_knows(run: Run, ours: str) -> None:
    rule = a_criterion(
        criterion="told", mode="cue", per="case", test={"check": "mentions", "concept": "action.our_plan"}
    )
    rule["examples"] = [
        {"outcome": "met", "case": {"case_type": "ppn"}, "text": "The plan of ours was agreed."},
        {"outcome": "not_met", "case": {"case_type": "ppn"}, "text": "Nothing was agreed."},
    ]
    write_rubric(Path("plan.yaml"), a_rubric(criteria=[rule]))
    Path(ours).write_text(
        "lexicon: a\nkind: terms\ntitle: t\nentries:\n  - {id: plan, concept: action.our_plan, phrases: [plan of ours]}\n"
    )
    assert run("rubric", "check", "plan.yaml").code == 2
    assert "plan.yaml: sound" in run("rubric", "check", "plan.yaml", "--lexicon", ours).out
    assert run("rubric", "test", "plan.yaml", "--lexicon", ours).code == 0


def test_check_says_whether_a_lexicon_and_its_examples_are_sound(run: Run, ours: str) -> None:
    ran = run("rubric", "check", ours)
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(
        r"own/ours\.yaml: sound \(lexicon our-force: 1 added, 1 changed, 1 silenced; \d+ examples, all as they say\)\.\n",
        ran.out,
    )
    Path(ours).write_text(OURS.replace("One of our", "Two bolters of our"), encoding="utf-8")
    assert run("rubric", "check", ours).code == 0
    Path(ours).write_text(OURS.replace("usual bolters.", "usual suspects."), encoding="utf-8")
    ran = run("rubric", "check", ours, "dip-sample")
    assert ran.code == 2
    assert "own/ours.yaml:11:24: The entry 'usual-bolter' does not find its example" in ran.out
    assert "dip-sample: sound" in ran.out


def test_a_lexicon_of_the_settings_is_checked_once_where_it_is_named_again(run: Run, ours: str) -> None:
    Path("caseaudit.toml").write_text('lexicon = ["own/ours.yaml"]\n')
    assert run("rubric", "check", f"./{ours}").code == 0
    Path("more.yaml").write_text(
        "lexicon: more\nkind: changes\ntitle: More\nsilence: [{entry: usual-bolter, reason: r}]\n"
    )
    assert "1 silenced" in run("rubric", "check", "more.yaml").out


def test_lists_and_pages_show_every_reason(run: Run, ours: str) -> None:
    ran = run("rubric", "list", "--lexicon", ours)
    assert re.search(
        r"^  wheelchair-bound +silenced +Our own guide takes it up with the author\.$", ran.out, re.MULTILINE
    )
    assert isinstance(json.loads(run("rubric", "list", "--lexicon", ours, "--format", "json").out), list)
    assert run("rubric", "docs", "ppn", "-o", "pages", "--lexicon", ours).code == 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in Path("pages").rglob("*.md")}
    assert "](language/our-force.md)" in pages["index.md"]
    own = pages["our-force.md"]
    assert "## Silenced" in own
    for home, entry in re.findall(r"\[([a-z-]+)\]\(([a-z-]+\.md)\)", own):
        assert f"### {home}\n" in pages[entry]
    told = "Silenced by [our-force](our-force.md):** Our own guide takes it up with the author."
    assert [name for name, text in pages.items() if told in text] == [
        name for name, text in pages.items() if "### wheelchair-bound\n" in text
    ]


def test_the_file_in_the_guide_is_sound_and_does_what_the_guide_says(run: Run, in_folder: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "adding-a-term.md").read_text(encoding="utf-8")
    section = guide.partition("## In your own file")[2]
    (block,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    Path("our-force.yaml").write_text(textwrap.dedent(block), encoding="utf-8")
    ran = run("rubric", "check", "our-force.yaml")
    assert ran.code == 0, ran.out
    assert "notice" not in ran.out
    (text,) = re.findall(r'echo "(.*?)" > draft.txt', section)
    Path("draft.txt").write_text(text, encoding="utf-8")
    shown = run("scan", "draft.txt", "--lexicon", "our-force.yaml", "--format", "json").out
    found = {mention["term"] for mention in json.loads(shown)["documents"][0]["mentions"]}
    assert {"home-by-breakfast", "looked-after-noun"} <= found
