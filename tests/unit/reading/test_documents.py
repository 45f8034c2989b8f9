"""Texts to scan, from wherever they are and however they are encoded."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from builders import a_case_file
from caseaudit.domain.vocabulary import EntryKind
from caseaudit.engine.scanning import Narrative
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import Reject
from caseaudit.reading.documents import Documents


def write(folder: Path, name: str, content: bytes | str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def read(*arguments: str) -> list[Narrative | Reject]:
    return list(Documents().narratives(arguments))


def texts(*arguments: str) -> dict[str, str]:
    return {name: text.text for one in read(*arguments) if isinstance(one, Narrative) for name, text in one.documents}


def reasons(*arguments: str) -> list[tuple[int | None, str]]:
    return [(one.set_aside.line, one.set_aside.reason) for one in read(*arguments) if isinstance(one, Reject)]


@pytest.mark.parametrize(
    "content",
    [
        "She said “no” — twice.\r\n".encode(),
        b"\xef\xbb\xbf" + "She said “no” — twice.\r\n".encode(),
        "She said “no” — twice.\r\n".encode("cp1252"),
        "She said “no” — twice.\r\n".encode("utf-16"),
        b"\xfe\xff" + "She said “no” — twice.\r\n".encode("utf-16-be"),
        gzip.compress("She said “no” — twice.\r\n".encode()),
    ],
    ids=["utf-8", "bom", "windows-1252", "utf-16", "utf-16-be", "gzip"],
)
def test_a_text_file_reads_the_same_in_every_encoding(in_folder: Path, content: bytes) -> None:
    assert texts(write(in_folder, "draft.txt", content)) == {"draft.txt": "She said “no” — twice.\r\n"}


def test_reading_as_windows_1252_is_told(in_folder: Path) -> None:
    documents = Documents()
    list(documents.narratives([write(in_folder, "draft.txt", b"caf\xe9")]))
    assert documents.notices == ["draft.txt is not all UTF-8; the rest was read as Windows-1252."]


@pytest.mark.parametrize("content", ["", " \n", "\x00\x07\x1b[0m", "\U0001f642\u0301\u202e", "x" * 3_000_000])
def test_any_text_is_one_document(in_folder: Path, content: str) -> None:
    assert texts(write(in_folder, "draft.txt", content)) == {"draft.txt": content}


def test_lone_surrogates_are_replaced_one_for_one(in_folder: Path) -> None:
    assert texts(write(in_folder, "draft.txt", b"a\xed\xa0\x80b")) == {"draft.txt": "a\ufffdb"}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04...", "Word or Excel"),
        (b"%PDF-1.7", "a PDF"),
        (b"{\\rtf1 x", "rich text"),
        (b"\xd0\xcf\x11\xe0", "old Word"),
    ],
)
def test_what_is_no_plain_text_is_refused_with_what_to_do(in_folder: Path, content: bytes, what: str) -> None:
    with pytest.raises(UsageError, match=what) as caught:
        read(write(in_folder, "draft", content))
    assert "plain text" in str(caught.value.remedy)


def test_lines_of_id_and_text(in_folder: Path) -> None:
    lines: list[Any] = [
        {"id": "a", "text": "One.", "kind": "Missing report", "child_age": 14},
        {"id": 7, "text": "Two.", "child_age": "0"},
        {"text": "Three.", "kind": "memo"},
    ]
    found = read(write(in_folder, "docs.jsonl", "\n".join(map(json.dumps, lines))))
    assert all(isinstance(one, Narrative) for one in found)
    narratives = [one for one in found if isinstance(one, Narrative)]
    (name, text), people = narratives[0].documents[0], narratives[0].people
    assert (name, text.text, text.kind, people.children[0].age) == ("a", "One.", EntryKind.MISSING_REPORT, 14)
    assert narratives[1].documents[0][0] == "7"
    assert narratives[1].people.children[0].age == 0
    assert narratives[2].documents[0][0] == "docs.jsonl:3"
    assert narratives[2].documents[0][1].kind is EntryKind.OTHER
    assert [one.place.line for one in narratives] == [1, 2, 3]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "a"}', 'is {"id": ..., "text": ...}'),
        ('{"id": "a", "text": 5}', "not text in quotation marks"),
        ('{"id": "a", "text": null}', "not text in quotation marks"),
        ('{"id": "a", "text": "x", "child_age": "old"}', "no whole number of years"),
        ('{"id": "a", "text": "x", "child_age": -1}', "no whole number of years"),
        ('{"id": "a", "text": "x", "child_age": true}', "no whole number of years"),
        ('["x"]', 'is {"id": ..., "text": ...}'),
        ('{"id": "a", "text": "x"', "breaks off"),
        ('{"case_id": "C", "case_type": "?"}', "case type"),
    ],
)
def test_a_line_that_is_no_document_is_set_aside_with_its_place(in_folder: Path, line: str, reason: str) -> None:
    name = write(in_folder, "docs.jsonl", f'{{"id": "ok", "text": "x"}}\n{line}\n{{"id": "too", "text": "y"}}\n')
    ((number, told),) = reasons(name)
    assert number == 2
    assert reason in told
    assert list(texts(name)) == ["ok", "too"]


def test_case_files_in_every_form(in_folder: Path) -> None:
    case = a_case_file(case_id="C-9")
    wanted = {"C-9#N1": case["narrative"][0]["text"]}
    assert texts(write(in_folder, "a.jsonl", json.dumps(case))) == wanted
    assert texts(write(in_folder, "b.json", json.dumps([case], indent=2))) == wanted
    assert texts(write(in_folder, "c.jsonl.gz", gzip.compress(json.dumps(case).encode()))) == wanted


def test_case_files_and_documents_may_stand_in_one_file(in_folder: Path) -> None:
    lines = [a_case_file(case_id="C-9"), {"id": "a", "text": 'Quoted: "case_id" in words.'}]
    name = write(in_folder, "mixed.jsonl", "\n".join(map(json.dumps, lines)))
    assert list(texts(name)) == ["C-9#N1", "a"]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("[14:02] Kyra (15) went out.", {"-": "[14:02] Kyra (15) went out."}),
        ("{name} went out", {"-": "{name} went out"}),
        ('{"id": "a", "text": "x"}\n', {"a": "x"}),
        ('\n[ {"id": "a", "text": "x"} ]', {"a": "x"}),
        ("", {"-": ""}),
    ],
)
def test_standard_input_is_text_unless_it_holds_records(
    monkeypatch: pytest.MonkeyPatch, content: str, wanted: dict[str, str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert texts("-") == wanted


def test_a_folder_gives_its_texts_and_exports_and_says_what_it_leaves(in_folder: Path) -> None:
    write(in_folder, "in/b.txt", "b")
    write(in_folder, "in/sub/a.md", "a")
    write(in_folder, "in/c.jsonl", '{"id": "c", "text": "c"}')
    write(in_folder, "in/d.xlsx", b"PK\x03\x04")
    write(in_folder, "in/.hidden.txt", "x")
    documents = Documents()
    names = [one.documents[0][0] for one in documents.narratives(["in"]) if isinstance(one, Narrative)]
    assert names == ["b.txt", "c", "sub/a.md"]
    assert documents.notices == ["Not read, because the name does not say that it is text: d.xlsx."]


def test_the_running_text_of_word_files_and_the_like_is_read(in_folder: Path) -> None:
    write(in_folder, "in/a.rtf", rb"{\rtf1\ansi She was tearful.\par It\'92s late.}")
    write(in_folder, "in/b.html", "<html><body><p>Home was cold.</p><script>x()</script></body></html>")
    write(in_folder, "in/c.docx", b"no zip")
    notice = Path(__file__).parents[3] / "samples" / "notices" / "forms" / "PPN-25-4102.docx"
    found = texts("in/a.rtf", "in/b.html", str(notice))
    assert found["a.rtf"] == "She was tearful.\nIt\u2019s late."
    assert found["b.html"] == "Home was cold."
    assert "putting herself at risk" in found["PPN-25-4102.docx"]
    (refused,) = read("in/c.docx")
    assert isinstance(refused, Reject)
    assert "not a Word document" in refused.set_aside.reason


def test_the_place_is_as_an_editor_finds_it(in_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(in_folder, "in/b.txt", "b")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write(elsewhere, "c.txt", "c")
    one, two = read("in", str(elsewhere / "c.txt"))
    assert isinstance(one, Narrative)
    assert isinstance(two, Narrative)
    assert (one.place.file, two.place.file) == ("in/b.txt", "c.txt")


def test_what_cannot_be_opened_or_is_given_twice_is_said_before_anything_is_read(in_folder: Path) -> None:
    write(in_folder, "b.txt", "b")
    with pytest.raises(UsageError, match="no file or folder"):
        Documents().narratives(["b.txt", "x.txt"])
    with pytest.raises(UsageError, match="given twice"):
        Documents().narratives(["b.txt", "./b.txt"])


def test_a_compressed_text_that_breaks_off_is_set_aside(in_folder: Path) -> None:
    content = gzip.compress(bytes(range(32, 127)) * 2000)
    ((_, reason),) = reasons(write(in_folder, "a.txt.gz", content[: len(content) // 2]))
    assert "breaks off" in reason
