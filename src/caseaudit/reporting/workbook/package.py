"""The finished file: fixed times, so that the same results give the same bytes, and every formula with its value.

openpyxl writes formulas without their values, and then a preview, a phone or Excel's protected view shows a Summary
of blanks. Each formula here carries the value the results give it; a spreadsheet computes it again on opening.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO, BinaryIO

    from openpyxl.workbook import Workbook

FIXED_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - Office writes it as UTC; it says nothing about the run
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_UNIX = 3
_CHUNK = 1 << 20
_BIG = 1 << 30
_ROW_END = b"</row>"
_FORMULA = re.compile(rb"<c ([^>]*)><f>([^<]*)</f><v(?: ?/>|></v>)</c>")
_TYPE = re.compile(rb' ?\bt="[^"]*"')

Value = str | int | float


def save(book: Workbook, target: str | Path | BinaryIO, values: Mapping[str, Sequence[Value]]) -> None:
    """Write the workbook; `values` holds for each sheet's path the values of its formulas, row by row.

    Raises OSError when the file cannot be written.
    """
    book.properties.created = book.properties.modified = FIXED_TIME
    archive = _FixedZip(target, values)
    try:
        ExcelWriter(book, archive).write_data()
    finally:
        archive.close()


class _FixedZip(ZipFile):
    """A ZIP file in which every entry has one fixed time and the same attributes on every system."""

    def __init__(self, target: str | Path | BinaryIO, values: Mapping[str, Sequence[Value]]) -> None:
        super().__init__(target, "w", ZIP_DEFLATED, allowZip64=True)
        self._values = values

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        """Write one entry from memory."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        with self.open(_entry(name), "w") as out:
            out.write(data.encode() if isinstance(data, str) else data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write one entry from a file: a sheet, whose formulas get their values on the way."""
        name = str(arcname or filename)
        path = Path(filename)
        with path.open("rb") as source, self.open(_entry(name), "w", force_zip64=path.stat().st_size > _BIG) as out:
            for piece in _with_values(source, self._values.get(name, ())):
                out.write(piece)


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name, _ZIP_TIME)
    info.compress_type = ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = 0o600 << 16
    return info


def _with_values(source: IO[bytes], values: Sequence[Value]) -> Iterator[bytes]:
    """The sheet's XML, whole rows at a time, with each formula's value beside it."""
    given = iter(values)

    def fill(match: re.Match[bytes]) -> bytes:
        attributes, formula = match.groups()
        return _filled(attributes, formula, next(given))

    rest = b""
    while chunk := source.read(_CHUNK):
        rest += chunk
        end = rest.rfind(_ROW_END) + len(_ROW_END)
        if end >= len(_ROW_END):
            yield _FORMULA.sub(fill, rest[:end])
            rest = rest[end:]
    yield rest
    if next(given, None) is not None:
        raise ValueError("a sheet has fewer formulas than values")


def _filled(attributes: bytes, formula: bytes, value: Value) -> bytes:
    kind = b' t="str"' if isinstance(value, str) else b""
    shown = escape(value, quote=False) if isinstance(value, str) else repr(value)
    attributes = _TYPE.sub(b"", attributes).rstrip()
    return b"<c %b%b><f>%b</f><v>%b</v></c>" % (attributes, kind, formula, shown.encode())
