"""Where an id came first: the same answers in memory and on disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reading import id_index
from caseaudit.reading.id_index import IdIndex


@given(ids=st.lists(st.text(max_size=3)), small=st.integers(0, 5))
def test_the_first_place_is_given_however_many_there_are(ids: list[str], small: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(id_index, "_SMALL", small)
        index = IdIndex()
        found = [index.first(case_id, place) for place, case_id in enumerate(ids)]
        index.close()
    assert found == [ids.index(case_id) for case_id in ids]


def test_ids_with_lone_surrogates_are_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(id_index, "_SMALL", 0)
    index = IdIndex()
    assert [index.first(case_id, place) for place, case_id in enumerate(["a", "\ud800", "\ud801", "\ud800"])] == [
        0,
        1,
        2,
        1,
    ]
    index.close()
