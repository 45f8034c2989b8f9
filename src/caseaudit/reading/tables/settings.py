"""What the readers of exports are told: encoding, delimiter, where headers stand, and the limits they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MIB = 1 << 20
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How exports are read; None means: found out from the file itself. Sizes are bytes unless said otherwise."""

    encoding: str | None = None
    """Of delimited and other plain text; what the user says wins over a byte order mark."""
    delimiter: str | None = None
    header_rows: Mapping[str, int] = field(default_factory=dict)
    """Name of a table (empty: any other) -> the row its header stands on; 0 for a table without a header."""
    max_bytes: int = 2 * GIB
    """Of one file, unpacked."""
    max_expanded: int = 4 * GIB
    """Of all the members of an archive together, unpacked."""
    max_ratio: int = 200
    """Unpacked to packed size; looked at from `ratio_floor` on, for small honest files shrink as much."""
    ratio_floor: int = 64 * MIB
    max_members: int = 20_000
    max_depth: int = 64
    """Levels of nested elements, objects and lists."""
    max_columns: int = 16_384
    max_cell: int = 10_000_000
    """Characters in one cell."""
    max_pages: int = 2_000

    def header_row(self, table: str) -> int | None:
        """Give the row on which the header of a table stands; 0 for a table without one, None to look for it."""
        return self.header_rows.get(table, self.header_rows.get(""))
