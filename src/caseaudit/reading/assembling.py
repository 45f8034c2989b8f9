"""Puts the rows of one case together as a case file with the place of every object, and reads it like any other.

A table that the export has and that gives this case nothing leaves an empty list (or null for an object); one that the
export lacks leaves no key. What is wrong is told with file, sheet, row and column.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pydantic import ValidationError

from caseaudit.domain.audit import Source
from caseaudit.domain.case_file import CaseFile
from caseaudit.mapping.rows import blanked
from caseaudit.reading.case_files import ReadCase, Reject
from caseaudit.reading.case_problems import problem_with, shown_value
from caseaudit.reading.case_rows import CaseRows, Part, Shape, TableShape, Trouble
from caseaudit.reading.json_decoding import decode_record
from caseaudit.reading.same_ids import unite_ids

_INDEX = re.compile(r"\[(\d+)\]")
_SOURCE = "source"


class _TroubleError(Exception):
    """Rows that cannot be put together."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


def read_rows(rows: CaseRows) -> ReadCase | Reject:
    """Assemble and validate one case; a Reject has no text yet, for the rows as they were read are elsewhere."""
    if rows.trouble is not None:
        return _reject(rows.trouble, rows.shown)
    case = _Case(rows)
    try:
        case.assemble()
    except _TroubleError as error:
        return _reject(error.trouble, rows.shown)
    case_id = case.data.get("case_id")
    if not isinstance(case_id, str) or not case_id.strip():
        return _reject(case.at("case_id", "The case_id is blank"), rows.shown)
    try:
        return ReadCase(case.read(), case.replaced)
    except ValidationError as error:
        path, value, reason = problem_with(error, case.data)
        return _reject(case.at(path or "", reason, value), case_id)


def _reject(trouble: Trouble, case_id: str | None) -> Reject:
    return Reject(trouble.as_set_aside(case_id), "")


class _Maker(NamedTuple):
    """Which row made an object, and where in the row's own object it stands."""

    table: TableShape
    part: Part
    prefix: str = ""


@dataclass(slots=True)
class _Case:
    """One case on its way to a case file."""

    rows: CaseRows
    data: dict[str, Any] = field(default_factory=dict)
    replaced: int = 0
    _stamped: list[tuple[dict[str, Any], Source]] = field(default_factory=list)
    """Every object that a row made."""
    _makers: dict[int, list[_Maker]] = field(default_factory=dict)
    """id of an object in `data` -> the rows that made it."""
    _holders: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """Name of a table and the key by which its rows name the object around them -> that object."""

    @property
    def _shape(self) -> Shape:
        return self.rows.shape

    def assemble(self) -> None:
        """Put every row in its place, outer objects first, the rows of a list in the order of the export."""
        tables = self._shape.tables
        parts = self.rows.parts
        if len(parts) > 1:
            parts = tuple(sorted(parts, key=lambda part: len(tables[part.spec].steps)))
        for part in parts:
            table = tables[part.spec]
            items = self._items(part, table)
            if table.steps:
                self._place(items, part, table)
            else:
                self._stamp(items[0], _Maker(table, part), self._source(part))
                self.data = items[0]
            if items and part.known:
                self._holders.update(dict.fromkeys(part.known.items(), items[0]))
        present = self.rows.present
        for table in sorted(tables, key=lambda table: len(table.steps)):
            if table.steps and table.name in present:
                _close(self.data, table.steps)
        unite_ids(self.data)

    def _items(self, part: Part, table: TableShape) -> list[dict[str, Any]]:
        given = part.items or "[]"
        items = self._decoded(given) if isinstance(given, str) else list(given)
        blank = [name for name in part.absent if name in table.seen] if part.origin.loose and part.absent else []
        return [blanked(item, blank) for item in items] if blank else items

    def _decoded(self, text: str) -> list[dict[str, Any]]:
        if "\\ud" not in text:
            items: list[dict[str, Any]] = json.loads(text)
            return items
        items, replaced = decode_record(text)
        self.replaced += replaced
        return items

    def _place(self, items: list[dict[str, Any]], part: Part, table: TableShape) -> None:
        holder = self._holder(part, table)
        name, is_list = table.steps[-1]
        source, maker = self._source(part), _Maker(table, part)
        for item in items:
            self._stamp(item, maker, source)
        if is_list:
            held = holder.get(name)
            if isinstance(held, list):
                held.extend(items)
            else:
                holder[name] = items
        elif items:
            holder[name] = self._merged(holder.get(name), items[0], part, table)
        else:
            holder.setdefault(name, None)

    def _holder(self, part: Part, table: TableShape) -> dict[str, Any]:
        """Find the object that a row's own belongs into; one that is not there yet is begun by what stands in it."""
        steps, holder = table.steps[:-1], self.data
        lists = [at for at, (_, is_list) in enumerate(steps) if is_list]
        if lists:
            found = self._holders.get((table.name, part.parent or ""))
            if found is None:
                raise _TroubleError(self._no_holder(part, table))
            steps, holder = steps[lists[-1] + 1 :], found
        for name, _ in steps:
            if not isinstance(holder.get(name), dict):
                holder[name] = {}
                self._stamp(holder[name], _Maker(table, part), self._source(part))
            holder = holder[name]
        return holder

    def _no_holder(self, part: Part, table: TableShape) -> Trouble:
        columns = ", ".join(table.parent_keys)
        if part.parent is None:
            reason = f"It is blank, so the row belongs to no row of the table {table.parent!r}"
            return part.trouble(reason, column=columns)
        return part.trouble(
            f"The case has no row of the table {table.parent!r} that this names", column=columns, value=part.parent
        )

    def _merged(self, before: Any, item: dict[str, Any], part: Part, table: TableShape) -> dict[str, Any]:
        """Put what two tables say of one object together; null gives way, other values must agree."""
        if not isinstance(before, dict):
            return item
        for key, value in item.items():
            held = before.get(key)
            if key == _SOURCE or value is None or held == value:
                before.setdefault(key, value)
            elif held is None or held == []:
                before[key] = value
            elif isinstance(held, dict) and isinstance(value, dict):
                before[key] = self._merged(held, value, part, table)
            elif isinstance(held, list) and isinstance(value, list):
                before[key] = [*held, *value]
            else:
                reason = f"Another row says {shown_value(held, key)} of the same {table.into}"
                raise _TroubleError(
                    replace(
                        part.trouble(reason, column=table.column_of(key), value=shown_value(value, key)),
                        path=f"{table.into}.{key}",
                    )
                )
        self._makers.setdefault(id(before), []).append(_Maker(table, part))
        return before

    def _source(self, part: Part) -> Source:
        return Source(self._shape.system, part.origin.file, part.origin.table or None, part.number)

    def _stamp(self, item: dict[str, Any], maker: _Maker, source: Source) -> None:
        """Write where an object comes from, into it and the objects in it."""
        for name, value in item.items():
            if type(value) is dict:
                self._stamp(value, _Maker(maker.table, maker.part, f"{maker.prefix}{name}."), source)
        item[_SOURCE] = source
        self._stamped.append((item, source))
        self._makers.setdefault(id(item), []).append(maker)

    def read(self) -> CaseFile:
        """Validate it; what it was made from shows the places as exports write them. Raises ValidationError."""
        try:
            return CaseFile.read(self.data)
        finally:
            before: Source | None = None
            told: dict[str, Any] = {}
            for item, source in self._stamped:
                if source is not before:
                    before = source
                    told = {"system": source.system, "file": source.file, "table": source.table, "row": source.row}
                item[_SOURCE] = told

    def at(self, path: str, reason: str, value: str | None = None) -> Trouble:
        """Say where in the export what stands at `path` comes from."""
        makers, inner = self._nearest(path)
        for maker in makers:
            column = _column(maker, inner)
            if column is not None:
                break
        else:
            maker, column = makers[0], None
        return replace(maker.part.trouble(reason, column=column, value=value), path=path or None)

    def _nearest(self, path: str) -> tuple[list[_Maker], str]:
        """Find the innermost object on the way to `path` that a row made, and the rest of the path without indices."""
        here: Any = self.data
        makers, inner = self._makers[id(here)], path
        steps = list(_steps(path))
        for at, step in enumerate(steps):
            if isinstance(here, Mapping):
                here = here.get(str(step))
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            else:
                break
            if id(here) in self._makers and isinstance(here, dict):
                makers = self._makers[id(here)]
                inner = ".".join(str(each) for each in steps[at + 1 :] if isinstance(each, str))
        return makers, _INDEX.sub("", inner)


def _steps(path: str) -> Iterator[str | int]:
    for part in path.split("."):
        name = _INDEX.sub("", part)
        if name:
            yield name
        for index in _INDEX.findall(part):
            yield int(index)


def _column(maker: _Maker, inner: str) -> str | None:
    """Name the column of a field; of an object the columns of its first field."""
    path = f"{maker.prefix}{inner}".strip(".")
    return maker.table.column_of(path)


def _close(holder: Any, steps: tuple[tuple[str, bool], ...]) -> None:
    """Write that a table gave nothing here: an empty list, or null for an object; never inside what is not there."""
    if not isinstance(holder, dict):
        return
    (name, is_list), *rest = steps
    if not rest:
        holder.setdefault(name, [] if is_list else None)
        return
    inner = holder.get(name)
    for each in inner if isinstance(inner, list) else [inner]:
        _close(each, tuple(rest))
