"""`exists`: the case file lists at least so many related objects that fit.

Met: `{check: exists, of: meetings, where: {kind: strategy_meeting, held_at: recorded}}` on a case with such a meeting.
Not met: the same on a case with `"meetings": []`. A case without the key is neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from pydantic import Field

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.conditions import ConditionAsWritten, Verdict, judge, references_of
from caseaudit.checks.context import Context
from caseaudit.checks.text import OrText, with_text
from caseaudit.checks.words import field_words, listed, value_words
from caseaudit.domain.audit import Evidence
from caseaudit.domain.facts import Item, State, record_of_list
from caseaudit.domain.fields import Record

Where = dict[str, ConditionAsWritten]


class Exists(Check):
    """Related objects that fit exist."""

    check: Literal["exists"]
    of: str
    """Path of a list, e.g. `flags`, `investigation.devices`."""
    where: Where = Field(default_factory=dict)
    """Field of the object -> what it must be; all must hold."""
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=0)
    settled_by: str | None = None
    """A field of the objects: recorded anywhere, the text cannot overrule it; blank everywhere leaves it open."""
    named: str | None = None
    """What is looked for, in words, for the reasons: `a strategy meeting that was held`."""
    or_text: OrText | None = None

    def evaluate(self, context: Context) -> Result:
        """Count the objects that fit."""
        items, state = context.items(self.of)
        fits, open_ = sort_items(self.where, items, context)
        truth = self._truth(len(fits), len(open_), state)
        firm = False
        if self.settled_by and items:
            firm = any(context.field_of(item, self.settled_by).state is State.RECORDED for item in items)
            if not firm and truth is Truth.FALSE:
                truth = Truth.UNKNOWN
        result = Result(
            truth,
            lambda: self._because(truth, len(fits), len(items), state),
            lambda: self._evidence(self._shown(truth, fits, open_, items), state, context),
            label=self._label,
            scope=f"{len(items)} in {self.of.replace('_', ' ')}" if truth is not Truth.TRUE else None,
            firm=firm,
        )
        return with_text(context, result, self.or_text)

    def _truth(self, fits: int, open_: int, state: State) -> Truth:
        if state is State.ABSENT:
            return Truth.UNKNOWN
        if self.at_most is not None and fits > self.at_most:
            return Truth.FALSE
        if fits >= self.at_least and (self.at_most is None or fits + open_ <= self.at_most):
            return Truth.TRUE
        return Truth.UNKNOWN if fits + open_ >= self.at_least else Truth.FALSE

    @cached_property
    def _label(self) -> str:
        return f"{self._what} in {field_words(self.of)}"

    @cached_property
    def _what(self) -> str:
        if self.named:
            return self.named
        parts = [value_words(value) for condition in self.where.values() for value in condition.in_ or ()]
        return listed(parts) or "an entry"

    def _because(self, truth: Truth, fits: int, items: int, state: State) -> str:
        what, where = self._what, self.of.split(".")[-1].replace("_", " ")
        if state is State.ABSENT:
            return f"the export does not hold {where}"
        if truth is Truth.TRUE:
            if self.at_least == 0:
                return f"no {what.removeprefix('a ').removeprefix('an ')} is recorded"
            return f"{what} is recorded" if fits == 1 else f"{what} is recorded ({fits} times)"
        if truth is Truth.UNKNOWN:
            return f"{where} leave open whether there is {what}"
        if self.at_most is not None and fits > self.at_most:
            return f"{what} is recorded"
        return f"no {what.removeprefix('a ').removeprefix('an ')} is recorded" + ("" if items else f" ({where}: none)")

    def _shown(
        self, truth: Truth, fits: Sequence[Item], open_: Sequence[Item], items: Sequence[Item]
    ) -> Sequence[Item]:
        """Say which objects show it: those that fit, else those that may; that none fits, all of them."""
        return fits or (items if truth is Truth.FALSE else open_)

    def _evidence(self, shown: Sequence[Item], state: State, context: Context) -> tuple[Evidence, ...]:
        if not shown:
            return (Evidence(path=self.of, value=None),) if state is State.BLANK else ()
        names = self.where or _telling_fields(shown[0])
        return context.fields_evidence(context.field_of(item, name) for item in shown[:5] for name in names)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the list, the fields of its objects, and the concepts."""
        yield Reference("list", self.of, ("of",), bound)
        record = record_of_list(self.of, bound=bound)
        if record is not None:
            yield from where_references(self.where, record, bound)
            if self.settled_by:
                yield Reference("path", f"item.{self.settled_by}", ("settled_by",), {**bound, "item": record})
        if self.or_text:
            for reference in self.or_text.references(bound):
                yield reference.below("or_text")


def _telling_fields(item: Item) -> tuple[str, ...]:
    """Return the field that says what an object is, where a check asks nothing else of it."""
    known = type(item.record).model_fields
    return next(((name,) for name in ("kind", "to", "role", "status", "rank") if name in known), ())


def where_references(
    where: Where, record: type[Record], bound: Mapping[str, type[Record]], key: str = "where"
) -> Iterator[Reference]:
    """Yield the fields of `record` that `where` names, and what it takes for granted of them and of the subject."""
    inner = {**bound, "item": record}
    for name, condition in where.items():
        yield Reference("path", f"item.{name}", (key, name), inner)
        for reference in references_of(f"item.{name}", condition, inner):
            yield reference.below(key, name)
        if condition.subject is not None:
            yield Reference("subject", name, (key, name, "subject"), bound)


def sort_items(where: Where, items: Sequence[Item], context: Context) -> tuple[Sequence[Item], Sequence[Item]]:
    """Split objects into those that fit and those that may (a field the condition needs is absent)."""
    if not where:
        return items, ()
    fits: list[Item] = []
    open_: list[Item] = []
    for item in items:
        verdict = fits_all(where, item, context)
        if verdict is Verdict.YES:
            fits.append(item)
        elif verdict is Verdict.UNKNOWN:
            open_.append(item)
    return fits, open_


def fits_all(where: Where, item: Item, context: Context) -> Verdict:
    """Say whether an object fits every condition: NO when one says no, then BLANK, then UNKNOWN, else YES."""
    known = Verdict.YES
    for name, condition in where.items():
        reading = context.age_of(item) if name == "age" else context.field_of(item, name)
        verdict = judge(condition, reading, context, item)
        if verdict is Verdict.NO:
            return verdict
        if verdict is Verdict.BLANK or known is Verdict.YES:
            known = verdict
    return known
