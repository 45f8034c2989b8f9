"""Scoped context, sentence by sentence: which cues stand there, how far they reach, and which persons are named."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.automaton import Span
from caseaudit.language.cues import Hit, Scene, clause_marks
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.names import (
    ADULT_AGE,
    AGE_AFTER,
    AGE_NOUN,
    Names,
    is_oblique,
    names_in,
    sex_of,
    victim_is_adult,
)
from caseaudit.language.people import PRONOUNS, People, Ref, Role
from caseaudit.language.segments import Segmented, quotations

_LIST_OR_LABEL = re.compile(r"[^a-z]*(?:[a-z]\)\s*)?(?:[a-z /]{2,20}:\s*)?[^a-z]*")
_OR = re.compile(r"\b(?:or|nor)\b")
_FIGURE = re.compile(r"[0-9]")
MAX_HEAD = 100_000
"""Characters of a text in which names and ages are looked for."""
_UNCUT = frozenset({"historical", "other", "guidance"})
"""Values whose scope another cue in between does not end: "the flag was added by her old force in 2019"."""
_VICTIM = re.compile(r"(?:ip|vic(?:tim)?|aggrieved|complainant)\b")
_AGED_ROLES = frozenset({Role.PERSON, Role.VICTIM, Role.ADULT, Role.CHILD, Role.OTHER_CHILD})


class Document:
    """One text being read. Scenes, quotations and names are worked out when first asked for."""

    def __init__(self, lexicon: Lexicon, segmented: Segmented, kind: EntryKind, people: People) -> None:
        self.lexicon = lexicon
        self.segmented = segmented
        self.kind = kind
        self.people = people
        self._scenes: dict[int, Scene] = {}
        self._quotes: tuple[tuple[int, int], ...] | None = None
        self._names: Names | None = None
        self._victim_is_adult: bool | None = None
        self._guidance: bool | None = None
        self._answering: dict[int, bool] = {}

    @property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """The spans between quotation marks."""
        if self._quotes is None:
            self._quotes = quotations(self.segmented.raw)
        return self._quotes

    @property
    def names(self) -> Names:
        """The names of the text."""
        if self._names is None:
            self._names = names_in(self.segmented.raw[:MAX_HEAD], self.people)
        return self._names

    @property
    def victim_is_adult(self) -> bool:
        """Whether "IP" is a grown-up here: told so, or a domestic-abuse form, which is about two adults."""
        if self._victim_is_adult is None:
            told = victim_is_adult(self.segmented.folded[:MAX_HEAD])
            self._victim_is_adult = self.kind is EntryKind.DASH if told is None else told
        return self._victim_is_adult

    @property
    def is_guidance(self) -> bool:
        """Whether the whole text is guidance, feedback or training, told by its first or last sentence."""
        if self._guidance is None:
            first = self.segmented.span(0)
            last = self.segmented.span(len(self.segmented) - 1)
            self._guidance = any(
                self.lexicon.tells_of_guidance(self.segmented.marked[start:end]) for start, end in {first, last}
            )
        return self._guidance

    def neighbour_cues(self, index: int, applicable: frozenset[int]) -> list[Hit]:
        """Return the cues of a sentence that also decide about others, as "This wording was challenged" does."""
        may = self._answering.get(index)
        if may is None:
            start, end = self.segmented.span(index)
            cues = self.lexicon.cues
            possible = self.lexicon.cue_book.possible(self.segmented.marked[start:end])
            may = self._answering[index] = any(number < len(cues) and cues[number].neighbour for number in possible)
        found = self.scene(index).cues(applicable).forward if may else ()
        return [hit for hit in found if hit.rule.neighbour]

    def quote_before(self, position: int) -> tuple[int, int] | None:
        """Return the last quotation that opens before `position`."""
        index = bisect_right(self.quotes, (position, 0)) - 1
        return self.quotes[index] if index >= 0 else None

    def quote_at(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the quotation that holds most of `start:end`, or None."""
        for place in (end, start):
            found = self.quote_before(place)
            if found and 2 * (min(end, found[1]) - max(start, found[0])) >= end - start:
                return found
        return None

    def scene(self, index: int) -> Scene:
        """Return sentence `index` with its cues and persons."""
        found = self._scenes.get(index)
        if found is None:
            found = self._scenes[index] = self._look(index)
        return found

    def _look(self, index: int) -> Scene:
        start, end = self.segmented.span(index)
        cues, book = self.lexicon.cues, self.lexicon.cue_book
        sentence = self.segmented.marked[start:end]
        possible = book.possible(sentence)
        first_role = bisect_left(possible, len(cues))
        refs = self._refs(
            start,
            end,
            [
                (start + left, start + right, self.lexicon.roles[number - len(cues)])
                for number in possible[first_role:]
                for left, right in book.pattern(number).spans(sentence)
            ],
        )
        ending = [number for number in possible[:first_role] if cues[number].direction == "terminate"]
        return Scene(
            index,
            start,
            end,
            refs,
            [number for number in possible[:first_role] if number not in ending],
            frozenset(number for number in possible[:first_role] if cues[number].axis == "speaker"),
            partial(self._hits, start, sentence),
            partial(self._stops, start, end, refs, ending),
        )

    def _hits(self, start: int, sentence: bytes, number: int) -> list[Hit]:
        """Return where one cue stands in a sentence."""
        rule = self.lexicon.cues[number]
        return [
            Hit(rule, number, start + left, start + right)
            for left, right in self.lexicon.cue_book.pattern(number).spans(sentence)
            if not (rule.only_at_start and not self._opens(start, start + left))
            and not self._is_month(start, start + left)
        ]

    def _stops(self, start: int, end: int, refs: Sequence[Ref], ending: Sequence[int]) -> list[Span]:
        """Return the clause bounds of a sentence: marks, new subjects, and cues that end a clause."""
        sentence = self.segmented.marked[start:end]
        found = clause_marks(self.segmented.folded, start, end, refs)
        for number in ending:
            spans = self.lexicon.cue_book.pattern(number).spans(sentence)
            found.extend((start + left, start + right) for left, right in spans)
        return sorted(found)

    def _is_month(self, start: int, position: int) -> bool:
        """Say whether "may" at `position` is the month: capital M inside a sentence that is not all capitals."""
        return position > start and self.segmented.raw.startswith("May", position)

    def _opens(self, start: int, position: int) -> bool:
        """Say whether `position` is the first word of the sentence, after a list mark, number or label."""
        return _LIST_OR_LABEL.fullmatch(self.segmented.folded, start, position) is not None

    def _refs(self, start: int, end: int, persons: list[tuple[int, int, Role]]) -> tuple[Ref, ...]:
        folded = self.segmented.folded
        figures = _FIGURE.search(folded, max(0, start - 24), end) is not None
        found: list[tuple[int, int, Role, str | None, int | None]] = [
            (left, right, self._aged(role, left, right, end if figures else left), None, None)
            for left, right, role in persons
        ]
        found.extend((left, right, *named) for left, right, named in self.names.find(self.segmented.raw, start, end))
        for match in AGE_NOUN.finditer(folded, start, end) if figures else ():
            role = Role.CHILD if int(match[1]) < ADULT_AGE else Role.ADULT
            found.append((match.start(), match.end(), role, None, None))
        found.sort(key=lambda one: (one[0] - one[1], one[0]))
        kept: list[Ref] = []
        for left, right, role, sex, child in found:
            if any(left < ref.end and ref.start < right for ref in kept):
                continue
            shown = sex or sex_of(folded[left:right])
            kept.append(Ref(left, right, role, shown, is_oblique(folded, left, right), child))
        kept.sort(key=lambda ref: ref.start)
        return tuple(kept)

    def _aged(self, role: Role, start: int, end: int, limit: int) -> Role:
        """Let an age beside a person word decide whether it is a child: `male (15)`, `17 year old victim`.

        `limit` is how far to look, the sentence's end; before `end` it says that there is no age.
        """
        folded = self.segmented.folded
        if limit >= end and role in _AGED_ROLES:
            age = AGE_AFTER.match(folded, end, min(limit, end + 24))
            before = None if age else AGE_NOUN.search(folded, max(0, start - 24), start)
            told = age or (before if before and start - before.end() <= 10 else None)  # noqa: PLR2004 - "old female"
            if told:
                child = int(told[1]) < ADULT_AGE or (age is not None and age[2] is not None)
                if child:
                    return role if role is Role.OTHER_CHILD else Role.CHILD
                return Role.ADULT
        if role is Role.VICTIM and self.victim_is_adult:
            return Role.ADULT
        return role

    def in_scope(self, scene: Scene, hit: Hit, start: int, end: int, others: Sequence[Hit] = ()) -> int | None:
        """Return how many words lie between the cue and `start:end`, or None when it does not reach."""
        rule = hit.rule
        if hit.end <= start and rule.direction in {"forward", "both"}:
            left, right = hit.end, start
        elif hit.start >= end and rule.direction in {"backward", "both"}:
            left, right = end, hit.start
        else:
            return None
        between = self.segmented.folded[left:right]
        words = len(between.split())
        return None if words > rule.reach or self._is_cut(scene, hit, (left, right), start, others) else words

    def _is_cut(self, scene: Scene, hit: Hit, gap: Span, start: int, others: Sequence[Hit]) -> bool:
        """Say whether something between cue and term ends the scope: a clause bound, another cue, its own words."""
        rule = hit.rule
        left, right = gap
        between = self.segmented.folded[left:right]
        if rule.stop_at_clause and any(self._parts(stop, left, right, hit, start) for stop in scene.stops):
            return True
        if rule.axis == "speaker" and rule.value != "guidance" and ";" in between:
            return True
        forward = hit.end <= start
        uncut = (
            rule.value in _UNCUT
            or (forward and rule.value == "hypothetical")
            or (forward and rule.value == "negated" and _OR.search(between) is not None)
        )
        if not uncut and any(left <= other.start and other.end <= right for other in others):
            return True
        return bool(rule.terminated_by) and self.lexicon.terminates(hit.index, self.segmented.marked[left:right])

    def _parts(self, stop: tuple[int, int], left: int, right: int, hit: Hit, start: int) -> bool:
        """Say whether a clause bound parts cue and term; right behind a term it is a label: "PPN - not needed"."""
        if not (left <= stop[0] and stop[1] <= right + 1):
            return False
        if hit.start < start:
            return True
        dash = "-" in self.segmented.folded[stop[0] : stop[1]]
        return stop[0] - left > 2 and not (dash and right - stop[1] <= 1)  # noqa: PLR2004 - right behind the term

    def resolve(self, scene: Scene, ref: Ref, depth: int = 0) -> Ref | None:
        """Return whom a pronoun stands for, or None when nothing tells."""
        if ref.role not in PRONOUNS:
            return ref
        wanted = {Role.SHE: "F", Role.HE: "M"}.get(ref.role)
        for other in reversed(scene.refs):
            before = other.end <= ref.start and not other.oblique and other.role not in PRONOUNS
            if before and self._fits(other, wanted) and not self._is_telling(scene, other, ref.start):
                return other
        if depth < 2 and scene.index > 0:  # noqa: PLR2004 - two sentences back
            return self._resolve_in(self.scene(scene.index - 1), wanted, depth + 1)
        return None

    def _resolve_in(self, scene: Scene, wanted: str | None, depth: int) -> Ref | None:
        """Look for the person that an earlier sentence is about."""
        fitting = [ref for ref in scene.refs if self._fits(ref, wanted)]
        for ref in fitting:
            if ref.oblique:
                continue
            if ref.role in PRONOUNS:
                return self.resolve(scene, ref, depth)
            if self._is_telling(scene, ref, scene.end):
                continue
            return ref
        child = next((ref for ref in fitting if ref.role in {Role.CHILD, Role.VICTIM}), None)
        if child is None and depth < 2 and scene.index > 0:  # noqa: PLR2004
            return self._resolve_in(self.scene(scene.index - 1), wanted, depth + 1)
        return child

    @staticmethod
    def _fits(ref: Ref, wanted: str | None) -> bool:
        if ref.role in {Role.RECORDER, Role.OFFICER, Role.THIRD_PARTY}:
            return False
        return wanted is None or ref.sex is None or ref.sex == wanted

    def _is_telling(self, scene: Scene, ref: Ref, before: int) -> bool:
        """Say whether `ref` is the subject of a reporting verb: "she" after it is probably somebody else.

        A grown-up victim speaks of herself: "IP (29) states she is in a relationship".
        """
        if ref.role is Role.ADULT and _VICTIM.match(self.segmented.folded, ref.start):
            return False
        return ref.role not in {Role.CHILD, Role.VICTIM} and any(
            ref.end <= hit.start < min(before, ref.end + 30) for hit in scene.voices
        )
