"""The cases of stored results as one side of a comparison: found by their ids on disk, one in memory at a time."""

from __future__ import annotations

import re
import sqlite3
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from pydantic import ValidationError

from caseaudit.engine.differences import Held, joined
from caseaudit.engine.differences_pairs import Numbered, Unjudged
from caseaudit.reporting.json_v1 import case_of_line
from caseaudit.reporting.stored import StoredCases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import CaseAudit, Results
    from caseaudit.engine.differences import Side

_ID_FIRST = re.compile(rb'\s*\{\s*"case_id"\s*:\s*"([ !#-\[\]-~]*)"')
_KEY = b'"case_id"'
_CACHE_KB = 16_384
_TABLES = (
    "CREATE TABLE cases (number INTEGER PRIMARY KEY, id BLOB UNIQUE, start INTEGER, line INTEGER)",
    "CREATE TABLE again (id BLOB, number INTEGER, start INTEGER, line INTEGER)",
    "CREATE TABLE aside (id BLOB PRIMARY KEY) WITHOUT ROWID",
)


@contextmanager
def sides_of(old: Results, new: Results) -> Iterator[tuple[Side, Side]]:
    """Give both audits' cases, to be looked up; nothing is left on disk afterwards.

    Raises InputError for a line that is no case.
    """
    with ExitStack() as stack:
        yield _side_of(old, stack), _side_of(new, stack)


def _side_of(results: Results, stack: ExitStack) -> Side:
    if not isinstance(results.cases, StoredCases):
        return Held(results)
    side = _Stored(results.cases)
    stack.callback(side.close)
    side.fill(results)
    return side


def nameless() -> sqlite3.Connection:
    """Open a database in a file without a name, which is gone when it is closed, also by a crash."""
    base = sqlite3.connect("", isolation_level=None)
    base.execute("PRAGMA synchronous = OFF")
    base.execute("PRAGMA journal_mode = OFF")
    base.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
    return base


class _Stored:
    """The lines of a `.jsonl`, and on disk where the line of each id begins."""

    def __init__(self, cases: StoredCases) -> None:
        self._cases = cases
        self._base = nameless()
        self._stream = cases.path.open("rb")
        self._repeats = False

    def close(self) -> None:
        """Forget everything."""
        self._stream.close()
        self._base.close()

    def fill(self, results: Results) -> None:
        """Note where each case stands, and what was set aside."""
        for table in _TABLES:
            self._base.execute(table)
        self._base.execute("BEGIN")
        self._base.executemany(
            "INSERT OR IGNORE INTO aside VALUES (?)",
            ((_bytes(record.case_id),) for record in results.set_aside if record.case_id is not None),
        )
        for number, (key, start, line) in enumerate(self._places()):
            row = number, key, start, line
            if not self._base.execute("INSERT OR IGNORE INTO cases VALUES (?, ?, ?, ?)", row).rowcount:
                self._base.execute("INSERT INTO again VALUES (?, ?, ?, ?)", (key, number, start, line))
                self._repeats = True
        self._base.execute("COMMIT")

    def _places(self) -> Iterator[tuple[bytes, int, int]]:
        """Give the id of each case, the byte at which its line begins and the line's number."""
        start, number, left = self._cases.start, self._cases.line, self._cases.count
        self._stream.seek(start)
        while left:
            line = self._stream.readline()
            if line.strip() or not line:
                key = _id_at_start(line)
                if key is None:
                    key = _bytes(self._told(start, number).case_id)
                    self._stream.seek(start + len(line))
                yield key, start, number
                left -= 1
            start, number = start + len(line), number + 1

    def __iter__(self) -> Iterator[Numbered]:
        """Give the cases in their order, with their numbers."""
        rows = self._base.execute("SELECT id, number, start, line FROM cases ORDER BY number")
        return (self._whole(*row) for row in rows)

    def ids(self) -> Iterator[str]:
        """Give their ids in their order."""
        return (_text(key) for (key,) in self._base.execute("SELECT id FROM cases ORDER BY number"))

    def find(self, case_id: str) -> Numbered | None:
        """Look a case up."""
        key = _bytes(case_id)
        row = self._base.execute("SELECT id, number, start, line FROM cases WHERE id = ?", (key,)).fetchone()
        return self._whole(*row) if row else None

    def __contains__(self, case_id: object) -> bool:
        """Say whether there is such a case."""
        return isinstance(case_id, str) and self._holds("cases", case_id)

    def without(self, case_id: str) -> Unjudged:
        """Say why there is no such case."""
        return Unjudged.SET_ASIDE if self._holds("aside", case_id) else Unjudged.NO_CASE

    def _holds(self, table: str, case_id: str) -> bool:
        found = self._base.execute(f"SELECT 1 FROM {table} WHERE id = ?", (_bytes(case_id),))  # noqa: S608 - our own name
        return found.fetchone() is not None

    def _whole(self, key: bytes, number: int, start: int, line: int) -> Numbered:
        case = self._case(start, line)
        if self._repeats:
            rows = self._base.execute("SELECT start, line FROM again WHERE id = ? ORDER BY number", (key,))
            for place in rows.fetchall():
                case = joined(case, self._case(*place))
        return Numbered(number, case)

    def _case(self, start: int, line: int) -> CaseAudit:
        self._stream.seek(start)
        try:
            return case_of_line(self._stream.readline())
        except ValidationError:
            return self._told(start, line)

    def _told(self, start: int, line: int) -> CaseAudit:
        """Read a line by itself. Raises InputError with its number for one that is no case, or no more there."""
        (case,) = StoredCases(self._cases.path, start, 1, line)
        return case


def _id_at_start(line: bytes) -> bytes | None:
    """Give the id where it is plain to see, as in every line that caseaudit wrote whose id is ASCII."""
    found = _ID_FIRST.match(line)
    return found[1] if found and line.count(_KEY) == 1 else None


def _bytes(case_id: str) -> bytes:
    return case_id.encode("utf-8", "surrogatepass")


def _text(key: bytes) -> str:
    return key.decode("utf-8", "surrogatepass")
