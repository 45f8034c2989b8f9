"""Differences between two audits as JSON, `caseaudit.differences/1`: the same input, the same bytes.

Every change is in it. They are written out as they are found, to a file without a name, and told in order at the end.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Self

from caseaudit.engine.differences_pairs import Order
from caseaudit.reporting.difference_sides import nameless
from caseaudit.reporting.json_v1 import case_data, run_id
from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from caseaudit.domain.audit import Results
    from caseaudit.engine.differences import Differences
    from caseaudit.engine.differences_counts import Counts
    from caseaudit.engine.differences_pairs import Change
    from caseaudit.reporting.json_v1 import TextSink

SCHEMA = "caseaudit.differences/1"
_BUFFER = 1 << 18
_ORDER = ", ".join(Order._fields)


class ChangeSpool:
    """Every change on disk, in the order in which they are told."""

    def __init__(self) -> None:
        self._file = TemporaryFile("w+b", _BUFFER, prefix="caseaudit-")  # noqa: SIM115 - closed by `close`
        self._end = 0
        self._base = nameless()
        columns = ", ".join(f"{name} INTEGER" for name in Order._fields)
        self._base.execute(f"CREATE TABLE changes ({columns}, start INTEGER, PRIMARY KEY ({_ORDER})) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def __enter__(self) -> Self:
        """Be ready."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind."""
        self._file.close()
        self._base.close()

    def add(self, order: Order, change: Change) -> None:
        """Keep a change."""
        line = _line(change).encode()
        self._file.write(line)
        self._base.execute("INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*order, self._end))
        self._end += len(line)

    def __iter__(self) -> Iterator[Any]:
        """Give each as plain JSON data."""
        for (start,) in self._base.execute(f"SELECT start FROM changes ORDER BY {_ORDER}"):  # noqa: S608 - our own names
            self._file.seek(start)
            yield json.loads(self._file.readline())


def write_differences(found: Differences, changes: Iterable[Any], old: Results, new: Results, stream: TextSink) -> None:
    """Write the differences: the runs, the counts by standing, the cases, then every change with its evidence.

    Ids and changes go out one at a time.
    """
    head = {
        "schema": SCHEMA,
        "old": _run(old),
        "new": _run(new),
        "run_differences": [asdict(one) for one in found.runs],
        "counts": {standing.value: _counts(counts) for standing, counts in found.counts.items()},
    }
    stream.write(_indented(head, 0).removesuffix("\n}"))
    stream.write(f',\n  "cases": {{\n    "both": {found.both}')
    for name, ids in (
        ("only_old", found.only_old),
        ("only_new", found.only_new),
        ("set_aside_in_new", found.set_aside),
    ):
        stream.write(f',\n    "{name}": ')
        _write_list(ids, stream, 3)
    stream.write('\n  },\n  "changes": ')
    _write_list(changes, stream, 2)
    stream.write("\n}\n")


def _write_list(items: Iterable[Any], stream: TextSink, depth: int) -> None:
    """Write a list whose items stand `depth` levels deep."""
    lead = "\n" + "  " * depth
    empty = True
    for item in items:
        stream.write(("[" if empty else ",") + lead + _indented(item, depth))
        empty = False
    stream.write("[]" if empty else lead.removesuffix("  ") + "]")


def _indented(data: Any, depth: int) -> str:
    """JSON with two spaces a level, to stand `depth` levels deep."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)
    return without_surrogates(text).replace("\n", "\n" + "  " * depth)


def _run(results: Results) -> dict[str, Any]:
    rubrics = [f"{used.id}@{used.edition}" for used in results.run.rubrics]
    as_of = results.run.settings.get("as_of")
    return {"run": run_id(results.run), "as_of": as_of, "rubrics": rubrics, "cases": results.summary.cases}


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "findings": counts.findings,
        "escalations": counts.escalations,
        "worse": counts.worse,
        "better": counts.better,
    }


def _line(change: Change) -> str:
    finding = case_data(replace(change.case, findings=(change.finding,)))["findings"][0]
    head = {"standing": change.standing.value, "case_id": change.case.case_id}
    states = {"before": change.before.value, "after": change.after.value, "course": change.course}
    return without_surrogates(json.dumps({**head, **states, **finding}, ensure_ascii=False, allow_nan=False)) + "\n"
