"""Changes between two audits counted as they come, and the first of them held: nothing here grows with the audits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.differences_pairs import Standing, Unjudged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseaudit.engine.differences_pairs import Change, Order

LISTED = 1_000
"""Changes of one standing that are held, to be shown."""
_NOT_SEEN = (Outcome.CANNOT_ASSESS, Unjudged.FAULT, Unjudged.NOT_ASKED)


@dataclass(slots=True)
class Counts:
    """Of the changes of one standing."""

    findings: int = 0
    cases: int = 0
    escalations: int = 0
    worse: int = 0
    better: int = 0
    unseen: int = 0
    """Findings whose question the newer audit has no judgement on, though it holds the case."""

    def add(self, change: Change) -> None:
        """Count a change; its case is counted by whoever sees where one ends."""
        self.findings += 1
        self.escalations += change.finding.escalate
        self.worse += change.course == "worse"
        self.better += change.course == "better"
        self.unseen += change.after in _NOT_SEEN


class First:
    """The first `limit` changes in the order in which they are told."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: list[tuple[Order, Change]] = []
        self._last: Order | None = None
        """Of the `limit` that were the first when it was last looked."""

    def offer(self, order: Order, change: Change) -> None:
        """Hold the change if it may be among the first."""
        if self._last is not None and order > self._last:
            return
        self._held.append((order, change))
        if len(self._held) >= 2 * self._limit:
            self._held = self._sorted()
            self._last = self._held[-1][0]

    def _sorted(self) -> list[tuple[Order, Change]]:
        return sorted(self._held, key=lambda placed: placed[0])[: self._limit]

    def changes(self) -> tuple[Change, ...]:
        """Give them in their order."""
        return tuple(change for _, change in self._sorted())


@dataclass(slots=True)
class Arrivals:
    """What the gate on new findings asks: what the older audit does not hold, whether or not it holds the case."""

    findings: int = 0
    """Without those that an exception accepts."""
    escalations: int = 0
    """Of `findings`."""
    accepted: int = 0
    _criteria: dict[str, Order] = field(default_factory=dict)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Give the criteria of `findings`, each once, in the order in which the findings are told."""
        return tuple(sorted(self._criteria, key=self._criteria.__getitem__))

    def add(self, order: Order, change: Change) -> None:
        """Count a new finding."""
        finding = change.finding
        if finding.accepted is not None:
            self.accepted += 1
            return
        self.findings += 1
        self.escalations += finding.escalate
        self._criteria[finding.criterion] = min(order, self._criteria.get(finding.criterion, order))


class Tally:
    """Everything that is counted and held."""

    def __init__(self, listed: int = LISTED) -> None:
        self.counts = {standing: Counts() for standing in Standing}
        self.first = {standing: First(listed) for standing in Standing}
        self.arrivals = Arrivals()

    def add(self, changes: Iterable[tuple[Order, Change]]) -> None:
        """Take all changes of one case."""
        seen = set()
        for order, change in changes:
            standing = change.standing
            seen.add(standing)
            self.counts[standing].add(change)
            self.first[standing].offer(order, change)
            if standing in {Standing.NEW, Standing.IN_NEW_CASE}:
                self.arrivals.add(order, change)
        for standing in seen:
            self.counts[standing].cases += 1
