"""The commonest reasons: exact while there are not too many, and never more than was counted beyond that."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from caseaudit.reporting.month_reasons import REASON_LIMIT, REASONS, Reason, Reasons


def counted(texts: list[str], most: int) -> tuple[Reason, ...]:
    reasons = Reasons(most)
    for text in texts:
        reasons.add(text)
    return reasons.commonest()


@given(st.lists(st.sampled_from("abcdefgh")))
def test_exact_while_they_are_few(texts: list[str]) -> None:
    wanted = sorted(Counter(texts).items(), key=lambda pair: (-pair[1], pair[0]))[:REASONS]
    assert counted(texts, 4) == tuple(Reason(text, count) for text, count in wanted)


@given(st.lists(st.integers(0, 40).map(str), max_size=300), st.integers(3, 6))
def test_never_too_high_and_exact_where_it_says_so(texts: list[str], most: int) -> None:
    true = Counter(texts)
    for reason in counted(texts, most):
        assert reason.count <= true[reason.text]
        if reason.exact:
            assert reason.count == true[reason.text]


def test_a_common_reason_stays_whatever_rare_ones_come_between() -> None:
    texts = [text for at in range(500) for text in ("the field is blank", f"only {at}", "no meeting")]
    assert counted(texts, 5)[:2] == (Reason("no meeting", 500), Reason("the field is blank", 500))


def test_a_reason_that_came_late_says_that_it_may_be_more() -> None:
    texts = [f"only {at}" for at in range(11)] + ["late"] * 20
    assert counted(texts, 5)[0] == Reason("late", 20, exact=False)


def test_no_more_is_held_than_twice_the_most() -> None:
    reasons = Reasons(10)
    for at in range(1_000):
        reasons.add(f"only {at}")
        assert len(reasons._held) <= 20
    assert all(not reason.exact or reason.count == 1 for reason in reasons.commonest())


def test_a_reason_is_one_line_and_not_endless() -> None:
    [reason] = counted(["a\nb" + "x" * 1_000], 5)
    assert "\n" not in reason.text
    assert len(reason.text) <= REASON_LIMIT
