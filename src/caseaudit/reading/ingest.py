"""Takes every row of an export through the mapping and keeps what it gives; counts every row and notes what to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from caseaudit.errors import Place, UsageError
from caseaudit.mapping.cells import Cell
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.rows import Fragment, LeftOut, RowKeys, RowProblem
from caseaudit.reading.case_rows import Origin, Shape, Trouble
from caseaudit.reading.input_notices import InputNotices
from caseaudit.reading.joining import Store
from caseaudit.reading.kept_rows import NewPart
from caseaudit.reading.mended import MendedCase, cells_json, is_mended, mended_cases
from caseaudit.reading.row_account import FileAccount
from caseaudit.reading.table_use import BUILT_IN, HeaderRows, SpecUse, file_fits, sheet_fits, spec_use, that_fit
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.opening import tables_of
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import FILE, ROW, TABLE, Row, Table
from caseaudit.reading.tables.settings import ReadSettings


@dataclass(slots=True)
class Ingest:
    """One export on its way into the store."""

    mapping: ExportMapping
    settings: ReadSettings
    store: Store
    files: list[FileAccount] = field(default_factory=list)
    failures: list[tuple[Trouble, str]] = field(default_factory=list)
    """Files, sheets and lines that could not be read, and the text of such a line."""
    notices: InputNotices = field(default_factory=InputNotices)
    uses: list[SpecUse] = field(default_factory=list)
    keep_raw: bool = True
    """Whether the cells of rows that are set aside are wanted."""
    _mended: bool = False

    def __post_init__(self) -> None:
        """Make the mapping's tables ready."""
        self.uses = [spec_use(self.mapping, number) for number in range(len(self.mapping.tables))]

    def take(self, handle: Handle) -> None:
        """Read one file. What cannot be read is noted; raises UsageError where the mapping wants the run to stop."""
        try:
            if is_mended(handle):
                self._lines(handle)
                return
        except UnreadableExport as error:
            self._fail(handle, error)
            return
        uses = [use for use in self.uses if file_fits(use.spec, handle.name)]
        if uses:
            self._tables(handle, uses)
        else:
            self.notices.unused_files.append(handle.name)

    def _tables(self, handle: Handle, uses: Sequence[SpecUse]) -> None:
        """Read the tables of one file that the mapping takes."""
        file, account = self._begin(handle)
        settings = replace(self.settings, header_rows=HeaderRows([use.spec for use in uses]))
        taken, refused = False, []
        failed = len(self.failures)
        try:
            for table in tables_of(handle, settings):
                takers = [use for use in uses if sheet_fits(use.spec, table.name)]
                if not takers:
                    self.notices.unused_tables.append((table.file, table.name))
                    continue
                fit, why = that_fit(table, takers)
                refused += [(table, reason) for reason in why]
                taken = taken or bool(fit)
                if fit:
                    self._table(table, fit, account)
        except UnreadableExport as error:
            self._fail(handle, error, uses)
        file.sha256 = _digest(handle)
        if taken:
            self.notices.refused += [(table.file, table.name, reason) for table, reason in refused]
            return
        self.failures += [(Trouble(reason, table.file, table.name), "") for table, reason in refused]
        if len(self.failures) == failed:
            wanted = ", ".join(repr(each) for use in uses for each in use.spec.sheet or ())
            reason = f"It has no sheet or table that the mapping takes ({wanted or 'any'})"
            self.failures.append((Trouble(reason, handle.name), ""))

    def _begin(self, handle: Handle) -> tuple[FileAccount, int]:
        self.files.append(FileAccount(handle.name))
        return self.files[-1], len(self.files) - 1

    def _fail(self, handle: Handle, error: UnreadableExport, uses: Sequence[SpecUse] = ()) -> None:
        for use in uses:
            use.broken = True
        if not self.files or self.files[-1].name != handle.name:
            file, _ = self._begin(handle)
            file.sha256 = _digest(handle)
        reason = error.reason if not error.remedy else f"{error.reason}. {error.remedy.rstrip('.')}"
        self.failures.append((Trouble(reason, error.file, error.sheet or ""), ""))

    def _table(self, table: Table, uses: Sequence[SpecUse], account: int) -> None:
        loose = table.header_row is None
        origin = Origin(table.file, table.name, account, loose, None, tuple(use.number for use in uses))
        for use in uses:
            if loose:
                use.loose_in = use.loose_in or table.file
            else:
                use.taken = True
                self.notices.lacks(table, use)
        self.notices.columns.table(table, uses)
        before = self.files[account].read
        try:
            self._rows(table, uses, origin)
        except UnreadableExport as error:
            read = self.files[account].read - before
            for use in uses:
                use.broken = True
            after = f" (after {read:,} rows that were read)" if read else ""
            reason = f"{error.reason}{after}" + (f". {error.remedy.rstrip('.')}" if error.remedy else "")
            self.failures.append((Trouble(reason, error.file, error.sheet or table.name), ""))
            if read:
                self.notices.broken_off.append((error.file, error.sheet or table.name))
        finally:
            self.notices.of_table(table)

    def _rows(self, table: Table, uses: Sequence[SpecUse], origin: Origin) -> None:
        named = any(not BUILT_IN.isdisjoint(use.columns) for use in uses)
        number = self.store.origin(origin)
        columns, loose = self.notices.columns, origin.loose
        for row in table.rows:
            if loose:
                columns.row((table.file, table.name), tuple(row.values), uses)
            problem = row.problem or (_beyond(row) if row.beyond and not table.name else None)
            raw = cells_json(row.values, row.beyond, problem, row.faults) if self.keep_raw else ""
            built_in: dict[str, Cell] | None = {FILE: table.file, TABLE: table.name, ROW: row.number} if named else None
            self._row(row.values, built_in, uses, origin, (number, row.number, raw), problem, row.faults)

    def _row(
        self,
        values: Mapping[str, Cell],
        built_in: Mapping[str, Cell] | None,
        uses: Sequence[SpecUse],
        origin: Origin,
        line: tuple[int, int, str],
        problem: str | None,
        faults: Mapping[str, str],
    ) -> None:
        file = self.files[origin.account]
        file.read += 1
        if built_in is not None:
            blank = all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in values.values())
            if blank and problem is None and not faults:
                file.blank += 1
                return
            values = {**values, **built_in}
        parts: list[NewPart] = []
        where = False
        for use in uses:
            result = use.converter.convert(values)
            fault = use.fault(faults, chosen=result != LeftOut("where")) if faults else None
            if fault is not None:
                use.taken = use.taken or origin.loose
                parts.append(_new(use, use.converter.keys(values), problem=(fault[0], None, None, fault[1])))
            elif isinstance(result, LeftOut):
                where = where or result.reason == "where"
                use.taken = use.taken or (origin.loose and result.reason == "where" and use.can_choose)
            else:
                parts.append(self._part(use, result, origin, line[1], problem))
        if not parts and problem is not None:
            parts.append(NewPart(uses[0].number, None, "", problem=(None, None, None, problem)))
        if parts:
            self.store.add(*line, parts)
        elif where:
            file.left_out += 1
        else:
            file.blank += 1

    def _part(
        self, use: SpecUse, result: Fragment | RowProblem, origin: Origin, number: int, problem: str | None
    ) -> NewPart:
        keys = result.keys
        if isinstance(result, RowProblem):
            if result.fatal:
                raise _stop(use, result, origin, number)
            use.taken = use.taken or origin.loose
            reason = f"{problem}. {result.reason}" if problem else result.reason
            told = (result.column, _whole(use, result.field), result.value, reason)
            return _new(use, keys, problem=told)
        if origin.loose:
            use.see(result.absent)
            # Elements without any of the narrative's columns do not say that there is a narrative.
            use.taken = use.taken or bool(result.items) or "text" not in result.absent
        for note in result.notes:
            self.notices.note(note, use.spec.name)
        if problem is not None:
            return _new(use, keys, problem=(None, None, None, problem))
        return _new(use, keys, items=result.items, absent=result.absent)

    def _lines(self, handle: Handle) -> None:
        """Read rows that were set aside before."""
        self._mended = True
        file, account = self._begin(handle)
        names = {table.name: number for number, table in enumerate(self.mapping.tables)}
        try:
            for case in mended_cases(handle, names):
                if case.problem is not None:
                    file.read += 1
                    file.rejected += 1
                    self.failures.append((Trouble(case.problem, handle.name, "", case.line or None), case.text))
                self._mended_rows(case, names, account)
        except UnreadableExport as error:
            self._fail(handle, error)
        file.sha256 = _digest(handle)

    def _mended_rows(self, case: MendedCase, names: Mapping[str, int], account: int) -> None:
        for row in case.rows:
            uses = [self.uses[names[name]] for name in row.tables]
            specs = tuple(use.number for use in uses)
            origin = Origin(row.file, row.sheet, account, loose=False, tables=case.tables, specs=specs)
            built_in: dict[str, Cell] = {FILE: row.file, TABLE: row.sheet, ROW: row.number}
            named = any(not BUILT_IN.isdisjoint(use.columns) for use in uses)
            line = (self.store.origin(origin), row.number, row.raw)
            self._row(row.values, built_in if named else None, uses, origin, line, row.problem, row.faults)

    def finish(self) -> Shape:
        """Index what was kept, and say what the export is. Raises UsageError when it has no main table at all."""
        for error in filter(None, map(SpecUse.stop, self.uses)):
            raise error
        main = self.uses[self.store.main]
        if not main.taken and not self._mended and not self._failed(main):
            raise UsageError(
                f"Nothing in the export is what the mapping's main table {main.spec.name!r} takes "
                f"(from: {', '.join(main.spec.from_)}{_sheets(main)})",
                remedy="Check `from`, `sheet` and `key` in the mapping, or run: caseaudit mapping suggest EXPORT. "
                "Case files are read without a mapping.",
            )
        shapes = tuple(use.shape() for use in self.uses)
        order = sorted(range(len(shapes)), key=lambda number: len(shapes[number].steps))
        self.store.finish(order, [shape.name for shape in shapes])
        present = frozenset(use.spec.name for use in self.uses if use.taken and not use.broken)
        if present or not self._mended:
            self.notices.tables(self.uses)
        return Shape(self.mapping.system, shapes, self.store.main, present)

    def _failed(self, main: SpecUse) -> bool:
        """Whether what the main table would be in could not be read: that is told already."""
        return any(file_fits(main.spec, trouble.file) for trouble, _ in self.failures)


def _new(use: SpecUse, keys: RowKeys, **more: Any) -> NewPart:
    known = {name: key for name, key in keys.known_as.items() if key} if keys.known_as else None
    return NewPart(use.number, keys.case, keys.shown, keys.own, keys.parent, known=known or None, **more)


def _whole(use: SpecUse, path: str | None) -> str | None:
    """Write the path of a field from the case file down."""
    return path if path is None or not use.shape().steps else f"{use.spec.into}.{path}"


def _beyond(row: Row) -> str | None:
    cells = [cell for cell in row.beyond if cell is not None and str(cell).strip()]
    if not cells:
        return None
    more = "a cell more than the header" if len(cells) == 1 else f"{len(cells)} cells more than the header"
    return f"The row has {more}: a separator stands in a cell without quotation marks, or a header is missing"


def _stop(use: SpecUse, problem: RowProblem, origin: Origin, number: int) -> UsageError:
    value = f" is {problem.value!r}" if problem.value else ""
    return UsageError(
        f"Row {number}, column {problem.column}{value}: {problem.reason}",
        where=Place(origin.file, sheet=origin.table or None, line=number),
        remedy=f"The mapping stops the run here (unlisted: fail; table {use.spec.name!r}): add it to the picklist.",
    )


def _sheets(use: SpecUse) -> str:
    return f"; sheet: {', '.join(use.spec.sheet)}" if use.spec.sheet else ""


def _digest(handle: Handle) -> str:
    try:
        return handle.sha256
    except UnreadableExport:
        return ""
