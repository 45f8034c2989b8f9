"""`caseaudit run --baseline`: what changed since earlier results, and the gate on what is new."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from caseaudit.cli.boundary import say
from caseaudit.engine.differences import differences, slim
from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from caseaudit.domain.audit import CaseAudit, Results
    from caseaudit.engine.differences_counts import Arrivals
    from caseaudit.reporting.review_comparison_pages import Page

_SHOWN = 5


@dataclass(slots=True)
class Since:
    """Earlier results, and what changed since then."""

    baseline: Results
    name: str
    gate: bool
    """Whether a new finding makes the run fail."""
    cases: list[CaseAudit] = field(default_factory=list)
    _compared: tuple[Page, Arrivals] | None = None

    def add(self, case: CaseAudit) -> None:
        """Take a case of this run."""
        self.cases.append(slim(case))

    def compare(self, results: Results) -> None:
        """Compare with the results of this run, as long as their cases can be read. Raises InputError."""
        from caseaudit.cli.diff import page_against  # noqa: PLC0415 - only where there is a baseline
        from caseaudit.reporting.difference_sides import sides_of  # noqa: PLC0415

        with sides_of(self.baseline, results) as sides:
            found = differences(self.baseline, results, sides=sides)
            self._compared = page_against(found, self.baseline, self.name, results), found.arrivals

    def told(self, results: Results, *, quiet: bool) -> bool:
        """Show what changed, unless quiet; True when the gate failed."""
        from caseaudit.cli.diff import show  # noqa: PLC0415 - as above

        if self._compared is None:
            self.compare(replace(results, cases=tuple(self.cases)))
        assert self._compared is not None
        page, arrivals = self._compared
        if not quiet:
            show(page)
        return self.gate and failed_on_new(arrivals)


def failed_on_new(new: Arrivals) -> bool:
    """Tell the gate on new findings on standard error; True when there are any, in cases of both audits or new ones.

    Those that an exception accepts do not count.
    """
    if not new.findings:
        return False
    noun = "new finding" if new.findings == 1 else "new findings"
    urgent = f", {new.escalations:,} with an escalation" if new.escalations else ""
    beside = f"; {new.accepted:,} more accepted" if new.accepted else ""
    more = f" and {len(new.criteria) - _SHOWN:,} more" if len(new.criteria) > _SHOWN else ""
    listed = ", ".join(new.criteria[:_SHOWN]) + more
    say(f"caseaudit: gate failed: {new.findings:,} {noun}{urgent}: {listed}{beside} (--fail-on-new).")
    return True


def read_baseline(path: Path | None, *, fail_on_new: bool) -> Since | None:
    """Read the earlier results. Raises UsageError for a gate without them, InputError where they cannot be read."""
    from caseaudit.reporting.stored import read_results  # noqa: PLC0415 - only where there is a baseline

    if path is not None:
        return Since(read_results(path), path.name, fail_on_new)
    if fail_on_new:
        raise UsageError("--fail-on-new needs --baseline", remedy="Name the earlier results: --baseline last.json")
    return None
