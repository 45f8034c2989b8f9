"""Play an auditor: fill in a review workbook as a person would, from a table of what invented people answered.

    python samples/fill_in.py AB samples/notices to-read/review-ab.xlsx

WHO answers what `readings.csv` of the sample says for that name, or for `*`. What it does not name, people answer as
the machine proposed where the workbook shows that, and as the sample's author intended (`expected.json`) where it is
hidden. A moderator's workbook has questions without either; those must all be in `readings.csv`.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

DECIDED_ON = datetime(2025, 6, 3)  # noqa: DTZ001 - as a spreadsheet holds a day
HEADER = 3
SIGNATURE = "Your name or initials"
COLUMNS = {"reason": "Reason", "good practice": "Good practice", "action": "Action", "owner": "Owner"}
OUTCOMES = {
    "met": "Met",
    "partly_met": "Partly met",
    "not_met": "Not met",
    "not_applicable": "Not applicable",
    "cannot_assess": "Cannot assess",
}

Answers = dict[tuple[str, str, str], dict[str, str]]
"""Case, child (empty: any) and criterion to a line of `readings.csv`."""


def answers_of(who: str, sample: Path) -> Answers:
    """Read what a person answers; a line of their own comes before one for everybody."""
    with (sample / "readings.csv").open(encoding="utf-8", newline="") as lines:
        told = [line for line in csv.DictReader(lines) if line["who"] in {"*", who}]
    told.sort(key=lambda line: line["who"] == who)
    return {(line["case"], line["child"], line["criterion"]): line for line in told}


def intended(sample: Path) -> dict[str, dict[str, str]]:
    """Give what the sample's author intends each case to come to, by criterion."""
    expected: dict[str, Any] = json.loads((sample / "expected.json").read_text(encoding="utf-8"))
    parts = [expected, *expected.get("files", {}).values()]
    return {case: outcomes for part in parts for case, outcomes in part.get("by_case", {}).items()}


def fill_in(who: str, sample: Path, path: Path) -> int:
    """Answer every question of a workbook, sign and save it; return how many were answered."""
    book = load_workbook(path)
    sheet = book["Decisions"]
    heads = {cell.value: cell.col_idx for cell in sheet[HEADER] if cell.value}
    answers, as_meant = answers_of(who, sample), intended(sample)
    count = 0
    for row in range(HEADER + 1, sheet.max_row + 1):
        case, child, criterion, proposal = (
            str(sheet.cell(row, heads[head]).value or "")
            for head in ("Case", "Child or person", "Criterion id", "Machine's proposal")
        )
        if not case:
            continue
        line = answers.get((case, child, criterion)) or answers.get((case, "", criterion)) or {}
        given = {COLUMNS[name]: line[name] for name in COLUMNS if line.get(name)}
        shown = next((word for word in OUTCOMES.values() if proposal.startswith(word)), None)
        given["Your outcome"] = line.get("outcome") or shown or OUTCOMES[as_meant[case][criterion]]
        if line.get("refer back now"):
            given["Refer back now"] = line["refer back now"]
        for head, value in given.items():
            sheet.cell(row, heads[head]).value = value
        if line.get("due"):
            sheet.cell(row, heads["Due"]).value = datetime.fromisoformat(line["due"])
        sheet.cell(row, heads["Decided on"]).value = DECIDED_ON
        count += 1
    for cell in (cell for cells in book["ReadMe"].iter_rows() for cell in cells):
        if cell.value == SIGNATURE:
            book["ReadMe"].cell(cell.row, cell.column + 1).value = who
    book.save(path)
    return count


if __name__ == "__main__":
    WHO, SAMPLE, *BOOKS = sys.argv[1:]
    for name in BOOKS:
        print(f"{WHO} answered {fill_in(WHO, Path(SAMPLE), Path(name))} questions in {name}")
