"""Whose words a passage is in, and whom it is about: attribution, quotation, labels and the subject of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caseaudit.domain.vocabulary import EntryKind, Speaker
from caseaudit.language.automaton import Span
from caseaudit.language.context import Document
from caseaudit.language.cues import Cues, Hit, Scene
from caseaudit.language.people import PRONOUNS, Ref, Role, speaker_of
from caseaudit.language.subjects import LABEL, PASSIVE, subject_before, topic

_BY = re.compile(r"\W{0,3}\bby\s+")
_GUIDANCE_LABEL = re.compile(
    r"\b(?:guidance|training|reminder|policy|glossary|briefing|learning|template|note to all|language guide|prompt)\b"
)
_JOINT = re.compile(r"""["']?[\s,.;]*(?:and|then|also|but)?[\s,]*["']?""")
_MAX_CHAIN = 5
"""Quotations joined to one another that are followed back to the first attribution."""
_ADVICE = re.compile(r"(?:advis|warn|remind|inform|explain|reiterat)")
"""An officer's own act when a sentence begins with it: "Advised that ..."."""
_ANSWER_LABEL = re.compile(r"(?:\A|[\s.?!\"'])(a|ans|answer|reply|response)\s?[:.-]\s*\Z")
_QUESTION_LABEL = re.compile(r"(?:\A|[\s.?!\"'])q(?:uestion)?\s?\d*\s?[:.-]")
_DEBRIEF = re.compile(r"\b(?:prevention|return|home|missing) (?:home )?interview|\bdebrief|\brhi\b|\bsafe and well")
_HEAD = 400
"""Characters at the head of a text in which it is said to be a debrief."""
_RELAYED = 60
"""Characters between the child's telling and what others are told to have said."""
_MAX_LEAD = 12
"""Words between an attribution and the quotation it introduces."""


Telling = tuple[str, str, int, int]
"""(value, cue id, start, end) of a cue that told who speaks."""


def speaker(document: Document, scene: Scene, start: int, end: int, cues: Cues) -> tuple[Speaker, list[Telling]]:
    """Return whose words `start:end` is in, and the cues that decided."""
    voices = cues.around(start, end, "speaker")
    label = labelled(document, scene, start)
    guidance = _guidance(document, scene, (start, end), voices, label)
    if guidance is not None:
        return Speaker.GUIDANCE, [guidance]
    quote = document.quote_at(start, end)
    if quote is not None:
        return _quoted(document, quote)
    told = _nearest_voice(document, scene, voices, start, end)
    if told is None and label is not None:
        return label[0], [(label[0].value, "heading", label[1], label[2])]
    return told or (Speaker.RECORD, [])


def _guidance(
    document: Document, scene: Scene, place: Span, voices: Sequence[Hit], label: tuple[Speaker, int, int] | None
) -> Telling | None:
    """Return what tells that this is guidance, feedback or training and no record of a child."""
    if document.is_guidance:
        return "guidance", "heading", scene.start, scene.start
    for hit in voices:
        if hit.rule.value == "guidance" and document.in_scope(scene, hit, *place) is not None:
            return "guidance", hit.rule.id, hit.start, hit.end
    if label is not None and label[0] is Speaker.GUIDANCE:
        return "guidance", "heading", label[1], label[2]
    return None


_LABELS = frozenset({Role.PARENT, Role.THIRD_PARTY, Role.SUSPECT, Role.ADULT})
_CHILD_LABELS = frozenset({Role.CHILD, Role.VICTIM})


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
        if ref.end <= match.end() and ref.role in (_LABELS | _CHILD_LABELS if quoted else _LABELS):
            only = folded[match.start(1) : match.end(1)].strip()
            if len(only) - (ref.end - ref.start) <= 12:  # noqa: PLR2004 - "mother's account:", not a sentence with a colon
                return speaker_of(ref.role), ref.start, ref.end
    return None


def _nearest_voice(
    document: Document, scene: Scene, voices: Sequence[Hit], start: int, end: int
) -> tuple[Speaker, list[Telling]] | None:
    best: tuple[int, Hit] | None = None
    for hit in voices:
        words = document.in_scope(scene, hit, start, end, voices)
        if words is not None and (best is None or words <= best[0]):
            best = (words, hit)
    if best is None:
        return None
    found = voice_of_hit(document, scene, best[1], end)
    if found is None:
        return None
    who, ref = found
    if who in {Speaker.THIRD_PARTY, Speaker.PARENT} and (outer := _relaying_child(document, scene, best[1], voices)):
        return Speaker.CHILD, [(Speaker.CHILD.value, outer.rule.id, outer.start, outer.end)]
    cues = [(who.value, best[1].rule.id, best[1].start, best[1].end)]
    if ref is not None:
        cues.append((who.value, "role", ref.start, ref.end))
    return who, cues


def _relaying_child(document: Document, scene: Scene, inner: Hit, voices: Sequence[Hit]) -> Hit | None:
    """Return the verb with which the child tells what others say: "Rory told me that everyone calls him a liar"."""
    for hit in voices:
        if hit.rule.value != "subject" or not 0 <= inner.start - hit.end <= _RELAYED:
            continue
        found = voice_of_hit(document, scene, hit, inner.start)
        if found is not None and found[0] is Speaker.CHILD and found[1] is not None:
            return hit
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


def _quoted(document: Document, quote: tuple[int, int]) -> tuple[Speaker, list[Telling]]:
    """Find who is quoted: an attribution before the quotation or after it; nobody named: somebody else's words."""
    mark = ("third_party", "quotation", max(0, quote[0] - 1), quote[0])
    found = quoted_speaker(document, quote)
    if found is None:
        return Speaker.THIRD_PARTY, [mark]
    who, telling = found
    return who, [telling, (who.value, *mark[1:])]


def quoted_speaker(document: Document, quote: tuple[int, int], depth: int = 0) -> tuple[Speaker, Telling] | None:
    """Return who says the quotation and what tells: a reporting verb, a label, or the quotation just before."""
    segmented = document.segmented
    opening = document.scene(segmented.sentence(max(0, quote[0] - 1)))
    applicable = document.lexicon.applicable("voice.words")
    folded = segmented.folded
    best: tuple[int, Hit, Scene, int] | None = None
    for hit in opening.cues(applicable).around(quote[0], quote[0], "speaker"):
        if hit.end <= quote[0] and hit.rule.value != "guidance":
            words = len(folded[hit.end : quote[0]].split())
            if words <= _MAX_LEAD and (best is None or words <= best[0]):
                best = (words, hit, opening, quote[0])
    if best is None:
        closing = document.scene(segmented.sentence(min(quote[1], len(folded) - 1)))
        for hit in closing.cues(applicable).forward:
            if hit.rule.axis == "speaker" and hit.start >= quote[1] and hit.rule.value != "guidance":
                words = len(folded[quote[1] : hit.start].split())
                if words <= 5 and (best is None or words < best[0]):  # noqa: PLR2004
                    best = (words, hit, closing, quote[1])
    if best is None:
        if (answer := _answered(document, quote)) is not None:
            return Speaker.CHILD, answer
        label = labelled(document, opening, quote[0], quoted=True)
        if label is not None and label[0] is not Speaker.GUIDANCE:
            return label[0], (label[0].value, "heading", label[1], label[2])
        return _earlier_quote(document, quote, depth) or _after_comma(document, opening, quote)
    found = voice_of_hit(document, best[2], best[1], best[3])
    if found is not None and found[0] is Speaker.CHILD and best[3] == quote[0]:
        outer = _outer_voice(document, opening, best[1], applicable)
        found = (outer, None) if outer else found
    return (found[0], (found[0].value, best[1].rule.id, best[1].start, best[1].end)) if found else None


def _answered(document: Document, quote: Span) -> Telling | None:
    """Read the quotation after "A:" as the child's, in a debrief written as questions and answers."""
    folded = document.segmented.folded
    match = _ANSWER_LABEL.search(folded, max(0, quote[0] - 14), quote[0] - 1)
    asked = match is not None and _QUESTION_LABEL.search(folded, 0, match.start()) is not None
    if match is None or not asked or not (document.kind is EntryKind.DEBRIEF or _DEBRIEF.search(folded[:_HEAD])):
        return None
    return "child", "answer-label", match.start(1), match.end(1)


def _after_comma(document: Document, scene: Scene, quote: Span) -> tuple[Speaker, Telling] | None:
    """Read a quotation after a comma or colon as said by the subject before it: `She shrugged, "dunno"`."""
    if not document.segmented.folded[scene.start : quote[0] - 1].rstrip().endswith((",", ":")):
        return None
    subject = subject_before(scene, quote[0])
    if subject is None:
        return None
    resolved = document.resolve(scene, subject)
    if resolved is not None and resolved.role not in _LABELS | _CHILD_LABELS:
        return None
    who = speaker_of(resolved.role) if resolved is not None else Speaker.CHILD
    return who, (who.value, "role", subject.start, subject.end)


def _outer_voice(document: Document, scene: Scene, inner: Hit, applicable: frozenset[int]) -> Speaker | None:
    """Return who relays the child's words: "He states the girl told him '...'" is the suspect's account."""
    for hit in scene.cues(applicable).around(inner.start, inner.start, "speaker"):
        if hit.end <= inner.start and hit.rule.value == "subject":
            found = voice_of_hit(document, scene, hit, inner.start)
            if found and found[0] in {Speaker.SUSPECT, Speaker.PARENT}:
                return found[0]
    return None


def _earlier_quote(document: Document, quote: tuple[int, int], depth: int) -> tuple[Speaker, Telling] | None:
    """Return the speaker of the quotation just before, when this one is joined to it by "and" or a full stop."""
    earlier = document.quote_before(quote[0] - 1)
    if earlier is None or depth >= _MAX_CHAIN or quote[0] - earlier[1] > 12:  # noqa: PLR2004 - `", and then "`
        return None
    joint = document.segmented.folded[earlier[1] : quote[0]]
    return quoted_speaker(document, earlier, depth + 1) if _JOINT.fullmatch(joint) else None
