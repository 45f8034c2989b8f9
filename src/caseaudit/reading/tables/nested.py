"""Keeps nested groups, written once as they are met, until they are read as tables: what XML and JSON exports share.

The rows of several tables interleave in one file, and what a row takes from around it (a reference in the case) or from
inside it (an address) may stand behind it. So a file is parsed once; each group goes, with the ordinal of the group
around it, into a temporary file in chunks of its own kind, and the tables are joined on reading by walking those
chunks side by side. Memory stays flat, nothing is stored twice, and every table is known before the first is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Self, cast

from caseaudit.mapping.cells import folded
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.settings import ReadSettings

JOIN = "; "
"""Between the repeated simple values of one cell."""
VALUE = "(value)"
"""Column of a group's own text."""

_CHUNK = 1 << 18
_HELD = 1 << 23
_MOST_GROUPS = 5_000
_ONCE = 20
"""A group is also given as columns of the one around it when at most one in so many of those has it repeated."""

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

Values = dict[str, Any]
"""Cells by column; a list where a simple value is repeated."""


@dataclass(slots=True, eq=False)
class Group:
    """One kind of group, known by its path, and its instances written so far."""

    name: str
    """Name of its table."""
    label: str
    """What its columns begin with when they are given in the group around it; also its own name there."""
    parent: Group | None
    nests: bool = False
    """Whether it may be flattened into the group around it (elements), or is always a list (JSON)."""
    is_group: bool = True
    """False as long as every instance was a plain value, kept by the group around it."""
    count: int = 0
    """Instances begun."""
    problems: int = 0
    early: int = 0
    """Plain instances from before the first that was a group."""
    spoken: bool = False
    """Whether any of those holds text."""
    holders: int = 0
    """Groups around it that hold it."""
    repeats: int = 0
    """Those of them that hold it more than once."""
    columns: dict[str, None] = field(default_factory=dict)
    plain: set[str] = field(default_factory=set)
    """Columns that hold plain values although, elsewhere, a list of groups has the same name (JSON)."""
    children: dict[str, Group] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Folded name -> the column or child that took it first."""
    chunks: list[tuple[int, int]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def flat(self) -> bool:
        """Whether the columns of the group around it include its own."""
        often = self.repeats * _ONCE > self.holders
        return self.nests and self.is_group and not often and self.parent is not None and not self.parent.wraps(self)

    def wraps(self, child: Group) -> bool:
        """Whether it is there to hold a list of `child`, however many one file has: `Cases/Case`, `FlagList/Flag`."""
        if len(self.children) > 1 or any(not column.startswith("@") for column in self.columns):
            return False
        return self.parent is None or self.label.casefold().startswith(child.label.casefold()[:-1])

    def own_name(self, name: str) -> str:
        """Give a name that no other column or child has: the second of the same is called `name (2)`."""
        wanted, number = name, 1
        while folded(wanted) in self.names:
            number += 1
            wanted = f"{name} ({number})"
        self.names[folded(wanted)] = wanted
        return wanted


@dataclass(frozen=True, slots=True)
class Record:
    """One instance of a group."""

    ordinal: int
    parent: int
    number: int
    values: Values
    problem: str | None


class Groups:
    """The groups of one file. Use as a context manager; write all of them, then take `nested_tables.tables_in`."""

    def __init__(self, file: str, settings: ReadSettings) -> None:
        self.file = file
        self.notices: list[str] = []
        """Told with every table."""
        self.broken: str | None = None
        """Why the file ends early; told with every table, and by the last row of the records where none was open."""
        self.roots: list[Group] = []
        self._settings = settings
        self._made = 0
        self._held = 0
        self._spool = cast("IO[bytes]", SpooledTemporaryFile(max_size=_HELD))  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        """Hold the temporary file until the tables have been taken."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the temporary file go."""
        self._spool.close()

    def group(self, parent: Group | None, key: str, name: str, label: str, *, nests: bool) -> Group:
        """Make a kind of group; `key` is how the caller finds it in `parent.children`. Raises UnreadableExport."""
        self._made += 1
        if self._made > _MOST_GROUPS:
            reason = f"It has more than {_MOST_GROUPS:,} kinds of nested groups, which no table can hold"
            raise UnreadableExport(self.file, reason, "Export it with one element or object name for each kind.")
        made = Group(name, label, parent, nests=nests)
        if parent is None:
            self.roots.append(made)
        else:
            parent.children[key] = made
        return made

    def write(
        self, group: Group, ordinal: int, parent: int, values: Values, *, number: int = 0, problem: str | None = None
    ) -> None:
        """Keep one instance; `parent` is the ordinal of the instance around it, `number` its own unless given."""
        if len(values) > self._settings.max_columns:
            problem = self._too_wide(values)
        if not values.keys() <= group.columns.keys():
            group.columns.update(dict.fromkeys(values))
            if len(group.columns) > self._settings.max_columns:
                reason = f"{group.name or 'Its table'} has more than {self._settings.max_columns:,} different columns"
                raise UnreadableExport(
                    self.file, reason, "Are values, such as references, written as names? Export these as values."
                )
        line = _encode([ordinal, parent, number or ordinal, values, problem])
        if len(line) > self._settings.max_cell and (long := self._too_long(values)):
            problem = problem or long
            line = _encode([ordinal, parent, number or ordinal, values, problem])
        group.problems += problem is not None
        group.lines.append(line)
        group.size += len(line)
        self._held += len(line)
        if group.size > _CHUNK:
            self._flush(group)
        if self._held > _HELD:
            for each in every(self.roots):
                self._flush(each)

    def _too_wide(self, values: Values) -> str:
        """Leave out the columns over the limit, and say so."""
        most, count = self._settings.max_columns, len(values)
        for name in list(values)[most:]:
            del values[name]
        return f"It has {count:,} columns; at most {most:,} are read"

    def _too_long(self, values: Values) -> str | None:
        """Cut cells that are over the limit, and say so."""
        most, problem = self._settings.max_cell, None
        for name, value in values.items():
            if isinstance(value, str) and len(value) > most:
                values[name] = value[:most]
                problem = f"{name} holds {len(value):,} characters; at most {most:,} are read"
        return problem

    def _flush(self, group: Group) -> None:
        if not group.lines:
            return
        content = ("\n".join(group.lines) + "\n").encode()
        group.chunks.append((self._spool.seek(0, 2), len(content)))
        self._spool.write(content)
        self._held -= group.size
        group.lines, group.size = [], 0

    def records(self, group: Group) -> Iterator[Record]:
        """Give the instances of a group in order."""
        for start, length in tuple(group.chunks):
            self._spool.seek(start)
            content = self._spool.read(length).decode()
            for line in content.split("\n")[:-1]:
                yield Record(*json.loads(line))
        for line in group.lines:
            yield Record(*json.loads(line))


def every(groups: Sequence[Group]) -> Iterator[Group]:
    """Give groups and all that is in them, outer ones first, in the order in which they were met."""
    for group in groups:
        yield group
        yield from every(tuple(group.children.values()))
