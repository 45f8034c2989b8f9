"""What every reader of exports gives: tables of rows, streamed, each row with the place it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from caseaudit.mapping.cells import Cell

__all__ = ["FILE", "ROW", "TABLE", "TEXT", "Cell", "Row", "Table"]

FILE, TABLE, ROW, TEXT = "(file)", "(table)", "(row)", "(text)"
"""Columns that every row has without being written in the export: its file, its sheet or path, its number.

`(text)` is the whole running text of a document, where the format is one.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export.

    `number` is what a person sees: the row of the sheet, the line of the file on which the record begins, the
    ordinal of the element. `values` holds every column of the table that this row reaches, in their order; `beyond`
    the cells behind the last header, which belong to no column. `problem` says why the row cannot be used; `faults`,
    by column, why a cell cannot, whose value is None then: they matter only to who needs that column.
    """

    number: int
    values: Mapping[str, Cell]
    beyond: tuple[Cell, ...] = ()
    problem: str | None = None
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """A table of an export.

    `file` is named relative to the argument's folder, with `/` (a member of an archive: `archive.zip/member.csv`);
    `name` is the sheet, the path of the elements, or the heading above a table of a document; empty where the file
    is the table. `columns` are the headers with white space made single: a blank one is called `column D`, the second
    of the same name `Notes (2)`; for elements and documents, which differ, those of the first rows. `rows` can be
    taken once, and `notices`, what the user should know of the reading, is complete when they have been.
    """

    file: str
    name: str
    columns: Sequence[str]
    rows: Iterator[Row]
    header_row: int | None = None
    notices: list[str] = field(default_factory=list)
