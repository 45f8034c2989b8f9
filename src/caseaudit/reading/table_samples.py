"""Reads the first rows of every table of an export, so that a mapping can be suggested or tried on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from caseaudit.mapping.cells import Cell, folded
from caseaudit.mapping.samples import TableSample
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.opening import find_handles, tables_of
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings

MOST_ROWS = 3_000
"""Of one table."""
_LONGEST = 6_000
"""Characters of a cell: enough to tell a log from a letter."""
_MOST_COLUMNS = 2_000
_SAME = 0.75


def table_samples(
    arguments: Sequence[str], settings: ReadSettings, *, rows: int = MOST_ROWS
) -> tuple[list[TableSample], list[str]]:
    """Read up to `rows` rows of each table behind the arguments; tables that are one in several files are put together.

    Also gives what could not be read, each with the reason. Raises UsageError for what is missing.
    """
    handles, unread = find_handles(arguments, settings)
    found: list[TableSample] = []
    for handle in handles:
        try:
            found.extend(_samples(handle, settings, rows))
        except UnreadableExport as error:
            unread.append(f"{error.file}: {error.reason}")
    return together(found, rows), unread


def _samples(handle: Handle, settings: ReadSettings, rows: int) -> Iterator[TableSample]:
    for table in tables_of(handle, settings):
        kept = [_shortened(row) for row in islice(table.rows, rows)]
        yield TableSample((table.file,), table.name, _columns(table, kept), kept, loose=table.header_row is None)


def _shortened(row: Row) -> dict[str, Cell]:
    return {
        name: cell[:_LONGEST] if isinstance(cell, str) and len(cell) > _LONGEST else cell
        for name, cell in row.values.items()
    }


def _columns(table: Table, rows: Iterable[dict[str, Cell]]) -> tuple[str, ...]:
    """Name the columns; elements and documents have others further down than in their first rows."""
    names = dict.fromkeys(table.columns)
    if table.header_row is None:
        for row in rows:
            names.update(dict.fromkeys(row))
    return tuple(islice(names, _MOST_COLUMNS))


def together(samples: Sequence[TableSample], rows: int = MOST_ROWS) -> list[TableSample]:
    """Put the tables of several files together that have the same name and nearly the same columns."""
    found: list[TableSample] = []
    for sample in samples:
        place = next((at for at, each in enumerate(found) if _is_same(each, sample)), None)
        if place is None:
            found.append(sample)
            continue
        other = found[place]
        columns = tuple(dict.fromkeys((*other.columns, *sample.columns)))
        both = [*other.rows, *sample.rows[: max(0, rows - len(other.rows))]]
        found[place] = replace(other, files=(*other.files, *sample.files), columns=columns, rows=both)
    return found


def _is_same(one: TableSample, other: TableSample) -> bool:
    if one.name != other.name or one.files[-1] == other.files[0] or one.loose != other.loose:
        return False
    if one.is_documents and other.is_documents:
        return True
    here, there = set(map(folded, one.columns)), set(map(folded, other.columns))
    return bool(here and there) and len(here & there) >= _SAME * len(here | there)
