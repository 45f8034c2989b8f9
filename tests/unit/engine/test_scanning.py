"""What a scan says of a text, and which mentions are worth a person's look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.vocabulary import About, Speaker, Stance, Status, Tier
from caseaudit.engine.scanning import (
    SETTINGS,
    Narrative,
    Scanned,
    matters,
    narrative_of_case,
    oldest_age,
    scan,
    text_reader,
)
from caseaudit.errors import Place, UsageError
from caseaudit.language.people import Child, People
from caseaudit.language.reading import MAX_PER_TERM, Text
from scan_builders import a_mention, fake_reader, tiny_lexicon

WELSH = "Mae'r plentyn yn dweud ei bod hi wedi bod gyda ffrindiau ac nid oedd hi yn y cartref heddiw."


def scanned(*texts: str) -> tuple[Scanned, ...]:
    documents = tuple((f"d{at}", Text(text)) for at, text in enumerate(texts))
    return scan(Narrative(documents), text_reader(tiny_lexicon()))


def test_a_document_is_what_its_mentions_come_to() -> None:
    (one,) = scanned("She is promiscuous. She was tearful throughout. PPN submitted.")
    assert one.document == "d0"
    assert one.blame == "blaming"
    assert one.voice == {"words": False, "demeanour": True, "appearance": False, "living_conditions": False}
    assert one.actions == {"ppn": "done"}
    assert [one.text[m.start : m.end] == m.quote for m in one.mentions] == [True] * len(one.mentions)


def test_mentions_go_to_the_document_they_stand_in() -> None:
    first, second, third = scanned("She is promiscuous.", "", "Mum says that she is streetwise.")
    assert [m.term for m in first.mentions] == ["promiscuous"]
    assert second.mentions == ()
    assert (second.blame, third.blame) == ("clean", "attributed")


def test_a_later_entry_challenges_an_earlier_one() -> None:
    first, second = scanned("She is promiscuous.", "The word 'promiscuous' was challenged with the author and amended.")
    assert (first.blame, second.blame) == ("clean", "clean")
    assert not any(map(matters, first.mentions))


def test_of_welsh_text_nothing_is_claimed() -> None:
    (one,) = scanned(WELSH)
    assert one.welsh
    assert (one.blame, one.voice) == (None, None)


def test_repetitions_are_listed_to_the_cap_and_counted_in_full() -> None:
    (one,) = scanned("promiscuous " * 3000)
    assert len(one.mentions) == MAX_PER_TERM
    assert one.counted == {"promiscuous": 3000}


def test_nothing_is_said_to_be_capped_where_everything_is_listed() -> None:
    (one,) = scanned("promiscuous and streetwise")
    assert one.counted == {}


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"tier": Tier.NOTE}, True),
        ({"tier": None}, True),
        ({"speaker": Speaker.PARENT, "stance": Stance.UNCHALLENGED}, True),
        ({"about": About.UNKNOWN}, True),
        ({"status": Status.NEGATED}, False),
        ({"status": Status.OTHER}, False),
        ({"about": About.SUSPECT}, False),
        ({"about": About.ADULT}, False),
        ({"stance": Stance.CHALLENGED}, False),
        ({"speaker": Speaker.GUIDANCE}, False),
        ({"speaker": Speaker.CHILD, "stance": Stance.UNCHALLENGED}, False),
        ({"concept": "voice.demeanour", "tier": None}, False),
    ],
)
def test_what_a_person_should_look_at(changes: dict[str, object], wanted: bool) -> None:
    assert matters(replace(a_mention("abc", "b"), **changes)) is wanted  # type: ignore[arg-type]


def test_a_case_gives_a_document_an_entry() -> None:
    case = CaseFile.read(
        {
            "case_id": "C-1",
            "case_type": "missing",
            "children": [{"names": ["Tamsin"], "age": 14}],
            "narrative": [{"entry_id": "N1", "text": "x"}, {"text": "y"}, {"entry_id": "N3", "text": None}],
        }
    )
    narrative = narrative_of_case(case, Place("may.jsonl", line=3))
    assert [name for name, _ in narrative.documents] == ["C-1#N1", "C-1#narrative[1]", "C-1#N3"]
    assert narrative.documents[2][1].text == ""
    assert narrative.people.children[0].age == 14


@pytest.mark.parametrize(
    ("ages", "wanted"), [((), None), ((3,), 3), ((0, 9), 9), ((0, None), None), ((None,), None), ((0, 0), 0)]
)
def test_only_children_all_known_to_be_babies_are_babies(ages: tuple[int | None, ...], wanted: int | None) -> None:
    assert oldest_age(People(tuple(Child(age=age) for age in ages))) == wanted


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="Did you mean 'patterns'"):
        text_reader(tiny_lexicon(), "pattern")


def test_a_setting_is_a_name_for_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SETTINGS, "fake", lambda lexicon: fake_reader())
    (one,) = scan(Narrative((("d", Text("BLAME")),)), text_reader(tiny_lexicon(), "fake"))
    assert one.blame == "blaming"
