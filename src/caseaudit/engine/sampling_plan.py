"""What a dip sample is asked for, and the record of the draw, `caseaudit.draw/1`.

The record holds no clock, no user and no path: the same export, plan and ledger give the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from caseaudit.domain.audit import Source
from caseaudit.domain.manifest import MappingUsed

DRAW_SCHEMA = "caseaudit.draw/1"
ALGORITHM = "caseaudit-rank/1"
"""Name of the way of drawing that `sampling` describes. Another way gets another name, and this one stays."""

Method = Literal["simple", "stratified", "quota"]
Allocation = Literal["proportional", "equal", "quota"]
OnePer = Literal["child", "officer"]
How = Literal["drawn", "reserve", "picked"]


@dataclass(frozen=True, slots=True)
class Quota:
    """How many cases are wanted of one stratum, named by its value."""

    value: str
    cases: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides a draw, apart from the export and the ledger."""

    seed: str
    size: int
    """Cases to draw; with quotas their sum."""
    by: tuple[str, ...] = ()
    """Fields whose values make the strata."""
    allocation: Allocation | None = None
    """How the size is shared among strata; None without strata."""
    quotas: tuple[Quota, ...] = ()
    reserve: int = 0
    """Reserve cases for each stratum that is drawn from."""
    one_per: OnePer | None = None
    where: tuple[str, ...] = ()
    """Conditions that a case must fulfil, as written."""
    since: str | None = None
    """First day of the period, ISO."""
    until: str | None = None
    """Last day of the period, ISO."""
    dated_by: str | None = None
    """The field whose day counts for the period; None without a period."""
    picks: tuple[str, ...] = ()
    """Case ids chosen by hand, sorted."""

    @property
    def method(self) -> Method:
        """What kind of sample it is."""
        if self.quotas:
            return "quota"
        return "stratified" if self.by else "simple"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of the export."""

    path: str
    """Relative to the folder of the argument, with `/`."""
    sha256: str
    read: int
    """Records; of a mapped export, rows."""
    set_aside: int
    """Of these, what could not be read as a case file."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The cases that could be drawn."""

    read: int
    """Records of the export."""
    set_aside: int
    """Records that could not be read as case files."""
    export_sha256: str
    """Digest of the sorted ids of every case file that was read."""
    cases: int
    """Case files left after the exclusions."""
    sha256: str
    """Digest of the sorted ids of these."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Case files that could not be drawn, all for one reason; a case counts under the first that holds."""

    reason: str
    cases: int
    case_ids: tuple[str, ...] = ()
    """Named where the reason lies outside the export (the ledger), so that the draw can be repeated without it."""


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """One stratum and what was drawn of it."""

    values: tuple[str, ...]
    """One value for each field of the plan's `by`; empty for a simple sample."""
    frame: int
    wanted: int
    """Cases that the allocation or the quota gives it."""
    drawn: int
    reserve: int
    weight: float | None
    """Cases of the frame that one drawn case stands for; None where none was drawn."""


@dataclass(frozen=True, slots=True)
class ChosenCase:
    """One case of the draw."""

    case_id: str
    how: How
    picked: bool
    """Whether it was chosen by hand, drawn as well or not."""
    stratum: tuple[str, ...]
    place: int | None
    """From 1, by rank within the stratum; reserves go on counting. None for a case that was only picked."""
    rank: str
    """64 hexadecimal digits."""
    sha256: str = ""
    """Digest of its line in the sample, without the line end."""
    source: Source | None = None
    """Where it stood in the export."""


@dataclass(frozen=True, slots=True)
class LedgerSeen:
    """The part of the ledger that was looked at: its beginning, up to this draw's own entries."""

    as_of: str
    """The day from which the months are counted back, ISO."""
    months: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """`caseaudit.draw/1`."""

    id: str
    tool_version: str
    algorithm: str
    method: Method
    plan: Plan
    inputs: tuple[ExportFile, ...]
    mapping: MappingUsed | None
    frame: Frame
    exclusions: tuple[Exclusion, ...]
    ledger: LedgerSeen | None
    strata: tuple[StratumDrawn, ...]
    cases: tuple[ChosenCase, ...]
    """Drawn, then reserves, each by rank; then what was only picked, by id."""
    notices: tuple[str, ...] = ()
    """What whoever uses the sample must know."""
    export_notices: tuple[str, ...] = ()
    """What was noted when the export was read."""
    schema: Literal["caseaudit.draw/1"] = "caseaudit.draw/1"

    def chosen(self, how: How) -> tuple[ChosenCase, ...]:
        """Return the cases chosen in one way."""
        return tuple(case for case in self.cases if case.how == how)


def digest_of_ids(case_ids: list[str]) -> str:
    """SHA-256 of the ids as UTF-8, sorted by their bytes, each followed by a line feed."""
    digest = hashlib.sha256()
    for encoded in sorted(case_id.encode("utf-8", "surrogatepass") for case_id in case_ids):
        digest.update(encoded + b"\n")
    return digest.hexdigest()


def draw_id(plan: Plan, export_sha256: str, months: int | None) -> str:
    """Name a draw by what was asked of which cases: 16 hexadecimal digits, the same whatever the ledger says by then.

    So a draw that is repeated is known again in the ledger, and its own pending cases are no obstacle to it.
    """
    quotas = [f"{quota.value}={quota.cases}" for quota in plan.quotas]
    lists = (plan.by, quotas, plan.where, plan.picks)
    single = (plan.allocation, plan.one_per, plan.since, plan.until, plan.dated_by, months)
    parts = [ALGORITHM, export_sha256, plan.seed, str(plan.size), str(plan.reserve)]
    parts += ["" if value is None else str(value) for value in single]
    parts += [part for values in lists for part in (str(len(values)), *values)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
