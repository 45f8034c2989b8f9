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


def active_tables(suggestion: Suggestion) -> list[TableDraft]:
    """Return the tables that are more than a comment."""
    active = [draft for draft in suggestion.tables if draft.sure is not Sure.GUESS and _fills(draft)]
    names = {draft.name for draft in active}
    return [draft for draft in active if draft.parent is None or draft.parent["table"] in names]


def _fills(draft: TableDraft) -> bool:
    return bool(draft.constants or draft.parts or any(line.sure is not Sure.GUESS for line in draft.fields))


def as_data(suggestion: Suggestion) -> dict[str, Any]:
    """Return the mapping as YAML will hold it, without its comments."""
    used = {
        line.value["picklist"]
        for draft in active_tables(suggestion)
        for line in draft.fields
        if line.sure is not Sure.GUESS and isinstance(line.value, dict) and "picklist" in line.value
    }
    return {
        "mapping": suggestion.id,
        "dates": {"day_first": suggestion.day_first is not False},
        "picklists": {
            each.name: {"values": dict(each.known), "unlisted": each.unlisted}
            for each in suggestion.picklists
            if each.name in used
        },
        "tables": [table_data(draft) for draft in active_tables(suggestion)],
    }


def table_data(draft: TableDraft) -> dict[str, Any]:
    """Return one table as YAML will hold it."""
    data: dict[str, Any] = {"name": draft.name, "from": list(draft.files) if len(draft.files) > 1 else draft.files[0]}
    if draft.sheet is not None:
        data["sheet"] = draft.sheet
    data["into"] = draft.into
    optional = {
        "key": list(draft.key), "id": list(draft.id), "parent": draft.parent,
        "where": draft.where, "constants": dict(draft.constants),
        "fields": {line.path: line.value for line in draft.fields if line.sure is not Sure.GUESS},
        "narrative": [dict(part.value) for part in draft.parts],
    }  # fmt: skip
    return {**data, **{name: value for name, value in optional.items() if value}}
