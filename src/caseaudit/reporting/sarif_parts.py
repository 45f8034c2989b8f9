"""What every SARIF 2.1.0 log of ours is made of: its frame, its tool, names and addresses as the standard wants them.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 with Errata 01.
"""

from __future__ import annotations

import re
from typing import Any

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
SARIF_VERSION = "2.1.0"
MAX_QUOTE = 200
"""The most characters of a record that one line of an annotation quotes."""

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_STDIN = "stdin"
# Lone surrogates that stand for no byte of a file's name.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def driver(version: str, descriptors: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the `tool` of a run: caseaudit in one version, and SARIF's `rules`: what it looks for."""
    return {"driver": {"name": "caseaudit", "version": version, "rules": descriptors}}


def pascal(identifier: str) -> str:
    """`victim-blaming.risk-taking` as `VictimBlamingRiskTaking`: SARIF names what is looked for in Pascal case."""
    plain = identifier.replace(".", " ").replace("-", " ").replace("_", " ")
    return "".join(part[:1].upper() + part[1:] for part in plain.split())


def uri(name: str) -> str:
    """Write a file's name as a URI reference (RFC 3986), percent-encoded as UTF-8; `-` is standard input."""
    plain = _NO_BYTE.sub("\ufffd", _STDIN if name == "-" else name)
    return "".join(
        chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in plain.encode("utf-8", "surrogateescape")
    )


def place(file: str, region: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give a `physicalLocation`: a file, and a region in it where one is known."""
    found: dict[str, Any] = {"artifactLocation": {"uri": uri(file)}}
    if region:
        found["region"] = region
    return found
