"""Rates of the whole from the machine's answers on all and people's on a random part."""

from __future__ import annotations

from random import Random

import pytest
from review_results import (
    CANNOT,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PARTLY,
    SHORT_BASELINE,
    a_criterion,
    a_finding,
    decided,
    results_of,
)

from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.populations import CENSUS
from caseaudit.review.population_rates import Sort, population_rates, rate_of


def test_peoples_answers_count_and_the_machines_only_sort() -> None:
    machine = [NOT_MET] * 10 + [MET] * 40
    known = results_of(*[(a_finding(one),) for one in machine])
    people = dict.fromkeys(range(1, 5), NOT_MET) | {5: MET} | dict.fromkeys(range(11, 20), MET) | {20: NOT_MET}
    (found,) = population_rates([decided(f"C-{at}", one) for at, one in people.items()], known)
    assert (found.machine, found.read, found.frame, found.unit) == (0.2, 15, 50, "findings")
    # Four fifths of 10 and a tenth of 40.
    assert found.rate.value == (8 + 4) / 50
    assert found.rate.interval is not None
    assert found.rate.interval.method == "two-phase, stratified by machine answer"
    assert found.rate.interval.low < 0.24 < found.rate.interval.high


def test_an_answer_of_which_nothing_was_read_leaves_no_rate() -> None:
    known = results_of((a_finding(NOT_MET),), (a_finding(MET),))
    (found,) = population_rates([decided("C-1", NOT_MET)], known)
    assert (found.rate.value, found.rate.note) == (None, "people read none of what the machine found met")


def test_what_the_machine_finds_not_applicable_is_left_to_it_unless_read() -> None:
    known = results_of((a_finding(NOT_MET),), (a_finding(NOT_APPLICABLE),))
    assert population_rates([decided("C-1", NOT_MET)], known)[0].frame == 1
    both = population_rates([decided("C-1", NOT_MET), decided("C-2", MET)], known)[0]
    assert (both.frame, both.rate.value) == (2, 0.5)


def test_the_rate_is_of_what_people_could_assess() -> None:
    machine = [NOT_MET] * 20 + [CANNOT] * 20
    known = results_of(*[(a_finding(one),) for one in machine])
    people = [NOT_MET] * 20 + [NOT_MET] * 5 + [CANNOT] * 10 + [MET] * 5
    (found,) = population_rates([decided(f"C-{at}", one) for at, one in enumerate(people, 1)], known)
    assert found.rate.value == round(25 / 30, 6)
    assert found.rate.interval is not None
    assert found.rate.interval.method == CENSUS


def test_partly_met_counts_where_the_inspections_figure_counts_it() -> None:
    cases = [(a_finding(PARTLY),), (a_finding(MET),)]
    decisions = [decided("C-1", PARTLY), decided("C-2", MET)]
    short = results_of(*cases, criteria=(a_criterion(baseline=SHORT_BASELINE),))
    assert population_rates(decisions, short)[0].rate.value == 0.5
    assert population_rates(decisions, results_of(*cases))[0].rate.value == 0


def test_with_a_draw_a_case_counts_once_every_child_is_settled() -> None:
    children = (a_finding(NOT_MET, subject="K1"), a_finding(MET, subject="K2"))
    known = results_of(children, children, (a_finding(MET, subject="K1"),))
    decisions = [
        decided("C-1", NOT_MET, subject="K1"),
        decided("C-1", MET, subject="K2"),
        decided("C-2", NOT_MET, subject="K1"),
        decided("C-3", MET, subject="K1"),
    ]
    (found,) = population_rates(decisions, known, drawn={"C-1", "C-2"})
    assert found.unit == "cases"
    assert [(one.machine, one.frame, one.read) for one in found.sorts] == [(NOT_MET, 2, 1), (MET, 1, 0)]
    (found,) = population_rates(decisions, known, drawn={"C-1", "C-3"})
    assert found.rate.value == round(2 / 3, 6)


def test_people_who_could_assess_nothing_leave_no_rate() -> None:
    assert rate_of([Sort(MET, 4, 2, 0, 0)]).note == "people could assess none of those they read"


@pytest.mark.parametrize("read", [60, 120])
def test_the_interval_covers_as_often_as_it_says_though_part_cannot_be_assessed(read: int) -> None:
    random = Random("population")
    sizes: dict[Outcome, tuple[int, int, int]] = {NOT_MET: (300, 270, 216), MET: (600, 570, 57), CANNOT: (200, 80, 40)}
    people = [
        (machine, 1 if at < count else 0 if at < assessed else None)
        for machine, (frame, assessed, count) in sizes.items()
        for at in range(frame)
    ]
    truth = sum(one[2] for one in sizes.values()) / sum(one[1] for one in sizes.values())
    covered, values, tries = 0, [], 400
    for _ in range(tries):
        drawn = random.sample(people, read)
        sorts = []
        for machine, (frame, _, _) in sizes.items():
            answers = [answer for own, answer in drawn if own is machine]
            assessed = [answer for answer in answers if answer is not None]
            sorts.append(Sort(machine, frame, len(answers), len(assessed), sum(assessed)))
        found = rate_of(sorts)
        assert found.value is not None
        assert found.interval is not None
        values.append(found.value)
        covered += found.interval.low <= truth <= found.interval.high
    assert 0.93 <= covered / tries <= 0.99
    assert sum(values) / tries == pytest.approx(truth, abs=0.01)
