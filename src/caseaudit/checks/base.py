"""What every check kind shares: three-valued truth (with "not yet due" beside it), results, the base model."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from caseaudit.domain.audit import Evidence

if TYPE_CHECKING:
    from caseaudit.checks.context import Context
    from caseaudit.domain.fields import Record


Shown = tuple[Evidence, ...]


class Truth(Enum):
    """What a clause came to."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    """The export or the text cannot settle it."""
    NOT_DUE = "not yet due"
    NOT_APPLICABLE = "does not apply"


class Result:
    """A judged clause: its truth, why in words, and what shows it.

    Words and evidence may be given as functions, which are called when somebody first asks: most clauses of a case
    decide nothing, and what nobody reads need not be written.
    """

    __slots__ = ("_because", "_evidence", "clauses", "firm", "from_text", "label", "scope", "truth")

    def __init__(
        self,
        truth: Truth,
        because: str | Callable[[], str],
        evidence: Shown | Callable[[], Shown] = (),
        *,
        clauses: tuple[Result, ...] = (),
        label: str = "",
        scope: str | None = None,
        from_text: bool = False,
        firm: bool = False,
    ) -> None:
        """Take the parts as they are."""
        self.truth = truth
        self._because = because
        self._evidence = evidence
        self.clauses = clauses
        """The parts of a combined clause, for `explain`."""
        self.label = label
        """The clause itself in words, for `explain`."""
        self.scope = scope
        """What was searched, when the truth rests on absence."""
        self.from_text = from_text
        """Whether words of the narrative decided it."""
        self.firm = firm
        """Whether a recorded value decided it, so that text cannot."""

    @property
    def because(self) -> str:
        """Why, in words."""
        if not isinstance(self._because, str):
            self._because = self._because()
        return self._because

    @property
    def evidence(self) -> Shown:
        """What shows it."""
        if not isinstance(self._evidence, tuple):
            self._evidence = self._evidence()
        return self._evidence

    def __repr__(self) -> str:
        """Show what tells one result from another, without asking for its words."""
        return f"Result({self.truth.name}, label={self.label!r})"

    def changed(self, **parts: Any) -> Result:
        """Return the same result with other `parts`; words and evidence that nobody asked for stay unasked."""
        own: dict[str, Any] = {
            "truth": self.truth,
            "because": self._because,
            "evidence": self._evidence,
            "clauses": self.clauses,
            "label": self.label,
            "scope": self.scope,
            "from_text": self.from_text,
            "firm": self.firm,
        }
        return Result(**(own | parts))


class Check(BaseModel):
    """One clause of a criterion's test. Frozen; unknown keys are errors.

    What is the same for every case (a clause's label, a limit as a duration) is worked out once and kept on the clause;
    `model_copy` would copy it too.
    """

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


def joined(truth: Truth, results: Sequence[Result], label: str) -> Result:
    """Make one result of several: those that came to the same truth explain it, all of them when none did."""
    chosen = [result for result in results if result.truth is truth] or results
    scope, from_text = None, False
    for result in chosen:
        scope = scope or result.scope
        from_text = from_text or result.from_text
    return Result(
        truth,
        lambda: _join_reasons(chosen),
        lambda: _unique([evidence for result in chosen for evidence in result.evidence]),
        clauses=tuple(results),
        label=label,
        scope=scope,
        from_text=from_text,
    )


def _join_reasons(results: Sequence[Result], limit: int = 3) -> str:
    """Put several reasons into one sentence row, without repeats."""
    reasons = list(dict.fromkeys(result.because for result in results if result.because))
    shown = "; ".join(reasons[:limit])
    return f"{shown}; and {len(reasons) - limit} more" if len(reasons) > limit else shown


def _unique(evidence: Sequence[Evidence]) -> Shown:
    """Drop evidence shown twice (same place, same concept), keeping the order."""
    if len(evidence) == 1:
        return tuple(evidence)
    kept = {(e.path, e.start, e.end, e.concept, e.contrary): e for e in evidence}
    return tuple(kept.values())
