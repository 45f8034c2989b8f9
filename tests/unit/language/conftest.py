from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.language.lexicon import Lexicon, compile_lexicon
from caseaudit.reading.lexicons import lexicon_from_text, lexicon_source
from caseaudit.reading.located_yaml import load_file

RUBRICS = Path(__file__).parents[3] / "rubrics" / "language"

TERMS = """
lexicon: small
kind: terms
title: A few terms, enough to prove what the context layer decides
entries:
  - id: self-at-risk
    concept: victim-blaming.risk-taking
    tier: red
    phrases: ["<put> {self} [2] at risk"]
  - id: lifestyle
    concept: victim-blaming.lifestyle-character
    tier: amber
    phrases: ["lifestyle choice", promiscuous, streetwise, manipulative, "attention-seeking"]
  - id: absconded
    concept: victim-blaming.missing
    tier: red
    phrases: ["<abscond>", "<absconder>"]
  - id: contested
    concept: victim-blaming.record-labels
    tier: note
    phrases: [troubled]
  - id: refuses-help
    concept: victim-blaming.engagement
    tier: red
    phrases: ["not engaging"]
  - id: strategy-meeting
    concept: action.strategy_meeting
    bare: other
    phrases: ["strategy (meeting|discussion)"]
  - id: ppn
    concept: action.ppn
    bare: other
    phrases: [ppn]
  - id: ppn-submitted
    concept: action.ppn
    phrases: ["ppn [2] submitted"]
  - id: referral
    concept: action.referral
    bare: other
    phrases: ["<referral>"]
  - id: said
    concept: voice.words
    phrases: ["{said} (that|she|he)", "told (me|officers)"]
  - id: tearful
    concept: voice.demeanour
    phrases: [tearful, "no eye contact"]
  - id: kitchen
    concept: voice.living_conditions
    phrases: ["kitchen [3] clean"]
"""


@pytest.fixture(scope="session")
def small() -> Lexicon:
    shared = [lexicon_source(load_file(RUBRICS / name)) for name in ("words.yaml", "context.yaml")]
    return compile_lexicon([*shared, lexicon_from_text(TERMS)])
