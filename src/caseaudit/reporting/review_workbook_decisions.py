"""The Decisions sheet: a row a finding, what the machine proposes and why, and the columns that a person fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import words
from caseaudit.reporting.review_workbook_sheet import link, review_table
from caseaudit.reporting.rows import evidence_place, evidence_text, value_text
from caseaudit.reporting.text import one_line, shorten
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import A3, FIRST, Cell, Column, Formula, close_table
from caseaudit.review import form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

    from caseaudit.domain.audit import Evidence
    from caseaudit.reporting.review_workbook_plan import ReviewPlan
    from caseaudit.reporting.review_workbook_sheet import ReviewSheet
    from caseaudit.reporting.rows import FindingRow

OUTCOME_CHOICES, YES_CHOICES = "outcome_choices", "yes_choices"
"""Names of the lists on the hidden sheet: a list in the cell itself may not be longer than 255 characters."""

PROPOSAL, URGENT, BECAUSE, FOUND, READ = "Machine's proposal", "Unsafe now", "Machine's reason", "Found", "Record"
TITLE, ASKED, KIND = "Criterion", "What is asked", "Case type"
HIDDEN = "hidden"
_QUOTE_LIMIT = 300
_SHOWN = 6
"""Pieces of evidence named in a row; the Evidence sheet has all."""

_FIXED = (
    Column(form.CASE, 15),
    Column(KIND, 16),
    Column(form.SUBJECT, 10),
    Column(TITLE, 24),
    Column(ASKED, 34),
)
_PROPOSED = (Column(URGENT, 8), Column(PROPOSAL, 12), Column(BECAUSE, 30), Column(FOUND, 40))
_BLIND = (Column(PROPOSAL, 12),)
_INPUTS = (
    Column(form.OUTCOME, 14, styles.HEADER_INPUT),
    Column(form.REASON, 32, styles.HEADER_INPUT),
    Column(form.COMMENT, 26, styles.HEADER_INPUT),
    Column(form.GOOD_PRACTICE, 24, styles.HEADER_INPUT),
    Column(form.ACTION, 24, styles.HEADER_INPUT),
    Column(form.OWNER, 14, styles.HEADER_INPUT),
    Column(form.DUE, 11, styles.HEADER_INPUT),
    Column(form.REFER_BACK, 9, styles.HEADER_INPUT),
    Column(form.DECIDED_ON, 11, styles.HEADER_INPUT),
)
_LAST = (Column(form.CRITERION_ID, 22), Column(form.KEY, 19))
_DATES = frozenset({form.DUE, form.DECIDED_ON})

NOTE = (
    "Fill in the tinted columns: choose your outcome, and say why where it is not the machine's. Sort and filter "
    "as you like; leave the other columns as they are."
)
NOTE_BLIND = (
    "Fill in the tinted columns: read the record, choose your outcome and say why. Sort and filter as you like; leave "
    "the other columns as they are."
)


def columns_of(*, blind: bool) -> tuple[Column, ...]:
    """The columns from left to right."""
    return (*_FIXED, *(_BLIND if blind else _PROPOSED), Column(READ, 8), *_INPUTS, *_LAST)


def letter_of(head: str, *, blind: bool) -> str:
    """The letter of a column."""
    return get_column_letter([column.title for column in columns_of(blind=blind)].index(head) + 1)


def write_decisions(book: Workbook, plan: ReviewPlan, record: str) -> ReviewSheet:
    """One row a finding to read; `record` is the sheet that links lead to."""
    columns = columns_of(blind=plan.blind)
    sheet = review_table(
        book,
        form.DECISIONS,
        columns,
        marking=plan.marking,
        note=NOTE_BLIND if plan.blind else NOTE,
        paper=A3,
        frozen="B",
        sortable=True,
    )
    sheet.unlock()
    asked = {summary.criterion: summary.text for summary in plan.results.summary.criteria}
    for row in plan.rows:
        sheet.row(*_cells(plan, row, asked.get(row.finding.criterion, ""), record))
    last = close_table(sheet, columns)
    sheet.work.print_area = f"A1:{letter_of(form.DECIDED_ON, blind=plan.blind)}{last}"
    _guard(sheet, plan, last)
    add_choices(sheet, {head: letter_of(head, blind=plan.blind) for head in form.INPUTS}, last)
    _colours(sheet, plan, last)
    return sheet


def _cells(plan: ReviewPlan, row: FindingRow, asked: str, record: str) -> list[Cell | Formula | None]:
    first = plan.read_first(row)
    return [
        Cell(row.case.case_id, styles.IDENTIFIER),
        Cell(words.CASE_TYPES[row.case.case_type]),
        Cell(row.subject),
        Cell(row.title, styles.LABEL),
        Cell(asked),
        *([Cell(HIDDEN, styles.CENTRED)] if plan.blind else _proposal(row)),
        Cell("") if first is None else link(record, FIRST + first, "Read"),
        *(Cell(None, styles.INPUT_DATE if column.title in _DATES else styles.INPUT) for column in _INPUTS),
        Cell(row.finding.criterion),
        Cell(plan.row_key(row)),
    ]


def _proposal(row: FindingRow) -> list[Cell]:
    proposed = row.machine_outcome
    return [
        Cell("YES" if row.finding.escalate else "", styles.ALERT),
        Cell(words.outcome(proposed), styles.outcome_style(proposed)),
        Cell(row.finding.reason),
        Cell(_found(row)),
    ]


def _found(row: FindingRow) -> str:
    """The evidence with its words in double brackets, where one cell has room for no more marking."""
    items = row.finding.evidence
    lines = [in_brackets(item) for item in items[:_SHOWN]]
    if not lines and row.finding.scope:
        return f"Searched: {row.finding.scope}"
    if len(items) > _SHOWN:
        lines.append(f"and {len(items) - _SHOWN} more on the Evidence sheet")
    return "\n".join(lines)


def in_brackets(item: Evidence) -> str:
    """Show a piece of evidence as `she was [[promiscuous]] that night (entry N3)`, or a field with its value."""
    if item.quote is None:
        return evidence_text(item, _QUOTE_LIMIT) if item.value is not None else f"{item.path} = {value_text(None)}"
    quote = one_line(item.quote)
    around = one_line(item.sentence or "")
    marked = around.replace(quote, f"[[{quote}]]", 1) if quote and quote in around else f"[[{quote}]]"
    against = "Against this: " if item.contrary else ""
    return f"{against}{shorten(marked, _QUOTE_LIMIT)} ({evidence_place(item)})"


def _guard(sheet: ReviewSheet, plan: ReviewPlan, last: int) -> None:
    """Refuse typing into what the row is about. Locked cells could not be sorted; a changed one is found on import."""
    guard = DataValidation(type="custom", formula1="FALSE", allow_blank=False, showErrorMessage=True)
    guard.errorTitle, guard.error = "Not yours to change", "This says what the row is about. Press Escape."
    first_input = letter_of(form.OUTCOME, blind=plan.blind)
    before = get_column_letter(len((*_FIXED, *(_BLIND if plan.blind else _PROPOSED), READ)))
    assert before < first_input
    guard.add(f"A{FIRST}:{before}{last}")
    ends = letter_of(form.CRITERION_ID, blind=plan.blind), letter_of(form.KEY, blind=plan.blind)
    guard.add(f"{ends[0]}{FIRST}:{ends[1]}{last}")
    sheet.work.data_validations.append(guard)


def add_choices(sheet: ReviewSheet, letters: Mapping[str, str], last: int) -> None:
    """Dropdowns for the outcome and Yes, and dates for days; `letters` gives the column of each input."""

    def span(head: str) -> str:
        return f"{letters[head]}{FIRST}:{letters[head]}{last}"

    choice = DataValidation(type="list", formula1=OUTCOME_CHOICES, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "Your outcome", "Choose one of the outcomes in the list, or leave the cell empty."
    choice.add(span(form.OUTCOME))
    yes = DataValidation(type="list", formula1=YES_CHOICES, allow_blank=True, showErrorMessage=True)
    yes.errorTitle, yes.error = form.REFER_BACK, "Choose Yes, or leave the cell empty."
    yes.add(span(form.REFER_BACK))
    day = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True)
    day.errorStyle, day.errorTitle, day.error = "warning", "Date", "Give a date, such as 30/06/2025."
    day.add(span(form.DUE))
    day.add(span(form.DECIDED_ON))
    for validation in (choice, yes, day):
        sheet.work.data_validations.append(validation)


def _colours(sheet: ReviewSheet, plan: ReviewPlan, last: int) -> None:
    """A missing reason shouts; a row that is decided turns green where its case stands."""
    outcome = letter_of(form.OUTCOME, blind=plan.blind)
    formats = sheet.work.conditional_formatting
    done = DifferentialStyle(fill=PatternFill(bgColor=styles.FILLS[Outcome.MET], fill_type="solid"))
    decided = f'TRIM(${outcome}{FIRST})<>""'
    formats.add(f"A{FIRST}:A{last}", Rule(type="expression", formula=[decided], dxf=done))
    if plan.blind:
        return
    reason, machine = (letter_of(head, blind=False) for head in (form.REASON, PROPOSAL))
    answer = f"TRIM(${outcome}{FIRST})"
    lacks = f'AND({answer}<>"",{answer}<>${machine}{FIRST},TRIM(${reason}{FIRST})="")'
    formats.add(f"{reason}{FIRST}:{reason}{last}", styles.alert_rule(lacks))
