"""One record audited: read, judged, counted and put into its line of the results; in whichever process.

What leaves here is small and plain, for it travels between processes and lies in the cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from caseaudit.domain.facts import future_times
from caseaudit.domain.faults import fault_id, place_in_code
from caseaudit.engine.case_counts import CaseCount, count_of
from caseaudit.engine.runner import FaultLog, audit_case
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import Reject
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting.json_v1 import case_line, source_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.domain.moment import AsOf
    from caseaudit.engine.exceptions import Exceptions
    from caseaudit.privacy.audits import Pseudonyms
    from caseaudit.reading.intake import Readable
    from caseaudit.rubric.model import Judgement


class Told(NamedTuple):
    """What a case gives to tell beside its results."""

    replaced: int = 0
    """Lone surrogates replaced."""
    unused: tuple[str, ...] = ()
    """Keys that the format does not know."""
    future: int = 0
    """Times after the audit date."""
    faults: tuple[tuple[str, str], ...] = ()
    """Fault id, and kind and place in the code."""
    exceptions: tuple[int, ...] = ()
    """Which exceptions on file are about this case (`engine.exceptions.Covered`)."""

    @classmethod
    def from_plain(cls, parts: Sequence[Any]) -> Told:
        """Read back what JSON made of it."""
        replaced, unused, future, faults, exceptions = parts
        return cls(replaced, tuple(unused), future, tuple((name, place) for name, place in faults), tuple(exceptions))


NOTHING = Told()


class Audited(NamedTuple):
    """One case audited."""

    case_id: str
    line: str
    """Its line of a `.jsonl`, with the line's end."""
    source_at: tuple[int, int]
    """Where in the line its place stands."""
    counts: CaseCount
    told: Told = NOTHING


class Lost(NamedTuple):
    """A record on which caseaudit itself failed: set aside, the run goes on and ends with exit code 70."""

    reject: Reject
    fault: tuple[str, str]
    """Id, and what went wrong where; no case data."""


Outcome = Audited | Reject | Lost


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
    exceptions: Exceptions | None = None
    pseudonyms: Pseudonyms | None = None
    digests: tuple[str, ...] | None = None
    """Of the rubrics and own lexicons as they were when the run began; None: as they are."""

    def judgement(self) -> Judgement:
        """Load it. Raises DefinitionError; UsageError, also where it has been changed since the run began."""
        whole = load_judgement(
            self.references, second_reader=self.second_reader, thorough=self.thorough, lexicons=self.lexicons
        )
        if self.digests is not None and digests_of(whole) != self.digests:
            names = ", ".join((*self.references, *self.lexicons))
            raise UsageError(
                f"A rubric or lexicon was changed while the run was under way: {names}",
                remedy="Run it again, and leave them as they are until it has ended.",
            )
        return whole if self.kept is None else whole.keeping(self.kept)


def digests_of(judgement: Judgement) -> tuple[str, ...]:
    """Give the digests (SHA-256) of the files that a judgement was loaded from."""
    rubrics = (rubric.used.sha256 for rubric in judgement.rubrics)
    return (*rubrics, *(own.sha256 for own in judgement.lexicon.own))


@dataclass(frozen=True, slots=True)
class Auditor:
    """Audits records by a plan."""

    judgement: Judgement
    plan: Plan

    def audit(self, raw: Readable) -> Outcome:
        """Read and judge one record. Never raises for what it holds."""
        try:
            return self._audit(raw)
        except Exception as error:  # noqa: BLE001 - a fault of ours in one record must not cost the others their audit
            place = place_in_code(error)
            return lost(raw, fault_id(place), place, self.plan.pseudonyms)

    def _audit(self, raw: Readable) -> Audited | Reject:
        plan = self.plan
        read = raw.read()
        if isinstance(read, Reject):
            return hidden(read, plan.pseudonyms)
        log = FaultLog()
        audit = audit_case(self.judgement, read.case, plan.as_of, log)
        used: tuple[int, ...] = ()
        if plan.exceptions is not None:
            audit, used = plan.exceptions.accepting(audit)
        if plan.pseudonyms is not None:
            from caseaudit.privacy.audits import pseudonymised  # noqa: PLC0415 - only where there is a key

            audit = pseudonymised(audit, read.case, plan.pseudonyms)
        line = case_line(audit)
        future = future_times(read.case, plan.as_of)
        told = Told(read.replaced, tuple(sorted(read.unused)), future, tuple(sorted(log.details.items())), used)
        return Audited(audit.case_id, line, source_span(audit), count_of(audit), told)


def hidden(reject: Reject, pseudonyms: Pseudonyms | None) -> Reject:
    """Give a record that was set aside as the results may tell of it."""
    if pseudonyms is None:
        return reject
    from caseaudit.privacy.audits import pseudonymised_aside  # noqa: PLC0415 - only where there is a key

    return Reject(pseudonymised_aside(reject.set_aside, pseudonyms), "")


def lost(raw: Readable, name: str, place: str, pseudonyms: Pseudonyms | None) -> Lost:
    """Set a record aside on which caseaudit failed."""
    reason = f"Its audit failed (fault {name}); this is a defect in caseaudit, not in the record"
    return Lost(hidden(raw.lost(reason), pseudonyms), (name, place))
