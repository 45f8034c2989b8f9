"""Suggests a mapping for an export that nobody has mapped yet: what each table holds, and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from caseaudit.mapping.field_words import table_names
from caseaudit.mapping.paths import Kind, target
from caseaudit.mapping.samples import TableSample
from caseaudit.mapping.shapes import ColumnLook, Look, in_words
from caseaudit.mapping.suggest_drafts import TEXT_OF_DOCUMENT, Drafts
from caseaudit.mapping.suggest_fields import assigned
from caseaudit.mapping.suggest_lines import case_type_line, line_of
from caseaudit.mapping.suggest_parts import Inner, events, in_row, numbered, people_in_row, reserved
from caseaudit.mapping.suggest_rows import by_role, splits
from caseaudit.mapping.suggest_sound import chosen, reported_missing, sound, unused_guesses
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
from caseaudit.mapping.suggestion import Line, Suggestion, Sure, TableDraft, Unplaced
from caseaudit.mapping.value_words import translated

_REFUSED = 1.7


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
    return sound(work.suggestion(name))


def _documents(table: Seen) -> tuple[Seen, str]:
    """Show the documents as a table whose first column is the file, which names the case."""
    sample = table.sample
    files = [file for file in sample.files for _ in range(max(1, len(sample.rows) // max(1, len(sample.files))))]
    rows = [{FILE: file, **row} for file, row in zip(files, sample.rows, strict=False)]
    columns = (FILE, *(name for name in sample.columns if name != TEXT_OF_DOCUMENT or len(sample.columns) == 1))
    return seen_of(replace(sample, rows=rows, columns=columns)), FILE


def _from_documents(table: Seen, main: Seen) -> bool:
    return set(table.sample.files) <= set(main.sample.files)


class _Work(Drafts):
    """Decides what the tables of the export hold."""

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
        lines.extend(reported_missing(lines))
        lines = self._editions(table, "case", lines, found, used)
        lines, open_ = unused_guesses(lines)
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

    def _rows(
        self, table: Seen, into: str, join: Join, used: set[str], *, where: Mapping[str, Any] | None, score: float
    ) -> None:
        """Suggest one table of the mapping over the rows of a table (or those that `where` chooses)."""
        looks = [look for look in table.own if look.name != join.column]
        if where is not None:
            looks = [chosen(table, look, where) if look.values else look for look in looks]
        context = table.words | frozenset().union(*table_names(into)[:3])
        found = assigned(into, looks, context)
        if into == "narrative[]":
            long = [look for look in looks if look.look in (Look.TEXT, Look.LOG)]
            if len(long) > 1 or any(look.look is Look.LOG for look in long):
                return
        if where is not None and where["column"] not in used and not any(m.look.name == where["column"] for m in found):
            used.add(str(where["column"]))
        lines = [line_of(match, table, self.picklists, used) for match in found]
        lines, open_ = unused_guesses(lines)
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
