"""`consistent`: what the text tells of the child is mirrored in the fields.

Met: `{check: consistent, concept: need.disability, agrees: {check: recorded, field: child.disability, is:
[yes_with_type]}}` on a child whose narrative tells of autism and whose disability field says so. Not met: when the
field says no. Without a mention it does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.mentions import Concepts
from caseaudit.checks.text import MAX_SHOWN, about_child, concept_words, relevant
from caseaudit.checks.words import listed
from caseaudit.domain.audit import Evidence
from caseaudit.domain.fields import Record
from caseaudit.domain.vocabulary import Status

if TYPE_CHECKING:
    from caseaudit.checks.registry import Clause


class Consistent(Check):
    """A concept told in the text agrees with the fields."""

    check: Literal["consistent"]
    concept: Concepts
    agrees: Clause

    def evaluate(self, context: Context) -> Result:
        """Judge the fields only where the text tells of the concept."""
        sure, open_ = relevant(context, self.concept)
        told = [m for m in sure if m.status is Status.AFFIRMED and about_child(m)]
        maybe = [m for m in open_ if m.status is Status.AFFIRMED and about_child(m)]
        label = f"{self._what} told in the text shows in the fields"
        if not told and not maybe:
            because = f"the text tells of no {self._what}"
            return Result(Truth.NOT_APPLICABLE, because, label=label, scope=context.narrative.scope)

        def shown() -> tuple[Evidence, ...]:
            return tuple(context.text_evidence(m) for m in (told or maybe)[:MAX_SHOWN])

        if not told:
            because = f"the text tells of {self._what} without naming the child"
            return Result(Truth.UNKNOWN, because, shown, label=label, from_text=True)
        fields = self.agrees.evaluate(context)
        return fields.changed(
            because=lambda: f"the text tells of {self._what}, and {fields.because}",
            evidence=lambda: (*shown(), *fields.evidence),
            clauses=(fields,),
            label=label,
            from_text=True,
        )

    @cached_property
    def _what(self) -> str:
        return listed(concept_words(concept) for concept in self.concept)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the concepts and what the fields' clause refers to."""
        for number, concept in enumerate(self.concept):
            yield Reference("concept", concept, ("concept", number), bound)
        for reference in self.agrees.references(bound):
            yield reference.below("agrees")
