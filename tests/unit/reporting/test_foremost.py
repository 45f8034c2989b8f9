"""The first so many of a batch: the same as sorting all of it, with no more held than is wanted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reporting.foremost import Foremost


@given(st.lists(st.integers(0, 5)), st.integers(1, 12))
def test_the_same_as_sorting_everything(keys: list[int], limit: int) -> None:
    """Of equal keys those that came first: the numbers tell them apart."""
    found: Foremost[int] = Foremost(limit)
    for number, key in enumerate(keys):
        found.offer(key, number)
    wanted = sorted(range(len(keys)), key=lambda number: keys[number])[:limit]
    assert found.first() == wanted
    assert found.offered == len(keys)


@given(st.lists(st.integers(0, 5)), st.integers(1, 12))
def test_what_is_not_wanted_need_not_be_made(keys: list[int], limit: int) -> None:
    found: Foremost[int] = Foremost(limit)
    for number, key in enumerate(keys):
        if found.wants(key):
            found.offer(key, number)
        else:
            found.pass_by()
    assert found.first() == sorted(range(len(keys)), key=lambda number: keys[number])[:limit]
    assert found.offered == len(keys)


def test_items_are_never_compared() -> None:
    found: Foremost[object] = Foremost(2)
    things = [object() for _ in range(5)]
    for thing in things:
        found.offer(0, thing)
    assert found.first() == things[:2]


def test_room_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="holds nothing"):
        Foremost[int](0)
