"""Case text made safe to show: no control characters, no lone surrogates, cut only with an announcement.

Nothing else is taken out: what an auditor reads is what the record says.
"""

from __future__ import annotations

import re

CELL_LIMIT = 32_767
"""The most an Excel cell holds, in UTF-16 units (an emoji counts as two)."""

CUT_MARK = " [… cut here: a cell holds no more; the JSON results have all of it]"
"""What stands at the end of a text that was cut."""

_LINE_ENDS = re.compile(r"\r\n?")
# C0 and C1 controls but tab and newline, lone surrogates and the two non-characters that XML forbids.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_REPLACEMENT = "\ufffd"
_LAST_OF_ONE_UNIT = "\uffff"


def clean(text: str) -> str:
    """Text that any terminal, sheet or XML file can hold: each character that none may show becomes U+FFFD.

    Line ends become newlines; nothing is dropped, so a reader sees that something stood there.
    """
    return _UNSHOWABLE.sub(_REPLACEMENT, _LINE_ENDS.sub("\n", text))


def without_surrogates(text: str) -> str:
    """Text that UTF-8 can encode: each lone surrogate becomes U+FFFD, so that code points keep their count."""
    return _SURROGATES.sub(_REPLACEMENT, text)


def cut(text: str, limit: int = CELL_LIMIT, mark: str = CUT_MARK) -> str:
    """Text of at most `limit` UTF-16 units, ending with `mark` when something was cut off.

    Excel counts UTF-16 units, Python code points: a pair is never cut in the middle.
    """
    if len(text) * 2 <= limit or _units(text) <= limit:
        return text
    room = limit - _units(mark)
    if room < 0:
        raise ValueError(f"limit {limit} is too small for the mark")
    used = 0
    for at, character in enumerate(text):
        used += 2 if character > _LAST_OF_ONE_UNIT else 1
        if used > room:
            return text[:at] + mark
    return text


def for_cell(text: str) -> str:
    """Text for a workbook cell: clean, and cut to what a cell holds."""
    return cut(clean(text))


def for_csv(text: str) -> str:
    """Text for a CSV field: clean, with a leading quote where a spreadsheet would otherwise compute it."""
    shown = clean(text)
    return f"'{shown}" if shown.lstrip(" ").startswith(_FORMULA_START) else shown


def one_line(text: str) -> str:
    """Clean text with every run of white space made one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, ending with an ellipsis when cut, at a word's end where one is near."""
    if limit < 1:
        raise ValueError("limit must be at least 1")
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    space = kept.rfind(" ")
    if space >= (limit - 1) * 3 // 4:
        kept = kept[:space]
    return kept.rstrip() + "…"


def _units(text: str) -> int:
    """How many UTF-16 units the text takes."""
    return len(text) + sum(character > _LAST_OF_ONE_UNIT for character in text)
