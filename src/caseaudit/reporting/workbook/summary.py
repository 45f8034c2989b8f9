"""The Summary sheet: headlines, areas, the inspection's figures beside ours, and every criterion, all by formula.

Counts follow the auditors' decisions. With every finding on its sheet they count from nothing; where some found no
room they are the record's totals plus what the decisions change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.pagebreak import Break

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import words
from caseaudit.reporting.figures import NOTHING, baseline_rate, baseline_text, compatible_text
from caseaudit.reporting.rows import CriterionRow
from caseaudit.reporting.workbook import cuts, styles
from caseaudit.reporting.workbook.charts import add_charts
from caseaudit.reporting.workbook.headlines import headlines
from caseaudit.reporting.workbook.ranks import RANKS
from caseaudit.reporting.workbook.sheet import NONE, Cell, Formula, Sheet
from caseaudit.reporting.workbook.working import confidence_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from caseaudit.domain.audit import AreaSummary
    from caseaudit.reporting.workbook.layout import AreaBlock, Layout
    from caseaudit.reporting.workbook.plan import Plan

TITLE = "Summary"
NOTE = "Every figure counts cases, one outcome a case and criterion: the worst of its children or persons."
WIDTHS = (46, 10, 10, 10, 11, 10, 10, 10, 16, 10, 10, 10, 17, 10, 10, 10, 8, 8)
WEIGHT, AREA = "Q", "R"
COUNT_COLUMNS = {
    Outcome.MET: "B",
    Outcome.PARTLY_MET: "C",
    Outcome.NOT_MET: "D",
    Outcome.NOT_APPLICABLE: "E",
    Outcome.CANNOT_ASSESS: "F",
}
ASSESSED, RATE, LOW, HIGH = "H", "J", "K", "L"
PROPOSED, CONFIRMED = "O", "P"
LAST_SHOWN = "P"
ACCEPTED = ("S", "T")
"""Where exceptions accept findings: of the cases not met, and of those partly met, those that are accepted."""

Row = list[Cell | Formula | None]


def write_summary(book: Workbook, plan: Plan, layout: Layout) -> Sheet:
    """Write the sheet in the places that the layout gives, with its charts below."""
    sheet = Sheet(book, TITLE, (*WIDTHS, *([10] * len(ACCEPTED) if plan.accepts else ())), marking=plan.marking)
    for column in (WEIGHT, AREA):
        sheet.work.column_dimensions[column].hidden = True
    sheet.work.print_title_rows = "1:1"
    sheet.heading(TITLE, NOTE, warning=cuts.summary(plan))
    sheet.row()
    for headline in headlines(plan):
        sheet.row(*headline)
    sheet.row()
    _write_areas(sheet, layout)
    _write_baselines(sheet, plan, layout)
    _write_criteria(sheet, plan, layout)
    last = add_charts(sheet, layout, plan.results.summary.cases)
    sheet.work.print_area = f"A1:{_last_shown(plan)}{last}"
    return sheet


def _write_areas(sheet: Sheet, layout: Layout) -> None:
    assert sheet.next_row == layout.areas_at
    sheet.row(Cell("Areas: indicative grades", styles.SECTION))
    heads = ("Area", "Assessed", "Score as audited", "Score with decisions", "Indicative grade", "Held down by")
    merges = (("E", "G"), ("H", "N"))
    _merged_header(sheet, heads, merges)
    for block in layout.blocks:
        area = block.area
        row = sheet.row(
            Cell(block.title, styles.LABEL),
            Formula(f"=SUM({ASSESSED}{block.first}:{ASSESSED}{block.last})", _assessed(block)),
            _share(area.score),
            Formula(_score_formula(block), _or_nothing(area.score), styles.SHARE),
            Cell(_grade(area), across=3), None, None,
            Cell(_held_by(layout, area), across=7), *[None] * 6,
        )  # fmt: skip
        for first, last in merges:
            sheet.merge(first, last, row)
    if not layout.blocks:
        sheet.row(Cell(NONE))
    sheet.row()


def _write_baselines(sheet: Sheet, plan: Plan, layout: Layout) -> None:
    level = f"{confidence_level(plan):.0%}"
    assert sheet.next_row == layout.baselines_at
    sheet.row(Cell("Beside the inspection's own figures", styles.SECTION))
    heads = (
        "Criterion", "Our count", "Of", "Our rate", f"{level} from", f"{level} to",
        "Inspection count", "Of", "What is counted", "Inspection rate",
        f"{level} from", f"{level} to", "Intervals overlap",
    )  # fmt: skip
    sheet.row(*(Cell(head, styles.HEADER) for head in heads))
    for row in layout.baselined:
        sheet.row(*_baseline_cells(row, sheet.next_row, plan, layout))
    if not layout.baselined:
        sheet.row(Cell(NONE))
    sheet.row()


def _baseline_cells(row: CriterionRow, at: int, plan: Plan, layout: Layout) -> Iterator[Cell | Formula]:
    """Our figure among the case types that the inspection's figure is about, and that figure."""
    summary, theirs = row.summary, row.summary.baseline
    if theirs is None:
        return
    number, (count, of, interval) = layout.numbers[summary.criterion], row.compared
    yield Cell(f"{summary.title} ({row.among.lower()})" if row.among else summary.title, styles.LABEL)
    short = (Outcome.PARTLY_MET, Outcome.NOT_MET) if row.counts == "short" else (Outcome.NOT_MET,)
    yield Formula(_compared_formula(plan, number, count, short), count)
    yield Formula(_compared_formula(plan, number, of, (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET)), of)
    rate = round(count / of, 6) if of else None
    yield Formula(f'=IF(C{at}=0,"{NOTHING}",ROUND(B{at}/C{at},6))', _or_nothing(rate), styles.SHARE)
    for upper, bound in ((False, interval.low if interval else None), (True, interval.high if interval else None)):
        yield Formula(_bound_formula(f"B{at}", f"C{at}", upper=upper), _or_nothing(bound), styles.SHARE)
    yield Cell(theirs.count, styles.NUMBER)
    yield Cell(theirs.of, styles.NUMBER)
    yield Cell(row.counted, styles.CENTRED)
    yield _share(baseline_rate(theirs))
    yield _share(theirs.interval.low if theirs.interval else None)
    yield _share(theirs.interval.high if theirs.interval else None)
    overlap = f'=IF(OR(C{at}=0,ISTEXT(K{at})),"{NOTHING}",IF(AND(E{at}<=L{at},F{at}>=K{at}),"Yes","No"))'
    yield Formula(overlap, compatible_text(theirs), styles.CENTRED)


def _write_criteria(sheet: Sheet, plan: Plan, layout: Layout) -> None:
    level = f"{confidence_level(plan):.0%}"
    assert sheet.next_row == layout.criteria_at
    sheet.work.row_breaks.append(Break(id=layout.criteria_at - 1))
    sheet.row(Cell("Every criterion", styles.SECTION))
    heads = (
        "Criterion", *(words.OUTCOMES[outcome] for outcome in COUNT_COLUMNS),
        "Faults", "Assessed", "What the rate counts", "Rate", f"{level} from", f"{level} to",
        "The inspection's figure", "Intervals overlap", "Proposed", "Decided",
        "Weight", "Area", *(("Not met, accepted", "Partly met, accepted") if plan.accepts else ()),
    )  # fmt: skip
    sheet.row(*(Cell(head, styles.HEADER) for head in heads))
    baseline_at = layout.baselines_at + 2
    for block in layout.blocks:
        across = column_index_from_string(_last_shown(plan)) - 1
        row = sheet.row(Cell(block.title, styles.BAND), *(Cell(None, styles.BAND) for _ in range(across)))
        sheet.merge("A", _last_shown(plan), row)
        assert row == block.band
        for criterion in block.criteria:
            cells = [*_figure_cells(criterion, sheet.next_row, plan, layout)]
            if criterion.summary.baseline:
                shown = compatible_text(criterion.summary.baseline)
                cells.append(Formula(f"=M{baseline_at}", shown, styles.CENTRED))
                baseline_at += 1
            else:
                cells.append(Cell(NOTHING, styles.CENTRED))
            cells += [*_decision_cells(criterion, plan, layout), Cell(block.number, styles.NUMBER)]
            sheet.row(*cells, *(_accepted_cells(criterion) if plan.accepts else ()))
    if not layout.blocks:
        sheet.row(Cell(NONE))
    assert sheet.next_row == layout.end


def _figure_cells(row: CriterionRow, at: int, plan: Plan, layout: Layout) -> Iterator[Cell | Formula]:
    """The criterion with its counts, its rate and bounds, and the inspection's figure."""
    summary, number = row.summary, layout.numbers[row.summary.criterion]
    yield Cell(summary.title, styles.LABEL)
    for outcome in COUNT_COLUMNS:
        count = getattr(summary, outcome.value)
        yield Formula(_count_formula(plan, number, count, RANKS[outcome]), count)
    yield Cell(summary.faults, styles.NUMBER)
    yield Formula(f"=B{at}+C{at}+D{at}", summary.assessed)
    yield Cell(row.counted, styles.CENTRED)
    counted, of = _counted(row, at), f"{ASSESSED}{at}"
    yield Formula(f'=IF({of}=0,"{NOTHING}",ROUND(({counted})/{of},6))', _or_nothing(row.rate), styles.SHARE)
    yield Formula(_bound_formula(counted, of, upper=False), _or_nothing(_bound(row, "low")), styles.SHARE)
    yield Formula(_bound_formula(counted, of, upper=True), _or_nothing(_bound(row, "high")), styles.SHARE)
    yield Cell(baseline_text(summary.baseline), styles.CENTRED)


def _decision_cells(row: CriterionRow, plan: Plan, layout: Layout) -> Iterator[Cell | Formula]:
    """How many of the case outcomes people have decided, and the criterion's weight."""
    summary, number = row.summary, layout.numbers[row.summary.criterion]
    yield Formula(_decided_formula(plan, number, summary.proposed, decided=0), summary.proposed)
    yield Formula(_decided_formula(plan, number, summary.confirmed, decided=1), summary.confirmed)
    yield Cell(summary.weight, styles.NUMBER)


def _accepted_cells(row: CriterionRow) -> Iterator[Cell]:
    """Of the cases that fall short, those that exceptions accept, as audited."""
    yield Cell(row.summary.accepted_not_met, styles.NUMBER)
    yield Cell(row.summary.accepted_partly_met, styles.NUMBER)


def _last_shown(plan: Plan) -> str:
    return ACCEPTED[-1] if plan.accepts else LAST_SHOWN


def _count_formula(plan: Plan, number: int, count: int, rank: int) -> str:
    """Cases of a criterion with an outcome: counted, or the record's count plus what decisions change."""
    now = f"COUNTIFS(case_criterion,{number},case_last,1,case_rank,{rank})"
    if plan.complete:
        return f"={now}"
    return f"={count}+{now}-COUNTIFS(case_criterion,{number},case_last,1,case_rank_written,{rank})"


def _compared_formula(plan: Plan, number: int, count: int, outcomes: tuple[Outcome, ...]) -> str:
    """Cases with one of the outcomes, of the types that the baseline is about."""
    ranks = [RANKS[outcome] for outcome in outcomes]
    where = f"case_criterion,{number},case_last,1,case_compared,1"
    now = "+".join(f"COUNTIFS({where},case_rank,{rank})" for rank in ranks)
    if plan.complete:
        return f"={now}"
    return f"={count}+{now}" + "".join(f"-COUNTIFS({where},case_rank_written,{rank})" for rank in ranks)


def _decided_formula(plan: Plan, number: int, count: int, *, decided: int) -> str:
    """Case outcomes of a criterion that people have decided (1) or not (0)."""
    now = f'COUNTIFS(case_criterion,{number},case_last,1,case_rank,">0",case_decided,{decided})'
    if plan.complete:
        return f"={now}"
    before = f'COUNTIFS(case_criterion,{number},case_last,1,case_rank_written,">0",case_decided_written,{decided})'
    return f"={count}+{now}-{before}"


def _counted(row: CriterionRow, at: int) -> str:
    """Cells of the outcomes that the rate counts."""
    return f"C{at}+D{at}" if row.counts == "short" else f"D{at}"


def _bound_formula(counted: str, of: str, *, upper: bool) -> str:
    """Wilson's score bound (1927), without continuity correction, as the engine has it: exact at 0 and at all."""
    z, share = "interval_quantile", f"({counted})/{of}"
    half = f"{z}*SQRT(({share})*(1-({share}))/{of}+{z}^2/(4*{of}^2))"
    bound = f"(({share})+{z}^2/(2*{of}){'+' if upper else '-'}{half})/(1+{z}^2/{of})"
    extreme, exact = (of, 1) if upper else ("0", 0)
    clipped = f"MIN(1,{bound})" if upper else f"MAX(0,{bound})"
    return f'=IF({of}=0,"{NOTHING}",IF(({counted})={extreme},{exact},ROUND({clipped},6)))'


def _score_formula(block: AreaBlock) -> str:
    """An area pools its case outcomes: met counts whole, partly met half, each by its criterion's weight."""
    span = f"{block.first}:{{0}}{block.last}"
    weight, met, partly, assessed = (f"{c}{span.format(c)}" for c in (WEIGHT, "B", "C", ASSESSED))
    earned = f"SUMPRODUCT({weight},{met}+0.5*{partly})"
    return f'=IFERROR(ROUND({earned}/SUMPRODUCT({weight},{assessed}),6),"{NOTHING}")'


def _assessed(block: AreaBlock) -> int:
    return sum(row.summary.assessed for row in block.criteria)


def _bound(row: CriterionRow, end: str) -> float | None:
    interval = row.summary.interval
    return None if interval is None else float(getattr(interval, end))


def _grade(area: AreaSummary) -> str:
    return words.humanise(area.indicative_grade) if area.indicative_grade else NOTHING


def _held_by(layout: Layout, area: AreaSummary) -> str:
    titles = {row.summary.criterion: row.summary.title for block in layout.blocks for row in block.criteria}
    return ", ".join(titles.get(name) or words.humanise(name) for name in area.capped_by)


def _merged_header(sheet: Sheet, heads: tuple[str, ...], merges: tuple[tuple[str, str], ...]) -> None:
    cells: Row = [Cell(head, styles.HEADER) for head in heads[:5]]
    cells += [Cell(None, styles.HEADER)] * 2
    cells += [Cell(heads[5], styles.HEADER), *[Cell(None, styles.HEADER)] * 6]
    row = sheet.row(*cells)
    for first, last in merges:
        sheet.merge(first, last, row)


def _share(value: float | None) -> Cell:
    return Cell(_or_nothing(value), styles.SHARE)


def _or_nothing(value: float | None) -> float | str:
    return NOTHING if value is None else value
