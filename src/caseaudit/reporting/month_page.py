"""The month's report as one page of blocks, the same for every format that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.month_accepted import exceptions
from caseaudit.reporting.month_back import actions, decided, learning, manifest
from caseaudit.reporting.month_blocks import Page
from caseaudit.reporting.month_front import audited, escalations, in_short
from caseaudit.reporting.month_results import areas, criteria, inspection, since, strata
from caseaudit.reporting.rulings import day_words
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from caseaudit.reporting.month import Month

SECTIONS = (
    in_short,
    escalations,
    audited,
    exceptions,
    areas,
    criteria,
    strata,
    inspection,
    since,
    learning,
    actions,
    decided,
    manifest,
)
TITLE = "Case file audit: the result"


def month_page(month: Month) -> Page:
    """Put the sections in their order."""
    run = month.results.run
    rubrics = " and ".join(one_line(one.title or one.id) for one in run.rubrics)
    day = run.settings.get("as_of")
    names = ", ".join(f"{one.id}@{one.edition}" for one in run.rubrics)
    return Page(
        title=TITLE,
        subtitle=f"{rubrics}{f', as of {day_words(str(day))}' if day else ''}",
        marking=one_line(month.marking),
        manifest=f"caseaudit {run.tool_version} · {names} · run {run_id(run)}",
        blocks=tuple(block for section in SECTIONS for block in section(month)),
    )
