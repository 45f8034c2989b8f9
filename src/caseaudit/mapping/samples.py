"""What was read of an export so that a mapping can be suggested: some rows of each table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from caseaudit.mapping.cells import Cell, Values


@dataclass(frozen=True, slots=True)
class TableSample:
    """Some rows of one table of an export, or of several files that hold the same table."""

    files: tuple[str, ...]
    """Relative names with `/`."""
    name: str
    """Sheet, path of the elements, heading; empty where the file is the table."""
    columns: tuple[str, ...]
    rows: Sequence[Values]
    loose: bool = False
    """Elements or documents, which differ in their columns."""

    @property
    def is_documents(self) -> bool:
        """Whether each row is a document of its own: its labels are the columns, `(text)` its running text."""
        return self.loose and not self.name and "(text)" in self.columns

    @property
    def label(self) -> str:
        """How the table is named to the user."""
        return f"{self.files[0]} ({self.name})" if self.name else self.files[0]

    def cells(self, column: str) -> list[Cell]:
        """Return the cells of a column, None where a row does not have it."""
        return [row.get(column) for row in self.rows]
