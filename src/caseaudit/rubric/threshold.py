"""A criterion's threshold: the largest share of the assessed cases that may fall short before a run fails."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, StringConstraints, model_validator

from caseaudit.domain.percent import percent_of, percent_words

_FORMS = "write 10%, {not_met: 10%} or {short: 20%}"
Written = Annotated[str, StringConstraints(pattern=r"^\s*[0-9]{1,3}(\.[0-9]{1,6})?\s*%\s*$")]
"""As in a file: `10%`."""
Percent = Annotated[
    float,
    BeforeValidator(percent_of, json_schema_input_type=Written),
    PlainSerializer(percent_words, return_type=str, when_used="json"),
]


class Threshold(BaseModel):
    """The largest shares of the assessed cases that may be not met, or fall short."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    not_met: Percent | None = None
    """Of the assessed cases, those not met: `10%`. One more and the run fails."""
    short: Percent | None = None
    """Of the assessed cases, those not met or partly met."""

    @model_validator(mode="after")
    def _says_something(self) -> Threshold:
        if self.not_met is None and self.short is None:
            raise ValueError(f"the threshold says nothing: {_FORMS}")
        return self

    @property
    def in_words(self) -> str:
        """Say it shortly: `10% not met, 20% short`."""
        figures = (("not met", self.not_met), ("short", self.short))
        return ", ".join(f"{percent_words(figure)} {what}" for what, figure in figures if figure is not None)


def _bare(value: Any) -> Any:
    """Take a bare percentage as the largest share not met."""
    if isinstance(value, bool | list):
        found = "a list" if isinstance(value, list) else str(value).lower()
        raise ValueError(f"{found} stands where a threshold is wanted: {_FORMS}, or null for none")  # noqa: TRY004
    return {"not_met": value} if isinstance(value, str | int | float) else value


OfCriterion = Annotated[Threshold | None, BeforeValidator(_bare, json_schema_input_type=Written | Threshold | None)]
