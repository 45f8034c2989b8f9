"""Turns the examples of the lexicon's blame entries into documents of one sentence.

People also write records of a sentence or two. An entry's examples say what it must find whatever the context; only
those are taken on whose label the context layer agrees: blame in the record's own voice, or no blame at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from caseaudit.domain.vocabulary import EntryKind, Tier
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.lexicon_models import TermsFile
from caseaudit.language.reading import Text, blame_of, read
from caseaudit.reading.lexicons import lexicon_files, read_sources
from caseaudit.reading.shipped import shipped
from training.documents import Document, Sentence

STYLE = "lexicon-example"


def example_documents(lexicon: Lexicon) -> Iterator[Document]:
    """Yield a document for each example that is plainly blaming or plainly clean."""
    seen: set[str] = set()
    for source in read_sources(lexicon_files(shipped("rubrics") / "language")):
        entries = source.file.entries if isinstance(source.file, TermsFile) else ()
        for entry in entries:
            if not entry.concept.startswith("victim-blaming") or entry.default != "on" or entry.tier is Tier.NOTE:
                continue
            labelled = [(text, "blaming") for text in entry.examples.match]
            labelled += [(text, "clean") for text in entry.examples.no_match]
            for text, label in labelled:
                if text not in seen and blame_of(read(lexicon, [Text(text)])) == label:
                    seen.add(text)
                    yield Document(
                        f"{entry.id}-{len(seen)}",
                        STYLE,
                        EntryKind.LOG,
                        None,
                        text,
                        (Sentence(text, 0, len(text), label),),
                    )
