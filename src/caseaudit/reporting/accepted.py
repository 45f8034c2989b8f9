"""Accepted exceptions in words: what somebody answers for until a day, and what has run out; the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.rulings import day_words
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import Accepted, ExceptionsUsed, ExpiredException, Results

STAYS = "It stays an escalation: act on it all the same."
COUNTED = "The outcome stays what it is, in every count and rate; an escalation stays one."
EXPIRED_NOTE = "Their day has passed, so they accept nothing, and the run fails until each is renewed or taken out."


def accepted_words(accepted: Accepted) -> str:
    """`Accepted until 30 June 2026 by DI Smith: the form lacks the field`."""
    return f"Accepted until {day_words(accepted.expires)} by {one_line(accepted.author)}: {one_line(accepted.reason)}"


def in_short(used: ExceptionsUsed) -> str:
    """`exceptions.yaml: 12 exceptions, of which 9 in force and 3 expired`."""
    expired = len(used.expired)
    noun = "exception" if used.entries == 1 else "exceptions"
    return f"{used.file}: {used.entries:,} {noun}, of which {used.entries - expired:,} in force and {expired:,} expired"


def expired_words(results: Results) -> Iterator[tuple[str, str, str, str]]:
    """Each exception that has expired: case with its child or person, criterion, author, day in words."""
    used = results.run.exceptions
    titles = {one.criterion: one.title for one in results.summary.criteria}
    for one in used.expired if used else ():
        yield _case(one), titles.get(one.criterion) or words.humanise(one.criterion), one.author, day_words(one.expires)


def _case(one: ExpiredException) -> str:
    return one_line(one.case_id) + (f", {one_line(one.subject)}" if one.subject else "")
