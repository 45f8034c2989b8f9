"""The findings behind one outcome: a case has one a criterion, the worst of its subjects.

The Summary counts such groups. Of a group that is shown in part, what is not shown still counts: see `floor`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from caseaudit.reporting.workbook.ranks import RANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.domain.audit import CaseAudit, Finding
    from caseaudit.reporting.workbook.kept_rows import Place

_MOST_KNOWN = 10_000


class Member(NamedTuple):
    """What counts of one finding."""

    rank: int
    decided: bool


class Picked(NamedTuple):
    """A finding that may be shown: where its row is kept, and what its whole group comes to."""

    place: Place
    case_number: int
    criterion_number: int
    members: tuple[Member, ...]
    """Every finding of its case and criterion, in the order of the case."""
    at: int
    """Its own place among them."""
    machine_rank: int
    compared: bool
    """Whether the case is of a type that the criterion's baseline is about."""
    evidence: int
    """Pieces of evidence."""


class Seen:
    """One case's findings by criterion. `known` holds the groups seen before, so that like ones are held once."""

    def __init__(self, case: CaseAudit, known: dict[tuple[Member, ...], tuple[Member, ...]]) -> None:
        found: dict[str, list[Finding]] = {}
        for finding in case.findings:
            found.setdefault(finding.criterion, []).append(finding)
        self._found = found
        self._known = known

    def place_of(self, finding: Finding) -> tuple[tuple[Member, ...], int]:
        """Give the members of a finding's group, and its place among them."""
        findings = self._found[finding.criterion]
        members = tuple(Member(RANKS[one.outcome], one.decided_by == "person") for one in findings)
        at = next(at for at, one in enumerate(findings) if one is finding)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        return self._known.setdefault(members, members), at


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one case and criterion, as they stand on the Findings sheet."""

    case_number: int
    criterion_number: int
    numbers: tuple[int, ...]
    """Numbers of its findings on the sheet, from 1; those left out have none."""
    ranks: tuple[int, ...]
    """Rank of each, what a person decided included."""
    machine_ranks: tuple[int, ...]
    decided: tuple[bool, ...]
    floor: int = 0
    """The worst rank among its findings that were left out."""
    floor_decided: bool = True
    """Whether a person decided all of its findings that were left out."""
    compared: bool = True
    """Whether the case is of a type that the criterion's baseline is about."""

    @property
    def rank(self) -> int:
        """The rank of the case's outcome."""
        return max((*self.ranks, self.floor))

    @property
    def all_decided(self) -> bool:
        """Whether people decided every finding of it."""
        return all(self.decided) and self.floor_decided


def groups_of(picked: Iterable[Picked]) -> list[Group]:
    """Groups with at least one finding on the sheet, by case and criterion. `picked` as the sheet shows them."""
    found: dict[tuple[int, int], list[tuple[int, Picked]]] = {}
    for number, one in enumerate(picked, 1):
        found.setdefault((one.case_number, one.criterion_number), []).append((number, one))
    return [_group(shown) for _, shown in sorted(found.items())]


def _group(shown: Sequence[tuple[int, Picked]]) -> Group:
    first = shown[0][1]
    members = first.members
    there = {one.at for _, one in shown}
    hidden = [member for at, member in enumerate(members) if at not in there]
    return Group(
        case_number=first.case_number,
        criterion_number=first.criterion_number,
        numbers=tuple(number for number, _ in shown),
        ranks=tuple(members[one.at].rank for _, one in shown),
        machine_ranks=tuple(one.machine_rank for _, one in shown),
        decided=tuple(members[one.at].decided for _, one in shown),
        floor=max((member.rank for member in hidden), default=0),
        floor_decided=all(member.decided for member in hidden),
        compared=first.compared,
    )
