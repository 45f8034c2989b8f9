"""A page of figures as data (facts, sections, tables), printed to a terminal or written as Markdown or a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.table import Table as RichTable
from rich.text import Text

from caseaudit import __version__
from caseaudit.reporting import markdown
from caseaudit.reporting.figures import NOTHING
from caseaudit.reporting.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

Kind = Literal["text", "id", "count", "figure"]
Value = str | int | None
_GAP = 2
"""Blanks between columns on a terminal."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it holds, and its width in a workbook, in characters."""

    title: str
    kind: Kind = "text"
    width: float = 18


@dataclass(frozen=True, slots=True)
class Table:
    """A table; None in a row is shown as a dash."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    title: str = ""
    console_rows: int | None = None
    """The most rows that a terminal shows; None: all of them."""
    in_console: bool = True
    empty: frozenset[int] = frozenset()
    """Numbers of the rows without a pair of readings: a terminal leaves them out and says how many."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: in a workbook, a sheet."""

    title: str
    sheet: str
    tables: tuple[Table, ...]
    lines: tuple[str, ...] = ()
    """Sentences under the heading."""
    key: tuple[str, ...] = ()
    """How to read the figures, under the tables."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything one command shows."""

    title: str
    marking: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def run_facts(run: str, rubric: str) -> tuple[tuple[str, str], ...]:
    """Name the run that was read, its rubric, and what made the page."""
    return (("Run", run), ("Rubric", rubric), ("Made by", f"caseaudit {__version__}"))


def show_page(page: Page, console: Console) -> None:
    """Print the page."""
    console.print(Text(one_line(page.marking), style="bold"))
    console.print(Text(page.title, style="bold"))
    facts = RichTable(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    facts.add_column(no_wrap=True, style="dim")
    facts.add_column(overflow="fold")
    for name, value in page.facts:
        facts.add_row(Text(name), Text(one_line(value)))
    console.print(facts)
    for note in page.notes:
        console.print(Text(one_line(note)))
    for section in page.sections:
        _show_section(section, console)


def _show_section(section: Section, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold"))
    for line in section.lines:
        console.print(Text(one_line(line)))
    for table in section.tables:
        if table.rows and table.in_console:
            _show_table(table, console)
    for line in section.key:
        console.print(Text(line, style="dim"))


def _show_table(table: Table, console: Console) -> None:
    if table.title:
        console.print(Text(one_line(table.title)))
    told = [row for at, row in enumerate(table.rows) if at not in table.empty]
    # Blanks before a word count as part of it when a line is broken.
    cells = [
        ["\n".join(line.strip() for line in _shown(value).split("\n")) for value in row]
        for row in told[: table.console_rows]
    ]
    widths = _fitting([[column.title, *(row[at] for row in cells)] for at, column in enumerate(table.columns)], console)
    if widths is None:
        _show_one_by_one(table, cells, console)
    else:
        _show_in_columns(table, cells, widths, console)
    more = len(told) - len(cells)
    if more:
        console.print(Text(f"and {more:,} more: a file (-o) lists them all."))
    if table.empty:
        rows = "1 row without a pair is" if len(table.empty) == 1 else f"{len(table.empty):,} rows without a pair are"
        console.print(Text(f"{rows} left out: a file (-o) has all."))


def _show_in_columns(table: Table, cells: list[list[str]], widths: list[int], console: Console) -> None:
    shown = RichTable(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
    for column, width in zip(table.columns, widths, strict=True):
        wide = column.kind in {"text", "id"}
        shown.add_column(Text(column.title), justify="left" if wide else "right", overflow="fold", width=width)
    for row in cells:
        shown.add_row(*map(Text, row))
    console.print(shown)


def _show_one_by_one(table: Table, cells: list[list[str]], console: Console) -> None:
    """Print each row as lines of heading and value, where the columns would be too narrow for their words."""
    for row in cells:
        shown = RichTable(box=None, show_header=False, padding=(0, _GAP, 0, 0), pad_edge=False)
        shown.add_column(no_wrap=True, style="dim")
        shown.add_column(overflow="fold")
        for column, value in zip(table.columns, row, strict=True):
            shown.add_row(Text(column.title), Text(value))
        console.print(shown)
        console.print()


def _fitting(columns: list[list[str]], console: Console) -> list[int] | None:
    """Return the widths at which no word of any cell is broken, in characters; None where there is no room for them."""
    widths = [max((cell_len(word) for cell in cells for word in cell.split()), default=1) for cells in columns]
    wanted = [max((cell_len(line) for cell in cells for line in cell.split("\n")), default=1) for cells in columns]
    spare = console.width - sum(widths) - _GAP * len(widths)
    if spare < 0:
        return None
    while spare and (short := [at for at, width in enumerate(widths) if width < wanted[at]]):
        # The narrowest first: as long as it lasts, all come to the same width.
        widths[min(short, key=lambda at: widths[at])] += 1
        spare -= 1
    return widths


def _shown(value: Value) -> str:
    if value is None:
        return NOTHING
    return f"{value:,}" if isinstance(value, int) else clean(value)


def page_markdown(page: Page) -> str:
    """Return the page as Markdown, the marking above and below."""
    return "\n".join(_markdown_lines(page)) + "\n"


def _markdown_lines(page: Page) -> Iterator[str]:
    marking = f"**{markdown.plain(page.marking)}**"
    yield from (marking, "", f"# {markdown.plain(page.title)}", "")
    yield from (f"- {name}: {markdown.plain(value)}" for name, value in page.facts)
    yield from _paragraphs(page.notes)
    for section in page.sections:
        yield from ("", f"## {markdown.plain(section.title)}")
        yield from _paragraphs(section.lines)
        for table in section.tables:
            if table.rows:
                yield from _paragraphs((table.title,) if table.title else ())
                yield from ("", *_markdown_table(table))
        yield from _paragraphs(section.key)
    yield from ("", marking)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from ("", markdown.plain(line))


def _markdown_table(table: Table) -> Iterator[str]:
    yield _markdown_row([markdown.plain(column.title) for column in table.columns])
    yield _markdown_row(["---" if column.kind in {"text", "id"} else "--:" for column in table.columns])
    for row in table.rows:
        yield _markdown_row(["<br>".join(map(markdown.plain, _shown(value).split("\n"))) for value in row])


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
