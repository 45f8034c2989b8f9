"""Reads an export through a mapping: joined on disk, given case by case, every row counted once.

The same account as `intake` keeps for case files, in rows instead of records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

from caseaudit.domain.audit import InputUsed
from caseaudit.mapping.cells import folded
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.rows import same_rows
from caseaudit.reading import joining
from caseaudit.reading.assembling import read_rows
from caseaudit.reading.case_files import ReadCase, Reject
from caseaudit.reading.case_rows import CaseRows, Origin, Shape, Trouble, place_of
from caseaudit.reading.ingest import Ingest
from caseaudit.reading.joining import Store
from caseaudit.reading.kept_rows import Kept
from caseaudit.reading.mended import case_json
from caseaudit.reading.merging import merge
from caseaudit.reading.row_account import AUDITED, ORPHAN, REJECTED, REPEATED, FileAccount, count, counted_rows
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.opening import find_handles
from caseaudit.reading.tables.settings import ReadSettings


@dataclass(frozen=True, slots=True)
class JoinedRecord:
    """The rows of one case (or rows that have none), for whichever process reads them."""

    rows: CaseRows
    counts: tuple[tuple[int, int, int], ...] = ()
    """Input, rows of it that belong to this case alone, and how many of these are repeats."""
    shared: tuple[tuple[int, int, bool], ...] = ()
    """Row, input and whether it is a repeat, of rows that give to other cases too."""
    numbers: tuple[tuple[int, tuple[int, ...]], ...] = ()
    """All of its rows; for those that give to other cases too, the mapping's tables by which they give to this one."""
    orphan: bool = False
    whole: bool = True
    """Whether these are the rows of one case; False for some of the rows of a key that is none."""
    text: str = ""
    """Of a line that could not be read at all."""

    def read(self) -> ReadCase | Reject:
        """Assemble and validate the case."""
        return read_rows(self.rows)

    def content(self) -> bytes:
        """Give all that its audit depends on, the places of its rows among it: what it is made of names them."""
        rows = self.rows
        parts = [
            (*part[:1], part.number, part.origin.file, part.origin.table, part.origin.loose, *part[4:9], part.problem)
            for part in rows.parts
        ]
        whole = (sorted(rows.present), rows.shown, parts, rows.trouble, self.text)
        return repr(whole).encode("utf-8", "surrogatepass")

    def place(self) -> None:
        """Give nothing: the places are part of the content."""

    def lost(self, reason: str) -> Reject:
        """Set it aside unread: whatever reads it closely ends the process."""
        rows = self.rows
        if rows.parts:
            return Reject(rows.parts[0].trouble(reason).as_set_aside(rows.shown), "")
        return Reject(Trouble(reason, "").as_set_aside(rows.shown), "")


@dataclass(slots=True)
class MappedIntake:
    """The account of one run over a mapped export. Close it: what it keeps on disk is case material."""

    mapping: ExportMapping
    encoding: str | None = None
    keep_rejects: bool = False
    """Whether rejects are wanted whole, to be written."""
    _ingest: Ingest = field(init=False)
    _store: Store = field(init=False)
    _shape: Shape | None = None
    _cases: list[int] = field(default_factory=lambda: [0, 0])
    """Cases audited, cases set aside."""
    _all: int = 0
    """Cases that there are; 0 while the export is being read."""

    def __post_init__(self) -> None:
        """Make ready; nothing is read yet."""
        mapping = self.mapping
        keyless = frozenset(table.name for table in mapping.tables if table.key is None)
        straight = all(same_rows(table, mapping.main) for table in mapping.tables)
        self._store = Store(mapping.tables.index(mapping.main), keyless, straight)
        settings = ReadSettings(encoding=self.encoding or mapping.encoding, delimiter=mapping.delimiter)
        self._ingest = Ingest(mapping, settings, self._store, keep_raw=self.keep_rejects)

    def __enter__(self) -> Self:
        """Keep the rows until the end of the run."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove everything from the disk."""
        self._store.close()

    def records(self, arguments: Sequence[str]) -> Iterator[JoinedRecord]:
        """Give every case of the export, in the order of its main table; then the rows without a case.

        Raises UsageError at once for what cannot be opened; when reading begins, for an export without the mapping's
        main table and where the mapping wants the run to stop.
        """
        handles, unread = find_handles(arguments, self._ingest.settings)
        self._ingest.notices.unread.extend(unread)
        return self._records(handles)

    def _records(self, handles: Iterable[Handle]) -> Iterator[JoinedRecord]:
        for handle in handles:
            self._ingest.take(handle)
        shape = self._shape = self._ingest.finish()
        for trouble, text in self._ingest.failures:
            yield JoinedRecord(CaseRows(shape, None, (), trouble), text=text)
        self._all = self._store.count()
        for kept in self._store.cases():
            if len(kept) > joining.MAX_ROWS:
                yield from self._too_many(shape, kept[0])
                continue
            merged = merge(shape, kept)
            counts, shared = counted_rows(merged.kept, merged.repeated)
            yield JoinedRecord(merged.rows, counts, shared, _numbers(merged.kept))
        for kept in self._store.orphans():
            counts, shared = counted_rows(kept, frozenset())
            rows = CaseRows(shape, kept[0].shown or None, (), _orphaned(shape, kept))
            yield JoinedRecord(rows, counts, shared, _numbers(kept), orphan=True)

    def _too_many(self, shape: Shape, first: Kept) -> Iterator[JoinedRecord]:
        """Set aside the rows of a key that so many rows have that it names no case."""
        columns = ", ".join(shape.tables[first.part.spec].keys)
        reason = f"More than {joining.MAX_ROWS:,} rows have this key, so it does not seem to name a case"
        self._cases[1] += 1
        for kept in self._store.of_key(first.key or ""):
            counts, shared = counted_rows(kept, frozenset())
            trouble = kept[0].part.trouble(reason, column=columns or None, value=kept[0].shown)
            rows = CaseRows(shape, kept[0].shown, (), trouble)
            yield JoinedRecord(rows, counts, shared, _numbers(kept), whole=False)

    def second(self, raw: JoinedRecord, case_id: str) -> Reject | None:
        """Set a case aside whose id another case of the run has; otherwise remember the id."""
        shape = raw.rows.shape
        part = next(part for part in raw.rows.parts if part.spec == shape.main)
        before = self._store.take_id(case_id, part)
        if before is None:
            return None
        origin, number = before
        reason = f"The case_id stands a second time: first in {place_of(origin.file, origin.table, number)}"
        column = shape.tables[shape.main].column_of("case_id")
        trouble = Trouble(reason, part.origin.file, part.origin.table, part.number, column, "case_id", case_id)
        return Reject(trouble.as_set_aside(case_id), "")

    def rejected(self, raw: JoinedRecord, reject: Reject) -> Reject:
        """Count rows that were set aside, and give them back whole where that is wanted."""
        if raw.numbers and raw.whole and not raw.orphan:
            self._cases[1] += 1
        self._settle(raw, ORPHAN if raw.orphan else REJECTED)
        if raw.text or not (self.keep_rejects and raw.numbers):
            return Reject(reject.set_aside, raw.text)
        names = [table.name for table in raw.rows.shape.tables]
        had = raw.rows.shape.present
        whole = []
        for row, specs in raw.numbers:
            for found, number, text in self._store.raw([row]):
                # What such a row gives to other cases stands with them: read again, it must not come twice.
                origin = replace(found, specs=specs or found.specs)
                had = had if origin.tables is None else origin.tables
                whole.append((origin, number, text, self._blank(origin, text)))
        return Reject(reject.set_aside, case_json(whole, names, had))

    def audited(self, raw: JoinedRecord, *, replaced: int, unused: Iterable[str]) -> None:
        """Count the rows of a case that was audited."""
        del replaced, unused
        self._cases[0] += 1
        self._settle(raw, AUDITED)

    def _blank(self, origin: Origin, text: str) -> Mapping[str, None]:
        """Name columns that an element lacks and others have: alone it would not be known that they are blank."""
        if not origin.loose:
            return {}
        have = {folded(name) for name in json.loads(text)["values"]}
        blank: dict[str, None] = {}
        for use in (self._ingest.uses[number] for number in origin.specs):
            for path in use.fields:
                columns = use.fields[path]
                if path in use.seen and not have & set(map(folded, columns)):
                    blank.update(dict.fromkeys(columns))
        return blank

    def _settle(self, raw: JoinedRecord, fate: int) -> None:
        for account, rows, repeats in raw.counts:
            self._add(account, fate, rows - (repeats if fate == AUDITED else 0))
            self._add(account, REPEATED, repeats if fate == AUDITED else 0)
        for row, account, repeat in raw.shared:
            self._store.settle(row, account, REPEATED if repeat and fate == AUDITED else fate)

    def _add(self, account: int, fate: int, rows: int) -> None:
        count(self._ingest.files[account], fate, rows)

    def files(self) -> list[FileAccount]:
        """Give the account of each input; complete when every record has been taken."""
        files = [FileAccount(*(getattr(file, name) for name in FileAccount.__slots__)) for file in self._ingest.files]
        for account, fate, rows in self._store.settled():
            count(files[account], fate, rows)
        return files

    def fraction(self) -> float | None:
        """Say how many of the cases have been taken, from 0 to 1; None while the export is being read."""
        return min(1.0, sum(self._cases) / self._all) if self._all else None

    def inputs(self) -> tuple[InputUsed, ...]:
        """Give the account of each input as the results have it."""
        return tuple(
            InputUsed(
                *(file.name, file.sha256, file.read, file.audited, file.rejected),
                *(file.orphans, file.repeated, file.left_out, file.blank),
            )
            for file in self.files()
        )

    def notices(self) -> tuple[str, ...]:
        """Say what the reader of the results should know of the input: first of all where every row went."""
        return (self._sum(), *self._ingest.notices.sentences())

    def _sum(self) -> str:
        files = self.files()
        total = FileAccount("", "", *(sum(getattr(file, name) for file in files) for name in FileAccount.__slots__[2:]))
        audited, aside = self._cases
        parts = [
            f"{total.audited:,} in {_counted_noun(audited, 'case')} audited",
            f"{total.rejected - total.orphans:,} in {_counted_noun(aside, 'case')} set aside",
            f"{total.orphans:,} set aside because no case has their key",
            f"{total.repeated:,} repeats of others",
            f"{total.left_out:,} left out by the mapping's conditions",
            f"{total.blank:,} blank",
        ]
        read = f"{_counted_noun(total.read, 'row')} in {_counted_noun(len(files), 'file')}"
        return f"{read} read by the mapping {self.mapping.mapping}: {', '.join(parts)}."


def _numbers(kept: Iterable[Kept]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Number the rows; those that are not this case's alone with the tables by which they are."""
    kept = tuple(kept)
    if len(kept) == 1 or all(each.alone and each.part.row == kept[0].part.row for each in kept):
        return (_number(kept[0]),)
    found: dict[int, list[int]] = {}
    for each in kept:
        specs = found.setdefault(each.part.row, [])
        if not each.alone and each.part.spec not in specs:
            specs.append(each.part.spec)
    return tuple((row, tuple(specs)) for row, specs in found.items())


def _number(kept: Kept) -> tuple[int, tuple[int, ...]]:
    return kept.part.row, () if kept.alone else (kept.part.spec,)


def _orphaned(shape: Shape, kept: Sequence[Kept]) -> Trouble:
    """Say why rows belong to no case."""
    first = kept[0].part
    table = shape.tables[first.spec]
    rows = len({each.part.row for each in kept})
    more = f" (and {rows - 1:,} more rows like it)" if rows > 1 else ""
    if first.problem is not None:
        problem = first.problem
        if kept[0].key is None:
            return Trouble(
                f"{problem.reason}{more}",
                *(problem.file, problem.sheet, problem.row, problem.column, problem.path),
                problem.value,
            )
        more = f"{more}. Also wrong: {problem.column or 'the row'}: {problem.reason}"
    main = shape.tables[shape.main]
    if kept[0].key is None and table.parent is not None:
        columns = ", ".join(table.parent_keys)
        reason = f"No row of the table {table.parent!r}, or rows of several cases, have what this names{more}"
        return first.trouble(reason, column=columns, value=first.parent)
    reason = f"No case has this key: it is in table {table.name!r} but not in {main.name!r}{more}"
    return first.trouble(reason, column=", ".join(table.keys) or None, value=kept[0].shown or None)


def _counted_noun(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
