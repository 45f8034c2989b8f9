"""What people type into a review workbook, read as they meant it; what cannot be meant is refused with a reason."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta

from caseaudit.domain.vocabulary import Outcome
from caseaudit.mapping.date_shapes import Shape, read_stamp
from caseaudit.review.filled import Filled
from caseaudit.review.form import OUTCOMES

_DAY_ZERO = date(1899, 12, 30)
"""Of the serial numbers that spreadsheets keep dates as."""
_SERIALS = range(36_526, 73_051)
"""The years 2000 to 2099."""
_YES = frozenset({"yes", "y", "true", "x", "1"})
_NO = frozenset({"", "no", "n", "false", "0"})
_SHAPE = Shape(day_first=True)


class CellError(ValueError):
    """A cell that cannot be taken; the message says why."""


def plain(text: str) -> str:
    """Give text in the form in which choices are compared.

    >>> plain(" Partly  MET ")
    'partly met'
    """
    return " ".join(unicodedata.normalize("NFKC", text).replace("_", " ").replace("-", " ").split()).casefold()


_CHOICES = {plain(word): outcome for outcome, word in OUTCOMES.items()}


def read_outcome(cell: Filled) -> Outcome | None:
    """Read a choice; None for an empty cell. Raises CellError."""
    text = read_text(cell)
    if not text:
        return None
    found = _CHOICES.get(plain(text))
    if found is None:
        raise CellError(f"{_shown(text)} is not on the list: {', '.join(OUTCOMES.values())}")
    return found


def read_text(cell: Filled) -> str | None:
    """Read words; None for an empty cell. Raises CellError for a formula, which nobody wrote down as words."""
    if cell.formula:
        raise CellError("A formula stands here; type the value itself")
    return cell.text or None


def read_yes(cell: Filled) -> bool:
    """Read a yes or no; an empty cell is a no. Raises CellError."""
    text = read_text(cell) or ""
    said = plain(text)
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise CellError(f"{_shown(text)} is neither Yes nor No")


def read_day(cell: Filled) -> date | None:
    """Read a date, typed as a date or as text with the day first; None for an empty cell. Raises CellError."""
    if cell.formula:
        raise CellError("A formula stands here; type the date itself")
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if int(value) not in _SERIALS:
            raise CellError(f"{cell.text} is no date; write one such as 30/06/2025")
        return _DAY_ZERO + timedelta(days=int(value))
    if not cell.text:
        return None
    try:
        return read_stamp(cell.text, _SHAPE).day
    except ValueError:
        raise CellError(f"{_shown(cell.text)} is no date, the day first; write one such as 30/06/2025") from None


def same_id(cell: Filled, wanted: str) -> bool:
    """Whether an id stands as it was written; what no sheet can show, and spaces around it, do not count."""
    return not cell.formula and _showable(cell.text) == _showable(wanted)


def _showable(text: str) -> str:
    return "".join("\ufffd" if unicodedata.category(one) in {"Cc", "Cs", "Cn"} else one for one in text).strip()


def _shown(text: str) -> str:
    limit = 40
    return repr(text if len(text) <= limit else f"{text[:limit]}…")
