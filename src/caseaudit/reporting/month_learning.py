"""What a month teaches: what was done well, what most often falls short and why, and who is to do what by when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.rulings import key_of, why_decided
from caseaudit.reporting.text import one_line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from caseaudit.reporting.rows import CriterionRow, FindingRow
    from caseaudit.reporting.rulings import Rulings

THEMES, REASONS, REASON_LIMIT = 8, 3, 200
_FELL_SHORT = (Outcome.NOT_MET, Outcome.PARTLY_MET)


@dataclass(frozen=True, slots=True)
class Theme:
    """A criterion that falls short often."""

    row: CriterionRow
    cases: int
    """Cases in which it was partly met or not met."""
    reasons: tuple[tuple[str, int], ...]
    """The commonest reasons, each with how many findings give it."""


@dataclass(frozen=True, slots=True)
class Good:
    """Good practice that a reader saw."""

    text: str
    case_id: str
    title: str
    who: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do."""

    action: str
    owner: str
    due: date | None
    case_id: str
    title: str
    who: str


def themes(
    rows: Sequence[CriterionRow], findings: Iterable[FindingRow], found: Rulings, limit: int = THEMES
) -> list[Theme]:
    """The criteria that most cases fell short of, most first, with the commonest reasons."""
    reasons: dict[str, Counter[str]] = {}
    for row in findings:
        if row.finding.outcome in _FELL_SHORT:
            text = why_decided(row, found) if row.finding.override else row.finding.reason
            reasons.setdefault(row.finding.criterion, Counter())[shorten(one_line(text), REASON_LIMIT)] += 1
    short = [(row, row.summary.partly_met + row.summary.not_met) for row in rows]
    often = sorted((pair for pair in short if pair[1]), key=lambda pair: -pair[1])[:limit]
    return [Theme(row, count, _commonest(reasons.get(row.summary.criterion, Counter()))) for row, count in often]


def _commonest(reasons: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Most frequent first; those as frequent in the order of their words, so that nothing hangs on the input's."""
    return tuple(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:REASONS])


def good_practice(findings: Sequence[FindingRow], found: Rulings) -> list[Good]:
    """Everything that readers noted as done well, in the order of the cases."""
    titles = {key_of(row): row.title for row in findings}
    noted = [
        Good(one_line(one.good_practice), key[0], titles.get(key, key[1]), one_line(one.auditor))
        for key in _in_order(findings, found)
        for one in found.standing[key]
        if one.good_practice and one.good_practice.strip()
    ]
    once: dict[tuple[str, str], Good] = {}
    for one in noted:
        once.setdefault((one.text, one.case_id), one)
    return list(once.values())


def tasks(findings: Sequence[FindingRow], found: Rulings) -> list[Task]:
    """Every action that a reader asked for, by due date; those without a date last."""
    titles = {key_of(row): row.title for row in findings}
    every = [
        Task(
            one_line(one.action),
            one_line(one.owner or ""),
            one.due,
            key[0],
            titles.get(key, key[1]),
            one_line(one.auditor),
        )
        for key in _in_order(findings, found)
        for one in found.standing[key]
        if one.action and one.action.strip()
    ]
    once: dict[tuple[object, ...], Task] = {}
    for task in every:
        once.setdefault((task.action, task.owner, task.due, task.case_id), task)
    return sorted(once.values(), key=lambda task: (task.due is None, task.due or date.max))


def _in_order(findings: Sequence[FindingRow], found: Rulings) -> list[tuple[str, str, str | None]]:
    """Questions that were read, in the order of the findings."""
    return list(dict.fromkeys(key for row in findings if (key := key_of(row)) in found.standing))


def overruled(findings: Iterable[FindingRow]) -> list[FindingRow]:
    """Findings in which a person gave another answer than the machine."""
    return [row for row in findings if row.finding.override is not None]
