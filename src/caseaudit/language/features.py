"""What the second reader sees of a sentence: its words, pairs of words, pieces of words, and its neighbours' words.

Every feature is a number below FEATURES, worked out from the text alone, so that training and reading agree without a vocabulary.
The work is done for a whole text at once in numpy; a word's own features are worked out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from caseaudit.language.patterns import BREAK

FEATURES = 1 << 18
"""How many features there can be: enough that few collide, few enough to hold in memory."""
_MASK = FEATURES - 1
_TOKEN = re.compile(rb"[a-z]+(?:'[a-z]+)?|[0-9]+|[\"?!:;]|" + re.escape(BREAK.encode("ascii")))
_BREAK = BREAK.encode("ascii")
_PAIR, _SKIP = 0x9E3779B1, 0x85EBCA77
"""Odd multipliers that spread pairs of words over the features."""
_SHORT = 4

Ids = NDArray[np.int64]


def feature(name: str) -> int:
    """Return the number of a named feature."""
    return crc32(name.encode("ascii", "replace")) & _MASK


@dataclass(slots=True)
class Tokens:
    """The words of a text: one number a word, and where each sentence begins among them."""

    words: list[bytes]
    """Every word, in order; sentence ends left out."""
    hashes: Ids
    starts: Ids
    """For each sentence, the index of its first word; a sentence may have none."""
    ends: Ids


def tokenise(marked: bytes, sentences: int) -> Tokens:
    """Split a folded text whose sentence ends are marked (`segments.Segmented.marked`) into words by sentence."""
    found = _TOKEN.findall(marked)
    words: list[bytes] = []
    starts = [0]
    for token in found:
        if token == _BREAK:
            starts.append(len(words))
        else:
            words.append(token)
    starts = starts[:sentences] + [len(words)] * max(0, sentences - len(starts))
    ends = [*starts[1:], len(words)]
    table = _HASHES
    hashes = np.fromiter((table[word] for word in words), dtype=np.int64, count=len(words))
    return Tokens(words, hashes, np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64))


class _Hashes(dict[bytes, int]):
    """A number for each word, worked out once. A number word counts only by its length."""

    def __missing__(self, word: bytes) -> int:
        name = b"#%d" % min(len(word), 5) if word[:1].isdigit() else word
        found = crc32(name)
        if len(self) < 500_000:  # noqa: PLR2004 - a bound on memory, not a meaning
            self[word] = found
        return found


_HASHES = _Hashes()


def word_features(word: bytes) -> tuple[int, ...]:
    """Return the features of one word by itself: the word, its beginning, and its runs of four letters."""
    text = ("#%d" % min(len(word), 5)) if word[:1].isdigit() else word.decode("ascii")
    names = [f"w:{text}"]
    if len(text) > _SHORT:
        names.append(f"b:{text[:5]}")
        padded = f"<{text}>"
        names.extend(f"c:{padded[i : i + 4]}" for i in range(len(padded) - 3))
    return tuple(dict.fromkeys(feature(name) for name in names))


def neighbour_feature(word: bytes, side: str) -> int:
    """Return the feature of a word in the sentence before (`p`) or after (`n`)."""
    return feature(f"{side}:{word.decode('ascii')}")


def pair_features(tokens: Tokens) -> tuple[Ids, Ids, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the features of words next to each other and one apart, and which of them stay inside a sentence."""
    h = tokens.hashes
    owner = np.repeat(np.arange(len(tokens.starts)), tokens.ends - tokens.starts)
    pairs = ((h[:-1] * _PAIR) ^ (h[1:] * _SKIP)) >> 7 & _MASK
    skips = ((h[:-2] * _SKIP) ^ (h[2:] * _PAIR)) >> 9 & _MASK
    return pairs, skips, owner[:-1] == owner[1:], owner[:-2] == owner[2:]


@dataclass(slots=True)
class SparseText:
    """The features of each sentence of one text, spelt out: what training needs."""

    sentences: list[list[int]] = field(default_factory=list)


def spell_out(tokens: Tokens, extra: Iterable[tuple[int, str]] = ()) -> SparseText:
    """Return every sentence's features as a list. `extra` adds named features: (sentence, name)."""
    count = len(tokens.starts)
    lists: list[list[int]] = [[] for _ in range(count)]
    pairs, skips, pair_ok, skip_ok = pair_features(tokens) if len(tokens.words) > 1 else _no_pairs()
    for index in range(count):
        left, right = int(tokens.starts[index]), int(tokens.ends[index])
        own = lists[index]
        for place in range(left, right):
            own.extend(word_features(tokens.words[place]))
            if place < len(pairs) and pair_ok[place]:
                own.append(int(pairs[place]))
            if place < len(skips) and skip_ok[place]:
                own.append(int(skips[place]))
        if index > 0:
            before = tokens.words[int(tokens.starts[index - 1]) : int(tokens.ends[index - 1])]
            own.extend(neighbour_feature(word, "p") for word in before)
        if index + 1 < count:
            after = tokens.words[int(tokens.starts[index + 1]) : int(tokens.ends[index + 1])]
            own.extend(neighbour_feature(word, "n") for word in after)
    for index, name in extra:
        lists[index].append(feature(name))
    return SparseText(lists)


def _no_pairs() -> tuple[Ids, Ids, NDArray[np.bool_], NDArray[np.bool_]]:
    none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    return none, none, no, no
