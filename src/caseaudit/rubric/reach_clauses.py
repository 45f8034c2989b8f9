"""How every check can come out with what there is to read: true, false, both or neither. Walked as checks judge."""

from __future__ import annotations

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
from caseaudit.rubric.reach_sight import Can, Sight


def can_tell(where: Where, sight: Sight) -> bool:
    """Say whether the objects that are meant can be told."""
    told = [sight.field(f"item.{name}") or condition.absent_is != "unknown" for name, condition in where.items()]
    return all(told)


@singledispatch
def can_come_out(clause: Check, sight: Sight) -> Can:  # noqa: ARG001 - the shape that all of them have
    """Say how a clause can come out with what there is to read. Raises TypeError for a check it does not know."""
    raise TypeError(f"no reach for {type(clause).__name__}")


def _settled(*, settled: bool) -> Can:
    return Can(settled, settled)


def _or_text(settled: Can, clause: Recorded | Exists | Within, sight: Sight) -> Can:
    if clause.or_text is None:
        return settled
    words = sight.words()
    return Can(settled.true or words, settled.false or words)


@can_come_out.register
def _(clause: Recorded, sight: Sight) -> Can:
    there = sight.field(clause.field)
    if clause.is_ is not None and clause.is_.on_or_after:
        there = sight.field(f"{clause.field.rpartition('.')[0]}.{clause.is_.on_or_after}".removeprefix(".")) and there
    return _or_text(Can(there, there or clause.absent_is == "false"), clause, sight)


@can_come_out.register
def _(clause: Exists, sight: Sight) -> Can:
    place = sight.place(clause.of)
    inner = sight.within("item", place)
    there = _list(place, clause.where, inner)
    if clause.settled_by:
        inner.field(f"item.{clause.settled_by}")
    return _or_text(_settled(settled=there), clause, sight)


def _list(place: str, where: Where, inner: Sight) -> bool:
    return can_tell(where, inner) if where else inner.below(place)


@can_come_out.register
def _(clause: Each, sight: Sight) -> Can:
    place = sight.place(clause.of)
    inner = sight.within("item", place)
    told = can_tell(clause.where, inner)
    each = can_come_out(clause.satisfies, inner)
    there = told and (bool(clause.where) or inner.below(place))
    return Can(there and each.true, there and each.false)


def _point(points: tuple[Point, ...], sight: Sight) -> bool:
    found = False
    for point in points:
        if isinstance(point, str):
            found = sight.field(point) or found
            continue
        inner = sight.within("item", sight.place(point.of))
        told = can_tell(point.where, inner)
        found = (inner.field(f"item.{point.field}") and told) or found
    return found


@can_come_out.register
def _(clause: Within, sight: Sight) -> Can:
    start, end = _point(clause.start, sight), _point(clause.end, sight)
    return _or_text(_settled(settled=start and end), clause, sight)


@can_come_out.register
def _(clause: Cadence, sight: Sight) -> Can:
    settled = _point((clause.events,), sight)
    if clause.until:
        _point(clause.until, sight)
    return _settled(settled=settled)


@can_come_out.register
def _(clause: OpenPast, sight: Sight) -> Can:
    start, _ = _point(clause.start, sight), _point(clause.until, sight)
    return _settled(settled=start)


@can_come_out.register
def _(clause: Compare, sight: Sight) -> Can:
    left, right = sight.field(clause.left), sight.field(clause.right)
    return _settled(settled=left and right)


@can_come_out.register
def _(clause: Mentions, sight: Sight) -> Can:
    words = sight.words()
    return Can(words, words or clause.unread_is == "false")


@can_come_out.register
def _(_clause: Avoids, sight: Sight) -> Can:
    return _settled(settled=sight.words())


@can_come_out.register
def _(clause: Consistent, sight: Sight) -> Can:
    words = sight.words()
    agrees = can_come_out(clause.agrees, sight)
    return Can(words and agrees.true, words and agrees.false)


@can_come_out.register
def _(clause: Auditor, sight: Sight) -> Can:
    for path in clause.reads:
        sight.field(path.replace("[0]", "[]"))
    return _settled(settled=False)


@can_come_out.register
def _(clause: All, sight: Sight) -> Can:
    parts = [can_come_out(each, sight) for each in clause.of]
    return Can(all(part.true for part in parts), any(part.false for part in parts))


@can_come_out.register
def _(clause: Any, sight: Sight) -> Can:
    parts = [can_come_out(each, sight) for each in clause.of]
    return Can(any(part.true for part in parts), all(part.false for part in parts))


@can_come_out.register
def _(clause: NoneOf, sight: Sight) -> Can:
    parts = [can_come_out(each, sight) for each in clause.of]
    return Can(all(part.false for part in parts), any(part.true for part in parts))


@can_come_out.register
def _(clause: AtLeast, sight: Sight) -> Can:
    parts = [can_come_out(each, sight) for each in clause.of]
    true, false = sum(part.true for part in parts), sum(part.false for part in parts)
    return Can(true >= clause.n, false > len(parts) - clause.n)
