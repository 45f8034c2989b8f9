"""Rows that were set aside, as lines of JSON: written whole with the reason, to be mended and read again.

A line is one case: `_tables` names the mapping's tables that the export had, `_rows` holds every row with its place and
its cells. Whoever has mended a row takes its `problem` away, where it has one; a cell that is named under `faults` is
mended by filling it, or by taking the fault away where it shall be empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from math import isfinite
from typing import Any

from caseaudit.mapping.cells import Cell, as_text
from caseaudit.reading.byte_sources import BLOCK, Opened, Source
from caseaudit.reading.case_files import REJECTED
from caseaudit.reading.case_rows import Origin
from caseaudit.reading.json_decoding import RecordError, decode_record
from caseaudit.reading.json_pieces import pieces
from caseaudit.reading.tables.handles import Handle

TABLES, ROWS = "_tables", "_rows"
BEYOND = "(beyond)"
"""Key of the cells behind the last column."""

_BEGINS = re.compile(rf'\s*\[?\s*\{{\s*"(?:{REJECTED}|{TABLES}|{ROWS})"\s*:')
_LOOKED_AT = 64 * 1024
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


@dataclass(frozen=True, slots=True)
class MendedRow:
    """One row of such a line."""

    tables: tuple[str, ...]
    """Names of the mapping's tables that it is for."""
    file: str
    sheet: str
    number: int
    values: Mapping[str, Cell]
    problem: str | None
    raw: str
    faults: Mapping[str, str]
    """Column -> what was wrong with its cell, which has not been filled since."""


@dataclass(frozen=True, slots=True)
class MendedCase:
    """One such line, or why it is none."""

    line: int
    tables: frozenset[str] = frozenset()
    rows: tuple[MendedRow, ...] = ()
    problem: str | None = None
    text: str = ""


def cells_json(
    values: Mapping[str, Cell], beyond: tuple[Cell, ...], problem: str | None, faults: Mapping[str, str]
) -> str:
    """Write the cells of a row, and what is wrong with the row itself or with single cells, as JSON."""
    cells: dict[str, Any] = dict(values)
    if beyond:
        cells[BEYOND] = [as_text(cell) for cell in beyond]
    whole = _whole(cells, problem, faults)
    try:
        return _encode(whole)
    except (TypeError, ValueError):
        return _encode({**whole, "values": {name: _json_cell(cell) for name, cell in cells.items()}})


def _whole(cells: Mapping[str, Any], problem: object, faults: Mapping[str, str]) -> dict[str, Any]:
    told = {"problem": problem, "faults": faults}
    return {"values": cells, **{name: what for name, what in told.items() if what}}


def _json_cell(cell: Any) -> Any:
    odd = isinstance(cell, datetime | date | time | timedelta) or (isinstance(cell, float) and not isfinite(cell))
    return as_text(cell) if odd else cell


def case_json(rows: Iterable[tuple[Origin, int, str, Mapping[str, None]]], names: list[str], had: Iterable[str]) -> str:
    """Write the rows of a case: where from, number, JSON of the cells, columns to add as null."""
    lines = []
    for origin, number, raw, blank in rows:
        for_ = [names[spec] for spec in origin.specs]
        row = json.loads(raw)
        row["values"] |= {name: None for name in blank if name not in row["values"]}
        table = for_[0] if len(for_) == 1 else for_
        lines.append({"table": table, "file": origin.file, "sheet": origin.table, "row": number, **row})
    return json.dumps({TABLES: sorted(had), ROWS: lines}, ensure_ascii=False)


def is_mended(handle: Handle) -> bool:
    """Say whether a file holds such lines, by how it begins."""
    head = handle.peek(_LOOKED_AT).decode("utf-8-sig", "replace")
    return _BEGINS.match(head) is not None and f'"{ROWS}"' in head


class _Unpacked(Opened):
    """A file of the export as the splitter of JSON records takes it."""

    def __init__(self, handle: Handle) -> None:
        super().__init__(Source(None, handle.name, handle.name))
        self._handle = handle

    def blocks(self) -> Iterator[bytes]:
        """Give the content in blocks, without a BOM."""
        with self._handle.open() as stream:
            first = stream.read(BLOCK).removeprefix(b"\xef\xbb\xbf")
            while first:
                yield first
                first = stream.read(BLOCK)


def mended_cases(handle: Handle, names: Iterable[str]) -> Iterator[MendedCase]:
    """Give every line of such a file. `names` are the mapping's tables. Raises UnreadableExport."""
    known = list(names)
    for piece in pieces(_Unpacked(handle)):
        if piece.problem:
            yield MendedCase(piece.line, problem=piece.problem, text=piece.text)
            continue
        try:
            data, _ = decode_record(piece.text)
            rows = tuple(_rows(data, known))
        except RecordError as error:
            where = f"{error.path}: " if error.path else ""
            yield MendedCase(piece.line, problem=f"{where}{error.reason}", text=piece.text)
            continue
        tables = data.get(TABLES)
        if not isinstance(tables, list):
            tables = [name for row in rows for name in row.tables]
        yield MendedCase(piece.line, frozenset(map(str, tables)), rows)


def _rows(data: Any, known: list[str]) -> Iterator[MendedRow]:
    rows = data.get(ROWS, []) if isinstance(data, dict) else None
    if not isinstance(rows, list) or not (rows or REJECTED in data):
        raise RecordError(f"A line of a rejects file is an object with a list {ROWS!r}")
    for at, row in enumerate(rows):
        where = f"{ROWS}[{at}]"
        if not isinstance(row, dict) or not isinstance(row.get("values"), dict):
            raise RecordError("A row is an object with 'values', an object of cells", where)
        values = row["values"]
        tables = row.get("table")
        tables = tuple(tables) if isinstance(tables, list) else (tables,)
        for name in tables:
            if name not in known:
                nearest = get_close_matches(str(name), known, 1, 0.5)
                hint = f". Did you mean {nearest[0]!r}?" if nearest else ""
                raise RecordError(f"The mapping has no table {name!r} ({', '.join(known)}){hint}", where)
        problem = row.get("problem")
        cells = {name: cell for name, cell in values.items() if name != BEYOND}
        for name, cell in cells.items():
            if isinstance(cell, list | dict):
                raise RecordError("A cell is text, a number, true, false or null", f"{where}.values.{name}")
        faults = _faults(row.get("faults"), cells, where)
        if BEYOND in values:
            problem = problem or f"Cells are left under {BEYOND!r}: move them to their columns and take that key away"
        number = row.get("row")
        yield MendedRow(
            tables,
            str(row.get("file") or ""),
            str(row.get("sheet") or ""),
            number if isinstance(number, int) and not isinstance(number, bool) else 0,
            cells,
            str(problem) if problem else None,
            _encode(_whole(values, problem, faults)),
            faults,
        )


def _faults(told: Any, cells: Mapping[str, Cell], where: str) -> dict[str, str]:
    """Give what is wrong with cells that are still empty."""
    if told is None:
        return {}
    if not isinstance(told, dict):
        raise RecordError("Faults are an object of columns and what is wrong with their cells", f"{where}.faults")
    return {name: str(why) for name, why in told.items() if why and cells.get(name) in (None, "")}
