"""Turns an HTML page into blocks: headings, paragraphs, tables, and what was filled into its form fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from caseaudit.reading.tables.form_blocks import TITLE, Block, Box, Grid, Heading, Paragraph, Writing, word_set
from caseaudit.reading.tables.form_choices import EMPTY, TICKED

_SKIPPED = frozenset({"script", "style", "template", "noscript", "svg", "math", "object", "iframe"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARTING = word_set(
    "p div section article header footer main aside nav ul ol dl form fieldset address blockquote pre hr body "
    "html figure center details summary legend caption tbody thead tfoot"
)
_BOLD = frozenset({"b", "strong", "dt", "legend"})
_LISTED = re.compile(r"[ \t\r\n\f]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""No page may hold these; LibreOffice writes one beside each tick box."""
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHADE = re.compile(r"background(?:-color)?\s*:\s*(?!none|transparent|inherit|white|#fff(?:fff)?\b)\S", re.IGNORECASE)
_VOID = word_set("br hr img input meta link area base col embed source track wbr")
_NO_TAG = re.compile(r"<(?!!--)(?=[^<>]*+(?:<|\Z))")
_MANY_OPEN = 500
"""From so many tags that are never closed on, they are taken for text: the parser reads to the end for each."""
_DEEPEST = 50
_MAX_SPAN = 100


@dataclass(slots=True)
class _Cell:
    """A table cell being read, or the page itself: its blocks, and the text that waits to become one."""

    blocks: list[Block] = field(default_factory=list)
    writing: Writing = field(default_factory=Writing)
    heading: int | None = None
    span: int = 1
    down: int = 1
    shaded: bool = False
    header: bool = False

    def add(self, text: str, *, bold: bool, kept: bool = False) -> None:
        if not kept:
            text = _LISTED.sub(" ", text)
            if text.startswith(" ") and (not self.writing.length or self.writing.last.isspace()):
                text = text[1:]
        self.writing.add(text, bold=bold)

    def close(self) -> None:
        """Make a block of what waits."""
        text, marked = self.writing.text.rstrip(), self.writing.marked
        if text:
            told = self.heading
            self.blocks.append(Paragraph(text, min(marked, len(text))) if told is None else Heading(text, told))
        self.writing = Writing()


@dataclass(slots=True)
class _TableOpen:
    rows: list[list[_Cell]] = field(default_factory=list)
    head: bool = False


@dataclass(slots=True)
class _State:
    cells: list[_Cell] = field(default_factory=lambda: [_Cell()])
    tables: list[_TableOpen] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    option: bool | None = None
    """Inside a list of options: whether the present one is chosen."""
    area: bool = False


class _Page(HTMLParser):
    """Follows tags; what is not closed is closed by what comes next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.state = _State()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        state, told = self.state, dict(attrs)
        if state.skipped:
            if tag == state.skipped[-1]:
                state.skipped.append(tag)
            return
        hidden = "hidden" in told or _HIDDEN.search(told.get("style") or "") is not None
        if tag in _SKIPPED or (hidden and tag not in _VOID):
            state.skipped.append(tag)
            return
        cell = state.cells[-1]
        if tag in _HEADINGS or tag == "title":
            cell.close()
            cell.heading = _HEADINGS.get(tag, TITLE)
        elif tag in {"table", "tr", "td", "th", "thead"}:
            self._table_tag(tag, told)
        elif tag in _PARTING or tag in {"li", "dt", "dd"}:
            cell.close()
        elif tag == "br":
            cell.add("\n", bold=bool(state.bold), kept=True)
        elif tag in {"input", "select", "option", "textarea"}:
            self._field_tag(tag, told, hidden=hidden)
        if tag in _BOLD or (tag not in _VOID and _WEIGHT.search(told.get("style") or "")):
            state.bold.append(tag)

    def _table_tag(self, tag: str, told: dict[str, str | None]) -> None:
        state = self.state
        if tag == "table":
            state.cells[-1].close()
            if len(state.tables) < _DEEPEST:
                state.tables.append(_TableOpen())
                state.cells.append(_Cell())  # catches what stands in a table outside its cells: the caption
        elif not state.tables:
            state.cells[-1].close()
        elif tag == "thead":
            state.tables[-1].head = True
        elif tag == "tr":
            self._end_cell()
            state.tables[-1].rows.append([])
        else:
            self._end_cell()
            table = state.tables[-1]
            if not table.rows:
                table.rows.append([])
            shaded = bool(told.get("bgcolor")) or _SHADE.search(told.get("style") or "") is not None
            cell = _Cell(span=_number(told.get("colspan")), down=_number(told.get("rowspan")), shaded=shaded)
            cell.header = tag == "th" or table.head
            table.rows[-1].append(cell)
            state.cells.append(cell)

    def _end_cell(self) -> None:
        """Close the cell of the innermost table, if one is open."""
        cell = self.state.cells[-1]
        cell.close()
        rows = self.state.tables[-1].rows
        if rows and rows[-1] and rows[-1][-1] is cell:
            self.state.cells.pop()

    def _field_tag(self, tag: str, told: dict[str, str | None], *, hidden: bool) -> None:
        cell = self.state.cells[-1]
        kind = (told.get("type") or "text").lower()
        if tag == "option":
            self.state.option = "selected" in told
        elif tag == "select":
            self.state.option = False
        elif tag == "textarea":
            self.state.area = True
        elif kind in {"checkbox", "radio"}:
            cell.add(f" {TICKED if 'checked' in told else EMPTY} ", bold=False)
        elif kind not in {"hidden", "submit", "button", "reset", "image", "password", "file"} and not hidden:
            cell.add(f" {told.get('value') or ''} ", bold=False)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        state = self.state
        if state.skipped:
            if tag == state.skipped[-1]:
                state.skipped.pop()
            return
        if tag in state.bold:
            at = len(state.bold) - 1 - state.bold[::-1].index(tag)
            del state.bold[at]
        cell = state.cells[-1]
        if tag in _HEADINGS or tag == "title":
            cell.close()
            cell.heading = None
        elif tag in {"td", "th", "tr", "thead", "table"}:
            self._end_table_tag(tag)
        elif tag in _PARTING or tag in {"li", "dd"}:
            cell.close()
        elif tag == "dt":
            cell.add(":", bold=True)
            cell.add(" ", bold=False)
        elif tag in {"select", "option"}:
            state.option = None if tag == "select" else False
        elif tag == "textarea":
            state.area = False

    def _end_table_tag(self, tag: str) -> None:
        if not self.state.tables:
            return
        if tag == "table":
            self.end_table()
        elif tag == "thead":
            self.state.tables[-1].head = False
        else:
            self._end_cell()

    def end_table(self) -> None:
        """Close the innermost table and put it where it stands."""
        state = self.state
        self._end_cell()
        caption = state.cells.pop()
        table = state.tables.pop()
        caption.close()
        for block in caption.blocks:
            state.cells[-1].blocks.append(Heading(block.text, 9) if isinstance(block, Paragraph) else block)
        rows = _rows(table)
        if rows:
            state.cells[-1].blocks.append(Grid(rows))

    def handle_data(self, data: str) -> None:
        """Take text."""
        state = self.state
        if state.skipped or state.option is False:
            return
        state.cells[-1].add(_CONTROL.sub("", data), bold=bool(state.bold), kept=state.area)


def _number(told: str | None) -> int:
    return min(_MAX_SPAN, max(1, int(told))) if told and told.isascii() and told.strip().isdigit() else 1


def _rows(table: _TableOpen) -> tuple[tuple[Box, ...], ...]:
    """Write the cells as boxes, with a continued one wherever a cell from above reaches down."""
    found: list[tuple[Box, ...]] = []
    reaching: dict[int, tuple[int, Box]] = {}
    for row in table.rows:
        line: list[Box] = []
        start = 0
        cells = iter(row)
        waiting = next(cells, None)
        while waiting is not None or start in reaching:
            if start in reaching:
                left, box = reaching.pop(start)
                if left > 1:
                    reaching[start] = (left - 1, box)
                line.append(Box(box.blocks, box.span, 1, box.shaded, box.header, continued=True))
                start += box.span
            elif waiting is not None:
                box = Box(tuple(waiting.blocks), waiting.span, waiting.down, waiting.shaded, waiting.header)
                if box.down > 1:
                    reaching[start] = (box.down - 1, box)
                line.append(box)
                start += box.span
                waiting = next(cells, None)
        if line:
            found.append(tuple(line))
    return tuple(found)


def html_blocks(text: str) -> list[Block]:
    """Read a page, however badly its tags are closed."""
    if text.count("<") > text.count(">") + _MANY_OPEN:
        text = _NO_TAG.sub("&lt;", text)
    page = _Page()
    page.feed(text)
    page.close()
    while page.state.tables:
        page.end_table()
    page.state.cells[0].close()
    return page.state.cells[0].blocks
