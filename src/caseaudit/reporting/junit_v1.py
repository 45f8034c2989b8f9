"""Results as JUnit XML, the table that every CI system shows: a suite an area, a class a criterion, a test a finding.

Not met is a failure, a check that failed an error, cannot assess and not applicable are skipped and say which. JUnit
knows no "partly": such a finding is no failure, and the suite's `system-out` lists it. The shape is what the schemas of
Apache Ant's JUnit task and of Jenkins' xUnit plugin both accept; times are the audit date and 0, the host is
`localhost`, because results hold neither clock nor host.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.rows import area_titles, case_order
from caseaudit.reporting.sarif_parts import MAX_QUOTE
from caseaudit.reporting.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caseaudit.domain.audit import Results, Run
    from caseaudit.reporting.json_v1 import TextSink
    from caseaudit.reporting.rows import FindingRow

OTHER_AREA = "other"
"""The suite of findings whose criterion the summary does not know."""

_KINDS: dict[Outcome | None, str] = {
    Outcome.MET: "passed",
    Outcome.PARTLY_MET: "passed",
    Outcome.NOT_MET: "failure",
    Outcome.NOT_APPLICABLE: "skipped",
    Outcome.CANNOT_ASSESS: "skipped",
    None: "error",
}
_NO_DATE = "1970-01-01"


def write_junit(results: Results, stream: TextSink, *, marking: str) -> None:
    """Write one suite an area; `results` hold people's decisions already, and the outcome in force counts."""
    area_of = {one.criterion: one.area for one in results.summary.criteria}
    titles = {**area_titles(results), OTHER_AREA: words.humanise(OTHER_AREA)}
    areas = list(dict.fromkeys(area_of.values()))
    counts: dict[str, Counter[Outcome | None]] = {area: Counter() for area in areas}
    for row in case_order(results):
        counts.setdefault(area_of.get(row.finding.criterion, OTHER_AREA), Counter())[row.finding.outcome] += 1
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
    # The rows are gone through once a suite: they are never all held at once.
    for number, (area, found) in enumerate(counts.items()):
        rows = (row for row in case_order(results) if area_of.get(row.finding.criterion, OTHER_AREA) == area)
        stream.write(_suite_start(number, area, titles[area], found, results.run))
        stream.write(_properties(_about(results.run, found, marking)))
        partly = []
        for row in rows:
            stream.write(_test(row, area))
            if row.finding.outcome is Outcome.PARTLY_MET:
                partly.append(f"Partly met: {_name(row)}: {one_line(row.finding.reason)}")
        stream.write(f"    <system-out>{_text(chr(10).join(partly))}</system-out>\n    <system-err></system-err>\n")
        stream.write("  </testsuite>\n")
    stream.write("</testsuites>\n")


def _suite_start(number: int, area: str, title: str, found: Counter[Outcome | None], run: Run) -> str:
    kinds = _kinds(found)
    values = {
        "name": title,
        "package": area,
        "id": str(number),
        "tests": str(found.total()),
        "failures": str(kinds["failure"]),
        "errors": str(kinds["error"]),
        "skipped": str(kinds["skipped"]),
        "time": "0",
        "timestamp": f"{_day(run)}T00:00:00",
        "hostname": "localhost",
    }
    return f"  <testsuite{_attributes(values.items())}>\n"


def _kinds(found: Counter[Outcome | None]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for outcome, count in found.items():
        kinds[_KINDS[outcome]] += count
    return kinds


def _day(run: Run) -> str:
    """Give the audit date; a fixed one where the results hold none."""
    try:
        return date.fromisoformat(str(run.settings.get("as_of"))[:10]).isoformat()
    except ValueError:
        return _NO_DATE


def _about(run: Run, found: Counter[Outcome | None], marking: str) -> Iterator[tuple[str, str]]:
    yield "marking", marking
    yield "tool", f"caseaudit {run.tool_version}"
    for rubric in run.rubrics:
        yield "rubric", f"{rubric.id}@{rubric.edition}"
    yield "as_of", str(run.settings.get("as_of") or "")
    yield "run", run_id(run)
    for outcome in Outcome:
        yield outcome.value, str(found[outcome])
    yield "faults", str(found[None])


def _properties(pairs: Iterable[tuple[str, str]]) -> str:
    lines = [f"      <property{_attributes([('name', name), ('value', value)])}/>\n" for name, value in pairs]
    return "    <properties>\n" + "".join(lines) + "    </properties>\n"


def _test(row: FindingRow, area: str) -> str:
    """Give one test; its name holds nothing that changes from run to run, so that a CI system can follow it."""
    values = {"classname": f"{area}.{row.finding.criterion}", "name": _name(row), "time": "0"}
    start = f"    <testcase{_attributes(values.items())}"
    kind = _KINDS[row.finding.outcome]
    if kind == "passed":
        return f"{start}/>\n"
    if kind == "skipped":
        why = f"{row.outcome}: {row.finding.reason}"
        return f"{start}><skipped{_attributes([('message', why)])}/></testcase>\n"
    told = [("type", "not_met" if kind == "failure" else "fault"), ("message", _message(row))]
    return f"{start}><{kind}{_attributes(told)}>{_text(_body(row))}</{kind}></testcase>\n"


def _name(row: FindingRow) -> str:
    subject = f" ({row.subject})" if row.subject else ""
    return one_line(f"{row.title}: {row.case.case_id}{subject}")


def _message(row: FindingRow) -> str:
    fault = row.finding.fault
    if row.finding.outcome is None:
        return f"A check failed inside caseaudit: {fault.id if fault else 'unknown'}. This says nothing about the case."
    return row.finding.reason


def _body(row: FindingRow) -> str:
    finding = row.finding
    parts = [
        ("Case", f"{row.case.case_id} ({words.CASE_TYPES[row.case.case_type]})"),
        ("Record", row.place),
        ("Reason", finding.reason),
        ("To do", finding.remedy),
        ("Severity", words.SEVERITIES[finding.severity]),
        ("Escalation", "A child may be unsafe now." if finding.escalate else None),
        ("Decided by", finding.decided_by),
    ]
    lines = [f"{label}: {one_line(text)}" for label, text in parts if text]
    evidence = row.evidence(MAX_QUOTE)
    return "\n".join(["", *lines, *(["Evidence:", evidence] if evidence else []), ""])


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(one_line(value))}"' for name, value in pairs)


def _text(text: str) -> str:
    return escape(clean(text), quote=False)
