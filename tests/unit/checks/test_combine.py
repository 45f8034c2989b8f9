from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from check_builder import judged, truth
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.checks.base import Truth
from caseaudit.checks.combine import at_least, conjunction, disjunction, negation

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
DUE, NOT_HERE = Truth.NOT_DUE, Truth.NOT_APPLICABLE
KLEENE = st.lists(st.sampled_from([T, F, U]), min_size=1, max_size=6)
ANY_TRUTH = st.lists(st.sampled_from(list(Truth)), min_size=1, max_size=6)


def _worlds(truths: list[Truth]) -> list[tuple[bool, ...]]:
    """Every way in which what is unknown could turn out."""
    return list(product(*[{T: [True], F: [False], U: [True, False]}[truth] for truth in truths]))


def _over(worlds: list[bool]) -> Truth:
    return T if all(worlds) else F if not any(worlds) else U


@given(KLEENE)
def test_each_joining_is_true_or_false_only_when_it_is_so_in_every_world(truths: Any) -> None:
    worlds = _worlds(truths)
    assert conjunction(truths) is _over([all(world) for world in worlds])
    assert disjunction(truths) is _over([any(world) for world in worlds])


@given(KLEENE, st.integers(min_value=1, max_value=7))
def test_at_least_counts_in_every_world(truths: Any, n: Any) -> None:
    assert at_least(n, truths) is _over([sum(world) >= n for world in _worlds(truths)])


@given(ANY_TRUTH)
def test_at_least_one_is_any_and_at_least_all_is_all(truths: Any) -> None:
    applying = [item for item in truths if item is not NOT_HERE]
    assert at_least(1, truths) is disjunction(truths)
    assert at_least(max(1, len(applying)), truths) is conjunction(truths)


@given(ANY_TRUTH)
def test_de_morgan_holds_and_order_does_not_matter(truths: Any) -> None:
    assert negation(conjunction(truths)) is disjunction([negation(item) for item in truths])
    assert conjunction(truths) is conjunction(list(reversed(truths)))


@given(ANY_TRUTH)
def test_what_does_not_apply_drops_out(truths: Any) -> None:
    rest = [item for item in truths if item is not NOT_HERE]
    expected = conjunction(rest) if rest else NOT_HERE
    assert conjunction(truths) is expected


@pytest.mark.parametrize(("truths", "every", "some"), [([DUE, T], DUE, T), ([DUE, F], F, DUE), ([DUE, U], U, U)])
def test_not_yet_due_stands_between_unknown_and_settled(truths: Any, every: Any, some: Any) -> None:
    assert (conjunction(truths), disjunction(truths)) == (every, some)


RISK = {"check": "recorded", "field": "missing.risk_grade"}
TIME = {"check": "recorded", "field": "missing.reported_at"}
CASE = {"missing": {"risk_grade": "high", "reported_at": None}}


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("all", {}, "false"),
        ("any", {}, "true"),
        ("none", {}, "false"),
        ("at_least", {"n": 1}, "true"),
        ("at_least", {"n": 2}, "false"),
    ],
)
def test_the_kinds_as_a_rubric_writes_them(kind: Any, more: Any, expected: Any) -> None:
    assert truth({"check": kind, "of": [RISK, TIME], **more}, CASE) == expected


def test_the_reason_and_evidence_are_those_of_what_decided() -> None:
    result = judged({"check": "all", "of": [RISK, TIME]}, CASE)
    assert [evidence.path for evidence in result.evidence] == ["missing.reported_at"]
    assert len(result.clauses) == 2
