"""Whether two months differ, or a month and the inspection's baseline: interval, exact test, and words for a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import comb

from caseaudit.domain.audit import Interval
from caseaudit.engine.populations import sample_interval, square_and_add
from caseaudit.engine.statistics import DECIMALS, LEVEL

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
CLEAR = 0.05
"""The largest mid-p-value at which a change that the interval shows is called one."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many cases."""

    count: int
    of: int
    frame: int | None = None
    """Size of the frame they were drawn from, when the question is only about the cases of that frame.

    Leave it out when the months stand for how the force works: other cases might have come in.
    """


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from one set of cases to another."""

    before: Proportion
    after: Proportion
    difference: float
    """After minus before, a fraction."""
    interval: Interval
    p_value: float
    """Of Fisher's test with mid-p."""

    @property
    def shown(self) -> bool:
        """Whether the interval leaves no change out."""
        return not self.interval.low <= 0 <= self.interval.high

    @property
    def clear(self) -> bool:
        """Whether to call it a change: the interval shows it and the exact test bears it out.

        On a handful of cases the interval alone is too bold: it shows a change from 4 of 4 to 0 of 1.
        """
        return self.shown and self.p_value <= CLEAR


def newcombe(before: Proportion, after: Proportion, *, level: float = LEVEL) -> Interval:
    """Return the interval of the difference, after minus before, of two independent proportions.

    Newcombe (1998), Statistics in Medicine 17:873-890, method 10 (hybrid score, without continuity correction). Raises
    ValueError for what is no proportion.
    """
    first = sample_interval(before.count, before.of, before.frame, level=level)
    second = sample_interval(after.count, after.of, after.frame, level=level)
    _, low, high = square_and_add(
        [
            (1, after.count / after.of, second.low, second.high),
            (-1, before.count / before.of, first.low, first.high),
        ]
    )
    # Both bounds are within [-1, 1] but for rounding.
    # Adding nought keeps a minus sign off it.
    low, high = round(max(-1.0, low), DECIMALS) + 0.0, round(min(1.0, high), DECIMALS) + 0.0
    return Interval(level, low, high, "newcombe method 10")


def fisher_mid_p(first: Proportion, second: Proportion) -> float:
    """Return the two-sided mid-p-value of Fisher's exact test of two independent proportions.

    The probabilities of all tables with these margins that are no more likely than the one seen, those exactly as
    likely counted half as regards the one seen: Lydersen, Fagerland and Laake (2009), Statistics in Medicine
    28:1159-1175, who advise it over Fisher's test itself. Raises ValueError for what is no proportion.
    """
    for part in (first, second):
        if part.of <= 0 or not 0 <= part.count <= part.of:
            raise ValueError(f"{part.count} of {part.of} is not a proportion")
    total = first.count + second.count
    seen = comb(first.of, first.count) * comb(second.of, second.count)
    likely = 0
    for count in range(max(0, total - second.of), min(total, first.of) + 1):
        ways = comb(first.of, count) * comb(second.of, total - count)
        likely += 2 * ways if ways <= seen else 0
    return round((likely - seen) / (2 * comb(first.of + second.of, total)), DECIMALS)


def compare(before: Proportion, after: Proportion, *, level: float = LEVEL) -> Change:
    """Compare two sets of cases that share none. Raises ValueError for what is no proportion."""
    interval, p_value = newcombe(before, after, level=level), fisher_mid_p(before, after)
    difference = round(after.count / after.of - before.count / before.of, DECIMALS)
    return Change(before, after, difference, interval, p_value)


@lru_cache(maxsize=256)
def smallest_change(before: int, after: int, *, level: float = LEVEL) -> float | None:
    """Return the smallest change, a fraction, that samples of these sizes can show, wherever they start.

    The least difference of two counts at which `newcombe` leaves no change out; None when not even from none to all
    does. It is what could be seen, not what would be seen most times: a true change must be larger for that. For the
    same reason it is a bound below `Change.clear`, which asks more of small samples. Raises ValueError for a size below
    one.
    """
    if before < 1 or after < 1:
        raise ValueError("a sample needs at least one case")
    least: float | None = None
    reached = 0
    for count in range(before + 1):
        # Only rises: a fall is a rise of the opposite counts. The count that is enough never goes down.
        while (
            reached <= after and newcombe(Proportion(count, before), Proportion(reached, after), level=level).low <= 0
        ):
            reached += 1
        if reached > after:
            break
        change = reached / after - count / before
        least = change if least is None else min(least, change)
    return None if least is None else round(least, DECIMALS)


def smallest_change_from(before: Proportion, after: int, *, level: float = LEVEL) -> float | None:
    """Return the smallest change, a fraction, that `after` further cases can show from where we stand; None for none.

    Rise or fall, whichever is nearer. Raises ValueError for a size below one or what is no proportion.
    """
    if after < 1:
        raise ValueError("a sample needs at least one case")
    changes = [
        abs(count / after - before.count / before.of)
        for count in range(after + 1)
        if not (interval := newcombe(before, Proportion(count, after), level=level)).low <= 0 <= interval.high
    ]
    return round(min(changes), DECIMALS) if changes else None


def _number(count: int) -> str:
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else str(count)


def _nouns(count: int, noun: Sequence[str]) -> str:
    return f"{_number(count)} {noun[0] if count == 1 else noun[1]}"


def smallest_change_words(
    after: int,
    *,
    before: int | Proportion | None = None,
    against: str = "",
    noun: Sequence[str] = ("notice", "notices"),
    level: float = LEVEL,
) -> str:
    """Say in a sentence what a sample of this size cannot show.

    `before` is the size of what it is compared with (as many, if left out), or what was found there; then the sentence
    is about a change from there. `against` is what to call it, such as "the inspection's 48 case files"; `noun` is
    singular and plural.
    """
    if isinstance(before, Proportion):
        least = smallest_change_from(before, after, level=level)
        start = f" from {before.count} of {before.of}"
    else:
        least = smallest_change(after if before is None else before, after, level=level)
        start = ""
    subject = _nouns(after, noun) + (f" set against {against}" if against else "")
    subject = subject[0].upper() + subject[1:]
    if least is None:
        return f"{subject} can't show any change{start}, however large."
    return f"{subject} can't show a change{start} smaller than about {least * 100:.0f} points."


def change_words(change: Change) -> str:
    """Say in a sentence what changed, and whether that is more than chance would do."""
    points = round(abs(change.difference) * 100)
    seen = f"{change.after.count} of {change.after.of}, before that {change.before.count} of {change.before.of}"
    low, high = (round(bound * 100) for bound in (change.interval.low, change.interval.high))
    span = f"{change.interval.level:.0%} interval {low:+d} to {high:+d}"
    unit = "point" if points == 1 else "points"
    if change.clear:
        way = "rise" if change.difference > 0 else "fall"
        return f"{seen}: a {way} of {points} {unit} ({span})."
    if not change.difference:
        return f"{seen}: no change seen ({span})."
    way = "up" if change.difference > 0 else "down"
    if change.shown:
        return f"{seen}: {way} {points} {unit}, on too few cases to rule out chance ({span})."
    return f"{seen}: {way} {points} {unit}, which chance alone could bring about ({span})."
