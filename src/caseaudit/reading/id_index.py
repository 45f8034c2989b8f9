"""Where each case id of a run stood first, on disk: a set of a million ids would be held in memory until the end."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from hashlib import blake2b

from caseaudit.reading.kept_rows import disk

_BYTES = 16
"""Of an id's digest, which is all that is kept of it: two different ids of a million share one once in 10**26."""
_SMALL = 10_000
"""Ids that are held in memory; most runs have fewer, and need no database."""


@dataclass(slots=True)
class IdIndex:
    """Takes ids with their places and says where an id came first. Close it: then nothing of it is left."""

    _few: dict[str, int] = field(default_factory=dict)
    _base: sqlite3.Connection | None = None

    def first(self, case_id: str, here: int) -> int:
        """Remember the id's place unless it has one; give the place that it has. Raises InputError (a full disk)."""
        if self._base is None:
            before = self._few.setdefault(case_id, here)
            if len(self._few) > _SMALL:
                self._move()
            return before
        return self._look_up(self._base, case_id, here)

    def _look_up(self, base: sqlite3.Connection, case_id: str, here: int) -> int:
        key = blake2b(case_id.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
        with disk():
            if base.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (key, here)).rowcount:
                return here
            found: int = base.execute("SELECT place FROM ids WHERE id = ?", (key,)).fetchone()[0]
        return found

    def _move(self) -> None:
        """Go over to a database in a file without a name, which is gone when it is closed, also by a crash."""
        with disk():
            base = sqlite3.connect("", isolation_level=None)
            base.execute("PRAGMA synchronous = OFF")
            base.execute("PRAGMA journal_mode = OFF")
            base.execute("CREATE TABLE ids (id BLOB PRIMARY KEY, place INTEGER) WITHOUT ROWID")
            base.execute("BEGIN")
        for case_id, place in self._few.items():
            self._look_up(base, case_id, place)
        self._few = {}
        self._base = base

    def close(self) -> None:
        """Forget everything."""
        self._few = {}
        if self._base is not None:
            self._base.close()
            self._base = None
