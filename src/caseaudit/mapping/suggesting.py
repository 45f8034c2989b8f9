"""Suggests a mapping for an export that nobody has mapped yet: which table holds what, by which column they hang together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from caseaudit.mapping.cells import as_text, folded
from caseaudit.mapping.field_words import table_names
from caseaudit.mapping.lint import lint
from caseaudit.mapping.model import ExportMapping
from caseaudit.mapping.paths import target
from caseaudit.mapping.samples import TableSample
from caseaudit.mapping.shapes import ColumnLook, Look, in_words
from caseaudit.mapping.suggest_fields import Match, assigned
from caseaudit.mapping.suggest_lines import Picklists, case_type_line, line_of, may_quote
from caseaudit.mapping.suggest_parts import Inner, by_role, events, in_row, numbered, people_in_row, splits, texts
from caseaudit.mapping.suggest_tables import (
    Join,
    Seen,
    is_flattened,
    join_of,
    key_likeness,
    main_of,
    parent_of,
    purpose_of,
    seen_of,
)
from caseaudit.mapping.suggestion import Line, PartDraft, Suggestion, Sure, TableDraft, Unplaced
from caseaudit.mapping.value_words import translated

_REFUSED = 1.7
_IDS = {"children[]": "child_id", "people[]": "person_id"}


def suggest(samples: Sequence[TableSample], name: str) -> Suggestion:
    """Suggest a mapping with the id `name`. Raises ValueError when no table has a column that can name a case."""
    tables = [seen_of(sample) for sample in samples if sample.columns and not is_flattened(sample, samples)]
    main = main_of(tables)
    if main is None:
        raise ValueError("No table has a column with references that could name the cases")
    work = _Work([table for table in tables if table.sample.rows or table is main[0]], main[0], main[1])
    work.cases()
    for table in work.tables:
        if table is not work.main:
            work.other(table)
    for table in tables:
        if table not in work.tables:
            work.unplaced.append(Unplaced(table.sample.label, "", "has columns but no rows"))
    return _sound(work.suggestion(name))


@dataclass
class _Work:
    """A mapping in the making."""

    tables: Sequence[Seen]
    main: Seen
    key: str
    drafts: list[TableDraft] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    owners: dict[str, Seen] = field(default_factory=dict)
    """Table of the mapping -> the table of the export."""
    picklists: Picklists = field(default_factory=lambda: Picklists(None))

    def __post_init__(self) -> None:
        self.picklists.day_first = _day_first(look for table in self.tables for look in table.looks.values())

    def cases(self) -> None:
        """Suggest the main table, and what stands in its rows besides."""
        table, used = self.main, {self.key}
        looks = [look for look in table.own if look.name not in used]
        found = assigned("case", looks, table.words | {"case", "occurrence"})
        kind = next((m for m in found if m.field.path == "case_type"), None)
        lines = [Line("case_id", self.key, Sure.SURE, in_words(table.looks[self.key]))]
        constants: dict[str, Any] = {}
        note = ""
        type_line = case_type_line(kind, table, self.picklists, used)
        if type_line is not None:
            lines.append(type_line)
        else:
            constants["case_type"], note = self._type_by_name(table)
        loose = table.words & {"missing"} and {"vulnerability_grade", "reported_at"} or set()
        for match in found:
            if match.field.path == "case_type" or match.look.name in used or match.field.path in loose & {"vulnerability_grade"}:
                continue
            lines.append(line_of(match, table, self.picklists, used))
        free = self._free(table, used)
        groups = numbered(free, only=("children[]", "people[]", "reviews[]", "flags[]", "referrals[]"))
        used |= {match.look.name for inner in groups for match in inner.matches}
        for match in in_row(table, self._free(table, used)):
            if match.field.path.startswith("actions"):
                continue
            line = line_of(match, table, self.picklists, used)
            lines.append(replace(line, path=f"{match.into}.{line.path}"))
        lines, open_ = _unused_guesses(lines)
        used -= open_
        self._draft(table, "case", lines, constants=constants, name="cases", key=(self.key,), note=note, used=set())
        inners = [*groups, *events(self._free(table, used))]
        used |= {match.look.name for inner in inners for match in inner.matches}
        inners += people_in_row(self._free(table, used))
        for inner in inners:
            self._inner(table, inner, (self.key,), used)
        self._texts(table, used, (self.key,))
        self._left(table, used)

    def _type_by_name(self, table: Seen) -> tuple[str, str]:
        named = next((value for words in table.labels if (value := translated("case", "case_type", " ".join(sorted(words))))), None)
        if named is not None and named != "other":
            return named, "# ? by the name of the table; write `case_type: COLUMN` under fields if a column says it"
        return "other", "# ? nothing in the export says what kind of case this is: write the right one, or name the column under fields"

    def other(self, table: Seen) -> None:
        """Suggest what another table goes into."""
        join = join_of(table, self.main.keys(self.key))
        if join is None and (nested := self._nested(table)) is not None:
            return
        purpose = purpose_of(table, join.column if join else None)
        if join is None or purpose is None or purpose[1] < 1.2:  # noqa: PLR2004
            why = "no column names a case of the main table" if join is None else "what its rows are could not be told"
            self.unplaced.append(Unplaced(table.sample.label, "", why))
            if join is not None:
                self._left(table, {join.column})
            return
        into, score = purpose
        if target(into).around is not None:
            if self._nested(table) is None:
                self.unplaced.append(Unplaced(table.sample.label, "", f"looks like {into}, but no column says inside which"))
            return
        used = {join.column}
        groups = splits(table, into) or by_role(table, into)
        if groups:
            for goes, where in groups:
                self._rows(table, goes, join, used, where=where, score=score)
        else:
            self._rows(table, into, join, used, where=None, score=score)
        for inner in numbered(self._free(table, used), only=("investigation.lines_of_enquiry[]", "children[]", "people[]", "reviews[]")):
            self._inner(table, inner, (join.column,), used)
        self._texts(table, used, (join.column,))
        self._left(table, used)

    def _nested(self, table: Seen) -> TableDraft | None:
        """Suggest a table whose rows belong inside the objects of another one."""
        parents = {name: owner for name, owner in self.owners.items() if self._draft_of(name).into == "meetings[]"}
        parents = {name: owner for name, owner in parents.items() if owner is not self.main}
        found = parent_of(table, list(parents.values()))
        if found is None:
            return None
        matches = assigned("meetings[].actions[]", [look for look in table.own if look.name != found[1]], table.words)
        if len(matches) < 2:  # noqa: PLR2004
            return None
        name = next(each for each, owner in parents.items() if owner is found[0])
        used = {found[1]}
        lines = [line_of(match, table, self.picklists, used) for match in matches]
        parent = {"table": name, "key": [found[1]], "of": [found[2]]}
        draft = self._draft(table, "meetings[].actions[]", lines, name="actions", key=(), parent=parent, used=used)
        self._left(table, used)
        return draft

    def _draft_of(self, name: str) -> TableDraft:
        return next(draft for draft in self.drafts if draft.name == name)

    def _rows(self, table: Seen, into: str, join: Join, used: set[str], *, where: Mapping[str, Any] | None, score: float) -> None:
        """Suggest one table of the mapping over the rows of a table (or those that `where` chooses)."""
        looks = [look for look in table.own if look.name != join.column]
        if where is not None:
            looks = [_where(table, look, where) if look.values else look for look in looks]
        context = table.words | frozenset().union(*table_names(into)[:3])
        found = assigned(into, looks, context)
        if into == "narrative[]":
            long = [look for look in looks if look.look in (Look.TEXT, Look.LOG)]
            if len(long) > 1 or any(look.look is Look.LOG for look in long):
                return
        if where is not None and where["column"] not in used and not any(m.look.name == where["column"] for m in found):
            used.add(str(where["column"]))
        lines = [line_of(match, table, self.picklists, used) for match in found]
        lines, open_ = _unused_guesses(lines)
        used -= open_
        constants: dict[str, Any] = {}
        if into == "notices[]" and not any(line.path == "kind" for line in lines):
            constants["kind"] = "ppn"
        name = into.replace("[]", "").rpartition(".")[2].replace("_", "-")
        sure = Sure.SURE if score >= 3 else Sure.LIKELY if score >= _REFUSED or where is not None else Sure.GUESS  # noqa: PLR2004
        if into == "narrative[]" and not any(line.path == "text" and line.sure is not Sure.GUESS for line in lines):
            return
        if lines or constants:
            self._draft(table, into, lines, constants=constants, name=name, key=(join.column,), where=where, used=used, sure=sure, share=join.share)

    def _inner(self, table: Seen, inner: Inner, key: tuple[str, ...], used: set[str]) -> None:
        lines = [line_of(match, table, self.picklists, used) for match in inner.matches]
        lines, open_ = _unused_guesses(lines)
        used -= open_
        name = (inner.name or inner.into.replace("[]", "").rpartition(".")[2]).replace("_", "-")
        if any(line.sure is not Sure.GUESS for line in lines):
            self._draft(table, inner.into, lines, constants=dict(inner.constants), name=name, key=key, used=used)

    def _texts(self, table: Seen, used: set[str], key: tuple[str, ...]) -> None:
        found = texts(table, self._free(table, used), short=table is self.main)
        if not found:
            return
        columns = set().union(*(each for _, each in found))
        used |= columns
        parts = tuple(part for part, _ in found)
        self._draft(table, "narrative[]", [], name="narrative" if table is self.main else "texts", key=key, parts=parts, used=used)

    def _draft(
        self,
        table: Seen,
        into: str,
        lines: Sequence[Line],
        *,
        name: str,
        key: tuple[str, ...],
        used: set[str],
        constants: Mapping[str, Any] | None = None,
        parts: tuple[PartDraft, ...] = (),
        parent: Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sure: Sure = Sure.SURE,
        share: float = 1.0,
        note: str = "",
    ) -> TableDraft:
        taken = {draft.name for draft in self.drafts}
        number = next(n for n in range(1, 10_000) if (name if n == 1 else f"{name}-{n}") not in taken)
        name = name if number == 1 else f"{name}-{number}"
        own_id = next((line.value for line in lines if line.path == _IDS.get(into) and isinstance(line.value, str) and line.sure is not Sure.GUESS), None)
        why = f"{len(table.sample.rows):,} rows" + (f"; {share:.0%} of their references are in the main table" if share < 1 else "")
        draft = TableDraft(
            name, _globs(table, self.tables), table.sample.name or None, into, key, why, sure, tuple(lines), dict(constants or {}), parts,
            (own_id,) if own_id and parent is None else (), parent, where, note,
        )  # fmt: skip
        self.drafts.append(draft)
        self.owners[name] = table
        return draft

    def _free(self, table: Seen, used: set[str]) -> list[ColumnLook]:
        return [look for look in table.own if look.name not in used]

    def _left(self, table: Seen, used: set[str]) -> None:
        for look in self._free(table, used):
            alike = " (looks like a reference of the case)" if look.look is Look.REFERENCE and key_likeness(look.name) > 0.6 else ""  # noqa: PLR2004
            self.unplaced.append(Unplaced(table.sample.label, look.name, in_words(look, values=may_quote(look)) + alike))

    def suggestion(self, name: str) -> Suggestion:
        """Return what was made."""
        notes = []
        if any(look.dates.both for table in self.tables for look in table.own):
            notes.append("Some columns hold dates of which some can only be day first and others only month first: look at them.")
        return Suggestion(name, tuple(self.drafts), self.picklists.drafts(), tuple(self.unplaced), self.picklists.day_first, tuple(notes))


def _where(table: Seen, look: ColumnLook, where: Mapping[str, Any]) -> ColumnLook:
    """Look at a column of few values in the rows that a condition chooses."""
    wanted = {folded(each) for each in where["is"]}
    listed = {folded(text): text for text in look.values}
    found: dict[str, int] = {}
    for row in table.sample.rows:
        if folded(as_text(row.get(where["column"]))) in wanted and (text := listed.get(folded(as_text(row.get(look.name)).strip()))):
            found[text] = found.get(text, 0) + 1
    return replace(look, values=found, filled=max(1, sum(found.values())))


def _unused_guesses(lines: Sequence[Line]) -> tuple[list[Line], set[str]]:
    """Keep guesses as lines (they are written as comments); their columns stay free for what else they may be."""
    open_ = {str(line.value) for line in lines if line.sure is Sure.GUESS and isinstance(line.value, str)}
    return list(lines), open_


def _day_first(looks: Iterable[ColumnLook]) -> bool | None:
    said = [look.dates.day_first for look in looks if look.look is Look.DATE and look.dates.day_first is not None]
    return None if not said else any(said)


def _globs(table: Seen, tables: Sequence[Seen]) -> tuple[str, ...]:
    """Name the files of a table; figures such as the day of the export become `*`, where that takes no other table in."""
    files = table.sample.files
    if table.sample.loose and not table.sample.name and len(files) > 2:  # noqa: PLR2004
        return (f"*{PurePosixPath(files[0]).suffix}",)
    others = {file for other in tables if other is not table and other.sample.name == table.sample.name for file in other.sample.files}
    found: dict[str, None] = {}
    for file in files:
        glob = re.sub(r"\d[\d\-_ ]{2,}\d", "*", file.replace("[", "[[]"))
        pattern = re.compile(re.escape(glob).replace(r"\*", ".*"))
        found[file.replace("[", "[[]") if any(pattern.fullmatch(each) for each in others) or "[[]" in glob else glob] = None
    return tuple(found)


def _sound(suggestion: Suggestion) -> Suggestion:
    """Turn into comments whatever the linter of mappings would refuse, so that the mapping loads at once."""
    for _ in range(20):
        mapping = ExportMapping.model_validate(as_data(suggestion))
        bad = {misfit.path[1:4] for misfit in lint(mapping) if misfit.path[:1] == ("tables",) and misfit.path[2:3] == ("fields",)}
        kept = active_tables(suggestion)
        broken = {(kept[int(number)].name, str(path)) for number, _, path in (each for each in bad if len(each) == 3)}  # noqa: PLR2004
        if not broken:
            return suggestion
        tables = tuple(
            replace(
                draft,
                fields=tuple(replace(line, sure=Sure.GUESS) if (draft.name, line.path) in broken else line for line in draft.fields),
            )
            for draft in suggestion.tables
        )
        suggestion = replace(suggestion, tables=tables)
    return suggestion


def active_tables(suggestion: Suggestion) -> list[TableDraft]:
    """Return the tables that are more than a comment."""
    active = [draft for draft in suggestion.tables if draft.sure is not Sure.GUESS and _fills(draft)]
    names = {draft.name for draft in active}
    return [draft for draft in active if draft.parent is None or draft.parent["table"] in names]


def _fills(draft: TableDraft) -> bool:
    return bool(draft.constants or draft.parts or any(line.sure is not Sure.GUESS for line in draft.fields))


def as_data(suggestion: Suggestion) -> dict[str, Any]:
    """Return the mapping as YAML will hold it, without its comments."""
    used = {
        line.value["picklist"]
        for draft in active_tables(suggestion)
        for line in draft.fields
        if line.sure is not Sure.GUESS and isinstance(line.value, dict) and "picklist" in line.value
    }
    return {
        "mapping": suggestion.id,
        "dates": {"day_first": suggestion.day_first is not False},
        "picklists": {each.name: {"values": dict(each.known), "unlisted": each.unlisted} for each in suggestion.picklists if each.name in used},
        "tables": [table_data(draft) for draft in active_tables(suggestion)],
    }


def table_data(draft: TableDraft) -> dict[str, Any]:
    """Return one table as YAML will hold it."""
    data: dict[str, Any] = {"name": draft.name, "from": list(draft.files) if len(draft.files) > 1 else draft.files[0]}
    if draft.sheet is not None:
        data["sheet"] = draft.sheet
    data["into"] = draft.into
    optional = {
        "key": list(draft.key), "id": list(draft.id), "parent": draft.parent, "where": draft.where, "constants": dict(draft.constants),
        "fields": {line.path: line.value for line in draft.fields if line.sure is not Sure.GUESS},
        "narrative": [dict(part.value) for part in draft.parts],
    }  # fmt: skip
    return {**data, **{name: value for name, value in optional.items() if value}}
