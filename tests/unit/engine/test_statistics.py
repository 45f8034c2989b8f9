"""Wilson's interval against published figures, and what must hold of it everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import Interval
from caseaudit.engine.statistics import mcnemar, overlap, rate, wilson

# Newcombe (1998), Statistics in Medicine 17:857-872, Table I, method 3 (score without continuity correction).
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

# The inspection's own counts, to the tenth of a percentage point.
INSPECTION = [
    (17, 48, 0.234, 0.496),
    (27, 48, 0.423, 0.693),
    (4, 48, 0.033, 0.196),
    (2, 10, 0.057, 0.510),
    (6, 6, 0.610, 1.000),
    (8, 8, 0.676, 1.000),
    (304, 720, 0.387, 0.459),
]


@pytest.mark.parametrize(("count", "of", "low", "high"), NEWCOMBE)
def test_agrees_with_newcombes_worked_examples(count: int, of: int, low: float, high: float) -> None:
    interval = wilson(count, of)
    assert round(interval.low, 4) == low
    assert round(interval.high, 4) == high
    assert interval.method == "wilson"
    assert interval.level == 0.95


@pytest.mark.parametrize(("count", "of", "low", "high"), INSPECTION)
def test_agrees_with_the_figures_published_beside_the_inspections_counts(
    count: int, of: int, low: float, high: float
) -> None:
    interval = wilson(count, of)
    assert interval.low == pytest.approx(low, abs=0.0006)
    assert interval.high == pytest.approx(high, abs=0.0006)


counts = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts)
def test_holds_the_rate_and_stays_between_nought_and_one(pair: tuple[int, int]) -> None:
    count, of = pair
    interval = wilson(count, of)
    assert 0 <= interval.low <= round(count / of, 6) + 1e-6
    assert round(count / of, 6) - 1e-6 <= interval.high <= 1


@given(counts)
def test_is_the_mirror_image_for_the_opposite_count(pair: tuple[int, int]) -> None:
    count, of = pair
    one, other = wilson(count, of), wilson(of - count, of)
    assert one.low == pytest.approx(1 - other.high, abs=2e-6)
    assert one.high == pytest.approx(1 - other.low, abs=2e-6)


@given(counts)
def test_narrows_with_more_cases_at_the_same_rate(pair: tuple[int, int]) -> None:
    count, of = pair
    small, large = wilson(count, of), wilson(count * 4, of * 4)
    assert large.high - large.low <= small.high - small.low + 1e-6


@pytest.mark.parametrize(("count", "of"), [(0, 0), (-1, 5), (6, 5)])
def test_refuses_what_is_no_proportion(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        wilson(count, of)


def test_a_rate_of_nothing_is_nothing_and_never_a_pass() -> None:
    assert rate(0, 0) is None
    assert rate(1, 3) == 0.333333


def test_intervals_that_only_touch_are_compatible() -> None:
    assert overlap(Interval(0.95, 0.1, 0.2, "wilson"), Interval(0.95, 0.2, 0.3, "wilson"))
    assert not overlap(Interval(0.95, 0.1, 0.2, "wilson"), Interval(0.95, 0.21, 0.3, "wilson"))


# Fagerland, Lydersen and Laake (2013), BMC Medical Research Methodology 13:91: airway hyper-responsiveness before and
# after stem cell transplantation (7 against 1), and complete response before and after consolidation therapy (16 against 6).
PAIRED = [(1, 7, 0.0703), (6, 16, 0.0525)]


@pytest.mark.parametrize(("first", "second", "p_value"), PAIRED)
def test_mcnemars_exact_test_agrees_with_published_examples(first: int, second: int, p_value: float) -> None:
    assert round(mcnemar(first, second), 4) == p_value


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_mcnemars_p_value_is_one_whichever_setting_comes_first(first: int, second: int) -> None:
    p_value = mcnemar(first, second)
    assert 0 <= p_value <= 1
    assert p_value == mcnemar(second, first)


@given(st.integers(0, 400))
def test_equally_many_pairs_on_both_sides_are_no_difference(count: int) -> None:
    assert mcnemar(count, count) == 1.0


def test_a_lopsided_count_is_a_difference_however_large() -> None:
    assert mcnemar(0, 6) == 0.03125
    assert mcnemar(0, 5000) < 1e-300


def test_a_negative_count_of_pairs_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar(-1, 3)
