"""The second reader: the same answer however a text is cut up, and verdicts weighed as the guide promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.domain.vocabulary import ACTIONS, About, Basis, EntryKind, Speaker, Stance, Status, Tier
from caseaudit.language import second_reader
from caseaudit.language.blame_opinion import CONCEPT
from caseaudit.language.mention import Mention
from caseaudit.language.patterns import BREAK
from caseaudit.language.reading import Text, blame_of, read
from caseaudit.language.second_opinion import TERM, THOROUGH, Place, weigh
from caseaudit.language.second_reader import BLAME, STATUSES, VOICE, Judged, SecondReader
from caseaudit.reading.judgements import shipped_lexicon
from caseaudit.reading.second_reader import shipped_second_reader

MARK = BREAK.encode("ascii")
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


def in_a_record(judged: Judged) -> tuple[Judged, list[Place]]:
    """Put the sentence into a record of three: in a text of one or two the lexicon has nearly the whole say."""
    silent = a_judgement()
    parts = [
        np.vstack([getattr(one, name) for one in (judged, silent, silent)]) for name in ("blame", "voice", "actions")
    ]
    end = len(TEXT)
    return Judged(*parts), [Place(0, end), Place(end, end), Place(end, end)]


def weighed(judged: Judged, *mentions: Mention, sure: Mapping[str, float] | None = None) -> list[Mention]:
    whole, places = in_a_record(judged)
    return weigh(mentions, whole, places, TEXT, 0, sure or {}, lambda _sentence, _output: ["choices"])


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
    judged, place = a_judgement(blaming=0.95), [Place(0, len(TEXT))]
    [mention] = weigh([negated], judged, place, TEXT, 0, {}, lambda _sentence, _output: [])
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
