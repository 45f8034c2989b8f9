"""Turns the blocks of a document into one row of labels and values and its grid tables, the same for all formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from caseaudit.reading.tables.form_blocks import Block, Control, Grid, Paragraph, text_of
from caseaudit.reading.tables.form_labels import unmarked
from caseaudit.reading.tables.form_reader import FormReader
from caseaudit.reading.tables.form_values import Form, FormTable
from caseaudit.reading.tables.problems import UnreadableExport
from caseaudit.reading.tables.rows import TEXT, Cell, Row, Table
from caseaudit.reading.tables.settings import ReadSettings


def read_form(blocks: Iterable[Block], margins: Sequence[Block] = ()) -> Form:
    """Read a document's blocks. `margins` (headers and footers) only give labels that the body lacks."""
    body = list(blocks)
    reader = FormReader()
    reader.read(body)
    form = reader.form(text_of(body).strip("\n"))
    aside = FormReader()
    aside.read(_bare(block) for block in margins if isinstance(block, Paragraph | Grid | Control))
    known = {name.casefold() for name in form.values}
    for name, value in aside.form("").values.items():
        if name.casefold() not in known:
            form.values[name] = value
    return form


def _bare(block: Block) -> Block:
    """Give a line of a header without the marking in front of its labels."""
    if not isinstance(block, Paragraph):
        return block
    text = unmarked(block.text)
    return Paragraph(text, max(0, block.marked - (len(block.text) - len(text))))


def document_tables(
    file: str, blocks: Iterable[Block], margins: Sequence[Block], settings: ReadSettings, notices: Sequence[str] = ()
) -> Iterator[Table]:
    """Give the tables of a document from its blocks. Raises UnreadableExport for one that is empty or too large."""
    form = read_form(blocks, margins)
    if not form.text.strip() and not form.values:
        raise UnreadableExport(file, "The document holds no text", "Open it and look; if it shows text, save it again.")
    split = "Split it, or raise the limit in the settings."
    if len(form.text) > settings.max_cell:
        raise UnreadableExport(file, f"The document holds more than {settings.max_cell:,} characters", split)
    if max([len(form.values), *(len(table.columns) for table in form.tables)]) > settings.max_columns:
        raise UnreadableExport(file, f"The document holds more than {settings.max_columns:,} labels", split)
    yield from form_tables(file, form, notices)


def form_tables(file: str, form: Form, notices: Sequence[str] = ()) -> Iterator[Table]:
    """Give the document as a table of one row named "", then each table in it, whose rows carry `../Label` too."""
    values: dict[str, Cell] = {**form.values, TEXT: form.text or None}
    yield Table(file, "", tuple(values), iter([Row(1, values)]), notices=list(notices))
    above: dict[str, Cell] = {f"../{name}": value for name, value in form.values.items()}
    for table in form.tables:
        yield Table(file, table.name, (*table.columns, *above), _rows(table, above))


def _rows(table: FormTable, above: dict[str, Cell]) -> Iterator[Row]:
    for number, cells in table.rows:
        yield Row(number, {**dict(zip(table.columns, cells, strict=True)), **above})
