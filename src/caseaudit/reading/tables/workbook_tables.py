"""Reads workbooks (XLSX, XLSM, XLSB, XLS, ODS): every sheet is a table, with the row numbers that a person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from io import BytesIO
from typing import Any, TypeVar

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.headers import LOOK_AHEAD, Grid, Header, Record, column_letters, find_header
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Cell, Row, Table
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.workbook_cells import ERRORS, Merges, converted, undated
from caseaudit.reading.tables.workbook_findings import Findings, place_of, shows
from caseaudit.reading.tables.workbook_scans import Scans, damaged, open_scans, protected

_T = TypeVar("_T")
_NOUGHT = time()


class _Fault(str):
    """What is wrong with a cell, in its place while its row is made."""

    __slots__ = ()


def tables(source: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give every sheet of a workbook as a table, hidden ones too; charts and macros are no tables.

    Raises UnreadableExport for a file that is no workbook, is damaged or protected. A sheet that cannot be read (no
    header, too large) is given with rows that raise it, so that the sheets beside it can be read.
    """
    with open_scans(source, settings) as scans:
        book = _load(scans)
        try:
            for sheet in book.sheets_metadata:
                if sheet.typ is SheetTypeEnum.WorkSheet:
                    yield _table(book, sheet, scans)
        finally:
            book.close()


def _load(scans: Scans) -> CalamineWorkbook:
    content = scans.cleaned
    with scans.handle.open() if content is None else BytesIO(content) as stream:
        return _guarded(scans.handle, lambda: load_workbook(stream))


def _guarded(source: Handle, read: Callable[[], _T]) -> _T:
    """Read with calamine and say in plain words why it fails; a panic of its own is what its input is blamed for."""
    try:
        return read()
    except PasswordError as error:
        raise protected(source) from error
    except (CalamineError, OverflowError, ValueError) as error:
        raise damaged(source) from error
    except OSError as error:
        if error.errno is not None:
            raise source.failed(error) from error
        raise damaged(source) from error  # its own: a part that ends too soon, not the disk
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(source) from error


def _table(book: CalamineWorkbook, sheet: SheetMetadata, scans: Scans) -> Table:
    table = Table(scans.handle.name, sheet.name, (), iter(()))
    if sheet.visible is not SheetVisibleEnum.Visible:
        table.notices.append("the sheet is hidden in the workbook; it is read like the others")
    try:
        findings = scans.of(sheet.name, book.sheet_names)
        content = _guarded(scans.handle, lambda: book.get_sheet_by_name(sheet.name))
        table.notices.extend(findings.notices())
        if content.start is None:
            table.notices.append("the sheet is empty")
            return table
        reader = _Reader(table, content, findings, scans)
        header = reader.header()
    except UnreadableExport as error:
        table.rows = _refused(UnreadableExport(error.file, error.reason, error.remedy, sheet=sheet.name))
        return table
    table.columns, table.header_row = header.columns, header.row or None
    table.rows = reader.rows(header)
    return table


def _refused(error: UnreadableExport) -> Iterator[Row]:
    raise error
    yield  # pragma: no cover - makes it an iterator


@dataclass(slots=True)
class _Reader:
    """Turns one sheet into rows."""

    table: Table
    sheet: CalamineSheet
    findings: Findings
    scans: Scans
    _faults: dict[int, dict[str, str]] = field(default_factory=dict)
    """Of the row that is being made: by its number, column -> what is wrong."""
    _dated: set[int] = field(default_factory=set)
    """Columns in which dates stand, where formats are not known: nought among them is no date."""
    _undated: int = 0
    """Cells that are formatted as a date and hold none."""
    _first_undated: str = ""

    @property
    def _first_column(self) -> int:
        """Columns in front of the first filled one, which calamine leaves out."""
        return self.sheet.start[1] if self.sheet.start else 0

    def header(self) -> Header:
        """Find the header, and name its columns as they stand in the sheet, merged names for each column under them."""
        first, merges = self._first_column, self._merges()
        sample = self._sample(self.scans.settings.header_row(self.table.name))
        header = self._find(sample, self.scans.settings.header_row(self.table.name))
        above = sum(1 for number, _ in sample if number < header.row)
        if above:
            rows = "1 row above it is" if above == 1 else f"{above} rows above it are"
            self.table.notices.append(f"the header is row {header.row}; {rows} taken for a title")
        for at, (number, cells) in enumerate(sample):
            named = merges.across(number - 1, cells, first) if number == header.row else cells
            sample[at] = number, [*[None] * first, *named]
        header = self._find(sample, header.row)
        width = len(header.columns)
        return replace(header, columns=header.columns[first:], cells=header.cells[first:width])

    def rows(self, header: Header) -> Iterator[Row]:
        """Give the rows under the header."""
        grid = Grid(header, self.table.notices, self.scans.settings.max_columns, tell_short=False)
        self._undated, self._first_undated = 0, ""  # those that were only looked at to find the header count once
        for row in grid.rows(self._records(header)):
            faults = self._faults.pop(row.number, None)
            yield replace(row, faults=faults) if faults else row
        if self._undated:
            one = self._undated == 1
            cells = "1 cell is" if one else f"{self._undated:,} cells are"
            self.table.notices.append(
                f"{cells} formatted as a date but hold{'s' if one else ''} 0 or less, which is no date "
                f"(first: {self._first_undated}), and count{'s' if one else ''} as empty"
            )

    def _find(self, sample: Sequence[tuple[int, Sequence[Cell]]], wanted: int | None) -> Header:
        return find_header(
            sample,
            file=self.table.file,
            table=self.table.name,
            wanted=wanted,
            max_columns=self.scans.settings.max_columns,
        )

    def _sample(self, wanted: int | None) -> list[tuple[int, list[Cell]]]:
        """Give the first filled rows, from the one on that the mapping names."""
        sample: list[tuple[int, list[Cell]]] = []
        fill = self._merges().downwards(-1, self._first_column)
        for at, cells in self._filled(0):
            fill(at, cells)
            if at + 1 >= (wanted or 0):
                sample.append((at + 1, cells))
            if len(sample) >= LOOK_AHEAD:
                break
        return sample

    def _records(self, header: Header) -> Iterator[Record]:
        width = len(header.columns)
        fill = self._merges().downwards(header.row - 1, self._first_column)
        for at, cells in self._filled(header.row):
            problem = self._problem(cells, header)
            self._mark(at, cells)
            fill(at, cells)
            self._unmark(at, cells, header)
            if len(cells) > width and cells.count(None) and not any(cell is not None for cell in cells[width:]):
                del cells[width:]
            yield at + 1, cells, problem

    def _filled(self, begin: int) -> Iterator[tuple[int, list[Cell]]]:
        """Give the rows that hold anything, by their place from 0."""
        faults = self.findings.faults
        at, width = -1, 0
        for at, given in enumerate(self._given()):
            width = len(given)
            if at >= begin and given.count("") < width:
                yield at, self._cells(at, given)
            elif faults and at >= begin and any(faults.of(at)):
                yield at, [None] * width
        for below in faults.rows(max(at + 1, begin)):  # nothing but formulas without results
            yield below, [None] * width

    def _cells(self, at: int, given: list[Any]) -> list[Cell]:
        """Convert a row, leaving out what is formatted as a date but is none."""
        cells = converted(given, open_document=self.scans.open_document)
        if self.scans.dated is not None:
            found = self.findings.undated
            first = place_of(at, self._first_column)
            lost = [place for place in range(len(cells)) if first + place in found] if found else []
        else:
            lost = undated(given)
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    self._dated.add(place)
                elif place in self._dated and type(cell) is time and cell == _NOUGHT and not self.scans.open_document:
                    lost.append(place)
        for place in lost:
            if cells[place] is None or type(cells[place]) is time:
                cells[place] = None
                self._undated += 1
                self._first_undated = self._first_undated or self._name(at, place)
        return cells

    def _given(self) -> Iterator[list[Any]]:
        """Give the rows as calamine does. A number that no calendar has makes it panic: nothing is left out unsaid."""
        rows = self.sheet.iter_rows()
        while (cells := _guarded(self.scans.handle, lambda: next(rows, None))) is not None:
            yield cells

    def _merges(self) -> Merges:
        return Merges(self.sheet.merged_cell_ranges or [])

    def _problem(self, cells: list[Cell], header: Header) -> str | None:
        """Say which text is too long to be one."""
        most = self.scans.settings.max_cell
        for place, cell in enumerate(cells):
            if type(cell) is str and len(cell) > most:
                return f"Column {self._named(place, header)} holds more than {most:,} characters"
        return None

    def _mark(self, at: int, cells: list[Cell]) -> None:
        """Put what is wrong with a cell in its place, so that it is repeated down where the cell is merged."""
        for place, cell in enumerate(cells):
            if type(cell) is str and cell[0] == "#" and cell in ERRORS:
                cells[place] = _Fault(shows(self._name(at, place), cell))
        for column, told in self.findings.faults.of(at) if self.findings.faults else ():
            place = column - self._first_column
            if 0 <= place < len(cells):
                cells[place] = _Fault(told)

    def _unmark(self, at: int, cells: list[Cell], header: Header) -> None:
        for place, cell in enumerate(cells):
            if type(cell) is _Fault:
                cells[place] = None
                if place < len(header.columns):
                    self._faults.setdefault(at + 1, {})[header.columns[place]] = str(cell)

    def _name(self, at: int, place: int) -> str:
        return f"{column_letters(place + self._first_column)}{at + 1}"

    def _named(self, place: int, header: Header) -> str:
        if place < len(header.columns):
            return repr(header.columns[place])
        return column_letters(place + self._first_column)
