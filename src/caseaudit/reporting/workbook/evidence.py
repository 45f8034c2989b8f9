"""The Evidence sheet: each piece of evidence in full, with its exact place in the case file."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.sheet import A3, Cell, Column, close_table, table_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from caseaudit.domain.audit import Evidence
    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Evidence"
NOTE = "What each finding rests on, as it stands in the record. Start and end count characters of the entry's text."
COLUMNS = (
    Column("Case", 15),
    Column("Criterion", 26),
    Column("Child or person", 10),
    Column("Outcome", 11),
    Column("Field or text", 26),
    Column("Entry", 10),
    Column("Start", 10),
    Column("End", 10),
    Column("Words or value", 56),
    Column("About", 20),
    Column("Said as", 13),
    Column("Whose voice", 16),
    Column("For or against", 9),
    Column("Preferred wording", 24),
    Column("Why the wording harms", 34),
)


def write_evidence(book: Workbook, plan: Plan) -> Sheet:
    """One row a piece of evidence, in the order of the findings; those of findings left out are left out too."""
    sheet = table_sheet(
        book, TITLE, COLUMNS, marking=plan.marking, note=NOTE, frozen="C", paper=A3, warning=cuts.evidence(plan)
    )
    for row, item in islice(_pieces(plan), plan.room):
        sheet.row(*_cells(row, item))
    close_table(sheet, COLUMNS)
    return sheet


def _pieces(plan: Plan) -> Iterator[tuple[FindingRow, Evidence]]:
    return ((row, item) for row in plan.findings for item in row.finding.evidence)


def _cells(row: FindingRow, item: Evidence) -> Iterator[Cell]:
    yield Cell(row.case.case_id, styles.IDENTIFIER)
    yield Cell(row.title)
    yield Cell(row.subject)
    yield Cell(row.outcome)
    yield Cell(item.path)
    yield Cell(item.entry_id or "")
    yield Cell(item.start, styles.NUMBER)
    yield Cell(item.end, styles.NUMBER)
    yield Cell(item.quote if item.quote is not None else value_text(item.value))
    yield Cell(words.humanise(item.concept) if item.concept else "")
    yield Cell(words.STATUSES[item.status] if item.status else "")
    yield Cell(words.SPEAKERS[item.speaker] if item.speaker else "")
    yield Cell("Against" if item.contrary else "For")
    yield Cell(item.preferred or "")
    yield Cell(item.why or "")
