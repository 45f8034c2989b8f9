"""`caseaudit.results/1` as JSON and JSON Lines, written and read back.

The same results give the same bytes. What the contract names is always there, null or not; our own additions to a
finding, a piece of evidence or the manifest are left out when empty.
"""

from __future__ import annotations

import json
import math
import types
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from caseaudit.domain.audit import SCHEMA, CaseAudit, Results, Run, SetAside, Summary
from caseaudit.errors import InputError, Place
from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_OPTIONAL_IN_RUN = ("lexicons", "mapping", "exceptions")
_OPTIONAL_IN_SUMMARY = ("accepted",)
_OPTIONAL_IN_CRITERION = ("accepted_not_met", "accepted_partly_met")
_OPTIONAL_IN_INPUT = ("orphans", "repeated", "left_out", "blank")
_OPTIONAL_IN_ASIDE = ("sheet", "row", "column")
_OPTIONAL_IN_FINDING = ("scope", "accepted")
_OPTIONAL_IN_EVIDENCE = ("term", "tier", "why", "sentence", "basis", "confidence", "contrary")
_HEADER_KEYS = ("tool_version", "rubrics", "settings", "lexicons", "mapping", "exceptions")
_FOOTER_RUN_KEYS = ("inputs", "sample", "notices")
_MAX_PROBLEMS = 5
_AGAIN = "Run the audit again, or give the file that `caseaudit run -o` wrote."

T = TypeVar("T")


class TextSink(Protocol):
    """Anything text is written to; a file opened as UTF-8 with newlines left alone, so that bytes are the same."""

    def write(self, text: str, /) -> object:
        """Write one piece of text."""


def write_json(results: Results, stream: TextSink) -> None:
    """Write the results as one JSON object, indented by two, with a newline at its end.

    The cases go out one at a time, so memory holds one case's JSON at once.
    """
    stream.write('{\n  "schema": ' + _dumps(SCHEMA))
    stream.write(',\n  "run": ' + _indented(_run_data(results.run)))
    stream.write(',\n  "summary": ' + _indented(_summary_data(results.summary)))
    stream.write(',\n  "cases": ')
    _write_list((case_data(case) for case in results.cases), stream)
    stream.write(',\n  "set_aside": ')
    _write_list(map(_aside_data, results.set_aside), stream)
    stream.write("\n}\n")


def write_jsonl(results: Results, stream: TextSink) -> None:
    """Write the results as JSON Lines: the header, one case a line in input order, the footer."""
    stream.write(header_line(results.run))
    for case in results.cases:
        stream.write(case_line(case))
    stream.write(footer_line(results.run, results.summary, results.set_aside))


def header_line(run: Run) -> str:
    """First line of a `.jsonl`: what is known before the first case was audited."""
    data = _run_data(run)
    return _dumps({"schema": SCHEMA, **{key: data[key] for key in _HEADER_KEYS if key in data}}) + "\n"


def case_line(case: CaseAudit) -> str:
    """One case as a line of a `.jsonl`."""
    return _dumps(case_data(case)) + "\n"


def footer_line(run: Run, summary: Summary, set_aside: Iterable[SetAside]) -> str:
    """Last line of a `.jsonl`: a file without it is incomplete."""
    data = _run_data(run)
    footer: dict[str, Any] = {"summary": _summary_data(summary)}
    footer.update({key: data[key] for key in _FOOTER_RUN_KEYS})
    footer["set_aside"] = [_aside_data(record) for record in set_aside]
    return _dumps(footer) + "\n"


def case_data(case: CaseAudit) -> dict[str, Any]:
    """One case as plain JSON data, in the contract's key order, without our own additions that are empty."""
    data: dict[str, Any] = _plain(CaseAudit, case)
    for finding in data["findings"]:
        _drop_empty(finding, _OPTIONAL_IN_FINDING)
        for evidence in finding["evidence"]:
            _drop_empty(evidence, _OPTIONAL_IN_EVIDENCE)
            evidence["value"] = _finite(evidence["value"])
        # The contract lists evidence last, our own additions go behind it.
        for key in _OPTIONAL_IN_FINDING:
            if key in finding:
                finding[key] = finding.pop(key)
    return data


def run_id(run: Run) -> str:
    """A digest of the manifest: the same inputs, rubrics, settings and version give the same id (16 hex digits)."""
    return sha256(_dumps(_run_data(run)).encode()).hexdigest()[:16]


def _run_data(run: Run) -> dict[str, Any]:
    """The manifest as plain JSON data; `lexicons` only where a force's own were in force, `mapping` where one was."""
    data: dict[str, Any] = _plain(Run, run)
    _drop_empty(data, _OPTIONAL_IN_RUN)
    for item in data["inputs"]:
        _drop_null(item, _OPTIONAL_IN_INPUT)
    return data


def _summary_data(summary: Summary) -> dict[str, Any]:
    """The summary as plain JSON data; what is accepted only where something is."""
    data: dict[str, Any] = _plain(Summary, summary)
    _drop_empty(data, _OPTIONAL_IN_SUMMARY)
    for criterion in data["criteria"]:
        _drop_empty(criterion, _OPTIONAL_IN_CRITERION)
    return data


def _aside_data(record: SetAside) -> dict[str, Any]:
    data: dict[str, Any] = _plain(SetAside, record)
    _drop_null(data, _OPTIONAL_IN_ASIDE)
    return data


def read_results(path: Path) -> Results:
    """Read a `.json` or `.jsonl` that this module wrote.

    Raises InputError when the file cannot be read, is of another schema or version, is incomplete or has a wrong,
    missing or unknown key: all with the place.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise InputError(f"cannot read the results: {reason}", where=Place(str(path))) from error
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if _is_jsonl(path, lines):
        return _read_jsonl(path, lines)
    return _read_json(path, b"\n".join(lines))


def _is_jsonl(path: Path, lines: list[bytes]) -> bool:
    """By suffix; for any other name by the first line, which in JSON Lines is a whole object."""
    suffix = path.suffix.lower()
    if suffix in {".json", ".jsonl"}:
        return suffix == ".jsonl"
    try:
        first = json.loads(lines[0])
    except ValueError:
        return False
    return isinstance(first, dict) and "run" not in first


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


def _read_jsonl(path: Path, lines: list[bytes]) -> Results:
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not numbered:
        raise InputError("the results file is empty", where=Place(str(path)), remedy=_AGAIN)
    header = _load(numbered[0][1], path, numbered[0][0])
    _check_schema(header, path, 1)
    last_number, last_line = numbered[-1]
    footer = _load_last(last_line, path, last_number) if len(numbered) > 1 else None
    if not isinstance(footer, dict) or "summary" not in footer:
        raise InputError(
            "the results are incomplete: the last line, with the summary, is missing",
            where=Place(str(path), line=last_number),
            remedy="The audit was interrupted. Run it again.",
        )
    cases = tuple(
        _build(CaseAudit, _load(line, path, number), Place(str(path), line=number)) for number, line in numbered[1:-1]
    )
    set_aside = footer.pop("set_aside", [])
    summary = _build(Summary, footer.pop("summary"), Place(str(path), line=last_number))
    header.pop("schema")
    run = _build(Run, {**header, **footer}, Place(str(path), line=last_number))
    aside = _build(tuple[SetAside, ...], set_aside, Place(str(path), line=last_number))
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


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Built once a type, when first needed. Plain dataclasses take these settings from the tuple around them."""
    around: Any = types.GenericAlias(tuple, (kind,))
    return TypeAdapter(around, config=ConfigDict(extra="forbid", strict=True, ser_json_inf_nan="constants"))


def _build(kind: type[T], data: Any, where: Place) -> T:
    """Plain JSON data as `kind`, strictly; the place of each wrong value is a JSON path below `where`."""
    wanted: Any = kind
    try:
        built: T = _adapter(wanted).validate_json(json.dumps([data]))[0]
    except ValidationError as error:
        problems = [f"{_path(item['loc'][1:])}: {item['msg']}" for item in error.errors(include_input=False)]
        more = [f"and {len(problems) - _MAX_PROBLEMS} more"] if len(problems) > _MAX_PROBLEMS else []
        what = "the results have wrong or unknown values: " + "; ".join(problems[:_MAX_PROBLEMS] + more)
        raise InputError(what, where=where, remedy=_AGAIN) from error
    return built


def _path(location: tuple[int | str, ...]) -> str:
    """`("cases", 0, "score")` as `cases[0].score`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or "the whole"


def _plain(kind: Any, value: Any) -> Any:
    """JSON data of a record: enums as their values, tuples as lists, keys in field order."""
    return _adapter(kind).dump_python((value,), mode="json", warnings=False)[0]


def _finite(data: Any) -> Any:
    """The same data where a number that JSON lacks (NaN, infinity) stands as its name."""
    if isinstance(data, float) and not math.isfinite(data):
        return str(data)
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_finite(value) for value in data]
    return data


def _drop_empty(data: dict[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        if not data[key]:
            del data[key]


def _drop_null(data: dict[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        if data[key] is None:
            del data[key]


def _dumps(data: Any) -> str:
    return without_surrogates(json.dumps(data, ensure_ascii=False, allow_nan=False))


def _indented(data: Any, depth: int = 1) -> str:
    """JSON with two spaces a level, to stand `depth` levels deep."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    return without_surrogates(text).replace("\n", "\n" + "  " * depth)


def _write_list(items: Iterator[Any], stream: TextSink) -> None:
    empty = True
    for item in items:
        stream.write("[\n    " if empty else ",\n    ")
        stream.write(_indented(item, 2))
        empty = False
    stream.write("[]" if empty else "\n  ]")
