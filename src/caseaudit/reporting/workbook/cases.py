"""The Cases sheet: cases by criteria, a heat map that reads without its colours and follows the auditors' decisions."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from caseaudit.reporting import words
from caseaudit.reporting.figures import NOTHING
from caseaudit.reporting.rows import place_text
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.ranks import MAP_LEGEND, MAP_WORDS
from caseaudit.reporting.workbook.sheet import A3, FIRST, Cell, Column, Formula, close_table, table_sheet
from caseaudit.reporting.workbook.working import WORST, last_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl.workbook import Workbook

    from caseaudit.reporting.rows import CriterionRow
    from caseaudit.reporting.workbook.layout import Layout
    from caseaudit.reporting.workbook.plan import CaseLine, Plan
    from caseaudit.reporting.workbook.sheet import Sheet

TITLE = "Cases"
NOTE = f"One outcome a case and criterion, the worst of its children or persons.   {MAP_LEGEND}"
FIXED = (
    Column("Case", 15),
    Column("Case type", 31),
    Column("Child may be unsafe now", 9),
    Column("Score as audited", 10),
)
PLACE = Column("Place in the export", 28)
_MAP_WIDTH = 5.5
_HEADER_POINTS = 230
_CRITERIA_A_PAGE = 40


def write_cases(book: Workbook, plan: Plan, layout: Layout) -> Sheet:
    """One row a case, escalated cases first; criteria stand in the order of the Summary.

    A cell follows the decisions where its findings are on the Findings sheet; nobody can decide any other there.
    """
    criteria = tuple(row for block in layout.blocks for row in block.criteria)
    columns = (*FIXED, *(Column(row.summary.title, _MAP_WIDTH, styles.HEADER_UP) for row in criteria), PLACE)
    told = cuts.cases(plan)
    warning = f"{told}   {MAP_LEGEND}" if told else None
    sheet = table_sheet(
        book, TITLE, columns, marking=plan.marking, note=NOTE, warning=warning, header_height=_HEADER_POINTS, paper=A3
    )
    sheet.work.page_setup.fitToWidth = max(1, ceil(len(criteria) / _CRITERIA_A_PAGE))
    sheet.work.print_title_cols = "A:A"
    places = last_rows(plan)
    for line in plan.cases:
        sheet.row(*_cells(line, criteria, layout, places))
    last = close_table(sheet, columns)
    if criteria:
        span = f"{get_column_letter(len(FIXED) + 1)}{FIRST}:{get_column_letter(len(columns) - 1)}{last}"
        for rule in styles.outcome_rules(MAP_WORDS):
            sheet.work.conditional_formatting.add(span, rule)
    return sheet


def _cells(
    line: CaseLine,
    criteria: tuple[CriterionRow, ...],
    layout: Layout,
    places: Mapping[tuple[int, int], int],
) -> Iterator[Cell | Formula]:
    case, outcomes = line.case, line.outcomes
    yield Cell(case.case_id, styles.IDENTIFIER)
    yield Cell(words.CASE_TYPES[case.case_type])
    yield Cell("YES" if case.escalated else "", styles.ALERT)
    yield Cell(NOTHING if case.score is None else case.score, styles.SHARE)
    for row in criteria:
        name = row.summary.criterion
        place = places.get((line.number, layout.numbers[name] - 1))
        if name not in outcomes:
            yield Cell(None, styles.MAP)
        elif place is None:
            yield Cell(MAP_WORDS[outcomes[name]], styles.MAP)
        else:
            formula = f"=INDEX(map_words,Working!${WORST}${place}+1)"
            yield Formula(formula, MAP_WORDS[outcomes[name]], styles.MAP)
    yield Cell(place_text(case.source))
