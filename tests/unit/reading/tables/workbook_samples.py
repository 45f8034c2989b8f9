"""Workbooks that no library here writes: OLE files, XLSB, XLSX and ODS from plain XML."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _root(part: str) -> str:
    return _RELATIONS.format(f'<Relationship Id="rId1" Type="{_TYPE}officeDocument" Target="{part}"/>')


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def xlsx(*sheets: str, extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """An XLSX file of worksheet parts, called `S1`, `S2` and so on."""
    numbers = range(1, len(sheets) + 1)
    book = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_TYPE}worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _root("xl/workbook.xml"),
            "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
            f'xmlns:r="{_TYPE.rstrip("/")}"><sheets>{book}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATIONS.format(relations),
            **{f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in zip(numbers, sheets, strict=True)},
            **(extra or {}),
        }
    )


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    return SHEET.format(f"{before}<sheetData>{rows}</sheetData>{after}")


def text_row(number: int, *cells: str) -> str:
    filled = "".join(
        f'<c r="{chr(ord("A") + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{filled}</row>'


def ods(rows: str, **extra: str) -> bytes:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f"{extra.get('manifest', '')}</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with its streams in sectors of 512 bytes, each padded over the limit for small ones."""
    sectors: list[bytes] = []
    chains: list[int] = []

    def add(content: bytes) -> int:
        first = len(sectors)
        for at in range(0, len(content), 512):
            sectors.append(content[at : at + 512].ljust(512, b"\0"))
            chains.append(len(sectors))
        chains[-1] = _END
        return first

    placed = [(name, add(content.ljust(4096, b"\0")), max(4096, len(content))) for name, content in streams.items()]
    entries = _entry("Root Entry", 5, _END, 0) + b"".join(_entry(name, 2, at, size) for name, at, size in placed)
    directory = add(entries)
    where = len(sectors)
    table = struct.pack(f"<{where + 1}I", *chains, _TABLE).ljust(512, b"\xff")
    assert len(table) == 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", where, *[_FREE] * 108)
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, first: int, size: int) -> bytes:
    named = name.encode("utf-16-le") + b"\0\0"
    free = (_FREE, _FREE, 1 if kind == 5 else _FREE)
    return (
        named.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(named), kind, 1, *free)
        + bytes(36)
        + struct.pack("<III", first, size, 0)
    )


def xlsb() -> bytes:
    """One sheet: names in row 2 (`Ref`, `Score`), under them 7 and 1.5, then 8 and #REF! in a hidden row."""

    def record(kind: int, payload: bytes = b"") -> bytes:
        shown = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return shown + bytes([len(payload)]) + payload

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def row(number: int, flags: int = 0) -> bytes:
        return record(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + struct.pack("<I", 0))

    def cell(column: int) -> bytes:
        return struct.pack("<II", column, 0)

    sheet = record(129) + record(148, struct.pack("<IIII", 1, 3, 0, 1)) + record(145)
    sheet += row(1) + record(6, cell(0) + wide("Ref")) + record(6, cell(1) + wide("Score"))
    sheet += row(2) + record(5, cell(0) + struct.pack("<d", 7)) + record(5, cell(1) + struct.pack("<d", 1.5))
    sheet += row(3, 0x10) + record(5, cell(0) + struct.pack("<d", 8)) + record(3, cell(1) + b"\x17")
    sheet += record(146) + record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Cases")) + record(144) + record(132)
    relation = f'<Relationship Id="rId1" Type="{_TYPE}worksheet" Target="worksheets/sheet1.bin"/>'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _root("xl/workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(relation),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )
