"""`caseaudit ledger`: enter what became of a draw, and see what is pending. Entries are added, never changed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.login import login
from caseaudit.cli.printing import finish, put
from caseaudit.domain.moment import LONDON, parse_moment
from caseaudit.engine.sampling_ledger import DEFAULT_MONTHS, Event, EventKind, not_entered, pending, reasons
from caseaudit.engine.sampling_plan import DrawRecord
from caseaudit.engine.sampling_record import counted
from caseaudit.errors import UsageError
from caseaudit.reading.draws import read_draw
from caseaudit.reading.ledger import open_ledger, read_ledger
from caseaudit.reporting.text import one_line

ledger_app = typer.Typer(
    name="ledger",
    help="The ledger of audits: which cases were drawn, audited and released, and when.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

LedgerFile = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.", show_default=False)]
Draw = Annotated[
    Path, typer.Argument(metavar="DRAW", help="The .draw.json that `caseaudit sample` wrote.", show_default=False)
]
Cases = Annotated[
    list[str] | None,
    typer.Option("--case", metavar="ID", help="Only this case of the draw. Repeatable.", show_default=False),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it happened. [default: today]", show_default=False)
]
Purpose = Annotated[
    str | None, typer.Option("--purpose", metavar="TEXT", help="What the entries say beside it.", show_default=False)
]
Who = Annotated[
    str | None,
    typer.Option(
        "--who", metavar="NAME", help="Who enters it. [default: the name you logged in by]", show_default=False
    ),
]


@ledger_app.command("audited")
def audited(
    ledger: LedgerFile, draw: Draw, case: Cases = None, on: On = None, purpose: Purpose = None, who: Who = None
) -> int:
    """Enter that a draw was audited: its drawn and picked cases; reserves that were not needed become free.

    With --case only these are entered as audited, a reserve among them too, and nothing else changes.
    """
    record = read_draw(draw)
    done = _cases_of(record, case) or [one.case_id for one in record.cases if one.how != "reserve"]
    free = [] if case else [one.case_id for one in record.chosen("reserve")]
    return _enter(ledger, record, [("audited", done), ("released", free)], on, purpose or "audit", who)


@ledger_app.command("release")
def release(
    ledger: LedgerFile, draw: Draw, case: Cases = None, on: On = None, purpose: Purpose = None, who: Who = None
) -> int:
    """Enter that cases of a draw will not be audited after all, so that others may draw them."""
    record = read_draw(draw)
    wanted = set(_cases_of(record, case) or [one.case_id for one in record.cases])
    ours = {one for each in pending(read_ledger(ledger).events) if each.draw == record.id for one in each.case_ids}
    free = [one.case_id for one in record.cases if one.case_id in wanted & ours]
    return _enter(ledger, record, [("released", free)], on, purpose or "not needed", who)


@ledger_app.command("show")
def show(ledger: LedgerFile) -> int:
    """Say what is pending, and how many cases were audited lately."""
    read = read_ledger(ledger)
    today = datetime.now(LONDON).date()
    held = reasons(read.events, today, DEFAULT_MONTHS)
    waiting = pending(read.events)
    count = sum(len(one.case_ids) for one in waiting)
    put(f"{len(read.events):,} entries; audited in the last {DEFAULT_MONTHS} months: {counted(len(held) - count)}; ")
    put(f"pending: {counted(count)}\n")
    for one in waiting:
        put(f"  {one.date}  draw {one.draw or '-'}  {one_line(one.purpose)}: {counted(len(one.case_ids))}\n")
    finish()
    for notice in read.notices:
        say(f"caseaudit: {notice}")
    return ExitCode.DONE


def _cases_of(record: DrawRecord, case: list[str] | None) -> list[str]:
    known = {one.case_id for one in record.cases}
    wanted = list(dict.fromkeys(one.strip() for one in case or ()))
    for one in wanted:
        if one not in known:
            raise UsageError(f"--case {one}: the draw has no such case", remedy="Case ids are taken as written.")
    return wanted


def _enter(
    path: Path,
    record: DrawRecord,
    wanted: Iterable[tuple[EventKind, list[str]]],
    on: str | None,
    purpose: str,
    who: str | None,
) -> int:
    now = datetime.now(LONDON)
    day = _day(on) if on is not None else now.date().isoformat()
    name = who if who is not None else login()
    how = {one.case_id: one.how for one in record.cases}
    with open_ledger(path) as opened:
        events = [
            Event(kind, one, day, purpose, record.id, how[one], now.isoformat(timespec="seconds"), name)
            for kind, ids in wanted
            for one in not_entered(opened.ledger.events, record.id, kind, ids)
        ]
        for notice in opened.ledger.notices:
            say(f"caseaudit: {notice}")
        opened.add(events)
    counts = {kind: sum(event.event == kind for event in events) for kind in ("audited", "released")}
    told = [f"{counted(count)} {kind}" for kind, count in counts.items() if count]
    say(f"Entered in {path}: {', '.join(told) or 'nothing new'}.")
    return ExitCode.DONE


def _day(text: str) -> str:
    try:
        return parse_moment(text).local_date.isoformat()
    except ValueError as error:
        raise UsageError(f"--on {text}: {error}", remedy="Write a date such as 2025-06-02.") from None
