"""The shape of a rubric's files as a person writes them: an edition, and the parts of a long one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from caseaudit.domain.vocabulary import Severity
from caseaudit.rubric.model import Area, BaselineFigure, Criterion, Edition, Grades, Kebab, Strict
from caseaudit.rubric.threshold import OfCriterion


class Include(Strict):
    """Criteria taken over from another edition."""

    from_: str = Field(alias="from", pattern=r"^[a-z0-9-]+@[0-9.-]+$")
    """`id@edition`."""
    criteria: tuple[Kebab, ...] = ()
    """Their ids; all of them when left out."""


class Change(Strict):
    """What a force sets otherwise in a criterion it took over; whatever else differs is another criterion."""

    severity: Severity | None = None
    weight: Annotated[float, Field(gt=0, le=10)] | None = None
    escalate: bool | None = None
    remedy: str | None = None
    baseline: BaselineFigure | None = None
    threshold: OfCriterion = None
    """The largest share of the assessed cases that may be not met before a run fails; `null` for none."""
    notes: str | None = None


CHANGEABLE = tuple(Change.model_fields)


class RubricFile(Strict):
    """One edition of a rubric, `<id>/<edition>.yaml`."""

    rubric: Kebab
    """Its id; never used again for another rubric."""
    edition: Edition
    title: str
    purpose: str = ""
    source: str = ""
    """Where its criteria come from."""
    extends: str = Field(default="", pattern=r"^[a-z0-9-]+@[0-9.-]+$")
    """An edition, `id@edition`, of which everything is taken over."""
    include: tuple[Include, ...] = ()
    drop: tuple[Kebab, ...] = ()
    """Ids of criteria taken over that are left out after all."""
    change: dict[Kebab, Change] = Field(default_factory=dict)
    """Criteria taken over -> what is set otherwise."""
    areas: tuple[Area, ...] = ()
    """The inspection's judgements; left out: those of the edition taken over."""
    grades: Grades = Grades()
    settings: dict[str, Any] = Field(default_factory=dict)
    """Values that criteria use as `$name`, for a force to set otherwise."""
    parts: tuple[Kebab, ...] = ()
    """Files `<edition>/<name>.yaml` that hold more criteria."""
    criteria: tuple[Criterion, ...] = ()


class PartFile(Strict):
    """A part of a long rubric, `<edition>/<name>.yaml`."""

    criteria: tuple[Criterion, ...]
