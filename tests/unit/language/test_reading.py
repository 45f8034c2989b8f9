from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseaudit.domain.vocabulary import About, EntryKind, PersonRole, Stance, Status, Tier
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.mention import Mention
from caseaudit.language.reading import (
    MAX_PER_TERM,
    Adult,
    Child,
    People,
    Text,
    actions_of,
    blame_of,
    read,
    read_counted,
    voice_of,
)
from caseaudit.language.welsh import is_welsh


def blame(lexicon: Lexicon, text: str) -> list[Mention]:
    return [one for one in read(lexicon, [Text(text)]) if one.concept.startswith("victim-blaming")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # in the record's own voice about a child
        ("Kayla, 14, is putting herself at risk.", "blaming"),
        ("KAYLA 14 IS PUTTING HERSELF AT RISK", "blaming"),
        ("She is streetwise, manipulative and known to staff.", "blaming"),
        ("In my opinion this is a lifestyle choice.", "blaming"),
        ("It is felt that this is a lifestyle choice.", "blaming"),
        ("Although mother disputes this, the child is manipulative.", "blaming"),
        ("Without any explanation the child absconded again.", "blaming"),
        ("No injuries seen and she is promiscuous.", "blaming"),
        # the negation is part of the term itself
        ("He is not engaging with the worker.", "blaming"),
        # a term that two people might have said, adopted by the writer
        ("Mum says she is promiscuous and I agree.", "blaming"),
        # somebody else's words, let stand
        ("Mother described Chloe as promiscuous.", "attributed"),
        ("She was described by staff as promiscuous.", "attributed"),
        ("According to the social worker this is a lifestyle choice.", "attributed"),
        ("Dad's view is that it is a lifestyle choice.", "attributed"),
        ('The referral states "she is streetwise".', "attributed"),
        ("Care staff: she is manipulative.", "attributed"),
        ("I asked the key worker. He described Tyler as streetwise.", "attributed"),
        ("The suspect said she was promiscuous.", "attributed"),
        # denied, challenged, taught
        ("There is nothing to suggest that she was putting herself at risk.", "clean"),
        ("She did not put herself at risk; she was targeted.", "clean"),
        ("It was not a lifestyle choice.", "clean"),
        ("Rather than putting herself at risk, she was targeted.", "clean"),
        ("The phrase 'lifestyle choice' was challenged and amended.", "clean"),
        ("Staff called her manipulative. This wording was challenged with the author.", "clean"),
        ('The previous log describes her as "streetwise"; this is victim-blaming language.', "clean"),
        ('Officers must not use phrases such as "putting herself at risk".', "clean"),
        ("Training note. Do not call a child promiscuous. Say what happened.", "clean"),
        ("Guidance: streetwise is not a word for a child.", "clean"),
        # somebody who is no child
        ("The suspect is manipulative.", "clean"),
        ("The suspect absconded from custody.", "clean"),
        ("Her step-dad is manipulative.", "clean"),
        ("Male (34) absconded from court.", "clean"),
        ("The suspect is wanted. He absconded last year.", "clean"),
        ("A manipulative suspect was arrested.", "clean"),
        # the child's own words
        ('Ava (13) told me "everyone says I\'m manipulative".', "clean"),
        # a contested term is a note, no fault
        ("A troubled girl.", "clean"),
        ("", "clean"),
    ],
)
def test_whether_a_document_blames_the_child(small: Lexicon, text: str, wanted: str) -> None:
    assert blame_of(read(small, [Text(text)])) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Strategy meeting held with health.", "done"),
        ("A strategy meeting took place on Monday.", "done"),
        ("Attended strategy discussion.", "done"),
        ("Strategy meeting not held.", "not_done"),
        ("There has been no strategy meeting.", "not_done"),
        ("No evidence of a strategy discussion.", "not_done"),
        ("DS declined the request for a strategy meeting.", "not_done"),
        ("No strategy discussion has been held.", "not_done"),
        ("Strategy meeting considered but not required.", "not_done"),
        ("Strategy meeting: no", "not_done"),
        ("Strategy meeting? N/A.", "not_done"),
        ("Strategy meeting - not needed", "not_done"),
        ("Strategy meeting? Yes.", "done"),
        ("Strategy meeting to be held.", "planned"),
        ("Strategy meeting requested.", "planned"),
        ("Awaiting strategy meeting.", "planned"),
        ("OIC to arrange strategy meeting.", "planned"),
        ("If she goes missing again a strategy meeting should be held.", "planned"),
        ("Has a strategy meeting been held?", "planned"),
        ("Strategy meeting has been requested but not yet held.", "planned"),
        ("Every child should have a strategy meeting, officers are reminded.", "other"),
        ("Strategy meeting", "other"),
        ("The previous strategy meeting was held in 2019.", "other"),
    ],
)
def test_what_became_of_an_action(small: Lexicon, text: str, wanted: str) -> None:
    assert actions_of(read(small, [Text(text)])) == {"strategy_meeting": wanted}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PPN submitted, strategy meeting not held.", {"ppn": "done", "strategy_meeting": "not_done"}),
        (
            "No PPN, referral or strategy meeting was made.",
            {"ppn": "not_done", "referral": "not_done", "strategy_meeting": "not_done"},
        ),
        ("Referral made, strategy meeting to be held.", {"referral": "done", "strategy_meeting": "planned"}),
        ("Referral and PPN to be completed by nights.", {"referral": "planned", "ppn": "planned"}),
        ("PPN was not submitted.", {"ppn": "not_done"}),
        ("PPN will be submitted.", {"ppn": "planned"}),
        ("No PPN needed. PPN submitted anyway.", {"ppn": "done"}),
        ("Not only was the PPN submitted in time.", {"ppn": "done"}),
    ],
)
def test_each_action_of_a_sentence_has_its_own_cue(small: Lexicon, text: str, wanted: dict[str, str]) -> None:
    assert actions_of(read(small, [Text(text)])) == wanted


@pytest.mark.parametrize(
    ("text", "age", "wanted"),
    [
        ("Ella (9) said she hides under the bed.", 9, {"words"}),
        ('Ella (9) told me "I hide under the bed".', 9, {"words"}),
        ("Mum (34) said she is fine at school.", 9, set()),
        ('Mum (34) said "she is fine at school".', 9, set()),
        ("The suspect told officers he was at work.", 9, set()),
        ("Ella was tearful.", 9, {"demeanour"}),
        ("Mum was tearful.", 9, set()),
        ("Ella made no eye contact.", 9, {"demeanour"}),
        ("Officers did not see whether she was tearful.", 9, set()),
        ("The kitchen was clean.", 9, {"living_conditions"}),
        ("Kitchen to be checked, is it clean", 9, set()),
        ("", None, set()),
    ],
)
def test_which_parts_of_the_voice_are_recorded(small: Lexicon, text: str, age: int, wanted: set[str]) -> None:
    found = voice_of(read(small, [Text(text)]), text, age)
    assert {name for name, there in found.items() if there} == wanted
    assert list(found) == ["words", "demeanour", "appearance", "living_conditions"]


def test_the_words_that_decided_are_kept_with_their_place(small: Lexicon) -> None:
    text = "There is no evidence that she was putting herself at risk."
    (mention,) = blame(small, text)
    assert mention.status is Status.NEGATED
    (cue,) = [cue for cue in mention.cues if cue.axis == "status"]
    assert text[cue.start : cue.end] == cue.quote == "no evidence that"
    assert (mention.sentence, mention.tier) == ((0, len(text)), Tier.RED)


def test_names_of_the_case_file_say_which_child_is_meant_and_who_is_grown_up(small: Lexicon) -> None:
    people = People(
        children=(Child(names=("Ada Penn",), age=14, sex="F"), Child(names=("Bo",), age=12, sex="M")),
        adults=(Adult(names=("Rex",), role=PersonRole.SUSPECT),),
    )
    text = "Ada is streetwise. BO is manipulative. Rex is promiscuous."
    found = {one.quote: one for one in read(small, [Text(text)], people) if one.concept.startswith("victim")}
    assert (found["streetwise"].child, found["streetwise"].about) == (0, About.CHILD)
    assert (found["manipulative"].child, found["manipulative"].about) == (1, About.CHILD)
    assert (found["promiscuous"].child, found["promiscuous"].about) == (None, About.SUSPECT)


def test_a_later_entry_that_challenges_a_wording_challenges_the_earlier_one(small: Lexicon) -> None:
    first = Text("Ada, 14, is promiscuous.")
    later = Text("The term 'promiscuous' in the earlier entry is inappropriate and was removed.", EntryKind.SUPERVISION)
    alone = read(small, [first])
    assert (alone[0].stance, blame_of(alone)) == (Stance.ADOPTED, "blaming")
    together = read(small, [first, later])
    assert [one.stance for one in together if one.term == "lifestyle"] == [Stance.CHALLENGED] * 2
    assert together[0].cues[-1].cue == "later-entry"
    assert read(small, [later, first])[-1].stance is Stance.ADOPTED


def test_an_age_decides_about_male_and_victim(small: Lexicon) -> None:
    about = {text: blame(small, text)[0].about for text in ("Male (15) is streetwise.", "Male (41) is streetwise.")}
    assert list(about.values()) == [About.CHILD, About.ADULT]
    assert blame(small, "IP is mother of two. IP is manipulative.")[0].about is About.ADULT
    assert blame(small, "IP (13) is manipulative.")[0].about is About.CHILD


def test_mentions_come_in_a_fixed_order(small: Lexicon) -> None:
    texts = [Text("PPN submitted. She is streetwise and promiscuous."), Text("Referral made.")]
    found = read(small, texts)
    assert list(found) == sorted(found, key=lambda one: (one.entry, one.start, one.concept, one.term))
    assert read(small, texts) == found


def test_a_term_repeated_without_end_is_capped_but_counted(small: Lexicon) -> None:
    found = read_counted(small, [Text("promiscuous, " * 100_000)])
    assert len(found.mentions) == MAX_PER_TERM
    assert found.counts[(0, "lifestyle")] == 100_000


TRICKY = st.lists(
    st.sampled_from(
        [
            *["she", "he", "not", "no", "never", "mum", "says", "said", "told", '"I am promiscuous"', "'streetwise'"],
            *["at risk", "puts", "herself"],
            *[
                "putting herself at risk",
                "absconded",
                "strategy meeting",
                "held",
                "not",
                "to be",
                ".",
                "?",
                ";",
                " - ",
                "\n",
            ],
            *[
                "Ada (14)",
                "suspect",
                "\u201c",
                "\u2019",
                "'",
                '"',
                "&nbsp;",
                "\u00ad",
                "\u0301",
                "\U0001f600",
                "\ud800",
                "\x00",
            ],
            *[
                "\u202e",
                "Mum:",
                "Guidance:",
                "the wording was challenged",
                "said that",
                "tearful",
                "IP",
                "(",
                ")",
                "é",
                "<br>",
            ],
        ]
    ),
    max_size=60,
).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TRICKY)
def test_reading_never_fails_and_every_quote_stands_where_it_says(small: Lexicon, text: str) -> None:
    for mention in read(small, [Text(text)], People(children=(Child(names=("Ada",)),))):
        assert text[mention.start : mention.end] == mention.quote
        assert mention.quote.strip()
        assert 0 <= mention.sentence[0] <= mention.start < mention.end <= mention.sentence[1] <= len(text)
        for cue in mention.cues:
            assert text[cue.start : cue.end] == cue.quote
            assert cue.axis in {"status", "speaker", "about", "stance"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=300))
def test_any_text_at_all_can_be_read(small: Lexicon, text: str) -> None:
    mentions = read(small, [Text(text)])
    assert blame_of(mentions) in {"blaming", "attributed", "clean"}
    assert set(voice_of(mentions, text, None)) == {"words", "demeanour", "appearance", "living_conditions"}


@pytest.mark.parametrize(
    "piece",
    [
        "x",
        " ",
        ".",
        "\n",
        "'",
        '"',
        "she ",
        "not ",
        "promiscuous. ",
        "(14) ",
        "&nbsp;",
        "e\u0301",
        "\U0001f600",
        '"a b" and ',
    ],
)
def test_a_very_long_text_of_one_kind_is_read_piece_by_piece(small: Lexicon, piece: str) -> None:
    text = piece * (300_000 // len(piece))
    assert len(read(small, [Text(text)])) <= MAX_PER_TERM * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Roedd y plentyn yn y ty gyda ei fam ac nid oedd wedi bod yn yr ysgol.", True),
        ("The child was at home with her mum and had not been to school.", False),
        ("Heddlu", False),
        ("", False),
        ("Spoke to the family in Ty Mawr, y bore yma, and the child was well and at home with mam.", False),
    ],
)
def test_whether_a_text_is_in_welsh(text: str, wanted: bool) -> None:
    assert is_welsh(text) is wanted
