"""`caseaudit.results/1` as JSON and JSON Lines; `stored` reads them back.

The same results give the same bytes. What the contract names is always there, null or not; our own additions to a
finding, a piece of evidence or the manifest are left out when empty.
"""

from __future__ import annotations

import json
import math
import types
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import ConfigDict, TypeAdapter

from caseaudit.domain.audit import SCHEMA, Accepted, CaseAudit, Override, Run, SetAside, Source, Summary
from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caseaudit.domain.audit import Evidence, Finding, Results

_OPTIONAL_IN_RUN = ("lexicons", "mapping", "exceptions")
_OPTIONAL_IN_SUMMARY = ("accepted",)
_OPTIONAL_IN_CRITERION = ("accepted_not_met", "accepted_partly_met")
_OPTIONAL_IN_INPUT = ("orphans", "repeated", "left_out", "blank")
_OPTIONAL_IN_ASIDE = ("sheet", "row", "column")
_OPTIONAL_IN_EVIDENCE = ("term", "tier", "why", "sentence", "basis", "confidence", "contrary")
_HEADER_KEYS = ("tool_version", "rubrics", "settings", "lexicons", "mapping", "exceptions")
_FOOTER_RUN_KEYS = ("inputs", "sample", "notices")
_BEFORE_SOURCE = ', "source": '


class TextSink(Protocol):
    """Anything text is written to; a file opened as UTF-8 with newlines left alone, so that bytes are the same."""

    def write(self, text: str, /) -> object:
        """Write one piece of text."""


def write_json(results: Results, stream: TextSink) -> None:
    """Write the results as one JSON object, indented by two, with a newline at its end.

    The cases go out one at a time, so memory holds one case's JSON at once.
    """
    stream.write('{\n  "schema": ' + _dumps(SCHEMA))
    stream.write(',\n  "run": ' + _indented(_run_data(results.run)))
    stream.write(',\n  "summary": ' + _indented(_summary_data(results.summary)))
    stream.write(',\n  "cases": ')
    _write_list((case_data(case) for case in results.cases), stream)
    stream.write(',\n  "set_aside": ')
    _write_list(map(_aside_data, results.set_aside), stream)
    stream.write("\n}\n")


def write_jsonl(results: Results, stream: TextSink) -> None:
    """Write the results as JSON Lines: the header, one case a line in input order, the footer."""
    stream.write(header_line(results.run))
    for case in results.cases:
        stream.write(case_line(case))
    for piece in footer_pieces(results.run, results.summary, results.set_aside):
        stream.write(piece)


def header_line(run: Run) -> str:
    """First line of a `.jsonl`: what is known before the first case was audited."""
    data = _run_data(run)
    return _dumps({"schema": SCHEMA, **{key: data[key] for key in _HEADER_KEYS if key in data}}) + "\n"


def case_line(case: CaseAudit) -> str:
    """One case as a line of a `.jsonl`."""
    return _dumps(case_data(case)) + "\n"


def case_of_line(line: bytes | str) -> CaseAudit:
    """Read back a line that `case_line` made. Raises ValueError for any other."""
    found: CaseAudit = adapter(CaseAudit).validate_json(b"[%b]" % line if isinstance(line, bytes) else f"[{line}]")[0]
    return found


def source_span(case: CaseAudit) -> tuple[int, int]:
    """Say where in the line of a case its place stands, so that the line can be told of another place."""
    start = len(_dumps({"case_id": case.case_id, "case_type": case.case_type.value})[:-1]) + len(_BEFORE_SOURCE)
    return start, start + len(_dumps(_source_data(case.source) if case.source else None))


def source_text(source: Source) -> str:
    """A place as it stands in the line of its case."""
    return _dumps(_source_data(source))


def set_aside_line(record: SetAside) -> str:
    """A record that was set aside, as one line of JSON without its end."""
    return _dumps(_aside_data(record))


def set_aside_of_line(line: str) -> SetAside:
    """Read back what `set_aside_line` made. Raises ValueError for anything else."""
    found: SetAside = adapter(SetAside).validate_json(f"[{line}]")[0]
    return found


def footer_pieces(run: Run, summary: Summary, set_aside: Iterable[SetAside]) -> Iterator[str]:
    """Last line of a `.jsonl`, a file without which is incomplete; in pieces, for many records may be set aside."""
    data = _run_data(run)
    footer: dict[str, Any] = {"summary": _summary_data(summary)}
    footer.update({key: data[key] for key in _FOOTER_RUN_KEYS})
    yield _dumps({**footer, "set_aside": []})[: -len("]}")]
    for number, record in enumerate(set_aside):
        yield f"{', ' if number else ''}{set_aside_line(record)}"
    yield "]}\n"


def case_data(case: CaseAudit) -> dict[str, Any]:
    """One case as plain JSON data, in the contract's key order, without our own additions that are empty."""
    return {
        "case_id": case.case_id,
        "case_type": case.case_type.value,
        "source": _source_data(case.source) if case.source else None,
        "score": case.score,
        "escalated": case.escalated,
        "findings": [_finding_data(finding) for finding in case.findings],
    }


def _source_data(source: Source) -> dict[str, Any]:
    return {"system": source.system, "file": source.file, "table": source.table, "row": source.row}


def _finding_data(finding: Finding) -> dict[str, Any]:
    """One finding. Written out, for it is done some forty times a case."""
    outcome, fault = finding.outcome, finding.fault
    data: dict[str, Any] = {
        "criterion": finding.criterion,
        "subject": finding.subject,
        "outcome": outcome.value if outcome else None,
        "reason": finding.reason,
        "remedy": finding.remedy,
        "severity": finding.severity.value,
        "escalate": finding.escalate,
        "basis": finding.basis.value,
        "decided_by": finding.decided_by,
        "override": _plain(Override, finding.override) if finding.override else None,
        "fault": {"id": fault.id} if fault else None,
        "evidence": [_evidence_data(item) for item in finding.evidence],
    }
    # The contract lists evidence last, our own additions go behind it.
    if finding.scope:
        data["scope"] = finding.scope
    if finding.accepted:
        data["accepted"] = _plain(Accepted, finding.accepted)
    return data


def _evidence_data(item: Evidence) -> dict[str, Any]:
    data: dict[str, Any] = {
        "path": item.path,
        "entry_id": item.entry_id,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "concept": item.concept,
        "status": item.status.value if item.status else None,
        "speaker": item.speaker.value if item.speaker else None,
        "preferred": item.preferred,
        "value": _finite(item.value),
    }
    for key in _OPTIONAL_IN_EVIDENCE:
        value = getattr(item, key)
        if value:
            data[key] = value.value if isinstance(value, Enum) else value
    return data


def run_id(run: Run) -> str:
    """A digest of the manifest: the same inputs, rubrics, settings and version give the same id (16 hex digits)."""
    return sha256(_dumps(_run_data(run)).encode()).hexdigest()[:16]


def _run_data(run: Run) -> dict[str, Any]:
    """The manifest as plain JSON data; `lexicons` only where a force's own were in force, `mapping` where one was."""
    data: dict[str, Any] = _plain(Run, run)
    _drop_empty(data, _OPTIONAL_IN_RUN)
    for item in data["inputs"]:
        _drop_null(item, _OPTIONAL_IN_INPUT)
    return data


def _summary_data(summary: Summary) -> dict[str, Any]:
    """The summary as plain JSON data; what is accepted only where something is."""
    data: dict[str, Any] = _plain(Summary, summary)
    _drop_empty(data, _OPTIONAL_IN_SUMMARY)
    for criterion in data["criteria"]:
        _drop_empty(criterion, _OPTIONAL_IN_CRITERION)
    return data


def _aside_data(record: SetAside) -> dict[str, Any]:
    data: dict[str, Any] = _plain(SetAside, record)
    _drop_null(data, _OPTIONAL_IN_ASIDE)
    return data


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Built once a type, when first needed. Plain dataclasses take these settings from the tuple around them."""
    around: Any = types.GenericAlias(tuple, (kind,))
    return TypeAdapter(around, config=ConfigDict(extra="forbid", strict=True, ser_json_inf_nan="constants"))


def _plain(kind: Any, value: Any) -> Any:
    """JSON data of a record: enums as their values, tuples as lists, keys in field order."""
    return adapter(kind).dump_python((value,), mode="json", warnings=False)[0]


def _finite(data: Any) -> Any:
    """The same data where a number that JSON lacks (NaN, infinity) stands as its name."""
    if isinstance(data, float) and not math.isfinite(data):
        return str(data)
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_finite(value) for value in data]
    return data


def _drop_empty(data: dict[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        if not data[key]:
            del data[key]


def _drop_null(data: dict[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        if data[key] is None:
            del data[key]


def _dumps(data: Any) -> str:
    return without_surrogates(json.dumps(data, ensure_ascii=False, allow_nan=False))


def _indented(data: Any, depth: int = 1) -> str:
    """JSON with two spaces a level, to stand `depth` levels deep."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    return without_surrogates(text).replace("\n", "\n" + "  " * depth)


def _write_list(items: Iterator[Any], stream: TextSink) -> None:
    empty = True
    for item in items:
        stream.write("[\n    " if empty else ",\n    ")
        stream.write(_indented(item, 2))
        empty = False
    stream.write("[]" if empty else "\n  ]")
