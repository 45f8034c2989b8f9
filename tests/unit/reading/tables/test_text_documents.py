"""Plain text, RTF and HTML notices are read into the same labels, sections and tables as any other document."""

from __future__ import annotations

from typing import Any

import pytest
from document_samples import handle, read
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading.tables import text_documents
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings


def values(text: str | bytes, name: str = "a.txt") -> dict[str, Any]:
    content = text if isinstance(text, bytes) else text.encode()
    found, _, _ = read(text_documents, content, name)
    found.pop(TEXT)
    return found


def test_plain_text_with_labels_headings_and_a_table() -> None:
    text = (
        "OFFICIAL-SENSITIVE\r\nPUBLIC PROTECTION NOTICE\r\n====\r\n\r\nNotice ref:   PPN/1\r\nDate:\t12/05/2025 14:33\r\n\r\n"
        "CIRCUMSTANCES\r\n\r\nOfficers attended at 14:30.\r\nMother: he is fine.\r\n\r\nHe was quiet.\r\nPage 1 of 1\r\n\r\n"
        "Voice of the child\r\n------\r\n\r\nCHILDREN\r\nName\tDOB\tSex\r\nAB\t01/02/2012\tF\r\nCD\t\tM\r\n"
    )
    found, (children,), _ = read(text_documents, text.encode(), "a.txt")
    assert found["Circumstances".upper()] == "Officers attended at 14:30.\nMother: he is fine.\n\nHe was quiet."
    assert (found["Notice ref"], found["Date"], found["Voice of the child"]) == ("PPN/1", "12/05/2025 14:33", None)
    assert [[row.values[name] for name in ("Name", "DOB", "Sex")] for row in children.rows] == [
        ["AB", "01/02/2012", "F"],
        ["CD", None, "M"],
    ]


def test_running_text_alone_is_the_text() -> None:
    found, tables, _ = read(text_documents, b"Officers attended.\n\nHe was quiet.", "a.txt")
    assert (found, tables) == ({TEXT: "Officers attended.\n\nHe was quiet."}, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(encoding: str) -> None:
    assert values("Name: Zoë \u2013 “Zo”\nAge: 9".encode(encoding)) == {"Name": "Zoë \u2013 “Zo”", "Age": "9"}


def test_bytes_that_are_not_utf_8_are_told() -> None:
    _, _, first = read(text_documents, "Name: Zoë".encode("cp1252"), "a.txt")
    assert "Windows-1252" in first.notices[0]


def test_the_users_encoding_wins() -> None:
    found, _, _ = read(text_documents, "Name: Zoë".encode("cp850"), "a.txt", ReadSettings(encoding="cp850"))
    assert found["Name"] == "Zoë"


def test_control_characters_beside_tick_boxes_of_a_page_are_no_part_of_the_option() -> None:
    assert values("<html><p>Safe now? ☒\x01 Yes ☐\x01 No</p></html>", "a.html") == {"Safe now?": "Yes"}


def test_html_forms_tables_and_sections() -> None:
    page = """<!doctype html><html><head><title>Notice</title><style>p {}</style></head><body><h1>Notice</h1>
    <p><b>Ref:</b> PPN&#47;1<p>Officer&nbsp;: PC 1
    <table><tr><td bgcolor="#ddd">Grade</td><td><select><option>Low<option selected>High</select></td></tr>
    <tr><td bgcolor="#ddd">Seen</td><td><input type=checkbox checked> Yes <input type=checkbox> No</td></tr>
    <tr><td bgcolor="#ddd">School</td><td><input value="Riverside"></td></tr></table>
    <dl><dt>Language</dt><dd>Polish</dd></dl><script>var x = "Hidden: 1";</script><p hidden>Also: hidden</p>
    <h2>Circumstances</h2><p>One.<br>Two.</p><div>Three.</div>
    <table><caption>Children</caption><tr><th>Name<th>Age<tr><td rowspan=2>AB<td>9<tr><td>8</table></body></html>"""
    found, (children,), _ = read(text_documents, page.encode(), "a.html")
    found.pop(TEXT)
    assert found == {
        "Ref": "PPN/1",
        "Officer": "PC 1",
        "Grade": "High",
        "Seen": "Yes",
        "School": "Riverside",
        "Language": "Polish",
        "Circumstances": "One.\nTwo.\nThree.",
    }
    assert (children.name, [(row.values["Name"], row.values["Age"]) for row in children.rows]) == (
        "Children",
        [("AB", "9"), ("AB", "8")],
    )


def test_the_pages_own_word_for_its_encoding_counts() -> None:
    page = '<html><meta charset="iso-8859-2"><p>Name: Łukasz</p></html>'.encode("iso-8859-2")
    assert values(page, "a.html") == {"Name": "Łukasz"}


_RTF = r"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Calibri;}{\f1\fcharset2 Wingdings;}{\f2\fcharset238 Arial CE;}}
{\header\pard OFFICIAL-SENSITIVE\par URN: 77\par}{\*\generator Word}{\info{\author X: Y}}
\pard\b Notice ref:\b0  PPN/1\par Name: Zo\'eb \lquote Z\rquote  \u321?ukasz {\f2\'b3}\par
{\pard\outlinelevel1 Circumstances\par}\pard First.\line Again.\par{\deleted Gone. }{\v Hidden. }Second \{kept\}.\par
\pard\b Children\b0\par
\trowd\trhdr\cellx1000\cellx2000\pard\intbl Name\cell Age\cell\row
\trowd\cellx1000\cellx2000\pard\intbl AB\cell 9\cell\row\trowd\cellx1000\cellx2000\pard\intbl CD\cell\cell\row
\pard Seen alone: {\f1\'fe} Yes {\f1\'a8} No\par}"""


def test_rich_text() -> None:
    found, (children,), _ = read(text_documents, _RTF.encode("ascii"), "a.rtf")
    text = found.pop(TEXT)
    assert found == {
        "Notice ref": "PPN/1",
        "Name": "Zoë \u2018Z\u2019 Łukasz ł",
        "Circumstances": "First.\nAgain.\nSecond {kept}.",
        "Seen alone": "Yes",
        "URN": "77",
    }
    assert "Hidden" not in text
    assert [(row.values["Name"], row.values["Age"]) for row in children.rows] == [("AB", "9"), ("CD", None)]


def test_what_cannot_be_read_says_why() -> None:
    for content, reason in ((b" \n ", "no text"), (b"{\\rtf1 " + b"{" * 600, "nested deeper")):
        with pytest.raises(UnreadableExport, match=reason):
            list(text_documents.tables(handle(content, "a.txt"), ReadSettings()))


def test_a_page_of_tags_that_are_never_closed_takes_no_time() -> None:
    assert values("<html>Ref: 1" + "<a " * 50_000, "a.html")["Ref"].startswith("1")


_MARKUP = st.text(st.sampled_from("abc:\t\n{}\\<>/&;\"'=0 ☒[]|"), max_size=60)
_HTML = (
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<th rowspan=3>",
    "<h1>",
    "<select>",
    "<option>",
    "<b>",
    "</td>",
    "Name: ",
)
_RICH = (
    "\\par ",
    "\\cell ",
    "\\row ",
    "\\trowd ",
    "\\intbl ",
    "{\\fldrslt ",
    "\\u-9000 ",
    "\\'e9",
    "\\bin9 ",
    "{\\header ",
    "}",
)
_PIECES = st.sampled_from((*_HTML, *_RICH, "\\clvmrg\\cellx1 ", "\\uc5 ", "text "))
_ANY = st.lists(st.one_of(_MARKUP, _PIECES), max_size=20).map("".join)


@given(st.sampled_from(["<html>", "{\\rtf1 ", ""]), _ANY)
def test_any_markup_is_read_or_refused(head: str, text: str) -> None:
    try:
        for table in text_documents.tables(handle((head + text).encode(), "a.txt"), ReadSettings()):
            for row in table.rows:
                assert row.problem is None
    except UnreadableExport as error:
        assert error.remedy  # noqa: PT017 - either outcome is right
