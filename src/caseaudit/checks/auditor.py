"""`auditor`: only a person can judge this; the tool collects what to read.

Never met and never not met by the tool: `{check: auditor, question: "...", reads: [police_protection.place],
concepts: [action.tactics]}` always comes to cannot assess, with the fields and the words that the question is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.mentions import Concepts
from caseaudit.checks.text import MAX_SHOWN
from caseaudit.domain.audit import Evidence
from caseaudit.domain.fields import Record


class Auditor(Check):
    """A question for a person."""

    check: Literal["auditor"]
    question: str
    """What the auditor decides, as a question."""
    reads: Concepts = ()
    """Fields to look at."""
    concepts: Concepts = ()
    """Words of the narrative to look at."""

    def evaluate(self, context: Context) -> Result:
        """Collect what to read."""
        return Result(
            Truth.UNKNOWN,
            f"a person must decide: {self.question}",
            lambda: self._to_read(context),
            label=self.question,
            scope=context.narrative.scope,
        )

    def _to_read(self, context: Context) -> tuple[Evidence, ...]:
        fields = context.fields_evidence(reading for path in self.reads for reading in context.read(path))
        words = [m for concept in self.concepts for m in context.narrative.about(concept)]
        return (*fields[:MAX_SHOWN], *(context.text_evidence(m) for m in words[:MAX_SHOWN]))

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the fields and concepts to read."""
        for number, path in enumerate(self.reads):
            yield Reference("path", path, ("reads", number), bound)
        for number, concept in enumerate(self.concepts):
            yield Reference("concept", concept, ("concepts", number), bound)
