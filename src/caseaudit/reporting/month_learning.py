"""What a month teaches: what was done well, what most often falls short and why, and who is to do what by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from caseaudit.reporting.month_reasons import Reason
    from caseaudit.reporting.rows import CriterionRow
    from caseaudit.reporting.rulings import Rulings
    from caseaudit.review.decisions import Key

THEMES = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """A criterion that falls short often."""

    row: CriterionRow
    cases: int
    """Cases in which it was partly met or not met."""
    reasons: tuple[Reason, ...]
    """The commonest reasons, where they were gathered."""


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


def themes(rows: Iterable[CriterionRow], reasons: Mapping[str, tuple[Reason, ...]], limit: int = THEMES) -> list[Theme]:
    """The criteria that most cases fell short of, most first, with the commonest reasons."""
    short = [(row, row.summary.partly_met + row.summary.not_met) for row in rows]
    often = sorted((pair for pair in short if pair[1]), key=lambda pair: -pair[1])[:limit]
    return [Theme(row, count, reasons.get(row.summary.criterion, ())) for row, count in often]


def good_practice(questions: Mapping[Key, str], found: Rulings) -> list[Good]:
    """Everything that readers noted as done well. `questions`: those that were read, in order, with their titles."""
    noted = [
        Good(one_line(one.good_practice), key[0], title, one_line(one.auditor))
        for key, title in questions.items()
        for one in found.standing[key]
        if one.good_practice and one.good_practice.strip()
    ]
    once: dict[tuple[str, str], Good] = {}
    for one in noted:
        once.setdefault((one.text, one.case_id), one)
    return list(once.values())


def tasks(questions: Mapping[Key, str], found: Rulings) -> list[Task]:
    """Every action that a reader asked for, by due date; those without a date last."""
    every = [
        Task(
            one_line(one.action),
            one_line(one.owner or ""),
            one.due,
            key[0],
            title,
            one_line(one.auditor),
        )
        for key, title in questions.items()
        for one in found.standing[key]
        if one.action and one.action.strip()
    ]
    once: dict[tuple[object, ...], Task] = {}
    for task in every:
        once.setdefault((task.action, task.owner, task.due, task.case_id), task)
    return sorted(once.values(), key=lambda task: (task.due is None, task.due or date.max))
