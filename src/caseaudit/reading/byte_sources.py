"""Where an export's bytes come from: files, folders, standard input; plain, gzipped or UTF-16; hashed as they are read.

What arrives above is UTF-8 in blocks. A file that breaks off is reported where it breaks, after all that came before.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from caseaudit.errors import InputError, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BLOCK = 1 << 20
STDIN = "-"
SUFFIXES = (".json", ".jsonl", ".ndjson")
"""What an export is called, with or without `.gz` behind it."""
OTHER_EXPORTS = (".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".xml", ".docx", ".pdf", ".zip")
"""What an export is called that only a mapping makes case files of."""

UNFINISHED = (".partial", ".partial.state", ".partial.state-journal")
"""What results are called that a run is still writing, which is nobody's export."""
_GZIP = b"\x1f\x8b"
_READS = (
    "Case files are JSON Lines (.jsonl, .ndjson) or JSON (.json), either compressed (.gz), or a folder of these. "
    "Any other export is read by a mapping (-m); this writes one: caseaudit mapping suggest {argument}"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: where it is, and what the results call it."""

    path: Path | None
    """None for standard input."""
    name: str
    """Relative to the folder of the argument, with `/`; `-` for standard input."""
    argument: str
    """What the user wrote, for messages."""

    @property
    def suffix(self) -> str:
        """`.jsonl` for `may.jsonl` and `may.jsonl.gz`; empty when the name says nothing."""
        plain = self.name.lower().removesuffix(".gz")
        return Path(plain).suffix


@dataclass(slots=True)
class Broken:
    """Set when a compressed file breaks off: what the reader says of it."""

    why: str | None = None


def find_sources(arguments: Sequence[str]) -> tuple[list[Source], list[str]]:
    """List the files behind the arguments, folders in order of name, and what in the folders is left unread.

    Raises UsageError for what is missing, cannot be opened or is given twice.
    """
    sources: list[Source] = []
    unread: list[str] = []
    seen: dict[Path, str] = {}
    for argument in arguments:
        found, others = _behind(argument)
        sources.extend(found)
        unread.extend(others)
        for source in found:
            key = source.path.resolve() if source.path else Path(STDIN)
            if key in seen:
                raise UsageError(
                    f"{source.name} is given twice: by {seen[key]} and by {argument}", remedy="Give it once."
                )
            seen[key] = argument
    return sources, unread


def _behind(argument: str) -> tuple[list[Source], list[str]]:
    if argument == STDIN:
        return [Source(None, STDIN, STDIN)], []
    path = Path(argument)
    try:
        if path.is_dir():
            return _in_folder(path, argument)
        with path.open("rb"):
            return [Source(path, path.name, argument)], []
    except FileNotFoundError:
        raise UsageError(f"There is no file or folder {argument}", remedy="Check the name and the folder.") from None
    except OSError as error:
        raise UsageError(f"{argument} cannot be read: {error.strerror}", remedy="Check its permissions.") from None


def _in_folder(folder: Path, argument: str) -> tuple[list[Source], list[str]]:
    """Take the exports of a folder and the folders in it; hidden files and links to folders are left out."""

    def refuse(error: OSError) -> None:
        raise error

    sources: list[Source] = []
    unread: list[str] = []
    for here, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(here) / name
            if name.endswith(UNFINISHED):
                continue
            shown = path.relative_to(folder).as_posix()
            source = Source(path, shown, argument)
            if name.startswith(".") or source.suffix not in SUFFIXES:
                unread.append(shown)
                continue
            with path.open("rb"):
                sources.append(source)
    sources.sort(key=lambda source: source.name)
    return sources, sorted(name for name in unread if not name.rsplit("/", 1)[-1].startswith("."))


class _Hashing(io.RawIOBase):
    """Passes bytes on and hashes every one of them."""

    def __init__(self, inner: IO[bytes], digest: Any) -> None:
        super().__init__()
        self._inner: Any = inner
        self._digest = digest
        self.done = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the file."""
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        self._digest.update(block)
        self.done += len(block)
        return len(block)


@dataclass(slots=True)
class Opened:
    """A source being read: its blocks, and afterwards its digest."""

    source: Source
    broken: Broken = field(default_factory=Broken)
    _digest: Any = field(default_factory=hashlib.sha256)
    _raw: _Hashing | None = None

    @property
    def size(self) -> int:
        """Bytes of the file as it is on disk; 0 where that is not known."""
        try:
            return self.source.path.stat().st_size if self.source.path else 0
        except OSError:  # gone since: opening it says so
            return 0

    @property
    def done(self) -> int:
        """Bytes of it read so far."""
        return self._raw.done if self._raw else 0

    @property
    def sha256(self) -> str:
        """Digest of the raw bytes read so far, as they are on disk."""
        return str(self._digest.hexdigest())

    def blocks(self) -> Iterator[bytes]:
        """Give the content as UTF-8 bytes in blocks, without a BOM. Raises InputError when reading fails."""
        path = self.source.path
        stream: IO[bytes] = sys.stdin.buffer if path is None else path.open("rb")
        try:
            self._raw = _Hashing(stream, self._digest)
            raw = io.BufferedReader(self._raw, BLOCK)
            yield from _as_utf8(self._plain(raw))
            while raw.read(BLOCK):
                pass  # what stands behind a compressed stream belongs to the digest too
        except OSError as error:
            what = f"Reading {self.source.argument} failed: {error.strerror or error}"
            raise InputError(what, where=Place(self.source.name), remedy="Check the disk or network share.") from None
        finally:
            if path is not None:
                stream.close()

    def _plain(self, raw: io.BufferedReader[_Hashing]) -> Iterator[bytes]:
        """Undo gzip, told by its first bytes whatever the name says."""
        if raw.peek(2)[:2] != _GZIP:
            while block := raw.read1(BLOCK):
                yield block
            return
        packed = gzip.GzipFile(fileobj=raw)
        while True:
            try:
                block = packed.read1(BLOCK)
            except EOFError:
                self.broken.why = "The compressed file breaks off here; what followed is missing"
                return
            except (gzip.BadGzipFile, zlib.error):
                self.broken.why = "The compressed file is damaged from here on; what followed cannot be read"
                return
            if not block:
                return
            yield block


def _as_utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Drop a BOM; turn UTF-16 (as spreadsheets and PowerShell write it) into UTF-8."""
    head = b""
    for block in blocks:
        head += block
        if len(head) >= len(BOM_UTF8):
            break
    if head[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        decoder = getincrementaldecoder("utf-16")("replace")
        yield decoder.decode(head).encode("utf-8", "surrogatepass")
        for block in blocks:
            yield decoder.decode(block).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode()
        return
    yield head.removeprefix(BOM_UTF8)
    yield from blocks


def refuse_format(source: Source) -> UsageError:
    """Say that a file is no export that can be read."""
    return refuse_argument(source.argument, "is not an export that this version reads without a mapping")


def refuse_argument(argument: str, why: str) -> UsageError:
    """Say that what was given is no export of case files, and how other exports are read."""
    shown = f'"{argument}"' if " " in argument else argument
    return UsageError(f"{argument} {why}", remedy=_READS.format(argument=shown))
