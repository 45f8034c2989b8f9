"""Ranks as forces write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.ranks import RANKS, at_least, rank_level

WRITTEN = {
    "staff": ["PCSO", "police staff", "Staff", "Civilian Investigator", "Call handler"],
    "constable": [
        *("PC", "P.C.", "DC", "D/C", "TDC", "T/DC", "Police Constable", "detective constable", "PC 1234", "PC1234"),
        *("Special Constable", "Special Inspector", "student officer", "Det Con", "DC 4411 M.N."),
    ],
    "sergeant": [
        *("PS", "DS", "Sgt", "SGT.", "Sergeant", "T/DS", "A/PS", "A/Sgt", "D/Sgt", "Det Sgt", "Detective Sergeant"),
        *("APS", "TDS", "Acting Sergeant", "Custody Sgt 88", "PS 0123 A.B.", "detective_sergeant"),
    ],
    "inspector": [
        *(
            "Insp",
            "Inspector",
            "DI",
            "D/I",
            "D.I.",
            "A/Insp",
            "A/DI",
            "T/DI",
            "Det Insp",
            "D/Insp",
            "PI",
            "Duty Inspector",
        ),
        *("detective_inspector", "Detective Inspector", "Temporary Inspector", "Insp D C Jones", "on-call DI", "TDI"),
    ],
    "chief_inspector": [
        *("CI", "DCI", "Ch Insp", "C/Insp", "Ch/Insp", "Chief Inspector", "Det Ch Insp", "D/C/Insp", "chief_inspector"),
        *("T/DCI", "Detective Chief Inspector"),
    ],
    "superintendent": ["Supt", "Superintendent", "D/Supt", "Det Supt", "DSU", "T/Supt", "Detective Superintendent"],
    "chief_superintendent": ["Ch Supt", "C/Supt", "Ch/Supt", "Chief Superintendent", "DCS", "D/Ch/Supt", "Det Ch Supt"],
    "assistant_chief_constable": ["ACC", "T/ACC", "Assistant Chief Constable", "Commander"],
    "deputy_chief_constable": ["DCC", "Deputy Chief Constable"],
    "chief_constable": ["CC", "Chief Constable", "Commissioner"],
}
CASES = [(text, rank) for rank, texts in WRITTEN.items() for text in texts]


@pytest.mark.parametrize(("text", "rank"), CASES)
def test_every_way_of_writing_a_rank_is_read(text: str, rank: str) -> None:
    assert rank_level(text) == RANKS.index(rank)


@pytest.mark.parametrize("rank", RANKS)
def test_every_rank_is_known_by_its_own_name(rank: str) -> None:
    assert RANKS[rank_level(rank) or 0] == rank


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "-", "SIO", "Detective", "Chief", "social worker", "1234", 3, ["Insp"], "no inspector available"),
        *("for DCI", "sergeant or above", "not yet seen by DI", "PS / DI", "Staff officer to ACC", "former Supt"),
    ],
)
def test_no_rank_is_made_up(text: object) -> None:
    assert rank_level(text) is None
    assert at_least(text, "inspector") is None


def test_inspector_or_above() -> None:
    assert at_least("A/Insp", "inspector") is True
    assert at_least("DCI", "inspector") is True
    assert at_least("T/DS", "inspector") is False
    assert at_least("PCSO", "inspector") is False
    assert at_least("DI 221", "DI") is True


def test_a_threshold_that_is_no_rank_is_refused() -> None:
    with pytest.raises(ValueError, match="'manager' is not a rank: write one of staff, constable"):
        at_least("DI", "manager")


@given(st.sampled_from(CASES), st.sampled_from(RANKS))
def test_at_least_follows_the_order_of_ranks(case: tuple[str, str], threshold: str) -> None:
    text, rank = case
    assert at_least(text, threshold) is (RANKS.index(rank) >= RANKS.index(threshold))


@given(st.sampled_from(CASES), st.integers(0, 9999), st.sampled_from(["", " ", "\u00a0", "\t"]))
def test_case_space_and_collar_numbers_change_nothing(case: tuple[str, str], collar: int, space: str) -> None:
    text, rank = case
    for written in (text.upper(), text.lower(), f"{space}{text}{space}", f"{text} {collar}"):
        assert rank_level(written) == RANKS.index(rank)


@given(st.text())
def test_any_text_gives_a_level_or_none(text: str) -> None:
    level = rank_level(text)
    assert level is None or 0 <= level < len(RANKS)
