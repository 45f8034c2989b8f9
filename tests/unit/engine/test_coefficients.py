"""The coefficients of agreement against published figures, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.engine.coefficients import (
    cohen_kappa,
    coincidences,
    gwet,
    identity_weights,
    krippendorff_alpha,
    linear_weights,
    student_quantile,
)

# Krippendorff (2011), section C: four observers, twelve units, five categories; 0 is missing. The same marks are
# Gwet's cac.raw4raters (irrCAC, his R package to the Handbook of Inter-Rater Reliability, 4th edition, 2014).
FOUR_OBSERVERS: list[tuple[int, ...]] = [
    (1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3),
    (0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0),
]


def counts_of(observers: list[tuple[int, ...]], size: int) -> list[tuple[int, ...]]:
    return [tuple(unit.count(category) for category in range(1, size + 1)) for unit in zip(*observers, strict=True)]


def units_of(table: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """Two auditors' table as counts by category, one row to a unit."""
    size, units = len(table), []
    for row in range(size):
        for column in range(size):
            counts = tuple((index == row) + (index == column) for index in range(size))
            units += [counts] * table[row][column]
    return units


def alpha(units: list[tuple[int, ...]], *, ordinal: bool) -> float | None:
    matrices = [coincidences(counts) for counts in units]
    size = len(units[0])
    total = [[sum(matrix[row][column] for matrix in matrices) for column in range(size)] for row in range(size)]
    return krippendorff_alpha(total, ordinal=ordinal)


def letters(first: str, second: str, categories: str) -> list[tuple[int, ...]]:
    return [tuple((one, other).count(name) for name in categories) for one, other in zip(first, second, strict=True)]


def test_alpha_of_two_observers_and_two_categories_is_krippendorffs() -> None:
    """Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section A: 0.095."""
    assert round(alpha(letters("0100000010", "1110010000", "01"), ordinal=False) or 0, 3) == 0.095


def test_alpha_of_two_observers_and_five_categories_is_krippendorffs() -> None:
    """Krippendorff (2011), section B: 0.692."""
    assert round(alpha(letters("aabbdcccedda", "babbbcccedd" + "d", "abcde"), ordinal=False) or 0, 3) == 0.692


@pytest.mark.parametrize(("ordinal", "figure"), [(False, 0.743), (True, 0.815)])
def test_alpha_of_four_observers_with_missing_marks_is_krippendorffs(ordinal: bool, figure: float) -> None:
    """Krippendorff (2011), sections C (nominal) and D (ordinal)."""
    assert round(alpha(counts_of(FOUR_OBSERVERS, 5), ordinal=ordinal) or 0, 3) == figure


def test_ac1_of_four_auditors_with_missing_marks_is_gwets() -> None:
    """irrCAC vignette "overview", gwet.ac1.raw(cac.raw4raters): 0.77544, error 0.14295, interval 0.461 to 1."""
    estimate = gwet(counts_of(FOUR_OBSERVERS, 5), identity_weights(5))
    assert estimate.value is not None
    assert estimate.error is not None
    assert (round(estimate.value, 5), round(estimate.error, 5)) == (0.77544, 0.14295)
    assert round(estimate.value - student_quantile(0.95, 11) * estimate.error, 3) == 0.461


def test_ac2_with_linear_weights_is_gwets() -> None:
    """irrCAC, gwet.ac1.raw(cac.raw4raters, weights = "linear"): 0.859, error 0.117, lower bound 0.600.

    And of two abstractors' table, gwet.ac1.table(cont3x3abstractors): AC1 0.849, AC2 0.900.
    """
    estimate = gwet(counts_of(FOUR_OBSERVERS, 5), linear_weights(5))
    assert (round(estimate.value or 0, 3), round(estimate.error or 0, 3)) == (0.859, 0.117)
    assert round((estimate.value or 0) - student_quantile(0.95, 11) * (estimate.error or 0), 3) == 0.600
    abstractors = units_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert round(gwet(abstractors, identity_weights(3)).value or 0, 3) == 0.849
    assert round(gwet(abstractors, linear_weights(3)).value or 0, 3) == 0.900


def test_kappa_and_its_error_are_gwets() -> None:
    """irrCAC vignette "overview", kappa2.table(cont3x3abstractors): 0.7964094, error 0.05891072."""
    estimate = cohen_kappa([[13, 0, 0], [0, 20, 7], [0, 4, 56]], identity_weights(3))
    assert estimate.value == pytest.approx(0.7964094, abs=5e-8)
    assert estimate.error == pytest.approx(0.05891072, abs=5e-8)


@pytest.mark.parametrize(("linear", "value", "error"), [(False, 0.4842, 0.1380), (True, 0.4701, 0.1457)])
def test_kappa_and_its_error_of_fleiss_cohen_and_everitt_are_those_that_sas_prints(
    linear: bool, value: float, error: float
) -> None:
    """SAS PROC FREQ output kept in the tests of statsmodels (test_inter_rater.py): simple and weighted, with ASE."""
    weights = linear_weights(3) if linear else identity_weights(3)
    estimate = cohen_kappa([[0, 4, 1], [0, 8, 0], [0, 1, 5]], weights)
    assert (round(estimate.value or 0, 4), round(estimate.error or 0, 4)) == (value, error)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[40, 9], [6, 45]], 0.70), ([[80, 10], [5, 5]], 0.32), ([[45, 15], [25, 15]], 0.13), ([[25, 35], [5, 35]], 0.26)],
)
def test_the_paradoxes_of_kappa_are_there(table: Sequence[Sequence[int]], kappa: float) -> None:
    """Feinstein and Cicchetti (1990), Journal of Clinical Epidemiology 43:543-549, tables of both paradoxes."""
    assert round(cohen_kappa(table, identity_weights(2)).value or 0, 2) == kappa


@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (30, 2.042), (120, 1.980), (5000, 1.960)],
)
def test_students_quantiles_are_those_of_the_tables(freedom: int, quantile: float) -> None:
    """Abramowitz and Stegun (1964), table 26.10, two-sided 95%."""
    assert round(student_quantile(0.95, freedom), 3) == quantile


def test_one_answer_throughout_leaves_kappa_and_alpha_undetermined_and_divides_by_nothing() -> None:
    assert cohen_kappa([[0, 0], [0, 30]], identity_weights(2)).value is None
    assert alpha([(0, 2)] * 30, ordinal=True) is None
    assert gwet([(0, 2)] * 30, identity_weights(2)).value == 1


def test_no_marks_are_no_figure() -> None:
    assert cohen_kappa([[0, 0], [0, 0]], identity_weights(2)).value is None
    assert gwet([(0, 1), (1, 0)], identity_weights(2)).value is None
    assert alpha([(0, 1), (1, 0)], ordinal=False) is None


def test_one_unit_has_no_error() -> None:
    assert gwet([(1, 1)], identity_weights(2)).error is None


def test_refuses_one_category_and_no_degree_of_freedom() -> None:
    with pytest.raises(ValueError, match="two categories"):
        linear_weights(1)
    with pytest.raises(ValueError, match="one degree"):
        student_quantile(0.95, 0)


tables = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=3, max_size=3)


@given(tables)
def test_who_is_called_first_and_which_end_is_best_do_not_matter(table: list[list[int]]) -> None:
    weights = linear_weights(3)
    turned = [list(row) for row in zip(*table, strict=True)]
    backwards = [row[::-1] for row in table[::-1]]
    for other in (turned, backwards):
        ours, theirs = cohen_kappa(table, weights), cohen_kappa(other, weights)
        assert (ours.value is None) == (theirs.value is None)
        if ours.value is not None:
            assert ours.value == pytest.approx(theirs.value, abs=1e-9)
            assert ours.error == pytest.approx(theirs.error, abs=1e-7)


@given(tables.filter(lambda table: sum(map(sum, table)) > 1))
def test_no_coefficient_is_above_one(table: list[list[int]]) -> None:
    units = units_of(table)
    for value in (
        cohen_kappa(table, identity_weights(3)).value,
        gwet(units, linear_weights(3)).value,
        alpha(units, ordinal=True),
    ):
        assert value is None or value <= 1 + 1e-9
