"""The one way in: texts and people in, mentions with their place and context out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from caseaudit.domain.vocabulary import About, EntryKind, Speaker, Stance, Status, Tier
from caseaudit.language.challenge import challenged_later
from caseaudit.language.context import Document
from caseaudit.language.fold import Prepared, prepare
from caseaudit.language.lexicon import Found, Lexicon
from caseaudit.language.mention import MAX_PER_TERM, Cue, Mention
from caseaudit.language.people import Adult, Child, People
from caseaudit.language.second_opinion import FirstReading, Least, second_reading
from caseaudit.language.segments import segment
from caseaudit.language.speakers import quoted_speaker, speaker
from caseaudit.language.spelling import CLASS, mend
from caseaudit.language.status import stance, status
from caseaudit.language.subjects import about

MAX_QUOTES = 200
_CHILD_QUOTE = "child-quotation"
_WORDS = "voice.words"


@dataclass(frozen=True, slots=True)
class Text:
    """One narrative entry to read."""

    text: str
    kind: EntryKind = EntryKind.LOG
    author_role: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: the mentions, and how often each term occurred in each text before the cap."""

    mentions: tuple[Mention, ...]
    counts: Mapping[tuple[int, str], int]


def read(
    lexicon: Lexicon,
    texts: Sequence[Text],
    people: People = People(),  # noqa: B008 - frozen
    least: Least = Least(),  # noqa: B008 - frozen
) -> tuple[Mention, ...]:
    """Return the mentions of all texts by entry, start, concept and term; at most MAX_PER_TERM a term and text.

    What only the second reader finds, and less surely than `least`, is not given back.
    """
    return read_counted(lexicon, texts, people, least).mentions


def read_counted(
    lexicon: Lexicon,
    texts: Sequence[Text],
    people: People = People(),  # noqa: B008 - frozen
    least: Least = Least(),  # noqa: B008 - frozen
) -> Reading:
    """Return the mentions as `read` does, with the full counts by (entry, term)."""
    counts: Counter[tuple[int, str]] = Counter()
    first = [_read_one(lexicon, entry, text, people, counts) for entry, text in enumerate(texts)]
    found: list[Sequence[Mention]] = [one.mentions for one in first]
    if lexicon.second is not None and first:
        found = [*second_reading(lexicon.second, first, counts, least)]
    mentions = [mention for one in found for mention in sorted(one, key=_order)]
    return Reading(challenged_later(mentions), dict(counts))


def _read_one(
    lexicon: Lexicon, entry: int, text: Text, people: People, counts: Counter[tuple[int, str]]
) -> FirstReading:
    prepared = mend(prepare(text.text), lexicon.classes.get(CLASS, ()))
    segmented = segment(prepared.raw, prepared.text)
    found = lexicon.find(segmented)
    mentions: list[Mention] = []
    if found or '"' in prepared.text or "'" in prepared.text:
        document = Document(lexicon, segmented, text.kind, people)
        mentions = _first_reading(document, prepared, text.text, entry, found, counts)
    return FirstReading(entry, text.text, text.kind, prepared, segmented, mentions)


def _first_reading(
    document: Document,
    prepared: Prepared,
    source: str,
    entry: int,
    found: Sequence[Found],
    counts: Counter[tuple[int, str]],
) -> list[Mention]:
    """Return what the lexicon finds, and the child's quoted words."""
    mentions: list[Mention] = []
    for one in found:
        key = (entry, one.term.entry.id)
        counts[key] += 1
        if counts[key] <= MAX_PER_TERM:
            mentions.append(_mention(document, prepared, source, entry, one))
    mentions.extend(_child_quotes(document, prepared, source, entry, counts))
    return mentions


def _order(mention: Mention) -> tuple[int, int, str, str, int]:
    return mention.entry, mention.start, mention.concept, mention.term, mention.end


def _mention(document: Document, prepared: Prepared, source: str, entry: int, found: Found) -> Mention:
    """Decide all four axes for one match and put everything at its place in the source text."""
    term = found.term
    concept = term.entry.concept
    scene = document.scene(document.segmented.sentence(found.start))
    around = scene.cues(document.lexicon.applicable(concept))
    what, decided = status(document, scene, found, around)
    who, telling = speaker(document, scene, found.start, found.end, around)
    cues = [*(("status", *one) for one in decided), *(("speaker", *one) for one in telling)]
    whom, ref = About.UNKNOWN, None
    if not concept.startswith("action"):
        whom, ref = about(document, scene, found.start, found.end, around, concept)
    if ref is not None:
        cues.append(("about", whom.value, "role", ref.start, ref.end))
    held = Stance.ADOPTED if who is Speaker.RECORD else Stance.UNCHALLENGED
    if term.blame:
        held, more = stance(document, scene, found, around, who)
        cues.extend(("stance", *one) for one in more)
    taught = who is Speaker.GUIDANCE and what is not Status.NEGATED
    start, end = prepared.source(found.start, found.end)
    named = ref.child if ref is not None and ref.child is not None else _named_child(document, scene.index)
    return Mention(
        concept=concept,
        term=term.entry.id,
        entry=entry,
        start=start,
        end=end,
        quote=source[start:end],
        status=Status.OTHER if taught else what,
        speaker=who,
        about=whom,
        child=named,
        stance=held,
        tier=term.tier if term.blame else None,
        severity=term.severity if term.blame else None,
        preferred=term.entry.preferred,
        why=term.entry.why,
        sentence=prepared.source(scene.start, scene.end),
        cues=tuple(_cue(prepared, source, cue) for cue in cues),
    )


def _cue(prepared: Prepared, source: str, cue: tuple[str, str, str, int, int]) -> Cue:
    axis, value, name, start, end = cue
    left, right = prepared.source(start, end)
    return Cue(axis, value, name, left, right, source[left:right])


def _named_child(document: Document, index: int) -> int | None:
    """Return the child whose name stands in the sentence; None when there is none, or more than one."""
    named = {ref.child for ref in document.scene(index).refs if ref.child is not None}
    return named.pop() if len(named) == 1 else None


def _child_quotes(
    document: Document, prepared: Prepared, source: str, entry: int, counts: Counter[tuple[int, str]]
) -> Iterable[Mention]:
    """Yield the child's quoted words as mentions of `voice.words`."""
    for left, right in document.quotes[:MAX_QUOTES]:
        if len(prepared.text[left:right].split()) < 2:  # noqa: PLR2004 - a scare quote is no account
            continue
        told = quoted_speaker(document, (left, right))
        if told is None or told[0] is not Speaker.CHILD:
            continue
        counts[(entry, _CHILD_QUOTE)] += 1
        if counts[(entry, _CHILD_QUOTE)] > MAX_PER_TERM:
            continue
        start, end = prepared.source(left, right)
        index = document.segmented.sentence(left)
        scene = document.scene(index)
        cues = (
            _cue(prepared, source, ("speaker", *told[1])),
            _cue(prepared, source, ("speaker", "child", "quotation", max(0, left - 1), left)),
        )
        yield Mention(
            concept=_WORDS,
            term=_CHILD_QUOTE,
            entry=entry,
            start=start,
            end=end,
            quote=source[start:end],
            status=Status.AFFIRMED,
            speaker=Speaker.CHILD,
            about=About.CHILD,
            child=_named_child(document, index),
            stance=Stance.UNCHALLENGED,
            sentence=prepared.source(scene.start, scene.end),
            cues=cues,
        )


_SPACE = re.compile(r"\s+")


_COUNTS_AS_SAID = frozenset({Status.AFFIRMED, Status.HISTORICAL, Status.PLANNED})
_CHILDISH = frozenset({About.CHILD, About.OTHER_CHILD, About.UNKNOWN})


def blame_of(mentions: Iterable[Mention]) -> str:
    """Return `blaming`, `attributed` or `clean` for the mentions of one document (contract, section 3, `scan`)."""
    attributed = False
    for mention in mentions:
        if not mention.concept.startswith("victim-blaming") or mention.tier is Tier.NOTE:
            continue
        if mention.status not in _COUNTS_AS_SAID or mention.about not in _CHILDISH:
            continue
        if mention.stance is Stance.CHALLENGED or mention.speaker in {Speaker.GUIDANCE, Speaker.CHILD}:
            continue
        if mention.speaker is Speaker.RECORD or mention.stance is Stance.ADOPTED:
            return "blaming"
        attributed = True
    return "attributed" if attributed else "clean"


COMPONENTS = ("words", "demeanour", "appearance", "living_conditions")
_TOO_YOUNG_FOR_WORDS = 1


def voice_of(mentions: Iterable[Mention], text: str, child_age: int | None = None) -> dict[str, bool]:
    """Return which components of the child's voice one document records. A baby under 1 has no words to record."""
    found = dict.fromkeys(COMPONENTS, False)
    for mention in mentions:
        family, _, name = mention.concept.partition(".")
        if family != "voice" or name not in found or mention.status not in {Status.AFFIRMED, Status.HISTORICAL}:
            continue
        if mention.speaker is Speaker.GUIDANCE or (
            mention.about in {About.ADULT, About.SUSPECT} and name != "living_conditions"
        ):
            continue
        if name == "words":
            if mention.speaker not in {Speaker.RECORD, Speaker.CHILD} or not _says_something(mention, text):
                continue
            if child_age is not None and child_age < _TOO_YOUNG_FOR_WORDS:
                continue
        elif mention.speaker not in {Speaker.RECORD, Speaker.CHILD}:
            continue
        found[name] = True
    return found


def _says_something(mention: Mention, text: str) -> bool:
    """Say whether words follow, or are, the mention: "she said." alone records nothing."""
    tail = text[mention.start : max(mention.end, mention.sentence[1])]
    return len(re.findall(r"\w+", tail)) >= 3  # noqa: PLR2004


_ACTION_VALUES = {
    Status.AFFIRMED: "done",
    Status.NEGATED: "not_done",
    Status.PLANNED: "planned",
    Status.HYPOTHETICAL: "planned",
}
_ACTION_ORDER = ("done", "not_done", "planned", "other")


def actions_of(mentions: Iterable[Mention]) -> dict[str, str]:
    """Return each action of one document: done beats not_done beats planned beats other."""
    found: dict[str, str] = {}
    for mention in mentions:
        family, _, name = mention.concept.partition(".")
        if family != "action":
            continue
        value = _ACTION_VALUES.get(mention.status, "other")
        if name not in found or _ACTION_ORDER.index(value) < _ACTION_ORDER.index(found[name]):
            found[name] = value
    return dict(sorted(found.items()))


__all__ = [
    "Adult",
    "Child",
    "Least",
    "People",
    "Reading",
    "Text",
    "actions_of",
    "blame_of",
    "read",
    "read_counted",
    "voice_of",
]
