"""Invented exports for `exports.py`, always the same: one wide table, a workbook, related tables, XML and JSON."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from narratives import narratives
from openpyxl import Workbook

from caseaudit.domain.vocabulary import CaseType, ChildRole

COLUMNS = (
    *("OCC_REF", "TYPE", "TITLE", "FORCE", "AREA", "TEAM", "REPORTED", "OPENED", "CLOSED", "OUTCOME", "CLOSURE"),
    *("KIDS_PRESENT", "GRADE", "OIC_RANK", "OIC_ROLE", "OIC_TEAM", "CHILD_ID", "CHILD_ROLE", "CHILD_DOB", "CHILD_AGE"),
    *("CHILD_SEX", "CHILD_ETH", "CHILD_DISABILITY", "CHILD_LANGUAGE", "CHILD_SEEN", "CHILD_SPOKEN", "CHILD_SCHOOL"),
    *("SUMMARY_AT", "SUMMARY_BY", "SUMMARY"),
)
"""The columns of the wide table; their cells are written as the case file has its values, so that a bare reader need
only put them in their places."""
CASE = {
    "case_id": "OCC_REF",
    "case_type": "TYPE",
    "title": "TITLE",
    "force": "FORCE",
    "area": "AREA",
    "team": "TEAM",
    "reported_at": "REPORTED",
    "opened_at": "OPENED",
    "closed_at": "CLOSED",
    "outcome": "OUTCOME",
    "closure_reason": "CLOSURE",
    "children_present": "KIDS_PRESENT",
    "vulnerability_grade": "GRADE",
}
OFFICER = {"rank": "OIC_RANK", "role": "OIC_ROLE", "team": "OIC_TEAM"}
CHILD = {
    "child_id": "CHILD_ID",
    "role": "CHILD_ROLE",
    "date_of_birth": "CHILD_DOB",
    "age": "CHILD_AGE",
    "sex": "CHILD_SEX",
    "ethnicity_self": "CHILD_ETH",
    "disability": "CHILD_DISABILITY",
    "language": "CHILD_LANGUAGE",
    "seen_at": "CHILD_SEEN",
    "spoken_to": "CHILD_SPOKEN",
    "school": "CHILD_SCHOOL",
}
ENTRY = {"recorded_at": "SUMMARY_AT", "author_role": "SUMMARY_BY", "text": "SUMMARY"}

_NARRATIVE = 1500
"""Characters of a narrative."""
_TEXTS = 400
"""Narratives that are different; each row has one of them with its own reference in front."""
_LOG = 300
"""Characters of an entry of a log."""


def row(number: int, luck: random.Random, texts: list[str]) -> dict[str, str]:
    """Give one row of the wide table."""
    day, hour = f"2025-{luck.randint(1, 6):02}-{luck.randint(1, 28):02}", f"{luck.randint(0, 23):02}"
    reported = f"{day}T{hour}:{luck.randint(0, 59):02}"
    born = f"{luck.randint(2008, 2020)}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}"
    reference = f"OCC/{25_000_000 + number}"
    cells = (
        *(reference, luck.choice(list(CaseType)).value, f"Report {number}", "Marlshire", luck.choice("NESW"), "Team 4"),
        *(reported, f"{day}T23:{luck.randint(10, 59)}", luck.choice((f"2025-07-{luck.randint(1, 28):02}", ""))),
        *(luck.choice(("", "Outcome 21", "Outcome 16")), "", luck.choice(("true", "false")), "medium"),
        *("constable", luck.choice(("detective_constable", "response_constable")), "Child abuse team"),
        *(f"K{number}", luck.choice(list(ChildRole)).value, born, str(2025 - int(born[:4])), luck.choice("FM")),
        *(luck.choice(("W1", "W9", "B2", "A1", "NS", "")), luck.choice(("", "No", "ADHD")), "English"),
        *(
            f"{day}T23:{luck.randint(10, 59)}",
            luck.choice(("true", "false", "")),
            luck.choice(("", "Mill Lane Primary")),
        ),
        *(reported, "response_constable", f"{reference}: {luck.choice(texts)}"[:_NARRATIVE]),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def rows(count: int) -> Iterator[dict[str, str]]:
    """Give rows of the wide table."""
    luck, texts = random.Random(4), narratives("typical", _TEXTS)  # noqa: S311 - the same rows every time
    for number in range(count):
        yield row(number, luck, texts)


def case_of(cells: dict[str, str]) -> dict[str, Any]:
    """Put the cells of a row where they stand in a case file, as a script of one's own would."""
    return {
        **{name: cells[column] for name, column in CASE.items()},
        "officer_in_case": {name: cells[column] for name, column in OFFICER.items()},
        "children": [{name: cells[column] for name, column in CHILD.items()}],
        "narrative": [{"kind": "crime_report", **{name: cells[column] for name, column in ENTRY.items()}}],
    }


def mapping(source: str, *, sheet: str | None = None, log: bool = False) -> dict[str, Any]:
    """Give the mapping of the wide table; with `log`, its narrative is a related table."""
    same: dict[str, Any] = {"from": source, "key": ["OCC_REF"], **({"sheet": sheet} if sheet else {})}
    officer = {f"officer_in_case.{name}": column for name, column in OFFICER.items()}
    part = {"column": "SUMMARY", "kind": "crime_report", "recorded_at": "SUMMARY_AT", "author_role": "SUMMARY_BY"}
    of_log = {"column": "ENTRY", "kind": "log", "recorded_at": "ENTERED", "author_role": "ROLE", "entry_id": "ENTRY_ID"}
    entries = {"from": "log.csv", "key": ["OCC"], "narrative": [of_log]} if log else {**same, "narrative": [part]}
    return {
        "mapping": "wide",
        "system": "Benchmark",
        "tables": [
            {"name": "cases", **same, "into": "case", "fields": {**CASE, **officer}},
            {"name": "children", **same, "into": "children[]", "id": ["CHILD_ID"], "fields": CHILD},
            {"name": "narrative", **entries, "into": "narrative[]"},
        ],
    }


def write_csv(path: Path, count: int) -> None:
    """Write the wide table."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(count))


def write_log(folder: Path, cases: int, entries: int) -> None:
    """Write cases without narrative, and a log whose rows belong to them in no order."""
    write_csv(folder / "cases.csv", cases)
    luck, texts = random.Random(5), narratives("typical", _TEXTS)  # noqa: S311 - the same rows every time
    with (folder / "log.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("OCC", "ENTRY_ID", "ENTERED", "ROLE", "ENTRY"))
        for number in range(entries):
            at = f"2025-{luck.randint(1, 6):02}-{luck.randint(1, 28):02}T{luck.randint(10, 23)}:{luck.randint(10, 59)}"
            text = luck.choice(texts)[:_LOG]
            writer.writerow((f"OCC/{25_000_000 + luck.randrange(cases)}", number, at, "response_constable", text))


def write_workbook(path: Path, count: int) -> None:
    """Write the wide table as a workbook, its narratives of the length of a log's entry."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append(COLUMNS)
    for cells in rows(count):
        sheet.append([cell[:_LOG] for cell in cells.values()])
    book.save(path)


def write_xml(path: Path, count: int) -> None:
    """Write the wide table as XML: an element a case, one inside it for each cell."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<Return>\n')
        for cells in rows(count):
            inner = "".join(f"<{name}>{escape(cell)}</{name}>" for name, cell in cells.items())
            out.write(f"<Case>{inner}</Case>\n")
        out.write("</Return>\n")


def write_json(path: Path, count: int) -> None:
    """Write the wide table as a JSON array of flat objects."""
    with path.open("w", encoding="utf-8") as out:
        for number, cells in enumerate(rows(count)):
            out.write(("[\n" if not number else ",\n") + json.dumps(cells))
        out.write("\n]\n")
