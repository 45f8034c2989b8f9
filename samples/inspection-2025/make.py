"""Write the sample beside this script: case-files.jsonl, incidents.jsonl and expected.json. Same bytes every time.

The case files and the outcomes intended for them are written by hand in `content/`; this only puts them together and counts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True

from content import (  # noqa: E402
    abuse_neglect,
    criminal_exploitation,
    domestic_abuse,
    incidents,
    missing,
    online,
    police_protection,
    remaining,
    sexual_exploitation,
)
from content.intent import CRITERIA, OUTCOMES  # noqa: E402

AS_OF = "2025-05-23"
RUBRIC = "dip-sample"
HERE = Path(__file__).resolve().parent

Made = tuple[dict[str, Any], dict[str, str]]

_REPORT = {
    # What the inspection report itself gives: which case types it speaks of, the criterion, the outcomes counted, how many, of how many.
    "ethnicity not recorded": ("case-files", None, "ethnicity-recorded", ("not_met",), 17, 48),
    "disability not recorded": ("case-files", None, "disability-recorded", ("not_met",), 27, 48),
    "victim-blaming language": ("case-files", None, "no-victim-blaming-language", ("not_met",), 4, 48),
    "online: response officer investigated": (
        "case-files",
        "online",
        "allocated-to-trained-investigator",
        ("not_met",),
        6,
        6,
    ),
    "online: no strategy meeting": ("case-files", "online", "strategy-meeting-held", ("not_met",), 6, 6),
    "online: no referral": ("case-files", "online", "referral-made", ("not_met",), 6, 6),
    "online: no research of the suspect": ("case-files", "online", "suspect-identifiers-pursued", ("not_met",), 6, 6),
    "domestic abuse: notice submitted": ("case-files", "domestic_abuse", "ppn-submitted", ("met",), 6, 6),
    "domestic abuse: body-worn video not used": (
        "case-files",
        "domestic_abuse",
        "body-worn-video-used",
        ("not_met",),
        2,
        6,
    ),
    "domestic abuse: voice of the child short": (
        "case-files",
        "domestic_abuse",
        "voice-of-child-recorded",
        ("partly_met", "not_met"),
        4,
        6,
    ),
    "domestic abuse: living conditions not recorded": (
        "case-files",
        "domestic_abuse",
        "living-conditions-recorded",
        ("not_met",),
        6,
        6,
    ),
    "police protection: designated officer": (
        "case-files",
        "police_protection",
        "designated-officer-oversight",
        ("met",),
        6,
        6,
    ),
    "police protection: too slow to deploy": (
        "case-files",
        "police_protection",
        "prompt-deployment",
        ("partly_met", "not_met"),
        4,
        6,
    ),
    "exploitation teams: strategy meeting": ("case-files", "team", "strategy-meeting-held", ("met",), 8, 8),
    "concern for safety, should have been missing": (
        "incidents",
        None,
        "missing-recorded-correctly",
        ("not_met",),
        2,
        10,
    ),
}
_ONLINE = ("online_child_sexual_exploitation",)
_GROUPS = {
    "online": _ONLINE,
    "domestic_abuse": ("domestic_abuse",),
    "police_protection": ("police_protection",),
    "team": ("child_sexual_exploitation", "child_criminal_exploitation"),
}
_ESCALATING = frozenset(
    {
        "child-still-missing",
        "missing-recorded-correctly",
        "police-protection-within-72h",
        "referral-made",
        "strategy-meeting-held",
        "victim-seen-promptly",
        "suspect-with-child-contact-no-action",
    }
)


def case_files() -> list[Made]:
    """The 48 case files in the order of their numbers."""
    modules = (
        domestic_abuse,
        police_protection,
        online,
        sexual_exploitation,
        criminal_exploitation,
        missing,
        abuse_neglect,
        remaining,
    )
    return sorted((made for module in modules for made in module.CASES), key=lambda made: made[0]["case_id"])


def _tally(cases: list[Made]) -> dict[str, dict[str, int]]:
    return {
        criterion: {outcome: sum(intent[criterion] == outcome for _, intent in cases) for outcome in OUTCOMES}
        for criterion in CRITERIA
    }


def _one_file(cases: list[Made]) -> dict[str, Any]:
    types = sorted({record["case_type"] for record, _ in cases})
    return {
        "cases": len(cases),
        "case_types": {name: sum(record["case_type"] == name for record, _ in cases) for name in types},
        "escalations": sum(any(intent[name] == "not_met" for name in _ESCALATING) for _, intent in cases),
        "criteria": _tally(cases),
        "by_case": {record["case_id"]: intent for record, intent in cases},
    }


def _report_counts(files: dict[str, list[Made]]) -> list[dict[str, Any]]:
    found = []
    for name, (file, group, criterion, outcomes, count, of) in _REPORT.items():
        cases = [made for made in files[file] if group is None or made[0]["case_type"] in _GROUPS[group]]
        intended = sum(intent[criterion] in outcomes for _, intent in cases)
        if (intended, len(cases)) != (count, of):
            raise ValueError(f"{name}: the report gives {count} of {of}, the sample {intended} of {len(cases)}")
        found.append(
            {
                "name": name,
                "file": f"{file}.jsonl",
                "case_types": None if group is None else list(_GROUPS[group]),
                "criterion": criterion,
                "outcomes": list(outcomes),
                "count": count,
                "of": of,
            }
        )
    return found


def expected(files: dict[str, list[Made]]) -> dict[str, Any]:
    """Every count that auditing the sample must give."""
    return {
        "rubric": RUBRIC,
        "as_of": AS_OF,
        "report": _report_counts(files),
        "files": {f"{name}.jsonl": _one_file(cases) for name, cases in files.items()},
    }


def _write(name: str, text: str) -> None:
    (HERE / name).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Write the three files."""
    files = {"case-files": case_files(), "incidents": list(incidents.CASES)}
    for name, cases in files.items():
        _write(f"{name}.jsonl", "".join(json.dumps(record, ensure_ascii=False) + "\n" for record, _ in cases))
    _write("expected.json", json.dumps(expected(files), ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
