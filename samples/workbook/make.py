"""Write `safeguarding review.xlsx` and `expected.json` beside this script: twelve cases of inspection-2025 as an analyst's workbook.

Same bytes every time with the same openpyxl. What is awkward in the workbook is listed in README.md.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

sys.dont_write_bytecode = True

from sheets import (  # noqa: E402
    CATEGORIES,
    Record,
    Row,
    adults_sheet,
    cases_sheet,
    children_sheet,
    forms_sheet,
    investigation_sheet,
    meetings_sheet,
    narrative_sheet,
    referrals_sheet,
)

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "inspection-2025"
# Two files say nothing of a field that the others have: a sheet cannot, for its column is there for all.
LEFT_OUT = frozenset({"MS25-012388", "MS25-003488"})
MOST_OF_A_TYPE = 5
PRODUCED = datetime(2025, 5, 23, 18, 0)  # noqa: DTZ001 - workbooks know no zones
BOLD, SHADED = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")


def titled(sheet: Worksheet, titles: Sequence[str], rows: Iterator[Row]) -> int:
    """Write titles, an empty row and a table; give the row of its header."""
    for title in titles:
        sheet.append([title])
        sheet.cell(sheet.max_row, 1).font = BOLD
    header = len(titles) + 2 if titles else 1
    for at, row in enumerate(rows, header):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            if at == header:
                cell.font, cell.fill = BOLD, SHADED
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18
    return header


def merge_down(sheet: Worksheet, header: int) -> None:
    """Merge each number with the empty cells below it."""
    starts = [row for row in range(header + 1, sheet.max_row + 1) if sheet.cell(row, 1).value is not None]
    for start, following in zip(starts, [*starts[1:], sheet.max_row + 1], strict=True):
        if following - start > 1:
            sheet.merge_cells(start_row=start, end_row=following - 1, start_column=1, end_column=1)


def group_headers(sheet: Worksheet, row: int, groups: dict[str, str]) -> None:
    """Write the names of groups of columns, each merged over its columns, above the header."""
    for columns, name in groups.items():
        first = columns.partition(":")[0]
        sheet[f"{first}{row}"] = name
        sheet[f"{first}{row}"].font = BOLD
        sheet.merge_cells(":".join(f"{column}{row}" for column in columns.split(":")))


def workbook(cases: Sequence[Record]) -> Workbook:
    book = Workbook()
    del book["Sheet"]
    about = book.create_sheet("About")
    about["B2"] = "Safeguarding review, extract for the dip sample"
    about["B4"] = "Questions to the performance team. Closed cases have their closing time typed in by hand."
    sheet = book.create_sheet("Cases")
    titled(sheet, ["Marlshire Police - safeguarding review", f"Produced {PRODUCED:%d/%m/%Y %H:%M}"], cases_sheet(cases))
    sheet.insert_rows(4)
    group_headers(
        sheet, 4, {"A:E": "Case", "F:K": "Dates and result", "L:O": "Officer in case", "P:T": "First deployment"}
    )
    sheet = book.create_sheet("Children")
    merge_down(sheet, titled(sheet, ["Children in the cases"], children_sheet(cases)))
    titled(book.create_sheet("Adults"), [], adults_sheet(cases))
    titled(book.create_sheet("Narrative"), ["Free text"], narrative_sheet(cases))
    titled(book.create_sheet("Referrals"), [], referrals_sheet(cases))
    titled(book.create_sheet("Meetings"), [], meetings_sheet(cases))
    titled(book.create_sheet("Forms and reviews"), ["Forms and reviews"], forms_sheet(cases))
    titled(book.create_sheet("Investigation"), [], investigation_sheet(cases))
    lists = book.create_sheet("Lists")
    titled(lists, [], iter([["Code", "Meaning"], *([name, value] for value, name in CATEGORIES.items())]))
    lists.sheet_state = "hidden"
    return book


def packed(book: Workbook) -> bytes:
    """Save a workbook without the time of saving it, neither inside nor in the archive."""
    saved, again = io.BytesIO(), io.BytesIO()
    book.properties.creator, book.properties.created = "Performance team", PRODUCED
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2025-05-23T18:00:00Z", content)
            info = ZipInfo(name, (2025, 5, 23, 18, 0, 0))
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            target.writestr(info, content)
    return again.getvalue()


def chosen() -> list[Record]:
    """Choose the cases of the workbook, in the order of their numbers."""
    kept: list[Record] = []
    for line in (SOURCE / "case-files.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        alike = sum(other["case_type"] == record["case_type"] for other in kept)
        if record["case_type"] in CATEGORIES and record["case_id"] not in LEFT_OUT and alike < MOST_OF_A_TYPE:
            kept.append(record)
    return kept


def expected(cases: Sequence[Record]) -> Record:
    """Count what the author of the cases intended each criterion to come to."""
    told = json.loads((SOURCE / "expected.json").read_text(encoding="utf-8"))
    whole = told["files"]["case-files.jsonl"]
    # No sheet holds what may identify a suspect, so nothing can be said of it.
    silent = {"suspect-identifiers-pursued": "cannot_assess"}
    intents = [whole["by_case"][case["case_id"]] | silent for case in cases]
    counts = {
        criterion: {outcome: sum(intent[criterion] == outcome for intent in intents) for outcome in outcomes}
        for criterion, outcomes in whole["criteria"].items()
    }
    return {
        "rubric": told["rubric"],
        "as_of": told["as_of"],
        "mapping": "workbook",
        "cases": len(cases),
        "criteria": counts,
    }


def main() -> None:
    """Write the two files."""
    cases = chosen()
    (HERE / "safeguarding review.xlsx").write_bytes(packed(workbook(cases)))
    text = json.dumps(expected(cases), ensure_ascii=False, indent=1) + "\n"
    (HERE / "expected.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
