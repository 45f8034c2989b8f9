"""The month's report as one HTML file: it opens offline, holds no script, and prints on A4 as it is to be filed.

Charts stand inside it as SVG images. Widths, colours and places of cells are given as attributes as well, for word
processors that read little CSS; `title="header"` makes the marking the page header there.
"""

from __future__ import annotations

from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING

from caseaudit.reporting.html_style import GROUNDS, NAVY, style
from caseaudit.reporting.month_blocks import Block, Bullets, Chart, Facts, Heading, Page, Paragraph, Table
from caseaudit.reporting.text import clean

if TYPE_CHECKING:
    from caseaudit.reporting.json_v1 import TextSink

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_SPACED = 'width="100%" cellpadding="4" cellspacing="0"'
_AS_IT_IS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 <>/=:;.,-()'")
"""What of SVG may stand in a data URL inside quotation marks."""


def write_html(page: Page, stream: TextSink) -> None:
    """Write a page as HTML."""
    stream.write(
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(page.title)}: {_text(page.subtitle)}</title>\n"
        f"<style>\n{style(page.marking, page.manifest)}</style>\n</head>\n<body>\n"
        f'<div class="pages" title="header"><p align="center"><b>{_text(page.marking)}</b></p></div>\n'
        f'<div class="pages" title="footer"><p>{_text(page.manifest)}</p></div>\n'
        f'<div class="marking">{_text(page.marking)}</div>\n'
        f'<h1>{_text(page.title)}</h1>\n<p class="subtitle">{_text(page.subtitle)}</p>\n'
    )
    for block in page.blocks:
        stream.write(_block(block) + "\n")
    stream.write(f'<p class="foot">{_text(page.manifest)}<br>{_text(page.marking)}</p>\n</body>\n</html>\n')


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(type(block).__name__)


@_block.register
def _(block: Heading) -> str:
    fresh = ' class="fresh"' if block.new_page else ""
    return f"<h{block.level}{fresh}>{_text(block.text)}</h{block.level}>"


@_block.register
def _(block: Paragraph) -> str:
    return f"<p{_class(block.tone)}>{_lines(block.text)}</p>"


@_block.register
def _(block: Bullets) -> str:
    return "<ul>\n" + "\n".join(f"<li>{_lines(item)}</li>" for item in block.items) + "\n</ul>"


@_block.register
def _(block: Facts) -> str:
    rows = "\n".join(
        f'<tr valign="top"><td><b>{_lines(label)}</b></td><td>{_lines(text)}</td></tr>' for label, text in block.rows
    )
    columns = '<colgroup><col width="24%"><col width="76%"></colgroup>'
    return f'<table class="facts" {_SPACED}>{columns}<tbody>\n{rows}\n</tbody></table>'


@_block.register
def _(block: Table) -> str:
    if not block.rows:
        return f'<p class="muted">{_text(block.empty)}</p>'
    columns = "".join(f'<col width="{width}%" style="width: {width}%">' for width in block.widths)
    heads = "".join(_head(block, at, head) for at, head in enumerate(block.heads))
    head = f'<thead><tr bgcolor="{NAVY}" valign="bottom">{heads}</tr></thead>'
    rows = "\n".join(_row(block, at, row) for at, row in enumerate(block.rows))
    return f"<table {_SPACED}><colgroup>{columns}</colgroup>\n{head}\n<tbody>\n{rows}\n</tbody></table>"


@_block.register
def _(block: Chart) -> str:
    source = f"data:image/svg+xml;charset=utf-8,{_encoded(block.svg)}"
    size = f'width="{block.width}" height="{block.height}"'
    return f'<p class="chart"><img {size} alt="{_text(block.words)}" src="{source}"></p>'


def _encoded(svg: str) -> str:
    """SVG as it stands in a data URL (RFC 3986): what may not stand there is written by number, byte by byte."""
    return "".join(chr(byte) if byte in _AS_IT_IS else f"%{byte:02X}" for byte in clean(svg).encode())


def _head(block: Table, column: int, text: str) -> str:
    return f'<th scope="col" width="{block.widths[column]}%"{_number(block, column)}>{_text(text)}</th>'


def _row(block: Table, at: int, row: tuple[str, ...]) -> str:
    cells = "".join(f"<td{_number(block, column)}>{_lines(text)}</td>" for column, text in enumerate(row))
    tone = block.tones.get(at)
    ground = f' bgcolor="{GROUNDS[tone]}"' if tone in GROUNDS else ""
    return f'<tr{_class(tone)}{ground} valign="top">{cells}</tr>'


def _number(block: Table, column: int) -> str:
    return ' class="number" align="right"' if column in block.numeric else ""


def _class(tone: str | None) -> str:
    return f' class="{tone}"' if tone else ""


def _text(text: str) -> str:
    return escape(clean(text), quote=True)


def _lines(text: str) -> str:
    return _text(text).replace("\n", "<br>")
