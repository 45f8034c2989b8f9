"""PDF notices: what a person reads on the page is what is read, and what cannot be is said clearly."""

from __future__ import annotations

from typing import Any

import pytest
from document_samples import Page, handle, pdf, read

from caseaudit.reading.tables import pdf_documents
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings


def values(*pages: Page) -> dict[str, Any]:
    found, _, _ = read(pdf_documents, pdf(*pages), "notices/PPN 2.pdf")
    found.pop(TEXT)
    return found


def refused(content: bytes, **limits: int) -> UnreadableExport:
    with pytest.raises(UnreadableExport) as caught:
        list(pdf_documents.tables(handle(content, "PPN 2.pdf"), ReadSettings(**limits)))
    assert caught.value.remedy
    return caught.value


def test_labels_beside_values_with_and_without_lines() -> None:
    page = Page().text(50, 60, "Public Protection Notice", size=16, bold=True)
    page.text(50, 90, "Notice ref:", bold=True).text(110, 90, "PPN/25/00123")
    page.text(50, 110, "Date of notice").text(200, 110, "12/05/2025 14:33")
    page.text(50, 124, "School").text(200, 124, "Riverside School, which is").text(200, 136, "in the north")
    page.grid([50, 150, 300, 400, 545], [160, 180, 200], shaded=[(0, 0), (0, 2), (1, 0), (1, 2)])
    page.text(55, 174, "Child's name").text(155, 174, "AB").text(305, 174, "DOB").text(405, 174, "01/02/2012")
    page.text(55, 194, "Ethnicity").text(155, 194, "W1").text(305, 194, "Language")
    assert values(page) == {
        "Notice ref": "PPN/25/00123",
        "Date of notice": "12/05/2025 14:33",
        "School": "Riverside School, which is in the north",
        "Child's name": "AB",
        "DOB": "01/02/2012",
        "Ethnicity": "W1",
        "Language": None,
    }


def test_no_letter_of_a_narrow_pair_is_lost_and_bold_by_printing_twice_is_read_once() -> None:
    page = Page().text(50, 90, "Appearance: small, still ill, Will filled the skillet'', 'll'")
    for shift in (0, 0.3):
        page.text(50 + shift, 120, "All still ill: yes")
    assert values(page) == {"Appearance": "small, still ill, Will filled the skillet'', 'll'", "All still ill": "yes"}


def test_a_narrative_over_two_pages_is_whole_without_headers_and_footers() -> None:
    one = Page().text(230, 30, "OFFICIAL-SENSITIVE").text(50, 820, "Page 1 of 2")
    one.text(50, 70, "Circumstances", size=14, bold=True)
    one.lines(
        50,
        780,
        "Officers attended the address in the afternoon and found the child there with his grandmother, who had",
    )
    two = Page().text(230, 30, "OFFICIAL-SENSITIVE").text(50, 820, "Page 2 of 2")
    two.lines(50, 70, "been asked to look after him.", "He was quiet.")
    found = values(one, two)
    assert list(found) == ["Circumstances"]
    assert " ".join(found["Circumstances"].split()) == (
        "Officers attended the address in the afternoon and found the child there with his grandmother, who had "
        "been asked to look after him. He was quiet."
    )


def test_a_table_without_lines_whose_headers_are_centred() -> None:
    page = Page().text(50, 60, "Ref: 5").text(120, 100, "Name", bold=True).text(270, 100, "DOB", bold=True)
    page.text(420, 100, "Sex", bold=True).text(50, 114, "AB").text(210, 114, "01/02/2012").text(370, 114, "F")
    page.text(50, 128, "CD").text(370, 128, "M")
    _, (found,), _ = read(pdf_documents, pdf(page), "a.pdf")
    assert [[one.values[name] for name in ("Name", "DOB", "Sex")] for one in found.rows] == [
        ["AB", "01/02/2012", "F"],
        ["CD", None, "M"],
    ]


def test_lines_broken_by_the_margin_are_joined_and_others_are_not() -> None:
    page = Page().text(50, 70, "Circumstances", size=14, bold=True)
    page.lines(
        50, 90, "Officers attended the address in the afternoon and found the child there with his grandmother, who had"
    )
    page.lines(50, 104, "been asked to look after him.", "He was quiet.")
    assert values(page)["Circumstances"].endswith("who had been asked to look after him.\nHe was quiet.")


def test_a_ruled_table_of_children_is_a_table() -> None:
    page = Page().text(50, 60, "Ref: 5").text(50, 90, "Children in the household", size=14, bold=True)
    page.grid([50, 200, 350, 545], [100, 120, 140, 160])
    page.text(55, 114, "Name", bold=True).text(205, 114, "Date of birth", bold=True).text(
        355, 114, "Ethnicity", bold=True
    )
    page.text(55, 134, "AB").text(205, 134, "01/02/2012").text(355, 134, "A1").text(55, 154, "CD").text(355, 154, "NS")
    _, (children,), _ = read(pdf_documents, pdf(page), "a.pdf")
    rows = [[one.values[name] for name in ("Name", "Date of birth", "Ethnicity", "../Ref")] for one in children.rows]
    assert children.name == "Children in the household"
    assert rows == [["AB", "01/02/2012", "A1", "5"], ["CD", None, "NS", "5"]]


def test_a_table_that_goes_on_over_the_page_is_one() -> None:
    def part(top: int, *names: str) -> Page:
        page = Page().grid([50, 200, 545], [top + 20 * at for at in range(len(names) + 2)])
        page.text(55, top + 14, "Name", bold=True).text(205, top + 14, "Age", bold=True)
        for at, name in enumerate(names, 1):
            page.text(55, top + 14 + 20 * at, name).text(205, top + 14 + 20 * at, "9")
        return page

    _, found, _ = read(pdf_documents, pdf(part(700, "AB", "CD"), part(100, "EF")), "a.pdf")
    assert [[one.values["Name"] for one in table.rows] for table in found] == [["AB", "CD", "EF"]]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    left = [f"left column line {word} has words in it" for word in ("one", "two", "three", "four", "five", "six")]
    right = [line.replace("left", "right") for line in left]
    text = read(pdf_documents, pdf(Page().lines(50, 100, *left).lines(320, 100, *right)), "a.pdf")[0][TEXT]
    assert text.index("left column line six") < text.index("right column line one")


def test_filled_in_fields_stand_beside_their_labels() -> None:
    page = Page().text(50, 100, "Gender").widget(200, 100, "gender", "Female")
    page.text(50, 120, "Spoken to").tick(200, 120, "spoken", on=True).text(215, 120, "Yes").tick(
        260, 120, "no", on=False
    )
    page.text(275, 120, "No").text(50, 140, "Seen alone").tick(200, 140, "alone", on=False)
    found = values(page)
    assert (found["Gender"], found["Spoken to"], found["Seen alone"]) == ("Female", "Yes", None)


def test_a_page_without_text_is_told_and_a_document_without_any_is_a_scan() -> None:
    _, _, first = read(pdf_documents, pdf(Page().text(50, 100, "Ref: 1"), Page()), "a.pdf")
    assert first.notices == ["a.pdf: no text on page 2 (a picture, or empty)."]
    assert "scan" in refused(pdf(Page())).reason


def test_files_that_cannot_be_read_say_why() -> None:
    whole = pdf(Page().text(50, 100, "Ref: 1"))
    assert "password" in refused(pdf(Page().text(50, 100, "Ref: 1"), password="secret")).reason
    assert "empty" in refused(b"").reason
    assert "not a PDF" in refused(b"Ref: 1").reason
    assert "damaged" in refused(whole[:40]).reason
    assert "more than 1" in refused(pdf(Page().text(9, 99, "a"), Page()), max_pages=1).reason


def test_slanting_text_across_the_page_is_no_text() -> None:
    page = Page().text(50, 100, "Ref: 1")
    page.drawn.append("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAFT) Tj ET")
    assert values(page) == {"Ref": "1"}
