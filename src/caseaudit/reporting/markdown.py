"""Text made safe for Markdown pages."""

from __future__ import annotations

import re

from caseaudit.reporting.text import one_line

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def plain(text: str) -> str:
    """Text that Markdown takes as it stands, on one line."""
    return SPECIAL.sub(r"\\\1", one_line(text))


def code(text: str) -> str:
    """Text as code, whatever ticks it holds."""
    shown = one_line(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"
