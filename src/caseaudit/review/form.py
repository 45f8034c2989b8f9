"""The review workbook as a form: its sheets, the names of its columns, and the keys that tie a row to its question.

Rows are found again by key and columns by name, so that people may sort, filter, hide and insert what they like.
"""

from __future__ import annotations

import hashlib
from typing import Final

from caseaudit.domain.vocabulary import Outcome
from caseaudit.review.decisions import Key, Reading

FORM_SCHEMA: Final = "caseaudit.review/1"

README, DECISIONS, NARRATIVE, EVIDENCE, LISTS = "ReadMe", "Decisions", "Narrative", "Evidence", "Lists"

KEY, CASE, CRITERION_ID, SUBJECT = "Row key", "Case", "Criterion id", "Child or person"
OUTCOME, REASON, COMMENT, GOOD_PRACTICE = "Your outcome", "Reason", "Comment", "Good practice"
ACTION, OWNER, DUE, REFER_BACK, DECIDED_ON = "Action", "Owner", "Due", "Refer back now", "Decided on"

IDENTITY = (CASE, SUBJECT, CRITERION_ID)
"""Columns that say which question a row asks: nobody may change them."""
INPUTS = (OUTCOME, REASON, COMMENT, GOOD_PRACTICE, ACTION, OWNER, DUE, REFER_BACK, DECIDED_ON)
"""Columns that people fill in."""
NEEDED = (KEY, OUTCOME, REASON)
"""Columns without which nothing can be read."""

AUDITOR = "Your name or initials"
"""Label on the ReadMe sheet beside which auditors sign."""
MADE_FOR, RUN, RUBRIC, FORM, ROWS, READING = "Made for", "Run", "Rubric edition", "Form", "Rows", "Reading"
"""Labels of the manifest on the ReadMe sheet."""
MANIFEST = (MADE_FOR, RUN, RUBRIC, FORM, ROWS, READING)
BLIND, OPEN = "blind: the machine's proposals are hidden", "open: the machine's proposals are shown"
MODERATION = "moderation: the auditors' answers and the machine's proposals are shown"
"""How rows are read, in the manifest's words; what counts on import is the row key."""

OUTCOMES: dict[Outcome, str] = {
    Outcome.MET: "Met",
    Outcome.PARTLY_MET: "Partly met",
    Outcome.NOT_MET: "Not met",
    Outcome.NOT_APPLICABLE: "Not applicable",
    Outcome.CANNOT_ASSESS: "Cannot assess",
}
"""The choices, in the order people expect."""
YES, NO = "Yes", "No"

_KEY_LENGTH = 16


def row_key(run: str, key: Key, *, blind: bool, reading: Reading = "first") -> str:
    """Give the key of a row: of one run, one question and one way of reading, and of nothing else."""
    case_id, criterion, subject = key
    way = "blind" if blind else "open"
    ways = (way,) if reading == "first" else (way, reading)
    parts = (run, *ways, case_id, criterion, "-" if subject is None else f"+{subject}")
    text = "\0".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_LENGTH]
