"""Word notices: nothing that a person filled in is passed over, and what cannot be read is said clearly."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from document_samples import cell, control, docx, handle, para, read, row, run, table

from caseaudit.reading.tables import word_documents
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import TEXT
from caseaudit.reading.tables.settings import ReadSettings


def values(*body: str, **parts: str) -> dict[str, Any]:
    found, _, _ = read(word_documents, docx(*body, **parts), "notices/PPN 1.docx")
    found.pop(TEXT)
    return found


def refused(content: bytes, **limits: int) -> UnreadableExport:
    with pytest.raises(UnreadableExport) as caught:
        list(word_documents.tables(handle(content), ReadSettings(**limits)))
    assert caught.value.file == "notices/PPN 1.docx"
    assert caught.value.remedy
    return caught.value


def _checkbox(*, on: bool) -> str:
    return control("?", kind=f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>')


def test_a_form_of_several_layouts() -> None:
    found = values(
        para("Public Protection Notice", style="Ti"),
        para(run("Notice ref:", bold=True), " PPN/1"),
        para("Date\t12/05/2025"),
        table(
            row(cell("Child's name", shaded=True), "AB", cell("DOB", shaded=True), "01/02/2012"),
            row(
                cell("Seen alone?", shaded=True),
                cell(para(_checkbox(on=False), " Yes ", _checkbox(on=True), " No"), span=3),
            ),
            row(cell(para(run("Circumstances", bold=True)), span=4, shaded=True)),
            row(cell("One.\nTwo.", "Three.", span=4)),
        ),
        para("Voice of the child", style="Own"),
        para("He wants to stay."),
        para("He was quiet."),
    )
    assert found == {
        "Notice ref": "PPN/1",
        "Date": "12/05/2025",
        "Child's name": "AB",
        "DOB": "01/02/2012",
        "Seen alone?": "No",
        "Circumstances": "One.\nTwo.\nThree.",
        "Voice of the child": "He wants to stay.\nHe was quiet.",
    }


def test_a_placeholder_is_blank_and_a_chosen_entry_is_not() -> None:
    found = values(
        para("Grade: ", control("High", kind="<w:dropDownList/>")),
        para("Ethnicity: ", control("Choose an item.", kind="<w:dropDownList/>", placeholder=True)),
    )
    assert found == {"Grade": "High", "Ethnicity": None}


@pytest.mark.parametrize(
    ("form", "shown", "read_as"),
    [
        ("dd/MM/yyyy", "03/04/2025", "03/04/2025"),
        ("M/d/yyyy", "4/3/2025", "2025-04-03"),
        ("M/d/yyyy", "tomorrow", "tomorrow"),
    ],
)
def test_a_date_that_shows_the_month_first_is_written_so_that_it_can_be_told(
    form: str, shown: str, read_as: str
) -> None:
    kind = f'<w:date w:fullDate="2025-04-03T00:00:00Z"><w:dateFormat w:val="{form}"/></w:date>'
    assert values(para("Date: ", control(shown, kind=kind))) == {"Date": read_as}


def test_controls_round_paragraphs_rows_and_cells_are_read() -> None:
    whole = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    found = values(
        whole.format(para("Ref: 1")),
        table(
            whole.format(row(cell("Name", shaded=True), whole.format(cell("AB")))), row(cell("Sex", shaded=True), "F")
        ),
    )
    assert found == {"Ref": "1", "Name": "AB", "Sex": "F"}


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    deleted = "<w:r><w:delText>Medium</w:delText></w:r>"
    body = para(run("Grade: "), f'<w:del w:id="1">{deleted}</w:del><w:ins w:id="2">{run("High")}</w:ins>')
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("Gone") + cell("x") + "</w:tr>"
    found, _, first = read(word_documents, docx(body, table(row("Name:", "AB"), gone)), "a.docx")
    assert (found["Grade"], found["Name"]) == ("High", "AB")
    assert "Gone" not in found
    assert any("tracked changes" in notice for notice in first.notices)


def test_text_boxes_are_read_once() -> None:
    inner = f"<wps:txbx><w:txbxContent>{para('Incident: 55')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:textbox><w:txbxContent>{para('Incident: 55')}</w:txbxContent></v:textbox></w:pict>"
    drawn = f"<mc:AlternateContent><mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    assert values(para("Ref: 1", f"<w:r>{drawn}</w:r>")) == {"Ref": "1", "Incident": "55"}
    assert values(para("Ref: 1", f"<w:r>{old}</w:r>")) == {"Ref": "1", "Incident": "55"}


def test_headers_and_footers_give_labels_and_no_running_text() -> None:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    found, _, _ = read(
        word_documents,
        docx(
            para("Circumstances", style="H1"),
            para("One."),
            para("Two."),
            header1=para("OFFICIAL-SENSITIVE") + para("URN: 77"),
            footer1=para("Page ", page, " of 2"),
        ),
        "a.docx",
    )
    assert found == {"URN": "77", "Circumstances": "One.\nTwo.", TEXT: "Circumstances\nOne.\nTwo."}


def test_old_form_fields_and_wingdings_ticks() -> None:
    def old(data: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        return f'{begin}<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    box = old('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')
    empty = old('<w:checkBox><w:default w:val="0"/></w:checkBox>')
    entries = old('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Low"/><w:listEntry w:val="High"/></w:ddList>')
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0{}"/></w:r>'
    found = values(
        para("Seen: ", box, " Yes ", empty, " No"),
        para("Risk: ", entries),
        para("Safe: ", sign.format("A8"), " Yes ", sign.format("FE"), " No"),
    )
    assert found == {"Seen": "Yes", "Risk": "High", "Safe": "No"}


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>guidance</w:t></w:r>"
    found, _, first = read(word_documents, docx(para("Ref: 1", hidden)), "a.docx")
    assert found["Ref"] == "1"
    assert first.notices == ["a.docx: hidden text was left out."]


def test_footnotes_stand_where_they_are_referred_to() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2">{para("by phone")}</w:footnote>'
    assert values(para("Told: yes", mark), footnotes=notes) == {"Told": "yes [by phone]"}


def test_a_table_of_children_has_a_row_for_each_and_repeats_merged_cells() -> None:
    grid = table(
        row("Address", "Name", "Age", header=True),
        row(cell("1 High Street", merge="restart"), "AB", "9"),
        row(cell(merge="continue"), "CD", ""),
    )
    _, (children,), _ = read(
        word_documents, docx(para("Ref: 5"), para("Children in the home", style="H2"), grid), "a.docx"
    )
    rows = [(one.number, *(one.values[name] for name in ("Address", "Name", "Age", "../Ref"))) for one in children.rows]
    assert children.name == "Children in the home"
    assert rows == [(2, "1 High Street", "AB", "9", "5"), (3, "1 High Street", "CD", None, "5")]


def test_a_table_of_contents_heads_nothing() -> None:
    assert values(para("Circumstances\t2", style="T1"), para("Circumstances", style="H1"), para("One.")) == {
        "Circumstances": "One."
    }


def test_both_dialects_of_the_format_are_read() -> None:
    content = docx(para("Ref: 1"))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            said = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, said)
    assert read(word_documents, stream.getvalue(), "a.docx")[0]["Ref"] == "1"


def test_files_that_are_no_documents_are_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "empty" in refused(b"").reason
    assert "not a Word document" in refused(b"Ref: 1").reason
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le")).reason
    assert "old format (.doc)" in refused(ole).reason
    assert "damaged" in refused(docx(para("Ref: 1"))[:-60]).reason
    assert "no text" in refused(docx("<w:p/>")).reason


def _zip(**parts: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def test_documents_made_to_do_harm_are_refused() -> None:
    bomb = b"<w:document>" + b" " * (70 << 20) + b"</w:document>"
    assert "made to do harm" in refused(_zip(document=bomb)).reason
    laughs = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><d>&b;</d>'
    assert "entities or a DTD" in refused(_zip(document=laughs)).reason
    assert "nested deeper" in refused(docx("<w:x>" * 300 + "</w:x>" * 300)).reason
    assert "damaged" in refused(_zip(document="<w:document")).reason
    assert "no Word document" in refused(_zip(other="<a/>")).reason
