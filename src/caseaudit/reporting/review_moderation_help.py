"""What surrounds the moderator's decisions: the ReadMe to sign, the choices, and the colours of what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.review_workbook_decisions import OUTCOME_CHOICES, YES_CHOICES
from caseaudit.reporting.review_workbook_sheet import ReviewSheet
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import A4, FIRST, Cell, Column, Formula, Sheet
from caseaudit.review import form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from openpyxl.workbook import Workbook

    from caseaudit.reporting.review_workbook_plan import ReviewPlan

_COLUMNS = (Column("", 30), Column("", 112))
_STEPS = (
    ("1  Sign", f"Write your name or initials above, beside {form.AUDITOR!r}."),
    ("2  Read", "Each row of the Decisions sheet is a question that auditors answered differently, the worst first."),
    (
        "3  Decide",
        "Choose the outcome that is to hold, any of the list, and say why: a moderator always gives a reason.",
    ),
    (
        "4  Hand in",
        "Save it as .xlsx and send it back; part of the rows is fine. It is read back like the auditors' workbooks.",
    ),
    (
        "What becomes of it",
        (
            "Your outcome holds in the month's result. The auditors' own answers are kept, and how far they agree is "
            "always worked out from these."
        ),
    ),
    ("Leave alone", "Row keys, cases and criterion ids. You may sort, filter, hide columns and add some of your own."),
)


def write_readme(book: Workbook, plan: ReviewPlan, *, rows: int, moderated: int, outcome: str) -> ReviewSheet:
    """Write the first sheet; `outcome` is the letter of the column that counts as decided."""
    sheet = ReviewSheet(book, form.README, _COLUMNS, marking=plan.marking, paper=A4)
    locked = dict(sheet._styles)  # noqa: SLF001 - only the signature is open
    sheet.row(Cell("Case file review: moderation", styles.TITLE), height=26)
    sheet.row(Cell(plan.marking, styles.MARKING), height=18)
    sheet.row()
    sheet.unlock()
    sheet.row(Cell(form.AUDITOR, styles.LABEL), Cell(None, styles.INPUT))
    sheet._styles = locked  # noqa: SLF001
    count = f"COUNTA({form.DECISIONS}!{outcome}{FIRST}:{outcome}{FIRST + max(1, rows) - 1})"
    progress = Formula(f'={count}&" of {rows} rows"', f"0 of {rows} rows", styles.TEXT)
    sheet.row(Cell("Decided so far", styles.LABEL), progress)
    sheet.row(Cell("Moderated before", styles.LABEL), Cell(f"{moderated:,}, not listed again"))
    for title, lines in (("How to do it", _STEPS), ("Manifest", tuple(_manifest(plan, rows)))):
        _section(sheet, title, lines)
    return sheet


def _section(sheet: ReviewSheet, title: str, rows: Iterable[tuple[str, str]]) -> None:
    sheet.row()
    sheet.row(Cell(title, styles.SECTION), height=20)
    for label, text in rows:
        sheet.row(Cell(label, styles.LABEL), Cell(text))


def _manifest(plan: ReviewPlan, rows: int) -> Iterator[tuple[str, str]]:
    run = plan.results.run
    yield form.RUN, plan.run
    yield form.RUBRIC, plan.rubric
    yield form.READING, form.MODERATION
    yield form.ROWS, str(rows)
    yield form.FORM, form.FORM_SCHEMA
    yield "Made by", f"caseaudit {run.tool_version}"
    if "as_of" in run.settings:
        yield "As of", value_text(run.settings["as_of"])
    for item in run.inputs:
        yield "Input", f"{item.path}, SHA-256 {item.sha256}"


def write_lists(book: Workbook, marking: str) -> Sheet:
    """The choices, under the names that the dropdowns use."""
    sheet = Sheet(book, form.LISTS, [18, 8], marking=marking)
    choices, answers = list(form.OUTCOMES.values()), [form.YES, form.NO]
    for at, choice in enumerate(choices):
        sheet.row(Cell(choice), Cell(answers[at]) if at < len(answers) else None)
    sheet.name_range(book, OUTCOME_CHOICES, "A", 1, len(choices))
    sheet.name_range(book, YES_CHOICES, "B", 1, len(answers))
    sheet.work.sheet_state = "hidden"
    return sheet


def add_colours(sheet: ReviewSheet, letters: Mapping[str, str], last: int) -> None:
    """A decided row turns green where its case stands; a missing reason shouts."""
    outcome, reason = letters[form.OUTCOME], letters[form.REASON]
    formats = sheet.work.conditional_formatting
    done = DifferentialStyle(fill=PatternFill(bgColor=styles.FILLS[Outcome.MET], fill_type="solid"))
    decided = f'TRIM(${outcome}{FIRST})<>""'
    formats.add(f"A{FIRST}:A{last}", Rule(type="expression", formula=[decided], dxf=done))
    lacks = f'AND({decided},TRIM(${reason}{FIRST})="")'
    formats.add(f"{reason}{FIRST}:{reason}{last}", styles.alert_rule(lacks))
