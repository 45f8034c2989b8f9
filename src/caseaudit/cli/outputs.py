"""Files that a command writes: checked before the work, written beside their place, put there whole or not at all.

They are made for their owner alone (on Windows the folder's own permissions say who may read them).
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from caseaudit.cli.machine import lacking
from caseaudit.errors import UsageError
from caseaudit.reading.locking import held, hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = ("json", "jsonl", "xlsx", "csv", "md", "html", "parquet", "junit.xml", "sarif")
_REMEDY = f"This version writes {', '.join(f'.{kind}' for kind in KINDS)}."
_STALE = 3_600.0
"""Seconds after which an unfinished file that no process holds was left behind by one that was ended."""
_NO_FOLDER = (errno.ENOENT, errno.ENOTDIR)


@dataclass(slots=True)
class Output:
    """One file on its way: written under another name in the same folder, then put in place."""

    path: Path
    kind: str
    holds: str = ""
    """What it holds, where the format makes several files."""
    _part: Path | None = None
    _stream: IO[bytes] | None = None
    _text: io.TextIOWrapper | None = field(default=None)
    beside: dict[str, Output] = field(default_factory=dict)
    """Files that come with it, by the name of what they hold."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that come of it."""
        return (self.path, *(one.path for one in self.beside.values()))

    @property
    def binaries(self) -> dict[str, BinaryIO]:
        """The file and those beside it as bytes, by the name of what they hold."""
        return {name: one.binary for name, one in self.beside.items()} | {self.holds: self.binary}

    def open(self) -> Output:
        """Begin the file. Raises UsageError when it cannot be written."""
        self._sweep()
        part = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.part")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            self._stream = os.fdopen(os.open(part, flags, 0o600), "w+b")
        except OSError as error:
            raise self.failed(error) from None
        self._part = part
        hold(self._stream)
        for one in self.beside.values():
            one.open()
        return self

    def check(self) -> None:
        """See that the file can be written, and leave nothing behind. Raises UsageError."""
        try:
            self.open()
        finally:
            self.discard()

    def _sweep(self) -> None:
        """Remove what a process left behind that was ended while it wrote this file."""
        until = time.time() - _STALE
        with suppress(OSError):
            for part in self.path.parent.glob(f".{self.path.name}.*.part"):
                if part.stat().st_mtime < until and not held(part):
                    part.unlink()

    @property
    def binary(self) -> BinaryIO:
        """The file as bytes."""
        assert self._stream is not None
        return self._stream  # type: ignore[return-value]  # a file opened in binary mode

    def write(self, text: str) -> None:
        """Write text as UTF-8, line ends as they are. Raises UsageError when the disk does not take it."""
        if self._text is None:
            self._text = io.TextIOWrapper(self.binary, encoding="utf-8", newline="", write_through=False)
        try:
            self._text.write(text)
        except OSError as error:
            raise self.failed(error) from None

    def finish(self) -> None:
        """See that all of it is on the disk, under its other name still. Raises UsageError when that fails."""
        try:
            self._close()
        except OSError as error:
            raise self.failed(error) from None
        for one in self.beside.values():
            one.finish()

    def put(self) -> None:
        """Finish the file and put it in its place. Raises UsageError when that fails."""
        assert self._part is not None
        self.finish()
        try:
            self._part.replace(self.path)
        except OSError as error:
            raise self.failed(error) from None
        self._part = None
        for one in self.beside.values():
            one.put()

    def discard(self) -> None:
        """Leave nothing behind; what stood there before stays."""
        for one in self.beside.values():
            one.discard()
        if self._part is None:
            return
        with suppress(OSError):
            self._close(whole=False)
        with suppress(OSError):
            self._part.unlink(missing_ok=True)
        self._part = None

    def _close(self, *, whole: bool = True) -> None:
        text, stream = self._text, self._stream
        self._text = self._stream = None
        try:
            if text is not None:
                text.flush()
            if stream is not None and whole:
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            (text or stream or io.BytesIO()).close()

    def failed(self, error: OSError) -> UsageError:
        """Say why the file cannot be written."""
        return unwritable(self.path, error)


def unwritable(path: Path, error: OSError) -> UsageError:
    """Say why a file cannot be written."""
    lack = lacking(OSError(error.errno, ""))
    if error.errno in _NO_FOLDER:
        reason, remedy = "there is no such folder", "Make the folder, or name another."
    elif lack is not None:
        reason, remedy = lack.what, lack.remedy or ""
    else:
        what = error.strerror or "it cannot be written"
        reason = what[:1].lower() + what[1:]
        remedy = "Check the folder's permissions and space, and close the file where it is open."
    return UsageError(f"{path} cannot be written: {reason}", remedy=remedy)


def plan_outputs(names: Sequence[Path], *, inputs: Iterable[Path]) -> list[Output]:
    """Settle the format of each file by its suffix. Raises UsageError for what cannot or must not be written."""
    outputs = [_output(path) for path in names]
    check_targets([path for output in outputs for path in output.paths], inputs=inputs)
    return outputs


def _output(path: Path) -> Output:
    kind = _kind_of(path)
    if kind != "parquet":
        return Output(path, kind)
    from caseaudit.reporting.parquet_v1 import MAIN, PARTS, part_path  # noqa: PLC0415 - only where it is wanted

    beside = {part: Output(part_path(path, part), kind) for part in PARTS if part != MAIN}
    return Output(path, kind, MAIN, beside=beside)


def check_targets(paths: Sequence[Path], *, inputs: Iterable[Path]) -> None:
    """Refuse a file named twice, a file that is also read, a folder, and a file that is protected against writing."""
    read = {path.resolve() for path in inputs}
    seen: set[Path] = set()
    for path in paths:
        real = path.resolve()
        if real in seen:
            raise UsageError(f"{path} is to be written twice", remedy="Name each file once.")
        seen.add(real)
        if real in read:
            raise UsageError(f"{path} is read and is to be written", remedy="Write to another file.")
        # What cannot be looked at, for its name is too long, say, is told when it is opened.
        if os.path.isdir(path):  # noqa: PTH112 - never raises
            raise UsageError(f"{path} is a folder", remedy="Name a file in it.")
        if os.path.exists(path) and not os.access(path, os.W_OK):  # noqa: PTH110 - as above
            raise UsageError(f"{path} is protected against writing", remedy="Write to another file, or unlock it.")


def _kind_of(path: Path) -> str:
    name = path.name.lower()
    for kind in KINDS:
        if name.endswith(f".{kind}"):
            return kind
    suffix = path.suffix.lower().removeprefix(".")
    # `.xml` alone could be anything: the format's whole suffix is told.
    ends = [kind for kind in KINDS if suffix and kind.endswith(f".{suffix}")]
    nearest = ends or (get_close_matches(suffix, KINDS, 1, 0.6) if suffix else [])
    hint = f" Did you mean .{nearest[0]}?" if nearest else ""
    said = f"the suffix .{suffix} names no format" if suffix else "the name has no suffix, so its format is open"
    raise UsageError(f"{path}: {said}.{hint}", remedy=_REMEDY)
