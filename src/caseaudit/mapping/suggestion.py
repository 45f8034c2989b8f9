"""A mapping as it is suggested: each line with how sure it is and why, for a person to go through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any


class Sure(IntEnum):
    """How sure a line is."""

    GUESS = 0
    """Left as a comment."""
    LIKELY = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a suggested mapping: a field or constant, what fills it, and why."""

    path: str
    value: Any
    """As YAML holds it: a column, or a mapping."""
    sure: Sure
    why: str
    """What the column looks like."""


@dataclass(frozen=True, slots=True)
class PicklistDraft:
    """A picklist with what could be translated, and what could not."""

    name: str
    known: Mapping[str, Any]
    unknown: tuple[tuple[str, int], ...]
    """Values for the user to decide on, with how often they stand."""
    unlisted: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part of a narrative."""

    value: Mapping[str, Any]
    sure: Sure
    why: str


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table of the suggested mapping."""

    name: str
    files: tuple[str, ...]
    """Globs."""
    sheet: str | None
    into: str
    key: tuple[str, ...]
    why: str
    sure: Sure
    fields: tuple[Line, ...] = ()
    constants: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[PartDraft, ...] = ()
    id: tuple[str, ...] = ()
    parent: Mapping[str, Any] | None = None
    where: Mapping[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A column or table that found no place."""

    table: str
    column: str
    """Empty: the whole table."""
    why: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole suggested mapping."""

    id: str
    tables: tuple[TableDraft, ...]
    picklists: tuple[PicklistDraft, ...]
    unplaced: tuple[Unplaced, ...]
    day_first: bool | None
    notes: tuple[str, ...] = ()

    def count(self, sure: Sure) -> int:
        """Count the lines of a confidence."""
        lines = [line.sure for table in self.tables if table.sure is not Sure.GUESS for line in (*table.fields, *table.parts)]
        return lines.count(sure)
