"""Walks the markup of a Word document and gives its blocks, so that nothing a person filled in is passed over.

Content controls, tracked insertions, text boxes, nested tables and old form fields count; tracked deletions, hidden
text, placeholders and tables of contents do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from caseaudit.reading.tables.form_blocks import Block, Box, Control, Grid, Heading, Paragraph, Writing
from caseaudit.reading.tables.word_styles import (
    Styles,
    attribute,
    child,
    control_date,
    control_tick,
    field_of,
    is_on,
    is_shaded,
    local,
    outline_level,
    text_box,
    tick_of,
    tick_text,
)

_GONE = frozenset({"del", "moveFrom", "rPr", "pPr", "instrText", "delText", "sdtPr", "annotationRef"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "TOC")


@dataclass(slots=True)
class _Line:
    """A paragraph being put together: its text, and what floats beside it."""

    style: str | None
    writing: Writing = field(default_factory=Writing)
    boxes: list[Block] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    """Fields begun and not ended: each with its instruction and whether its result is being shown."""

    def add(self, text: str, *, bold: bool) -> None:
        if any(one[1] == "hide" for one in self.fields):
            return
        self.writing.add(text, bold=bold)


@dataclass(slots=True)
class Walker:
    """Goes through the parts of one document."""

    styles: Styles
    notes: dict[str, str] = field(default_factory=dict)
    """Footnotes and endnotes by `footnote 2`: written where they are referred to."""
    left_out: set[str] = field(default_factory=set)
    """What was seen and not read: for the notices."""
    _joined: _Line | None = None
    """A paragraph whose end was deleted: the next goes on in it."""

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Give the blocks inside a body, cell, text box, header or note."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                rows = tuple(self._rows(element))
                if rows:
                    yield Grid(_merged(rows))
            elif name == "sdt":
                yield from self._block_control(element)
            elif name == "AlternateContent" and (chosen := text_box(element)) is not None:
                yield from self.blocks(chosen)
            elif name == "altChunk":
                self.left_out.add("an inserted file")
            elif name not in _GONE:
                yield from self.blocks(element)

    def _block_control(self, element: Element) -> Iterator[Block]:
        properties, content = child(element, "sdtPr"), child(element, "sdtContent")
        gallery = attribute(child(properties, "docPartObj", "docPartGallery"), "val") or ""
        if content is None or gallery == "Table of Contents":
            return
        simple = all(local(inner) == "p" for inner in content)
        title = attribute(child(properties, "alias"), "val") or attribute(child(properties, "tag"), "val")
        if child(properties, "showingPlcHdr") is not None and simple:
            if title:
                yield Control(title, "")
            return
        inner = list(self.blocks(content))
        yield from inner
        if title and simple:
            yield Control(title, "\n".join(block.text for block in inner if isinstance(block, Paragraph)))

    def _paragraph(self, element: Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        line, self._joined = self._joined or _Line(style), None
        self._runs(element, line)
        if child(properties, "rPr", "del") is not None:
            self._joined = line
            return
        level = outline_level(properties) or self.styles.level(style)
        said = line.writing.paragraph()
        if level is None or (level >= 0 and not said.text.strip()):
            yield said
        elif level >= 0:
            yield Heading(said.text.strip(), level)
        yield from line.boxes
        yield from line.controls

    def _runs(self, parent: Element, line: _Line) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, line)
            elif name == "sdt":
                self._run_control(element, line)
            elif name == "fldSimple":
                if not _is_page(attribute(element, "instr") or ""):
                    self._runs(element, line)
            elif name == "AlternateContent":
                if (chosen := text_box(element)) is not None:
                    self._runs(chosen, line)
            elif name == "txbxContent":
                line.boxes.extend(self.blocks(element))
            elif name not in _GONE:
                self._runs(element, line)

    def _run_control(self, element: Element, line: _Line) -> None:
        properties, content = child(element, "sdtPr"), child(element, "sdtContent")
        title = attribute(child(properties, "alias"), "val") or attribute(child(properties, "tag"), "val")
        said = ""
        if (tick := control_tick(properties)) is not None:
            said = tick
            line.add(said, bold=False)
        elif content is not None and child(properties, "showingPlcHdr") is None:
            inner = _Line(line.style, fields=line.fields, boxes=line.boxes, controls=line.controls)
            self._runs(content, inner)
            bold = inner.writing.marked == inner.writing.length
            said = control_date(properties, inner.writing.text)
            line.add(said, bold=bold)
        if title:
            line.controls.append(Control(title, said))

    def _run(self, run: Element, line: _Line) -> None:
        properties = child(run, "rPr")
        if is_on(properties, "vanish"):
            self.left_out.add("hidden text")
            return
        bold = self._is_bold(properties, line.style)
        fonts = child(properties, "rFonts")
        font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
        for element in run:
            name = local(element)
            if name == "t":
                line.add(tick_text(font, element.text or ""), bold=bold)
            elif name in _CHARACTERS:
                line.add(_CHARACTERS[name], bold=bold)
            elif name == "sym":
                line.add(_symbol(element), bold=bold)
            else:
                self._inside_run(element, name, line)

    def _inside_run(self, element: Element, name: str, line: _Line) -> None:
        if name == "fldChar":
            _field(element, line)
        elif name == "instrText" and line.fields:
            line.fields[-1][0] += element.text or ""
        elif name in {"footnoteReference", "endnoteReference"}:
            note = self.notes.get(f"{name.removesuffix('Reference')} {attribute(element, 'id')}")
            line.add(f" [{note}]" if note else "", bold=False)
        elif name == "AlternateContent" and (chosen := text_box(element)) is not None:
            self._runs(chosen, line)
        elif name in {"drawing", "pict", "object"}:
            self._runs(element, line)

    def _is_bold(self, properties: Element | None, style: str | None) -> bool:
        own = is_on(properties, "b")
        if own is None:
            own = self.styles.switch(attribute(child(properties, "rStyle"), "val"), "b")
        return bool(self.styles.switch(style, "b") if own is None else own)

    def _rows(self, table: Element) -> Iterator[tuple[Box, ...]]:
        for element in table:
            name = local(element)
            if name == "tr":
                properties = child(element, "trPr")
                if child(properties, "del") is None and (
                    row := tuple(self._cells(element, is_on(properties, "tblHeader")))
                ):
                    yield row
            elif name in {"sdt", "sdtContent", "ins", "customXml", "moveTo"}:
                yield from self._rows(element)

    def _cells(self, row: Element, header: bool | None) -> Iterator[Box]:  # noqa: FBT001 - one caller
        for element in row:
            name = local(element)
            if name == "tc":
                properties = child(element, "tcPr")
                if child(properties, "cellDel") is not None:
                    continue
                merge = child(properties, "vMerge")
                told = attribute(child(properties, "gridSpan"), "val") or "1"
                yield Box(
                    tuple(self.blocks(element)),
                    span=max(1, int(told)) if told.isdigit() else 1,
                    shaded=is_shaded(properties),
                    header=bool(header),
                    continued=merge is not None and attribute(merge, "val") != "restart",
                )
            elif name == "sdt" and child(element, "sdtPr", "showingPlcHdr") is not None:
                yield from (Box() for inner in element.iter() if local(inner) == "tc")
            elif name in {"sdt", "sdtContent", "customXml", "ins"}:
                yield from self._cells(element, header)


def _symbol(element: Element) -> str:
    code = attribute(element, "char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return ""
    return tick_of(attribute(element, "font"), int(code, 16)) or ""


def _is_page(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _PAGE_FIELDS


def _field(element: Element, line: _Line) -> None:
    """Follow a field: its instruction is not text, its result is, unless it is a page number or a form field's own."""
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        data = child(element, "ffData")
        if data is not None and (value := field_of(data)) is not None:
            line.add(value, bold=False)
            line.fields.append(["", "form"])
        else:
            line.fields.append(["", "open"])
    elif kind == "separate" and line.fields:
        if line.fields[-1][1] == "form" or _is_page(line.fields[-1][0]):
            line.fields[-1][1] = "hide"
    elif kind == "end" and line.fields:
        line.fields.pop()


def _merged(rows: Iterable[tuple[Box, ...]]) -> tuple[tuple[Box, ...], ...]:
    """Give cells merged downwards the blocks of their top, and the top the number of rows it covers."""
    found: list[list[Box]] = []
    tops: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        line: list[Box] = []
        start = 0
        for at, box in enumerate(row):
            if box.continued and start in tops:
                above_row, above_at = tops[start]
                top = found[above_row][above_at]
                found[above_row][above_at] = Box(top.blocks, top.span, top.down + 1, top.shaded, top.header)
                line.append(Box(top.blocks, box.span, 1, box.shaded, box.header, continued=True))
            else:
                tops[start] = (number, at)
                line.append(Box(box.blocks, box.span, 1, box.shaded, box.header))
            start += box.span
        found.append(line)
    return tuple(map(tuple, found))
