"""What the lint says of a rubric: a problem with its place, and how much it matters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum

from caseaudit.errors import Place, Problem

KeyPath = tuple[str | int, ...]
PlaceOf = Callable[[KeyPath], Place]
"""Where the value at a key path stands in its file."""


class Level(Enum):
    """How much a remark matters."""

    BROKEN = "broken"
    """No audit can use the rubric."""
    UNFINISHED = "unfinished"
    """An audit could, but nobody should publish it: `rubric check` refuses it."""
    NOTICE = "notice"
    """Worth a look."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a rubric."""

    level: Level
    problem: Problem


def broken(where: Place, found: str, wanted: str, nearest: str | None = None) -> Remark:
    """Make a remark that stops every use."""
    return Remark(Level.BROKEN, Problem(where, found, wanted, nearest))


def unfinished(where: Place, found: str, wanted: str, nearest: str | None = None) -> Remark:
    """Make a remark that stops publication."""
    return Remark(Level.UNFINISHED, Problem(where, found, wanted, nearest))


def notice(where: Place, found: str, wanted: str, nearest: str | None = None) -> Remark:
    """Make a remark that stops nothing."""
    return Remark(Level.NOTICE, Problem(where, found, wanted, nearest))


def near(name: str, names: Collection[str]) -> str | None:
    """Return the nearest of the names that would be right, if one is near."""
    return next(iter(get_close_matches(name, list(names), 1, 0.6)), None)
