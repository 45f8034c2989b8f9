"""Reads a labelled corpus: whole documents with their labels, or documents labelled sentence by sentence.

Every problem of every line is told at once; a corpus with a problem is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from caseaudit.engine.evaluation import ACTION_STATUSES
from caseaudit.engine.measures import GoldSpan, Labelled
from caseaudit.engine.scanning import BLAME_CLASSES
from caseaudit.errors import InputError, Place, Problem
from caseaudit.language.reading import COMPONENTS
from caseaudit.reading.byte_sources import Opened, find_sources
from caseaudit.reading.documents import age_in, kind_in
from caseaudit.reading.json_decoding import RecordError, decode_record
from caseaudit.reading.json_pieces import Piece, pieces

MAX_PROBLEMS = 20
CHALLENGED = "challenged"
"""A label of sentences only: the wording is named to correct it, which makes no document a faulty one."""

_GUIDE = "Each line is one document as the labelling guide describes"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus as it was read."""

    name: str
    sha256: tuple[str, ...]
    """Of each file, in order of name."""
    documents: tuple[Labelled, ...]


def read_corpus(argument: str) -> Corpus:
    """Read a file (JSON Lines, plain or gzipped), a folder of them, or `-`.

    Raises UsageError when there is no such file, InputError when it holds no document, or with the line of each
    document that is wrong.
    """
    sources, _ = find_sources([argument])
    documents: list[Labelled] = []
    problems: list[Problem] = []
    digests: list[str] = []
    for source in sources:
        opened = Opened(source)
        for piece in pieces(opened):
            place = Place(source.name, line=piece.line or None)
            try:
                documents.append(_document(piece))
            except RecordError as error:
                where = f"{error.path}: " if error.path else ""
                problems.append(Problem(place, f"{where}{error.reason}".rstrip("."), error.value or _GUIDE))
        digests.append(opened.sha256)
    if problems:
        raise _unusable(argument, problems)
    if not documents:
        raise InputError(f"{argument} holds no document", remedy=f"{_GUIDE}.")
    return Corpus(argument.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1], tuple(digests), tuple(documents))


def _unusable(argument: str, problems: Sequence[Problem]) -> InputError:
    count = "1 document" if len(problems) == 1 else f"{len(problems):,} documents"
    lines = [f"{count} of {argument} cannot be used:", *(f"  {problem}" for problem in problems[:MAX_PROBLEMS])]
    if len(problems) > MAX_PROBLEMS:
        lines.append(f"  and {len(problems) - MAX_PROBLEMS:,} more, the last at {problems[-1].where}")
    return InputError("\n".join(lines), remedy="Mend each line named above and run it again.")


def _document(piece: Piece) -> Labelled:
    if piece.problem is not None:
        raise RecordError(piece.problem)
    data, _ = decode_record(piece.text)
    if not isinstance(data, dict):
        raise RecordError("This is not a JSON object in braces")
    name = data.get("id")
    name = f"line {piece.line}" if name is None or name == "" else str(name)
    if "sentences" in data:
        return _of_sentences(name, data)
    text = _text(data, "text")
    if not {"blame", "voice", "actions"} & data.keys():
        raise RecordError("The document has no label: neither blame, voice nor actions")
    blame = None if data.get("blame") is None else _label(data["blame"], BLAME_CLASSES, "blame")
    spans = dict(_spans(data, text))
    return Labelled(name, text, kind_in(data), age_in(data), blame, _voice(data), _actions(data), spans)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str):
        raise RecordError("There is no text" if value is None else "The text is not text in quotation marks", key)
    return value


def _label(value: Any, allowed: Sequence[str], path: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise RecordError(f"{str(value)[:40]!r} is no label", path, f"Labels: {', '.join(allowed)}")
    return value


def _object(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise RecordError("This is not an object in braces", path)
    return value


def _voice(data: Mapping[str, Any]) -> dict[str, bool] | None:
    if data.get("voice") is None:
        return None
    given = _object(data["voice"], "voice")
    for name, there in given.items():
        _label(name, COMPONENTS, "voice")
        if not isinstance(there, bool):
            raise RecordError(f"{str(there)[:40]!r} is neither true nor false", f"voice.{name}")
    return {name: bool(given.get(name, False)) for name in COMPONENTS}


def _actions(data: Mapping[str, Any]) -> dict[str, str] | None:
    if data.get("actions") is None:
        return None
    given = _object(data["actions"], "actions")
    return {name: _label(value, ACTION_STATUSES, f"actions.{name}") for name, value in given.items()}


def _spans(data: Mapping[str, Any], text: str) -> Iterator[tuple[str, tuple[GoldSpan, ...]]]:
    """Yield the marked words of each label with their places in the text."""
    given = [("blame", "blame_spans", data.get("blame_spans"))]
    voice = _object(data.get("voice_spans") or {}, "voice_spans")
    given += [
        (f"voice.{_label(name, COMPONENTS, 'voice_spans')}", f"voice_spans.{name}", voice[name]) for name in voice
    ]
    for key, path, marked in given:
        if not marked:
            continue
        if not isinstance(marked, list) or not all(isinstance(words, str) and words for words in marked):
            raise RecordError("This is not a list of words from the text", path)
        yield key, tuple(GoldSpan(words, _places(words, text, path)) for words in marked)


def _places(words: str, text: str, path: str) -> tuple[tuple[int, int], ...]:
    places = []
    at = text.find(words)
    while at >= 0:
        places.append((at, at + len(words)))
        at = text.find(words, at + 1)
    if not places:
        raise RecordError("These words do not stand in the text", path, f"Not found: {words[:80]!r}")
    return tuple(places)


def _of_sentences(name: str, data: Mapping[str, Any]) -> Labelled:
    """Put a document together from its sentences, and its labels from theirs."""
    if not isinstance(data["sentences"], list) or not data["sentences"]:
        raise RecordError("This is not a list of sentences", "sentences")
    text = ""
    blame: set[str] = set()
    actions: dict[str, str] = {}
    marked: dict[str, list[GoldSpan]] = {}
    for at, one in enumerate(data["sentences"]):
        path = f"sentences[{at}]"
        sentence = _object(one, path)
        words, start = _text(sentence, "t"), len(text)
        span = GoldSpan(words, ((start, start + len(words)),))
        said = _label(sentence.get("blame", "clean"), (*BLAME_CLASSES, CHALLENGED), f"{path}.blame")
        blame.add(said)
        keys = ["blame"] if said in BLAME_CLASSES[:2] else []
        keys += [f"voice.{_label(part, COMPONENTS, f'{path}.voice')}" for part in sentence.get("voice") or ()]
        for concept, status in (_actions(sentence) or {}).items():
            keys.append(f"action.{concept}")
            actions[concept] = min(status, actions.get(concept, status), key=ACTION_STATUSES.index)
        for key in keys:
            marked.setdefault(key, []).append(span)
        text += words + (_text(sentence, "sep") if "sep" in sentence else " ")
    return Labelled(
        id=name,
        text=text,
        kind=kind_in(data),
        child_age=age_in(data),
        blame=next((label for label in BLAME_CLASSES if label in blame), BLAME_CLASSES[-1]),
        voice={part: f"voice.{part}" in marked for part in COMPONENTS},
        actions=actions,
        spans={key: tuple(spans) for key, spans in marked.items()},
    )
