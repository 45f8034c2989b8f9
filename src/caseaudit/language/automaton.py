"""Patterns compiled by RE2, which is linear in the text, and many of them searched together sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

import re2

from caseaudit.language.anchors import Anchors, Ways

MAX_LOOK = 2000
"""Characters searched for a mere yes or no; sentences are shorter."""

MAX_MEMORY = 16 << 20
"""Bytes that one pattern may use, most use far less; a large one that has to forget what it worked out is slow."""

Span = tuple[int, int]


class _Match(Protocol):
    def span(self) -> Span: ...


class _Compiled(Protocol):
    def finditer(self, text: bytes) -> Iterator[_Match]: ...
    def search(self, text: bytes, position: int) -> _Match | None: ...


class Pattern:
    """One compiled pattern for searching bytes."""

    __slots__ = ("_compiled", "_direct")

    def __init__(self, pattern: str) -> None:
        """Compile an ASCII pattern. Raises re2.error when it is no pattern."""
        self._compiled: _Compiled = re2.compile(pattern.encode("ascii"), _options())
        # The wrapper's own object answers in half the time; without it (another release) the public way does the same.
        inner = getattr(self._compiled, "_regexp", None)
        anchor = getattr(getattr(re2, "_Anchor", None), "UNANCHORED", None)
        self._direct: partial[list[Span]] | None = (
            partial(inner.Match, anchor) if inner and anchor is not None else None
        )

    def spans(self, text: bytes) -> list[Span]:
        """Return the spans of all matches from left to right, none overlapping another."""
        if self._direct is None:
            return [match.span() for match in self._compiled.finditer(text)]
        found: list[Span] = []
        position, end = 0, len(text)
        while True:
            start, stop = self._direct(text, position, end)[0]
            if start < 0:
                return found
            found.append((start, stop))
            position = stop

    def overlapping(self, text: bytes) -> Iterator[Span]:
        """Yield a match at every place where one starts, those inside another match too."""
        position = 0
        while found := self._first(text, position):
            yield found
            position = found[0] + 1

    def _first(self, text: bytes, position: int) -> Span | None:
        if self._direct is None:
            match = self._compiled.search(text, position)
            return match.span() if match else None
        found = self._direct(text, position, len(text))[0]
        return found if found[0] >= 0 else None

    def occurs(self, text: bytes) -> bool:
        """Say whether the pattern matches anywhere in `text`."""
        return self._first(text[:MAX_LOOK], 0) is not None


class LazyPattern:
    """A pattern compiled when it is first asked: most `unless` phrases never are."""

    __slots__ = ("_pattern", "_source")

    def __init__(self, source: str) -> None:
        """Keep the ASCII pattern."""
        self._source = source
        self._pattern: Pattern | None = None

    def spans(self, text: bytes) -> list[Span]:
        """Return the spans of all matches, as `Pattern.spans`."""
        return self._ready().spans(text)

    def overlapping(self, text: bytes) -> Iterator[Span]:
        """Yield a match at every place where one starts, as `Pattern.overlapping`."""
        return self._ready().overlapping(text)

    def occurs(self, text: bytes) -> bool:
        """Say whether the pattern matches anywhere in `text`, as `Pattern.occurs`."""
        return self._ready().occurs(text)

    def _ready(self) -> Pattern:
        if self._pattern is None:
            self._pattern = Pattern(self._source)
        return self._pattern


def _options() -> object:
    options = re2.Options()
    options.max_mem = MAX_MEMORY
    options.log_errors = False
    options.never_capture = True
    options.encoding = re2.Options.Encoding.LATIN1  # the texts are ASCII: no need of automata for longer characters
    return options


# A byte that belongs to no word becomes a space, but the mark of a sentence end stays.
_MARK = b"\x1e"  # patterns.BREAK
_LETTERS = bytes(code if chr(code).isalnum() or code in b"_\x1e" else 0x20 for code in range(128)).ljust(256)


class PhraseBook:
    """Many patterns searched sentence by sentence: the words of a sentence tell which patterns are worth a search."""

    def __init__(self, patterns: Sequence[str], needs: Sequence[Sequence[Ways]]) -> None:
        """Take ASCII patterns and, for each, the needs of its phrases. A pattern is compiled when first searched."""
        self._sources = tuple(patterns)
        self._compiled: list[Pattern | None] = [None] * len(self._sources)
        self._anchors = Anchors(needs)

    def __len__(self) -> int:
        return len(self._sources)

    def pattern(self, index: int) -> Pattern:
        """Return one pattern."""
        found = self._compiled[index]
        if found is None:
            found = self._compiled[index] = Pattern(self._sources[index])
        return found

    def candidates(self, marked: bytes) -> Iterator[tuple[int, list[int]]]:
        """Yield (sentence, patterns) of a folded text with marked sentence ends: what is worth a search there."""
        possible = self._anchors.possible
        for index, sentence in enumerate(marked.translate(_LETTERS).split(_MARK)):
            if present := possible(set(sentence.split())):
                yield index, present

    def possible(self, sentence: bytes) -> list[int]:
        """Return the patterns that are worth a search in one folded sentence."""
        return self._anchors.possible(set(sentence.translate(_LETTERS, _MARK).split()))

    def spans(self, sentence: bytes) -> Iterator[tuple[int, int, int]]:
        """Yield (pattern, start, end) of every match in one folded sentence, pattern by pattern."""
        for index in self.possible(sentence):
            for start, end in self.pattern(index).spans(sentence):
                yield index, start, end
