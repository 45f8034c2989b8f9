"""The record of a draw as JSON: the same draw, the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from caseaudit.engine.sampling_plan import DrawRecord
from caseaudit.reporting.text import without_surrogates


def draw_json(record: DrawRecord) -> str:
    """Write a record: the schema first, indented by two."""
    data: dict[str, Any] = asdict(record)
    for excluded in data["exclusions"]:
        if not excluded["case_ids"]:
            del excluded["case_ids"]
    ordered = {"schema": data.pop("schema"), **data}
    return without_surrogates(json.dumps(ordered, ensure_ascii=False, indent=2)) + "\n"
