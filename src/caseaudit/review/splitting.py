"""Which findings people read, and who reads which case: by SHA-256 rank, so that anybody gets the same without a seed.

The order of ranks has nothing to do with the cases, so that the first of them are as good as drawn at random.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import ceil

from caseaudit.domain.audit import Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.review.decisions import Key, machine_outcome, same_name

_ALWAYS: frozenset[Outcome | None] = frozenset(
    {Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.CANNOT_ASSESS, None}  # None: the check failed
)
_SHARE = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)\s*(?P<percent>%)?")


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many cases two people read: a share of all, or a number."""

    share: Fraction | None = None
    count: int = 0

    def of(self, cases: int) -> int:
        """Give the number, of so many cases."""
        return min(cases, self.count if self.share is None else ceil(self.share * cases))


DEFAULT_OVERLAP = Overlap(Fraction(1, 5))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The findings that are to be read."""

    keys: frozenset[Key]
    met: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Criterion -> how many of its findings the machine proposes as met, and how many of these are to be read."""


def parse_overlap(text: str) -> Overlap:
    """Read `20%` (a share) or `4` (a number of cases). Raises ValueError.

    >>> parse_overlap("20%").of(12), parse_overlap("4").of(12)
    (3, 4)
    """
    found = _SHARE.fullmatch(text.strip())
    if found is None or (not found["percent"] and "." in found["number"]):
        raise ValueError("it is neither a share such as 20% nor a number of cases")
    if not found["percent"]:
        return Overlap(count=int(found["number"]))
    return Overlap(parse_share(text))


def parse_share(text: str) -> Fraction:
    """Read a percentage with or without its sign, from 0 to 100. Raises ValueError."""
    found = _SHARE.fullmatch(text.strip())
    share = Fraction(found["number"]) / 100 if found else None
    if share is None or share > 1:
        raise ValueError("it is no percentage from 0 to 100")
    return share


def rank(run: str, purpose: str, *parts: str) -> str:
    """Give the place of something in an order that nobody chose."""
    text = "\0".join((run, purpose, *parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def choose(results: Results, run: str, *, passes: Fraction, everything: bool = False) -> Chosen:
    """Choose what people read: all that falls short or is open, and of each criterion's met findings a random share.

    The share is rounded up, so that of every criterion with met findings at least one is read unless `passes` is 0.
    Nothing that is not applicable is read unless `everything` is.
    """
    keys: set[Key] = set()
    met: dict[str, list[Key]] = {}
    for case in results.cases:
        for finding in case.findings:
            key = (case.case_id, finding.criterion, finding.subject)
            outcome = machine_outcome(finding)
            if everything or outcome in _ALWAYS:
                keys.add(key)
            if outcome is Outcome.MET:
                met.setdefault(finding.criterion, []).append(key)
    counts: dict[str, tuple[int, int]] = {}
    for criterion, found in met.items():
        wanted = len(found) if everything else ceil(passes * len(found))
        keys.update(sorted(found, key=lambda key: rank(run, "met", key[0], key[1], key[2] or ""))[:wanted])
        counts[criterion] = (len(found), wanted)
    return Chosen(frozenset(keys), counts)


def split(case_ids: Iterable[str], auditors: Sequence[str], overlap: Overlap, run: str) -> dict[str, frozenset[str]]:
    """Deal cases out among auditors; each case of the overlap goes to two of them, every pair in turn.

    Independent of the order in which cases and auditors are given. One auditor gets every case.
    """
    names = sorted(auditors, key=lambda name: (same_name(name), name))
    dealt: dict[str, set[str]] = {name: set() for name in names}
    order = sorted(set(case_ids), key=lambda case_id: rank(run, "split", case_id))
    twice = overlap.of(len(order)) if len(names) > 1 else 0
    pairs = list(combinations(names, 2))
    for at, case_id in enumerate(order[:twice]):
        for name in pairs[at % len(pairs)]:
            dealt[name].add(case_id)
    for case_id in order[twice:]:
        least = min(names, key=lambda name: len(dealt[name]))
        dealt[least].add(case_id)
    return {name: frozenset(dealt[name]) for name in auditors}
