"""A cell of an export, how it is shown as text, and how column names and cell texts compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache

Cell = str | int | float | bool | datetime | date | time | timedelta | None
"""A value as the format gives it; text is neither trimmed nor changed, an empty cell is None."""

Values = Mapping[str, Cell]
"""The cells of one row by the names of their columns."""

PLACES = frozenset({"(file)", "(table)", "(row)"})
"""Columns that every row may have without being written in the export; they fill no row."""
_SHORT = 200
"""Longer texts are not remembered: narratives would fill the memory."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def as_text(cell: Cell) -> str:
    """Show a cell as a person reads it: whole numbers without `.0`, dates in ISO 8601, true and false, "" for empty."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="auto")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def unbroken(text: str) -> str:
    """Return a text with invisible characters gone and its white space (line breaks too) made single."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def folded(text: str) -> str:
    """Fold a text for comparing: case and invisible characters ignored, white space (non-breaking too) made single."""
    return _folded_short(text) if len(text) <= _SHORT else unbroken(text).casefold()


@lru_cache(maxsize=8192)
def _folded_short(text: str) -> str:
    return unbroken(text).casefold()
