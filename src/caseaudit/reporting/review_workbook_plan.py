"""What goes into one auditor's review workbook, settled before a cell is written: the rows, and the record to read.

The record stands in pieces that fit a row each, and every row of the decisions knows the piece to read first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from caseaudit.errors import UsageError
from caseaudit.reporting.rows import FindingRow, case_order, value_text
from caseaudit.reporting.text import without_surrogates
from caseaudit.review.form import row_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from caseaudit.domain.audit import Evidence, Results
    from caseaudit.domain.case_file import CaseFile
    from caseaudit.review.decisions import Key
    from caseaudit.review.splitting import Chosen

PIECE = 2_400
"""Most characters of an entry in one row: more would be taller than a row can be."""
_HIDDEN = frozenset({"narrative", "source", "schema", "case_id", "names"})
"""Keys of a case file that are not listed as fields: told elsewhere, or never to be shown."""
_OTHER_EXPORT = "Give with --cases the export that was audited, as it was then."

Part = tuple[str, bool]
"""Some text, and whether it is marked as evidence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of the record: a part of an entry's text, or a field."""

    case_id: str
    path: str
    where: str
    when: str
    by: str
    start: int
    """Of its text in the entry's; 0 for a field."""
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class ReviewPlan:
    """One workbook."""

    results: Results
    run: str
    """Fingerprint of the results."""
    rubric: str
    chosen: Chosen
    cases: Mapping[str, CaseFile]
    """The case files of this workbook, by id."""
    auditor: str
    marking: str
    blind: bool
    passes: str
    """The share of met findings that are to be read, in words; empty when everything is."""
    shared: int = 0
    """How many of the cases somebody else reads too."""

    @cached_property
    def rows(self) -> tuple[FindingRow, ...]:
        """The findings to read, case by case; when nothing is hidden, cases with an escalation come first."""
        keys = self.chosen.keys
        rows = [row for row in case_order(self.results) if row.case.case_id in self.cases and key_of(row) in keys]
        if not self.blind:
            urgent = {row.case.case_id for row in rows if row.finding.escalate}
            rows.sort(key=lambda row: row.case.case_id not in urgent)
        return tuple(rows)

    @cached_property
    def case_ids(self) -> tuple[str, ...]:
        """The cases in the order in which they are read."""
        return tuple(dict.fromkeys(row.case.case_id for row in self.rows))

    @cached_property
    def record(self) -> tuple[Piece, ...]:
        """The whole record of every case, with the evidence marked unless the reading is blind."""
        marks = self._marks
        return tuple(piece for name in self.case_ids for piece in _pieces(self.cases[name], marks.get(name, {})))

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, int, int]]]:
        found: dict[str, list[tuple[str, int, int]]] = {}
        for number, piece in enumerate(self.record):
            found.setdefault(piece.case_id, []).append((piece.path, piece.start, number))
        return found

    def row_key(self, row: FindingRow) -> str:
        """The key that ties a row to its question."""
        return row_key(self.run, key_of(row), blind=self.blind)

    def read_first(self, row: FindingRow) -> int | None:
        """Number of the piece of the record to read first for a finding; None for a case without a record."""
        places = self._places.get(row.case.case_id, [])
        evidence = () if self.blind else row.finding.evidence
        for item in evidence:
            fits = [number for path, start, number in places if _covers(path, item.path) and start <= (item.start or 0)]
            if fits:
                return fits[-1] if item.start is not None else fits[0]
        return places[0][2] if places else None

    @cached_property
    def _marks(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Case and path -> the spans that evidence covers; an empty span for a whole field."""
        marks: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for row in () if self.blind else self.rows:
            of_case = marks.setdefault(row.case.case_id, {})
            for item in row.finding.evidence:
                span = (item.start, item.end) if item.start is not None and item.end is not None else (0, 0)
                of_case.setdefault(item.path, []).append(span)
        return marks


def key_of(row: FindingRow) -> Key:
    """The question of a finding."""
    return row.case.case_id, row.finding.criterion, row.finding.subject


def check_record(results: Results, cases: Mapping[str, CaseFile]) -> None:
    """See that the words of the evidence stand in the case files. Raises UsageError where they do not."""
    for audit in results.cases:
        case = cases.get(audit.case_id)
        if case is None:
            continue
        texts = {f"narrative[{at}].text": entry.text or "" for at, entry in enumerate(case.narrative or ())}
        for finding in audit.findings:
            wrong = next((item for item in finding.evidence if not _stands(item, texts)), None)
            if wrong is not None:
                where = f"entry {wrong.entry_id}" if wrong.entry_id else wrong.path
                what = f"The record of case {audit.case_id} is not what was audited ({where} reads otherwise)"
                raise UsageError(what, remedy=_OTHER_EXPORT)


def _stands(item: Evidence, texts: Mapping[str, str]) -> bool:
    if item.quote is None or item.start is None or not item.path.startswith("narrative["):
        return True
    return without_surrogates(texts.get(item.path, "")[item.start : item.end]) == item.quote


def _covers(path: str, wanted: str) -> bool:
    """Whether a field is the one that evidence names, or part of it."""
    return path == wanted or path.startswith((f"{wanted}.", f"{wanted}["))


def _pieces(case: CaseFile, marks: Mapping[str, list[tuple[int, int]]]) -> Iterator[Piece]:
    for at, entry in enumerate(case.narrative or ()):
        path = f"narrative[{at}].text"
        raw = entry.recorded_at.raw if entry.recorded_at else ""
        where = f"Entry {entry.entry_id}" if entry.entry_id else f"Entry {at + 1}"
        by = ", ".join(
            filter(None, ((entry.kind or "").replace("_", " "), (entry.author_role or "").replace("_", " ")))
        )
        text = entry.text or ""
        for start, end in _cuts(text):
            parts = tuple(_parts(text, start, end, marks.get(path, [])))
            yield Piece(case.case_id, path, where, str(raw), by, start, parts)
    for path, value in _fields(case.raw, ""):
        marked = any(_covers(path, wanted) for wanted in marks)
        yield Piece(case.case_id, path, path, "", "field", 0, ((value, marked),))


def _fields(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every field of a record with its value as it stands in the source."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            if name not in _HIDDEN:
                yield from _fields(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for at, item in enumerate(value):
            yield from _fields(item, f"{path}[{at}]")
    elif path:
        yield path, value_text(value)


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Where a text is cut so that every piece fits: at a line's end, else a sentence's, else a word's."""
    start = 0
    while len(text) - start > PIECE:
        room = text[start : start + PIECE]
        end = next((at + len(mark) for mark in ("\n", ". ", " ") if (at := room.rfind(mark)) > PIECE // 3), PIECE)
        yield start, start + end
        start += end
    yield start, len(text)


def _parts(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> Iterator[Part]:
    """The text between two places in runs that are marked or are not."""
    inside = sorted((max(a, start), min(b, end)) for a, b in marks if a < end and b > start)
    at = start
    for first, last in inside:
        if last <= at:
            continue
        if first > at:
            yield text[at:first], False
        yield text[max(at, first) : last], True
        at = last
    if at < end or start == end:
        yield text[at:end], False
