"""Whether a text is in Welsh, so that callers can say that the English lexicons do not cover it."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WELSH = _words(
    """
    yn yr y mae oedd wedi gan am fod bod nid nad ddim hi fe ef ei eu i'r o'r a'r a'i i'w ac gyda gydag cafodd
    gafodd wnaeth dywedodd ddywedodd ond hefyd hynny hwn hon roedd sydd sy'n dw rwy'n byddai bydd ar dan drwy
    trwy wrth heb dros rhag nos plentyn plant heddlu swyddog swyddogion ysgol cartref ty mam tad merch bachgen
    gweld gwelwyd siarad roi rhoi cael wneud mynd aeth adref diogel pryder risg ymddwyn dim eto nawr wythnos
    heddiw ddoe bore prynhawn cyfarfod cyfeiriad
    """
)
_ENGLISH = _words(
    """
    the and was is of to in for with that not she he her his they on at has have had been by from as an be are
    were said this
    """
)
_WORD = re.compile(r"[a-z\u00e0-\u017f']+")
_PLAIN = str.maketrans({"\u2019": "'", "\u0175": "w", "\u0177": "y", "\u00f4": "o", "\u00ea": "e", "\u00ee": "i"})
MAX_WORDS = 4000
"""Words looked at; more do not change the answer."""
_FEWEST = 4
_SHARE = 0.18


def is_welsh(text: str) -> bool:
    """Say whether `text` is mainly Welsh: enough of its commonest words, and more of them than English ones."""
    words = _WORD.findall(text[: MAX_WORDS * 8].lower().translate(_PLAIN))[:MAX_WORDS]
    welsh = sum(word in _WELSH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return welsh >= _FEWEST and welsh > english and welsh >= _SHARE * len(words)
