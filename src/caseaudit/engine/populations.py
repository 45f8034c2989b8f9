"""What a sample says of the frame it was drawn from: finite, stratified, and machine answers corrected by people's.

For one drawn sample of a known frame the interval printed is Wilson's with the finite-population correction, not the
exact hypergeometric one. As the frame grows it becomes the Wilson interval printed elsewhere, so that knowing the frame
can only narrow what a reader sees; the exact one is as wide as Clopper and Pearson's there. `hypergeometric` is for
statements that must hold at least as often as they say, such as "none found in 30 of 60".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

from caseaudit.domain.audit import Interval
from caseaudit.engine.statistics import DECIMALS, LEVEL, wilson

CENSUS = "census"
FINITE = "wilson, finite population"
EXACT = "hypergeometric, exact"


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the frame and what was found in the cases drawn from it at random."""

    name: str
    count: int
    of: int
    """Cases drawn and read."""
    frame: int
    """Cases in this part of the frame, read or not."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of the whole frame; `note` says why there is none."""

    value: float | None
    interval: Interval | None = None
    note: str | None = None


def _check(count: int, of: int, frame: int) -> None:
    if not 0 <= count <= of <= frame or not of:
        raise ValueError(f"{count} of {of} drawn from {frame} is not a sample of a frame")


def finite_wilson(count: int, of: int, frame: int, *, level: float = LEVEL) -> Interval:
    """Return Wilson's interval for `count` of `of` cases drawn without replacement from `frame`.

    Inverts the score test with the variance of sampling without replacement, P(1 - P) / n * (N - n) / (N - 1) (Cochran
    1977, Sampling Techniques, 3rd edition, section 3.2): Wilson's formula with n * (N - 1) / (N - n) in the place of n.
    Bounds that the cases read already rule out are cut off. When all were read the bounds are the rate, and the method
    is `census`. Raises ValueError unless 0 <= count <= of <= frame and of > 0.
    """
    _check(count, of, frame)
    share = count / of
    if of == frame:
        return Interval(level, round(share, DECIMALS), round(share, DECIMALS), CENSUS)
    low, high = _finite_bounds(count, of, frame, level)
    return Interval(level, round(low, DECIMALS), round(high, DECIMALS), FINITE)


def _finite_bounds(count: int, of: int, frame: int, level: float) -> tuple[float, float]:
    if of == frame:
        return count / of, count / of
    share, size = count / of, of * (frame - 1) / (frame - of)
    square = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = (share + square / (2 * size)) / (1 + square / size)
    half = sqrt(square * (share * (1 - share) / size + square / (4 * size * size))) / (1 + square / size)
    low = 0.0 if count == 0 else max(count / frame, centre - half)
    high = 1.0 if count == of else min((frame - of + count) / frame, centre + half)
    return min(low, share), max(high, share)


def sample_interval(count: int, of: int, frame: int | None, *, level: float = LEVEL) -> Interval:
    """Return the interval to print: Wilson's, corrected for the frame where it is known (`finite_wilson`)."""
    return wilson(count, of, level=level) if frame is None else finite_wilson(count, of, frame, level=level)


def hypergeometric(count: int, of: int, frame: int, *, level: float = LEVEL) -> Interval:
    """Return the exact interval for `count` of `of` cases drawn without replacement from `frame`.

    Holds every number of such cases in the frame that neither one-sided test of size (1 - level) / 2 rejects: Clopper
    and Pearson's construction on the hypergeometric distribution (Konijn 1973; Kauermann and Kuechenhoff 2010,
    Stichproben). Covers at least as often as `level` says. Raises ValueError as `finite_wilson` does.
    """
    _check(count, of, frame)
    lowest, highest = count, frame - of + count
    low, high = lowest, highest
    while low < high:  # the smallest number at which finding so many is not too rare
        middle = (low + high) // 2
        low, high = (low, middle) if _plausible(of - count, of, frame - middle, frame, level) else (middle + 1, high)
    lower = low
    low, high = lower, highest
    while low < high:  # the largest number at which finding so few is not too rare
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _plausible(count, of, middle, frame, level) else (low, middle - 1)
    return Interval(level, round(lower / frame, DECIMALS), round(low / frame, DECIMALS), EXACT)


def _plausible(count: int, of: int, having: int, frame: int, level: float) -> bool:
    """Whether P(X <= count) > (1 - level) / 2 where `having` of `frame` have the thing; whole numbers, so exact."""
    others = frame - having
    first = max(0, of - others)
    if count < first:
        return False
    term = total = comb(having, first) * comb(others, of - first)
    for drawn in range(first, min(count, having)):
        term = term * (having - drawn) * (of - drawn) // ((drawn + 1) * (others - of + drawn + 1))
        total += term
    return 2 * total > (1 - Fraction(str(level))) * comb(frame, of)


def square_and_add(parts: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float]:
    """Return a weighted sum of independent estimates, and its lower and upper bound.

    A part is (weight, estimate, its lower bound, its upper bound). The distances of the bounds are squared, added and
    rooted, each on the side to which its weight turns it: Zou, Huang and Zhang (2009), Computational Statistics and
    Data Analysis 53:1080-1085. With weights 1 and -1 and Wilson's bounds it is Newcombe's method 10.
    """
    total = sum(weight * value for weight, value, _, _ in parts)
    down = up = 0.0
    for weight, value, low, high in parts:
        below, above = weight * (value - low), weight * (high - value)
        down += below**2 if weight > 0 else above**2
        up += above**2 if weight > 0 else below**2
    return total, total - sqrt(down), total + sqrt(up)


def stratified(strata: Sequence[Stratum], *, level: float = LEVEL) -> Rate:
    """Return the rate of the frame from strata drawn separately, each weighted by its share of the frame.

    Estimate: Cochran (1977), section 5.10. Interval: `finite_wilson` of each stratum, put together by `square_and_add`;
    unlike the normal one it does not shrink to nothing where a stratum showed none. No rate when a stratum that holds
    cases was not drawn from. Raises ValueError for counts that are no sample.
    """
    held = [stratum for stratum in strata if stratum.frame]
    missing = [stratum.name for stratum in held if not stratum.of]
    if missing or not held:
        where = ", ".join(missing)
        return Rate(None, note=f"nothing was read from {where}" if missing else "the frame holds no case")
    frame = sum(stratum.frame for stratum in held)
    parts = []
    for stratum in held:
        _check(stratum.count, stratum.of, stratum.frame)
        bounds = _finite_bounds(stratum.count, stratum.of, stratum.frame, level)
        parts.append((stratum.frame / frame, stratum.count / stratum.of, *bounds))
    value, low, high = square_and_add(parts)
    known = sum(stratum.count for stratum in held)
    ruled_out = sum(stratum.of - stratum.count for stratum in held)
    low, high = max(known / frame, low), min((frame - ruled_out) / frame, high)
    method = CENSUS if all(stratum.of == stratum.frame for stratum in held) else "stratified wilson, finite population"
    return Rate(round(value, DECIMALS), Interval(level, round(low, DECIMALS), round(high, DECIMALS), method))


def two_phase(answers: Sequence[Stratum], *, level: float = LEVEL) -> Rate:
    """Return the rate that people would find in a frame that the machine judged whole and people read in part.

    One stratum to each answer of the machine: `frame` cases got it, people read `of` of them drawn at random and found
    the thing in `count`. The machine's answers only sort the frame; what counts is people's answers in each sort, so
    the rate is right however wrong the machine is, and the more precise the better the machine is. It holds whether the
    cases to read were drawn from the whole frame or more densely from one answer. Double sampling: Tenenbein (1970),
    Journal of the American Statistical Association 65:1350-1361; with a fully known first phase it is stratification
    after selection, Cochran (1977), section 5A.9. Interval and refusals as in `stratified`.
    """
    rate = stratified(answers, level=level)
    if rate.interval is None or rate.interval.method == CENSUS:
        return rate
    given = rate.interval
    return Rate(rate.value, Interval(given.level, given.low, given.high, "two-phase, stratified by machine answer"))


def difference_estimate(
    machine: int, frame: int, read: int, machine_only: int, people_only: int, *, level: float = LEVEL
) -> Rate:
    """Return the machine's rate in the frame, corrected by the difference that people found in a random part.

    The machine found the thing in `machine` of `frame` cases. Of `read` cases drawn from the whole frame at random,
    `machine_only` had it by the machine alone and `people_only` by people alone. Value: machine / frame, plus
    (people_only - machine_only) / read: the regression estimate with slope 1 (Cochran 1977, section 7.3). Interval:
    finite-population Wilson bounds of the two kinds of difference, put together with their multinomial correlation
    (Zou and Donner 2008, Statistics in Medicine 27:1693-1702). `two_phase` is usually narrower; this one needs no
    machine answer for each case read. Raises ValueError for counts that cannot be.
    """
    _check(machine_only + people_only, read, frame)
    if min(machine_only, people_only) < 0 or not machine_only <= machine <= frame - people_only:
        raise ValueError("the differences do not fit what the machine found")
    # More cases cannot be the machine's alone than it found, nor people's alone than it left.
    most_over, most_under = machine / frame, (frame - machine) / frame
    over, over_low, over_high = (
        min(most_over, share) for share in (machine_only / read, *_finite_bounds(machine_only, read, frame, level))
    )
    under, under_low, under_high = (
        min(most_under, share) for share in (people_only / read, *_finite_bounds(people_only, read, frame, level))
    )
    product = (1 - over) * (1 - under)
    together = 2 * sqrt(over * under / product) if product else 2.0
    down = sqrt(
        (under - under_low) ** 2 + (over_high - over) ** 2 + together * (under - under_low) * (over_high - over)
    )
    up = sqrt((under_high - under) ** 2 + (over - over_low) ** 2 + together * (under_high - under) * (over - over_low))
    value = min(1.0, max(0.0, machine / frame + under - over))
    method = CENSUS if read == frame else "difference estimator"
    bounds = (round(max(0.0, value - down), DECIMALS), round(min(1.0, value + up), DECIMALS))
    return Rate(round(value, DECIMALS), Interval(level, *bounds, method))
