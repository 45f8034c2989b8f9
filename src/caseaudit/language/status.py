"""Whether a thing is so, is not, is planned or belongs elsewhere; and whether the record challenges wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from caseaudit.domain.vocabulary import EntryKind, Speaker, Stance, Status
from caseaudit.language.context import Document
from caseaudit.language.cues import Cues, Hit, Scene
from caseaudit.language.lexicon import Found

_PRIORITY = {"negated": 0, "historical": 1, "planned": 2, "hypothetical": 3, "other": 4, "affirmed": 5}
_LASTING = frozenset({"historical", "other"})
"""What still counts behind a term with its own word of completion: "PPN submitted in 2019"."""
_SLACK = 4
"""Words by which a negation may be farther than a word of completion and still win ("no referral or flag made")."""
_ANSWER = re.compile(
    r"[ \t]*(?:\(?y/n\)?[ \t]*)?(?:[?:=\x1e]|-|(?=[yn]\b))[ \t]*[\[(]?"
    r"(?:(?P<blank>blank|not stated|unanswered|not answered|left blank)"
    r"|(?P<no>no|n|nil|none|n/a|na|negative|not done|not completed|not required)"
    r"|(?P<yes>yes|y|done|completed|complete))\b(?=[ \t]*(?:[\].,;:)\n\x1e-]|\Z))"
    r"|[ \t]*\(?(?P<asked>y ?/ ?n)\b\)?(?=[ \t]*(?:[.,;\"'\n\x1e]|\Z))"
)
"""What stands behind a form's heading: "PPN submitted: No", "Strategy meeting? Y", "NRM considered Y/N: [blank]"."""
_OR = re.compile(r"\b(?:or|nor)\b")
_LIST_REST = 40
"""Characters behind a term in which an "or" shows that it is one of a list."""
_BE = re.compile(r"\b(?:is|are|was|were|been|be|being)\s+\Z")
"""A passive takes no object: in "if disclosures are made, refer" nothing is made of the referral."""

_DATED = re.compile(
    r"[\s,:-]{1,3}(?:(?:is|at|on|for|set for|@)\s+)?(?:today|tonight|tomorrow|tmrw|tom"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day|s)?|noon|midday"
    r"|(?!20[12]\d(?!\s?h))(?:[01]?\d|2[0-3])[:.]?[0-5]\d(?![\d/])(?:\s?hrs)?|\d{1,2}\s?[ap]m)\b"
)
"""A day or clock time right behind an appointment, with no verb: "Strategy meeting 0900 with health"."""
_IN_PLACE = re.compile(r"[ \t]+(?:x ?\d )?(?:now |also |both |all )?(?:on|in|through)[ \t]*(?=[.,;\n\x1e]|\Z)")
_APPOINTMENTS = ("action.strategy_meeting", "action.return_interview", "action.marac", "action.mace")

Deciding = tuple[str, str, int, int]
"""(value, cue id, start, end) of a cue that decided."""


def status(document: Document, scene: Scene, found: Found, cues: Cues) -> tuple[Status, list[Deciding]]:
    """Return what the text says of a found term, and the cues that decided."""
    entry = found.term.entry
    factual = not found.term.blame and not entry.concept.startswith("voice")
    if factual and (answer := _answer(document, found)):
        return answer
    hits = cues.around(found.start, found.end, "status")
    own = [hit for hit in hits if hit.rule.value == "affirmed" and found.start <= hit.start and hit.end <= found.end]
    reached = list(_reached(document, scene, found, hits, ends_in_verb=_ends_in_verb(found, own)))
    done = min((one for one in reached if one[1].rule.value == "affirmed"), key=_nearest, default=None)
    other = _undone(document, found, [one for one in reached if one[1].rule.value != "affirmed"])
    if other is not None and (later := _still_to_come(document, scene, found, other[1], hits)):
        other = other[0], later
    if other is not None and (done is None or other[0] <= done[0] + _slack(document, found, other[1])):
        return Status(other[1].rule.value), [_deciding(other[1])]
    if factual and _asks(document, scene):
        return Status.PLANNED, [("planned", "question", scene.end - 1, scene.end)]
    if done is not None or own:
        return Status.AFFIRMED, [_deciding(done[1] if done else own[0])]
    if entry.bare == "other" and (told := _tail(document, found)):
        return told
    return (Status.OTHER if entry.bare == "other" else Status.AFFIRMED), []


def _ends_in_verb(found: Found, own: Sequence[Hit]) -> bool:
    """Say whether the term holds its word of completion behind its noun ("PPN submitted"), or is nothing else."""
    return any(hit.start > found.start or hit.end == found.end for hit in own)


Reached = tuple[int, Hit]
"""How many words lie between a cue and the term, and the cue."""


def _nearest(one: Reached) -> tuple[int, int]:
    return one[0], _PRIORITY[one[1].rule.value]


def _reached(
    document: Document, scene: Scene, found: Found, hits: Sequence[Hit], *, ends_in_verb: bool
) -> Iterator[Reached]:
    """Yield the cues whose scope holds the term. Behind a term that ends in its own verb of completion few count."""
    tight = found.term.entry.bare == "affirmed" and not found.term.blame
    for hit in hits:
        words = _reach(document, scene, found, hit, hits)
        if words is None or (ends_in_verb and hit.start >= found.end and hit.rule.value not in _LASTING):
            continue
        if not (tight and _other_clause(document, found, hit, ends_in_verb=ends_in_verb)):
            yield words, hit


def _other_clause(document: Document, found: Found, hit: Hit, *, ends_in_verb: bool) -> bool:
    """Say whether a comma parts a cue from a term that is a statement of its own.

    "Heard at MACE, actions to be reviewed"; "recorded without her knowing, has images".
    """
    if hit.start >= found.end and hit.rule.value in {"negated", "planned"}:
        between = document.segmented.folded[found.end : hit.start]
        review = found.term.entry.concept == "action.supervisor_review" or hit.rule.value == "planned"
        return "," in between[1:] or (review and between.lstrip().startswith(":") and len(between.split()) > 1)
    whole = ends_in_verb or found.term.entry.concept.startswith("fact")
    return whole and hit.end <= found.start and hit.rule.value == "negated" and _comma(document, hit.end, found.start)


def _undone(document: Document, found: Found, reached: Sequence[Reached]) -> Reached | None:
    """Return the cue that says it was not (or not yet) so: the nearest, but a "no" before it negates a plan too."""
    best = min(reached, key=_nearest, default=None)
    if best is None or best[1].rule.value not in {"planned", "hypothetical"}:
        return best
    for words, hit in reversed(reached):
        before = hit.rule.value == "negated" and hit.end <= found.start
        if before and not _comma(document, hit.end, found.start):
            return words, hit
    return best


def _still_to_come(document: Document, scene: Scene, found: Found, undone: Hit, hits: Sequence[Hit]) -> Hit | None:
    """Return the cue that makes a plan of what was not done: "not sent - desk shut, to go on Monday"."""
    if undone.rule.value != "negated":
        return None
    for hit in hits:
        later = hit.rule.value == "planned" and not hit.rule.stop_at_clause and hit.start >= max(undone.end, found.end)
        parted = document.segmented.folded[found.end : hit.start].rstrip().endswith((",", "-", ";"))
        if later and parted and document.in_scope(scene, hit, found.start, found.end) is not None:
            return hit
    return None


def _slack(document: Document, found: Found, hit: Hit) -> int:
    """Return how much farther than a word of completion this cue may stand and still win."""
    if hit.rule.value in _LASTING:
        return 60
    if hit.end <= found.start and _OR.search(document.segmented.folded, hit.end, found.start):
        return 20
    comma = hit.end <= found.start and _comma(document, hit.end, found.start)
    return _SLACK if hit.rule.value == "negated" and not comma else 0


def _comma(document: Document, start: int, end: int) -> bool:
    """Say whether a comma that joins no list ("no flag, PPN or referral") stands between."""
    folded = document.segmented.folded
    return "," in folded[start:end] and _OR.search(folded, start, end + _LIST_REST) is None


def _deciding(hit: Hit) -> Deciding:
    return hit.rule.value, hit.rule.id, hit.start, hit.end


def _reach(document: Document, scene: Scene, found: Found, hit: Hit, others: Sequence[Hit]) -> int | None:
    """Return the distance of a cue in words; a cue inside the term counts when it stands in one of its gaps."""
    if hit.end <= found.start or hit.start >= found.end:
        passive = hit.rule.value == "affirmed" and hit.end <= found.start
        if passive and _BE.search(document.segmented.folded, max(0, hit.start - 8), hit.start):
            return None
        return document.in_scope(scene, hit, found.start, found.end, others)
    if hit.rule.value == "affirmed":
        return None
    if found.term.entry.bare == "other":
        return 0
    if hit.start < found.start:
        return 0 if hit.rule.value == "historical" or _stands_alone(document, hit, found.start) else None
    return 0 if hit.end <= found.end and _in_gap(document, found, hit) else None


def _stands_alone(document: Document, hit: Hit, end: int) -> bool:
    """Say whether the cue's words before the term are a cue by themselves: "to be" of "to be |seized|"."""
    words = document.segmented.marked[hit.start : end].rstrip()
    return (0, len(words)) in document.lexicon.cue_book.pattern(hit.index).spans(words)


def _in_gap(document: Document, found: Found, hit: Hit) -> bool:
    """Say whether the term still matches with the cue's words replaced: then they are not part of the term itself."""
    marked = document.segmented.marked
    filler = re.sub(rb"\w", b"q", marked[hit.start : hit.end])
    changed = marked[found.start : hit.start] + filler + marked[hit.end : found.end]
    return (0, len(changed)) in document.lexicon.pattern_of(found.term).spans(changed)


def _tail(document: Document, found: Found) -> tuple[Status, list[Deciding]] | None:
    """Read what ends the clause without a verb: "PPN on." is done, a meeting with a day or clock time planned."""
    if not found.term.entry.concept.startswith("action"):
        return None
    match = _IN_PLACE.match(document.segmented.folded, found.end, found.end + 20)
    if match:
        return Status.AFFIRMED, [("affirmed", "in-place", match.start(), match.end())]
    if found.term.entry.concept not in _APPOINTMENTS or document.kind is EntryKind.STRATEGY_MINUTES:
        return None
    match = _DATED.match(document.segmented.folded, found.end, found.end + 40)
    return (Status.PLANNED, [("planned", "dated", match.start(), match.end())]) if match else None


def _asks(document: Document, scene: Scene) -> bool:
    return document.segmented.raw[scene.end - 1 : scene.end] == "?"


def _answer(document: Document, found: Found) -> tuple[Status, list[Deciding]] | None:
    """Read forms filled in as `PPN submitted: No` or `Strategy meeting? Y`."""
    match = _ANSWER.match(document.segmented.folded, found.end, found.end + 40)
    if match is None:
        return None
    group = match.lastgroup or "blank"
    value = {"no": Status.NEGATED, "yes": Status.AFFIRMED}.get(group, Status.OTHER)
    return value, [(value.value, "answer", match.start(group), match.end(group))]


def stance(document: Document, scene: Scene, found: Found, cues: Cues, who: Speaker) -> tuple[Stance, list[Deciding]]:
    """Return what the record does with the wording: adopts it, lets somebody else's words stand, or challenges it."""
    start, end, concept = found.start, found.end, found.term.entry.concept
    candidates = [(scene, hit) for hit in cues.around(start, end, "stance")]
    applicable = document.lexicon.applicable(concept)
    for index in (scene.index + 1, scene.index + 2, scene.index - 1):
        if 0 <= index < len(document.segmented) and document.segmented.bounds[index] - end < 400:  # noqa: PLR2004
            beside = document.neighbour_cues(index, applicable)
            candidates.extend((document.scene(index), hit) for hit in beside if hit.rule.axis == "stance")
    decided: dict[str, Hit] = {}
    for other, hit in candidates:
        if (start <= hit.start and hit.end <= end) or (hit.rule.reported_only and who is Speaker.RECORD):
            continue
        around = hit.start < end and start < hit.end  # "the phrase 'x' was removed", the cue's gap holding the wording
        near = around or other is not scene or document.in_scope(scene, hit, start, end) is not None
        if near:
            decided.setdefault(hit.rule.value, hit)
    if "challenged" in decided:
        return Stance.CHALLENGED, [_deciding(decided["challenged"])]
    if who is Speaker.RECORD:
        return Stance.ADOPTED, []
    if "adopted" in decided:
        return Stance.ADOPTED, [_deciding(decided["adopted"])]
    return Stance.UNCHALLENGED, []
