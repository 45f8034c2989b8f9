"""Suggests a mapping for an export that nobody has mapped yet: what each table holds, and how they hang together."""

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
from caseaudit.mapping.paths import Kind, target
from caseaudit.mapping.samples import TableSample
from caseaudit.mapping.shapes import ColumnLook, Look, in_words
from caseaudit.mapping.suggest_fields import Match, also, assigned
from caseaudit.mapping.suggest_lines import Picklists, case_type_line, line_of, may_quote
from caseaudit.mapping.suggest_parts import (
    CHILD_WORDS as _CHILD_WORDS,
)
from caseaudit.mapping.suggest_parts import (
    Inner,
    by_role,
    events,
    in_row,
    numbered,
    people_in_row,
    reserved,
    splits,
    texts,
)
from caseaudit.mapping.suggest_tables import (
    FILE,
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
from caseaudit.mapping.suggestion import Line, PartDraft, Suggestion, Sure, TableDraft, Unplaced, active_tables, as_data
from caseaudit.mapping.value_words import translated

_REFUSED = 1.7
_LIKE_A_KEY = 0.6
_IDS = {"children[]": "child_id", "people[]": "person_id"}


def suggest(samples: Sequence[TableSample], name: str) -> Suggestion:
    """Suggest a mapping with the id `name`. Raises ValueError when no table has a column that can name a case."""
    tables = [seen_of(sample) for sample in samples if sample.columns and not is_flattened(sample, samples)]
    main = main_of(tables)
    if main is None:
        raise ValueError("No table has a column with references that could name the cases")
    if main[1] == FILE:
        main = _documents(main[0])
    work = _Work([table for table in tables if table.sample.rows or table is main[0]], main[0], main[1])
    work.cases()
    if main[1] == FILE:
        tables = [table for table in tables if _from_documents(table, main[0]) and not table.sample.is_documents]
        work.tables = [main[0], *tables]
    later = [table for table in work.tables if table is not work.main and not work.other(table)]
    for table in later:
        work.nested(table)
    for table in tables:
        if table not in work.tables:
            work.unplaced.append(Unplaced(table.sample.label, "", "has columns but no rows"))
    return _sound(work.suggestion(name))


def _documents(table: Seen) -> tuple[Seen, str]:
    """Show the documents as a table whose first column is the file, which names the case."""
    sample = table.sample
    files = [file for file in sample.files for _ in range(max(1, len(sample.rows) // max(1, len(sample.files))))]
    rows = [{FILE: file, **row} for file, row in zip(files, sample.rows, strict=False)]
    columns = (FILE, *(name for name in sample.columns if name != TEXT_OF_DOCUMENT or len(sample.columns) == 1))
    return seen_of(replace(sample, rows=rows, columns=columns)), FILE


def _from_documents(table: Seen, main: Seen) -> bool:
    return set(table.sample.files) <= set(main.sample.files)


TEXT_OF_DOCUMENT = "(text)"


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
        kept = reserved(looks)
        found = assigned(
            "case", [look for look in looks if look.name not in kept], table.words | {"case", "occurrence"}
        )
        kind = next((m for m in found if m.field.path == "case_type"), None)
        lines = [self._case_id(looks, used)]
        constants: dict[str, Any] = {}
        note = ""
        type_line = case_type_line(kind, table, self.picklists, used)
        if type_line is not None:
            lines.append(type_line)
        else:
            constants["case_type"], note = self._type_by_name(table)
        about_missing = "missing" in table.words
        for match in found:
            if (
                match.field.path == "case_type"
                or match.look.name in used
                or (about_missing and match.field.path == "vulnerability_grade")
            ):
                continue
            lines.append(line_of(match, table, self.picklists, used))
        free = self._free(table, used)
        groups = numbered(free, only=("children[]", "people[]", "reviews[]", "flags[]", "referrals[]"))
        used |= {match.look.name for inner in groups for match in inner.matches}
        for match in in_row(table, self._free(table, used)):
            line = line_of(match, table, self.picklists, used)
            lines.append(replace(line, path=f"{match.into}.{line.path}"))
        lines.extend(_reported_missing(lines))
        lines = self._editions(table, "case", lines, found, used)
        lines, open_ = _unused_guesses(lines)
        used -= open_
        self._draft(table, "case", lines, constants=constants, name="cases", key=(self.key,), note=note)
        inners = [*groups, *(self._notices(used) if self.key == FILE else events(self._free(table, used)))]
        used |= {match.look.name for inner in inners for match in inner.matches}
        inners += people_in_row(self._free(table, used))
        for inner in inners:
            self._inner(table, inner, (self.key,), used)
        self._texts(table, used, (self.key,))
        self._left(table, used)

    def _case_id(self, looks: Sequence[ColumnLook], used: set[str]) -> Line:
        """Write what names a case: the key, or in documents the references under whatever label they stand."""
        if self.key != FILE:
            return Line("case_id", self.key, Sure.SURE, in_words(self.main.looks[self.key]))
        named = [look for look in looks if look.look is Look.REFERENCE and key_likeness(look.name) > 0.6]  # noqa: PLR2004
        used.update(look.name for look in named)
        choices = [*({"column": look.name} for look in named), {"column": FILE}]
        return Line(
            "case_id",
            {"first": choices},
            Sure.LIKELY,
            "the reference where the document has one, else the name of its file",
        )

    def _notices(self, used: set[str]) -> list[Inner]:
        """Return the notice itself, where each document is one: when it was submitted, and checked."""
        matches = [m for m in assigned("notices[]", self._free(self.main, used), {"ppn"}) if m.field.kind is Kind.TIME]
        return [Inner("notices[]", {"kind": "ppn"}, tuple(matches), name="notice")] if matches else []

    def _editions(
        self, table: Seen, into: str, lines: Sequence[Line], matches: Sequence[Match], used: set[str]
    ) -> list[Line]:
        """In documents, let every label that can hold a field fill it: editions of a form have their own."""
        if self.key != FILE or table is not self.main:
            return list(lines)
        free = [look for look in self._free(table, used) if look.name not in {match.look.name for match in matches}]
        found = []
        for line in lines:
            own = [match for match in matches if match.field.path == line.path]
            more = (
                also(into, free, own, _CHILD_WORDS if into == "children[]" else {"ppn"})
                if own and line.sure is not Sure.GUESS
                else []
            )
            if more and isinstance(line.value, str):
                used.update(match.look.name for match in more)
                free = [look for look in free if look.name not in used]
                choices = [{"column": line.value}, *({"column": match.look.name} for match in more)]
                line = replace(line, value={"first": choices}, why=f"{line.why}; the first of these that is filled")  # noqa: PLW2901
            found.append(line)
        return found

    def _type_by_name(self, table: Seen) -> tuple[str, str]:
        named = next(
            (value for words in table.labels if (value := translated("case", "case_type", " ".join(sorted(words))))),
            None,
        )
        if named is not None and named != "other":
            return named, "# ? by the name of the table; write `case_type: COLUMN` under fields if a column says it"
        return (
            "other",
            "# ? nothing in the export says what kind of case this is: write it here, or name its column under fields",
        )

    def other(self, table: Seen) -> bool:
        """Suggest what another table goes into; False for one that may belong inside the objects of another."""
        join = Join(FILE, 1.0) if self.key == FILE else join_of(table, self.main.keys(self.key))
        if join is None:
            return False
        purpose = purpose_of(table, join.column if join else None)
        if purpose is None:
            self.unplaced.append(Unplaced(table.sample.label, "", "what its rows are could not be told"))
            self._texts(table, {join.column}, (join.column,))
            return True
        into, score = purpose
        if target(into).around is not None:
            return False
        used = {join.column}
        groups = splits(table, into) or by_role(table, into)
        if groups:
            for goes, where in groups:
                self._rows(table, goes, join, used, where=where, score=score)
        else:
            self._rows(table, into, join, used, where=None, score=score)
        for inner in numbered(
            self._free(table, used), only=("investigation.lines_of_enquiry[]", "children[]", "people[]", "reviews[]")
        ):
            self._inner(table, inner, (join.column,), used)
        self._texts(table, used, (join.column,))
        self._left(table, used)
        return True

    def nested(self, table: Seen) -> None:
        """Suggest a table whose rows belong inside the objects of another one."""
        if self._nested(table) is None:
            self.unplaced.append(
                Unplaced(table.sample.label, "", "no column names a case of the main table, or a meeting")
            )

    def _nested(self, table: Seen) -> TableDraft | None:
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
        draft = self._draft(table, "meetings[].actions[]", lines, name="actions", key=(), parent=parent)
        self._left(table, used)
        return draft

    def _draft_of(self, name: str) -> TableDraft:
        return next(draft for draft in self.drafts if draft.name == name)

    def _rows(
        self, table: Seen, into: str, join: Join, used: set[str], *, where: Mapping[str, Any] | None, score: float
    ) -> None:
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
            self._draft(
                table,
                into,
                lines,
                constants=constants,
                name=name,
                key=(join.column,),
                where=where,
                sure=sure,
                share=join.share,
            )

    def _inner(self, table: Seen, inner: Inner, key: tuple[str, ...], used: set[str]) -> None:
        lines = [line_of(match, table, self.picklists, used) for match in inner.matches]
        lines, open_ = _unused_guesses(lines)
        used -= open_
        lines = self._editions(table, inner.into, lines, inner.matches, used)
        name = (inner.name or inner.into.replace("[]", "").rpartition(".")[2]).replace("_", "-")
        if any(line.sure is not Sure.GUESS for line in lines):
            # Spare columns of the cases' own rows give nothing by themselves; in other tables they must be left out.
            spare = table is not self.main and inner.into.endswith("[]")
            where = {"column": inner.matches[0].look.name, "blank": False} if spare else None
            self._draft(table, inner.into, lines, constants=dict(inner.constants), name=name, key=key, where=where)

    def _texts(self, table: Seen, used: set[str], key: tuple[str, ...]) -> None:
        found = texts(self._free(table, used), short=table is self.main)
        if not found:
            return
        columns = set().union(*(each for _, each in found))
        used |= columns
        parts = tuple(part for part, _ in found)
        self._draft(
            table,
            "narrative[]",
            [],
            name="narrative" if table is self.main else "texts",
            key=key,
            parts=parts,
        )

    def _draft(
        self,
        table: Seen,
        into: str,
        lines: Sequence[Line],
        *,
        name: str,
        key: tuple[str, ...],
        constants: Mapping[str, Any] | None = None,
        parts: tuple[PartDraft, ...] = (),
        parent: Mapping[str, Any] | None = None,
        where: Mapping[str, Any] | None = None,
        sure: Sure = Sure.SURE,
        share: float = 1.0,
        note: str = "",
    ) -> TableDraft:
        if self.key == FILE and table is self.main:
            where = {"column": TEXT_OF_DOCUMENT, "blank": False}
        taken = {draft.name for draft in self.drafts}
        number = next(n for n in range(1, 10_000) if (name if n == 1 else f"{name}-{n}") not in taken)
        name = name if number == 1 else f"{name}-{number}"
        own_id = next(
            (
                line.value
                for line in lines
                if line.path == _IDS.get(into) and isinstance(line.value, str) and line.sure is not Sure.GUESS
            ),
            None,
        )
        why = f"{len(table.sample.rows):,} rows" + (
            f"; {share:.0%} of their references are in the main table" if share < 1 else ""
        )
        draft = TableDraft(
            name, _globs(table, self.tables), table.sample.name or None, into, key, why, sure, tuple(lines),
            dict(constants or {}), parts, (own_id,) if own_id and parent is None else (), parent, where, note,
        )  # fmt: skip
        self.drafts.append(draft)
        self.owners[name] = table
        return draft

    def _free(self, table: Seen, used: set[str]) -> list[ColumnLook]:
        return [look for look in table.own if look.name not in used]

    def _left(self, table: Seen, used: set[str]) -> None:
        for look in self._free(table, used):
            alike = (
                " (looks like a reference of the case)"
                if look.look is Look.REFERENCE and key_likeness(look.name) > _LIKE_A_KEY
                else ""
            )
            self.unplaced.append(
                Unplaced(table.sample.label, look.name, in_words(look, values=may_quote(look)) + alike)
            )

    def suggestion(self, name: str) -> Suggestion:
        """Return what was made."""
        notes = []
        if any(look.dates.both for table in self.tables for look in table.own):
            notes.append(
                "Some columns hold dates of which some can only be day first and others only month first: look at them."
            )
        return Suggestion(
            name,
            tuple(self.drafts),
            self.picklists.drafts(),
            tuple(self.unplaced),
            self.picklists.day_first,
            tuple(notes),
        )


def _where(table: Seen, look: ColumnLook, where: Mapping[str, Any]) -> ColumnLook:
    """Look at a column of few values in the rows that a condition chooses."""
    wanted = {folded(each) for each in where["is"]}
    listed = {folded(text): text for text in look.values}
    found: dict[str, int] = {}
    for row in table.sample.rows:
        if folded(as_text(row.get(where["column"]))) in wanted and (
            text := listed.get(folded(as_text(row.get(look.name)).strip()))
        ):
            found[text] = found.get(text, 0) + 1
    return replace(look, values=found, filled=max(1, sum(found.values())))


def _reported_missing(lines: Sequence[Line]) -> list[Line]:
    """Where a case's row holds the missing episode, its report is also when the child was reported missing."""
    paths = {line.path for line in lines}
    if not any(path.startswith("missing.") for path in paths) or "missing.reported_at" in paths:
        return []
    return [
        replace(line, path="missing.reported_at")
        for line in lines
        if line.path == "reported_at" and "missing" in str(line.value).casefold()
    ]


def _unused_guesses(lines: Sequence[Line]) -> tuple[list[Line], set[str]]:
    """Keep guesses as lines (they are written as comments); their columns stay free for what else they may be."""
    open_ = {str(line.value) for line in lines if line.sure is Sure.GUESS and isinstance(line.value, str)}
    return list(lines), open_


def _day_first(looks: Iterable[ColumnLook]) -> bool | None:
    said = [look.dates.day_first for look in looks if look.look is Look.DATE and look.dates.day_first is not None]
    return None if not said else any(said)


def _globs(table: Seen, tables: Sequence[Seen]) -> tuple[str, ...]:
    """Name the files of a table; figures such as the day of the export become `*`, where that takes no other in."""
    files = table.sample.files
    if table.sample.is_documents or FILE in table.sample.columns:
        return tuple(dict.fromkeys(f"*{PurePosixPath(file).suffix.lower()}" for file in files))
    others = {
        file
        for other in tables
        if other is not table and other.sample.name == table.sample.name
        for file in other.sample.files
    }
    found: dict[str, None] = {}
    for file in files:
        glob = re.sub(r"\d[\d\-_ ]{2,}\d", "*", file.replace("[", "[[]"))
        pattern = re.compile(re.escape(glob).replace(r"\*", ".*"))
        found[
            file.replace("[", "[[]") if any(pattern.fullmatch(each) for each in others) or "[[]" in glob else glob
        ] = None
    return tuple(found)


def _sound(suggestion: Suggestion) -> Suggestion:
    """Turn into comments whatever the linter of mappings would refuse, so that the mapping loads at once."""
    for _ in range(20):
        mapping = ExportMapping.model_validate(as_data(suggestion))
        bad = {
            misfit.path[1:4]
            for misfit in lint(mapping)
            if misfit.path[:1] == ("tables",) and misfit.path[2:3] == ("fields",)
        }
        kept = active_tables(suggestion)
        broken = {(kept[int(number)].name, str(path)) for number, _, path in (each for each in bad if len(each) == 3)}  # noqa: PLR2004
        if not broken:
            return suggestion
        tables = tuple(
            replace(
                draft,
                fields=tuple(
                    replace(line, sure=Sure.GUESS) if (draft.name, line.path) in broken else line
                    for line in draft.fields
                ),
            )
            for draft in suggestion.tables
        )
        suggestion = replace(suggestion, tables=tables)
    return suggestion
