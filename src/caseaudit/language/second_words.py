"""What the second reader knows of each word, worked out once, and the strongest of it in each sentence."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

PAD = 0
"""The number, and the row, of no word: it says nothing."""
FIRST_ROWS = 1024
"""Words for which there is room at first; there is made as much again whenever it is full."""
AT_A_TIME = 16
"""Words worked out together: more would only take more memory."""


class WordTable:
    """What each detector answers at, behind and in front of each word, and the word's part in its sentence's average.

    Only the words met so far have rows, side by side, so that little memory is walked through. A row is the same
    whatever was read before it, to the last bit: no library decides in which order its products are added.
    """

    def __init__(self, vectors: Floats, detectors: Floats, averages: Floats) -> None:
        """Take the words (V, K), and the weights of detectors (3, K, F) and averages (K, M)."""
        self._vectors = vectors
        self._weights = np.concatenate([*detectors, averages], axis=1)
        self._row_of = np.full(len(vectors), -1, np.int64)
        self._row_of[PAD] = PAD
        self._met = 1
        sizes = [detectors.shape[2]] * len(detectors) + [averages.shape[1]]
        self._edges = np.cumsum([0, *sizes]).tolist()
        self._tables = [np.zeros((FIRST_ROWS, size), np.float32) for size in sizes]

    def rows(self, ids: Ints) -> Ints:
        """Return the rows of words, given by their numbers."""
        rows = self._row_of.take(ids)
        if len(rows) and rows.min() < 0:
            self._learn(np.unique(ids[rows < 0]))
            rows = self._row_of.take(ids)
        return rows

    def answers(self, rows: Ints, starts: Ints, ends: Ints) -> Floats:
        """Return what each detector answers at each word; words of other sentences do not count as neighbours."""
        size = len(rows)
        before, after = np.full(size + 1, PAD), np.full(size + 1, PAD)
        before[1:], after[:-2] = rows, rows[1:]
        before[starts] = PAD
        after[ends - 1] = PAD
        in_front, at, behind, _ = self._tables
        answers: Floats = at.take(rows, axis=0)
        answers += in_front.take(before[:size], axis=0)
        answers += behind.take(after[:size], axis=0)
        return answers

    def parts(self, rows: Ints) -> Floats:
        """Return each word's part in the average of its sentence."""
        parts: Floats = self._tables[-1].take(rows, axis=0)
        return parts

    def _learn(self, ids: Ints) -> None:
        """Work out the rows of words not met before."""
        while self._met + len(ids) > len(self._tables[0]):
            self._tables = [np.concatenate([table, np.zeros_like(table)]) for table in self._tables]
        for first in range(0, len(ids), AT_A_TIME):
            some = ids[first : first + AT_A_TIME]
            found = np.add.reduce(self._vectors[some][:, :, None] * self._weights, axis=1)
            rows = slice(self._met, self._met + len(some))
            for table, left, right in zip(self._tables, self._edges[:-1], self._edges[1:], strict=True):
                table[rows] = found[:, left:right]
            self._row_of[some] = np.arange(rows.start, rows.stop)
            self._met = rows.stop


def strongest(answers: Floats, starts: Ints, ends: Ints) -> Floats:
    """Return the largest of each column of `answers` in each stretch of rows, none of which is empty.

    Two overlapping stretches whose length is a power of two cover any stretch, and theirs come from half as long ones.
    """
    lengths = ends - starts
    halvings = np.frexp(lengths)[1] - 1
    order = halvings.argsort(kind="stable")
    starts, ends = starts[order], ends[order]
    found = np.empty((len(starts), answers.shape[1]), np.float32)
    edges = halvings[order].searchsorted(range(int(halvings.max(initial=-1)) + 2)).tolist()
    for power, (left, right) in enumerate(pairwise(edges)):
        size = 1 << power
        if size > 1:
            answers = np.maximum(answers[: -size // 2], answers[size // 2 :])
        if right > left:
            last = answers.take(ends[left:right] - size, axis=0)
            np.maximum(answers.take(starts[left:right], axis=0), last, out=found[left:right])
    result = np.empty_like(found)
    result[order] = found
    return result
