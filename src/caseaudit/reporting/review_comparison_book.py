"""A page of figures as a workbook: a first sheet with what was read and what to know, then a sheet a section."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from caseaudit import __version__
from caseaudit.reporting.figures import NOTHING
from caseaudit.reporting.workbook import package, styles
from caseaudit.reporting.workbook.sheet import A3, NONE, Cell, Sheet

if TYPE_CHECKING:
    from caseaudit.reporting.review_comparison_pages import Column, Page, Section, Table, Value

_FRONT = "Read me"
_WIDTHS = (24, 110)
_HEAD = 3
"""Row of the first table's headings: below the sheet's title and the table's."""
_STYLES = {"text": styles.TEXT, "id": styles.IDENTIFIER, "count": styles.NUMBER, "figure": styles.CENTRED}


def write_page_workbook(page: Page, stream: BinaryIO) -> None:
    """Write the page: the same page gives the same bytes. Raises OSError when the file cannot be written."""
    book = Workbook(write_only=True)
    styles.add_styles(book)
    _write_front(book, page)
    for section in page.sections:
        _write_section(book, section, page.marking)
    book.properties.title = page.title
    book.properties.creator = f"caseaudit {__version__}"
    package.save(book, stream, {})


def _write_front(book: Workbook, page: Page) -> None:
    sheet = Sheet(book, _FRONT, _WIDTHS, marking=page.marking)
    sheet.row(Cell(page.title, styles.TITLE), height=26)
    sheet.row(Cell(page.marking, styles.MARKING), height=18)
    sheet.row()
    for name, value in page.facts:
        sheet.row(Cell(name, styles.LABEL), Cell(value))
    for note in page.notes:
        sheet.row(Cell("Note", styles.LABEL), Cell(note))
    for section in page.sections:
        for line in (*section.lines, *section.key):
            sheet.row(Cell(section.title, styles.LABEL), Cell(line))


def _write_section(book: Workbook, section: Section, marking: str) -> None:
    widths = _widths(section)
    sheet = Sheet(book, section.sheet, widths, marking=marking, paper=A3)
    tables = [table for table in section.tables if table.rows]
    if len(tables) == 1:
        sheet.work.freeze_panes = f"B{_HEAD + 1}"
        sheet.work.print_title_rows = f"{_HEAD}:{_HEAD}"
    sheet.row(Cell(section.title, styles.TITLE), height=24)
    for table in tables:
        sheet.row(Cell(table.title, styles.SECTION) if table.title else None)
        head = sheet.row(*(Cell(column.title, styles.HEADER) for column in table.columns))
        for row in table.rows:
            sheet.row(*(_cell(column, value) for column, value in zip(table.columns, row, strict=True)))
        if len(tables) == 1:
            sheet.work.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{sheet.next_row - 1}"
    if not tables:
        sheet.row(Cell(NONE))


def _widths(section: Section) -> list[float]:
    """The widest that any table of the sheet wants, column by column."""
    most = max((len(table.columns) for table in section.tables), default=1)
    return [max((_width(table, at) for table in section.tables), default=18) for at in range(most)]


def _width(table: Table, at: int) -> float:
    return table.columns[at].width if at < len(table.columns) else 0


def _cell(column: Column, value: Value) -> Cell:
    return Cell(NOTHING if value is None else value, _STYLES[column.kind])
