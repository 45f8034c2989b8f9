"""The commonest reasons of what falls short, counted without holding every one that is ever given."""

from __future__ import annotations

from dataclasses import dataclass

from caseaudit.reporting.text import one_line, shorten

REASONS, REASON_LIMIT = 3, 200
MOST = 2_000
"""Reasons of one criterion that are held on to; up to twice as many are counted exactly."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason, and how many findings give it."""

    text: str
    count: int
    exact: bool = True
    """False where it may be some more: before it came up often it was not counted."""


class Reasons:
    """Counts the reasons of one criterion (lossy counting, after Manku and Motwani 2002): the rarest are given up.

    A reason that is given up and comes up again starts anew, so a count never is too high, and says whether it may be
    too low.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: dict[str, list[int]] = {}
        """Text to its count, and how often it may have come up before."""
        self._lost = 0
        """The most often that a reason not held may have come up."""

    def add(self, text: str) -> None:
        """Count a reason."""
        short = shorten(one_line(text), REASON_LIMIT)
        known = self._held.get(short)
        if known is not None:
            known[0] += 1
            return
        self._held[short] = [1, self._lost]
        if len(self._held) > 2 * self._most:
            ordered = self._ordered()
            self._lost = max(self._lost, *(sum(counted) for _, counted in ordered[self._most :]))
            self._held = dict(ordered[: self._most])

    def commonest(self) -> tuple[Reason, ...]:
        """Most frequent first; those as frequent in the order of their words, so that nothing hangs on the input's."""
        return tuple(Reason(text, count, not before) for text, (count, before) in self._ordered()[:REASONS])

    def _ordered(self) -> list[tuple[str, list[int]]]:
        return sorted(self._held.items(), key=lambda pair: (-pair[1][0], pair[0]))
