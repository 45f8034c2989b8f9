"""How many cases each stratum gives: in proportion, or equally. Whole numbers only, so every machine counts alike."""

from __future__ import annotations

from collections.abc import Mapping

Stratum = tuple[str, ...]


def proportional(size: int, frames: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Share `size` in proportion to the strata, by the largest remainder.

    Each stratum first gets the whole part of size * frame / total. What is left over goes, one each, to the strata with
    the largest remainders; among equal remainders to the larger stratum, among equally large ones to the one whose
    values come first in code-point order. A stratum never gets more than it has, and nothing is left over, for at most
    the whole frame is shared out.
    """
    total = sum(frames.values())
    size = min(size, total)
    if not size:
        return dict.fromkeys(frames, 0)
    shares = {stratum: size * frame // total for stratum, frame in frames.items()}
    rest = size - sum(shares.values())
    order = sorted(frames, key=lambda stratum: (-(size * frames[stratum] % total), -frames[stratum], stratum))
    for stratum in order[:rest]:
        shares[stratum] += 1
    return shares


def equal(size: int, frames: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Share `size` equally.

    A stratum that has no more than its share gives all it has, and the others share the rest anew. What does not divide
    goes, one each, to the larger strata first; among equally large ones in code-point order of their values.
    """
    shares = dict.fromkeys(frames, 0)
    left = min(size, sum(frames.values()))
    still = sorted((stratum for stratum in frames if frames[stratum]), key=lambda one: (-frames[one], one))
    while still and (small := [stratum for stratum in still if frames[stratum] <= left // len(still)]):
        for stratum in small:
            shares[stratum] = frames[stratum]
            left -= frames[stratum]
        still = [stratum for stratum in still if stratum not in small]
    for at, stratum in enumerate(still):
        shares[stratum] = left // len(still) + (at < left % len(still))
    return shares
