"""Audits of earlier runs, found by the content they were made from: a record that is the same is not audited again.

An audit is found under the digest of the record and of everything else that decides its results: program, rubrics,
lexicons, mapping and settings. It is used only when its checksum holds. Whatever is wrong with the cache, the record is
audited, and the run says so.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import caseaudit
from caseaudit.batch.auditing import NOTHING, Audited, Told
from caseaudit.domain.audit import Source
from caseaudit.engine.case_counts import CaseCount
from caseaudit.errors import UsageError
from caseaudit.reading.shipped import shipped
from caseaudit.reporting.json_v1 import source_text

if TYPE_CHECKING:
    from caseaudit.batch.auditing import Plan
    from caseaudit.domain.audit import Run
    from caseaudit.reading.intake import Readable

DAYS = 60
"""An audit that no run has used for so long is removed."""
_NAME = "audits.sqlite"
_KEY, _CHECK = 16, 16
_PENDING = 200
"""Audits that wait to be written."""
_WAIT = 10.0
"""Seconds to wait for another run that writes."""


def program_digest() -> str:
    """Digest (SHA-256) of the program with all that ships with it, so that no other one's audits are taken for its."""
    found = sha256(f"{caseaudit.__version__}\0{sys.version}\0".encode())
    for folder in dict.fromkeys((Path(caseaudit.__file__).parent, shipped("rubrics"))):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                found.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                found.update(content)
    return found.hexdigest()


def basis_of(run: Run, plan: Plan, encoding: str | None) -> str:
    """Digest (SHA-256) of everything that decides the audit of a record beside the record."""
    pseudonyms = plan.pseudonyms
    decided = [
        program_digest(),
        [(used.id, used.edition, used.sha256) for used in run.rubrics],
        [used.sha256 for used in run.lexicons],
        run.mapping.sha256 if run.mapping else None,
        sorted(plan.kept) if plan.kept is not None else None,
        plan.as_of.raw,
        [plan.second_reader, plan.thorough, encoding],
        [pseudonyms.key.id, pseudonyms.dates] if pseudonyms else None,
        # The ids in pseudonymised audits are not those that exceptions name.
        run.exceptions.sha256 if run.exceptions and pseudonyms else None,
    ]
    return sha256(json.dumps(decided).encode()).hexdigest()


@dataclass(slots=True)
class Cache:
    """The audits in a folder. Close it: what waits is written then."""

    folder: Path
    basis: str
    """Digest of everything that decides results beside the record."""
    tell: Callable[[str], None]
    """Takes what the run should say of the cache."""
    exceptions: Callable[[str], Sequence[object]]
    """Gives the exceptions on file about a case, by its id: a case with any is audited each time."""
    file_name: Callable[[str], str] = str
    """Gives a file's name as results tell it."""
    found: int = 0
    """Records that were not audited again."""
    _base: sqlite3.Connection | None = None
    _pending: dict[bytes, bytes] = field(default_factory=dict)
    _touched: list[bytes] = field(default_factory=list)
    _asked: tuple[int, bytes] = (0, b"")
    """The record that was looked for last, and its key."""
    _today: int = field(default_factory=lambda: datetime.now(UTC).toordinal())

    def open(self) -> Cache:
        """Open or begin it. Raises UsageError where the folder cannot be written."""
        path = self.folder / _NAME
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            what = f"The cache {self.folder} cannot be written: {error.strerror}"
            raise UsageError(what, remedy="Name a folder of your own, or leave --cache out.") from None
        try:
            self._base = _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                held = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
                why = f"Another run holds the cache {self.folder}" if held else self._not_usable(error)
                self.tell(f"{why}; this run does without it.")
                return self
            self._anew(path, f"The cache {self.folder} is damaged, or of another version, and was begun anew.")
        return self

    def _not_usable(self, error: sqlite3.DatabaseError) -> str:
        return f"The cache {self.folder} cannot be used ({error})"

    def _anew(self, path: Path, why: str) -> None:
        """Begin an empty cache in the place of one that cannot be used."""
        self.tell(why)
        try:
            for name in (path.name, f"{path.name}-journal"):
                path.with_name(name).unlink(missing_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._base = _opened(path)
        except (OSError, sqlite3.DatabaseError):
            self.tell(f"The cache {self.folder} cannot be used; this run does without it.")
            self._base = None

    def find(self, raw: Readable) -> Audited | None:
        """Give the audit of a record that is the same as one before; None where there is none to be trusted."""
        if self._base is None:
            return None
        key = blake2b(raw.content(), digest_size=_KEY, key=bytes.fromhex(self.basis)).digest()
        self._asked = id(raw), key
        with self._minding():
            row = self._base.execute("SELECT audit, used FROM audits_1 WHERE key = ?", (key,)).fetchone()
            content = self._pending.get(key) if row is None else row[0]
            place = raw.place()
            told = None if place is None else (self.file_name(place[0]), place[1])
            audited = None if content is None else self._unpacked(key, content, told)
            if audited is None or self.exceptions(audited.case_id):
                return None
            self.found += 1
            if row is not None and row[1] != self._today:
                self._touched.append(key)
                self._write_some()
            return audited
        return None

    def keep(self, raw: Readable, audited: Audited) -> None:
        """Keep the audit of a record for later runs."""
        if self._base is None or audited.told.faults or self.exceptions(audited.case_id):
            return
        asked, key = self._asked
        if asked != id(raw):
            key = blake2b(raw.content(), digest_size=_KEY, key=bytes.fromhex(self.basis)).digest()
        self._pending[key] = _packed(key, audited)
        self._write_some()

    def _write_some(self) -> None:
        if len(self._pending) + len(self._touched) < _PENDING:
            return
        with self._minding():
            self._write()

    def _write(self) -> None:
        pending, touched = self._pending, self._touched
        self._pending, self._touched = {}, []
        if self._base is None or not (pending or touched):
            return
        with self._base:
            rows = ((key, self._today, content) for key, content in pending.items())
            self._base.executemany("INSERT OR REPLACE INTO audits_1 VALUES (?, ?, ?)", rows)
            self._base.executemany(
                "UPDATE audits_1 SET used = ? WHERE key = ?", ((self._today, key) for key in touched)
            )

    def _unpacked(self, key: bytes, content: bytes, place: tuple[str, int] | None) -> Audited | None:
        try:
            return _unpacked(key, content, place)
        except (ValueError, TypeError, KeyError, IndexError, zlib.error):
            self.tell(f"An audit in the cache {self.folder} is damaged; its record was audited again.")
            return None

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Do without the cache from the moment it fails."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            base, self._base = self._base, None
            self._pending, self._touched = {}, []
            if base is not None:
                base.close()
            if isinstance(error, sqlite3.OperationalError):
                self.tell(f"{self._not_usable(error)}; this run goes on without it.")
            else:
                self._anew(self.folder / _NAME, f"The cache {self.folder} is damaged and was begun anew.")

    def close(self) -> None:
        """Write what waits, remove what no run has used for long, and close it."""
        with self._minding():
            self._write()
            if self._base is not None:
                with self._base:
                    self._base.execute("DELETE FROM audits_1 WHERE used < ?", (self._today - DAYS,))
        if self._base is not None:
            self._base.close()
            self._base = None


def _opened(path: Path) -> sqlite3.Connection:
    """Open the database. Raises sqlite3.DatabaseError for one that is damaged or of another format."""
    base = sqlite3.connect(path, timeout=_WAIT)
    try:
        base.execute("PRAGMA synchronous = OFF")
        if not base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            base.execute("CREATE TABLE audits_1 (key BLOB PRIMARY KEY, used INTEGER NOT NULL, audit BLOB NOT NULL)")
            base.commit()
        # What has other columns is another version's, and raises.
        base.execute("SELECT key, used, audit FROM audits_1 LIMIT 1").fetchone()
    except BaseException:
        base.close()
        raise
    return base


def _packed(key: bytes, audited: Audited) -> bytes:
    told: list[Any] = [] if audited.told == NOTHING else list(audited.told)
    head = json.dumps([audited.case_id, audited.source_at, audited.counts.to_plain(), told])
    content = zlib.compress(f"{head}\n{audited.line}".encode("utf-8", "surrogatepass"), 1)
    return _check(key, content) + content


def _unpacked(key: bytes, content: bytes, place: tuple[str, int] | None) -> Audited:
    """Read back what `_packed` made, told of `place`. Raises ValueError where it is not whole."""
    packed = content[_CHECK:]
    if content[:_CHECK] != _check(key, packed):
        raise ValueError("the checksum does not hold")
    head, line = zlib.decompress(packed).decode("utf-8", "surrogatepass").split("\n", 1)
    case_id, (start, end), count, told = json.loads(head)
    if place is not None:
        was = json.loads(line[start:end]) or {}
        now = source_text(Source(was.get("system"), place[0], was.get("table"), place[1]))
        line, end = line[:start] + now + line[end:], start + len(now)
    return Audited(case_id, line, (start, end), CaseCount.from_plain(count), Told.from_plain(told) if told else NOTHING)


def _check(key: bytes, content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECK, key=key).digest()
