"""Review workbooks as people fill them in: by the names of the columns, with openpyxl in place of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = 3
FIRST = HEADER + 1

Edit = Callable[["Book"], None]


class Book:
    """A workbook being filled in."""

    def __init__(self, path: Path) -> None:
        self.book: Workbook = load_workbook(path)
        self.sheet: Worksheet = self.book["Decisions"]

    def column(self, head: str) -> int:
        return next(cell.column for cell in self.sheet[HEADER] if cell.value == head)

    def ref(self, row: int, head: str) -> str:
        return f"Decisions!{self.sheet.cell(row, self.column(head)).coordinate}"

    def get(self, row: int, head: str) -> Any:
        return self.sheet.cell(row, self.column(head)).value

    def put(self, row: int, head: str, value: Any) -> None:
        self.sheet.cell(row, self.column(head)).value = value

    def rows(self) -> range:
        return range(FIRST, self.sheet.max_row + 1)

    def decide(self, row: int, outcome: Any = "Not met", reason: Any = "As the log says", **others: Any) -> None:
        self.put(row, "Your outcome", outcome)
        self.put(row, "Reason", reason)
        for head, value in others.items():
            self.put(row, head.replace("_", " ").capitalize(), value)

    def decide_all(self) -> None:
        for row in self.rows():
            self.decide(row)


def fill(path: Path, edit: Edit, *, name: str = "filled.xlsx") -> str:
    """Let somebody edit a workbook and save it under another name."""
    book = Book(path)
    edit(book)
    book.book.save(name)
    return name
