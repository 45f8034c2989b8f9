"""Goes through the blocks of a document and finds labels with their values, sections with their text, and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from caseaudit.reading.tables.form_blocks import BOLD_HEADING, TITLE, Block, Box, Control, Grid, Heading, Paragraph
from caseaudit.reading.tables.form_choices import Choice, read_choice
from caseaudit.reading.tables.form_grids import DataTable, Pair, parts_of, unique
from caseaudit.reading.tables.form_labels import (
    clean_label,
    goes_on,
    is_furniture,
    is_prose,
    looks_like_label,
    speaks,
    split_labels,
)
from caseaudit.reading.tables.form_values import Form, FormTable, Section, Values

_TITLE_LENGTH = 100
_FOLLOWS = re.compile(
    r"if (?:yes|no|not|so|other|ticked|applicable)\b|(?:please )?(?:give |provide )?(?:further )?details?$",
    re.IGNORECASE,
)
_PLAIN_OPTIONS = frozenset(["yes", "no", "y", "n", "n/a", "unknown", "refused", "declined", "other", "none"]) | {
    "not known",
    "not applicable",
}


@dataclass(slots=True)
class FormReader:
    """Goes through the blocks of a document and keeps which label or section is still open."""

    values: Values = field(default_factory=Values)
    tables: list[tuple[str, DataTable]] = field(default_factory=list)
    controls: dict[Control, None] = field(default_factory=dict)
    grids: int = 0
    _section: Section = field(default_factory=Section)
    _open: str | None = None
    """The label whose value may still go on."""
    _below: bool = False
    """Whether the open label stood alone, so that its value is all that stands below it."""
    _both: bool = False
    """Whether the open label stands in running text, so that what follows belongs to both."""
    _titled: bool = False
    _asked: str = ""
    """The last label that is no follow-up such as `If yes, give details`."""

    def read(self, blocks: Iterable[Block]) -> None:
        """Take the blocks of a document or a cell in order."""
        todo = list(blocks)
        for at, block in enumerate(todo):
            if isinstance(block, Heading):
                self.heading(block)
            elif isinstance(block, Paragraph):
                self._paragraph(block, todo[at + 1 : at + 2])
            elif isinstance(block, Control):
                self.controls[block] = None
            else:
                self.grid(block)

    def heading(self, heading: Heading) -> None:
        """Begin a section; one of the same rank without anything under it was left empty."""
        if is_furniture(heading.text) or not heading.text.strip():
            return
        pairs = split_labels(heading.text)
        if pairs and pairs[0][1]:
            self._labels(pairs)
            return
        before = self._section.heading
        self.end(next_level=heading.level)
        title = heading.level == TITLE or (before is None and not self._titled and not self.values.lines)
        self._titled = True
        own = not (title and heading.level in (TITLE, BOLD_HEADING))
        self._section = Section(heading if own else Heading(heading.text, TITLE))

    def end(self, next_level: int = 0) -> None:
        """Close the open label and section; `next_level` is that of the heading that follows, 0 at the end."""
        section = self._section
        if section.heading and section.name is not None and not section.used and next_level <= section.heading.level:
            self.values.add(section.name, None)
        self._section = Section()
        self._open, self._below, self._both = None, False, False

    def _paragraph(self, paragraph: Paragraph, ahead: Sequence[Block]) -> None:
        lines = paragraph.text.split("\n")
        if paragraph.emphasised and len(lines) == 1 and self._is_heading(paragraph.text):
            self.heading(Heading(paragraph.text.strip().rstrip(":"), BOLD_HEADING))
            return
        marked = paragraph.marked
        following = ahead[0].text.split("\n")[0] if ahead and isinstance(ahead[0], Paragraph) else ""
        for at, line in enumerate(lines):
            own = min(marked, len(line)) if at == 0 or marked > 0 else 0
            marked -= len(line) + 1
            self._line(line, own, lines[at + 1] if at + 1 < len(lines) else following)

    @staticmethod
    def _is_heading(text: str) -> bool:
        pairs = split_labels(text)
        short = len(text) <= _TITLE_LENGTH and not is_prose(text) and looks_like_label(text)
        return short and read_choice(text) is None and not (pairs and (pairs[0][1] or text.rstrip().endswith(":")))

    def _line(self, line: str, marked: int, following: str) -> None:
        if is_furniture(line):
            return
        if not line.strip():
            self._keep(line)
            return
        choice = read_choice(line)
        pairs = split_labels(line, marked)
        if choice and not pairs and not self._section.written and self._choice(choice, line):
            return
        if pairs and not self._in_running_text(pairs, line, following, marked=marked > 0):
            self._labels(pairs, line)
        elif not pairs:
            self._running(line)

    def _in_running_text(self, pairs: list[tuple[str, str]], line: str, following: str, *, marked: bool) -> bool:
        """Keep a line that only looks like a label with the narrative round it; a lone label becomes a column too."""
        if marked:
            return False
        section = self._section
        open_value = self._open is not None and bool(self.values.lines[self._open])
        if (section.running or open_value) and all(speaks(label) for label, _ in pairs):
            self._running(line)
            return True
        label, value = pairs[0]
        sentence = len(pairs) == 1 and is_prose(value)
        if section.name is not None and sentence and section.fresh:  # the narrative begins with it
            self._begin(label, value, line)
            return True
        if self._open is not None and not self._both:
            return False
        # A sentence is part of the narrative whatever stands below it; a short value where text follows.
        kept = (section.running and len(pairs) == 1 and not split_labels(following)) or (
            section.column is not None and sentence
        )
        if kept:
            self._open, self._both = None, False
            self._running(line)
            if label not in self.values:
                name = self.values.add(label, _plain(value))
                if not value:
                    self._open, self._both, self._below = name, True, True
        return kept

    def _begin(self, label: str, value: str, line: str) -> None:
        """Begin the running text of a section with a line that begins a value too."""
        self._open, self._both, self._below = None, False, False
        self._running(line)
        self._put(label, value)
        self._open, self._both = self.values.last, True

    def _labels(self, pairs: list[tuple[str, str]], line: str = "") -> None:
        section = self._section
        spoken = not section.used and all(speaks(label) for label, _ in pairs)
        section.interrupt(line if section.column is not None or spoken else "")
        section.used = True
        self._open, self._both = None, False
        for label, value in pairs:
            self._put(label, value)
        self._below = not pairs[-1][1]
        if self._below or goes_on(line):
            self._open = self.values.last

    def _put(self, label: str, value: str) -> None:
        if self._asked and _FOLLOWS.match(label):
            label = f"{self._asked} - {label}"
        else:
            self._asked = label
        choice = read_choice(value)
        if choice is None or choice.label:
            self.values.add(label, value.strip() or None)
            return
        self.values.add(label, choice.value)
        if choice.rest:
            pairs = split_labels(choice.rest) or [("details", choice.rest)]
            for inner, said in pairs:
                self.values.add(f"{label} - {inner}", said.strip() or None)

    def _choice(self, choice: Choice, line: str) -> bool:
        """Take a line of tick boxes that has no label with a colon; says whether it was one."""
        if choice.label:
            if not looks_like_label(choice.label):
                return False
            self._labels([(choice.label, line.replace(choice.label, "", 1).lstrip(" :?\t"))], "")
            return True
        section = self._section
        if self._open is None and section.name is not None and not section.running:
            section.resume(self.values)
            self._open = section.column
        if self._open is not None and choice.ticked:
            self.values.lines[self._open] = ["; ".join([*self.values.lines[self._open], *choice.ticked])]
        if len(choice.options) == 1 and (option := choice.options[0]) and option.casefold() not in _PLAIN_OPTIONS:
            section.used = True
            self.values.add(option, "Yes" if choice.ticked else None)
        return self._open is not None or len(choice.options) == 1

    def _targets(self) -> list[list[str]]:
        """Give the values that a line of running text belongs to."""
        names = [self._open]
        if self._section.running and (self._both or not self._open):
            names.append(self._section.column)
        return [self.values.lines[name] for name in names if name]

    def _keep(self, line: str) -> None:
        """Keep a blank line inside running text."""
        if not read_choice(line):
            for lines in self._targets():
                if lines:
                    lines.append(line.strip())

    def _running(self, line: str) -> None:
        section = self._section
        if self._open is None:
            section.resume(self.values)
        section.written = section.running
        for lines in self._targets():
            section.used = True
            lines.append(line.rstrip())

    def grid(self, grid: Grid) -> None:
        """Take a grid: its pairs as labels, its wide cells as running text, its tables with the heading above them."""
        self.grids += 1
        number = self.grids
        if self._open and self._below and not self.values.lines[self._open]:  # `Children:` above a table is its heading
            self.values.drop(self._open)
            if not self._both:
                self._section = Section(Heading(self._open, BOLD_HEADING), used=self._section.used)
        self._section.interrupt()
        self._open, self._both = None, False
        for part in parts_of(grid):
            if isinstance(part, Pair):
                self._pair(part)
            elif isinstance(part, DataTable):
                self._section.used = True
                self.tables.append((self._section.name or f"table {number}", part))
            else:
                self._stretch(part.box)
        self._open = None

    def _pair(self, pair: Pair) -> None:
        self._section.used = True
        text = pair.box.text
        if pair.label:
            self._put(pair.label, text)
        elif text and self.values.lines:
            self.values.lines[self.values.last].append(text)
        self._inside(pair.box)

    def _stretch(self, box: Box) -> None:
        text = box.text
        if box.marked and "\n" not in text and self._is_heading(text):
            self.heading(Heading(text, BOLD_HEADING))
        else:
            self.read(block for block in box.blocks if not isinstance(block, Grid))
        self._inside(box)

    def _inside(self, box: Box) -> None:
        for block in box.blocks:
            if isinstance(block, Grid):
                self.grid(block)
            elif isinstance(block, Control):
                self.controls[block] = None

    def form(self, text: str) -> Form:
        """Close everything and give the form."""
        self.end()
        for _, table in self.tables:
            if len(table.rows) == 1:
                for label, value in zip(table.header, table.rows[0][1], strict=True):
                    if label not in self.values:
                        self.values.add(label, value)
        for control in self.controls:
            title = clean_label(control.title)
            if title and title not in self.values:
                self.values.add(title, _plain(control.value))
        names = unique([name for name, _ in self.tables])
        tables = (
            FormTable(name, table.header, table.rows) for name, (_, table) in zip(names, self.tables, strict=True)
        )
        values = {name: "\n".join(lines).strip() or None for name, lines in self.values.lines.items()}
        return Form(values, text, tuple(tables))


def _plain(value: str) -> str | None:
    choice = read_choice(value)
    return choice.value if choice and not choice.label and not choice.rest else value.strip() or None
