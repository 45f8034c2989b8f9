from __future__ import annotations

import gzip
import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from caseaudit.errors import UsageError
from caseaudit.reading.tables.formats import reader_of
from caseaudit.reading.tables.handles import Handle, handle_of_bytes
from caseaudit.reading.tables.opening import find_handles, tables_of
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings

SETTINGS = ReadSettings()
TABLE = b"Ref,Type,Notes\nA1,missing,x\nA2,other,y\n"
PROSE = b"The officer attended, and saw the child.\nShe was well, and said so.\nNothing further, closed.\n"


def packed(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


WORD = packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
EXCEL = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"})
ODS = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})
ODT = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def names(*arguments: Path | str, settings: ReadSettings = SETTINGS) -> list[str]:
    return [handle.name for handle in find_handles([str(argument) for argument in arguments], settings)[0]]


def test_a_folder_gives_its_exports_in_order_with_names_relative_to_it(tmp_path: Path) -> None:
    for name in ("b.csv", "A folder/c d.xml", "A folder/.hidden/x.csv", "~$n.docx", ".DS_Store", "Thumbs.db", "a.CSV"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TABLE)
    assert names(tmp_path / "in") == ["A folder/c d.xml", "a.CSV", "b.csv"]


def test_a_handle_knows_where_how_large_and_which_digest(tmp_path: Path) -> None:
    path = tmp_path / "my cases.csv"
    path.write_bytes(TABLE)
    [handle], _ = find_handles([str(path)], SETTINGS)
    assert (handle.name, handle.path, handle.size) == ("my cases.csv", path, len(TABLE))
    assert handle.sha256 == hashlib.sha256(TABLE).hexdigest()


def test_a_gzip_is_unpacked_and_its_digest_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv.gz"
    path.write_bytes(gzip.compress(TABLE))
    [handle], _ = find_handles([str(path)], SETTINGS)
    assert (handle.path, handle.suffix) == (None, ".csv")
    assert handle.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    [table] = tables_of(handle, SETTINGS)
    assert len(list(table.rows)) == 2


def test_a_gzip_that_breaks_off_is_said(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv.gz"
    path.write_bytes(gzip.compress(TABLE * 50)[:-12])
    [handle], _ = find_handles([str(path)], SETTINGS)
    with pytest.raises(UnreadableExport, match="breaks off before its end"):
        [list(table.rows) for table in tables_of(handle, SETTINGS)]


def test_archives_open_into_their_members_and_one_archive_inside(tmp_path: Path) -> None:
    inmost = packed({"deep.csv": TABLE})
    inner = packed({"x/inner.csv": TABLE, "inmost.zip": inmost})
    path = tmp_path / "out.zip"
    path.write_bytes(packed({"cases.csv": TABLE, "inner.zip": inner, "../bad.csv": TABLE, "photo.png": b"\x89PNG"}))
    handles, unread = find_handles([str(path)], SETTINGS)
    assert [handle.name for handle in handles] == [
        "out.zip/cases.csv",
        "out.zip/inner.zip/inmost.zip",
        "out.zip/inner.zip/x/inner.csv",
    ]
    assert [told.split(":")[0] for told in unread] == ["out.zip/../bad.csv", "out.zip/photo.png"]
    with pytest.raises(UnreadableExport, match="inside an archive inside an archive"):
        list(tables_of(handles[1], SETTINGS))
    assert handles[0].sha256 == hashlib.sha256(TABLE).hexdigest()
    assert [len(list(table.rows)) for table in tables_of(handles[2], SETTINGS)] == [2]


def test_damaged_and_empty_archives_are_told(tmp_path: Path) -> None:
    (tmp_path / "damaged.zip").write_bytes(packed({"a.csv": TABLE})[:-30])
    (tmp_path / "empty.zip").write_bytes(packed({}))
    handles, unread = find_handles([str(tmp_path)], SETTINGS)
    assert unread == ["empty.zip: the archive is empty"]
    with pytest.raises(UnreadableExport, match="damaged or breaks off"):
        list(tables_of(handles[0], SETTINGS))


def test_what_in_a_folder_is_no_export_is_named_but_what_is_given_by_name_is_tried(tmp_path: Path) -> None:
    (tmp_path / "plan.dat").write_bytes(PROSE)
    (tmp_path / "table.dat").write_bytes(TABLE)
    (tmp_path / "mapping.yaml").write_bytes(b"mapping: x\ntitle: y\n")
    handles, unread = find_handles([str(tmp_path)], SETTINGS)
    assert [handle.name for handle in handles] == ["table.dat"]
    assert [told.split(":")[0] for told in unread] == ["mapping.yaml", "plan.dat"]
    assert names(tmp_path / "plan.dat") == ["plan.dat"]


def test_what_is_missing_or_given_twice_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        names(tmp_path / "none.csv")
    (tmp_path / "a.csv").write_bytes(TABLE)
    with pytest.raises(UsageError, match="given twice"):
        names(tmp_path, tmp_path / "a.csv")


def test_standard_input_is_a_file_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TABLE)))
    [handle], _ = find_handles(["-"], SETTINGS)
    assert [len(list(table.rows)) for table in tables_of(handle, SETTINGS)] == [2]


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.csv", TABLE, "csv_tables"),
        ("a.tsv", b"Ref\n1\n", "csv_tables"),
        ("a.txt", TABLE.replace(b",", b"|"), "csv_tables"),
        ("a.txt", TABLE.decode().encode("utf-16"), "csv_tables"),
        ("a.txt", PROSE, "text_documents"),
        ("a.txt", b"Name: KB\nAge: 12\nNotes: a, b\n", "text_documents"),
        ("a.txt", b"12/05/2025, seen\n13/05/2025, not seen\n", "text_documents"),
        ("a.rtf", b"{\\rtf1 x}", "text_documents"),
        ("a.htm", b"<p>x</p>", "text_documents"),
        ("a.md", b"# Notes\n\n| a | b |\n", "text_documents"),
        ("a.json", b'[{"a": 1}]', "json_tables"),
        ("a.jsonl", b'{"a": 1}\n{"a": 2}\n', "json_tables"),
        ("a.json", b"not json", "json_tables"),
        ("a.xml", b'<?xml version="1.0"?><Cases/>', "xml_tables"),
        ("a.xml", b"\xef\xbb\xbf  <c:Cases xmlns:c='x'/>", "xml_tables"),
        ("a.docx", WORD, "word_documents"),
        ("a.xlsm", EXCEL, "workbook_tables"),
        ("a.ods", ODS, "workbook_tables"),
        ("a.xls", OLE, "workbook_tables"),
        ("a.pdf", b"junk\n%PDF-1.4", "pdf_documents"),
    ],
)
def test_honest_files_go_to_their_reader(name: str, content: bytes, reader: str) -> None:
    assert reader_of(handle_of_bytes(content, name), SETTINGS) == (reader, None)


@pytest.mark.parametrize(
    ("name", "content", "reader", "what"),
    [
        ("a.xls", TABLE.replace(b",", b"\t"), "csv_tables", "is named .xls but is delimited text"),
        ("a.xls", b"\r\n<html><table><tr><td>x", "text_documents", "is named .xls but is a text document"),
        ("a.csv", EXCEL, "workbook_tables", "is named .csv but is a workbook"),
        ("a.xlsx", OLE, "workbook_tables", None),
        ("a.docx", b"%PDF-1.7", "pdf_documents", "is named .docx but is a PDF"),
        ("a.pdf", WORD, "word_documents", "is named .pdf but is a Word document"),
        ("a.csv", b'{"case_id": "1"}\n', "json_tables", "is named .csv but is JSON"),
        ("a.json", TABLE, "csv_tables", "is named .json but is delimited text"),
        ("a.txt", b'<?xml version="1.0"?><a/>', "xml_tables", "is named .txt but is XML"),
    ],
)
def test_names_that_lie_are_told(name: str, content: bytes, reader: str, what: str | None) -> None:
    found, notice = reader_of(handle_of_bytes(content, name), SETTINGS)
    assert found == reader
    assert (what is None and notice is None) or (what is not None and what in str(notice))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "The file is empty"),
        ("a.docx", PROSE, "named .docx but is not a Word document"),
        ("a.docx", bytes(range(256)) * 9, "named .docx but is not a Word document: it is damaged, or was renamed"),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), "old kind"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.csv", b"\x89PNG\r\n", "a picture"),
        ("a.tar", b"x" * 257 + b"ustar", "TAR"),
        ("a.odt", ODT, "office document of a kind"),
        ("a.bin", bytes(range(256)) * 9, "neither text nor"),
        ("a.mht", b"MIME-Version: 1.0\n", "MHTML"),
    ],
)
def test_what_no_reader_takes_says_what_it_is(name: str, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableExport, match=why) as caught:
        reader_of(handle_of_bytes(content, name), SETTINGS)
    assert caught.value.remedy


def test_a_file_over_the_limit_is_not_opened() -> None:
    settings = ReadSettings(max_bytes=10)
    with pytest.raises(UnreadableExport, match="larger than 10 bytes"):
        list(tables_of(handle_of_bytes(TABLE, "a.csv", settings), settings))


def test_an_office_file_made_to_do_harm_is_refused_before_its_reader_sees_it() -> None:
    settings = ReadSettings(max_ratio=10, ratio_floor=1000)
    bomb = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "0" * 100_000})
    with pytest.raises(UnreadableExport, match="more than 10 times its size"):
        list(tables_of(handle_of_bytes(bomb, "a.xlsx", settings), settings))


def with_reader(monkeypatch: pytest.MonkeyPatch, failure: Exception | None, rows: Iterator[Row]) -> None:
    def tables(handle: Handle, settings: ReadSettings) -> Iterator[Table]:
        if failure is not None:
            raise failure
        yield Table(handle.name, "Sheet1", ("Ref",), rows)

    module = ModuleType("workbook_tables")
    module.tables = tables  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "caseaudit.reading.tables.workbook_tables", module)


def test_a_lying_name_is_among_the_notices_or_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with_reader(monkeypatch, None, iter(()))
    [table] = tables_of(handle_of_bytes(EXCEL, "a.csv"), SETTINGS)
    assert table.notices == ["It is named .csv but is a workbook, and was read as that"]
    with_reader(monkeypatch, UnreadableExport("a.csv", "It has no sheet", "Export it again."), iter(()))
    with pytest.raises(
        UnreadableExport, match=r"is named \.csv but is a workbook, and was read as that\. It has no sheet"
    ):
        list(tables_of(handle_of_bytes(EXCEL, "a.csv"), SETTINGS))


def test_a_disk_that_fails_half_way_sets_the_file_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    def rows() -> Iterator[Row]:
        yield Row(2, {"Ref": "A"})
        raise OSError(5, "Input/output error")

    with_reader(monkeypatch, None, rows())
    [table] = tables_of(handle_of_bytes(EXCEL, "a.xlsx"), SETTINGS)
    with pytest.raises(UnreadableExport, match="Reading it failed: Input/output error"):
        list(table.rows)
