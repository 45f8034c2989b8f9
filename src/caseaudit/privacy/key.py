"""The key, and the references it gives: the same for the same value, and nobody without the key can tell whose.

A reference is the HMAC-SHA256 of its kind and the value, so a case and a child of the same number share nothing.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Kind = Literal["case", "child", "person", "officer", "entry", "file", "reference"]
"""What a reference stands for. `reference`: any other number of the record, such as a notice's."""

SHORTEST = 16
"""Bytes that a key must have at least."""

_SYMBOLS = "0123456789BCDFGHJKMNPQRSTVWXYZ"
"""No letter that looks like another or like a digit (I, L, O), and no vowel: a reference never spells a name."""
_LENGTH = 13
_PREFIX: dict[Kind, str] = {"reference": "ref"}
_SUFFIXES = re.compile(r"(?:\.[A-Za-z0-9]{1,5}){0,2}\Z")
_FORMAT = b"caseaudit/1"


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of at least 16 bytes. It can be pickled, to reach worker processes, and never shows its secret.

    Raises ValueError for a shorter one.
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what could be guessed."""
        if len(self.secret) < SHORTEST:
            raise ValueError(f"a key has at least {SHORTEST} bytes")

    def __repr__(self) -> str:
        """Show which key it is, never what it is."""
        return f"Key({self.id})"

    @property
    def id(self) -> str:
        """A short fingerprint by which two files are known to be made with the same key, such as `key-7K3Q-X2M9`."""
        text = _symbols(self.number("key-id", ""), 8)
        return f"key-{text[:4]}-{text[4:]}"

    def number(self, purpose: str, value: str) -> int:
        """Return the 256-bit number that the key gives to `value` for a purpose."""
        message = b"\0".join((_FORMAT, purpose.encode(), value.encode("utf-8", "surrogatepass")))
        return int.from_bytes(hmac.digest(self.secret, message, "sha256"), "big")

    def reference(self, kind: Kind, value: str) -> str:
        """Return the reference of `value`, such as `case-7K3Q-X2M9-WT4RH`.

        13 symbols of 30 hold 63.8 bits: among 1,000,000 cases the chance that any two share a reference is about
        3 in 100,000,000 (n squared over twice 30 to the 13th).
        """
        text = _symbols(self.number(kind, value), _LENGTH)
        return f"{_PREFIX.get(kind, kind)}-{text[:4]}-{text[4:8]}-{text[8:]}"


@lru_cache(maxsize=4096)
def file_reference(name: str, key: Key) -> str:
    """Return a keyed file name that keeps its suffix, such as `file-7K3Q-X2M9-WT4RH.jsonl`; `-` stays."""
    if name == "-":
        return name
    suffixes = _SUFFIXES.search(name.rsplit("/", 1)[-1].lstrip("."))
    return key.reference("file", name) + (suffixes[0].lower() if suffixes else "")


def _symbols(number: int, length: int) -> str:
    """Write the low end of a number in the 30 symbols."""
    found = []
    number %= len(_SYMBOLS) ** length
    for _ in range(length):
        number, digit = divmod(number, len(_SYMBOLS))
        found.append(_SYMBOLS[digit])
    return "".join(found)
