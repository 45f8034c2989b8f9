"""One value of the case file from cells: blanks, joining, splitting, picklists, and the field's own type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final, NamedTuple

from caseaudit.domain.blank import is_blank
from caseaudit.mapping.cells import Cell, as_text, folded
from caseaudit.mapping.dates import DateRules, read_time
from caseaudit.mapping.model import Booleans, Picklist, Unlisted
from caseaudit.mapping.paths import FieldKind, Kind, near

_SHOWN = 60
_LONG = 100
"""Longer texts are neither remembered nor one of the mapping's words for nothing."""
_TRUE = ("y", "yes", "true", "t", "1", "on", "ticked", "checked", "\u2612", "\u2611", "\u2713", "\u2714")
_FALSE = ("n", "no", "false", "f", "0", "off", "unticked", "unchecked", "\u2610")
_NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:\.0*)?")
_AGE = re.compile(r"([0-9]{1,3})\s*(days?|weeks?|wks?|months?|mths?|mos?|years?|yrs?|y/?o?)\.?(?: old)?", re.IGNORECASE)
_A_YEAR = {"d": 366, "w": 53, "m": 12, "y": 1}
"""How many of a unit are surely a year, for a child whose age is given in months."""


class Absent(Enum):
    """Stands for a field that says nothing, and whose key is left out."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class CellError(ValueError):
    """A cell that cannot be read: why, in words for whoever mends the export. `fatal` stops the run."""

    def __init__(self, reason: str, *, fatal: bool = False) -> None:
        super().__init__(reason)
        self.fatal = fatal


_FIGURES = frozenset("123456789")
"""No placeholder ends with one of these: references, dates and numbers need not be looked up."""


def _is_blank_text(text: str) -> bool:
    return text[-1:] not in _FIGURES and _is_blank_word(text)


@lru_cache(maxsize=16384)
def _is_blank_word(text: str) -> bool:
    return is_blank(text)


class ReadValue(NamedTuple):
    """A value as JSON has it, or ABSENT; and what a reader of the results should know of it."""

    value: Any
    ambiguous_date: bool = False
    unlisted: bool = False


_NOTHING = ReadValue(None)


@dataclass(frozen=True, slots=True)
class Blanks:
    """What stands for nothing in an export: the mapping's own words, and the placeholders that caseaudit knows."""

    own: frozenset[str] = frozenset()

    def __call__(self, cell: Cell) -> bool:
        """Say whether a cell stands for nothing."""
        if not isinstance(cell, str) or len(cell) > _LONG:
            return is_blank(cell)
        return _is_blank_text(cell) or (bool(self.own) and folded(cell) in self.own)

    def empty(self, cell: Cell) -> bool:
        """Say so where placeholders may be answers or initials: only nothing at all and the mapping's own words."""
        if not isinstance(cell, str):
            return is_blank(cell)
        return not cell.strip() or folded(cell) in self.own


@dataclass(frozen=True, slots=True)
class Translation:
    """A picklist made ready for one field."""

    name: str
    values: Mapping[str, Any]
    """Folded value of the export -> JSON value of the case file."""
    unlisted: Unlisted


@dataclass(frozen=True, slots=True)
class FieldRules:
    """All that is needed to read one field."""

    field: FieldKind
    blanks: Blanks
    words: Mapping[str, bool]
    """Folded words of yes and no."""
    dates: DateRules
    translation: Translation | None = None
    split: re.Pattern[str] | None = None
    join: str | None = None
    day_only: bool = False
    """The time of day is not wanted (`as: date`)."""
    as_it_stands: bool = False
    """Text that is not even trimmed: narrative."""
    number: bool = False
    yes_no: bool = False
    """How a value of the kind RAW is read; as text unless one of these."""

    def is_blank(self, cell: Cell) -> bool:
        """Say whether a cell leaves this field blank."""
        if self.field.kind is Kind.RAW or self.field.is_names:
            return self.blanks.empty(cell)
        return self.blanks(cell)


def boolean_words(*layers: Booleans | None) -> dict[str, bool]:
    """Put the words of yes and no together; what a later layer says goes first."""
    words = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
    for layer in layers:
        if layer is not None:
            words |= dict.fromkeys(map(folded, layer.true_words or ()), True)
            words |= dict.fromkeys(map(folded, layer.false_words or ()), False)
    return words


def translation(name: str, picklist: Picklist, rules: FieldRules) -> Translation:
    """Make a picklist ready for a field. Raises ValueError for a value that the field cannot hold."""
    values = {folded(key): constant(value, rules) for key, value in picklist.values.items()}
    return Translation(name, values, picklist.unlisted)


def constant(value: Any, rules: FieldRules) -> Any:
    """Give a value that the mapping itself writes as JSON for a field. Raises ValueError when it cannot hold it."""
    if value is None:
        return None
    kind = rules.field.kind
    if isinstance(value, tuple | list):
        if kind is not Kind.TEXTS:
            raise CellError(f"{rules.field.name!r} holds one value, not a list")
        return [as_text(item) for item in value]
    if kind is Kind.TEXTS:
        return [as_text(value)]
    if kind is Kind.RAW:
        return value if isinstance(value, bool) else as_text(value)
    if kind is Kind.TEXT:
        return as_text(value)
    return _typed(value, rules).value


def read_cell(cell: Cell, rules: FieldRules, *, blank: bool) -> ReadValue:
    """Read a field from one cell, `blank` saying whether it stands for nothing here. Raises CellError."""
    if rules.translation is not None and rules.split is None:
        listed = rules.translation.values.get(folded(as_text(cell)), ABSENT)
        if listed is not ABSENT:
            # Before blanks are looked at: a list may say what `-` or `Unknown` means.
            return ReadValue(listed)
    if blank:
        return _NOTHING
    if rules.field.kind is Kind.TEXTS:
        return _texts((cell,), rules)
    if rules.translation is not None:
        return _translated(as_text(cell), rules)
    return _typed(cell, rules)


def read_cells(filled: Sequence[Cell], rules: FieldRules) -> ReadValue:
    """Read a field from those cells of several columns that are not blank. Raises CellError."""
    if not filled:
        return _NOTHING
    if rules.field.kind is Kind.TEXTS:
        return _texts(filled, rules)
    if rules.translation is not None:
        return _translated(_joined(filled, rules), rules)
    if rules.field.kind is Kind.TIME:
        return _time(filled, rules)
    return _typed(filled[0] if len(filled) == 1 else _joined(filled, rules), rules)


def _joined(cells: Sequence[Cell], rules: FieldRules) -> str:
    return (" " if rules.join is None else rules.join).join(map(as_text, cells))


def _texts(cells: Sequence[Cell], rules: FieldRules) -> ReadValue:
    parts = [as_text(cell) for cell in cells] if rules.join is None else [_joined(cells, rules)]
    if rules.split is not None:
        parts = [part for text in parts for part in rules.split.split(text)]
    parts = [part.strip() for part in parts if not rules.is_blank(part)]
    if rules.translation is None:
        return ReadValue(parts)
    read = [_translated(part, rules) for part in parts]
    items: list[str] = []
    for each in read:
        items.extend(each.value or ())
    return ReadValue(items, unlisted=any(each.unlisted for each in read))


def _translated(text: str, rules: FieldRules) -> ReadValue:
    """Translate by the picklist, or do with an unlisted value what the mapping says."""
    if rules.translation is None:
        raise ValueError("there is no picklist to translate by")
    listed = rules.translation.values.get(folded(text), ABSENT)
    if listed is not ABSENT:
        return ReadValue(listed)
    name, unlisted = rules.translation.name, rules.translation.unlisted
    if unlisted == "unknown":
        kept = {Kind.TEXTS: [text.strip()], Kind.TEXT: text.strip(), Kind.RAW: text.strip()}
        return ReadValue(kept.get(rules.field.kind, ABSENT), unlisted=True)
    remedy = f"add it to the picklist {name!r} of the mapping, or mend the export"
    raise CellError(f"The picklist {name!r} does not list this value: {remedy}", fatal=unlisted == "fail")


def _time(cells: Sequence[Cell], rules: FieldRules) -> ReadValue:
    try:
        join = " " if rules.join is None else rules.join
        read = read_time(cells, rules.dates, join=join, day_only=rules.day_only)
    except ValueError as error:
        raise CellError(str(error)) from None
    return ReadValue(read.text, ambiguous_date=read.ambiguous)


def _typed(cell: Cell, rules: FieldRules) -> ReadValue:
    kind = rules.field.kind
    if kind is Kind.TIME:
        return _time((cell,), rules)
    if kind is not Kind.TEXT and kind in _READERS:
        return ReadValue(_READERS[kind](cell, rules))
    if kind is Kind.RAW and (rules.number or rules.yes_no):
        return ReadValue((_number if rules.number else _yes_no)(cell, rules))
    text = as_text(cell)
    return ReadValue(text if rules.as_it_stands else text.strip())


def _yes_no(cell: Cell, rules: FieldRules) -> bool:
    if isinstance(cell, bool):
        return cell
    found = rules.words.get(folded(as_text(cell)))
    if found is None:
        raise CellError("This is neither yes nor no: add it to true_words or false_words under `booleans`")
    return found


def _number(cell: Cell, rules: FieldRules) -> int:
    del rules
    text = as_text(cell).strip()
    if not isinstance(cell, bool):
        if found := _NUMBER.fullmatch(text):
            return int(found[1])
        if found := _AGE.fullmatch(text):
            return int(found[1]) // _A_YEAR[found[2][0].lower()]
    raise CellError("A whole number is wanted")


def _choice(cell: Cell, rules: FieldRules) -> str:
    text = as_text(cell).strip().casefold().replace(" ", "_").replace("-", "_")
    options = rules.field.options
    if text in options:
        return text
    nearest = near(text, options)
    hint = f". Did you mean {nearest!r}?" if nearest else ""
    raise CellError(
        f"This is not a {rules.field.name.replace('_', ' ')} that the case file knows ({', '.join(options)}): "
        f"translate it with a picklist in the mapping{hint}"
    )


_READERS: Mapping[Kind, Callable[[Cell, FieldRules], Any]] = {
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.CHOICE: _choice,
}


def shown(cell: Cell, field: FieldKind) -> str:
    """Show a cell shortly for a message; never a name."""
    if field.is_names:
        return "(not shown: a name)"
    text = as_text(cell)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
