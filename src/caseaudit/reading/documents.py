"""Takes texts to scan from wherever they are: text files, standard input, lines of {"id", "text"}, case files.

A text file is one document; what a record cannot give is set aside with its place and the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caseaudit.domain.audit import SetAside
from caseaudit.domain.vocabulary import EntryKind
from caseaudit.engine.scanning import Narrative, narrative_of_case
from caseaudit.errors import Place, UsageError
from caseaudit.language.people import Child, People
from caseaudit.language.reading import Text
from caseaudit.reading.byte_sources import STDIN, SUFFIXES, Opened, Source, find_sources
from caseaudit.reading.case_files import RawRecord, ReadCase, Reject, read_record
from caseaudit.reading.intake import Account, R, read_cases
from caseaudit.reading.json_decoding import RecordError, decode_record
from caseaudit.reading.json_pieces import decode_bytes, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TEXT_SUFFIXES = (".txt", ".md", ".text", ".log")
"""Read as text whatever they begin with; files of other names are looked into."""
WRITTEN_SUFFIXES = (".docx", ".docm", ".pdf", ".rtf", ".html", ".htm")
"""Documents of a word processor or a browser: their running text is read."""
OLDEST = 120

_ENOUGH = 256
_RECORDS = re.compile(rb'\s*(?:\{\s*"[^"\n]*"\s*:|\[\s*(?:\{\s*"|\]\s*\Z))')
_SURROGATES = re.compile("[\ud800-\udfff]")
_KINDS: dict[str, EntryKind] = {kind.value: kind for kind in EntryKind}
_NOT_TEXT = {
    b"PK\x03\x04": "a Word or Excel file, or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word, Excel or Outlook file",
    b"%PDF": "a PDF",
    b"{\\rtf": "rich text (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


class _Begun(Opened):
    """A source of which the beginning has been looked at; its blocks still begin at the beginning."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._rest = Opened.blocks(self)
        self.head = b""
        for block in self._rest:
            self.head += block
            if len(self.head.lstrip()) >= _ENOUGH:
                break

    def blocks(self) -> Iterator[bytes]:
        """Give the whole content, once."""
        yield self.head
        yield from self._rest


@dataclass(slots=True)
class Documents:
    """The account of one scan's input."""

    notices: list[str] = field(default_factory=list)
    """What the reader of the results should know of the input; complete when every narrative has been taken."""

    def narratives(self, arguments: Sequence[str]) -> Iterator[Narrative | Reject]:
        """Give every narrative in order. Raises UsageError at once for what cannot be opened or is given twice."""
        sources: list[Source] = []
        seen: dict[Path, str] = {}
        for argument in arguments:
            found, unread = _behind(argument)
            if unread:
                names = ", ".join(unread[:5]) + (f" and {len(unread) - 5} more" if unread[5:] else "")
                self.notices.append(f"Not read, because the name does not say that it is text: {names}.")
            for source in found:
                key = source.path.resolve() if source.path else Path(STDIN)
                if key in seen:
                    what = f"{source.name} is given twice: by {seen[key]} and by {argument}"
                    raise UsageError(what, remedy="Give it once.")
                seen[key] = argument
            sources.extend(found)
        return self._narratives(sources)

    def of_cases(self, arguments: Sequence[str], account: Account[R]) -> Iterator[Narrative | Reject]:
        """Give the narrative of every case that `account` reads. Raises UsageError for what cannot be opened."""
        cases = read_cases(arguments, account)
        return self._of_cases(cases, account)

    def _of_cases(self, cases: Iterator[ReadCase | Reject], account: Account[R]) -> Iterator[Narrative | Reject]:
        for read in cases:
            if isinstance(read, Reject):
                yield read
                continue
            source = read.case.source
            place = Place(source.file, sheet=source.table, line=source.row) if source else Place()
            yield narrative_of_case(read.case, place)
        self.notices.extend(account.notices())

    def _narratives(self, sources: list[Source]) -> Iterator[Narrative | Reject]:
        for source in sources:
            if source.suffix in WRITTEN_SUFFIXES and source.path is not None:
                yield self._written(source, source.path)
                continue
            opened = _Begun(source)
            if _holds_records(source, opened.head):
                yield from self._records(opened)
            else:
                yield self._whole(opened)

    def _written(self, source: Source, path: Path) -> Narrative | Reject:
        """Read the running text of a Word file, PDF, RTF or web page."""
        from caseaudit.reading.tables.handles import handle_of  # noqa: PLC0415 - only where there is such a file
        from caseaudit.reading.tables.opening import tables_of  # noqa: PLC0415
        from caseaudit.reading.tables.problems import UnreadableExport  # noqa: PLC0415
        from caseaudit.reading.tables.rows import TEXT  # noqa: PLC0415
        from caseaudit.reading.tables.settings import ReadSettings  # noqa: PLC0415

        settings = ReadSettings()
        try:
            table = next(tables_of(handle_of(path, source.name, settings), settings))
            text = next((str(row.values[TEXT]) for row in table.rows if row.values.get(TEXT)), "")
        except UnreadableExport as error:
            return Reject(SetAside(source.name, None, None, None, None, error.reason), "")
        self.notices.extend(table.notices)
        return Narrative(((source.name, Text(text)),), place=Place(place_name(source)), own_file=True)

    def _whole(self, opened: _Begun) -> Narrative | Reject:
        """Read a file as one text."""
        source = opened.source
        for magic, what in _NOT_TEXT.items():
            if opened.head.startswith(magic):
                raise UsageError(
                    f"{place_name(source)} is {what}, not plain text",
                    remedy="Give it its own suffix (.docx, .pdf, .rtf), save it as plain text (.txt), paste it "
                    "(caseaudit scan -), or read it by a mapping (-m).",
                )
        text, recoded = decode_bytes(b"".join(opened.blocks()))
        if opened.broken.why:
            return Reject(SetAside(source.name, None, None, None, None, opened.broken.why), text)
        if recoded:
            self.notices.append(f"{source.name} is not all UTF-8; the rest was read as Windows-1252.")
        text = _SURROGATES.sub("\ufffd", text)
        return Narrative(((source.name, Text(text)),), place=Place(place_name(source)), own_file=True)

    def _records(self, opened: _Begun) -> Iterator[Narrative | Reject]:
        source, recoded = opened.source, 0
        for piece in pieces(opened):
            recoded += piece.recoded
            yield _narrative(RawRecord(source.name, piece), Place(place_name(source), line=piece.line or None))
        if recoded:
            count = "1 record" if recoded == 1 else f"{recoded:,} records"
            self.notices.append(f"{source.name}: {count} not all UTF-8; the rest was read as Windows-1252.")


def _behind(argument: str) -> tuple[list[Source], list[str]]:
    """List what an argument stands for: itself, or the exports and text files of a folder."""
    found, others = find_sources([argument])
    unread = []
    for name in others:
        source = Source(Path(argument) / name, name, argument)
        if source.suffix in TEXT_SUFFIXES + WRITTEN_SUFFIXES:
            find_sources([str(source.path)])  # says so when it cannot be opened
            found.append(source)
        else:
            unread.append(name)
    return sorted(found, key=lambda source: source.name), unread


def place_name(source: Source) -> str:
    """Name a file the way the user did, so that an editor finds it: never with the machine's folders before it."""
    if source.path is None:
        return STDIN
    try:
        return source.path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return source.name


def _holds_records(source: Source, head: bytes) -> bool:
    if source.suffix in SUFFIXES:
        return True
    return source.suffix not in TEXT_SUFFIXES and _RECORDS.match(head) is not None


def _narrative(raw: RawRecord, place: Place) -> Narrative | Reject:
    """Make a narrative of one record: a case file when it has a case_id, else {"id", "text"}."""
    if raw.piece.problem is not None or '"case_id"' in raw.piece.text:
        read = read_record(raw)
        return narrative_of_case(read.case, place) if isinstance(read, ReadCase) else read
    try:
        data, _ = decode_record(raw.piece.text)
        return _document(data, raw, place)
    except RecordError as error:
        aside = SetAside(raw.file, raw.piece.line or None, None, error.path, error.value, error.reason)
        return Reject(aside, raw.piece.text)


def _document(data: Any, raw: RawRecord, place: Place) -> Narrative:
    if not isinstance(data, dict) or "text" not in data:
        raise RecordError('A text to scan is {"id": ..., "text": ...}; a case file has a "case_id"')
    text = data["text"]
    if not isinstance(text, str):
        raise RecordError("The text is not text in quotation marks", "text", _shown(text))
    age = age_in(data)
    people = People((Child(age=age),)) if age is not None else People()
    name = data.get("id")
    if name is None or name == "":
        name = f"{raw.file}:{raw.piece.line}"
    return Narrative(((str(name), Text(text, kind_in(data))),), people, place)


def age_in(data: Mapping[str, Any]) -> int | None:
    """Return the child's age of a record; None when it has none. Raises RecordError for what is no age."""
    value = data.get("child_age")
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= OLDEST:
        raise RecordError("The child's age is no whole number of years", "child_age", _shown(value))
    return value


def kind_in(data: Mapping[str, Any]) -> EntryKind:
    """Return the kind of entry; `log` when there is none, `other` for one that caseaudit does not know."""
    value = data.get("kind")
    if value is None or value == "":
        return EntryKind.LOG
    return _KINDS.get(str(value).strip().lower().replace(" ", "_").replace("-", "_"), EntryKind.OTHER)


def _shown(value: Any) -> str:
    return str(value)[:60]
