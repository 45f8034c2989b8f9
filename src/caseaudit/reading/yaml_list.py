"""Reads a YAML file that holds one long list, item by item: as strict as `located_yaml`, flat in memory.

Whatever is wrong is gathered, so that one reading tells it all; aliases are refused, for an item stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml

from caseaudit.errors import DefinitionError, Place, Problem
from caseaudit.reading.located_yaml import MAX_DEPTH, Located, loader, located, syntax_problem

MAX_BYTES = 100_000_000
MAX_PROBLEMS = 100
"""After so many nobody reads on; the rest of the file is left unread."""
MAX_ITEM = 1_000
"""Values in one item."""

_TAG = "tag:yaml.org,2002:"


class _GivenUpError(Exception):
    """The rest of the file cannot be read, or is not worth reading."""


@dataclass(slots=True)
class YamlList:
    """The list under one key of a file: iterate over `items` to the end, then `check`."""

    file: str
    key: str
    example: str
    """How an item starts, for messages."""
    problems: list[Problem] = field(default_factory=list)

    def say(self, where: Place, found: str, wanted: str, nearest: str | None = None) -> None:
        """Note a problem."""
        self.problems.append(Problem(where, found, wanted, nearest))

    def check(self) -> None:
        """Raise DefinitionError where anything was wrong, in the order of the file."""
        if self.problems:
            raise DefinitionError(tuple(sorted(self.problems, key=lambda one: (one.where.line or 0, one.found))))

    def items(self, text: str) -> Iterator[Located]:
        """Yield each item with its places. An item that is no plain data is left out and noted."""
        try:
            yield from self._document(yaml.parse(text, Loader=loader()))
        except yaml.YAMLError as error:
            self.problems.append(syntax_problem(error, self.file))
        except _GivenUpError:
            return

    def _document(self, events: Iterator[yaml.Event]) -> Iterator[Located]:
        seen: dict[str, int] = {}
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop(event, "A second document starts here", "Write one list, without `---` inside")
            elif isinstance(event, yaml.MappingStartEvent):
                yield from self._mapping(events, seen)
            elif isinstance(event, yaml.SequenceStartEvent) or (isinstance(event, yaml.ScalarEvent) and event.value):
                raise self._stop(event, f"The file does not start with `{self.key}:`", f"Write {self.example}")

    def _mapping(self, events: Iterator[yaml.Event], seen: dict[str, int]) -> Iterator[Located]:
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            if not isinstance(event, yaml.ScalarEvent):
                raise self._stop(event, "A key is a list or a mapping", f"Write {self.example}")
            name, place = event.value, self._place(event)
            if name in seen:
                self.say(place, f"The key {name!r} stands twice (first on line {seen[name]})", "Keep one of them")
            seen.setdefault(name, place.line or 0)
            if name == self.key:
                yield from self._values(events)
                continue
            nearest = next(iter(get_close_matches(name, [self.key], 1, 0.5)), None)
            self.say(place, f"The key {name!r} is not known here", f"Known key here: {self.key}", nearest)
            self._node(next(events), events, 1, [0])

    def _values(self, events: Iterator[yaml.Event]) -> Iterator[Located]:
        """Yield the items below the key; nothing at all below it is an empty list."""
        first = next(events)
        if isinstance(first, yaml.ScalarEvent) and first.style in (None, "") and first.value in ("", "~", "null"):
            return
        if not isinstance(first, yaml.SequenceStartEvent):
            self.say(self._place(first), f"{self.key!r} is not a list", f"Write {self.example}")
            self._node(first, events, 1, [0])
            return
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            if len(self.problems) >= MAX_PROBLEMS:
                found = f"There are {len(self.problems):,} problems before this line"
                raise self._stop(event, found, "Mend these first; from here on the file was not read")
            try:
                item = located(self._node(event, events, 2, [0]), self.file)
            except DefinitionError as error:
                self.problems.extend(error.problems)
            else:
                yield item

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, count: list[int]) -> yaml.Node:
        """Compose one value from its events; `count` holds the number of values in the item so far."""
        count[0] += 1
        if depth > MAX_DEPTH or count[0] > MAX_ITEM:
            limit = f"{MAX_DEPTH} levels" if depth > MAX_DEPTH else f"{MAX_ITEM:,} values"
            raise self._stop(event, f"An item holds more than {limit}", "Make it plainer")
        mark: Any = event.start_mark
        if isinstance(event, yaml.ScalarEvent):
            return yaml.ScalarNode(event.tag or f"{_TAG}str", event.value, mark, style=event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            values: list[yaml.Node] = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                values.append(self._node(inner, events, depth + 1, count))
            return yaml.SequenceNode(event.tag or f"{_TAG}seq", values, mark)
        if isinstance(event, yaml.MappingStartEvent):
            pairs: list[tuple[yaml.Node, yaml.Node]] = []
            while not isinstance(inner := next(events), yaml.MappingEndEvent):
                key = self._node(inner, events, depth + 1, count)
                pairs.append((key, self._node(next(events), events, depth + 1, count)))
            return yaml.MappingNode(event.tag or f"{_TAG}map", pairs, mark)
        raise self._stop(event, "An alias (*name) is not read in a list", "Write the value out")

    def _stop(self, event: yaml.Event, found: str, wanted: str) -> _GivenUpError:
        self.say(self._place(event), found, wanted)
        return _GivenUpError()

    def _place(self, event: yaml.Event) -> Place:
        mark: Any = event.start_mark
        return Place(self.file, line=mark.line + 1, column=mark.column + 1)
