"""An entry's examples are promises: each is tried, and one that is not kept is named with its line."""

from __future__ import annotations

import pytest
from own_builder import ours

from caseaudit.language.changes import with_own
from caseaudit.language.compiled import Source
from caseaudit.language.entry_examples import example_problems, first_found
from caseaudit.language.lexicon import compile_lexicon
from caseaudit.reading.lexicons import lexicon_from_text

HEAD = "lexicon: test\nkind: terms\ntitle: t\nclasses: {distinctive: [<abscond>]}\nentries:\n"


def told(entries: str, *ids: str) -> list[str]:
    source = lexicon_from_text(HEAD + entries, file="t.yaml")
    lexicon = compile_lexicon([source])
    return [str(one) for one in example_problems(lexicon, [source], ids or ("a",))]


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ("- {id: a, concept: x.y, phrases: [b], examples: {match: [A B.], no_match: [c]}}\n", []),
        ("- {id: a, concept: x.y, phrases: [b], examples: {match: [c]}}\n", ["does not find its example 'c'"]),
        ("- {id: a, concept: x.y, phrases: [b], examples: {no_match: [A B.]}}\n", ["finds 'B' in its example 'A B.'"]),
        # outside its `unless` phrases, and spelt as texts may spell it
        ("- {id: a, concept: x.y, phrases: [b], unless: [b c], examples: {no_match: [B c.], match: [B d.]}}\n", []),
        ("- {id: a, concept: x.y, phrases: [<abscond>], examples: {match: [He abscnoded.]}}\n", []),
        # an entry that is off is not tried
        ("- {id: a, concept: x.y, default: off, phrases: [b], examples: {match: [c]}}\n", []),
        # another entry, of the same concept and longer, does not take the words away
        (
            """- {id: a, concept: x.y, phrases: [b], examples: {match: [b c]}}
- {id: z, concept: x.y, phrases: [b c], examples: {match: [nothing]}}
""",
            [],
        ),
    ],
)
def test_an_example_that_does_not_behave_is_named(entries: str, says: list[str]) -> None:
    problems = told(entries)
    assert len(problems) == len(says)
    for problem, words in zip(problems, says, strict=True):
        assert problem.startswith("t.yaml:6:")
        assert words in problem


def test_all_come_at_once_in_the_order_of_the_file() -> None:
    entries = "- {id: a, concept: x.y, phrases: [b], examples:\n   {no_match: [b],\n   match: [c, d]}}\n"
    assert [one.split(":")[1] for one in told(entries)] == ["7", "8", "8"]


def test_a_change_that_undoes_an_example_is_told_how_to_say_that_it_is_meant() -> None:
    entries = "- {id: runner, concept: x.y, phrases: [absconder], examples: {match: [An absconder.]}}\n"
    shipped = lexicon_from_text(HEAD + entries)

    def tried(more: str) -> list[str]:
        change = f"change:\n- {{entry: runner, reason: r, more_unless: [absconder]{more}}}\n"
        sources: tuple[Source, ...] = with_own([shipped], [ours(change)])[0]
        return [str(one) for one in example_problems(compile_lexicon(sources), sources, {"runner"})]

    (problem,) = tried("")
    assert problem.startswith("ours.yaml:5:")
    assert "list the sentence under `more_examples: no_match:`" in problem
    assert tried(", more_examples: {no_match: [An absconder.]}") == []


def test_what_is_found_is_quoted_as_it_is_written() -> None:
    lexicon = compile_lexicon([lexicon_from_text(HEAD + "- {id: a, concept: x.y, phrases: [put at risk]}\n")])
    assert first_found(lexicon, lexicon.terms[0], "Was PUT  at\nrisk.") == "PUT  at\nrisk"
    assert first_found(lexicon, lexicon.terms[0], "") is None
