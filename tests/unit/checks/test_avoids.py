from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth

from caseaudit.language.mention import Cue

FAMILY = "victim-blaming"
AVOIDS = {"check": "avoids", "concept": FAMILY}
OWN = {**AVOIDS, "tiers": ["red", "amber"], "own_voice_only": True}


LATER = (Cue("stance", "challenged", "later-entry", 0, 0, ""),)


def blame(status: str = "affirmed", tier: str = "red", **more: object) -> object:
    return said("victim-blaming.risk-taking", status, tier=tier, **more)


@pytest.mark.parametrize(
    ("mention", "any_wording", "own_voice"),
    [
        (blame(), "false", "false"),
        (blame(tier="amber"), "false", "false"),
        (blame(tier="note"), "false", "true"),
        (blame("negated"), "true", "true"),
        (blame("hypothetical"), "true", "true"),
        (blame("historical"), "false", "false"),
        (blame(about="adult"), "true", "true"),
        (blame(about="suspect"), "true", "true"),
        (blame(speaker="guidance"), "true", "true"),
        (blame(speaker="parent", stance="unchallenged"), "false", "true"),
        (blame(speaker="parent", stance="adopted"), "false", "false"),
        (blame(stance="challenged"), "true", "true"),
        (blame(stance="challenged", cues=LATER), "false", "true"),
        (said("voice.words"), "true", "true"),
    ],
    ids=[
        *("red", "amber", "note", "denied", "supposed", "once", "of an adult", "of a suspect", "guidance"),
        *("a parent's", "a parent's, adopted", "named to challenge it", "challenged later", "something else"),
    ],
)
def test_what_counts_as_blaming_and_in_whose_voice(mention: Any, any_wording: Any, own_voice: Any) -> None:
    assert truth(AVOIDS, None, mention) == any_wording
    assert truth(OWN, None, mention) == own_voice


def test_a_narrative_without_wording_is_good_and_no_narrative_unknown() -> None:
    assert truth(AVOIDS) == "true"
    assert truth(AVOIDS, {"narrative": []}) == "unknown"


def test_the_worst_is_shown_first() -> None:
    result = judged(AVOIDS, None, blame(tier="note"), blame(tier="red"), blame(tier="amber"))
    assert [evidence.tier for evidence in result.evidence] == ["red", "amber", "note"]
