"""Joins the two readers: what the lexicon found becomes features of the second, and their verdicts are weighed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from caseaudit.domain.vocabulary import ACTIONS, About, Basis, EntryKind, Speaker, Stance, Status
from caseaudit.language.blame_opinion import ATTRIBUTED, BLAMING, READER, SAID, weigh_blame
from caseaudit.language.fold import Prepared
from caseaudit.language.mention import Cue, Mention
from caseaudit.language.second_features import mention_features
from caseaudit.language.second_reader import BLAME, STATUSES, VOICE, Judged, SecondReader
from caseaudit.language.segments import Segmented
from caseaudit.language.thorough_reader import read_closely

TERM = READER
"""The term id of what only the second reader found."""
_STATUS_OF = {
    "done": Status.AFFIRMED,
    "not_done": Status.NEGATED,
    "planned": Status.PLANNED,
    "other": Status.OTHER,
}

DEFAULTS: Mapping[str, float] = {
    "blame_alone": 0.5,
    "attributed_alone": 0.5,
    "doubts_red": 0.0,
    "voice_alone": 0.35,
    "voice_veto": 0.02,
    "action_alone": 0.4,
    "action_over": 0.6,
}
"""How sure the second reader must be; the weights file carries those that were set on held-out styles."""
THOROUGH: Mapping[str, float] = {
    "blame_alone": 0.5,
    "attributed_alone": 0.5,
    "voice_alone": 0.5,
    "action_alone": 0.5,
    "doubts_red": 1.0,
}
"""What differs when the thorough reader has read too; set on `training/held-out`, from which nothing was learned."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one sentence stands in the source text, and its words that moved the second reader."""

    start: int
    end: int


Moved = Callable[[int, int], Sequence[str]]
"""(sentence, output) -> the words that spoke most for it."""


def second_reading(
    second: SecondReader,
    prepared: Prepared,
    segmented: Segmented,
    source: str,
    kind: EntryKind,
    entry: int,
    mentions: Sequence[Mention],
) -> list[Mention]:
    """Let the second reader judge every sentence of a text, and weigh both readers' findings."""
    places = [Place(*prepared.source(*segmented.span(index))) for index in range(len(segmented))]
    tokens = second.vocabulary.tokens(segmented.marked, len(segmented))
    features = list(mention_features(mentions, [place.start for place in places], kind))
    judged, sure = second.judge(tokens, features), second.network.thresholds
    if second.thorough is not None and len(segmented) <= CLOSELY:
        judged = read_closely(second.thorough, judged, segmented.sentences(), features)
        sure = {**THOROUGH, **sure}
    return weigh(mentions, judged, places, source, entry, sure, partial(second.words_that_moved, tokens))


def weigh(
    mentions: Sequence[Mention],
    judged: Judged,
    places: Sequence[Place],
    text: str,
    entry: int,
    sure: Mapping[str, float],
    moved: Moved,
) -> list[Mention]:
    """Return the mentions of one text as both readers see them: confirmed, doubted, or added by the second alone."""
    limits = _raised({**DEFAULTS, **sure}, len(places))
    starts = [place.start for place in places]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(max(0, bisect_right(starts, mention.start) - 1), []).append(mention)
    result: list[Mention] = []
    speaks, blame, voice = _speaks(judged, limits), judged.blame.tolist(), judged.voice.tolist()
    for sentence, place in enumerate(places):
        found = by_sentence.get(sentence, [])
        if not found and not speaks[sentence]:
            continue
        new = _Adder(text, entry, place, partial(moved, sentence))
        result.extend(weigh_blame(found, blame[sentence], new.make, limits))
        result.extend(_voice(found, voice[sentence], new, limits))
        result.extend(_actions(found, judged.actions[sentence].tolist(), new, limits))
        result.extend(m for m in found if m.concept.partition(".")[0] not in {"victim-blaming", "voice", "action"})
    return result


CLOSELY = 2_000
"""Sentences of a text that is read thoroughly, a minute's work; no record of one child is longer."""
SHORT = 2
"""Sentences of a text that gives no context."""
USUAL = 20
"""Sentences of an ordinary entry."""


def _raised(limits: dict[str, float], sentences: int) -> dict[str, float]:
    """Raise the bar for blame in a long text: with every sentence the chance grows that one is misread by accident."""
    share = min(1.0, USUAL / sentences) if sentences else 1.0
    limits["short"] = float(sentences <= SHORT)
    return limits | {name: 1 - (1 - limits[name]) * share for name in ("blame_alone", "attributed_alone")}


def _speaks(judged: Judged, limits: Mapping[str, float]) -> list[bool]:
    """Say of each sentence whether the second reader has something to add to it."""
    found = (
        (judged.blame[:, BLAMING] >= limits["blame_alone"])
        | (judged.blame[:, ATTRIBUTED] >= limits["attributed_alone"])
        | (judged.voice.max(axis=1) >= limits["voice_alone"])
        | (judged.actions[:, :, 1:].max(axis=(1, 2)) >= limits["action_alone"])
    )
    answers: list[bool] = found.tolist()
    return answers


@dataclass(frozen=True, slots=True)
class _Adder:
    """Makes the mentions that only the second reader found: the whole sentence, with the words that moved it."""

    text: str
    entry: int
    place: Place
    moved: Callable[[int], Sequence[str]]

    def make(self, concept: str, output: int, confidence: float, **axes: object) -> Mention:
        start, end = self.place.start, self.place.end
        raw = self.text[start:end]
        start, end = start + len(raw) - len(raw.lstrip()), end - (len(raw) - len(raw.rstrip()))
        words = ", ".join(self.moved(output))
        cue = Cue("second-reader", f"{confidence:.2f}", words or TERM, start, start, "")
        return Mention(
            concept=concept,
            term=TERM,
            entry=self.entry,
            start=start,
            end=max(start, end),
            quote=self.text[start : max(start, end)],
            basis=Basis.MODEL,
            confidence=round(confidence, 3),
            sentence=(start, max(start, end)),
            cues=(cue,),
            **axes,  # type: ignore[arg-type]
        )


def _doubted(mention: Mention, confidence: float) -> Mention:
    """The second reader is sure that the wording is not meant so here: kept, with the reason, and not counted."""
    cues = (*mention.cues, _cue(mention, "status", "other"))
    return replace(mention, status=Status.OTHER, basis=Basis.BOTH, confidence=round(confidence, 3), cues=cues)


def _cue(mention: Mention, axis: str, value: str) -> Cue:
    return Cue(axis, value, TERM, mention.start, mention.start, "")


def _voice(
    found: Sequence[Mention], chances: Sequence[float], new: _Adder, limits: Mapping[str, float]
) -> Iterator[Mention]:
    """Weigh the parts of the voice.

    Where all that the lexicon finds in the sentence is of an adult or a form of words ("was asleep"), confidence is
    halved: shown, not sure enough for an audit.
    """
    told = [one for one in found if one.concept.startswith("voice.")]
    doubtful = bool(told) and all(
        one.about in (About.ADULT, About.SUSPECT) or one.concept == "voice.boilerplate" for one in told
    )
    for number, component in enumerate(VOICE):
        concept, chance = f"voice.{component}", chances[number]
        own = [mention for mention in found if mention.concept == concept]
        sure = [m for m in own if m.status in SAID and m.about not in (About.ADULT, About.SUSPECT)]
        for mention in own:
            if mention in sure and chance < limits["voice_veto"]:
                yield _doubted(mention, 1 - chance)
            elif mention in sure and chance >= 0.5:  # noqa: PLR2004
                yield replace(mention, basis=Basis.BOTH, confidence=round(chance, 3))
            else:
                yield mention
        if not sure and chance >= limits["voice_alone"]:
            speaker = Speaker.CHILD if component == "words" else Speaker.RECORD
            yield new.make(
                concept,
                len(BLAME) + number,
                chance / 2 if doubtful else chance,
                status=Status.AFFIRMED,
                speaker=speaker,
                about=About.CHILD,
                stance=Stance.UNCHALLENGED,
            )
    yield from (m for m in found if m.concept.startswith("voice.") and m.concept[6:] not in VOICE)


def _actions(
    found: Sequence[Mention], table: Sequence[list[float]], new: _Adder, limits: Mapping[str, float]
) -> Iterator[Mention]:
    named = {mention.concept for mention in found}
    for number, name in enumerate(ACTIONS):
        concept, chances = f"action.{name}", table[number]
        if concept not in named and 1 - chances[0] < limits["action_alone"]:
            continue
        best = chances.index(max(chances[1:]), 1)
        chance, said = chances[best], _STATUS_OF[STATUSES[best]]
        own = [mention for mention in found if mention.concept == concept]
        for mention in own:
            told = 1 - chances[0]
            share = chance / told if told > 0 else 0.0
            if mention.status is not said and share >= limits["action_over"] and told >= 0.2:  # noqa: PLR2004
                cues = (*mention.cues, _cue(mention, "status", said.value))
                yield replace(mention, status=said, basis=Basis.BOTH, confidence=round(share, 3), cues=cues)
            else:
                yield mention
        if not own and chance >= limits["action_alone"]:
            output = len(BLAME) + len(VOICE) + number * len(STATUSES) + best
            yield new.make(
                concept,
                output,
                chance,
                status=said,
                speaker=Speaker.RECORD,
                about=About.UNKNOWN,
                stance=Stance.ADOPTED,
            )
    yield from (m for m in found if m.concept.startswith("action.") and m.concept[7:] not in ACTIONS)
