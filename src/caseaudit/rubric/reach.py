"""Which fields a criterion reads, and which of its outcomes can come about when an export has only some of them.

The checks are walked as they judge: a clause can come out true, false, both or neither when its fields are there, when
only the text is, or when nothing is. A criterion can be assessed when it can be met and can fall short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from caseaudit.rubric.model import Criterion
from caseaudit.rubric.reach_clauses import can_come_out, can_tell
from caseaudit.rubric.reach_sight import TEXT, Can, Sight

__all__ = ["TEXT", "Assessable", "Reach", "assessable", "fields_read"]


class Reach(Enum):
    """How far a criterion can be assessed."""

    FIELDS = "fields"
    """From fields alone."""
    TEXT = "text"
    """With the text, or from it alone."""
    PARTLY = "partly"
    """Only some outcomes can come about, such as met but never not met."""
    NONE = "none"
    PERSON = "person"
    """Only a person can judge it."""
    LEDGER = "ledger"
    """A question to the record of audits."""


@dataclass(frozen=True, slots=True)
class Assessable:
    """How far a criterion can be assessed with some fields, and what would settle it by fields."""

    criterion: str
    reach: Reach
    can_be_met: bool
    can_fall_short: bool
    missing: tuple[str, ...] = ()
    """Fewest fields that would settle it from fields; or, where that cannot be, at all."""
    settles: Reach | None = None
    """What they would make of it."""


def fields_read(criterion: Criterion) -> tuple[str, ...]:
    """Return the paths of the fields that a criterion reads, such as `children[].ethnicity_self`, in their order."""
    asked: dict[str, None] = {}
    _outcomes(criterion, Sight(None, text=True, places={}, asked=asked))
    return tuple(asked)


def assessable(criterion: Criterion, present: Collection[str]) -> Assessable:
    """Say how far a criterion can be assessed with the fields in `present`, and which others would settle it."""
    if criterion.applies_to.asks == "ledger":
        return Assessable(criterion.id, Reach.LEDGER, can_be_met=False, can_fall_short=False)
    if criterion.mode == "auditor":
        return Assessable(criterion.id, Reach.PERSON, can_be_met=False, can_fall_short=False)
    has = frozenset(present)
    reach, can = _reach(criterion, has)
    if reach is Reach.FIELDS:
        return Assessable(criterion.id, reach, can_be_met=True, can_fall_short=True)
    wanted = [path for path in fields_read(criterion) if path not in has]
    for goal in (Reach.FIELDS, Reach.TEXT):
        if goal is reach:
            break
        fewest = _fewest(criterion, has, wanted, goal)
        if fewest:
            return Assessable(criterion.id, reach, can.true, can.false, fewest, goal)
    return Assessable(criterion.id, reach, can.true, can.false)


def _fewest(criterion: Criterion, has: frozenset[str], wanted: Iterable[str], goal: Reach) -> tuple[str, ...]:
    """Leave out one field after the other while the rest still reaches the goal; () when even all do not."""
    kept = [path for path in wanted if goal is Reach.TEXT or path != TEXT]

    def reaches(paths: Collection[str]) -> bool:
        return _reach(criterion, has | frozenset(paths))[0] in (goal, Reach.FIELDS)

    if not reaches(kept):
        return ()
    for path in sorted(kept, key=lambda each: (each == TEXT, -kept.index(each))):
        fewer = [each for each in kept if each != path]
        if reaches(fewer):
            kept = fewer
    return tuple(kept)


def _reach(criterion: Criterion, has: frozenset[str]) -> tuple[Reach, Can]:
    without = _outcomes(criterion, Sight(has, text=False, places={}, asked={}))
    if without.true and without.false:
        return Reach.FIELDS, without
    can = _outcomes(criterion, Sight(has, text=TEXT in has, places={}, asked={}))
    if can.true and can.false:
        return Reach.TEXT, can
    return (Reach.PARTLY if can.true or can.false else Reach.NONE), can


def _outcomes(criterion: Criterion, sight: Sight) -> Can:
    """Say whether a criterion can be met, and whether it can fall short."""
    there = True
    if criterion.applies_to.has:
        there = sight.below(criterion.applies_to.has)
    if criterion.per != "case":
        place = "children[]" if criterion.per == "child" else "people[]"
        sight = sight.within(criterion.per, place)
        there = sight.below(place) and there
        there = can_tell(criterion.who, sight.within("item", place)) and there
    when = (
        can_come_out(criterion.applies_to.when, sight)
        if criterion.applies_to.when is not None
        else Can(true=True, false=True)
    )
    met = can_come_out(criterion.test.met, sight)
    partly = can_come_out(criterion.test.partly_met, sight) if criterion.test.partly_met is not None else None
    below = met.false and (partly is None or partly.false or partly.true)
    last = can_come_out(criterion.test.not_met, sight) if criterion.test.not_met is not None else None
    if last is not None:
        below = met.false and ((partly is not None and partly.true) or ((partly is None or partly.false) and last.true))
    there = there and when.true
    return Can(there and met.true, there and below)
