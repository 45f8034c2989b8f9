"""Makes small Word and PDF documents by hand, so that tests say exactly what is in them and need no office suite."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from caseaudit.reading.tables.handles import Handle, handle_of_bytes
from caseaudit.reading.tables.rows import Table
from caseaudit.reading.tables.settings import ReadSettings

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMES = (
    f'{_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
STYLES = (
    f"<w:styles {_W}>"
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Force heading"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Ti"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    "</w:styles>"
)


def run(text: str, *, bold: bool = False) -> str:
    """A run; `\\t` and `\\n` become tab and line break."""
    said = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    said = said.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{said}</w:t></w:r>'


def para(*runs: str, style: str = "") -> str:
    """A paragraph of runs; plain text becomes a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}{inner}</w:p>"


def cell(*content: str, span: int = 1, shaded: bool = False, merge: str = "") -> str:
    """A cell of paragraphs or text; `merge` is `restart` or `continue`."""
    inner = "".join(one if one.startswith(("<w:p", "<w:tbl", "<w:sdt")) else para(one) for one in content) or "<w:p/>"
    marks = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    marks += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    marks += '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>' if shaded else ""
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    """A row of cells; plain text becomes a cell."""
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str, *, title: str = "", kind: str = "", placeholder: bool = False) -> str:
    """A content control inside a paragraph."""
    inner = content if content.startswith("<") else run(content)
    alias = f'<w:alias w:val="{title}"/>' if title else ""
    empty = "<w:showingPlcHdr/>" if placeholder else ""
    return f"<w:sdt><w:sdtPr>{alias}{kind}{empty}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def docx(*body: str, **parts: str) -> bytes:
    """A Word document; further parts by name (`header1=...`), their content without the root's names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        for name, content in parts.items():
            kind = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
            archive.writestr(f"word/{name}.xml", f"<w:{kind} {_NAMES}>{content}</w:{kind}>")
    return stream.getvalue()


@dataclass
class Page:
    """A page of a PDF: what is drawn on it, in points from the top left of A4 paper."""

    drawn: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, left: float, base: float, text: str, *, size: float = 10, bold: bool = False) -> Page:
        said = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.drawn.append(f"BT /F{2 if bold else 1} {size} Tf {left} {842 - base} Td ({said}) Tj ET")
        return self

    def lines(self, left: float, base: float, *texts: str, step: float = 14, **how: Any) -> Page:
        for at, text in enumerate(texts):
            self.text(left, base + at * step, text, **how)
        return self

    def grid(self, columns: Sequence[float], rows: Sequence[float], *, shaded: Sequence[tuple[int, int]] = ()) -> Page:
        """Lines of a table; `shaded` cells by row and column."""
        for at, place in shaded:
            x, y = columns[place], 842 - rows[at + 1]
            self.drawn.append(f"0.85 g {x} {y} {columns[place + 1] - x} {rows[at + 1] - rows[at]} re f 0 g")
        for x in columns:
            self.drawn.append(f"{x} {842 - rows[0]} m {x} {842 - rows[-1]} l S")
        for y in rows:
            self.drawn.append(f"{columns[0]} {842 - y} m {columns[-1]} {842 - y} l S")
        return self

    def widget(self, left: float, base: float, name: str, value: str) -> Page:
        box = f"[{left} {842 - base - 3} {left + 150} {842 - base + 10}]"
        self.notes.append(f"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 /T ({name}) /V ({value}) /Rect {box} >>")
        return self

    def tick(self, left: float, base: float, name: str, *, on: bool) -> Page:
        box = f"[{left} {842 - base} {left + 10} {842 - base + 10}]"
        state = "Yes" if on else "Off"
        form = "<< /N << /Yes 4 0 R /Off 4 0 R >> >>"
        self.notes.append(
            f"<< /Type /Annot /Subtype /Widget /FT /Btn /F 4 /T ({name}) /V /{state} /AS /{state} /AP {form} /Rect {box} >>"
        )
        return self


def pdf(*pages: Page, password: str = "") -> bytes:
    """A PDF of pages; with a password it is encrypted by the standard handler (40-bit RC4)."""
    objects: dict[int, bytes] = {
        1: b"",
        2: b"",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length 0 >>\nstream\n\nendstream",
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    kids, fields = [], []
    streams: dict[int, bytes] = {}
    for page in pages:
        number = max(objects) + 1
        kids.append(number)
        streams[number + 1] = "\n".join(page.drawn).encode("cp1252")
        notes = range(number + 2, number + 2 + len(page.notes))
        fields += notes
        annots = f"/Annots [{' '.join(f'{at} 0 R' for at in notes)}]"
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R {annots} "
            "/Resources << /Font << /F1 3 0 R /F2 5 0 R >> >> >>"
        ).encode()
        objects[number + 1] = b""
        for at, note in zip(notes, page.notes, strict=True):
            objects[at] = note.encode("cp1252")
    form = f"/AcroForm << /Fields [{' '.join(f'{at} 0 R' for at in fields)}] /DA (/F1 10 Tf) >>" if fields else ""
    objects[1] = f"<< /Type /Catalog /Pages 2 0 R {form} >>".encode()
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(f'{at} 0 R' for at in kids)}] /Count {len(kids)} >>".encode()
    key, extra = _locked(password) if password else (b"", b"")
    for at, content in streams.items():
        packed = _rc4(hashlib.md5(key + at.to_bytes(3, "little") + b"\0\0").digest()[:10], content) if key else content
        objects[at] = f"<< /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"
    return _written(objects, extra)


def _written(objects: dict[int, bytes], extra: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in sorted(objects.items()):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R ".encode() + extra + b">>\n"
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _locked(password: str) -> tuple[bytes, bytes]:
    fill = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    padded = (password.encode() + fill)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    known = b"0123456789abcdef"
    key = hashlib.md5(padded + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + known).digest()[:5]
    user = _rc4(key, fill)
    told = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -4 >> /ID [<{known.hex()}> <{known.hex()}>]"
    return key, told.encode()


def _rc4(key: bytes, content: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def handle(content: bytes, name: str = "notices/PPN 1.docx") -> Handle:
    """A file of an export that holds these bytes."""
    return handle_of_bytes(content, name)


def read(
    reader: Any, content: bytes, name: str, settings: ReadSettings | None = None
) -> tuple[dict[str, Any], list[Table], Table]:
    """Read with a format's module: the document's one row, its other tables, the first table."""
    first, *others = reader.tables(handle(content, name), settings or ReadSettings())
    (only,) = list(first.rows)
    return dict(only.values), others, first
