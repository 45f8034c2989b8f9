"""What people made of the machine's proposals: by criterion and by lexicon term, of settled decisions only."""

from __future__ import annotations

from review_results import CANNOT, MET, NOT_APPLICABLE, NOT_MET, PARTLY, a_finding, decided, pairs, results_of, words

from caseaudit.domain.audit import Override
from caseaudit.domain.vocabulary import Basis
from caseaudit.engine.statistics import wilson
from caseaudit.review.trust import SECOND_READER, settled, trust


def test_precision_counts_flags_that_people_upheld_whichever_side_of_short() -> None:
    known = results_of(*[(a_finding(one),) for one in (NOT_MET, NOT_MET, PARTLY, NOT_MET, NOT_MET, MET)])
    people = [NOT_MET, PARTLY, MET, NOT_APPLICABLE, CANNOT]
    found = trust([decided(f"C-{at}", one) for at, one in enumerate(people, 1)], known)
    (one,) = found.criteria
    assert (one.flagged.proposals, one.flagged.read, one.flagged.short, one.flagged.same) == (5, 4, 2, 1)
    assert one.flagged.unclear == 1
    assert (one.precision.value, one.precision.interval) == (0.5, wilson(2, 4))
    assert one.recall.value is None
    assert one.recall.note == "people read none of what it passed"


def test_recall_weighs_passes_by_the_share_that_was_read() -> None:
    machine = [NOT_MET] * 10 + [MET] * 100
    people = dict.fromkeys(range(1, 9), NOT_MET) | {9: MET, 10: MET} | {11: NOT_MET} | dict.fromkeys(range(12, 31), MET)
    found = trust(
        [decided(f"C-{at}", one) for at, one in people.items()], results_of(*[(a_finding(m),) for m in machine])
    )
    (one,) = found.criteria
    # 8 found; of 20 passes read, 1 was short after all, so of 100 passes 5.
    assert one.recall.value == round(8 / 13, 6)
    assert one.recall.interval is not None
    assert one.recall.interval.low < 8 / 13 < one.recall.interval.high


def test_undecided_questions_are_counted_and_left_out_until_moderated() -> None:
    known = results_of((a_finding(NOT_MET),))
    apart = pairs([MET], [NOT_MET])
    found = trust(apart, known)
    assert (found.undecided, found.criteria) == (1, ())
    moderated = decided(person=NOT_MET, auditor="EF", reading="moderation", blind=False)
    (one,) = trust([*apart, moderated], known).criteria
    assert (one.flagged.read, one.flagged.short, one.flagged.blind) == (1, 1, 1)


def test_blind_is_what_every_first_reading_was() -> None:
    one, other = pairs([MET], [MET])
    assert settled([one, other])[one.key].blind
    assert not settled([one, decided(person=MET, auditor="CD", blind=False)])[one.key].blind


def test_decisions_on_what_the_results_do_not_hold_are_counted() -> None:
    assert trust([decided("elsewhere")], results_of((a_finding(MET),))).elsewhere == 1


def test_what_the_machine_left_to_people_is_kept_apart() -> None:
    (one,) = trust([decided(person=NOT_MET)], results_of((a_finding(CANNOT),))).criteria
    assert (one.left.read, one.left.short, one.flagged.proposals, one.passed.proposals) == (1, 1, 0, 0)


def test_terms_are_judged_by_the_side_that_people_took() -> None:
    known = results_of(
        (a_finding(NOT_MET, evidence=(words("attention-seeking"),)),),
        (a_finding(NOT_MET, evidence=(words("attention-seeking"), words("streetwise"))),),
        (a_finding(MET, evidence=(words("said-that"), words("attention-seeking", contrary=True))),),
        (a_finding(NOT_MET, evidence=(words(None, basis=Basis.MODEL),)),),
        (a_finding(NOT_MET, evidence=(words("never-read"),)),),
    )
    people = [PARTLY, MET, MET, NOT_MET]
    found = trust([decided(f"C-{at}", one) for at, one in enumerate(people, 1)], known).terms
    told = {one.term: (one.proposals, one.read, one.upheld, one.alone_read, one.alone_upheld) for one in found}
    assert told == {
        "attention-seeking": (2, 2, 1, 1, 1),
        "streetwise": (1, 1, 0, 0, 0),
        "said-that": (1, 1, 1, 1, 1),
        SECOND_READER: (1, 1, 1, 1, 1),
    }
    assert [one.term for one in found][:2] == ["streetwise", "attention-seeking"]
    assert found[1].interval == wilson(1, 2)


def test_the_machines_own_answer_counts_where_results_hold_decisions_already() -> None:
    after = a_finding(MET, decided_by="person", override=Override(NOT_MET, "AB", "2025-06-02", "seen"))
    (one,) = trust([decided(person=MET)], results_of((after,))).criteria
    assert (one.flagged.proposals, one.flagged.short, one.passed.proposals) == (1, 0, 0)


def test_the_whole_gives_no_recall_for_criteria_are_read_in_different_shares() -> None:
    found = trust(pairs([MET], [MET]), results_of((a_finding(MET),)))
    assert found.total.recall.value is None
    assert found.criteria[0].recall.note == "people found nothing short"
