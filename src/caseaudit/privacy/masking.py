"""Masks of one case: every text of it read once, everything that tells who is meant replaced, the rest as it stood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from caseaudit.domain.case_file import CaseFile
from caseaudit.privacy.dates import (
    BIRTH,
    DATE,
    DateMode,
    FoundDate,
    dates_in,
    days_of,
    is_birthday,
    months_in,
    moved_words,
)
from caseaudit.privacy.key import Key
from caseaudit.privacy.known import NAME, births_of, needles_of, runs_of
from caseaudit.privacy.patterns import Span, marks
from caseaudit.privacy.people import capitals_in, listed_in, narrated, officers_in, titled_in, told_in

_BETWEEN = re.compile(r"[ \t\n-]{0,2}")
_DOTS = re.compile(r"\.\.\.|\u2026")
_LONGEST_CUT = 80

Voice = Literal["free", "ours"]
"""`free`: words that people wrote. `ours`: a sentence of caseaudit's own, with values in it."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What pseudonyms are made with. It can be pickled, to reach worker processes."""

    key: Key
    dates: DateMode = "keep"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text and its masks, from left to right, none over another."""

    text: str
    spans: tuple[Span, ...]

    def cut(self, start: int, end: int) -> str:
        """Return a stretch of the text with its masks; one that reaches in is there whole."""
        parts, at = [], start
        for left, right, instead in self.spans:
            if right > start and left < end:
                parts += [self.text[at : max(at, left)], instead]
                at = min(right, end)
        return "".join((*parts, self.text[at:end]))

    def __str__(self) -> str:
        """Return the whole."""
        return self.cut(0, len(self.text)) if self.spans else self.text


@dataclass(frozen=True, slots=True)
class _Read:
    """What a text tells by itself, whatever the case."""

    runs: frozenset[str]
    dates: tuple[FoundDate, ...]
    officers: tuple[Span, ...]
    shapes: tuple[Span, ...]
    """Marks by shape, then names by title."""


def _read(text: str) -> _Read:
    runs = runs_of(text)
    dated = any(map(str.isdigit, runs))
    return _Read(
        runs,
        tuple(dates_in(text)) if dated else (),
        tuple(officers_in(text, runs)),
        (*marks(text, runs), *titled_in(text, runs)),
    )


_read_again = lru_cache(maxsize=8192)(_read)
_SHORT = 200
"""Characters of a text that may well come again in other cases, as reasons and values do."""


class Masks:
    """The masks of one case."""

    __slots__ = ("_births", "_done", "_names", "_needles", "_texts", "case", "days", "pseudonyms")

    def __init__(self, case: CaseFile, pseudonyms: Pseudonyms) -> None:
        """Gather what is known of the case, and the names that its texts tell."""
        self.case = case
        self.pseudonyms = pseudonyms
        self.days = days_of(pseudonyms.key, case.case_id)
        self._births = births_of(case)
        self._needles = needles_of(case, pseudonyms.key)
        self._texts = tuple(entry.text or "" for entry in case.narrative or ())
        self._names = narrated(text for text in (*self._texts, case.title or "") if text)
        self._done: dict[tuple[str, Voice], Masked] = {}

    @property
    def births(self) -> frozenset[date]:
        """The dates of birth of the case."""
        return self._births

    def free(self, text: str) -> Masked:
        """Mask words that people wrote."""
        return self._masked(text, "free")

    def ours(self, text: str, values: Sequence[tuple[str, str]] = ()) -> str:
        """Mask a sentence of our own that shows values of the case; `values` that were replaced already, with what by.

        Dates stand in it as in the values: kept, moved, or cut to the month.
        """
        shown = [pair for pair in values if pair[0] in text] if values else ()
        return str(self._mask(text, "ours", shown) if shown else self._masked(text, "ours"))

    def entry(self, index: int) -> Masked | None:
        """Mask the text of a narrative entry; None where there is no such entry."""
        return self.free(self._texts[index]) if index < len(self._texts) else None

    def _masked(self, text: str, voice: Voice) -> Masked:
        done = self._done.get((text, voice))
        if done is None:
            done = self._done[text, voice] = self._mask(text, voice)
        return done

    def _mask(self, text: str, voice: Voice, values: Iterable[tuple[str, str]] = ()) -> Masked:
        read = (_read_again if len(text) <= _SHORT else _read)(text)
        known = self._needles.find(text, read.runs)
        spans: list[tuple[int, int, str | None]] = [*_each(values, text)] if values else []
        spans += [span for span in known if span[2] != NAME]
        if read.dates or voice == "free":
            spans += self._dates(text, read.dates, voice)
        spans += read.officers
        spans += [span for span in known if span[2] == NAME]
        spans += read.shapes
        spans += listed_in(text, self._names, read.runs)
        if voice == "free":
            spans += told_in(text, self._names)
            spans += capitals_in(text, self._names)
        elif "..." in text or "\u2026" in text:
            spans += self._cut_short(text)
        return Masked(text, _settled(spans, text) if spans else ())

    def _dates(self, text: str, dates: Iterable[FoundDate], voice: Voice) -> Iterator[tuple[int, int, str | None]]:
        mode = self.pseudonyms.dates
        for found in dates:
            if found.born or is_birthday(found, self._births):
                yield found.start, found.end, BIRTH
            elif mode == "keep":
                yield found.start, found.end, None
            elif voice == "ours":
                end, instead = moved_words(text, found, mode, self.days)
                yield found.start, end, instead
            else:
                yield found.start, found.end, DATE
        if mode == "shift" and voice == "free":
            yield from ((start, end, DATE) for start, end in months_in(text))

    def _cut_short(self, text: str) -> Iterator[Span]:
        """Mask what stands just before an ellipsis of ours: it may be the first letters of a name or number."""
        for dots in _DOTS.finditer(text):
            words = text[max(0, dots.start() - _LONGEST_CUT) : dots.start()].split()
            cut = words[-1].lstrip("\"'(:") if words else ""
            if not cut or not text.endswith(cut, 0, dots.start()):
                continue
            known = any(needle.folded.startswith(cut.lower()) for needle in self._needles.all)
            if known or not (cut.islower() and cut.isalpha()):
                yield dots.start() - len(cut), dots.start(), NAME


def _each(values: Iterable[tuple[str, str]], text: str) -> Iterator[Span]:
    for value, instead in values:
        at = text.find(value)
        while at >= 0 and value:
            yield at, at + len(value), instead
            at = text.find(value, at + len(value))


def _settled(spans: Iterable[tuple[int, int, str | None]], text: str) -> tuple[Span, ...]:
    """Let the earlier of two that overlap have the place, the later what it leaves over; join equals side by side."""
    taken = bytearray(len(text))
    kept: list[tuple[int, int, str | None]] = []
    for start, end, instead in spans:
        for left, right in _free(taken, start, end):
            if (left, right) == (start, end) or any(map(str.isalnum, text[left:right])):
                kept.append((left, right, instead))
                taken[left:right] = b"\1" * (right - left)
    joined: list[Span] = []
    for start, end, instead in sorted(kept, key=lambda span: span[0]):
        if instead is None:
            continue
        if joined and joined[-1][2] == instead and _joins(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end, instead)
        else:
            joined.append((start, end, instead))
    return tuple(joined)


def _joins(between: str) -> bool:
    return _BETWEEN.fullmatch(between) is not None


def _free(taken: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a span that nothing has taken."""
    while start < end:
        left = taken.find(0, start, end)
        if left < 0:
            return
        right = taken.find(1, left, end)
        right = end if right < 0 else right
        yield left, right
        start = right
