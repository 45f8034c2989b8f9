"""Drawing again: the same seed, the same interval, anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from caseaudit.engine.resampling import bootstrap


def mean(sums: Sequence[float]) -> float | None:
    return sums[1] / sums[0]


CASES = [(1.0, float(number % 7)) for number in range(50)]


def test_python_still_gives_the_sequence_that_the_seed_stands_for() -> None:
    random = Random("caseaudit.agreement/1")
    assert [random.random() for _ in range(3)] == [0.8898240439538538, 0.042685611179909766, 0.47031201523430066]


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    first = bootstrap(CASES, mean, seed="a", level=0.95)
    assert first == bootstrap(CASES, mean, seed="a", level=0.95)
    assert first != bootstrap(CASES, mean, seed="b", level=0.95)


def test_the_interval_of_a_mean_is_near_the_textbooks() -> None:
    """Mean 2.94, standard error 2.0 / sqrt(50) = 0.29: about 2.38 to 3.50."""
    interval = bootstrap(CASES, mean, seed="a", level=0.95)
    assert interval is not None
    assert interval.low == pytest.approx(2.38, abs=0.08)
    assert interval.high == pytest.approx(3.50, abs=0.08)


def test_a_higher_level_is_wider() -> None:
    narrow, wide = (bootstrap(CASES, mean, seed="a", level=level) for level in (0.5, 0.99))
    assert narrow is not None
    assert wide is not None
    assert wide.low < narrow.low < narrow.high < wide.high


def test_draws_that_are_all_alike_give_no_interval() -> None:
    assert bootstrap([(1.0, 2.0)] * 30, mean, seed="a", level=0.95) is None


def test_mostly_undetermined_draws_give_no_interval() -> None:
    assert bootstrap(CASES, lambda _: None, seed="a", level=0.95) is None


def test_nothing_to_draw_from_is_refused() -> None:
    with pytest.raises(ValueError, match="no case"):
        bootstrap([], mean, seed="a", level=0.95)
