"""How the fields of a case file are read: times, picklists, yes and no, ids, with blanks and placeholders as None."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeGuard

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from caseaudit.domain.audit import Source
from caseaudit.domain.blank import is_blank
from caseaudit.domain.moment import Moment, parse_moment


def _moment(value: object) -> Moment | None:
    """Read a time; a blank or placeholder is None."""
    if isinstance(value, Moment):
        return value
    if is_blank(value):
        return None
    if not isinstance(value, str):
        raise ValueError("a time is text in ISO 8601, such as 2025-05-03T14:05")  # noqa: TRY004  (pydantic turns ValueError into a located error)
    return parse_moment(value)


def none_if_blank(value: object) -> object:
    """Read a blank or a placeholder as None, so that a typed field can be blank."""
    return None if is_blank(value) else value


def token(value: object) -> object:
    """Read a picklist value as people write it: case, spaces and hyphens do not matter."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        if is_blank(value):
            return None
        return value.strip().lower().replace(" ", "_").replace("-", "_")
    return none_if_blank(value)


def as_id(value: object) -> object:
    """Read a whole number as the text of an id: JSON exports write case numbers both ways."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _texts(value: object) -> object:
    """Read one text as a list of one."""
    if isinstance(value, str):
        return None if is_blank(value) else [value]
    return none_if_blank(value)


Time = Annotated[Moment | None, PlainValidator(_moment, json_schema_input_type=str | None)]
"""ISO 8601; zoneless is Europe/London; a date alone is kept as a date."""
YesNo = Annotated[bool | None, BeforeValidator(none_if_blank)]
Id = Annotated[str | None, BeforeValidator(as_id)]
RawValue = Annotated[Any, Field(default=None)]
"""A value whose reading depends on its scheme (ethnicity, disability): kept as it is in the source."""
Texts = Annotated[tuple[str, ...] | None, BeforeValidator(_texts)]


class Record(BaseModel):
    """What every object of a case file shares."""

    model_config = ConfigDict(frozen=True, extra="allow")

    source: Source | None = None
    """Where the object came from, filled by the reader."""


def is_record(value: object) -> TypeGuard[Record]:
    """Say whether a value is an object of a case file; `isinstance` takes ten times as long on such a class."""
    return Record in type(value).__mro__
