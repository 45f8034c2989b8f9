"""Differences between two audits in words, the same in terminal and page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.differences_pairs import SHORT, Standing, Unjudged
from caseaudit.reporting import words
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from caseaudit.domain.audit import Evidence
    from caseaudit.engine.differences_pairs import Change, State

STANDINGS: dict[Standing, str] = {
    Standing.NEW: "New",
    Standing.IN_NEW_CASE: "In cases only in NEW",
    Standing.PERSISTING: "Persisting",
    Standing.RESOLVED: "Resolved",
    Standing.IN_GONE_CASE: "In cases only in OLD",
}
MEANINGS: dict[Standing, str] = {
    Standing.NEW: "Not in OLD, although OLD holds the case.",
    Standing.IN_NEW_CASE: "OLD does not hold these cases.",
    Standing.PERSISTING: "Decided by the same words or fields in both.",
    Standing.RESOLVED: "No longer in NEW, although NEW holds the case.",
    Standing.IN_GONE_CASE: "NEW does not hold these cases: nothing says that these findings were put right.",
}
_UNJUDGED: dict[Unjudged, str] = {
    Unjudged.FAULT: "a fault",
    Unjudged.NOT_ASKED: "not asked",
    Unjudged.NO_CASE: "not there",
    Unjudged.SET_ASIDE: "set aside",
}
_COURSES = {"worse": "worse: ", "better": "better: "}
_SHOWN = 3
_LONGEST = 90


def state(value: State) -> str:
    """Say an answer within a sentence: `partly met`, `not asked`."""
    return words.outcome(value).lower() if isinstance(value, Outcome) else _UNJUDGED[value]


def where(change: Change) -> str:
    """Name the case, and the child or person."""
    subject = change.finding.subject
    return change.case.case_id if subject is None else f"{change.case.case_id}\n{subject}"


def outcome(change: Change) -> str:
    """Say what it is, how much it matters, and what it was before (or is now, where it is gone)."""
    finding = change.finding
    lines = ["ESCALATION"] if finding.escalate else []
    lines.append(f"{words.outcome(finding.outcome)}, {words.SEVERITIES[finding.severity].lower()}")
    then = _then(change)
    return "\n".join([*lines, then] if then else lines)


def _then(change: Change) -> str:
    course = _COURSES.get(change.course or "", "")
    if change.standing in {Standing.RESOLVED, Standing.IN_GONE_CASE}:
        still = " by other evidence" if change.after in SHORT else ""
        return f"now {state(change.after)}{still}"
    if change.standing is Standing.NEW and change.before == change.after:
        return f"was {state(change.before)} by other evidence"
    if change.standing is Standing.NEW or course:
        return f"{course}was {state(change.before)}"
    return ""


def decided_by(change: Change) -> str:
    """Say which words or fields decided it; the reason where nothing did."""
    pieces = [piece(item) for item in change.finding.evidence[:_SHOWN]]
    more = len(change.finding.evidence) - len(pieces)
    if more:
        pieces.append(f"and {more:,} more")
    return "; ".join(pieces) or shorten(one_line(change.finding.reason), _LONGEST)


def piece(item: Evidence) -> str:
    """Say one piece: the words in quotation marks, or the field with its value."""
    if item.quote is not None:
        return f"“{shorten(one_line(item.quote), _LONGEST)}”"
    value = "blank" if item.value is None or item.value == "" else shorten(one_line(str(item.value)), _LONGEST)
    return f"{item.path}: {value}"
