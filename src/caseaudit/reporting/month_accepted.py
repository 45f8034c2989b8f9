"""Accepted exceptions in the month's report: what they accept, by criterion and by case, and which have expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import accepted
from caseaudit.reporting.month_blocks import Heading, Paragraph, Table
from caseaudit.reporting.month_gathered import LISTED
from caseaudit.reporting.rulings import day_words
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import Accepted
    from caseaudit.reporting.month import Month
    from caseaudit.reporting.month_blocks import Block
    from caseaudit.reporting.rows import FindingRow

_OUTSIDE = (
    "A file of accepted exceptions was in force. What it accepts stands in every count and rate as it is; who answers "
    "for what is not part of this copy."
)


def in_short(month: Month) -> Iterator[str]:
    """What the front page says, where there is anything to say."""
    if not month.inside:
        return
    count = month.results.summary.accepted
    if count:
        said = "finding is" if count == 1 else "findings are"
        yield f"{count:,} {said} accepted by an exception on file, and counted all the same."
    expired = _expired(month)
    if expired:
        said = "exception has" if expired == 1 else "exceptions have"
        yield f"{expired:,} {said} expired, so the run fails: see “Expired exceptions”."


def exceptions(month: Month) -> Iterator[Block]:
    """What is accepted and by whom, and what no longer is."""
    used, count = month.results.run.exceptions, month.results.summary.accepted
    if used is None and not count:
        return
    yield Heading("Accepted exceptions")
    if not month.inside:
        yield Paragraph(_OUTSIDE)
        return
    about = f"{accepted.in_short(used)}. " if used else ""
    yield Paragraph(about + accepted.COUNTED, "muted")
    if count:
        yield _by_criterion(month)
        yield from _one_by_one(month)
    if _expired(month):
        yield from _run_out(month)


def _by_criterion(month: Month) -> Table:
    criteria = [one.row.summary for one in month.figures]
    rows = tuple(
        (one.title, *(f"{count:,}" for count in (
            one.not_met, one.accepted_not_met, one.partly_met, one.accepted_partly_met
        )))
        for one in criteria
        if one.accepted_not_met or one.accepted_partly_met
    )  # fmt: skip
    heads = ("Criterion", "Cases not met", "Of these accepted", "Cases partly met", "Of these accepted")
    return Table(heads, rows, (40, 15, 15, 15, 15), frozenset(range(1, 5)), empty="No case is accepted as a whole.")


def _one_by_one(month: Month) -> Iterator[Block]:
    listed = month.gathered.accepted
    rows = tuple(_row(row, row.finding.accepted) for row in listed.first if row.finding.accepted)
    yield Heading("Finding by finding", 3)
    yield Table(("Case and criterion", "Outcome", "Why it is accepted", "Who, until when"), rows, (32, 12, 36, 20))
    if listed.more:
        yield Paragraph(f"And {listed.more:,} more, which the .csv lists.")


def _row(row: FindingRow, told: Accepted) -> tuple[str, str, str, str]:
    subject = f", {row.child}" if row.child else ""
    stays = "\nStill an escalation" if row.finding.escalate else ""
    who = f"{one_line(told.author)}\n{day_words(told.expires)}"
    return f"{row.case.case_id}{subject}\n{row.title}", row.outcome + stays, told.reason, who


def _run_out(month: Month) -> Iterator[Block]:
    yield Heading("Expired exceptions")
    yield Paragraph(accepted.EXPIRED_NOTE, "alert")
    every = [*accepted.expired_words(month.results)]
    heads = ("Case", "Criterion", "Who answered for it", "Until")
    rows = tuple(every[:LISTED])
    yield Table(heads, rows, (26, 36, 22, 16), tones=dict.fromkeys(range(len(rows)), "alert"))
    if len(every) > LISTED:
        yield Paragraph(f"And {len(every) - LISTED:,} more, which the JSON results list.")


def _expired(month: Month) -> int:
    used = month.results.run.exceptions
    return len(used.expired) if used else 0
