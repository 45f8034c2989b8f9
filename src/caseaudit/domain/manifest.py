"""What a run used and read: rubrics, own lexicons, the mapping, the inputs, and the records that were set aside.

Field order here is key order in the JSON, as in `audit`, where these are named too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class RubricUsed:
    """Which judgement was applied; the digest covers the edition and everything it includes."""

    id: str
    edition: str
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """One entry that a force's own lexicon adds, changes or silences."""

    entry: str
    what: Literal["added", "changed", "silenced"]
    reason: str | None = None
    """In the force's words; an entry that was added may have none."""


@dataclass(frozen=True, slots=True)
class LexiconUsed:
    """A lexicon of a force's own that was read beside the shipped ones."""

    id: str
    file: str
    """Its name without a folder."""
    sha256: str
    title: str = ""
    changes: tuple[EntryChanged, ...] = ()


@dataclass(frozen=True, slots=True)
class MappingUsed:
    """The mapping by which an export was read."""

    id: str
    file: str
    """Its name without a folder."""
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class InputUsed:
    """One input and what became of its records: `read == audited + rejected`, of a mapped export plus `others`."""

    path: str
    sha256: str
    read: int
    audited: int
    rejected: int
    orphans: int | None = None
    """Of a mapped export, which is counted in rows (None for case files): among `rejected`, rows without a case."""
    repeated: int | None = None
    """Rows that give nothing but what another row of the case gives; beside `audited` and `rejected`, as are:"""
    left_out: int | None = None
    """Rows that the mapping's conditions leave out."""
    blank: int | None = None
    """Rows without anything in them."""

    @property
    def noun(self) -> str:
        """What is counted."""
        return "record" if self.blank is None else "row"

    @property
    def others(self) -> int:
        """What was read and is neither audited nor set aside."""
        return (self.repeated or 0) + (self.left_out or 0) + (self.blank or 0)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One record that could not be audited: where it stood and why. The whole record goes to the rejects file only."""

    file: str
    line: int | None
    case_id: str | None
    path: str | None
    """JSON path of the value that is wrong, if one is."""
    value: str | None
    """That value, shortened."""
    reason: str
    sheet: str | None = None
    """Of a mapped export: the sheet or table in the file, where it has several."""
    row: int | None = None
    """The row in it."""
    column: str | None = None
    """The column or columns of the value."""


@dataclass(frozen=True, slots=True)
class ExpiredException:
    """An exception whose day has passed: it accepts nothing any more, and the run fails until it is renewed or gone."""

    case_id: str
    criterion: str
    subject: str | None
    author: str
    expires: str
    """ISO date, the last day on which it held."""


@dataclass(frozen=True, slots=True)
class ExceptionsUsed:
    """The file of accepted exceptions: which it was, and what of it no longer holds as at the day of the audit."""

    file: str
    """Its name without a folder."""
    sha256: str
    entries: int
    expired: tuple[ExpiredException, ...] = ()
