"""Keeps what took long to make in the user's cache folder, so that the next start need not make it again.

What is kept stands under a digest of everything it was made from, the code included, and is used only when its checksum
holds and nobody else could have written it. Whatever is wrong with the cache, the thing is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import caseaudit

FOLDER = "CASEAUDIT_CACHE_DIR"
"""The environment variable that names the cache folder; set to nothing, there is no cache."""
_OTHERS_MAY_WRITE = 0o022


def cache_folder() -> Path | None:
    """Return the cache folder; None when there is no such place (no home, or switched off)."""
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


def code_of(*packages: str) -> list[tuple[str, bytes]]:
    """Return the modules of some of our packages, such as `language`: name and source, in order of name."""
    root = Path(caseaudit.__file__).parent
    return [
        (f"{package}/{path.name}", path.read_bytes())
        for package in sorted(packages)
        for path in sorted((root / package).glob("*.py"))
    ]


def digest_of(head: str, parts: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 of a head and of named parts, each with its length, so that none can run into the next."""
    digest = hashlib.sha256(f"{head}\0".encode("utf-8", "surrogatepass"))
    for name, content in parts:
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        digest.update(content)
    return digest.hexdigest()


def kept(folder: Path, kind: str, digest: str) -> bytes | None:
    """Return what is kept of a kind under this digest, or None when there is nothing that can be trusted."""
    try:
        with (folder / _name(kind, digest)).open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            checksum, _, content = file.read().partition(b"\n")
    except OSError:  # none yet, or not to be read: it is made anew
        return None
    return content if checksum.decode("ascii", "replace") == _checksum(digest, content) else None


def keep(folder: Path, kind: str, digest: str, content: bytes, *, most: int) -> None:
    """Keep something, readable by this user only, and of its kind the `most` newest; where that fails, do nothing."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=f"{kind}-", suffix=".part")  # readable by its owner only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_checksum(digest, content).encode("ascii") + b"\n" + content)
            Path(name).replace(folder / _name(kind, digest))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        found = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in found[most:]:
            path.unlink(missing_ok=True)
    except OSError:  # a read-only or full disk: it is made each time
        return


def _name(kind: str, digest: str) -> str:
    return f"{kind}-{digest[:32]}.json"


def _checksum(digest: str, content: bytes) -> str:
    return hashlib.sha256(digest.encode("ascii") + content).hexdigest()


def _is_ours(status: os.stat_result) -> bool:
    """Say whether only this user can have written the file (on Windows the folder's own permissions see to that)."""
    if sys.platform == "win32":
        return True
    return status.st_uid == os.getuid() and not status.st_mode & _OTHERS_MAY_WRITE
