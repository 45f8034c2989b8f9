"""Joins the two readers: what the lexicon found becomes features of the second, and their verdicts are weighed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate

from caseaudit.domain.vocabulary import ACTIONS, About, Basis, EntryKind, Speaker, Stance, Status
from caseaudit.language.automaton import Span
from caseaudit.language.blame_opinion import ATTRIBUTED, BLAMING, READER, SAID, Make, weigh_blame
from caseaudit.language.fold import Prepared
from caseaudit.language.mention import MAX_PER_TERM, Cue, Mention
from caseaudit.language.second_features import mention_features
from caseaudit.language.second_reader import BLAME, STATUSES, VOICE, Judged, SecondReader, Tokens
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
class FirstReading:
    """One text and what the lexicon found in it."""

    entry: int
    source: str
    kind: EntryKind
    prepared: Prepared
    segmented: Segmented
    mentions: Sequence[Mention]

    def starts(self) -> list[int]:
        """Return where each sentence begins in the source text."""
        starts, moved = self.segmented.starts(), self.prepared.starts
        return starts if moved is None else [moved[start] for start in starts]

    def place(self, sentence: int) -> Span:
        """Return where a sentence stands in the source text."""
        return self.prepared.source(*self.segmented.span(sentence))


Moved = Callable[[int, int], Sequence[str]]
"""(sentence, output) -> the words that spoke most for it."""


@dataclass(frozen=True, slots=True)
class Least:
    """How sure the second reader must be of what it alone finds, for it to be given back at all."""

    blame: float = 0.0
    other: float = 0.0


def second_reading(
    second: SecondReader, texts: Sequence[FirstReading], counts: Counter[tuple[int, str]], least: Least
) -> list[list[Mention]]:
    """Let the second reader judge every sentence of some texts, all at once, and weigh both readers' findings.

    What it alone finds is counted in `counts` by (entry, TERM); of one concept MAX_PER_TERM are given back a text.
    """
    tokens = second.vocabulary.tokens_of_all((one.segmented.marked, len(one.segmented)) for one in texts)
    starts = [one.starts() for one in texts]
    features = [mention_features(one.mentions, begun, one.kind) for one, begun in zip(texts, starts, strict=True)]
    firsts = list(accumulate((len(begun) + 1 for begun in starts[:-1]), initial=0))
    shifted = [(first + at, name) for first, found in zip(firsts, features, strict=True) for at, name in found]
    judged = second.judge(tokens, shifted)
    result: list[list[Mention]] = []
    for one, begun, first, found in zip(texts, starts, firsts, features, strict=True):
        own, sure = judged.part(first, first + len(begun)), second.network.thresholds
        if second.thorough is not None and len(begun) <= CLOSELY:
            own = read_closely(second.thorough, own, one.segmented.sentences(), found)
            sure = {**THOROUGH, **sure}
        new = Adder(one, partial(_words_that_moved, second, tokens, first), least)
        result.append(weigh(one.mentions, own, begun, sure, new))
        if new.found:
            counts[one.entry, TERM] += new.found.total()
    return result


def _words_that_moved(second: SecondReader, tokens: Tokens, first: int, sentence: int, output: int) -> Sequence[str]:
    return second.words_that_moved(tokens, first + sentence, output)


def weigh(
    mentions: Sequence[Mention], judged: Judged, starts: Sequence[int], sure: Mapping[str, float], new: Adder
) -> list[Mention]:
    """Return the mentions of one text as both readers see them: confirmed, doubted, or added by the second alone.

    `starts` are where its sentences begin in the source text.
    """
    limits = _raised({**DEFAULTS, **sure}, len(starts))
    by_sentence: dict[int, list[Mention]] = {number: [] for number in _speaking(judged, limits)}
    for mention in mentions:
        by_sentence.setdefault(max(0, bisect_right(starts, mention.start) - 1), []).append(mention)
    result: list[Mention] = []
    for sentence, found in sorted(by_sentence.items()):
        families: dict[str, list[Mention]] = {}
        for mention in found:
            families.setdefault(mention.concept.partition(".")[0], []).append(mention)
        make = partial(new.make, sentence)
        result.extend(weigh_blame(families.pop("victim-blaming", ()), judged.blame[sentence].tolist(), make, limits))
        result.extend(_voice(families.pop("voice", ()), judged.voice[sentence].tolist(), make, limits))
        result.extend(_actions(families.pop("action", ()), judged.actions[sentence].tolist(), make, limits))
        for others in families.values():
            result.extend(others)
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


def _speaking(judged: Judged, limits: Mapping[str, float]) -> list[int]:
    """Return the sentences to which the second reader has something to add."""
    found = (
        (judged.blame[:, BLAMING] >= limits["blame_alone"])
        | (judged.blame[:, ATTRIBUTED] >= limits["attributed_alone"])
        | (judged.voice.max(axis=1) >= limits["voice_alone"])
        | (judged.actions[:, :, 1:].max(axis=(1, 2)) >= limits["action_alone"])
    )
    numbers: list[int] = found.nonzero()[0].tolist()
    return numbers


@dataclass(frozen=True, slots=True)
class Adder:
    """Makes the mentions that only the second reader found: the whole sentence, with the words that moved it."""

    text: FirstReading
    moved: Moved
    least: Least = Least()
    found: Counter[str] = field(default_factory=Counter)
    """What was found so far, by concept: beyond MAX_PER_TERM it is counted only."""

    def make(self, sentence: int, concept: str, output: int, confidence: float, **axes: object) -> Iterator[Mention]:
        """Yield the mention, unless there are enough of its concept or it is less sure than it must be."""
        self.found[concept] += 1
        least = self.least.blame if concept.startswith("victim-blaming") else self.least.other
        rounded = round(confidence, 3)
        if rounded < least or self.found[concept] > MAX_PER_TERM:
            return
        start, end = self.text.place(sentence)
        raw = self.text.source[start:end]
        start, end = start + len(raw) - len(raw.lstrip()), end - (len(raw) - len(raw.rstrip()))
        end = max(start, end)
        words = ", ".join(self.moved(sentence, output))
        yield Mention(
            concept=concept,
            term=TERM,
            entry=self.text.entry,
            start=start,
            end=end,
            quote=self.text.source[start:end],
            basis=Basis.MODEL,
            confidence=rounded,
            sentence=(start, end),
            cues=(Cue("second-reader", f"{confidence:.2f}", words or TERM, start, start, ""),),
            **axes,  # type: ignore[arg-type]
        )


def _doubted(mention: Mention, confidence: float) -> Mention:
    """The second reader is sure that the wording is not meant so here: kept, with the reason, and not counted."""
    cues = (*mention.cues, _cue(mention, "status", "other"))
    return replace(mention, status=Status.OTHER, basis=Basis.BOTH, confidence=round(confidence, 3), cues=cues)


def _cue(mention: Mention, axis: str, value: str) -> Cue:
    return Cue(axis, value, TERM, mention.start, mention.start, "")


_VOICE = tuple((number, f"voice.{component}") for number, component in enumerate(VOICE))
_VOICE_CONCEPTS = frozenset(concept for _, concept in _VOICE)
_ACTIONS = tuple((number, f"action.{name}") for number, name in enumerate(ACTIONS))
_ACTION_CONCEPTS = frozenset(concept for _, concept in _ACTIONS)


def _voice(
    found: Sequence[Mention], chances: Sequence[float], make: Make, limits: Mapping[str, float]
) -> Iterator[Mention]:
    """Weigh the parts of the voice; `found` is what the lexicon finds of it.

    Where all of that is of an adult or a form of words ("was asleep"), confidence is halved: shown, not sure enough
    for an audit.
    """
    doubtful = bool(found) and all(
        one.about in (About.ADULT, About.SUSPECT) or one.concept == "voice.boilerplate" for one in found
    )
    for number, concept in _VOICE:
        chance = chances[number]
        own = [mention for mention in found if mention.concept == concept]
        sure = False
        for mention in own:
            if mention.status not in SAID or mention.about in (About.ADULT, About.SUSPECT):
                yield mention
                continue
            sure = True
            if chance < limits["voice_veto"]:
                yield _doubted(mention, 1 - chance)
            elif chance >= 0.5:  # noqa: PLR2004
                yield replace(mention, basis=Basis.BOTH, confidence=round(chance, 3))
            else:
                yield mention
        if not sure and chance >= limits["voice_alone"]:
            speaker = Speaker.CHILD if concept == "voice.words" else Speaker.RECORD
            yield from make(
                concept,
                len(BLAME) + number,
                chance / 2 if doubtful else chance,
                status=Status.AFFIRMED,
                speaker=speaker,
                about=About.CHILD,
                stance=Stance.UNCHALLENGED,
            )
    yield from (one for one in found if one.concept not in _VOICE_CONCEPTS)


def _actions(
    found: Sequence[Mention], table: Sequence[list[float]], make: Make, limits: Mapping[str, float]
) -> Iterator[Mention]:
    """Weigh the actions; `found` is what the lexicon finds of them."""
    named = {mention.concept for mention in found}
    alone = limits["action_alone"]
    for number, concept in _ACTIONS:
        chances = table[number]
        told = 1 - chances[0]
        if told < alone and concept not in named:
            continue
        best = chances.index(max(chances[1:]), 1)
        chance, said = chances[best], _STATUS_OF[STATUSES[best]]
        for mention in (one for one in found if one.concept == concept):
            share = chance / told if told > 0 else 0.0
            if mention.status is not said and share >= limits["action_over"] and told >= 0.2:  # noqa: PLR2004
                cues = (*mention.cues, _cue(mention, "status", said.value))
                yield replace(mention, status=said, basis=Basis.BOTH, confidence=round(share, 3), cues=cues)
            else:
                yield mention
        if concept not in named and chance >= alone:
            yield from make(
                concept,
                len(BLAME) + len(VOICE) + number * len(STATUSES) + best,
                chance,
                status=said,
                speaker=Speaker.RECORD,
                about=About.UNKNOWN,
                stance=Stance.ADOPTED,
            )
    yield from (one for one in found if one.concept not in _ACTION_CONCEPTS)
