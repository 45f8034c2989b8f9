"""Tells from the styles of an Office workbook which cells show a date, and which only a time."""

from __future__ import annotations

import re

from defusedxml.ElementTree import fromstring

_DATES = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_TIMES = frozenset({*range(18, 22), 32, 33, 34, 35, 45, 47, 55, 56})
"""Numbers of the formats that no workbook writes out (ECMA-376 part 1, 18.8.30)."""

_LITERAL = re.compile(r"\"[^\"]*\"?|\\.|_.|\*.|\[[^\]]*\]?")
_DAY = re.compile(r"[ydge]|b{2,4}|m{3,}", re.IGNORECASE)
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)


def dated_styles(styles: bytes) -> dict[int, bool]:
    """Give the formats of cells, by the number that cells name: True for one that shows a date, False for a time.

    Raises ParseError and what defusedxml does for XML that is broken or may do harm.
    """
    root = fromstring(styles)
    codes: dict[int, bool] = dict.fromkeys(_DATES, True) | dict.fromkeys(_TIMES, False)
    for tag in root.iter():
        if str(tag.tag).endswith("}numFmt") and tag.get("numFmtId", "").isdecimal():
            meant = _meaning(tag.get("formatCode", ""))
            number = int(tag.get("numFmtId", ""))
            codes.pop(number, None)
            if meant is not None:
                codes[number] = meant
    lists = (tag for tag in root if str(tag.tag).endswith("}cellXfs"))
    formats = [tag.get("numFmtId", "") for each in lists for tag in each if str(tag.tag).endswith("}xf")]
    known = {at: codes.get(int(number)) for at, number in enumerate(formats) if number.isdecimal()}
    return {at: meant for at, meant in known.items() if meant is not None}


def _meaning(code: str) -> bool | None:
    """Whether a format shows a date, or only a time; None where it shows neither."""
    first = _LITERAL.sub("", code.split(";", 1)[0])
    if first.casefold() in {"general", "standard", "@"}:
        return None
    if _DAY.search(first):
        return True
    if _CLOCK.search(first):
        return False
    return True if "m" in first.casefold() else None
