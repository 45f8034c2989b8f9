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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caseaudit.domain.vocabulary import ACTIONS
from caseaudit.language.patterns import BREAK

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


class Vocabulary:
    """Numbers for words."""

    def __init__(self, words: Sequence[str]) -> None:
        """Number the words in their order, from 2, and the marks after them."""
        self._ids = {word.encode("ascii"): number for number, word in enumerate((*words, *MARKS), start=2)}
        self._number = self._ids[b"#"]

    def tokens(self, marked: bytes, sentences: int) -> Tokens:
        """Split a folded text whose sentence ends are marked (`segments.Segmented.marked`)."""
        words: list[bytes] = []
        ids: list[int] = []
        starts = [0]
        known = self._ids
        for token in _TOKEN.findall(marked):
            if token == _BREAK:
                starts.append(len(ids))
                continue
            words.append(token)
            found = known.get(token)
            ids.append(found if found is not None else self._number if token[:1].isdigit() else UNKNOWN)
        starts = starts[:sentences] + [len(ids)] * max(0, sentences - len(starts))
        ends = [*starts[1:], len(ids)]
        return Tokens(tuple(words), np.array(ids, np.int64), np.array(starts, np.int64), np.array(ends, np.int64))


class SecondReader:
    """The network, ready to read."""

    def __init__(self, network: Network) -> None:
        """Prepare to work out each word's weights when it is first met."""
        self.network = network
        self.vocabulary = Vocabulary(network.words)
        self._extras = {name: number for number, name in enumerate(network.extras)}
        before, at, after = network.detectors
        self._project = np.concatenate([before, at, after, network.averages], axis=1)
        self._detectors = len(network.detector_bias)
        self._rows = np.zeros((len(network.vectors), self._project.shape[1]), np.float32)
        self._known = np.zeros(len(network.vectors), np.bool_)

    def judge(self, tokens: Tokens, extra: Iterable[tuple[int, str]] = ()) -> Judged:
        """Judge every sentence; an empty one is clean and silent. `extra` holds named features: (sentence, name)."""
        count = len(tokens.starts)
        named = np.zeros((count, len(self.network.extras)), np.float32)
        for sentence, name in extra:
            place = self._extras.get(name)
            if place is not None:
                named[sentence, place] = 1
        if count <= AT_ONCE:
            return self._judge(tokens, named)
        parts = [self._part(tokens, named, first) for first in range(0, count, AT_ONCE)]
        return Judged(
            np.concatenate([part.blame for part in parts]),
            np.concatenate([part.voice for part in parts]),
            np.concatenate([part.actions for part in parts]),
        )

    def _part(self, tokens: Tokens, named: Floats, first: int) -> Judged:
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
        judged = self._judge(part, named[left:right])
        keep = slice(first - left, min(first + AT_ONCE, count) - left)
        return Judged(judged.blame[keep], judged.voice[keep], judged.actions[keep])

    def _judge(self, tokens: Tokens, named: Floats) -> Judged:
        network = self.network
        strongest, averages = self._read(tokens)
        silent = np.tanh(network.average_bias)
        before, after = np.vstack([silent, averages[:-1]]), np.vstack([averages[1:], silent])
        inputs = np.hstack([strongest, averages, before, after, named])
        hidden = np.maximum(inputs @ network.hidden + network.hidden_bias, 0)
        scores = np.hstack([strongest, hidden, named]) @ network.output + network.output_bias
        scores[tokens.starts == tokens.ends] = _SILENT
        return _probabilities(scores)

    def _read(self, tokens: Tokens) -> tuple[Floats, Floats]:
        """Return what each sentence's detectors found at their strongest, and its average."""
        network, size = self.network, self._detectors
        places, filled = self._places(tokens), tokens.ends > tokens.starts
        strongest = np.zeros((len(tokens.starts), size), np.float32)
        totals = np.zeros((len(tokens.starts), len(network.average_bias)), np.float32)
        if filled.any():
            starts = tokens.starts[filled]
            strongest[filled] = np.maximum(np.maximum.reduceat(places, starts, axis=0) + network.detector_bias, 0)
            totals[filled] = np.add.reduceat(self._rows[tokens.ids, 3 * size :], starts, axis=0)
        lengths = np.maximum(tokens.ends - tokens.starts, 1)[:, None]
        return strongest, np.tanh(totals / lengths + network.average_bias).astype(np.float32)

    def _places(self, tokens: Tokens) -> Floats:
        """Return what each detector answers at each word."""
        size = self._detectors
        self._learn(tokens.ids)
        rows = self._rows[tokens.ids]
        places: Floats = rows[:, size : 2 * size].copy()
        if len(places) > 1:
            first = np.zeros(len(places) + 1, np.bool_)
            first[tokens.starts] = True
            inside = ~first[1 : len(places), None]
            places[1:] += rows[:-1, :size] * inside
            places[:-1] += rows[1:, 2 * size : 3 * size] * inside
        return places

    def _learn(self, ids: Ints) -> None:
        """Work out the rows of words not met before."""
        new = np.unique(ids[~self._known[ids]])
        if len(new):
            self._rows[new] = self.network.vectors[new] @ self._project
            self._known[new] = True

    def words_that_moved(self, tokens: Tokens, sentence: int, output: int, most: int = 3) -> list[str]:
        """Name the words of a sentence at which the detectors that speak most for an output were strongest."""
        left, right = int(tokens.starts[sentence]), int(tokens.ends[sentence])
        nothing, whole = np.zeros(1, np.int64), np.array([right - left], np.int64)
        places = self._places(Tokens(tokens.words[left:right], tokens.ids[left:right], nothing, whole))
        at = places.argmax(axis=0)
        said = np.maximum(places.max(axis=0) + self.network.detector_bias, 0)
        share = np.zeros(right - left)
        np.add.at(share, at, said * self.network.output[: self._detectors, output])
        ranked = sorted(range(right - left), key=lambda place: (-share[place], place))
        return [tokens.words[left + place].decode("ascii") for place in ranked[:most] if share[place] > 0]


_SILENT = np.full(OUTPUTS, -8.0, np.float32)
_SILENT[0] = 8.0
_SILENT[len(BLAME) + len(VOICE) :: len(STATUSES)] = 8.0


def _probabilities(scores: Any) -> Judged:
    """Turn scores into probabilities: one choice among BLAME, each of VOICE by itself, one status an action."""
    voice_at, actions_at = len(BLAME), len(BLAME) + len(VOICE)
    voice = 1 / (1 + np.exp(-np.clip(scores[:, voice_at:actions_at], -30, 30)))
    actions = scores[:, actions_at:].reshape(len(scores), len(ACTIONS), len(STATUSES))
    return Judged(_choice(scores[:, :voice_at]), voice, _choice(actions))


def _choice(scores: Any) -> Floats:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chosen: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chosen
