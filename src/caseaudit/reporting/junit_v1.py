"""Results as JUnit XML, the table that every CI system shows: a suite an area, a class a criterion, a test a finding.

Not met is a failure, a check that failed an error, cannot assess and not applicable are skipped and say which. What an
exception accepts is skipped too, unless a child may be unsafe; an exception that has expired is a failure. JUnit
knows no "partly": such a finding is no failure, and the suite's `system-out` lists it. The shape is what the schemas of
Apache Ant's JUnit task and of Jenkins' xUnit plugin both accept; times are the audit date and 0, the host is
`localhost`, because results hold neither clock nor host.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import date
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting import accepted, words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.rows import area_titles, case_order
from caseaudit.reporting.sarif_parts import MAX_QUOTE
from caseaudit.reporting.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from caseaudit.domain.audit import Finding, Results, Run
    from caseaudit.reporting.json_v1 import TextSink
    from caseaudit.reporting.rows import FindingRow

OTHER_AREA = "other"
"""The suite of findings whose criterion the summary does not know."""
EXPIRED = "exceptions"
"""The suite of exceptions that have expired."""

_IN_MEMORY = 256 * 1024
"""Bytes of an area's tests that are held before they go to a file."""

_KINDS: dict[Outcome | None, str] = {
    Outcome.MET: "passed",
    Outcome.PARTLY_MET: "passed",
    Outcome.NOT_MET: "failure",
    Outcome.NOT_APPLICABLE: "skipped",
    Outcome.CANNOT_ASSESS: "skipped",
    None: "error",
}
_NO_DATE = "1970-01-01"


class _Suite:
    """What was seen of one area. Its tests wait in a temporary file, because a suite begins with their counts."""

    def __init__(self, stack: ExitStack) -> None:
        self.outcomes: Counter[Outcome | None] = Counter()
        self.kinds: Counter[str] = Counter()
        self.accepted = 0
        self._tests, self._partly = (
            stack.enter_context(SpooledTemporaryFile(_IN_MEMORY, prefix="caseaudit-"))  # noqa: SIM115 - the stack closes it
            for _ in range(2)
        )

    def add(self, row: FindingRow, area: str) -> None:
        """Count a finding and keep its test."""
        finding = row.finding
        if finding.outcome is Outcome.PARTLY_MET:
            mark = "\n" if self.outcomes[Outcome.PARTLY_MET] else ""
            told = _text(f"Partly met: {_name(row)}: {one_line(_reason(finding))}")
            self._partly.write(f"{mark}{told}".encode())
        self.outcomes[finding.outcome] += 1
        self.kinds[_kind(finding)] += 1
        self.accepted += finding.accepted is not None
        self._tests.write(_test(row, area).encode())

    def write_tests(self, stream: TextSink) -> None:
        """Write the tests in their order, and the list of what is partly met."""
        _copy(self._tests, stream)
        stream.write("    <system-out>")
        _copy(self._partly, stream)
        stream.write("</system-out>\n    <system-err></system-err>\n")


def write_junit(results: Results, stream: TextSink, *, marking: str) -> None:
    """Write one suite an area; `results` hold people's decisions already, and the outcome in force counts.

    Cases are gone through once. What does not fit into a little memory waits in temporary files without names.
    """
    area_of = {one.criterion: one.area for one in results.summary.criteria}
    titles = {**area_titles(results), OTHER_AREA: words.humanise(OTHER_AREA)}
    with ExitStack() as stack:
        suites = {area: _Suite(stack) for area in dict.fromkeys(area_of.values())}
        for row in case_order(results):
            area = area_of.get(row.finding.criterion, OTHER_AREA)
            if area not in suites:
                suites[area] = _Suite(stack)
            suites[area].add(row, area)
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
        for number, (area, suite) in enumerate(suites.items()):
            stream.write(_suite_start(number, area, titles[area], suite.kinds, results.run))
            stream.write(_properties(_about(results.run, suite, marking)))
            suite.write_tests(stream)
            stream.write("  </testsuite>\n")
        stream.write(_expired(results, len(suites), marking))
        stream.write("</testsuites>\n")


def _copy(kept: IO[bytes], stream: TextSink) -> None:
    kept.seek(0)
    for line in kept:
        stream.write(line.decode())


def _suite_start(number: int, area: str, title: str, kinds: Counter[str], run: Run) -> str:
    values = {
        "name": title,
        "package": area,
        "id": str(number),
        "tests": str(kinds.total()),
        "failures": str(kinds["failure"]),
        "errors": str(kinds["error"]),
        "skipped": str(kinds["skipped"]),
        "time": "0",
        "timestamp": f"{_day(run)}T00:00:00",
        "hostname": "localhost",
    }
    return f"  <testsuite{_attributes(values.items())}>\n"


def _expired(results: Results, number: int, marking: str) -> str:
    """Give the suite of exceptions that have expired, each a failure; empty where there are none."""
    told = list(accepted.expired_words(results))
    if not told:
        return ""
    tests = []
    for case, title, author, day in told:
        values = {"classname": f"{EXPIRED}.expired", "name": one_line(f"{title}: {case}"), "time": "0"}
        why = [("type", "expired"), ("message", f"Accepted by {author} until {day}. Renew it or take it out.")]
        tests.append(f"    <testcase{_attributes(values.items())}><failure{_attributes(why)}></failure></testcase>\n")
    start = _suite_start(number, EXPIRED, "Expired exceptions", Counter(failure=len(told)), results.run)
    about = _properties([("marking", marking), ("run", run_id(results.run))])
    empty = "    <system-out></system-out>\n    <system-err></system-err>\n"
    return f"{start}{about}{''.join(tests)}{empty}  </testsuite>\n"


def _kind(finding: Finding) -> str:
    """Say what JUnit makes of a finding. An exception takes the failure from it, but never from an escalation."""
    kind = _KINDS[finding.outcome]
    return "skipped" if kind == "failure" and finding.accepted and not finding.escalate else kind


def _reason(finding: Finding) -> str:
    """Say why, and who answers for it until when where an exception accepts it."""
    taken = finding.accepted
    return f"{finding.reason} {accepted.accepted_words(taken)}" if taken else finding.reason


def _day(run: Run) -> str:
    """Give the audit date; a fixed one where the results hold none."""
    try:
        return date.fromisoformat(str(run.settings.get("as_of"))[:10]).isoformat()
    except ValueError:
        return _NO_DATE


def _about(run: Run, suite: _Suite, marking: str) -> Iterator[tuple[str, str]]:
    yield "marking", marking
    yield "tool", f"caseaudit {run.tool_version}"
    for rubric in run.rubrics:
        yield "rubric", f"{rubric.id}@{rubric.edition}"
    yield "as_of", str(run.settings.get("as_of") or "")
    yield "run", run_id(run)
    for outcome in Outcome:
        yield outcome.value, str(suite.outcomes[outcome])
    yield "faults", str(suite.outcomes[None])
    if suite.accepted:
        yield "accepted", str(suite.accepted)


def _properties(pairs: Iterable[tuple[str, str]]) -> str:
    lines = [f"      <property{_attributes([('name', name), ('value', value)])}/>\n" for name, value in pairs]
    return "    <properties>\n" + "".join(lines) + "    </properties>\n"


def _test(row: FindingRow, area: str) -> str:
    """Give one test; its name holds nothing that changes from run to run, so that a CI system can follow it."""
    values = {"classname": f"{area}.{row.finding.criterion}", "name": _name(row), "time": "0"}
    start = f"    <testcase{_attributes(values.items())}"
    kind = _kind(row.finding)
    if kind == "passed":
        return f"{start}/>\n"
    if kind == "skipped":
        why = f"{row.outcome}: {_reason(row.finding)}"
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
    return _reason(row.finding)


def _body(row: FindingRow) -> str:
    finding = row.finding
    parts = [
        ("Case", f"{row.case.case_id} ({words.CASE_TYPES[row.case.case_type]})"),
        ("Record", row.place),
        ("Reason", finding.reason),
        ("To do", finding.remedy),
        ("Severity", words.SEVERITIES[finding.severity]),
        ("Escalation", "A child may be unsafe now." if finding.escalate else None),
        ("Exception", f"{accepted.accepted_words(finding.accepted)} {accepted.STAYS}" if finding.accepted else None),
        ("Decided by", finding.decided_by),
    ]
    lines = [f"{label}: {one_line(text)}" for label, text in parts if text]
    evidence = row.evidence(MAX_QUOTE)
    return "\n".join(["", *lines, *(["Evidence:", evidence] if evidence else []), ""])


def _attributes(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(f' {name}="{escape(one_line(value))}"' for name, value in pairs)


def _text(text: str) -> str:
    return escape(clean(text), quote=False)
