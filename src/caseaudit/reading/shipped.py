"""Where the rubrics and samples of this copy are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

import caseaudit
from caseaudit.errors import UsageError


def shipped(name: str) -> Path:
    """Return the folder `rubrics` or `samples` that came with this copy. Raises UsageError when it is missing."""
    package = Path(caseaudit.__file__).parent
    for candidate in (package / "_data" / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise UsageError(f"This copy of caseaudit has no {name} folder", remedy="Install it again.")
