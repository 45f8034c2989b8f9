"""What a check sees: one case as at a date, the subject being judged, and the narrative's mentions, read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from caseaudit.domain.audit import Evidence
from caseaudit.domain.blank import is_blank
from caseaudit.domain.case_file import CaseFile, Child
from caseaudit.domain.case_objects import Entry
from caseaudit.domain.facts import Item, Path, Reading, State, age_at, compile_path, raw_at, read
from caseaudit.domain.fields import Record
from caseaudit.domain.moment import AsOf
from caseaudit.domain.vocabulary import Status
from caseaudit.language.mention import Mention
from caseaudit.language.welsh import is_welsh

_PATHS: dict[str, Path] = {}
LONGEST_SENTENCE = 600
"""Characters of a sentence that evidence shows around its quote."""


def path_of(text: str) -> Path:
    """Compile a path once."""
    found = _PATHS.get(text)
    if found is None:
        found = _PATHS[text] = compile_path(text)
    return found


@dataclass(slots=True)
class Narrative:
    """The case's own words as at the audit date, and what was read in them."""

    entries: tuple[tuple[int, Entry], ...]
    """(index in `narrative`, entry) of every entry with text that had been written by then."""
    state: State
    reader: Callable[[tuple[tuple[int, Entry], ...]], tuple[Mention, ...]]
    welsh: int = 0
    """Entries in Welsh, which the English lexicons do not cover: their silence means nothing."""
    _mentions: tuple[Mention, ...] | None = None
    _by_family: dict[str, list[Mention]] = field(default_factory=dict)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Every mention, in order of entry and place."""
        if self._mentions is None:
            self._mentions = self.reader(self.entries) if self.entries else ()
        return self._mentions

    def about(self, concept: str) -> list[Mention]:
        """Return the mentions of a concept or of a whole family (`victim-blaming` covers `victim-blaming.missing`)."""
        found = self._by_family.get(concept)
        if found is None:
            prefix = f"{concept}."
            found = [m for m in self.mentions if m.concept == concept or m.concept.startswith(prefix)]
            self._by_family[concept] = found
        return found

    @property
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

    def bind(self, name: str, item: Item) -> Context:
        """Return the same case seen from one of its objects."""
        if name == "child":
            return replace(self, child=item)
        if name == "person":
            return replace(self, person=item)
        child = item if isinstance(item.record, Child) else self.child
        return replace(self, item=item, child=child)

    def read(self, text: str) -> list[Reading]:
        """Read a path; the list is never empty."""
        path = path_of(text)
        if path.root == "case":
            return read(path, self.case, "", self.as_of)
        item: Item | None = getattr(self, path.root)
        if item is None:
            raise LookupError(f"{text!r} is read where no {path.root} is judged")
        if path.steps == (("age", False),) and isinstance(item.record, Child):
            return [self._age(item.record, item.path)]
        return read(path, item.record, item.path, self.as_of)

    def _age(self, child: Child, where: str) -> Reading:
        age = age_at(child, self.case.reported_at)
        fields = child.model_fields_set
        name = "date_of_birth" if child.date_of_birth is not None and self.case.reported_at is not None else "age"
        if age is not None:
            return Reading(f"{where}.{name}", State.RECORDED, age)
        return Reading(f"{where}.age", State.BLANK if {"age", "date_of_birth"} & fields else State.ABSENT)

    def items(self, path: str) -> tuple[list[Item], State]:
        """Return the objects of a list, and whether the list was absent, blank or recorded."""
        readings = self.read(f"{path}[]" if not path.endswith("[]") else path)
        found = [
            Item(reading.path, reading.value, number)
            for number, reading in enumerate(readings)
            if isinstance(reading.value, Record)
        ]
        if found:
            return found, State.RECORDED
        return [], readings[0].state

    def parent_of(self, text: str) -> Item | None:
        """Return the object that holds the field at a path; None for a field of the case itself."""
        head, dot, _ = text.rpartition(".")
        if not dot:
            return None
        if head in ("child", "person", "item"):
            found: Item | None = getattr(self, head)
            return found
        value = self.read(head)[0].value
        return Item(head, value, 0) if isinstance(value, Record) else None

    def children(self) -> tuple[list[Item], State]:
        """Return all children of the case."""
        return self.items("children")

    @property
    def sole_child(self) -> bool:
        """Whether the case has exactly one child, so that what names nobody is about that one."""
        return self.case.children is not None and len(self.case.children) == 1

    def field_evidence(self, reading: Reading, *, contrary: bool = False) -> Evidence:
        """Show a field with its value as it was in the source."""
        value = raw_at(self.case.raw, reading.path)
        if isinstance(value, (Mapping, list)):
            value = len(value) if value else None
        return Evidence(path=reading.path, value=value, contrary=contrary)

    def fields_evidence(self, readings: Iterable[Reading]) -> tuple[Evidence, ...]:
        """Show the fields that the export had; one that it never had is no evidence of anything."""
        return tuple(self.field_evidence(reading) for reading in readings if reading.state is not State.ABSENT)

    def text_evidence(self, mention: Mention, *, contrary: bool = False) -> Evidence:
        """Show words of the narrative at their exact place."""
        entry = (self.case.narrative or ())[mention.entry]
        left, right = mention.sentence
        around = (entry.text or "")[left : min(right, left + LONGEST_SENTENCE)] if right > left else mention.quote
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
            sentence=around.strip() if around.strip() != mention.quote else None,
            contrary=contrary,
        )


def overall(mentions: list[Mention]) -> Status | None:
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
