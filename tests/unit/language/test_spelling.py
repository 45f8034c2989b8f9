from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.language.fold import prepare
from caseaudit.language.spelling import Speller, mend

WORDS = ("<abscond>", "promiscuous", "manipulative", "lifestyle")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("absconed", "absconded"),  # a letter missing
        ("promiscuious", "promiscuous"),  # a letter too many
        ("manipulitive", "manipulative"),  # a wrong letter
        ("lifestlye", "lifestyle"),  # two letters swapped
        ("absconded", None),  # right already
        ("absconds", None),
        ("lifestyles", None),  # a right plural is no slip
        ("lfsetyle", None),  # two slips
        ("mifestyle", None),  # the first letter stands
        ("abscon", None),  # too short
    ],
)
def test_one_slip_in_a_long_word_is_forgiven_and_no_more(written: str, meant: str | None) -> None:
    assert Speller(WORDS).meant(written) == meant


def test_places_lead_back_to_the_text_as_written() -> None:
    text = "She Absconed, PROMISCUIOUS they say; \u201clifestlye\u201d."
    mended = mend(prepare(text), WORDS)
    assert mended.text == 'she absconded, promiscuous they say; "lifestyle".'
    for word, written in (
        ("absconded", "Absconed"),
        ("promiscuous", "PROMISCUIOUS"),
        ("lifestyle", "lifestlye"),
        ("they", "they"),
    ):
        start = mended.text.index(word)
        left, right = mended.source(start, start + len(word))
        assert text[left:right] == written


def test_a_text_without_slips_or_a_lexicon_without_such_words_stays_as_it_is() -> None:
    prepared = prepare("She absconed.")
    assert mend(prepared, ()) is prepared
    right = prepare("She absconded.")
    assert mend(right, WORDS) is right


@given(st.text(alphabet=st.sampled_from("absconedpriutl &;<>\u00ad\u0301\u201c'. \n"), max_size=120))
def test_mending_keeps_text_and_places_together(text: str) -> None:
    mended = mend(prepare(text), WORDS)
    assert len(mended.text) == len(mended.raw)
    places = [mended.source(index, index + 1) for index in range(len(mended.text))]
    assert all(0 <= left <= right <= len(text) for left, right in places)
    assert [left for left, _ in places] == sorted(left for left, _ in places)
