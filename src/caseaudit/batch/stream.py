"""Records in, outcomes out, in the order of the input: from the cache, in this process or in several."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic

from caseaudit.batch.auditing import Audited, Auditor, Lost, Outcome, hidden
from caseaudit.batch.processes import Processes
from caseaudit.reading.case_files import Reject
from caseaudit.reading.intake import R

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from caseaudit.batch.cache import Cache
    from caseaudit.reading.intake import Account

CHUNK = 50
"""Records a process takes at a time; no process is started for fewer."""
_FEW = CHUNK // 5
_HELD = 10 * CHUNK
"""Records in a group of which the cache knows nearly all."""
_GROUPS = 12
"""Groups that wait for their turn."""


@dataclass(slots=True)
class _Group(Generic[R]):
    """Records in order, each with its outcome where the cache holds one."""

    records: list[tuple[R, Audited | None]] = field(default_factory=list)
    unknown: list[R] = field(default_factory=list)

    @property
    def worth_sending(self) -> bool:
        """Whether so much is to be audited that another process should do it: to start one costs more than a few."""
        return len(self.unknown) > _FEW


def outcomes(
    records: Iterable[R], auditor: Auditor, *, jobs: int, cache: Cache | None
) -> Generator[tuple[R, Outcome], None, None]:
    """Audit records, in order. Raises UsageError when processes cannot be kept. Close it when it is left early."""
    if jobs == 1:
        yield from _here(records, auditor, cache)
        return
    groups = _groups(records, cache)
    first, second = next(groups, None), next(groups, None)
    if first is None:
        return
    if second is None:
        # Starting processes costs more than auditing a handful of records.
        yield from _given(first, map(auditor.audit, first.unknown), cache)
        return
    processes = Processes(auditor.plan, jobs)
    waiting: deque[_Group[R]] = deque()
    ready = deque((first, second))
    try:
        while True:
            while processes.room and len(waiting) < _GROUPS:
                group = ready.popleft() if ready else next(groups, None)
                if group is None:
                    break
                waiting.append(group)
                if group.worth_sending:
                    processes.send(group.unknown)
            if not waiting:
                return
            group = waiting.popleft()
            here = map(auditor.audit, group.unknown)
            yield from _given(group, iter(processes.take()) if group.worth_sending else here, cache)
    finally:
        processes.close()


def _here(records: Iterable[R], auditor: Auditor, cache: Cache | None) -> Iterator[tuple[R, Outcome]]:
    for raw in records:
        outcome: Outcome | None = cache.find(raw) if cache else None
        if outcome is None:
            outcome = auditor.audit(raw)
            _kept(cache, raw, outcome)
        yield raw, outcome


def _groups(records: Iterable[R], cache: Cache | None) -> Iterator[_Group[R]]:
    group: _Group[R] = _Group()
    for raw in records:
        found = cache.find(raw) if cache else None
        group.records.append((raw, found))
        if found is None:
            group.unknown.append(raw)
        if len(group.unknown) >= CHUNK or len(group.records) >= _HELD:
            yield group
            group = _Group()
    if group.records:
        yield group


def _given(group: _Group[R], audited: Iterator[Outcome], cache: Cache | None) -> Iterator[tuple[R, Outcome]]:
    for raw, found in group.records:
        outcome: Outcome | None = found
        if outcome is None:
            outcome = next(audited)
            _kept(cache, raw, outcome)
        yield raw, outcome


def _kept(cache: Cache | None, raw: R, outcome: Outcome) -> None:
    if cache is not None and isinstance(outcome, Audited):
        cache.keep(raw, outcome)


def settled(raw: R, outcome: Outcome, intake: Account[R], auditor: Auditor) -> Outcome:
    """Enter an outcome into the account of the input; a case id that stands a second time sets its record aside."""
    if isinstance(outcome, Audited):
        again = intake.second(raw, outcome.case_id)
        if again is None:
            intake.audited(raw, replaced=outcome.told.replaced, unused=outcome.told.unused)
            return outcome
        # The id is a reference already where references are wanted.
        shown = replace(hidden(again, auditor.plan.pseudonyms).set_aside, case_id=outcome.case_id)
        outcome = Reject(shown, again.text)
    if isinstance(outcome, Lost):
        return Lost(intake.rejected(raw, outcome.reject), outcome.fault)
    return intake.rejected(raw, outcome)
