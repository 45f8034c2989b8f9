"""The moderator's workbook: questions on which auditors differ, worst first, with what each said and why.

Its Decisions sheet has the columns of a review workbook and is read back as one. The auditors' answers stay as they are
in the file of decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from caseaudit.reporting import words
from caseaudit.reporting.review_comparison import answers_text, apart_text
from caseaudit.reporting.review_moderation_help import add_colours, write_lists, write_readme
from caseaudit.reporting.review_workbook_decisions import add_choices, in_brackets
from caseaudit.reporting.review_workbook_record import write_evidence, write_record
from caseaudit.reporting.review_workbook_sheet import add_link_style, link, review_table
from caseaudit.reporting.text import for_cell
from caseaudit.reporting.workbook import package, styles
from caseaudit.reporting.workbook.sheet import A3, FIRST, Cell, Column, Formula, close_table
from caseaudit.review import form

if TYPE_CHECKING:
    from typing import BinaryIO

    from caseaudit.reporting.review_workbook_plan import ReviewPlan
    from caseaudit.reporting.review_workbook_sheet import ReviewSheet
    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.workbook.sheet import Sheet
    from caseaudit.review.decisions import Key
    from caseaudit.review.disagreements import Disagreement

ANSWERS, APART, PROPOSAL, BECAUSE, FOUND, RECORD = (
    "Auditors' answers", "Apart", "Machine's proposal", "Machine's reason", "Found", "Record",
)  # fmt: skip
NOTE = (
    "Read what each auditor said, and the record; then choose the outcome that is to hold, and say why. The auditors' "
    "own answers stay on file."
)
_SHOWN = 6
_DATES = frozenset({form.DUE, form.DECIDED_ON})
_WIDTHS = {form.OUTCOME: 14, form.REASON: 36, form.OWNER: 14, form.DUE: 11, form.REFER_BACK: 9, form.DECIDED_ON: 11}
_INPUTS = tuple(Column(head, _WIDTHS.get(head, 22), styles.HEADER_INPUT) for head in form.INPUTS)
COLUMNS = (
    Column(form.CASE, 15),
    Column(form.SUBJECT, 10),
    Column("Criterion", 24),
    Column("Severity", 13),
    Column(APART, 12),
    Column(ANSWERS, 52),
    Column(PROPOSAL, 12),
    Column(BECAUSE, 28),
    Column(FOUND, 36),
    Column(RECORD, 8),
    *_INPUTS,
    Column(form.CRITERION_ID, 22),
    Column(form.KEY, 19),
)


@dataclass(frozen=True, slots=True)
class ModerationPlan:
    """What goes into the workbook."""

    review: ReviewPlan
    """The findings in question; with the case files, the record to read."""
    findings: dict[Key, FindingRow]
    disagreements: tuple[Disagreement, ...]
    """Those that nobody has moderated, worst first."""
    moderated: int
    """How many others somebody has."""


def write_moderation(plan: ModerationPlan, stream: BinaryIO) -> None:
    """Write the workbook: the same plan gives the same bytes. Raises OSError when the file cannot be written."""
    book = Workbook(write_only=True)
    styles.add_styles(book)
    add_link_style(book)
    review, rows = plan.review, len(plan.disagreements)
    sheets: list[Sheet] = [
        write_readme(book, review, rows=rows, moderated=plan.moderated, outcome=letter_of(form.OUTCOME)),
        _write_decisions(book, plan),
    ]
    if review.cases:
        sheets += [write_record(book, review), write_evidence(book, review)]
    sheets.append(write_lists(book, review.marking))
    book.properties.title = "Case file review: moderation"
    book.properties.creator = f"caseaudit {review.results.run.tool_version}"
    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
    for name, value in (
        ("caseaudit-schema", form.FORM_SCHEMA),
        ("caseaudit-run", review.run),
        ("caseaudit-marking", for_cell(review.marking)),
    ):
        properties.append(StringProperty(name=name, value=value))
    values = {f"xl/worksheets/sheet{at}.xml": sheet.values for at, sheet in enumerate(sheets, 1)}
    package.save(book, stream, values)


def letter_of(head: str) -> str:
    """The letter of a column of the Decisions sheet."""
    return get_column_letter([column.title for column in COLUMNS].index(head) + 1)


def _write_decisions(book: Workbook, plan: ModerationPlan) -> ReviewSheet:
    sheet = review_table(
        book, form.DECISIONS, COLUMNS, marking=plan.review.marking, note=NOTE, paper=A3, sortable=True
    )  # fmt: skip
    sheet.unlock()
    for one in plan.disagreements:
        sheet.row(*_cells(plan, one))
    last = close_table(sheet, COLUMNS)
    sheet.work.print_area = f"A1:{letter_of(form.DECIDED_ON)}{last}"
    letters = {head: letter_of(head) for head in form.INPUTS}
    add_choices(sheet, letters, last)
    add_colours(sheet, letters, last)
    return sheet


def _cells(plan: ModerationPlan, one: Disagreement) -> list[Cell | Formula | None]:
    row = plan.findings[one.key]
    first = plan.review.read_first(row) if plan.review.cases else None
    severity = words.SEVERITIES[row.finding.severity]
    return [
        Cell(row.case.case_id, styles.IDENTIFIER),
        Cell(row.subject),
        Cell(row.title, styles.LABEL),
        Cell(f"{severity} ESCALATES" if one.escalates else severity, styles.ALERT if one.escalates else styles.TEXT),
        Cell(apart_text(one)),
        Cell(answers_text(one.answers)),
        Cell(words.outcome(row.machine_outcome), styles.outcome_style(row.machine_outcome)),
        Cell(row.finding.reason),
        Cell(_found(row)),
        Cell("") if first is None else link(form.NARRATIVE, FIRST + first, "Read"),
        *(Cell(None, styles.INPUT_DATE if column.title in _DATES else styles.INPUT) for column in _INPUTS),
        Cell(row.finding.criterion),
        Cell(form.row_key(plan.review.run, one.key, blind=False, reading="moderation")),
    ]


def _found(row: FindingRow) -> str:
    items = row.finding.evidence
    lines = [in_brackets(item) for item in items[:_SHOWN]]
    if not lines and row.finding.scope:
        return f"Searched: {row.finding.scope}"
    more = [f"and {len(items) - _SHOWN} more"] if len(items) > _SHOWN else []
    return "\n".join((*lines, *more))
