from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.language.fold import fold, prepare

ANY = st.text(st.characters(), max_size=200)


@given(ANY)
def test_folding_keeps_the_length_and_gives_plain_lower_case_ascii(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()
    assert folded == folded.lower()


@given(ANY)
def test_control_characters_that_the_engine_uses_as_marks_never_survive(text: str) -> None:
    assert not set(prepare(f"\x1d\x1e\x00{text}").text) & {"\x1d", "\x1e", "\x00"}


@given(st.text(st.sampled_from(list("ab é&;<>/brnsp\u00ad\u0301\u200b\U0001f600\ud800#39")), max_size=80))
def test_every_span_of_a_prepared_text_has_a_place_in_the_source(text: str) -> None:
    prepared = prepare(text)
    assert len(prepared.text) == len(prepared.raw)
    for start in range(len(prepared.text)):
        left, right = prepared.source(start, start + 1)
        assert 0 <= left < right <= len(text)
    places = [prepared.source(start, start + 1)[0] for start in range(len(prepared.text))]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("\u201cShe\u2019s fine\u201d", '"she\'s fine"'),
        ("risk\u2013taking", "risk-taking"),
        ("at\u00a0risk", "at risk"),
        ("FIANC\u00c9", "fiance"),
        ("\u0130stanbul", "istanbul"),
        ("\u0628", "_"),
        ("\u0663", "3"),
        ("a\U0001f600b", "a~b"),
        ("\u2022 item", "* item"),
        ("line\u2028next", "line\nnext"),
    ],
)
def test_what_single_characters_become(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("prom\u00adiscuous", "promiscuous"),
        ("promis\u200bcuous", "promiscuous"),
        ("fiance\u0301", "fiance"),
        ("at&nbsp;risk", "at risk"),
        ("she&#39;s", "she's"),
        ("one<br/>two", "one\ntwo"),
        ("<b>bold</b> word", "bold word"),
        ("a &notanentity; b < c", "a &notanentity; b < c"),
    ],
)
def test_what_splits_or_glues_words_is_mended(text: str, wanted: str) -> None:
    assert prepare(text).text == wanted


def test_a_span_over_an_entity_covers_the_whole_entity() -> None:
    text = "put herself at&nbsp;risk today"
    prepared = prepare(text)
    start = prepared.text.index("at risk")
    left, right = prepared.source(start, start + len("at risk"))
    assert text[left:right] == "at&nbsp;risk"
