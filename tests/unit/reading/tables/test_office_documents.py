"""A notice written by LibreOffice Writer 7.4, as Word document and as PDF: both say what the form says.

It has label tables, tick boxes, a table of children, a narrative over two pages, a header and a footer; the people are
invented. Fonts of such a PDF claim to be lower than they are, and its lines stand further apart than usual.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from document_samples import read

from caseaudit.reading.tables import pdf_documents, word_documents
from caseaudit.reading.tables.rows import TEXT

DATA = Path(__file__).parents[3] / "data" / "tables"
READERS = {"notice.docx": word_documents, "notice.pdf": pdf_documents}


@pytest.mark.parametrize("name", READERS)
def test_labels_choices_and_blanks_of_the_form(name: str) -> None:
    values, _, _ = read(READERS[name], (DATA / name).read_bytes(), name)
    short = {label: value for label, value in values.items() if label != TEXT and len(value or "") < 60}
    assert short == {
        "Notice ref": "VCN/25/00417",
        "Submitted": "03/06/2025 19:42",
        "Officer": "PC 4821",
        "Station": None,
        "Is the child safe now?": "Yes",
        "Child spoken to": "Seen with a parent",
        "Interpreter needed": "No",
        "Child spoken to (2)": "Yes, with his mother in the room",
        "Referred to": None,
        "Supervisor review": None,
        "Risk grade": "Medium",
        "Reviewed by": "DS 112",
        "Review date": "04/06/2025",
        "Form ref": "F12",
    }
    assert values["Address of the incident"].endswith("above the shop and is reached by the back stairs")


@pytest.mark.parametrize("name", READERS)
def test_the_narrative_is_whole_with_its_own_paragraphs(name: str) -> None:
    values, _, _ = read(READERS[name], (DATA / name).read_bytes(), name)
    first, threshold, last = values["Circumstances"].split("\n")
    assert first.startswith("Officers called at the flat")
    assert first.endswith("who will visit again tomorrow.")
    assert last == "His older sister was in her room."
    assert threshold == f"Threshold document: {values['Threshold document']}"
    assert threshold.endswith("written about it twice this term.")
    further = values["Further detail"].split("\n")
    assert [line.split(".")[0] for line in further] == [f"Paragraph {number}" for number in range(1, 10)]
    assert {line.split(". ", 1)[1] for line in further} == {first}


@pytest.mark.parametrize("name", READERS)
def test_the_children_are_rows(name: str) -> None:
    _, (children,), _ = read(READERS[name], (DATA / name).read_bytes(), name)
    assert children.name == "Children in the household"
    assert [[row.values[column] for column in ("Name", "Date of birth", "Sex", "Seen")] for row in children.rows] == [
        ["K", "14/02/2017", "M", "Yes"],
        ["L", "30/11/2012", "F", None],
        ["Unborn", None, None, None],
    ]
