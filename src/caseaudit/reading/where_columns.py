"""Columns by which a mapping chooses rows and which an export lacks: all of its rows would be left out, or none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from caseaudit.errors import Place, UsageError
from caseaudit.mapping.cells import folded

_MAX_SHOWN = 12


@dataclass(frozen=True, slots=True)
class NoChoice:
    """A table of the export that would be a table of the mapping, did it have the column of a condition."""

    where: Place
    column: str
    """As the mapping writes it."""
    columns: tuple[str, ...]
    """That the export has there."""

    def error(self, table: str) -> UsageError:
        """Stop the run; `table` is the mapping's."""
        near = nearest(self.column, self.columns, 0.6)
        hint = f" Did you mean {near!r}?" if near else ""
        more = f" and {len(self.columns) - _MAX_SHOWN} more" if len(self.columns) > _MAX_SHOWN else ""
        return UsageError(
            f"There is no column {self.column!r}, by which the mapping's table {table!r} chooses its rows (`where`)."
            f"{hint}",
            where=self.where,
            remedy=f"Correct `where` in the mapping, or the header in the export. The columns there: "
            f"{', '.join(self.columns[:_MAX_SHOWN])}{more}",
        )


def missing_choice(
    where: Place, required: Sequence[str], conditions: Sequence[str], columns: Iterable[str], given: Iterable[str]
) -> NoChoice | None:
    """Say which column of a condition a table lacks that has all others; `given` are columns that every table has."""
    own = tuple(name for name in columns if not name.startswith("../"))
    have = {folded(name) for name in columns} | set(given)
    lost = [name for name in required if folded(name) not in have]
    if not lost or any(name not in conditions for name in lost):
        return None
    return NoChoice(where, lost[0], own)


def nearest(name: str, columns: Iterable[str], least: float) -> str | None:
    """Return the column whose name is most like another, if it is at least so much like it (0 to 1)."""
    by_folded = {folded(each): each for each in columns}
    found = get_close_matches(folded(name), list(by_folded), 1, least)
    return by_folded[found[0]] if found else None
