"""Which thresholds hold, and when one is exceeded."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from builders import a_criterion, a_rubric
from caseaudit.domain.audit import CriterionSummary, Summary
from caseaudit.engine.summary import Accumulator
from caseaudit.engine.thresholds import Limit, OwnThreshold, limits_in_force, weigh
from caseaudit.reading.judgements import load_judgement
from caseaudit.rubric.model import Judgement, Rubric


@cache
def lexicon_of() -> Judgement:
    return load_judgement(["ppn"], second_reader=False)


def a_judgement(**thresholds: object) -> Judgement:
    """A judgement of criteria named `a`, `b`, ...; each with its threshold as in a rubric (None: none)."""
    criteria = [a_criterion(criterion=name, threshold=given) for name, given in thresholds.items()]
    return Judgement((Rubric.model_validate(a_rubric(criteria=criteria)),), lexicon_of().lexicon)


def counted(judgement: Judgement, **counts: int) -> Summary:
    """The summary of a batch in which every criterion came to these counts."""
    empty = Accumulator(judgement).summary()
    whole = sum(counts.get(name, 0) for name in ("met", "partly_met", "not_met"))
    criteria = tuple(replace(one, **counts, assessed=whole) for one in empty.criteria)  # type: ignore[arg-type]
    return replace(empty, criteria=criteria)


def test_a_rubric_gives_its_thresholds_in_the_order_of_its_criteria() -> None:
    judgement = a_judgement(a=None, b="10%", c={"short": "20%", "not_met": "5%"})
    assert limits_in_force(judgement) == (
        Limit("b", "not_met", 10.0, own=False),
        Limit("c", "not_met", 5.0, own=False),
        Limit("c", "short", 20.0, own=False),
    )


def test_a_line_of_the_settings_file_takes_the_place_of_the_rubrics_threshold() -> None:
    judgement = a_judgement(a="10%", b="10%", c="10%", d=None)
    own = (OwnThreshold("a", short=50.0), OwnThreshold("b"), OwnThreshold("d", not_met=1.0), OwnThreshold("elsewhere"))
    assert limits_in_force(judgement, own) == (
        Limit("a", "short", 50.0, own=True),
        Limit("c", "not_met", 10.0, own=False),
        Limit("d", "not_met", 1.0, own=True),
    )


@pytest.mark.parametrize(
    ("counts", "exceeded"),
    [
        ({"met": 9, "not_met": 1}, False),
        ({"met": 89, "not_met": 11}, True),
        ({"met": 8, "partly_met": 1, "not_met": 1}, False),
        ({}, False),
        ({"cannot_assess": 5, "not_applicable": 5}, False),
    ],
)
def test_only_more_than_the_threshold_fails(counts: dict[str, int], exceeded: bool) -> None:
    judgement = a_judgement(a="10%")
    (weighed,) = weigh(counted(judgement, **counts), limits_in_force(judgement))
    assert weighed.exceeded is exceeded


def test_short_counts_partly_met_too() -> None:
    judgement = a_judgement(a={"short": "20%"})
    (weighed,) = weigh(counted(judgement, met=7, partly_met=2, not_met=1), limits_in_force(judgement))
    assert (weighed.count, weighed.assessed, weighed.exceeded) == (3, 10, True)


def test_accepted_cases_leave_the_count_and_stay_among_the_assessed() -> None:
    judgement = a_judgement(a={"not_met": "10%", "short": "20%"})
    counts = {"met": 6, "partly_met": 2, "not_met": 2, "accepted_not_met": 1, "accepted_partly_met": 1}
    not_met, short = weigh(counted(judgement, **counts), limits_in_force(judgement))
    assert (not_met.count, not_met.assessed, not_met.accepted, not_met.exceeded) == (1, 10, 1, False)
    assert (short.count, short.assessed, short.accepted, short.exceeded) == (2, 10, 2, False)


def test_nought_means_not_one() -> None:
    judgement = a_judgement(a="0%")
    limits = limits_in_force(judgement)
    assert [one.exceeded for one in weigh(counted(judgement, met=10**6), limits)] == [False]
    assert [one.exceeded for one in weigh(counted(judgement, met=10**6, not_met=1), limits)] == [True]


def test_what_the_run_did_not_judge_is_not_weighed() -> None:
    judgement = a_judgement(a="10%", b="10%")
    summary = counted(judgement, not_met=1)
    kept: tuple[CriterionSummary, ...] = summary.criteria[1:]
    assert [one.limit.criterion for one in weigh(replace(summary, criteria=kept), limits_in_force(judgement))] == ["b"]
    assert [one.criterion for one in limits_in_force(judgement.keeping(frozenset({"a"})))] == ["a"]


def test_the_manifest_says_a_line_as_a_file_would() -> None:
    assert OwnThreshold("a", not_met=33.3).plain == {"not_met": "33.3%"}
    assert OwnThreshold("a", not_met=0.0, short=20.0).plain == {"not_met": "0%", "short": "20%"}
    assert OwnThreshold("a").plain is False
