"""Turns one record of an export into a case file, or sets it aside whole with its place and the reason.

`read_record` is a plain function that may run in another process; what needs the run in order is kept by `intake`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from caseaudit.domain.audit import SetAside, Source
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.facts import unused_keys
from caseaudit.reading.case_problems import problem_with
from caseaudit.reading.json_decoding import RecordError, decode_record

if TYPE_CHECKING:
    from caseaudit.reading.json_pieces import Piece

_CASE_ID = re.compile(r'"case_id"\s*:\s*"([^"\\]{1,200})"')

REJECTED, RECORD = "_rejected", "_record"
"""Keys of a rejects file: where and why, and the text of what is no JSON object. A mended line reads like any other."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as it stands in its file, not yet decoded."""

    file: str
    piece: Piece
    number: int = 0
    """Which of the run's files it stands in, from 0."""

    @property
    def text(self) -> str:
        """The record as it stands."""
        return self.piece.text

    def read(self) -> ReadCase | Reject:
        """Decode and validate it."""
        return read_record(self)

    def content(self) -> bytes:
        """Give all that its audit depends on; the place does not count, for results can be told another one."""
        return self.piece.text.encode("utf-8", "surrogatepass")

    def place(self) -> tuple[str, int]:
        """Give the file and row that its results name."""
        return self.file, self.piece.row

    def lost(self, reason: str) -> Reject:
        """Set it aside unread: whatever reads it closely ends the process. Its case id is only looked for."""
        found = _CASE_ID.search(self.piece.text)
        return _reject(self, reason, case_id=found[1] if found else None)


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A record that is a case file."""

    case: CaseFile
    replaced: int = 0
    """Lone surrogates replaced one for one by U+FFFD, so that offsets stand."""

    @property
    def unused(self) -> frozenset[str]:
        """Keys that the format does not know, list indices left out."""
        return frozenset(unused_keys(self.case))


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that cannot be audited, and the whole of its text."""

    set_aside: SetAside
    text: str


def read_record(raw: RawRecord) -> ReadCase | Reject:
    """Decode and validate one record."""
    piece = raw.piece
    if piece.problem is not None:
        return _reject(raw, piece.problem)
    try:
        data, replaced = _unwrapped(piece.text)
    except RecordError as error:
        return _reject(raw, error.reason, path=error.path, value=error.value)
    if not isinstance(data, dict):
        return _reject(raw, f"A case file is a JSON object in braces, not {_kind(data)}")
    case_id = _case_id(data)
    if case_id is None:
        return _reject(raw, _why_no_id(data), path="case_id")
    given = data.pop("source", None)
    try:
        case = CaseFile.read({**data, "source": _source(raw, given)})
    except ValidationError as error:
        path, value, reason = problem_with(error, data)
        return _reject(raw, reason, case_id=case_id, path=path, value=value)
    return ReadCase(case, replaced)


def _unwrapped(text: str) -> tuple[Any, int]:
    """Decode a record; one that comes from a rejects file loses what was added there."""
    data, replaced = decode_record(text)
    if isinstance(data, dict) and data.pop(REJECTED, None) is not None and isinstance(data.get(RECORD), str):
        return decode_record(data[RECORD])
    return data, replaced


def _reject(
    raw: RawRecord, reason: str, *, case_id: str | None = None, path: str | None = None, value: str | None = None
) -> Reject:
    piece = raw.piece
    if piece.listed:
        reason = f"Record {piece.row} of the file: {reason[:1].lower()}{reason[1:]}"
    return Reject(SetAside(raw.file, piece.line or None, case_id, path, value, reason), piece.text)


def _kind(data: Any) -> str:
    names: dict[type, str] = {list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(data), "a number")


def _case_id(data: dict[str, Any]) -> str | None:
    value = data.get("case_id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) if str(value).strip() else None


def _why_no_id(data: dict[str, Any]) -> str:
    if str(data.get("schema", "")).startswith("caseaudit."):
        return "This is an audit's result, not a case file: give the export"
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "case_id" in value[0]:
            return f"The case files stand inside this object, under {key!r}: give that list by itself"
    if "case_id" not in data:
        return "The key 'case_id' is missing"
    if data["case_id"] is None or isinstance(data["case_id"], str):
        return "The case_id is blank"
    return "The case_id is neither text nor a whole number"


def _source(raw: RawRecord, given: Any) -> Source:
    """Fill in the place; what the export itself says of its system and table is kept."""
    piece = raw.piece
    told = given if isinstance(given, dict) else {"system": given}
    system, table = (told[name] if isinstance(told.get(name), str) else None for name in ("system", "table"))
    return Source(system=system, file=raw.file, table=table, row=piece.row)


def reject_line(reject: Reject) -> str:
    """Give a record that was set aside as one line of JSON: place and reason first, then the record as it was.

    Whoever mends the rest of the line can give the file to `caseaudit run` again.
    """
    aside = reject.set_aside
    why: dict[str, Any] = {"file": aside.file, "line": aside.line}
    if aside.row is not None or aside.sheet is not None:
        why = {"file": aside.file, "sheet": aside.sheet, "row": aside.row, "column": aside.column}
        why |= {"case_id": aside.case_id}
    why |= {"path": aside.path, "value": aside.value, "reason": aside.reason}
    try:
        data, _ = decode_record(reject.text)
    except RecordError:
        data = None
    if isinstance(data, dict) and RECORD not in data:
        record = {key: value for key, value in data.items() if key != REJECTED}
    else:
        record = {RECORD: data[RECORD] if isinstance(data, dict) else reject.text} if reject.text else {}
    return json.dumps({REJECTED: why, **record}, ensure_ascii=False) + "\n"
