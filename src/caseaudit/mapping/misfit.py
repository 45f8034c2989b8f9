"""One thing that does not fit in a mapping file, at the path of its keys."""

from __future__ import annotations

from dataclasses import dataclass

from caseaudit.errors import NamedValueError

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """What was found, what was wanted, and the nearest right name; without closing stops."""

    path: KeyPath
    found: str
    wanted: str
    nearest: str | None = None


def misfit_of(error: NamedValueError, path: KeyPath) -> Misfit:
    """Make a misfit of what a lookup says."""
    return Misfit(path, str(error), error.wanted, error.nearest)
