"""Audits records one after the other or in several processes: the same results in the same order whatever the number.

Reading, validating and judging a record is one step that depends on nothing else; case ids that stand twice and all
counts are settled here, in the order of the input.
"""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from caseaudit.domain.facts import future_times
from caseaudit.engine.runner import FaultLog, audit_case
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import ReadCase, Reject
from caseaudit.reading.intake import Account, R, Readable
from caseaudit.reading.judgements import load_judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from caseaudit.domain.audit import CaseAudit
    from caseaudit.domain.moment import AsOf
    from caseaudit.rubric.model import Judgement

CHUNK = 50
"""Records a process takes at a time."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One case audited, with what its record gives to tell."""

    audit: CaseAudit
    replaced: int
    """Lone surrogates replaced."""
    unused: frozenset[str]
    """Keys that the format does not know."""
    future: int
    """Times after the audit date."""
    faults: dict[str, str] = field(default_factory=dict)
    """Fault id -> kind and place in the code."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to judge by, in a form that another process can load for itself."""

    references: tuple[str, ...]
    kept: frozenset[str] | None
    """Ids of the criteria that are judged; None: all."""
    as_of: AsOf
    second_reader: bool = True
    thorough: bool = False
    lexicons: tuple[str, ...] = ()
    """Paths of a force's own lexicons."""

    def judgement(self) -> Judgement:
        """Load it. Raises DefinitionError, UsageError."""
        whole = load_judgement(
            self.references, second_reader=self.second_reader, thorough=self.thorough, lexicons=self.lexicons
        )
        return whole if self.kept is None else whole.keeping(self.kept)


def read_record(raw: Readable) -> ReadCase | Reject:
    """Read one record: of case files, or of an export that a mapping has joined."""
    return raw.read()


def audit_record(judgement: Judgement, as_of: AsOf, raw: Readable) -> Audited | Reject:
    """Read and judge one record."""
    read = read_record(raw)
    if isinstance(read, Reject):
        return read
    log = FaultLog()
    audit = audit_case(judgement, read.case, as_of, log)
    return Audited(audit, read.replaced, read.unused, future_times(read.case, as_of), log.details)


def audit_all(
    arguments: Sequence[str], intake: Account[R], judgement: Judgement, plan: Plan, *, jobs: int
) -> Iterator[Audited | Reject]:
    """Audit every record of the inputs, in order; `intake` keeps the account."""
    records = intake.records(arguments)
    # Starting processes costs more than auditing a handful of records.
    first: list[R] = [] if jobs == 1 else list(islice(records, CHUNK + 1))
    everything = chain(first, records)
    if len(first) > CHUNK:
        results = _in_processes(everything, plan, jobs)
    else:
        results = ((raw, audit_record(judgement, plan.as_of, raw)) for raw in everything)
    for raw, result in results:
        checked = result
        if isinstance(checked, Audited):
            checked = intake.second(raw, checked.audit.case_id) or checked
        if isinstance(checked, Reject):
            checked = intake.rejected(raw, checked)
        else:
            intake.audited(raw, replaced=checked.replaced, unused=checked.unused)
        yield checked


def _in_processes(records: Iterable[R], plan: Plan, jobs: int) -> Iterator[tuple[R, Audited | Reject]]:
    """Hand out records in chunks and take the results back in order; only a few chunks are under way at a time."""
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (plan,))
    waiting: deque[tuple[list[R], Future[list[Audited | Reject]]]] = deque()
    source = iter(records)
    try:
        while True:
            while len(waiting) < jobs + 2 and (chunk := list(islice(source, CHUNK))):
                waiting.append((chunk, pool.submit(_audit_chunk, chunk)))
            if not waiting:
                return
            sent, future = waiting.popleft()
            yield from zip(sent, future.result(), strict=True)
    except BrokenProcessPool:
        raise UsageError(
            "One of the audit's processes was ended by the system, most likely for want of memory",
            remedy="Run it with fewer --jobs.",
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Worker:
    """What a process of the audit holds."""

    judgement: Judgement
    as_of: AsOf


def _begin(plan: Plan) -> None:
    """Load what to judge by, once a process; an interruption is the first process's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.judgement = plan.judgement()
    _Worker.as_of = plan.as_of


def _audit_chunk(chunk: Sequence[Readable]) -> list[Audited | Reject]:
    return [audit_record(_Worker.judgement, _Worker.as_of, raw) for raw in chunk]
