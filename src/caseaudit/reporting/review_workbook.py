"""A review workbook: made for one person to read findings beside the record, decide them, and send it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from caseaudit.errors import UsageError
from caseaudit.reporting.review_workbook_decisions import OUTCOME_CHOICES, YES_CHOICES, write_decisions
from caseaudit.reporting.review_workbook_plan import ReviewPlan, check_record
from caseaudit.reporting.review_workbook_readme import write_readme
from caseaudit.reporting.review_workbook_record import write_evidence, write_record
from caseaudit.reporting.review_workbook_sheet import add_link_style
from caseaudit.reporting.text import for_cell
from caseaudit.reporting.workbook import package, styles
from caseaudit.reporting.workbook.plan import EXCEL_ROWS
from caseaudit.reporting.workbook.sheet import HEAD_ROWS, Cell, Sheet
from caseaudit.review import form

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

__all__ = ["ReviewPlan", "check_record", "write_review_workbook"]


def write_review_workbook(plan: ReviewPlan, path_or_stream: str | Path | BinaryIO) -> None:
    """Write it: the same plan gives the same bytes. Raises UsageError when it has more rows than a sheet can hold."""
    evidence = sum(len(row.finding.evidence) for row in plan.rows)
    if max(len(plan.rows), len(plan.record), evidence) > EXCEL_ROWS - HEAD_ROWS:
        raise UsageError(
            f"The workbook for {plan.auditor or 'review'} would have more rows than a sheet holds",
            remedy="Split the cases among more auditors, or draw a sample first (`caseaudit sample`).",
        )
    book = Workbook(write_only=True)
    styles.add_styles(book)
    add_link_style(book)
    sheets: list[Sheet] = [
        write_readme(book, plan),
        write_decisions(book, plan, form.NARRATIVE),
        write_record(book, plan),
    ]
    if not plan.blind:
        sheets.append(write_evidence(book, plan))
    sheets.append(_write_lists(book, plan))
    book.properties.title = "Case file review"
    book.properties.creator = f"caseaudit {plan.results.run.tool_version}"
    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
    for name, value in (
        ("caseaudit-schema", form.FORM_SCHEMA),
        ("caseaudit-run", plan.run),
        ("caseaudit-marking", for_cell(plan.marking)),
    ):
        properties.append(StringProperty(name=name, value=value))
    values = {f"xl/worksheets/sheet{at}.xml": sheet.values for at, sheet in enumerate(sheets, 1)}
    package.save(book, path_or_stream, values)


def _write_lists(book: Workbook, plan: ReviewPlan) -> Sheet:
    """The choices, under the names that the dropdowns use."""
    sheet = Sheet(book, form.LISTS, [18, 8], marking=plan.marking)
    choices, answers = list(form.OUTCOMES.values()), [form.YES, form.NO]
    for at, choice in enumerate(choices):
        sheet.row(Cell(choice), Cell(answers[at]) if at < len(answers) else None)
    sheet.name_range(book, OUTCOME_CHOICES, "A", 1, len(choices))
    sheet.name_range(book, YES_CHOICES, "B", 1, len(answers))
    sheet.work.sheet_state = "hidden"
    return sheet
