"""What stands in for a rubric when stored results are counted again, years later, without it.

It counts and cannot judge. Results do not hold the thresholds of the grades, so that a grade that may have changed is
left open.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from caseaudit.domain.audit import AreaSummary, CriterionSummary, Results, Summary
from caseaudit.rubric.model import Area, BaselineFigure, Criterion, Grades, Source

_SOURCE = Source.model_construct(document="", place="", checked="")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The part of a rubric that grades."""

    grades: Grades = field(default_factory=Grades)


@dataclass(frozen=True, slots=True)
class StandIn:
    """The part of a judgement that `engine.summary` counts by."""

    criteria: tuple[Criterion, ...]
    areas: tuple[Area, ...]
    rubrics: tuple[Thresholds, ...] = (Thresholds(),)


def standing_in(results: Results) -> StandIn:
    """Put it together from the summary of the results."""
    summary = results.summary
    return StandIn(
        tuple(_criterion(criterion) for criterion in summary.criteria),
        tuple(Area.model_construct(id=area.area, title=area.title, caps=()) for area in summary.areas),
    )


def as_told(counted: Summary, before: Summary) -> Summary:
    """Put back into a count what the stand-in cannot know: the sources, and the grades that still hold."""
    sources = {criterion.criterion: criterion.source for criterion in before.criteria}
    criteria = tuple(replace(criterion, source=sources[criterion.criterion]) for criterion in counted.criteria)
    same = _rates(before.criteria) == _rates(criteria)
    old = {area.area: area for area in before.areas}
    areas = tuple(_graded(area, old[area.area], same=same) for area in counted.areas)
    return replace(counted, criteria=criteria, areas=areas)


def _criterion(told: CriterionSummary) -> Criterion:
    figure = told.baseline
    baseline = None
    if figure is not None:
        baseline = BaselineFigure.model_construct(
            count=figure.count, of=figure.of, counts=figure.counts, source=figure.source, among=figure.among
        )
    return Criterion.model_construct(  # type: ignore[call-arg]  # it has no test and no examples: it only counts
        id=told.criterion,
        refs=told.refs,
        area=told.area,
        title=told.title,
        text=told.text,
        mode=told.mode,
        severity=told.severity,
        weight=told.weight,
        escalate=told.escalate,
        remedy=told.remedy,
        source=_SOURCE,
        baseline=baseline,
    )


def _graded(area: AreaSummary, old: AreaSummary, *, same: bool) -> AreaSummary:
    """Any criterion's rate may cap an area's grade, so all of them must be what they were."""
    if same and area.score == old.score:
        return replace(area, indicative_grade=old.indicative_grade, capped_by=old.capped_by)
    return replace(area, indicative_grade=None, capped_by=())


def _rates(criteria: tuple[CriterionSummary, ...]) -> dict[str, float | None]:
    return {criterion.criterion: criterion.not_met_rate for criterion in criteria}
