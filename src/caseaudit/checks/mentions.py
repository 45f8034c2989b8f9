"""`mentions`: the narrative tells of something, in the voice and with the status that count.

Met: `{check: mentions, concept: voice.words}` on an entry that holds what the child said. Not met: on entries that
are silent, or hold only boilerplate. A case without narrative is neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.text import MAX_SHOWN, about_child, concept_words, relevant
from caseaudit.checks.words import listed
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.vocabulary import EntryKind, Speaker, Status
from caseaudit.language.mention import Mention


def as_tuple(value: object) -> object:
    """Take one value as a list of one."""
    return (value,) if isinstance(value, str) else value


Concepts = Annotated[tuple[str, ...], BeforeValidator(as_tuple, json_schema_input_type=str | tuple[str, ...])]


class Mentions(Check):
    """The narrative mentions a concept."""

    check: Literal["mentions"]
    concept: Concepts
    """Concept ids; any of them counts."""
    status: Annotated[
        tuple[Status, ...], BeforeValidator(as_tuple, json_schema_input_type=Status | tuple[Status, ...])
    ] = (Status.AFFIRMED,)
    speakers: Annotated[
        tuple[Speaker, ...], BeforeValidator(as_tuple, json_schema_input_type=Speaker | tuple[Speaker, ...])
    ] = (
        Speaker.RECORD,
        Speaker.CHILD,
        Speaker.PARENT,
        Speaker.THIRD_PARTY,
        Speaker.SUSPECT,
    )
    kinds: Annotated[
        tuple[EntryKind, ...], BeforeValidator(as_tuple, json_schema_input_type=EntryKind | tuple[EntryKind, ...])
    ] = ()
    """Kinds of entry to look in; all when left out."""
    about: Literal["child", "anyone"] = "anyone"
    """`child`: what is said of an adult does not count."""
    silent_is: Literal["false", "unknown"] = "false"
    """What a narrative that says nothing of it comes to."""
    unread_is: Literal["false", "unknown"] = "unknown"
    """What a case without narrative comes to: `false` where the fields of the same clause settle it."""
    shown: Concepts = ()
    """Concepts shown as contrary evidence when nothing counts, such as boilerplate."""

    def evaluate(self, context: Context) -> Result:
        """Look for a mention that counts."""
        scope = context.narrative.scope
        if context.narrative.state is not State.RECORDED:
            unread = Truth.UNKNOWN if self.unread_is == "unknown" else Truth.FALSE
            return Result(unread, "there is no narrative to read", label=self._label, scope=scope)
        found, unlinked = relevant(context, self.concept)
        counting = [m for m in found if self._counts(m, context)]
        loose = [m for m in unlinked if self._counts(m, context)] if not counting else []
        if not counting and not loose:
            return self._silent(found, context)
        return Result(
            Truth.TRUE if counting else Truth.UNKNOWN,
            self._label if counting else f"{self._label} without naming the child",
            lambda: tuple(context.text_evidence(m) for m in (counting or loose)[:MAX_SHOWN]),
            label=self._label,
            from_text=True,
        )

    @cached_property
    def _what(self) -> str:
        return listed(concept_words(concept) for concept in self.concept)

    @cached_property
    def _label(self) -> str:
        return f"the text tells of {self._what}"

    def _silent(self, found: list[Mention], context: Context) -> Result:
        scope = context.narrative.scope
        if context.narrative.unread:
            return Result(Truth.UNKNOWN, context.narrative.unread, label=self._label, scope=scope, from_text=True)
        others = [m for concept in self.shown for m in context.narrative.about(concept)]
        near = [m for m in found if m.status is not Status.OTHER]
        because = f"no {self._what} found in {scope}"
        if others:
            because += "; what is there is a stock phrase"
        elif any(m.status is Status.NEGATED for m in near):
            because = f"the text says there was none ({self._what})"
        return Result(
            Truth.UNKNOWN if self.silent_is == "unknown" and not near and not others else Truth.FALSE,
            because,
            lambda: tuple(context.text_evidence(m, contrary=True) for m in (*near, *others)[:MAX_SHOWN]),
            label=self._label,
            scope=scope,
            from_text=True,
        )

    def _counts(self, mention: Mention, context: Context) -> bool:
        if mention.status not in self.status or mention.speaker not in self.speakers:
            return False
        if self.about == "child" and not about_child(mention):
            return False
        if not self.kinds:
            return True
        entry = (context.case.narrative or ())[mention.entry]
        return entry.kind in self.kinds

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the concepts."""
        for number, concept in enumerate(self.concept):
            yield Reference("concept", concept, ("concept", number), bound)
        for number, concept in enumerate(self.shown):
            yield Reference("concept", concept, ("shown", number), bound)
