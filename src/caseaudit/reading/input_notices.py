"""What the reader of the results should know of a mapped export: said once each, with counts, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from caseaudit.mapping.rows import Note
from caseaudit.reading.table_use import Columns, SpecUse
from caseaudit.reading.tables.rows import Table

MAX_NAMED = 12
MAX_COLUMNS = 200
"""Unused columns that are named for one file."""
_MAX_VALUES = 5


@dataclass(slots=True)
class _Noted:
    count: int = 0
    values: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class InputNotices:
    """What is gathered on the way."""

    columns: Columns = field(default_factory=Columns)
    unread: list[str] = field(default_factory=list)
    unused_files: list[str] = field(default_factory=list)
    unused_tables: list[tuple[str, str]] = field(default_factory=list)
    """File and sheet."""
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    """File, sheet, and why the sheet is none of the mapping's tables."""
    broken_off: list[tuple[str, str]] = field(default_factory=list)
    _lacking: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = field(default_factory=dict)
    _gone: list[str] = field(default_factory=list)
    _noted: dict[tuple[str, str, str], _Noted] = field(default_factory=dict)
    _of_tables: dict[str, list[str]] = field(default_factory=dict)

    def note(self, note: Note, table: str) -> None:
        """Count what was noted of a cell."""
        noted = self._noted.setdefault((note.kind, table, note.column), _Noted())
        noted.count += 1
        if note.value in noted.values or len(noted.values) < _MAX_VALUES:
            noted.values[note.value] = noted.values.get(note.value, 0) + 1

    def lacks(self, table: Table, use: SpecUse) -> None:
        """Note the columns of a mapped table that this one of the export does not have."""
        lost, gone = use.missing(table.columns)
        if lost:
            self._lacking.setdefault((use.spec.name, lost, gone), []).append(_named(table.file, table.name))

    def of_table(self, table: Table) -> None:
        """Keep what the reader of a table said."""
        for notice in table.notices:
            self._of_tables.setdefault(notice, []).append(_named(table.file, table.name))

    def tables(self, uses: Sequence[SpecUse]) -> None:
        """Once everything has been read: note the tables and columns that never came."""
        for use in uses:
            spec = use.spec
            if not use.taken and use.loose_in is not None and not use.can_choose:
                self._gone.append(
                    f"No row of {use.loose_in} has {' or '.join(use.needs.conditions)}, by which the mapping's table "
                    f"{spec.name!r} chooses its rows (`where`): {spec.into} is absent there, and what rests on it "
                    "cannot be assessed."
                )
            elif not use.taken:
                sheet = f", sheet {' or '.join(spec.sheet)}" if spec.sheet else ""
                self._gone.append(
                    f"The export has nothing for the mapping's table {spec.name!r} ({', '.join(spec.from_)}{sheet}): "
                    f"{spec.into} is absent, and what rests on it cannot be assessed."
                )
            elif use.loose_in is not None and not any(name == spec.name for name, _, _ in self._lacking):
                lost, gone = use.missing(use.loose_seen)
                if lost:
                    self._lacking.setdefault((spec.name, lost, gone), []).append(use.loose_in)

    def sentences(self) -> Iterator[str]:
        """Say everything."""
        yield from self._gone
        for (table, lost, gone), places in self._lacking.items():
            verb = "is" if len(gone) == 1 else "are"
            none = f", so {_some(gone)} {verb} absent and cannot be assessed" if gone else ""
            columns = "column" if len(lost) == 1 else "columns"
            yield f"{_some(places, 3)} has no {columns} {_some(lost)} (table {table!r} of the mapping){none}."
        for file, sheet in self.broken_off:
            yield (
                f"{_named(file, sheet)} broke off: the rows behind that place are missing, and findings that rest on "
                "them may be wrong."
            )
        yield from self._notes()
        yield from self._unused()
        for notice, places in self._of_tables.items():
            yield f"{_some(places, 3)}: {notice.rstrip('.')}."

    def _notes(self) -> Iterator[str]:
        for (kind, table, column), noted in self._noted.items():
            values = ", ".join(f"{value!r}" for value in noted.values)
            if kind == "ambiguous_date":
                yield (
                    f"Column {column} (table {table!r}): {_count(noted.count, 'date')} could be day or month first "
                    f"({values}); the day was taken first. Write day_first in the mapping to settle it."
                )
            else:
                yield (
                    f"Column {column} (table {table!r}): {_count(noted.count, 'value')} not on the picklist, kept as "
                    f"unknown ({values})."
                )

    def _unused(self) -> Iterator[str]:
        found = self.columns.unused()
        if found:
            told = [f"{_named(*place)}: {_some(names, MAX_COLUMNS)}" for place, names in found.items()]
            yield f"Columns that the mapping does not use: {'; '.join(told[:MAX_NAMED])}{_more(told)}."
        if self.refused:
            for file, sheet, reason in self.refused[:MAX_NAMED]:
                yield f"{_named(file, sheet)} was not read: {reason}."
        told = [_named(file, sheet) for file, sheet in self.unused_tables if not self.columns.reaches(sheet)]
        if told:
            yield f"Sheets and tables that the mapping does not use: {_some(told)}."
        if self.unused_files:
            yield f"Files that the mapping does not use: {_some(self.unused_files)}."
        if self.unread:
            yield f"Files that were not read: {_some(self.unread)}."


def _named(file: str, sheet: str) -> str:
    return f"{file} ({sheet})" if sheet else file


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _more(names: Sequence[str]) -> str:
    return f"; and {len(names) - MAX_NAMED} more files" if len(names) > MAX_NAMED else ""


def _some(names: Iterable[str], most: int = MAX_NAMED) -> str:
    names = list(names)
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
