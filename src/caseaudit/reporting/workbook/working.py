"""The two hidden sheets behind the Summary: the lists of words, and one outcome a case and criterion.

`Working` has a row for each finding, those of one case and criterion together. It finds each finding by its number, so
that people may sort the Findings sheet; where a row was deleted, the machine's answer stands. The greatest rank is
carried down, and the last row of a group holds the case's outcome: linear in the number of findings.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.ranks import BY_RANK, CHOICES, MAP_WORDS, RANKS
from caseaudit.reporting.workbook.sheet import Cell, Formula, Sheet

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from caseaudit.reporting.workbook.groups import Group
    from caseaudit.reporting.workbook.plan import Plan

LISTS, WORKING = "Lists", "Working"
FIRST = 2
DEFAULT_LEVEL = 0.95

NUMBER, CRITERION, POSITION, RANK, DECIDED, WORST, ALL_DECIDED, LAST, WRITTEN, WRITTEN_DECIDED, COMPARED = "ABCDEFGHIJK"
_TITLES = (
    "Finding", "Criterion", "Row", "Rank", "Decided", "Worst so far", "All decided", "Last of case",
    "Worst as written", "Decided as written", "Compared",
)  # fmt: skip

_POSITION = "=IF(IFERROR(INDEX(finding_numbers,{0}),0)={0},{0},MATCH({0},finding_numbers,0))"
"""Where a finding stands: at its own number while nobody has sorted or deleted rows, else where it is found."""


def confidence_level(plan: Plan) -> float:
    """The level of the record's intervals, 0.95 where it has none."""
    intervals = (row.summary.interval for row in plan.criteria)
    return next((interval.level for interval in intervals if interval), DEFAULT_LEVEL)


def write_lists(book: Workbook, plan: Plan) -> Sheet:
    """The words of outcomes with their ranks, the heat map's short words, and the normal quantile of the intervals."""
    sheet = Sheet(book, LISTS, [18, 8, 18, 10, 18], marking=plan.marking)
    sheet.row(*(Cell(title, styles.LABEL) for title in ("Choice", "Rank", "Word by rank", "Map word", "Quantile")))
    quantile = NormalDist().inv_cdf((1 + confidence_level(plan)) / 2)
    for at, outcome in enumerate(BY_RANK):
        chosen = CHOICES[at] if at < len(CHOICES) else None
        sheet.row(
            Cell(words.outcome(chosen)) if chosen else None,
            Cell(RANKS[chosen], styles.NUMBER) if chosen else None,
            Cell(words.outcome(outcome)),
            Cell(MAP_WORDS[outcome]),
            Cell(quantile, styles.NUMBER) if at == 0 else None,
        )
    ends = FIRST + len(CHOICES) - 1, FIRST + len(BY_RANK) - 1
    for name, column, last in (
        ("outcome_choices", "A", ends[0]),
        ("outcome_ranks", "B", ends[0]),
        ("words_by_rank", "C", ends[1]),
        ("map_words", "D", ends[1]),
        ("interval_quantile", "E", FIRST),
    ):
        sheet.name_range(book, name, column, FIRST, last)
    sheet.work.sheet_state = "hidden"
    return sheet


def write_working(book: Workbook, plan: Plan) -> Sheet:
    """One row a finding, by case and criterion, with the names `case_*` that the Summary counts in."""
    sheet = Sheet(book, WORKING, [12] * len(_TITLES), marking=plan.marking)
    sheet.row(*(Cell(title, styles.LABEL) for title in _TITLES))
    for group in plan.groups:
        _write_group(sheet, group)
    last = max(FIRST, sheet.next_row - 1)
    for name, column in (
        ("case_criterion", CRITERION),
        ("case_rank", WORST),
        ("case_decided", ALL_DECIDED),
        ("case_last", LAST),
        ("case_rank_written", WRITTEN),
        ("case_decided_written", WRITTEN_DECIDED),
        ("case_compared", COMPARED),
    ):
        sheet.name_range(book, name, column, FIRST, last)
    sheet.work.sheet_state = "hidden"
    return sheet


def last_rows(plan: Plan) -> dict[tuple[int, int], int]:
    """(case number, criterion number) to the row of `Working` that holds the case's outcome."""
    rows, at = {}, FIRST - 1
    for group in plan.groups:
        at += len(group.numbers)
        rows[group.case_number, group.criterion_number] = at
    return rows


def _write_group(sheet: Sheet, group: Group) -> None:
    worst, decided = group.floor, group.floor_decided
    for at, number in enumerate(group.numbers):
        worst, decided = max(worst, group.ranks[at]), decided and group.decided[at]
        row = sheet.next_row
        is_last = at == len(group.numbers) - 1
        carried = f"F{row - 1},D{row}" if at else f"{group.floor},D{row}"
        carried_decided = f"G{row - 1},E{row}" if at else f"{int(group.floor_decided)},E{row}"
        machine = group.machine_ranks[at]
        sheet.row(
            Cell(number, styles.NUMBER),
            Cell(group.criterion_number + 1, styles.NUMBER),
            Formula(_POSITION.format(f"A{row}"), number),
            Formula(f"=IFERROR(INDEX(finding_ranks,C{row}),{machine})", group.ranks[at]),
            Formula(f"=IFERROR(IF(INDEX(finding_decisions,C{row})>0,1,0),0)", int(group.decided[at])),
            Formula(f"=MAX({carried})", worst),
            Formula(f"=MIN({carried_decided})", int(decided)),
            Cell(int(is_last), styles.NUMBER),
            Cell(group.rank if is_last else None, styles.NUMBER),
            Cell(int(group.all_decided) if is_last else None, styles.NUMBER),
            Cell(int(group.compared), styles.NUMBER),
        )
