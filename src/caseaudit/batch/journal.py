"""A run's results on their way: the lines of its cases in `OUT.partial`, beside it what is needed to go on from there.

Whatever ends the run, the two are whole up to the same record: the state says how far the lines count. What stands
behind that is cut off when the run goes on.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from caseaudit.batch.auditing import NOTHING, Told
from caseaudit.batch.state import StoredAsides, files_of, gone, locked, owner_only, state_of
from caseaudit.errors import UsageError
from caseaudit.reporting.json_v1 import set_aside_line, set_aside_of_line
from caseaudit.reporting.stored import StoredCases

if TYPE_CHECKING:
    from types import TracebackType

    from caseaudit.domain.audit import SetAside
    from caseaudit.reading.intake import Readable

PARTIAL = ".partial"
_EVERY = 2.0
"""Seconds of work that are lost at most when the run is ended without warning."""
_WAITING = 1_000
"""Records that wait at most to be entered."""
_AGAIN = "Leave --resume out to begin anew."


class Entry(NamedTuple):
    """What a run before came to in one record."""

    mark: int
    aside: SetAside | None
    """None: it was audited, and its line is the next one."""
    told: Told
    fault: tuple[str, str] | None


def header_before(partial: Path) -> str | None:
    """Give the first line of the run that was interrupted; None where there is none, or where another run holds it."""
    try:
        for path in files_of(partial):
            path.stat()
    except OSError:  # told, where need be, by whoever makes them
        return None
    base = sqlite3.connect(state_of(partial), timeout=0)
    try:
        row = base.execute("SELECT header FROM run").fetchone()
    except sqlite3.DatabaseError:  # told by whoever takes hold of it
        return None
    finally:
        base.close()
    return str(row[0]) if row else None


class _Waiting(NamedTuple):
    """A record to be entered."""

    mark: int
    aside: str | None
    told: str | None
    fault: str | None
    length: int
    """Bytes of its line; 0 where it has none."""


def mark_of(raw: Readable) -> int:
    """Digest a record and its place: 64 bits, enough to see that an export is not the same any more."""
    found = blake2b(raw.content(), digest_size=8)
    found.update(repr(raw.place()).encode())
    return int.from_bytes(found.digest(), "big", signed=True)


@dataclass(slots=True)
class Journal:
    """The lines of a run that is under way, and its state. One run at a time can hold it."""

    path: Path
    """`OUT.partial`."""
    _base: sqlite3.Connection | None = None
    _lines: IO[bytes] | None = None
    _waiting: list[_Waiting] = field(default_factory=list)
    _due: float = 0.0

    @property
    def _state(self) -> Path:
        return state_of(self.path)

    def __enter__(self) -> Self:
        """Take hold of it. Raises UsageError where it cannot be written or another run holds it."""
        with self._minding():
            try:
                self._base = self._taken_hold()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                # Cut off by a power failure, say: there is nothing to go on from.
                for path in self._behind():
                    path.unlink(missing_ok=True)
                self._base = self._taken_hold()
        return self

    def _taken_hold(self) -> sqlite3.Connection:
        # SQLite makes a file of this name beside it, and does not say so well that the name is too long.
        with suppress(FileNotFoundError):
            self._behind()[1].stat()
        while True:
            os.close(os.open(self._state, os.O_RDWR | os.O_CREAT, 0o600))
            found = self._state.stat().st_ino
            base = locked(self._state)
            # Another run that ended meanwhile may have removed the very file that this one has opened.
            with suppress(FileNotFoundError):
                if self._state.stat().st_ino == found:
                    return base
            base.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it, so that a later run can go on from here; where nothing was entered, leave nothing behind."""
        if self._base is not None and self._lines is not None:
            with suppress(UsageError):
                self.save()
        if self._base is not None and not self._base.execute("SELECT count(*) FROM records").fetchone()[0]:
            self.remove()
        self._close()

    @property
    def header(self) -> str | None:
        """The first line of the run that was interrupted; None where there is none to go on from."""
        if self._base is None or not self.path.exists():
            return None
        row = self._base.execute("SELECT header FROM run").fetchone()
        return row[0] if row else None

    def begin(self, header: str) -> None:
        """Begin anew with the run's first line. Raises UsageError when the disk does not take it."""
        with self._minding():
            base = self._held()
            # First of all what was there before counts no more: ended here, there is nothing to go on from.
            with base:
                base.execute("DELETE FROM run")
                base.execute("DELETE FROM records")
            self._lines = owner_only(self.path)
            self._lines.truncate(0)
            self._lines.write(header.encode())
            self._lines.flush()
            with base:
                base.execute("INSERT INTO run VALUES (?, ?, 0)", (header, len(header.encode())))
        self._due = time.monotonic() + _EVERY

    def go_on(self) -> None:
        """Cut off what does not count, and be ready for the next record. Raises UsageError where lines are missing."""
        with self._minding():
            end = self._held().execute("SELECT lines_end FROM run").fetchone()[0]
            self._lines = owner_only(self.path)
            if self._lines.seek(0, os.SEEK_END) < end:
                raise UsageError(f"{self.path} has been shortened since; the run cannot go on from it", remedy=_AGAIN)
            self._lines.truncate(end)
            self._lines.seek(end)
        self._due = time.monotonic() + _EVERY

    def entries(self) -> Iterator[Entry]:
        """Give what the interrupted run came to, record by record."""
        rows = self._held().execute("SELECT mark, aside, told, fault FROM records ORDER BY number")
        for mark, aside, told, fault in rows:
            yield Entry(
                mark,
                set_aside_of_line(aside) if aside else None,
                Told.from_plain(json.loads(told)) if told else NOTHING,
                tuple(json.loads(fault)) if fault else None,
            )

    def audited(self, raw: Readable, line: str, told: Told) -> None:
        """Enter a case. Raises UsageError when the disk does not take it."""
        content = line.encode()
        with self._minding():
            assert self._lines is not None
            self._lines.write(content)
        self._enter(_Waiting(mark_of(raw), None, None if told == NOTHING else json.dumps(told), None, len(content)))

    def set_aside(self, raw: Readable, aside: SetAside, fault: tuple[str, str] | None = None) -> None:
        """Enter a record that was set aside. Raises UsageError when the disk does not take it."""
        self._enter(_Waiting(mark_of(raw), set_aside_line(aside), None, json.dumps(fault) if fault else None, 0))

    def _enter(self, record: _Waiting) -> None:
        self._waiting.append(record)
        if len(self._waiting) >= _WAITING or time.monotonic() >= self._due:
            self.save()

    def save(self) -> None:
        """Make everything entered so far count. Raises UsageError when the disk does not take it."""
        with self._minding():
            base = self._held()
            assert self._lines is not None
            self._lines.flush()
            os.fsync(self._lines.fileno())
            # An interruption may come anywhere: what is taken from the list counts wholly or, behind the end, not.
            waiting, self._waiting = self._waiting, []
            with base:
                base.executemany(
                    "INSERT INTO records (mark, aside, told, fault) VALUES (?, ?, ?, ?)",
                    (record[:4] for record in waiting),
                )
                counted = sum(record.length for record in waiting), sum(record.length > 0 for record in waiting)
                base.execute("UPDATE run SET lines_end = lines_end + ?, cases = cases + ?", counted)
        self._due = time.monotonic() + _EVERY

    def taken(self) -> tuple[int, int]:
        """Count the records entered so far, and the cases among them."""
        base = self._held()
        records = base.execute("SELECT count(*) FROM records").fetchone()[0]
        cases = base.execute("SELECT sum(cases) FROM run").fetchone()[0] or 0
        return records + len(self._waiting), cases + sum(record.length > 0 for record in self._waiting)

    def cases(self) -> StoredCases:
        """Give the cases entered so far, to be gone through as often as is wanted."""
        self.save()
        header, count = self._held().execute("SELECT header, cases FROM run").fetchone()
        return StoredCases(self.path, len(header.encode()), count)

    def records_set_aside(self) -> Collection[SetAside]:
        """Give the records set aside so far, to be gone through as often as is wanted."""
        self.save()
        return StoredAsides(self._held())

    def finish(self, footer: Iterable[str]) -> None:
        """Write the last line. The state still ends before it, so that a run that goes on from here writes it anew."""
        with self._minding():
            assert self._lines is not None
            for piece in footer:
                self._lines.write(piece.encode())
            self._lines.flush()
            os.fsync(self._lines.fileno())

    def put(self, path: Path) -> None:
        """Put the finished lines in their place. Raises UsageError when that fails."""
        with self._minding():
            assert self._lines is not None
            self._lines.close()
            self._lines = None
            self.path.replace(path)

    def remove(self) -> None:
        """Let go of it and leave nothing behind."""
        left = [path for path in (self.path, *reversed(self._behind())) if not gone(path)]
        self._close()
        # What Windows removes only now. Elsewhere these names may be another run's by now.
        for path in left:
            gone(path)

    def _close(self) -> None:
        if self._lines is not None:
            with suppress(OSError):
                self._lines.close()
            self._lines = None
        if self._base is not None:
            self._base.close()
            self._base = None

    def _behind(self) -> tuple[Path, ...]:
        return self._state, self._state.with_name(f"{self._state.name}-journal")

    def _held(self) -> sqlite3.Connection:
        assert self._base is not None
        return self._base

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Say in plain words why the disk does not take it."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise UsageError(
                    f"Another run is writing {self.path}", remedy="Wait until it has ended, or write to another file."
                ) from None
            raise self._failed(str(error)) from None
        except OSError as error:
            raise self._failed(error.strerror or str(error)) from None

    def _failed(self, why: str) -> UsageError:
        return UsageError(
            f"{self.path} cannot be written: {why[:1].lower()}{why[1:]}",
            remedy="Check the folder, its permissions and its space. What is written so far counts: --resume goes on.",
        )
