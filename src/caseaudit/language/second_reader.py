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
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from caseaudit.domain.vocabulary import ACTIONS
from caseaudit.language.patterns import BREAK

if TYPE_CHECKING:
    from caseaudit.language.thorough_reader import ThoroughReader

BLAME = ("clean", "blaming", "attributed", "challenged")
"""What a sentence does, as one choice of four."""
VOICE = ("words", "demeanour", "appearance", "living_conditions")
"""What a sentence holds of the child's voice; any of them, or none."""
STATUSES = ("none", "done", "not_done", "planned", "other")
"""What a sentence says of each action, as one choice of five."""
OUTPUTS = len(BLAME) + len(VOICE) + len(ACTIONS) * len(STATUSES)

PAD, UNKNOWN = 0, 1
"""Numbers of no word, and of a word that training never saw."""
MARKS = ('"', "?", "!", ":", ";", "#")
"""Marks that count as words; `#` stands for any number. They follow the words in the vocabulary."""

_BREAK = BREAK.encode("ascii")
_TOKEN = re.compile(rb"[a-z]+(?:'[a-z]+)?|[0-9]+|[\"?!:;]|" + re.escape(_BREAK))
_END = -1
"""Stands for a sentence end among the numbers of words."""

AT_ONCE = 512
"""Sentences judged together: it bounds the memory that a very long text takes."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


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

    words: tuple[bytes, ...]
    ids: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Judged:
    """Probabilities, a row a sentence."""

    blame: Floats
    voice: Floats
    actions: Floats
    """(sentences, ACTIONS, STATUSES)."""


class _Numbers(dict[bytes, int]):
    """Numbers of words; a figure is `#`, and a word that training never saw is UNKNOWN."""

    def __missing__(self, token: bytes) -> int:
        return self[b"#"] if token[:1].isdigit() else UNKNOWN


class Vocabulary:
    """Numbers for words."""

    def __init__(self, words: Sequence[str]) -> None:
        """Number the words in their order, from 2, and the marks after them."""
        self._ids = _Numbers((word.encode("ascii"), number) for number, word in enumerate((*words, *MARKS), start=2))
        self._ids[_BREAK] = _END

    def tokens(self, marked: bytes, sentences: int) -> Tokens:
        """Split a folded text whose sentence ends are marked (`segments.Segmented.marked`)."""
        found = _TOKEN.findall(marked)
        ids = np.array([*map(self._ids.__getitem__, found)], np.int64)
        is_end = ids == _END
        # The nth mark stands behind n - 1 others, which are no words.
        starts = [0, *(np.flatnonzero(is_end) - np.arange(is_end.sum())).tolist()]
        words = [token for token in found if token != _BREAK]
        starts = starts[:sentences] + [len(words)] * max(0, sentences - len(starts))
        ends = [*starts[1:], len(words)]
        return Tokens(tuple(words), ids[~is_end], np.array(starts, np.int64), np.array(ends, np.int64))


class SecondReader:
    """The network, ready to read."""

    def __init__(self, network: Network, thorough: ThoroughReader | None = None) -> None:
        """Prepare to work out each word's weights when it is first met. `thorough` reads again what is doubtful."""
        self.network = network
        self.thorough = thorough
        self.vocabulary = Vocabulary(network.words)
        self._extras = {name: number for number, name in enumerate(network.extras)}
        self._project = np.concatenate([*network.detectors, network.averages], axis=1)
        self._detectors = len(network.detector_bias)
        self._known = np.zeros(len(network.vectors), np.bool_)
        self._before, self._at, self._after = (
            np.zeros((len(network.vectors), self._detectors), np.float32) for _ in network.detectors
        )
        self._average = np.zeros((len(network.vectors), len(network.average_bias)), np.float32)

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
        found = np.array([(sentence, self._extras[name]) for sentence, name in extra if name in self._extras], np.int64)
        rows, places = found.reshape(-1, 2).T
        columns, at = np.unique(places, return_inverse=True)
        table = np.zeros((count, len(columns)), np.float32)
        table[rows, at] = 1
        return _Named(table, columns)

    def _part(self, tokens: Tokens, named: _Named, first: int) -> Judged:
        """Judge some sentences of a long text, seen with the neighbours at both ends."""
        count = len(tokens.starts)
        left, right = max(0, first - 1), min(count, first + AT_ONCE + 1)
        low, high = int(tokens.starts[left]), int(tokens.ends[right - 1])
        part = Tokens(
            tokens.words[low:high],
            tokens.ids[low:high],
            tokens.starts[left:right] - low,
            tokens.ends[left:right] - low,
        )
        judged = self._judge(part, _Named(named.table[left:right], named.columns))
        keep = slice(first - left, min(first + AT_ONCE, count) - left)
        return Judged(judged.blame[keep], judged.voice[keep], judged.actions[keep])

    def _judge(self, tokens: Tokens, named: _Named) -> Judged:
        network = self.network
        strongest, averages = self._read(tokens)
        silent = np.tanh(network.average_bias)
        before, after = np.vstack([silent, averages[:-1]]), np.vstack([averages[1:], silent])
        inputs = np.hstack([strongest, averages, before, after])
        hidden = np.maximum(named.answers(inputs, network.hidden) + network.hidden_bias, 0)
        scores = named.answers(np.hstack([strongest, hidden]), network.output) + network.output_bias
        scores[tokens.starts == tokens.ends] = _SILENT
        return probabilities(scores)

    def _read(self, tokens: Tokens) -> tuple[Floats, Floats]:
        """Return what each sentence's detectors found at their strongest, and its average."""
        network, count = self.network, len(tokens.starts)
        places, filled = self._places(tokens), tokens.ends > tokens.starts
        strongest = np.zeros((count, self._detectors), np.float32)
        totals = np.zeros((count, len(network.average_bias)), np.float32)
        if filled.any():
            starts = tokens.starts[filled]
            strongest[filled] = np.maximum(np.maximum.reduceat(places, starts, axis=0) + network.detector_bias, 0)
            totals[filled] = np.add.reduceat(self._average[tokens.ids], starts, axis=0)
        lengths = np.maximum(tokens.ends - tokens.starts, 1).astype(np.float32)[:, None]
        return strongest, np.tanh(totals / lengths + network.average_bias)

    def _places(self, tokens: Tokens) -> Floats:
        """Return what each detector answers at each word; words of other sentences do not count as neighbours."""
        ids = tokens.ids
        self._learn(ids)
        size = len(ids)
        before, after = np.full(size + 1, PAD), np.full(size + 1, PAD)
        before[1:], after[:-2] = ids, ids[1:]
        before[tokens.starts] = PAD
        after[tokens.ends - 1] = PAD
        places: Floats = self._at[ids]
        places += self._before[before[:size]]
        places += self._after[after[:size]]
        return places

    def _learn(self, ids: Ints) -> None:
        """Work out the rows of words not met before."""
        new = ids[~self._known[ids]]
        if not len(new):
            return
        new = np.unique(new)
        rows = _times(self.network.vectors[new], self._project)
        size = self._detectors
        for number, table in enumerate((self._before, self._at, self._after)):
            table[new] = rows[:, number * size : (number + 1) * size]
        self._average[new] = rows[:, 3 * size :]
        self._known[new] = True

    def words_that_moved(self, tokens: Tokens, sentence: int, output: int, most: int = 3) -> list[str]:
        """Name the words of a sentence at which the detectors that speak most for an output were strongest."""
        left, right = int(tokens.starts[sentence]), int(tokens.ends[sentence])
        nothing, whole = np.zeros(1, np.int64), np.array([right - left], np.int64)
        places = self._places(Tokens(tokens.words[left:right], tokens.ids[left:right], nothing, whole))
        said = np.maximum(places.max(axis=0) + self.network.detector_bias, 0)
        weights = said * self.network.output[: self._detectors, output]
        share = np.bincount(places.argmax(axis=0), weights, right - left).tolist()
        ranked = sorted(range(right - left), key=lambda place: (-share[place], place))
        return [tokens.words[left + place].decode("ascii") for place in ranked[:most] if share[place] > 0]


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
