"""Thresholds: the largest share of assessed cases that may fall short of a criterion before a run fails.

A rubric may give one with a criterion; a force's settings file says otherwise for its own runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caseaudit.domain.percent import exceeds, percent_words
from caseaudit.errors import Place

if TYPE_CHECKING:
    from caseaudit.domain.audit import Counts, CriterionSummary, Summary
    from caseaudit.rubric.model import Judgement


@dataclass(frozen=True, slots=True)
class OwnThreshold:
    """What a force's settings file says of one criterion; neither figure: a threshold of the rubric is switched off."""

    criterion: str
    not_met: float | None = None
    """Percent."""
    short: float | None = None
    where: Place = field(default=Place(), compare=False)

    @property
    def plain(self) -> dict[str, str] | bool:
        """How the manifest says it."""
        given = {"not_met": self.not_met, "short": self.short}
        return {counts: percent_words(figure) for counts, figure in given.items() if figure is not None} or False


@dataclass(frozen=True, slots=True)
class Limit:
    """One threshold in force."""

    criterion: str
    counts: Counts
    percent: float
    own: bool
    """Whether the settings file says so; else the rubric."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A threshold and what the batch came to."""

    limit: Limit
    count: int
    """Cases that fall short; those that an exception accepts are left out."""
    assessed: int
    """All cases assessed, the accepted ones among them."""
    accepted: int
    """Cases left out of the count."""

    @property
    def exceeded(self) -> bool:
        """Whether more fall short than may; never where nothing was assessed."""
        return exceeds(self.count, self.assessed, self.limit.percent)


def limits_in_force(judgement: Judgement, own: Iterable[OwnThreshold] = ()) -> tuple[Limit, ...]:
    """Return the thresholds of the criteria judged, in their order. A line of the settings file replaces the rubric's.

    Lines about criteria that are not judged are left out.
    """
    said = {threshold.criterion: threshold for threshold in own}
    found: list[Limit] = []
    for criterion in judgement.criteria:
        mine = said.get(criterion.id)
        given = mine or criterion.threshold
        if given is None:
            continue
        figures: tuple[tuple[Counts, float | None], ...] = (("not_met", given.not_met), ("short", given.short))
        found.extend(
            Limit(criterion.id, counts, percent, mine is not None) for counts, percent in figures if percent is not None
        )
    return tuple(found)


def weigh(summary: Summary, limits: Sequence[Limit]) -> Iterator[Weighed]:
    """Set each threshold beside the counts."""
    criteria = {criterion.criterion: criterion for criterion in summary.criteria}
    for limit in limits:
        if limit.criterion in criteria:
            yield _weighed(limit, criteria[limit.criterion])


def _weighed(limit: Limit, found: CriterionSummary) -> Weighed:
    count, accepted = found.not_met, found.accepted_not_met
    if limit.counts == "short":
        count, accepted = count + found.partly_met, accepted + found.accepted_partly_met
    return Weighed(limit, count - accepted, found.assessed, accepted)
