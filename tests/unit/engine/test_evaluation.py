"""Figures of an evaluation, against corpora small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.engine.evaluation import evaluate
from caseaudit.engine.measures import Evaluation, GoldSpan, Labelled, Measure, compare
from caseaudit.engine.statistics import wilson
from scan_builders import fake_reader

SILENT = {"words": False, "demeanour": False, "appearance": False, "living_conditions": False}


def labelled(number: int, text: str, blame: str | None = None, **more: Any) -> Labelled:
    return Labelled(f"D{number}", text, blame=blame, **more)


def measured(*corpus: Labelled, known: tuple[str, ...] = ()) -> Evaluation:
    return evaluate(corpus, fake_reader(*known), "fake")


def by_name(measures: tuple[Measure, ...]) -> dict[str, Measure]:
    return {one.name: one for one in measures}


BLAME = (
    labelled(1, "BLAME", "blaming"),
    labelled(2, "BLAME", "blaming"),
    labelled(3, "fresh wording", "blaming"),
    labelled(4, "MUMSAYS", "blaming"),
    labelled(5, "MUMSAYS", "attributed"),
    labelled(6, "BLAME", "clean"),
    labelled(7, "DENIED", "clean"),
    labelled(8, "nothing", "clean"),
)


def test_blame_by_class() -> None:
    found = measured(*BLAME)
    blaming = by_name(found.blame)["blaming"]
    assert (blaming.right, blaming.found, blaming.gold) == (2, 3, 4)
    assert (blaming.precision, blaming.recall, blaming.f1) == (0.666667, 0.5, 0.571429)
    assert blaming.precision_interval == wilson(2, 3)
    assert blaming.recall_interval == wilson(2, 4)
    assert (found.accuracy.count, found.accuracy.of) == (5, 8)


def test_the_confusion_holds_every_document_once() -> None:
    found = measured(*BLAME)
    assert found.confusion["blaming", "clean"] == 1
    assert found.confusion["blaming", "attributed"] == 1
    assert found.confusion["clean", "blaming"] == 1
    assert sum(found.confusion.values()) == len(BLAME)
    assert sum(found.confusion[name, name] for name in ("blaming", "attributed", "clean")) == found.accuracy.count


def test_nothing_found_has_no_precision() -> None:
    attributed = by_name(measured(labelled(1, "x", "attributed")).blame)["attributed"]
    assert (attributed.precision, attributed.precision_interval, attributed.recall, attributed.f1) == (None, None, 0, 0)


def test_voice_by_component_and_pooled() -> None:
    found = measured(
        labelled(1, "CRIED", voice={**SILENT, "demeanour": True}),
        labelled(2, "CRIED", voice=SILENT),
        labelled(3, "CLEAN", voice={**SILENT, "appearance": True, "words": True}),
    )
    voice = by_name(found.voice)
    assert (voice["demeanour"].right, voice["demeanour"].found, voice["demeanour"].gold) == (1, 2, 1)
    assert (voice["words"].right, voice["words"].found, voice["words"].gold) == (0, 0, 1)
    together = found.voice_together
    assert (together.right, together.found, together.gold) == (2, 3, 3)


def test_an_action_is_right_only_with_its_status() -> None:
    found = measured(
        labelled(1, "REFERRED", actions={"referral": "done"}),
        labelled(2, "TOREFER", actions={"referral": "done"}),
        labelled(3, "NOTICE", actions={}),
        labelled(4, "x", actions={"nrm": "not_done"}),
    )
    referral = by_name(found.actions)["referral"]
    assert (referral.right, referral.found, referral.gold) == (1, 2, 2)
    together, alone = found.actions_together, found.concepts_together
    assert (together.right, together.found, together.gold) == (1, 3, 3)
    assert (alone.right, alone.found, alone.gold) == (2, 3, 3)
    statuses = by_name(found.statuses)
    assert (statuses["done"].right, statuses["done"].found, statuses["done"].gold) == (1, 2, 2)
    assert (statuses["planned"].right, statuses["planned"].found) == (0, 1)
    assert (statuses["not_done"].found, statuses["not_done"].gold) == (0, 1)


def test_actions_that_the_corpus_does_not_label_are_not_held_against_the_engine() -> None:
    assert measured(labelled(1, "RISKDONE", actions={})).actions_together.found == 0
    other = labelled(2, "x", actions={"risk_assessment_dash": "done"})
    assert measured(labelled(1, "RISKDONE", actions={}), other).actions_together.found == 1


def test_what_is_not_labelled_is_in_no_figure() -> None:
    found = measured(labelled(1, "BLAME CRIED REFERRED"), labelled(2, "BLAME", "blaming"))
    assert found.accuracy.of == 1
    assert found.voice_together.found == 0
    assert found.actions == ()
    assert found.misses == ()


def test_a_gold_span_counts_when_a_mention_that_counts_overlaps_any_place_of_it() -> None:
    marked = (GoldSpan("x BLAME y", ((0, 9),)), GoldSpan("DENIED", ((10, 16),)), GoldSpan("z", ((99, 100),)))
    found = measured(labelled(1, "x BLAME y DENIED", "blaming", spans={"blame": marked}))
    (blame,) = (share for share in found.spans if share.name == "blame")
    assert (blame.count, blame.of) == (1, 3)
    twice = (GoldSpan("a", ((0, 1), (3, 4))),)
    found = measured(labelled(1, "a  BLAME", "blaming", spans={"blame": twice}))
    assert found.spans[0].count == 1


def test_misses_say_which_words_and_the_worst_stand_first() -> None:
    found = measured(
        labelled(1, "MUMSAYS", "clean"),
        labelled(2, "fresh wording", "blaming", spans={"blame": (GoldSpan("fresh", ((0, 5),)),)}),
        labelled(3, "CRIED", voice=SILENT),
        labelled(4, "TOREFER NOTICE", actions={"referral": "done"}),
    )
    told = [(m.document, m.family, m.name, m.gold, m.got, m.gold_words, m.got_words) for m in found.misses]
    assert told == [
        ("D2", "blame", "blame", "blaming", "clean", ("fresh",), ()),
        ("D1", "blame", "blame", "clean", "attributed", (), ("MUMSAYS",)),
        ("D3", "voice", "demeanour", "not recorded", "recorded", (), ("CRIED",)),
        ("D4", "actions", "referral", "done", "planned", (), ("TOREFER",)),
        ("D4", "actions", "ppn", "not mentioned", "done", (), ("NOTICE",)),
    ]


def test_welsh_is_counted_apart_and_as_clean() -> None:
    text = "Mae'r plentyn yn y cartref gyda mam ac nid oedd hi yn dweud dim am hynny."
    found = measured(labelled(1, text, "clean", child_age=0))
    assert (found.welsh, found.accuracy.count) == (1, 1)


def test_two_settings_are_compared_document_by_document() -> None:
    whole, less = measured(*BLAME), measured(*BLAME, known=("MUMSAYS",))
    (three, blaming) = compare(whole, less)
    assert three.question == "blame, three classes"
    # D1, D2 only with BLAME known; D6 only without; D5, D7, D8 both; D3, D4 neither.
    assert (three.both, three.first_only, three.second_only, three.neither) == (3, 2, 1, 2)
    assert three.p_value == 1.0
    assert blaming.question == "blaming or not"
    assert blaming.both + blaming.first_only + blaming.second_only + blaming.neither == len(BLAME)


def test_a_setting_against_itself_differs_nowhere() -> None:
    found = measured(*BLAME)
    assert all((c.first_only, c.second_only, c.p_value) == (0, 0, 1.0) for c in compare(found, found))


words = st.lists(st.sampled_from(["BLAME", "MUMSAYS", "DENIED", "CRIED", "REFERRED", "TOREFER", "x"]), max_size=4)
corpora = st.lists(
    st.builds(
        lambda found, blame, voice, status: Labelled(
            "d", " ".join(found), blame=blame, voice={**SILENT, "demeanour": voice}, actions={"referral": status}
        ),
        words,
        st.sampled_from(["blaming", "attributed", "clean"]),
        st.booleans(),
        st.sampled_from(["done", "not_done", "planned", "other"]),
    ),
    min_size=1,
    max_size=8,
)


@given(corpora)
def test_counts_agree_with_each_other(corpus: list[Labelled]) -> None:
    found = measured(*corpus)
    every = (*found.blame, *found.voice, *found.actions, *found.statuses, found.actions_together)
    assert all(0 <= one.right <= min(one.found, one.gold) for one in every)
    assert sum(one.gold for one in found.blame) == sum(one.found for one in found.blame) == len(corpus)
    assert sum(one.right for one in found.blame) == found.accuracy.count
    assert sum(one.right for one in found.statuses) == found.actions_together.right
    wrong = sum(not right for right in found.answers["blame, three classes"].values())
    assert sum(miss.family == "blame" for miss in found.misses) == wrong


def test_misses_and_right_answers_leave_no_document_out() -> None:
    found = measured(*BLAME)
    assert len(found.answers["blame, three classes"]) == len(BLAME)
    assert pytest.approx(found.accuracy.rate) == 1 - sum(m.family == "blame" for m in found.misses) / len(BLAME)
