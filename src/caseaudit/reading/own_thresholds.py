"""Reads the table `thresholds` of a settings file: criterion -> the largest share that may fall short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from caseaudit.domain.percent import WHOLE, percent_of
from caseaudit.engine.thresholds import OwnThreshold
from caseaudit.errors import Place, Problem

_COUNTS = ("not_met", "short")
_WANTED = 'Write "10%", { not_met = "10%" }, { short = "20%" }, or false for none'


def own_thresholds(table: Any, where: Callable[[str | None], Place]) -> tuple[tuple[OwnThreshold, ...], list[Problem]]:
    """Give the thresholds and everything wrong with them; `where` says where a criterion's line (None: all) stands."""
    if not isinstance(table, dict):
        wanted = 'Write a table: [thresholds], then a line such as ethnicity-recorded = "10%"'
        return (), [Problem(where(None), "thresholds is no table", wanted)]
    found: list[OwnThreshold] = []
    problems: list[Problem] = []
    for name, value in table.items():
        place = where(name)
        try:
            found.append(_one(name, value, place))
        except ValueError as error:
            said, _, wanted = str(error).partition(": ")
            problems.append(Problem(place, f"The threshold of {name}: {said}", wanted[:1].upper() + wanted[1:]))
    return tuple(found), problems


def _one(name: str, value: Any, place: Place) -> OwnThreshold:
    if value is False:
        return OwnThreshold(name, where=place)
    if isinstance(value, Mapping):
        return OwnThreshold(name, **_both(value), where=place)
    return OwnThreshold(name, not_met=_percent(value), where=place)


def _both(table: Mapping[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in table.items():
        counts = key.replace("-", "_")
        if counts not in _COUNTS:
            nearest = get_close_matches(counts, _COUNTS, 1, 0.5)
            hint = f"; did you mean {nearest[0]}?" if nearest else ""
            raise ValueError(f"the key {key!r} is not known here{hint}: {_WANTED}")
        if counts in found:
            raise ValueError(f"{counts} stands twice: keep one")
        found[counts] = _percent(value)
    if not found:
        raise ValueError(f"it says nothing: {_WANTED}")
    return found


def _percent(value: Any) -> float:
    """Read a percentage; the sign may be left off from 1 upwards, where no share can be meant."""
    if isinstance(value, bool | list | dict):
        raise ValueError(f"{str(value).lower()} is no percentage: {_WANTED}")  # noqa: TRY004 - one kind for all of these
    if not isinstance(value, int | float):
        return percent_of(value)
    if value == 0 or 1 <= value <= WHOLE:
        return float(value)
    if 0 < value < 1:
        raise ValueError(f'{value} could be a share or a percentage: write "{value * WHOLE:g}%" or "{value:g}%"')
    raise ValueError(f"{value} is no percentage: write one from 0 to 100")
