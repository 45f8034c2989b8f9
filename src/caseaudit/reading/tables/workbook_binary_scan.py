"""Scans the binary formats of sheets (XLS, XLSB) for errors, and how far a sheet reaches: values tell neither."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

from caseaudit.reading.tables.ole_files import BrokenOleError
from caseaudit.reading.tables.workbook_cells import ERROR_CODES
from caseaudit.reading.tables.workbook_findings import Findings

_SHORTEST = 9

# [MS-XLS] 2.3: kinds of records.
_BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR, _ROW, _END_OF_SHEET, _BEGIN = 0x0085, 0x0006, 0x0205, 0x0208, 0x000A, 0x0809
_PASSWORD, _STRINGS, _DIMENSIONS, _SEVERAL = 0x002F, 0x00FC, 0x0200, 0x00BD
_CELLS = frozenset({_FORMULA, _BOOL_OR_ERROR, _SEVERAL, 0x0203, 0x0204, 0x027E, 0x00FD})
_MOST_ROWS, _MOST_COLUMNS = 1 << 16, 1 << 8
_IS_ERROR, _NOT_A_NUMBER = 2, b"\xff\xff"
_HIDDEN_ROW = 0x20

# [MS-XLSB] 2.3: kinds of records.
_SHEET, _ROW_HEADER, _BLANK, _ERROR, _LAST_VALUE, _FORMULA_ERROR, _LAST_FORMULA, _RICH = 156, 0, 1, 3, 7, 11, 11, 62
_HIDDEN_BINARY_ROW = 0x10


def scan_old_sheets(stream: bytes) -> list[Findings]:
    """Look through the `Workbook` stream of an XLS file: what is found in each sheet, in their order.

    Raises BrokenOleError where it promises more than it can hold: the reader of values would take it at its word.
    """
    sheets: list[Findings] = []
    for kind, start, size in _old_records(stream, 0):
        if kind == _BOUND_SHEET and size >= 4:  # noqa: PLR2004 - where the sheet begins
            sheets.append(_old_sheet(stream, struct.unpack_from("<I", stream, start)[0]))
        elif kind == _STRINGS and size >= 8:  # noqa: PLR2004
            if not 0 <= struct.unpack_from("<i", stream, start + 4)[0] <= len(stream):
                raise BrokenOleError
        elif kind == _END_OF_SHEET:
            break
    return sheets


def is_protected(stream: bytes) -> bool:
    """Whether the `Workbook` stream of an XLS file is encrypted; its second record says so."""
    for kind, _, _ in _old_records(stream, 0):
        if kind in {_PASSWORD, _BOUND_SHEET, _END_OF_SHEET}:
            return kind == _PASSWORD
    return False


def _old_sheet(stream: bytes, begin: int) -> Findings:
    found = Findings()
    depth = 0
    for kind, start, size in _old_records(stream, begin):
        if kind in _CELLS and size >= 6:  # noqa: PLR2004 - row, column and format
            _old_cell(kind, stream[start : start + size], found)
        elif kind == _BEGIN:
            depth += 1
        elif kind == _END_OF_SHEET:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _ROW and size >= 16:  # noqa: PLR2004
            found.hidden_rows += bool(stream[start + 12] & _HIDDEN_ROW)
        elif kind == _DIMENSIONS:
            _check_dimensions(stream[start : start + size])
    return found


def _old_cell(kind: int, cell: bytes, found: Findings) -> None:
    row, column = struct.unpack_from("<HH", cell)
    if kind == _BOOL_OR_ERROR and len(cell) >= 8 and cell[7]:  # noqa: PLR2004
        found.fail(row, column, ERROR_CODES.get(cell[6], "an error"))
    elif kind == _FORMULA and cell[12:14] == _NOT_A_NUMBER and cell[6] == _IS_ERROR:
        found.fail(row, column, ERROR_CODES.get(cell[8], "an error"))
    elif kind == _SEVERAL:
        found.fill(row, int.from_bytes(cell[-2:], "little"), max(1, len(cell) // 6 - 1))
    else:
        found.fill(row, column)


def _check_dimensions(content: bytes) -> None:
    """Refuse a sheet that says it is larger than there can be, or smaller than nothing."""
    form = {10: "<4H", 14: "<2I2H"}.get(len(content))
    if form is not None:
        first_row, row, first_column, column = struct.unpack_from(form, content)
        if row > _MOST_ROWS or column > _MOST_COLUMNS or first_row > max(row, 1) or first_column > max(column, 1):
            raise BrokenOleError


def _old_records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give kind, start and size of the records from `at` on."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        at += 4 + size


def sheets_of_binary_workbook(stream: IO[bytes]) -> list[tuple[str, str]]:
    """Give the sheets of `workbook.bin` (XLSB) in their order: name, and the id of the relation to its part."""
    found: list[tuple[str, str]] = []
    for kind, payload in _records(stream):
        if kind == _SHEET:
            relation, rest = _wide_text(payload[8:])
            found.append((_wide_text(rest)[0], relation))
    return found


def scan_binary_sheet(stream: IO[bytes]) -> Findings:
    """Look through a worksheet part of an XLSB file."""
    found = Findings()
    row = 0
    for kind, payload in _records(stream):
        if kind == _ROW_HEADER and len(payload) >= 12:  # noqa: PLR2004
            row = int.from_bytes(payload[:4], "little")
            found.hidden_rows += bool(payload[11] & _HIDDEN_BINARY_ROW)
        elif (_BLANK < kind <= _LAST_FORMULA or kind == _RICH) and len(payload) >= _SHORTEST:
            column = int.from_bytes(payload[:4], "little")
            if kind in {_ERROR, _FORMULA_ERROR}:
                found.fail(row, column, ERROR_CODES.get(payload[8], "an error"))
            else:
                found.fill(row, column)
    return found


def _records(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Give the records with their content; kind and size are numbers of seven bits a byte, least first."""
    while (kind := _number(stream, 2)) is not None and (size := _number(stream, 4)) is not None:
        payload = stream.read(size)
        if len(payload) < size:
            return
        yield kind, payload


def _number(stream: IO[bytes], most: int) -> int | None:
    number = 0
    for at in range(most):
        byte = stream.read(1)
        if not byte:
            return None
        # The kind keeps its marks in Microsoft's tables; here it is the plain number.
        number |= (byte[0] & 0x7F) << (7 * at)
        if byte[0] < 0x80:  # noqa: PLR2004 - the last byte
            break
    return number


def _wide_text(content: bytes) -> tuple[str, bytes]:
    length = int.from_bytes(content[:4], "little")
    if length == 0xFFFFFFFF:  # noqa: PLR2004 - no text
        length = 0
    return content[4 : 4 + 2 * length].decode("utf-16-le", "replace"), content[4 + 2 * length :]
