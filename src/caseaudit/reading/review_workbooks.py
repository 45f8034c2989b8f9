"""Reads review workbooks that came back, whatever saved them: columns by name, rows by key, values as typed.

Nothing is ever written into such a workbook, and nothing in it is run: macros are not even looked at.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from caseaudit.errors import InputError, Place, UsageError
from caseaudit.reading.tables.archives import open_zip
from caseaudit.reading.tables.formats import WORKBOOK, reader_of
from caseaudit.reading.tables.handles import DAMAGE, handle_of
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.review import form
from caseaudit.review.cells import plain
from caseaudit.review.filled import CellValue, Filled, FilledRow, FilledWorkbook, Trouble

Sheet = Any
"""A read-only worksheet of openpyxl, whose type its stubs do not know."""

_HEADS = {plain(head): head for head in (form.KEY, form.CRITERION_ID, form.CASE, form.SUBJECT, *form.INPUTS)}
_LABELS = {plain(label): label for label in (form.AUDITOR, *form.MANIFEST)}
_HEADER_WITHIN = 60
"""Rows from the top in which the header is looked for: people put titles and notes above it."""
_README_ROWS = 400
_SAVE_AS = "Save it as .xlsx."
_FIRST_YEAR = 2001
"""A workbook that says it was saved earlier was not saved since it was made."""


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the columns stand."""

    row: int
    columns: dict[str, int]
    """Name of a column -> its place, from 0."""
    twice: tuple[tuple[str, int, int], ...] = ()


def read_review_workbook(path: Path) -> FilledWorkbook:
    """Read one workbook. Raises UsageError when it is not there, InputError when it is no review workbook at all."""
    settings = ReadSettings()
    try:
        handle = handle_of(path, path.name, settings)
    except FileNotFoundError:
        raise UsageError(f"There is no workbook {path}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", remedy="Close it where it is open.") from None
    if reader_of(handle, settings)[0] != WORKBOOK:
        raise InputError("This is no workbook", where=Place(path.name), remedy=_SAVE_AS)
    with open_zip(handle, settings) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise InputError("This is a workbook of another format", where=Place(path.name), remedy=_SAVE_AS)
    macros = any(name.startswith("xl/") and name.endswith("vbaProject.bin") for name in names)
    with _opened(path) as book:
        found = _read(path.name, book)
    told = f"{path.name}: it holds macros, which were not run and not read."
    return replace(found, notices=(*found.notices, told)) if macros else found


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Open the workbook for a while, and say of a damaged one that it is."""
    book = None
    try:
        with warnings.catch_warnings():
            # Of what openpyxl does not keep (pictures, newer validations): nothing is saved, so nothing is lost.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, keep_links=False)
            yield book
    except (KeyError, ValueError, TypeError, AttributeError, ParseError, OSError, *DAMAGE) as error:
        raise InputError(
            "The workbook is damaged", where=Place(path.name), remedy="Open it in a spreadsheet and save it anew."
        ) from error
    finally:
        if book is not None:
            book.close()


def _read(name: str, book: Any) -> FilledWorkbook:
    manifest, auditor = _readme(_first_named(book.worksheets, form.README))
    sheet, header, troubles = _find(name, book.worksheets)
    saved = book.properties.modified
    rows: tuple[FilledRow, ...] = ()
    if sheet is not None and header is not None:
        told = _lacking(name, sheet.title, header)
        troubles += told
        rows = () if told else tuple(_rows(sheet, header))
    return FilledWorkbook(
        file=name,
        manifest=manifest,
        auditor=auditor,
        rows=rows,
        saved_on=saved.date() if isinstance(saved, datetime) and saved.year >= _FIRST_YEAR else None,
        troubles=tuple(troubles),
        notices=tuple(_notices(name, header)),
    )


def _first_named(sheets: Sequence[Sheet], name: str) -> list[Sheet]:
    """Sheets in the order in which it is worth looking for something: that of the name first."""
    return sorted(sheets, key=lambda sheet: plain(sheet.title) != plain(name))


def _readme(sheets: Iterable[Sheet]) -> tuple[dict[str, str], Filled]:
    """The manifest, and the cell in which the auditor signed; looked for by its label."""
    for sheet in sheets:
        manifest: dict[str, str] = {}
        signed: Filled | None = None
        for number, cells in _cells(sheet, most=_README_ROWS):
            for at, cell in enumerate(cells[:-1]):
                label = _LABELS.get(plain(cell.text)) if isinstance(cell.value, str) else None
                if label is None:
                    continue
                beside = next((other for other in cells[at + 1 :] if not other.empty), None)
                if label == form.AUDITOR:
                    signed = beside or Filled(None, _ref(sheet.title, number, at + 1))
                elif beside is not None and not beside.formula:
                    manifest.setdefault(label, beside.text)
        if signed is not None:
            return manifest, signed
    return {}, Filled(None, "")


def _find(name: str, sheets: Sequence[Sheet]) -> tuple[Sheet | None, _Header | None, list[Trouble]]:
    """Find the sheet with the decisions: that of the name, else the only one that looks like it."""
    found: list[tuple[Sheet, _Header]] = []
    for sheet in _first_named(sheets, form.DECISIONS):
        header = _header(sheet)
        if header is None:
            continue
        if plain(sheet.title) == plain(form.DECISIONS):
            return sheet, header, []
        found.append((sheet, header))
    if len(found) == 1:
        return *found[0], []
    if found:
        titles = ", ".join(sheet.title for sheet, _ in found)
        what = f"Several sheets look like decisions ({titles}) and none is called {form.DECISIONS}"
    else:
        what = f"There is no sheet {form.DECISIONS} with the columns {', '.join(form.NEEDED)}"
    return None, None, [Trouble(name, "", what)]


def _header(sheet: Sheet) -> _Header | None:
    """The row that names the columns: the first that has a row key and an outcome, or most of the inputs."""
    for number, cells in _cells(sheet, most=_HEADER_WITHIN):
        columns: dict[str, int] = {}
        twice: list[tuple[str, int, int]] = []
        for at, cell in enumerate(cells):
            head = _HEADS.get(plain(cell.text)) if isinstance(cell.value, str) else None
            if head in columns:
                twice.append((head, columns[head], at))
            elif head is not None:
                columns[head] = at
        if sum(head in columns for head in (*form.NEEDED, *form.INPUTS)) >= len(form.INPUTS) // 2:
            return _Header(number, columns, tuple(twice))
    return None


def _lacking(name: str, title: str, header: _Header) -> list[Trouble]:
    """What the columns must be and are not."""
    told = [
        Trouble(name, f"{title}!{header.row}:{header.row}", f"The column {head!r} is gone")
        for head in form.NEEDED
        if head not in header.columns
    ]
    for head, first, second in header.twice:
        where = get_column_letter(first + 1)
        told.append(Trouble(name, _ref(title, header.row, second), f"A second column {head!r}; the first is {where}"))
    return told


def _notices(name: str, header: _Header | None) -> Iterator[str]:
    gone = [head for head in form.INPUTS if header is not None and head not in header.columns]
    if gone:
        yield f"{name}: columns that were taken out, and are read as empty: {', '.join(gone)}."


def _rows(sheet: Sheet, header: _Header) -> Iterator[FilledRow]:
    """Rows below the header that hold anything in our columns."""
    for number, cells in _cells(sheet):
        if number <= header.row:
            continue
        ours = {
            head: cells[at] if at < len(cells) else Filled(None, _ref(sheet.title, number, at))
            for head, at in header.columns.items()
        }
        if any(not cell.empty for cell in ours.values()):
            yield FilledRow(number, ours)


def _cells(sheet: Sheet, *, most: int | None = None) -> Iterator[tuple[int, list[Filled]]]:
    """Rows with their cells, each with its place; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=most), 1):
        yield number, [_filled(cell, _ref(sheet.title, number, at)) for at, cell in enumerate(row)]


def _filled(cell: Any, ref: str) -> Filled:
    value = cell.value
    if value is None:
        return Filled(None, ref)
    if cell.data_type in {"f", "e"}:
        return Filled(None, ref, formula=True)
    shown: CellValue = value if isinstance(value, str | int | float | bool | date | datetime) else str(value)
    return Filled(shown, ref)


def _ref(title: str, row: int, at: int) -> str:
    return f"{title}!{get_column_letter(at + 1)}{row}"
