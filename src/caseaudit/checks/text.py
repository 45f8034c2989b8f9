"""How a field check asks the narrative when the field is silent: `or_text`, and the rules of field against text.

A structured value beats the text. An absent key leaves the matter to the text (affirmed or negated), a blank one
likewise, but with silence on both sides a blank is false and an absent key unknown (contract, section 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from caseaudit.checks.base import Reference, Result, Truth
from caseaudit.checks.context import Context, overall
from caseaudit.checks.words import listed
from caseaudit.domain.fields import Record
from caseaudit.domain.vocabulary import About, Speaker, Status
from caseaudit.language.mention import Mention

MAX_SHOWN = 5

TextStatus = Literal["affirmed", "negated", "planned"]


class OrText(BaseModel):
    """What the narrative may settle where the field says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    concept: tuple[str, ...]
    """Concept ids, any of which counts."""
    status: TextStatus = "affirmed"

    @cached_property
    def what(self) -> str:
        """What the concepts are about, in words."""
        return listed(concept_words(concept) for concept in self.concept)

    @field_validator("concept", mode="before", json_schema_input_type=str | tuple[str, ...])
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the concepts."""
        for number, concept in enumerate(self.concept):
            yield Reference("concept", concept, ("concept", number), bound)


def relevant(context: Context, concepts: tuple[str, ...]) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions of `concepts` about the child being judged, and those that may be (several, none named).

    Mentions in guidance never count. Without a child to judge, all others do.
    """
    found = [m for concept in concepts for m in context.narrative.about(concept) if m.speaker is not Speaker.GUIDANCE]
    if not found:
        return found, []
    found.sort(key=lambda m: (m.entry, m.start))
    if context.child is None:
        return found, []
    index = context.child.index
    sure = [m for m in found if m.child == index or (m.child is None and context.sole_child)]
    open_ = [m for m in found if m.child is None and not context.sole_child]
    return sure, open_


def text_truth(context: Context, wanted: OrText) -> Result | None:
    """Judge what the text says of the matter; None when it says nothing that settles it."""
    mentions, unlinked = relevant(context, wanted.concept)
    status = overall(mentions)
    if status is None or status is Status.OTHER:
        if overall(unlinked) in (None, Status.OTHER):
            return None
        return Result(
            Truth.UNKNOWN,
            f"the text tells of {wanted.what} without naming the child",
            lambda: tuple(context.text_evidence(m) for m in unlinked[:MAX_SHOWN]),
            from_text=True,
        )
    kinds = (Status.PLANNED, Status.HYPOTHETICAL) if status is Status.PLANNED else (status,)
    return Result(
        Truth.TRUE if status.value == wanted.status else Truth.FALSE,
        f"{_SAYS[status]} ({wanted.what})",
        lambda: tuple(context.text_evidence(m) for m in [m for m in mentions if m.status in kinds][:MAX_SHOWN]),
        from_text=True,
    )


_SAYS = {
    Status.AFFIRMED: "the text says so",
    Status.NEGATED: "the text says it was not done",
    Status.PLANNED: "the text tells only of a plan",
}


def with_text(context: Context, field: Result, wanted: OrText | None) -> Result:
    """Join a field's own result with what the text says, by the rules above."""
    if wanted is None or field.truth in (Truth.NOT_DUE, Truth.NOT_APPLICABLE):
        return field
    said = text_truth(context, wanted)
    if said is None:
        if field.truth in (Truth.FALSE, Truth.UNKNOWN) and not field.firm:
            return field.changed(scope=_both(field.scope, context.narrative.scope))
        return field
    if field.truth is Truth.TRUE or field.firm:
        return field if said.truth is field.truth or said.truth is Truth.UNKNOWN else _contradicted(field, said)
    if said.truth is Truth.UNKNOWN and field.truth is Truth.FALSE:
        return field.changed(truth=Truth.UNKNOWN, because=said.because, evidence=lambda: said.evidence, from_text=True)
    return said.changed(label=field.label, clauses=(field,) if field.label else ())


def _contradicted(field: Result, said: Result) -> Result:
    contrary = tuple(replace(evidence, contrary=True) for evidence in said.evidence)
    # A plan beside a recorded fact is the usual course of events, not a contradiction.
    if not contrary or all(e.status in (Status.PLANNED, Status.HYPOTHETICAL) for e in contrary):
        return field
    return field.changed(
        because=lambda: f"{field.because}; the text says otherwise, which needs a look",
        evidence=lambda: (*field.evidence, *contrary),
    )


def _both(scope: str | None, more: str) -> str:
    return f"{scope}, {more}" if scope and more not in scope else more


def concept_words(concept: str) -> str:
    """Say a concept as a person would: `action.strategy_meeting` is `strategy meeting`."""
    return concept.split(".", 1)[-1].replace("_", " ").replace("-", " ")


def about_child(mention: Mention) -> bool:
    """Whether a mention can be about a child of the case."""
    return mention.about not in (About.ADULT, About.SUSPECT)
