"""A review workbook edited and saved by LibreOffice, without a screen, imports as one that nobody else has touched."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from review_books import FIRST, Book

from builders import a_case_file

pytestmark = pytest.mark.libreoffice

Run = Callable[..., Any]

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Review(given As String, saved As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(given, "_blank", 0, hidden())
  sheet = doc.Sheets.getByName("Decisions")
  For column = 0 To 30
    head = sheet.getCellByPosition(column, 2).String
    If head = "Your outcome" Then outcome = column
    If head = "Reason" Then reason = column
    If head = "Due" Then due = column
    If head = "Row key" Then last = column
  Next
  cursor = sheet.createCursor()
  cursor.gotoEndOfUsedArea(False)
  bottom = cursor.RangeAddress.EndRow
  For row = 3 To bottom
    sheet.getCellByPosition(outcome, row).String = "Partly met "
    sheet.getCellByPosition(reason, row).String = "About " &amp; sheet.getCellByPosition(0, row).String
    sheet.getCellByPosition(due, row).Formula = "2025-07-03"
  Next
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = last : field(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields" : how(0).Value = field()
  how(1).Name = "ContainsHeader" : how(1).Value = False
  sheet.getCellRangeByPosition(0, 3, last, bottom).sort(how())
  sheet.Columns.getByIndex(0).IsVisible = False
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "Calc MS Excel 2007 XML"
  doc.storeToURL(saved, kind())
  doc.close(True)
End Sub
</script:module>
"""


def edited(book: Path, folder: Path) -> Path:
    """Let LibreOffice fill in every row, sort by key within the protected sheet, hide a column, and save."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is needed: apt-get install libreoffice-calc"
    profile = folder / "profile"
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=240)
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(MACRO, encoding="utf-8")
    listed = '<library:element library:name="Module1"/>'
    (basic / "script.xlb").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">'
        f'<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">{listed}</library:library>',
        encoding="utf-8",
    )
    saved = folder / "saved.xlsx"
    call = f'macro:///Standard.Module1.Review("{book.resolve().as_uri()}","{saved.as_uri()}")'
    subprocess.run([*command, call], check=True, capture_output=True, timeout=240)
    assert saved.exists(), "LibreOffice did not run the macro"
    return saved


def test_edited_sorted_and_saved_by_libreoffice(run: Run, export: Run, rubric: str, in_folder: Path) -> None:
    unseen = {"allocated_at": "2025-05-02", "victim_seen_at": None}
    two = [{"child_id": "K1", "ethnicity_self": "W1"}, {"child_id": "K2", "ethnicity_self": None}]
    records = [a_case_file(case_id="00123", investigation=unseen), a_case_file(case_id="C-2", children=two)]
    assert run("run", export(*records), "-r", rubric, "--as-of", "2025-05-23", "-o", "r.json", "-q").code == 0
    assert run("review", "export", "r.json", "--cases", "may.jsonl", "-o", "out", "--auditor", "AB").code == 0
    book = Path("out/review-ab.xlsx")
    saved = edited(book, in_folder)
    keys = [[one.get(row, "Row key") for row in one.rows()] for one in (Book(book), Book(saved))]
    assert keys[1] == sorted(keys[0], reverse=True), "people can sort the protected sheet"
    assert Book(saved).sheet.column_dimensions["A"].hidden
    ran = run("review", "import", "r.json", str(saved), "-o", "d.jsonl")
    assert (ran.code, ran.err) == (0, "")
    lines = [json.loads(line) for line in Path("d.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len(Book(book).rows())
    assert all(line["reason"] == f"About {line['case_id']}" for line in lines)
    assert {(line["person"], line["due"]) for line in lines} == {("partly_met", "2025-07-03")}
    assert FIRST in Book(saved).rows()
