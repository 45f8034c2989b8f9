"""The thorough reader: the arithmetic of the encoder, the same answer in any company, and what it is asked about."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.language import second_opinion
from caseaudit.language.reading import Text, read
from caseaudit.language.second_reader import ACTIONS, BLAME, OUTPUTS, STATUSES, VOICE, Judged, SecondReader
from caseaudit.language.thorough_reader import Encoder, Layer, Linear, Norm, ThoroughReader, read_closely
from caseaudit.language.wordpieces import BEGIN, END, MARKS, UNKNOWN, WordPieces
from caseaudit.reading.judgements import shipped_lexicon
from caseaudit.reading.second_reader import shipped_second_reader

PIECES = (*MARKS, "she", "was", "tear", "##ful", "##s", "home", ".", "a", "##b", "15")
SIZE, HEADS = 8, 2
WORDS = st.lists(st.sampled_from(["she", "was", "tearful", "home", ".", "15", "zzz"]), max_size=12)


def an_encoder(layers: int = 2) -> Encoder:
    random = np.random.default_rng(7)

    def numbers(*shape: int) -> np.ndarray:
        return random.normal(0, 0.3, shape).astype(np.float32)

    def linear(inputs: int, outputs: int) -> Linear:
        return Linear(numbers(inputs, outputs), numbers(outputs))

    def norm() -> Norm:
        return Norm(1 + numbers(SIZE), numbers(SIZE))

    def layer() -> Layer:
        return Layer(linear(SIZE, 3 * SIZE), linear(SIZE, SIZE), norm(), linear(SIZE, 16), linear(16, SIZE), norm())

    return Encoder(
        PIECES,
        numbers(len(PIECES), SIZE),
        numbers(100, SIZE),
        numbers(2, SIZE),
        norm(),
        tuple(layer() for _ in range(layers)),
        HEADS,
        ("m:one",),
        linear(2 * SIZE + 1, 4),
        linear(4 + 2 * SIZE + 1, OUTPUTS),
    )


def by_hand(encoder: Encoder, ids: list[int], own: range, *, feature: bool) -> np.ndarray:
    """Work one row out piece by piece, in plain loops and double precision, from the papers' formulas."""

    def norm(values: np.ndarray, given: Norm) -> np.ndarray:
        return (values - values.mean()) / math.sqrt(values.var() + 1e-12) * given.scale + given.shift

    def gelu(value: float) -> float:
        return 0.5 * value * (1 + math.tanh(math.sqrt(2 / math.pi) * (value + 0.044715 * value**3)))

    rows = [
        norm(encoder.vectors[piece].astype(float) + encoder.places[at] + encoder.parts[int(at in own)], encoder.norm)
        for at, piece in enumerate(ids)
    ]
    each = SIZE // HEADS
    for layer in encoder.layers:
        three = [row @ layer.look.weight.astype(float) + layer.look.bias for row in rows]
        looked = []
        for mine in three:
            answer = np.zeros(SIZE)
            for head in range(HEADS):
                part = slice(head * each, (head + 1) * each)
                likeness = [math.exp(mine[part] @ other[SIZE:][part] / math.sqrt(each)) for other in three]
                for share, other in zip(likeness, three, strict=True):
                    answer[part] += share / sum(likeness) * other[2 * SIZE :][part]
            looked.append(answer @ layer.looked.weight.astype(float) + layer.looked.bias)
        rows = [norm(row + seen, layer.looked_norm) for row, seen in zip(rows, looked, strict=True)]
        inner = [np.array([gelu(x) for x in row @ layer.inner.weight.astype(float) + layer.inner.bias]) for row in rows]
        rows = [
            norm(row + one @ layer.outer.weight.astype(float) + layer.outer.bias, layer.norm)
            for row, one in zip(rows, inner, strict=True)
        ]
    seen = np.concatenate([rows[0], np.mean([rows[at] for at in own], axis=0), [float(feature)]])
    hidden = np.maximum(seen @ encoder.hidden.weight.astype(float) + encoder.hidden.bias, 0)
    return np.concatenate([hidden, seen]) @ encoder.output.weight.astype(float) + encoder.output.bias


def test_words_are_split_into_the_longest_pieces_that_are_known() -> None:
    pieces = WordPieces(PIECES)
    assert pieces.ids("she was tearful.") == [4, 5, 6, 7, 10]
    assert pieces.ids("tears ab 15") == [6, 8, 11, 12, 13]
    assert pieces.ids("xyz tearx " + "a" * 41) == [UNKNOWN] * 3
    assert pieces.ids("") == []


def test_the_arithmetic_is_that_of_the_papers() -> None:
    encoder = an_encoder()
    sentences = ["she was home.", "tearful", "was she."]
    given = ThoroughReader(encoder).scores(sentences, [1], [(1, "m:one"), (0, "m:one"), (1, "m:unknown")])
    ids = [BEGIN, 4, 5, 9, 10, END, 6, 7, END, 5, 4, 10, END]
    assert given[0] == pytest.approx(by_hand(encoder, ids, range(6, 9), feature=True), abs=1e-4)


@settings(max_examples=25)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_sentence_is_judged_alike_alone_and_in_any_company(texts: list[list[str]]) -> None:
    reader, sentences = ThoroughReader(an_encoder()), [" ".join(words) for words in texts]
    together = reader.scores(sentences, range(len(sentences)))
    for number in range(len(sentences)):
        assert together[number] == pytest.approx(reader.scores(sentences, [number])[0], abs=1e-4)


def test_only_what_is_doubtful_or_named_is_read_again() -> None:
    reader, sentences = ThoroughReader(an_encoder()), ["she was home.", "tearful.", "was she 15.", " "]
    count = len(sentences)
    blame, voice = np.zeros((count, len(BLAME)), np.float32), np.zeros((count, len(VOICE)), np.float32)
    actions = np.zeros((count, len(ACTIONS), len(STATUSES)), np.float32)
    blame[:, 0], actions[:, :, 0] = 1, 1
    voice[1, 1] = voice[3, 1] = 0.5
    quick = Judged(blame, voice, actions)
    close = read_closely(reader, quick, sentences, [(2, "m:one"), (0, "k:log")])
    changed = [number for number in range(count) if (close.blame[number] != quick.blame[number]).any()]
    assert changed == [1, 2]
    assert (quick.blame[:, 0] == 1).all()
    settled = Judged(blame[:1], voice[:1], actions[:1])
    assert read_closely(reader, settled, sentences[:1], []) is settled


class AskedError(Exception):
    """The thorough reader was asked."""


def test_a_text_longer_than_any_record_is_read_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked(ThoroughReader):
        def scores(self, *args: object, **kwargs: object) -> np.ndarray:
            raise AskedError

    second = SecondReader(shipped_second_reader().network, Asked(an_encoder()))
    lexicon = shipped_lexicon().with_second(second)
    monkeypatch.setattr(second_opinion, "CLOSELY", 3)
    assert read(lexicon, [Text("She was tearful and clung to her mum. " * 6)])
    with pytest.raises(AskedError):
        read(lexicon, [Text("She was tearful and clung to her mum. " * 2)])
