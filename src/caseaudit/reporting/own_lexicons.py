"""Which lexicons of a force's own were in force, in words: in short, and change by change with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.domain.audit import LexiconUsed

WHAT = ("added", "changed", "silenced")


def in_short(used: LexiconUsed) -> str:
    """`Our wording (our-force.yaml): 1 added, 2 changed, 1 silenced`: entries of the lexicon."""
    counts = {what: sum(one.what == what for one in used.changes) for what in WHAT}
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"{one_line(used.title or used.id)} ({used.file}): {told or 'word classes only'}"


def notices(lexicons: Sequence[LexiconUsed]) -> list[str]:
    """Say in a sentence each which own lexicons were read beside the shipped ones."""
    return [f"Own lexicon {in_short(used)}." for used in lexicons]


def reasons(used: LexiconUsed) -> Iterator[tuple[str, str]]:
    """Yield each entry that is changed or silenced, and why: (`streetwise silenced`, reason)."""
    for one in used.changes:
        if one.what != "added":
            yield f"{one.entry} {one.what}", one_line(one.reason or "")
