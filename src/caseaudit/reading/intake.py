"""Keeps account of one run's input: read, audited and set aside of each file, ids that stand twice, what to tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from caseaudit.domain.audit import InputUsed, SetAside
from caseaudit.reading.byte_sources import OTHER_EXPORTS, Opened, find_sources, refuse_argument
from caseaudit.reading.case_files import RawRecord, ReadCase, Reject
from caseaudit.reading.id_index import IdIndex
from caseaudit.reading.json_pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

_MAX_NAMED = 12
_ROWS = 1 << 40


@dataclass(slots=True)
class _Count:
    """How often something was found in a file, and on which row first."""

    rows: int = 0
    first: int = 0

    def add(self, row: int) -> None:
        self.rows += 1
        self.first = self.first or row


@dataclass(slots=True)
class _File:
    name: str
    sha256: str = ""
    read: int = 0
    rejected: int = 0
    recoded: _Count = field(default_factory=_Count)
    replaced: _Count = field(default_factory=_Count)


@dataclass(slots=True)
class Intake:
    """The account of one run, kept record by record in the order of the input."""

    _files: list[_File] = field(default_factory=list)
    _first: IdIndex = field(default_factory=IdIndex)
    """case_id -> where it stood first: number of the file times 2**40, plus the row."""
    _size: int = 0
    """Bytes of all inputs; 0 where that is not known."""
    _opened: list[Opened] = field(default_factory=list)
    _unread: list[str] = field(default_factory=list)
    _unused: Counter[str] = field(default_factory=Counter)

    def records(self, arguments: Sequence[str]) -> Iterator[RawRecord]:
        """Give every record of every input. Raises UsageError at once for what cannot be opened, InputError later."""
        sources, unread = find_sources(arguments)
        others = [name for name in unread if name.lower().removesuffix(".gz").endswith(OTHER_EXPORTS)]
        if others and not sources:
            raise refuse_argument(arguments[0], f"holds no case files, but other exports: {_some(others)}")
        self._unread.extend(unread)
        self._opened = [Opened(source) for source in sources]
        self._size = sum(one.size for one in self._opened) if all(one.size for one in self._opened) else 0
        return self._records(self._opened)

    def _records(self, inputs: list[Opened]) -> Iterator[RawRecord]:
        for opened in inputs:
            file = _File(opened.source.name)
            self._files.append(file)
            for piece in pieces(opened):
                file.read += 1
                if piece.recoded:
                    file.recoded.add(piece.row)
                yield RawRecord(file.name, piece, len(self._files) - 1)
            file.sha256 = opened.sha256

    def second(self, raw: RawRecord, case_id: str) -> Reject | None:
        """Set a record aside whose case id has stood before in this run; otherwise remember the id."""
        here = raw.number * _ROWS + raw.piece.row
        before = self._first.first(case_id, here)
        if before == here:
            return None
        number, row = divmod(before, _ROWS)
        what = "record" if raw.piece.listed and number == raw.number else "row"
        reason = f"The case_id stands a second time: first in {self._files[number].name}, {what} {row}"
        aside = SetAside(raw.file, raw.piece.line or None, case_id, "case_id", case_id, reason)
        return Reject(aside, raw.piece.text)

    def rejected(self, raw: RawRecord, reject: Reject) -> Reject:
        """Count a record that was set aside, and give it back whole."""
        self._files[raw.number].rejected += 1
        return reject

    def audited(self, raw: RawRecord, *, replaced: int, unused: Iterable[str]) -> None:
        """Count a record that is a case file, with what in it was mended or is not used."""
        if replaced:
            self._files[raw.number].replaced.add(raw.piece.row)
        self._unused.update(unused)

    def fraction(self) -> float | None:
        """Say how much of the inputs has been read, from 0 to 1; None where their size is not known."""
        return sum(one.done for one in self._opened) / self._size if self._size else None

    def __enter__(self) -> Self:
        """Keep the index of ids until the end of the run."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        self._first.close()

    def inputs(self) -> tuple[InputUsed, ...]:
        """Give the account of each file; complete when every record has been taken."""
        return tuple(
            InputUsed(file.name, file.sha256, file.read, file.read - file.rejected, file.rejected)
            for file in self._files
        )

    def notices(self) -> tuple[str, ...]:
        """Say what the reader of the results should know of the input."""
        told: list[str] = []
        for file in self._files:
            if not file.read:
                told.append(f"{file.name} holds no record.")
            if file.recoded.rows:
                told.append(
                    f"{file.name}: {_records(file.recoded.rows)} held characters that are not UTF-8; these were "
                    f"read as Windows-1252 (first: row {file.recoded.first})."
                )
            if file.replaced.rows:
                told.append(
                    f"{file.name}: {_records(file.replaced.rows)} held broken characters (lone surrogates); each was "
                    f"replaced by U+FFFD (first: row {file.replaced.first})."
                )
        if self._unused:
            named = [f"{key} ({_cases(count)})" for key, count in sorted(self._unused.items())]
            told.append(f"Not used, because the format does not know them: {_some(named)}.")
        if self._unread:
            told.append(f"Files in the folder that were not read: {_some(self._unread)}.")
        return tuple(told)


class Readable(Protocol):
    """A record of an input, not yet read."""

    @property
    def text(self) -> str:
        """The record as it stands, as far as a rejects file needs it."""

    def read(self) -> ReadCase | Reject:
        """Make a case file of it; may run in another process."""

    def content(self) -> bytes:
        """Give all that its audit depends on, but for `place`."""

    def place(self) -> tuple[str, int] | None:
        """Give the file and row that results name, where these are not part of the content."""

    def lost(self, reason: str) -> Reject:
        """Set it aside without reading it."""


R = TypeVar("R", bound=Readable)


class Account(Protocol[R]):
    """What keeps the account of a run's input: `Intake` of case files, `mapped.MappedIntake` of other exports."""

    def records(self, arguments: Sequence[str]) -> Iterator[R]:
        """Give every record of every input."""

    def second(self, raw: R, case_id: str) -> Reject | None:
        """Set a record aside whose case id has stood before."""

    def rejected(self, raw: R, reject: Reject) -> Reject:
        """Count a record that was set aside, and give it back whole."""

    def audited(self, raw: R, *, replaced: int, unused: Iterable[str]) -> None:
        """Count a record that is a case file."""

    def inputs(self) -> tuple[InputUsed, ...]:
        """Give the account of each input."""

    def notices(self) -> tuple[str, ...]:
        """Say what the reader of the results should know of the input."""

    def fraction(self) -> float | None:
        """Say how much has been taken, from 0 to 1; None where that is not known."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""


def read_cases(arguments: Sequence[str], intake: Account[R] | None = None) -> Iterator[ReadCase | Reject]:
    """Read every record of files, folders or `-` (standard input) in order. `intake` keeps the account."""
    if intake is None:
        return _read_all(arguments, Intake())
    return _read_all(arguments, intake)


def _read_all(arguments: Sequence[str], account: Account[R]) -> Iterator[ReadCase | Reject]:
    for raw in account.records(arguments):
        result = raw.read()
        if isinstance(result, ReadCase):
            result = account.second(raw, result.case.case_id) or result
        if isinstance(result, Reject):
            result = account.rejected(raw, result)
        else:
            account.audited(raw, replaced=result.replaced, unused=result.unused)
        yield result


def _records(count: int) -> str:
    return f"{count:,} record{'' if count == 1 else 's'}"


def _cases(count: int) -> str:
    return f"{count:,} case{'' if count == 1 else 's'}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return ", ".join(names[:_MAX_NAMED]) + more
