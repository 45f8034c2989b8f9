"""Reads stored results, `.json` and `.jsonl`; a large batch's cases from the disk each time they are gone through."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import ValidationError

from caseaudit.domain.audit import SCHEMA, CaseAudit, Results, Run, SetAside, Summary
from caseaudit.errors import InputError, Place
from caseaudit.reporting.json_v1 import adapter, case_of_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELD = 32_000_000
"""Bytes of a `.jsonl` up to which its cases are held in memory: to read them again each time would be slower."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MAX_PROBLEMS = 5
_AGAIN = "Run the audit again, or give the file that `caseaudit run -o` wrote."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredCases(Collection[CaseAudit]):
    """Lines of a `.jsonl`, read each time they are gone through: memory holds one at a time."""

    path: Path
    start: int
    """The byte at which the first begins."""
    count: int
    line: int = 2
    """The number of the first line, from 1."""

    def __len__(self) -> int:
        """Say how many there are, without reading them."""
        return self.count

    def __iter__(self) -> Iterator[CaseAudit]:
        """Give every case in order. Raises InputError for a line that is none."""
        for number, line in self._numbered():
            try:
                yield case_of_line(line)
            except ValidationError as error:
                raise _wrong(error, Place(str(self.path), line=number)) from None

    def __contains__(self, case: object) -> bool:
        """Say whether a case is among them, by reading them."""
        return any(one == case for one in self)

    def lines(self) -> Iterator[bytes]:
        """Give the lines as they stand."""
        return (line for _, line in self._numbered())

    def _numbered(self) -> Iterator[tuple[int, bytes]]:
        number, left = self.line, self.count
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            while left:
                line = stream.readline()
                if not line:
                    raise InputError("the results have been shortened since", where=Place(str(self.path), line=number))
                if line.strip():
                    yield number, line
                    left -= 1
                number += 1


def read_results(path: Path) -> Results:
    """Read a `.json` or `.jsonl` that `json_v1` wrote.

    Raises InputError when the file cannot be read, is of another schema or version, is incomplete or has a wrong,
    missing or unknown key: all with the place. In a large `.jsonl` a wrong case is told when it is come to.
    """
    try:
        with path.open("rb") as stream:
            first = stream.readline().removeprefix(_BYTE_ORDER_MARK)
        if _is_jsonl(path, first):
            return _read_jsonl(path)
        return _read_json(path, path.read_bytes().removeprefix(_BYTE_ORDER_MARK))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputError(f"cannot read the results: {reason}", where=Place(str(path))) from error


def _is_jsonl(path: Path, first: bytes) -> bool:
    """By suffix; for any other name by the first line, which in JSON Lines is a whole object."""
    suffix = path.suffix.lower()
    if suffix in {".json", ".jsonl"}:
        return suffix == ".jsonl"
    try:
        found = json.loads(first)
    except ValueError:
        return False
    return isinstance(found, dict) and "run" not in found


@dataclass(frozen=True, slots=True)
class _Whole:
    """`Results` as a `.json` holds them: every case in memory."""

    run: Run
    summary: Summary
    cases: tuple[CaseAudit, ...]
    set_aside: tuple[SetAside, ...] = ()
    schema: Literal["caseaudit.results/1"] = "caseaudit.results/1"


def _read_json(path: Path, content: bytes) -> Results:
    data = _load(content, path)
    _check_schema(data, path)
    whole = _build(_Whole, data, Place(str(path)))
    results = Results(whole.run, whole.summary, whole.cases, whole.set_aside)
    _check_whole(results, path)
    return results


@dataclass(slots=True)
class _Lines:
    """What a `.jsonl` consists of."""

    header: tuple[int, bytes] | None = None
    """Number of the line, from 1, and the line."""
    begins: int = 0
    """The byte behind the header."""
    cases: int = 0
    last: tuple[int, bytes] | None = None
    """The last line that is not blank, if there is one behind the header."""


def _lines_of(path: Path) -> _Lines:
    found, end = _Lines(), 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            end += len(line)
            if not line.strip():
                continue
            if found.header is None:
                found.header, found.begins = (number, line.removeprefix(_BYTE_ORDER_MARK)), end
                continue
            found.cases += found.last is not None
            found.last = number, line
    return found


def _read_jsonl(path: Path) -> Results:
    lines = _lines_of(path)
    if lines.header is None:
        raise InputError("the results file is empty", where=Place(str(path)), remedy=_AGAIN)
    first, line = lines.header
    header = _load(line, path, first)
    _check_schema(header, path, 1)
    last = lines.last[0] if lines.last else first
    footer = _load_last(lines.last[1], path, last) if lines.last else None
    if not isinstance(footer, dict) or "summary" not in footer:
        raise InputError(
            "the results are incomplete: the last line, with the summary, is missing",
            where=Place(str(path), line=last),
            remedy="The audit was interrupted. Run it again.",
        )
    where = Place(str(path), line=last)
    aside = _build(tuple[SetAside, ...], footer.pop("set_aside", []), where)
    summary = _build(Summary, footer.pop("summary"), where)
    header.pop("schema")
    run = _build(Run, {**header, **footer}, where)
    stored = StoredCases(path, lines.begins, lines.cases, first + 1)
    cases = tuple(stored) if path.stat().st_size <= HELD else stored
    results = Results(run=run, summary=summary, cases=cases, set_aside=aside)
    _check_whole(results, path)
    return results


def _load(content: bytes, path: Path, line: int | None = None) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        at = getattr(error, "lineno", None)
        where = Place(str(path), line=line or at, column=getattr(error, "colno", None))
        what = f"this is not JSON: {getattr(error, 'msg', 'it is not UTF-8 text, or nested too deeply')}"
        raise InputError(what, where=where, remedy=_AGAIN) from error


def _load_last(content: bytes, path: Path, line: int) -> Any:
    """The last line's data; None when it broke off, which the caller reports as incomplete."""
    try:
        return _load(content, path, line)
    except InputError:
        return None


def _check_schema(data: Any, path: Path, line: int | None = None) -> None:
    found = data.get("schema") if isinstance(data, dict) else None
    if found == SCHEMA:
        return
    where = Place(str(path), line=line)
    if isinstance(found, str) and found.startswith("caseaudit.results/"):
        what = f"the results are of format {found}, this version reads {SCHEMA}"
        raise InputError(what, where=where, remedy="Use the version of caseaudit that wrote them.")
    raise InputError(f'these are not audit results: no "schema": "{SCHEMA}" at the start', where=where, remedy=_AGAIN)


def _check_whole(results: Results, path: Path) -> None:
    """The summary says how many cases there must be."""
    listed, counted = len(results.cases), results.summary.cases
    if listed != counted:
        what = f"the results are incomplete: the summary counts {counted} cases, the file lists {listed}"
        raise InputError(what, where=Place(str(path)), remedy=_AGAIN)


def _build(kind: type[T], data: Any, where: Place) -> T:
    """Plain JSON data as `kind`, strictly; the place of each wrong value is a JSON path below `where`."""
    wanted: Any = kind
    try:
        built: T = adapter(wanted).validate_json(json.dumps([data]))[0]
    except ValidationError as error:
        raise _wrong(error, where) from error
    return built


def _wrong(error: ValidationError, where: Place) -> InputError:
    problems = [f"{_path(item['loc'][1:])}: {item['msg']}" for item in error.errors(include_input=False)]
    more = [f"and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
    what = "the results have wrong or unknown values: " + "; ".join(problems[:_MAX_PROBLEMS] + more)
    return InputError(what, where=where, remedy=_AGAIN)


def _path(location: tuple[int | str, ...]) -> str:
    """`("cases", 0, "score")` as `cases[0].score`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or "the whole"
