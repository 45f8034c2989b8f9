"""Who reads what: the same for everybody, everything read, and two people on the overlap."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.review.splitting import Overlap, parse_overlap, parse_share, split

CASES = [f"C-{number:03}" for number in range(40)]
NAMES = st.lists(st.text("ABCDEF", min_size=1, max_size=3), min_size=1, max_size=5, unique_by=str.casefold)


@given(st.sets(st.text(min_size=1), max_size=30), NAMES, st.integers(0, 40))
def test_every_case_is_read_and_the_overlap_by_two(cases: set[str], names: list[str], overlap: int) -> None:
    dealt = split(cases, names, Overlap(count=overlap), "run")
    read = Counter(case for ids in dealt.values() for case in ids)
    assert set(read) == cases
    twice = min(overlap, len(cases)) if len(names) > 1 else 0
    assert sum(count == 2 for count in read.values()) == twice
    assert max(read.values(), default=1) <= 2


@given(st.permutations(CASES), st.permutations(["AB", "CD", "EF"]))
def test_the_order_of_cases_and_names_makes_no_difference(cases: list[str], names: list[str]) -> None:
    plain = split(CASES, ["AB", "CD", "EF"], Overlap(Fraction(1, 5)), "run")
    assert split(cases, names, Overlap(Fraction(1, 5)), "run") == plain


def test_loads_are_even() -> None:
    loads = [len(ids) for ids in split(CASES, ["AB", "CD", "EF"], Overlap(count=9), "run").values()]
    assert max(loads) - min(loads) <= 1
    assert sum(loads) == 49


def test_another_run_is_split_otherwise() -> None:
    assert split(CASES, ["AB", "CD"], Overlap(), "run") != split(CASES, ["AB", "CD"], Overlap(), "other")


def test_the_split_is_the_same_on_every_machine() -> None:
    numbers = sorted(int(case[2:]) for case in split(CASES[:10], ["AB", "CD"], Overlap(count=2), "run")["AB"])
    assert numbers == [2, 4, 5, 7, 8, 9]


@pytest.mark.parametrize(("text", "of_12"), [("20%", 3), ("0%", 0), ("100%", 12), ("12.5 %", 2), ("4", 4), ("99", 12)])
def test_overlaps(text: str, of_12: int) -> None:
    assert parse_overlap(text).of(12) == of_12


@pytest.mark.parametrize("text", ["", "many", "-1", "101%", "1.5", "%"])
def test_no_overlaps(text: str) -> None:
    with pytest.raises(ValueError, match="it is n"):
        parse_overlap(text)


def test_a_share_needs_no_sign() -> None:
    assert parse_share("10") == parse_share("10%") == Fraction(1, 10)
    with pytest.raises(ValueError, match="percentage"):
        parse_share("110")
