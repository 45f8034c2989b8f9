"""What the models of a mapping file cannot say by themselves: whether names lead somewhere and values fit their fields.

Everything found is a Misfit at its key path; `reading.mappings` turns the path into file and line.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from caseaudit.errors import NamedValueError
from caseaudit.mapping.cells import folded
from caseaudit.mapping.lint_fields import lint_constants, lint_dates, lint_fields, lint_narrative, lint_zone
from caseaudit.mapping.misfit import KeyPath, Misfit, misfit_of
from caseaudit.mapping.model import CASE, Booleans, Dates, ExportMapping, TableSpec
from caseaudit.mapping.paths import Target, near, target

_REQUIRED = ("case_id", "case_type")


def lint(mapping: ExportMapping) -> tuple[Misfit, ...]:
    """Return everything that keeps a mapping from being used."""
    return tuple(dict.fromkeys((*_whole(mapping), *lint_parts(mapping))))


def lint_parts(
    mapping: ExportMapping,
    *,
    numbers: Mapping[int, int] | None = None,
    other_picklists: Collection[str] = (),
) -> Iterator[Misfit]:
    """Lint each part by itself.

    Where the file has broken parts that are left out of `mapping`, `numbers` gives the place of each of its tables in
    the file, and `other_picklists` names the picklists that are there but broken.
    """
    head = list(_head(mapping))
    yield from head
    if head:
        # Whatever is wrong there is told; values are tried without it, so that all else is told as well.
        mapping = mapping.model_copy(update={"time_zone": "Europe/London", "dates": Dates()})
    for position, table in enumerate(mapping.tables):
        number = position if numbers is None else numbers[position]
        at: KeyPath = ("tables", number)
        yield from _twice((*at, "key"), table.key or ())
        yield from _twice((*at, "id"), table.id or ())
        dated = list(lint_dates(table.dates, (*at, "dates")))
        yield from dated
        try:
            goal = target(table.into)
        except NamedValueError as error:
            yield misfit_of(error, (*at, "into"))
            continue
        yield from _contents(table, goal, at)
        tried = table.model_copy(update={"dates": None}) if dated else table
        yield from lint_fields(mapping, tried, goal, at, other_picklists)
        yield from lint_constants(mapping, tried, goal, at)
        yield from lint_narrative(mapping, tried, goal, at, other_picklists)


def _whole(mapping: ExportMapping) -> Iterator[Misfit]:
    """Lint what tables say of each other."""
    mains = [number for number, table in enumerate(mapping.tables) if table.into == CASE]
    if not mains:
        yield Misfit(("tables",), "No table goes into the case itself", "Give one of them `into: case`")
    for number in mains[1:]:
        found = f"A second table goes into the case: {mapping.tables[mains[0]].name!r} does already"
        wanted = "Keep one `into: case`; columns of another table go into objects and lists of the case"
        yield Misfit(("tables", number, "into"), found, wanted)
    seen: dict[str, int] = {}
    for number, table in enumerate(mapping.tables):
        if table.name in seen:
            found = f"Two tables have the name {table.name!r}"
            yield Misfit(("tables", number, "name"), found, "Give each a name of its own")
        seen.setdefault(table.name, number)
        yield from _parent(mapping, table, ("tables", number))


def _parent(mapping: ExportMapping, table: TableSpec, at: KeyPath) -> Iterator[Misfit]:
    try:
        around = target(table.into).around
    except NamedValueError:
        return
    if table.parent is None:
        if around is not None:
            found = f"{table.into!r} stands inside the items of {around!r}, and nothing says inside which"
            wanted = "Add `parent: {table: ..., key: [columns here], of: [columns there]}`"
            yield Misfit((*at, "into"), found, wanted)
        return
    if around is None:
        wanted = "Remove it: `key` names the case" if table.key else "Write key with the columns that name the case"
        yield Misfit((*at, "parent"), f"{table.into!r} does not stand inside the items of a list", wanted)
        return
    named = [each for each in mapping.tables if each.name == table.parent.table]
    names = [each.name for each in mapping.tables if each.into == around]
    where = (*at, "parent", "table")
    if not named:
        wanted = f"Tables that go into {around}: {', '.join(names) or 'none'}"
        yield Misfit(where, f"There is no table {table.parent.table!r}", wanted, near(table.parent.table, names))
    elif named[0].into != around:
        found = f"The table {named[0].name!r} goes into {named[0].into!r}"
        yield Misfit(where, found, f"Name a table that goes into {around}: {', '.join(names) or 'none'}")


def _head(mapping: ExportMapping) -> Iterator[Misfit]:
    yield from lint_zone(mapping.time_zone, ("time_zone",))
    yield from lint_dates(mapping.dates, ("dates",))
    yield from _booleans(mapping.booleans, ("booleans",))
    if mapping.encoding is not None:
        try:
            codecs.lookup(mapping.encoding)
        except LookupError:
            wanted = "Write utf-8, utf-16 or cp1252 (Windows), or leave it out: it is found out"
            yield Misfit(("encoding",), f"{mapping.encoding!r} is not an encoding", wanted)
    for name, picklist in mapping.picklists.items():
        seen: dict[str, str] = {}
        for key, value in picklist.values.items():
            first = seen.setdefault(folded(key), key)
            if first != key and picklist.values[first] != value:
                found = f"{key!r} and {first!r} are one value, since case and spaces do not count"
                yield Misfit(("picklists", name, "values", key), found, "Keep one of them")


def _contents(table: TableSpec, goal: Target, at: KeyPath) -> Iterator[Misfit]:
    """Say whether a table gives what its target needs."""
    if goal.into == CASE:
        for name in _REQUIRED:
            if name not in table.fields and name not in table.constants:
                found = f"Nothing fills {name!r}, which every case needs"
                yield Misfit((*at, "fields") if table.fields else at, found, f"Add `{name}:` with its column")
    elif not (table.fields or table.narrative or table.constants):
        yield Misfit(at, f"The table {table.name!r} fills nothing", "Add fields")
    if table.narrative and goal.into != "narrative[]":
        found = f"`narrative` stands in a table that goes into {table.into!r}"
        yield Misfit((*at, "narrative"), found, "Write `into: narrative[]`, or use fields")


def _twice(at: KeyPath, columns: Collection[str]) -> Iterator[Misfit]:
    for name, count in Counter(map(folded, columns)).items():
        if count > 1:
            column = next(each for each in columns if folded(each) == name)
            yield Misfit(at, f"The column {column!r} stands twice", "Name each column once")


def _booleans(booleans: Booleans, at: KeyPath) -> Iterator[Misfit]:
    for word in sorted({*map(folded, booleans.true_words or ())} & {*map(folded, booleans.false_words or ())}):
        yield Misfit((*at, "false_words"), f"{word!r} means both true and false", "Keep it in one of the lists")
