"""Measures the language engine against a corpus that people have labelled: how often it is right, and where it is not.

Counts are of documents (blame, voice, actions) or of gold spans; every proportion comes with its Wilson interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from caseaudit.domain.vocabulary import ACTIONS
from caseaudit.engine.measures import QUESTIONS, Evaluation, GoldSpan, Labelled, Measure, Miss, Share
from caseaudit.engine.scanning import BLAME_CLASSES, Narrative, Scanned, TextReader, matters, scan
from caseaudit.language.mention import Mention
from caseaudit.language.people import Child, People
from caseaudit.language.reading import COMPONENTS, Text, voice_of

ACTION_STATUSES = ("done", "not_done", "planned", "other")
NOT_MENTIONED = "not mentioned"


def evaluate(corpus: Sequence[Labelled], reader: TextReader, setting: str) -> Evaluation:
    """Read every document and hold what comes out against its labels."""
    found = [_read(document, reader) for document in corpus]
    pairs = list(zip(corpus, found, strict=True))
    blame = [(gold.blame, got.blame or "clean") for gold, got in pairs if gold.blame is not None]
    confusion = {(gold, got): blame.count((gold, got)) for gold in BLAME_CLASSES for got in BLAME_CLASSES}
    voice = [_voice_measure(name, pairs) for name in COMPONENTS]
    concepts = counted_concepts(corpus)
    labels = [
        (_kept(gold.actions, concepts), _kept(got.actions, concepts)) for gold, got in pairs if gold.actions is not None
    ]
    actions = [_action_measure(name, labels) for name in concepts]
    misses = [miss for gold, got in pairs for miss in _misses(gold, got, concepts)]
    return Evaluation(
        setting=setting,
        documents=len(corpus),
        welsh=sum(one.welsh for one in found),
        accuracy=Share("three classes", sum(gold == got for gold, got in blame), len(blame)),
        confusion=confusion,
        blame=tuple(_class_measure(name, blame) for name in BLAME_CLASSES),
        voice=tuple(voice),
        voice_together=_together("all components", voice),
        actions=tuple(one for one in actions if one.gold or one.found),
        actions_together=_together("concept and status", actions),
        concepts_together=_concepts("concept alone", labels),
        statuses=tuple(_status_measure(name, labels) for name in ACTION_STATUSES),
        spans=tuple(_span_shares(pairs)),
        misses=tuple(sorted(misses, key=lambda miss: (_FAMILIES.index(miss.family), miss.rank))),
        answers=_answers(pairs, concepts),
    )


_FAMILIES = ("blame", "voice", "actions")
_Pairs = Sequence[tuple[Labelled, Scanned]]
_Labels = Sequence[tuple[Mapping[str, str], Mapping[str, str]]]


def _read(document: Labelled, reader: TextReader) -> Scanned:
    people = People((Child(age=document.child_age),)) if document.child_age is not None else People()
    return scan(Narrative(((document.id, Text(document.text, document.kind)),), people), reader)[0]


def counted_concepts(corpus: Iterable[Labelled]) -> tuple[str, ...]:
    """Return the guide's actions, and those that the corpus labels besides."""
    extra = {name for document in corpus for name in document.actions or ()} - set(ACTIONS)
    return (*ACTIONS, *sorted(extra))


def _kept(actions: Mapping[str, str] | None, concepts: Sequence[str]) -> Mapping[str, str]:
    return {name: value for name, value in (actions or {}).items() if name in concepts}


def _class_measure(name: str, blame: Sequence[tuple[str, str]]) -> Measure:
    right = sum(gold == got == name for gold, got in blame)
    return Measure(name, right, sum(got == name for _, got in blame), sum(gold == name for gold, _ in blame))


def _voice_measure(name: str, pairs: _Pairs) -> Measure:
    labels = [
        (gold.voice.get(name, False), (got.voice or {}).get(name, False))
        for gold, got in pairs
        if gold.voice is not None
    ]
    return Measure(
        name,
        sum(gold and got for gold, got in labels),
        sum(got for _, got in labels),
        sum(gold for gold, _ in labels),
    )


def _action_measure(name: str, labels: _Labels) -> Measure:
    right = sum(name in gold and gold.get(name) == got.get(name) for gold, got in labels)
    return Measure(name, right, sum(name in got for _, got in labels), sum(name in gold for gold, _ in labels))


def _status_measure(status: str, labels: _Labels) -> Measure:
    right = sum(value == status == got.get(name) for gold, got in labels for name, value in gold.items())
    found = sum(value == status for _, got in labels for value in got.values())
    return Measure(status, right, found, sum(value == status for gold, _ in labels for value in gold.values()))


def _concepts(name: str, labels: _Labels) -> Measure:
    right = sum(len(gold.keys() & got.keys()) for gold, got in labels)
    return Measure(name, right, sum(len(got) for _, got in labels), sum(len(gold) for gold, _ in labels))


def _together(name: str, measures: Iterable[Measure]) -> Measure:
    """Pool measures: every decision counts the same (micro average)."""
    every = list(measures)
    return Measure(name, sum(m.right for m in every), sum(m.found for m in every), sum(m.gold for m in every))


def counting(document: Labelled, got: Scanned, key: str) -> list[Mention]:
    """Return the mentions that stand behind one answer: `blame`, `voice.<component>` or `action.<concept>`."""
    if key == "blame":
        return [mention for mention in got.mentions if matters(mention)]
    same = [mention for mention in got.mentions if mention.concept == key]
    if key.startswith("action."):
        return same
    name = key.removeprefix("voice.")
    return [one for one in same if voice_of((one,), document.text, document.child_age).get(name, False)]


def _covered(span: GoldSpan, mentions: Iterable[Mention]) -> bool:
    return any(m.start < end and start < m.end for m in mentions for start, end in span.places)


def _span_shares(pairs: _Pairs) -> Iterator[Share]:
    """Yield for blame and each component how many of the words that people marked a mention overlaps."""
    for key in ("blame", *(f"voice.{name}" for name in COMPONENTS)):
        covered = [
            _covered(span, mentions)
            for document, got in pairs
            if key in document.spans
            for mentions in [counting(document, got, key)]
            for span in document.spans[key]
        ]
        yield Share(key.removeprefix("voice."), sum(covered), len(covered))


_BLAME_RANKS = {
    ("blaming", "clean"): 0,
    ("clean", "blaming"): 0,
    ("attributed", "blaming"): 1,
    ("blaming", "attributed"): 1,
    ("attributed", "clean"): 2,
    ("clean", "attributed"): 2,
}


def _misses(document: Labelled, got: Scanned, concepts: Sequence[str]) -> Iterator[Miss]:
    found = got.blame or "clean"
    if document.blame is not None and document.blame != found:
        rank = _BLAME_RANKS[document.blame, found]
        yield _miss(document, got, "blame", "blame", (document.blame, found), rank)
    for name, there in (document.voice or {}).items():
        seen = (got.voice or {}).get(name, False)
        if there != seen:
            told = {True: "recorded", False: "not recorded"}
            # What was not found leaves a child unheard in the figures; what is found too much is read by a person.
            yield _miss(document, got, f"voice.{name}", name, (told[there], told[seen]), 0 if there else 1)
    if document.actions is None:
        return
    for name in concepts:
        gold, status = document.actions.get(name, NOT_MENTIONED), got.actions.get(name, NOT_MENTIONED)
        if gold != status:
            rank = 1 if NOT_MENTIONED in (gold, status) else 0
            yield _miss(document, got, f"action.{name}", name, (gold, status), rank)


def _miss(document: Labelled, got: Scanned, key: str, name: str, labels: tuple[str, str], rank: int) -> Miss:
    mentions = counting(document, got, key)
    marked = tuple(span.words for span in document.spans.get(key, ()))
    found = tuple(dict.fromkeys(mention.quote for mention in mentions))
    family = {"blame": "blame", "voice": "voice", "action": "actions"}[key.partition(".")[0]]
    return Miss(document.id, family, name, *labels, marked, found, rank)


def _answers(pairs: _Pairs, concepts: Sequence[str]) -> dict[str, dict[int, bool]]:
    """Say of each document whether its answers were right: one answer a document and question, so that they pair."""
    answers: dict[str, dict[int, bool]] = {name: {} for name in QUESTIONS}
    for at, (gold, got) in enumerate(pairs):
        if gold.blame is not None:
            found = got.blame or "clean"
            answers["blame, three classes"][at] = gold.blame == found
            answers["blaming or not"][at] = (gold.blame == "blaming") == (found == "blaming")
        if gold.voice is not None:
            seen = got.voice or {}
            right = [bool(gold.voice.get(name)) == bool(seen.get(name)) for name in COMPONENTS]
            for name, one in zip(COMPONENTS, right, strict=True):
                answers[f"voice: {name}"][at] = one
            answers["voice, all components"][at] = all(right)
        if gold.actions is not None:
            answers["actions, all of them"][at] = _kept(gold.actions, concepts) == _kept(got.actions, concepts)
    return answers
