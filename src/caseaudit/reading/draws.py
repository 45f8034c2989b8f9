"""Reads the record of a draw, and finds the one that belongs to a sample."""

from __future__ import annotations

import json
import types
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from caseaudit.engine.sampling_plan import ALGORITHM, DRAW_SCHEMA, DrawRecord
from caseaudit.errors import InputError, Place, UsageError

SAMPLE, RECORD = ".jsonl", ".draw.json"
RESERVE, PICKED = ".reserve.jsonl", ".picked.jsonl"
"""What the files of a draw are called, behind the name that was asked for."""

_MAX_PROBLEMS = 5
_AGAIN = "Give the .draw.json that `caseaudit sample` wrote."


def draw_beside(sample: Path) -> Path | None:
    """Return the record that lies beside a sample (or its reserves, or its picked cases); None where there is none."""
    for suffix in (RESERVE, PICKED, SAMPLE):
        if sample.name.endswith(suffix):
            record = sample.with_name(sample.name.removesuffix(suffix) + RECORD)
            if record.is_file():
                return record
    return None


def draw_for(exports: Sequence[str]) -> DrawRecord | None:
    """Return the draw that the inputs of a run belong to; None where no record lies beside them, or several do.

    Raises InputError for a record that lies there and cannot be read: a sample must not be taken for a whole export.
    """
    found = {path.resolve(): path for export in exports if (path := draw_beside(Path(export))) is not None}
    return read_draw(next(iter(found.values()))) if len(found) == 1 else None


def read_draw(path: Path) -> DrawRecord:
    """Read a record. Raises UsageError when it is not there, InputError when it is no record of this version."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no draw {path}", remedy=_AGAIN) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", remedy="Check its permissions.") from None
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise InputError("This is no JSON", where=Place(path.name), remedy=_AGAIN) from None
    found = data.get("schema") if isinstance(data, dict) else None
    if found != DRAW_SCHEMA:
        said = f"format {found}" if isinstance(found, str) else "no record of a draw"
        raise InputError(f"This is {said}; wanted is {DRAW_SCHEMA}", where=Place(path.name), remedy=_AGAIN)
    if data.get("algorithm") != ALGORITHM:
        raise InputError(
            f"The draw was made by {data.get('algorithm')!r}; this version knows {ALGORITHM}",
            where=Place(path.name),
            remedy="Use the version of caseaudit that made it.",
        )
    return _built(data, path)


def _built(data: Any, path: Path) -> DrawRecord:
    try:
        record: DrawRecord = _adapter().validate_json(json.dumps([data]))[0]
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors(include_input=False)]
        more = [f"and {len(told) - _MAX_PROBLEMS} more"] if len(told) > _MAX_PROBLEMS else []
        what = f"The record has wrong values: {'; '.join(told[:_MAX_PROBLEMS] + more)}"
        raise InputError(what, where=Place(path.name), remedy=_AGAIN) from None
    return record


@cache
def _adapter() -> TypeAdapter[Any]:
    """Built when first needed. Plain dataclasses take these settings from the tuple around them."""
    around: Any = types.GenericAlias(tuple, (DrawRecord,))
    return TypeAdapter(around, config=ConfigDict(extra="forbid", strict=True))
