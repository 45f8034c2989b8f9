"""What the rows of a table go into where it mixes several things: by their type, or children and adults by role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from caseaudit.mapping.cells import as_text, folded
from caseaudit.mapping.header_words import header_words
from caseaudit.mapping.shapes import Look
from caseaudit.mapping.suggest_fields import assigned
from caseaudit.mapping.suggest_tables import Seen, name_likeness
from caseaudit.mapping.value_words import families, goes_into, is_about_child


def splits(table: Seen, into: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what the rows go into by their type, with the condition of each, where a table mixes several things."""
    if any(look.look in (Look.TEXT, Look.LOG) for look in table.own):
        return []
    for look in table.own:
        words = header_words(look.name)
        if (
            not look.values
            or look.look in (Look.YES_NO, Look.DATE, Look.AGE)
            or not words & {"type", "kind", "form", "category", "item", "class", "episode"}
        ):
            continue
        named = name_likeness(table, into) >= 0.85  # noqa: PLR2004
        for family in families():
            if named and family != "episodes":
                continue
            found: dict[str, list[str]] = {}
            rows = 0
            for value, count in look.values.items():
                goes = goes_into(family, value)
                if goes is not None:
                    found.setdefault(goes, []).append(value)
                    rows += count
            if len(found) > 1 and rows >= 0.6 * look.filled:
                return [(goes, {"column": look.name, "is": sorted(values)}) for goes, values in found.items()]
    return []


def by_role(table: Seen, into: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Tell the rows of children from those of adults, by their roles and ages."""
    if into not in ("children[]", "people[]"):
        return []
    roles = [m for m in assigned("people[]", table.own, table.words) if m.field.path == "role"] or [
        m for m in assigned("children[]", table.own, table.words) if m.field.path == "role"
    ]
    if not roles or not roles[0].look.values:
        return []
    look = roles[0].look
    sides: dict[bool, list[str]] = {True: [], False: []}
    for value in look.values:
        about = is_about_child(value)
        if about is None:
            about = _young(table, look.name, value)
        sides[into == "children[]" if about is None else about].append(value)
    if not sides[True] or not sides[False]:
        return []
    return [
        ("children[]", {"column": look.name, "is": sorted(sides[True])}),
        ("people[]", {"column": look.name, "is": sorted(sides[False])}),
    ]


def _young(table: Seen, column: str, value: str) -> bool | None:
    """Say whether the people of a role are children by their ages; None where no ages are written."""
    ages = next(
        (m.look.name for m in assigned("children[]", table.own, only=("age",)) if m.look.look is Look.AGE), None
    )
    if ages is None:
        return None
    found = []
    for row in table.sample.rows:
        if folded(as_text(row.get(column))) == folded(value):
            text = as_text(row.get(ages)).strip().split(".")[0]
            if text.isdigit():
                found.append(int(text))
    return None if not found else sorted(found)[len(found) // 2] < 18  # noqa: PLR2004
