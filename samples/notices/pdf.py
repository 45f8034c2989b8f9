"""Writes the PDF forms: a small writer of one-font pages with ruled lines; nothing in it depends on the time or the machine."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from content import Notice

_WIDTH, _HEIGHT, _MARGIN = 595, 842, 56
_SIZE, _LEADING = 10, 14
_PER_LINE = 92
"""Characters of the body font that surely fit between the margins."""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


@dataclass
class Page:
    """A page being written from the top down."""

    y: int = _HEIGHT - _MARGIN
    marks: list[str] = field(default_factory=list)

    def text(self, x: int, y: int, said: str, *, bold: bool = False, size: int = _SIZE) -> None:
        """Write a line of text at a place."""
        self.marks.append(f"BT /{'F2' if bold else 'F1'} {size} Tf {x} {y} Td ({_escaped(said)}) Tj ET")

    def title(self, said: str) -> None:
        """Write the title of the form."""
        self.text(_MARGIN, self.y, said, bold=True, size=16)
        self.y -= 2 * _LEADING

    def heading(self, said: str) -> None:
        """Write the heading of a section."""
        self.y -= _LEADING // 2
        self.text(_MARGIN, self.y, said, bold=True, size=12)
        self.y -= _LEADING + 2

    def line(self, said: str) -> None:
        """Write running text, broken into lines."""
        for each in said.split("\n"):
            for part in textwrap.wrap(each, _PER_LINE):
                self.text(_MARGIN, self.y, part)
                self.y -= _LEADING

    def label(self, label: str, value: str) -> None:
        """Write a label and its value on one line."""
        self.text(_MARGIN, self.y, label if label.endswith("?") else f"{label}:", bold=True)
        if value:
            self.text(_MARGIN + 170, self.y, value)
        self.y -= _LEADING + 2

    def grid(self, rows: Sequence[Sequence[str]], widths: Sequence[int], *, header: bool) -> None:
        """Write a ruled table, the first row or else the first column in bold."""
        left, right = _MARGIN, _MARGIN + sum(widths)
        edges = [left + sum(widths[:at]) for at in range(len(widths) + 1)]
        top = self.y + _LEADING - 2
        self.marks.append(f"0.5 w {left} {top} m {right} {top} l S")
        for at, row in enumerate(rows):
            parts = [textwrap.wrap(text, max(4, width // 6)) or [""] for text, width in zip(row, widths, strict=True)]
            deep = max(map(len, parts))
            for place, lines in enumerate(parts):
                marked = at == 0 if header else place == 0
                for number, said in enumerate(lines):
                    if said:
                        self.text(edges[place] + 4, self.y - number * _LEADING, said, bold=marked)
            bottom = self.y - (deep - 1) * _LEADING - 5
            self.marks += [f"{x} {top} m {x} {bottom} l S" for x in edges]
            self.marks.append(f"{left} {bottom} m {right} {bottom} l S")
            top = bottom
            self.y = bottom - _LEADING + 2
        self.y -= _LEADING // 2


def document(page: Page) -> bytes:
    """Put one page into a file."""
    content = "\n".join(page.marks).encode("windows-1252")
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in ("Helvetica", "Helvetica-Bold")
    ]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *(font.encode() for font in fonts),
    ]
    written = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    starts = []
    for number, each in enumerate(objects, 1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, xref = len(objects) + 1, len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return written + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, xref)


def lines_form(notice: Notice) -> bytes:
    """Write the form of labels and values, then sections."""
    (child,) = notice.children
    page = Page()
    page.title("Public Protection Notice")
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
        "Child spoken to?": child.spoken_to,
    }
    for label, value in told.items():
        page.label(label, value)
    sections = {
        "What happened": notice.happened,
        "What the child said": notice.said,
        "How the child was": " ".join(filter(None, (notice.seemed, notice.looked))),
        "The home": notice.home,
        "Threshold decision": notice.decision,
        **notice.more,
    }
    for heading, text in sections.items():
        page.heading(heading)
        page.line(text)
    return document(page)


def table_form(notice: Notice) -> bytes:
    """Write the form that is one ruled table of labels and values."""
    (child,) = notice.children
    page = Page()
    page.title("Public Protection Notice")
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
    ]
    page.grid(rows, (150, 330), header=False)
    return document(page)


def children_form(notice: Notice) -> bytes:
    """Write the form with a ruled table of children."""
    page = Page()
    page.title("Public Protection Notice (family)")
    told = {"Notice reference": notice.ref, "Submitted": notice.submitted, "Checked by supervisor": notice.checked}
    for label, value in {**told, "Risk grade": notice.grade}.items():
        page.label(label, value)
    page.heading("Children")
    header = ("No", "Name", "DOB", "Age", "Gender", "Ethnicity", "Disability", "Spoken to")
    rows = [
        (str(at), c.name, c.born, str(c.age), c.gender, c.ethnicity, c.disability, c.spoken_to)
        for at, c in enumerate(notice.children, 1)
    ]
    page.grid([header, *rows], (28, 66, 76, 36, 60, 66, 68, 72), header=True)
    sections = {
        "Circumstances": notice.happened,
        "Voice of the child": notice.said,
        "Demeanour": notice.seemed,
        "Appearance": notice.looked,
        "Home conditions": notice.home,
        "Level of need and why": notice.decision,
    }
    for heading, text in sections.items():
        page.heading(heading)
        page.line(text)
    return document(page)
