"""What a run gathers on its way, none of which grows with the number of cases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from caseaudit.domain.vocabulary import Severity
from caseaudit.engine.exceptions import Coverage
from caseaudit.engine.summary import Accumulator
from caseaudit.reporting.json_v1 import case_of_line

if TYPE_CHECKING:
    from caseaudit.batch.auditing import Audited
    from caseaudit.domain.audit import CaseAudit, SetAside

SHOWN = 40
"""Escalations of one severity, and records set aside, that are kept to be shown."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class First(Collection[T], Generic[T]):
    """The first of many, which knows how many there were."""

    kept: tuple[T, ...]
    count: int

    def __len__(self) -> int:
        """Say how many there were."""
        return self.count

    def __iter__(self) -> Iterator[T]:
        """Give those that were kept."""
        return iter(self.kept)

    def __contains__(self, one: object) -> bool:
        """Say whether one was kept."""
        return one in self.kept


@dataclass(slots=True)
class Escalations:
    """Findings that mean that a child may be unsafe now: counted, and the first of each severity kept to be shown."""

    count: int = 0
    _kept: dict[Severity, list[CaseAudit]] = field(default_factory=dict)

    def add(self, case: CaseAudit) -> None:
        """Take a case that escalates."""
        for finding in case.findings:
            if not finding.escalate:
                continue
            self.count += 1
            kept = self._kept.setdefault(finding.severity, [])
            if len(kept) < SHOWN:
                kept.append(replace(case, findings=(replace(finding, evidence=()),)))

    def cases(self) -> tuple[CaseAudit, ...]:
        """Give what is kept, one case with all its findings that are kept, in the order of the input."""
        merged: dict[str, CaseAudit] = {}
        for case in chain.from_iterable(self._kept[severity] for severity in Severity if severity in self._kept):
            known = merged.get(case.case_id)
            merged[case.case_id] = replace(case, findings=(*known.findings, *case.findings)) if known else case
        return tuple(merged.values())


@dataclass(slots=True)
class Gathered:
    """Counts, and the little that is kept to be told."""

    accumulator: Accumulator
    coverage: Coverage | None = None
    """Which exceptions on file were of use, where there are any."""
    escalations: Escalations = field(default_factory=Escalations)
    aside: list[SetAside] = field(default_factory=list)
    """The first records set aside."""
    set_aside: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    """Records set aside because caseaudit failed on them."""
    future: int = 0
    """Times after the audit date."""
    in_cases: int = 0
    """Cases that hold such a time."""

    def audited(self, case: Audited) -> None:
        """Count a case."""
        self.accumulator.add_count(case.counts)
        told = case.told
        self.faults.update(told.faults)
        self.future += told.future
        self.in_cases += told.future > 0
        if self.coverage is not None and told.exceptions:
            self.coverage.add(told.exceptions)
        if case.counts.escalated:
            self.escalations.add(case_of_line(case.line))

    def put_aside(self, record: SetAside, fault: tuple[str, str] | None = None) -> None:
        """Count a record that was set aside."""
        self.set_aside += 1
        if len(self.aside) < SHOWN:
            self.aside.append(record)
        if fault is not None:
            self.lost += 1
            self.faults[fault[0]] = fault[1]

    def first_aside(self) -> First[SetAside]:
        """Give the first records set aside, with the number of all."""
        return First(tuple(self.aside), self.set_aside)

    def notices(self, day: str) -> tuple[str, ...]:
        """Say what the reader of the results should know; `day` is the day of the audit."""
        told: list[str] = []
        if self.future:
            times = "1 time lies" if self.future == 1 else f"{self.future:,} times lie"
            counts = "counts" if self.future == 1 else "count"
            cases = "1 case" if self.in_cases == 1 else f"{self.in_cases:,} cases"
            told.append(f"{times} after {day} and {counts} as not yet happened (in {cases}).")
        if self.coverage is not None:
            judged = [criterion.id for criterion in self.accumulator.judgement.criteria]
            told += self.coverage.notices(judged)
        return tuple(told)
