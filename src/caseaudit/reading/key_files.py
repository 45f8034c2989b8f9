"""Key files of pseudonyms: one line of hex or base64, read strictly; new ones come from the system's randomness."""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
import stat
from pathlib import Path

from caseaudit.errors import InputError, Place, UsageError
from caseaudit.privacy.key import SHORTEST, Key

NEW_BYTES = 32
_LARGEST = 4096
"""Bytes that a key file has at most; anything larger is another file."""
_HEX = re.compile(r"[0-9A-Fa-f]+")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_REMEDY = "`caseaudit key new FILE` makes one; keep it, for the same key gives the same references."


def read_key(path: Path) -> Key:
    """Read a key file: text of one line, at least 16 bytes in hex or base64; a BOM and spaces around do not matter.

    Raises UsageError where there is no such file, InputError where it holds no key. No message shows what it holds.
    """
    text = _text_of(path)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise InputError("the key file is empty", where=Place(str(path)), remedy=_REMEDY)
    if len(lines) > 1:
        raise InputError(
            f"this is no key file: it has {len(lines)} lines, a key has one", where=Place(str(path)), remedy=_REMEDY
        )
    secret = _decoded(lines[0])
    if secret is None:
        what = "this is no key file: the line is neither hex (0-9, a-f) nor base64"
        raise InputError(what, where=Place(str(path)), remedy=_REMEDY)
    if len(secret) < SHORTEST:
        what = f"the key is too short: {len(secret)} bytes; a key has at least {SHORTEST}, so that nobody can guess it"
        raise InputError(what, where=Place(str(path)), remedy=_REMEDY)
    if len(set(secret)) == 1:
        what = "the key is one byte over and over, which anybody can guess"
        raise InputError(what, where=Place(str(path)), remedy=_REMEDY)
    return Key(secret)


def key_notice(path: Path) -> str | None:
    """Say that others may read a key file; None where only its owner may, or the system does not tell."""
    if os.name != "posix":
        return None
    try:
        mode = path.stat().st_mode
    except OSError:
        return None
    if not mode & (stat.S_IRWXG | stat.S_IRWXO):
        return None
    return f"{path}: others on this machine may read the key. `chmod 600` keeps it to you."


def write_new_key(path: Path) -> Key:
    """Write a new key of 32 bytes in hex to a file that only its owner may read, and return it.

    Raises UsageError where the file exists (a key is never overwritten) or cannot be written.
    """
    key = Key(secrets.token_bytes(NEW_BYTES))
    write_private(path, f"{key.secret.hex()}\n".encode("ascii"), what="key")
    return key


def write_private(path: Path, content: bytes, *, what: str) -> None:
    """Write a new file that only its owner may read. Raises UsageError where it exists or cannot be written."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        opened = os.open(path, flags, 0o600)
    except FileExistsError:
        raise UsageError(
            f"{path} exists already, and a {what} is never written over another file", remedy="Name another file."
        ) from None
    except OSError as error:
        raise _cannot(path, error) from None
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _cannot(path, error) from None


def _cannot(path: Path, error: OSError) -> UsageError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UsageError(f"{path} cannot be written: there is no such folder", remedy="Make the folder first.")
    reason = (error.strerror or "the system refuses").lower()
    return UsageError(f"{path} cannot be written: {reason}", remedy="Check the folder's permissions and space.")


def _text_of(path: Path) -> str:
    if path.is_dir():
        raise UsageError(f"The key {path} is a folder", remedy=f"Name the file in it. {_REMEDY}")
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(f"There is no key file {path}", remedy=_REMEDY) from None
    except OSError as error:
        reason = (error.strerror or "the system refuses").lower()
        raise UsageError(f"The key file {path} cannot be read: {reason}", remedy="Check its permissions.") from None
    if len(content) > _LARGEST:
        what = f"this is no key file: it is larger than {_LARGEST:,} bytes"
        raise InputError(what, where=Place(str(path)), remedy=_REMEDY)
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        what = "this is no key file: it is not text"
        raise InputError(what, where=Place(str(path)), remedy=_REMEDY) from None


def _decoded(line: str) -> bytes | None:
    """Return the bytes of a line of hex or base64 (either alphabet, with or without its padding)."""
    if _HEX.fullmatch(line):
        return bytes.fromhex(line) if len(line) % 2 == 0 else None
    if not _BASE64.fullmatch(line):
        return None
    plain = line.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return None
