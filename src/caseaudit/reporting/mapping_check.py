"""What a mapping lets a rubric assess, and how it fits an export: for the screen and for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseaudit.mapping.coverage import FieldWanted
from caseaudit.reporting.text import one_line
from caseaudit.rubric.reach import Assessable, Reach

if TYPE_CHECKING:
    from rich.console import Console

REACHES: Mapping[Reach, str] = {
    Reach.FIELDS: "From the columns",
    Reach.TEXT: "With the text",
    Reach.PARTLY: "In part",
    Reach.NONE: "Cannot be assessed",
    Reach.PERSON: "For a person to judge",
    Reach.LEDGER: "Not asked of a case file",
}
NO_CASE = "No case of its type"
_VALUES = 8
_UNLISTED = ("table", "field", "column", "picklist", "unlisted", "value", "count")


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion and how far the mapping carries it."""

    title: str
    area: str
    assessable: Assessable
    arises: bool
    """Whether the mapping can give a case that the criterion is about."""
    reads: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    """Field that it reads -> the columns that fill it."""
    wanted: tuple[FieldWanted, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a mapping fits an export, in plain values."""

    rows: Mapping[str, int]
    missing: Sequence[tuple[str, str, tuple[str, ...], tuple[str, ...], bool]]
    """Table of the mapping, place, columns, fields that are then absent, and whether another file has them."""
    unlisted: Sequence[tuple[str, str, str, str, str, str, int]]
    """Table, field, column, picklist, what is done, value, count."""
    troubles: Sequence[tuple[str, str, str, int]]
    """Table, column, reason, rows."""
    unread: Sequence[str]


def check_json(mapping: str, rubrics: Sequence[str], judged: Sequence[Judged], fit: Fit | None) -> dict[str, Any]:
    """Return everything as one object."""
    return {
        "schema": "caseaudit.mapping-check/1",
        "mapping": mapping,
        "rubrics": list(rubrics),
        "summary": _summary(judged),
        "criteria": [_criterion(each) for each in judged],
        "export": None if fit is None else _fit(fit),
    }


def _summary(judged: Sequence[Judged]) -> dict[str, int]:
    counts = {reach.value: sum(each.arises and each.assessable.reach is reach for each in judged) for reach in Reach}
    return {**counts, "no_case": sum(not each.arises for each in judged)}


def _criterion(each: Judged) -> dict[str, Any]:
    can = each.assessable
    return {
        "id": can.criterion,
        "title": each.title,
        "area": each.area,
        "assessed_from": can.reach.value,
        "arises": each.arises,
        "can_be_met": can.can_be_met,
        "can_fall_short": can.can_fall_short,
        "fields": [
            {"field": path, "columns": list(each.columns.get(path, ())), "mapped": path in each.columns}
            for path in each.reads
        ],
        "would_settle": [
            {"field": want.path, "kind": want.kind, "often_called": list(want.often_called)} for want in each.wanted
        ],
        "settled_from": can.settles.value if can.settles else None,
    }


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "rows": dict(fit.rows),
        "missing": [
            {"table": t, "place": p, "columns": list(c), "fields": list(f), "elsewhere": e}
            for t, p, c, f, e in fit.missing
        ],
        "unlisted": [dict(zip(_UNLISTED, each, strict=True)) for each in fit.unlisted],
        "set_aside": [{"table": t, "column": c, "reason": r, "rows": n} for t, c, r, n in fit.troubles],
        "unread": list(fit.unread),
    }


def show_check(
    mapping: str, rubrics: Sequence[str], judged: Sequence[Judged], fit: Fit | None, console: Console
) -> None:
    """Print how the mapping fits the export, then the criteria by how far they can be assessed."""
    if fit is not None:
        _show_fit(fit, console)
    counts = _summary(judged)
    console.print(Text(f"Mapping {mapping}, rubric {', '.join(rubrics)}", style="bold"))
    for reach, words in REACHES.items():
        if counts[reach.value]:
            console.print(Text(f"  {counts[reach.value]:>3}  {words.lower()}"))
    if counts["no_case"]:
        console.print(Text(f"  {counts['no_case']:>3}  {NO_CASE.lower()} in the mapping"))
    for reach in (Reach.NONE, Reach.PARTLY, Reach.TEXT, Reach.FIELDS):
        _group(REACHES[reach], [each for each in judged if each.arises and each.assessable.reach is reach], console)
    for reach in (Reach.PERSON, Reach.LEDGER):
        _names(REACHES[reach], [each for each in judged if each.arises and each.assessable.reach is reach], console)
    _names(f"{NO_CASE} in the mapping", [each for each in judged if not each.arises], console)
    _wanted(judged, console)


def _group(title: str, judged: Sequence[Judged], console: Console) -> None:
    if not judged:
        return
    console.print()
    console.print(Text(f"{title} ({len(judged)})", style="bold"))
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("Criterion", overflow="fold")
    settled = judged[0].assessable.reach in (Reach.FIELDS, Reach.TEXT)
    table.add_column("From" if settled else "What would settle it", overflow="fold")
    for each in judged:
        table.add_row(Text(each.assessable.criterion), Text(_said(each)))
    console.print(Padding(table, (0, 0, 0, 2)))


def _said(each: Judged) -> str:
    can = each.assessable
    if each.wanted and can.reach is not Reach.TEXT:
        said = ", ".join(want.path for want in each.wanted)
        if can.reach is Reach.PARTLY:
            only = "met" if can.can_be_met else "not met"
            said = f"only {only} can come out; {said}"
        return said
    if can.reach in (Reach.FIELDS, Reach.TEXT):
        columns = list(dict.fromkeys(name for path in each.reads for name in each.columns.get(path, ())))
        more = f" and {len(columns) - _VALUES // 2} more" if len(columns) > _VALUES // 2 else ""
        also = f"; by field with {', '.join(want.path for want in each.wanted)}" if each.wanted else ""
        return one_line(", ".join(columns[: _VALUES // 2]) + more) + also
    return ""


def _names(title: str, judged: Sequence[Judged], console: Console) -> None:
    if judged:
        console.print()
        console.print(Text(f"{title} ({len(judged)})", style="bold"))
        console.print(Padding(Text(", ".join(each.assessable.criterion for each in judged)), (0, 0, 0, 2)))


def _wanted(judged: Sequence[Judged], console: Console) -> None:
    """Print the columns worth asking for: those that settle most criteria first."""
    counts: dict[str, int] = {}
    wants: dict[str, FieldWanted] = {}
    for each in judged:
        if each.arises:
            for want in each.wanted:
                counts[want.path] = counts.get(want.path, 0) + 1
                wants[want.path] = want
    if not counts:
        return
    console.print()
    console.print(Text("Columns to ask for", style="bold"))
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("Field", overflow="fold")
    table.add_column("Helps", justify="right", no_wrap=True)
    table.add_column("What it holds, and what systems call it", overflow="fold")
    for path in sorted(counts, key=lambda path: (-counts[path], path)):
        want = wants[path]
        called = f"; often called {', '.join(want.often_called)}" if want.often_called else ""
        table.add_row(Text(path), Text(str(counts[path])), Text(f"{want.kind}{called}"))
    console.print(Padding(table, (0, 0, 0, 2)))


def _show_fit(fit: Fit, console: Console) -> None:
    rows = sum(fit.rows.values())
    console.print(Text(f"The export: {rows:,} rows for {len(fit.rows)} tables of the mapping", style="bold"))
    for name, place, columns, fields, elsewhere in fit.missing:
        if columns:
            lost = f"; so absent: {', '.join(fields)}" if fields else ""
            lost += " (another file has it)" if elsewhere else ""
            said = f"{place} has no column {', '.join(map(repr, columns))} (table {name!r}){lost}"
        else:
            said = f"nothing in the export is the table {name!r}" + (f". {place}" if place else "")
        console.print(Padding(Text(f"- {one_line(said)}"), (0, 0, 0, 2)))
    for text in fit.unread:
        console.print(Padding(Text(f"- not read: {one_line(text)}"), (0, 0, 0, 2)))
    if fit.unlisted:
        console.print()
        console.print(Text("Values that a picklist does not list", style="bold"))
        shown = Table(box=None, pad_edge=False, show_edge=False)
        for head in ("Picklist", "Value", "Times", "Then"):
            shown.add_column(head, overflow="fold", justify="right" if head == "Times" else "left")
        then = {"set_aside": "case set aside", "unknown": "kept as unknown", "fail": "the run stops"}
        for _, _, column, picklist, policy, value, count in fit.unlisted:
            shown.add_row(
                Text(f"{picklist} ({one_line(column)})"),
                Text(one_line(value)),
                Text(f"{count:,}"),
                Text(then.get(policy, policy)),
            )
        console.print(Padding(shown, (0, 0, 0, 2)))
    if fit.troubles:
        console.print()
        console.print(Text("Rows that a run would set aside", style="bold"))
        for name, column, reason, count in fit.troubles:
            console.print(
                Padding(Text(f"- {count:,} in {name}, column {one_line(column)}: {one_line(reason)}"), (0, 0, 0, 2))
            )
    console.print()
