"""A point in time that a duration starts from or runs to: the first of several fields that holds one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from caseaudit.checks.base import Reference
from caseaudit.checks.context import Context
from caseaudit.checks.exists import Where, sort_items, where_references
from caseaudit.domain.facts import Item, Reading, State, record_of_list
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Moment


class Selected(BaseModel):
    """A time field of related objects: `{of: referrals, where: {to: operation_encompass}, field: made_at}`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: str
    where: Where = Field(default_factory=dict)
    field: str
    pick: Literal["first", "last"] = "first"


Point = str | Selected
"""A field path (of several list items the earliest is taken) or a selection."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for an endpoint."""

    state: State
    moment: Moment | None
    readings: tuple[Reading, ...]


def as_points(value: object) -> object:
    """Take one point as a list of one."""
    return (value,) if isinstance(value, (str, Mapping)) else value


Points = Annotated[tuple[Point, ...], BeforeValidator(as_points, json_schema_input_type=Point | tuple[Point, ...])]
"""One point, or several in order of preference."""


def find(points: tuple[Point, ...], context: Context) -> Found:
    """Return the first point, in the order given, that is recorded; else the best that is known of them.

    Blank or future beats absent: the field was there, and had not happened.
    """
    seen: list[Reading] = []
    for point in points:
        readings = context.read(point) if isinstance(point, str) else select(point, context)
        recorded = [r for r in readings if r.state is State.RECORDED and isinstance(r.value, Moment)]
        if recorded:
            last = isinstance(point, Selected) and point.pick == "last"
            chosen = recorded[0] if len(recorded) == 1 else (max if last else min)(recorded, key=_instant)
            return Found(State.RECORDED, chosen.value, (chosen,))
        seen.extend(readings)
    for state in (State.FUTURE, State.BLANK):
        matching = tuple([reading for reading in seen if reading.state is state])
        if matching:
            return Found(state, None, matching[:3])
    return Found(State.ABSENT, None, tuple(seen[:3]))


def _instant(reading: Reading) -> datetime:
    at: datetime = reading.value.at
    return at


def select(point: Selected, context: Context) -> list[Reading]:
    """Read the field of every object that fits; none that fits is a blank (the list was there) or absent."""
    items, state = context.items(point.of)
    if state is not State.RECORDED:
        return [Reading(point.of, state)]
    fits, open_ = sort_items(point.where, items, context)
    readings = [context.field_of(item, point.field) for item in fits]
    if any(reading.state is State.RECORDED for reading in readings):
        return readings
    if open_:
        return [*readings, Reading(_path(open_[0], point.field), State.ABSENT)]
    return readings or [Reading(point.of, State.BLANK)]


def all_moments(point: Selected, context: Context) -> tuple[list[Reading], State]:
    """Return every recorded time of the objects that fit, in order of time, and the state of the list."""
    items, state = context.items(point.of)
    fits, open_ = sort_items(point.where, items, context)
    readings = [context.field_of(item, point.field) for item in fits]
    recorded = [r for r in readings if r.state is State.RECORDED and isinstance(r.value, Moment)]
    if state is State.RECORDED and (open_ or any(r.state is State.ABSENT for r in readings)):
        state = State.ABSENT
    return sorted(recorded, key=_instant), state


def _path(item: Item, field: str) -> str:
    return f"{item.path}.{field}"


def point_references(points: tuple[Point, ...], key: str, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
    """Yield the paths that the points of `key` name."""
    for number, point in enumerate(points):
        if isinstance(point, str):
            yield Reference("time", point, (key, number), bound)
            continue
        yield Reference("list", point.of, (key, number, "of"), bound)
        record = record_of_list(point.of, bound=bound)
        if record is not None:
            inner = {**bound, "item": record}
            yield Reference("time", f"item.{point.field}", (key, number, "field"), inner)
            for reference in where_references(point.where, record, bound):
                yield reference.below(key, number)
