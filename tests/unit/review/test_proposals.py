"""Precision and recall of the machine's flags: right on average, with intervals that hold as often as they say."""

from __future__ import annotations

from random import Random

import pytest

from caseaudit.review.proposals import Proposed, precision_of, recall_of


def _proposed(proposals: int, read: int, short: int) -> Proposed:
    return Proposed(proposals, read, short, 0, 0, 0)


@pytest.mark.parametrize(
    ("flagged", "passed", "note"),
    [
        ((0, 0, 0), (0, 0, 0), "it passed nothing"),
        ((4, 4, 4), (9, 0, 0), "people read none of what it passed"),
        ((4, 0, 0), (9, 9, 1), "people read none of its flags"),
        ((4, 4, 0), (9, 9, 0), "people found nothing short"),
    ],
)
def test_recall_is_withheld_and_says_why(
    flagged: tuple[int, int, int], passed: tuple[int, int, int], note: str
) -> None:
    found = recall_of(_proposed(*flagged), _proposed(*passed))
    assert (found.value, found.note) == (None, note)


def test_reading_everything_leaves_no_doubt() -> None:
    found = recall_of(_proposed(10, 10, 6), _proposed(50, 50, 2))
    assert found.interval is not None
    assert (found.value, found.interval.low, found.interval.high) == (0.75, 0.75, 0.75)


def test_nothing_missed_is_not_certainty() -> None:
    found = recall_of(_proposed(10, 10, 6), _proposed(50, 10, 0))
    assert found.value == 1
    assert found.interval is not None
    assert found.interval.low < 0.6
    assert found.interval.high == 1


def test_nothing_found_is_not_certainty() -> None:
    found = recall_of(_proposed(50, 10, 0), _proposed(50, 50, 5))
    assert found.value == 0
    assert found.interval is not None
    assert (found.interval.low, found.interval.high > 0.5) == (0, True)


def test_a_machine_without_flags_finds_nothing() -> None:
    assert recall_of(_proposed(0, 0, 0), _proposed(5, 5, 1)).value == 0


def test_precision_without_flags_says_so() -> None:
    assert precision_of(_proposed(0, 0, 0)).note == "it flagged nothing"
    assert precision_of(_proposed(3, 0, 0)).note == "people read none of its flags"


@pytest.mark.parametrize(
    ("flags", "upheld", "flags_read", "passes", "missed", "passes_read"),
    [(60, 36, 20, 300, 30, 40), (100, 90, 30, 400, 8, 50), (200, 160, 40, 800, 40, 60)],
)
def test_the_interval_of_recall_covers_as_often_as_it_says(
    flags: int, upheld: int, flags_read: int, passes: int, missed: int, passes_read: int
) -> None:
    random = Random("recall")
    is_upheld, is_missed = [1] * upheld + [0] * (flags - upheld), [1] * missed + [0] * (passes - missed)
    truth, covered, tries = upheld / (upheld + missed), 0, 600
    for _ in range(tries):
        flagged = _proposed(flags, flags_read, sum(random.sample(is_upheld, flags_read)))
        passed = _proposed(passes, passes_read, sum(random.sample(is_missed, passes_read)))
        interval = recall_of(flagged, passed).interval
        assert interval is not None
        covered += interval.low <= truth <= interval.high
    assert 0.93 <= covered / tries <= 0.99
