"""Slips of the pen in long, telling words: "absconed", "promiscous", "manipulitive" are read as what was meant.

Only words of eight letters or more that are one slip (a letter missing, added, wrong, or two swapped) from one of a
short list, the word class `distinctive` of the lexicon; a right word is never on the way to another one of that list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from caseaudit.language.fold import Prepared
from caseaudit.language.inflection import forms

MIN_LENGTH = 8
"""Letters; in shorter words one slip makes too many other words."""
MAX_MEMORY = 1 << 16
"""Words remembered before the memory is emptied."""
CLASS = "distinctive"
_LONG = re.compile(r"(?<![\w'])[a-z]{7,24}(?![\w'])")
_WORDS_ONLY = bytes(code if chr(code).isalnum() or code in b"_'" else 0x20 for code in range(128)).ljust(256)


class Speller:
    """The distinctive words of one lexicon; remembers each word that it was asked about."""

    def __init__(self, members: Sequence[str]) -> None:
        """Take words, or `<words>` with all their inflections, in lower-case letters."""
        words: set[str] = set()
        for member in members:
            words.update(forms(member.strip("<>")) if member.startswith("<") else (member,))
        self._words = frozenset(words)
        self._table: dict[str, str] = {}
        for word in sorted(one for one in words if len(one) >= MIN_LENGTH):
            for short in (word, *_shorter(word)):
                self._table.setdefault(short, word)
        self._right: set[bytes] = set()

    def meant(self, word: str) -> str | None:
        """Return the word of the list that `word` is one slip away from, or None. Takes lower-case letters."""
        if word in self._words:
            return None
        near = (self._table.get(short) for short in (word, *_shorter(word)))
        return next((found for found in near if found is not None and _one_slip(word, found)), None)

    def slips(self, folded: bytes) -> dict[str, str]:
        """Return the words of a folded text that are slips, with what was meant. Words that are none are remembered."""
        words = {word for word in folded.translate(_WORDS_ONLY).split() if 6 < len(word) < 25}  # noqa: PLR2004 - _LONG
        found: dict[str, str] = {}
        for word in words - self._right:
            written = word.decode("ascii")
            meant = self.meant(written) if _LONG.fullmatch(written) else None
            if meant is not None:
                found[written] = meant
                continue
            if len(self._right) >= MAX_MEMORY:
                self._right.clear()
            self._right.add(word)
        return found


@lru_cache(maxsize=8)
def speller(members: tuple[str, ...]) -> Speller:
    """Return the speller for these words, made once."""
    return Speller(members)


def _shorter(word: str) -> list[str]:
    return [word[:index] + word[index + 1 :] for index in range(len(word))]


def _one_slip(word: str, other: str) -> bool:
    """Say whether one letter was left out, put in or changed, or two neighbours swapped; the first letter stands."""
    if word[0] != other[0] or abs(len(word) - len(other)) > 1:
        return False
    start = next((index for index, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if start is None:
        return len(word) != len(other) and not word.endswith("s")
    rest, wanted = word[start:], other[start:]
    if len(word) != len(other):
        return rest[1:] == wanted if len(word) > len(other) else rest == wanted[1:]
    return rest[1:] == wanted[1:] or (rest[1::-1] == wanted[:2] and rest[2:] == wanted[2:])


def mend(prepared: Prepared, members: Sequence[str]) -> Prepared:
    """Return the text with such words as they were meant; places still lead back to the text as it was written."""
    if not members:
        return prepared
    slips = speller(tuple(members)).slips(prepared.text.encode("ascii"))
    if not slips:
        return prepared
    places = [
        (match.start(), match.end(), slips[match.group()])
        for match in _LONG.finditer(prepared.text)
        if match.group() in slips
    ]
    return _replaced(prepared, places)


def _replaced(prepared: Prepared, slips: Sequence[tuple[int, int, str]]) -> Prepared:
    text: list[str] = []
    raw: list[str] = []
    starts: list[int] = []
    old = prepared.starts or range(len(prepared.text) + 1)
    last = 0
    for start, end, word in slips:
        text += prepared.text[last:start], word
        raw += prepared.raw[last:start], word.upper() if prepared.raw[start:end].isupper() else word
        starts.extend(old[last:start])
        starts.extend(old[min(start + index, end - 1)] for index in range(len(word)))
        last = end
    text.append(prepared.text[last:])
    raw.append(prepared.raw[last:])
    starts.extend(old[last:])
    return replace(prepared, text="".join(text), raw="".join(raw), starts=tuple(starts))
