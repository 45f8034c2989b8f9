"""How tall a row must be for its wrapped text: not every program fits rows to their text when it opens a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting.text import CELL_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_POINTS = 12.75
_PADDING_POINTS = 2.5
_MOST_POINTS = 409.0
"""Excel's limit."""
_PER_UNIT = 1.18
"""Letters of ten-point Arial that stand in one unit of column width, words wrapped."""
_PER_UNIT_BOLD = 1.05
_MOST_LINES = int(_MOST_POINTS / LINE_POINTS)


def row_points(texts: Iterable[tuple[str, float, bool]]) -> float:
    """Height in points of a row with these texts, each with its column's width and whether it is bold."""
    lines = max(
        (lines_of(text, max(1, int(width * (_PER_UNIT_BOLD if bold else _PER_UNIT)))) for text, width, bold in texts),
        default=1,
    )
    return min(_MOST_POINTS, round(lines * LINE_POINTS + _PADDING_POINTS, 2))


def lines_of(text: str, room: int) -> int:
    """Lines that a text takes at `room` letters a line, counting no further than the tallest row holds."""
    if len(text) <= room and "\n" not in text:
        return 1
    lines = 0
    for paragraph in text.split("\n", _MOST_LINES):
        lines += _lines_of_paragraph(paragraph[:CELL_LIMIT], room)
        if lines >= _MOST_LINES:
            return _MOST_LINES
    return lines


def _lines_of_paragraph(paragraph: str, room: int) -> int:
    """Words go on a line while they fit; a word longer than the line is broken."""
    if len(paragraph) <= room:
        return 1
    lines, used = 1, 0
    for word in paragraph.split(" "):
        length = len(word)
        needed = used + 1 + length if used else length
        if needed <= room:
            used = needed
            continue
        lines += (used > 0) + max(0, length - 1) // room
        if lines >= _MOST_LINES:
            break
        used = (length - 1) % room + 1 if length else 0
    return lines
