"""A suggested mapping in the making: what its tables, their parts and what is left over become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from caseaudit.mapping.shapes import ColumnLook, Look, in_words
from caseaudit.mapping.suggest_fields import Match, also
from caseaudit.mapping.suggest_lines import Picklists, line_of, may_quote
from caseaudit.mapping.suggest_parts import CHILD_WORDS, Inner, texts
from caseaudit.mapping.suggest_sound import day_first, globs, unused_guesses
from caseaudit.mapping.suggest_tables import FILE, Seen, key_likeness
from caseaudit.mapping.suggestion import Line, PartDraft, Suggestion, Sure, TableDraft, Unplaced

TEXT_OF_DOCUMENT = "(text)"
_LIKE_A_KEY = 0.6
_IDS = {"children[]": "child_id", "people[]": "person_id"}


@dataclass
class Drafts:
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
        self.picklists.day_first = day_first(look for table in self.tables for look in table.looks.values())

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
                also(into, free, own, CHILD_WORDS if into == "children[]" else {"ppn"})
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

    def _draft_of(self, name: str) -> TableDraft:
        return next(draft for draft in self.drafts if draft.name == name)

    def _inner(self, table: Seen, inner: Inner, key: tuple[str, ...], used: set[str]) -> None:
        lines = [line_of(match, table, self.picklists, used) for match in inner.matches]
        lines, open_ = unused_guesses(lines)
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
            name, globs(table, self.tables), table.sample.name or None, into, key, why, sure, tuple(lines),
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
