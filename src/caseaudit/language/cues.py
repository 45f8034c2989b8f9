"""The cues of one sentence: of overlapping ones the longest counts, pseudo cues are consumed."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field

from caseaudit.language.automaton import Span
from caseaudit.language.lexicon_models import CueRule
from caseaudit.language.people import Ref, Role

_CLAUSE_MARK = re.compile(r";|\s-+\s|\s/\s")
_COMMA = re.compile(r",\s+(?:and |but )?(?:the |this |that |her |his |their )?")
_BEGIN_NOTHING = frozenset({Role.THIRD_PARTY, Role.OFFICER, Role.RECORDER, Role.OTHER_CHILD})


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue where it stands."""

    rule: CueRule
    index: int
    start: int
    end: int


@dataclass(slots=True)
class Scene:
    """One sentence with its persons. Cues and clause bounds are searched when first asked for."""

    index: int
    start: int
    end: int
    refs: tuple[Ref, ...]
    possible: Sequence[int]
    """The cues that are worth a search here."""
    speaking: frozenset[int]
    """Those of them that tell who speaks."""
    _search: Callable[[int], Sequence[Hit]]
    _part: Callable[[], Sequence[Span]]
    _hits: dict[int, Sequence[Hit]] = field(default_factory=dict)
    _resolved: dict[frozenset[int], Cues] = field(default_factory=dict)
    _stops: Sequence[Span] | None = None

    @property
    def stops(self) -> Sequence[Span]:
        """The clause bounds."""
        if self._stops is None:
            self._stops = self._part()
        return self._stops

    @property
    def voices(self) -> list[Hit]:
        """All cues that tell who speaks."""
        return self.hits(self.speaking)

    def hits(self, wanted: Container[int]) -> list[Hit]:
        """Return those cues that are among `wanted`, whether or not they overlap."""
        result: list[Hit] = []
        for number in self.possible:
            if number in wanted:
                found = self._hits.get(number)
                if found is None:
                    found = self._hits[number] = self._search(number)
                result.extend(found)
        return result

    def cues(self, applicable: frozenset[int]) -> Cues:
        """Return the cues among `applicable`: of overlapping ones of an axis the longest, pseudo cues consumed."""
        found = self._resolved.get(applicable)
        if found is None:
            hits = sorted(self.hits(applicable), key=_precedence)
            found = self._resolved[applicable] = Cues(_resolve(hits, _FORWARD), _resolve(hits, _BACKWARD))
        return found


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a sentence that look forward and those that look backward; "both" stand in both."""

    forward: tuple[Hit, ...]
    backward: tuple[Hit, ...]

    def around(self, start: int, end: int, axis: str) -> list[Hit]:
        """Return the cues of one axis that may reach `start:end`: before it, after it, or overlapping it."""
        found = [hit for hit in self.forward if hit.start < end and hit.rule.axis == axis]
        for hit in self.backward:
            if hit.end > start and hit.rule.axis == axis and not any(hit is other for other in found):
                found.append(hit)
        return found


_FORWARD = frozenset({"forward", "both", "pseudo"})
_BACKWARD = frozenset({"backward", "both", "pseudo"})


def _precedence(hit: Hit) -> tuple[int, bool, int, int]:
    """Order cues by length, the longest first, then pseudo cues, then by place."""
    return hit.start - hit.end, hit.rule.direction != "pseudo", hit.start, hit.index


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.index


def clause_marks(folded: str, start: int, end: int, refs: Sequence[Ref]) -> list[Span]:
    """Return the marks between clauses, and the commas after which one begins with its subject: "..., the child is"."""
    found = [match.span() for match in _CLAUSE_MARK.finditer(folded, start, end)]
    subjects = {ref.start for ref in refs if not ref.oblique and ref.role not in _BEGIN_NOTHING}
    if subjects:
        commas = _COMMA.finditer(folded, start, end)
        found.extend((m.start(), m.start() + 1) for m in commas if not subjects.isdisjoint((m.end(), m.end() + 1)))
    return found


def _resolve(hits: Sequence[Hit], wanted: frozenset[str]) -> tuple[Hit, ...]:
    """Return in order of place what is left of `hits`, given in order of precedence."""
    kept: list[Hit] = []
    for hit in hits:
        if hit.rule.direction in wanted and not any(_beats(other, hit) for other in kept):
            kept.append(hit)
    left = [hit for hit in kept if hit.rule.direction != "pseudo"]
    return tuple(sorted(left, key=_place))


def _beats(other: Hit, hit: Hit) -> bool:
    """Say whether `other`, at least as long, overlaps `hit` on the same axis; the same words may be two cues."""
    if hit.start >= other.end or other.start >= hit.end or hit.rule.axis != other.rule.axis:
        return False
    same = (hit.start, hit.end) == (other.start, other.end)
    return not same or other.rule.direction == "pseudo"
