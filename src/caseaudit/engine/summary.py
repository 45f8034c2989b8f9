"""A batch in counts, accumulated case by case so that memory does not grow with the number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import fsum

from caseaudit.domain.audit import (
    AreaSummary,
    Baseline,
    CaseAudit,
    CriterionSummary,
    Summary,
)
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.case_counts import CaseCount, CaseOutcome, case_outcome, count_of
from caseaudit.engine.grading import capped, indicative_grade
from caseaudit.engine.runner import SCORES
from caseaudit.engine.statistics import overlap, rate, wilson
from caseaudit.rubric.model import Criterion, Judgement

__all__ = ["Accumulator", "CaseCount", "case_outcome", "count_of"]


@dataclass(slots=True)
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)
    confirmed: int = 0
    among: Counter[str] = field(default_factory=Counter)
    """Outcomes of the cases that the baseline's figure is about."""
    accepted: Counter[str] = field(default_factory=Counter)
    """Outcomes of the cases in which exceptions accept every finding that makes them so."""


@dataclass(slots=True)
class Accumulator:
    """Takes case audits, or the counts of them, one by one and gives the summary of all, in whatever order they come.

    It holds whole numbers only and weighs them at the end, so that the order leaves no trace in the last decimal.
    """

    judgement: Judgement
    cases: int = 0
    escalations: int = 0
    faults: int = 0
    accepted: int = 0
    _seen: dict[str, Counter[CaseOutcome]] = field(default_factory=dict)
    """Case type -> how many cases came to each outcome of each criterion."""
    _beyond: dict[str, list[int]] = field(default_factory=dict)
    """Criterion -> findings met, partly met and not met beyond each case's one outcome."""
    _faults: Counter[str] = field(default_factory=Counter)

    def add(self, case: CaseAudit) -> None:
        """Count one case."""
        self.add_count(count_of(case))

    def add_count(self, count: CaseCount) -> None:
        """Add the counts of one case."""
        self.cases += 1
        self.escalations += count.escalated
        self.accepted += count.accepted
        self._seen.setdefault(count.case_type, Counter()).update(count.outcomes)
        for name, *more in count.beyond:
            before = self._beyond.get(name, (0, 0, 0))
            self._beyond[name] = [a + b for a, b in zip(before, more, strict=True)]
        for name, failed in count.faults:
            self._faults[name] += failed
            self.faults += failed

    def summary(self) -> Summary:
        """Return the counts so far."""
        tallies = self._tallies()
        criteria = tuple(self._criterion(criterion, tallies[criterion.id]) for criterion in self.judgement.criteria)
        return Summary(
            cases=self.cases,
            escalations=self.escalations,
            faults=self.faults,
            criteria=criteria,
            areas=self._areas(criteria),
            score=_score((one.weight, *self._findings(one)) for one in criteria),
            accepted=self.accepted,
        )

    def _tallies(self) -> dict[str, _Tally]:
        """Sort what was seen by criterion. Raises KeyError for a criterion that the judgement lacks."""
        tallies = {criterion.id: _Tally() for criterion in self.judgement.criteria}
        figures = {criterion.id: criterion.baseline for criterion in self.judgement.criteria}
        for case_type, seen in self._seen.items():
            for (name, outcome, confirmed, accepted), cases in seen.items():
                tally, figure = tallies[name], figures[name]
                tally.outcomes[outcome] += cases
                if figure is None or not figure.among or case_type in figure.among:
                    tally.among[outcome] += cases
                tally.confirmed += cases * confirmed
                tally.accepted[outcome] += cases * accepted
        return tallies

    def _findings(self, one: CriterionSummary) -> tuple[int, int, int]:
        """Give the findings met, partly met and not met: one a case, and those beyond."""
        met, partly, not_met = self._beyond.get(one.criterion, (0, 0, 0))
        return one.met + met, one.partly_met + partly, one.not_met + not_met

    def _criterion(self, criterion: Criterion, tally: _Tally) -> CriterionSummary:
        met, partly, not_met = (tally.outcomes[o] for o in (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET))
        assessed = met + partly + not_met
        counts_short = criterion.baseline is not None and criterion.baseline.counts == "short"
        counted = partly + not_met if counts_short else not_met
        interval = wilson(counted, assessed) if assessed else None
        total = sum(tally.outcomes.values())
        return CriterionSummary(
            criterion=criterion.id,
            title=criterion.title,
            area=criterion.area,
            refs=criterion.refs,
            met=met,
            partly_met=partly,
            not_met=not_met,
            not_applicable=tally.outcomes[Outcome.NOT_APPLICABLE],
            cannot_assess=tally.outcomes[Outcome.CANNOT_ASSESS],
            assessed=assessed,
            not_met_rate=rate(not_met, assessed),
            short_rate=rate(partly + not_met, assessed),
            interval=interval,
            proposed=total - tally.confirmed,
            confirmed=tally.confirmed,
            baseline=_baseline(criterion, tally.among),
            faults=self._faults[criterion.id],
            text=criterion.text,
            severity=criterion.severity,
            weight=criterion.weight,
            escalate=criterion.escalate,
            remedy=criterion.remedy,
            source=f"{criterion.source.document}, {criterion.source.place} (checked {criterion.source.checked})",
            mode=criterion.mode,
            accepted_not_met=tally.accepted[Outcome.NOT_MET],
            accepted_partly_met=tally.accepted[Outcome.PARTLY_MET],
        )

    def _areas(self, criteria: tuple[CriterionSummary, ...]) -> tuple[AreaSummary, ...]:
        rates = {criterion.criterion: criterion.not_met_rate for criterion in criteria}
        used = {criterion.area for criterion in criteria}
        grades = self.judgement.rubrics[0].grades
        areas: list[AreaSummary] = []
        for area in self.judgement.areas:
            if area.id not in used:
                continue
            members = [one for one in criteria if one.area == area.id]
            score = _score((one.weight, one.met, one.partly_met, one.not_met) for one in members)
            assessed = sum(one.assessed for one in members)
            summary = AreaSummary(area.id, score, None, area.title, assessed)
            if score is not None:
                grade, held = capped(indicative_grade(score, grades), area, rates)
                summary = replace(summary, indicative_grade=grade, capped_by=held)
            areas.append(summary)
        return tuple(areas)


def _score(counts: Iterable[tuple[float, int, int, int]]) -> float | None:
    """Give the weighted share over (weight, met, partly met, not met); None when nothing was assessed."""
    found = list(counts)
    of = fsum(weight * (met + partly + not_met) for weight, met, partly, not_met in found)
    earned = fsum(
        weight * (met * SCORES[Outcome.MET] + partly * SCORES[Outcome.PARTLY_MET]) for weight, met, partly, _ in found
    )
    return round(earned / of, 6) if of else None


def _baseline(criterion: Criterion, among: Counter[str]) -> Baseline | None:
    """Put the published figure beside ours, counted among the same case types."""
    figure = criterion.baseline
    if figure is None:
        return None
    short = among[Outcome.PARTLY_MET] + among[Outcome.NOT_MET]
    count = short if figure.counts == "short" else among[Outcome.NOT_MET]
    of = short + among[Outcome.MET]
    theirs, ours = wilson(figure.count, figure.of), wilson(count, of) if of else None
    return Baseline(
        figure.count,
        figure.of,
        figure.counts,
        figure.source,
        theirs,
        overlap(ours, theirs) if ours else None,
        figure.among,
        count,
        of,
        ours,
    )
