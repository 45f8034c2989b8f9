from __future__ import annotations

from typing import Any

import pytest
from check_builder import judged, said, truth

WORDS = {"check": "mentions", "concept": "voice.words"}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (said("voice.words"), "true"),
        (said("voice.words", "negated"), "false"),
        (said("voice.words", "planned"), "false"),
        (said("voice.words", speaker="guidance"), "false"),
        (said("voice.demeanour"), "false"),
    ],
)
def test_only_what_is_affirmed_by_somebody_counts(mention: Any, expected: Any) -> None:
    assert truth(WORDS, None, mention) == expected


def test_a_silent_narrative_is_false_and_no_narrative_unknown_unless_said_otherwise() -> None:
    assert truth(WORDS) == "false"
    assert truth({**WORDS, "silent_is": "unknown"}) == "unknown"
    assert truth({**WORDS, "silent_is": "unknown"}, None, said("voice.words", "negated")) == "false"
    for nothing in ([], None, ..., [{"entry_id": "N1", "text": "  "}]):
        assert truth(WORDS, {"narrative": nothing}) == "unknown"
        assert truth({**WORDS, "unread_is": "false"}, {"narrative": nothing}) == "false"


def test_an_entry_written_after_the_audit_date_does_not_exist_yet() -> None:
    case = {"narrative": [{"recorded_at": "2025-05-24T08:00", "text": "the words"}]}
    assert truth(WORDS, case, said("voice.words")) == "unknown"


def test_whose_words_status_and_whom_they_are_about_may_be_narrowed() -> None:
    assert truth({**WORDS, "speakers": ["child"]}, None, said("voice.words")) == "false"
    assert truth({**WORDS, "status": ["planned"]}, None, said("voice.words", "planned")) == "true"
    assert truth({**WORDS, "about": "child"}, None, said("voice.words", about="adult")) == "false"
    assert truth({**WORDS, "about": "child"}, None, said("voice.words", about="unknown")) == "true"


def test_the_kind_of_entry_may_be_narrowed() -> None:
    case = {"narrative": [{"kind": "log", "text": "the words"}, {"kind": "supervision", "text": "the words"}]}
    clause = {**WORDS, "kinds": "supervision"}
    assert truth(clause, case, said("voice.words", entry=0)) == "false"
    assert truth(clause, case, said("voice.words", entry=1)) == "true"


def test_a_family_covers_its_concepts_and_nothing_that_merely_begins_alike() -> None:
    assert truth({**WORDS, "concept": "voice"}, None, said("voice.words")) == "true"
    assert truth({**WORDS, "concept": "voice"}, None, said("voices.words")) == "false"


def test_a_mention_tied_to_no_child_counts_for_the_sole_child_and_is_open_among_several() -> None:
    assert truth(WORDS, {"children": [{"age": 9}]}, said("voice.words"), child=0) == "true"
    result = judged(WORDS, {"children": [{"age": 9}, {"age": 7}]}, said("voice.words"), child=0)
    assert result.truth.value == "unknown"
    assert result.evidence[0].quote == "the words"
    assert truth(WORDS, {"children": [{"age": 9}, {"age": 7}]}, said("voice.words", child=1), child=0) == "false"


def test_boilerplate_is_shown_as_what_does_not_count() -> None:
    clause = {**WORDS, "shown": "voice.boilerplate"}
    result = judged(clause, None, said("voice.boilerplate"))
    assert result.truth.value == "false"
    assert result.evidence[0].contrary
    assert result.because.endswith("what is there is a stock phrase")
