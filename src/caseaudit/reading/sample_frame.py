"""Reads an export for drawing: what cases are drawn by stays in memory, the case files wait on disk until chosen.

What waits is case material in a temporary file that goes away with the process, however it ends.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from types import TracebackType
from typing import IO, Any, Self

from caseaudit.domain.audit import SetAside, Source
from caseaudit.domain.case_file import CaseFile
from caseaudit.reading.case_files import RawRecord, ReadCase
from caseaudit.reading.intake import Account
from caseaudit.reading.json_decoding import decode_record


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a case file waits, and where it stood."""

    start: int
    length: int
    source: Source | None


@dataclass(slots=True)
class SampleFrame:
    """The case files of an export. Close it: what it keeps on disk is case material."""

    set_aside: list[SetAside] = field(default_factory=list)
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _stream: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    _size: int = 0

    def read(self, exports: Sequence[str], account: Account[Any], look: Callable[[CaseFile], None]) -> None:
        """Read everything once, and show each case file to `look`. Raises what the readers of exports raise."""
        for raw in account.records(exports):
            result = raw.read()
            if isinstance(result, ReadCase):
                result = account.second(raw, result.case.case_id) or result
            if not isinstance(result, ReadCase):
                self.set_aside.append(account.rejected(raw, result).set_aside)
                continue
            account.audited(raw, replaced=result.replaced, unused=result.unused)
            self._keep(raw, result.case)
            look(result.case)

    @property
    def case_ids(self) -> tuple[str, ...]:
        """Ids of the case files, in the order of the export."""
        return tuple(self._kept)

    def line(self, case_id: str) -> bytes:
        """Return a case file as a line of JSON without its end: as it was read, or as the mapping assembled it."""
        kept = self._kept[case_id]
        self._stream.seek(kept.start)
        return self._stream.read(kept.length)

    def place(self, case_id: str) -> tuple[str, Source | None]:
        """Return the digest of a case file's line, and where it stood in the export."""
        return hashlib.sha256(self.line(case_id)).hexdigest(), self._kept[case_id].source

    def _keep(self, raw: Any, case: CaseFile) -> None:
        line = _as_read(raw.piece.text) if isinstance(raw, RawRecord) else _assembled(case)
        self._kept[case.case_id] = _Kept(self._size, len(line), case.source)
        self._stream.write(line)
        self._size += len(line)

    def __enter__(self) -> Self:
        """Keep the case files until the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove everything from the disk."""
        self._stream.close()


def _as_read(text: str) -> bytes:
    """Return a record as it was read; one that takes several lines, or that UTF-8 cannot hold, is written anew."""
    text = text.strip()
    if "\n" not in text and "\r" not in text:
        try:
            return text.encode()
        except UnicodeEncodeError:
            pass  # a lone surrogate: written anew, as the audit reads it
    return json.dumps(decode_record(text)[0], ensure_ascii=False).encode()


def _assembled(case: CaseFile) -> bytes:
    return json.dumps(case.raw, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    """Write what JSON does not know: the place of an object."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
