"""What every check kind shares: three-valued truth (with "not yet due" beside it), results, the base model."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from caseaudit.domain.audit import Evidence

if TYPE_CHECKING:
    from caseaudit.checks.context import Context
    from caseaudit.domain.fields import Record


class Truth(Enum):
    """What a clause came to."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    """The export or the text cannot settle it."""
    NOT_DUE = "not yet due"
    NOT_APPLICABLE = "does not apply"


@dataclass(frozen=True, slots=True)
class Result:
    """A judged clause: its truth, why in words, and what shows it."""

    truth: Truth
    because: str
    evidence: tuple[Evidence, ...] = ()
    clauses: tuple[Result, ...] = field(default=())
    """The parts of a combined clause, for `explain`."""
    label: str = ""
    """The clause itself in words, for `explain`."""
    scope: str | None = None
    """What was searched, when the truth rests on absence."""
    from_text: bool = False
    """Whether words of the narrative decided it."""
    firm: bool = False
    """Whether a recorded value decided it, so that text cannot."""


class Check(BaseModel):
    """One clause of a criterion's test. Frozen; unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @abstractmethod
    def evaluate(self, context: Context) -> Result:
        """Judge the clause for the subject that `context` holds."""

    def references(self, bound: Mapping[str, type[Record]]) -> Iterator[Reference]:
        """Yield every path and concept the clause refers to; `bound` says what child, person and item mean here."""
        del bound
        return iter(())


@dataclass(frozen=True, slots=True)
class Reference:
    """One name that a check refers to and that must exist."""

    kind: Literal["path", "time", "single", "list", "concept", "subject", "values"]
    """`time`: a path that leads to a time. `single`: one without a list step. `subject`: a child, person or item that
    must be judged here. `values`: what a path's field is compared with."""
    name: str
    at: tuple[str | int, ...]
    """Where it stands below the check, as a YAML path."""
    bound: Mapping[str, type[Record]]
    values: tuple[str | bool | int | float, ...] = ()

    def below(self, *parts: str | int) -> Reference:
        """Return the same reference seen from further up."""
        return replace(self, at=(*parts, *self.at))


def join_reasons(results: list[Result], limit: int = 3) -> str:
    """Put several reasons into one sentence row, without repeats."""
    reasons = list(dict.fromkeys(result.because for result in results if result.because))
    shown = "; ".join(reasons[:limit])
    return f"{shown}; and {len(reasons) - limit} more" if len(reasons) > limit else shown


def unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Drop evidence shown twice (same place, same concept), keeping the order."""
    kept = {(e.path, e.start, e.end, e.concept, e.contrary): e for e in evidence}
    return tuple(kept.values())
