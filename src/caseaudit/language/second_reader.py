"""The trained second reader: what a sentence is likely to be, where no list of phrases can say.

Each word has, for every detector, a weight as the word before, at, and after a place; a detector answers with its
strongest place in the sentence. From the detectors, the sentence's and its neighbours' average words, and what the
lexicon found, two small layers give probabilities: of blame, of the parts of the child's voice, of the status of each
action. It was learned from the labelled documents in `training/`; it runs in numpy, gives the same answer everywhere,
and can name the words that moved it. What it says is a probability, never a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from caseaudit.domain.vocabulary import ACTIONS
from caseaudit.language.patterns import BREAK
from caseaudit.language.second_words import PAD, Floats, Ints, WordTable, strongest

if TYPE_CHECKING:
    from caseaudit.language.thorough_reader import ThoroughReader

BLAME = ("clean", "blaming", "attributed", "challenged")
"""What a sentence does, as one choice of four."""
VOICE = ("words", "demeanour", "appearance", "living_conditions")
"""What a sentence holds of the child's voice; any of them, or none."""
STATUSES = ("none", "done", "not_done", "planned", "other")
"""What a sentence says of each action, as one choice of five."""
OUTPUTS = len(BLAME) + len(VOICE) + len(ACTIONS) * len(STATUSES)

UNKNOWN = PAD + 1
"""The number of a word that training never saw."""
MARKS = ('"', "?", "!", ":", ";", "#")
"""Marks that count as words; `#` stands for any number. They follow the words in the vocabulary."""

_BREAK = BREAK.encode("ascii")
_TOKEN = re.compile(rb"[a-z]+(?:'[a-z]+)?|[0-9]+|[\"?!:;]")
_PARTED = bytes(
    code if chr(code).islower() or chr(code).isdigit() or code in b"\"?!:;'" + _BREAK else 0x20 for code in range(128)
).ljust(256)
"""What stands in no word or mark becomes a space."""

MAX_PIECES = 1 << 16
"""Words, with the marks that are glued to them, whose numbers are remembered."""

AT_ONCE = 512
"""Sentences judged together: it bounds the memory that a very long text takes."""


@dataclass(frozen=True, slots=True)
class Network:
    """What training gives. Shapes: V words and marks, K numbers a word, F detectors, M averages, X named features."""

    words: tuple[str, ...]
    vectors: Floats
    """(2 + words + marks, K); row 0 is no word, row 1 the unknown word."""
    detectors: Floats
    """(3, K, F): weights of the word before, at and after a place."""
    detector_bias: Floats
    averages: Floats
    """(K, M)."""
    average_bias: Floats
    extras: tuple[str, ...]
    """Names of the features that the lexicon gives."""
    hidden: Floats
    """(F + 3M + X, H)."""
    hidden_bias: Floats
    output: Floats
    """(F + H + X, OUTPUTS)."""
    output_bias: Floats
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """How sure the reader must be, as set on documents that training did not see."""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text as numbers, and where each sentence begins and ends among them."""

    sentences: Sequence[bytes]
    ids: Ints
    """The words' numbers."""
    starts: Ints
    ends: Ints

    def words(self, sentence: int) -> list[bytes]:
        """Return the words of one sentence, as they are numbered."""
        found: list[bytes] = _TOKEN.findall(self.sentences[sentence])
        return found


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities, a row a sentence."""

    blame: Floats
    voice: Floats
    actions: Floats
    """(sentences, ACTIONS, STATUSES)."""

    def part(self, first: int, last: int) -> Judged:
        """Return the rows of some sentences."""
        return Judged(self.blame[first:last], self.voice[first:last], self.actions[first:last])


class _Pieces(dict[bytes, tuple[int, ...]]):
    """Numbers of what stands between spaces, of the pieces met so far; a figure is `#`."""

    def __init__(self, known: Mapping[bytes, int]) -> None:
        self._known = known

    def __missing__(self, piece: bytes) -> tuple[int, ...]:
        tokens = _TOKEN.findall(piece)
        numbers = tuple(self._known.get(b"#" if token.isdigit() else token, UNKNOWN) for token in tokens)
        if len(self) < MAX_PIECES:
            self[piece] = numbers
        return numbers


class Vocabulary:
    """Numbers for words."""

    def __init__(self, words: Sequence[str]) -> None:
        """Number the words in their order, from 2, and the marks after them."""
        known = {word.encode("ascii"): number for number, word in enumerate((*words, *MARKS), start=2)}
        self._numbers_of = _Pieces(known).__getitem__

    def tokens(self, marked: bytes, sentences: int) -> Tokens:
        """Split a folded text whose sentence ends are marked (`segments.Segmented.marked`)."""
        parts = marked.translate(_PARTED).split(_BREAK, sentences - 1)
        ids: list[int] = []
        bounds = [0]
        for part in parts:
            ids.extend(chain.from_iterable(map(self._numbers_of, part.split())))
            bounds.append(len(ids))
        bounds.extend([len(ids)] * (sentences - len(parts)))
        edges = np.array(bounds, np.int64)
        return Tokens(parts, np.array(ids, np.int64), edges[:-1], edges[1:])

    def tokens_of_all(self, texts: Iterable[tuple[bytes, int]]) -> Tokens:
        """Split several texts, given with the number of their sentences.

        Behind each text stands one empty sentence more: its silence is what a sentence at either end has beside it.
        """
        parts = [(marked, sentences, marked.count(_BREAK)) for marked, sentences in texts]
        whole = b"".join([marked + _BREAK * (sentences + 1 - marks) for marked, sentences, marks in parts])
        return self.tokens(whole, sum(sentences + 1 for _, sentences, _ in parts))


class SecondReader:
    """The network, ready to read."""

    def __init__(self, network: Network, thorough: ThoroughReader | None = None) -> None:
        """Prepare to work out each word's weights when it is first met. `thorough` reads again what is doubtful."""
        self.network = network
        self.thorough = thorough
        self.vocabulary = Vocabulary(network.words)
        self._extras = {name: number for number, name in enumerate(network.extras)}
        self._words = WordTable(network.vectors, network.detectors, network.averages)
        self._detectors = len(network.detector_bias)

    def judge(self, tokens: Tokens, extra: Iterable[tuple[int, str]] = ()) -> Judged:
        """Judge every sentence; an empty one is clean and silent. `extra` holds named features: (sentence, name)."""
        count = len(tokens.starts)
        named = self._named(count, extra)
        if count <= AT_ONCE:
            return self._judge(tokens, named)
        parts = [self._part(tokens, named, first) for first in range(0, count, AT_ONCE)]
        return Judged(
            np.concatenate([part.blame for part in parts]),
            np.concatenate([part.voice for part in parts]),
            np.concatenate([part.actions for part in parts]),
        )

    def _named(self, count: int, extra: Iterable[tuple[int, str]]) -> _Named:
        """Note which sentence has which features; few of all features ever stand in one text."""
        known = self._extras
        found = [(sentence, known[name]) for sentence, name in extra if name in known]
        rows, numbers = zip(*found, strict=True) if found else ((), ())
        columns = sorted(set(numbers))
        places = {number: place for place, number in enumerate(columns)}
        table = np.zeros((count, len(columns)), np.float32)
        table[rows, [places[number] for number in numbers]] = 1
        return _Named(table, np.array(columns, np.int64))

    def _part(self, tokens: Tokens, named: _Named, first: int) -> Judged:
        """Judge some sentences of a long text, seen with the neighbours at both ends."""
        count = len(tokens.starts)
        left, right = max(0, first - 1), min(count, first + AT_ONCE + 1)
        low, high = int(tokens.starts[left]), int(tokens.ends[right - 1])
        part = Tokens(
            (),
            tokens.ids[low:high],
            tokens.starts[left:right] - low,
            tokens.ends[left:right] - low,
        )
        judged = self._judge(part, _Named(named.table[left:right], named.columns))
        return judged.part(first - left, min(first + AT_ONCE, count) - left)

    def _judge(self, tokens: Tokens, named: _Named) -> Judged:
        network, count, size = self.network, len(tokens.starts), self._detectors
        each = len(network.average_bias)
        inputs = np.empty((count, size + 3 * each), np.float32)
        heard, averages = inputs[:, :size], inputs[:, size : size + each]
        before, after = inputs[:, size + each : -each], inputs[:, -each:]
        before[0] = after[-1] = np.tanh(network.average_bias)
        self._read(tokens, heard, averages)
        before[1:], after[:-1] = averages[:-1], averages[1:]
        hidden = np.maximum(named.answers(inputs, network.hidden) + network.hidden_bias, 0)
        scores = named.answers(np.hstack([heard, hidden]), network.output) + network.output_bias
        scores[tokens.starts == tokens.ends] = _SILENT
        return probabilities(scores)

    def _read(self, tokens: Tokens, heard: Floats, averages: Floats) -> None:
        """Put down what each sentence's detectors found at their strongest, and its average."""
        filled = (tokens.ends > tokens.starts).nonzero()[0]
        starts, ends = tokens.starts[filled], tokens.ends[filled]
        heard[:], averages[:] = 0, 0
        if len(filled):
            rows = self._words.rows(tokens.ids)
            most = strongest(self._words.answers(rows, starts, ends), starts, ends)
            heard[filled] = np.maximum(most + self.network.detector_bias, 0)
            averages[filled] = np.add.reduceat(self._words.parts(rows), starts, axis=0)
        averages /= np.maximum(tokens.ends - tokens.starts, 1).astype(np.float32)[:, None]
        averages += self.network.average_bias
        np.tanh(averages, out=averages)

    def words_that_moved(self, tokens: Tokens, sentence: int, output: int, most: int = 3) -> list[str]:
        """Name the words of a sentence at which the detectors that speak most for an output were strongest."""
        left, right = int(tokens.starts[sentence]), int(tokens.ends[sentence])
        if left == right:
            return []
        rows = self._words.rows(tokens.ids[left:right])
        answers = self._words.answers(rows, np.array([0]), np.array([right - left]))
        said = np.maximum(answers.max(axis=0) + self.network.detector_bias, 0)
        weights = said * self.network.output[: self._detectors, output]
        share = np.bincount(answers.argmax(axis=0), weights, right - left).tolist()
        ranked = sorted(range(right - left), key=lambda place: (-share[place], place))
        words = tokens.words(sentence)
        return [words[place].decode("ascii") for place in ranked[:most] if share[place] > 0]


@dataclass(frozen=True, slots=True)
class _Named:
    """Named features of the sentences of one text: those that any of them has."""

    table: Floats
    """(sentences, columns): 1 where a sentence has the feature."""
    columns: Ints

    def answers(self, inputs: Floats, weights: Floats) -> Floats:
        """Return inputs and features times the weights, whose last rows are those of the features."""
        size = inputs.shape[1]
        return _times(inputs, weights[:size]) + _times(self.table, weights[size + self.columns])


_QUIET = 1 << 18
"""Multiplications up to which the libraries behind numpy start no threads: for one entry these would only get in the
way of the other processes."""


def _times(left: Floats, right: Floats) -> Floats:
    """Return the matrix product, worked out some rows at a time."""
    step = max(1, _QUIET // max(1, right.size))
    if len(left) <= step:
        return left @ right
    return np.concatenate([left[first : first + step] @ right for first in range(0, len(left), step)])


_SILENT = np.full(OUTPUTS, -8.0, np.float32)
_SILENT[0] = 8.0
_SILENT[len(BLAME) + len(VOICE) :: len(STATUSES)] = 8.0


def probabilities(scores: Any) -> Judged:
    """Turn scores into probabilities: one choice among BLAME, each of VOICE by itself, one status an action."""
    voice_at, actions_at = len(BLAME), len(BLAME) + len(VOICE)
    voice = 1 / (1 + np.exp(-np.clip(scores[:, voice_at:actions_at], -30, 30)))
    actions = scores[:, actions_at:].reshape(len(scores), len(ACTIONS), len(STATUSES))
    return Judged(_choice(scores[:, :voice_at]), voice, _choice(actions))


def _choice(scores: Any) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chosen: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chosen
