"""What a page is made of, before anybody decides whether it is to be HTML or Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["alert", "good", "muted", "band"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 (a section) or 3."""

    text: str
    level: Literal[2, 3] = 2
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text."""

    text: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label and what is said of it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: texts with newlines where a line ends. Widths are percent of the page, one a column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: frozenset[int] = frozenset()
    """Columns from 0 that are set to the right."""
    tones: Mapping[int, Tone] = field(default_factory=dict)
    """Row from 0 to its tone."""
    empty: str = "None."
    """What is said in place of a table without rows."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as SVG, and what it shows in words for those who can't see it."""

    svg: str
    words: str
    width: int
    height: int
    """Both in CSS pixels."""


Block = Heading | Paragraph | Bullets | Facts | Table | Chart


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report: what stands on each printed page, its title, and its blocks."""

    title: str
    subtitle: str
    marking: str
    manifest: str
    """One line: version, rubric, run."""
    blocks: tuple[Block, ...]
