"""The files of a run that is under way: its state, locked for one process, and its lines, for their owner only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from caseaudit.reporting.json_v1 import set_aside_of_line

if TYPE_CHECKING:
    from caseaudit.domain.audit import SetAside

FORMAT = 1
_STATE = ".state"


def state_of(partial: Path) -> Path:
    """Name the state that belongs to a run's lines."""
    return partial.with_name(partial.name + _STATE)


def files_of(partial: Path | None) -> tuple[Path, ...]:
    """Name the files that a run makes while it is under way."""
    return (partial, state_of(partial)) if partial else ()


@dataclass(frozen=True, slots=True)
class StoredAsides(Collection["SetAside"]):
    """Records set aside, read from the state each time they are gone through."""

    base: sqlite3.Connection

    def __len__(self) -> int:
        """Say how many there are."""
        found: int = self.base.execute("SELECT count(*) FROM records WHERE aside IS NOT NULL").fetchone()[0]
        return found

    def __iter__(self) -> Iterator[SetAside]:
        """Give them in the order of the input."""
        for (aside,) in self.base.execute("SELECT aside FROM records WHERE aside IS NOT NULL ORDER BY number"):
            yield set_aside_of_line(aside)

    def __contains__(self, record: object) -> bool:
        """Say whether a record is among them, by reading them."""
        return any(one == record for one in self)


def locked(path: Path) -> sqlite3.Connection:
    """Open the state for this process alone. Raises sqlite3.DatabaseError where it is broken or held."""
    base = sqlite3.connect(path, timeout=0)
    try:
        base.execute("PRAGMA locking_mode = EXCLUSIVE")
        base.execute("BEGIN EXCLUSIVE")
        if base.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if not name.startswith("sqlite_"):
                    base.execute(f'DROP TABLE "{name}"')
            base.execute("CREATE TABLE run (header TEXT, lines_end INTEGER, cases INTEGER)")
            base.execute(
                "CREATE TABLE records (number INTEGER PRIMARY KEY, mark INTEGER, aside TEXT, told TEXT, fault TEXT)"
            )
            base.execute(f"PRAGMA user_version = {FORMAT}")
        base.commit()
    except BaseException:
        base.close()
        raise
    return base


def gone(path: Path) -> bool:
    """Remove a file; say whether it is not there any more."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def owner_only(path: Path) -> IO[bytes]:
    """Open a file for reading and writing, made for its owner only where it is new."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
