"""The Escalations sheet: cases in which a child may be unsafe now, before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.accepted import STAYS, accepted_words
from caseaudit.reporting.rulings import became
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.findings import QUOTE_LIMIT
from caseaudit.reporting.workbook.sheet import Cell, Column, close_table, table_sheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Escalations"
NOTE = "A child may be unsafe now. Read these first, whatever the case's score, and act on them today."
COLUMNS = (
    Column("Case", 14),
    Column("Case type", 16),
    Column("Criterion", 23),
    Column("Child or person", 10),
    Column("Why it is here", 32),
    Column("The record's words or fields", 38),
    Column("What to do", 30),
    Column("Place in the export", 16),
)

BECAME = Column("What became of it", 34)
"""Where people have decided."""
ACCEPTED = Column("Accepted", 34)
"""Where an exception accepts an escalation, which it does not take away."""


def write_escalations(book: Workbook, plan: Plan) -> Sheet:
    """One row for each finding that escalates."""
    decided = bool(plan.rulings.every)
    rows = plan.escalations
    accepted = any(row.finding.accepted for row in rows)
    columns = (*COLUMNS, *([BECAME] if decided else []), *([ACCEPTED] if accepted else []))
    sheet = table_sheet(book, TITLE, columns, marking=plan.marking, note=NOTE, warning=cuts.escalations(plan))
    for row in rows:
        sheet.row(
            Cell(row.case.case_id, styles.IDENTIFIER),
            Cell(words.CASE_TYPES[row.case.case_type]),
            Cell(row.title, styles.ALERT),
            Cell(row.subject),
            Cell(row.finding.reason),
            Cell(row.evidence(QUOTE_LIMIT)),
            Cell(row.finding.remedy or ""),
            Cell(row.place),
            *([Cell(became(row, plan.rulings))] if decided else []),
            *([Cell(_accepted(row), styles.ALERT)] if accepted else []),
        )
    close_table(sheet, columns)
    return sheet


def _accepted(row: FindingRow) -> str:
    told = row.finding.accepted
    return f"{accepted_words(told)}\n{STAYS}" if told else ""
