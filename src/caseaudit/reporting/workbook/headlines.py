"""The headline figures under the Summary's title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting.figures import NOTHING
from caseaudit.reporting.workbook import styles
from caseaudit.reporting.workbook.sheet import Cell, Formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.reporting.workbook.plan import Plan

FIRST = 4
"""The row of the first."""
_UNKNOWN = '=SUMPRODUCT((TRIM(finding_choices)<>"")*(finding_decisions=0))'

Headline = tuple[Cell, Cell | Formula]


def headlines(plan: Plan) -> tuple[Headline, ...]:
    """A label and a figure each; those about exceptions only where there are any."""
    return (*_counts(plan), *_decisions(plan), *_exceptions(plan))


def _counts(plan: Plan) -> Iterator[Headline]:
    summary = plan.results.summary
    for label, count in (
        ("Cases audited", summary.cases),
        ("Cases where a child may be unsafe now", summary.escalations),
        ("Records set aside, not audited", len(plan.results.set_aside)),
        ("Faults: checks that failed", summary.faults),
    ):
        yield _label(label), Cell(count, styles.NUMBER)
    score = NOTHING if summary.score is None else summary.score
    yield _label("Score over everything assessed, as audited"), Cell(score, styles.SHARE)


def _decisions(plan: Plan) -> Iterator[Headline]:
    """Those that are not on the Findings sheet count too: nobody can change them there."""
    shown = plan.totals.decided_shown
    others = plan.totals.decided - shown
    decided = f"={f'{others}+' if others else ''}SUMPRODUCT(--(finding_decisions>0))"
    yield _label("Findings that a person has decided"), Formula(decided, others + shown)
    yield _label("Decisions not understood (shown red in Findings)"), Formula(_UNKNOWN, 0)


def _exceptions(plan: Plan) -> Iterator[Headline]:
    used = plan.results.run.exceptions
    if plan.accepts:
        label = _label("Findings accepted by an exception, counted as they are")
        yield label, Cell(plan.results.summary.accepted, styles.NUMBER)
    if used and used.expired:
        yield Cell("EXPIRED EXCEPTIONS: see ReadMe", styles.ALERT), Cell(len(used.expired), styles.NUMBER)


def _label(text: str) -> Cell:
    return Cell(text, styles.LABEL)
