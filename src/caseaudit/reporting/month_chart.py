"""The figures of an area as a picture: our rate with its interval, the inspection's and last month's beside it.

Made by hand as SVG, so that it prints sharply and needs nothing but itself. Shapes tell the figures apart as well as
colours do.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from caseaudit.reporting.figures import percent
from caseaudit.reporting.month_blocks import Chart
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.reporting.month import Figures

WIDTH, ROW, HEAD, FOOT = 690, 24, 30, 22
_LEFT, _RIGHT = 285, 605
_LABEL = 50
"""Characters of a criterion's title that find room."""
_NAVY, _ORANGE, _GREY, _LINE, _BAND = "#1f3864", "#c55a11", "#6b6b6b", "#c9ced6", "#f3f5f8"
_FONT = "font-family='Arial, Helvetica, Liberation Sans, sans-serif'"


def area_chart(title: str, figures: Sequence[Figures]) -> Chart | None:
    """Draw the criteria that have a rate; None where none has."""
    shown = [one for one in figures if one.estimate and one.estimate.rate is not None]
    if not shown:
        return None
    height = HEAD + ROW * len(shown) + FOOT
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' viewBox='0 0 {WIDTH} {height}'>",
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
        *_legend(shown),
        *_bands(len(shown)),
        *_axis(len(shown)),
        *(piece for at, one in enumerate(shown) for piece in _criterion(one, HEAD + ROW * at + ROW / 2)),
        "</svg>",
    ]
    return Chart("".join(parts), f"{one_line(title)}. " + " ".join(map(_words, shown)), WIDTH, height)


def _x(share: float) -> str:
    return f"{_LEFT + (_RIGHT - _LEFT) * share:.1f}"


def _text(x: str, y: float, text: str, *, anchor: str = "start", colour: str = "#222222", size: int = 11) -> str:
    where = f"x='{x}' y='{y:.1f}' text-anchor='{anchor}' font-size='{size}' fill='{colour}'"
    return f"<text {where} {_FONT}>{escape(text, quote=True)}</text>"


def _legend(shown: Sequence[Figures]) -> Iterator[str]:
    yield _dot("10", 14)
    yield _text("20", 18, "This audit: share that fell short, with its interval")
    at = 320
    if any(_inspection(one) is not None for one in shown):
        yield _diamond(f"{at}", 14)
        yield _text(f"{at + 10}", 18, "The inspection")
        at += 125
    if any(one.last_rate is not None for one in shown):
        yield _ring(f"{at}", 14)
        yield _text(f"{at + 10}", 18, "Last month")


def _bands(rows: int) -> Iterator[str]:
    for at in range(0, rows, 2):
        yield f"<rect x='0' y='{HEAD + ROW * at}' width='{WIDTH}' height='{ROW}' fill='{_BAND}'/>"


def _axis(rows: int) -> Iterator[str]:
    bottom = HEAD + ROW * rows
    for tenths in (0, 25, 50, 75, 100):
        x = _x(tenths / 100)
        yield f"<line x1='{x}' y1='{HEAD}' x2='{x}' y2='{bottom}' stroke='{_LINE}' stroke-width='1'/>"
        yield _text(x, bottom + 14, f"{tenths}%", anchor="middle", colour=_GREY, size=10)


def _criterion(one: Figures, y: float) -> Iterator[str]:
    now, row = one.estimate, one.row
    if now is None or now.rate is None:
        return
    yield _text("4", y + 4, shorten(one_line(row.summary.title), _LABEL))
    theirs = _inspection(one)
    if theirs is not None:
        yield _diamond(_x(theirs), y)
    if one.last_rate is not None:
        yield _ring(_x(one.last_rate), y)
    if now.interval:
        ends = f"x1='{_x(now.interval.low)}' y1='{y:.1f}' x2='{_x(now.interval.high)}' y2='{y:.1f}'"
        yield f"<line {ends} stroke='{_NAVY}' stroke-width='2'/>"
    yield _dot(_x(now.rate), y)
    yield _text(f"{WIDTH - 4}", y + 4, f"{now.count:,} of {now.of:,}", anchor="end")


def _dot(x: str, y: float) -> str:
    return f"<circle cx='{x}' cy='{y:.1f}' r='4.5' fill='{_NAVY}'/>"


def _ring(x: str, y: float) -> str:
    return f"<circle cx='{x}' cy='{y:.1f}' r='4.5' fill='#ffffff' stroke='{_GREY}' stroke-width='1.8'/>"


def _diamond(x: str, y: float) -> str:
    at = float(x)
    points = f"{at:.1f},{y - 6:.1f} {at + 6:.1f},{y:.1f} {at:.1f},{y + 6:.1f} {at - 6:.1f},{y:.1f}"
    return f"<polygon points='{points}' fill='{_ORANGE}'/>"


def _inspection(one: Figures) -> float | None:
    """The inspection's rate, where it is about the same kinds of case as ours; the tables compare like with like."""
    figure = one.row.summary.baseline
    if figure is None or one.inspection is None or not figure.of:
        return None
    alike = one.row.compared[:2] == (one.row.count, one.row.summary.assessed)
    return figure.count / figure.of if alike else None


def _words(one: Figures) -> str:
    now, figure = one.estimate, _inspection(one)
    assert now is not None
    theirs = f", the inspection {percent(figure)}" if figure is not None else ""
    before = f", last month {percent(one.last_rate)}" if one.last_rate is not None else ""
    return f"{one_line(one.row.summary.title)}: {percent(now.rate)}{theirs}{before}."
