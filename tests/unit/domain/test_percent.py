"""A percentage means what it says: to the last decimal, and never a share by mistake."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.percent import exceeds, percent_of, percent_words

WRITTEN = st.decimals(0, 100, places=6).map(lambda number: f"{number.normalize():f}%")


@pytest.mark.parametrize(
    ("text", "percent"),
    [("10%", 10.0), (" 33.3 % ", 33.3), ("0%", 0.0), ("100%", 100.0), ("100.000000%", 100.0), ("007%", 7.0)],
)
def test_what_is_read(text: str, percent: float) -> None:
    assert percent_of(text) == percent


@pytest.mark.parametrize(
    "value",
    ["", "%", "10", "-1%", "100.01%", "1e1%", "10%%", "ten%", "1,5%", "\u0661\u0660%", None, True, [], {}, 10, 0.1],
)
def test_what_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"write (a percentage|one from 0% to 100%)"):
        percent_of(value)


def test_a_bare_number_is_told_to_take_a_sign() -> None:
    with pytest.raises(ValueError, match=r"0\.1 has no percent sign"):
        percent_of(0.1)


@given(WRITTEN)
def test_written_again_it_is_the_same(text: str) -> None:
    percent = percent_of(text)
    assert percent_of(percent_words(percent)) == percent
    assert percent_words(percent) == text


@given(WRITTEN, st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_than_is_reckoned_as_decimals_are_written(text: str, count: int, of: int) -> None:
    assert exceeds(count, of, percent_of(text)) == (Fraction(count * 100) > Fraction(text.rstrip("%")) * of)


@pytest.mark.parametrize(("count", "more"), [(332, False), (333, False), (334, True)])
def test_exactly_at_it_is_not_more(count: int, more: bool) -> None:
    assert exceeds(count, 1000, 33.3) is more


def test_nothing_of_nothing_is_never_more() -> None:
    assert not exceeds(0, 0, 0)
