"""The shape of a lexicon file: terms (what to find), context (scoped cues that say how it was meant) or changes.

Terms and context are shipped; terms and changes may be a force's own, read beside them.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from caseaudit.domain.vocabulary import Tier

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CONCEPT = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:[-_][a-z0-9]+)*)+")
_CLASS = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")

VALUES: dict[str, frozenset[str]] = {
    "status": frozenset({"affirmed", "negated", "planned", "hypothetical", "historical", "other"}),
    "speaker": frozenset({"child", "parent", "third_party", "suspect", "guidance", "subject", "object", "possessor"}),
    "about": frozenset({"child", "other_child", "adult", "suspect"}),
    "stance": frozenset({"challenged", "adopted"}),
}
"""What a cue of each axis may decide. The speaker may be told by the cue (`parent`) or be the person
before it (`subject`), after it (`object`), or whose view or report it is (`possessor`)."""


def _identifier(value: str) -> str:
    if not _ID.fullmatch(value):
        raise ValueError(f"{value!r} is not an id: write lower-case words with hyphens, such as `puts-self-at-risk`")
    return value


def _concept(value: str) -> str:
    if not _CONCEPT.fullmatch(value):
        raise ValueError(f"{value!r} is not a concept: write it dotted, such as `action.strategy_meeting`")
    return value


def _class_name(value: str) -> str:
    if not _CLASS.fullmatch(value):
        raise ValueError(f"{value!r} is not a class name: write a lower-case word such as `self`")
    return value


def _reason(value: str) -> str:
    if not value:
        raise ValueError("the reason is blank: Say why in a sentence; results and pages show it")
    return value


Identifier = Annotated[str, AfterValidator(_identifier)]
Concept = Annotated[str, AfterValidator(_concept)]
ClassName = Annotated[str, AfterValidator(_class_name)]
PhraseText = Annotated[str, Field(min_length=1)]
Reason = Annotated[str, AfterValidator(_reason)]
Default = Literal["on", "advisory", "off"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Examples(_Strict):
    """Sentences that prove an entry or a cue: those it must find, and those it must not."""

    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


class Entry(_Strict):
    """One thing to find in a text, in all the wordings that mean it."""

    id: Identifier
    concept: Concept
    ref: str | None = None
    """Its id in the catalogue of terms, if any."""
    tier: Tier | None = None
    """Victim-blaming only."""
    default: Default = "on"
    """`advisory`: reported as a note whatever its tier. `off`: not read unless it is switched on."""
    about: Literal["child", "any"] | None = None
    """Whom it must be about to count; unset: `child` for victim-blaming, else `any`."""
    bare: Literal["affirmed", "other"] = "affirmed"
    """What the text says when no cue decides: `other` for a mere noun such as "referral"."""
    phrases: Annotated[tuple[PhraseText, ...], Field(min_length=1)]
    unless: tuple[PhraseText, ...] = ()
    """A match that touches one of these is dropped."""
    preferred: str | None = None
    why: str | None = None
    source: str | None = None
    traps: str | None = None
    examples: Examples = Examples()


class TermsFile(_Strict):
    """A lexicon of terms. A file may hold word classes only."""

    lexicon: Identifier
    kind: Literal["terms"]
    title: str
    source: str | None = None
    classes: dict[ClassName, tuple[PhraseText, ...]] = {}
    entries: tuple[Entry, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> TermsFile:
        if not self.classes and not self.entries:
            raise ValueError("the lexicon holds neither `classes` nor `entries`")
        return self


class CueRule(_Strict):
    """A scoped cue: which words decide what, in which direction and how far."""

    id: Identifier
    axis: Literal["status", "speaker", "about", "stance"]
    value: str
    direction: Literal["forward", "backward", "both", "terminate", "pseudo"]
    reach: Annotated[int, Field(ge=1, le=60)] = 8
    """In words."""
    families: tuple[str, ...] = ()
    """Only for concepts that begin so; empty: all."""
    excepting: Annotated[tuple[str, ...], Field(alias="except")] = ()
    terminated_by: tuple[PhraseText, ...] = ()
    stop_at_clause: bool = True
    """Whether a terminator or clause bound ends its scope."""
    only_at_start: bool = False
    """Counts only as the first words of a sentence, as orders do ("Submit PPN")."""
    reported_only: bool = False
    """Counts only against words that are somebody else's or quoted: "but she is a child" answers mum, not oneself."""
    whole_text: bool = False
    """In the first or last sentence of a text it decides about all of it ("Training note"); for value guidance."""
    neighbour: bool = False
    """Also decides about the sentence before its own ("This wording was challenged")."""
    phrases: Annotated[tuple[PhraseText, ...], Field(min_length=1)]
    examples: Examples = Examples()

    @model_validator(mode="before")
    @classmethod
    def _value_may_be_left_out(cls, data: object) -> object:
        """Terminators and pseudo cues decide nothing, so they need no value."""
        if isinstance(data, dict) and data.get("direction") in {"terminate", "pseudo"}:
            return {"value": "none", "axis": "status", **data}
        return data

    @model_validator(mode="after")
    def _value_fits_axis(self) -> CueRule:
        if self.direction not in {"terminate", "pseudo"} and self.value not in VALUES[self.axis]:
            allowed = ", ".join(sorted(VALUES[self.axis]))
            raise ValueError(f"{self.value!r} is not a value of the axis {self.axis}: {allowed}")
        return self


class ContextFile(_Strict):
    """A lexicon of cues."""

    lexicon: Identifier
    kind: Literal["context"]
    title: str | None = None
    source: str | None = None
    classes: dict[ClassName, tuple[PhraseText, ...]] = {}
    cues: tuple[CueRule, ...]


LexiconFile = TermsFile | ContextFile


class Change(_Strict):
    """What is otherwise in one entry: the keys given take the place of its own, `more_...` are added to its own."""

    entry: PhraseText
    """The id of the entry."""
    reason: Reason
    tier: Tier | None = None
    default: Default | None = None
    about: Literal["child", "any"] | None = None
    preferred: PhraseText | None = None
    why: PhraseText | None = None
    more_phrases: tuple[PhraseText, ...] = ()
    more_unless: tuple[PhraseText, ...] = ()
    more_examples: Examples = Examples()
    """A sentence that stands here is taken out of the entry's own examples that say the opposite."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that change something, in the order above."""
        names = type(self).model_fields
        return tuple(name for name in names if name in self.model_fields_set and name not in {"entry", "reason"})

    @model_validator(mode="after")
    def _changes_something(self) -> Change:
        if not self.keys:
            known = ", ".join(name for name in type(self).model_fields if name not in {"entry", "reason"})
            raise ValueError(f"the change of {self.entry!r} changes nothing: Give at least one of {known}")
        return self


class Silence(_Strict):
    """An entry that is not to be read."""

    entry: PhraseText
    reason: Reason


class ChangesFile(_Strict):
    """A force's own lexicon: entries added to the shipped ones, changed and silenced."""

    lexicon: Identifier
    kind: Literal["changes"]
    title: str
    source: str | None = None
    classes: dict[ClassName, tuple[PhraseText, ...]] = {}
    add: tuple[Entry, ...] = ()
    change: tuple[Change, ...] = ()
    silence: tuple[Silence, ...] = ()

    @model_validator(mode="after")
    def _holds_something(self) -> ChangesFile:
        if not (self.classes or self.add or self.change or self.silence):
            raise ValueError("the lexicon changes nothing: Write entries under `add`, `change` or `silence`")
        return self


OwnFile = TermsFile | ChangesFile
