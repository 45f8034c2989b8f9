"""Agreement is of independent first readings, told apart by whether the machine's answer was in view."""

from __future__ import annotations

from dataclasses import replace

import pytest
from review_results import CANNOT, MET, NOT_APPLICABLE, NOT_MET, PARTLY, RUN, a_criterion, decided, pairs, results_of

from caseaudit.errors import InputError
from caseaudit.review.comparing import compare_readings
from caseaudit.review.independent import require_one_run, sort_readings


def test_two_auditors_agree_as_published_with_the_paradox_told() -> None:
    first = [MET] * 44 + [NOT_MET] + [MET, MET, NOT_MET]
    second = [MET] * 44 + [NOT_MET] + [NOT_MET, NOT_MET, MET]
    (group,) = compare_readings(pairs(first, second)).groups
    figures = {one.name: one.value for one in group.overall.coefficients}
    assert (group.kind, group.overall.units) == ("blind", 48)
    assert figures["percent"] == 0.9375
    assert figures["kappa"] == pytest.approx(0.37, abs=0.005)
    assert figures["ac1"] == pytest.approx(0.93, abs=0.005)
    assert group.overall.note is not None
    assert "kappa falls far below" in group.overall.note
    assert group.overall.table == ((1, 0, 1), (0, 0, 0), (2, 0, 44))


def test_fewer_than_twenty_pairs_give_the_percent_alone() -> None:
    (group,) = compare_readings(pairs([MET] * 18 + [NOT_MET], [MET] * 19)).groups
    assert group.overall.too_few
    assert [one.name for one in group.overall.coefficients if one.value is not None] == ["percent"]


def test_all_agree_without_division_by_zero() -> None:
    same = compare_readings(pairs([MET] * 30, [MET] * 30))
    (group,) = same.groups
    assert group.overall.named("percent").value == 1
    assert group.overall.named("kappa").value is None
    assert same.disagreements == ()


def test_two_auditors_without_a_common_question_are_told_so() -> None:
    found = compare_readings([decided("C-1", MET, "AB"), decided("C-2", MET, "CD")])
    assert found.groups == ()
    assert found.notes == ("AB and CD read no question in common: how far they agree cannot be said.",)


def test_one_auditor_alone_is_told_so() -> None:
    found = compare_readings([decided()])
    assert found.notes == ("All first readings are AB's: there is nobody to compare them with but the machine.",)


def test_common_questions_that_are_all_in_no_rate_are_told_so() -> None:
    found = compare_readings(pairs([CANNOT], [MET]))
    assert found.groups == ()
    assert found.notes == (
        "No question has two answers that are met, partly met or not met: there are no figures of agreement.",
    )
    assert [one.distance for one in found.disagreements] == [2]


def test_the_latest_reading_of_the_same_auditor_counts_and_is_told() -> None:
    early, late = decided(person=NOT_MET), decided(person=MET, auditor=" ab ")
    found = compare_readings([early, late, decided(person=MET, auditor="CD")])
    assert found.groups[0].overall.named("percent").value == 1
    assert (found.repeated, found.disagreements) == (1, ())
    assert found.notes[-1] == "1 first reading was replaced by the same auditor's later one: the latest counts."
    assert [one.auditor for one in found.auditors] == ["AB", "CD"]


def test_the_same_line_twice_counts_once() -> None:
    one = decided()
    assert sort_readings([one, one]).repeated == 0


@pytest.mark.parametrize("reading", ["first", "moderation"])
def test_somebody_who_goes_back_to_an_earlier_answer_on_the_same_day_is_taken_at_the_last_word(reading: str) -> None:
    met, other = (decided(person=person, auditor="AB", reading=reading, reason="the log") for person in (MET, NOT_MET))
    found = sort_readings([met, other, met])
    latest = {"first": found.first.get(met.key, {}).get("AB"), "moderation": found.moderated.get(met.key)}
    assert latest[reading] == met
    assert found.repeated == {"first": 2, "moderation": 0}[reading]


def test_moderated_decisions_never_count_as_readings() -> None:
    settled = decided(person=MET, auditor="EF", reading="moderation", reason="the log shows it")
    found = compare_readings([*pairs([MET], [NOT_MET]), settled])
    assert [one.auditor for one in found.auditors] == ["AB", "CD"]
    assert found.groups[0].overall.named("percent").value == 0
    assert found.moderated == 1
    assert found.disagreements[0].moderation == settled
    assert found.notes[-1] == "1 moderated decision is left out: agreement is of independent first readings."


def test_blind_readings_are_told_apart_from_those_with_the_answer_in_view() -> None:
    blind = pairs([MET, MET], [NOT_MET, NOT_MET])
    seen = [replace(one, criterion="other", blind=False) for one in pairs([MET], [MET])]
    mixed = [decided("C-9", MET, "AB"), decided("C-9", MET, "CD", blind=False)]
    found = compare_readings([*blind, *seen, *mixed])
    figures = {group.kind: (group.overall.units, group.overall.named("percent").value) for group in found.groups}
    assert figures == {"blind": (2, 0.0), "open": (1, 1.0), "mixed": (1, 1.0)}
    assert [(one.auditor, one.readings, one.blind) for one in found.auditors] == [("AB", 4, 3), ("CD", 4, 2)]


def test_a_later_open_reading_does_not_replace_the_blind_one_among_blind_readings() -> None:
    after = decided(person=NOT_MET, blind=False)
    found = compare_readings([*pairs([MET], [MET]), after])
    kinds = {group.kind: group.overall.named("percent").value for group in found.groups}
    assert kinds == {"blind": 1.0, "mixed": 0.0}


def test_each_pair_is_shown_for_three_auditors() -> None:
    third = [decided(f"C-{number}", MET, "EF") for number in (1, 2)]
    (group,) = compare_readings([*pairs([MET, MET], [MET, NOT_MET]), *third]).groups
    assert [one.auditors for one in group.pairs] == [("AB", "CD"), ("AB", "EF"), ("CD", "EF")]
    assert group.overall.table is None
    assert [one.named("percent").value for one in group.pairs] == [0.5, 1.0, 0.5]


def test_against_the_machine_each_reading_is_a_pair() -> None:
    found = compare_readings(pairs([MET, NOT_MET], [MET, MET]), against="machine")
    (group,) = found.groups
    assert group.overall.auditors == ("the machine", "people")
    assert group.overall.units == 4
    assert group.overall.table == ((0, 0, 0), (0, 0, 0), (1, 0, 3))
    assert {one.auditors[1]: one.named("percent").value for one in group.pairs} == {"AB": 0.5, "CD": 1.0}
    (differs,) = found.disagreements
    assert [answer.by for answer in differs.answers] == ["the machine", "AB", "CD"]


def test_a_failed_check_is_no_answer_of_the_machine() -> None:
    found = compare_readings([decided(machine=None)], against="machine")
    assert (found.groups, found.disagreements) == ((), ())


def test_an_auditor_cannot_be_called_the_machine() -> None:
    with pytest.raises(InputError, match="the machine"):
        compare_readings([decided(auditor="The  Machine")])


def test_criteria_stand_in_the_rubrics_order_with_their_titles() -> None:
    known = results_of(criteria=(a_criterion("z-last"), a_criterion("child-seen")))
    decisions = [*pairs([MET], [MET]), *pairs([MET], [MET], criterion="z-last"), *pairs([MET], [MET], criterion="own")]
    (group,) = compare_readings(decisions, results=known).groups
    assert [one.title for one in group.criteria] == ["Z last", "Child seen", "own"]


def test_nothing_to_compare_is_refused() -> None:
    with pytest.raises(ValueError, match="no decisions"):
        compare_readings([])


def test_decisions_of_another_run_are_refused_with_both_fingerprints_shortened() -> None:
    require_one_run([decided()], RUN)
    with pytest.raises(InputError, match=r"run ffffffffffff, these results are run aaaaaaaaaaaa\n"):
        require_one_run([decided()], "a" * 64)
    with pytest.raises(InputError, match="of several runs: ffffffffffff, bbbbbbbbbbbb"):
        require_one_run([decided(), decided(run="b" * 64)])


def test_answers_in_no_rate_are_set_aside_and_counted() -> None:
    found = compare_readings(pairs([MET, NOT_APPLICABLE, PARTLY], [MET, MET, CANNOT]))
    assert (found.groups[0].overall.units, found.groups[0].overall.set_aside) == (1, 2)
