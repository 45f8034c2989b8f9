"""Rates of a frame from a part of it: published figures, what must always hold, and how often the intervals cover."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.audit import Interval
from caseaudit.engine.populations import (
    Rate,
    Stratum,
    difference_estimate,
    finite_wilson,
    hypergeometric,
    sample_interval,
    square_and_add,
    stratified,
    two_phase,
)
from caseaudit.engine.statistics import wilson

ROUNDING = 1e-6


def chance(count: int, of: int, having: int, frame: int) -> Fraction:
    return Fraction(comb(having, count) * comb(frame - having, of - count), comb(frame, of))


def coverage(interval: Callable[[int, int, int], Interval], of: int, frame: int) -> list[float]:
    """The exact chance to cover, for every number that the frame can hold: no simulation."""
    bounds = [interval(count, of, frame) for count in range(of + 1)]
    return [
        float(
            sum(
                chance(count, of, having, frame)
                for count in range(of + 1)
                if bounds[count].low - ROUNDING <= having / frame <= bounds[count].high + ROUNDING
            )
        )
        for having in range(frame + 1)
    ]


@pytest.mark.parametrize(
    ("count", "of", "frame", "low", "high"), [(2, 10, 60, 0.062, 0.485), (17, 48, 200, 0.247, 0.478)]
)
def test_finite_wilson_is_wilsons_formula_with_the_effective_size(
    count: int, of: int, frame: int, low: float, high: float
) -> None:
    """Worked by hand with n * (N - 1) / (N - n) = 11.8 and 62.95 in Wilson's formula."""
    interval = finite_wilson(count, of, frame)
    assert (round(interval.low, 3), round(interval.high, 3)) == (low, high)


@pytest.mark.parametrize(("count", "first_too_few", "first_too_many"), [(45, 110, 161), (2, None, 19)])
def test_hypergeometric_limits_are_kauermann_and_kuechenhoffs(
    count: int, first_too_few: int | None, first_too_many: int
) -> None:
    """Kauermann and Kuechenhoff (2010), Stichproben: 300 employees, 100 asked, 45 and 2 say yes.

    Their R package samplingbook (README) prints the first numbers that are rejected, [110, 161] and [2, 19], where 2 is
    the least possible; the interval is what lies between.
    """
    interval = hypergeometric(count, 100, 300)
    assert round(interval.low * 300) == (count if first_too_few is None else first_too_few + 1)
    assert round(interval.high * 300) == first_too_many - 1


samples = st.integers(1, 40).flatmap(
    lambda frame: st.integers(1, frame).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of), st.just(frame)))
)


@given(samples)
def test_the_exact_interval_holds_just_the_numbers_that_no_tail_rejects(sample: tuple[int, int, int]) -> None:
    count, of, frame = sample
    kept = [
        having
        for having in range(frame + 1)
        if sum(chance(seen, of, having, frame) for seen in range(count + 1)) > Fraction(1, 40)
        and sum(chance(seen, of, having, frame) for seen in range(count, of + 1)) > Fraction(1, 40)
    ]
    interval = hypergeometric(count, of, frame)
    assert (round(interval.low * frame), round(interval.high * frame)) == (min(kept), max(kept))


@pytest.mark.parametrize(("of", "frame"), [(10, 14), (10, 40), (20, 60), (48, 100)])
def test_the_exact_interval_covers_at_least_as_often_as_it_says(of: int, frame: int) -> None:
    assert min(coverage(hypergeometric, of, frame)) >= 0.95


@pytest.mark.parametrize(("of", "frame"), [(10, 14), (10, 40), (20, 60), (48, 100)])
def test_finite_wilson_covers_as_often_as_it_says_on_average(of: int, frame: int) -> None:
    covered = coverage(finite_wilson, of, frame)
    assert 0.945 <= sum(covered) / len(covered) <= 0.975
    assert min(covered) > 0.88


@given(samples)
def test_knowing_the_frame_only_narrows_what_is_printed(sample: tuple[int, int, int]) -> None:
    count, of, frame = sample
    loose, known = wilson(count, of), finite_wilson(count, of, frame)
    assert loose.low - ROUNDING <= known.low <= count / of + ROUNDING
    assert count / of - ROUNDING <= known.high <= loose.high + ROUNDING
    assert known.low >= count / frame - ROUNDING
    assert known.high <= 1 - (of - count) / frame + ROUNDING


def test_a_boundless_frame_gives_wilsons_interval_and_a_read_one_the_rate() -> None:
    huge, plain = finite_wilson(17, 48, 10**9), wilson(17, 48)
    assert huge.low == pytest.approx(plain.low, abs=2e-6)
    assert huge.high == pytest.approx(plain.high, abs=2e-6)
    census = finite_wilson(3, 10, 10)
    assert (census.low, census.high, census.method) == (0.3, 0.3, "census")
    assert sample_interval(17, 48, None) == plain
    assert sample_interval(17, 48, 200) == finite_wilson(17, 48, 200)


def test_a_large_frame_is_no_burden() -> None:
    interval = hypergeometric(120, 600, 40_000)
    assert interval.low < 0.2 < interval.high


@pytest.mark.parametrize(("count", "of", "frame"), [(0, 0, 5), (-1, 3, 5), (4, 3, 5), (2, 6, 5)])
@pytest.mark.parametrize("interval", [finite_wilson, hypergeometric])
def test_refuses_what_is_no_sample(
    interval: Callable[[int, int, int], Interval], count: int, of: int, frame: int
) -> None:
    with pytest.raises(ValueError, match="not a sample"):
        interval(count, of, frame)


def test_square_and_add_gives_newcombes_difference() -> None:
    """Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10: 56/70 - 48/80, 0.0524 to 0.3339."""
    one, other = wilson(56, 70), wilson(48, 80)
    value, low, high = square_and_add([(1, 56 / 70, one.low, one.high), (-1, 48 / 80, other.low, other.high)])
    assert (round(value, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


def test_strata_are_weighted_by_their_size_and_not_by_what_was_drawn() -> None:
    rate = stratified([Stratum("domestic abuse", 6, 10, 20), Stratum("missing", 1, 10, 180)])
    assert rate.value == pytest.approx(0.1 * 0.6 + 0.9 * 0.1)
    assert rate.interval is not None
    assert rate.interval.low < 0.15 < rate.interval.high


def test_one_stratum_is_a_simple_sample_and_a_read_frame_a_census() -> None:
    rate = stratified([Stratum("all", 2, 10, 60)])
    plain = finite_wilson(2, 10, 60)
    assert rate.interval is not None
    assert (rate.interval.low, rate.interval.high) == (plain.low, plain.high)
    read = stratified([Stratum("a", 2, 4, 4), Stratum("b", 1, 6, 6), Stratum("empty", 0, 0, 0)])
    assert read == Rate(0.3, Interval(0.95, 0.3, 0.3, "census"))


def test_a_stratum_not_drawn_from_leaves_no_rate_of_the_whole() -> None:
    rate = stratified([Stratum("a", 2, 4, 40), Stratum("b", 0, 0, 60)])
    assert rate == Rate(None, None, "nothing was read from b")
    assert stratified([]).note == "the frame holds no case"
    with pytest.raises(ValueError, match="not a sample"):
        stratified([Stratum("a", 5, 4, 40)])


def test_the_stratified_interval_covers_as_often_as_it_says() -> None:
    """Exact, over all that two strata of 30 and 70 with 8 and 12 drawn can show."""
    intervals = {
        (one, other): stratified([Stratum("a", one, 8, 30), Stratum("b", other, 12, 70)]).interval
        for one in range(9)
        for other in range(13)
    }
    covered = []
    for first, second in [(3, 7), (15, 7), (15, 35), (24, 7), (27, 63), (6, 50)]:
        covered.append(
            sum(
                float(chance(one, 8, first, 30) * chance(other, 12, second, 70))
                for (one, other), interval in intervals.items()
                if interval is not None
                and interval.low - ROUNDING <= (first + second) / 100 <= interval.high + ROUNDING
            )
        )
    assert sum(covered) / len(covered) >= 0.945
    assert min(covered) >= 0.92


# Cases in the frame, cases with the thing, how often the machine finds it, how often it is rightly silent, cases read.
MACHINES = [
    (400, 120, 0.9, 0.9, 80),
    (400, 120, 0.7, 0.8, 60),
    (1000, 50, 0.8, 0.97, 100),
    (300, 30, 0.6, 0.99, 100),
    (400, 120, 0.5, 0.5, 80),
]
DRAWS = 800


@pytest.mark.parametrize(("frame", "having", "finds", "silent", "read"), MACHINES)
def test_rates_from_machine_and_people_cover_the_truth_as_often_as_they_say(
    frame: int, having: int, finds: float, silent: float, read: int
) -> None:
    """Simulation: the part that people read is drawn anew each time, the machine's answers stay."""
    random = Random("two-phase")
    truth = [case < having for case in range(frame)]
    machine = [random.random() < finds if true else random.random() >= silent for true in truth]
    found, given, covered, off = sum(machine), [0, 0], [0, 0], [0.0, 0.0]
    for _ in range(DRAWS):
        drawn = random.sample(range(frame), read)
        yes = [truth[case] for case in drawn if machine[case]]
        no = [truth[case] for case in drawn if not machine[case]]
        rates = (
            two_phase([Stratum("yes", sum(yes), len(yes), found), Stratum("no", sum(no), len(no), frame - found)]),
            difference_estimate(found, frame, read, len(yes) - sum(yes), sum(no)),
        )
        for place, rate in enumerate(rates):
            if rate.value is None or rate.interval is None:
                assert rate.note == "nothing was read from yes"
                continue
            given[place] += 1
            covered[place] += rate.interval.low - ROUNDING <= having / frame <= rate.interval.high + ROUNDING
            off[place] += rate.value - having / frame
    assert given[0] >= 0.99 * DRAWS
    assert given[1] == DRAWS
    for place in range(2):
        # 0.95 less three standard errors of 800 draws.
        assert covered[place] / given[place] >= 0.927
        assert abs(off[place]) / given[place] <= 0.006


def test_reading_one_answer_more_densely_leaves_the_rate_right() -> None:
    """Every not met read and a tenth of the met: the rate weighs each answer by its place in the frame."""
    rate = two_phase([Stratum("not_met", 90, 100, 100), Stratum("met", 2, 40, 400)])
    assert rate.value == pytest.approx((90 + 400 * 0.05) / 500)
    assert rate.interval is not None
    assert rate.interval.method == "two-phase, stratified by machine answer"


def test_a_machine_that_was_never_wrong_still_leaves_doubt() -> None:
    sure = two_phase([Stratum("yes", 20, 20, 100), Stratum("no", 0, 40, 300)])
    corrected = difference_estimate(100, 400, 60, 0, 0)
    for rate in (sure, corrected):
        assert rate.value == 0.25
        assert rate.interval is not None
        assert rate.interval.low < 0.25 < rate.interval.high


def test_all_read_leaves_none() -> None:
    assert difference_estimate(100, 400, 400, 10, 30) == Rate(0.3, Interval(0.95, 0.3, 0.3, "census"))
    rate = two_phase([Stratum("yes", 90, 100, 100), Stratum("no", 30, 300, 300)])
    assert rate == Rate(0.3, Interval(0.95, 0.3, 0.3, "census"))


def test_an_answer_that_nobody_checked_leaves_no_rate() -> None:
    assert two_phase([Stratum("yes", 3, 9, 100), Stratum("no", 0, 0, 300)]).note == "nothing was read from no"


@pytest.mark.parametrize("counts", [(5, 10, 4, 6, 0), (5, 10, 0, 0, 0), (9, 10, 4, 0, 2), (5, 10, 4, -1, 1)])
def test_differences_that_cannot_be_are_refused(counts: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"not a sample|do not fit"):
        difference_estimate(*counts)


@settings(max_examples=60)
@given(st.integers(2, 60), st.data())
def test_the_difference_estimate_is_a_rate_within_its_interval(frame: int, data: st.DataObject) -> None:
    machine = data.draw(st.integers(0, frame))
    read = data.draw(st.integers(1, frame))
    over = data.draw(st.integers(0, min(read, machine)))
    under = data.draw(st.integers(0, min(read - over, frame - machine)))
    rate = difference_estimate(machine, frame, read, over, under)
    assert rate.value is not None
    assert rate.interval is not None
    assert 0 <= rate.interval.low <= rate.value + ROUNDING
    assert rate.value - ROUNDING <= rate.interval.high <= 1
