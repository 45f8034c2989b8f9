"""What a field can hold, where that is a closed list: so that no rubric waits for a value that cannot come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.disability import DisabilityState
from caseaudit.domain.ethnicity import EthnicityState
from caseaudit.domain.facts import compile_path, fields_of
from caseaudit.domain.fields import Record

_STATES: dict[str, type[Enum]] = {"ethnicity": EthnicityState, "disability": DisabilityState}
"""Fields that are compared by what is known of them, not by their raw value."""


def allowed_values(path: str, bound: Mapping[str, type[Record]]) -> tuple[str, ...] | None:
    """Return the values that the field at a good path can have; None where anything can stand there."""
    compiled = compile_path(path)
    model: type[Record] = bound[compiled.root] if compiled.root != "case" else CaseFile
    for name, _ in compiled.steps[:-1]:
        inner = fields_of(model)[name].record
        if inner is None:
            return None
        model = inner
    name = compiled.steps[-1][0]
    if name in _STATES and name in model.model_fields:
        return tuple(state.value for state in _STATES[name])
    for leaf in _leaves(model.model_fields[name].annotation):
        if leaf is bool:
            return ("true", "false")
        if isinstance(leaf, type) and issubclass(leaf, Enum):
            return tuple(str(member.value) for member in leaf)
    return None


def _leaves(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for part in get_args(annotation):
            yield from _leaves(part)
    else:
        yield annotation
