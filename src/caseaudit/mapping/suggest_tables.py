"""How the tables of an export hang together: which holds the cases, how the others name them, what each holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from pathlib import PurePosixPath

from caseaudit.mapping.field_words import FIELDS, TABLES, key_names, table_names, wanted
from caseaudit.mapping.header_words import Words, header_words, similarity
from caseaudit.mapping.keys import normal_key
from caseaudit.mapping.samples import TableSample
from caseaudit.mapping.shapes import ColumnLook, Look, column_look
from caseaudit.mapping.suggest_fields import assigned

FILE = "(file)"
"""The column that every row has: the file it comes from."""
_DOCUMENTS = frozenset({".docx", ".docm", ".doc", ".pdf", ".rtf", ".txt", ".html", ".htm"})
_KEY_LOOKS = frozenset({Look.REFERENCE, Look.NUMBER, Look.AGE, Look.WORDS, Look.PICKLIST, Look.NAME})
_ENOUGH = 0.5
_MOST_BLANK, _SURELY = 0.2, 0.9
_TRIED = 400


@dataclass(eq=False)
class Seen:
    """A table with what was found out about it."""

    sample: TableSample
    looks: dict[str, ColumnLook]
    _keys: dict[str, frozenset[str]] = field(default_factory=dict)

    def keys(self, column: str) -> frozenset[str]:
        """Return the values of a column as keys compare."""
        if column not in self._keys:
            self._keys[column] = frozenset(key for cell in self.sample.cells(column) if (key := normal_key(cell)))
        return self._keys[column]

    @cached_property
    def own(self) -> tuple[ColumnLook, ...]:
        """The columns of the table itself, without those of the elements around it."""
        return tuple(look for name, look in self.looks.items() if not name.startswith("../"))

    @cached_property
    def labels(self) -> tuple[Words, ...]:
        """The words of its sheet or path and of its files, the most telling first."""
        name = self.sample.name
        if name:
            steps = [step.removesuffix("[]") for step in re.split(r"[/.]", name) if step not in ("", "[]")]
            said = [steps[-1], " ".join(steps[-2:])] if steps else []
        else:
            said = [re.sub(r"\.[^.]*$", "", file.rsplit("/", 1)[-1]) for file in self.sample.files[:3]]
        return tuple(map(header_words, said))

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of its first label."""
        return self.labels[0] if self.labels else frozenset()


@dataclass(frozen=True, eq=False)
class Join:
    """How a table names the cases."""

    column: str
    share: float
    """Of its different keys, how many the main table has."""


def seen_of(sample: TableSample) -> Seen:
    """Look at every column of a table."""
    return Seen(sample, {name: column_look(name, sample.cells(name)) for name in sample.columns})


def main_of(tables: Sequence[Seen]) -> tuple[Seen, str] | None:
    """Return the table that holds the cases and the column that names them; None when no table has such a column."""
    best: tuple[float, Seen, str] | None = None
    documents = [table for table in tables if table.sample.is_documents]
    if documents and not any(_is_list(table) for table in tables):
        return documents[0], FILE
    for table in tables:
        for place, look in enumerate(table.own):
            score = _main_score(table, look, tables)
            if score is not None and (best is None or score - place * 0.01 > best[0]):
                best = (score - place * 0.01, table, look.name)
    return None if best is None else best[1:]


def _is_list(table: Seen) -> bool:
    """Say whether a table comes from no document: then the documents belong to its cases."""
    return not table.sample.is_documents and all(
        PurePosixPath(file).suffix.lower() not in _DOCUMENTS for file in table.sample.files
    )


def _main_score(table: Seen, look: ColumnLook, tables: Sequence[Seen]) -> float | None:
    named = key_likeness(look.name, table.words)
    if (
        look.look not in _KEY_LOOKS
        or look.blank_share > _MOST_BLANK
        or (look.look in (Look.AGE, Look.NAME, Look.PICKLIST) and named < _SURELY)
    ):
        return None
    unique = look.distinct / look.filled
    if unique < 0.3 or (named < _ENOUGH and look.look is not Look.REFERENCE):  # noqa: PLR2004
        return None
    others = [other for other in tables if other is not table]
    referring = sum(_refers(other, table.keys(look.name)) for other in others) / len(others) if others else 0.0
    label = name_likeness(table, "case") - max(
        (name_likeness(table, into) for into in TABLES if into not in ("case", "incident", "investigation", "missing")),
        default=0.0,
    )
    case_type = any(match.field.path == "case_type" for match in assigned("case", table.own, only=("case_type",)))
    fields = len([m for m in assigned("case", table.own) if m.score > 0.75])  # noqa: PLR2004
    return 2 * named + 2 * unique + 4 * referring + 1.5 * label + 2 * case_type + 0.25 * sqrt(fields) * 2


def _refers(other: Seen, keys: frozenset[str]) -> float:
    best = 0.0
    for name, look in other.looks.items():
        if look.look in _KEY_LOOKS and (found := list(other.keys(name))[:_TRIED]):
            share = sum(key in keys for key in found) / len(found)
            if share >= 0.8:  # noqa: PLR2004
                best = max(best, share)
    return best


def key_likeness(name: str, context: Words = frozenset()) -> float:
    """Say how much a header is that of a case's reference."""
    words = header_words(name.rsplit("../", 1)[-1])
    return max(similarity(words, each, context) - 0.004 * at for at, each in enumerate(key_names()))


def name_likeness(table: Seen, into: str) -> float:
    """Say how much the name of a table is that of tables whose rows go into this."""
    best = 0.0
    for label, words in enumerate(table.labels):
        for name in table_names(into):
            best = max(best, similarity(words, name) - 0.1 * min(label, 1))
    return best


def join_of(table: Seen, keys: frozenset[str]) -> Join | None:
    """Return the column by which a table names the cases whose keys are given."""
    best: tuple[float, Join] | None = None
    for place, (name, look) in enumerate(table.looks.items()):
        found = table.keys(name)
        if look.look not in _KEY_LOOKS and look.look is not Look.YES_NO:
            continue
        if not found:
            continue
        share = len(found & keys) / len(found)
        named = key_likeness(name, table.words)
        if share >= _ENOUGH or (share >= 0.15 and named >= 0.85):  # noqa: PLR2004
            score = 2 * share + named - 0.01 * place - 0.05 * name.count("../")
            if best is None or score > best[0]:
                best = (score, Join(name, share))
    return best[1] if best else None


def parent_of(table: Seen, parents: Sequence[Seen]) -> tuple[Seen, str, str] | None:
    """Return the table inside whose objects the rows of this one belong, the column here and the column there."""
    best: tuple[float, tuple[Seen, str, str]] | None = None
    for parent in parents:
        for there in parent.own:
            if there.look not in _KEY_LOOKS or there.distinct < there.filled:
                continue
            keys = parent.keys(there.name)
            for place, (here, look) in enumerate(table.looks.items()):
                found = table.keys(here)
                if look.look not in _KEY_LOOKS or not found:
                    continue
                share = len(found & keys) / len(found)
                alike = header_words(here.rsplit("../", 1)[-1]) & (header_words(there.name) | parent.words)
                if share >= 0.8 and (alike or here.startswith("../")):  # noqa: PLR2004
                    score = share + 0.3 * len(alike) - 0.01 * place
                    if best is None or score > best[0]:
                        best = (score, (parent, here, there.name))
    return best[1] if best else None


def purpose_of(table: Seen, key: str | None) -> tuple[str, float] | None:
    """Return what the rows of a table go into, and how sure that is (from 0 to about 4); None when nothing suits."""
    looks = [look for look in table.own if look.name != key]
    if not looks:
        return None
    best: tuple[float, str] | None = None
    for into in FIELDS:
        if into == "case":
            continue
        named = name_likeness(table, into)
        context = table.words | frozenset().union(*table_names(into)[:3])
        found = assigned(into, looks, context)
        cover = sum(match.score for match in found) / len(looks)
        score = (
            2.2 * named + 2 * cover + 0.6 * sum(match.score for match in found) / len(wanted(into)) + 0.08 * len(found)
        )
        if into == "narrative[]" and any(look.look in (Look.TEXT, Look.LOG) for look in looks):
            longest = sum(look.look in (Look.TEXT, Look.LOG) for look in looks)
            score += 1.4 if longest == 1 else 1.8
        if not found and not (into == "narrative[]" and score > 1):
            continue
        if best is None or score > best[0]:
            best = (score, into)
    return None if best is None or best[0] < 1.2 else (best[1], best[0])  # noqa: PLR2004


def is_flattened(sample: TableSample, others: Sequence[TableSample]) -> bool:
    """Say whether the elements of a table already stand in the columns of the table around them."""
    if not sample.loose or ("/" not in sample.name and "." not in sample.name):
        return False
    head, _, last = _last(sample.name)
    return any(
        other.name == head and any(column == last or column.startswith(f"{last}.") for column in other.columns)
        for other in others
    )


def _last(name: str) -> tuple[str, str, str]:
    at = max(name.rfind("/"), name.rfind("."))
    return name[:at], name[at], name[at + 1 :]
