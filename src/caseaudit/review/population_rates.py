"""How often a criterion would fall short were every case read: the machine's answers on all, people's on a random part.

Where a draw says which cases were read, cases are counted, as in the results' summary: one outcome a case and
criterion, the worst of its subjects. Without one, findings are counted, for these are what `review export` draws: each
child or person counts. Of a criterion that is judged once a case the two are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

from caseaudit.domain.audit import CriterionSummary, Finding, Interval, Results
from caseaudit.domain.vocabulary import WORST_FIRST, Outcome
from caseaudit.engine.populations import CENSUS, Rate, Stratum, two_phase
from caseaudit.engine.statistics import DECIMALS
from caseaudit.review.decisions import Decision, machine_outcome
from caseaudit.review.trust import SHORT, Settled, settled

Unit = Literal["cases", "findings"]

_ASSESSED = SHORT | {Outcome.MET}
_RANK = {outcome: rank for rank, outcome in enumerate(WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Sort:
    """The cases, or findings, of one answer of the machine, and what people made of those they read."""

    machine: Outcome
    frame: int
    read: int
    assessed: int
    """Of those read, met, partly met or not met by people."""
    count: int
    """Of these, what the rate counts."""


@dataclass(frozen=True, slots=True)
class PopulationRate:
    """One criterion's rate in all that was audited, among what people would find assessable."""

    criterion: str
    title: str
    unit: Unit
    counts: str
    """`not_met`, or `short` where the inspection's figure counts partly met with it."""
    machine: float | None
    """The rate by the machine's answers alone."""
    sorts: tuple[Sort, ...]
    rate: Rate

    @property
    def read(self) -> int:
        """What people have settled; of a case, every subject."""
        return sum(one.read for one in self.sorts)

    @property
    def frame(self) -> int:
        """What the rate speaks of."""
        return sum(one.frame for one in self.sorts)


def population_rates(
    decisions: Sequence[Decision], results: Results, *, drawn: Collection[str] | None = None
) -> tuple[PopulationRate, ...]:
    """Estimate the rate of each criterion of which people have settled something; `drawn` names the cases of a draw.

    Right where what was read was drawn at random from all, or from all of one machine answer. What the machine finds
    not applicable is left to it, unless people read some of that.
    """
    held = settled(decisions)
    answers: dict[str, list[tuple[Outcome, Outcome | None]]] = {}
    for case in results.cases:
        counts = drawn is None or case.case_id in drawn
        for criterion, findings in _units(case.findings, whole=drawn is not None):
            machine = _worst([machine_outcome(finding) for finding in findings])
            if machine is not None:
                people = _people(case.case_id, findings, held) if counts else None
                answers.setdefault(criterion, []).append((machine, people))
    unit: Unit = "findings" if drawn is None else "cases"
    rates = (_rate(one, answers.get(one.criterion, []), unit) for one in results.summary.criteria)
    return tuple(one for one in rates if one.read)


def _units(findings: Sequence[Finding], *, whole: bool) -> Iterable[tuple[str, list[Finding]]]:
    """Each finding by itself, or all of a criterion together."""
    if not whole:
        return [(finding.criterion, [finding]) for finding in findings]
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.criterion, []).append(finding)
    return found.items()


def _worst(outcomes: Sequence[Outcome | None]) -> Outcome | None:
    known = [outcome for outcome in outcomes if outcome is not None]
    return min(known, key=_RANK.__getitem__) if known else None


def _people(
    case_id: str, findings: Sequence[Finding], held: Mapping[tuple[str, str, str | None], Settled]
) -> Outcome | None:
    """People's outcome of the case; None until they have settled every subject."""
    given = [held.get((case_id, finding.criterion, finding.subject)) for finding in findings]
    return None if any(one is None for one in given) else _worst([one.outcome for one in given if one is not None])


def _rate(criterion: CriterionSummary, answers: Sequence[tuple[Outcome, Outcome | None]], unit: Unit) -> PopulationRate:
    short = criterion.baseline is not None and criterion.baseline.counts == "short"
    counted = SHORT if short else frozenset({Outcome.NOT_MET})
    sorts = []
    for machine in WORST_FIRST:
        people = [theirs for own, theirs in answers if own is machine]
        read = [answer for answer in people if answer is not None]
        if read or (people and machine is not Outcome.NOT_APPLICABLE):
            assessed = [answer for answer in read if answer in _ASSESSED]
            count = sum(answer in counted for answer in assessed)
            sorts.append(Sort(machine, len(people), len(read), len(assessed), count))
    own = [machine for machine, _ in answers if machine in _ASSESSED]
    return PopulationRate(
        criterion.criterion,
        criterion.title,
        unit,
        "short" if short else "not_met",
        round(sum(machine in counted for machine in own) / len(own), DECIMALS) if own else None,
        tuple(sorts),
        rate_of(sorts),
    )


def rate_of(sorts: Sequence[Sort]) -> Rate:
    """Return `two_phase` among the cases that people would find assessable.

    Of each sort as large a part of the frame counts as people found assessable among those read: the ratio estimate
    for a domain (Cochran 1977, Sampling Techniques, on estimates over subpopulations). Where that is not all of them,
    the interval is widened by what is unknown of these parts' sizes, in quadrature.
    """
    unread = [one.machine.value.replace("_", " ") for one in sorts if not one.read]
    if unread:
        return Rate(None, note=f"people read none of what the machine found {' or '.join(unread)}")
    parts = [
        Stratum(
            one.machine.value, one.count, one.assessed, max(one.assessed, round(one.frame * one.assessed / one.read))
        )
        for one in sorts
        if one.assessed
    ]
    if not parts:
        return Rate(None, note="people could assess none of those they read")
    found = two_phase(parts)
    if found.value is None or found.interval is None:
        return found
    spread = _of_sizes(sorts, found.value) * NormalDist().inv_cdf((1 + found.interval.level) / 2)
    if not spread:
        return found
    given = found.interval
    low = max(0.0, found.value - sqrt((found.value - given.low) ** 2 + spread**2))
    high = min(1.0, found.value + sqrt((given.high - found.value) ** 2 + spread**2))
    method = given.method if given.method != CENSUS else "two-phase, stratified by machine answer"
    return Rate(found.value, Interval(given.level, round(low, DECIMALS), round(high, DECIMALS), method))


def _of_sizes(sorts: Sequence[Sort], value: float) -> float:
    """Standard error that the sizes of the assessable parts bring: the part of the ratio's variance between these."""
    total = sum(one.frame * one.assessed / one.read for one in sorts)
    variance = 0.0
    for one in sorts:
        share = one.assessed / one.read
        if one.assessed and one.read > 1:
            left = 1 - one.read / one.frame
            apart = one.count / one.assessed - value
            variance += (one.frame / total) ** 2 * left * share * (1 - share) * apart**2 / (one.read - 1)
    return sqrt(variance)
