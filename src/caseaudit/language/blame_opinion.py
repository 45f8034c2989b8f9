"""Weighs what the two readers say of blame in one sentence: the lexicon's context layer, and the second reader.

Each is right where the other is not: the lexicon knows the words, the second reader hears who says them of whom. What
the lexicon says counts as if it were made `PRIOR` times as likely; the likelier of blaming, attributed and neither is
taken. A term that is doubted stays in the output, with the reason; a red one is doubted only by the thorough reading.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from caseaudit.domain.vocabulary import About, Basis, Severity, Speaker, Stance, Status, Tier
from caseaudit.language.mention import Cue, Mention
from caseaudit.language.second_reader import BLAME

CONCEPT = "victim-blaming.second-reader"
"""The concept of blame that only the second reader found."""
READER = "second-reader"
PRIOR, PRIOR_CLEAN = math.e, math.e**2
"""Chosen on styles that training did not see, where between 1.6 and 4.5 made little difference. That a listed term is
no blame here, the lexicon says for a cue that stands in the text: that counts for more."""
PRIOR_SHORT = math.e**4
"""In a text of a sentence or two, where the second reader has no context to hear by."""
SURE = 0.5
SAID = frozenset({Status.AFFIRMED, Status.HISTORICAL, Status.PLANNED})

Label = Literal["blaming", "attributed", "clean"]
RANKS: Mapping[Label, int] = {"clean": 0, "attributed": 1, "blaming": 2}
BLAMING, ATTRIBUTED = BLAME.index("blaming"), BLAME.index("attributed")
_SMALL = 1e-6

Make = Callable[..., Iterator[Mention]]
"""Yields a mention of the whole sentence, if any: concept, output of the second reader, confidence, then the axes."""

_WHY = "The sentence reads like ones that put the harm on the child; a person must judge it."
_OWN: Mapping[str, object] = {
    "status": Status.AFFIRMED,
    "speaker": Speaker.RECORD,
    "about": About.CHILD,
    "stance": Stance.ADOPTED,
}
_OTHERS: Mapping[str, object] = {**_OWN, "speaker": Speaker.THIRD_PARTY, "stance": Stance.UNCHALLENGED}
_NEW: Mapping[str, object] = {"tier": Tier.AMBER, "severity": Severity.MEDIUM, "why": _WHY}


def label_of(mention: Mention) -> Label:
    """Return what one term comes to by the lexicon's own reading."""
    if (
        mention.status not in SAID
        or mention.tier is Tier.NOTE
        or mention.about in (About.ADULT, About.SUSPECT)
        or mention.stance is Stance.CHALLENGED
        or mention.speaker in (Speaker.GUIDANCE, Speaker.CHILD)
    ):
        return "clean"
    own = mention.speaker is Speaker.RECORD or mention.stance is Stance.ADOPTED
    return "blaming" if own else "attributed"


def weigh_blame(
    found: Sequence[Mention], chances: Sequence[float], make: Make, limits: Mapping[str, float]
) -> Iterator[Mention]:
    """Yield the blame of one sentence as both readers see it; `found` is what the lexicon finds of it."""
    weighed = [one for one in found if one.tier is not Tier.NOTE]
    yield from (one for one in found if one.tier is Tier.NOTE)
    if weighed:
        yield from _settled(weighed, chances, doubts_red=bool(limits["doubts_red"]), short=bool(limits["short"]))
    elif chances[BLAMING] >= limits["blame_alone"]:
        yield from make(CONCEPT, BLAMING, chances[BLAMING], **_OWN, **_NEW)
    elif chances[ATTRIBUTED] >= limits["attributed_alone"]:
        yield from make(CONCEPT, ATTRIBUTED, chances[ATTRIBUTED], **_OTHERS, **_NEW)


def _settled(terms: Sequence[Mention], chances: Sequence[float], *, doubts_red: bool, short: bool) -> Iterator[Mention]:
    """Change the terms that stand against the likelier label; confirm those that stand for it."""
    labels = [label_of(one) for one in terms]
    named = max(labels, key=RANKS.__getitem__)
    label, chance = _likelier(named, chances, PRIOR_SHORT if short else PRIOR_CLEAN if named == "clean" else PRIOR)
    weaker = [RANKS[own] for own in labels if RANKS[own] < RANKS[label]]
    raised = max(weaker, default=-1) if label not in labels else -1
    for one, own in zip(terms, labels, strict=True):
        kept = label == "clean" and one.tier is Tier.RED and not doubts_red
        if own == label or kept:
            yield replace(one, basis=Basis.BOTH, confidence=round(chance, 3)) if chance >= SURE and not kept else one
        elif RANKS[own] > RANKS[label] or RANKS[own] == raised:
            yield _changed(one, label, chance, Basis.MODEL if own == "clean" else Basis.BOTH)
        else:
            yield one


def _likelier(named: Label, chances: Sequence[float], prior: float) -> tuple[Label, float]:
    """Return the likelier label, given what the lexicon says, and how likely the second reader finds it."""
    own: dict[Label, float] = {"blaming": chances[BLAMING], "attributed": chances[ATTRIBUTED]}
    own["clean"] = max(0.0, 1 - own["blaming"] - own["attributed"])
    best = max(RANKS, key=lambda label: (own[label] + _SMALL) * (prior if label == named else 1))
    return best, own[best]


def _changed(mention: Mention, label: Label, chance: float, basis: Basis) -> Mention:
    """Give a term the reading of the second reader, and say so among its cues.

    What the lexicon's own context let go rests on the second reader alone, and counts as what it alone finds.
    """
    axes: Mapping[str, object]
    if label == "clean":
        axes, told = {"status": Status.OTHER}, ("status", Status.OTHER.value)
    else:
        axes = _OWN if label == "blaming" else _OTHERS
        told = ("speaker", Speaker.RECORD.value if label == "blaming" else Speaker.THIRD_PARTY.value)
    cue = Cue(told[0], told[1], READER, mention.start, mention.start, "")
    changed: Mention = replace(
        mention,
        basis=basis,
        confidence=round(chance, 3),
        cues=(*mention.cues, cue),
        **axes,  # type: ignore[arg-type]
    )
    return changed
