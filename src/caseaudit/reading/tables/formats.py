"""Tells what a file is by its content first and its name second, and which reader takes it."""

from __future__ import annotations

import re
from zipfile import ZipFile

from caseaudit.reading.tables.archives import ZIP, check_package, open_zip
from caseaudit.reading.tables.csv_tables import layout_of_text
from caseaudit.reading.tables.handles import DAMAGE, Handle
from caseaudit.reading.tables.headers import LOOK_AHEAD, find_header
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.text_bytes import UTF_8, decode_head, encoding_of

CSV, WORKBOOK, JSON, XML = "csv_tables", "workbook_tables", "json_tables", "xml_tables"
WORD, PDF, TEXT, ARCHIVE = "word_documents", "pdf_documents", "text_documents", "archive"

READ_AS = {
    **dict.fromkeys((".csv", ".tsv", ".tab", ".psv"), CSV),
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods"), WORKBOOK),
    **dict.fromkeys((".json", ".jsonl", ".ndjson"), JSON),
    **dict.fromkeys((".docx", ".docm", ".dotx"), WORD),
    **dict.fromkeys((".txt", ".text", ".log", ".rtf", ".html", ".htm", ".xhtml", ".md"), TEXT),
    ".xml": XML,
    ".pdf": PDF,
    ".zip": ARCHIVE,
}
"""What a file of this name is expected to be."""

_NAMES = {
    CSV: "delimited text (CSV)",
    WORKBOOK: "a workbook",
    JSON: "JSON",
    XML: "XML",
    WORD: "a Word document",
    PDF: "a PDF",
    TEXT: "a text document",
    ARCHIVE: "a ZIP archive",
}
_PAGE = frozenset({".html", ".htm", ".xhtml", ".md", ".rtf"})
_LOOKED_AT = 64 * 1024
_LONGEST_NAME = 60

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a picture", "If it shows text, have it typed or recognised, and give that."),
    (b"\xff\xd8\xff", "a picture", "If it shows text, have it typed or recognised, and give that."),
    (b"GIF8", "a picture", "If it shows text, have it typed or recognised, and give that."),
    (b"II*\x00", "a scan (TIFF)", "Have its text typed or recognised, and give that."),
    (b"MM\x00*", "a scan (TIFF)", "Have its text typed or recognised, and give that."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it and give the folder, or pack it as ZIP."),
    (b"Rar!", "a RAR archive", "Unpack it and give the folder, or pack it as ZIP."),
    (b"BZh", "a bzip2 archive", "Unpack it and give the file."),
    (b"\xfd7zXZ\x00", "an XZ archive", "Unpack it and give the file."),
    (b"SQLite format 3", "an SQLite database", "Export its tables as CSV."),
    (b"\x00\x01\x00\x00Standard", "an Access database", "Export its tables as CSV or as a workbook."),
    (b"PAR1", "a Parquet file", "Export it as CSV."),
    (b"MZ", "a program", "Check that the right file was given."),
    (b"\x7fELF", "a program", "Check that the right file was given."),
    (b"\x1f\x8b", "packed more than once", "Unpack it and give the file."),
)
_OLE_STREAMS = (
    ("EncryptedPackage", "It is protected by a password", "Save it without a password, or as CSV."),
    ("WordDocument", "It is a Word document of the old kind (.doc)", "Open it in Word and save it as .docx."),
    ("__substg1.0_", "It is an Outlook message (.msg)", "Save its text, or its attachments, and give these."),
    ("PowerPoint Document", "It is a PowerPoint file", "Save its text and give that."),
)
_RECORDS = re.compile(r'\s*(?:\{\s*(?:"[^"\n]*"\s*:|\})|\[\s*(?:[{\["]|\]\s*\Z))')
_XML = re.compile(r"\s*<\?xml\s")
_ELEMENT = re.compile(r"\s*<(?:!--|!DOCTYPE\b|[A-Za-z_][\w.-]*(?::[\w.-]+)?(?:\s|/?>))")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!DOCTYPE\s+html|html|head|body|table|div|p|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = "".join(chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r\x1a\x1b")
_MOST_CONTROLS = 0.05
_CONSISTENT = 0.8
_MHTML = re.compile(r"\s*MIME-Version:", re.IGNORECASE)


def reader_of(handle: Handle, settings: ReadSettings) -> tuple[str, str | None]:
    """Name the module that reads a file (or `archive`), and say it when the name promised something else.

    Raises UnreadableExport for what no reader takes.
    """
    head = handle.peek(_LOOKED_AT)
    found = _by_content(handle, head, settings)
    expected = READ_AS.get(handle.suffix)
    # A table in a .txt is no surprise.
    honest = expected is None or found == expected or (found == CSV and expected == TEXT)
    if honest:
        return found, None
    return found, f"It is named {handle.suffix} but is {_NAMES[found]}, and was read as that"


def _by_content(handle: Handle, head: bytes, settings: ReadSettings) -> str:
    if not head:
        raise UnreadableExport(handle.name, "The file is empty", "Export it again.")
    if head.startswith(ZIP):
        return _package(handle, settings)
    if head.startswith(_OLE):
        return _ole(handle)
    if b"%PDF-" in head[:1024]:
        return PDF
    for magic, what, remedy in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableExport(handle.name, f"It is {what}, which cannot be read", remedy)
    if head[257:262] == b"ustar":
        raise UnreadableExport(
            handle.name,
            "It is a TAR archive, which cannot be read",
            "Unpack it and give the folder, or pack it as ZIP.",
        )
    return _text(handle, head, settings)


def _package(handle: Handle, settings: ReadSettings) -> str:
    """Tell Word and Excel files from archives of files, by what their directory lists. Raises UnreadableExport."""
    with open_zip(handle, settings) as archive:
        names = set(archive.namelist())
        folders = {name.partition("/")[0] for name in names if "/" in name}
        office = "[Content_Types].xml" in names
        kind: str | None = ARCHIVE
        if office and "word" in folders:
            kind = WORD
        elif office and "xl" in folders:
            kind = WORKBOOK
        elif "mimetype" in names and "content.xml" in names:
            kind = WORKBOOK if b"spreadsheet" in _mimetype(archive) else None
        elif office or "Index/Document.iwa" in names or "Index.zip" in names:
            kind = None
        if kind is None:
            raise UnreadableExport(
                handle.name,
                "It is an office document of a kind that cannot be read",
                "Save it as .docx, .xlsx, CSV or PDF.",
            )
        if kind != ARCHIVE:
            check_package(handle, archive, settings)
    return kind


def _mimetype(archive: ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as stream:
            return stream.read(_LONGEST_NAME * 2)
    except (OSError, RuntimeError, *DAMAGE):
        return b""


def _ole(handle: Handle) -> str:
    """Tell old Excel files from what else lies in such containers, by the names of the streams in them."""
    found: set[str] = set()
    with handle.open() as stream:
        before = b""
        while block := stream.read(1 << 20):
            searched = before + block
            found.update(name for name, _, _ in _OLE_STREAMS if name.encode("utf-16-le") in searched)
            before = searched[-64:]
    for name, what, remedy in _OLE_STREAMS:
        if name in found:
            raise UnreadableExport(handle.name, what, remedy)
    return WORKBOOK


def _text(handle: Handle, head: bytes, settings: ReadSettings) -> str:
    expected = READ_AS.get(handle.suffix)
    encoding = encoding_of(handle.name, head, settings.encoding)
    text = decode_head(head, encoding)
    if sum(map(text.count, _CONTROLS)) > _MOST_CONTROLS * len(text):
        raise UnreadableExport(handle.name, _not_what_it_says(handle), "Check the file, and export it again.")
    if text.startswith("{\\rtf") or _HTML.match(text):
        return TEXT
    if _MHTML.match(text):
        raise UnreadableExport(
            handle.name, "It is a web page in one file (MHTML), which cannot be read", "Save it as HTML, CSV or .xlsx."
        )
    if handle.suffix in _PAGE:
        return TEXT
    if _XML.match(text) or (expected not in {CSV, TEXT} and _ELEMENT.match(text)):
        return XML
    if _RECORDS.match(text):
        return JSON
    if expected == CSV or looks_delimited(text, settings, cut=len(head) >= _LOOKED_AT):
        return CSV
    if expected in {WORKBOOK, WORD, PDF, ARCHIVE}:
        raise UnreadableExport(
            handle.name, _not_what_it_says(handle), "Give the real one; if it is meant to be text, name it .txt."
        )
    return expected or TEXT


def looks_delimited(text: str, settings: ReadSettings, *, cut: bool) -> bool:
    """Whether a text whose name does not say so is a table: a header, and rows of as many cells."""
    layout = layout_of_text(text, UTF_8, cut=cut, told=settings.delimiter, default=",", limit=settings.max_cell)
    records = layout.records[:LOOK_AHEAD]
    if layout.width < 2 or layout.consistent < _CONSISTENT or len(records) < 2:  # noqa: PLR2004 - no table is smaller
        return False
    behind = [cell for _, cells in records for cell in cells[1:]]
    if layout.delimiter == "," and 2 * sum(cell.startswith(" ") for cell in behind) >= len(behind):
        return False  # the commas of sentences
    try:
        header = find_header(records, file="", wanted=settings.header_row("") or None)
    except UnreadableExport:
        return False
    return all(len(name) <= _LONGEST_NAME and ": " not in name and not name.endswith(".") for name in header.columns)


def _not_what_it_says(handle: Handle) -> str:
    expected = READ_AS.get(handle.suffix)
    if expected is None:
        return "It is neither text nor a kind of file that is known"
    return f"It is named {handle.suffix} but is not {_NAMES[expected]}: it is damaged, or was renamed"
