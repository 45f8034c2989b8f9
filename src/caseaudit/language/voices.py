"""Who speaks at one cue: the subject of a reporting verb, the person after "according to", or the label of a line."""

from __future__ import annotations

import re

from caseaudit.domain.vocabulary import Speaker
from caseaudit.language.context import Document
from caseaudit.language.cues import Hit, Scene
from caseaudit.language.people import PRONOUNS, Ref, Role, speaker_of
from caseaudit.language.subjects import LABEL, PASSIVE, subject_before, topic

_BY = re.compile(r"\W{0,3}\bby\s+")
_GUIDANCE_LABEL = re.compile(
    r"\b(?:guidance|training|reminder|policy|glossary|briefing|learning|template|note to all|language guide|prompt)\b"
)
_ADVICE = re.compile(r"(?:advis|warn|remind|inform|explain|reiterat)")
"""An officer's own act when a sentence begins with it: "Advised that ..."."""
LABELS = frozenset({Role.PARENT, Role.THIRD_PARTY, Role.SUSPECT, Role.ADULT})
CHILD_LABELS = frozenset({Role.CHILD, Role.VICTIM})


def labelled(document: Document, scene: Scene, start: int, *, quoted: bool = False) -> tuple[Speaker, int, int] | None:
    """Return who speaks after a label at the head of the sentence, as in `Mother: ...` or `Guidance: ...`.

    A child's name before a colon is a heading, unless a quotation follows: `Tilly: "..."`.
    """
    folded = document.segmented.folded
    match = LABEL.match(folded, scene.start, min(scene.end, scene.start + 60))
    if match is None or match.end() > start:
        return None
    if _GUIDANCE_LABEL.search(match[1]):
        return Speaker.GUIDANCE, match.start(1), match.end(1)
    for ref in scene.refs:
        if ref.end <= match.end() and ref.role in (LABELS | CHILD_LABELS if quoted else LABELS):
            only = folded[match.start(1) : match.end(1)].strip()
            if len(only) - (ref.end - ref.start) <= 12:  # noqa: PLR2004 - "mother's account:", not a sentence with a colon
                return speaker_of(ref.role), ref.start, ref.end
    return None


def voice_of_hit(document: Document, scene: Scene, hit: Hit, end: int) -> tuple[Speaker, Ref | None] | None:
    """Return who speaks at a speaker cue: a fixed value, the person after it, or the subject before it."""
    value = hit.rule.value
    if value == "possessor":
        return _possessor_voice(document, scene, hit)
    if value == "object":
        return _object_voice(document, scene, hit)
    if value == "subject":
        return _subject_voice(document, scene, hit, end)
    return Speaker(value), None


def _subject_voice(document: Document, scene: Scene, hit: Hit, end: int) -> tuple[Speaker, Ref | None]:
    folded = document.segmented.folded
    if PASSIVE.search(folded, max(scene.start, hit.start - 30), hit.start):
        by = _BY.match(folded, end, min(scene.end, end + 30)) or _BY.match(
            folded, hit.end, min(scene.end, hit.end + 12)
        )
        ref = next((ref for ref in scene.refs if by and by.end() - 1 <= ref.start <= by.end() + 16), None)
        return (speaker_of(ref.role), ref) if ref else (Speaker.THIRD_PARTY, None)
    subject = subject_before(scene, hit.start)
    if subject is None and _ADVICE.match(folded, hit.start) and not folded[scene.start : hit.start].strip():
        return Speaker.RECORD, None
    if subject is None:
        earlier = topic(document, scene)
        return (speaker_of(earlier.role) if earlier else Speaker.THIRD_PARTY), None
    other = _told_by_other(document, scene, subject, hit) if subject.role in PRONOUNS else None
    resolved = document.resolve(scene, subject)
    if other is None and (resolved is None or resolved.role in PRONOUNS):
        return Speaker.CHILD, subject
    return other or speaker_of(resolved.role if resolved else subject.role), subject


def _told_by_other(document: Document, scene: Scene, subject: Ref, hit: Hit) -> Speaker | None:
    """Return who "he" is who says it, when he cannot be the child: the child is the object, or he was just asked.

    "I asked the key worker. He described Tyler as streetwise."
    """
    objects = any(ref.role is Role.CHILD and 0 <= ref.start - hit.end <= 2 for ref in scene.refs)  # noqa: PLR2004
    if scene.index == 0:
        return Speaker.THIRD_PARTY if objects else None
    wanted = {Role.SHE: "F", Role.HE: "M"}.get(subject.role)
    earlier = [ref for ref in document.scene(scene.index - 1).refs if ref.role not in {Role.RECORDER, Role.OFFICER}]
    fitting = [ref for ref in earlier if wanted is None or ref.sex in {None, wanted}]
    if not objects and any(ref.role in {Role.CHILD, Role.VICTIM} or ref.role in PRONOUNS for ref in earlier):
        return None
    last = next((ref for ref in reversed(fitting) if ref.role not in {Role.CHILD, Role.VICTIM, *PRONOUNS}), None)
    if last is None:
        return Speaker.THIRD_PARTY if objects else None
    return speaker_of(last.role)


def _object_voice(document: Document, scene: Scene, hit: Hit) -> tuple[Speaker, Ref | None] | None:
    for ref in scene.refs:
        between = document.segmented.folded[hit.end : ref.start]
        if ref.end > hit.end and len(between.split()) <= 3 and ":" not in between:  # noqa: PLR2004
            resolved = document.resolve(scene, ref)
            return speaker_of(resolved.role if resolved else ref.role), ref
    return None


def _possessor_voice(document: Document, scene: Scene, hit: Hit) -> tuple[Speaker, Ref | None]:
    """Return whose view or report it is: "mother's view", "email from school"; nobody named: somebody else's."""
    folded = document.segmented.folded
    for ref in reversed(scene.refs):
        between = folded[ref.end : hit.start]
        near = not between.strip() or (between.startswith("'") and len(between.split()) <= 3)  # noqa: PLR2004 - "officers view is"
        if ref.end <= hit.start and near:
            resolved = document.resolve(scene, ref)
            return speaker_of(resolved.role if resolved else Role.CHILD), ref
    if re.search(r"\b(?:my|our)\s+\Z", folded[max(0, hit.start - 8) : hit.start]):
        return Speaker.RECORD, None
    return Speaker.THIRD_PARTY, None
