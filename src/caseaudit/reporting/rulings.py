"""What people decided, beside each finding: who, when, why, and what is to be done, in the same words everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import words
from caseaudit.reporting.text import one_line
from caseaudit.review.decisions import in_force, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from caseaudit.reporting.rows import FindingRow
    from caseaudit.review.decisions import Decision, Key

UNDECIDED = "Nobody has decided yet."
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rulings:
    """Decisions by the question they are on."""

    every: tuple[Decision, ...]
    standing: Mapping[Key, tuple[Decision, ...]]
    """Each person's last reading of a question, the moderation last."""
    held: Mapping[Key, Decision]
    """The decision that holds."""

    def on(self, row: FindingRow) -> tuple[Decision, ...]:
        """Give the readings of a finding's question."""
        return self.standing.get(key_of(row), ())

    def holding(self, row: FindingRow) -> Decision | None:
        """Give the decision that holds on a finding, None where there is none."""
        return self.held.get(key_of(row))

    @property
    def disputed(self) -> tuple[Key, ...]:
        """Questions on which readers differ and nobody has moderated."""
        return tuple(key for key in self.standing if key not in self.held)


def rulings(decisions: Iterable[Decision]) -> Rulings:
    """Sort decisions by question."""
    every = tuple(decisions)
    return Rulings(every, readings(every), in_force(every))


def key_of(row: FindingRow) -> Key:
    """Name the question that a finding answers."""
    return row.case.case_id, row.finding.criterion, row.finding.subject


def who_decided(row: FindingRow, found: Rulings) -> str:
    """`AB, CD`; `a person` where the results say no more; empty where nobody decided."""
    if not row.decided:
        return ""
    if row.finding.override is not None:
        return one_line(row.finding.override.by)
    held = found.holding(row)
    if held is None:
        return "a person"
    who = [held] if held.reading == "moderation" else found.on(row)
    return ", ".join(one_line(one.auditor) for one in who)


def when_decided(row: FindingRow, found: Rulings) -> str:
    """ISO date of the decision; empty where it is not known."""
    if not row.decided:
        return ""
    held = found.holding(row)
    if held is not None and held.decided_on:
        return held.decided_on.isoformat()
    return row.finding.override.at if row.finding.override else ""


def why_decided(row: FindingRow, found: Rulings) -> str:
    """Say the reason of the decision in force."""
    held = found.holding(row)
    if held is not None and held.reason:
        return held.reason
    return row.finding.override.reason if row.finding.override else ""


def said(row: FindingRow, found: Rulings, part: Callable[[Decision], str | None]) -> str:
    """What the readings of a question say in one part (comment, action ...), each once, one a line."""
    return "\n".join(dict.fromkeys(text for one in found.on(row) if (text := (part(one) or "").strip())))


def sent_back(row: FindingRow, found: Rulings) -> bool:
    """Whether a reader wants the case back with its team now."""
    return any(one.refer_back for one in found.on(row))


def became(row: FindingRow, found: Rulings) -> str:
    """Say what became of an escalation: upheld, not upheld, in dispute, or waiting; and what is to be done by whom."""
    parts = [_ruling(row, found)]
    for one in found.on(row):
        parts += [text for text in (one.comment,) if text]
    parts += [task for one in found.on(row) if (task := task_words(one))]
    if sent_back(row, found):
        parts.append("Sent back to the team.")
    return "\n".join(dict.fromkeys(map(one_line, parts)))


def task_words(decision: Decision) -> str:
    """`Action: see the child (DS Khan, by 6 June 2025).`; empty where there is none."""
    if not decision.action:
        return ""
    due = f"by {day_words(decision.due)}" if decision.due else "no date"
    return f"Action: {one_line(decision.action).rstrip('.')} ({one_line(decision.owner or '') or 'no owner'}, {due})."


def _ruling(row: FindingRow, found: Rulings) -> str:
    if not row.decided:
        standing = found.on(row)
        if not standing:
            return UNDECIDED
        answers = "; ".join(f"{one_line(one.auditor)}: {words.outcome(one.person).lower()}" for one in standing)
        return f"Readers differ ({answers}). Not yet moderated."
    when = when_decided(row, found)
    by = who_decided(row, found) + (f", {day_words(when)}" if when else "")
    why = why_decided(row, found)
    if row.finding.outcome is Outcome.NOT_MET:
        return f"Upheld ({by})." + (f" {why}" if why else "")
    return f"Not upheld: {row.outcome.lower()} ({by})." + (f" {why}" if why else "")


def day_words(day: date | str) -> str:
    """`2 June 2025`; a text that begins with no date as it stands."""
    text = day.isoformat() if isinstance(day, date) else day
    if not _DAY.match(text):
        return text
    try:
        read = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{read.day} {_MONTHS[read.month - 1]} {read.year}"
