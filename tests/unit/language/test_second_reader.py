"""The second reader: the same answer however a text is cut up, and verdicts weighed as the guide promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.vocabulary import ACTIONS, About, Basis, EntryKind, Speaker, Stance, Status, Tier
from caseaudit.language import second_reader
from caseaudit.language.blame_opinion import CONCEPT
from caseaudit.language.fold import prepare
from caseaudit.language.mention import MAX_PER_TERM, Mention
from caseaudit.language.patterns import BREAK
from caseaudit.language.reading import Text, blame_of, read, read_counted
from caseaudit.language.second_opinion import TERM, THOROUGH, Adder, FirstReading, Least, weigh
from caseaudit.language.second_reader import BLAME, STATUSES, VOICE, Judged, SecondReader
from caseaudit.language.second_words import FIRST_ROWS, WordTable, strongest
from caseaudit.language.segments import segment
from caseaudit.reading.judgements import shipped_lexicon
from caseaudit.reading.second_reader import shipped_second_reader

MARK = BREAK.encode("ascii")
NOTHING_LEFT_OUT = Least()
SENTENCE = st.lists(st.sampled_from(["she", "was", "tearful", "home", "late", "again", "xyzzy", "12", '"']), max_size=9)


@pytest.fixture(scope="module")
def reader() -> SecondReader:
    return shipped_second_reader()


def marked(sentences: list[list[str]]) -> bytes:
    return MARK.join(" ".join(words).encode("ascii") for words in sentences)


@given(st.lists(SENTENCE, min_size=1, max_size=12))
@settings(max_examples=60)
def test_probabilities_add_up_and_there_is_a_row_a_sentence(sentences: list[list[str]]) -> None:
    reader = shipped_second_reader()
    judged = reader.judge(reader.vocabulary.tokens(marked(sentences), len(sentences)))
    assert judged.blame.shape == (len(sentences), len(BLAME))
    assert judged.voice.shape == (len(sentences), len(VOICE))
    assert judged.actions.shape == (len(sentences), len(ACTIONS), len(STATUSES))
    assert np.allclose(judged.blame.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(judged.actions.sum(axis=2), 1, atol=1e-5)
    assert ((judged.voice >= 0) & (judged.voice <= 1)).all()


def test_a_long_text_is_judged_in_parts_as_it_would_be_whole(
    reader: SecondReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["she", "was", "tearful", "at", "home", "again", "and", "late", "he", "rang"]
    sentences = [words[i % 7 :] + words[: i % 3] for i in range(40)] + [[]]
    tokens = reader.vocabulary.tokens(marked(sentences), len(sentences))
    whole = reader.judge(tokens, [(3, "k:log"), (30, "k:ppn")])
    monkeypatch.setattr(second_reader, "AT_ONCE", 7)
    parts = reader.judge(tokens, [(3, "k:log"), (30, "k:ppn")])
    for one, other in ((whole.blame, parts.blame), (whole.voice, parts.voice), (whole.actions, parts.actions)):
        assert np.allclose(one, other, atol=1e-5)


def test_an_empty_sentence_is_clean_and_silent(reader: SecondReader) -> None:
    judged = reader.judge(reader.vocabulary.tokens(b"", 1))
    assert judged.blame[0].argmax() == BLAME.index("clean")
    assert (judged.voice < 0.01).all()
    assert (judged.actions.argmax(axis=2) == 0).all()


def a_judgement(**chances: float) -> Judged:
    """One sentence: clean and silent but for what is given."""
    blame = np.zeros((1, len(BLAME)))
    for at, name in enumerate(BLAME):
        blame[0, at] = chances.get(name, 0.0)
    blame[0, 0] = 1 - blame[0, 1:].sum()
    voice = np.array([[chances.get(name, 0.0) for name in VOICE]])
    actions = np.zeros((1, len(ACTIONS), len(STATUSES)))
    actions[:, :, 0] = 1
    return Judged(blame, voice, actions)


TEXT = "She made poor choices and was promiscuous."


def a_term(quote: str, tier: Tier, **axes: object) -> Mention:
    start = TEXT.index(quote)
    given = {
        "status": Status.AFFIRMED,
        "speaker": Speaker.RECORD,
        "about": About.CHILD,
        "stance": Stance.ADOPTED,
        **axes,
    }
    concept = "victim-blaming.risk-taking"
    return Mention(concept, quote, 0, start, start + len(quote), quote, tier=tier, **given)  # type: ignore[arg-type]


def in_a_record(judged: Judged) -> tuple[Judged, list[int]]:
    """Put the sentence into a record of three: in a text of one or two the lexicon has nearly the whole say."""
    silent = a_judgement()
    parts = [
        np.vstack([getattr(one, name) for one in (judged, silent, silent)]) for name in ("blame", "voice", "actions")
    ]
    end = len(TEXT)
    return Judged(*parts), [0, end, end]


def an_adder(*mentions: Mention, least: Least = NOTHING_LEFT_OUT) -> Adder:
    prepared = prepare(TEXT)
    first = FirstReading(0, TEXT, EntryKind.LOG, prepared, segment(TEXT, prepared.text), mentions)
    return Adder(first, lambda _sentence, _output: ["choices"], least)


def weighed(
    judged: Judged, *mentions: Mention, sure: Mapping[str, float] | None = None, least: Least = NOTHING_LEFT_OUT
) -> list[Mention]:
    whole, starts = in_a_record(judged)
    return weigh(mentions, whole, starts, sure or {}, an_adder(*mentions, least=least))


def test_an_amber_term_that_it_is_sure_is_not_meant_so_is_kept_and_does_not_count() -> None:
    [mention] = weighed(a_judgement(blaming=0.01), a_term("poor choices", Tier.AMBER))
    assert mention.status is Status.OTHER
    assert mention.basis is Basis.BOTH
    assert any(cue.cue == TERM for cue in mention.cues)
    assert blame_of([mention]) == "clean"


def test_a_red_term_is_doubted_by_the_thorough_reading_only() -> None:
    judged, term = a_judgement(blaming=0.01), a_term("promiscuous", Tier.RED)
    [mention] = weighed(judged, term)
    assert (mention.status, mention.basis, blame_of([mention])) == (Status.AFFIRMED, Basis.PATTERN, "blaming")
    [mention] = weighed(judged, term, sure=THOROUGH)
    assert (mention.status, blame_of([mention])) == (Status.OTHER, "clean")


def test_a_term_that_the_context_let_go_is_taken_up_again_where_the_sentence_blames() -> None:
    told_of_an_adult = a_term("poor choices", Tier.AMBER, about=About.ADULT)
    [mention] = weighed(a_judgement(blaming=0.9), told_of_an_adult)
    assert blame_of([mention]) == "blaming"
    assert (mention.basis, mention.confidence) == (Basis.MODEL, 0.9)
    [mention] = weighed(a_judgement(blaming=0.8), told_of_an_adult)
    assert blame_of([mention]) == "clean"


def test_in_a_text_of_a_sentence_the_lexicon_has_nearly_the_whole_say() -> None:
    negated = a_term("poor choices", Tier.AMBER, status=Status.NEGATED)
    judged = a_judgement(blaming=0.95)
    [mention] = weigh([negated], judged, [0], {}, an_adder(negated))
    assert blame_of([mention]) == "clean"
    assert blame_of(weighed(judged, negated)) == "blaming"


def test_of_several_terms_only_those_against_the_likelier_reading_change() -> None:
    own, others = a_term("poor choices", Tier.AMBER), a_term("promiscuous", Tier.RED, speaker=Speaker.PARENT)
    others = replace(others, stance=Stance.UNCHALLENGED)
    first, second = weighed(a_judgement(attributed=0.9), own, others)
    assert (first.speaker, first.stance) == (Speaker.THIRD_PARTY, Stance.UNCHALLENGED)
    assert (second.speaker, second.basis) == (Speaker.PARENT, Basis.BOTH)
    assert blame_of([first, second]) == "attributed"
    assert blame_of(weighed(a_judgement(blaming=0.9), own, others)) == "blaming"


def test_where_both_find_it_the_mention_says_so_and_nothing_is_added() -> None:
    [mention] = weighed(a_judgement(blaming=0.9), a_term("poor choices", Tier.AMBER))
    assert (mention.basis, mention.confidence) == (Basis.BOTH, 0.9)


def test_what_it_finds_alone_is_the_sentence_with_its_confidence_and_the_words_that_moved_it() -> None:
    [mention] = weighed(a_judgement(blaming=0.9))
    assert (mention.concept, mention.basis, mention.confidence) == (CONCEPT, Basis.MODEL, 0.9)
    assert mention.quote == TEXT
    assert mention.cues[0].cue == "choices"
    assert blame_of([mention]) == "blaming"


def test_what_it_finds_less_surely_than_asked_is_not_given_back() -> None:
    judged = a_judgement(blaming=0.8, words=0.7)
    concepts = {one.concept for one in weighed(judged, least=Least(blame=0.9, other=0.7))}
    assert concepts == {"voice.words"}
    assert {one.concept for one in weighed(judged, least=Least(other=0.71))} == {CONCEPT}
    assert len(weighed(judged)) == 2


def test_the_bar_does_not_change_what_is_counted_or_which_come_first() -> None:
    lexicon = shipped_lexicon().with_second(shipped_second_reader())
    text = "She kept her coat zipped to the chin and watched the door. " * (MAX_PER_TERM + 9)
    whole, high = read_counted(lexicon, [Text(text)]), read_counted(lexicon, [Text(text)], least=Least(2, 2))
    assert whole.counts == high.counts
    assert whole.counts[0, TERM] > MAX_PER_TERM
    assert any(one.term == TERM for one in whole.mentions)
    assert high.mentions == tuple(one for one in whole.mentions if one.term != TERM)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.integers(0, 2**32 - 1))
def test_the_strongest_of_each_stretch_is_its_largest(gaps: list[int], seed: int) -> None:
    edges = np.cumsum([0, *(gap * gap + 1 for gap in gaps)])
    answers = np.random.default_rng(seed).normal(size=(int(edges[-1]), 3)).astype(np.float32)
    found = strongest(answers, edges[:-1], edges[1:])
    expected = [answers[left:right].max(axis=0) for left, right in pairwise(edges)]
    assert (found == np.array(expected)).all()


def test_a_word_says_the_same_to_the_last_bit_whatever_was_read_before(reader: SecondReader) -> None:
    network = reader.network
    asked = np.array([700, 2, 44, 9000])
    alone, later = (WordTable(network.vectors, network.detectors, network.averages) for _ in range(2))
    later.rows(np.arange(2, 2 * FIRST_ROWS))
    for number in asked:
        later.rows(np.array([number]))
    each, four = np.arange(4), np.arange(1, 5)
    first, second = alone.rows(asked), later.rows(asked)
    assert (alone.answers(first, each, four) == later.answers(second, each, four)).all()
    assert (alone.parts(first) == later.parts(second)).all()
    assert np.allclose(alone.parts(first), network.vectors[asked] @ network.averages, atol=1e-5)


def test_texts_read_together_are_judged_as_each_alone(reader: SecondReader) -> None:
    texts = [(marked([["she", "was", "tearful"], ["late"]]), 2), (b"", 1), (marked([["home"], []]), 2)]
    together = reader.judge(reader.vocabulary.tokens_of_all(texts))
    first = 0
    for text, sentences in texts:
        alone, own = reader.judge(reader.vocabulary.tokens(text, sentences)), together.part(first, first + sentences)
        first += sentences + 1
        for name in ("blame", "voice", "actions"):
            assert np.allclose(getattr(alone, name), getattr(own, name), atol=1e-5)


def test_the_words_that_moved_it_are_words_of_the_sentence(reader: SecondReader) -> None:
    texts = [(marked([["at", "home"], ["she", "was", "tearful"]]), 2), (marked([["12", "xyzzy", "rang"]]), 1)]
    tokens = reader.vocabulary.tokens_of_all(texts)
    assert tokens.words(1) == [b"she", b"was", b"tearful"]
    assert tokens.words(3) == [b"12", b"xyzzy", b"rang"]
    told = reader.words_that_moved(tokens, 1, len(BLAME) + VOICE.index("demeanour"))
    assert told
    assert set(told) <= {"she", "was", "tearful"}
    assert reader.words_that_moved(tokens, 2, 0) == []


def test_somebody_elses_words_are_told_apart() -> None:
    [mention] = weighed(a_judgement(attributed=0.9))
    assert mention.speaker is Speaker.THIRD_PARTY
    assert blame_of([mention]) == "attributed"


def test_below_its_threshold_it_says_nothing() -> None:
    assert weighed(a_judgement(blaming=0.4, words=0.2)) == []


@pytest.mark.parametrize("component", VOICE)
def test_a_part_of_the_voice_that_stands_in_no_list(component: str) -> None:
    [mention] = weighed(a_judgement(**{component: 0.9}))
    assert (mention.concept, mention.status, mention.about) == (f"voice.{component}", Status.AFFIRMED, About.CHILD)


def test_quotes_stand_at_their_offsets_whatever_the_text() -> None:
    lexicon = shipped_lexicon().with_second(shipped_second_reader())
    texts = [
        "",
        "...",
        "\U0001f469\u200d\U0001f467 She kept her coat zipped to the chin.\r\n\r\nWe are not a taxi service &amp; she knows it.",
        "caf\u00e9 \u05e9\u05dc\u05d5\u05dd\x00 tearful \ud800 again",
    ]
    for number, text in enumerate(texts):
        for mention in read(lexicon, [Text(text, EntryKind.LOG)]):
            assert text[mention.start : mention.end] == mention.quote, number


def test_without_a_second_reader_only_the_lexicon_speaks() -> None:
    text = Text("We are not a taxi service. She kept her coat zipped to the chin and watched the door.")
    mentions = read(shipped_lexicon(), [text])
    assert all(mention.basis is Basis.PATTERN for mention in mentions)
