"""Draws a dip sample so that anybody can draw it again, in any language: the way called `caseaudit-rank/1`.

1. Each case has a rank: SHA-256 of the seed, a NUL byte and the case id, both as UTF-8. Ranks are compared as 64
   lower-case hexadecimal digits; a smaller one is better; equal ones (nobody has found any) go by case id.
2. The frame is every case file of the export that no filter, no period and no entry of the ledger takes out.
3. One case a child (or officer): the frame is gone through from the best rank; a case that names a child (or the
   officer) of a case kept before leaves the frame.
4. The strata are the combinations of the values that the cases of the frame have. `sampling_allocation` says how many
   each gives. Of each stratum those with the best ranks are drawn; the reserves are simply the next ones.
5. A case picked by hand joins the sample without changing who is drawn; it is only left out of the reserves.

The order of the export, the machine and the version of Python play no part. `docs/sampling.md` says the same at length.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from caseaudit.engine.sampling_allocation import Stratum, equal, proportional

if TYPE_CHECKING:
    from caseaudit.engine.sampling_plan import Plan

SAME = {"child": "another case of the same child", "officer": "another case of the same officer"}
"""Why a case leaves the frame when one a child or one an officer is wanted."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case file of the export, as far as drawing needs it."""

    case_id: str
    stratum: Stratum = ()
    refs: tuple[str, ...] = ()
    """The children, or the officer, that it is about; empty where the export does not say."""
    barred: str | None = None
    """Why a filter or the period takes it out of the frame."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was drawn of one stratum."""

    frame: int
    wanted: int
    ids: tuple[str, ...] = ()
    """Drawn, by rank."""
    reserve: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The outcome of a draw."""

    frame: tuple[str, ...]
    """Ids of the cases that could be drawn, by rank."""
    excluded: Mapping[str, tuple[str, ...]]
    """Reason -> case ids, sorted; the reasons in alphabetical order."""
    strata: Mapping[Stratum, Taken] = field(default_factory=dict)
    """In code-point order of their values."""
    unmatched: int = 0
    """Cases of the frame that name no child (or officer) where one case for each was wanted."""


def rank(seed: str, case_id: str) -> str:
    """Return the rank of a case, 64 hexadecimal digits.

    >>> rank("2025-06", "C-001")[:16]
    'd90e78682b929376'
    """
    return hashlib.sha256(f"{seed}\0{case_id}".encode("utf-8", "surrogatepass")).hexdigest()


def draw(plan: Plan, candidates: Iterable[Candidate], entered: Mapping[str, str] | None = None) -> Drawn:
    """Draw. `entered` says of case ids why the ledger takes them out of the frame. Each case id may come once only."""
    excluded: dict[str, list[str]] = {}
    eligible: list[tuple[str, str, Candidate]] = []
    for candidate in candidates:
        reason = candidate.barred or (entered or {}).get(candidate.case_id)
        if reason is None:
            eligible.append((rank(plan.seed, candidate.case_id), candidate.case_id, candidate))
        else:
            excluded.setdefault(reason, []).append(candidate.case_id)
    eligible.sort(key=lambda one: one[:2])
    frame = [candidate for _, _, candidate in eligible]
    if plan.one_per is not None:
        frame, repeated = _one_of_each(frame)
        excluded[SAME[plan.one_per]] = repeated
    return Drawn(
        frame=tuple(candidate.case_id for candidate in frame),
        excluded={reason: tuple(sorted(excluded[reason])) for reason in sorted(excluded) if excluded[reason]},
        strata=_by_stratum(plan, frame),
        unmatched=sum(not candidate.refs for candidate in frame) if plan.one_per else 0,
    )


def _one_of_each(frame: Sequence[Candidate]) -> tuple[list[Candidate], list[str]]:
    """Go through the frame from the best rank and keep what shares no reference with a case kept before."""
    seen: set[str] = set()
    kept: list[Candidate] = []
    repeated: list[str] = []
    for candidate in frame:
        if seen.isdisjoint(candidate.refs):
            seen.update(candidate.refs)
            kept.append(candidate)
        else:
            repeated.append(candidate.case_id)
    return kept, repeated


def _by_stratum(plan: Plan, frame: Sequence[Candidate]) -> dict[Stratum, Taken]:
    members: dict[Stratum, list[str]] = {} if plan.by else {(): []}
    for candidate in frame:
        members.setdefault(candidate.stratum, []).append(candidate.case_id)
    for quota in plan.quotas:
        members.setdefault((quota.value,), [])
    wanted = _wanted(plan, {stratum: len(ids) for stratum, ids in members.items()})
    return {stratum: _take(members[stratum], wanted[stratum], plan) for stratum in sorted(members)}


def _wanted(plan: Plan, frames: Mapping[Stratum, int]) -> dict[Stratum, int]:
    if plan.quotas:
        return dict.fromkeys(frames, 0) | {(quota.value,): quota.cases for quota in plan.quotas}
    return equal(plan.size, frames) if plan.allocation == "equal" else proportional(plan.size, frames)


def _take(ids: Sequence[str], wanted: int, plan: Plan) -> Taken:
    """Take the first of a stratum; `ids` stand by rank. What is picked by hand is no reserve: it is audited anyway."""
    if not wanted:
        return Taken(len(ids), 0)
    reserve = [case_id for case_id in ids[wanted:] if case_id not in plan.picks][: plan.reserve]
    return Taken(len(ids), wanted, tuple(ids[:wanted]), tuple(reserve))
