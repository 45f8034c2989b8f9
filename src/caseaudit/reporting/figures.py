"""Figures in words: shares, counts, intervals and baselines, said the same way by every writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from caseaudit.domain.audit import Baseline, InputUsed, Interval

NOTHING = "—"
"""Stands where there is no figure: nothing was assessed, or no baseline is known."""


def percent(fraction: float | None) -> str:
    """`0.083333` as `8.3%`; None as `—`."""
    return NOTHING if fraction is None else f"{fraction * 100:.1f}%"


def count_text(count: int, of: int, rate: float | None) -> str:
    """`4 of 48 (8.3%)`, or `—` when nothing was counted."""
    return NOTHING if not of else f"{count:,} of {of:,} ({percent(rate)})"


def interval_text(interval: Interval | None) -> str:
    """`3.3% to 19.6%`, or `—`."""
    return NOTHING if interval is None else f"{percent(interval.low)} to {percent(interval.high)}"


def baseline_text(baseline: Baseline | None) -> str:
    """`17 of 48 (35.4%)`, or `—`."""
    if baseline is None:
        return NOTHING
    return count_text(baseline.count, baseline.of, baseline_rate(baseline))


def baseline_rate(baseline: Baseline) -> float | None:
    """The published share itself: count over of, None when it counted nothing."""
    return baseline.count / baseline.of if baseline.of else None


def compatible_text(baseline: Baseline | None) -> str:
    """`Yes` when the two intervals overlap, `No` when they don't, `—` where there is nothing to compare."""
    if baseline is None or baseline.compatible is None:
        return NOTHING
    return "Yes" if baseline.compatible else "No"


def account(*inputs: InputUsed) -> str:
    """`5 read, 4 audited, 1 set aside`; of mapped exports in rows, with what else became of them."""
    rows = any(item.blank is not None for item in inputs)
    read = sum(item.read for item in inputs)
    noun = ("row " if read == 1 else "rows ") if rows else ""
    return f"{read:,} {noun}read, {outcome(*inputs)}"


def outcome(*inputs: InputUsed) -> str:
    """`4 audited, 1 set aside, 2 repeats, 1 left out, 3 blank`; the last three only where there are any."""
    audited, rejected = (sum(getattr(item, name) for item in inputs) for name in ("audited", "rejected"))
    said = [f"{audited:,} audited", f"{rejected:,} set aside"]
    for name, noun in (("repeated", "repeated"), ("left_out", "left out"), ("blank", "blank")):
        count = sum(getattr(item, name) or 0 for item in inputs)
        said += [f"{count:,} {noun}"] if count else []
    return ", ".join(said)
