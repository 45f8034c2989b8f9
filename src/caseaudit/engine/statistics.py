"""Intervals for proportions and a test of paired answers.

Both are checked against published figures in `tests/unit/engine/test_statistics.py`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, sqrt
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


def mcnemar(first_only: int, second_only: int) -> float:
    """Return the two-sided p-value of McNemar's exact conditional test for paired yes-or-no answers.

    `first_only` counts the pairs in which only the first is right, `second_only` those in which only the second is;
    pairs that agree say nothing. p = 2 * P(X <= min) with X ~ Binomial(both counts together, 1/2), at most 1: McNemar
    (1947), Psychometrika 12:153-157; formula and example in Fagerland, Lydersen and Laake (2013), BMC Medical
    Research Methodology 13:91. Raises ValueError for a negative count.
    """
    if first_only < 0 or second_only < 0:
        raise ValueError("a count of pairs cannot be negative")
    discordant = first_only + second_only
    tail = sum(comb(discordant, count) for count in range(min(first_only, second_only) + 1))
    # Whole numbers until here: 2**discordant overflows a float beyond about a thousand pairs.
    return min(1.0, float(Fraction(2 * tail, 2**discordant)))
