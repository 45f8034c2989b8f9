from __future__ import annotations

from pathlib import Path

import pytest

from caseaudit.domain.vocabulary import Severity, Tier
from caseaudit.errors import DefinitionError, UsageError
from caseaudit.language.automaton import Pattern
from caseaudit.language.fold import prepare
from caseaudit.language.lexicon import Lexicon, compile_lexicon
from caseaudit.language.segments import segment
from caseaudit.reading.lexicons import lexicon_from_text, load_lexicons

HEAD = "lexicon: test\nkind: terms\ntitle: t\nentries:\n"


def lexicon(entries: str, **options: frozenset[str]) -> Lexicon:
    return compile_lexicon([lexicon_from_text(HEAD + entries)], **options)


def found(compiled: Lexicon, text: str) -> list[tuple[str, str]]:
    prepared = prepare(text)
    spans = compiled.find(segment(prepared.raw, prepared.text))
    return [(one.term.entry.id, text[one.start : one.end]) for one in spans]


def test_a_match_touching_an_unless_phrase_is_dropped() -> None:
    compiled = lexicon('- {id: a, concept: x.y, phrases: ["at risk"], unless: ["at risk register"]}\n')
    assert found(compiled, "on the at risk register, and at risk") == [("a", "at risk")]


def test_of_overlapping_matches_of_one_concept_the_longest_stays_and_other_concepts_keep_theirs() -> None:
    compiled = lexicon(
        "- {id: short, concept: x.y, phrases: [risk]}\n"
        '- {id: long, concept: x.y, phrases: ["at risk of harm"]}\n'
        '- {id: other, concept: x.z, phrases: ["risk of"]}\n'
    )
    assert found(compiled, "at risk of harm") == [("long", "at risk of harm"), ("other", "risk of")]


def test_no_match_crosses_a_sentence_end() -> None:
    compiled = lexicon('- {id: a, concept: x.y, phrases: ["put [3] risk"]}\n')
    assert found(compiled, "It was put away. No risk found") == []
    assert found(compiled, "put away. Put at risk") == [("a", "Put at risk")]


def test_searching_by_sentence_and_by_text_find_the_same() -> None:
    words = ["one", "two", "three", "four", "five", "six"]
    entries = "".join(f"- {{id: {word}, concept: x.{word}, phrases: [{word}]}}\n" for word in words)
    text = "One here. Two there. Three, four. Five. " * 3
    few = [
        pair for word in words for pair in found(lexicon(f"- {{id: {word}, concept: x.y, phrases: [{word}]}}\n"), text)
    ]
    assert sorted(found(lexicon(entries), text)) == sorted(few)


def test_the_public_search_of_the_library_gives_the_same_spans() -> None:
    for source in ("a+", "ba"):
        pattern = Pattern(source)
        text = b"aab ba aaa"
        direct = pattern.spans(text)
        pattern._direct = None
        assert pattern.spans(text) == direct != []


def test_entries_that_are_off_are_read_only_when_switched_on_and_advisory_ones_are_notes() -> None:
    entries = (
        "- {id: off, concept: victim-blaming.x, tier: red, default: off, phrases: [alpha]}\n"
        "- {id: adv, concept: victim-blaming.y, tier: red, default: advisory, phrases: [beta]}\n"
    )
    assert found(lexicon(entries), "alpha beta") == [("adv", "beta")]
    compiled = lexicon(entries, switched_on=frozenset({"off"}))
    assert found(compiled, "alpha beta") == [("off", "alpha"), ("adv", "beta")]
    assert [(term.tier, term.severity) for term in compiled.terms] == [
        (Tier.RED, Severity.HIGH),
        (Tier.NOTE, Severity.LOW),
    ]


@pytest.mark.parametrize(
    ("entries", "says", "line"),
    [
        ("- {id: a, concept: x.y, phrases: ['put {nobody}']}\n", "nobody", 5),
        ("- {id: a, concept: x.y, phrases: [a b]}\n- {id: a, concept: x.y, phrases: [c]}\n", "stands twice", 6),
        ("- {id: a, concept: x.y, phrases: []}\n", "Give at least one", 5),
        ("- {id: a, concept: x.y, phrases: [b], colour: red}\n", "'colour' is not known", 5),
        ("- {id: A_b, concept: x.y, phrases: [b]}\n", "is not an id", 5),
        ("- {id: a, concept: x, phrases: [b]}\n", "is not a concept", 5),
        ("- {id: a, concept: x.y, tier: pink, phrases: [b]}\n", "pink", 5),
    ],
)
def test_what_is_wrong_in_a_lexicon_is_said_with_its_line(entries: str, says: str, line: int) -> None:
    with pytest.raises(DefinitionError, match=says) as caught:
        lexicon(entries)
    assert caught.value.problems[0].where.line == line


def test_all_problems_come_at_once() -> None:
    with pytest.raises(DefinitionError) as caught:
        lexicon("- {id: a, concept: x.y, phrases: ['[9] b', '(c', fine]}\n- {id: b, concept: x.y, phrases: [D]}\n")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("cue", "says"),
    [
        ("{id: a, axis: status, value: maybe, direction: forward, phrases: [b]}", "is not a value of the axis"),
        ("{id: a, axis: status, value: negated, direction: sideways, phrases: [b]}", "sideways"),
        ("{id: a, axis: status, value: negated, direction: forward, reach: 0, phrases: [b]}", "reater than"),
    ],
)
def test_a_cue_that_cannot_decide_anything_is_refused(cue: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=says):
        lexicon_from_text(f"lexicon: c\nkind: context\ncues:\n- {cue}\n")


def test_a_file_that_is_no_lexicon_is_refused() -> None:
    with pytest.raises(DefinitionError, match="not a lexicon"):
        lexicon_from_text("- a\n")
    with pytest.raises(DefinitionError, match="not a kind"):
        lexicon_from_text("lexicon: a\nkind: words\n")


def test_an_empty_folder_is_said_to_hold_no_lexicon(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no lexicon"):
        load_lexicons(tmp_path)
