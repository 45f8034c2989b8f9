"""A small mapped export: cases, children, flags, log, meetings with actions, as related CSV files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from caseaudit.reading.case_files import ReadCase, Reject
from caseaudit.reading.intake import read_cases
from caseaudit.reading.mapped import MappedIntake
from caseaudit.reading.mappings import load_mapping_file

MAPPING: dict[str, Any] = {
    "mapping": "small",
    "title": "A small export",
    "system": "Test records",
    "dates": {"day_first": True},
    "picklists": {
        "types": {"values": {"DA": "domestic_abuse", "MISPER": "missing", "NEGLECT": "child_abuse_or_neglect"}}
    },
    "tables": [
        {
            "name": "cases",
            "from": "cases*.csv",
            "into": "case",
            "key": ["REF"],
            "fields": {
                "case_id": "REF",
                "case_type": {"column": "TYPE", "picklist": "types"},
                "reported_at": "REPORTED",
                "area": "AREA",
            },
        },
        {
            "name": "children",
            "from": "people.csv",
            "into": "children[]",
            "key": ["CASE"],
            "id": ["PERSON"],
            "where": {"column": "ROLE", "is": ["CHILD"]},
            "fields": {"child_id": "PERSON", "age": "AGE", "date_of_birth": "DOB", "ethnicity_self": "ETH"},
        },
        {
            "name": "flags",
            "from": "flags.csv",
            "into": "flags[]",
            "key": ["CASE"],
            "fields": {"kind": "FLAG", "placed_at": "PLACED"},
        },
        {
            "name": "log",
            "from": "log.csv",
            "into": "narrative[]",
            "key": ["CASE"],
            "narrative": [{"column": "TEXT", "kind": "log", "recorded_at": "AT"}],
        },
        {
            "name": "meetings",
            "from": "meetings.csv",
            "into": "meetings[]",
            "key": ["CASE"],
            "fields": {"kind": {"first": [{"value": "strategy_meeting"}]}, "held_at": "HELD"},
        },
        {
            "name": "actions",
            "from": "actions.csv",
            "into": "meetings[].actions[]",
            "parent": {"table": "meetings", "key": ["MEETING"], "of": ["ID"]},
            "fields": {"owner": "OWNER", "due_at": "DUE"},
        },
    ],
}

CASES = "REF,TYPE,REPORTED,AREA\nC-1,DA,01/05/2025 10:00,North\nC-2,NEGLECT,02/05/2025,\n"
PEOPLE = "CASE,PERSON,ROLE,AGE,DOB,ETH\nC-1,K1,CHILD,9,,W1\nc-1,P1,ADULT,40,,\nC-2,K2,CHILD,,03/04/2011,\nC-1,K3,CHILD,5,,B1\n"
FLAGS = "CASE,FLAG,PLACED\nC-1,CSE risk,03/05/2025\n"
LOG = "CASE,AT,TEXT\nC-1,01/05/2025 11:00,Spoke to the child alone.\nC-2,,\n"
MEETINGS = "CASE,ID,HELD\nC-1,7,04/05/2025\nC-1,8,05/05/2025\n"
ACTIONS = "MEETING,OWNER,DUE\n8,police,06/05/2025\n07,health,\n"
FILES = {
    "cases.csv": CASES,
    "people.csv": PEOPLE,
    "flags.csv": FLAGS,
    "log.csv": LOG,
    "meetings.csv": MEETINGS,
    "actions.csv": ACTIONS,
}


def a_mapping(**tables: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the mapping with tables changed, by their names; None leaves one out."""
    changed = []
    for table in MAPPING["tables"]:
        change = tables.get(table["name"], {})
        if change is not None:
            changed.append({key: value for key, value in {**table, **change}.items() if value is not ...})
    return {**MAPPING, "tables": changed}


def write_export(folder: Path, **files: str | None) -> Path:
    """Write the export with files changed, by their names without suffix; None leaves one out."""
    export = folder / "the export"
    export.mkdir(exist_ok=True)
    for name, text in {**FILES, **{f"{key}.csv": value for key, value in files.items()}}.items():
        if text is None:
            (export / name).unlink(missing_ok=True)
        else:
            (export / name).write_text(text, encoding="utf-8", newline="")
    return export


def write_mapping(folder: Path, mapping: Mapping[str, Any] | None = None) -> Path:
    """Write a mapping; JSON is YAML."""
    path = folder / "small.yaml"
    path.write_text(json.dumps(mapping or MAPPING), encoding="utf-8")
    return path


class Taken:
    """What one run of reading gave."""

    def __init__(self, mapping: Path, *arguments: Path) -> None:
        with MappedIntake(load_mapping_file(mapping), keep_rejects=True) as intake:
            results = list(read_cases([str(each) for each in arguments], intake))
            self.inputs = intake.inputs()
            self.notices = intake.notices()
        self.cases = {each.case.case_id: each.case for each in results if isinstance(each, ReadCase)}
        self.raw = {case_id: dict(case.raw) for case_id, case in self.cases.items()}
        self.rejects = [each for each in results if isinstance(each, Reject)]
        self.aside = [each.set_aside for each in self.rejects]

    def told(self, word: str) -> list[str]:
        """Give the notices with a word."""
        return [notice for notice in self.notices if word in notice]


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
