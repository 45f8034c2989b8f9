"""The ReadMe sheet of a review workbook: the marking, where to sign, how to read and decide, and the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.review_workbook_decisions import letter_of
from caseaudit.reporting.review_workbook_sheet import ReviewSheet
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import A4, FIRST, Cell, Column, Formula
from caseaudit.review import form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.workbook import Workbook

    from caseaudit.reporting.review_workbook_plan import ReviewPlan

_COLUMNS = (Column("", 30), Column("", 112))

_STEPS = (
    ("1  Sign", f"Write your name or initials above, beside {form.AUDITOR!r}, if they are not there yet."),
    (
        "2  Read",
        (
            "On the Decisions sheet, Record leads to the case on the Narrative sheet: everything that was written, "
            "then the fields."
        ),
    ),
    ("3  Decide", "Choose your outcome from the list. An empty cell means that you have not decided yet."),
)
_OPEN = (
    "4  Say why",
    "A reason is needed wherever your outcome is not the machine's. The cell turns red until there is one.",
)
_BLIND = (
    "4  Say why",
    (
        "Give your reason in a sentence: whoever moderates reads it beside the other auditor's. The machine's "
        "proposals are hidden on purpose; do not look them up, and compare no notes before both of you have handed in."
    ),
)
_REST = (
    (
        "5  And then",
        (
            "Good practice, an action with owner and date, and Yes under Refer back now where the case must go back to "
            "its team today: tell them today as well, for the workbook does not."
        ),
    ),
    (
        "6  Hand in",
        "Save it as .xlsx and send it back. Part of the rows is fine; the rest can follow in the same workbook.",
    ),
    (
        "Leave alone",
        (
            "Row keys, cases and criterion ids tie each row to its question; a row in which they were changed is "
            "refused. You may sort, filter, hide columns and add some of your own."
        ),
    ),
)


def write_readme(book: Workbook, plan: ReviewPlan) -> ReviewSheet:
    """Write the first sheet a reader sees."""
    sheet = ReviewSheet(book, form.README, _COLUMNS, marking=plan.marking, paper=A4)
    locked = dict(sheet._styles)  # noqa: SLF001 - only the signature is open
    sheet.row(Cell("Case file review", styles.TITLE), height=26)
    sheet.row(Cell(plan.marking, styles.MARKING), height=18)
    sheet.row()
    label = Cell(form.AUDITOR, styles.LABEL)
    sheet.unlock()
    sheet.row(label, Cell(plan.auditor or None, styles.INPUT))
    sheet._styles = locked  # noqa: SLF001
    sheet.row(Cell("Decided so far", styles.LABEL), _progress(plan))
    _section(sheet, "How to do it", (*_STEPS, _BLIND if plan.blind else _OPEN, *_REST))
    _section(sheet, "What the outcomes mean", ())
    for outcome in form.OUTCOMES:
        sheet.row(Cell(words.outcome(outcome), styles.outcome_style(outcome)), Cell(words.OUTCOME_MEANINGS[outcome]))
    if not plan.blind:
        _section(sheet, "What you are given to read", _given(plan))
    _section(sheet, "Manifest", _manifest(plan))
    return sheet


def _progress(plan: ReviewPlan) -> Formula:
    letter = letter_of(form.OUTCOME, blind=plan.blind)
    last = FIRST + max(1, len(plan.rows)) - 1
    count = f"COUNTA({form.DECISIONS}!{letter}{FIRST}:{letter}{last})"
    return Formula(f'={count}&" of {len(plan.rows)} rows"', f"0 of {len(plan.rows)} rows", styles.TEXT)


def _section(sheet: ReviewSheet, title: str, rows: Iterable[tuple[str, str]]) -> None:
    sheet.row()
    sheet.row(Cell(title, styles.SECTION), height=20)
    for label, text in rows:
        sheet.row(Cell(label, styles.LABEL), Cell(text))


def _given(plan: ReviewPlan) -> Iterator[tuple[str, str]]:
    """Which findings are rows here; a blind reader is not told, for it would give the proposals away."""
    if not plan.passes:
        yield "All findings", "Every finding of your cases is a row."
        return
    yield (
        "Always",
        "Every finding that the machine proposes as not met or partly met, or could not assess, and every escalation.",
    )
    yield (
        "A random share",
        (
            f"{plan.passes} of the findings that it proposes as met, of each criterion, rounded up, to see what it "
            "misses. They are chosen by the SHA-256 of the run and the finding, so that anybody gets the same."
        ),
    )
    titles = {summary.criterion: summary.title for summary in plan.results.summary.criteria}
    for criterion, (of, chosen) in sorted(plan.chosen.met.items(), key=lambda item: titles.get(item[0], item[0])):
        yield titles.get(criterion, criterion), f"{chosen:,} of {of:,} met findings, over all auditors."


def _manifest(plan: ReviewPlan) -> Iterator[tuple[str, str]]:
    run = plan.results.run
    yield form.MADE_FOR, plan.auditor
    yield form.RUN, plan.run
    yield form.RUBRIC, plan.rubric
    yield form.READING, form.BLIND if plan.blind else form.OPEN
    yield form.ROWS, str(len(plan.rows))
    yield "Cases", f"{len(plan.case_ids):,} of {plan.results.summary.cases:,}, {plan.shared:,} also read by another"
    yield form.FORM, form.FORM_SCHEMA
    yield "Made by", f"caseaudit {run.tool_version}"
    if "as_of" in run.settings:
        yield "As of", value_text(run.settings["as_of"])
    for item in run.inputs:
        yield "Input", f"{item.path}, SHA-256 {item.sha256}"
