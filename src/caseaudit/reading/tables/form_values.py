"""What a document comes to: its values by label, its whole text, its tables; and the section that is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from caseaudit.reading.tables.form_blocks import TITLE, Heading
from caseaudit.reading.tables.form_labels import clean_label


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table in a document: its heading, its columns, its rows with their numbers in the grid."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a document says: values by label in the order of the document, its whole text, its tables."""

    values: dict[str, str | None]
    text: str
    tables: tuple[FormTable, ...]


@dataclass(slots=True)
class Values:
    """The lines of each value, by a label that no other value has."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)
    """Each name in lower case, and the number that the last of that name was given."""

    def __contains__(self, label: str) -> bool:
        """Whether there is a value of this label, in whatever case."""
        return label.casefold() in self._names

    def add(self, label: str, value: str | None) -> str:
        """Begin a value, and give the name it got: the second of the same label is numbered."""
        label = label or "column A"
        name, count = label, self._names.get(label.casefold(), 0)
        while name in self:
            count += 1
            name = f"{label} ({count})"
        self._names[label.casefold()] = max(1, count)
        self._names.setdefault(name.casefold(), 1)
        self.lines[name] = [value] if value else []
        return name

    def drop(self, name: str) -> None:
        """Take back a label that turned out to be none."""
        del self.lines[name]
        self._names.pop(name.casefold(), None)

    @property
    def last(self) -> str:
        """The label added last."""
        return next(reversed(self.lines))


@dataclass(slots=True)
class Section:
    """What stands under one heading: the column of its running text, once it holds any, and labels within that."""

    heading: Heading | None = None
    used: bool = False
    """Whether anything stood under the heading."""
    column: str | None = None
    """The column of its running text."""
    running: bool = False
    """Whether that text goes on; labels and tables interrupt it."""
    written: bool = False
    """Whether it goes on as running text, in which a tick box is part of the text."""
    _aside: list[str] = field(default_factory=list)
    """Lines with labels behind which the running text may still go on."""

    @property
    def name(self) -> str | None:
        """The heading as a column's name; None where there is none, or it is the title of the document."""
        return clean_label(self.heading.text) if self.heading and self.heading.level != TITLE else None

    @property
    def fresh(self) -> bool:
        """Whether nothing stood under the heading but perhaps what somebody said."""
        return not self.used or (self.column is None and bool(self._aside))

    def interrupt(self, line: str = "") -> None:
        """End the running text; the `line` that does so is part of it only where more follows under this heading."""
        if line:
            self._aside.append(line)
        self.running = self.written = False

    def resume(self, values: Values) -> None:
        """Begin the running text, or go on with it: what stood in the midst of a narrative belongs to it."""
        if self.running or self.name is None:
            return
        if self.column is None:
            self.column = values.add(self.name, None)
        values.lines[self.column].extend(self._aside)
        self._aside.clear()
        self.running = self.used = True
