"""Reads the labelled documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from caseaudit.domain.vocabulary import EntryKind
from caseaudit.language.second_reader import VOICE

BLAME_ORDER = ("blaming", "attributed")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence."""

    text: str
    start: int
    end: int
    blame: str = "clean"
    voice: tuple[str, ...] = ()
    actions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled document."""

    id: str
    style: str
    kind: EntryKind
    child_age: int | None
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def blame(self) -> str:
        """What the document comes to: blaming before attributed before clean."""
        said = {sentence.blame for sentence in self.sentences}
        return next((label for label in BLAME_ORDER if label in said), "clean")

    @property
    def voice(self) -> dict[str, bool]:
        """Which components the document holds."""
        return {name: any(name in sentence.voice for sentence in self.sentences) for name in VOICE}

    @property
    def actions(self) -> dict[str, str]:
        """Each action of the document: done before not done before planned before other."""
        order = ("done", "not_done", "planned", "other")
        found: dict[str, str] = {}
        for sentence in self.sentences:
            for concept, status in sentence.actions.items():
                if concept not in found or order.index(status) < order.index(found[concept]):
                    found[concept] = status
        return found


def documents(folder: Path) -> Iterator[Document]:
    """Read every .jsonl file of a folder, in order of name."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield _document(json.loads(line))


def _document(record: dict[str, object]) -> Document:
    text, sentences = "", []
    for one in record["sentences"]:  # type: ignore[attr-defined]
        start = len(text)
        text += one["t"]
        voice = tuple(name for name in VOICE if name in one.get("voice", ()))
        sentences.append(
            Sentence(one["t"], start, len(text), one.get("blame", "clean"), voice, dict(one.get("actions", {})))
        )
        text += one.get("sep", " ")
    age = record.get("child_age")
    return Document(
        id=str(record["id"]),
        style=str(record["style"]),
        kind=EntryKind(str(record["kind"])),
        child_age=age if isinstance(age, int) else None,
        text=text,
        sentences=tuple(sentences),
    )
