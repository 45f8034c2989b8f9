"""The Findings sheet: every finding with what it rests on, and beside it the auditor's own columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from caseaudit.reporting import words
from caseaudit.reporting.accepted import accepted_words
from caseaudit.reporting.rulings import said, when_decided, who_decided, why_decided
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.ranks import BY_RANK, RANKS
from caseaudit.reporting.workbook.sheet import (
    A3,
    FIRST,
    Cell,
    Column,
    Formula,
    Sheet,
    close_table,
    table_sheet,
)  # fmt: skip

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.rulings import Rulings
    from caseaudit.reporting.workbook.plan import Plan

TITLE = "Findings"
NOTE = (
    "Findings are proposals: a person decides. Choose your own outcome in the tinted columns where you disagree, "
    "or the same one to confirm; the Summary follows."
)
DAY_NOUGHT = date(1899, 12, 30)
"""The day that a spreadsheet numbers 0."""
QUOTE_LIMIT = 400
"""Characters of a quote or value shown here; the Evidence sheet has the whole."""

COLUMNS = (
    Column("Case", 15),
    Column("Criterion", 24),
    Column("Child or person", 10),
    Column("Machine outcome", 11),
    Column("Reason", 34),
    Column("Evidence", 42),
    Column("Preferred wording", 22),
    Column("What to do", 30),
    Column("Severity", 9),
    Column("Decision", 13, styles.HEADER_INPUT),
    Column("Comment", 26, styles.HEADER_INPUT),
    Column("Action", 22, styles.HEADER_INPUT),
    Column("Owner", 14, styles.HEADER_INPUT),
    Column("Due", 11, styles.HEADER_INPUT),
    Column("Outcome in force", 11),
    Column("Finding", 8, hidden=True),
    Column("Criterion id", 20, hidden=True),
    Column("Rank decided", 8, hidden=True),
    Column("Rank in force", 8, hidden=True),
)
ACCEPTED = Column("Accepted", 26)
"""Where exceptions accept findings. It stands after the hidden columns, so that every letter stays what it is."""
MACHINE, DECISION, DUE, IN_FORCE, NUMBER, DECIDED, RANK = "D", "J", "N", "O", "P", "R", "S"


def write_findings(book: Workbook, plan: Plan) -> Sheet:
    """One row a finding, most urgent first, with the names `finding_*` that `Working` looks up."""
    columns = (*COLUMNS, ACCEPTED) if plan.accepts else COLUMNS
    sheet = table_sheet(
        book, TITLE, columns, marking=plan.marking, note=NOTE, frozen="C", paper=A3,
        warning=cuts.findings(plan),
    )  # fmt: skip
    for number, row in enumerate(plan.findings, 1):
        _write_finding(sheet, number, row, plan)
    last = close_table(sheet, columns)
    for name, column in (("finding_numbers", NUMBER), ("finding_decisions", DECIDED), ("finding_ranks", RANK)):
        sheet.name_range(book, name, column, FIRST, last)
    sheet.name_range(book, "finding_choices", DECISION, FIRST, last)
    sheet.work.print_area = f"A1:{get_column_letter(len(columns)) if plan.accepts else IN_FORCE}{last}"
    _add_choices(sheet, last)
    _add_colours(sheet, last)
    return sheet


def _write_finding(sheet: Sheet, number: int, row: FindingRow, plan: Plan) -> None:
    found = plan.rulings
    finding, at = row.finding, sheet.next_row
    machine, machine_rank = row.machine_outcome, RANKS[row.machine_outcome]
    decided = RANKS[finding.outcome] if row.decided else 0
    rank = decided or machine_rank
    sheet.row(
        Cell(row.case.case_id, styles.IDENTIFIER),
        Cell(row.title),
        Cell(row.subject),
        Cell(words.outcome(machine)),
        Cell(finding.reason),
        Cell(row.evidence(QUOTE_LIMIT)),
        Cell(row.preferred),
        Cell(finding.remedy or ""),
        Cell(words.SEVERITIES[finding.severity]),
        Cell(row.outcome if decided else None, styles.INPUT),
        Cell(decision_comment(row, found), styles.INPUT),
        Cell(said(row, found, lambda one: one.action) or None, styles.INPUT),
        Cell(said(row, found, lambda one: one.owner) or None, styles.INPUT),
        Cell(_due(row, found), styles.INPUT_DATE),
        Formula(f"=INDEX(words_by_rank,{RANK}{at}+1)", words.outcome(BY_RANK[rank]), styles.CENTRED),
        Cell(number, styles.NUMBER),
        Cell(finding.criterion, styles.IDENTIFIER),
        Formula(f"=SUMPRODUCT((outcome_choices=TRIM({DECISION}{at}))*outcome_ranks)", decided),
        Formula(f"=IF({DECIDED}{at}>0,{DECIDED}{at},{machine_rank})", rank),
        Cell(accepted_words(finding.accepted) if finding.accepted else None) if plan.accepts else None,
    )


def decision_comment(row: FindingRow, found: Rulings) -> str | None:
    """Why, by whom and when it was decided, and what readers say of it; None where nobody said anything."""
    override, comment = row.finding.override, said(row, found, lambda one: one.comment)
    parts = []
    if override or found.holding(row):
        by = ", ".join(text for text in (who_decided(row, found), when_decided(row, found)) if text)
        parts.append(f"{why_decided(row, found)} ({by})".strip())
    return "\n".join([*parts, *([comment] if comment else [])]) or None


def _due(row: FindingRow, found: Rulings) -> int | None:
    """The earliest day on which something is due, as a spreadsheet counts days."""
    days = [one.due for one in found.on(row) if one.due]
    return (min(days) - DAY_NOUGHT).days if days else None


def _add_choices(sheet: Sheet, last: int) -> None:
    choice = DataValidation(type="list", formula1="outcome_choices", allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "Decision", "Choose one of the outcomes in the list, or leave the cell empty."
    choice.promptTitle, choice.prompt = "Decision", "Your own outcome. Empty: the machine's proposal stands."
    choice.showInputMessage = True
    choice.add(f"{DECISION}{FIRST}:{DECISION}{last}")
    due = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True, showErrorMessage=True)
    due.errorTitle, due.error = "Due", "Give a date, such as 30/06/2025."
    due.add(f"{DUE}{FIRST}:{DUE}{last}")
    for validation in (choice, due):
        sheet.work.data_validations.append(validation)


def _add_colours(sheet: Sheet, last: int) -> None:
    formats = sheet.work.conditional_formatting
    unknown = f'AND(TRIM({DECISION}{FIRST})<>"",{DECIDED}{FIRST}=0)'
    formats.add(f"{DECISION}{FIRST}:{DECISION}{last}", styles.alert_rule(unknown))
    for rule in styles.outcome_rules({outcome: words.outcome(outcome) for outcome in BY_RANK}):
        formats.add(f"{IN_FORCE}{FIRST}:{IN_FORCE}{last}", rule)
