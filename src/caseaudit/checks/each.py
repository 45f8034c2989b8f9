"""`each`: all (or some) of the related objects satisfy a clause.

Met: `{check: each, of: notices, satisfies: {check: recorded, field: item.submitted_at}}` when every notice was
submitted. Not met: the same when one was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from caseaudit.checks.base import Check, Reference, Result, Truth, joined
from caseaudit.checks.combine import conjunction, disjunction
from caseaudit.checks.context import Context
from caseaudit.checks.exists import Where, sort_items, where_references
from caseaudit.checks.words import field_words
from caseaudit.domain.case_file import Child
from caseaudit.domain.facts import State, record_of_list
from caseaudit.domain.fields import Record

if TYPE_CHECKING:
    from caseaudit.checks.registry import Clause


class Each(Check):
    """All (or some) related objects satisfy a clause in which `item.` (for children also `child.`) is that object."""

    check: Literal["each"]
    of: str
    where: Where = Field(default_factory=dict)
    """Which objects are meant; all of them when left out."""
    quantity: Literal["all", "some"] = "all"
    satisfies: Clause
    nothing_is: Literal["false", "true", "unknown", "not_applicable"] = "not_applicable"
    """What it comes to when the list holds none that are meant."""
    absent_is: Literal["unknown", "not_applicable"] = "unknown"
    """What it comes to when the export never had the list."""
    open_is: Literal["unknown", "false"] = "unknown"
    """What an object comes to when it is not known whether it is meant."""

    def evaluate(self, context: Context) -> Result:
        """Judge the clause for each object."""
        label, words = self._label, field_words(self.of)
        items, state = context.items(self.of)
        if state is State.ABSENT:
            return Result(_NAMED[self.absent_is], f"the export does not hold {words}", label=label)
        if not items and self.of == "children":
            # A case without the children a criterion needs cannot be assessed (contract, section 2, Unit).
            return Result(Truth.UNKNOWN, "the file lists no children", label=label)
        meant, open_ = sort_items(self.where, items, context)
        if not meant and not open_:
            return Result(_NAMED[self.nothing_is], f"none of {words} is meant here", label=label)
        results = [self.satisfies.evaluate(context.bind("item", item)) for item in meant]
        if open_ and self.open_is == "unknown":
            results.append(Result(Truth.UNKNOWN, f"{words} leave open which of them are meant"))
        elif not results:
            return Result(Truth.FALSE, f"none of {words} is known to be meant", label=label)
        join = conjunction if self.quantity == "all" else disjunction
        return joined(join([result.truth for result in results]), results, label)

    @cached_property
    def _label(self) -> str:
        return f"{self.quantity} of {field_words(self.of)}"

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the list, its fields, and what the clause refers to."""
        yield Reference("list", self.of, ("of",), bound)
        record = record_of_list(self.of, bound=bound)
        if record is None:
            return
        inner: dict[str, type[Record]] = {**bound, "item": record}
        if record is Child:
            inner["child"] = Child
        yield from where_references(self.where, record, bound)
        for reference in self.satisfies.references(inner):
            yield reference.below("satisfies")


_NAMED = {
    "false": Truth.FALSE,
    "true": Truth.TRUE,
    "unknown": Truth.UNKNOWN,
    "not_applicable": Truth.NOT_APPLICABLE,
}
