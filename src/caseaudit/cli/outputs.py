"""Files that a command writes: checked before the work, written beside their place, put there whole or not at all."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO

from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = ("json", "jsonl", "xlsx", "csv", "md", "html", "junit.xml", "sarif")
_LATER = ("parquet",)
_REMEDY = f"This version writes {', '.join(f'.{kind}' for kind in KINDS)}."


@dataclass(slots=True)
class Output:
    """One file on its way: written under another name in the same folder, then put in place."""

    path: Path
    kind: str
    _part: Path | None = None
    _stream: IO[bytes] | None = None
    _text: io.TextIOWrapper | None = field(default=None)

    def open(self) -> Output:
        """Begin the file. Raises UsageError when it cannot be written."""
        part = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            self._stream = part.open("xb")
        except OSError as error:
            raise self.failed(error) from None
        self._part = part
        return self

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

    def put(self) -> None:
        """Finish the file and put it in its place. Raises UsageError when that fails."""
        assert self._part is not None
        try:
            self._close()
            self._part.replace(self.path)
        except OSError as error:
            raise self.failed(error) from None
        self._part = None

    def discard(self) -> None:
        """Leave nothing behind; what stood there before stays."""
        if self._part is None:
            return
        with suppress(OSError):
            self._close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)
        self._part = None

    def _close(self) -> None:
        text, stream = self._text, self._stream
        self._text = self._stream = None
        if text is not None:
            text.close()
        elif stream is not None:
            stream.close()

    def failed(self, error: OSError) -> UsageError:
        """Say why the file cannot be written."""
        reasons = {
            FileNotFoundError: ("there is no such folder", "Make the folder, or name another."),
            NotADirectoryError: ("there is no such folder", "Make the folder, or name another."),
            FileExistsError: ("another run is writing it", "Wait for that run, or remove its .part file."),
        }
        what = error.strerror or "it cannot be written"
        remedy = "Check the folder's permissions and space, and close the file where it is open."
        reason, remedy = reasons.get(type(error), (what[:1].lower() + what[1:], remedy))
        return UsageError(f"{self.path} cannot be written: {reason}", remedy=remedy)


def plan_outputs(names: Sequence[Path], *, inputs: Iterable[Path]) -> list[Output]:
    """Settle the format of each file by its suffix. Raises UsageError for what cannot or must not be written."""
    outputs = [Output(path, _kind_of(path)) for path in names]
    check_targets([output.path for output in outputs], inputs=inputs)
    return outputs


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
        if path.is_dir():
            raise UsageError(f"{path} is a folder", remedy="Name a file in it.")
        if path.exists() and not os.access(path, os.W_OK):
            raise UsageError(f"{path} is protected against writing", remedy="Write to another file, or unlock it.")


def _kind_of(path: Path) -> str:
    name = path.name.lower()
    for kind in KINDS:
        if name.endswith(f".{kind}"):
            return kind
    for kind in _LATER:
        if name.endswith(f".{kind}"):
            raise UsageError(f"{path}: .{kind} files are not available in this version yet", remedy=_REMEDY)
    suffix = path.suffix.lower().removeprefix(".")
    # `.xml` alone could be anything: the format's whole suffix is told.
    ends = [kind for kind in KINDS if suffix and kind.endswith(f".{suffix}")]
    nearest = ends or (get_close_matches(suffix, KINDS, 1, 0.6) if suffix else [])
    hint = f" Did you mean .{nearest[0]}?" if nearest else ""
    said = f"the suffix .{suffix} names no format" if suffix else "the name has no suffix, so its format is open"
    raise UsageError(f"{path}: {said}.{hint}", remedy=_REMEDY)
