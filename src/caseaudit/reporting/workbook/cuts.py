"""What a sheet says at its top where it does not hold everything: how much, which, and where the rest is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.reporting.workbook.plan import Plan

_URGENT = "where a child may be unsafe now, then what falls short, the gravest first"
WHY = (
    "The Summary counts every case. The other sheets would be too long to read, so they show what matters most; "
    "what each of them leaves out is said here and at its top."
)
_WITH = "written with the same run (-o)"
_ALL_FINDINGS = f"The .jsonl, .parquet or .csv {_WITH} holds every finding."


def findings(plan: Plan) -> str | None:
    """What the Findings sheet leaves out."""
    return _said(len(plan.findings), plan.totals.findings, "findings", _URGENT, _ALL_FINDINGS)


def summary(plan: Plan) -> str | None:
    """What the Summary says where formulas can't count from nothing."""
    if plan.complete:
        return None
    return (
        "Every figure here is of all cases, and follows the decisions. The Findings sheet shows "
        f"{len(plan.findings):,} of {plan.totals.findings:,} findings; {_ALL_FINDINGS[:1].lower()}{_ALL_FINDINGS[1:]}"
    )


def escalations(plan: Plan) -> str | None:
    """What the Escalations sheet leaves out."""
    rest = f"The .jsonl, .parquet or .csv {_WITH} holds every one: act on those too."
    return _said(len(plan.escalations), plan.totals.escalations, "escalations", "the gravest first", rest)


def cases(plan: Plan) -> str | None:
    """What the Cases sheet leaves out."""
    which = "where a child may be unsafe now, then the lowest scores"
    return _said(
        len(plan.cases), plan.totals.cases, "cases", which, f"The .jsonl or .parquet {_WITH} holds every case."
    )


def evidence(plan: Plan) -> str | None:
    """What the Evidence sheet leaves out."""
    shown = min(plan.room, plan.totals.evidence_shown)
    rest = f"The .jsonl or .parquet {_WITH} holds every piece."
    return _said(shown, plan.totals.evidence, "pieces of evidence", "those of the most urgent findings", rest)


def set_aside(plan: Plan) -> str | None:
    """What the Set aside sheet leaves out."""
    count = len(plan.results.set_aside)
    rest = f"The .jsonl {_WITH} names every one, and the file of --rejects holds them whole."
    return _said(min(plan.room, count), count, "records", "the first in the order of the export", rest)


def readings(plan: Plan) -> str | None:
    """What the Decisions sheet leaves out."""
    count = len(plan.rulings.every)
    return _said(
        min(plan.room, count), count, "readings", "the first that were made", "The file of decisions holds all."
    )


def every(plan: Plan) -> Iterator[tuple[str, str]]:
    """Each sheet that is cut, by its title, with what it says."""
    for title, told in (
        ("Escalations", escalations(plan)),
        ("Cases", cases(plan)),
        ("Findings", findings(plan)),
        ("Evidence", evidence(plan)),
        ("Set aside", set_aside(plan)),
        ("Decisions", readings(plan)),
    ):
        if told:
            yield title, told


def _said(shown: int, count: int, what: str, which: str, rest: str) -> str | None:
    return f"Shows {shown:,} of {count:,} {what}: {which}. {rest}" if shown < count else None
