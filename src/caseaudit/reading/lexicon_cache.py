"""Keeps the compiled lexicon in the user's cache folder, so that the next start need not compile it again.

It stands there under the digest of the lexicon files and of the code that compiles them (see `kept_files`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from caseaudit import __version__
from caseaudit.language.compiled import Compiled, from_data, to_data
from caseaudit.reading import kept_files

KEPT = 4
"""Compiled lexicons kept side by side; the oldest go."""
_KIND = "lexicon"


def digest_of(named: Sequence[tuple[str, bytes]], switched_on: frozenset[str]) -> str:
    """Return the SHA-256 of lexicon files (name and content), of what is switched on and of the code that compiles."""
    head = f"{__version__}\0{sorted(switched_on)}"
    return kept_files.digest_of(head, [*kept_files.code_of("language"), *named])


def kept(folder: Path, digest: str) -> Compiled | None:
    """Return the compiled lexicon kept under this digest, or None when there is none that can be trusted."""
    content = kept_files.kept(folder, _KIND, digest)
    try:
        return None if content is None else from_data(json.loads(content))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):  # written by something else than `keep`
        return None


def keep(folder: Path, digest: str, compiled: Compiled) -> None:
    """Keep a compiled lexicon under its digest, readable by this user only; where none can be written, do nothing."""
    content = json.dumps(to_data(compiled), separators=(",", ":")).encode("ascii")
    kept_files.keep(folder, _KIND, digest, content, most=KEPT)
