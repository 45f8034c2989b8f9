"""Mappings on the screen: what was suggested in short, the list of mappings, one mapping table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseaudit.mapping.coverage import mapped_fields
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.suggestion import Suggestion, Sure, active_tables
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from rich.console import Console


def show_suggestion(suggestion: Suggestion, console: Console) -> None:
    """Print what each table was taken for, how many lines are sure, and what found no place."""
    active = {draft.name for draft in active_tables(suggestion)}
    table = Table(box=None, pad_edge=False, show_edge=False)
    for head in ("Table of the export", "Goes into", "Sure", "Likely", "Guess"):
        table.add_column(
            head, overflow="fold", justify="left" if head in ("Table of the export", "Goes into") else "right"
        )
    for draft in suggestion.tables:
        lines = [*(line.sure for line in draft.fields), *(part.sure for part in draft.parts)]
        place = f"{draft.files[0]} ({draft.sheet})" if draft.sheet else draft.files[0]
        more = f" and {len(draft.files) - 1} more" if len(draft.files) > 1 else ""
        into = draft.into if draft.name in active else f"{draft.into} (a guess, as a comment)"
        counts = [str(lines.count(each)) for each in (Sure.SURE, Sure.LIKELY, Sure.GUESS)]
        table.add_row(Text(one_line(place + more)), Text(into), *map(Text, counts))
    console.print(table)
    open_values = sum(len(picklist.unknown) for picklist in suggestion.picklists)
    columns = sum(bool(each.column) for each in suggestion.unplaced)
    whole = len(suggestion.unplaced) - columns
    console.print()
    console.print(
        Text(
            f"No place found for {_count(columns, 'column')} and {_count(whole, 'table')}; "
            f"{_count(open_values, 'value')} of picklists left for you."
        )
    )


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(mappings: Sequence[tuple[str, str, ExportMapping]]) -> list[dict[str, Any]]:
    """Return what the list says: id, file, title, system, tables, fields."""
    return [
        {
            "id": name,
            "file": file,
            "title": one.title,
            "system": one.system,
            "tables": len(one.tables),
            "fields": len(mapped_fields(one)),
        }
        for name, file, one in mappings
    ]


def show_list(mappings: Sequence[tuple[str, str, ExportMapping]], console: Console) -> None:
    """Print one line a mapping."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    for head in ("Mapping", "Tables", "Fields", "Title"):
        table.add_column(head, overflow="fold", justify="right" if head in ("Tables", "Fields") else "left")
    for each in listed(mappings):
        table.add_row(
            Text(each["id"]), Text(str(each["tables"])), Text(str(each["fields"])), Text(one_line(each["title"] or ""))
        )
    console.print(table)


def show_mapping(mapping: ExportMapping, console: Console) -> None:
    """Print a mapping table by table: each field with its columns."""
    console.print(Text(f"{one_line(mapping.title or mapping.mapping)} ({mapping.mapping})", style="bold"))
    for spec in mapping.tables:
        alone: Mapping[str, tuple[str, ...]] = mapped_fields(mapping.model_copy(update={"tables": (spec,)}))
        sheet = f", sheet {' or '.join(spec.sheet)}" if spec.sheet else ""
        console.print()
        console.print(Text(f"{spec.name}: {', '.join(spec.from_)}{sheet} into {spec.into}", style="bold"))
        table = Table(box=None, pad_edge=False, show_edge=False, show_header=False)
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for path, columns in alone.items():
            constant = spec.constants.get(path.removeprefix(f"{spec.into}."))
            table.add_row(
                Text(path.removeprefix(f"{spec.into}.")), Text(one_line(", ".join(columns) or f"always {constant}"))
            )
        console.print(Padding(table, (0, 0, 0, 2)))
