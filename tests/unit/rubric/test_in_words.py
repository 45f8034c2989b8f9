from __future__ import annotations

from typing import Any

import pytest

from builders import a_criterion
from caseaudit.checks.registry import CHECK_KINDS
from caseaudit.reading.rubrics import find_rubric, load_rubric
from caseaudit.rubric.in_words import applies_words, clause_words, test_words
from caseaudit.rubric.model import Criterion

RUNGS = test_words
RUNGS.__test__ = False


def criterion(**overrides: object) -> Criterion:
    return Criterion.model_validate(a_criterion(**overrides))


@pytest.mark.parametrize("name", ["ncpi", "dip-sample", "ppn"])
def test_every_shipped_criterion_can_be_said(name: Any) -> None:
    for one in load_rubric(find_rubric(name)).criteria:
        for _, lines in RUNGS(one):
            assert all(text.strip() for _, text in lines), one.id
        assert applies_words(one.applies_to)


def test_the_shipped_rubrics_use_most_kinds_so_that_the_words_are_tried() -> None:
    used: set[str] = set()

    def walk(clause: Any) -> None:
        used.add(clause.check)
        for inner in (*getattr(clause, "of", ()),) if not isinstance(getattr(clause, "of", ()), str) else ():
            walk(inner)
        for name in ("satisfies", "agrees"):
            if hasattr(clause, name):
                walk(getattr(clause, name))

    for one in load_rubric(find_rubric("ncpi")).criteria:
        for clause in (one.test.met, one.test.partly_met, one.test.not_met, one.applies_to.when):
            if clause is not None:
                walk(clause)
    assert set(CHECK_KINDS) - used <= {"compare", "at_least"}


def test_a_test_reads_as_sentences() -> None:
    one = criterion(
        per="case",
        test={
            "met": {
                "check": "all",
                "of": [
                    {"check": "within", "start": "reported_at", "end": "missing.located_at", "limit": "24h"},
                    {"check": "exists", "of": "meetings", "named": "a meeting", "where": {"kind": ["marac", "mace"]}},
                ],
            }
        },
    )
    assert RUNGS(one) == [
        (
            "met",
            [
                (0, "all of these:"),
                (
                    1,
                    "the time the child was located (`missing.located_at`) comes within 24h of the time of the report (`reported_at`)",
                ),
                (1, "a meeting in `meetings` where `kind` is marac or mace"),
            ],
        ),
        ("not met", [(0, "anything else")]),
    ]


def test_compare_and_at_least_have_words_too() -> None:
    compare = {"check": "compare", "left": "opened_at", "order": "not_after", "right": "closed_at"}
    one = criterion(per="case", test={"check": "at_least", "n": 2, "of": [compare, {**compare, "order": "same"}]})
    assert list(clause_words(one.test.met)) == [
        (0, "at least 2 of these:"),
        (1, "the time of opened is not after the closure"),
        (1, "the time of opened is the same as the closure"),
    ]


@pytest.mark.parametrize(
    ("types", "said"),
    [("all", "every case"), ("exploitation", "exploitation cases"), (["missing", "ppn"], "cases of missing or ppn")],
)
def test_groups_of_case_types_keep_their_names(types: Any, said: Any) -> None:
    assert applies_words(criterion(applies_to={"case_types": types}).applies_to) == [(0, said)]
