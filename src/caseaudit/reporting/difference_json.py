"""Differences between two audits as JSON, `caseaudit.differences/1`: the same input, the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from caseaudit.engine.differences import Standing
from caseaudit.reporting.json_v1 import case_data, run_id
from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from caseaudit.domain.audit import Results
    from caseaudit.engine.differences import Change, Differences

SCHEMA = "caseaudit.differences/1"


def difference_json(found: Differences, old: Results, new: Results) -> str:
    """Write the differences: the runs, the counts by standing, the cases, then every change with its evidence."""
    data = {
        "schema": SCHEMA,
        "old": _run(old),
        "new": _run(new),
        "run_differences": [asdict(one) for one in found.runs],
        "counts": {standing.value: _counts(found.of(standing)) for standing in Standing},
        "cases": {
            "both": found.both,
            "only_old": found.only_old,
            "only_new": found.only_new,
            "set_aside_in_new": found.set_aside,
        },
        "changes": [_change(change) for change in found.changes],
    }
    return without_surrogates(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2)) + "\n"


def _run(results: Results) -> dict[str, Any]:
    rubrics = [f"{used.id}@{used.edition}" for used in results.run.rubrics]
    as_of = results.run.settings.get("as_of")
    return {"run": run_id(results.run), "as_of": as_of, "rubrics": rubrics, "cases": results.summary.cases}


def _counts(changes: tuple[Change, ...]) -> dict[str, int]:
    courses = [change.course for change in changes]
    return {
        "findings": len(changes),
        "escalations": sum(change.finding.escalate for change in changes),
        "worse": courses.count("worse"),
        "better": courses.count("better"),
    }


def _change(change: Change) -> dict[str, Any]:
    finding = case_data(replace(change.case, findings=(change.finding,)))["findings"][0]
    head = {"standing": change.standing.value, "case_id": change.case.case_id}
    return {**head, "before": change.before.value, "after": change.after.value, "course": change.course, **finding}
