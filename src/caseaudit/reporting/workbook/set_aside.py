"""The Set aside sheet: records that could not be audited, where they stand and why."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.sheet import Cell, Column, close_table, table_sheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Set aside"
NOTE = "Records that could not be read as a case file. They are in no count. Mend them in the export and audit again."
COLUMNS = (
    Column("File", 32),
    Column("Line or row", 12),
    Column("Case", 18),
    Column("Field", 28),
    Column("Value", 34),
    Column("Why", 60),
    Column("Sheet", 18),
    Column("Column", 22),
)


def write_set_aside(book: Workbook, plan: Plan) -> Sheet:
    """One row a record that was set aside."""
    sheet = table_sheet(book, TITLE, COLUMNS, marking=plan.marking, note=NOTE, warning=cuts.set_aside(plan))
    for record in islice(plan.results.set_aside, plan.room):
        sheet.row(
            Cell(record.file),
            Cell(record.row if record.line is None else record.line, styles.NUMBER),
            Cell(record.case_id or "", styles.IDENTIFIER),
            Cell(record.path or ""),
            Cell(record.value or ""),
            Cell(record.reason),
            Cell(record.sheet or ""),
            Cell(record.column or ""),
        )
    close_table(sheet, COLUMNS)
    return sheet
