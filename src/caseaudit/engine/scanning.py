"""Reads narratives document by document, says what each comes to, and tells apart what a person should look at.

Which readers judge is a setting with a name: `SETTINGS` maps it to the function that reads texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.vocabulary import EntryKind, Tier
from caseaudit.engine.narratives import people_of
from caseaudit.errors import Place, UsageError
from caseaudit.language.lexicon import Lexicon
from caseaudit.language.mention import Mention
from caseaudit.language.people import People
from caseaudit.language.reading import Reading, Text, actions_of, blame_of, read_counted, voice_of
from caseaudit.language.second_reader import SecondReader
from caseaudit.language.welsh import is_welsh

TextReader = Callable[[Sequence[Text], People], Reading]
"""Reads the texts of one case together; mentions carry the index of their text."""

BLAME_FAMILY = "victim-blaming"
BLAME_CLASSES = ("blaming", "attributed", "clean")
WELSH = "cy"


def pattern_reader(lexicon: Lexicon) -> TextReader:
    """Read with the lexicon alone."""
    return whole_reader(lexicon.with_second(None))


def whole_reader(lexicon: Lexicon) -> TextReader:
    """Read with the lexicon and, where it has one, the second reader."""

    def read_texts(texts: Sequence[Text], people: People) -> Reading:
        return read_counted(lexicon, texts, people)

    return read_texts


def quick_reader(lexicon: Lexicon) -> TextReader:
    """Read with the lexicon and the second reader, which reads nothing twice."""
    second = lexicon.second
    return whole_reader(lexicon.with_second(SecondReader(second.network) if second else None))


PATTERNS, QUICK, BOTH = "patterns", "quick", "both"
SETTINGS: dict[str, Callable[[Lexicon], TextReader]] = {
    BOTH: whole_reader,
    QUICK: quick_reader,
    PATTERNS: pattern_reader,
}
"""Engine settings by name, each of which makes a reader from the compiled lexicon."""


def text_reader(lexicon: Lexicon, setting: str = BOTH) -> TextReader:
    """Return the reader of a setting. Raises UsageError for a name that is none."""
    make = SETTINGS.get(setting)
    if make is None:
        nearest = get_close_matches(setting, SETTINGS, 1, 0.5)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        raise UsageError(
            f"{setting!r} is no setting of the language engine.{hint}", remedy=f"Settings: {', '.join(SETTINGS)}."
        )
    return make(lexicon)


@dataclass(frozen=True, slots=True)
class Narrative:
    """Texts that belong together: the entries of one case file, or one text by itself."""

    documents: tuple[tuple[str, Text], ...]
    """What the results call each text, and the text."""
    people: People = field(default_factory=People)
    place: Place = field(default_factory=Place)
    """The file, and the line of the record in it."""
    own_file: bool = False
    """Whether the text is the file, so that its lines are the file's lines."""
    case: CaseFile | None = None
    """The case file, whose names are masked where people read along."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What one text holds, and what it comes to (contract, section 3, `scan`)."""

    document: str
    text: str
    mentions: tuple[Mention, ...]
    counted: Mapping[str, int]
    """Term to how often it stands in the text, for terms of which only the first mentions are listed."""
    blame: str | None
    """`blaming`, `attributed` or `clean`; None when the text is in Welsh, which the lexicons do not cover."""
    voice: Mapping[str, bool] | None
    """Component to whether it is recorded; None for Welsh."""
    actions: Mapping[str, str]

    @property
    def welsh(self) -> bool:
        """Whether the text is in Welsh."""
        return self.blame is None


def scan(narrative: Narrative, reader: TextReader) -> tuple[Scanned, ...]:
    """Read every text of a narrative, all of them together, so that a later entry can challenge an earlier one."""
    texts = [text for _, text in narrative.documents]
    reading = reader(texts, narrative.people)
    by_entry: list[list[Mention]] = [[] for _ in texts]
    for mention in reading.mentions:
        by_entry[mention.entry].append(mention)
    listed: dict[tuple[int, str], int] = {}
    for mention in reading.mentions:
        key = (mention.entry, mention.term)
        listed[key] = listed.get(key, 0) + 1
    counted: list[dict[str, int]] = [{} for _ in texts]
    for (entry, term), count in reading.counts.items():
        if count > listed.get((entry, term), 0):
            counted[entry][term] = count
    age = oldest_age(narrative.people)
    return tuple(
        _scanned(name, text.text, tuple(by_entry[at]), counted[at], age)
        for at, (name, text) in enumerate(narrative.documents)
    )


def _scanned(
    name: str, text: str, mentions: tuple[Mention, ...], counted: Mapping[str, int], age: int | None
) -> Scanned:
    if is_welsh(text):
        return Scanned(name, text, mentions, counted, None, None, actions_of(mentions))
    voice = voice_of(mentions, text, age)
    return Scanned(name, text, mentions, counted, blame_of(mentions), voice, actions_of(mentions))


def oldest_age(people: People) -> int | None:
    """Return the age of the oldest child; None when there is no child or an age is not known."""
    ages = [child.age for child in people.children]
    known = [age for age in ages if age is not None]
    return max(known) if known and len(known) == len(ages) else None


def narrative_of_case(case: CaseFile, place: Place) -> Narrative:
    """Take the entries of a case file, called `case_id#entry_id`; an entry without an id by its place."""
    documents: list[tuple[str, Text]] = []
    for index, entry in enumerate(case.narrative or ()):
        name = entry.entry_id if entry.entry_id is not None else f"narrative[{index}]"
        text = Text(entry.text or "", entry.kind or EntryKind.OTHER, entry.author_role)
        documents.append((f"{case.case_id}#{name}", text))
    return Narrative(tuple(documents), people_of(case), place, case=case)


def is_blame(mention: Mention) -> bool:
    """Say whether a mention is wording of the victim-blaming family, whatever its context."""
    return mention.concept.startswith(BLAME_FAMILY)


def matters(mention: Mention) -> bool:
    """Say whether a person should look at a mention: blame of a child, and neither denied, challenged nor guidance.

    That is what makes a text `blaming` or `attributed`, and the terms of the lowest tier besides.
    """
    if not is_blame(mention):
        return False
    weighty = replace(mention, tier=Tier.AMBER) if mention.tier is Tier.NOTE else mention
    return blame_of((weighty,)) != BLAME_CLASSES[-1]
