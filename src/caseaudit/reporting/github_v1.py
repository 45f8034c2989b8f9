"""Results as annotations of a GitHub build: the worst of what is not met, and what went wrong with the run itself.

A build's log is read by many, so a line names criterion, case, child and what to do, and never quotes the record: no
reason, no evidence, no value. GitHub shows ten errors and ten warnings of a step, so the worst ten of each come first.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting import accepted, words
from caseaudit.reporting.figures import percent
from caseaudit.reporting.foremost import Foremost
from caseaudit.reporting.github_lines import command_line
from caseaudit.reporting.rows import RowMaker, bare, urgency
from caseaudit.reporting.rulings import day_words
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caseaudit.domain.audit import Finding, Results, SetAside
    from caseaudit.reporting.github_lines import Level
    from caseaudit.reporting.json_v1 import TextSink
    from caseaudit.reporting.rows import FindingRow

LIMIT = 50
"""Findings that are told, at most."""
SHOWN = 10
"""Annotations of one level that GitHub shows for a step."""
TOLD = 3
"""Expired exceptions, and records set aside, that have a line each: findings are to have room beside them."""

_LEVELS: tuple[Level, ...] = ("error", "warning", "notice")
_BY_SEVERITY: dict[Severity, Level] = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}


def write_github(results: Results, stream: TextSink, *, limit: int = LIMIT) -> None:
    """Write a line for each of the worst findings, and a last one with the counts and how many more there are.

    At most `limit` findings, by urgency, with room for ten of each level where there are so many. What is not met
    counts, and every escalation. Cases are gone through once, and memory holds `limit` findings of each level.
    """
    if limit < 1:
        raise ValueError("limit must be at least 1")
    remedies = {one.criterion: one.remedy for one in results.summary.criteria}
    found = _foremost(results, limit)
    shares = _shares({level: min(found[level].offered, limit) for level in _LEVELS}, limit)
    told = 0
    for level in _LEVELS:
        for line in _of_the_run(results, level):
            stream.write(line)
        for row in islice(found[level].first(), shares[level]):
            stream.write(_line(row, level, remedies.get(row.finding.criterion, "")))
            told += 1
    stream.write(_summary(results, sum(one.offered for one in found.values()) - told))


def _foremost(results: Results, limit: int) -> dict[Level, Foremost[FindingRow]]:
    found: dict[Level, Foremost[FindingRow]] = {level: Foremost(limit) for level in _LEVELS}
    make = RowMaker(results)
    for number, case in enumerate(results.cases):
        for finding in case.findings:
            if not finding.escalate and finding.outcome is not Outcome.NOT_MET:
                continue
            held, key = found[level_of(finding)], urgency(finding)
            if held.wants(key):
                held.offer(key, make(number, bare(case), finding))
            else:
                held.pass_by()
    return found


def level_of(finding: Finding) -> Level:
    """Say how loudly a finding is told. An exception makes it a notice, but never an escalation."""
    if finding.escalate:
        return "error"
    return "notice" if finding.accepted else _BY_SEVERITY[finding.severity]


def _shares(offered: Mapping[Level, int], limit: int) -> dict[Level, int]:
    """Share the lines out: first what GitHub shows of each level, then the rest to the worst."""
    shares: dict[Level, int] = dict.fromkeys(_LEVELS, 0)
    for most in (SHOWN, limit):
        for level in _LEVELS:
            free = limit - sum(shares.values())
            shares[level] += min(free, max(0, min(offered[level], most) - shares[level]))
    return shares


def _line(row: FindingRow, level: Level, remedy: str) -> str:
    finding, source = row.finding, row.case.source
    place: dict[str, object] = {}
    if source and source.file:
        place["file"] = one_line(source.file)
        if source.row is not None and source.row >= 1:
            place["line"] = source.row
    severity = words.SEVERITIES[finding.severity].lower()
    title = "Escalation: a child may be unsafe now" if finding.escalate else f"{row.outcome} ({severity})"
    subject = f" ({one_line(row.subject)})" if row.subject else ""
    parts = [f"{one_line(row.title)}: {row.outcome.lower()} in {one_line(row.case.case_id)}{subject}."]
    if finding.accepted:
        # The day and who answers for it; the reason may tell of the case.
        title = f"{title}, accepted"
        parts.append(
            f"Accepted by {one_line(finding.accepted.author)} until {one_line(day_words(finding.accepted.expires))}."
        )
        if finding.escalate:
            parts.append(accepted.STAYS)
    return command_line(level, {**place, "title": title}, " ".join([*parts, one_line(remedy)]).rstrip())


def _of_the_run(results: Results, level: Level) -> Iterator[str]:
    """What is wrong with the run rather than with a case."""
    if level == "error":
        yield from _faults(results)
        yield from _expired(results)
    if level == "warning":
        yield from _set_aside(results)


def _faults(results: Results) -> Iterator[str]:
    if results.summary.faults:
        failing = [f"{one_line(one.title)} ({one.faults:,})" for one in results.summary.criteria if one.faults]
        said = f"{_counted(results.summary.faults, 'check')} failed inside caseaudit: {_listed(failing)}."
        yield command_line("error", {"title": "Fault"}, f"{said} This says nothing about the cases.")


def _expired(results: Results) -> Iterator[str]:
    every = list(accepted.expired_words(results))
    for case, title, author, day in every[:TOLD]:
        said = f"{title} in {case}: accepted by {author} until {day}. Renew it or take it out."
        yield command_line("error", {"title": "Expired exception"}, one_line(said))
    if len(every) > TOLD:
        yield command_line("error", {"title": "Expired exceptions"}, f"{len(every) - TOLD:,} more have expired.")


def _set_aside(results: Results) -> Iterator[str]:
    for record in islice(results.set_aside, TOLD):
        yield command_line("warning", _aside_place(record), "The record could not be audited and is in no count.")
    more = len(results.set_aside) - TOLD
    if more > 0:
        yield command_line("warning", {"title": "Records set aside"}, f"{_counted(more, 'more record')} set aside.")


def _aside_place(record: SetAside) -> dict[str, object]:
    line = record.row or record.line
    place: dict[str, object] = {"file": one_line(record.file), **({"line": line} if line and line > 0 else {})}
    return {**place, "title": "Record set aside"}


def _summary(results: Results, more: int) -> str:
    summary = results.summary
    said = [
        f"{_counted(summary.cases, 'case')} audited as at {one_line(str(results.run.settings.get('as_of') or '?'))}",
        f"{_counted(summary.escalations, 'case')} with an escalation",
        f"score {percent(summary.score)}",
    ]
    said += [f"{_counted(summary.accepted, 'finding')} accepted"] if summary.accepted else []
    said += [f"{_counted(len(results.set_aside), 'record')} set aside"] if results.set_aside else []
    text = "; ".join(said) + "."
    if more > 0:
        text += f" {_counted(more, 'more finding')} not told here: the files written with -o hold them all."
    return command_line("notice", {"title": "caseaudit"}, text)


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
