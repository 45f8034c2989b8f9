"""A rubric being put together from its file, its parts and the editions it names: data, each value with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caseaudit.errors import Place, Problem
from caseaudit.reading.located_yaml import Located

KeyPath = tuple[str | int, ...]


@dataclass(slots=True)
class Written:
    """One criterion as data, and where each of its keys was written: its own file, or a `change` in another."""

    located: Located
    at: KeyPath
    data: dict[str, Any]
    changed: dict[str, tuple[Located, KeyPath]] = field(default_factory=dict)

    def place(self, path: KeyPath) -> Place:
        """Return where the value at a path below the criterion stands.

        Steps that the file does not have are skipped: the tag of a check kind, `in` where the file has the short form.
        """
        located, known = self.located, self.at
        if path and path[0] in self.changed:
            located, known = self.changed[str(path[0])]
            path = path[1:]
        return located.place(located.known(path, below=known))

    def with_changes(self, located: Located, at: KeyPath, fields: dict[str, Any]) -> Written:
        """Return the criterion with some keys set otherwise in another file."""
        places = {name: (located, (*at, name)) for name in fields}
        return Written(self.located, self.at, {**self.data, **fields}, {**self.changed, **places})


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's value and where it was written."""

    value: Any
    where: Place


@dataclass(slots=True)
class Draft:
    """One rubric file with everything below it taken in."""

    located: Located
    head: dict[str, Any]
    """The top-level keys; areas, grades and the like may come from what it extends."""
    criteria: dict[str, Written] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    bytes_read: dict[Path, bytes] = field(default_factory=dict)
    looked_for: dict[Path, Path | None] = field(default_factory=dict)
    """Where editions that it names were looked for -> the file that was there, if any."""
    problems: dict[Problem, None] = field(default_factory=dict)
    """In the order they were met, each once."""

    def say(self, place: Place, found: str, wanted: str, nearest: str | None = None) -> None:
        """Note a problem."""
        self.problems[Problem(place, found, wanted, nearest)] = None

    def place(self, *path: str | int) -> Place:
        """Return where a value of this file stands."""
        return self.located.place(path)

    def listed(self, key: str) -> Iterator[tuple[KeyPath, Any]]:
        """Yield the items of a list of this file with their places; anything but a list is a problem."""
        value = self.located.data.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.say(self.place(key), f"{key!r} is not a list", "Write one item a line, each after `-`")
            return
        for number, item in enumerate(value):
            yield (key, number), item

    def take(self, base: Draft, wanted: list[Any] | None) -> None:
        """Take in criteria (all of them, or those wanted) of another rubric, with its settings and problems."""
        for name in base.criteria if wanted is None else wanted:
            if isinstance(name, str) and name in base.criteria:
                self.criteria[name] = base.criteria[name]
        self.settings = {**base.settings, **self.settings}
        self.bytes_read.update(base.bytes_read)
        self.looked_for.update(base.looked_for)
        self.problems.update(base.problems)
