"""Which columns a table of the mapping names and what for; and how fields whose columns a row lacks become blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from caseaudit.mapping.conditions import columns_of
from caseaudit.mapping.fields import put
from caseaudit.mapping.model import ExportMapping, FieldSpec, TableSpec
from caseaudit.mapping.rules import TEXT, columns_named
from caseaudit.mapping.values import ABSENT


@dataclass(frozen=True, slots=True)
class Needs:
    """The columns that a table of the mapping names, as it writes them, by what they are for."""

    keys: tuple[str, ...]
    """Of `key`, `id` and `parent` (also `of`, as other tables name them): without these no row can be placed."""
    conditions: tuple[str, ...]
    """Of `where`: without these rows cannot be chosen."""
    fields: Mapping[str, tuple[str, ...]]
    """Field (or `text` and the like of a narrative part) -> its columns. A field without any of them is absent."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every column, once."""
        return tuple(
            dict.fromkeys((*self.keys, *self.conditions, *(name for each in self.fields.values() for name in each)))
        )


def needs(mapping: ExportMapping, spec: TableSpec) -> Needs:
    """Return the columns that `spec` names."""
    keys = [*(spec.key or ()), *(spec.id or ()), *(spec.parent.key if spec.parent else ())]
    for table in mapping.tables:
        if table.parent is not None and table.parent.table == spec.name:
            keys.extend(table.parent.of)
    fields = {path: tuple(dict.fromkeys(columns_named(field))) for path, field in spec.fields.items()}
    for number, part in enumerate(spec.narrative, 1):
        fields[f"narrative part {number}: {TEXT}"] = part.text_columns
        for name in ("recorded_at", "author_role", "entry_id"):
            beside: FieldSpec | None = getattr(part, name)
            if beside is not None:
                fields[f"narrative part {number}: {name}"] = tuple(columns_named(beside))
    return Needs(tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(columns_of(spec.where))), fields)


def blanked(item: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Return `item` with those fields (dotted) present, null where they are absent; for `Fragment.absent`."""
    result: dict[str, Any] = {name: dict(value) if isinstance(value, dict) else value for name, value in item.items()}
    for path in fields:
        steps = tuple(path.split("."))
        inner = result.get(steps[0], ABSENT)
        if inner is ABSENT and len(steps) > 1:
            result[steps[0]] = None
        elif inner is ABSENT or (isinstance(inner, dict) and steps[-1] not in inner):
            put(result, steps, None)
    return result
