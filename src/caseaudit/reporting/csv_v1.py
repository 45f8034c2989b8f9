"""Every finding as a row of CSV, to sort and count in a spreadsheet: UTF-8 with a byte order mark, lines end in CRLF.

A cell that a spreadsheet would compute (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return, blanks before it
or not) gets an apostrophe in front, as OWASP advises against CSV injection. A program that reads the file may take one
leading apostrophe off before such a character. Cells are cut, and say so, where a spreadsheet would break them.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.rows import case_order
from caseaudit.reporting.rulings import rulings, said, sent_back, when_decided, who_decided, why_decided
from caseaudit.reporting.text import cut, for_csv

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseaudit.domain.audit import Results
    from caseaudit.reporting.json_v1 import TextSink
    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.rulings import Rulings
    from caseaudit.review.decisions import Decision

BYTE_ORDER_MARK = "\ufeff"
COLUMNS = (
    "case_id", "case_type", "criterion", "title", "area", "subject", "outcome", "machine_outcome", "decided_by",
    "person", "decided_on", "decision_reason", "comment", "good_practice", "action", "owner", "due", "refer_back",
    "severity", "escalate", "reason", "remedy", "basis", "evidence", "preferred", "fault", "source_file",
    "source_table", "source_row", "marking", "run", "accepted_by", "accepted_until", "accepted_reason",
)  # fmt: skip
_NOT_ACCEPTED: dict[str, Any] = dict.fromkeys(("accepted_by", "accepted_until", "accepted_reason"))
_NOBODY_DECIDED: dict[str, Any] = dict.fromkeys(
    ("person", "decided_on", "decision_reason", "comment", "good_practice", "action", "owner", "due")
) | {"refer_back": False}
_REPEATED = 200
"""Cells up to so many characters are mostly said of many findings in the same words."""


def write_csv(results: Results, stream: TextSink, *, marking: str, decisions: Iterable[Decision] = ()) -> None:
    """Write one row a finding, in the order of the cases. `results` hold the decisions already."""
    found, run = rulings(decisions), run_id(results.run)
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    always = {"marking": marking, "run": run}
    for row in case_order(results):
        cells = {**_case(row), **_finding(row), **_decision(row, found), **_accepted(row), **always}
        writer.writerow([_cell(cells[column]) for column in COLUMNS])


def _case(row: FindingRow) -> dict[str, Any]:
    case, source = row.case, row.case.source
    return {
        "case_id": case.case_id,
        "case_type": case.case_type.value,
        "source_file": source.file if source else None,
        "source_table": source.table if source else None,
        "source_row": source.row if source else None,
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    finding, machine = row.finding, row.machine_outcome
    return {
        "criterion": finding.criterion,
        "title": row.title,
        "area": row.area,
        "subject": row.subject,
        "outcome": finding.outcome.value if finding.outcome else None,
        "machine_outcome": machine.value if machine else None,
        "decided_by": finding.decided_by,
        "severity": finding.severity.value,
        "escalate": finding.escalate,
        "reason": finding.reason,
        "remedy": finding.remedy,
        "basis": finding.basis.value,
        "evidence": row.evidence(),
        "preferred": row.preferred,
        "fault": finding.fault.id if finding.fault else None,
    }


def _accepted(row: FindingRow) -> dict[str, Any]:
    taken = row.finding.accepted
    if taken is None:
        return _NOT_ACCEPTED
    return {"accepted_by": taken.author, "accepted_until": taken.expires, "accepted_reason": taken.reason}


def _decision(row: FindingRow, found: Rulings) -> dict[str, Any]:
    if not row.decided and not found.every:
        return _NOBODY_DECIDED
    dates = said(row, found, lambda one: one.due.isoformat() if one.action and one.due else None)
    return {
        "person": who_decided(row, found),
        "decided_on": when_decided(row, found),
        "decision_reason": why_decided(row, found),
        "comment": said(row, found, lambda one: one.comment),
        "good_practice": said(row, found, lambda one: one.good_practice),
        "action": said(row, found, lambda one: one.action),
        "owner": said(row, found, lambda one: one.owner),
        "due": dates,
        "refer_back": sent_back(row, found),
    }


def _cell(value: Any) -> str:
    """A value as text: nothing as nothing, true and false as words, text safe to open."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return _short(text) if len(text) <= _REPEATED else cut(for_csv(text))


@lru_cache(maxsize=10_000)
def _short(text: str) -> str:
    return for_csv(text)
