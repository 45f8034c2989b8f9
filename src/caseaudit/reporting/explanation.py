"""Why a case was judged as it was: each criterion with its clauses, true or false, their evidence, and each cue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from caseaudit.domain.facts import raw_at
from caseaudit.reporting import rows, words
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from caseaudit.checks.base import Result
    from caseaudit.domain.audit import Evidence
    from caseaudit.domain.case_file import CaseFile
    from caseaudit.engine.findings import Trace
    from caseaudit.language.mention import Mention

MAX_QUOTE = 300
INITIALS = 3
"""A name of no more characters counts only as it is written: `May` is not `may`."""
NAME = "[name]"
"""Stands where the record's words hold a name of a child or another person of the case."""


class Masker:
    """Takes the names that a case file lists out of text for the screen; knows what the export held."""

    def __init__(self, case: CaseFile) -> None:
        """Collect the names of the case's children and people."""
        self._raw = case.raw
        lists = [child.names for child in case.children or ()] + [person.names for person in case.people or ()]
        names = {part.strip() for given in lists for name in given or () for part in (name, *name.split())}
        short = sorted((name for name in names if name and len(name) <= INITIALS), key=len, reverse=True)
        long = sorted((name for name in names if len(name) > INITIALS), key=len, reverse=True)
        self._patterns = [
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, group))})(?!\w)", flags)
            for group, flags in ((long, re.IGNORECASE), (short, 0))
            if group
        ]

    def holds(self, path: str) -> bool:
        """Say whether the export had the field at all, blank or not."""
        parent, _, name = path.rpartition(".")
        holder = raw_at(self._raw, parent) if parent else self._raw
        return isinstance(holder, Mapping) and name in holder

    def __call__(self, text: str) -> str:
        """Return the text with each listed name replaced."""
        for pattern in self._patterns:
            text = pattern.sub(NAME, text)
        return text


def show_case(
    case: CaseFile,
    traces: Iterable[tuple[str, Trace]],
    mentions: Mapping[tuple[str, int, int, str], Mention],
    console: Console,
) -> None:
    """Print every trace with its criterion's title. `mentions` are looked up by (path, start, end, concept)."""
    mask = Masker(case)
    console.print(Text(f"Case {one_line(case.case_id)}: {words.CASE_TYPES[case.case_type].lower()}", style="bold"))
    place = rows.place_text(case.source)
    if place:
        console.print(Text(place, style="dim"))
    for title, trace in traces:
        _show_trace(title, trace, mask, mentions, console)


def _show_trace(
    title: str, trace: Trace, mask: Masker, mentions: Mapping[tuple[str, int, int, str], Mention], console: Console
) -> None:
    finding = trace.finding
    whom = f", {finding.subject}" if finding.subject else ""
    console.print()
    console.print(Text(f"{title} ({finding.criterion}{whom})", style="bold"))
    outcome = words.outcome(finding.outcome)
    urgent = " Escalated: a child may be unsafe now." if finding.escalate else ""
    console.print(Padding(Text(f"{outcome}. {mask(one_line(finding.reason))}{urgent}"), (0, 0, 0, 2)))
    if finding.remedy:
        console.print(Padding(Text(f"To do: {one_line(finding.remedy)}"), (0, 0, 0, 2)))
    for rung, result in trace.clauses:
        tree = _clause(result, mask, mentions, prefix=f"{rung}: ")
        console.print(Padding(tree, (0, 0, 0, 2)))


def _clause(
    result: Result, mask: Masker, mentions: Mapping[tuple[str, int, int, str], Mention], prefix: str = ""
) -> Tree:
    """One clause, its parts below it; evidence stands where it was found, not again above."""
    label = Text(prefix, style="dim")
    label.append(f"[{result.truth.value}] ", style="bold")
    said = [one_line(part) for part in (result.label, result.because) if part]
    label.append(mask(": ".join(dict.fromkeys(said)) or "no words"))
    tree = Tree(label, guide_style="dim")
    for part in result.clauses:
        tree.children.append(_clause(part, mask, mentions))
    below = {evidence for part in result.clauses for evidence in _all_places(part)}
    for evidence in result.evidence:
        if _place(evidence) not in below:
            _evidence(tree, evidence, mask, mentions)
    if result.scope:
        tree.add(Text(f"searched: {one_line(result.scope)}", style="dim"))
    return tree


def _all_places(result: Result) -> Iterable[tuple[str, int | None, int | None, str | None]]:
    yield from map(_place, result.evidence)
    for part in result.clauses:
        yield from _all_places(part)


def _place(evidence: Evidence) -> tuple[str, int | None, int | None, str | None]:
    return evidence.path, evidence.start, evidence.end, evidence.concept


def _evidence(
    tree: Tree, evidence: Evidence, mask: Masker, mentions: Mapping[tuple[str, int, int, str], Mention]
) -> None:
    if evidence.quote is None:
        absent = evidence.value is None and not mask.holds(evidence.path)
        said = f"{evidence.path}: not in the export" if absent else rows.evidence_text(evidence, MAX_QUOTE)
        tree.add(Text(mask(said)))
        return
    against = "against this: " if evidence.contrary else ""
    quote = shorten(mask(one_line(evidence.quote)), MAX_QUOTE)
    node = tree.add(
        Text(f"{against}\u201c{quote}\u201d ({rows.evidence_place(evidence)}, characters {_span(evidence)})")
    )
    read = [words.STATUSES[evidence.status].lower()] if evidence.status else []
    read += [words.SPEAKERS[evidence.speaker].lower()] if evidence.speaker else []
    node.add(Text(f"read as {evidence.concept}: {', '.join(read)}", style="dim"))
    if evidence.preferred:
        node.add(Text(f"write instead: {one_line(evidence.preferred)}"))
    if evidence.why:
        node.add(Text(f"why: {one_line(evidence.why)}"))
    key = (evidence.path, evidence.start or 0, evidence.end or 0, evidence.concept or "")
    for cue in mentions[key].cues if key in mentions else ():
        shown = f" \u201c{shorten(mask(one_line(cue.quote)), MAX_QUOTE)}\u201d" if cue.quote else ""
        value = cue.value.replace("_", " ")
        node.add(Text(f"cue for {cue.axis} {value}: {cue.cue}{shown}", style="dim"))


def _span(evidence: Evidence) -> str:
    return f"{evidence.start} to {evidence.end}"
