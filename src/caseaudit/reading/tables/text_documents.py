"""Reads text documents: plain text, rich text (RTF) and HTML, each into the same row of labels and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from caseaudit.reading.json_pieces import decode_bytes
from caseaudit.reading.tables.form_blocks import Block, Box, Grid, Heading, Paragraph
from caseaudit.reading.tables.form_labels import is_furniture, is_prose, split_labels
from caseaudit.reading.tables.forms import document_tables
from caseaudit.reading.tables.handles import Handle, shown_size
from caseaudit.reading.tables.html_blocks import html_blocks
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.rtf_blocks import RtfError, rtf_blocks
from caseaudit.reading.tables.settings import MIB, ReadSettings
from caseaudit.reading.tables.text_bytes import UTF_8, encoding_of

_LARGEST = 64 * MIB
_RTF = b"{\\rtf"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|p|meta|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,40})", re.IGNORECASE)
_LOOKED_AT = 4096
_UNDERLINE = re.compile(r"\s*([=\-_~*#])\1{2,}\s*")
_MARKDOWN = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*")
_CAPITALS = re.compile(r"[^a-z]*[A-Z]{2}[^a-z]*")
_LONGEST_HEADING = 80
_SEPARATORS = ("\t", "|")
_TWO = 2


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give a document as one row (table "") and the tables in it. Raises UnreadableExport."""
    with source.open() as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise UnreadableExport(
            source.name,
            f"It is larger than {shown_size(_LARGEST)}, which no text document is",
            "Export it as a table (CSV).",
        )
    notices: list[str] = []
    margins: list[Block] = []
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_RTF):
        try:
            blocks, margins = rtf_blocks(content.decode("latin-1"))
        except RtfError as error:
            raise UnreadableExport(
                source.name, str(error), "Save it again as rich text or as a Word document."
            ) from error
    else:
        text, recoded = _decoded(source, content, settings)
        if recoded:
            notices.append(f"{source.name} held characters that are not UTF-8; these were read as Windows-1252.")
        blocks = (
            html_blocks(text)
            if _PAGE.match(content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf")) or _named_page(source)
            else text_blocks(text)
        )
    yield from document_tables(source.name, blocks, margins, settings, notices)


def _named_page(source: Handle) -> bool:
    return source.name.lower().endswith((".html", ".htm", ".xhtml"))


def _decoded(source: Handle, content: bytes, settings: ReadSettings) -> tuple[str, bool]:
    """Decode by what the user says, a byte order mark, the page's own word for it, or what the bytes are."""
    encoding = encoding_of(source.name, content[:_LOOKED_AT], settings.encoding)
    if encoding == UTF_8 and settings.encoding is None and (told := _CHARSET.search(content[:_LOOKED_AT])):
        try:
            return content.decode(told[1].decode("ascii")), False
        except (LookupError, UnicodeDecodeError):
            pass  # the page is wrong about itself
    text, recoded = decode_bytes(content) if encoding == UTF_8 else (content.decode(encoding, "replace"), False)
    return text.removeprefix("\ufeff"), recoded


def text_blocks(text: str) -> list[Block]:
    """Read plain text: headings underlined, in capitals or behind `#`; tables of tabs or pipes; lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at:
            blocks.append(_grid(lines[at:end]))
            at = end
        elif (heading := _heading(lines, at)) is not None:
            blocks.append(heading)
            at += 1
        elif _UNDERLINE.fullmatch(lines[at]):
            at += 1
        else:
            blocks.append(Paragraph(lines[at].rstrip()))
            at += 1
    return blocks


def _heading(lines: list[str], at: int) -> Heading | None:
    line = lines[at].strip()
    if not line or len(line) > _LONGEST_HEADING or is_furniture(line) or _UNDERLINE.fullmatch(line):
        return None
    if marked := _MARKDOWN.fullmatch(line):
        return Heading(marked[2], len(marked[1]))
    if split_labels(line) or is_prose(line):
        return None
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if (under := _UNDERLINE.fullmatch(following)) is not None:
        return Heading(line, 1 if under[1] == "=" else _TWO)
    alone = at == 0 or not lines[at - 1].strip() or _UNDERLINE.fullmatch(lines[at - 1]) is not None
    return Heading(line, _TWO) if alone and len(line) > _TWO + 1 and _CAPITALS.fullmatch(line) else None


def _parts(line: str) -> list[str] | None:
    for separator in _SEPARATORS:
        core = line.strip(" |") if separator == "|" else line.rstrip("\n")
        if core.count(separator) >= _TWO or (separator == "|" and line.lstrip().startswith("|") and separator in core):
            return [part.strip() for part in core.split(separator)]
    return None


def _table_end(lines: list[str], at: int) -> int:
    """Find where a run of two or more lines with as many tabs or pipes ends; `at` itself where there is none."""
    first = _parts(lines[at])
    if first is None or split_labels(lines[at]):
        return at
    end = at + 1
    rows = 1
    while end < len(lines):
        parts = _parts(lines[end])
        if parts is not None and len(parts) == len(first):
            rows += 1
        elif not re.fullmatch(r"[|+\-=: ]{3,}", lines[end]):
            break
        end += 1
    return end if rows > 1 else at


def _grid(lines: list[str]) -> Grid:
    rows = [parts for line in lines if not re.fullmatch(r"[|+\-=: ]{3,}", line) and (parts := _parts(line)) is not None]
    return Grid(tuple(tuple(Box((Paragraph(part),) if part else ()) for part in row) for row in rows))
