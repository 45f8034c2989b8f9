"""Which fields a criterion reads, and which of its outcomes can come about when an export has only some of them.

The checks are walked as they judge: a clause can come out true, false, both or neither when its fields are there, when
only the text is, or when nothing is. A criterion can be assessed when it can be met and can fall short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import singledispatch

from caseaudit.checks.auditor import Auditor
from caseaudit.checks.avoids import Avoids
from caseaudit.checks.base import Check
from caseaudit.checks.cadence import Cadence
from caseaudit.checks.combine import All, Any, AtLeast, NoneOf
from caseaudit.checks.compare import Compare
from caseaudit.checks.consistent import Consistent
from caseaudit.checks.each import Each
from caseaudit.checks.endpoints import Point
from caseaudit.checks.exists import Exists, Where
from caseaudit.checks.mentions import Mentions
from caseaudit.checks.open_past import OpenPast
from caseaudit.checks.recorded import Recorded
from caseaudit.checks.within import Within
from caseaudit.rubric.model import Criterion

TEXT = "narrative[].text"
"""The field that every check of the text reads."""
_ETHNICITY = ("ethnicity_self", "ethnicity_observed", "ethnicity")
_AGE = ("age", "date_of_birth")


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


@dataclass(frozen=True, slots=True)
class _Can:
    true: bool
    false: bool


@dataclass
class _Sight:
    """What is there to read; notes what is asked for."""

    present: frozenset[str] | None
    """The fields that are there; None: all."""
    text: bool
    places: Mapping[str, str]
    asked: dict[str, None]

    def has(self, path: str) -> bool:
        """Say whether a field is there."""
        return self.present is None or path in self.present

    def within(self, name: str, place: str) -> _Sight:
        more = {name: place, **({"child": place} if place == "children[]" else {})}
        return _Sight(self.present, self.text, {**self.places, **more}, self.asked)

    def field(self, path: str) -> bool:
        """Say whether a field is there; of ethnicity and age, whether any of the fields they are read from is."""
        root, _, rest = path.partition(".")
        full = f"{self.places[root]}.{rest}" if rest and root in self.places else path
        if full in _TELLING or f"{full}[]" in _TELLING:
            return self.below(full)
        head, _, name = full.rpartition(".")
        names = (
            _ETHNICITY
            if name == "ethnicity"
            else _AGE
            if name == "age" and head in ("children[]", "children")
            else (name,)
        )
        found = False
        for each in names:
            whole = f"{head}.{each}".removeprefix(".")
            self.asked[whole] = None
            found = found or self.has(whole)
        return found

    def place(self, path: str) -> str:
        """Return where the items of a list are, such as `children[]`."""
        root, _, rest = path.partition(".")
        full = f"{self.places[root]}.{rest}" if rest and root in self.places else path
        return f"{full.removesuffix('[]')}[]"

    def below(self, path: str) -> bool:
        """Say whether an object or list is there: whether any of its fields is."""
        path = path.removesuffix("[]")
        telling = _TELLING.get(path) or _TELLING[f"{path}[]"]
        self.asked[telling] = None
        if self.present is None:
            return True
        return any(each.startswith((f"{path}.", f"{path}[]")) for each in self.present)

    def words(self) -> bool:
        """Say whether there is text to read."""
        self.asked[TEXT] = None
        return self.text


def fields_read(criterion: Criterion) -> tuple[str, ...]:
    """Return the paths of the fields that a criterion reads, such as `children[].ethnicity_self`, in their order."""
    asked: dict[str, None] = {}
    _outcomes(criterion, _Sight(None, text=True, places={}, asked=asked))
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


def _reach(criterion: Criterion, has: frozenset[str]) -> tuple[Reach, _Can]:
    without = _outcomes(criterion, _Sight(has, text=False, places={}, asked={}))
    if without.true and without.false:
        return Reach.FIELDS, without
    can = _outcomes(criterion, _Sight(has, text=TEXT in has, places={}, asked={}))
    if can.true and can.false:
        return Reach.TEXT, can
    return (Reach.PARTLY if can.true or can.false else Reach.NONE), can


def _outcomes(criterion: Criterion, sight: _Sight) -> _Can:
    """Say whether a criterion can be met, and whether it can fall short."""
    there = True
    if criterion.applies_to.has:
        there = sight.below(criterion.applies_to.has)
    if criterion.per != "case":
        place = "children[]" if criterion.per == "child" else "people[]"
        sight = sight.within(criterion.per, place)
        there = sight.below(place) and there
        there = _where(criterion.who, sight.within("item", place)) and there
    when = (
        _can(criterion.applies_to.when, sight) if criterion.applies_to.when is not None else _Can(true=True, false=True)
    )
    met = _can(criterion.test.met, sight)
    partly = _can(criterion.test.partly_met, sight) if criterion.test.partly_met is not None else None
    below = met.false and (partly is None or partly.false or partly.true)
    last = _can(criterion.test.not_met, sight) if criterion.test.not_met is not None else None
    if last is not None:
        below = met.false and ((partly is not None and partly.true) or ((partly is None or partly.false) and last.true))
    there = there and when.true
    return _Can(there and met.true, there and below)


_TELLING = {
    "investigation": "investigation.allocated_at",
    "missing": "missing.reported_at",
    "police_protection": "police_protection.taken_at",
    "incident": "incident.grade",
    "officer_in_case": "officer_in_case.role",
    "children[]": "children[].child_id",
    "people[]": "people[].role",
    "narrative[]": TEXT,
    "flags[]": "flags[].kind",
    "referrals[]": "referrals[].to",
    "meetings[]": "meetings[].kind",
    "meetings[].actions[]": "meetings[].actions[].owner",
    "risk_assessments[]": "risk_assessments[].kind",
    "notices[]": "notices[].submitted_at",
    "reviews[]": "reviews[].reviewed_at",
    "attendances[]": "attendances[].requested_at",
    "missing.previous_episodes[]": "missing.previous_episodes[].reported_at",
    "investigation.lines_of_enquiry[]": "investigation.lines_of_enquiry[].status",
    "investigation.devices[]": "investigation.devices[].seized_at",
    "investigation.suspect_identifiers[]": "investigation.suspect_identifiers[].kind",
}
"""Object or list -> the field that tells best that there is one."""


def _where(where: Where, sight: _Sight) -> bool:
    """Say whether the objects that are meant can be told."""
    told = [sight.field(f"item.{name}") or condition.absent_is != "unknown" for name, condition in where.items()]
    return all(told)


@singledispatch
def _can(clause: Check, sight: _Sight) -> _Can:  # noqa: ARG001 - the shape that all of them have
    raise TypeError(f"no reach for {type(clause).__name__}")


def _settled(*, settled: bool) -> _Can:
    return _Can(settled, settled)


def _or_text(settled: _Can, clause: Recorded | Exists | Within, sight: _Sight) -> _Can:
    if clause.or_text is None:
        return settled
    words = sight.words()
    return _Can(settled.true or words, settled.false or words)


@_can.register
def _(clause: Recorded, sight: _Sight) -> _Can:
    there = sight.field(clause.field)
    if clause.is_ is not None and clause.is_.on_or_after:
        there = sight.field(f"{clause.field.rpartition('.')[0]}.{clause.is_.on_or_after}".removeprefix(".")) and there
    return _or_text(_Can(there, there or clause.absent_is == "false"), clause, sight)


@_can.register
def _(clause: Exists, sight: _Sight) -> _Can:
    place = sight.place(clause.of)
    inner = sight.within("item", place)
    there = _list(place, clause.where, inner)
    if clause.settled_by:
        inner.field(f"item.{clause.settled_by}")
    return _or_text(_settled(settled=there), clause, sight)


def _list(place: str, where: Where, inner: _Sight) -> bool:
    return _where(where, inner) if where else inner.below(place)


@_can.register
def _(clause: Each, sight: _Sight) -> _Can:
    place = sight.place(clause.of)
    inner = sight.within("item", place)
    told = _where(clause.where, inner)
    each = _can(clause.satisfies, inner)
    there = told and (bool(clause.where) or inner.below(place))
    return _Can(there and each.true, there and each.false)


def _point(points: tuple[Point, ...], sight: _Sight) -> bool:
    found = False
    for point in points:
        if isinstance(point, str):
            found = sight.field(point) or found
            continue
        inner = sight.within("item", sight.place(point.of))
        told = _where(point.where, inner)
        found = (inner.field(f"item.{point.field}") and told) or found
    return found


@_can.register
def _(clause: Within, sight: _Sight) -> _Can:
    start, end = _point(clause.start, sight), _point(clause.end, sight)
    return _or_text(_settled(settled=start and end), clause, sight)


@_can.register
def _(clause: Cadence, sight: _Sight) -> _Can:
    settled = _point((clause.events,), sight)
    if clause.until:
        _point(clause.until, sight)
    return _settled(settled=settled)


@_can.register
def _(clause: OpenPast, sight: _Sight) -> _Can:
    start, _ = _point(clause.start, sight), _point(clause.until, sight)
    return _settled(settled=start)


@_can.register
def _(clause: Compare, sight: _Sight) -> _Can:
    left, right = sight.field(clause.left), sight.field(clause.right)
    return _settled(settled=left and right)


@_can.register
def _(clause: Mentions, sight: _Sight) -> _Can:
    words = sight.words()
    return _Can(words, words or clause.unread_is == "false")


@_can.register
def _(_clause: Avoids, sight: _Sight) -> _Can:
    return _settled(settled=sight.words())


@_can.register
def _(clause: Consistent, sight: _Sight) -> _Can:
    words = sight.words()
    agrees = _can(clause.agrees, sight)
    return _Can(words and agrees.true, words and agrees.false)


@_can.register
def _(clause: Auditor, sight: _Sight) -> _Can:
    for path in clause.reads:
        sight.field(path.replace("[0]", "[]"))
    return _settled(settled=False)


@_can.register
def _(clause: All, sight: _Sight) -> _Can:
    parts = [_can(each, sight) for each in clause.of]
    return _Can(all(part.true for part in parts), any(part.false for part in parts))


@_can.register
def _(clause: Any, sight: _Sight) -> _Can:
    parts = [_can(each, sight) for each in clause.of]
    return _Can(any(part.true for part in parts), all(part.false for part in parts))


@_can.register
def _(clause: NoneOf, sight: _Sight) -> _Can:
    parts = [_can(each, sight) for each in clause.of]
    return _Can(all(part.false for part in parts), any(part.true for part in parts))


@_can.register
def _(clause: AtLeast, sight: _Sight) -> _Can:
    parts = [_can(each, sight) for each in clause.of]
    true, false = sum(part.true for part in parts), sum(part.false for part in parts)
    return _Can(true >= clause.n, false > len(parts) - clause.n)
