"""Native Excel charts under the Summary's tables: our rates beside the inspection's, and outcomes by criterion."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.pagebreak import Break

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import words
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.heights import LINE_POINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.chart.series import Series

    from caseaudit.reporting.workbook.layout import Layout
    from caseaudit.reporting.workbook.sheet import Sheet

WIDTH_CM = 38.0
_ROW_CM = LINE_POINTS / 72 * 2.54
_PAGE_CM = 25.0
"""What a landscape page holds at the Summary's scale."""
_BAR_CM = 0.85
_FRAME_CM = 3.4
_PAIR_CM = 1.3
COMPARISON = "Share of assessed cases that fell short: ours beside the inspection's own figure"
_CRITERION_COLUMN = 1
_OUTCOMES = (
    (4, Outcome.NOT_MET),
    (3, Outcome.PARTLY_MET),
    (2, Outcome.MET),
    (6, Outcome.CANNOT_ASSESS),
    (5, Outcome.NOT_APPLICABLE),
)
"""Column of the Summary and the outcome it counts, worst nearest the axis."""
_OUR_RATE, _THEIR_RATE = 4, 10


def add_charts(sheet: Sheet, layout: Layout, cases: int) -> int:
    """Put the charts below the tables, the comparison first, and return the last row they cover."""
    at, room = layout.end + 1, 0.0
    for chart in (*_comparisons(sheet, layout), *_outcomes(sheet, layout, cases)):
        if chart.height > room:
            sheet.work.row_breaks.append(Break(id=at - 1))
            room = _PAGE_CM
        sheet.work.add_chart(chart, f"A{at}")
        rows = ceil(chart.height / _ROW_CM) + 2
        room -= rows * _ROW_CM
        at += rows
    return max(layout.end, at - 1)


def _comparisons(sheet: Sheet, layout: Layout) -> Iterator[BarChart]:
    """Our rate and the inspection's, side by side, for each criterion that has a figure."""
    first = layout.baselines_at + 2
    for start, end in _pages(first, first + len(layout.baselined) - 1, _PAIR_CM):
        chart = _bars(COMPARISON, _FRAME_CM + _PAIR_CM * (end - start + 1))
        for column, name, colour in (
            (_OUR_RATE, "Our rate", styles.NAVY),
            (_THEIR_RATE, "The inspection's rate", styles.BASELINE_COLOUR),
        ):
            chart.add_data(Reference(sheet.work, min_col=column, min_row=start, max_row=end))
            _dress(chart.series[-1], name, colour)
            _label(chart.series[-1], "0.0%")
        chart.set_categories(Reference(sheet.work, min_col=_CRITERION_COLUMN, min_row=start, max_row=end))
        chart.grouping, chart.gapWidth = "clustered", 60
        chart.y_axis.number_format, chart.y_axis.scaling.min, chart.y_axis.scaling.max = "0%", 0, 1
        yield chart


def _outcomes(sheet: Sheet, layout: Layout, cases: int) -> Iterator[BarChart]:
    """Cases by outcome for each criterion of an area, stacked."""
    for block in layout.blocks:
        for start, end in _pages(block.first, block.last, _BAR_CM):
            chart = _bars(f"{block.title}: cases by outcome", _FRAME_CM + _BAR_CM * (end - start + 1))
            for column, outcome in _OUTCOMES:
                chart.add_data(Reference(sheet.work, min_col=column, min_row=start, max_row=end))
                _dress(chart.series[-1], words.OUTCOMES[outcome], styles.FILLS[outcome])
            chart.set_categories(Reference(sheet.work, min_col=_CRITERION_COLUMN, min_row=start, max_row=end))
            chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 45
            chart.y_axis.number_format, chart.y_axis.scaling.min, chart.y_axis.scaling.max = "0", 0, max(1, cases)
            yield chart


def _pages(first: int, last: int, bar_cm: float) -> Iterator[tuple[int, int]]:
    """Rows `first` to `last` in parts that each fit a page, of nearly the same size."""
    count = last - first + 1
    if count < 1:
        return
    parts = ceil(count * bar_cm / (_PAGE_CM - _FRAME_CM))
    size = ceil(count / parts)
    for start in range(first, last + 1, size):
        yield start, min(start + size - 1, last)


def _bars(title: str, height: float) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.style = "bar", title, 10
    chart.width = WIDTH_CM  # type: ignore[assignment]  # centimetres; the stub wants whole ones
    chart.height = height
    chart.legend.position = "b"
    # First criterion on top, the scale below it; without `delete = False` newer Excel draws no axes.
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.visible_cells_only = False
    lines = LineProperties(solidFill=styles.LINE)
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=lines))
    return chart


def _dress(series: Series, name: str, colour: str) -> None:
    series.tx = SeriesLabel(v=name)
    series.graphicalProperties.solidFill = colour
    series.graphicalProperties.line.solidFill = styles.GREY


def _label(series: Series, number_format: str) -> None:
    series.dLbls = DataLabelList(
        numFmt=number_format, showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
