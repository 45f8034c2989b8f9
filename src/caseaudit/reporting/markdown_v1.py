"""The month's report as Markdown: the same words as the HTML; charts are left out: tables hold their figures."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from caseaudit.reporting.markdown import plain
from caseaudit.reporting.month_blocks import Block, Bullets, Chart, Facts, Heading, Page, Paragraph, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from caseaudit.reporting.json_v1 import TextSink


def write_markdown(page: Page, stream: TextSink) -> None:
    """Write a page as Markdown, the marking first and last."""
    stream.write(f"**{plain(page.marking)}**\n\n# {plain(page.title)}\n\n{plain(page.subtitle)}\n")
    for block in page.blocks:
        text = _block(block)
        if text:
            stream.write(f"\n{text}\n")
    stream.write(f"\n---\n\n{plain(page.manifest)}\n\n**{plain(page.marking)}**\n")


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Heading) -> str:
    return f"{'#' * block.level} {plain(block.text)}"


@_block.register
def _(block: Paragraph) -> str:
    text = plain(block.text)
    return f"> {text}" if block.tone == "band" else f"**{text}**" if block.tone == "alert" else text


@_block.register
def _(block: Bullets) -> str:
    return "\n".join(f"- {plain(item)}" for item in block.items)


@_block.register
def _(block: Facts) -> str:
    return "\n".join(f"- **{plain(label)}**: {plain(text)}" for label, text in block.rows)


@_block.register
def _(block: Table) -> str:
    if not block.rows:
        return plain(block.empty)
    rule = ("---:" if at in block.numeric else "---" for at in range(len(block.heads)))
    lines = [_line(map(plain, block.heads)), _line(rule)]
    return "\n".join([*lines, *(_line(map(_cell, row)) for row in block.rows)])


@_block.register
def _(_: Chart) -> str:
    return ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return "<br>".join(plain(line) for line in text.splitlines())
