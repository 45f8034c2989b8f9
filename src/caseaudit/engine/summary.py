"""A batch in counts, accumulated case by case so that memory does not grow with the number of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from caseaudit.domain.audit import (
    AreaSummary,
    Baseline,
    CaseAudit,
    CriterionSummary,
    Finding,
    Summary,
)
from caseaudit.domain.vocabulary import WORST_FIRST, CaseType, Outcome
from caseaudit.engine.grading import capped, indicative_grade
from caseaudit.engine.runner import SCORES
from caseaudit.engine.statistics import overlap, rate, wilson
from caseaudit.rubric.model import Criterion, Judgement

_RANK = {outcome: rank for rank, outcome in enumerate(WORST_FIRST)}


def case_outcome(findings: Iterable[Finding]) -> Outcome | None:
    """Return the worst outcome of a criterion's subjects in one case; None when every check of it failed."""
    outcomes = [finding.outcome for finding in findings if finding.outcome is not None]
    return min(outcomes, key=_RANK.__getitem__) if outcomes else None


@dataclass(slots=True)
class _Tally:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    confirmed: int = 0
    faults: int = 0
    among: Counter[Outcome] = field(default_factory=Counter)
    """Outcomes of the cases that the baseline's figure is about."""


@dataclass(slots=True)
class Accumulator:
    """Takes case audits one by one and gives the summary of all of them."""

    judgement: Judgement
    cases: int = 0
    escalations: int = 0
    faults: int = 0
    _tallies: dict[str, _Tally] = field(default_factory=dict)
    _earned: dict[str | None, list[float]] = field(default_factory=dict)
    """Area (None: all) -> [weight earned, weight assessed]. An area pools case outcomes, the whole pools findings."""
    _weights: dict[str, tuple[str, float]] = field(default_factory=dict)
    _among: dict[str, frozenset[CaseType]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for criterion in self.judgement.criteria:
            self._tallies[criterion.id] = _Tally()
            self._weights[criterion.id] = (criterion.area, criterion.weight)
            among = criterion.baseline.among if criterion.baseline else ()
            self._among[criterion.id] = frozenset(among or CaseType)

    def add(self, case: CaseAudit) -> None:
        """Count one case."""
        self.cases += 1
        self.escalations += case.escalated
        by_criterion: dict[str, list[Finding]] = {}
        for finding in case.findings:
            by_criterion.setdefault(finding.criterion, []).append(finding)
            if finding.outcome in SCORES:
                self._earn(None, self._weights[finding.criterion][1], finding.outcome)
        for name, findings in by_criterion.items():
            self._count(name, findings, case.case_type)

    def _count(self, name: str, findings: list[Finding], case_type: CaseType) -> None:
        tally = self._tallies[name]
        failed = sum(finding.fault is not None for finding in findings)
        tally.faults += failed
        self.faults += failed
        outcome = case_outcome(findings)
        if outcome is None:
            return
        tally.outcomes[outcome] += 1
        if case_type in self._among[name]:
            tally.among[outcome] += 1
        tally.confirmed += all(finding.decided_by == "person" for finding in findings)
        if outcome in SCORES:
            area, weight = self._weights[name]
            self._earn(area, weight, outcome)

    def _earn(self, pool: str | None, weight: float, outcome: Outcome) -> None:
        earned = self._earned.setdefault(pool, [0.0, 0.0])
        earned[0] += weight * SCORES[outcome]
        earned[1] += weight

    def _score(self, pool: str | None) -> float | None:
        earned = self._earned.get(pool)
        return round(earned[0] / earned[1], 6) if earned and earned[1] else None

    def summary(self) -> Summary:
        """Return the counts so far."""
        criteria = tuple(self._criterion(criterion) for criterion in self.judgement.criteria)
        return Summary(
            cases=self.cases,
            escalations=self.escalations,
            faults=self.faults,
            criteria=criteria,
            areas=self._areas(criteria),
            score=self._score(None),
        )

    def _criterion(self, criterion: Criterion) -> CriterionSummary:
        tally = self._tallies[criterion.id]
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
            faults=tally.faults,
            text=criterion.text,
            severity=criterion.severity,
            weight=criterion.weight,
            escalate=criterion.escalate,
            remedy=criterion.remedy,
            source=f"{criterion.source.document}, {criterion.source.place} (checked {criterion.source.checked})",
            mode=criterion.mode,
        )

    def _areas(self, criteria: tuple[CriterionSummary, ...]) -> tuple[AreaSummary, ...]:
        rates = {criterion.criterion: criterion.not_met_rate for criterion in criteria}
        used = {criterion.area for criterion in criteria}
        grades = self.judgement.rubrics[0].grades
        areas: list[AreaSummary] = []
        for area in self.judgement.areas:
            if area.id not in used:
                continue
            score = self._score(area.id)
            assessed = sum(c.assessed for c in criteria if c.area == area.id)
            summary = AreaSummary(area.id, score, None, area.title, assessed)
            if score is not None:
                grade, held = capped(indicative_grade(score, grades), area, rates)
                summary = replace(summary, indicative_grade=grade, capped_by=held)
            areas.append(summary)
        return tuple(areas)


def _baseline(criterion: Criterion, among: Counter[Outcome]) -> Baseline | None:
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
