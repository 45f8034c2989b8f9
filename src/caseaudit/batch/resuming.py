"""Goes on from an interrupted run: what it came to is taken over, once it is certain that it is about the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from caseaudit.batch.auditing import Audited, Lost, Outcome
from caseaudit.batch.journal import mark_of
from caseaudit.engine.case_counts import count_of
from caseaudit.errors import UsageError
from caseaudit.reading.case_files import Reject
from caseaudit.reading.intake import R
from caseaudit.reporting.json_v1 import case_of_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from caseaudit.batch.journal import Journal
    from caseaudit.reading.intake import Account

_ANEW = "Leave --resume out to begin anew; with --cache only what has changed is audited again."


def as_of_before(header: str) -> str:
    """Say as at which day the interrupted run was."""
    return str(json.loads(header)["settings"]["as_of"])


def check_same(path: Path, before: str, now: str) -> None:
    """See that a run would give the same lines as the one that was interrupted. Raises UsageError that says why not."""
    if before == now:
        return
    differing = sorted(_differing(json.loads(before), json.loads(now)))
    raise UsageError(
        f"{path} cannot be gone on from: it was begun with other {', '.join(differing)}",
        remedy=f"Give what the interrupted run was given. {_ANEW}",
    )


def _differing(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    for name in {**before, **now}:
        one, other = before.get(name), now.get(name)
        if one == other:
            continue
        if name == "settings" and isinstance(one, dict) and isinstance(other, dict):
            yield from (key for key in {**one, **other} if one.get(key) != other.get(key))
        else:
            yield name.replace("_", " ")


def taken_before(records: Iterator[R], journal: Journal, intake: Account[R]) -> Iterator[tuple[R, Outcome]]:
    """Give what the interrupted run came to, and enter it into the account of the input.

    Raises UsageError where the export is not the same any more.
    """
    lines = journal.cases().lines()
    for number, entry in enumerate(journal.entries(), 1):
        raw = next(records, None)
        if raw is None or mark_of(raw) != entry.mark:
            raise UsageError(
                f"{journal.path} cannot be gone on from: record {number:,} of the export is not what it was",
                remedy=_ANEW,
            )
        if entry.aside is None:
            line = next(lines)
            case = case_of_line(line)
            intake.second(raw, case.case_id)
            intake.audited(raw, replaced=entry.told.replaced, unused=entry.told.unused)
            yield raw, Audited(case.case_id, line.decode(), (0, 0), count_of(case), entry.told)
            continue
        reject = intake.rejected(raw, Reject(entry.aside, raw.text))
        yield raw, reject if entry.fault is None else Lost(reject, entry.fault)
