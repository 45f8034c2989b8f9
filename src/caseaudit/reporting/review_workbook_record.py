"""The sheets to read beside the decisions: the record of every case with its evidence marked, and that evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.review_workbook_decisions import in_brackets
from caseaudit.reporting.review_workbook_sheet import review_table, rich
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import A3, Cell, Column, close_table
from caseaudit.review import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from caseaudit.domain.audit import Evidence
    from caseaudit.reporting.review_workbook_plan import Piece, ReviewPlan
    from caseaudit.reporting.review_workbook_sheet import ReviewSheet
    from caseaudit.reporting.rows import FindingRow

_RECORD = (
    Column("Case", 15),
    Column("Entry or field", 26),
    Column("Written", 17),
    Column("By", 20),
    Column("Text or value", 120),
)
_EVIDENCE = (
    Column("Case", 15),
    Column("Criterion", 26),
    Column("Child or person", 10),
    Column("Field or text", 24),
    Column("Entry", 9),
    Column("Words in double brackets, in their sentence; or value", 60),
    Column("About", 20),
    Column("Said as", 13),
    Column("Whose voice", 16),
    Column("For or against", 9),
    Column("Preferred wording", 24),
    Column("Why the wording harms", 34),
)
NOTE = (
    "The whole record of each case: what was written, then the fields. What the machine went by is bold and underlined."
)
NOTE_BLIND = "The whole record of each case: what was written, then the fields."
EVIDENCE_NOTE = "What the machine's proposals rest on. Where there is none, it found nothing: read the record yourself."


def write_record(book: Workbook, plan: ReviewPlan) -> ReviewSheet:
    """The record, in pieces that fit a row each."""
    note = NOTE_BLIND if plan.blind else NOTE
    sheet = review_table(book, form.NARRATIVE, _RECORD, marking=plan.marking, note=note, paper=A3)
    for piece in plan.record:
        sheet.row(*_piece(piece))
    close_table(sheet, _RECORD, filtered=False)
    return sheet


def _piece(piece: Piece) -> Iterator[Cell]:
    yield Cell(piece.case_id, styles.IDENTIFIER)
    yield Cell(piece.where if piece.start == 0 else f"{piece.where}, continued")
    yield Cell(piece.when)
    yield Cell(piece.by)
    yield rich(piece.parts)


def write_evidence(book: Workbook, plan: ReviewPlan) -> ReviewSheet:
    """One row a piece of evidence; of a blind reading there is no such sheet."""
    sheet = review_table(book, form.EVIDENCE, _EVIDENCE, marking=plan.marking, note=EVIDENCE_NOTE, paper=A3, frozen="C")
    for row in plan.rows:
        for item in row.finding.evidence:
            sheet.row(*_evidence(row, item))
    close_table(sheet, _EVIDENCE, filtered=False)
    return sheet


def _evidence(row: FindingRow, item: Evidence) -> Iterator[Cell]:
    yield Cell(row.case.case_id, styles.IDENTIFIER)
    yield Cell(row.title)
    yield Cell(row.subject)
    yield Cell(item.path)
    yield Cell(item.entry_id or "")
    yield Cell(in_brackets(item) if item.quote is not None else value_text(item.value))
    yield Cell(words.humanise(item.concept) if item.concept else "")
    yield Cell(words.STATUSES[item.status] if item.status else "")
    yield Cell(words.SPEAKERS[item.speaker] if item.speaker else "")
    yield Cell("Against" if item.contrary else "For")
    yield Cell(item.preferred or "")
    yield Cell(item.why or "")
