"""Drawing again from what was seen: percentile intervals that anybody can repeat from the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from caseaudit.domain.audit import Interval
from caseaudit.engine.statistics import DECIMALS

REPLICATES = 1000


def bootstrap(
    cases: Sequence[Sequence[float]],
    statistic: Callable[[Sequence[float]], float | None],
    *,
    seed: str,
    level: float,
    replicates: int = REPLICATES,
) -> Interval | None:
    """Return the percentile interval of a statistic of sums over cases, whole cases drawn with replacement.

    `cases` gives each case's part of the sums; `statistic` gets the sums of one draw. Efron and Tibshirani (1993), An
    Introduction to the Bootstrap, chapter 13. Draws of which `statistic` is None are left out. None when they are half
    or more, or when all draws give the same value: no spread seen is not certainty. Random numbers are
    `Random(seed).random()`, whose sequence Python keeps across versions for a text seed. Raises ValueError without
    cases.
    """
    if not cases:
        raise ValueError("there is no case to draw from")
    kinds: dict[tuple[float, ...], int] = {}
    kind_of = [kinds.setdefault(tuple(case), len(kinds)) for case in cases]
    parts = list(kinds)
    random, number = Random(seed), len(cases)  # noqa: S311 - repeatable draws are wanted, not secret ones
    values = []
    for _ in range(replicates):
        drawn = Counter(kind_of[int(random.random() * number)] for _ in range(number))
        # In the order of the parts, not of the draws: a sum of floats must not depend on hashing or chance.
        often = [(drawn[kind], part) for kind, part in enumerate(parts) if drawn[kind]]
        value = statistic([sum(times * part[place] for times, part in often) for place in range(len(parts[0]))])
        if value is not None:
            values.append(value)
    if len(values) * 2 <= replicates:
        return None
    values.sort()
    beyond = int((1 - level) / 2 * len(values) + 1e-9)
    low, high = values[beyond], values[len(values) - 1 - beyond]
    low, high = round(low, DECIMALS) + 0.0, round(high, DECIMALS) + 0.0  # adding nought keeps a minus sign off it
    return None if low == high else Interval(level, low, high, "bootstrap of cases")
