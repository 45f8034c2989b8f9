"""Results as a SARIF 2.1.0 log, for whatever shows findings beside files: what is not met or partly met.

SARIF's `rules` are our criteria. What could not be assessed is in no result: the run's properties count it. Faults,
records set aside and expired exceptions are notifications of the tool. What an exception accepts is a suppressed
result, unless a child may be unsafe. A fingerprint names a finding over runs, whatever its words.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.engine.differences_keys import pieces_of
from caseaudit.reporting import accepted, words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.rows import area_titles, case_order, evidence_text
from caseaudit.reporting.sarif_parts import MAX_QUOTE, SARIF_SCHEMA, SARIF_VERSION, driver, pascal, place
from caseaudit.reporting.text import one_line, without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from caseaudit.domain.audit import Accepted, CriterionSummary, Finding, Results, Run, SetAside, Summary
    from caseaudit.reporting.json_v1 import TextSink
    from caseaudit.reporting.rows import FindingRow

FINDING_PRINT = "caseauditFinding/v1"
"""The same question: case, criterion and subject."""
EVIDENCE_PRINT = "caseauditEvidence/v1"
"""The same question with the same evidence: its values, and its words wherever in the text they stand."""

_LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
_MILDER = {"error": "warning", "warning": "note", "note": "note"}
_TAIL = "\n    }\n  ]\n}"
"""What closes the run, the list of runs and the log."""
_SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)


def write_sarif(results: Results, stream: TextSink, *, marking: str) -> None:
    """Write the log, a result a line; `results` hold people's decisions already, and the outcome in force counts.

    Cases are gone through once, and once more where a check failed: faults stand before the results.
    """
    numbers, descriptors = _descriptors(results)
    run = {
        "tool": driver(results.run.tool_version, descriptors),
        "automationDetails": {"id": _automation(results.run)},
        "artifacts": [
            {"location": {"uri": place(item.path)["artifactLocation"]["uri"]}, "hashes": {"sha-256": item.sha256}}
            for item in results.run.inputs
        ],
        "properties": _properties(results, marking),
    }
    log = {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}
    head = without_surrogates(json.dumps(log, ensure_ascii=False, allow_nan=False, indent=2))
    # What grows with the batch stands last in the only run, one a line, so that memory holds one of them at a time.
    stream.write(head.removesuffix(_TAIL))
    done = "false" if results.summary.faults else "true"
    stream.write(f',\n      "invocations": [{{"executionSuccessful": {done}, "toolExecutionNotifications": [')
    _write_lines(_notifications(results), stream)
    stream.write(']}],\n      "results": [')
    known = results.run.exceptions is not None
    short = (row for row in case_order(results) if row.finding.outcome in _SHORT)
    _write_lines((_result(row, numbers, marking, known=known) for row in short), stream)
    stream.write("]" + _TAIL + "\n")


def _write_lines(items: Iterable[Any], stream: TextSink) -> None:
    mark = "\n        "
    for item in items:
        stream.write(mark + _line(item))
        mark = ",\n        "
    if mark.startswith(","):
        stream.write("\n      ")


def _line(data: Any) -> str:
    return without_surrogates(json.dumps(data, ensure_ascii=False, allow_nan=False))


def _descriptors(results: Results) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Give the place and the descriptor of each criterion of the summary."""
    areas = area_titles(results)
    found = [_descriptor(one, areas[one.area]) for one in results.summary.criteria]
    return {one["id"]: at for at, one in enumerate(found)}, found


def _descriptor(criterion: CriterionSummary, area: str) -> dict[str, Any]:
    title = one_line(criterion.title) or words.humanise(criterion.criterion)
    text = one_line(criterion.text) or title
    parts = [text, one_line(criterion.remedy), f"{words.MODES[criterion.mode]}."]
    if criterion.source:
        parts.append(f"Source: {one_line(criterion.source)}")
    return {
        "id": criterion.criterion,
        "name": pascal(criterion.criterion),
        "shortDescription": {"text": title},
        "fullDescription": {"text": text},
        "help": {"text": "\n\n".join(part for part in parts if part)},
        "defaultConfiguration": {"level": _LEVELS[criterion.severity]},
        "properties": {
            "tags": list(dict.fromkeys([criterion.area, *criterion.refs])),
            "area": area,
            "refs": list(criterion.refs),
            "severity": criterion.severity.value,
            "escalate": criterion.escalate,
            "mode": criterion.mode,
        },
    }


def _automation(run: Run) -> str:
    """Name the series of runs that this one belongs to: the same rubrics, whatever their edition."""
    return f"caseaudit/{'+'.join(rubric.id for rubric in run.rubrics)}/"


def _properties(results: Results, marking: str) -> dict[str, Any]:
    run, summary = results.run, results.summary
    return {
        "marking": marking,
        "run": run_id(run),
        "asOf": run.settings.get("as_of"),
        "rubrics": [f"{rubric.id}@{rubric.edition}" for rubric in run.rubrics],
        "cases": summary.cases,
        "escalations": summary.escalations,
        "faults": summary.faults,
        "setAside": len(results.set_aside),
        "caseOutcomes": _case_outcomes(summary),
    }


def _case_outcomes(summary: Summary) -> dict[str, int]:
    """Count the outcomes of all criteria, one a case and criterion as in the summary."""
    return {one.value: sum(getattr(criterion, one.value) for criterion in summary.criteria) for one in Outcome}


def _notifications(results: Results) -> Iterator[dict[str, Any]]:
    """Exceptions that have expired, checks that failed, records set aside."""
    for case, title, author, day in accepted.expired_words(results):
        yield _notification(f"Expired exception: {title} in {case}, accepted by {author} until {day}.", "error", [])
    if results.summary.faults:
        for row in case_order(results):
            fault = row.finding.fault
            if fault is not None:
                said = f"A check failed inside caseaudit: {fault.id}. This says nothing about the case."
                yield _notification(said, "error", _locations(row), row.finding.criterion)
    for one in results.set_aside:
        yield _notification(_aside_words(one), "warning", _aside_place(one))


def _notification(
    text: str, level: str, locations: list[dict[str, Any]], criterion: str | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {"message": {"text": one_line(text)}, "level": level, "locations": locations}
    if criterion:
        found["associatedRule"] = {"id": criterion}
    return found


def _aside_words(record: SetAside) -> str:
    """Say why a record was set aside, without its value."""
    at = ", ".join(part for part in (record.sheet, record.column, record.path) if part)
    return f"Record set aside: {record.reason}" + (f" ({at})" if at else "")


def _aside_place(record: SetAside) -> list[dict[str, Any]]:
    return [{"physicalLocation": place(record.file, _region(record.row or record.line))}]


def _region(row: int | None) -> dict[str, Any] | None:
    return {"startLine": row} if row is not None and row >= 1 else None


def _locations(row: FindingRow) -> list[dict[str, Any]]:
    """Give the case and subject, and the row of the export where the reader told it."""
    case, subject = one_line(row.case.case_id), one_line(row.subject)
    name = {"name": subject, "fullyQualifiedName": f"{case}/{subject}"} if subject else {"name": case}
    found: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": case, **name, "kind": "resource"}]}
    source = row.case.source
    if source and source.file:
        found = {"physicalLocation": place(source.file, _region(source.row)), **found}
    return [found]


def _result(row: FindingRow, numbers: Mapping[str, int], marking: str, *, known: bool) -> dict[str, Any]:
    """Give one result; `known` says that the run knows of exceptions, so that each result tells of its own."""
    finding = row.finding
    level = _LEVELS[finding.severity]
    number = numbers.get(finding.criterion)
    return {
        "ruleId": finding.criterion,
        **({"ruleIndex": number} if number is not None else {}),
        "level": level if finding.outcome is Outcome.NOT_MET else _MILDER[level],
        "message": {"text": _message(row)},
        "locations": _locations(row),
        "partialFingerprints": fingerprints(row),
        **({"suppressions": _suppressions(finding)} if known or finding.accepted else {}),
        "properties": {
            "marking": marking,
            "case_id": row.case.case_id,
            "case_type": row.case.case_type.value,
            "subject": finding.subject,
            "outcome": finding.outcome,
            "machine_outcome": row.machine_outcome,
            "decided_by": finding.decided_by,
            "severity": finding.severity.value,
            "escalate": finding.escalate,
            "basis": finding.basis.value,
            "evidence": [evidence_text(item, MAX_QUOTE) for item in finding.evidence],
            **({"accepted": _accepted(finding.accepted)} if finding.accepted else {}),
            **({"table": row.case.source.table} if row.case.source and row.case.source.table else {}),
        },
    }


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    """An exception takes a result out of sight, but never an escalation: a child may be unsafe."""
    taken = finding.accepted
    if taken is None or finding.escalate:
        return []
    said = one_line(accepted.accepted_words(taken))
    return [{"kind": "external", "status": "accepted", "justification": said, "properties": _accepted(taken)}]


def _accepted(taken: Accepted) -> dict[str, str]:
    return {"author": taken.author, "expires": taken.expires, "reason": taken.reason}


def _message(row: FindingRow) -> str:
    """Say it in one line without words of the record: these stand in the properties, beside the marking."""
    subject = f" ({one_line(row.subject)})" if row.subject else ""
    parts = [f"{row.title}: {row.outcome.lower()} in {row.case.case_id}{subject}.", row.finding.reason]
    if row.finding.remedy:
        parts.append(row.finding.remedy)
    if row.finding.accepted:
        parts.append(accepted.accepted_words(row.finding.accepted))
    if row.finding.accepted and row.finding.escalate:
        parts.append(accepted.STAYS)
    return " ".join(one_line(part) for part in parts if part)


def fingerprints(row: FindingRow) -> dict[str, str]:
    """Digests that stay the same from run to run: of the question, and of the question with its evidence.

    Evidence is known again as `caseaudit diff` knows it.
    """
    question = [row.case.case_id, row.finding.criterion, row.finding.subject]
    evidence = sorted({repr(piece.key) for piece in pieces_of([row.finding])})
    return {FINDING_PRINT: _digest(question), EVIDENCE_PRINT: _digest([*question, evidence])}


def _digest(data: Any) -> str:
    return sha256(_line(data).encode()).hexdigest()[:32]
