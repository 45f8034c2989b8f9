"""`caseaudit run --baseline`: what changed since earlier results, and the gate on what is new."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from caseaudit.cli.gates import failed_on_new
from caseaudit.engine.differences import differences, slim
from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from caseaudit.domain.audit import CaseAudit, Results


@dataclass(slots=True)
class Since:
    """Earlier results, and what a comparison needs of the cases of this run."""

    baseline: Results
    name: str
    gate: bool
    """Whether a new finding makes the run fail."""
    cases: list[CaseAudit] = field(default_factory=list)

    def add(self, case: CaseAudit) -> None:
        """Take a case of this run."""
        self.cases.append(slim(case))

    def told(self, results: Results, *, quiet: bool) -> bool:
        """Show what changed, unless quiet; True when the gate failed."""
        from caseaudit.cli.diff import show_against  # noqa: PLC0415 - only where there is a baseline

        whole = replace(results, cases=tuple(self.cases))
        found = differences(self.baseline, whole)
        if not quiet:
            show_against(found, self.baseline, self.name, whole)
        return self.gate and failed_on_new(found)


def read_baseline(path: Path | None, *, fail_on_new: bool) -> Since | None:
    """Read the earlier results. Raises UsageError for a gate without them, InputError where they cannot be read."""
    from caseaudit.reporting.stored import read_results  # noqa: PLC0415 - only where there is a baseline

    if path is not None:
        return Since(read_results(path), path.name, fail_on_new)
    if fail_on_new:
        raise UsageError("--fail-on-new needs --baseline", remedy="Name the earlier results: --baseline last.json")
    return None
