"""`caseaudit scan`: every format, every kind of input, and what it says when it can't judge."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import caseaudit
from builders import a_case_file
from caseaudit.cli import scan as scan_module
from caseaudit.reading.judgements import load_judgement
from caseaudit.rubric.model import Judgement
from scan_builders import tiny_lexicon

Run = Callable[..., Any]
DRAFT = "Kyra [15] was putting herself\nat risk again. She is not promiscuous.\nTearful. PPN submitted.\n"


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge with a lexicon that holds still."""
    monkeypatch.setattr(scan_module, "load_judgement", lambda names, **_: Judgement((), tiny_lexicon()))


@pytest.fixture
def draft(in_folder: Path) -> str:
    (in_folder / "draft.txt").write_text(DRAFT, encoding="utf-8", newline="")
    return "draft.txt"


def put(folder: Path, content: str, name: str = "text.txt") -> str:
    (folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
    return name


def lines_of(ran: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_jsonl_is_as_the_contract_says(run: Run, draft: str) -> None:
    ran = run("scan", draft, "--format", "jsonl")
    assert (ran.code, ran.err) == (0, "")
    (document,) = lines_of(ran)
    assert document["document"] == "draft.txt"
    assert set(document) == {"document", "mentions", "voice", "blame", "actions"}
    promised = {
        "concept",
        "term",
        "status",
        "speaker",
        "basis",
        "start",
        "end",
        "quote",
        "preferred",
        "why",
        "severity",
    }
    assert all(promised <= set(mention) for mention in document["mentions"])
    assert all(DRAFT[m["start"] : m["end"]] == m["quote"] for m in document["mentions"])
    first = document["mentions"][0]
    assert (first["concept"], first["term"], first["quote"]) == (
        "victim-blaming.risk-taking",
        "self-at-risk",
        "putting herself\nat risk",
    )
    assert (first["status"], first["speaker"], first["basis"], first["severity"]) == (
        "affirmed",
        "record",
        "pattern",
        "high",
    )
    assert document["blame"] == "blaming"
    assert document["voice"] == {"words": False, "demeanour": True, "appearance": False, "living_conditions": False}
    assert document["actions"] == {"ppn": "done"}


def test_every_mention_is_in_the_data_whatever_its_status(run: Run, draft: str) -> None:
    (document,) = lines_of(run("scan", draft, "--format", "jsonl"))
    assert [(m["term"], m["status"]) for m in document["mentions"]] == [
        ("self-at-risk", "affirmed"),
        ("promiscuous", "negated"),
        ("tearful", "affirmed"),
        ("ppn-submitted", "affirmed"),
    ]


def test_json_is_one_object_with_what_was_set_aside(run: Run, in_folder: Path) -> None:
    name = put(in_folder, '{"id": "a", "text": "She is promiscuous."}\n{"id": "b"}\n', "docs.jsonl")
    ran = run("scan", name, "--format", "json")
    data = json.loads(ran.out)
    assert ran.code == 3
    assert data["schema"] == "caseaudit.scan/1"
    assert [one["document"] for one in data["documents"]] == ["a"]
    assert [(one["file"], one["line"]) for one in data["set_aside"]] == [("docs.jsonl", 2)]
    assert "docs.jsonl:2: A text to scan is" in ran.err
    assert run("scan", name, "--format", "json", "--allow-rejects").code == 0


def test_github_annotations_stand_at_their_lines(run: Run, draft: str) -> None:
    ran = run("scan", draft, "--format", "github")
    assert ran.code == 0
    (line,) = ran.out.splitlines()
    # The mention runs over a line's end, so it has no columns.
    assert line.startswith("::warning file=draft.txt,line=1,endLine=2,title=Victim blaming%3A risk taking::“putting")
    assert "Write instead: " in line


def test_a_mention_on_one_line_has_columns(run: Run, in_folder: Path) -> None:
    name = put(in_folder, "One.\nShe is promiscuous.\n", "a,b:c%.txt")
    assert run("scan", name, "--format", "github").out.startswith(
        "::warning file=a%2Cb%3Ac%25.txt,line=2,endLine=2,col=8,endColumn=18,title="
    )


def test_a_term_to_note_is_a_notice(run: Run, in_folder: Path) -> None:
    assert run("scan", put(in_folder, "She is troubled."), "--format", "github").out.startswith("::notice ")


def test_an_annotation_of_a_record_names_the_document(run: Run, in_folder: Path) -> None:
    name = put(in_folder, '\n{"id": "a", "text": "x\\nShe is promiscuous."}\n', "docs.jsonl")
    (line,) = run("scan", name, "--format", "github").out.splitlines()
    assert line.startswith("::warning file=docs.jsonl,line=2,endLine=2,title=")
    assert "::a: “promiscuous”" in line


def test_sarif_holds_what_the_standard_requires(run: Run, draft: str) -> None:
    log = json.loads(run("scan", draft, "--format", "sarif", "--all").out)
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert one["tool"]["driver"]["name"] == "caseaudit"
    assert one["columnKind"] == "unicodeCodePoints"
    assert len({rule["id"] for rule in rules}) == len(rules)
    text_lines = DRAFT.splitlines()
    for result in one["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "draft.txt"
        region = place["region"]
        assert 1 <= region["startLine"] <= region["endLine"]
        assert region["endLine"] > region["startLine"] or region["endColumn"] > region["startColumn"] >= 1
        if region["startLine"] == region["endLine"]:
            said = text_lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert said == region["snippet"]["text"]
    levels = {result["properties"]["term"]: result["level"] for result in one["results"]}
    assert levels == {"self-at-risk": "error", "promiscuous": "error", "tearful": "note", "ppn-submitted": "note"}


def test_sarif_of_nothing_found_and_of_odd_names(run: Run, in_folder: Path) -> None:
    log = json.loads(run("scan", put(in_folder, "x"), "--format", "sarif").out)
    assert log["runs"][0]["results"] == []
    log = json.loads(run("scan", put(in_folder, "promiscuous", "é b#.txt"), "--format", "sarif").out)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%C3%A9%20b%23.txt"


def test_by_default_only_what_means_something_is_shown(run: Run, draft: str) -> None:
    out = run("scan", draft).out
    assert "«putting herself\n  at risk»[1] again. She is not promiscuous." in out
    assert out.count("Write instead") == 1
    assert "Read as: said to be so, the record's own voice" in out
    everything = run("scan", draft, "--all").out
    assert "not «promiscuous»[2]" in everything
    assert "said not to be so" in everything
    assert "«Tearful»[3]. «PPN submitted»[4]" in everything


def test_brackets_and_markup_in_the_text_survive(run: Run, in_folder: Path) -> None:
    text = "[red]She[/red] is promiscuous :smile: [/] \\[x] [link=a]b[/link]"
    out = run("scan", put(in_folder, text)).out
    assert "[red]She[/red] is «promiscuous»[1] :smile: [/] \\[x] [link=a]b[/link]" in out


@pytest.mark.parametrize("text", ["She was seen today.", "She is not promiscuous.", "The suspect is promiscuous.", "!"])
def test_it_is_never_said_that_a_record_is_free_of_blame(run: Run, in_folder: Path, text: str) -> None:
    ran = run("scan", put(in_folder, text))
    assert ran.code == 0
    assert "No listed term found in 1 narrative." in ran.out
    assert not re.search("no (victim|blam)", ran.out, re.IGNORECASE)


def test_many_narratives_are_counted_and_only_those_with_a_term_shown(run: Run, in_folder: Path) -> None:
    texts = ["She is promiscuous.", "Fine.", "Mum says that she is promiscuous.", "Fine.", ""]
    lines = [json.dumps({"id": f"doc-{at}", "text": text}) for at, text in enumerate(texts)]
    out = run("scan", put(in_folder, "\n".join(lines), "docs.jsonl")).out
    assert "doc-0\n" in out
    assert "doc-1" not in out
    assert "Somebody else's words blame a child, and the record does not challenge them." in out
    end = " ".join(out.split("\n\n")[-1].split())
    assert end.startswith(
        "Listed terms found in 2 of 5 narratives: in 1 the record's own voice blames a child, "
        "in 1 somebody else's words do, unchallenged."
    )
    assert "1 narrative without any text." in end


def test_a_case_file_is_read_entry_by_entry_with_names_masked(run: Run, in_folder: Path) -> None:
    case = a_case_file(
        case_id="C-7",
        children=[{"names": ["Tamsin Orr"], "age": 14}],
        narrative=[
            {"entry_id": "N1", "kind": "log", "text": "Tamsin is putting herself at risk. Seen by PC Vale."},
            {"entry_id": "N2", "kind": "log", "text": "Seen."},
        ],
    )
    name = put(in_folder, json.dumps(case), "may.jsonl")
    out = run("scan", name).out
    assert "C-7#N1" in out
    assert "[name] is «putting herself at risk»[1]" in out
    assert "Tamsin" not in out
    assert "Tamsin" not in run("scan", name, "--format", "github").out
    assert [one["document"] for one in lines_of(run("scan", name, "--format", "jsonl"))] == ["C-7#N1", "C-7#N2"]


def test_standard_input_is_read_when_no_file_is_given(
    run: Run, in_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments in ((), ("-",)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"She is promiscuous.")))
        ran = run("scan", *arguments)
        assert ran.code == 0
        assert ran.out.startswith("Standard input\n\n  She is «promiscuous»[1].")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"She is promiscuous.")))
    assert lines_of(run("scan", "-", "--format", "jsonl"))[0]["document"] == "-"


def test_welsh_is_told_and_nothing_claimed(run: Run, in_folder: Path) -> None:
    text = "Mae'r plentyn yn dweud ei bod hi wedi bod gyda ffrindiau ac nid oedd hi yn y cartref heddiw."
    ran = run("scan", put(in_folder, text), "--format", "jsonl")
    (document,) = lines_of(ran)
    assert (document["language"], document["blame"], document["voice"]) == ("cy", None, None)
    assert "English lexicons do not cover Welsh" in ran.err
    out = " ".join(run("scan", "text.txt").out.split())
    assert "1 narrative is in Welsh. The English lexicons do not cover Welsh: nothing is claimed" in out
    assert "Voice of the child" not in out


def test_repetitions_are_listed_to_the_cap_and_counted_in_full(run: Run, in_folder: Path) -> None:
    name = put(in_folder, "promiscuous " * 100_000)
    (document,) = lines_of(run("scan", name, "--format", "jsonl"))
    assert document["capped"] == [{"term": "promiscuous", "listed": 50, "counted": 100_000}]
    assert len(document["mentions"]) == 50
    out = run("scan", name).out
    assert "100,000 times" in out
    assert len(out) < 5_000


def test_one_line_of_ten_megabytes(run: Run, in_folder: Path) -> None:
    filler = "The officer went along the road and back. " * 120_000
    name = put(in_folder, f"{filler}She is promiscuous. {filler}")
    (document,) = lines_of(run("scan", name, "--format", "jsonl"))
    (mention,) = document["mentions"]
    assert mention["start"] == len(filler) + len("She is ")
    out = run("scan", name).out
    assert "She is «promiscuous»[1]." in out
    assert len(out) < 2_000


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("\U0001f469\u200d\U0001f467 She is promiscuous \U0001f643", "promiscuous"),
        ("Ze\u0301 is promiscuous\u0301\u0301 or promiscuous.", "promiscuous"),
        ("\u05d4\u05d9\u05d0 \u05d0\u05de\u05e8\u05d4. She is promiscuous. \u202eabc", "promiscuous"),
        ("She is &quot;promiscuous&quot; &amp; <b>well</b>", "promiscuous"),
        ("She is\x00 promiscuous \x07\x1b[31m red\x1b[0m \ud800", "promiscuous"),
        ("She is promiscuous\r\nand\rso\non", "promiscuous"),
    ],
    ids=["emoji", "combining", "rtl", "entities", "control", "line-ends"],
)
def test_odd_text_is_read_and_quoted_verbatim(run: Run, in_folder: Path, text: str, quote: str) -> None:
    name = put(in_folder, text)
    ran = run("scan", name, "--format", "jsonl")
    assert ran.code == 0
    read = text.replace("\ud800", "\ufffd")
    found = [m for m in lines_of(ran)[0]["mentions"] if m["term"] == quote]
    assert found
    assert all(read[m["start"] : m["end"]] == m["quote"] for m in found)
    shown = run("scan", name, "--all")
    assert shown.code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", shown.out)
    for output in ("json", "github", "sarif"):
        assert run("scan", name, "--format", output).code == 0


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_nothing_to_read_is_said(run: Run, in_folder: Path, text: str) -> None:
    ran = run("scan", put(in_folder, text))
    assert ran.code == 4
    assert "nothing to read" in ran.err
    assert "There is no narrative to read." in ran.out


def test_only_punctuation_is_a_text_without_terms(run: Run, in_folder: Path) -> None:
    ran = run("scan", put(in_folder, "... !!! ((( ??? ---\n" * 50))
    assert ran.code == 0
    assert "No listed term found in 1 narrative." in ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.txt",), "There is no file or folder missing.txt"),
        (("--format", "xml"), "xml"),
        (("draft.txt", "draft.txt"), "given twice"),
    ],
)
def test_wrong_usage(run: Run, draft: str, arguments: tuple[str, ...], told: str) -> None:
    ran = run("scan", *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_the_same_input_gives_the_same_bytes(run: Run, draft: str) -> None:
    for output in ("table", "json", "jsonl", "github", "sarif"):
        assert run("scan", draft, "--format", output).out == run("scan", draft, "--format", output).out


def test_a_reader_may_leave_early(in_folder: Path) -> None:
    line = json.dumps({"id": "a", "text": "She is putting herself at risk. " * 20})
    put(in_folder, f"{line}\n" * 300, "docs.jsonl")
    source = str(Path(caseaudit.__file__).parents[1])
    command = (
        f"{sys.executable} -m caseaudit scan docs.jsonl --format jsonl | head -n 1 > /dev/null; echo ${{PIPESTATUS[0]}}"
    )
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": source}
    )
    assert (ran.stdout, ran.stderr) == ("0\n", "")


def test_the_shipped_lexicon_finds_the_best_known_phrase(run: Run, draft: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "load_judgement", load_judgement)
    (document,) = lines_of(run("scan", draft, "-r", "ncpi", "--format", "jsonl"))
    assert document["blame"] == "blaming"
