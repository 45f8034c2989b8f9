"""What is remembered of the elements of an XML file: of every kind of them, and of those that have begun."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from caseaudit.reading.tables.nested import Group, Values


@dataclass(slots=True, eq=False)
class Kind:
    """The elements of one path and namespace."""

    name: str
    group: Group
    block: bool
    attributes: dict[str, str] = field(default_factory=dict)
    """Name with namespace -> column."""
    kinds: dict[str, Kind] = field(default_factory=dict)
    last: int = 0
    """Ordinal of the element around the last of these."""
    again: bool = False
    """Whether that holds more than one."""


class Open:
    """An element that has begun."""

    __slots__ = ("filled", "held", "kind", "nil", "ordinal", "parts", "problem", "running", "size", "values")

    def __init__(self, kind: Kind, ordinal: int, values: Values, *, nil: bool) -> None:
        self.kind = kind
        self.ordinal = ordinal
        self.values = values
        self.nil = nil
        self.parts: list[Any] = []
        """Its text, and lists of the same for the elements in it."""
        self.filled = False
        """Whether elements stand in it."""
        self.running = False
        """Whether it is running text with elements in it."""
        self.size = 0
        self.held = 0
        self.problem: str | None = None
