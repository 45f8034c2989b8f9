"""Takes from a PDF page what is drawn on it: letters with their places, lines and shaded areas, filled-in fields.

All places are in points from the top left, in the direction in which most of the page's letters run.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import POINTER, byref, c_double, c_float, c_int, c_uint, c_ulong, c_ushort, cast, create_string_buffer
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from caseaudit.reading.tables.form_choices import EMPTY, TICKED

_QUARTER = math.pi / 2
_BOLD = 600
_THIN = 3.0
_SHORTEST = 4.0
_PALE = 250
_BOX, _RADIO, _PUSH, _SIGNATURE = 2, 3, 1, 7
_MAX_OBJECTS = 50_000
_HEIGHT, _MOST = 1.15, 2.0
"""Height of a letter's box in its font's size, as a rule. Fonts tell it as they please: down to two thirds."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter: its sides, its baseline, its height, and whether white space stands before it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle; one thinner than three points is a line."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What is on a page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lines: tuple[Area, ...] = ()
    shades: tuple[Area, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Filled-in fields: name for people (or the file's own), and value."""


Turn = Callable[[float, float], tuple[float, float]]


def read_page(page: Any, form: Any) -> Marks:
    """Read a page of pypdfium2; `form` is the document's form environment, or None."""
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        raw = list(_letters(text.raw))
    finally:
        text.close()
    if page.get_rotation() in {90, 270}:
        width, height = height, width  # places are those before the page is turned
    angle = Counter(turn for *_, turn in raw).most_common(1)[0][0] if raw else 0
    turn, width, height = _turn(angle, width, height)
    glyphs = [_placed(letter, turn) for *letter, found in raw if found == angle]
    filled, fields = _fields(page, form, turn)
    lines, shades = _drawn(page, turn, width * height)
    return Marks(width, height, (*glyphs, *filled), tuple(lines), tuple(shades), tuple(fields))


def _turn(angle: int, width: float, height: float) -> tuple[Turn, float, float]:
    turns: dict[int, tuple[Turn, float, float]] = {
        0: (lambda x, y: (x, height - y), width, height),
        1: (lambda x, y: (y, x), height, width),
        2: (lambda x, y: (width - x, y), width, height),
        3: (lambda x, y: (height - y, width - x), height, width),
    }
    return turns[angle]


def _letters(text: Any) -> Iterator[tuple[Any, ...]]:
    """Give text, box, origin, font's size, bold, spaced and quarter turns of every letter that is not white space."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - takes 100 ms, and only PDFs need it

    x, y = c_double(), c_double()
    sides = (c_double(), c_double(), c_double(), c_double())
    rect, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    name, flags = create_string_buffer(128), c_int()
    spaced = False
    high = ""
    for at in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 - the first half of a letter outside the first plane
            high = chr(code)
            continue
        letter = (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        high = ""
        if code in {0, 0xFFFE, 0xFFFF} or letter.isspace():
            spaced = True
            continue
        if code == 2:  # noqa: PLR2004 - a hyphen at the end of a line
            letter = "-"
        if not pdfium.FPDFText_GetLooseCharBox(text, at, byref(rect)):
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
        pdfium.FPDFText_GetCharBox(text, at, *map(byref, sides))
        size = pdfium.FPDFText_GetFontInfo(text, at, name, 128, byref(flags))
        bold = pdfium.FPDFText_GetFontWeight(text, at) >= _BOLD or (0 < size <= 128 and b"bold" in name.value.lower())  # noqa: PLR2004
        turns = round(pdfium.FPDFText_GetCharAngle(text, at) / _QUARTER)
        straight = abs(pdfium.FPDFText_GetCharAngle(text, at) - turns * _QUARTER) < 0.1  # noqa: PLR2004
        if straight:  # slanting letters are a watermark
            box = (rect.left, rect.bottom, rect.right, rect.top)
            scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(text, at, byref(matrix)) else 0.0
            points = pdfium.FPDFText_GetFontSize(text, at) * scale
            yield letter, box, (x.value, y.value), points, bold, spaced, turns % 4
        spaced = False


def _placed(letter: list[Any], turn: Turn) -> Glyph:
    text, (left, bottom, right, top), origin, points, bold, spaced = letter
    (x0, y0), (x1, y1) = turn(left, bottom), turn(right, top)
    height = max(1.0, abs(y1 - y0))
    size = max(height, min(points * _HEIGHT, height * _MOST))
    return Glyph(text, min(x0, x1), max(x0, x1), turn(*origin)[1], size, bold, spaced)


def _area(points: list[tuple[float, float]]) -> Area:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Area(min(across), min(down), max(across), max(down))


def _drawn(page: Any, turn: Turn, whole: float) -> tuple[list[Area], list[Area]]:
    """Find the lines and the shaded areas of tables; pictures and curves are left."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    lines: list[Area] = []
    shades: list[Area] = []
    for count, item in enumerate(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,), max_depth=1)):
        if count > _MAX_OBJECTS:
            break
        fill, stroke = c_int(), c_int()
        pdfium.FPDFPath_GetDrawMode(item.raw, byref(fill), byref(stroke))
        for points in _outlines(item):
            corners = [turn(*point) for point in points]
            area = _area(corners)
            thin = min(area.right - area.left, area.bottom - area.top) <= _THIN
            long = max(area.right - area.left, area.bottom - area.top) >= _SHORTEST
            if thin and long and (fill.value or stroke.value):
                lines.append(area)
            elif not thin and stroke.value:
                sides = (_area([a, b]) for a, b in pairwise(corners))
                lines.extend(one for one in sides if min(one.right - one.left, one.bottom - one.top) <= _THIN)
            size = (area.right - area.left) * (area.bottom - area.top)
            if not thin and fill.value and size < whole / 2 and not _is_white(item):
                shades.append(area)
    return lines, shades


def _is_white(item: Any) -> bool:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    told = pdfium.FPDFPageObj_GetFillColor(item.raw, byref(red), byref(green), byref(blue), byref(alpha))
    return not told or alpha.value == 0 or min(red.value, green.value, blue.value) >= _PALE


def _outlines(item: Any) -> Iterator[list[tuple[float, float]]]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    matrix = item.get_matrix()
    x, y = c_float(), c_float()
    points: list[tuple[float, float]] = []
    for at in range(min(pdfium.FPDFPath_CountSegments(item.raw), _MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, at)
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _fields(page: Any, form: Any, turn: Turn) -> tuple[list[Glyph], list[tuple[str, str]]]:
    """Give what was filled into fields, or typed over the page, as letters at their place."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    glyphs: list[Glyph] = []
    named: list[tuple[str, str]] = []
    for at in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, at)
        if not note:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            name, value = "", ""
            if kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
                name, value = _widget(form.raw, note)
            elif kind == pdfium.FPDF_ANNOT_FREETEXT:
                value = _string(lambda *space: pdfium.FPDFAnnot_GetStringValue(note, b"Contents", *space))  # noqa: B023
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, byref(rect))
        finally:
            pdfium.FPDFPage_CloseAnnot(note)
        if name:
            named.append((name, value))
        if value.strip():
            glyphs.extend(_written(value, _area([turn(rect.left, rect.bottom), turn(rect.right, rect.top)])))
    return glyphs, named


def _widget(form: Any, note: Any) -> tuple[str, str]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, note)
    if kind in {_PUSH, _SIGNATURE}:
        return "", ""
    if kind in {_BOX, _RADIO}:
        ticked = pdfium.FPDFAnnot_IsChecked(form, note)
        name = _string(lambda *space: pdfium.FPDFAnnot_GetFormFieldAlternateName(form, note, *space))
        return ("" if kind == _RADIO else name), TICKED if ticked else EMPTY
    name = _string(lambda *space: pdfium.FPDFAnnot_GetFormFieldAlternateName(form, note, *space))
    name = name or _string(lambda *space: pdfium.FPDFAnnot_GetFormFieldName(form, note, *space))
    return name, _string(lambda *space: pdfium.FPDFAnnot_GetFormFieldValue(form, note, *space))


def _string(ask: Callable[..., int]) -> str:
    size = ask(None, c_ulong(0))
    buffer = create_string_buffer(max(2, size))
    ask(cast(buffer, POINTER(c_ushort)), c_ulong(size))
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0").replace("\r\n", "\n").replace("\r", "\n")


def _written(value: str, area: Area) -> Iterator[Glyph]:
    """Lay a field's text into its rectangle, line by line, narrow enough to stay in it."""
    lines = value.split("\n")
    height = min(12.0, max(2.0, (area.bottom - area.top) / max(1, len(lines))))
    widest = max(map(len, lines))
    step = min(height * 0.5, (area.right - area.left) / max(1, widest))
    for row, line in enumerate(lines):
        base = (
            area.top + height * (row + 0.8)
            if len(lines) > 1
            else area.bottom - min(height, area.bottom - area.top) * 0.25
        )
        spaced = False
        for at, letter in enumerate(line):
            left = area.left + at * step
            if not letter.isspace():
                yield Glyph(letter, left, left + step, base, height, spaced=spaced or at == 0)
            spaced = letter.isspace()
