"""Whose words a passage is in, and whom it is about: attribution, quotation, labels and the subject of the clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from caseaudit.domain.vocabulary import EntryKind, Speaker
from caseaudit.language.automaton import Span
from caseaudit.language.context import Document
from caseaudit.language.cues import Cues, Hit, Scene
from caseaudit.language.people import speaker_of
from caseaudit.language.subjects import subject_before
from caseaudit.language.voices import CHILD_LABELS, LABELS, labelled, voice_of_hit

_JOINT = re.compile(r"""["']?[\s,.;]*(?:and|then|also|but)?[\s,]*["']?""")
_MAX_CHAIN = 5
"""Quotations joined to one another that are followed back to the first attribution."""
_ANSWER_LABEL = re.compile(r"(?:\A|[\s.?!\"'])(a|ans|answer|reply|response)\s?[:.-]\s*\Z")
_QUESTION_LABEL = re.compile(r"(?:\A|[\s.?!\"'])q(?:uestion)?\s?\d*\s?[:.-]")
_DEBRIEF = re.compile(r"\b(?:prevention|return|home|missing) (?:home )?interview|\bdebrief|\brhi\b|\bsafe and well")
_HEAD = 400
"""Characters at the head of a text in which it is said to be a debrief."""
_RELAYED = 60
"""Characters between the child's telling and what others are told to have said."""
_MAX_LEAD = 12
"""Words between an attribution and the quotation it introduces."""
_MAX_TAIL = 5
"""Words between a quotation and the attribution behind it."""


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


def _quoted(document: Document, quote: tuple[int, int]) -> tuple[Speaker, list[Telling]]:
    """Find who is quoted: an attribution before the quotation or after it; nobody named: somebody else's words."""
    mark = ("third_party", "quotation", max(0, quote[0] - 1), quote[0])
    found = quoted_speaker(document, quote)
    if found is None:
        return Speaker.THIRD_PARTY, [mark]
    who, telling = found
    return who, [telling, (who.value, *mark[1:])]


def quoted_speaker(document: Document, quote: Span, depth: int = 0) -> tuple[Speaker, Telling] | None:
    """Return who says the quotation and what tells: a reporting verb, a label, or the quotation just before."""
    applicable = document.lexicon.applicable("voice.words")
    opening = document.scene(document.segmented.sentence(max(0, quote[0] - 1)))
    hit = _leading_verb(document, opening.cues(applicable), quote)
    if hit is not None:
        found = voice_of_hit(document, opening, hit, quote[0])
        if found is not None and found[0] is Speaker.CHILD:
            outer = _outer_voice(document, opening, hit, applicable)
            found = (outer, None) if outer else found
    else:
        closing = document.scene(document.segmented.sentence(min(quote[1], len(document.segmented.folded) - 1)))
        hit = _trailing_verb(document, closing.cues(applicable), quote)
        if hit is None:
            return _unintroduced(document, opening, quote, depth)
        found = voice_of_hit(document, closing, hit, quote[1])
    return (found[0], (found[0].value, hit.rule.id, hit.start, hit.end)) if found else None


def _leading_verb(document: Document, cues: Cues, quote: Span) -> Hit | None:
    """Return the nearest cue of speaking before the quotation, the last of several at one distance."""
    best: tuple[int, Hit] | None = None
    for hit in cues.around(quote[0], quote[0], "speaker"):
        if hit.end <= quote[0] and hit.rule.value != "guidance":
            words = len(document.segmented.folded[hit.end : quote[0]].split())
            if words <= _MAX_LEAD and (best is None or words <= best[0]):
                best = (words, hit)
    return best[1] if best else None


def _trailing_verb(document: Document, cues: Cues, quote: Span) -> Hit | None:
    """Return the nearest cue of speaking behind the quotation: `"...", she told us`."""
    best: tuple[int, Hit] | None = None
    for hit in cues.forward:
        if hit.rule.axis == "speaker" and hit.start >= quote[1] and hit.rule.value != "guidance":
            words = len(document.segmented.folded[quote[1] : hit.start].split())
            if words <= _MAX_TAIL and (best is None or words < best[0]):
                best = (words, hit)
    return best[1] if best else None


def _unintroduced(document: Document, scene: Scene, quote: Span, depth: int) -> tuple[Speaker, Telling] | None:
    """Find who is quoted without a verb: an answer, a label, the quotation before, the subject before a comma."""
    if (answer := _answered(document, quote)) is not None:
        return Speaker.CHILD, answer
    label = labelled(document, scene, quote[0], quoted=True)
    if label is not None and label[0] is not Speaker.GUIDANCE:
        return label[0], (label[0].value, "heading", label[1], label[2])
    return _earlier_quote(document, quote, depth) or _after_comma(document, scene, quote)


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
    if resolved is not None and resolved.role not in LABELS | CHILD_LABELS:
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
