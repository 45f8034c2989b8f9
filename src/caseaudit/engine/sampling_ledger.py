"""What the ledger of audits, `caseaudit.ledger/1`, says of a case: audited lately, drawn and not yet audited, or free.

The ledger only grows: a case that was drawn is pending until it is audited or released.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

LEDGER_SCHEMA = "caseaudit.ledger/1"
DEFAULT_MONTHS = 12

EventKind = Literal["drawn", "audited", "released"]
Role = Literal["drawn", "reserve", "picked"]

PENDING = "drawn already and not yet audited or released (ledger)"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the ledger."""

    event: EventKind
    case_id: str
    date: str
    """The day that counts, ISO: of the draw, the audit, the release."""
    purpose: str = ""
    draw: str | None = None
    """Id of the draw it belongs to."""
    how: Role | None = None
    """How a drawn case came into the draw."""
    at: str = ""
    """When the entry was made, ISO 8601."""
    who: str | None = None
    """Who made it."""


def audited_reason(months: int) -> str:
    """Return why a case that was audited lately is left out."""
    return f"audited in the last {months} months (ledger)" if months != 1 else "audited in the last month (ledger)"


def reasons(events: Iterable[Event], as_of: date, months: int) -> dict[str, str]:
    """Say of each case that must not be drawn why: audited within `months` before `as_of`, or pending.

    An audit on 31 May counts, for 12 months, up to and including 30 May of the next year; a day that the month lacks is
    its last. With 0 months no audit counts. A case that is pending is told as pending.
    """
    audited: dict[str, date] = {}
    pending: dict[str, bool] = {}
    for event in events:
        pending[event.case_id] = event.event == "drawn"
        if event.event == "audited":
            day = date.fromisoformat(event.date)
            audited[event.case_id] = max(day, audited.get(event.case_id, day))
    found = {case: audited_reason(months) for case, day in audited.items() if months and later(day, months) > as_of}
    return found | {case: PENDING for case, is_so in pending.items() if is_so}


def later(day: date, months: int) -> date:
    """Return the same day so many months later; the last day of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class OpenDraw:
    """A draw of which cases are still pending."""

    draw: str | None
    date: str
    purpose: str
    case_ids: tuple[str, ...]


def pending(events: Iterable[Event]) -> list[OpenDraw]:
    """Return the draws of which cases are pending, in the order in which they were entered."""
    last: dict[str, Event] = {event.case_id: event for event in events}
    found: dict[tuple[str | None, str, str], list[str]] = {}
    for event in last.values():
        if event.event == "drawn":
            found.setdefault((event.draw, event.date, event.purpose), []).append(event.case_id)
    return [OpenDraw(*key, tuple(sorted(ids))) for key, ids in sorted(found.items(), key=lambda one: one[0][1])]


def not_entered(events: Iterable[Event], draw: str, kind: EventKind, case_ids: Iterable[str]) -> list[str]:
    """Return those of `case_ids` of which the last thing the ledger says for this draw is not `kind` already."""
    last = {event.case_id: event.event for event in events if event.draw == draw}
    return [case_id for case_id in case_ids if last.get(case_id) != kind]
