"""The rate of each criterion with the interval that the way of sampling allows, and nothing where it allows none.

A criterion concerns some of the cases only, and how many of the frame it concerns is not known. It is taken to be the
frame's share that was drawn: assessed cases times frame over cases read (Cochran 1977, Sampling Techniques, section
2.13, where the correction for a part of the frame is that of the whole).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.populations import Stratum, finite_wilson, stratified
from caseaudit.engine.statistics import rate, wilson
from caseaudit.reporting.rows import case_outcomes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from caseaudit.domain.audit import CaseAudit, Interval, Results
    from caseaudit.domain.vocabulary import CaseType
    from caseaudit.reporting.rows import CriterionRow

SHORT = {"not_met": (Outcome.NOT_MET,), "short": (Outcome.NOT_MET, Outcome.PARTLY_MET)}
ASSESSED = (Outcome.MET, Outcome.PARTLY_MET, Outcome.NOT_MET)
BY_CASE_TYPE = ["case_type"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """So many of so many cases fell short, and the rate that may be said; both None where none may."""

    count: int
    of: int
    rate: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the cases were drawn, as far as rates need it."""

    kind: str
    """`frame`, `weighted`, `strata` or `nothing`, as the draw has it; `whole` without a draw."""
    frame: int | None
    picked: frozenset[str]
    """Cases picked by hand that are kept out of every rate."""
    strata: Mapping[str, tuple[int, int]] | None
    """Case type to cases in the frame and cases read, where strata are case types."""

    @property
    def has_rates(self) -> bool:
        """Whether anything may be said of all cases together."""
        return self.kind in {"whole", "frame"} or (self.kind == "weighted" and self.strata is not None)


def drawn_of(results: Results) -> Drawn:
    """Read the draw from the manifest. Cases picked by hand leave the rates; the rest then stands as it was drawn."""
    sample: dict[str, Any] | None = results.run.sample
    if not sample:
        return Drawn("whole", None, frozenset(), None)
    audited = sample.get("audited") or {}
    picked = frozenset(sample.get("picked") or ())
    kind = str(sample.get("describes") or "nothing")
    only_picked = bool(picked) and len(picked) == audited.get("picked") and not audited.get("in_no_draw")
    if only_picked and kind == "nothing":
        kind = "frame" if sample.get("method") == "simple" else "weighted"
    if kind == "weighted" and any(one["frame"] and not one["audited"] for one in sample.get("strata") or ()):
        kind = "strata"
    strata = None
    if sample.get("by") == BY_CASE_TYPE:
        strata = {one["values"][0]: (one["frame"], one["audited"]) for one in sample.get("strata") or ()}
    frame = (sample.get("frame") or {}).get("cases")
    return Drawn(kind, frame, picked if only_picked else frozenset(), strata)


@dataclass(frozen=True, slots=True)
class Tally:
    """Case outcomes by case type and criterion, cases picked by hand left out."""

    counts: Mapping[tuple[str, str], Counter[Outcome]]
    """(case type, criterion) to how many cases had each outcome."""
    cases: int

    def of(self, criterion: str, among: Collection[CaseType] = ()) -> Counter[Outcome]:
        """Outcomes of a criterion among some case types; among all when empty."""
        found: Counter[Outcome] = Counter()
        for (kind, name), counts in self.counts.items():
            if name == criterion and (not among or kind in among):
                found.update(counts)
        return found


class Tallying:
    """Counts case outcomes, case by case, leaving out the cases of some ids."""

    def __init__(self, without: Collection[str]) -> None:
        self._without = without
        self._counts: dict[tuple[str, str], Counter[Outcome]] = {}
        self._cases = 0

    def add(self, case: CaseAudit) -> None:
        """Count a case."""
        if case.case_id in self._without:
            return
        self._cases += 1
        kind = case.case_type.value
        for criterion, outcome in case_outcomes(case).items():
            if outcome is not None:
                self._counts.setdefault((kind, criterion), Counter())[outcome] += 1

    def tally(self) -> Tally:
        """Give what was counted."""
        return Tally(self._counts, self._cases)


def estimate(row: CriterionRow, drawn: Drawn, counted: Tally) -> Estimate:
    """Give a criterion's rate and interval: of the cases read, of their frame, or weighted by its strata."""
    name = row.summary.criterion
    count, of = _short(counted.of(name), row.counts)
    if not of or not drawn.has_rates:
        return Estimate(count, of, None, None)
    if drawn.kind == "weighted" and drawn.strata is not None:
        return _weighted(row, drawn.strata, counted, count, of)
    interval = wilson(count, of)
    if drawn.kind == "frame" and drawn.frame and drawn.frame >= counted.cases:
        interval = finite_wilson(count, of, _part(of, drawn.frame, counted.cases))
    return Estimate(count, of, rate(count, of), interval)


def by_stratum(row: CriterionRow, strata: Collection[str], counted: Tally) -> dict[str, tuple[int, int]]:
    """Case type to how many fell short of how many assessed."""
    name = row.summary.criterion
    return {kind: _short(counted.counts.get((kind, name), Counter()), row.counts) for kind in strata}


def _weighted(
    row: CriterionRow, strata: Mapping[str, tuple[int, int]], counted: Tally, count: int, of: int
) -> Estimate:
    parts = []
    for kind, (short, assessed) in by_stratum(row, strata, counted).items():
        frame, read = strata[kind]
        if assessed:
            parts.append(Stratum(kind, short, assessed, _part(assessed, frame, read)))
    found = stratified(parts)
    return Estimate(count, of, found.value, found.interval)


def _part(assessed: int, frame: int, read: int) -> int:
    """How many cases of the frame a criterion concerns, judged by those read."""
    return max(assessed, ceil(assessed * frame / read)) if read else assessed


def _short(counts: Counter[Outcome], counted: str) -> tuple[int, int]:
    return sum(counts[one] for one in SHORT[counted]), sum(counts[one] for one in ASSESSED)
