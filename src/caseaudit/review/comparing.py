"""How far auditors agree with each other, or with the machine, and where they differ, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from caseaudit.domain.audit import Results
from caseaudit.engine.agreement import Agreement, Marked, agree, pairwise
from caseaudit.errors import InputError
from caseaudit.review.decisions import Decision, same_name
from caseaudit.review.disagreements import MACHINE, SCALE, Against, Disagreement, Known, disagreements_of
from caseaudit.review.independent import Marks, Readings, sort_readings

CATEGORIES = tuple(outcome.value for outcome in SCALE)
PEOPLE = "people"

Kind = Literal["blind", "open", "mixed"]
"""How a set of readings was made: without sight of the machine's answer, with it, or some so and some so."""
_PAIR = 2


@dataclass(frozen=True, slots=True)
class OneCriterion:
    """The agreement on one criterion."""

    criterion: str
    title: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Group:
    """Agreement among readings made in the same way."""

    kind: Kind
    overall: Agreement
    criteria: tuple[OneCriterion, ...]
    pairs: tuple[Agreement, ...]
    """Each pair of auditors over all criteria; against the machine, each auditor. Empty for just two auditors."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How much one auditor read."""

    auditor: str
    readings: int
    blind: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`review compare`: everything it shows."""

    run: str
    rubric: str
    against: Against
    auditors: tuple[Counted, ...]
    groups: tuple[Group, ...]
    disagreements: tuple[Disagreement, ...]
    moderated: int
    """Of the disagreements, those that a moderator has settled."""
    repeated: int
    notes: tuple[str, ...]
    """What a reader must know: no overlap, replaced readings, moderations left out."""


def compare_readings(
    decisions: Sequence[Decision], *, results: Results | None = None, against: Against = "people"
) -> Comparison:
    """Compare independent first readings; moderated decisions never count. `results` gives titles and severities.

    Raises ValueError without decisions (there is then no run to name), InputError for an auditor called the machine.
    """
    if not decisions:
        raise ValueError("there are no decisions to compare")
    readings = sort_readings(decisions)
    if any(same_name(name) == MACHINE for name in readings.auditors):
        raise InputError(f"An auditor is called {MACHINE!r}", remedy="Give auditors initials or ids of their own.")
    known = Known.of(results)
    units = _units(readings, against)
    groups = tuple(_group(kind, marks, known, against) for kind, marks in units.items() if marks)
    groups = tuple(group for group in groups if group.overall.units)
    disagreements = disagreements_of(readings, known, against)
    return Comparison(
        run=decisions[0].run,
        rubric=decisions[0].rubric,
        against=against,
        auditors=_counted(readings),
        groups=groups,
        disagreements=disagreements,
        moderated=sum(one.moderation is not None for one in disagreements),
        repeated=readings.repeated,
        notes=tuple(_notes(readings, against, figures=bool(groups))),
    )


_Units = list[tuple[str, Marked]]
"""Criterion and what was answered to one question of it."""


def _units(readings: Readings, against: Against) -> dict[Kind, _Units]:
    if against == "machine":
        return {"blind": _against_machine(readings.blind), "open": _against_machine(readings.open)}
    mixed = {
        key: marks for key, marks in readings.first.items() if len({reading.blind for reading in marks.values()}) > 1
    }
    return {"blind": _marked(readings.blind), "open": _marked(readings.open), "mixed": _marked(mixed)}


def _marked(readings: Marks) -> _Units:
    return [
        (criterion, Marked(case, {name: one.person.value for name, one in marks.items()}))
        for (case, criterion, _), marks in readings.items()
    ]


def _against_machine(readings: Marks) -> _Units:
    """One unit to each reading of a question on which the machine gave an answer; its case ties them together."""
    return [
        (criterion, Marked(case, {MACHINE: one.machine.value, name: one.person.value}))
        for (case, criterion, _), marks in readings.items()
        for name, one in marks.items()
        if one.machine is not None
    ]


def _group(kind: Kind, marks: _Units, known: Known, against: Against) -> Group:
    pooled = [(criterion, _pooled(unit) if against == "machine" else unit) for criterion, unit in marks]
    units = [unit for _, unit in marks]
    people = sorted({name for unit in units for name in unit.marks} - ({MACHINE} if against == "machine" else set()))
    names = (MACHINE, PEOPLE) if against == "machine" else people
    by_criterion: dict[str, list[Marked]] = {}
    for criterion, unit in pooled:
        by_criterion.setdefault(criterion, []).append(unit)
    order = [*(one for one in known.titles if one in by_criterion), *sorted(set(by_criterion) - set(known.titles))]
    return Group(
        kind,
        agree([unit for _, unit in pooled], CATEGORIES, ordered=True, auditors=names),
        tuple(
            OneCriterion(one, known.title(one), agree(by_criterion[one], CATEGORIES, ordered=True, auditors=names))
            for one in order
        ),
        _pairs(units, people, against),
    )


def _pooled(unit: Marked) -> Marked:
    """The same answers, where it does not matter which person gave one."""
    return Marked(unit.case, {MACHINE if name == MACHINE else PEOPLE: mark for name, mark in unit.marks.items()})


def _pairs(units: Sequence[Marked], people: Sequence[str], against: Against) -> tuple[Agreement, ...]:
    if against == "people":
        return pairwise(units, CATEGORIES, ordered=True) if len(people) > _PAIR else ()
    if len(people) == 1:
        return ()
    theirs = {name: [unit for unit in units if name in unit.marks] for name in people}
    return tuple(agree(theirs[name], CATEGORIES, ordered=True, auditors=(MACHINE, name)) for name in people)


def _counted(readings: Readings) -> tuple[Counted, ...]:
    counts = {name: [0, 0] for name in readings.auditors}
    for marks in readings.first.values():
        for name, one in marks.items():
            counts[name][0] += 1
            counts[name][1] += one.blind
    return tuple(Counted(name, *count) for name, count in counts.items())


def _notes(readings: Readings, against: Against, *, figures: bool) -> Iterable[str]:
    names = readings.auditors
    apart = list(_overlaps(readings, names)) if against == "people" else []
    yield from apart
    if not names:
        yield "There is no first reading: nothing can be compared."
    elif not figures and len(apart) < max(1, len(names) * (len(names) - 1) // 2):
        yield "No question has two answers that are met, partly met or not met: there are no figures of agreement."
    if readings.repeated:
        noun = "reading was" if readings.repeated == 1 else "readings were"
        yield f"{readings.repeated:,} first {noun} replaced by the same auditor's later one: the latest counts."
    if readings.moderated:
        noun = "decision is" if len(readings.moderated) == 1 else "decisions are"
        yield f"{len(readings.moderated):,} moderated {noun} left out: agreement is of independent first readings."


def _overlaps(readings: Readings, names: Sequence[str]) -> Iterable[str]:
    if len(names) == 1:
        yield f"All first readings are {names[0]}'s: there is nobody to compare them with but the machine."
        return
    for one, other in combinations(names, 2):
        if not readings.of(one) & readings.of(other):
            yield f"{one} and {other} read no question in common: how far they agree cannot be said."
