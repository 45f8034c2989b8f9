"""Questions to which auditors, or an auditor and the machine, gave different answers, worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from caseaudit.domain.audit import Finding, Results
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.review.decisions import Decision, Key
from caseaudit.review.independent import Readings, by_place

SCALE = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.MET)
"""The outcomes that are ordered, worst first; the others are set aside and counted."""
MACHINE = "the machine"

Against = Literal["people", "machine"]
_SEVERITIES = tuple(Severity)
_STEP, _IN_OR_OUT, _BOTH_OUT = 2, 2, 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What one auditor, or the machine, said to a question."""

    by: str
    outcome: Outcome
    reason: str
    blind: bool
    """True of a person who did not see the machine's answer; never of the machine."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question to which the answers differ."""

    key: Key
    title: str
    answers: tuple[Answer, ...]
    machine: Outcome | None
    severity: Severity | None
    """None where the results were not given."""
    escalates: bool
    """The criterion escalates when not met, and somebody says not met."""
    distance: int
    """4: met against not met. 2: a step apart, or one of them in no rate. 1: both in no rate."""
    moderation: Decision | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the results say of the criteria and findings."""

    titles: Mapping[str, str]
    escalating: frozenset[str]
    severities: Mapping[str, Severity]
    findings: Mapping[Key, Finding]

    @classmethod
    def of(cls, results: Results | None) -> Known:
        """Look the results up; without them nothing is known."""
        if results is None:
            return cls({}, frozenset(), {}, {})
        criteria = results.summary.criteria
        return cls(
            {one.criterion: one.title for one in criteria},
            frozenset(one.criterion for one in criteria if one.escalate),
            {one.criterion: one.severity for one in criteria},
            {
                (case.case_id, finding.criterion, finding.subject): finding
                for case in results.cases
                for finding in case.findings
            },
        )

    def title(self, criterion: str) -> str:
        """Return the criterion's title, its id where that is all there is."""
        return self.titles.get(criterion) or criterion


def distance(first: Outcome, second: Outcome) -> int:
    """Return how far two answers lie apart: 0 where they are the same, 4 where one is met and one not met.

    Each step on the scale counts two, and so does an answer that is in no rate against one that is: it moves the
    figures by one case. Two different answers that are in no rate count one.
    """
    if first == second:
        return 0
    if first in SCALE and second in SCALE:
        return _STEP * abs(SCALE.index(first) - SCALE.index(second))
    return _IN_OR_OUT if first in SCALE or second in SCALE else _BOTH_OUT


def disagreements_of(readings: Readings, known: Known, against: Against) -> tuple[Disagreement, ...]:
    """List every question whose first readings differ, or differ from the machine's answer."""
    found = []
    for key, marks in readings.first.items():
        answers = [_answer(name, one) for name, one in marks.items()]
        machine = next((one.machine for one in marks.values() if one.machine is not None), None)
        if against == "machine":
            if machine is None:
                continue
            finding = known.findings.get(key)
            answers = [Answer(MACHINE, machine, finding.reason if finding else "", blind=False), *answers]
            apart = max(distance(machine, answer.outcome) for answer in answers)
        else:
            apart = max((distance(a.outcome, b.outcome) for a, b in combinations(answers, 2)), default=0)
        if apart:
            found.append(_found(key, answers, machine, apart, known, readings.moderated.get(key)))
    return tuple(sorted(found, key=_worst_first))


def _answer(name: str, decision: Decision) -> Answer:
    told = [text for text in (decision.reason, decision.comment) if text]
    return Answer(name, decision.person, " - ".join(told), decision.blind)


def _found(
    key: Key,
    answers: Sequence[Answer],
    machine: Outcome | None,
    apart: int,
    known: Known,
    moderation: Decision | None,
) -> Disagreement:
    criterion, finding = key[1], known.findings.get(key)
    not_met = any(answer.outcome == Outcome.NOT_MET for answer in answers)
    return Disagreement(
        key,
        known.title(criterion),
        tuple(answers),
        machine,
        finding.severity if finding else known.severities.get(criterion),
        escalates=criterion in known.escalating and not_met,
        distance=apart,
        moderation=moderation,
    )


def _worst_first(one: Disagreement) -> tuple[int, int, bool, tuple[str, str, str]]:
    severity = _SEVERITIES.index(one.severity) if one.severity else len(_SEVERITIES)
    return (-one.distance, severity, not one.escalates, by_place(one.key))
