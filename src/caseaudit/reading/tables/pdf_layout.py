"""Puts the lines of PDF pages in the order a person reads: columns, tables, headers and footers, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median

from caseaudit.reading.tables.form_blocks import Block, Box, Control, Grid, Paragraph
from caseaudit.reading.tables.form_labels import is_furniture, split_labels
from caseaudit.reading.tables.pdf_lattice import Place, Ruled, ruled_tables
from caseaudit.reading.tables.pdf_lines import NEXT_LINE, SAME_LINE, Line, Piece, joined, lines_of, paragraphs
from caseaudit.reading.tables.pdf_page import Area, Marks

_EDGE = 0.1
_NARROWEST = 0.25
_NEAR = 6.0
_FEWEST_LINES = 5
_MOST_LINES = 200
_WORDS = 4
_HALF = 0.5


def pages_to_blocks(pages: Sequence[Marks]) -> tuple[list[Block], list[Block]]:
    """Give the blocks of all pages in reading order, and those of the headers and footers that repeat on them."""
    drawn = [lines_of(page) for page in pages]
    repeated = _repeated(pages, drawn)
    body: list[Block] = []
    margins: list[Block] = []
    edges: tuple[float, ...] | None = None
    sizes = [piece.size for lines in drawn for line in lines for piece in line for _ in piece.text.split()]
    usual = median(sizes) if sizes else 1.0
    for page, lines in zip(pages, drawn, strict=True):
        kept: list[Line] = []
        for line in lines:
            if _at_edge(line, page) and (_key(line) in repeated or is_furniture(joined(line))):
                shown = Paragraph(joined(line))
                margins.extend([] if shown in margins else [shown])
            else:
                kept.append(line)
        blocks, last = _page(page, kept, usual)
        _append(body, blocks, edges)
        edges = last
        body.extend(Control(name, value) for name, value in page.fields)
    return body, margins


def _append(
    body: list[Block], blocks: list[tuple[Block, tuple[float, ...] | None]], edges: tuple[float, ...] | None
) -> None:
    """Put a page's blocks behind those before it; a table that goes on over the page stays one."""
    for at, (block, own) in enumerate(blocks):
        last = len(body) - 1
        while last >= 0 and isinstance(body[last], Control):
            last -= 1
        before = body[last] if last >= 0 else None
        if at == 0 and edges and own and isinstance(block, Grid) and isinstance(before, Grid) and _alike(edges, own):
            rows = (
                block.rows[1:]
                if [box.text for box in block.rows[0]] == [box.text for box in before.rows[0]]
                else block.rows
            )
            body[last] = Grid((*before.rows, *rows))
        else:
            body.append(block)


def _alike(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return len(one) == len(two) and all(abs(a - b) <= _NEAR for a, b in zip(one, two, strict=True))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", joined(line))


def _at_edge(line: Line, page: Marks) -> bool:
    return line[0].base < _EDGE * page.height or line[0].base > (1 - _EDGE) * page.height


def _repeated(pages: Sequence[Marks], drawn: Sequence[list[Line]]) -> set[str]:
    """Find the lines that stand at the edge of more than half of the pages, whatever number is in them."""
    count: Counter[str] = Counter()
    for page, lines in zip(pages, drawn, strict=True):
        count.update({_key(line) for line in lines if _at_edge(line, page)})
    return {key for key, times in count.items() if times > 1 and times > _HALF * len(pages)}


def _page(
    page: Marks, lines: list[Line], usual: float
) -> tuple[list[tuple[Block, tuple[float, ...] | None]], tuple[float, ...] | None]:
    """Give the blocks of a page, tables with their column edges, and the edges of a table that ends it."""
    found: list[tuple[float, Block, tuple[float, ...] | None]] = []
    for table in ruled_tables(page.lines, page.shades):
        inside = [piece for line in lines for piece in line if _in(piece, table.area)]
        if inside:
            lines = [left for line in lines if (left := [piece for piece in line if not _in(piece, table.area)])]
            found.append((table.area.top, _ruled_grid(table, inside, usual), table.edges))
    stops = sorted(top for top, _, _ in found)
    begin = -1.0
    for stop in [*stops, page.height * 2]:
        between = [line for line in lines if begin <= line[0].base < stop]
        found.extend((at, block, None) for at, block in _running(between, page.width, usual))
        begin = stop
    found.sort(key=lambda item: item[0])
    blocks = [(block, own) for _, block, own in found]
    return blocks, blocks[-1][1] if blocks else None


def _in(piece: Piece, area: Area) -> bool:
    middle = (piece.left + piece.right) / 2
    return (
        area.left - 1 <= middle <= area.right + 1 and area.top - 1 <= piece.base - piece.size * 0.3 <= area.bottom + 1
    )


def _ruled_grid(table: Ruled, pieces: list[Piece], usual: float) -> Grid:
    tops: dict[float, tuple[Block, ...]] = {}
    rows: list[tuple[Box, ...]] = []
    for row in table.rows:
        boxes = []
        lowest = max(place.area.bottom for place in row)
        near = [piece for piece in pieces if row[0].area.top - 1 <= piece.base - piece.size * 0.3 <= lowest + 1]
        for place in row:
            if not place.continued:
                tops[place.area.left] = _cell(place, near, usual)
            boxes.append(
                Box(tops.get(place.area.left, ()), place.span, place.down, place.shaded, continued=place.continued)
            )
        if any(box.text for box in boxes):
            rows.append(tuple(boxes))
    return Grid(tuple(rows))


def _cell(place: Place, pieces: list[Piece], usual: float) -> tuple[Block, ...]:
    lines: list[Line] = []
    for piece in pieces:
        if _in(piece, place.area) and place.area.left <= (piece.left + piece.right) / 2 <= place.area.right:
            if lines and abs(lines[-1][0].base - piece.base) < SAME_LINE * piece.size:
                lines[-1].append(piece)
            else:
                lines.append([piece])
    return tuple(paragraphs(lines, place.area.right - _NEAR, usual, headings=False))


def _running(lines: list[Line], width: float, usual: float) -> Iterator[tuple[float, Block]]:
    """Read lines outside ruled tables: columns of text one after the other, aligned pieces as a grid, the rest."""
    at = 0
    while at < len(lines):
        if (sides := _newspaper(lines[at : at + _MOST_LINES], width)) is not None:
            count, left, right = sides
            for side in (left, right):
                edge = max(line[-1].right for line in side)
                yield from ((lines[at][0].base, block) for block in paragraphs(side, edge, usual))
            at += count
            continue
        end, columns = _aligned(lines, at)
        if end > at:
            yield lines[at][0].base, _loose_grid(lines[at:end], columns, usual)
            at = end
            continue
        begin = at
        at += 1
        while (
            at < len(lines) and _aligned(lines, at)[0] == at and _newspaper(lines[at : at + _MOST_LINES], width) is None
        ):
            at += 1
        run = lines[begin:at]
        edge = max((line[-1].right for line in run), default=width)
        yield from ((run[0][0].base, block) for block in paragraphs(run, max(edge, width * 0.6), usual))


def _newspaper(lines: list[Line], width: float) -> tuple[int, list[Line], list[Line]] | None:
    """Tell two columns of running text, whose lines have nothing to do with each other, at the beginning of `lines`."""
    if len(lines) < _FEWEST_LINES or len(lines[0]) > 2:  # noqa: PLR2004
        return None
    pieces = [piece for line in lines[: 4 * _FEWEST_LINES] for piece in line]
    gutter = min((piece.left for piece in pieces if piece.left > width * 0.4), default=0.0) - 1
    count = 0
    for line in lines:
        if any(piece.left < gutter < piece.right for piece in line):
            break
        count += 1
    left = [part for line in lines[:count] if (part := [piece for piece in line if piece.right <= gutter + 1])]
    right = [part for line in lines[:count] if (part := [piece for piece in line if piece.left >= gutter])]
    if min(len(left), len(right)) < _FEWEST_LINES:
        return None
    for side in (left, right):
        widths = [part[-1].right - part[0].left for part in side]
        words = [len(joined(part).split()) for part in side]
        if median(widths) < _NARROWEST * width or median(words) < _WORDS or max(map(len, side)) > 1:
            return None
    return count, left, right


def _aligned(lines: list[Line], at: int) -> tuple[int, list[list[float]]]:
    """Find where a run of lines with aligned pieces ends (`at` itself: there is none), and each line's columns."""
    if len(lines[at]) < 2 or all(split_labels(piece.text) for piece in lines[at]):  # noqa: PLR2004
        return at, []
    starts = [piece.left for piece in lines[at]]
    columns = [starts]
    full, end = 1, at + 1
    while end < len(lines):
        line = lines[end]
        if line[0].base - lines[end - 1][0].base > 3 * line[0].size:
            break
        if len(line) == len(starts) > 2:  # noqa: PLR2004 - headers are often centred over their columns
            starts = [piece.left for piece in line]
        elif not _goes_on(line, starts, line[0].base - lines[end - 1][0].base):
            break
        columns.append(starts)
        full += len(line) > 1
        end += 1
    return (end, columns) if full > 1 or end > at + 1 else (at, [])


def _goes_on(line: Line, starts: list[float], apart: float) -> bool:
    """Whether a line's pieces stand in the columns, and are not the beginning of something else."""
    if not all(any(abs(piece.left - start) <= _NEAR for start in starts) for piece in line):
        return False
    first = len(line) == 1 and abs(line[0].left - starts[0]) <= _NEAR
    return not first or not (line[0].right > starts[1] - _NEAR or line[0].bold or apart > NEXT_LINE * line[0].size)


def _loose_grid(lines: list[Line], columns: list[list[float]], usual: float) -> Grid:
    """Make rows of aligned lines; a line without its first piece goes on the row above."""
    rows: list[list[list[Line]]] = []
    for line, starts in zip(lines, columns, strict=True):
        first = abs(line[0].left - starts[0]) <= _NEAR
        if first or not rows:
            rows.append([[] for _ in starts])
        for piece in line:
            column = min(range(len(starts)), key=lambda at: abs(starts[at] - piece.left))
            rows[-1][column].append([piece])
    starts = columns[-1]
    ends = [*starts[1:], max(line[-1].right for line in lines)]
    return Grid(
        tuple(
            tuple(Box(tuple(paragraphs(cell, ends[at] - _NEAR, usual, headings=False))) for at, cell in enumerate(row))
            for row in rows
        )
    )
