"""Folding: every character of a text becomes one lower-case ASCII character, so that offsets survive.

`prepare` also mends what one-to-one folding cannot: what splits or glues words (soft hyphens, combining accents, HTML
entities and breaks). It then carries a map back to the places in the source text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_QUOTES_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u02bb\u0060\u00b4\u2039\u203a\uff07"
_QUOTES_DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_SPECIAL: dict[int, str] = {
    **{ord(char): "'" for char in _QUOTES_SINGLE},
    **{ord(char): '"' for char in _QUOTES_DOUBLE},
    **{ord(char): "-" for char in _DASHES},
    **{
        ord(char): "*"
        for char in "\u2022\u2023\u2043\u2219\u25cf\u25aa\u25e6\u00b7\u25a0\u25cb\uf0b7\u27a2\u2713\u2714"
    },
    ord("\u2026"): ".",
    ord("\u0085"): "\n",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
    ord("\u00e6"): "a",
    ord("\u00c6"): "a",
    ord("\u00f8"): "o",
    ord("\u00d8"): "o",
    ord("\u0142"): "l",
    ord("\u0141"): "l",
    ord("\u00df"): "s",
    ord("\u0131"): "i",
}


def _fold_char(code: int) -> str:
    """Fold one character to one ASCII character; what has no likeness becomes `_` (letter), space or `~` (symbol)."""
    char = chr(code)
    if code in _SPECIAL:
        return _SPECIAL[code]
    if code < 0x80:  # noqa: PLR2004
        return char.lower() if char.isprintable() or char in "\t\n\r\f" else " "
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    base = unicodedata.normalize("NFKD", char)[:1].lower()
    if category[0] in "LNM":
        return base if base.isascii() and base.isalnum() else "_"
    if category[0] == "P" and base.isascii() and base.isprintable():
        return base
    return " " if category[0] == "Z" or category in {"Cf", "Cc"} else "~"


class _Table(dict[int, str]):
    """A translation table that works out each new character once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(code)
        return folded


_TABLE = _Table({code: _fold_char(code) for code in range(0x250)})
_CONTROL = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])


def fold(text: str) -> str:
    """Return `text` in lower-case ASCII, character for character: `len(fold(text)) == len(text)` always."""
    if text.isascii() and len(text.encode("ascii").translate(None, _CONTROL)) == len(text):
        return text.lower()
    return text.translate(_TABLE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folded text for matching, and where each of its characters stands in the source."""

    text: str
    """Lower-case ASCII."""
    raw: str
    """The same characters before folding: letter case and curly quotes still tell something."""
    starts: tuple[int, ...] | None = None
    """`starts[i]` is the source offset of character i, with one more for the end; None when they are the same."""

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source text of the span `start:end` in `text`."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end - 1] + self._width(end - 1) if end > start else self.starts[end]

    def _width(self, index: int) -> int:
        assert self.starts is not None
        return self.starts[index + 1] - self.starts[index]


# Invisible characters that may stand inside a word, and marks that sit on the letter before them.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u0300-\u036f\ufe0e\ufe0f"
_MEND = re.compile(
    rf"[{_INVISIBLE}]+|&(?:#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z]{{2,8}});|</?(?:br|p|div|li|ul|ol|td|tr)\b[^<>]{{0,200}}>"
    r"|</?(?:b|i|u|em|strong|span|font|a)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_MAY_NEED_MENDING = re.compile(rf"[{_INVISIBLE}&<]")
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr)\b", re.IGNORECASE)


def prepare(text: str) -> Prepared:
    """Fold `text` for matching. Invisible characters vanish, an entity is its character, a breaking tag a line end."""
    plain = text.isascii() and "&" not in text and "<" not in text
    if plain or not _MAY_NEED_MENDING.search(text):
        return Prepared(fold(text), text)
    pieces: list[str] = []
    starts: list[int] = []
    last = 0
    for match in _MEND.finditer(text):
        start, end = match.span()
        piece = _mended(match.group())
        if piece is None:
            continue
        pieces.append(text[last:start])
        starts.extend(range(last, start))
        pieces.append(piece)
        starts.extend([start] * len(piece))
        last = end
    if not pieces:
        return Prepared(fold(text), text)
    pieces.append(text[last:])
    starts.extend(range(last, len(text) + 1))
    raw = "".join(pieces)
    return Prepared(fold(raw), raw, tuple(starts))


def _mended(found: str) -> str | None:
    """Return what stands for an invisible run, an entity or a tag: one character or none; None keeps it as it is."""
    if found[0] == "&":
        char = html.unescape(found)
        return char if len(char) == 1 else None
    if found[0] == "<":
        return "\n" if _BREAKING_TAG.match(found) else ""
    return ""
