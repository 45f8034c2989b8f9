"""Scans the XML of sheets (XLSX, ODS) for what the reader of values does not tell, before it is given the file.

It looks at tags with patterns, block by block: parsing the XML a second time would double the time a workbook takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate

from caseaudit.reading.tables.workbook_findings import Findings, place_of

_BLOCK = 1 << 20
_HEAD = 1 << 14
_ROW = re.compile(rb"<row\b([^>]*)>")
_ROW_OR_CELL = re.compile(
    rb"<(?:[\w.-]+:)?(?:row\b(?P<row>[^>]*)>|c\b(?P<cell>[^>]*?)(?:/>|>(?P<content>.*?)</(?:[\w.-]+:)?c\s*>))",
    re.DOTALL,
)
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,9})[\"']")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{0,9})[\"']")
_WIDE_REFERENCE = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_WORTH_A_LOOK = (b"<f", b'"e"', b"'e'")
"""What formulas and errors are written with; searching for fixed bytes is ten times as fast as for a pattern."""
_PREFIXED = re.compile(rb"<[\w.-]+:(?:worksheet|sheetData)\b")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_STRING = re.compile(rb"\bt\s*=\s*[\"']str[\"']")
_VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)\b[^>/]*>([^<]+)<")
_ANY_VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|is)\b")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f\b")
_HIDDEN_ROW = re.compile(rb"<(?:[\w.-]+:)?row\b[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_HIDDEN_COLUMNS = re.compile(rb"<(?:[\w.-]+:)?col\b[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_FROM, _TO = re.compile(rb"\bmin\s*=\s*[\"'](\d{1,9})"), re.compile(rb"\bmax\s*=\s*[\"'](\d{1,9})")
_LOW = (b">0<", b">0.", b">-")
_LOW_CELL = re.compile(rb"<c\b([^>]*)><v>(0(?:\.0*)?|-[^<]*)<")
_LOW_VALUE = re.compile(rb"0(?:\.0*)?|-.*", re.DOTALL)
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,9})[\"']")
_TYPED = re.compile(rb"\bt\s*=\s*[\"'](?!n[\"'])")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14

_OPEN_TAG = re.compile(
    rb"<(?:[\w.-]+:)?(?:covered-)?(?P<kind>table|table-row|table-cell)(?P<attributes>[\s/][^>]*|)>"
    rb"(?:<(?:[\w.-]+:)?p\b[^>]*>(?P<text>[^<]*))?"
)
_TABLE_NAME = re.compile(rb":name\s*=\s*[\"']([^\"']*)[\"']")
_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
_CALC_ERROR = re.compile(rb"calcext:value-type\s*=\s*[\"']error")
_OPEN_FORMULA = re.compile(rb":formula\s*=")
_HIDDEN = re.compile(rb"visibility\s*=\s*[\"'](?:collapse|filter)")


def scan_office_sheet(stream: IO[bytes], dated: Mapping[int, bool] | None = None, *, exact: bool = False) -> Findings:
    """Look through a worksheet part of an XLSX file. `dated`: formats of dates (True) and of times alone (False).

    Unless `exact`, how far it reaches may be given too large; errors and formulas are always exact.
    """
    dated = dated or {}
    found = Findings()
    row = -1
    for number, piece in enumerate(_whole_rows(stream)):
        if not number:
            found.hidden_columns = _hidden_columns(piece)
            exact = exact or _PREFIXED.search(piece, 0, _HEAD) is not None
        if b"hidden" in piece:
            found.hidden_rows += sum(1 for _ in _HIDDEN_ROW.finditer(piece))
        if exact or any(mark in piece for mark in _WORTH_A_LOOK) or _has_undated(piece, dated):
            row = _scan_exactly(piece, row, found, dated)
        else:
            row = _scan_roughly(piece, row, found)
    return found


def _whole_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the content in pieces that end with the end of a row; the last one is what is left."""
    held = b""
    while block := stream.read(_BLOCK):
        held += block
        cut = held.rfind(b"row>")
        end = _ROW_END.match(held, held.rfind(b"<", 0, cut)) if cut > 0 else None
        if end is not None:
            yield held[: end.end()]
            held = held[end.end() :]
    yield held


def _hidden_columns(piece: bytes) -> int:
    total = 0
    for tag in _HIDDEN_COLUMNS.finditer(piece):
        first, last = _FROM.search(tag[0]), _TO.search(tag[0])
        # Sheets often hide everything behind their last column: that is no hidden data.
        if first and last and int(last[1]) < _LAST_COLUMN:
            total += int(last[1]) - int(first[1]) + 1
    return total


def _scan_roughly(piece: bytes, row: int, found: Findings) -> int:
    furthest = -1
    for tag in _ROW.finditer(piece):
        number = _NUMBER.search(tag[1])
        row = int(number[1]) - 1 if number else row + 1
        furthest = max(furthest, row)
    filled = piece.count(b"</v>") + piece.count(b"<is>")
    if filled:
        column = max(map(_column, set(_WIDE_REFERENCE.findall(piece))), default=_column(b"Z"))
        found.fill(furthest, column, filled)
    return row


def _has_undated(piece: bytes, dated: Mapping[int, bool]) -> bool:
    if not dated or not any(mark in piece for mark in _LOW):
        return False
    return any(_is_undated(tag[1], tag[2], dated) for tag in _LOW_CELL.finditer(piece))


def _is_undated(cell: bytes, value: bytes, dated: Mapping[int, bool]) -> bool:
    """Whether a cell has the format of a date, or of a time, and its number is none: midnight is a time, 0 no date."""
    style = _STYLE.search(cell)
    shows_date = dated.get(int(style[1])) if style and not _TYPED.search(cell) else None
    return shows_date is not None and _LOW_VALUE.fullmatch(value) is not None and (shows_date or value[:1] == b"-")


def _scan_exactly(piece: bytes, row: int, found: Findings, dated: Mapping[int, bool]) -> int:
    column = -1
    for tag in _ROW_OR_CELL.finditer(piece):
        if tag["row"] is not None:
            number = _NUMBER.search(tag["row"])
            row, column = int(number[1]) - 1 if number else row + 1, -1
            continue
        place = _REFERENCE.search(tag["cell"])
        column = _column(place[1]) if place else column + 1
        at = int(place[2]) - 1 if place and place[2] else row
        value = _note(tag["cell"], tag["content"] or b"", at, column, found)
        if value and dated and _is_undated(tag["cell"], value, dated):
            found.undated.add(place_of(at, column))
    return row


def _note(cell: bytes, content: bytes, row: int, column: int, found: Findings) -> bytes | None:
    value = _VALUE.search(content)
    if _ERROR.search(cell):
        found.fail(row, column, value[1].decode("utf-8", "replace") if value else "an error")
    elif value or (_ANY_VALUE.search(content) and not _FORMULA.search(content)):
        found.fill(row, column)
    elif _FORMULA.search(content) and not _STRING.search(cell):
        found.leave(row, column)
    return value[1] if value else None


def _column(letters: bytes) -> int:
    """Give 0 for `A`, 25 for `Z`, 26 for `AA`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def scan_open_document(stream: IO[bytes]) -> dict[str, Findings]:
    """Look through the content of an ODS file: what is found in each sheet, by its name. Repeats are counted out."""
    sheets: dict[str, Findings] = {}
    found, row, after, column = Findings(), 0, 0, 0
    for piece in _whole_tags(stream):
        for tag in _OPEN_TAG.finditer(piece):
            attributes = tag["attributes"]
            if tag["kind"] == b"table":
                name = _TABLE_NAME.search(attributes)
                found = sheets.setdefault(unescape(name[1].decode("utf-8", "replace")) if name else "", Findings())
                after = 0
            elif tag["kind"] == b"table-row":
                row, column = after, 0
                after = row + _times(_ROWS, attributes, _LAST_ROW)
                if after < _LAST_ROW and _HIDDEN.search(attributes):
                    found.hidden_rows += after - row
            else:
                first = column
                column += _times(_COLUMNS, attributes, _LAST_COLUMN)
                if b"value-type" in attributes:
                    found.fill(after - 1, column - 1, (after - row) * (column - first))
                    if _CALC_ERROR.search(attributes) and after < _LAST_ROW:
                        shown = unescape((tag["text"] or b"").decode("utf-8", "replace")) or "an error"
                        found.fail_all(range(row, after), range(first, column), shown)
                elif _OPEN_FORMULA.search(attributes) and after < _LAST_ROW:
                    found.leave(row, first)
                    found.fail_all(range(row, after), range(first, column), None)
    return sheets


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """Give the content in pieces that are cut in front of a cell or row; raises ExpatError for what is not XML."""
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_entities
    held = b""
    while block := stream.read(_BLOCK):
        parser.Parse(block, False)  # noqa: FBT003 - positional only; calamine never ends on what is not well-formed
        held += block
        cut = max(held.rfind(b":table-cell"), held.rfind(b":table-row"), 0)
        cut = held.rfind(b"<", 0, cut)
        if cut > 0:
            yield held[:cut]
            held = held[cut:]
    parser.Parse(b"", True)  # noqa: FBT003
    yield held


def _refuse_entities(*_: object) -> None:
    raise ExpatError("a document type, which no spreadsheet has")


def _times(pattern: re.Pattern[bytes], attributes: bytes, most: int) -> int:
    """How often a cell or row is repeated; what no sheet can hold is cut."""
    number = pattern.search(attributes)
    return max(1, min(int(number[1]), most)) if number else 1
