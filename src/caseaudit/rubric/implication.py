"""Whether one clause is true only where another is, so far as their shape shows it: such a rung is never reached."""

from __future__ import annotations

from caseaudit.checks.base import Check
from caseaudit.checks.cadence import Cadence
from caseaudit.checks.combine import All, Any
from caseaudit.checks.within import Within
from caseaudit.domain.moment import Duration, parse_duration


def never_reached(later: Check, earlier: Check) -> bool:
    """Say whether `later`, tried only when `earlier` is not true, can never be true, so far as their shape shows it."""
    if later == earlier or _tighter(later, earlier):
        return True
    if isinstance(later, Any):
        return all(never_reached(clause, earlier) for clause in later.of)
    if isinstance(earlier, All):
        return all(never_reached(later, clause) for clause in earlier.of)
    if isinstance(later, All) and any(never_reached(clause, earlier) for clause in later.of):
        return True
    return isinstance(earlier, Any) and any(never_reached(later, clause) for clause in earlier.of)


def _tighter(later: Check, earlier: Check) -> bool:
    """Say whether both are the same but for a limit, and the later one's is no longer."""
    key = {Within: "limit", Cadence: "every"}.get(type(later))
    if key is None or type(later) is not type(earlier):
        return False
    mine, theirs = getattr(later, key), getattr(earlier, key)
    if mine is None or theirs is None or later != earlier.model_copy(update={key: mine}):
        return False
    return _no_longer(parse_duration(mine), parse_duration(theirs))


def _no_longer(mine: Duration, theirs: Duration) -> bool:
    """Compare two limits of one unit, or of minutes and hours; between other units the calendar decides."""
    if mine.unit == theirs.unit:
        return mine.amount <= theirs.amount
    first, second = mine.elapsed, theirs.elapsed
    return first is not None and second is not None and first <= second
