"""The Decisions sheet: every reading by every person, as the file of decisions holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.sheet import Cell, Column, close_table, table_sheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Decisions"
NOTE = "Every reading of a question by a person. The last column says which of them the figures follow."
COLUMNS = (
    Column("Case", 14),
    Column("Criterion", 22),
    Column("Child or person", 10),
    Column("Machine outcome", 11),
    Column("Person's outcome", 11),
    Column("Who", 10),
    Column("When", 11),
    Column("Reading", 11),
    Column("Reason", 28),
    Column("Comment", 24),
    Column("Good practice", 22),
    Column("Action", 22),
    Column("Owner", 13),
    Column("Due", 11),
    Column("Refer back", 8),
    Column("In force", 8),
)
READINGS = {"first": "First", "moderation": "Moderation"}


def write_decisions(book: Workbook, plan: Plan) -> Sheet:
    """One row a reading, in the order in which they were made."""
    every, found = plan.rulings.every, plan.rulings
    titles = {row.summary.criterion: row.summary.title for row in plan.criteria}
    sheet = table_sheet(book, TITLE, COLUMNS, marking=plan.marking, note=NOTE, warning=cuts.readings(plan))
    for one in every[: plan.room]:
        held = found.held.get(one.key)
        agrees = held is not None and (one is held or (held.reading == "first" and one.person is held.person))
        sheet.row(
            Cell(one.case_id, styles.IDENTIFIER),
            Cell(titles.get(one.criterion) or words.humanise(one.criterion)),
            Cell(one.subject or ""),
            Cell(words.outcome(one.machine)),
            Cell(words.outcome(one.person)),
            Cell(one.auditor),
            Cell(one.decided_on.isoformat() if one.decided_on else ""),
            Cell(READINGS[one.reading] + (", blind" if one.blind else "")),
            Cell(one.reason or ""),
            Cell(one.comment or ""),
            Cell(one.good_practice or ""),
            Cell(one.action or ""),
            Cell(one.owner or ""),
            Cell(one.due.isoformat() if one.due else ""),
            Cell("Yes" if one.refer_back else ""),
            Cell("Yes" if agrees and one in found.standing[one.key] else ""),
        )
    close_table(sheet, COLUMNS)
    return sheet
