"""`avoids`: the narrative holds no wording of a family about a child, in a voice and of a tier that count.

Met: `{check: avoids, concept: victim-blaming}` on an entry without a listed term. Not met: on "she puts herself at
risk" in the record's own voice. What is denied, supposed, said of an adult or part of guidance is no such wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from caseaudit.checks.base import Check, Reference, Result, Truth
from caseaudit.checks.context import Context
from caseaudit.checks.mentions import Concepts, as_tuple
from caseaudit.checks.text import MAX_SHOWN, about_child
from caseaudit.domain.facts import State
from caseaudit.domain.fields import Record
from caseaudit.domain.vocabulary import Speaker, Stance, Status, Tier
from caseaudit.language.challenge import LATER_ENTRY
from caseaudit.language.mention import Mention

QUOTED = 3
"""How many different wordings a reason names."""
_SAID = frozenset({Status.AFFIRMED, Status.HISTORICAL, Status.PLANNED})
_TIERS = tuple(Tier)


class Avoids(Check):
    """No mention that counts."""

    check: Literal["avoids"]
    concept: Concepts
    tiers: Annotated[tuple[Tier, ...], BeforeValidator(as_tuple, json_schema_input_type=Tier | tuple[Tier, ...])] = (
        Tier.RED,
        Tier.AMBER,
        Tier.NOTE,
    )
    own_voice_only: bool = False
    """Count only what the record itself says and nobody in the file challenges."""

    def evaluate(self, context: Context) -> Result:
        """Look for a mention that counts; the worst tier is shown first."""
        scope = context.narrative.scope
        label = "no listed term in the record's own voice" if self.own_voice_only else "no listed term"
        if context.narrative.state is not State.RECORDED:
            return Result(Truth.UNKNOWN, "there is no narrative to read", label=label, scope=scope)
        found = [m for concept in self.concept for m in context.narrative.about(concept) if self._counts(m)]
        if not found and context.narrative.unread:
            return Result(Truth.UNKNOWN, context.narrative.unread, label=label, scope=scope, from_text=True)
        if not found:
            return Result(Truth.TRUE, f"no listed term found in {scope}", label=label, scope=scope, from_text=True)
        found.sort(key=lambda m: (_TIERS.index(m.tier or Tier.NOTE), m.entry, m.start))
        return Result(
            Truth.FALSE,
            lambda: _because(found),
            lambda: tuple(context.text_evidence(m) for m in found[:MAX_SHOWN]),
            label=label,
            from_text=True,
        )

    def _counts(self, mention: Mention) -> bool:
        if mention.status not in _SAID or mention.speaker is Speaker.GUIDANCE or not about_child(mention):
            return False
        if (mention.tier or Tier.NOTE) not in self.tiers:
            return False
        own = mention.speaker is Speaker.RECORD or mention.stance is Stance.ADOPTED
        if self.own_voice_only:
            return own and mention.stance is not Stance.CHALLENGED
        # Wording that is named only to be challenged is no fault; what another entry had to challenge was one.
        return mention.stance is not Stance.CHALLENGED or challenged_elsewhere(mention)

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield the concepts."""
        for number, concept in enumerate(self.concept):
            yield Reference("concept", concept, ("concept", number), bound)


def challenged_elsewhere(mention: Mention) -> bool:
    """Whether it took another entry of the file to challenge the wording."""
    return any(cue.axis == "stance" and cue.cue == LATER_ENTRY for cue in mention.cues)


def _because(found: list[Mention]) -> str:
    quotes = list(dict.fromkeys(f"\u201c{' '.join(m.quote.split())}\u201d" for m in found))
    shown = ", ".join(quotes[:QUOTED])
    more = f" and {len(quotes) - QUOTED} more" if len(quotes) > QUOTED else ""
    own = [m for m in found if m.speaker is Speaker.RECORD and m.stance is not Stance.CHALLENGED]
    if own:
        return f"wording that blames a child, in the record's own voice: {shown}{more}"
    if any(m.stance is Stance.CHALLENGED for m in found):
        return f"wording that blames a child, challenged in the file: {shown}{more}"
    return f"wording that blames a child, in somebody else's words and not challenged: {shown}{more}"
