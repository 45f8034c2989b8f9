"""A page of figures as data (facts, sections, tables), printed to a terminal or written as Markdown or a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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
    shown = RichTable(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for column in table.columns:
        wide = column.kind in {"text", "id"}
        shown.add_column(Text(column.title), justify="left" if wide else "right", overflow="fold")
    for row in table.rows[: table.console_rows]:
        shown.add_row(*(Text(_shown(value)) for value in row))
    console.print(shown)
    more = len(table.rows) - len(table.rows[: table.console_rows])
    if more:
        console.print(Text(f"and {more:,} more: a file (-o) lists them all."))


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
