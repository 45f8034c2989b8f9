"""Turn the labelled documents into `prepared.npz`: words, what the lexicon found, and labels, as numbers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from caseaudit.domain.vocabulary import ACTIONS
from caseaudit.language.fold import fold
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.patterns import BREAK
from caseaudit.language.people import Child, People
from caseaudit.language.reading import Text, read
from caseaudit.language.second_features import mention_features
from caseaudit.language.second_reader import BLAME, STATUSES, VOICE, Tokens, Vocabulary
from caseaudit.language.wordpieces import WordPieces
from caseaudit.reading.judgements import shipped_lexicon
from training.documents import Document, documents
from training.examples import example_documents

HERE = Path(__file__).resolve().parent
LONGEST = 80
"""Words of a sentence that training looks at."""
MOST_PIECES = 56
"""Pieces of a sentence that the thorough reader looks at."""


def tokens_of(document: Document, vocabulary: Vocabulary) -> Tokens:
    """Split a document into words by the sentences as labelled."""
    marked = bytearray(fold(document.text), "ascii")
    for sentence in document.sentences[:-1]:
        marked[sentence.end] = BREAK.encode("ascii")[0]
    return vocabulary.tokens(bytes(marked), len(document.sentences))


def pieces_of(document: Document, pieces: WordPieces) -> list[list[int]]:
    """Split each labelled sentence into pieces of words."""
    folded = fold(document.text)
    return [pieces.ids(folded[sentence.start : sentence.end])[:MOST_PIECES] for sentence in document.sentences]


def named_of(document: Document, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Return what the lexicon found, by sentence."""
    mentions = read(lexicon, [Text(document.text, document.kind)], People((Child(age=document.child_age),)))
    return list(mention_features(mentions, [sentence.start for sentence in document.sentences], document.kind))


def padded(rows: list[list[int]]) -> np.ndarray:
    """Put rows of unequal length into one array, filled up with 0."""
    matrix = np.zeros((len(rows), max(map(len, rows))), np.int32)
    for number, row in enumerate(rows):
        matrix[number, : len(row)] = row
    return matrix


def prepare(folder: Path, out: Path) -> None:
    """Write the arrays: ids, lengths, document and style of each sentence, labels, named features."""
    lexicon = shipped_lexicon()
    words = [str(word) for word in np.load(HERE / "vectors.npz")["words"]]
    vocabulary = Vocabulary(words)
    pieces = WordPieces([piece.decode("ascii") for piece in np.load(HERE / "pieces.npz")["pieces"]])
    everything = [*documents(folder), *example_documents(lexicon)]
    split = [own for document in everything for own in pieces_of(document, pieces)]
    ids: list[list[int]] = []
    owner: list[int] = []
    named: list[tuple[int, str]] = []
    for number, document in enumerate(everything):
        tokens = tokens_of(document, vocabulary)
        named.extend((len(ids) + at, name) for at, name in named_of(document, lexicon))
        for left, right in zip(tokens.starts, tokens.ends, strict=True):
            ids.append([int(i) for i in tokens.ids[left:right]][:LONGEST] or [1])
            owner.append(number)
    sentences = [sentence for document in everything for sentence in document.sentences]
    counted: dict[str, int] = {}
    for _, name in named:
        counted[name] = counted.get(name, 0) + 1
    extras = sorted(name for name, count in counted.items() if count >= 3)
    place = {name: number for number, name in enumerate(extras)}
    found = np.array([(row, place[name]) for row, name in named if name in place], np.int32)
    np.savez_compressed(
        out,
        ids=padded(ids),
        pieces=padded(split),
        owner=np.array(owner, np.int32),
        styles=np.array([document.style for document in everything]),
        names=np.array([document.id for document in everything]),
        blame=np.array([BLAME.index(sentence.blame) for sentence in sentences], np.int8),
        voice=np.array([[name in sentence.voice for name in VOICE] for sentence in sentences], np.int8),
        actions=np.array(
            [[STATUSES.index(s.actions.get(name, "none")) for name in ACTIONS] for s in sentences], np.int8
        ),
        extras=np.array(extras),
        named=found,
    )
    print(f"{len(everything):,} documents, {len(ids):,} sentences, {len(extras)} named features")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents", HERE / "prepared.npz")
