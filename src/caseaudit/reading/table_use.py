"""Which tables of an export a mapping's tables take, which columns they use, which they lack, and which nobody uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from caseaudit.errors import Place, UsageError
from caseaudit.mapping.cells import folded
from caseaudit.mapping.conditions import glob
from caseaudit.mapping.model import ExportMapping, TableSpec
from caseaudit.mapping.paths import target
from caseaudit.mapping.rows import Converter, Needs, needs
from caseaudit.reading.byte_sources import STDIN
from caseaudit.reading.case_rows import TableShape
from caseaudit.reading.tables.rows import FILE, ROW, TABLE, TEXT, Table
from caseaudit.reading.where_columns import NoChoice, missing_choice, nearest

BUILT_IN = frozenset({FILE, TABLE, ROW, TEXT})
_MAX_SIGNATURES = 4_096
_MAX_COLUMNS = 20_000
_MAX_SHOWN = 12
_ALIKE = 0.8
"""Rows of elements and documents differ in their columns: only a name this much like another is taken for a slip."""


class HeaderRows(Mapping[str, int]):
    """The rows that a mapping says headers stand on, by the name of the table; its sheets may be patterns."""

    def __init__(self, specs: Sequence[TableSpec]) -> None:
        self._specs = [spec for spec in specs if spec.header_row is not None]

    def __getitem__(self, table: str) -> int:
        """Give the row for a table. Raises KeyError where the mapping names none."""
        for spec in self._specs:
            if sheet_fits(spec, table) and spec.header_row is not None:
                return spec.header_row
        raise KeyError(table)

    def __iter__(self) -> Iterator[str]:
        """Give the patterns."""
        return iter([name for spec in self._specs for name in spec.sheet or ("",)])

    def __len__(self) -> int:
        """Count the patterns."""
        return sum(len(spec.sheet or ("",)) for spec in self._specs)


def file_fits(spec: TableSpec, name: str) -> bool:
    """Say whether a table of the mapping is in files of this name (relative, with `/`); standard input may be any."""
    if name == STDIN:
        return True
    whole = folded(name)
    names = {whole, whole.removesuffix(".gz")}
    names |= {each.rsplit("/", 1)[-1] for each in names}
    return any(_fits(pattern, each) for pattern in spec.from_ for each in names)


def sheet_fits(spec: TableSpec, name: str) -> bool:
    """Say whether a table of the mapping is in sheets (elements, headings) of this name."""
    return spec.sheet is None or any(_fits(pattern, folded(name)) for pattern in spec.sheet)


def _fits(pattern: str, name: str) -> bool:
    # The brackets of `cases[].children[]` are meant as they stand.
    return folded(pattern) == name or glob(pattern.replace("[]", "[[]]")).fullmatch(name) is not None


@dataclass(slots=True)
class SpecUse:
    """One table of the mapping over a run: its converter, what it needs, what the export gave it."""

    number: int
    spec: TableSpec
    converter: Converter
    needs: Needs
    fields: Mapping[str, tuple[str, ...]]
    """Field -> columns, the parts of a narrative put together."""
    required: tuple[str, ...]
    """Without these columns no row can be placed or chosen."""
    columns: frozenset[str]
    """All that it names, folded."""
    taken: bool = False
    """Whether the export has it."""
    broken: bool = False
    """Whether some of it could not be read: then no case is said to have nothing in it."""
    seen: set[str] = field(default_factory=set)
    """Fields of which some loose row had a column."""
    loose_in: str | None = None
    """The first table with loose rows."""
    loose_seen: set[str] = field(default_factory=set)
    """Columns that it names and some loose row had, folded."""
    loose_names: dict[str, None] = field(default_factory=dict)
    """All columns that its loose rows had, while none of its conditions could be looked at."""
    no_choice: NoChoice | None = None
    """The first table of the export that lacks only the column of a condition."""
    _absent: set[tuple[str, ...]] = field(default_factory=set)

    def see(self, absent: tuple[str, ...]) -> None:
        """Note which fields a loose row has columns for."""
        if absent not in self._absent and len(self._absent) < _MAX_SIGNATURES:
            self._absent.add(absent)
            self.seen.update(name for name in self.fields if name not in absent)

    def fault(self, faults: Mapping[str, str], *, chosen: bool) -> tuple[str, str] | None:
        """Give the first column that it needs and that is at fault in a row, and why; None where there is none.

        Of a row that its `where` has not `chosen` it needs only the columns that this was told by.
        """
        needed = self.columns if chosen else frozenset(map(folded, self.needs.conditions))
        return next(((name, why) for name, why in faults.items() if folded(name) in needed), None)

    @property
    def can_choose(self) -> bool:
        """Whether loose rows had any column that its `where` looks at."""
        wanted = self.needs.conditions
        return not wanted or any(name in BUILT_IN or folded(name) in self.loose_seen for name in wanted)

    def unchosen(self, table: Table) -> None:
        """Note a table of fixed columns that would be this one but for the column of a condition."""
        place = Place(table.file, table.name or None, table.header_row)
        found = missing_choice(place, self.required, self.needs.conditions, table.columns, BUILT_IN)
        self.no_choice = self.no_choice or found

    def stop(self) -> UsageError | None:
        """Once everything has been read: say why the run must stop, where rows could not be chosen at all."""
        if self.taken or self.broken:
            return None
        if self.no_choice is not None:
            return self.no_choice.error(self.spec.name)
        if self.loose_in is None or self.can_choose:
            return None
        for name in self.needs.conditions:
            if nearest(name, self.loose_names, _ALIKE):
                sheet = self.spec.sheet[0] if self.spec.sheet else None
                return NoChoice(Place(self.loose_in, sheet), name, tuple(self.loose_names)).error(self.spec.name)
        return None

    def shape(self) -> TableShape:
        """Give what assembling needs of it."""
        spec = self.spec
        parent = spec.parent
        return TableShape(
            spec.name,
            spec.into,
            target(spec.into).steps,
            self.fields,
            spec.key or (),
            parent.table if parent else None,
            parent.key if parent else (),
            frozenset(self.seen),
        )

    def lacking(self, columns: Iterable[str]) -> str | None:
        """Say which column keeps a table of fixed columns from being this one; None when it is."""
        have = {folded(name) for name in columns} | BUILT_IN
        for name in self.required:
            if folded(name) not in have:
                listed = [each for each in columns if not each.startswith("../")]
                near = nearest(name, listed, 0.6)
                hint = f" Did you mean {near!r}?" if near else ""
                more = f" and {len(listed) - _MAX_SHOWN} more" if len(listed) > _MAX_SHOWN else ""
                what = "names the case" if name in (self.spec.key or ()) else "it needs"
                shown = f"{', '.join(listed[:_MAX_SHOWN])}{more}"
                return f"There is no column {name!r}, which {what} (table {self.spec.name!r}).{hint} Columns: {shown}"
        texts = self.fields.get("text") if self.spec.into == "narrative[]" else None
        if texts and have.isdisjoint(map(folded, texts)):
            return f"There is no column {' or '.join(map(repr, texts))}, the text of the table {self.spec.name!r}"
        return None

    def missing(self, columns: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Name the columns of fields that are not there, and the fields that have none left."""
        have = {folded(name) for name in columns} | BUILT_IN
        lost = {name: None for named in self.fields.values() for name in named if folded(name) not in have}
        gone = [path for path, named in self.fields.items() if named and not have & set(map(folded, named))]
        others = [name for name in self.needs.keys if folded(name) not in have]
        return tuple(dict.fromkeys([*lost, *others])), tuple(gone)


def spec_use(mapping: ExportMapping, number: int) -> SpecUse:
    """Make a table of the mapping ready for a run."""
    spec = mapping.tables[number]
    wanted = needs(mapping, spec)
    fields: dict[str, tuple[str, ...]] = {}
    for name, columns in wanted.fields.items():
        path = name.rpartition(": ")[2]
        fields[path] = tuple(dict.fromkeys((*fields.get(path, ()), *columns)))
    required = (*(spec.key or ()), *(spec.parent.key if spec.parent else ()), *wanted.conditions)
    named = (*wanted.keys, *wanted.conditions, *(each for columns in wanted.fields.values() for each in columns))
    return SpecUse(number, spec, Converter(mapping, spec), wanted, fields, required, frozenset(map(folded, named)))


def that_fit(table: Table, takers: Sequence[SpecUse]) -> tuple[list[SpecUse], list[str]]:
    """Tell the tables of the mapping that can take this one from those that lack a column of it."""
    if table.header_row is None:
        return list(takers), []
    fit, why = [], []
    for use in takers:
        reason = use.lacking(table.columns)
        if reason is None:
            fit.append(use)
        else:
            use.unchosen(table)
            why.append(reason)
    return fit, why


@dataclass(slots=True)
class Columns:
    """The columns of the export that no table of the mapping uses, by file and sheet."""

    _found: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _reached: set[str] = field(default_factory=set)
    """Elements whose values stand as columns in a table that is taken."""
    _signatures: set[tuple[str, tuple[int, ...], tuple[str, ...]]] = field(default_factory=set)
    _count: int = 0

    def table(self, table: Table, uses: Sequence[SpecUse]) -> None:
        """Note the columns of a table."""
        self._taken.add(table.name)
        self.row((table.file, table.name), tuple(table.columns), uses)

    def unused(self) -> dict[tuple[str, str], list[str]]:
        """Name them; columns of a group of elements that is taken as a table of its own are used there."""
        kept = {
            place: [name for name in names if not self._has_own_table(place[1], name)]
            for place, names in self._found.items()
        }
        return {place: names for place, names in kept.items() if names}

    def reaches(self, table: str) -> bool:
        """Say whether a group of elements is told of already: its values are columns of a table that is taken."""
        return table in self._reached

    def _has_own_table(self, table: str, column: str) -> bool:
        groups = column.split(".")[:-1]
        return any(
            f"{table}{mark}{mark.join(groups[:depth])}" in self._taken
            for depth in range(1, len(groups) + 1)
            for mark in "/."
        )

    def row(self, where: tuple[str, str], names: tuple[str, ...], uses: Sequence[SpecUse]) -> None:
        """Note the columns of a loose row; those of many rows are looked at once."""
        signature = (where[1], tuple(use.number for use in uses), names)
        if signature in self._signatures:
            return
        if len(self._signatures) < _MAX_SIGNATURES:
            self._signatures.add(signature)
        for name in names:
            key = folded(name)
            takers = [use for use in uses if key in use.columns]
            for use in takers:
                use.loose_seen.add(key)
            for use in uses:
                if not use.can_choose and len(use.loose_names) < _MAX_COLUMNS:
                    use.loose_names[name] = None
            if takers or not name.startswith("../"):
                self._reached.update(_groups_of(where[1], name))
            if name in BUILT_IN or name.startswith("../") or self._count >= _MAX_COLUMNS:
                continue
            if not takers and name not in (found := self._found.setdefault(where, {})):
                found[name] = None
                self._count += 1


def _groups_of(table: str, column: str) -> Iterator[str]:
    """Name the elements that a column of an element's table comes from: `Unit.@Code` of `Case` is of `Case/Unit`."""
    while column.startswith("../"):
        table, column = table.rpartition("/")[0], column.removeprefix("../")
        if not column.startswith("../"):
            yield table
    for group in column.split("."):
        table = f"{table}/{group}"
        yield table
