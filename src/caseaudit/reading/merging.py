"""Makes one case's rows ready to be assembled: repeats merged, contradictions named, and which row counts as what.

Joins repeat rows: a case with two children and three flags may stand six times. Rows that give one object must agree.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from caseaudit.reading.case_problems import shown_value
from caseaudit.reading.case_rows import CaseRows, Part, Shape, TableShape, Trouble, place_of
from caseaudit.reading.joining import UNKEYED
from caseaudit.reading.kept_rows import Kept

_MAX_OTHERS = 3
_NOTHING = "[]"
"""The objects of a row whose columns are all blank."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The rows of one case, and which of them count."""

    rows: CaseRows
    kept: tuple[Kept, ...]
    repeated: frozenset[int]
    """Rows that give nothing but what another row of the case gives."""


def merge(shape: Shape, kept: Sequence[Kept]) -> Merged:
    """Merge the repeats among the rows of a case."""
    kept = tuple(kept)
    shown = _shown(shape, kept)
    troubles = [each.part.problem for each in kept if each.part.problem]
    if troubles:
        return Merged(CaseRows(shape, shown, (), _together(troubles)), kept, frozenset())
    if len({each.part.spec for each in kept}) == len(kept):
        return Merged(CaseRows(shape, shown, tuple([each.part for each in kept])), kept, frozenset())
    found: dict[Hashable, Part] = {}
    order: list[Part] = []
    repeats: list[Part] = []
    for each in kept:
        part = each.part
        object_ = _object(shape, part, len(order))
        first = found.get(object_)
        if first is None:
            found[object_] = part
            order.append(part)
            continue
        merged = _one(shape.tables[part.spec], first, part)
        if isinstance(merged, Trouble):
            return Merged(CaseRows(shape, shown, (), merged), kept, frozenset())
        if merged is not first:
            order[order.index(first)] = found[object_] = merged
        repeats.append(part)
    repeated = {part.row for part in repeats} - {part.row for part in order if part.items != _NOTHING}
    return Merged(CaseRows(shape, shown, tuple(order)), kept, frozenset(repeated))


def _shown(shape: Shape, kept: Iterable[Kept]) -> str | None:
    """Show the case's key the way its main row writes it."""
    for each in kept:
        if each.part.spec == shape.main:
            return None if each.key is None or each.key.startswith(UNKEYED) else each.shown
    return None


def _together(troubles: Sequence[Trouble]) -> Trouble:
    """Tell the first, and where the others stand."""
    first, *others = troubles
    if not others:
        return first
    places = dict.fromkeys(
        f"{place_of(other.file, other.sheet, other.row)}{f', {other.column}' if other.column else ''}"
        for other in others
    )
    named = list(places)[:_MAX_OTHERS]
    more = f" and {len(places) - _MAX_OTHERS} more" if len(places) > _MAX_OTHERS else ""
    return replace(first, reason=f"{first.reason}. Also wrong: {'; '.join(named)}{more}")


def _object(shape: Shape, part: Part, unique: int) -> Hashable:
    """Say which object a row is about: rows of the same are one."""
    table = shape.tables[part.spec]
    if not table.is_list:
        return part.spec, part.parent
    if part.own is not None:
        return part.spec, part.parent, "id", part.own
    if part.items == _NOTHING:
        return part.spec, "nothing", unique, part.row
    return part.spec, part.parent, "all", str(part.items), part.absent


def _one(table: TableShape, first: Part, second: Part) -> Part | Trouble:
    """Merge two rows about one object; a Trouble when they contradict each other."""
    if first.items == second.items and first.known == second.known:
        return first
    if not table.is_list and _NOTHING in (first.items, second.items):
        return first if second.items == _NOTHING else first._replace(items=second.items, absent=second.absent)
    items, others = _objects(first), _objects(second)
    if len(items) != len(others):
        return second.trouble(_differ(table, first, second, "they differ in how many entries they give"))
    for one, other in zip(items, others, strict=True):
        path = _fill(one, other, "")
        if path is not None:
            value, before = shown_value(_at(other, path), path), shown_value(_at(one, path), path)
            reason = _differ(table, first, second, f"this row has {value}, that one {before}")
            return replace(second.trouble(reason, column=table.column_of(path), value=value), path=_whole(table, path))
    text = json.dumps(items, separators=(",", ":"))
    absent = tuple(name for name in first.absent if name in second.absent)
    return first._replace(items=text, absent=absent, known={**second.known, **first.known})


def _objects(part: Part) -> list[dict[str, Any]]:
    """Give the objects of a part, to be changed; what the rows of several may share is always kept as JSON."""
    if not isinstance(part.items, str):
        return list(part.items or ())
    items: list[dict[str, Any]] = json.loads(part.items)
    return items


def _differ(table: TableShape, first: Part, second: Part, how: str) -> str:
    before = place_of(first.origin.file, first.origin.table, first.number)
    if first.origin.file == second.origin.file and first.origin.table == second.origin.table:
        before = f"row {first.number}"
    what = "case" if not table.steps else "object"
    return f"Row {second.number} and {before} are one {what} (table {table.name!r} of the mapping), but {how}"


def _fill(one: dict[str, Any], other: Mapping[str, Any], path: str) -> str | None:
    """Take over what only `other` has; return the path of the first value in which they differ."""
    for key, value in other.items():
        here = f"{path}.{key}" if path else key
        if key not in one:
            one[key] = value
        elif isinstance(value, dict) and isinstance(one[key], dict):
            found = _fill(one[key], value, here)
            if found is not None:
                return found
        elif one[key] != value:
            return here
    return None


def _at(item: Any, path: str) -> Any:
    for step in path.split("."):
        item = item.get(step) if isinstance(item, Mapping) else None
    return item


def _whole(table: TableShape, path: str) -> str:
    """Write the path of a field below the table's own place."""
    return path if not table.steps else f"{table.into}.{path}"
