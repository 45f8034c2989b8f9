"""The Criteria sheet: what was asked of each case, where that comes from, and how it came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import A3, Cell, Column, Formula, close_table, table_sheet
from caseaudit.reporting.workbook.summary import COUNT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from caseaudit.reporting.rows import CriterionRow
    from caseaudit.reporting.workbook.layout import Layout
    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Criteria"
NOTE = "What each case was asked, its source, and the case outcomes with the auditors' decisions."
COLUMNS = (
    Column("Criterion", 26),
    Column("In full", 46),
    Column("Area", 20),
    Column("Severity", 9),
    Column("Weight", 7),
    Column("Escalates", 9),
    Column("How it is judged", 18),
    *(Column(words.OUTCOMES[outcome], 10) for outcome in COUNT_COLUMNS),
    Column("What to do where not met", 36),
    Column("Source", 36),
    Column("Reference", 11),
    Column("Id", 24),
)


def write_criteria(book: Workbook, plan: Plan, layout: Layout) -> Sheet:
    """One row a criterion, in the order of the Summary."""
    sheet = table_sheet(book, TITLE, COLUMNS, marking=plan.marking, note=NOTE, paper=A3)
    for block in layout.blocks:
        for row in block.criteria:
            sheet.row(*_cells(row, block.title, layout.criterion_rows[row.summary.criterion]))
    close_table(sheet, COLUMNS)
    return sheet


def _cells(row: CriterionRow, area: str, place: int) -> Iterator[Cell | Formula]:
    summary = row.summary
    yield Cell(summary.title, styles.LABEL)
    yield Cell(summary.text)
    yield Cell(area)
    yield Cell(words.SEVERITIES[summary.severity])
    yield Cell(summary.weight, styles.CENTRED)
    yield Cell("Yes" if summary.escalate else "No", styles.CENTRED)
    yield Cell(words.MODES[summary.mode])
    for outcome, column in COUNT_COLUMNS.items():
        yield Formula(f"=Summary!${column}${place}", getattr(summary, outcome.value))
    yield Cell(summary.remedy)
    yield Cell(summary.source)
    yield Cell(", ".join(summary.refs), styles.IDENTIFIER)
    yield Cell(summary.criterion)
