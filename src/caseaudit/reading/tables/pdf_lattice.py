"""Finds the ruled tables of a page: cells between lines, merged where a line is missing, shaded where painted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caseaudit.reading.tables.pdf_page import Area

_NEAR = 3.0
_COVER = 0.6
_TWO = 2
_MAX_LINES = 4_000
_MAX_CELLS = 10_000
_MAX_SHADES = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a ruled table: its area, how many columns and rows of the table it covers, whether it is painted."""

    area: Area
    span: int
    down: int
    shaded: bool
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: its area, the left edges of its columns, its cells row by row."""

    area: Area
    edges: tuple[float, ...]
    rows: tuple[tuple[Place, ...], ...]


def ruled_tables(lines: Sequence[Area], shades: Sequence[Area]) -> list[Ruled]:
    """Find the tables that the lines of a page make, from the top; a frame round a single cell is none."""
    if len(lines) > _MAX_LINES:
        return []
    shades = shades[:_MAX_SHADES]
    found = [table for group in _groups(lines) if (table := _table(group, shades)) is not None]
    return sorted(found, key=lambda table: (table.area.top, table.area.left))


def _flat(line: Area) -> bool:
    return line.right - line.left >= line.bottom - line.top


def _groups(lines: Sequence[Area]) -> Iterator[list[Area]]:
    """Put lines that touch together."""
    parent = list(range(len(lines)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    order = sorted(range(len(lines)), key=lambda at: lines[at].top)
    for place, one in enumerate(order):
        a = lines[one]
        for two in order[place + 1 :]:
            b = lines[two]
            if b.top > a.bottom + _NEAR:
                break
            if b.left <= a.right + _NEAR and a.left <= b.right + _NEAR:
                parent[root(two)] = root(one)
    groups: dict[int, list[Area]] = {}
    for at, line in enumerate(lines):
        groups.setdefault(root(at), []).append(line)
    yield from groups.values()


def _clustered(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _table(lines: list[Area], shades: Sequence[Area]) -> Ruled | None:
    flat = [line for line in lines if _flat(line)]
    upright = [line for line in lines if not _flat(line)]
    across = _clustered([(line.left + line.right) / 2 for line in upright])
    down = _clustered([(line.top + line.bottom) / 2 for line in flat])
    if len(across) < _TWO or len(down) < _TWO or len(across) + len(down) < _TWO * _TWO + 1:
        return None
    if len(across) * len(down) > _MAX_CELLS:
        return None
    walls = _edges(
        [(bisect_left(across, (line.left + line.right) / 2 - _NEAR), line.top, line.bottom) for line in upright], down
    )
    floors = _edges(
        [(bisect_left(down, (line.top + line.bottom) / 2 - _NEAR), line.left, line.right) for line in flat], across
    )
    area = Area(across[0], down[0], across[-1], down[-1])
    return Ruled(area, tuple(across[:-1]), tuple(_rows(across, down, walls, floors, shades)))


def _edges(lines: list[tuple[int, float, float]], stops: list[float]) -> set[tuple[int, int]]:
    """Say between which stops each line runs: (place of the line, place of the stretch)."""
    covered: dict[tuple[int, int], float] = {}
    for place, begin, end in lines:
        for at in range(max(0, bisect_left(stops, begin) - 1), len(stops) - 1):
            if stops[at] > end:
                break
            common = min(end, stops[at + 1]) - max(begin, stops[at])
            if common > 0:
                covered[place, at] = covered.get((place, at), 0.0) + common
    return {key for key, length in covered.items() if length >= _COVER * (stops[key[1] + 1] - stops[key[1]])}


def _rows(
    across: list[float],
    down: list[float],
    walls: set[tuple[int, int]],
    floors: set[tuple[int, int]],
    shades: Sequence[Area],
) -> Iterator[tuple[Place, ...]]:
    taken: dict[tuple[int, int], int] = {}
    for row in range(len(down) - 1):
        cells: list[Place] = []
        column = 0
        while column < len(across) - 1:
            if (span := taken.get((row, column), 0)) > 0:
                cells.append(
                    Place(
                        Area(across[column], down[row], across[column + span], down[row + 1]),
                        span,
                        1,
                        shaded=False,
                        continued=True,
                    )
                )
                column += span
                continue
            span = 1
            while (
                column + span < len(across) - 1
                and (column + span, row) not in walls
                and (row, column + span) not in taken
            ):
                span += 1
            height = 1
            while row + height < len(down) - 1 and all((row + height, column + at) not in floors for at in range(span)):
                taken[row + height, column] = span
                height += 1
            area = Area(across[column], down[row], across[column + span], down[row + height])
            cells.append(Place(area, span, height, shaded=any(_inside(area, shade) for shade in shades)))
            column += span
        yield tuple(cells)


def _inside(cell: Area, shade: Area) -> bool:
    """Whether a painted area is this cell's background, not the whole table's or a mark inside it."""
    wide = min(cell.right, shade.right) - max(cell.left, shade.left)
    high = min(cell.bottom, shade.bottom) - max(cell.top, shade.top)
    return wide >= _COVER * (cell.right - cell.left) and high >= _COVER * (cell.bottom - cell.top)
