"""Tells a box that was there to fill and was not from one that holds something.

Exports write emptiness in many ways. A key that is absent is another matter: callers look for the key first.
"""

from __future__ import annotations

import re

_EDGE = (
    " \t\r\n\v\f\u00a0\u2007\u202f\u200b\u200c\u200d\u2060\ufeff"
    "-\u2010\u2011\u2012\u2013\u2014._?*/\\#!~=:,;|()[]<>{}\"'`\u2018\u2019\u201c\u201d\u2026"
)
"""White space (non-breaking and zero-width too) and the punctuation that people type to fill a compulsory box."""

_PLACEHOLDERS = frozenset(
    {
        *("n/a", "na", "n.a", "n\\a", "n/k", "u/k", "n/r", "not applicable", "not known", "unknown", "unk"),
        *("null", "none", "nil", "nan", "nat", "blank", "empty", "undefined", "unspecified"),
        *("tbc", "tba", "tbd", "t.b.c", "t/b/c", "to be confirmed", "to be advised", "to be completed"),
        *("not recorded", "not entered", "not provided", "not supplied", "not completed", "not specified"),
        *("not populated", "not set", "not answered", "not available", "no data", "no entry", "no value"),
        *("no information", "no info", "not on record", "none recorded", "left blank", "intentionally blank"),
        *("select", "please select", "please choose", "select one", "choose an item", "click to enter text"),
        *("click or tap here to enter text", "click here to enter text", "enter text here", "div/0"),
    }
)
_SPREADSHEET_ERRORS = frozenset({"#ref!", "#value!", "#name?", "#num!", "#null!", "#n/a", "#div/0!"})
_CROSSES = re.compile(r"x{2,}", re.IGNORECASE)
_LONGEST = max(map(len, _PLACEHOLDERS))
_DIGITS = "0123456789"
"""No placeholder begins with one of them; times and codes, which are asked about most often, do."""


def is_blank(value: object) -> bool:
    """Say whether a present value stands for nothing: null, white space, a placeholder, or an empty list or object.

    Placeholders are matched whole, whatever their case, brackets or trailing stops (`(Blank)`, `n.a.`, `<NULL>`). A
    list whose items are all blank is blank. Numbers and booleans never are (except a data frame's not-a-number).
    Ethnicity and disability read `Unknown` and `None` themselves, for there they are answers; and names are never to be
    asked about here, because initials such as N.A. look like placeholders.
    """
    if value is None:
        return True
    if isinstance(value, str):
        return _is_blank_text(value)
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - only a not-a-number differs from itself
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(is_blank, value))
    return isinstance(value, dict) and not value


def _is_blank_text(text: str) -> bool:
    core = text.strip(_EDGE)
    if not core:
        return True
    if len(core) > _LONGEST or core[0] in _DIGITS:
        return False
    core = core.casefold()
    if core in _PLACEHOLDERS or _CROSSES.fullmatch(core):
        return True
    return " ".join(core.split()) in _PLACEHOLDERS or text.strip().casefold() in _SPREADSHEET_ERRORS


def words(text: str) -> str:
    """Fold a label to lower-case words with single spaces, so that dashes, slashes and case cannot tell two apart.

    `"White \u2013 British"` gives `"white british"`, `"Don't know"` gives `"dont know"`, `"A & B"` gives `"a and b"`.
    """
    folded = text.casefold().replace("'", "").replace("\u2019", "").replace("&", " and ")
    return _NOT_WORD.sub(" ", folded).strip()


_NOT_WORD = re.compile(r"[\W_\u200b-\u200d\u2060\ufeff]+")
