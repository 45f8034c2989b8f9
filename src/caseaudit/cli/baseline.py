"""`caseaudit run --baseline`: what changed since earlier results, and the gate on what is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from caseaudit.cli.gates import failed_on_new
from caseaudit.engine.differences import differences
from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from caseaudit.domain.audit import Results
    from caseaudit.engine.differences_counts import Arrivals
    from caseaudit.reporting.review_comparison_pages import Page


@dataclass(slots=True)
class Since:
    """Earlier results, and what changed since then."""

    baseline: Results
    name: str
    gate: bool
    """Whether a new finding makes the run fail."""
    _compared: tuple[Page, Arrivals] | None = None

    def compare(self, results: Results) -> None:
        """Compare with the results of this run, as long as their cases can be read. Raises InputError."""
        from caseaudit.cli.diff import page_against  # noqa: PLC0415 - only where there is a baseline
        from caseaudit.reporting.difference_sides import sides_of  # noqa: PLC0415

        with sides_of(self.baseline, results) as sides:
            found = differences(self.baseline, results, sides=sides)
            self._compared = page_against(found, self.baseline, self.name, results), found.arrivals

    def told(self, *, quiet: bool) -> bool:
        """Show what changed, unless quiet; True when the gate failed. Call it after `compare`."""
        from caseaudit.cli.diff import show  # noqa: PLC0415 - as above

        assert self._compared is not None
        page, arrivals = self._compared
        if not quiet:
            show(page)
        return self.gate and failed_on_new(arrivals)


def read_baseline(path: Path | None, *, fail_on_new: bool) -> Since | None:
    """Read the earlier results. Raises UsageError for a gate without them, InputError where they cannot be read."""
    from caseaudit.reporting.stored import read_results  # noqa: PLC0415 - only where there is a baseline

    if path is not None:
        return Since(read_results(path), path.name, fail_on_new)
    if fail_on_new:
        raise UsageError("--fail-on-new needs --baseline", remedy="Name the earlier results: --baseline last.json")
    return None
