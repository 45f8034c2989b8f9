"""Splits folded text into the pieces that the thorough reader was trained on: whole words, or parts of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

PAD, UNKNOWN, BEGIN, END = 0, 1, 2, 3
"""Numbers of no piece, of what cannot be split, of the mark before everything and the mark behind each part."""
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
"""They open the list of pieces."""

_WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_LONGEST = 40
"""Letters of a word that is looked at; a longer one is no word."""
_INSIDE = "##"
"""Stands before a piece that continues a word."""


class WordPieces:
    """Numbers for pieces, the longest that fit first (the WordPiece scheme: Schuster and Nakajima, 2012)."""

    def __init__(self, pieces: Sequence[str]) -> None:
        """Number the pieces in their order; the first four are `MARKS`."""
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._known: dict[str, tuple[int, ...]] = {}

    def ids(self, folded: str) -> list[int]:
        """Return the numbers of a folded text's pieces."""
        known, result = self._known, list[int]()
        for word in _WORD.findall(folded):
            found = known.get(word)
            if found is None:
                found = known[word] = self._split(word)
            result.extend(found)
        return result

    def _split(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        at = 0
        while at < len(word) <= _LONGEST:
            for end in range(len(word), at, -1):
                piece = word[at:end] if at == 0 else _INSIDE + word[at:end]
                if piece in self._ids:
                    found.append(self._ids[piece])
                    at = end
                    break
            else:
                break
        return tuple(found) if at == len(word) else (UNKNOWN,)
