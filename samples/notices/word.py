"""Writes the Word forms: WordprocessingML by hand, zipped with a fixed time, so that the bytes are the same each time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from content import Notice

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MIME}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MIME}.styles+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'{_HEAD}<w:styles xmlns:w="{_W}">'
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style></w:styles>',
}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(*runs: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def labelled(label: str, value: str) -> str:
    return paragraph(run(label if label.endswith("?") else f"{label}:", bold=True), run(f" {value}"))


def section(heading: str, text: str) -> Iterable[str]:
    yield paragraph(run(heading), style="Heading1")
    yield from (paragraph(run(line)) for line in text.split("\n") if line)


def grid(rows: Sequence[Sequence[str]], *, header: bool) -> str:
    """Write a table; its first row, or else its first column, is shaded and bold."""
    written = []
    for at, row in enumerate(rows):
        cells = []
        for place, text in enumerate(row):
            marked = at == 0 if header else place == 0
            shade = '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="D9E2F3"/></w:tcPr>' if marked else "<w:tcPr/>"
            cells.append(f"<w:tc>{shade}{paragraph(run(text, bold=marked))}</w:tc>")
        written.append(f"<w:tr>{''.join(cells)}</w:tr>")
    columns = "<w:gridCol/>" * max(map(len, rows))
    properties = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    # Word wants a paragraph behind a table.
    return f"<w:tbl>{properties}{''.join(written)}</w:tbl>{paragraph()}"


def ticks(label: str, options: Sequence[str], chosen: str) -> str:
    """Write tick boxes, as content controls, behind a label."""
    boxes = []
    for option in options:
        on = option == chosen
        mark = "\u2612" if on else "\u2610"
        boxes.append(
            f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{run(mark)}</w:sdtContent></w:sdt>{run(f' {option}   ')}"
        )
    return paragraph(run(f"{label} " if label.endswith("?") else f"{label}: ", bold=True), *boxes)


def chosen_from_list(label: str, value: str, options: Sequence[str]) -> str:
    """Write a drop-down list behind a label."""
    items = "".join(f'<w:listItem w:displayText="{option}" w:value="{option}"/>' for option in options)
    control = f"<w:sdt><w:sdtPr><w:dropDownList>{items}</w:dropDownList></w:sdtPr><w:sdtContent>{run(value)}</w:sdtContent></w:sdt>"
    return paragraph(run(f"{label}: ", bold=True), control)


def document(blocks: Iterable[str]) -> bytes:
    """Pack the blocks of a document."""
    body = f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:w14="{_W14}"><w:body>{"".join(blocks)}<w:sectPr/></w:body></w:document>'
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in {**_PARTS, "word/document.xml": body}.items():
            info = ZipInfo(name, (2025, 5, 31, 12, 0, 0))
            info.compress_type, info.create_system = ZIP_DEFLATED, 0
            archive.writestr(info, content.encode())
    return packed.getvalue()


def table_form(notice: Notice) -> bytes:
    """Write the form that is one table of labels and values."""
    (child,) = notice.children
    rows = [
        ("Notice reference", notice.ref),
        ("Submitted", notice.submitted),
        ("Checked by supervisor", notice.checked),
        ("Risk grade", notice.grade),
        ("Child\u2019s name", child.name),
        ("Date of birth", child.born),
        ("Age", str(child.age)),
        ("Gender", child.gender),
        ("Self-defined ethnicity", child.ethnicity),
        ("Disability", child.disability),
        ("Disability details", child.detail),
        ("Spoken to?", child.spoken_to),
        ("Circumstances", notice.happened),
        ("Voice of the child", notice.said),
        ("Demeanour", notice.seemed),
        ("Appearance", notice.looked),
        ("Home conditions", notice.home),
        ("Level of need and why", notice.decision),
    ]
    return document([paragraph(run("Public Protection Notice"), style="Title"), grid(rows, header=False)])


def labels_form(notice: Notice) -> bytes:
    """Write the form of paragraphs: labels with a colon, then headings with text under them."""
    (child,) = notice.children
    blocks = [paragraph(run("PUBLIC PROTECTION NOTICE - CHILD"), style="Title")]
    told = {
        "PPN ref": notice.ref,
        "Date and time submitted": notice.submitted,
        "Supervisor check": notice.checked,
        "Grading": notice.grade,
        "Name of child": child.name,
        "DOB": child.born,
        "Age now": str(child.age),
        "Sex": child.gender,
        "Ethnicity (16+1)": child.ethnicity,
        "Any disability": child.disability,
        "Details of disability": child.detail,
        "Child spoken to?": child.spoken_to,
    }
    blocks += [labelled(label, value) for label, value in told.items()]
    sections = {
        "What happened": notice.happened,
        "What the child said": notice.said,
        "How the child was": "\n".join(filter(None, (notice.seemed, notice.looked))),
        "The home": notice.home,
        "Threshold decision": notice.decision,
    }
    for heading, text in sections.items():
        blocks += section(heading, text)
    return document(blocks)


def ticks_form(notice: Notice) -> bytes:
    """Write the form with tick boxes and a drop-down list."""
    (child,) = notice.children
    codes = ("W1", "W2", "W3", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A9", "B1", "B2", "B9", "O1", "O9", "NS")
    blocks = [
        paragraph(run("Child Coming to Notice"), style="Title"),
        labelled("Reference number", notice.ref),
        labelled("Sent to hub", notice.submitted),
        labelled("Hub review", notice.checked),
        ticks("Grade", ("High", "Medium", "Standard"), notice.grade),
        labelled("Forename", child.name),
        labelled("Born", child.born),
        labelled("Age in years", str(child.age)),
        ticks("Gender", ("Male", "Female", "Other"), child.gender),
        chosen_from_list("Ethnicity code", child.ethnicity, codes),
        ticks("Has a disability", ("Yes", "No", "Not known"), child.disability),
        ticks("Did you speak to the child?", ("Yes", "No"), child.spoken_to),
    ]
    for heading, text in {
        "Narrative": notice.happened,
        "Child\u2019s views": notice.said,
        "Where the child lives": notice.home,
    }.items():
        blocks += section(heading, text)
    return document(blocks)


def children_form(notice: Notice) -> bytes:
    """Write the form with a table of children."""
    header = ("No", "Name", "DOB", "Age", "Gender", "Ethnicity", "Disability", "Spoken to")
    rows = [
        (str(at), c.name, c.born, str(c.age), c.gender, c.ethnicity, c.disability, c.spoken_to)
        for at, c in enumerate(notice.children, 1)
    ]
    told = {"Notice reference": notice.ref, "Submitted": notice.submitted, "Checked by supervisor": notice.checked}
    blocks = [paragraph(run("Public Protection Notice (family)"), style="Title")]
    blocks += [labelled(label, value) for label, value in {**told, "Risk grade": notice.grade}.items()]
    blocks += [paragraph(run("Children"), style="Heading1"), grid([header, *rows], header=True)]
    sections = {
        "Circumstances": notice.happened,
        "Voice of the child": notice.said,
        "Demeanour": notice.seemed,
        "Appearance": notice.looked,
        "Home conditions": notice.home,
    }
    for heading, text in sections.items():
        blocks += section(heading, text)
    return document(blocks)
