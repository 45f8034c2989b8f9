"""Comparisons of months against published figures, and the words that a board reads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.engine.comparisons import (
    Proportion,
    change_words,
    compare,
    fisher_mid_p,
    newcombe,
    smallest_change,
    smallest_change_from,
    smallest_change_words,
)

# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10 (score, no continuity correction).
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
    # Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 4 (Perondi et al. 2004).
    ((7, 34), (1, 34), 0.0189, 0.3404),
]


@pytest.mark.parametrize(("after", "before", "low", "high"), NEWCOMBE)
def test_agrees_with_newcombes_worked_examples(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    interval = newcombe(Proportion(*before), Proportion(*after))
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_mid_p_agrees_with_the_published_example() -> None:
    """Fagerland, Lydersen and Laake (2017), chapter 4 (Ritland et al. 2007): 0 of 16 against 15 of 72, P = 0.04466."""
    assert round(fisher_mid_p(Proportion(0, 16), Proportion(15, 72)), 5) == 0.04466


proportions = st.integers(1, 200).flatmap(lambda of: st.builds(Proportion, st.integers(0, of), st.just(of)))


@given(proportions, proportions)
def test_a_change_back_is_the_opposite_change(one: Proportion, other: Proportion) -> None:
    there, back = compare(one, other), compare(other, one)
    assert there.interval.low == pytest.approx(-back.interval.high, abs=2e-6)
    assert there.interval.low - 1e-6 <= there.difference <= there.interval.high + 1e-6
    assert there.p_value == back.p_value
    assert 0 <= there.p_value <= 1
    assert there.shown == back.shown


@given(proportions)
def test_the_same_again_is_never_a_change(part: Proportion) -> None:
    assert not compare(part, part).shown


def test_a_known_frame_narrows_the_interval_and_a_whole_one_closes_it() -> None:
    loose = newcombe(Proportion(2, 10), Proportion(6, 10))
    known = newcombe(Proportion(2, 10, 14), Proportion(6, 10, 14))
    whole = newcombe(Proportion(2, 10, 10), Proportion(6, 10, 10))
    assert loose.low < known.low < known.high < loose.high
    assert (whole.low, whole.high) == (0.4, 0.4)


def test_large_counts_neither_overflow_nor_take_long() -> None:
    assert fisher_mid_p(Proportion(900, 4000), Proportion(1100, 4000)) < 1e-5


@pytest.mark.parametrize("part", [Proportion(1, 0), Proportion(-1, 5), Proportion(6, 5)])
def test_refuses_what_is_no_proportion(part: Proportion) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        compare(part, Proportion(1, 2))
    with pytest.raises(ValueError, match="not a proportion"):
        fisher_mid_p(Proportion(1, 2), part)


@settings(max_examples=30)
@given(st.integers(1, 14), st.integers(1, 14))
def test_the_smallest_change_is_the_least_of_all_that_show(before: int, after: int) -> None:
    shown = [
        abs(change.difference)
        for first in range(before + 1)
        for second in range(after + 1)
        if (change := compare(Proportion(first, before), Proportion(second, after))).shown
    ]
    assert smallest_change(before, after) == (pytest.approx(min(shown), abs=2e-6) if shown else None)


def test_the_smallest_change_from_where_we_stand() -> None:
    assert smallest_change_from(Proportion(0, 10), 10) == 0.4
    assert smallest_change_from(Proportion(5, 10), 10) == 0.5
    assert smallest_change_from(Proportion(1, 1), 1) is None


def test_ten_notices_cannot_show_less_than_forty_points() -> None:
    assert smallest_change_words(10) == "Ten notices can't show a change smaller than about 40 points."


def test_the_sentence_fits_other_sizes_nouns_and_starts() -> None:
    assert smallest_change_words(1) == "One notice can't show any change, however large."
    assert smallest_change_words(20) == "20 notices can't show a change smaller than about 25 points."
    assert smallest_change_words(10, before=Proportion(5, 10), noun=("case file", "case files")) == (
        "Ten case files can't show a change from 5 of 10 smaller than about 50 points."
    )
    assert smallest_change_words(10, before=Proportion(27, 48), against="the inspection's 48") == (
        "Ten notices set against the inspection's 48 can't show a change from 27 of 48 smaller than about 34 points."
    )


def test_words_for_a_change_that_shows_one_that_does_not_and_none() -> None:
    assert change_words(compare(Proportion(8, 10), Proportion(2, 10))) == (
        "2 of 10, before that 8 of 10: a fall of 60 points (95% interval -80 to -16)."
    )
    assert change_words(compare(Proportion(2, 10), Proportion(6, 10))) == (
        "6 of 10, before that 2 of 10: up 40 points, which chance alone could bring about (95% interval -2 to +67)."
    )
    assert change_words(compare(Proportion(2, 10), Proportion(2, 10))).startswith(
        "2 of 10, before that 2 of 10: no change seen ("
    )


@pytest.mark.parametrize(
    ("before", "after", "clear"),
    [((4, 4), (0, 1), False), ((0, 10), (4, 10), False), ((0, 10), (5, 10), True), ((10, 10), (0, 10), True)],
)
def test_a_change_is_clear_when_the_exact_test_bears_the_interval_out(
    before: tuple[int, int], after: tuple[int, int], clear: bool
) -> None:
    change = compare(Proportion(*before), Proportion(*after))
    assert (change.shown, change.clear) == (True, clear)
    assert clear == (change.p_value <= 0.05)
    assert ("on too few cases to rule out chance (" in change_words(change)) == (not clear)


def test_a_small_p_value_alone_is_no_clear_change() -> None:
    change = compare(Proportion(0, 3), Proportion(12, 20))
    assert change.p_value <= 0.05
    assert (change.shown, change.clear) == (False, False)


@settings(max_examples=50)
@given(proportions, proportions)
def test_what_is_clear_is_clear_seen_from_the_other_side(before: Proportion, after: Proportion) -> None:
    assert compare(before, after).clear == compare(after, before).clear


def test_refuses_an_empty_sample() -> None:
    with pytest.raises(ValueError, match="at least one"):
        smallest_change(0, 10)
    with pytest.raises(ValueError, match="at least one"):
        smallest_change_from(Proportion(1, 2), 0)
