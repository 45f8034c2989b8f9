"""What a check sees: one case as at a date, the subject being judged, and the narrative's mentions, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from caseaudit.domain.audit import Evidence
from caseaudit.domain.blank import is_blank
from caseaudit.domain.case_file import CaseFile, Child
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.facts import Item, Path, Reading, State, age_at, compile_path, raw_at, read, read_field
from caseaudit.domain.fields import is_record
from caseaudit.domain.moment import AsOf
from caseaudit.domain.vocabulary import Status
from caseaudit.language.mention import Mention
from caseaudit.language.welsh import is_welsh

LONGEST_SENTENCE = 600
"""Characters of a sentence that evidence shows around its quote."""


path_of = cache(compile_path)
"""Compiles a path once: rubrics name a few hundred."""


@dataclass
class Narrative:
    """The case's own words as at the audit date, and what was read in them."""

    entries: tuple[tuple[int, Entry], ...]
    """(index in `narrative`, entry) of every entry with text that had been written by then."""
    state: State
    reader: Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]
    welsh: int = 0
    """Entries in Welsh, which the English lexicons do not cover: their silence means nothing."""

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every mention, in order of entry and place."""
        return self.reader(self.entries) if self.entries else ()

    @cached_property
    def _by_family(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            for family in _families(mention.concept):
                found[family].append(mention)
        return found

    def about(self, concept: str) -> Sequence[Mention]:
        """Return the mentions of a concept or of a whole family (`victim-blaming` covers `victim-blaming.missing`)."""
        return self._by_family.get(concept, ())

    @cached_property
    def scope(self) -> str:
        """What was searched, in words."""
        count = len(self.entries)
        return f"{count} narrative {'entry' if count == 1 else 'entries'}"

    @property
    def unread(self) -> str | None:
        """Why silence cannot be taken at its word; None when every entry could be read."""
        if not self.welsh:
            return None
        one = self.welsh == 1
        return f"{self.welsh} {'entry is' if one else 'entries are'} in Welsh, which the English lexicons do not cover"


@cache
def _families(concept: str) -> tuple[str, ...]:
    """Name a concept and every family it belongs to: `a.b.c`, `a.b`, `a`."""
    parts = concept.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))


def narrative_of(
    case: CaseFile, as_of: AsOf, reader: Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]
) -> Narrative:
    """Collect the entries that can be read; one written after `as_of` does not exist yet."""
    if case.narrative is None:
        state = State.BLANK if "narrative" in case.model_fields_set else State.ABSENT
        return Narrative((), state, reader)
    entries = tuple(
        (index, entry)
        for index, entry in enumerate(case.narrative)
        if not is_blank(entry.text) and (entry.recorded_at is None or as_of.has_happened(entry.recorded_at))
    )
    welsh = sum(is_welsh(entry.text or "") for _, entry in entries)
    return Narrative(entries, State.RECORDED if entries else State.BLANK, reader, welsh)


@dataclass(slots=True)
class _Known:
    """What was worked out of a case for one criterion and serves the next ones too."""

    # Keys are what `Context._place` gives.
    readings: dict[str | tuple[str, str], tuple[Reading, ...]] = field(default_factory=dict)
    items: dict[str | tuple[str, str], tuple[tuple[Item, ...], State]] = field(default_factory=dict)
    fields: dict[str, Reading] = field(default_factory=dict)
    """Fields of listed objects, by their JSON path."""
    evidence: dict[str, Evidence] = field(default_factory=dict)
    """Evidence of fields, by their JSON path."""


@dataclass(frozen=True, slots=True)
class Context:
    """One case, one subject."""

    case: CaseFile
    as_of: AsOf
    narrative: Narrative
    settings: Mapping[str, Any]
    """What checks share beyond their own YAML, e.g. school closures."""
    child: Item | None = None
    person: Item | None = None
    item: Item | None = None
    _known: _Known = field(default_factory=_Known, repr=False, compare=False)

    def bind(self, name: str, item: Item) -> Context:
        """Return the same case seen from one of its objects."""
        child, person, within = self.child, self.person, self.item
        if name == "child":
            child = item
        elif name == "person":
            person = item
        else:
            within = item
            child = item if type(item.record) is Child else child
        return Context(self.case, self.as_of, self.narrative, self.settings, child, person, within, self._known)

    def read(self, text: str) -> tuple[Reading, ...]:
        """Read a path; there is always at least one reading."""
        place = self._place(text)
        found = self._known.readings.get(place)
        if found is None:
            found = self._known.readings[place] = self._read(path_of(text))
        return found

    def _place(self, text: str) -> str | tuple[str, str]:
        """Tell one reading from another: the path, and the JSON path of the object it starts from, if not the case."""
        path = path_of(text)
        return text if path.root == "case" else (text, self._subject(path).path)

    def _subject(self, path: Path) -> Item:
        found: Item | None = getattr(self, path.root)
        if found is None:
            raise LookupError(f"{path.text!r} is read where no {path.root} is judged")
        return found

    def _read(self, path: Path) -> tuple[Reading, ...]:
        if path.root == "case":
            return tuple(read(path, self.case, "", self.as_of))
        subject = self._subject(path)
        if path.steps == (("age", False),):
            return (self.age_of(subject),)
        return tuple(read(path, subject.record, subject.path, self.as_of))

    def _age(self, child: Child, where: str) -> Reading:
        age = age_at(child, self.case.reported_at)
        fields = child.model_fields_set
        name = "date_of_birth" if child.date_of_birth is not None and self.case.reported_at is not None else "age"
        if age is not None:
            return Reading(f"{where}.{name}", State.RECORDED, age)
        return Reading(f"{where}.age", State.BLANK if {"age", "date_of_birth"} & fields else State.ABSENT)

    def field_of(self, item: Item, name: str) -> Reading:
        """Read one field of a listed object."""
        where = f"{item.path}.{name}"
        found = self._known.fields.get(where)
        if found is None:
            found = self._known.fields[where] = read_field(item.record, name, where, self.as_of)
        return found

    def age_of(self, item: Item) -> Reading:
        """Read the age of a listed child or person; a child's is worked out from the date of birth."""
        return self._age(item.record, item.path) if isinstance(item.record, Child) else self.field_of(item, "age")

    def items(self, path: str) -> tuple[tuple[Item, ...], State]:
        """Return the objects of a list, and whether the list was absent, blank or recorded."""
        text = path if path.endswith("[]") else f"{path}[]"
        place = self._place(text)
        known = self._known.items.get(place)
        if known is None:
            readings = self.read(text)
            found = tuple(
                Item(reading.path, reading.value, number)
                for number, reading in enumerate(readings)
                if is_record(reading.value)
            )
            known = self._known.items[place] = (found, State.RECORDED if found else readings[0].state)
        return known

    def parent_of(self, text: str) -> Item | None:
        """Return the object that holds the field at a path; None for a field of the case itself."""
        head, dot, _ = text.rpartition(".")
        if not dot:
            return None
        if head in ("child", "person", "item"):
            found: Item | None = getattr(self, head)
            return found
        value = self.read(head)[0].value
        return Item(head, value, 0) if is_record(value) else None

    def children(self) -> tuple[tuple[Item, ...], State]:
        """Return all children of the case."""
        return self.items("children")

    @property
    def sole_child(self) -> bool:
        """Whether the case has exactly one child, so that what names nobody is about that one."""
        return self.case.children is not None and len(self.case.children) == 1

    def field_evidence(self, reading: Reading) -> Evidence:
        """Show a field with its value as it was in the source."""
        found = self._known.evidence.get(reading.path)
        if found is None:
            value = raw_at(self.case.raw, reading.path)
            if isinstance(value, (Mapping, list)):
                value = len(value) if value else None
            found = self._known.evidence[reading.path] = Evidence(path=reading.path, value=value)
        return found

    def fields_evidence(self, readings: Iterable[Reading]) -> tuple[Evidence, ...]:
        """Show the fields that the export had; one that it never had is no evidence of anything."""
        return tuple([self.field_evidence(reading) for reading in readings if reading.state is not State.ABSENT])

    def text_evidence(self, mention: Mention, *, contrary: bool = False) -> Evidence:
        """Show words of the narrative at their exact place."""
        entry = (self.case.narrative or ())[mention.entry]
        left, right = mention.sentence
        around = (entry.text or "")[left : min(right, left + LONGEST_SENTENCE)] if right > left else mention.quote
        around = around.strip()
        return Evidence(
            path=f"narrative[{mention.entry}].text",
            entry_id=entry.entry_id,
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            concept=mention.concept,
            status=mention.status,
            speaker=mention.speaker,
            preferred=mention.preferred,
            term=mention.term,
            tier=mention.tier.value if mention.tier else None,
            why=mention.why,
            basis=mention.basis,
            confidence=mention.confidence,
            sentence=around if around != mention.quote else None,
            contrary=contrary,
        )


def overall(mentions: Sequence[Mention]) -> Status | None:
    """Return what a case's mentions of one matter come to together: done before not done before planned before other.

    Planned and hypothetical count as planned (contract, section 3, `scan`); None without any mention.
    """
    found = {mention.status for mention in mentions}
    if Status.AFFIRMED in found:
        return Status.AFFIRMED
    if Status.NEGATED in found:
        return Status.NEGATED
    if found & {Status.PLANNED, Status.HYPOTHETICAL}:
        return Status.PLANNED
    return Status.OTHER if found else None
