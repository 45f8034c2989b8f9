"""What a force's own lexicon does to the shipped ones, and what it is told when it cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_builder import HEAD, ours

from caseaudit.domain.audit import EntryChanged
from caseaudit.domain.vocabulary import Tier
from caseaudit.errors import Problem
from caseaudit.language.changes import OwnSource, merge, with_own
from caseaudit.language.compiled import Source
from caseaudit.language.fold import prepare
from caseaudit.language.lexicon import Lexicon, compile_lexicon
from caseaudit.language.lexicon_models import Change, Entry, Examples, TermsFile
from caseaudit.language.segments import segment
from caseaudit.reading.lexicons import lexicon_from_text

SHIPPED = """
lexicon: shipped
kind: terms
title: t
classes:
  self: [herself]
entries:
  - {id: runner, concept: victim-blaming.missing, ref: F07, tier: amber, phrases: [absconder], why: It blames.,
     examples: {match: [An absconder.], no_match: [A runner.]}}
  - {id: troubled, concept: victim-blaming.labels, tier: red, default: advisory, phrases: [troubled]}
  - {id: contested, concept: victim-blaming.labels, tier: amber, default: off, phrases: [contested]}
  - {id: meeting, concept: action.meeting, phrases: [meeting]}
"""


def shipped() -> list[Source]:
    return [lexicon_from_text(SHIPPED, file="shipped.yaml")]


def compiled(*own: OwnSource) -> Lexicon:
    sources, problems = with_own(shipped(), own)
    assert problems == ()
    return compile_lexicon(sources)


def problems_of(*own: OwnSource) -> list[Problem]:
    return list(with_own(shipped(), own)[1])


def found(lexicon: Lexicon, text: str) -> list[str]:
    prepared = prepare(text)
    return [one.term.entry.id for one in lexicon.find(segment(prepared.raw, prepared.text))]


def entry(lexicon: Lexicon, name: str) -> Entry:
    return next(term.entry for term in lexicon.terms if term.entry.id == name)


def test_an_entry_is_added_changed_and_silenced() -> None:
    lexicon = compiled(
        ours(
            "add: [{id: dodger, concept: victim-blaming.missing, tier: red, phrases: ['<hide> {self}']}]\n"
            "change: [{entry: runner, reason: r, tier: red, preferred: missing, more_phrases: [bolter],\n"
            "          more_unless: [absconder policy]}]\n"
            "silence: [{entry: troubled, reason: r}]\n"
        )
    )
    text = "A bolter, an absconder, hid herself; troubled. Absconder policy. Contested."
    assert found(lexicon, text) == ["runner", "runner", "dodger"]
    changed = entry(lexicon, "runner")
    assert (changed.tier, changed.preferred, changed.why) == (Tier.RED, "missing", "It blames.")


def test_what_is_off_is_switched_on_and_an_advisory_entry_counts() -> None:
    lexicon = compiled(
        ours("change: [{entry: contested, reason: r, default: on}, {entry: troubled, reason: r, default: on}]\n")
    )
    assert {term.entry.id: term.tier for term in lexicon.terms if term.blame} == {
        "runner": Tier.AMBER,
        "contested": Tier.AMBER,
        "troubled": Tier.RED,
    }


def test_a_plain_lexicon_of_terms_only_adds() -> None:
    own = ours(
        "entries: [{id: dodger, concept: victim-blaming.missing, phrases: [dodger], why: It mocks.}]\n",
        head="lexicon: ours\nkind: terms\ntitle: t\n",
    )
    assert found(compiled(own), "An absconder and dodger") == ["runner", "dodger"]
    assert own.used.changes == (EntryChanged("dodger", "added", "It mocks."),)


def test_own_lexicons_are_applied_one_after_the_other() -> None:
    first = ours(
        "add: [{id: dodger, concept: victim-blaming.missing, tier: red, phrases: [dodger]}]\n"
        "silence: [{entry: runner, reason: r}]\n"
    )
    second = ours(
        "change: [{entry: dodger, reason: r, tier: note}, {entry: runner, reason: r, default: advisory}]\n",
        name="county.yaml",
        head=HEAD.replace("ours", "county"),
    )
    assert found(compiled(first), "An absconder and dodger") == ["dodger"]
    both = compiled(first, second)
    assert found(both, "An absconder and dodger") == ["runner", "dodger"]
    assert [term.tier for term in both.terms if term.entry.id == "dodger"] == [Tier.NOTE]


def test_the_account_names_every_entry_and_its_reason() -> None:
    own = ours(
        "add: [{id: dodger, concept: victim-blaming.missing, phrases: [dodger]}]\n"
        "change: [{entry: runner, reason: We asked children., tier: red}]\nsilence: [{entry: troubled, reason: Forms.}]\n"
    )
    assert (own.used.id, own.used.file, own.used.title) == ("ours", "ours.yaml", "Our wording")
    assert own.used.changes == (
        EntryChanged("dodger", "added", None),
        EntryChanged("runner", "changed", "We asked children."),
        EntryChanged("troubled", "silenced", "Forms."),
    )


@pytest.mark.parametrize(
    ("text", "says", "line", "nearest"),
    [
        ("silence:\n  - {entry: troubeld, reason: r}\n", "no entry 'troubeld'", 5, "troubled"),
        ("change:\n  - {entry: f07, reason: r, tier: red}\n", "no entry 'f07'", 5, "runner"),
        ("silence:\n  - {entry: zzz, reason: r}\n", "no entry 'zzz'", 5, None),
        (
            "change:\n  - {entry: runner, reason: r, tier: red}\nsilence:\n  - {entry: runner, reason: r}\n",
            "stands twice (first in ours.yaml:5:6)",
            7,
            None,
        ),
        ("change:\n  - {entry: meeting, reason: r, tier: red}\n", "action.meeting, which has no tier", 5, None),
        ("change:\n  - {entry: troubled, reason: r, tier: red}\n", "is advisory, and so a note", 5, None),
        ("change:\n  - {entry: contested, reason: r, why: w}\n", "is off, so the rest changes nothing", 5, None),
    ],
)
def test_what_cannot_be_done_is_said_at_its_line(text: str, says: str, line: int, nearest: str | None) -> None:
    (problem,) = problems_of(ours(text))
    assert says in problem.found
    assert (problem.where.file, problem.where.line, problem.nearest) == ("ours.yaml", line, nearest)


def test_a_lexicon_needs_a_name_of_its_own() -> None:
    first, second = ours("silence: [{entry: runner, reason: r}]\n"), ours("silence: [{entry: troubled, reason: r}]\n")
    assert problems_of(first) == []
    (problem,) = problems_of(first, second)
    assert "There is a lexicon 'ours' already" in problem.found
    assert problem.where.line == 1


def test_every_value_of_a_changed_entry_knows_where_it_stands() -> None:
    own = ours(
        "change:\n"
        "  - entry: runner\n"
        "    reason: r\n"
        "    more_phrases: [one,\n"
        "      two]\n"
        "    more_examples:\n"
        "      match: [Two.]\n"
        "silence:\n"
        "  - {entry: meeting, reason: r}\n"
    )
    (source,), _ = with_own(shipped(), [own])

    def place(*path: str | int) -> str:
        return str(source.place(("entries", *path))).rpartition(":")[0]

    assert place(0, "phrases", 0) == "shipped.yaml:8"
    assert [place(0, "phrases", at) for at in (1, 2)] == ["ours.yaml:7", "ours.yaml:8"]
    assert place(0, "examples", "match", 1) == "ours.yaml:10"
    assert place(0, "examples", "match", 0) == "ours.yaml:5"
    assert place(0, "id") == "ours.yaml:5"
    assert place(3, "phrases", 0) == place(3) == "shipped.yaml:12"


SENTENCES = st.lists(st.sampled_from(["One.", "Two.", "Three.", "Four."]), unique=True, max_size=3).map(tuple)
PHRASES = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=3).map(tuple)


@given(SENTENCES, SENTENCES, SENTENCES, SENTENCES, PHRASES, PHRASES, st.sampled_from([None, *Tier]))
def test_a_change_keeps_what_it_does_not_name_and_its_own_examples_win(
    match: tuple[str, ...],
    no_match: tuple[str, ...],
    own_match: tuple[str, ...],
    own_no_match: tuple[str, ...],
    phrases: tuple[str, ...],
    more: tuple[str, ...],
    tier: Tier | None,
) -> None:
    had = Entry(
        id="a",
        concept="victim-blaming.x",
        tier=Tier.AMBER,
        phrases=("zero", *phrases),
        examples=Examples(match=match, no_match=no_match),
    )
    change = Change(
        entry="a",
        reason="r",
        why="w",
        tier=tier,
        more_phrases=more,
        more_examples=Examples(match=own_match, no_match=own_no_match),
    )
    merged = merge(had, change)
    assert (merged.id, merged.concept, merged.unless, merged.why) == ("a", "victim-blaming.x", (), "w")
    assert merged.tier is (tier or Tier.AMBER)
    assert merged.phrases == tuple(dict.fromkeys(("zero", *phrases, *more)))
    assert set(own_match) <= set(merged.examples.match) <= {*match, *own_match}
    assert set(own_no_match) <= set(merged.examples.no_match) <= {*no_match, *own_no_match}
    for sentence in set(merged.examples.match) & set(merged.examples.no_match):
        assert sentence in {*own_match} & {*own_no_match} or sentence in {*match} & {*no_match}
    assert TermsFile.model_validate({"lexicon": "a", "kind": "terms", "title": "t", "entries": [merged]})
