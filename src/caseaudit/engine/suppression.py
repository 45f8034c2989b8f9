"""Small-number suppression of a table that leaves the force: what is withheld cannot be worked out from the rest.

A table with its margins is a network: every count flows from the total through its row, its cell and its column back
to the total, and what may be withheld are the flows. A withheld count can be anything that some way round the network
of withheld counts allows. Each small count gets a way round by which it could be one less, and ways round by which it
could be as much as the threshold; whatever lies on those ways is withheld with it, the cheapest ways first. After
Kelly, Golden and Assad (1992), Networks 22:397-417, and Castro (2012), European Journal of Operational Research 216.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

THRESHOLD = 5
Why = Literal["primary", "secondary"]
Place = tuple[int, int]
"""Row and column from 0; `ALL` instead of either for a margin."""
ALL = -1
_Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table as it may leave; None stands for a withheld or unpublished count."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    withheld: Mapping[Place, Why]
    """What was withheld and why: `primary` for a small count, `secondary` for one that would give a small one away.

    For the force's own record. Printed beside the table it would tell which counts are small.
    """


@dataclass(slots=True)
class _Network:
    counts: dict[Place, int]
    hidden: set[Place]
    """Withheld already, or never published: free to pass."""
    rows: int
    columns: int
    cost: dict[Place, int] = field(default_factory=dict)

    def ends(self, place: Place) -> tuple[_Node, _Node]:
        """Return whence and whither a count flows."""
        row, column = place
        if row == ALL and column == ALL:
            return ("sink", 0), ("source", 0)
        if column == ALL:
            return ("source", 0), ("row", row)
        if row == ALL:
            return ("column", column), ("sink", 0)
        return ("row", row), ("column", column)


def suppress(
    cells: Sequence[Sequence[int]],
    *,
    threshold: int = THRESHOLD,
    row_totals: bool = True,
    column_totals: bool = True,
    total: bool = True,
) -> Suppressed:
    """Withhold the counts from 1 to `threshold` - 1, and as few and small others as keep those from being worked out.

    `cells` has a row to each row of the table, without margins; the flags say which margins are to be published. A
    list with its total is one row with `column_totals=False`. Noughts are shown unless one is needed for cover, which
    is avoided: a reader may know that it must be nought. In what results, every withheld count could have another
    value, and every small one could be one less and could be `threshold`, as far as anybody knows who knows that
    counts are whole and not negative. Percentages and intervals of a withheld count must go with it: that is the
    caller's part. Raises ValueError for no table, a negative count, or a threshold below 2.
    """
    if threshold < 2:  # noqa: PLR2004 - below 2 nothing is small
        raise ValueError("a threshold below 2 withholds nothing")
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("a table needs rows of one length")
    if min(map(min, cells)) < 0:
        raise ValueError("a count cannot be negative")
    network, unpublished = _network(cells, row_totals=row_totals, column_totals=column_totals, total=total)
    primary = {place for place, count in network.counts.items() if 0 < count < threshold} - unpublished
    network.hidden |= primary
    # The smallest first: they need the widest cover, under which others then find theirs.
    for place in sorted(primary, key=lambda place: (network.counts[place], place)):
        _cover(network, place, threshold - network.counts[place], up=True)
        _cover(network, place, 1, up=False)
    return _result(network, unpublished, primary)


def _network(
    cells: Sequence[Sequence[int]], *, row_totals: bool, column_totals: bool, total: bool
) -> tuple[_Network, set[Place]]:
    rows, columns = len(cells), len(cells[0])
    counts = {(row, column): cells[row][column] for row in range(rows) for column in range(columns)}
    counts |= {(row, ALL): sum(cells[row]) for row in range(rows)}
    counts |= {(ALL, column): sum(row[column] for row in cells) for column in range(columns)}
    counts[ALL, ALL] = sum(map(sum, cells))
    published = {"row": row_totals, "column": column_totals, "total": total}
    unpublished = {place for place in counts if not published.get(_kind(place), True)}
    network = _Network(counts, set(unpublished), rows, columns)
    # A cell costs what it tells; a nought costs more than any cell, a margin more than all cells, the total most.
    everything = counts[ALL, ALL] + len(counts)
    scale = {"cell": 0, "row": everything, "column": everything, "total": everything * len(counts)}
    for place, count in counts.items():
        network.cost[place] = (count or everything // 2) + 1 + scale[_kind(place)]
    return network, unpublished


def _kind(place: Place) -> str:
    row, column = place
    if row == ALL:
        return "total" if column == ALL else "column"
    return "row" if column == ALL else "cell"


def _cover(network: _Network, place: Place, amount: int, *, up: bool) -> None:
    """Withhold what lets the count at `place` be `amount` more, or less, along the cheapest ways round."""
    flow = dict.fromkeys(network.counts, 0)
    tail, head = network.ends(place)
    start, goal = (head, tail) if up else (tail, head)
    moved = 0
    while moved < amount:
        path = _cheapest(network, flow, start, goal, place)
        # There is always a way: more can flow by the margins without end, and less while counts are left.
        room = amount - moved
        for step, forward in path:
            if not forward:
                room = min(room, network.counts[step] + flow[step])
        for step, forward in path:
            flow[step] += room if forward else -room
            network.hidden.add(step)
        moved += room


def _cheapest(
    network: _Network, flow: Mapping[Place, int], start: _Node, goal: _Node, without: Place
) -> list[tuple[Place, bool]]:
    """Return the way from `start` to `goal` that withholds least more: places, and whether each is passed forward."""
    links: dict[_Node, list[tuple[_Node, Place, bool]]] = {}
    for place, count in network.counts.items():
        if place != without:
            tail, head = network.ends(place)
            links.setdefault(tail, []).append((head, place, True))
            if count + flow[place] > 0:
                links.setdefault(head, []).append((tail, place, False))
    queue: list[tuple[int, int, _Node]] = [(0, 0, start)]
    best = {start: (0, 0)}
    came: dict[_Node, tuple[_Node, Place, bool]] = {}
    while queue:
        cost, steps, node = heapq.heappop(queue)
        if node == goal:
            break
        if (cost, steps) > best[node]:
            continue
        for following, place, forward in links.get(node, []):
            reached = (cost + (0 if place in network.hidden else network.cost[place]), steps + 1)
            if following not in best or reached < best[following]:
                best[following] = reached
                came[following] = (node, place, forward)
                heapq.heappush(queue, (*reached, following))
    path = []
    node = goal
    while node != start:
        node, place, forward = came[node]
        path.append((place, forward))
    return path


def _result(network: _Network, unpublished: set[Place], primary: set[Place]) -> Suppressed:
    def shown(row: int, column: int) -> int | None:
        return None if (row, column) in network.hidden else network.counts[row, column]

    rows, columns = range(network.rows), range(network.columns)
    why: dict[Place, Why] = {
        place: "primary" if place in primary else "secondary" for place in sorted(network.hidden - unpublished)
    }
    return Suppressed(
        cells=tuple(tuple(shown(row, column) for column in columns) for row in rows),
        row_totals=tuple(shown(row, ALL) for row in rows),
        column_totals=tuple(shown(ALL, column) for column in columns),
        total=shown(ALL, ALL),
        withheld=why,
    )
