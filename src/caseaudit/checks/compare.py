"""`compare`: two fields stand in an order, or are the same.

Met: `{check: compare, left: missing.located_at, order: before, right: missing.prevention_interview_at}` when the
interview came later. Not met: when it came earlier. With either side absent or blank it is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.conditions import normal
from caseaudit.checks.context import Context
from caseaudit.checks.words import field_words, value_words
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import Moment

Order = Literal["same", "different", "before", "not_after", "after", "not_before"]


class Compare(Check):
    """The left field stands in the given order to the right one."""

    check: Literal["compare"]
    left: str
    order: Order
    right: str

    def evaluate(self, context: Context) -> Result:
        """Compare two recorded values of one kind."""
        left, right = context.read(self.left)[0], context.read(self.right)[0]
        first, second = field_words(self.left), field_words(self.right)

        def result(truth: Truth, because: str | Callable[[], str]) -> Result:
            label = f"{first} {self.order.replace('_', ' ')} {second}"
            return Result(truth, because, lambda: context.fields_evidence((left, right)), label=label)

        for reading, words in ((left, first), (right, second)):
            if reading.state is not State.RECORDED:
                return result(Truth.UNKNOWN, f"{words} is not recorded")
        return result(
            _ordered(left.value, right.value, self.order),
            lambda: f"{first} is {value_words(left.value)}, {second} {value_words(right.value)}",
        )

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield both fields."""
        yield Reference("single", self.left, ("left",), bound)
        yield Reference("single", self.right, ("right",), bound)


def _ordered(left: Any, right: Any, order: Order) -> Truth:
    if isinstance(left, Moment) and isinstance(right, Moment):
        return _moments(left, right, order)
    if order in ("same", "different"):
        return Truth.TRUE if (normal(left) == normal(right)) == (order == "same") else Truth.FALSE
    if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
        return Truth.UNKNOWN
    holds = {"before": left < right, "not_after": left <= right, "after": left > right, "not_before": left >= right}
    return Truth.TRUE if holds[order] else Truth.FALSE


def _moments(left: Moment, right: Moment, order: Order) -> Truth:
    """Compare times of which either may be a date alone: certain, impossible or open."""
    if order in ("after", "not_before"):
        flipped: Order = "before" if order == "after" else "not_after"
        return _moments(right, left, flipped)
    if order in ("same", "different"):
        same = left.local_date == right.local_date if left.date_only or right.date_only else left.at == right.at
        return Truth.TRUE if same == (order == "same") else Truth.FALSE
    if left.latest < right.earliest or (order == "not_after" and left.latest <= right.earliest):
        return Truth.TRUE
    if left.earliest > right.latest or (order == "before" and left.earliest >= right.latest):
        return Truth.FALSE
    return Truth.TRUE if order == "not_after" and (left.date_only or right.date_only) else Truth.UNKNOWN
