"""The middle of the month's report: areas, every criterion, the inspection's figures, last month's, kinds of case."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.figures import NOTHING, interval_text, percent
from caseaudit.reporting.month_blocks import Heading, Paragraph, Table
from caseaudit.reporting.month_chart import area_chart
from caseaudit.reporting.month_rates import by_stratum
from caseaudit.reporting.month_suppressed import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.reporting.month import Figures, Month
    from caseaudit.reporting.month_blocks import Block, Tone
    from caseaudit.reporting.month_compared import Compared

ACROSS = 6
"""Kinds of case that stand side by side in a table."""
_WIDTHS = (24, 6, 7, 6, 8, 8, 13, 12, 16)


def areas(month: Month) -> Iterator[Block]:
    """Each area's score, with the grade that the rubric's thresholds would give."""
    yield Heading("Areas", new_page=True)
    yield Paragraph(
        "Grades are indicative: what the rubric's thresholds give for a score, not an inspector's judgement."
    )
    hidden = {one.row.summary.area for one in month.figures if one.withheld}
    titles = {one.row.summary.criterion: one.row.summary.title for one in month.figures}
    rows, summary = [], month.results.summary
    for area in summary.areas:
        kept_back = area.area in hidden
        score = WITHHELD if kept_back else percent(area.score)
        grade = NOTHING if kept_back or not area.indicative_grade else words.humanise(area.indicative_grade)
        held = "" if kept_back else ", ".join(titles.get(one, one) for one in area.capped_by)
        rows.append((area.title or words.humanise(area.area), score, grade, held))
    if month.rulings.every and any(one.score is not None and not one.indicative_grade for one in summary.areas):
        yield Paragraph("A grade is left open where decisions have changed the figures that it rests on.", "muted")
    yield Table(("Area", "Score", "Indicative grade", "Held down by"), tuple(rows), (34, 10, 22, 34), frozenset({1}))


def criteria(month: Month) -> Iterator[Block]:
    """Every criterion by area: a picture of the rates, and the counts behind them."""
    yield Heading("Every criterion")
    yield Paragraph(
        "Figures count cases, one outcome a case and criterion: the worst of its children or persons. The rate is of "
        "those assessed, that is met, partly met or not met; the last line of a rate says what it counts. Decided: "
        "case outcomes for which people decided every finding, beside those that are still proposals. "
        f"{NOTHING} stands where nothing was assessed.",
        "muted",
    )
    if not month.drawn.has_rates:
        yield Paragraph(
            "These cases were not drawn so that a rate over all of them would mean anything: counts are shown, no "
            "rate and no interval.",
            "band",
        )
    ordered = sorted(month.figures, key=lambda one: _place(month, one))
    for _, group in groupby(ordered, key=lambda one: one.row.summary.area):
        members = list(group)
        yield Heading(members[0].row.area, 3)
        chart = area_chart(members[0].row.area, members)
        if chart:
            yield chart
        yield _area_table(members)


def _place(month: Month, one: Figures) -> int:
    order = [area.area for area in month.results.summary.areas]
    return order.index(one.row.summary.area) if one.row.summary.area in order else len(order)


def _area_table(members: Sequence[Figures]) -> Table:
    level = next((one.estimate.interval.level for one in members if one.estimate and one.estimate.interval), 0.95)
    heads = (
        "Criterion", "Met", "Partly met", "Not met", "Not applic.", "Cannot assess", "Rate", f"{level:.0%} interval",
        "Decided / proposed",
    )  # fmt: skip
    return Table(heads, tuple(map(_row, members)), _WIDTHS, frozenset(range(1, 6)))


def _row(one: Figures) -> tuple[str, ...]:
    summary, now = one.row.summary, one.estimate
    counts = [WITHHELD if count is None else f"{count:,}" for count in one.counts]
    rate = WITHHELD if now is None else NOTHING
    if now is not None and now.of:
        said = f"{now.count:,} of {now.of:,}"
        rate = said if now.rate is None else f"{said} ({percent(now.rate)})"
        rate += f"\n{one.row.counted.lower()}"
    interval = interval_text(now.interval if now else None)
    total = all(count is None for count in one.counts)
    decided = WITHHELD if total else f"{summary.confirmed:,} / {summary.proposed:,}"
    faults = f"\n{summary.faults:,} failed" if summary.faults else ""
    return (summary.title, *counts, rate, interval, decided + faults)


def inspection(month: Month) -> Iterator[Block]:
    """Our figures beside the inspection's own, in words."""
    compared = [(one, one.inspection) for one in month.figures if one.row.summary.baseline]
    if not compared:
        return
    yield Heading("Beside the inspection", new_page=True)
    yield Paragraph(
        "Among the kinds of case that the inspection's figure is about. A difference is called one where its interval "
        "leaves no difference out (Newcombe's method) and an exact test agrees (Fisher's, mid-p at most 0.05). The "
        "inspection chose its files by kind of case.",
        "muted",
    )
    yield _compared_table("The inspection", compared)


def since(month: Month) -> Iterator[Block]:
    """What changed since last month, clear changes first."""
    if month.last is None:
        return
    yield Heading("Since last month")
    compared = [(one, one.last) for one in month.figures if one.last]
    compared.sort(key=lambda pair: pair[1] is None or pair[1].verdict == "same")
    yield Paragraph(
        "Figures count what falls short, so a rise is for the worse. With many criteria one in twenty comparisons "
        "differs by chance alone.",
        "muted",
    )
    if not month.drawn.has_rates or month.drawn.kind == "weighted":
        yield Paragraph("The cases of each month are compared as they were read, without weights.", "muted")
    yield _compared_table("Last month", compared)


def _compared_table(what: str, compared: Sequence[tuple[Figures, Compared | None]]) -> Table:
    rows, tones = [], dict[int, "Tone"]()
    for at, (one, told) in enumerate(compared):
        title = one.row.summary.title
        if what == "The inspection" and one.row.among:
            title += f"\n({one.row.among.lower()})"
        if told is None:
            nothing = "Withheld." if one.withheld else "Nothing to compare."
            rows.append((title, WITHHELD if one.withheld else NOTHING, _published(one, what), nothing))
            tones[at] = "muted"
            continue
        rows.append((title, told.here, told.there, told.told))
        if told.verdict != "same":
            tones[at] = "alert" if told.verdict == "worse" else "good"
    return Table(("Criterion", "This audit", what, "In words"), tuple(rows), (32, 15, 15, 38), tones=tones)


def _published(one: Figures, what: str) -> str:
    return one.row.baseline if what == "The inspection" else NOTHING


def strata(month: Month) -> Iterator[Block]:
    """Each kind of case by itself, where the draw was by kind of case."""
    if month.drawn.strata is None or not month.inside:
        return
    kinds = [kind for kind, (_, read) in month.drawn.strata.items() if read]
    named = {kind.value: text for kind, text in words.CASE_TYPES.items()}
    yield Heading("Kind of case by kind of case")
    yield Paragraph("How many of those assessed fell short, in the sense of each criterion's rate.", "muted")
    for start in range(0, len(kinds), ACROSS):
        some = kinds[start : start + ACROSS]
        rows = []
        for one in month.figures:
            told = by_stratum(one.row, some, month.counted)
            if any(of for _, of in told.values()):
                cells = (f"{count:,} of {of:,}" if of else NOTHING for count, of in told.values())
                rows.append((one.row.summary.title, *cells))
        width = 64 // len(some)
        heads = ("Criterion", *(named.get(kind, kind) for kind in some))
        yield Table(heads, tuple(rows), (100 - width * len(some), *[width] * len(some)))
