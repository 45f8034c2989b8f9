"""One worksheet being written row by row: plain cells in, styled cells out, page set up with the protective marking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from caseaudit.reporting.text import clean, for_cell
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.heights import LINE_POINTS, row_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl.workbook import Workbook

    from caseaudit.reporting.workbook.package import Value

A4, A3 = 9, 8
HEAD_ROWS = 3
"""Rows above the data of a table sheet: title, note, header."""
FIRST = HEAD_ROWS + 1
NONE = "None."
_MARKING_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a value in a named style; text is always text, whatever it begins with."""

    value: str | int | float | None
    style: str = styles.TEXT
    across: int = 1
    """Columns that it is merged over."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula (with its `=`) and the value it has while nobody has decided anything."""

    expression: str
    value: Value
    style: str = styles.NUMBER


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table sheet. `width` in characters; a hidden one serves the formulas."""

    title: str
    width: float
    header: str = styles.HEADER
    hidden: bool = False


class Sheet:
    """A worksheet with its next free row. Columns and page are set before the first row, as openpyxl wants it."""

    def __init__(self, book: Workbook, title: str, widths: Iterable[float], *, marking: str, paper: int = A4) -> None:
        self.work = book.create_sheet(title)
        self.title = title
        self.next_row = 1
        self.values: list[Value] = []
        self._widths = tuple(widths)
        self._styles = {style.name: style.as_tuple() for style in book._named_styles}  # type: ignore[attr-defined]  # noqa: SLF001
        for at, width in enumerate(self._widths, 1):
            self.work.column_dimensions[get_column_letter(at)].width = width
        self._set_page(marking, paper)

    def row(self, *cells: Cell | Formula | None, height: float | None = None) -> int:
        """Write one row and return its number; None leaves a cell out; `height` in points, else as the text needs."""
        number = self.next_row
        written = [None if cell is None else self._cell(cell) for cell in cells]
        points = height or row_points(self._wrapped(cells))
        # A plain dict: openpyxl's own would mark the height as set by hand, and rows would not grow with a comment.
        rows: dict[int, Any] = self.work.row_dimensions
        rows[number] = {"ht": f"{points:g}"}
        self.work.append(written)
        del rows[number]
        self.next_row += 1
        return number

    def _wrapped(self, cells: Iterable[Cell | Formula | None]) -> Iterator[tuple[str, float, bool]]:
        """The texts that wrap, each with the width it has and whether it is bold."""
        for at, cell in enumerate(cells):
            if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.style in styles.WRAPPED:
                yield cell.value, sum(self._widths[at : at + cell.across]), cell.style in styles.BOLD

    def heading(self, title: str, note: str, *, warning: str | None = None) -> None:
        """The two rows every sheet begins with: its title, and how to read it or what was left out."""
        self.row(Cell(title, styles.TITLE), height=24)
        self.row(Cell(warning or note, styles.WARNING if warning else styles.NOTE))

    def merge(self, first: str, last: str, row: int) -> None:
        """Make one cell of the columns `first` to `last` in a row."""
        self.work.merged_cells.add(f"{first}{row}:{last}{row}")

    def name_range(self, book: Workbook, name: str, column: str, first: int, last: int) -> None:
        """Give a column's rows a name that formulas use."""
        reference = f"'{self.title}'!${column}${first}:${column}${last}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)

    def _cell(self, cell: Cell | Formula) -> Any:
        if isinstance(cell, Formula):
            written = WriteOnlyCell(self.work, cell.expression)
            self.values.append(cell.value)
        elif cell.value == "":
            written = WriteOnlyCell(self.work, None)
        elif isinstance(cell.value, str):
            written = WriteOnlyCell(self.work, for_cell(cell.value))
            written.data_type = "s"
        else:
            written = WriteOnlyCell(self.work, cell.value)
        written._style = self._styles[cell.style]  # type: ignore[attr-defined]  # noqa: SLF001 - a name costs three times as long
        return written

    def _set_page(self, marking: str, paper: int) -> None:
        work = self.work
        shown = clean(marking)[:_MARKING_LIMIT].replace("&", "&&")
        for part in (work.oddHeader, work.oddFooter):
            part.center.text = shown
            part.center.font = f"{styles.FONT},Bold"
        work.oddHeader.left.text = "Case file audit: &A"
        work.oddFooter.right.text = "Page &P of &N"
        work.oddHeader.left.font = work.oddFooter.right.font = f"{styles.FONT},Regular"
        work.page_setup.orientation = "landscape"
        work.page_setup.paperSize = paper
        work.page_setup.fitToWidth = 1
        work.page_setup.fitToHeight = 0
        work.sheet_properties.pageSetUpPr.fitToPage = True
        for side in ("left", "right"):
            setattr(work.page_margins, side, 0.4)
        work.page_margins.top = work.page_margins.bottom = 0.75
        work.sheet_view.showGridLines = False
        work.sheet_format.defaultRowHeight = LINE_POINTS


def table_sheet(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    *,
    marking: str,
    note: str,
    warning: str | None = None,
    frozen: str = "B",
    paper: int = A4,
    header_height: float | None = None,
) -> Sheet:
    """A sheet with one table: heading and header row, frozen above the data and left of column `frozen`."""
    sheet = Sheet(book, title, [column.width for column in columns], marking=marking, paper=paper)
    for at, column in enumerate(columns, 1):
        if column.hidden:
            sheet.work.column_dimensions[get_column_letter(at)].hidden = True
    sheet.work.freeze_panes = f"{frozen}{FIRST}"
    sheet.work.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    sheet.heading(title, note, warning=warning)
    sheet.row(*(Cell(column.title, column.header) for column in columns), height=header_height)
    return sheet


def close_table(sheet: Sheet, columns: Sequence[Column], *, filtered: bool = True) -> int:
    """Say `None.` under an empty table, put the filter on, and return the number of the last row."""
    if sheet.next_row == FIRST:
        sheet.row(Cell(NONE))
    last = sheet.next_row - 1
    shown = max(at for at, column in enumerate(columns, 1) if not column.hidden)
    if filtered:
        sheet.work.auto_filter.ref = f"A{HEAD_ROWS}:{get_column_letter(shown)}{last}"
    return last
