"""Scores into indicative grades: thresholds and limiting criteria are the rubric's."""

from __future__ import annotations

from collections.abc import Mapping

from caseaudit.rubric.model import GRADES, Area, Grade, Grades


def indicative_grade(score: float, grades: Grades) -> Grade:
    """Return the grade whose threshold the score reaches."""
    if score >= grades.outstanding:
        return "outstanding"
    if score >= grades.good:
        return "good"
    if score >= grades.adequate:
        return "adequate"
    return "requires_improvement" if score >= grades.requires_improvement else "inadequate"


def capped(grade: Grade, area: Area, rates: Mapping[str, float | None]) -> tuple[Grade, tuple[str, ...]]:
    """Hold the grade down where a limiting criterion is not met too often; return it with the criteria that did."""
    reached = [
        cap
        for cap in area.caps
        if (rate := rates.get(cap.criterion)) is not None
        and rate > cap.not_met_rate_above
        and GRADES.index(cap.cap) > GRADES.index(grade)
    ]
    if not reached:
        return grade, ()
    worst = max(reached, key=lambda cap: GRADES.index(cap.cap)).cap
    return worst, tuple(cap.criterion for cap in reached)
