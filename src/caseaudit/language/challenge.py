"""Wording that another entry of the same case challenges."""

from __future__ import annotations

from dataclasses import replace

from caseaudit.domain.vocabulary import Stance
from caseaudit.language.mention import Cue, Mention

LATER_ENTRY = "later-entry"
"""The cue of a stance that another entry decided."""


def challenged_later(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Let an entry that challenges a wording also challenge it in the earlier entries of the same case."""
    challenges: dict[str, int] = {}
    for mention in mentions:
        if mention.stance is Stance.CHALLENGED and mention.concept.startswith("victim-blaming"):
            challenges[mention.term] = max(challenges.get(mention.term, -1), mention.entry)
    result: list[Mention] = []
    for mention in mentions:
        later = challenges.get(mention.term, -1)
        if later > mention.entry and mention.stance is not Stance.CHALLENGED:
            cue = Cue("stance", "challenged", LATER_ENTRY, mention.start, mention.start, "")
            result.append(replace(mention, stance=Stance.CHALLENGED, cues=(*mention.cues, cue)))
        else:
            result.append(mention)
    return tuple(result)
