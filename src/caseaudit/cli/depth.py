"""Decides how closely narratives are read when nobody said: closely what is small enough to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from caseaudit.settings import Settings

WORTH_WAITING = 2_000_000
"""Bytes of export that are read closely unless told otherwise: a minute or two."""


def with_depth(settings: Settings, exports: Sequence[str], *, pasted: bool = False) -> Settings:
    """Return the settings with `thorough` decided.

    Standard input is of unknown length and read quickly; closely where it is likely to be `pasted`.
    """
    if settings.thorough is not None:
        return settings
    files = [export for export in exports if not (pasted and export == "-")]
    return replace(settings, thorough=settings.second_reader and _size(files) <= WORTH_WAITING)


def _size(exports: Sequence[str]) -> int:
    total = 0
    for export in exports:
        path = Path(export)
        if export == "-" or not path.exists():
            return WORTH_WAITING + 1
        files = (one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        for file in files:
            total += file.stat().st_size
            if total > WORTH_WAITING:
                return total
    return total
