"""The cues of one sentence: of overlapping ones the longest counts, pseudo cues are consumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from caseaudit.language.lexicon_models import CueRule
from caseaudit.language.people import Ref


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it stands."""

    rule: CueRule
    index: int
    start: int
    end: int


@dataclass(slots=True)
class Scene:
    """One sentence with all its cues, clause bounds and persons."""

    index: int
    start: int
    end: int
    hits: tuple[Hit, ...]
    stops: tuple[tuple[int, int], ...]
    refs: tuple[Ref, ...]
    _resolved: dict[frozenset[int], Cues] = field(default_factory=dict)

    def cues(self, applicable: frozenset[int]) -> Cues:
        """Return the cues among `applicable`: of overlapping ones of an axis the longest, pseudo cues consumed."""
        found = self._resolved.get(applicable)
        if found is None:
            hits = [hit for hit in self.hits if hit.index in applicable]
            found = self._resolved[applicable] = Cues(_resolve(hits, "forward"), _resolve(hits, "backward"))
        return found


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a sentence that look forward and those that look backward; "both" stand in both."""

    forward: tuple[Hit, ...]
    backward: tuple[Hit, ...]

    def around(self, start: int, end: int, axis: str) -> list[Hit]:
        """Return the cues of one axis that may reach `start:end`: before it, after it, or overlapping it."""
        found = [hit for hit in self.forward if hit.rule.axis == axis and hit.start < end]
        found.extend(hit for hit in self.backward if hit.rule.axis == axis and hit.end > start and hit not in found)
        return found


def _resolve(hits: Sequence[Hit], direction: str) -> tuple[Hit, ...]:
    wanted = {direction, "both", "pseudo"}
    kept: list[Hit] = []
    for hit in sorted(
        hits, key=lambda hit: (hit.start - hit.end, hit.rule.direction != "pseudo", hit.start, hit.index)
    ):
        if hit.rule.direction in wanted and not any(_beats(other, hit) for other in kept):
            kept.append(hit)
    return tuple(
        sorted((hit for hit in kept if hit.rule.direction != "pseudo"), key=lambda hit: (hit.start, hit.index))
    )


def _beats(other: Hit, hit: Hit) -> bool:
    """Say whether `other`, at least as long, overlaps `hit` on the same axis; the same words may be two cues."""
    if hit.rule.axis != other.rule.axis or hit.start >= other.end or other.start >= hit.end:
        return False
    same = (hit.start, hit.end) == (other.start, other.end)
    return not same or other.rule.direction == "pseudo"
