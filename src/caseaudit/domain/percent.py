"""Percentages as people write them in definition files, kept so that `33.3%` means exactly that."""

from __future__ import annotations

import re
from fractions import Fraction

_WRITTEN = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)\s*%")
WHOLE = 100


def percent_of(value: object) -> float:
    """Read `10%`, from 0% to 100%. Raises ValueError in words for whoever mends the file.

    A bare number is refused: beside shares such as 0.95 nobody could tell whether 0.1 is a tenth or a thousandth.
    """
    match = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match and float(match[1]) <= WHOLE:
        return float(match[1])
    if match is None and isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(f"{value} has no percent sign: write a percentage such as 10%")
    raise ValueError(f"{value!r} is no percentage: write one from 0% to 100%, such as 10%")


def percent_words(percent: float) -> str:
    """Write a percentage as it would stand in a file: `10%`, `33.3%`."""
    return f"{percent:.6f}".rstrip("0").rstrip(".") + "%"


def exceeds(count: int, of: int, percent: float) -> bool:
    """Say whether `count` of `of` is strictly more than `percent`; reckoned exactly, as decimals are written."""
    return count * WHOLE > Fraction(str(percent)) * of
