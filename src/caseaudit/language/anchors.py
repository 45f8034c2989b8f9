"""Which words a phrase cannot do without, and a quick look at which phrases a sentence can hold at all.

A pattern is searched only in sentences that hold the words it needs. That never loses a match (what a phrase needs is
worked out from the same tree as its pattern), and it costs the same whatever the text: there is no automaton over all
phrases, whose states grow with every new wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

Need = frozenset[str]
"""Words of which one must stand in the sentence; `word*` is any word that begins so."""
Way = tuple[Need, ...]
"""Needs that must all be met, the most telling first."""
Ways = tuple[Way, ...]
"""Ways of which one must be possible; empty: nothing is known to be needed."""

ANY = "*"
MAX_NEEDS = 4
"""Needs kept of one way; more would hardly rule out more."""
MAX_WAYS = 48
"""Ways kept of one phrase; beyond, each counts with its best need only."""
MAX_KNOWN = 50_000
"""Words remembered with their beginnings; then the memory starts afresh."""
_COSTS = {
    400: """
    a about after again all also an and any are as at be been before being but by can could did do does for from had
    has have he her him his how i if in into is it its made me more my no not now of off on one or other our out over
    own s said she should so still t than that the their them then there they this time to under until up very was we
    well were what when where which while who will with would you your""",
    20: """
    account address advised age aged agreed area around arrival asked attended away back bed book call called caller
    calls car case centre check child children close come contact control daughter day days done door down due each
    family father felt first flat found friend friends front full further get given go going good got hand head help
    here home hours house informed just keep keys know known last later left like located log long look looked lounge
    low make making man members met minutes money months morning mother mum need needed next night nothing number
    officer officers old older open order others parents party people phone place police present put recorded
    report reported returned road room scene school search see seen service shut since small social some spoke spoken
    staff state stated stay stood street such taken team time times today told took town two unit used victim want
    wanted way week went work worker year years yes young youth""",
}
_COST = {word: cost for cost, words in _COSTS.items() for word in words.split()}
_ANY_COST = 3


@lru_cache(maxsize=1 << 16)
def _cost(need: Need) -> int:
    """Return how little a need tells: the number of its words, common ones counted many times."""
    return sum([_COST.get(word, _ANY_COST if word[-1] == ANY else 1) for word in need])


def way(needs: Iterable[Need]) -> Way:
    """Return the most telling needs, best first."""
    return tuple(sorted(dict.fromkeys(needs), key=_cost)[:MAX_NEEDS])


def either(alternatives: Iterable[Ways]) -> Ways:
    """Return what is needed when any one of several alternatives will do.

    Ways that differ in their best need only are one way, with all those words in it.
    """
    merged: dict[Way, set[str]] = {}
    for ways in alternatives:
        if not ways:
            return ()
        for one in ways:
            rest = one[1:]
            if rest in merged:
                merged[rest].update(one[0])
            else:
                merged[rest] = set(one[0])
    if len(merged) > MAX_WAYS:
        merged = {(): set().union(*merged.values())}
    return tuple([(frozenset(first), *rest) for rest, first in merged.items()])


def together(parts: Sequence[Ways]) -> Ways:
    """Return what is needed when all parts must stand there: the ways of the most telling, and the others' needs."""
    sure = [ways for ways in parts if ways]
    if len(sure) < 2:  # noqa: PLR2004
        return sure[0] if sure else ()
    sure.sort(key=_ways_cost)
    others = [ways[0][0] if len(ways) == 1 else frozenset().union(*[one[0] for one in ways]) for ways in sure[1:]]
    if len(sure[0]) == 1:
        return (way([*sure[0][0], *others]),)
    return either([(way([*one, *others]),) for one in sure[0]])


def _ways_cost(ways: Ways) -> int:
    return sum([_cost(one[0]) for one in ways])


def loosely(ways: Ways) -> Ways:
    """Return the needs of something that other letters may be glued to."""
    return tuple(
        tuple(frozenset(word if word[-1] == ANY else word + ANY for word in need) for need in one) for one in ways
    )


_PIECE = re.compile(r"[a-z0-9]+")
_PARTED = re.compile(r"[^a-z0-9'-]+")


def written(word: str, *, any_ending: bool = False) -> Ways:
    """Return what one word of a phrase needs. A hyphen may be a space or nothing, an apostrophe may be missing.

    "self-harm" is also written "self harm" and "selfharm": it needs `self` or `selfharm`, and `harm` or `selfharm`.
    """
    if word.isalnum():
        return ((frozenset((word + ANY if any_ending else word,)),),)
    needs: list[Need] = []
    for stretch in _PARTED.split(word):
        pieces = _PIECE.findall(stretch)
        last = len(pieces)
        open_end = word.endswith(stretch) and (any_ending or stretch[-1:] in {"'", "-"})
        for index in range(last):
            found: set[str] = set()
            for start in range(index + 1):
                for end in range(index + 1, last + 1):
                    glued = "".join(pieces[start:end])
                    found.add(glued + ANY if open_end and end == last else glued)
            needs.append(frozenset(found))
    return (way(needs),) if needs else ()


_Row = tuple[int, tuple[frozenset[bytes], ...]]
"""A pattern, and what it needs besides the words that the row is kept under."""
_Rows = tuple[frozenset[int], tuple[_Row, ...]]
"""The patterns that need nothing more, and those that do."""
_Entry = tuple[frozenset[int], frozenset[bytes], dict[bytes, _Rows]]
"""Under an anchor: the patterns that need nothing else, and the others by the words of their next need."""


class Anchors:
    """Tells which patterns a sentence can hold, from the words in it."""

    def __init__(self, needs: Sequence[Sequence[Ways]]) -> None:
        """Take, for each pattern, the ways of each of its phrases. An anchor is worked out when it is first met."""
        self._always = frozenset(pattern for pattern, phrases in enumerate(needs) if not all(phrases))
        ways: dict[str, list[tuple[int, Way]]] = {}
        every: set[Need] = set()
        for pattern, phrases in enumerate(needs):
            for one in chain.from_iterable(phrases):
                every.update(one)
                for word in one[0]:
                    ways.setdefault(word, []).append((pattern, one))
        self._ways = {word.encode("ascii"): found for word, found in ways.items()}
        self._anchors = frozenset(self._ways)
        self._entries: dict[bytes, _Entry] = {}
        self._coded: dict[Need, frozenset[bytes]] = {}
        open_ended = {word for word in frozenset().union(*every) if word.endswith(ANY)}
        self._beginnings = frozenset(word[:-1].encode("ascii") for word in open_ended)
        self._lengths = tuple(sorted({len(word) for word in self._beginnings}))
        self._known: set[bytes] = set()
        self._begins: dict[bytes, frozenset[bytes]] = {}
        self._beginning: set[bytes] = set()

    def _learn(self, words: set[bytes]) -> None:
        """Note of new words which of the beginnings that phrases ask for they have."""
        if len(self._known) > MAX_KNOWN:
            self._known.clear()
            self._begins.clear()
            self._beginning.clear()
        for word in words:
            found = {word[:length] for length in self._lengths} & self._beginnings
            if found:
                self._begins[word] = frozenset(begin + b"*" for begin in found)
                self._beginning.add(word)
        self._known |= words

    def _entry(self, word: bytes) -> _Entry:
        """Work out what is kept under an anchor."""
        sure = frozenset(pattern for pattern, one in self._ways[word] if len(one) == 1)
        pairs: dict[bytes, dict[_Row, None]] = {}
        for pattern, one in self._ways[word]:
            if pattern not in sure:
                second, *rest = map(self._code, one[1:])
                for other in second:
                    pairs.setdefault(other, {})[pattern, tuple(rest)] = None
        parted = {
            second: (frozenset(pattern for pattern, rest in rows if not rest), tuple(row for row in rows if row[1]))
            for second, rows in pairs.items()
        }
        entry = self._entries[word] = (sure, frozenset(parted), parted)
        return entry

    def _code(self, need: Need) -> frozenset[bytes]:
        found = self._coded.get(need)
        if found is None:
            found = self._coded[need] = frozenset([word.encode("ascii") for word in need])
        return found

    def possible(self, words: set[bytes]) -> list[int]:
        """Return, in order, the patterns that a sentence with these `words` (changed here) may hold."""
        if not words <= self._known:
            self._learn(words - self._known)
        for word in self._beginning & words:
            words |= self._begins[word]
        found = set(self._always)
        entries = self._entries
        for word in self._anchors & words:
            sure, seconds, pairs = entries.get(word) or self._entry(word)
            if sure:
                found |= sure
            if seconds.isdisjoint(words):
                continue
            for second in seconds & words:
                plain, rows = pairs[second]
                found |= plain
                for pattern, rest in rows:
                    if pattern not in found and not any(map(words.isdisjoint, rest)):
                        found.add(pattern)
        return sorted(found) if found else []
