"""The first so many of a batch that may be too large to hold: found in one pass, holding no more than are wanted."""

from __future__ import annotations

from heapq import heappush, heapreplace
from typing import Generic, TypeVar

T = TypeVar("T")


class Foremost(Generic[T]):
    """The `limit` items of the least keys among all that are offered; of equal keys those that were offered first."""

    def __init__(self, limit: int) -> None:
        if limit < 1:
            raise ValueError(f"a limit of {limit} holds nothing")
        self._limit = limit
        self._held: list[tuple[float, int, T]] = []
        """A heap whose first is the last to keep: keys and places in the order of offering are turned about."""
        self.offered = 0
        """How many there were, those not wanted included."""

    def wants(self, key: float) -> bool:
        """Whether an item of this key would be held, were it offered now; counts nothing."""
        return len(self._held) < self._limit or -key > self._held[0][0]

    def pass_by(self, count: int = 1) -> None:
        """Count items that are not wanted and were not offered for that."""
        self.offered += count

    def offer(self, key: float, item: T) -> None:
        """Hold an item if it is among the first, and give up the one that then is not."""
        self.offered += 1
        placed = (-key, -self.offered, item)
        if len(self._held) < self._limit:
            heappush(self._held, placed)
        elif placed[0] > self._held[0][0]:
            heapreplace(self._held, placed)

    def first(self) -> list[T]:
        """The items held, in their order."""
        return [item for _, _, item in sorted(self._held, key=lambda placed: placed[:2], reverse=True)]
