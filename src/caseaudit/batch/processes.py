"""The audit's processes: chunks go out, results come back in order, and a record that ends its process is found out.

A process that dies takes down everything that was under way. The oldest chunk is then audited again record by record
in a process of its own, so that only the record at fault is lost; the others are sent out again.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.process import BaseProcess

from caseaudit.batch.auditing import Auditor, Outcome, Plan, lost
from caseaudit.domain.faults import fault_id
from caseaudit.errors import CaseauditError, UsageError
from caseaudit.reading.intake import Readable

ENDED = "The process that audited it was ended by the system"
_TRIES = 2
"""Processes of its own that a record may end; the first may have been ended for another reason."""


@dataclass(slots=True)
class Ticket:
    """A chunk that was sent out."""

    chunk: Sequence[Readable]
    future: Future[list[Outcome]]


@dataclass(slots=True)
class Processes:
    """Some processes that audit by a plan; they start with the first chunk. Close them."""

    plan: Plan
    jobs: int
    _pool: ProcessPoolExecutor | None = None
    _out: deque[Ticket] = field(default_factory=deque)

    @property
    def room(self) -> bool:
        """Whether another chunk should be sent, so that none waits for work; only a few are under way at a time."""
        return len(self._out) < self.jobs + 2

    def send(self, chunk: Sequence[Readable]) -> None:
        """Send out a chunk. Raises UsageError when processes cannot be started."""
        self._out.append(Ticket(chunk, self._submit(chunk)))

    def take(self) -> list[Outcome]:
        """Wait for the oldest chunk and give its outcomes in order. Raises UsageError when processes cannot be kept."""
        ticket = self._out[0]
        try:
            found = _result_of(ticket.future, self._pool)
        except BrokenProcessPool:
            self.close()
        else:
            self._out.popleft()
            return found
        found = self._carefully(ticket.chunk)
        self._out.popleft()
        for other in self._out:
            other.future = self._submit(other.chunk)
        return found

    def close(self) -> None:
        """End the processes; what is under way is given up."""
        pool, self._pool = self._pool, None
        if pool is not None:
            _end(pool, at_once=bool(self._out))

    def _submit(self, chunk: Sequence[Readable]) -> Future[list[Outcome]]:
        if self._pool is None:
            self._pool = _pool(self.jobs, self.plan)
        try:
            return _sent(self._pool, chunk)
        except BrokenProcessPool:
            # Told when its turn comes, as if it had been sent in time.
            broken: Future[list[Outcome]] = Future()
            broken.set_exception(BrokenProcessPool())
            return broken

    def _carefully(self, chunk: Sequence[Readable]) -> list[Outcome]:
        """Audit each record of a chunk by itself; one that ends even so the process is lost."""
        found: list[Outcome] = []
        alone = _alone(self.plan)
        try:
            for raw in chunk:
                for _ in range(_TRIES):
                    try:
                        found += _result_of(_sent(alone, [raw]), alone)
                        break
                    except BrokenProcessPool:
                        alone.shutdown()
                        alone = _alone(self.plan)
                else:
                    found.append(lost(raw, fault_id(ENDED), ENDED, self.plan.pseudonyms))
        finally:
            _end(alone, at_once=len(found) < len(chunk))
        return found


def _pool(jobs: int, plan: Plan) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (plan,))


def _sent(pool: ProcessPoolExecutor, chunk: Sequence[Readable]) -> Future[list[Outcome]]:
    """Send a chunk out, which starts processes: these inherit what is blocked here, so Ctrl-C never reaches them."""
    if sys.platform == "win32":  # one that is just starting may say there that it was interrupted
        return pool.submit(_audit_chunk, chunk)
    resource_tracker.ensure_running()  # its start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return pool.submit(_audit_chunk, chunk)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result_of(future: Future[list[Outcome]], pool: ProcessPoolExecutor | None) -> list[Outcome]:
    """Wait for a result in short steps: on Windows an interruption is heard only between them.

    A process that is ended while it sends a result leaves half of it in the pipe, for whose other half the pool would
    wait for ever. So the steps also look for processes that are gone.
    """
    while not future.done():
        wait([future], timeout=1.0)
        if pool is not None and any(process.exitcode is not None for process in _processes_of(pool)):
            _break(pool)
    return future.result()


def _processes_of(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    return list((pool._processes or {}).values())  # noqa: SLF001 - there is no other way to them


def _break(pool: ProcessPoolExecutor) -> None:
    """End a pool's processes, and let it see that nothing will come from them any more."""
    for process in _processes_of(pool):
        process.terminate()
    pool._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001 - else it waits for this one too


def _end(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    """End a pool; at once: without waiting for the chunks that its processes are at."""
    if at_once:
        _break(pool)
    pool.shutdown(wait=True, cancel_futures=True)


def _alone(plan: Plan) -> ProcessPoolExecutor:
    """Start one process. Raises UsageError when it does not even come up."""
    pool = _pool(1, plan)
    try:
        _result_of(_sent(pool, []), pool)
    except BrokenProcessPool:
        pool.shutdown()
        raise UsageError(
            "The audit's processes are ended by the system as soon as they start, most likely for want of memory",
            remedy="Run it with fewer --jobs.",
        ) from None
    return pool


class _Worker:
    """What a process of the audit holds."""

    auditor: Auditor
    problem: CaseauditError | None = None
    """Why there is no auditor."""


def _begin(plan: Plan) -> None:
    """Load what to judge by, once a process; an interruption is the first process's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _Worker.auditor = Auditor(plan.judgement(), plan)
    except CaseauditError as error:
        _Worker.problem = error


def _end_with_parent() -> None:
    """End this process when the first one is gone without having said so: nobody would take its results any more."""
    parent = parent_process()
    if parent is None:
        return
    with suppress(OSError):
        parent.join()
    os._exit(1)


def _audit_chunk(chunk: Sequence[Readable]) -> list[Outcome]:
    if _Worker.problem is not None:
        raise UsageError(str(_Worker.problem))
    return [_Worker.auditor.audit(raw) for raw in chunk]
