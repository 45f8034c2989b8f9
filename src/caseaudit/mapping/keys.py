"""Keys as people mean them: `CR/0123` and ` cr/0123 ` are one, as are 00123, 123.0 and 123."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from caseaudit.domain.blank import is_blank
from caseaudit.mapping.cells import Cell, as_text, folded, unbroken

SEPARATOR = "\x1f"
"""Stands between the parts of a key of several columns."""

_WHOLE = re.compile(r"([0-9]+)(?:\.0*)?")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")


def normal_key(cell: Cell) -> str:
    """Fold one cell to its key; "" for an empty cell or a placeholder.

    Case, outer white space, the number of inner spaces and the kind of dash do not count; nor does the apostrophe by
    which spreadsheets mark text; a whole number is its figures without leading zeros, however it is stored.
    """
    return _normal_text(as_text(cell))


@lru_cache(maxsize=65536)
def _normal_text(text: str) -> str:
    if is_blank(text):
        return ""
    before, key = None, text
    while key != before:
        # A few characters fold in two steps; the second time round nothing changes for all others.
        before, key = key, _once(key)
    if (len(key) != len(text) or not text.isascii()) and is_blank(key):
        return ""
    number = _WHOLE.fullmatch(key)
    return number[1].lstrip("0") or "0" if number and key.isascii() else key


def _once(key: str) -> str:
    if key.isascii():
        return " ".join(key.lstrip("'` ").split()).lower()
    return folded(unicodedata.normalize("NFKC", key).translate(_DASHES).lstrip("'\u2018\u2019` "))


@lru_cache(maxsize=256)
def shown_key(text: str) -> tuple[str, str]:
    """Give the key of a cell, and the text as messages show it. What stands in a row is asked for by several tables."""
    return _normal_text(text), unbroken(text)


def joined_key(parts: Iterable[str]) -> str | None:
    """Join the parts of a key; None when one of them is blank, for half a key names nothing."""
    parts = tuple(parts)
    return SEPARATOR.join(parts) if parts and all(parts) else None


def joined_id(parts: Iterable[str]) -> str | None:
    """Join the parts of an object's id; None when all of them are blank."""
    parts = tuple(parts)
    return SEPARATOR.join(parts) if any(parts) else None
