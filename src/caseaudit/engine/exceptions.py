"""Accepted exceptions: which of them covers which finding, and which of them were of no use.

An exception changes no outcome and no rate. It says who answers, until when, for a finding that falls short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from caseaudit.domain.audit import Accepted, CaseAudit, ExceptionsUsed, ExpiredException, Finding
from caseaudit.domain.moment import AsOf
from caseaudit.domain.vocabulary import Outcome

_SHORT = frozenset({Outcome.NOT_MET, Outcome.PARTLY_MET})
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CaseException:
    """One exception as the file has it."""

    case_id: str
    criterion: str
    subject: str | None
    """child_id or person_id as findings name it; None: every subject of the case."""
    accepted: Accepted
    line: int
    """Where it starts in its file."""

    def expired(self, day: str) -> bool:
        """Say whether it holds no more on an ISO date; on the day that it names it still does."""
        return self.accepted.expires < day


Covered = tuple[int, ...]
"""What one case tells of the exceptions in force about it: the number of each in the file (from 1), negative where it
accepts nothing here."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """A file of exceptions as at the day of the audit; goes to other processes as it is."""

    used: ExceptionsUsed
    entries: tuple[CaseException, ...]
    """All, in the order of the file."""
    _in_force: Mapping[str, tuple[int, ...]] = field(repr=False)
    """Case id -> places of those that have not expired."""

    def for_case(self, case_id: str) -> tuple[CaseException, ...]:
        """Return those in force about one case."""
        return tuple(self.entries[place] for place in self._in_force.get(case_id, ()))

    def accepting(self, audit: CaseAudit) -> tuple[CaseAudit, Covered]:
        """Mark the findings that are not met or partly met and covered; outcomes, scores and escalations stay.

        An exception that names the subject goes before one for the whole case.
        """
        about = self._in_force.get(audit.case_id)
        if about is None:
            return audit, ()
        wanted = {(self.entries[place].criterion, self.entries[place].subject): place for place in about}
        used: set[int] = set()
        findings: list[Finding] = []
        for finding in audit.findings:
            place = _covering(finding, wanted)
            if place is None:
                findings.append(finding)
                continue
            used.add(place)
            findings.append(replace(finding, accepted=self.entries[place].accepted))
        covered = tuple(place + 1 if place in used else -place - 1 for place in about)
        return (replace(audit, findings=tuple(findings)) if used else audit), covered


def _covering(finding: Finding, wanted: Mapping[tuple[str, str | None], int]) -> int | None:
    if finding.outcome not in _SHORT:
        return None
    exact = wanted.get((finding.criterion, finding.subject))
    return wanted.get((finding.criterion, None)) if exact is None else exact


def exceptions_as_at(entries: Iterable[CaseException], as_of: AsOf, *, file: str, sha256: str) -> Exceptions:
    """Sort exceptions into those that hold on the British day of `as_of` and those that have expired before it.

    `file` is the name of their file without a folder. No two may be about the same case, criterion and subject.
    """
    day = as_of.local_date.isoformat()
    every = tuple(entries)
    in_force: dict[str, list[int]] = {}
    expired: list[ExpiredException] = []
    for place, one in enumerate(every):
        if one.expired(day):
            told = one.accepted
            expired.append(ExpiredException(one.case_id, one.criterion, one.subject, told.author, told.expires))
        else:
            in_force.setdefault(one.case_id, []).append(place)
    used = ExceptionsUsed(file, sha256, len(every), tuple(expired))
    return Exceptions(used, every, {case_id: tuple(places) for case_id, places in in_force.items()})


@dataclass(slots=True)
class Coverage:
    """Gathers over a batch which exceptions were about a case of it, and which of them accepted something."""

    exceptions: Exceptions
    _about: set[int] = field(default_factory=set)
    _used: set[int] = field(default_factory=set)

    def add(self, covered: Covered) -> None:
        """Count one case."""
        for number in covered:
            self._about.add(abs(number) - 1)
            if number > 0:
                self._used.add(number - 1)

    def notices(self, criteria: Collection[str]) -> tuple[str, ...]:
        """Say which exceptions did nothing. `criteria` are the ids that the run judged.

        Lines of the file stand for cases, so that nothing here tells of anybody. An exception about a case that is not
        in the export is only counted: a sample seldom holds every case of the file.
        """
        strangers: dict[str, list[int]] = {}
        needless: list[int] = []
        absent = 0
        for places in self.exceptions._in_force.values():  # noqa: SLF001 - the two are one
            for place in places:
                one = self.exceptions.entries[place]
                if one.criterion not in criteria:
                    strangers.setdefault(one.criterion, []).append(one.line)
                elif place not in self._about:
                    absent += 1
                elif place not in self._used:
                    needless.append(place)
        return (
            *self._of_strangers(strangers, criteria),
            *self._of_needless(sorted(needless)),
            *self._of_absent(absent),
        )

    def _of_strangers(self, strangers: Mapping[str, Sequence[int]], criteria: Collection[str]) -> tuple[str, ...]:
        if not strangers:
            return ()
        count = sum(map(len, strangers.values()))
        told = [_stranger(name, lines, criteria) for name, lines in sorted(strangers.items())]
        names = "names a criterion" if count == 1 else "name criteria"
        return (f"{_counted(count)} {names} that this run does not judge: {_listed(told)} ({self._file}).",)

    def _of_needless(self, needless: Sequence[int]) -> tuple[str, ...]:
        if not needless:
            return ()
        told = [f"line {one.line} ({one.criterion})" for one in (self.exceptions.entries[place] for place in needless)]
        was = "was" if len(needless) == 1 else "were"
        what = "nothing that it covers falls short" if len(needless) == 1 else "nothing that they cover falls short"
        return (f"{_counted(len(needless))} {was} not needed, for {what}: {_listed(told)} ({self._file}).",)

    def _of_absent(self, absent: int) -> tuple[str, ...]:
        if not absent:
            return ()
        what = "is about a case that was" if absent == 1 else "are about cases that were"
        return (f"{_counted(absent)} {what} not audited here ({self._file}).",)

    @property
    def _file(self) -> str:
        return self.exceptions.used.file


def _stranger(name: str, lines: Sequence[int], criteria: Collection[str]) -> str:
    nearest = next(iter(get_close_matches(name, sorted(criteria), 1, 0.6)), None)
    hint = f"; did you mean {nearest}?" if nearest else ""
    at = f"line {lines[0]}" if len(lines) == 1 else f"{len(lines):,} times from line {lines[0]}"
    return f"{name} ({at}{hint})"


def _counted(count: int) -> str:
    return "1 exception" if count == 1 else f"{count:,} exceptions"


def _listed(told: Sequence[str]) -> str:
    more = f" and {len(told) - _SHOWN:,} more" if len(told) > _SHOWN else ""
    return ", ".join(told[:_SHOWN]) + more
