"""Reads delimited text (CSV, TSV): finds out the encoding, the delimiter and the header, and streams the rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from caseaudit.reading.tables.delimited_records import Records
from caseaudit.reading.tables.handles import HEAD, Handle
from caseaudit.reading.tables.headers import LOOK_AHEAD, Grid, find_header
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import Row, Table
from caseaudit.reading.tables.settings import ReadSettings
from caseaudit.reading.tables.text_bytes import Lines, decode_head, encoding_of

DELIMITERS = ",\t;|"
"""In the order in which they are preferred where the text allows several."""

_SAMPLE = 400
_CONSISTENT = 0.6
_MOST_FAILED = 20
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found out about a delimited file from its beginning."""

    encoding: str
    delimiter: str
    records: tuple[tuple[int, list[str]], ...]
    """The first records, with the lines on which they begin."""
    consistent: float
    """The part of them that have the commonest number of cells."""
    width: int
    """That number."""


def tables(handle: Handle, settings: ReadSettings) -> Iterator[Table]:
    """Give the one table of a delimited file. Raises UnreadableExport."""
    layout = layout_of(handle, settings)
    if not any(cell.strip() for _, cells in layout.records for cell in cells):
        raise UnreadableExport(handle.name, "It holds no row, not even a header", "Check the export.")
    wanted = settings.header_row("")
    sample = layout.records if wanted else layout.records[:LOOK_AHEAD]
    header = find_header(sample, file=handle.name, wanted=wanted, max_columns=settings.max_columns)
    table = Table(handle.name, "", header.columns, iter(()), header.row or None)
    above = sum(1 for number, cells in layout.records if number < header.row and any(cells))
    if above:
        rows = "1 row above it is" if above == 1 else f"{above} rows above it are"
        table.notices.append(f"the header is line {header.row}; {rows} taken for a title")
    grid = Grid(header, table.notices, settings.max_columns)
    table.rows = _rows(handle, settings, layout, grid)
    yield table


def layout_of(handle: Handle, settings: ReadSettings) -> Layout:
    """Find out encoding and delimiter; the settings win. Raises UnreadableExport for an encoding that is none."""
    head = handle.peek()
    encoding = encoding_of(handle.name, head, settings.encoding)
    return layout_of_text(
        decode_head(head, encoding),
        encoding,
        cut=len(head) >= HEAD,
        told=settings.delimiter,
        default="\t" if handle.suffix in {".tsv", ".tab"} else "|" if handle.suffix == ".psv" else ",",
        limit=settings.max_cell,
    )


def layout_of_text(  # the arguments are what the file, its name and the user say
    text: str, encoding: str, *, cut: bool, told: str | None, default: str, limit: int
) -> Layout:
    """Find out the delimiter of the beginning of a text; `cut` says that the text goes on behind it."""
    said = _SAID.match(text)
    if told is None and said is not None:
        told = said[1]
    if told is not None:
        return _measured(text, encoding, told, cut=cut, limit=limit)
    found = [_measured(text, encoding, delimiter, cut=cut, limit=limit) for delimiter in DELIMITERS]
    wide = [layout for layout in found if layout.width > 1 and layout.consistent >= _CONSISTENT]
    if wide:
        return max(wide, key=lambda layout: (round(layout.consistent, 2), layout.width))
    return found[DELIMITERS.index(default)]


def _measured(text: str, encoding: str, delimiter: str, *, cut: bool, limit: int) -> Layout:
    read = Records(iter(StringIO(text, newline="")), delimiter, limit, cut=cut, most_failed=_MOST_FAILED)
    records = [(number, cells) for number, cells, _ in islice(read, _SAMPLE) if cells]
    if records and _SAID.fullmatch(delimiter.join(records[0][1])):
        del records[0]
    if cut and len(records) > 1 and read.ended:
        del records[-1]  # the rest of it stands behind the end of the sample
    widths = Counter(len(cells) for _, cells in records)
    if not widths:
        return Layout(encoding, delimiter, (), 0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return Layout(encoding, delimiter, tuple(records), count / len(records), width)


def _rows(handle: Handle, settings: ReadSettings, layout: Layout, grid: Grid) -> Iterator[Row]:
    lines = Lines(handle.name, layout.encoding)
    first = layout.records[0][0]
    with handle.open() as stream:
        records = Records(lines.of(stream), layout.delimiter, settings.max_cell, width=len(grid.header.columns))
        # Lines before the first record are empty, or say what the delimiter is.
        yield from grid.rows(record for record in records if record[0] >= first)
    grid.notices.extend(lines.notices())
    grid.notices.extend(records.notices())
