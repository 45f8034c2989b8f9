"""The pieces every document is made of, whatever its format: headings, paragraphs, controls and grids of cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

TITLE = 0
"""Level of a document's own title: it heads nothing that could be left empty."""
BOLD_HEADING = 9
"""Level of a heading that is only a short paragraph in bold, a shaded row of a table or a caption."""


def word_set(words: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the highest, 9 is one told by its looks alone."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with its line breaks and tabs; the first `marked` characters of it are in bold."""

    text: str
    marked: int = 0

    @property
    def emphasised(self) -> bool:
        """Whether all of it is in bold."""
        return bool(self.text.strip()) and self.marked >= len(self.text.rstrip(" \t\r\n:"))


@dataclass(slots=True)
class Writing:
    """A paragraph being put together from pieces of text, some of them in bold."""

    marked: int = 0
    length: int = 0
    _pieces: list[str] = field(default_factory=list)

    def add(self, text: str, *, bold: bool) -> None:
        """Put a piece behind the others; white space takes the look of what stands before it."""
        if not text:
            return
        if self.marked == self.length and (bold or not text.strip()):
            self.marked += len(text)
        self.length += len(text)
        self._pieces.append(text)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._pieces)

    @property
    def last(self) -> str:
        """The last character; empty at the beginning."""
        return self._pieces[-1][-1] if self._pieces else ""

    def paragraph(self) -> Paragraph:
        """Make a paragraph of it."""
        return Paragraph(self.text, self.marked)


@dataclass(frozen=True, slots=True)
class Control:
    """A form control with a name of its own (title, tooltip), which counts where no label beside it tells it."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: its paragraphs, the grids inside it, and how many columns and rows it covers.

    `shaded` cells look like labels; `header` ones are declared to be; `continued` ones are the lower part of a
    cell that was merged downwards, and hold its blocks.
    """

    blocks: tuple[Block, ...] = ()
    span: int = 1
    down: int = 1
    shaded: bool = False
    header: bool = False
    continued: bool = False

    @property
    def text(self) -> str:
        """The paragraphs of the cell, one a line."""
        return text_of(block for block in self.blocks if not isinstance(block, Grid | Control)).strip()

    @property
    def marked(self) -> bool:
        """Whether it looks like a label: shaded, declared a header, or all in bold."""
        if self.shaded or self.header:
            return True
        said = [block for block in self.blocks if isinstance(block, Paragraph | Heading) and block.text.strip()]
        return bool(said) and all(isinstance(block, Heading) or block.emphasised for block in said)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document as it stands, row by row; a row lists its cells from the left."""

    rows: tuple[tuple[Box, ...], ...]


Block = Heading | Paragraph | Control | Grid


def text_of(blocks: Iterable[Block]) -> str:
    """Write blocks as running text: a paragraph a line, the cells of a row beside each other behind tabs."""
    return "\n".join(_written(block) for block in blocks if not isinstance(block, Control))


def _written(block: Block) -> str:
    if isinstance(block, Grid):
        rows = ([text_of(box.blocks).strip() for box in row if not box.continued] for row in block.rows)
        return "\n".join("\t".join(filter(None, row)) for row in rows)
    return "" if isinstance(block, Control) else block.text
