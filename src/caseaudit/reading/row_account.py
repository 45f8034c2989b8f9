"""What becomes of the rows of a mapped export, counted by input: every row once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from caseaudit.reading.kept_rows import Kept

REPEATED, AUDITED, REJECTED, ORPHAN = range(4)
"""What becomes of a row; where one gives to several cases, the greatest counts."""


@dataclass(slots=True)
class FileAccount:
    """What became of the rows of one input; `read` is the sum of the others, `orphans` being among `rejected`."""

    name: str
    sha256: str = ""
    read: int = 0
    audited: int = 0
    rejected: int = 0
    orphans: int = 0
    repeated: int = 0
    left_out: int = 0
    blank: int = 0


def count(file: FileAccount, fate: int, rows: int) -> None:
    """Add rows to what became of them."""
    if fate == AUDITED:
        file.audited += rows
    elif fate == REPEATED:
        file.repeated += rows
    else:
        file.rejected += rows
        file.orphans += rows if fate == ORPHAN else 0


def counted_rows(
    kept: Iterable[Kept], repeated: frozenset[int]
) -> tuple[tuple[tuple[int, int, int], ...], tuple[tuple[int, int, bool], ...]]:
    """Count rows by input; those that give to several cases by themselves."""
    kept = tuple(kept)
    if kept[0].alone and all(each.part.row == kept[0].part.row for each in kept):
        row = kept[0].part.row
        return ((kept[0].part.origin.account, 1, int(row in repeated)),), ()
    counts: dict[int, list[int]] = {}
    shared: dict[int, tuple[int, bool]] = {}
    seen: set[int] = set()
    for each in kept:
        part = each.part
        if part.row in seen:
            continue
        seen.add(part.row)
        repeat = part.row in repeated
        if each.alone:
            count = counts.setdefault(part.origin.account, [0, 0])
            count[0] += 1
            count[1] += repeat
        else:
            shared[part.row] = part.origin.account, repeat
    return (
        tuple((account, rows, repeats) for account, (rows, repeats) in counts.items()),
        tuple((row, account, repeat) for row, (account, repeat) in shared.items()),
    )
