"""`all`, `any`, `none`, `at_least`: clauses joined, with what is unknown kept unknown (Kleene's three-valued logic).

Met: `{check: any, of: [a, b]}` when a is true and b unknown. Not met: when both are false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from caseaudit.checks.base import Check, Reference, Result, Truth, joined
from caseaudit.checks.context import Context
from caseaudit.domain.fields import Record

if TYPE_CHECKING:
    from caseaudit.checks.registry import Clause


class _Combined(Check):
    """What the four share: their clauses."""

    of: tuple[Clause, ...] = Field(min_length=1)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield what every clause refers to."""
        for number, clause in enumerate(self.of):
            for reference in clause.references(bound):
                yield reference.below("of", number)


class All(_Combined):
    """Every clause is true."""

    check: Literal["all"]

    def evaluate(self, context: Context) -> Result:
        """False as soon as one is false; unknown or not yet due before true."""
        results = [clause.evaluate(context) for clause in self.of]
        return joined(conjunction([result.truth for result in results]), results, "all of")


class Any(_Combined):
    """At least one clause is true."""

    check: Literal["any"]

    def evaluate(self, context: Context) -> Result:
        """True as soon as one is true; unknown or not yet due before false."""
        results = [clause.evaluate(context) for clause in self.of]
        return joined(disjunction([result.truth for result in results]), results, "any of")


class NoneOf(_Combined):
    """No clause is true."""

    check: Literal["none"]

    def evaluate(self, context: Context) -> Result:
        """The opposite of `any`."""
        results = [clause.evaluate(context) for clause in self.of]
        either = disjunction([result.truth for result in results])
        return joined(either, results, "none of").changed(truth=negation(either))


class AtLeast(_Combined):
    """At least n clauses are true."""

    check: Literal["at_least"]
    n: int = Field(ge=1)

    def evaluate(self, context: Context) -> Result:
        """Count the true ones; what is unknown could still be true."""
        results = [clause.evaluate(context) for clause in self.of]
        truths = [result.truth for result in results]
        return joined(at_least(self.n, truths), results, f"at least {self.n} of")


def conjunction(truths: list[Truth]) -> Truth:
    """Join by and. Clauses that do not apply drop out; when none applies, the whole does not."""
    return _first_of(truths, (Truth.FALSE, Truth.UNKNOWN, Truth.NOT_DUE, Truth.TRUE))


def disjunction(truths: list[Truth]) -> Truth:
    """Join by or. Clauses that do not apply drop out; when none applies, the whole does not."""
    return _first_of(truths, (Truth.TRUE, Truth.UNKNOWN, Truth.NOT_DUE, Truth.FALSE))


def at_least(n: int, truths: list[Truth]) -> Truth:
    """Count the true ones: one of them is `any`, all of them is `all`. Clauses that do not apply drop out."""
    applying = [truth for truth in truths if truth is not Truth.NOT_APPLICABLE]
    true = applying.count(Truth.TRUE)
    if not applying or true >= n:
        return Truth.TRUE if applying else Truth.NOT_APPLICABLE
    if len(applying) - applying.count(Truth.FALSE) < n:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in applying else Truth.NOT_DUE


def negation(truth: Truth) -> Truth:
    """Turn true and false round; the rest stays."""
    if truth is Truth.TRUE:
        return Truth.FALSE
    return Truth.TRUE if truth is Truth.FALSE else truth


def _first_of(truths: list[Truth], order: tuple[Truth, ...]) -> Truth:
    for truth in order:
        if truth in truths:
            return truth
    return Truth.NOT_APPLICABLE
