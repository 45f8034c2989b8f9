"""Keeps the compiled lexicon in the user's cache folder, so that the next start need not compile it again.

A kept lexicon is used only when the digest of the lexicon files and of the code that compiles them is the same, its
checksum holds and nobody else could have written it. Whatever is wrong with the cache, the lexicon is compiled.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from caseaudit import __version__
from caseaudit.language.compiled import Compiled, from_data, to_data

FOLDER = "CASEAUDIT_CACHE_DIR"
"""The environment variable that names the cache folder; set to nothing, there is no cache."""
KEPT = 4
"""Compiled lexicons kept side by side; the oldest go."""
_NAME = "lexicon-{}.json"
_OTHERS_MAY_WRITE = 0o022


def cache_folder() -> Path | None:
    """Return where compiled lexicons are kept; None when there is no such place (no home, or switched off)."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) / "caseaudit" / "cache" if local else None
    shared = os.environ.get("XDG_CACHE_HOME", "")
    if Path(shared).is_absolute():
        return Path(shared) / "caseaudit"
    try:
        return Path.home() / ".cache" / "caseaudit"
    except RuntimeError:  # this user has no home
        return None


def digest_of(named: Sequence[tuple[str, bytes]], switched_on: frozenset[str]) -> str:
    """Return the SHA-256 of lexicon files (name and content), of what is switched on and of the code that compiles."""
    digest = hashlib.sha256(f"{__version__}\0{sorted(switched_on)}\0".encode())
    code = [(one.name, one.read_bytes()) for one in files("caseaudit.language").iterdir() if one.name.endswith(".py")]
    for name, content in [*sorted(code), *named]:
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def kept(folder: Path, digest: str) -> Compiled | None:
    """Return the compiled lexicon kept under this digest, or None when there is none that can be trusted."""
    path = folder / _NAME.format(digest[:32])
    try:
        with path.open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            checksum, _, content = file.read().partition(b"\n")
    except OSError:  # none yet, or not to be read: it is compiled anew
        return None
    if checksum.decode("ascii", "replace") != _checksum(digest, content):
        return None
    try:
        return from_data(json.loads(content))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):  # written by something else than `keep`
        return None


def keep(folder: Path, digest: str, compiled: Compiled) -> None:
    """Keep a compiled lexicon under its digest, readable by this user only; where none can be written, do nothing."""
    content = json.dumps(to_data(compiled), separators=(",", ":")).encode("ascii")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix="lexicon-", suffix=".part")  # readable by its owner only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(digest, content).encode("ascii") + b"\n" + content)
            Path(name).replace(folder / _NAME.format(digest[:32]))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _tidy(folder)
    except OSError:  # a read-only or full disk: the lexicon is compiled each time
        return


def _checksum(digest: str, content: bytes) -> str:
    return hashlib.sha256(digest.encode("ascii") + content).hexdigest()


def _is_ours(status: os.stat_result) -> bool:
    """Say whether only this user can have written the file (on Windows the folder's own permissions see to that)."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _tidy(folder: Path) -> None:
    """Remove all but the newest compiled lexicons."""
    found = sorted(folder.glob(_NAME.format("*")), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT:]:
        path.unlink(missing_ok=True)
