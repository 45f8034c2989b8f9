"""Reads kept groups as tables by path, with `../` columns of the groups around each row and those of groups in it.

The instances of several kinds are walked side by side in the order of the file, so that none is held for long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from caseaudit.reading.tables.nested import JOIN, VALUE, Group, Groups, Record, every
from caseaudit.reading.tables.rows import TEXT, Cell, Row, Table


def tables_in(groups: Groups) -> Iterator[Table]:
    """Give every group that has columns of its own as a table, outer ones first; without any, the outermost."""
    given = [group for group in every(groups.roots) if group.is_group and (_columns(group) or group.spoken)]
    given = given or groups.roots[:1]
    records = next((group for group in given if group.count > 1), given[0])
    for group in given:
        rows = _rows(groups, group) if group.columns or group.children or group.problems else iter(())
        if groups.broken and group is records and not group.problems:
            rows = chain(rows, [Row(group.count + 1, {}, problem=groups.broken)])
        columns = dict.fromkeys((*_columns(group), *((VALUE,) if group.spoken else ()), *_around(group)))
        columns.pop(TEXT, None)
        notices = [*groups.notices, *([groups.broken] if groups.broken else []), *_repeated(group)]
        yield Table(groups.file, group.name, tuple(columns), rows, notices=notices)


def _named(group: Group) -> Mapping[str, Group]:
    """Children that are groups, by the column they would have as plain values."""
    return {child.label: child for child in group.children.values() if child.is_group}


def _columns(group: Group, without: Group | None = None) -> tuple[str, ...]:
    """Columns of its own, then those of the groups in it that are given once, but for `without`."""
    named = _named(group)
    columns = {column: None for column in group.columns if column not in named or column in group.plain}
    for child in named.values():
        if child.flat and child is not without:
            columns.update((_inner(child.label, column), None) for column in _columns(child))
            if child.spoken:
                columns[child.label] = None
    return tuple(columns)


def _inner(label: str, column: str) -> str:
    return label if column == VALUE else f"{label}.{column}"


def _around(group: Group) -> tuple[str, ...]:
    columns: list[str] = []
    prefix, inside, above = "../", group, group.parent
    while above is not None:
        columns += [prefix + column for column in _columns(above, inside) if column != TEXT]
        prefix, inside, above = prefix + "../", above, above.parent
    return tuple(columns)


def _repeated(group: Group) -> Iterator[str]:
    """Say which once-only groups stand several times in a few rows."""
    for child in group.children.values():
        if child.flat and child.repeats:
            yield (
                f"{child.label} stands more than once in {child.repeats} of {child.holders} rows that have it; there "
                f"its columns hold all the values, joined by '{JOIN}'. Its own table is {child.name!r}."
            )


class _Walk:
    """Goes through the instances of one kind of group in order, the groups that it holds once taken in as columns."""

    def __init__(self, groups: Groups, group: Group, without: Group | None = None) -> None:
        self._records = groups.records(group)
        flat = [child for child in _named(group).values() if child.flat and child is not without]
        self._inner = [(child.label, _Walk(groups, child)) for child in flat]
        self._lists = frozenset(child.label for child in _named(group).values() if child.nests and child not in flat)
        self._groups = frozenset(_named(group))
        self._next = next(self._records, None)

    def __iter__(self) -> Iterator[tuple[Record, dict[str, Cell]]]:
        while self._next is not None:
            yield self._take(self._next)

    def _take(self, record: Record) -> tuple[Record, dict[str, Cell]]:
        """Give an instance and its cells, and go on to the next."""
        self._next = next(self._records, None)
        values = record.values
        for label in self._groups & values.keys():
            if label in self._lists or not values[label]:
                del values[label]
        for column in [column for column, value in values.items() if type(value) is list]:
            values[column] = JOIN.join(item for item in values[column] if item) or None
        for label, walk in self._inner:
            for column, cell in walk.inside(record.ordinal).items():
                name = _inner(label, column)
                values[name] = _both(values[name], cell) if name in values else cell
        return record, values

    def inside(self, ordinal: int) -> dict[str, Cell]:
        """Give the cells of the instances inside the one with that ordinal, joined where there are several."""
        found: dict[str, Cell] = {}
        while self._next is not None and self._next.parent <= ordinal:
            record, values = self._take(self._next)
            if record.parent == ordinal:
                for column, cell in values.items():
                    found[column] = _both(found[column], cell) if column in found else cell
        return found

    def at(self, ordinal: int) -> tuple[int, dict[str, Cell]]:
        """Go on to the instance with that ordinal; give the one around it, and its cells."""
        while self._next is not None and self._next.ordinal <= ordinal:
            record, values = self._take(self._next)
            if record.ordinal == ordinal:
                return record.parent, values
        return 0, {}


def _both(first: Cell, second: Cell) -> Cell:
    return JOIN.join(str(cell) for cell in (first, second) if cell not in (None, "")) or None


class _Above:
    """The cells of the groups around a row, by `../` columns; made anew only when the group changes."""

    def __init__(self, groups: Groups, group: Group, inside: Group, prefix: str = "../") -> None:
        self._walk = _Walk(groups, group, inside)
        self._prefix = prefix
        self._above = _Above(groups, group.parent, group, prefix + "../") if group.parent is not None else None
        self._ordinal = 0
        self._cells: dict[str, Cell] = {}

    def cells(self, ordinal: int) -> dict[str, Cell]:
        """Give all of them for a row inside the instance with that ordinal."""
        if ordinal != self._ordinal:
            self._ordinal = ordinal
            parent, values = self._walk.at(ordinal)
            self._cells = {self._prefix + column: cell for column, cell in values.items() if column != TEXT}
            if self._above is not None:
                self._cells.update(self._above.cells(parent))
        return self._cells


def _rows(groups: Groups, group: Group) -> Iterator[Row]:
    above = _Above(groups, group.parent, group) if group.parent is not None else None
    for number, parent, text in _early(groups, group):
        yield Row(number, {VALUE: text, **(above.cells(parent) if above else {})})
    for record, values in _Walk(groups, group):
        if above is not None:
            values.update(above.cells(record.parent))
        yield Row(record.number, values, problem=record.problem)


def _early(groups: Groups, group: Group) -> Iterator[tuple[int, int, str]]:
    """Give the plain values that stood before the first instance of a kind that turned out to be a group."""
    if not group.spoken or group.parent is None:
        return
    number = 0
    for record in groups.records(group.parent):
        found = record.values.get(group.label, [])
        for text in found if isinstance(found, list) else (found,):
            number += 1
            if number > group.early:
                return
            if text:
                yield number, record.ordinal, text
