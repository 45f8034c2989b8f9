"""A small lexicon, and readers of which a test knows what they find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from caseaudit.domain.vocabulary import About, Severity, Speaker, Stance, Status, Tier
from caseaudit.engine.scanning import TextReader
from caseaudit.language.lexicon import Lexicon, compile_lexicon
from caseaudit.language.mention import Mention
from caseaudit.language.people import People
from caseaudit.language.reading import Reading, Text
from caseaudit.reading.lexicons import lexicon_from_text, lexicon_source
from caseaudit.reading.located_yaml import load_file

LANGUAGE = Path(__file__).parents[1] / "rubrics" / "language"

TERMS = """
lexicon: tiny
kind: terms
title: A few terms
entries:
  - id: self-at-risk
    concept: victim-blaming.risk-taking
    tier: red
    phrases: ["<put> {self} [2] at risk"]
    why: The risk comes from the person who harms.
    preferred: "is at risk of harm from ..."
  - id: promiscuous
    concept: victim-blaming.sexual-behaviour
    tier: red
    phrases: [promiscuous]
    why: It judges a child.
    preferred: Describe what was done to the child.
  - id: streetwise
    concept: victim-blaming.lifestyle-character
    tier: amber
    phrases: [streetwise]
    why: It makes a child an adult.
  - id: troubled
    concept: victim-blaming.record-labels
    tier: note
    phrases: [troubled]
  - id: tearful
    concept: voice.demeanour
    phrases: [tearful]
  - id: ppn-submitted
    concept: action.ppn
    phrases: ["ppn submitted"]
"""


@cache
def tiny_lexicon() -> Lexicon:
    """Return the terms above with the shipped words and context."""
    shared = [lexicon_source(load_file(LANGUAGE / name)) for name in ("words.yaml", "context.yaml")]
    return compile_lexicon([*shared, lexicon_from_text(TERMS)])


def a_mention(text: str, quote: str, concept: str = "victim-blaming.risk-taking", **overrides: Any) -> Mention:
    """Return a mention of the first `quote` in `text`: affirmed, by the record, about the child."""
    start = text.index(quote)
    blame = concept.startswith("victim-blaming")
    values: dict[str, Any] = {
        "concept": concept,
        "term": overrides.pop("term", quote),
        "entry": 0,
        "start": start,
        "end": start + len(quote),
        "quote": quote,
        "status": Status.AFFIRMED,
        "speaker": Speaker.RECORD,
        "about": About.CHILD,
        "tier": Tier.RED if blame else None,
        "severity": Severity.HIGH if blame else None,
        "sentence": (0, len(text)),
    }
    return Mention(**{**values, **overrides})


FAKE_WORDS: dict[str, tuple[str, dict[str, Any]]] = {
    "BLAME": ("victim-blaming.risk-taking", {}),
    "MUMSAYS": ("victim-blaming.risk-taking", {"speaker": Speaker.PARENT, "stance": Stance.UNCHALLENGED}),
    "DENIED": ("victim-blaming.risk-taking", {"status": Status.NEGATED}),
    "CRIED": ("voice.demeanour", {}),
    "CLEAN": ("voice.appearance", {}),
    "REFERRED": ("action.referral", {}),
    "TOREFER": ("action.referral", {"status": Status.PLANNED}),
    "NOTICE": ("action.ppn", {}),
    "RISKDONE": ("action.risk_assessment_dash", {}),
}


def fake_reader(*known: str) -> TextReader:
    """Return a reader that finds these of FAKE_WORDS (all when none is given) wherever they stand."""
    names = known or tuple(FAKE_WORDS)

    def read_texts(texts: Sequence[Text], people: People) -> Reading:
        mentions = []
        for entry, text in enumerate(texts):
            for match in re.finditer(r"[A-Z]+", text.text):
                if match[0] in names:
                    concept, more = FAKE_WORDS[match[0]]
                    mention = a_mention(text.text, match[0], concept, entry=entry, **more)
                    mentions.append(mention)
        return Reading(tuple(mentions), {})

    return read_texts
