"""Where each table of the Summary stands: formulas above refer to rows below, so places come first."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, groupby
from typing import TYPE_CHECKING

from caseaudit.domain.audit import AreaSummary
from caseaudit.reporting import words
from caseaudit.reporting.workbook.headlines import FIRST, headlines

if TYPE_CHECKING:
    from caseaudit.reporting.rows import CriterionRow
    from caseaudit.reporting.workbook.plan import Plan


@dataclass(frozen=True, slots=True)
class AreaBlock:
    """One area: its summary, and the rows of its criteria, which stand together under a band with its name."""

    area: AreaSummary
    number: int
    """From 1, in the order of the Summary."""
    title: str
    band: int
    criteria: tuple[CriterionRow, ...]

    @property
    def first(self) -> int:
        """Row of its first criterion."""
        return self.band + 1

    @property
    def last(self) -> int:
        """Row of its last criterion."""
        return self.band + len(self.criteria)


@dataclass(frozen=True, slots=True)
class Layout:
    """Row numbers of the Summary."""

    areas_at: int
    """Section title of the areas; its header follows, then the rows."""
    baselines_at: int
    criteria_at: int
    blocks: tuple[AreaBlock, ...]
    end: int
    """First free row below the tables."""
    criterion_rows: dict[str, int]
    """Criterion id to its row."""
    numbers: dict[str, int]
    """Criterion id to the number that `Working` counts it by, from 1."""

    @property
    def baselined(self) -> tuple[CriterionRow, ...]:
        """Criteria that have a figure of the inspection's beside them."""
        return tuple(row for block in self.blocks for row in block.criteria if row.summary.baseline)

    @property
    def first(self) -> int:
        """First row that holds a criterion or a band."""
        return self.criteria_at + 2

    @property
    def last(self) -> int:
        """Last such row."""
        return max(self.first, self.end - 1)


def make_layout(plan: Plan) -> Layout:
    """Place the tables: headlines, areas, the inspection's figures, criteria by area."""
    grouped = _by_area(plan)
    areas_at = FIRST + len(headlines(plan)) + 1
    baselines_at = areas_at + 2 + max(1, len(grouped)) + 1
    compared = sum(row.summary.baseline is not None for row in plan.criteria)
    criteria_at = baselines_at + 2 + max(1, compared) + 1
    blocks: list[AreaBlock] = []
    places: dict[str, int] = {}
    at = criteria_at + 2
    for number, (area, title, rows) in enumerate(grouped, 1):
        blocks.append(AreaBlock(area, number, title, at, rows))
        places.update(zip((row.summary.criterion for row in rows), count(at + 1), strict=False))
        at += 1 + len(rows)
    return Layout(
        areas_at=areas_at,
        baselines_at=baselines_at,
        criteria_at=criteria_at,
        blocks=tuple(blocks),
        end=max(at, criteria_at + 3),
        criterion_rows=places,
        numbers={row.summary.criterion: number for number, row in enumerate(plan.criteria, 1)},
    )


def _by_area(plan: Plan) -> list[tuple[AreaSummary, str, tuple[CriterionRow, ...]]]:
    """Areas in the record's order, each with its criteria; an area that the record lacks a summary of comes last."""
    summaries = {area.area: area for area in plan.results.summary.areas}
    order = {name: at for at, name in enumerate(summaries)}
    ordered = sorted(plan.criteria, key=lambda row: (order.get(row.summary.area, len(order)), row.summary.area))
    grouped = []
    for name, rows in groupby(ordered, key=lambda row: row.summary.area):
        area = summaries.get(name) or AreaSummary(name, None, None)
        grouped.append((area, area.title or words.humanise(name), tuple(rows)))
    return grouped
