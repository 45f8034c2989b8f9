"""The one view of the results that every writer shares: plain words, one order, no statistics of its own.

Console, workbook, CSV and HTML all say a thing in the same words because they all take them from here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from caseaudit.domain.vocabulary import WORST_FIRST, Outcome, Severity
from caseaudit.reporting import words
from caseaudit.reporting.figures import baseline_text, compatible_text, count_text, interval_text
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import (
        CaseAudit,
        CriterionSummary,
        Evidence,
        Finding,
        Interval,
        Results,
        Source,
    )

_SEVERITIES = tuple(Severity)
_URGENCY: dict[Outcome | None, int] = {
    Outcome.NOT_MET: 0,
    Outcome.PARTLY_MET: 0,
    None: 0,
    Outcome.CANNOT_ASSESS: 1,
    Outcome.MET: 2,
    Outcome.NOT_APPLICABLE: 2,
}
_WITHIN_SEVERITY: dict[Outcome | None, int] = {
    Outcome.NOT_MET: 0,
    Outcome.PARTLY_MET: 1,
    None: 2,
    Outcome.CANNOT_ASSESS: 3,
    Outcome.MET: 4,
    Outcome.NOT_APPLICABLE: 5,
}
_PLACES = {
    (escalate, outcome, severity): at
    for at, (escalate, outcome, severity) in enumerate(
        sorted(
            product((True, False), _URGENCY, _SEVERITIES),
            key=lambda one: (not one[0], _URGENCY[one[1]], _SEVERITIES.index(one[2]), _WITHIN_SEVERITY[one[1]]),
        )
    )
}
"""(escalates, outcome, severity) to its place in the order of `urgency`."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with its case, and the words of its criterion."""

    case: CaseAudit
    case_number: int
    """Place of the case in the results, from 0."""
    finding: Finding
    criterion_number: int
    """Place of the criterion in the summary, from 0; criteria the summary lacks come after it."""
    title: str
    area: str

    @property
    def outcome(self) -> str:
        """The outcome in force, in words."""
        return words.outcome(self.finding.outcome)

    @property
    def machine_outcome(self) -> Outcome | None:
        """What the machine proposed, whatever a person made of it since."""
        override = self.finding.override
        return override.machine_outcome if override else self.finding.outcome

    @property
    def decided(self) -> bool:
        """Whether a person has confirmed or overridden this finding."""
        return self.finding.decided_by == "person"

    @property
    def subject(self) -> str:
        """The child or person judged; empty for the whole case."""
        return self.finding.subject or ""

    @property
    def child(self) -> str:
        """The subject where it has an id of its own: on a form about one child both ids can be the same."""
        return "" if self.subject == self.case.case_id else self.subject

    @property
    def place(self) -> str:
        """File and row of the record in the export."""
        return place_text(self.case.source)

    def evidence(self, limit: int | None = None) -> str:
        """Every piece of evidence, one a line; where there is none, what was searched."""
        lines = [evidence_text(item, limit) for item in self.finding.evidence]
        if not lines and self.finding.scope:
            return f"Searched: {self.finding.scope}"
        return "\n".join(lines)

    @property
    def preferred(self) -> str:
        """Wording to use instead, each once, in the order of the evidence."""
        return "\n".join(dict.fromkeys(item.preferred for item in self.finding.evidence if item.preferred))


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of the summary, with its figures in words."""

    summary: CriterionSummary
    area: str

    @property
    def counted(self) -> str:
        """Which outcomes the rate counts: those that the baseline counts, not met where there is none."""
        return words.COUNTED[self.counts]

    @property
    def counts(self) -> str:
        """`not_met` or `short`."""
        return self.summary.baseline.counts if self.summary.baseline else "not_met"

    @property
    def count(self) -> int:
        """Cases in the sense of `counted`."""
        short = self.summary.partly_met if self.counts == "short" else 0
        return self.summary.not_met + short

    @property
    def rate(self) -> float | None:
        """The record's own rate in the sense of `counted`; None when nothing was assessed."""
        return self.summary.short_rate if self.counts == "short" else self.summary.not_met_rate

    @property
    def rate_text(self) -> str:
        """`17 of 48 (35.4%)`, or `—` when nothing was assessed."""
        return count_text(self.count, self.summary.assessed, self.rate)

    @property
    def interval(self) -> str:
        """`23.4% to 49.6%`, or `—`."""
        return interval_text(self.summary.interval)

    @property
    def among(self) -> str:
        """The case types that the inspection's figure is about, in words; empty when it is about all."""
        figure = self.summary.baseline
        return ", ".join(words.CASE_TYPES[kind] for kind in figure.among) if figure else ""

    @property
    def compared(self) -> tuple[int, int, Interval | None]:
        """Our count, of how many, and its interval, among the case types of the inspection's figure."""
        figure = self.summary.baseline
        if figure is None or figure.our_count is None or figure.our_of is None:
            return self.count, self.summary.assessed, self.summary.interval
        return figure.our_count, figure.our_of, figure.our_interval

    @property
    def baseline(self) -> str:
        """The inspection's own figure, `17 of 48 (35.4%)`, or `—`."""
        return baseline_text(self.summary.baseline)

    @property
    def baseline_interval(self) -> str:
        """The interval of the inspection's figure, or `—`."""
        return interval_text(self.summary.baseline.interval if self.summary.baseline else None)

    @property
    def compatible(self) -> str:
        """Whether our interval and the inspection's overlap: `Yes`, `No` or `—`."""
        return compatible_text(self.summary.baseline)


def place_text(source: Source | None) -> str:
    """`case-files.jsonl, row 12`; empty when the reader gave no place."""
    if source is None:
        return ""
    parts = [source.file, source.table, f"row {source.row}" if source.row is not None else None]
    return ", ".join(part for part in parts if part)


def value_text(value: Any) -> str:
    """A field's raw value in words: `(blank)` for what was there to fill and was not."""
    if value is None or value in ("", [], {}):
        return "(blank)"
    if isinstance(value, str):
        return f'"{value}"' if value != value.strip() else value
    return json.dumps(value, ensure_ascii=False, default=str)


def evidence_text(item: Evidence, limit: int | None = None) -> str:
    """`“the words” in “their sentence” (entry N3)` for text, `children[0].ethnicity = NS` for a field.

    `limit` shortens the words. What speaks against the outcome is said to.
    """
    if item.quote is not None:
        quote = one_line(item.quote)
        shown = f"“{shorten(quote, limit) if limit else quote}”"
        if item.sentence:
            around = one_line(item.sentence)
            shown += f" in “{shorten(around, limit) if limit else around}”"
        shown += f" ({evidence_place(item)})"
    else:
        value = one_line(value_text(item.value))
        shown = f"{item.path} = {shorten(value, limit) if limit else value}"
    return f"Against this: {shown}" if item.contrary else shown


def evidence_place(item: Evidence) -> str:
    """`entry N3`, else the path into the case file."""
    return f"entry {item.entry_id}" if item.entry_id else item.path


def area_titles(results: Results) -> dict[str, str]:
    """Area id to its title; an id without a title is put into words."""
    titles = {criterion.area: words.humanise(criterion.area) for criterion in results.summary.criteria}
    titles.update({area.area: area.title or words.humanise(area.area) for area in results.summary.areas})
    return titles


def criterion_rows(results: Results) -> list[CriterionRow]:
    """The summary's criteria in the rubric's order."""
    areas = area_titles(results)
    return [CriterionRow(summary, areas[summary.area]) for summary in results.summary.criteria]


class RowMaker:
    """Makes the rows of one audit: knows its criteria's titles, areas and places."""

    def __init__(self, results: Results) -> None:
        areas, criteria = area_titles(results), results.summary.criteria
        self._known = {one.criterion: (at, one.title, areas[one.area]) for at, one in enumerate(criteria)}
        self._others: dict[str, tuple[int, str, str]] = {}

    def __call__(self, case_number: int, case: CaseAudit, finding: Finding) -> FindingRow:
        """Put a finding beside its case."""
        criterion = finding.criterion
        known = self._known.get(criterion) or self._others.get(criterion)
        if known is None:
            known = self._others[criterion] = (len(self._known) + len(self._others), "", "")
        number, title, area = known
        return FindingRow(case, case_number, finding, number, title or words.humanise(criterion), area)


def bare(case: CaseAudit) -> CaseAudit:
    """The case without its findings: what a list of rows may hold of each case of a large batch."""
    return replace(case, findings=())


def case_order(results: Results) -> Iterator[FindingRow]:
    """Every finding, case by case, as the results hold them."""
    make = RowMaker(results)
    for case_number, case in enumerate(results.cases):
        for finding in case.findings:
            yield make(case_number, case, finding)


def case_outcomes(case: CaseAudit) -> dict[str, Outcome | None]:
    """Criterion id to the case's one outcome, the worst of its subjects; None where a fault left no outcome at all."""
    found: dict[str, list[Outcome | None]] = {}
    for finding in case.findings:
        found.setdefault(finding.criterion, []).append(finding.outcome)
    return {
        criterion: next((outcome for outcome in WORST_FIRST if outcome in outcomes), None)
        for criterion, outcomes in found.items()
    }


def urgency(finding: Finding) -> int:
    """How soon a finding is to be read, the least first; findings as urgent as each other keep their order.

    Escalations first; then what falls short by severity; then what a person must look at; then the rest. Within that by
    severity, not met before partly met before faults.
    """
    return _PLACES[finding.escalate, finding.outcome, finding.severity]
