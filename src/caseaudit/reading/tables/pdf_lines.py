"""Puts the letters of a PDF page together to lines, and lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from caseaudit.reading.tables.form_blocks import Block, Heading, Paragraph
from caseaudit.reading.tables.form_labels import is_prose, split_labels
from caseaudit.reading.tables.pdf_page import Area, Glyph, Marks

SAME_LINE = 0.35
"""How far, in letter heights, the baselines of one line may lie apart."""
NEXT_LINE = 1.9
"""How far those of two lines of a paragraph may."""

_GAP = 0.9
"""White space, in letter heights, that parts two columns; within text it is a third of that at most."""
_SPACE = 0.22
_TWICE = 0.5
"""How far, in its own widths, a letter printed twice stands from itself; the second of `ll` stands a whole one off."""
_LARGER = 1.15
_ALIKE = 0.1
_TITLE = 100
_TWO = 2
_BULLET = re.compile(r"[•·▪●○◦➢\-\u2013*☒☐☑□]\s?|\(?\w{1,3}[.)]\s|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}:\d\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that stand together on one line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    marked: int

    @property
    def bold(self) -> bool:
        """Whether all of it is in bold."""
        return self.marked >= len(self.text)


Line = list[Piece]


def lines_of(page: Marks) -> list[Line]:
    """Put letters together to lines from the top, and each line to pieces from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(page.glyphs, key=lambda glyph: glyph.base):
        if rows and glyph.base - rows[-1][0].base <= SAME_LINE * min(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    walls = [line for line in page.lines if line.bottom - line.top > line.right - line.left]
    return [list(_pieces(sorted(row, key=lambda glyph: glyph.left), walls)) for row in rows]


def _pieces(row: list[Glyph], walls: Sequence[Area]) -> Iterator[Piece]:
    base = row[0].base
    edges = sorted((wall.left + wall.right) / 2 for wall in walls if wall.top - 1 <= base <= wall.bottom + 1)
    piece: list[Glyph] = []
    for glyph in row:
        if piece:
            gap = glyph.left - piece[-1].right
            if gap > _GAP * max(glyph.size, piece[-1].size) or any(
                piece[-1].right - 1 <= x <= glyph.left + 1 for x in edges
            ):
                yield _piece(piece)
                piece = []
            elif glyph.text == piece[-1].text and glyph.left - piece[-1].left < _TWICE * (glyph.right - glyph.left):
                continue  # bold made by printing twice
        piece.append(glyph)
    yield _piece(piece)


def _piece(glyphs: list[Glyph]) -> Piece:
    text, marked = "", 0
    for at, glyph in enumerate(glyphs):
        apart = at > 0 and (glyph.spaced or glyph.left - glyphs[at - 1].right > _SPACE * glyph.size)
        add = f" {glyph.text}" if apart and not text.endswith(" ") else glyph.text
        if glyph.bold and marked == len(text):
            marked += len(add)
        text += add
    size = median(glyph.size for glyph in glyphs)
    return Piece(text, glyphs[0].left, max(glyph.right for glyph in glyphs), glyphs[0].base, size, marked)


def joined(line: Line) -> str:
    """Write the pieces of a line beside each other, behind tabs."""
    return "\t".join(piece.text for piece in line)


def paragraphs(lines: Sequence[Line], edge: float, usual: float, *, headings: bool = True) -> Iterator[Block]:
    """Join lines that were broken only because they reached the right edge; other line breaks are the author's."""
    text, marked = "", 0
    last: Line | None = None
    for line in lines:
        shown, own = joined(line), line[0].marked
        if last is not None and _wrapped(last, line, edge):
            glue = "" if text.endswith("-") else " "
            marked = marked + len(glue) + own if marked >= len(text) else marked
            text = f"{text}{glue}{shown}"
        else:
            if last is not None:
                yield _block(text, marked, last, usual, headings=headings)
            text, marked = shown, own
        last = line
    if last is not None:
        yield _block(text, marked, last, usual, headings=headings)


def _wrapped(last: Line, line: Line, edge: float) -> bool:
    before, here = last[-1], line[0]
    if here.base <= before.base or here.base - before.base > NEXT_LINE * here.size:
        return False
    if abs(before.size - here.size) > _ALIKE * here.size or len(last) + len(line) > 2 or _BULLET.match(here.text):  # noqa: PLR2004
        return False
    if before.bold != here.bold or (here.marked and not here.bold) or split_labels(here.text, here.marked):
        return False
    word = len(here.text.split(maxsplit=1)[0]) + 1
    letter = (here.right - here.left) / max(1, len(here.text))
    return before.right + word * letter > edge


def _block(text: str, marked: int, line: Line, usual: float, *, headings: bool) -> Block:
    larger = line[0].size >= _LARGER * usual and len(text) <= _TITLE and not is_prose(text)
    if headings and larger and not (split_labels(text) and split_labels(text)[0][1]):
        return Heading(text, 1 if line[0].size >= _LARGER * _LARGER * usual else 2)
    return Paragraph(text, marked)
