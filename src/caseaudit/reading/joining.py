"""Keeps the rows of an export on disk and gives them back case by case, however large the export is.

SQLite's own temporary database: a file without a name in the system's temporary folder, gone with the process even
when that is killed. Rows are appended in the order of the export; one index, built at the end, finds those of a case.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from caseaudit.reading.case_rows import Origin, Part, Trouble
from caseaudit.reading.kept_rows import Kept, NewPart, disk, plain
from caseaudit.reading.spool import Line, Spool

MAX_ROWS = 50_000
"""Rows of one case; more means that the key is not the case's. Also bounds what is held in memory."""
ORPHANS = 1_000
"""Rows without a case that are set aside together at most."""
UNKEYED = "\x00"
"""Begins the key of a main row that has none, so that it stands in its place among the cases."""

_CACHE_KIB = 32 * 1024
_BATCH = 500
_SCHEMA = """
CREATE TABLE line (row INTEGER PRIMARY KEY, origin INTEGER, number INTEGER, raw TEXT);
CREATE TABLE part (
    n INTEGER PRIMARY KEY, row INTEGER, origin INTEGER, number INTEGER, alone INTEGER, spec INTEGER,
    key TEXT, shown TEXT, own TEXT, parent TEXT, items TEXT, rest TEXT
);
CREATE TABLE known (held TEXT, name TEXT, n INTEGER, PRIMARY KEY (held, name, n)) WITHOUT ROWID;
CREATE TABLE fate (row INTEGER PRIMARY KEY, account INTEGER, fate INTEGER);
CREATE TABLE taken (case_id TEXT PRIMARY KEY, origin INTEGER, number INTEGER) WITHOUT ROWID;
"""
_ADD = "INSERT INTO part VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_OF_KEY = "SELECT * FROM part WHERE key = ? ORDER BY n LIMIT ?"
_WITHOUT_KEY = "SELECT * FROM part WHERE key IS NULL ORDER BY origin, n"
_ORPHANED = "SELECT key FROM part WHERE key IS NOT NULL GROUP BY key HAVING NOT max(spec = ?) ORDER BY min(n)"
_ALL = -1
_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(slots=True)
class Store:
    """The rows of one run."""

    main: int
    """Number of the table whose rows are the cases."""
    keyless: frozenset[str] = frozenset()
    """Names of the tables whose rows are placed by their parents alone."""
    straight: bool = False
    """Whether every table of the mapping takes the rows of the main one, so that there may be nothing to join."""
    origins: list[Origin] = field(default_factory=list)
    _numbers: dict[Origin, int] = field(default_factory=dict)
    _rows: int = 0
    _parts: int = 0
    _lines: list[tuple[Any, ...]] = field(default_factory=list)
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)
    _known: list[tuple[Any, ...]] = field(default_factory=list)
    _database: sqlite3.Connection = field(init=False)
    _spool: Spool | None = None
    """Holds the rows instead of the database, as long as each is a case of its own."""

    def __post_init__(self) -> None:
        """Open the temporary database, and before it what may make it needless."""
        if self.straight:
            self._spool = Spool(self.main)
        self._database = sqlite3.connect("", isolation_level=None, cached_statements=64)
        with disk():
            for pragma in (
                "journal_mode = OFF",
                "synchronous = OFF",
                "secure_delete = OFF",
                f"cache_size = -{_CACHE_KIB}",
            ):
                self._database.execute(f"PRAGMA {pragma}")
            self._database.executescript(_SCHEMA)
            self._database.execute("BEGIN")

    def close(self) -> None:
        """Remove everything."""
        self._database.close()
        if self._spool is not None:
            self._spool.close()

    def origin(self, origin: Origin) -> int:
        """Number a table that rows come from."""
        number = self._numbers.setdefault(origin, len(self.origins))
        if number == len(self.origins):
            self.origins.append(origin)
        return number

    def add(self, origin: int, number: int, raw: str, parts: Sequence[NewPart]) -> None:
        """Keep one row: the JSON of its cells, and what it gives to each table. Raises InputError for a full disk."""
        self._rows += 1
        line = Line(self._rows, origin, number, raw, parts)
        if self._spool is not None:
            if self._spool.add(line):
                return
            self._unspool()
        self._insert(line)

    def _unspool(self) -> None:
        """Take over what was kept as if every row were a case of its own, for one is not."""
        spool, self._spool = self._spool, None
        if spool is not None:
            for line in spool.lines():
                self._insert(line)
            spool.close()

    def _insert(self, line: Line) -> None:
        row, origin, number, raw, parts = line
        keys = {part.key for part in parts}
        alone = len(keys) == 1 and (None not in keys or len(parts) == 1)
        self._lines.append((row, origin, number, raw))
        for part in parts:
            self._parts += 1
            key = part.key
            if key is None and part.spec == self.main:
                key = f"{UNKEYED}{self._parts}"
            rest = None
            if part.absent or part.known or part.problem:
                rest = _encode([part.absent, part.known, part.problem])
            self._waiting.append(
                (
                    *(self._parts, row, origin, number, alone, part.spec, plain(key), plain(part.shown)),
                    *(plain(part.own), plain(part.parent), _json(part), rest),
                )
            )
            for name, known in (part.known or {}).items():
                if name in self.keyless:
                    self._known.append((name, plain(known), self._parts))
        if len(self._lines) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        with disk():
            self._database.executemany("INSERT INTO line VALUES (?,?,?,?)", self._lines)
            self._database.executemany(_ADD, self._waiting)
            if self._known:
                self._database.executemany("INSERT OR IGNORE INTO known VALUES (?,?,?)", self._known)
        self._lines, self._waiting, self._known = [], [], []

    def finish(self, order: Iterable[int], names: Sequence[str]) -> None:
        """Find the case of rows that only their parents name, and index. `order` lists tables, outer ones first."""
        if self._spool is not None:
            if self._spool.finish():
                return
            self._unspool()
        self._flush()
        with disk():
            for spec in order:
                if names[spec] in self.keyless:
                    self._database.execute(
                        "UPDATE part SET key = (SELECT CASE WHEN count(DISTINCT above.key) = 1 THEN min(above.key) END "
                        "FROM known JOIN part AS above ON above.n = known.n "
                        "WHERE known.held = ? AND known.name = part.parent) "
                        "WHERE spec = ? AND key IS NULL AND parent IS NOT NULL",
                        (names[spec], spec),
                    )
            self._database.execute("CREATE INDEX by_key ON part (key, spec)")
            self._database.execute("CREATE TABLE cases (first INTEGER PRIMARY KEY, key TEXT)")
            # A case stands where its first main row stands.
            self._database.execute(
                "INSERT INTO cases SELECT min(n), key FROM part WHERE spec = ? AND key IS NOT NULL GROUP BY key",
                (self.main,),
            )

    def cases(self) -> Iterator[list[Kept]]:
        """Give the rows of each case in the order of the main table; of more than MAX_ROWS one more than that."""
        if self._spool is not None:
            yield from map(self._alone, self._spool.lines())
            return
        with disk():
            for (key,) in self._database.execute("SELECT key FROM cases ORDER BY first"):
                found = self._database.execute(_OF_KEY, (key, MAX_ROWS + 1))
                yield [self._kept(each) for each in found]

    def count(self) -> int:
        """Say how many cases there are; known when every row has been read."""
        if self._spool is not None:
            return self._spool.count
        with disk():
            found: int = self._database.execute("SELECT count(*) FROM cases").fetchone()[0]
        return found

    def of_key(self, key: str) -> Iterator[list[Kept]]:
        """Give all the rows of a key, a bounded number each time."""
        with disk():
            yield from _groups(map(self._kept, self._database.execute(_OF_KEY, (key, _ALL))))

    def orphans(self) -> Iterator[list[Kept]]:
        """Give the rows without a case: key by key, then table by table those without one; a bounded number each."""
        if self._spool is not None:
            return
        with disk():
            for (key,) in self._database.execute(_ORPHANED, (self.main,)):
                yield from self.of_key(key)
            yield from _groups(map(self._kept, self._database.execute(_WITHOUT_KEY)))

    def _alone(self, line: Line) -> list[Kept]:
        """Give the parts of a row that is a case of its own, in the order in which the database gives them."""
        origin = self.origins[line.origin]
        return [
            Kept(_part(line.row, line.number, origin, new), plain(new.key), plain(new.shown) or "", alone=True)
            for new in line.parts
        ]

    def _kept(self, found: tuple[Any, ...]) -> Kept:
        _, row, origin, number, alone, spec, key, shown, own, parent, items, rest = found
        absent, known, problem = json.loads(rest) if rest else ((), None, None)
        new = NewPart(spec, key, shown, own, parent, items, tuple(absent), known, problem)
        return Kept(_part(row, number, self.origins[origin], new), key, shown, bool(alone))

    def raw(self, rows: Iterable[int]) -> Iterator[tuple[Origin, int, str]]:
        """Give rows as they were read: where from, number, the JSON of their cells."""
        if self._spool is not None:
            for line in filter(None, map(self._spool.line, rows)):
                yield self.origins[line.origin], line.number, line.raw
            return
        with disk():
            for row in rows:
                for origin, number, raw in self._database.execute(
                    "SELECT origin, number, raw FROM line WHERE row = ?", (row,)
                ):
                    yield self.origins[origin], number, raw

    def take_id(self, case_id: str, part: Part) -> tuple[Origin, int] | None:
        """Remember a case id; where it stood before if it is not new."""
        with disk():
            wanted = plain(case_id)
            place = (wanted, self.origin(part.origin), part.number)
            if self._database.execute("INSERT OR IGNORE INTO taken VALUES (?,?,?)", place).rowcount:
                return None
            found = self._database.execute("SELECT origin, number FROM taken WHERE case_id = ?", (wanted,))
            origin, number = found.fetchone()
        return self.origins[origin], number

    def settle(self, row: int, account: int, fate: int) -> None:
        """Note what became of a row that gives to several cases; the greatest fate counts."""
        with disk():
            self._database.execute(
                "INSERT INTO fate VALUES (?,?,?) ON CONFLICT (row) DO UPDATE SET fate = max(fate, excluded.fate)",
                (row, account, fate),
            )

    def settled(self) -> Iterator[tuple[int, int, int]]:
        """Give account, fate and number of such rows."""
        with disk():
            yield from self._database.execute("SELECT account, fate, count(*) FROM fate GROUP BY account, fate")


def _groups(found: Iterable[Kept]) -> Iterator[list[Kept]]:
    """Put rows together that have one reason to be told; what one row gives stays together."""
    group: list[Kept] = []
    for each in found:
        another_row = group and each.part.row != group[-1].part.row
        if another_row and (len(group) >= ORPHANS or _reason(each) != _reason(group[0])):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _reason(kept: Kept) -> tuple[int, Origin, str | None] | None:
    """Tell apart rows that no key holds together."""
    part = kept.part
    return (part.spec, part.origin, part.problem.reason if part.problem else None) if kept.key is None else None


def _part(row: int, number: int, origin: Origin, new: NewPart) -> Part:
    trouble = None
    if new.problem:
        column, path, value, reason = new.problem
        trouble = Trouble(reason, origin.file, origin.table, number, column, path, value)
    items: Any = new.items
    return Part(
        *(new.spec, row, number, origin, items, plain(new.own), plain(new.parent), new.absent, new.known or {}, trouble)
    )


def _json(part: NewPart) -> str | None:
    return part.items if part.items is None or isinstance(part.items, str) else _encode(part.items)
