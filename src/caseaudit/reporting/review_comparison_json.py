"""A comparison, or how far the machine may be trusted, as JSON: the same input, the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from caseaudit.reporting.text import without_surrogates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.review.comparing import Comparison
    from caseaudit.review.population_rates import PopulationRate
    from caseaudit.review.trust import Trust

COMPARISON_SCHEMA = "caseaudit.comparison/1"
TRUST_SCHEMA = "caseaudit.trust/1"


def comparison_json(comparison: Comparison) -> str:
    """Write a comparison: the schema first, indented by two; dates as ISO 8601."""
    data = asdict(comparison)
    for one in data["disagreements"]:
        case, criterion, subject = one.pop("key")
        moderation = one.pop("moderation")
        one |= {"case_id": case, "criterion": criterion, "subject": subject}
        one["moderation"] = moderation and {
            name: moderation[name] for name in ("auditor", "person", "reason", "decided_on")
        }
    return _dumps({"schema": COMPARISON_SCHEMA, **data})


def trust_json(trust: Trust, rates: Sequence[PopulationRate], *, run: str, rubric: str, note: str | None) -> str:
    """Write what people made of the machine's proposals; `population` holds the rates of the whole."""
    head = {"schema": TRUST_SCHEMA, "run": run, "rubric": rubric}
    return _dumps({**head, **asdict(trust), "population": {"note": note, "criteria": [asdict(one) for one in rates]}})


def _dumps(data: dict[str, Any]) -> str:
    return without_surrogates(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2, default=str)) + "\n"
