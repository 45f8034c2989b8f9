"""What review workbooks that came back came to, all together: decisions to enter, and what stands against."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseaudit.review.decisions import Decision
from caseaudit.review.filled import Trouble


@dataclass(frozen=True, slots=True)
class Account:
    """What one workbook came to."""

    file: str
    auditor: str
    decided: int
    """Rows with an outcome that can be taken."""
    rows: int
    """Rows that were sent out."""
    gone: int
    """Of these, rows that somebody deleted."""


@dataclass(slots=True)
class Checked:
    """What several workbooks came to, together."""

    new: list[Decision] = field(default_factory=list)
    revised: list[Decision] = field(default_factory=list)
    """Decisions that differ from an earlier one of the same person."""
    unchanged: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def to_enter(self) -> list[Decision]:
        """Everything that is not on file yet."""
        return [*self.new, *self.revised]
