"""`caseaudit evaluate`: figures of a labelled corpus, two settings compared, and corpora that cannot be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import write_jsonl
from caseaudit.cli import evaluate as evaluate_module
from caseaudit.engine.scanning import SETTINGS
from scan_builders import fake_reader, tiny_lexicon

Run = Callable[..., Any]
CORPUS = [
    {"id": "D1", "text": "BLAME and CRIED [sic]", "blame": "blaming", "blame_spans": ["BLAME"]},
    {"id": "D2", "text": "she knows what she is doing", "blame": "blaming", "blame_spans": ["knows what"]},
    {"id": "D3", "text": "MUMSAYS so", "blame": "clean", "actions": {"ppn": "not_done"}},
    {"id": "D4", "text": "NOTICE", "blame": "clean", "actions": {"ppn": "done"}},
]


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_module, "lexicon_with", lambda own: tiny_lexicon())
    monkeypatch.setitem(SETTINGS, "fake", lambda lexicon: fake_reader())
    monkeypatch.setitem(SETTINGS, "deaf", lambda lexicon: fake_reader("MUMSAYS"))


@pytest.fixture
def corpus(in_folder: Path) -> str:
    return write_jsonl(in_folder / "corpus.jsonl", CORPUS).name


def test_the_table_gives_figures_intervals_confusion_and_misses(run: Run, corpus: str) -> None:
    ran = run("evaluate", corpus, "--setting", "fake")
    assert (ran.code, ran.err) == (0, "")
    assert "corpus.jsonl: 4 documents, setting fake" in ran.out
    row = next(line for line in ran.out.splitlines() if line.startswith("blaming "))
    assert row.split() == ["blaming", "2", "1", "1", "100%", "21-100%", "50%", "9-91%", "0.67"]
    assert "Three classes right: 2 of 4 (50.0%; 15.0% to 85.0%)" in ran.out
    assert "blame: 1 of 2 (50.0%" in ran.out
    assert "D2 blaming, read as clean\n  marked: “knows what”" in ran.out
    assert "D3 clean, read as attributed\n  read: “MUMSAYS”" in ran.out
    assert "D3 PPN: not done, read as not mentioned" in ran.out
    assert "Voice of the child" not in ran.out


def test_json_holds_everything(run: Run, corpus: str) -> None:
    data = json.loads(run("evaluate", corpus, "--setting", "fake", "--format", "json").out)
    assert data["schema"] == "caseaudit.evaluation/1"
    assert data["corpus"]["documents"] == 4
    (one,) = data["settings"]
    assert one["setting"] == "fake"
    blaming = one["blame"]["classes"][0]
    assert (blaming["name"], blaming["precision"], blaming["recall"], blaming["f1"]) == ("blaming", 1.0, 0.5, 0.666667)
    assert blaming["recall_interval"] == {"level": 0.95, "low": 0.094531, "high": 0.905469, "method": "wilson"}
    assert one["blame"]["confusion"]["clean"] == {"blaming": 0, "attributed": 1, "clean": 1}
    assert one["actions"]["together"]["gold"] == 2
    assert [miss["document"] for miss in one["misses"]] == ["D2", "D3", "D3"]
    assert "comparison" not in data


def test_two_settings_are_compared_with_mcnemars_test(run: Run, corpus: str) -> None:
    out = run("evaluate", corpus, "--compare", "fake", "deaf").out
    assert out.count("4 documents, setting") == 2
    assert "fake against deaf" in out
    row = next(line for line in out.splitlines() if line.startswith("blame, three classes"))
    assert row.split()[-5:] == ["1", "1", "0", "2", "1.000"]
    data = json.loads(run("evaluate", corpus, "--compare", "fake", "deaf", "--format", "json").out)
    question = data["comparison"]["questions"][0]
    assert (question["both"], question["first_only"], question["second_only"], question["neither"]) == (1, 1, 0, 2)


def test_the_number_of_misses_listed_is_a_choice(run: Run, corpus: str) -> None:
    assert "Misses" not in run("evaluate", corpus, "--setting", "fake", "--misses", "0").out
    out = run("evaluate", corpus, "--setting", "fake", "--misses", "1").out
    assert "blame (2)" in out
    assert "and 1 more (--misses)" in out


def test_the_engine_itself_is_the_default(run: Run, in_folder: Path) -> None:
    documents = [
        {"id": "a", "text": "She is promiscuous.", "blame": "blaming"},
        {"id": "b", "text": "She is not promiscuous.", "blame": "clean"},
    ]
    out = run("evaluate", write_jsonl(in_folder / "c.jsonl", documents).name).out
    assert "setting both" in out
    assert "Three classes right: 2 of 2" in out


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"text": "x", "blame": "clean"}', "{broken"], "c.jsonl:2: This is not valid JSON"),
        (['{"text": "x", "blame": "rude"}'], "c.jsonl:1: blame: 'rude' is no label. Labels: blaming"),
        (['{"text": "x", "blame": "blaming", "blame_spans": ["y"]}'], "c.jsonl:1: blame_spans"),
        ([], "holds no document"),
    ],
)
def test_a_corpus_that_cannot_be_read(run: Run, in_folder: Path, lines: list[str], told: str) -> None:
    ran = run("evaluate", write_jsonl(in_folder / "c.jsonl", lines).name)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("missing.jsonl",), "There is no file or folder missing.jsonl"),
        (("corpus.jsonl", "--setting", "pattern"), "Did you mean 'patterns'?"),
        (("corpus.jsonl", "--compare", "patterns", "bth"), "Settings: both, quick, patterns"),
        (("corpus.jsonl", "--misses", "-1"), "--misses"),
        ((), "CORPUS"),
    ],
)
def test_wrong_usage(run: Run, corpus: str, arguments: tuple[str, ...], told: str) -> None:
    ran = run("evaluate", *arguments)
    assert ran.code == 2
    assert told in ran.err
