"""Names a fault of caseaudit by its kind and place in the code, never by its message, which may quote a case."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import PurePath

_FRAMES = 6


def place_in_code(error: BaseException) -> str:
    """Say what was raised and where, innermost first: `KeyError in checks/words.py:listed:12 < engine/runner.py:…`."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "caseaudit" in frame.filename]
    steps = " < ".join(
        f"{_module(frame.filename)}:{frame.name}:{frame.lineno}" for frame in reversed(frames[-_FRAMES:])
    )
    return f"{type(error).__name__} in {steps or 'unknown code'}"


def fault_id(place: str) -> str:
    """Name a fault, so that the same defect has the same id everywhere (12 hex digits)."""
    return hashlib.sha256(place.encode()).hexdigest()[:12]


def _module(filename: str) -> str:
    parts = PurePath(filename).parts
    at = max((number for number, part in enumerate(parts) if part == "caseaudit"), default=-1)
    return "/".join(parts[at + 1 :])
