"""Tries a mapping on an export without auditing it: which columns it lacks, which values its picklists do not list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from caseaudit.mapping.cells import Cell, as_text, folded, unbroken
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.rows import LeftOut, RowProblem
from caseaudit.mapping.rules import FieldPlan, field_plans
from caseaudit.reading.table_use import HeaderRows, SpecUse, file_fits, sheet_fits, spec_use
from caseaudit.reading.tables.handles import Handle
from caseaudit.reading.tables.opening import find_handles, tables_of
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import FILE, ROW, TABLE, Table
from caseaudit.reading.tables.settings import ReadSettings

_LONGEST = 60
_MOST_VALUES = 2_000
_UNLISTED = "The picklist "


@dataclass(frozen=True, slots=True)
class Missing:
    """Columns that the mapping names and the export does not have."""

    table: str
    """Of the mapping."""
    place: str
    """File and sheet; empty where no file is this table at all."""
    columns: tuple[str, ...]
    fields: tuple[str, ...]
    """Fields that have none of their columns left."""
    elsewhere: bool = False
    """Another file of the export, for the same table of the mapping, has them."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A value that a picklist does not list."""

    table: str
    field: str
    column: str
    picklist: str
    policy: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Rows that a run would set aside, for one reason."""

    table: str
    column: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a mapping."""

    rows: Mapping[str, int]
    """Table of the mapping -> rows that it takes."""
    missing: tuple[Missing, ...]
    unlisted: tuple[Unlisted, ...]
    troubles: tuple[Trouble, ...]
    unread: tuple[str, ...]
    gone: frozenset[tuple[str, str]]
    """(table of the mapping, field) that nothing in the export fills."""

    @property
    def fits(self) -> bool:
        """Whether the mapping can be relied on: every column is there, and no value sets a case aside."""
        stops = any(each.policy != "unknown" for each in self.unlisted)
        lost = any(not each.elsewhere for each in self.missing)
        return not (lost or stops or self.troubles or self.unread)


def try_mapping(mapping: ExportMapping, arguments: Sequence[str], settings: ReadSettings) -> Trial:
    """Take every row of an export through a mapping. Raises UsageError for what is missing."""
    handles, unread = find_handles(arguments, settings)
    trial = _Trial(mapping, settings, unread=list(unread))
    for handle in handles:
        trial.take(handle)
    return trial.done()


@dataclass
class _Trial:
    mapping: ExportMapping
    settings: ReadSettings
    unread: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    missing: list[Missing] = field(default_factory=list)
    unlisted: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    written: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    troubles: dict[tuple[str, str, str], int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Table of the mapping -> why the nearest table of the export is not it."""
    columns: dict[str, set[str]] = field(default_factory=dict)
    """Table of the mapping -> the columns of all that it takes, folded."""
    _seen: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.uses = [spec_use(self.mapping, number) for number in range(len(self.mapping.tables))]
        self.plans = {
            use.spec.name: [plan for plan in field_plans(self.mapping, use.spec) if plan.rules.translation is not None]
            for use in self.uses
        }

    def take(self, handle: Handle) -> None:
        """Try one file."""
        uses = [use for use in self.uses if file_fits(use.spec, handle.name)]
        if not uses:
            return
        settings = replace(self.settings, header_rows=HeaderRows([use.spec for use in uses]))
        try:
            for table in tables_of(handle, settings):
                takers = [use for use in uses if sheet_fits(use.spec, table.name) and self._fits(use, table)]
                if takers:
                    self._rows(table, takers)
        except UnreadableExport as error:
            self.unread.append(f"{error.file}: {error.reason}")

    def _fits(self, use: SpecUse, table: Table) -> bool:
        if table.header_row is None:
            return True
        reason = use.lacking(table.columns)
        if reason is not None:
            self.refused.setdefault(use.spec.name, f"{_place(table)}: {reason}")
            return False
        lost, gone = use.missing(table.columns)
        self.columns.setdefault(use.spec.name, set()).update(map(folded, table.columns))
        if lost:
            self.missing.append(Missing(use.spec.name, _place(table), lost, gone))
        for path in use.fields:
            self._seen[use.spec.name, path] = self._seen.get((use.spec.name, path), False) or path not in gone
        return True

    def _rows(self, table: Table, uses: Sequence[SpecUse]) -> None:
        for row in table.rows:
            values = {**row.values, FILE: table.file, TABLE: table.name, ROW: row.number}
            for use in uses:
                self._row(use, values, loose=table.header_row is None)

    def _row(self, use: SpecUse, values: Mapping[str, Cell], *, loose: bool) -> None:
        name = use.spec.name
        result = use.converter.convert(values)
        if isinstance(result, LeftOut):
            return
        self.rows[name] = self.rows.get(name, 0) + 1
        if loose:
            have = set(map(folded, values))
            use.loose_seen.update(have & use.columns)
            for path, columns in use.fields.items():
                if not columns or have & set(map(folded, columns)):
                    self._seen[name, path] = True
        for plan in self.plans[name]:
            self._listed(use, plan, values)
        if isinstance(result, RowProblem) and not result.reason.startswith(_UNLISTED):
            key = (name, result.column or "", result.reason)
            self.troubles[key] = self.troubles.get(key, 0) + 1

    def _listed(self, use: SpecUse, plan: FieldPlan, values: Mapping[str, Cell]) -> None:
        """Note the values of a field that its picklist does not list."""
        if plan.spec.first is not None or plan.rules.translation is None:
            return
        own = {folded(name): name for name in values}
        cells = [values[own[folded(name)]] for name in plan.columns if folded(name) in own]
        texts = [as_text(cell) for cell in cells if not plan.rules.is_blank(cell)]
        if plan.spec.columns is not None and plan.rules.split is None:
            texts = [(" " if plan.spec.join is None else plan.spec.join).join(texts)] if texts else []
        if plan.rules.split is not None:
            texts = [part for text in texts for part in plan.rules.split.split(text) if not plan.rules.is_blank(part)]
        for text in texts:
            if folded(text) not in plan.rules.translation.values and len(self.unlisted) < _MOST_VALUES:
                key = (use.spec.name, ".".join(plan.path), " + ".join(plan.columns), folded(text))
                self.unlisted[key] = self.unlisted.get(key, 0) + 1
                self.written.setdefault(key, unbroken(text))

    def done(self) -> Trial:
        """Return what came of it."""
        gone: set[tuple[str, str]] = set()
        for use in self.uses:
            name = use.spec.name
            if name not in self.rows and not any(key[0] == name for key in self._seen):
                self.missing.append(Missing(name, self.refused.get(name, ""), (), tuple(use.fields)))
                gone.update((name, path) for path in (*use.fields, *use.spec.constants, "text", "kind"))
                continue
            if use.loose_seen:
                lost, empty = use.missing(use.loose_seen)
                if lost:
                    self.missing.append(Missing(name, ", ".join(use.spec.from_), lost, empty))
            gone.update((name, path) for path in use.fields if not self._seen.get((name, path), False))
        unlisted = [self._unlisted(key, count) for key, count in self.unlisted.items()]
        return Trial(
            self.rows,
            tuple(replace(each, elsewhere=self._elsewhere(each)) for each in self.missing),
            tuple(sorted(unlisted, key=lambda each: (each.table, each.field, -each.count, each.value))),
            tuple(Trouble(*key, count) for key, count in sorted(self.troubles.items(), key=lambda pair: -pair[1])),
            tuple(self.unread),
            frozenset(gone),
        )

    def _elsewhere(self, missing: Missing) -> bool:
        return bool(missing.columns) and set(map(folded, missing.columns)) <= self.columns.get(missing.table, set())

    def _unlisted(self, key: tuple[str, str, str, str], count: int) -> Unlisted:
        table, path, column, _ = key
        plan = next(plan for plan in self.plans[table] if ".".join(plan.path) == path)
        text = "(not shown: a name)" if plan.rules.field.is_names else self.written[key]
        shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"
        translation = plan.rules.translation
        return Unlisted(
            table,
            path,
            column,
            translation.name if translation else "",
            translation.unlisted if translation else "",
            shown,
            count,
        )


def _place(table: Table) -> str:
    return f"{table.file} ({table.name})" if table.name else table.file
