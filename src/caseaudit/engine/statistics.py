"""Intervals for proportions, checked against published figures in `tests/unit/engine/test_statistics.py`."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

from caseaudit.domain.audit import Interval

LEVEL = 0.95
DECIMALS = 6


def wilson(count: int, of: int, *, level: float = LEVEL) -> Interval:
    """Return the Wilson score interval, without continuity correction, of `count` out of `of`.

    Wilson (1927), JASA 22:209-212; method 3 in Newcombe (1998), Statistics in Medicine 17:857-872. Bounds are
    fractions, rounded to six decimals. Raises ValueError unless 0 <= count <= of and of > 0.
    """
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a proportion")
    z = NormalDist().inv_cdf((1 + level) / 2)
    rate = count / of
    scale = 1 + z * z / of
    centre = (rate + z * z / (2 * of)) / scale
    half = z * sqrt(rate * (1 - rate) / of + z * z / (4 * of * of)) / scale
    # At 0 and at `of` the exact bounds are 0 and 1; rounding errors must not push them off.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == of else min(1.0, centre + half)
    return Interval(level, round(low, DECIMALS), round(high, DECIMALS), "wilson")


def overlap(first: Interval, second: Interval) -> bool:
    """Whether two intervals share a point: a cautious sign that two rates are compatible, not a test of difference."""
    return first.low <= second.high and second.low <= first.high


def rate(count: int, of: int) -> float | None:
    """Return a fraction to six decimals; None of nothing."""
    return round(count / of, DECIMALS) if of else None
