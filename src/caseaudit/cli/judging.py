"""Chooses among a judgement's criteria by id, and says which name was meant when there is no such id."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from caseaudit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.rubric.model import Judgement


def kept_criteria(judgement: Judgement, select: Sequence[str], exclude: Sequence[str]) -> frozenset[str] | None:
    """Return the ids to judge; None when all are. Raises UsageError for an unknown id, or when none is left."""
    if not select and not exclude:
        return None
    known = [criterion.id for criterion in judgement.criteria]
    check_known(select, known, "--select")
    check_known(exclude, known, "--exclude")
    kept = frozenset(select or known) - frozenset(exclude)
    if not kept:
        raise UsageError("--select and --exclude leave no criterion to judge", remedy="Leave one of them out.")
    return kept


def check_known(names: Sequence[str], known: Sequence[str], option: str) -> None:
    """Raise UsageError for the first name that no criterion of the rubric has."""
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, known, 1, 0.5)
            hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
            raise UsageError(
                f"{option}: the rubric has no criterion {name!r}.{hint}",
                remedy="`caseaudit rubric show` lists the criteria of a rubric.",
            )
