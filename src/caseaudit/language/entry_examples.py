"""Whether lexicon entries find what their examples say: the phrases alone, whatever the context decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from caseaudit.errors import Problem
from caseaudit.language.compiled import Source
from caseaudit.language.fold import prepare
from caseaudit.language.lexicon import Lexicon, Term
from caseaudit.language.lexicon_models import Entry, TermsFile
from caseaudit.language.segments import Segmented, segment
from caseaudit.language.spelling import CLASS, mend

_LONGEST = 60


def example_problems(lexicon: Lexicon, sources: Sequence[Source], ids: Collection[str]) -> tuple[Problem, ...]:
    """Return a problem for each example of these entries that does not behave; entries that are off are left out.

    `sources` are the files that `lexicon` was compiled from.
    """
    terms = {term.entry.id: term for term in lexicon.terms if term.entry.id in ids}
    problems: list[Problem] = []
    for source in sources:
        for number, entry in enumerate(source.file.entries if isinstance(source.file, TermsFile) else ()):
            if entry.id in terms:
                problems.extend(_of_entry(lexicon, terms[entry.id], source, number))
    return tuple(sorted(problems, key=lambda one: (one.where.file or "", one.where.line or 0, one.where.column or 0)))


def _of_entry(lexicon: Lexicon, term: Term, source: Source, number: int) -> Iterator[Problem]:
    examples = term.entry.examples
    for kind, sentences in (("match", examples.match), ("no_match", examples.no_match)):
        for at, sentence in enumerate(sentences):
            quote = first_found(lexicon, term, sentence)
            if (quote is not None) == (kind == "match"):
                continue
            place = source.place(("entries", number, "examples", kind, at))
            wanted = "Mend its phrases, or the example"
            if place == source.place(("entries", number)):  # a change undid an example of the entry's own
                other = "no_match" if kind == "match" else "match"
                wanted = f"Mend the change or, where that is meant, list the sentence under `more_examples: {other}:`"
            does = "does not find" if quote is None else f"finds {quote!r} in"
            yield Problem(place, f"The entry {term.entry.id!r} {does} its example {_shown(sentence)}", wanted)


def first_found(lexicon: Lexicon, term: Term, sentence: str) -> str | None:
    """Return the first words of a text that an entry finds; None when it finds nothing."""
    text = _segmented(lexicon, sentence)
    spans = lexicon.spans(term, text.marked)
    return text.raw[spans[0][0] : spans[0][1]] if spans else None


def others_finding(lexicon: Lexicon, entry: Entry) -> tuple[str, ...]:
    """Return which other entries of its concept find something in the examples of an entry, in order of id.

    Silencing the entry alone leaves such wording found.
    """
    found = (one for sentence in entry.examples.match for one in lexicon.find(_segmented(lexicon, sentence)))
    ids = {one.term.entry.id for one in found if one.term.entry.concept == entry.concept}
    return tuple(sorted(ids - {entry.id}))


def _segmented(lexicon: Lexicon, sentence: str) -> Segmented:
    prepared = mend(prepare(sentence), lexicon.classes.get(CLASS, ()))
    return segment(prepared.raw, prepared.text)


def _shown(sentence: str) -> str:
    return repr(sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 3]}...")
