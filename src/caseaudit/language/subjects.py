"""Whom a passage is about: the subject of its clause, the noun it describes, or whom the sentence before was about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caseaudit.domain.vocabulary import About
from caseaudit.language.context import Document
from caseaudit.language.cues import Cues, Hit, Scene
from caseaudit.language.people import PRONOUNS, Ref, Role, about_of

LABEL = re.compile(r"[\s*#>\d.)(-]*([a-z][a-z/&' ().-]{1,48}?)\s*:")
"""What opens a sentence as a label: `Mother: ...`."""
PASSIVE = re.compile(
    r"\b(?:is|was|are|were|been|being|be|gets|got)\s+(?:also |often |previously |repeatedly |now |further )?\Z"
)


def subject_before(scene: Scene, position: int) -> Ref | None:
    """Return the last person word before `position` that can be the subject there."""
    for ref in reversed(scene.refs):
        if ref.end > position or ref.oblique:
            continue
        if ref.role in {Role.OFFICER, Role.RECORDER} and _told_to(scene, ref):
            continue
        return ref
    return None


def _told_to(scene: Scene, ref: Ref) -> bool:
    """Say whether `ref` is who was told, as in "nan told officers that"."""
    return any(0 <= ref.start - hit.end <= 2 for hit in scene.voices)  # noqa: PLR2004


_TOPIC_BACK = 3
"""Sentences without any person that are passed over: "Jodie back at 0340. Sat by the door. Told staff ...\"."""


def topic(document: Document, scene: Scene) -> Ref | None:
    """Return whom the sentence before was about, for one that begins with its verb ("States that ...")."""
    for index in range(scene.index - 1, max(-1, scene.index - 1 - _TOPIC_BACK), -1):
        earlier = document.scene(index)
        for ref in earlier.refs:
            if ref.role in PRONOUNS:
                return document.resolve(earlier, ref)
            if ref.role not in {Role.OFFICER, Role.RECORDER}:
                return ref
    return None


_NOT_SEEN = frozenset({Role.OFFICER, Role.RECORDER, Role.THIRD_PARTY})


def about(document: Document, scene: Scene, start: int, end: int, cues: Cues, concept: str) -> tuple[About, Ref | None]:
    """Return whom the passage is about and the person word that tells: inside it, the noun after it, the one before."""
    voices = cues.around(start, end, "speaker")
    ref = next((ref for ref in scene.refs if start <= ref.start and ref.end <= end and ref.start - start <= 3), None)  # noqa: PLR2004
    quote = document.quote_at(start, end)
    floor = quote[0] if quote else _after_label(document, scene, start)
    noun: Ref | None = None
    if ref is None and not concept.startswith("voice"):
        ref = noun = _noun_after(document, scene, start, end)
    if ref is None or ref.role is Role.PERSON:
        ref = _subject(document, scene, start, voices)
        while ref is not None and ref.role in _NOT_SEEN and concept in _SEEN:
            ref = _subject(document, scene, ref.start, voices)
        if ref is not None and ref.start < floor and not concept.startswith("voice"):
            ref = None
    if ref is None:
        ref = noun or (
            topic(document, scene) if concept == "voice.words" else _possessor(document, scene, floor, start)
        )
    if ref is None:
        return About.UNKNOWN, None
    resolved = document.resolve(scene, ref)
    if resolved is None:
        return About.CHILD, ref
    if resolved.role is Role.PERSON:
        return (About.ADULT if concept == "voice.words" else About.UNKNOWN), resolved
    return about_of(resolved.role), resolved


def _after_label(document: Document, scene: Scene, start: int) -> int:
    """Return where the text after a label ("Officer's comments: ...") begins; persons in the label are no subject."""
    match = LABEL.match(document.segmented.folded, scene.start, min(scene.end, scene.start + 60))
    return match.end() if match and match.end() <= start else scene.start


_SEEN = frozenset({"voice.demeanour", "voice.appearance", "voice.living_conditions"})
"""Observations: officers and professionals make them, they are not what is observed."""
_PREPOSITION_LATE = re.compile(r"\b(?:with|by|to|for|from|of|at|on|in)\b(?:\s+\S+){0,4}\Z")


def _noun_after(document: Document, scene: Scene, start: int, end: int) -> Ref | None:
    """Return the person whom an adjective describes: "a streetwise young man", "manipulative suspect"."""
    if _PREPOSITION_LATE.search(document.segmented.folded, start, end):
        return None
    for ref in scene.refs:
        if ref.start >= end:
            between = document.segmented.folded[end : ref.start]
            near = re.fullmatch(r"\s+(?:\w+\s+)?", between) is not None and not re.search(
                r"\b(?:with|to|by|and|or|as|the|her|his|a|an|when|if)\b", between
            )
            return ref if near and ref.role not in PRONOUNS | {Role.RECORDER, Role.OFFICER, Role.THIRD_PARTY} else None
    return None


_POSSESSION = re.compile(r"'s?(?:\s+\w+){1,2}\s+(?:is|are|was|were|being|has|seems|appears)?\s*")


def _possessor(document: Document, scene: Scene, floor: int, start: int) -> Ref | None:
    """Return whose lifestyle or conduct is spoken of: "mother's lifestyle is chaotic"."""
    for ref in reversed(scene.refs):
        if floor <= ref.start and ref.end <= start and _POSSESSION.fullmatch(document.segmented.folded, ref.end, start):
            return ref
    return None


_INFINITIVE = re.compile(r"\s+to\s+(?:have|be|suffer)\b")
"""He who claims "to have autism" speaks of himself."""


def _subject(document: Document, scene: Scene, start: int, voices: Sequence[Hit]) -> Ref | None:
    ref = subject_before(scene, start)
    while ref is not None:
        telling = [hit for hit in voices if hit.rule.axis == "speaker" and ref.end <= hit.start < start]
        active = any(
            subject_before(scene, hit.start) == ref
            and not _INFINITIVE.match(document.segmented.folded, hit.end)
            and not PASSIVE.search(document.segmented.folded, max(scene.start, hit.start - 30), hit.start)
            for hit in telling
        )
        if not active or ref.role in {Role.CHILD, Role.VICTIM, Role.SHE, Role.HE, Role.THEY, Role.PERSON}:
            return ref
        ref = subject_before(scene, ref.start)
    return None
