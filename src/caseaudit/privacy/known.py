"""What the case file itself gives away: names, references and dates of birth, found again wherever they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import Moment
from caseaudit.privacy.dates import BIRTH
from caseaudit.privacy.key import Key, Kind
from caseaudit.privacy.patterns import USERNAME, Span
from caseaudit.privacy.words import NO_PART_OF_A_NAME, NOT_NAMES, ORDINARY

NAME, SCHOOL = "[name]", "[school]"
SHORTEST_PART = 3
"""Letters of a part of a name that is masked by itself."""
_LONG_ENOUGH = 4
_INITIALS = re.compile(r"(?:[A-Z]\.? ?){2,4}")
_DOTTED = re.compile(r"(?:[A-Z]\. ?){2,4}")
_NAME_MEANT = re.compile(r"(?:'s\b| (?:said|says|told|tells|stated|states|was|has|is|asked|disclosed|went|did)\b)")
_TOKEN = re.compile(r"[\w.]*\w")
RUNS = re.compile(r"[^\W\d_]+|\d+")
_PARTS = NO_PART_OF_A_NAME | {"victim", "suspect", "witness", "subject", "other"}
"""Words that some exports have for an id: they tell nobody, and stand in every other sentence."""
_JOINERS = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " "})


class Style(Enum):
    """How something known must be written to be meant."""

    ANY = auto()
    CAPITAL = auto()
    """With a capital, or small where what follows says that it is a name."""
    SAME = auto()
    """As it stands in the case file, or in capitals."""


@dataclass(frozen=True, slots=True)
class Needle:
    """Something known, folded, and what stands there instead."""

    folded: str
    instead: str
    style: Style = Style.ANY
    name: bool = False
    kind: Kind | None = None
    """Of a reference, which `instead` then is itself: it is keyed only where it is found."""


def runs_of(text: str) -> frozenset[str]:
    """Return the runs of letters and of figures in a text, in small letters."""
    return frozenset(RUNS.findall(fold(text)))


def fold(text: str) -> str:
    """Return a text in small letters with plain apostrophes and hyphens, place by place the same length."""
    text = text.translate(_JOINERS)
    small = text.lower()
    return small if len(small) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def births_of(case: CaseFile) -> frozenset[date]:
    """Return the dates of birth of the case."""
    people = (*(case.children or ()), *(case.people or ()))
    born = (getattr(each, "date_of_birth", None) for each in people)
    return frozenset(moment.local_date for moment in born if isinstance(moment, Moment))


def needles_of(case: CaseFile, key: Key) -> Needles:
    """Return everything known of a case."""
    found = [*_references(case), *_births(births_of(case)), *_names(case), *_schools(case)]
    unique = dict.fromkeys(one for one in found if RUNS.search(one.folded))
    return Needles(sorted(unique, key=lambda one: -len(one.folded)), key, case.case_id)


def ids_of(case: CaseFile) -> Iterator[tuple[Kind, str]]:
    """Yield the references that stand in a case file, each with its kind."""
    yield "case", case.case_id
    for child in case.children or ():
        yield from (("child", child.child_id or ""), ("reference", child.person_ref or ""))
    for person in case.people or ():
        yield "person", person.person_id or ""
        extra = (person.model_extra or {}).get("person_ref")
        yield "reference", extra if isinstance(extra, str) else ""
    for entry in case.narrative or ():
        yield "entry", entry.entry_id or ""
    for notice in case.notices or ():
        yield "reference", notice.ref or ""
        yield from (("child", child_id) for child_id in notice.child_ids or ())
    for referral in case.referrals or ():
        yield "child", referral.child_id or ""
    children = {child.child_id for child in case.children or ()}
    for flag in case.flags or ():
        yield "child" if flag.subject_id in children else "person", flag.subject_id or ""
    if case.incident is not None:
        yield from (("case", linked) for linked in case.incident.linked or ())
    if case.missing is not None:
        yield "reference", case.missing.system_ref or ""
    if case.officer_in_case is not None:
        yield "officer", case.officer_in_case.officer_ref or ""


def reference_of(key: Key, kind: Kind, value: str, case_id: str) -> str:
    """Return the reference of a value; an entry's is its own in each case, for entries are often only numbered."""
    bare = value.strip()
    return key.reference(kind, f"{case_id.strip()}\0{bare}" if kind == "entry" else bare)


class Needles:
    """Everything known of a case, by the first letters or figures of each."""

    __slots__ = ("_by_first", "_case_id", "_key", "all")

    def __init__(self, needles: Iterable[Needle], key: Key, case_id: str) -> None:
        """Take the needles, the longest first."""
        self.all = tuple(needles)
        self._key, self._case_id = key, case_id
        self._by_first: dict[str, list[int]] = {}
        for number, needle in enumerate(self.all):
            self._by_first.setdefault(RUNS.findall(needle.folded)[0], []).append(number)

    def find(self, text: str, runs: frozenset[str]) -> list[Span]:
        """Return where something known stands in a text as words of its own; `runs` are its words, see `runs_of`."""
        firsts = self._by_first.keys() & runs
        if not firsts:
            return []
        numbers = sorted(number for first in firsts for number in self._by_first[first])
        return [self._span(*found) for found in _find((self.all[number] for number in numbers), text)]

    def _span(self, start: int, end: int, instead: str, kind: Kind | None) -> Span:
        return start, end, instead if kind is None else reference_of(self._key, kind, instead, self._case_id)


def _find(needles: Iterable[Needle], text: str) -> Iterator[tuple[int, int, str, Kind | None]]:
    folded = fold(text)
    for needle in needles:
        at = folded.find(needle.folded)
        while at >= 0:
            if (span := _checked(needle, text, folded, at)) is not None:
                yield *span, needle.kind
            at = folded.find(needle.folded, at + 1)


def _checked(needle: Needle, text: str, folded: str, start: int) -> Span | None:
    """Return the span of what was found at `start`; None inside a longer word, or written as the ordinary word."""
    end = start + len(needle.folded)
    before = text[start - 1] if start and needle.folded[0].isalnum() else " "
    after = text[end] if end < len(text) and needle.folded[-1].isalnum() else " "
    if before.isalpha() or after.isalpha():
        return None
    if before.isalnum() or after.isalnum() or "_" in (before, after):
        return _inside_a_handle(needle, text, start, end)
    written = text[start:end]
    if needle.style is Style.SAME and not (written[0].isupper() and (written.istitle() or written.isupper())):
        return None
    if needle.style is Style.CAPITAL and written[0].islower() and not _NAME_MEANT.match(folded, end):
        return None
    return start, end, needle.instead


def _inside_a_handle(needle: Needle, text: str, start: int, end: int) -> Span | None:
    """Mask the whole of `cerys_2010` where a name stands in it."""
    if not needle.name or len(needle.folded) < _LONG_ENOUGH or needle.style is not Style.ANY:
        return None
    left = start
    while left and (text[left - 1].isalnum() or text[left - 1] in "_."):
        left -= 1
    whole = _TOKEN.match(text, left)
    return (left, max(end, whole.end()), USERNAME) if whole else None


def _references(case: CaseFile) -> Iterator[Needle]:
    for kind, written in ids_of(case):
        value = written.strip()
        folded = fold(value)
        letters, digits = any(map(str.isalpha, value)), any(map(str.isdigit, value))
        long_enough = len(value) >= (SHORTEST_PART if letters else _LONG_ENOUGH)
        if long_enough and (digits or not letters):
            yield Needle(folded, value, kind=kind)
        elif long_enough and folded not in _PARTS:
            yield Needle(folded, value, Style.CAPITAL if folded in ORDINARY else Style.ANY, kind=kind)


def _births(births: Iterable[date]) -> Iterator[Needle]:
    """Dates of birth as figures in a row; every other form is read as a date."""
    for born in births:
        for form in ("%d%m%Y", "%d%m%y", "%Y%m%d", "%d %m %Y", "%d %m %y", "%Y %m %d"):
            yield Needle(born.strftime(form), BIRTH)


def _schools(case: CaseFile) -> Iterator[Needle]:
    for child in case.children or ():
        words = (child.school or "").split(",")[0].strip()
        if any(word[:1].isupper() and fold(word) not in NOT_NAMES for word in words.split()):
            yield Needle(fold(words), SCHOOL)


def _names(case: CaseFile) -> Iterator[Needle]:
    lists = (*(child.names for child in case.children or ()), *(person.names for person in case.people or ()))
    for names in lists:
        for written in names or ():
            name = " ".join(written.split())
            yield from _forms(name)
            if not name.isascii():
                for other in (unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name), _plain(name)):
                    yield from _forms(other)


def _forms(name: str) -> Iterator[Needle]:
    """A listed name as a whole, its initials with their stops, and each part that is long enough."""
    if _INITIALS.fullmatch(name) and (name.isupper()):
        yield from _initials(name)
        return
    folded = fold(name)
    parts = [part.strip("\"'()[],.;:") for part in re.split(r"[\s/,-]+", folded)]
    parts = [part for part in parts if part and part not in NO_PART_OF_A_NAME]
    if len(parts) > 1:
        yield Needle(folded, NAME, name=True)
        yield from (Needle(joint.join(parts), NAME, name=True) for joint in (" ", "-", ""))
    for part in parts:
        if len(part) >= SHORTEST_PART:
            style = Style.CAPITAL if part in ORDINARY else Style.ANY
            yield Needle(part, NAME, style, name=True)
            if "'" in part:
                yield Needle(part.replace("'", ""), NAME, style, name=True)
        elif len(parts) == 1 and len(part) == SHORTEST_PART - 1:
            yield Needle(part, NAME, Style.SAME, name=True)


def _initials(name: str) -> Iterator[Needle]:
    yield Needle(fold(name), NAME, Style.SAME)
    if _DOTTED.fullmatch(name):
        letters = [letter for letter in fold(name) if letter.isalpha()]
        yield from (Needle(joint.join(letters), NAME, Style.SAME) for joint in (". ", "."))
        yield from (Needle(f"{joint.join(letters)}.", NAME, Style.SAME) for joint in (". ", "."))


def _plain(name: str) -> str:
    """Return a name without its accents."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
