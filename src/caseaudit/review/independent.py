"""Which readings count when auditors are compared: independent first readings, each auditor's latest on a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from caseaudit.errors import InputError
from caseaudit.review.decisions import Decision, Key, Reading, latest

SHOWN_DIGITS = 12

Marks = Mapping[Key, Mapping[str, Decision]]
"""Question to auditor to that auditor's latest first reading, in order of case, criterion and subject."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Decisions sorted into what is compared and what is not."""

    first: Marks
    blind: Marks
    """Readings made without sight of the machine's answer."""
    open: Marks
    """Readings made with the machine's answer in view."""
    moderated: Mapping[Key, Decision]
    """The latest moderation of a question."""
    repeated: int
    """First readings that the same auditor replaced by a later one."""

    @property
    def auditors(self) -> tuple[str, ...]:
        """Everybody who made a first reading, in order of name."""
        return tuple(sorted({name for marks in self.first.values() for name in marks}))

    def of(self, auditor: str) -> frozenset[Key]:
        """Return the questions that an auditor answered."""
        return frozenset(key for key, marks in self.first.items() if auditor in marks)


def sort_readings(decisions: Iterable[Decision]) -> Readings:
    """Sort decisions; a line that only repeats what its author's answer is already counts once.

    The latest reading is the last in the order given: a decisions file only grows, and somebody who goes back to an
    earlier answer stands in it again with the very same content. A reading with the machine's answer
    in view does not replace a blind one among the blind readings. Auditors are the same whatever the case and spacing
    of their initials.
    """
    told = _changes(decisions)
    first = [one for one in told if one.reading == "first"]
    names: dict[str, str] = {}
    for one in first:
        names.setdefault(one.who, " ".join(one.auditor.split()))
    standing = _marks(first, names)
    return Readings(
        first=standing,
        blind=_marks([one for one in first if one.blind], names),
        open=_marks([one for one in first if not one.blind], names),
        moderated={one.key: one for one in told if one.reading == "moderation"},
        repeated=len(first) - sum(map(len, standing.values())),
    )


def _changes(decisions: Iterable[Decision]) -> list[Decision]:
    """Leave out each line that says again what its author's last line on the question said."""
    standing: dict[tuple[Key, str, Reading], str] = {}
    told = []
    for one in decisions:
        place = (one.key, one.who, one.reading)
        if standing.get(place) != one.id:
            told.append(one)
            standing[place] = one.id
    return told


def require_one_run(decisions: Sequence[Decision], wanted: str | None = None) -> None:
    """Refuse decisions of several runs, or of another run than `wanted` (a fingerprint of results).

    Raises InputError that names both fingerprints, shortened.
    """
    runs = list(dict.fromkeys(decision.run for decision in decisions))
    if wanted is None and len(runs) > 1:
        told = ", ".join(run[:SHOWN_DIGITS] for run in runs)
        raise InputError(f"The decisions are of several runs: {told}", remedy="Compare those of one run at a time.")
    for run in runs:
        if wanted is not None and run != wanted:
            what = f"The decisions are of run {run[:SHOWN_DIGITS]}, these results are run {wanted[:SHOWN_DIGITS]}"
            raise InputError(what, remedy="Give the results that were read, or the decisions that were made on these.")


def _marks(decisions: Iterable[Decision], names: Mapping[str, str]) -> dict[Key, dict[str, Decision]]:
    found: dict[Key, dict[str, Decision]] = {}
    for (key, who, _), one in latest(decisions).items():
        found.setdefault(key, {})[names[who]] = one
    return {key: dict(sorted(found[key].items())) for key in sorted(found, key=by_place)}


def by_place(key: Key) -> tuple[str, str, str]:
    """Sort key of a question: case, criterion, subject (the whole case first)."""
    case, criterion, subject = key
    return case, criterion, subject or ""
