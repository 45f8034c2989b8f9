from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.language.automaton import Pattern
from caseaudit.language.fold import fold
from caseaudit.language.patterns import Compiler
from caseaudit.language.phrases import PhraseError, parse

CLASSES = {"self": ["himself", "herself", "them selves"], "who": ["{self}", "<child>"], "loop": ["a {loop}"]}


def finds(phrase: str, text: str) -> list[str]:
    data = fold(text)
    pattern = Pattern(Compiler(CLASSES).compile([phrase]))
    return [data[start:end] for start, end in pattern.spans(data.encode("ascii"))]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("lifestyle choice", "a LIFESTYLE  CHOICE"),
        ("lifestyle choice", "a lifestyle\r\nchoice"),
        ("lifestyle choice", 'a "lifestyle" choice'),
        ("street-wise", "streetwise"),
        ("street-wise", "street wise"),
        ("street-wise", "street - wise"),
        ("doesn't care", "doesnt care"),
        ("doesn't care", "doesn\u2019t care"),
        ("<put> {self} at risk", "was putting herself at risk"),
        ("<put> [2] {self} [1] at risk", "puts both himself, then, at risk"),
        ("(poor|bad) choice*", "bad choices"),
        ("very? bad", "bad"),
        ("very? bad", "very bad"),
        ("bad (choice|<decision>)?", "bad decisions"),
        ("{who}'s choice", "the children's choice"),
        ("made a (really bad|poor) choice", "made a really bad choice"),
        ("cats and dogs", "cats & dogs"),
        ("voc: n/a", "VOC:n/a"),
        ("exploit*", "exploitation"),
        ("behaviour", "behavior"),
        ("a [3] b", "a b"),
        ("a [3] b", "a one (two), three b"),
    ],
)
def test_a_phrase_finds_what_it_means(phrase: str, text: str) -> None:
    assert len(finds(phrase, text)) == 1


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("risk", "brisk asterisk"),
        ("easy", "une_asy queasy"),
        ("a [3] b", "a one two three four b"),
        ("a [3] b", "a; b"),
        ("lifestyle choice", "lifestyle, choice"),
        ("<put> {self} at risk", "put the child at risk"),
        ("street-wise", "street. wise"),
    ],
)
def test_a_phrase_does_not_find_what_it_does_not_mean(phrase: str, text: str) -> None:
    assert finds(phrase, text) == []


def test_of_several_members_of_a_class_the_longest_wins() -> None:
    assert finds("(risk|risk of harm)", "at risk of harm") == ["risk of harm"]


@pytest.mark.parametrize(
    ("phrase", "says", "position"),
    [
        ("", "nothing here", 0),
        ("put {self at risk", "not closed", 4),
        ("put <self at risk", "not closed", 4),
        ("put (a|b", "not closed", 4),
        ("put a)", "outside", 5),
        ("put [6] b", "not a number from 1 to 5", 4),
        ("put [0] b", "not a number", 4),
        ("put [x] b", "not a number", 4),
        ("[2] risk", "begins or ends with a gap", 0),
        ("risk [2]", "begins or ends with a gap", 0),
        ("risk [2] now?", "begins or ends with a gap", 0),
        ("maybe?", "no word that must occur", 0),
        ("(a|b)? c?", "no word that must occur", 0),
        ("Put", "capital", 0),
        ("ab*", "too short", 0),
        ("<put it!>", "not a word", 0),
        ("(a||b)", "nothing here", 3),
        ("ca\u0301t", "cannot stand here", 2),
        ("a , b", "stands alone", 2),
    ],
)
def test_what_is_wrong_with_a_phrase_is_said_with_its_place(phrase: str, says: str, position: int) -> None:
    with pytest.raises(PhraseError, match=re.escape(says)) as caught:
        parse(phrase)
    assert caught.value.position == position
    assert caught.value.remedy


def test_an_unknown_class_names_the_nearest() -> None:
    with pytest.raises(PhraseError, match="selv") as caught:
        Compiler(CLASSES).compile(["put {selv} at risk"])
    assert caught.value.nearest == "self"
    assert caught.value.position == 4


def test_a_class_that_contains_itself_is_refused() -> None:
    with pytest.raises(PhraseError, match="contains itself"):
        Compiler(CLASSES).compile(["{loop}"])


@given(st.text(st.sampled_from(list("ab c<>{}[]()|?*'-3,.")), max_size=30))
def test_any_text_is_either_a_phrase_or_a_clear_error(source: str) -> None:
    problem = None
    try:
        Pattern(Compiler({}).compile([source]))
    except PhraseError as error:
        problem = error
    assert problem is None or (0 <= problem.position <= len(source) and problem.remedy)


@given(st.text(st.sampled_from("ab \n'\"-"), max_size=60))
def test_a_pattern_never_matches_nothing(text: str) -> None:
    for phrase in ("a [2] b", "a b? (a|b a)", "a-b", "b'a"):
        spans = Pattern(Compiler({}).compile([phrase])).spans(text.encode("ascii"))
        assert all(end > start for start, end in spans)
