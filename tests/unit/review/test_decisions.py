"""Which decision holds, what its id covers, and what names a run."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.vocabulary import Outcome
from caseaudit.review.decisions import (
    Decision,
    decision_id,
    disputed,
    earliest,
    in_force,
    latest,
    says_the_same,
)

OUTCOMES = st.sampled_from(list(Outcome))


def a_decision(**changes: Any) -> Decision:
    plain: dict[str, Any] = {
        "run": "f" * 64,
        "rubric": "test@2025-01",
        "case_id": "C-1",
        "criterion": "child-seen",
        "subject": None,
        "machine": Outcome.NOT_MET,
        "person": Outcome.NOT_MET,
        "auditor": "AB",
        "decided_on": date(2025, 6, 2),
    }
    return Decision(**{**plain, **changes})


KEY = a_decision().key


def test_the_only_reading_holds() -> None:
    assert in_force([a_decision()]) == {KEY: a_decision()}


def test_people_who_agree_are_in_force_whatever_their_reasons() -> None:
    second = a_decision(auditor="CD", reason="Another one")
    assert in_force([a_decision(), second]) == {KEY: a_decision()}


def test_people_who_differ_leave_it_undecided_until_somebody_moderates() -> None:
    both = [a_decision(), a_decision(auditor="CD", person=Outcome.MET, reason="The log says so")]
    assert in_force(both) == {}
    assert disputed(both) == (KEY,)
    moderated = a_decision(auditor="EF", reading="moderation", person=Outcome.PARTLY_MET, reason="Some of it")
    assert in_force([*both, moderated]) == {KEY: moderated}
    assert disputed([*both, moderated]) == ()


def test_a_reading_imported_after_the_moderation_does_not_undo_it() -> None:
    moderated = a_decision(auditor="EF", reading="moderation", person=Outcome.MET, reason="Seen")
    assert in_force([moderated, a_decision(auditor="CD")]) == {KEY: moderated}


def test_the_last_reading_of_a_person_counts_and_the_first_is_kept() -> None:
    changed = a_decision(auditor=" ab", person=Outcome.MET, reason="I missed an entry")
    assert in_force([a_decision(), changed]) == {KEY: changed}
    assert list(latest([a_decision(), changed]).values()) == [changed]
    assert list(earliest([a_decision(), changed]).values()) == [a_decision()]


def test_children_of_a_case_are_questions_of_their_own() -> None:
    assert len(in_force([a_decision(subject="K1"), a_decision(subject="K2", person=Outcome.MET)])) == 2


OTHER = {
    "run": "0" * 64,
    "rubric": "test@2025-02",
    "case_id": "C-2",
    "criterion": "other",
    "subject": "K1",
    "machine": None,
    "person": Outcome.MET,
    "auditor": "CD",
    "reading": "moderation",
    "blind": True,
    "refer_back": True,
    "due": date(2025, 7, 1),
    "decided_on": None,
}


def test_the_id_covers_every_field() -> None:
    for part in fields(Decision):
        changed = replace(a_decision(), **{part.name: OTHER.get(part.name, "some words")})
        assert decision_id(changed) != decision_id(a_decision()), part.name


def test_text_cannot_move_from_one_field_to_the_next() -> None:
    assert a_decision(reason="ab", comment="c").id != a_decision(reason="a", comment="bc").id
    assert a_decision(subject=None).id != a_decision(subject="").id


def test_the_id_is_the_same_on_every_machine() -> None:
    assert (
        a_decision(reason="Gweld · naïve 🙂").id == "3dc9d0a13550393966dc2e50ad90bcb7cc8a402b1a645c71d42cc1a2ae3eb487"
    )


def test_the_day_and_the_spelling_of_a_name_are_no_other_answer() -> None:
    assert says_the_same(a_decision(), a_decision(decided_on=None, auditor="ab "))
    assert not says_the_same(a_decision(), a_decision(comment="More"))


@given(st.lists(st.tuples(st.sampled_from("AB"), OUTCOMES), min_size=1, max_size=6))
def test_what_holds_is_what_somebody_said(said: list[tuple[str, Outcome]]) -> None:
    decisions = [a_decision(auditor=who, person=person, reason="r") for who, person in said]
    held = in_force(decisions)
    last = dict(said)
    if len(set(last.values())) == 1:
        assert held[KEY].person in last.values()
    else:
        assert held == {}
