"""A draw as people read it: how it was drawn, its strata, what was left out and why. No case material, and no names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from caseaudit.engine.sampling_record import counted, named
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from caseaudit.engine.sampling_plan import DrawRecord, Plan

MAX_STRATA = 40


def show_draw(record: DrawRecord, console: Console) -> None:
    """Print a draw."""
    drawn = len(record.chosen("drawn"))
    console.print(Text(f"Drew {drawn:,} of {counted(record.frame.cases)}", style="bold"))
    console.print()
    console.print(_facts(record))
    if record.plan.by:
        console.print()
        console.print(_strata(record))
    if record.exclusions:
        console.print()
        console.print(Text("Left out of the frame", style="bold"))
        for one in record.exclusions:
            console.print(Text(f"  {one.cases:,}  {one_line(one.reason)}"))
    _print_all((*record.notices, *record.export_notices), console)


def _facts(record: DrawRecord) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for name, value in _pairs(record):
        table.add_row(Text(name), Text(one_line(value)))
    return table


def _pairs(record: DrawRecord) -> Iterator[tuple[str, str]]:
    plan, frame = record.plan, record.frame
    yield "Draw", record.id
    yield "Seed", plan.seed
    yield "Method", _method(plan)
    for text in plan.where:
        yield "Only", text
    if plan.dated_by:
        yield "Period", f"{plan.since or 'the beginning'} to {plan.until or 'the end'}, by {plan.dated_by}"
    read = frame.read - frame.set_aside
    aside = f"; {frame.set_aside:,} set aside" if frame.set_aside else ""
    yield "Export", f"{read:,} {'case file' if read == 1 else 'case files'}{aside}"
    yield "Frame", f"{counted(frame.cases)}, digest {frame.sha256[:16]}"
    reserve = len(record.chosen("reserve"))
    if reserve:
        yield "Reserve", counted(reserve)


def _method(plan: Plan) -> str:
    if not plan.by:
        return "simple random sample"
    kind = {"quota": "quotas", "equal": "equal shares"}.get(plan.allocation or "", "in proportion")
    return f"stratified by {', '.join(plan.by)}; {kind}"


def _strata(record: DrawRecord) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("Stratum", overflow="fold")
    for name in ("Frame", "Wanted", "Drawn", "Reserve"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in record.strata[:MAX_STRATA]:
        figures = (one.frame, one.wanted, one.drawn, one.reserve)
        table.add_row(Text(one_line(named(record.plan, one.values))), *(Text(f"{figure:,}") for figure in figures))
    if len(record.strata) > MAX_STRATA:
        table.add_row(Text(f"and {len(record.strata) - MAX_STRATA} more"))
    return table


def show_verified(record: DrawRecord, differences: Sequence[str], notices: Iterable[str], console: Console) -> None:
    """Print whether a draw that was made again is the same."""
    if differences:
        console.print(Text(f"Draw {record.id} is not what the export gives now", style="bold"))
        for one in differences:
            console.print(Text(f"  {one_line(one)}"))
    else:
        console.print(Text(f"Draw {record.id} is the same when it is made again", style="bold"))
        console.print()
        console.print(_facts(record))
    _print_all(notices, console)


def _print_all(notices: Iterable[str], console: Console) -> None:
    told = list(notices)
    if told:
        console.print()
        console.print(Text("Notices", style="bold"))
    for notice in told:
        console.print(Text(f"  {one_line(notice)}"))
