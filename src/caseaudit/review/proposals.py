"""Proposals of one kind and what people made of them; how precise the machine's flags are, and how much it finds."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from caseaudit.domain.audit import Interval
from caseaudit.engine.populations import Rate, sample_interval
from caseaudit.engine.statistics import DECIMALS, LEVEL, rate, wilson


@dataclass(frozen=True, slots=True)
class Proposed:
    """One kind of proposal, and what people made of it."""

    proposals: int
    """Findings in the results."""
    read: int
    """Of these, settled by people, who could assess them."""
    short: int
    """Of those read, found partly or not met by people."""
    same: int
    """Of those read, given exactly the machine's outcome."""
    unclear: int
    """Settled as cannot assess: in none of the other counts but `proposals`."""
    blind: int
    """Of those read, settled by people none of whom had seen the proposal."""


def precision_of(flagged: Proposed) -> Rate:
    """Return the share of the flags read that people upheld, with Wilson's interval."""
    if not flagged.read:
        return Rate(None, note="people read none of its flags" if flagged.proposals else "it flagged nothing")
    return Rate(rate(flagged.short, flagged.read), wilson(flagged.short, flagged.read))


def recall_of(flagged: Proposed, passed: Proposed) -> Rate:
    """Return the share of what people would find short that the machine flagged, from the flags and passes read.

    flags * precision / (flags * precision + passes * share of the passes read that people found short). The interval is
    that of the ratio of the two terms, put together from their own (`sample_interval`): Donner and Zou (2012),
    Statistical Methods in Medical Research 21:347-359 (MOVER). Right only where flags and passes to read were taken at
    random, each among themselves.
    """
    if not passed.read:
        return Rate(None, note="people read none of what it passed" if passed.proposals else "it passed nothing")
    if flagged.proposals and not flagged.read:
        return Rate(None, note="people read none of its flags")
    found, missed = _scaled(flagged), _scaled(passed)
    if not found[0] and not missed[0]:
        return Rate(None, note="people found nothing short")
    value = found[0] / (found[0] + missed[0])
    low, high = _share_bounds(found, missed)
    method = "ratio of weighted shares (MOVER)"
    return Rate(round(value, DECIMALS), Interval(LEVEL, round(low, DECIMALS), round(high, DECIMALS), method))


_Bounded = tuple[float, float, float]
"""A figure with its lower and upper bound."""


def _scaled(one: Proposed) -> _Bounded:
    """How many of the proposals people would find short, with the bounds of that."""
    if not one.read:
        return 0.0, 0.0, 0.0
    bounds = sample_interval(one.short, one.read, one.proposals)
    return one.proposals * one.short / one.read, one.proposals * bounds.low, one.proposals * bounds.high


def _share_bounds(found: _Bounded, missed: _Bounded) -> tuple[float, float]:
    """Bounds of found / (found + missed), by way of whichever ratio of the two has something below the line."""
    if found[0]:
        low, high = _ratio_bounds(missed, found)
        return 1 / (1 + high), 1 / (1 + low)
    low, high = _ratio_bounds(found, missed)
    return low / (1 + low), high / (1 + high)


def _ratio_bounds(over: _Bounded, under: _Bounded) -> tuple[float, float]:
    """Bounds of over / under, for under > 0; the lower one in the form that has no nought over nought."""
    (a, a_low, a_high), (b, b_low, b_high) = over, under
    product = a * b
    down = sqrt(max(0.0, product**2 - a_low * (2 * a - a_low) * b_high * (2 * b - b_high)))
    up = sqrt(max(0.0, product**2 - a_high * (2 * a - a_high) * b_low * (2 * b - b_low)))
    low = a_low * (2 * a - a_low) / (product + down) if a else 0.0
    return low, (product + up) / (b_low * (2 * b - b_low))
