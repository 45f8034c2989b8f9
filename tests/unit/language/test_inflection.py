from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.language.inflection import forms, spellings


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("put", {"put", "puts", "putting"}),
        ("run", {"runs", "ran", "running"}),
        ("submit", {"submits", "submitted", "submitting"}),
        ("refer", {"refers", "referred", "referring"}),
        ("offer", {"offers", "offered", "offering"}),
        ("visit", {"visited", "visiting"}),
        ("travel", {"travelled", "traveled", "travelling", "traveling"}),
        ("carry", {"carries", "carried", "carrying"}),
        ("deploy", {"deploys", "deployed"}),
        ("choose", {"chooses", "chose", "chosen", "choosing"}),
        ("go", {"goes", "went", "gone", "going"}),
        ("lie", {"lies", "lied", "lying"}),
        ("panic", {"panicked", "panicking"}),
        ("agree", {"agreed", "agreeing"}),
        ("abscond", {"absconds", "absconded", "absconding"}),
        ("child", {"child", "children"}),
        ("enquiry", {"enquiries", "inquiry", "inquiries"}),
        ("sexualise", {"sexualised", "sexualized"}),
        ("behaviour", {"behaviour", "behavior", "behaviours", "behaviors"}),
        ("self-harm", {"self-harm", "self-harms", "self-harmed", "self-harming"}),
        ("be", {"is", "are", "was", "were", "been", "being"}),
    ],
)
def test_forms_of_the_words_of_the_trade(word: str, wanted: set[str]) -> None:
    assert wanted <= set(forms(word))


@pytest.mark.parametrize("verb", ["be", "have", "do", "will", "can"])
def test_a_verb_never_stands_for_its_negation(verb: str) -> None:
    assert not [form for form in forms(verb) if "n't" in form or "not" in form]


@pytest.mark.parametrize("word", ["promise", "exercise", "raise", "streetwise", "otherwise", "supervise", "precise"])
def test_words_that_are_never_spelt_with_z_get_no_such_variant(word: str) -> None:
    assert spellings(word) == (word,)


@given(st.from_regex(r"[a-z]{2,14}(-[a-z]{2,8})?", fullmatch=True))
def test_every_word_is_one_of_its_own_forms_and_the_longest_come_first(word: str) -> None:
    found = forms(word)
    assert word in found
    assert [len(form) for form in found] == sorted((len(form) for form in found), reverse=True)
    assert len(set(found)) == len(found)
