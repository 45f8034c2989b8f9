"""Labelled corpora: read whole, or refused with the line of every problem."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.engine.measures import GoldSpan
from caseaudit.errors import CaseauditError, InputError
from caseaudit.reading.corpora import MAX_PROBLEMS, read_corpus

DOCUMENT: dict[str, Any] = {
    "id": "D1",
    "kind": "log",
    "text": "She is a problem, a problem. Tearful.",
    "blame": "blaming",
    "blame_spans": ["a problem"],
    "child_age": 12,
    "voice": {"words": False, "demeanour": True, "appearance": False, "living_conditions": False},
    "voice_spans": {"demeanour": ["Tearful"]},
    "actions": {"ppn": "done"},
    "trap": None,
}


def write(folder: Path, *documents: Any, name: str = "corpus.jsonl") -> str:
    lines = [one if isinstance(one, str) else json.dumps(one) for one in documents]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return name


def test_a_document_with_its_labels(in_folder: Path) -> None:
    corpus = read_corpus(write(in_folder, DOCUMENT))
    (one,) = corpus.documents
    assert (one.id, one.kind, one.child_age, one.blame, one.actions) == (
        "D1",
        EntryKind.LOG,
        12,
        "blaming",
        {"ppn": "done"},
    )
    assert one.voice is not None
    assert one.voice["demeanour"]
    assert one.spans == {
        "blame": (GoldSpan("a problem", ((7, 16), (18, 27))),),
        "voice.demeanour": (GoldSpan("Tearful", ((29, 36),)),),
    }
    assert corpus.name == "corpus.jsonl"
    assert len(corpus.sha256[0]) == 64


def test_labels_that_are_not_there_are_not_made_up(in_folder: Path) -> None:
    (one,) = read_corpus(write(in_folder, {"text": "x", "blame": "clean"})).documents
    assert (one.id, one.blame, one.voice, one.actions) == ("line 1", "clean", None, None)


def test_a_document_labelled_sentence_by_sentence(in_folder: Path) -> None:
    sentences = [
        {"t": "Mum calls her a pest.", "blame": "attributed"},
        {"t": "Third time this week.", "blame": "blaming", "sep": "\n"},
        {"t": "That word is corrected.", "blame": "challenged", "actions": {"ppn": "planned", "nrm": "other"}},
        {"t": "PPN in. Tearful.", "voice": ["demeanour"], "actions": {"ppn": "done"}},
    ]
    record = {"id": "R-1", "kind": "missing_report", "child_age": None, "sentences": sentences}
    (one,) = read_corpus(write(in_folder, record)).documents
    assert one.text == "Mum calls her a pest. Third time this week.\nThat word is corrected. PPN in. Tearful. "
    assert (one.blame, one.kind, one.actions) == ("blaming", EntryKind.MISSING_REPORT, {"ppn": "done", "nrm": "other"})
    assert one.voice == {"words": False, "demeanour": True, "appearance": False, "living_conditions": False}
    assert [span.words for span in one.spans["blame"]] == ["Mum calls her a pest.", "Third time this week."]
    places = [place for spans in one.spans.values() for span in spans for place in span.places]
    words = [span.words for spans in one.spans.values() for span in spans]
    assert [one.text[start:end] for start, end in places] == words


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["clean", "challenged"], "clean"),
        (["attributed", "challenged"], "attributed"),
        (["attributed", "blaming"], "blaming"),
    ],
)
def test_the_worst_sentence_makes_the_document(in_folder: Path, labels: list[str], wanted: str) -> None:
    record = {"sentences": [{"t": "x", "blame": label} for label in labels]}
    assert read_corpus(write(in_folder, record)).documents[0].blame == wanted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": None}, "text: There is no text"),
        ({"text": 5}, "text: The text is not text"),
        ({"blame": "bad"}, "'bad' is no label. Labels: blaming, attributed, clean"),
        ({"blame_spans": ["zz"]}, "do not stand in the text. Not found: 'zz'"),
        ({"blame_spans": "a problem"}, "blame_spans: This is not a list of words"),
        ({"voice": {"speech": True}}, "'speech' is no label"),
        ({"voice": {"words": "yes"}}, "voice.words: 'yes' is neither true nor false"),
        ({"voice": []}, "voice: This is not an object"),
        ({"voice_spans": {"demeanour": ["zz"]}}, "voice_spans.demeanour: These words"),
        ({"actions": {"ppn": "yes"}}, "actions.ppn: 'yes' is no label"),
        ({"child_age": "x"}, "child_age"),
        (
            {"blame": None, "voice": None, "actions": None, "sentences": []},
            "sentences: This is not a list of sentences",
        ),
        ({"sentences": [{"t": "x", "blame": "rude"}]}, "sentences[0].blame: 'rude' is no label"),
        ({"sentences": [{"t": "x", "voice": ["speech"]}]}, "sentences[0].voice: 'speech' is no label"),
        ({"sentences": ["x"]}, "sentences[0]: This is not an object"),
    ],
)
def test_every_problem_is_told_with_its_line(in_folder: Path, change: dict[str, Any], told: str) -> None:
    name = write(in_folder, DOCUMENT, {**DOCUMENT, **change}, DOCUMENT)
    with pytest.raises(InputError) as caught:
        read_corpus(name)
    assert "1 document of corpus.jsonl cannot be used" in str(caught.value)
    assert "corpus.jsonl:2: " in str(caught.value)
    assert told in str(caught.value)


def test_many_problems_are_counted_in_full_and_listed_to_a_limit(in_folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_corpus(write(in_folder, *["{broken"] * (MAX_PROBLEMS + 5)))
    told = str(caught.value)
    assert f"{MAX_PROBLEMS + 5} documents" in told
    assert "and 5 more, the last at corpus.jsonl:25" in told
    assert told.count("corpus.jsonl:") == MAX_PROBLEMS + 1


def test_records_of_another_kind_are_no_corpus(in_folder: Path) -> None:
    with pytest.raises(InputError, match="no label: neither blame, voice nor actions"):
        read_corpus(write(in_folder, {"id": "a", "text": "x"}))


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_corpus_is_refused(in_folder: Path, content: str) -> None:
    with pytest.raises(InputError, match="holds no document"):
        read_corpus(write(in_folder, content))


def test_plain_text_is_no_corpus(in_folder: Path) -> None:
    (in_folder / "a.txt").write_text("words", encoding="utf-8")
    with pytest.raises(CaseauditError, match="not an export"):
        read_corpus("a.txt")


def test_a_folder_and_a_compressed_file(in_folder: Path) -> None:
    (in_folder / "c").mkdir()
    (in_folder / "c" / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(DOCUMENT).encode()))
    write(in_folder / "c", {**DOCUMENT, "id": "D2"}, name="b.jsonl")
    corpus = read_corpus("c")
    assert [one.id for one in corpus.documents] == ["D1", "D2"]
    assert len(corpus.sha256) == 2
