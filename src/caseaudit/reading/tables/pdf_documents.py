"""Reads PDF documents: notices and forms whose text is in the file, with the fields filled into them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Lock
from typing import Any

from caseaudit.reading.tables.forms import document_tables
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.pdf_layout import pages_to_blocks
from caseaudit.reading.tables.pdf_page import Marks, read_page
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.settings import ReadSettings

_HEADER_WITHIN = 1024
_XFA_FULL = 2
_LOCK = Lock()
"""PDFium keeps global state and is not made for several threads."""
_WITHOUT = "Save or print it to PDF again without a password, then run it again."
_AGAIN = "Open it, print it to PDF again, and give that."
_SCAN = "Ask for the document itself, or have its text recognised (OCR), and give that."


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give a document as one row (table "") and the tables in it. Raises UnreadableExport."""
    head = source.peek()
    if not head:
        raise UnreadableExport(source.name, "The file is empty", "Export it again.")
    if b"%PDF-" not in head[:_HEADER_WITHIN]:
        raise UnreadableExport(source.name, "This is not a PDF, whatever its name says", "Give it its right ending.")
    with source.open() as stream:
        content = stream.read()
    with _LOCK:
        pages, notices = _pages(content, source.name, settings)
    if not any(page.glyphs for page in pages):
        raise UnreadableExport(source.name, "This is a scan: its pages are pictures without text", _SCAN)
    body, margins = pages_to_blocks(pages)
    yield from document_tables(source.name, body, margins, settings, notices)


def _pages(content: bytes, name: str, settings: ReadSettings) -> tuple[list[Marks], list[str]]:
    import pypdfium2 as pdfium  # noqa: PLC0415 - takes 100 ms, and only PDFs need it

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _refused(name, error) from error
    try:
        if len(document) > settings.max_pages:
            raise UnreadableExport(
                name,
                f"The document has {len(document):,} pages, more than {settings.max_pages:,}",
                "Split it, or raise the limit.",
            )
        if document.get_formtype() == _XFA_FULL:
            raise UnreadableExport(name, "This is an XFA form, whose answers only Adobe's own reader shows", _AGAIN)
        with suppress(pdfium.PdfiumError):  # without it the fields' values are not shown, the text is
            document.init_forms()
        pages = [_page(document, number, document.formenv, name) for number in range(len(document))]
    finally:
        document.close()
    bare = [str(number) for number, page in enumerate(pages, 1) if not page.glyphs]
    notices = (
        [f"{name}: no text on page {', '.join(bare)} (a picture, or empty)."] if bare and len(bare) < len(pages) else []
    )
    return pages, notices


def _page(document: Any, number: int, form: Any, name: str) -> Marks:
    import pypdfium2 as pdfium  # noqa: PLC0415

    try:
        page = document.get_page(number)
    except pdfium.PdfiumError as error:
        raise UnreadableExport(name, f"Page {number + 1} is damaged and cannot be read", _AGAIN) from error
    try:
        return read_page(page, form)
    finally:
        page.close()


def _refused(name: str, error: Exception) -> UnreadableExport:
    if "password" in str(error).lower():
        return UnreadableExport(name, "The document is protected by a password", _WITHOUT)
    if "security" in str(error).lower():
        return UnreadableExport(name, "The document is protected in a way that cannot be opened here", _WITHOUT)
    return UnreadableExport(name, "The PDF is damaged and cannot be read", _AGAIN)
