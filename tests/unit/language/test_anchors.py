from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.language.anchors import MAX_KNOWN, Anchors, written
from caseaudit.language.automaton import Pattern, PhraseBook
from caseaudit.language.patterns import Compiler
from caseaudit.language.phrases import PhraseError

CLASSES = {"who": ["she", "the child", "<boy>"], "self": ["herself", "her-self"]}


def book(*entries: tuple[str, ...]) -> PhraseBook:
    compiler = Compiler(CLASSES)
    return PhraseBook([compiler.compile(one) for one in entries], [compiler.needs(one) for one in entries])


def possible(phrase: str, text: str) -> bool:
    """Whether a sentence is worth a search for the phrase."""
    return list(book((phrase,)).candidates(text.encode())) == [(0, [0])]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("self-harm", "selfharm"),
        ("self-harm", "self - harm"),
        ("a-w-o-l", "gone awol"),
        ("doesn't care", "doesnt care"),
        ("boys' home", "boyshome"),
        ("{who}'s bag", "the childs bag"),
        ("{who}'s bag", "the child's bag"),
        ("exploit*", "exploitative"),
        ("voc: n/a", "voc:n/a"),
        ("cats and dogs", "cats & dogs"),
        ("very? bad", "bad"),
        ("put [2] (down|at risk)", "put her right down"),
        ("<put> {self} at risk", "putting her self at risk"),
    ],
)
def test_a_sentence_that_holds_a_phrase_is_always_searched(phrase: str, text: str) -> None:
    compiler = Compiler(CLASSES)
    assert Pattern(compiler.compile([phrase])).spans(text.encode())
    assert possible(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("at risk", "she was at home"),
        ("at risk", "the risk was low"),
        ("self-harm", "by herself, no harm"),
        ("exploit*", "an export"),
        ("(in on it|at it again)", "it was on the table"),
        ("put [2] risk", "a risk assessment"),
    ],
)
def test_a_sentence_without_the_words_that_a_phrase_needs_is_not_searched(phrase: str, text: str) -> None:
    assert not possible(phrase, text)


def test_each_sentence_is_looked_at_by_itself() -> None:
    found = book(("at risk",), ("risk",)).candidates(b"at home\x1ethe risk\x1e\x1eat risk")
    assert list(found) == [(1, [1]), (3, [0, 1])]


def test_a_phrase_with_no_sure_word_is_searched_everywhere() -> None:
    assert possible("and", "anything at all")


def test_words_that_are_forgotten_are_learnt_again() -> None:
    anchors = Anchors([[((frozenset({"exploit*"}),),)]])
    assert anchors.possible({b"exploited"}) == [0]
    anchors.possible({f"w{number}".encode() for number in range(MAX_KNOWN + 1)})
    assert anchors.possible({b"other"}) == []
    assert anchors.possible({b"exploited"}) == [0]


def test_a_hyphened_word_needs_each_of_its_pieces_or_them_glued() -> None:
    assert set(written("self-harm")[0]) == {frozenset({"self", "selfharm"}), frozenset({"harm", "selfharm"})}
    assert written("&") == ()


WORD = st.sampled_from(
    ["at", "risk", "self-harm", "doesn't", "boys'", "put", "no", "voc:", "n/a", "and", "put*", "<put>"]
)
ITEM = st.one_of(
    WORD,
    WORD.map("{}?".format).filter(lambda item: item != "put*?"),
    st.sampled_from(["{who}", "{self}", "{who}'s", "[1]", "[3]", "(at risk|no)", "(put|<put> at|voc: no)", "(at|no)?"]),
)
PIECE = st.sampled_from(
    [
        "at",
        "risk",
        "self",
        "harm",
        "selfharm",
        "doesnt",
        "doesn't",
        "boys",
        "boys'",
        "boysrisk",
        "put",
        "puts",
        "putting",
        "no",
        "voc:",
        "voc",
        "n",
        "/",
        "a",
        "n/a",
        "and",
        "&",
        "n'",
        "she",
        "the",
        "child",
        "child's",
        "childs",
        "boy",
        "her",
        "herself",
        "-",
        "'",
        '"',
        ",",
        ".",
        ";",
        "_",
        "x",
    ]
)


@settings(max_examples=400)
@given(
    phrases=st.lists(st.lists(ITEM, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3),
    text=st.lists(st.tuples(PIECE, st.sampled_from(["", " ", " ", "\n", "\x1e"])), max_size=14),
)
def test_looking_first_never_loses_a_match(phrases: list[str], text: list[tuple[str, str]]) -> None:
    compiler = Compiler(CLASSES)
    readable = []
    for phrase in phrases:
        try:
            compiler.check(phrase)
        except PhraseError:
            continue
        readable.append(phrase)
    if not readable:
        return
    small = book(*((phrase,) for phrase in readable), tuple(readable))
    for sentence in "".join(piece + gap for piece, gap in text).encode().split(b"\x1e"):
        wanted = [(index, *span) for index in range(len(small)) for span in small.pattern(index).spans(sentence)]
        assert list(small.spans(sentence)) == wanted
