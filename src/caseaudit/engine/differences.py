"""What changed between two audits: new, resolved and persisting findings, and the cases that only one of them holds.

The audits are gone through case by case, so that neither is held; `differences_pairs` says what makes a finding new.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from caseaudit.engine.differences_counts import Arrivals, Counts, Tally
from caseaudit.engine.differences_pairs import Change, Numbered, Order, Standing, Unjudged, pair_changes
from caseaudit.engine.differences_runs import RunDifference, run_differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from caseaudit.domain.audit import CaseAudit, Results


class Side(Protocol):
    """The cases of one audit, each id once: what stands under one id twice is one case."""

    def __iter__(self) -> Iterator[Numbered]:
        """Give the cases in their order, with their numbers."""

    def ids(self) -> Iterator[str]:
        """Give their ids in their order."""

    def find(self, case_id: str) -> Numbered | None:
        """Look a case up."""

    def __contains__(self, case_id: object) -> bool:
        """Say whether there is such a case."""

    def without(self, case_id: str) -> Unjudged:
        """Say why there is no such case."""


class Held:
    """The cases of one audit in memory."""

    def __init__(self, results: Results) -> None:
        self._cases: dict[str, Numbered] = {}
        for number, case in enumerate(results.cases):
            known = self._cases.get(case.case_id)
            whole = Numbered(known.number, joined(known.case, case)) if known else Numbered(number, case)
            self._cases[case.case_id] = whole
        self._set_aside = {record.case_id for record in results.set_aside if record.case_id is not None}

    def __iter__(self) -> Iterator[Numbered]:
        """Give the cases in their order, with their numbers."""
        return iter(self._cases.values())

    def ids(self) -> Iterator[str]:
        """Give their ids in their order."""
        return iter(self._cases)

    def find(self, case_id: str) -> Numbered | None:
        """Look a case up."""
        return self._cases.get(case_id)

    def __contains__(self, case_id: object) -> bool:
        """Say whether there is such a case."""
        return case_id in self._cases

    def without(self, case_id: str) -> Unjudged:
        """Say why there is no such case."""
        return Unjudged.SET_ASIDE if case_id in self._set_aside else Unjudged.NO_CASE


def joined(case: CaseAudit, again: CaseAudit) -> CaseAudit:
    """Make one case of two with the same id."""
    return replace(case, findings=(*case.findings, *again.findings))


@dataclass(frozen=True, slots=True)
class Alone(Collection[str]):
    """Ids that only one of the audits holds, looked for each time they are gone through."""

    side: Side
    other: Side
    count: int
    why: Unjudged | None = None
    """Only those that the other audit does not hold for this reason."""

    def __len__(self) -> int:
        """Say how many there are."""
        return self.count

    def __iter__(self) -> Iterator[str]:
        """Give them in the order of their audit."""
        missing = (case_id for case_id in self.side.ids() if case_id not in self.other)
        return (case_id for case_id in missing if self.why is None or self.other.without(case_id) is self.why)

    def __contains__(self, case_id: object) -> bool:
        """Say whether this is one of them."""
        return any(one == case_id for one in self)


@dataclass(frozen=True, slots=True)
class Differences:
    """Two audits beside each other: counts, and the first changes of each standing."""

    counts: Mapping[Standing, Counts]
    first: Mapping[Standing, tuple[Change, ...]]
    """The escalations first, then by severity, then in the order of the audits."""
    arrivals: Arrivals
    """Every finding that the older audit does not hold, whether or not it holds the case."""
    runs: tuple[RunDifference, ...]
    """What the two runs did not have in common and may have moved findings by itself."""
    both: int
    """How many cases both audits hold."""
    only_old: Collection[str]
    only_new: Collection[str]
    set_aside: Collection[str]
    """Of `only_old`, those that the newer run could not read."""


def differences(
    old: Results,
    new: Results,
    *,
    sides: tuple[Side, Side] | None = None,
    keep: Callable[[Order, Change], None] | None = None,
) -> Differences:
    """Compare two audits. `sides` are their cases where these are not to be held in memory.

    `keep` takes every change as it is found, with its place in the order in which changes are told.
    """
    older, newer = sides or (Held(old), Held(new))
    tally = Tally()

    def compared(before: Numbered | None, after: Numbered | None, absent: Unjudged) -> None:
        changes = list(pair_changes(before, after, absent=absent))
        tally.add(changes)
        if keep is not None:
            for order, change in changes:
                keep(order, change)

    both = only_new = only_old = set_aside = 0
    for after in newer:
        case_id = after.case.case_id
        before = older.find(case_id)
        both, only_new = both + (before is not None), only_new + (before is None)
        compared(before, after, Unjudged.NO_CASE if before else older.without(case_id))
    for case_id in older.ids():
        if case_id not in newer:
            absent = newer.without(case_id)
            only_old, set_aside = only_old + 1, set_aside + (absent is Unjudged.SET_ASIDE)
            compared(older.find(case_id), None, absent)
    return Differences(
        counts=tally.counts,
        first={standing: first.changes() for standing, first in tally.first.items()},
        arrivals=tally.arrivals,
        runs=run_differences(old.run, new.run),
        both=both,
        only_old=Alone(older, newer, only_old),
        only_new=Alone(newer, older, only_new),
        set_aside=Alone(older, newer, set_aside, Unjudged.SET_ASIDE),
    )
