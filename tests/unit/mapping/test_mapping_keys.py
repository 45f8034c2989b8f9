from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.mapping.keys import joined_id, joined_key, normal_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("00123", 123),
        ("123.0", "123"),
        (123.0, " 123 "),
        ("'00123", "123"),
        ("CR/0012/25", " cr/0012/25"),
        ("CR  12", "CR\u00a012"),
        ("CR\u201312", "CR-12"),
        ("\ufeffAB1\u200b", "ab1"),
        ("\uff10\uff11\uff12", "12"),
        ("0", 0.0),
        (True, "TRUE"),
        (date(2025, 5, 12), "2025-05-12"),
    ],
)
def test_keys_that_people_take_for_one_are_one(one: object, other: object) -> None:
    assert normal_key(one) == normal_key(other) != ""  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "other"), [("CR/012", "CR/12"), ("12.5", "125"), ("1-2", "12"), ("123.01", "123.1")])
def test_keys_that_differ_stay_different(one: str, other: str) -> None:
    assert normal_key(one) != normal_key(other)


@pytest.mark.parametrize("cell", [None, "", "  ", "NULL", "n/a", "-", "\u2212", "'", float("nan")])
def test_a_blank_names_nothing(cell: object) -> None:
    assert normal_key(cell) == ""  # type: ignore[arg-type]


def test_half_a_key_names_nothing_but_half_an_id_still_tells_objects_apart() -> None:
    assert joined_key(["a", ""]) is None
    assert joined_key([]) is None
    assert joined_id(["", ""]) is None
    assert joined_id(["a", ""]) != joined_id(["", "a"])
    assert joined_key(["a", "b"]) != joined_key(["ab", ""])


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normal_key(normal_key(text)) == normal_key(text)


@given(st.integers(0, 10**12), st.integers(0, 5))
def test_a_number_is_one_key_however_it_is_stored(number: int, noughts: int) -> None:
    shapes = [number, float(number), str(number), "0" * noughts + str(number), f"{number}.0", f" {number}\t"]
    assert {normal_key(shape) for shape in shapes} == {str(number)}


@given(st.text(alphabet="abcDEF 123/-", max_size=12), st.text(alphabet=" \t\u00a0", max_size=3))
def test_case_and_white_space_around_do_not_count(text: str, space: str) -> None:
    assert normal_key(f"{space}{text.upper()}{space}") == normal_key(text.lower())
