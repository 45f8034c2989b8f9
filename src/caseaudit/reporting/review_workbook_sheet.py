"""One sheet of a review workbook: rows as in the audit sheet, with marked runs in a text, links, and protection."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Color, Font, NamedStyle, Protection
from openpyxl.utils import get_column_letter

from caseaudit.reporting.text import clean
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import FIRST, HEAD_ROWS, Cell, Column, Formula, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.workbook import Workbook

LINK = "Review link"
_MARK = InlineFont(rFont=styles.FONT, sz=styles.SIZE, b=True, u="single", color=Color("FF9C0006"))


@dataclass(frozen=True, slots=True)
class Rich(Cell):
    """A text with marked runs; `value` is the whole."""

    parts: tuple[tuple[str, bool], ...] = ()


def rich(parts: tuple[tuple[str, bool], ...]) -> Cell:
    """A cell of runs, or a plain one where none is marked."""
    text = "".join(text for text, _ in parts)
    return Rich(text, parts=parts) if any(marked for _, marked in parts) else Cell(text)


class ReviewSheet(Sheet):
    """A protected sheet; rows written after `unlock` may be changed, sorted and filtered."""

    def __init__(
        self, book: Workbook, title: str, columns: Sequence[Column], *, marking: str, paper: int, sortable: bool = False
    ) -> None:
        super().__init__(book, title, [column.width for column in columns], marking=marking, paper=paper)
        self._book = book
        guard = self.work.protection
        guard.sheet = True
        # In the file `False` is what allows it.
        guard.formatCells = guard.formatColumns = guard.formatRows = False
        guard.autoFilter = guard.sort = not sortable

    def unlock(self) -> None:
        """Let people change the cells of the rows that follow: programs sort no range in which a cell is locked."""
        number: int = self._book._protections.add(Protection(locked=False))  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
        for name, style in self._styles.items():
            changed: Any = copy(style)
            changed.protectionId = number
            self._styles[name] = changed

    def _cell(self, cell: Cell | Formula) -> Any:
        written = super()._cell(cell)
        if isinstance(cell, Rich):
            runs = [TextBlock(_MARK, clean(text)) if marked else clean(text) for text, marked in cell.parts if text]
            written.value = CellRichText(*runs)
        return written


def review_table(
    book: Workbook,
    title: str,
    columns: Sequence[Column],
    *,
    marking: str,
    note: str,
    paper: int,
    frozen: str = "B",
    sortable: bool = False,
) -> ReviewSheet:
    """A sheet with one table under its heading and header row, both frozen."""
    sheet = ReviewSheet(book, title, columns, marking=marking, paper=paper, sortable=sortable)
    for at, column in enumerate(columns, 1):
        if column.hidden:
            sheet.work.column_dimensions[get_column_letter(at)].hidden = True
    sheet.work.freeze_panes = f"{frozen}{FIRST}"
    sheet.work.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    sheet.heading(title, note)
    sheet.row(*(Cell(column.title, column.header) for column in columns))
    return sheet


def add_link_style(book: Workbook) -> None:
    """Put the look of a link into the workbook."""
    book.add_named_style(
        NamedStyle(
            name=LINK,
            font=Font(name=styles.FONT, size=styles.SIZE, color="0563C1", underline="single"),
            alignment=Alignment(horizontal="center", vertical="top"),
        )
    )


def link(sheet: str, row: int, shown: str) -> Formula:
    """A formula that leads to a row of another sheet: unlike a link on a cell, it goes along when rows are sorted."""
    return Formula(f'=HYPERLINK("#\'{sheet}\'!A{row}","{shown}")', shown, LINK)
