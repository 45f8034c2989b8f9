"""The formulas of agreement between readers: kappa, Gwet's coefficients and Krippendorff's alpha, with standard errors.

`agreement` puts them together for a set of marks. Every formula is checked against published figures in
`tests/unit/engine/test_agreement.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

Matrix = Sequence[Sequence[float]]
"""Square, categories by categories, in the order of the categories."""

NORMAL_FROM = 1000
"""Degrees of freedom from which Student's distribution and the normal one are the same to four digits."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and its standard error; None where the marks do not determine it."""

    value: float | None
    error: float | None = None


def identity_weights(size: int) -> Matrix:
    """Count only the same answer as agreement: 1 on the diagonal, 0 elsewhere."""
    return tuple(tuple(float(row == column) for column in range(size)) for row in range(size))


def linear_weights(size: int) -> Matrix:
    """Count a neighbouring answer as part agreement: 1 - |i - j| / (size - 1); Cicchetti and Allison (1971).

    With not met, partly met and met these are 1, 0.5 and 0, as in the score of a case. Raises ValueError below two.
    """
    if size < 2:  # noqa: PLR2004 - one category leaves no room to disagree
        raise ValueError("agreement needs at least two categories")
    return tuple(tuple(1 - abs(row - column) / (size - 1) for column in range(size)) for row in range(size))


def cohen_kappa(table: Matrix, weights: Matrix) -> Estimate:
    """Return Cohen's kappa, weighted if `weights` are, and its large-sample standard error.

    `table` counts the units by first auditor's answer (rows) and second's (columns). Value: Cohen (1960), Educational
    and Psychological Measurement 20:37-46, and (1968), Psychological Bulletin 70:213-220; error: Fleiss, Cohen and
    Everitt (1969), Psychological Bulletin 72:323-327. No value for an empty table, nor when both gave the same single
    answer throughout: chance alone would then agree always.
    """
    size, total = len(table), sum(map(sum, table))
    if not total:
        return Estimate(None)
    share = [[count / total for count in row] for row in table]
    rows = [sum(row) for row in share]
    columns = [sum(row[column] for row in share) for column in range(size)]
    cells = [(row, column) for row in range(size) for column in range(size)]
    observed = sum(share[row][column] * weights[row][column] for row, column in cells)
    chance = sum(rows[row] * columns[column] * weights[row][column] for row, column in cells)
    left = 1 - chance
    if left <= 1e-12:  # noqa: PLR2004 - rounding of the shares
        return Estimate(None)
    row_means = [sum(columns[column] * weights[row][column] for column in range(size)) for row in range(size)]
    column_means = [sum(rows[row] * weights[row][column] for row in range(size)) for column in range(size)]
    spread = sum(
        share[row][column]
        * (weights[row][column] * left - (row_means[row] + column_means[column]) * (1 - observed)) ** 2
        for row, column in cells
    )
    variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (total * left**4)
    return Estimate((observed - chance) / left, sqrt(max(0.0, variance)))


def unit_agreement(counts: Sequence[int], weights: Matrix) -> float:
    """Return the share of ordered pairs of marks on one unit that agree; needs two marks or more."""
    marks = sum(counts)
    pairs = sum(
        count * (sum(weight * other for weight, other in zip(row, counts, strict=True)) - 1)
        for count, row in zip(counts, weights, strict=True)
    )
    return pairs / (marks * (marks - 1))


def gwet_value(observed: float, shares: Sequence[float], weights: Matrix) -> tuple[float, float]:
    """Return Gwet's coefficient and the agreement expected by chance.

    `observed` is the mean of `unit_agreement` over the units with two marks or more, `shares` the mean share of each
    category over all marked units.
    """
    size = len(shares)
    chance = sum(map(sum, weights)) / (size * (size - 1)) * sum(share * (1 - share) for share in shares)
    return (observed - chance) / (1 - chance), chance


def gwet(units: Sequence[Sequence[int]], weights: Matrix) -> Estimate:
    """Return Gwet's AC1 (identity weights) or AC2 and its standard error, for any number of auditors and missing marks.

    `units` gives for each unit how many auditors chose each category; the categories are those that the auditors could
    choose, used or not. Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:29-48; AC2 and
    missing marks: Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition. No value without a unit marked twice.
    """
    marked = [counts for counts in units if sum(counts)]
    doubles = [counts for counts in marked if sum(counts) > 1]
    if not doubles:
        return Estimate(None)
    size, number = len(marked[0]), len(marked)
    observed = sum(unit_agreement(counts, weights) for counts in doubles) / len(doubles)
    shares = [sum(counts[index] / sum(counts) for counts in marked) / number for index in range(size)]
    value, chance = gwet_value(observed, shares, weights)
    if number == 1:
        return Estimate(value)
    scale = sum(map(sum, weights)) / (size * (size - 1))
    squares = 0.0
    for counts in marked:
        double = sum(counts) > 1
        own = number / len(doubles) * (unit_agreement(counts, weights) - chance) / (1 - chance) if double else 0.0
        expected = scale * sum(count * (1 - share) for count, share in zip(counts, shares, strict=True)) / sum(counts)
        squares += (own - 2 * (1 - value) * (expected - chance) / (1 - chance) - value) ** 2
    return Estimate(value, sqrt(squares / (number * (number - 1))))


def coincidences(counts: Sequence[int]) -> Matrix:
    """Return one unit's part of Krippendorff's coincidence matrix; nothing from a unit with fewer than two marks."""
    marks = sum(counts)
    if marks < 2:  # noqa: PLR2004 - a single mark pairs with nothing
        return tuple((0.0,) * len(counts) for _ in counts)
    return tuple(
        tuple(count * (other - (row == column)) / (marks - 1) for column, other in enumerate(counts))
        for row, count in enumerate(counts)
    )


def krippendorff_alpha(matrix: Matrix, *, ordinal: bool) -> float | None:
    """Return Krippendorff's alpha of a coincidence matrix; None when all pairable marks are the same, or none exist.

    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections C and D: nominal differences are 0 or 1,
    ordinal ones the square of how many marks lie between the two categories, each counted half at the ends.
    """
    size = len(matrix)
    totals = [sum(row) for row in matrix]
    number = sum(totals)
    observed = expected = 0.0
    for low in range(size):
        for high in range(low + 1, size):
            between = sum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2
            apart = between**2 if ordinal else 1.0
            observed += matrix[low][high] * apart
            expected += totals[low] * totals[high] * apart
    return 1 - (number - 1) * observed / expected if expected else None


def _student_within(bound: float, freedom: int) -> float:
    """Return P(|T| <= bound) for whole degrees of freedom; Abramowitz and Stegun (1964), 26.7.3 and 26.7.4."""
    angle = atan(bound / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for power in range(1 if odd else 0, freedom - 1, 2):
        total += term
        term *= cos(angle) ** 2 * (power + 1) / (power + 2)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def student_quantile(level: float, freedom: int) -> float:
    """Return t such that P(|T| <= t) = `level` for `freedom` degrees of freedom, by halving; ValueError below one."""
    if freedom < 1:
        raise ValueError("Student's distribution needs at least one degree of freedom")
    if freedom >= NORMAL_FROM:
        return NormalDist().inv_cdf((1 + level) / 2)
    low, high = 0.0, 1.0
    while _student_within(high, freedom) < level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _student_within(middle, freedom) < level else (low, middle)
    return (low + high) / 2
