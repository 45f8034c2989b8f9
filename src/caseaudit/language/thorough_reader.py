"""The thorough reader: a small language model in numpy that reads each doubtful sentence with its neighbours.

The second reader's detectors see three words at a time; they cannot tell who says what of whom. This one can, at some
hundred times the work: a transformer encoder (Vaswani et al., 2017; Devlin et al., 2018) of six layers, a published
sentence model trained further on the labelled documents in `training/`. It gives the same scores as `second_reader`
and is asked only about the sentences that are not settled without it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caseaudit.language.second_reader import OUTPUTS, Judged, probabilities
from caseaudit.language.wordpieces import BEGIN, END, WordPieces

BEFORE, OWN, AFTER = 24, 56, 16
"""Pieces that are seen of the sentence before (its end), the sentence itself, and the one after (its beginning)."""
AT_ONCE = 1536
"""Pieces worked on together: it bounds the memory, and fits the processor's cache."""
_TINY = 1e-12

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Norm:
    """Scale and shift after a layer's inputs have been brought to mean 0 and deviation 1."""

    scale: Floats
    shift: Floats

    def __call__(self, values: Floats) -> Floats:
        """Normalise each row."""
        centred = values - values.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / values.shape[1] + _TINY)
        result: Floats = centred / spread * self.scale + self.shift
        return result


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix (inputs, outputs) and what is added."""

    weight: Floats
    bias: Floats

    def __call__(self, values: Floats) -> Floats:
        """Multiply and add."""
        result: Floats = values @ self.weight + self.bias
        return result


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the encoder: each piece looks at the others, then is worked on by itself."""

    look: Linear
    """Questions, keys and answers side by side: (K, 3K)."""
    looked: Linear
    looked_norm: Norm
    inner: Linear
    outer: Linear
    norm: Norm


@dataclass(frozen=True, slots=True)
class Encoder:
    """What training gives. K numbers a piece, H heads, X named features."""

    pieces: tuple[str, ...]
    vectors: Floats
    """(pieces, K)."""
    places: Floats
    """(longest, K): what is added for the place in the row."""
    parts: Floats
    """(2, K): what is added in the neighbours, and in the sentence itself."""
    norm: Norm
    layers: tuple[Layer, ...]
    heads: int
    extras: tuple[str, ...]
    hidden: Linear
    output: Linear
    digest: str = ""


class ThoroughReader:
    """The encoder, ready to read."""

    def __init__(self, encoder: Encoder) -> None:
        """Number the pieces and the named features."""
        self.encoder = encoder
        self.pieces = WordPieces(encoder.pieces)
        self._extras = {name: number for number, name in enumerate(encoder.extras)}

    def scores(self, sentences: Sequence[str], chosen: Sequence[int], named: Sequence[tuple[int, str]] = ()) -> Floats:
        """Return the scores of the chosen sentences of a text, (chosen, OUTPUTS).

        `sentences` are folded; `named` holds what the lexicon found: (sentence, name of the feature).
        """
        rows = [self._row(sentences, number) for number in chosen]
        place = {number: at for at, number in enumerate(chosen)}
        features = np.zeros((len(rows), len(self._extras)), np.float32)
        for sentence, name in named:
            at, column = place.get(sentence), self._extras.get(name)
            if at is not None and column is not None:
                features[at, column] = 1
        result = np.zeros((len(rows), OUTPUTS), np.float32)
        for batch in _batches([len(ids) for ids, _, _ in rows]):
            result[batch] = self._batch([rows[at] for at in batch], features[batch])
        return result

    def _row(self, sentences: Sequence[str], number: int) -> tuple[list[int], int, int]:
        """Put a sentence between its neighbours; say where it begins and ends in the row."""
        before = self.pieces.ids(sentences[number - 1])[:OWN][-BEFORE:] if number else []
        own = self.pieces.ids(sentences[number])[:OWN]
        after = [*self.pieces.ids(sentences[number + 1])[:AFTER], END] if number + 1 < len(sentences) else []
        start = len(before) + 2
        return [BEGIN, *before, END, *own, END, *after], start, start + len(own) + 1

    def _batch(self, rows: Sequence[tuple[list[int], int, int]], features: Floats) -> Floats:
        encoder, width = self.encoder, max(len(ids) for ids, _, _ in rows)
        ids = np.zeros((len(rows), width), np.int64)
        own = np.zeros((len(rows), width), np.int64)
        for number, (pieces, start, end) in enumerate(rows):
            ids[number, : len(pieces)] = pieces
            own[number, start:end] = 1
        values = encoder.vectors[ids] + encoder.parts[own] + encoder.places[:width]
        flat = encoder.norm(values.reshape(-1, values.shape[2]))
        unseen = np.where(ids > 0, np.float32(0), np.float32(-1e9))[:, None, None, :]
        for layer in encoder.layers:
            flat = self._layer(layer, flat, ids.shape, unseen)
        read = flat.reshape(*ids.shape, -1)
        mean = np.einsum("ntk,nt->nk", read, own.astype(np.float32)) / own.sum(axis=1, keepdims=True)
        seen = np.concatenate([read[:, 0], mean, features], axis=1).astype(np.float32)
        hidden = np.maximum(encoder.hidden(seen), 0)
        return encoder.output(np.concatenate([hidden, seen], axis=1))

    def _layer(self, layer: Layer, flat: Floats, shape: tuple[int, ...], unseen: Floats) -> Floats:
        count, width = shape
        each = flat.shape[1] // self.encoder.heads
        parts = layer.look(flat).reshape(count, width, 3, self.encoder.heads, each).transpose(2, 0, 3, 1, 4)
        weights = parts[0] @ parts[1].transpose(0, 1, 3, 2) / np.float32(math.sqrt(each)) + unseen
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        answers = (weights @ parts[2]).transpose(0, 2, 1, 3).reshape(count * width, -1)
        flat = layer.looked_norm(flat + layer.looked(answers))
        return layer.norm(flat + layer.outer(_gelu(layer.inner(flat))))


_ROOT = np.float32(math.sqrt(2 / math.pi))


def _gelu(values: Floats) -> Floats:
    """Return the Gaussian error linear unit, as its usual approximation (Hendrycks and Gimpel, 2016)."""
    inner = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= _ROOT
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner


def _batches(lengths: Sequence[int]) -> list[Ints]:
    """Put rows of like length together, up to AT_ONCE pieces."""
    order = np.argsort(lengths, kind="stable")
    result: list[Ints] = []
    first = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or (at + 1 - first) * lengths[order[at]] > AT_ONCE:
            result.append(order[first:at])
            first = at
    return result


SETTLED_BLAME, SETTLED_VOICE, SETTLED_ACTION = 0.3, 0.12, 0.3
"""What the quick reading may make of a sentence for it to be settled without the thorough one: less than this."""


def read_closely(
    reader: ThoroughReader, quick: Judged, sentences: Sequence[str], named: Sequence[tuple[int, str]]
) -> Judged:
    """Read again, thoroughly, what the quick reading did not settle: doubtful sentences, and those with a finding."""
    chosen = _unsettled(quick, sentences, {sentence for sentence, name in named if name.startswith("m:")})
    if not chosen:
        return quick
    closer = probabilities(reader.scores(sentences, chosen, named))
    blame, voice, actions = quick.blame.copy(), quick.voice.copy(), quick.actions.copy()
    blame[chosen], voice[chosen], actions[chosen] = closer.blame, closer.voice, closer.actions
    return Judged(blame, voice, actions)


def _unsettled(quick: Judged, sentences: Sequence[str], named: Collection[int]) -> list[int]:
    doubtful = (
        (quick.blame[:, 0] < 1 - SETTLED_BLAME)
        | (quick.voice.max(axis=1) >= SETTLED_VOICE)
        | (quick.actions[:, :, 0].min(axis=1) < 1 - SETTLED_ACTION)
    )
    return [
        number
        for number, sentence in enumerate(sentences)
        if (doubtful[number] or number in named) and not sentence.isspace() and sentence
    ]
