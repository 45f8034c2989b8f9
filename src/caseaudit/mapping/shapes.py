"""What the cells of a column look like: dates, codes, yes and no, a reference, a picklist, running text, a log.

What is told of a column never quotes a name or a sentence: a pattern such as `99/99/9999`, or the few values of a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from caseaudit.domain.blank import is_blank
from caseaudit.domain.ethnicity import EthnicityState, ethnicity_of
from caseaudit.mapping.cells import Cell, as_text, folded
from caseaudit.mapping.date_looks import LOOKED_AT, MOST, DateLook, date_look, is_clock
from caseaudit.mapping.dates import date_rules
from caseaudit.mapping.log_entries import split_log
from caseaudit.mapping.model import Dates
from caseaudit.mapping.values import boolean_words


class Look(Enum):
    """What a column looks like."""

    EMPTY = "always blank"
    DATE = "dates"
    CLOCK = "times of day"
    YES_NO = "yes or no"
    ETHNICITY = "self-defined ethnicity"
    OBSERVED = "officer-defined ethnicity"
    AGE = "whole numbers that can be ages"
    NUMBER = "numbers"
    REFERENCE = "references"
    NAME = "names of people or places"
    PICKLIST = "a list of few values"
    WORDS = "short text"
    TEXT = "running text"
    LOG = "a log of dated entries in one cell"


NO_DATES = DateLook()
MOST_VALUES = 60
"""A list with more values is not one that anybody translates."""
_LONG, _SENTENCE = 60, 120
_MIN_REPEAT = 0.6
_LOGS = 50
_NAME = re.compile(r"(?:[A-Z][^\W\d_]*['\u2019.\-]?){1,3}(?:[ ,]+(?:[A-Z][^\W\d_]*['\u2019.\-]?){1,3}){0,3}")
_RECORDED = frozenset({EthnicityState.RECORDED, EthnicityState.NOT_STATED, EthnicityState.NOT_STATED_WITH_REASON})
_YES_NO_WORDS = boolean_words()
_LETTERS = str.maketrans(
    {**dict.fromkeys(map(chr, range(97, 123)), "a"), **dict.fromkeys(map(chr, range(65, 91)), "A")}
)


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """What a column looks like."""

    name: str
    look: Look
    rows: int
    filled: int
    distinct: int
    pattern: str = ""
    """The commonest shape of a value: 9 for figures, A and a for letters."""
    values: Mapping[str, int] = field(default_factory=dict)
    """Of a list of few values: as first written -> how often."""
    dates: DateLook = NO_DATES
    length: int = 0
    """Mean number of characters."""

    @property
    def blank_share(self) -> float:
        """Share of the rows that are blank."""
        return 1 - self.filled / self.rows if self.rows else 1.0


def column_look(name: str, cells: Sequence[Cell]) -> ColumnLook:
    """Look at the cells of a column."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return ColumnLook(name, Look.EMPTY, len(cells), 0, 0)
    texts = [as_text(cell).strip() for cell in filled]
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        key = folded(text)
        written.setdefault(key, text)
        counts[key] += 1
    look, dates = _look(name, filled, texts, counts)
    few = {written[key]: count for key, count in counts.items()} if len(counts) <= MOST_VALUES else {}
    return ColumnLook(
        name,
        look,
        len(cells),
        len(filled),
        len(counts),
        _pattern(texts, look),
        few if look not in (Look.NAME, Look.TEXT, Look.LOG, Look.DATE, Look.CLOCK) else {},
        dates,
        round(sum(map(len, texts)) / len(texts)),
    )


def _look(name: str, cells: Sequence[Cell], texts: Sequence[str], counts: Counter[str]) -> tuple[Look, DateLook]:
    dates = date_look(name, cells[:LOOKED_AT])
    if dates is not None:
        return Look.DATE, dates
    none = DateLook()
    if _all(is_clock(name, cell) for cell in cells[:LOOKED_AT]):
        return Look.CLOCK, none
    if _all(isinstance(cell, bool) or folded(as_text(cell)) in _YES_NO_WORDS for cell in cells) and len(counts) <= 8:  # noqa: PLR2004
        return Look.YES_NO, none
    for field_name, look in (("ethnicity_self", Look.ETHNICITY), ("ethnicity_observed", Look.OBSERVED)):
        if _is_ethnicity(field_name, counts):
            return look, none
    if all(_whole(text) for text in texts):
        return _numbers(texts, counts), none
    return _texts(texts, counts), none


def _numbers(texts: Sequence[str], counts: Counter[str]) -> Look:
    if any(text.startswith("0") and len(text) > 1 for text in texts):
        return Look.REFERENCE
    figures = [int(float(text)) for text in texts]
    if max(figures) <= 110 and min(figures) >= 0:  # noqa: PLR2004 - years of a life
        return Look.AGE
    return Look.REFERENCE if len(counts) > len(texts) * 0.3 and min(map(len, texts)) > 2 else Look.NUMBER  # noqa: PLR2004


def _texts(texts: Sequence[str], counts: Counter[str]) -> Look:
    mean = sum(map(len, texts)) / len(texts)
    broken = mean > _LONG / 2 and sum("\n" in text for text in texts) > len(texts) / 2
    if mean > _LONG or max(map(len, texts)) > 4 * _SENTENCE or broken:
        rules = date_rules("Europe/London", Dates(day_first=True))
        dated = [sum(entry.recorded_at is not None for entry in split_log(text, rules)) for text in texts[:_LOGS]]
        many, any_ = sum(count > 1 for count in dated), sum(count > 0 for count in dated)
        return Look.LOG if many >= 0.3 * len(dated) or (many and any_ >= 0.6 * len(dated)) else Look.TEXT
    patterned = sum(map(_is_reference, texts)) >= MOST * len(texts)
    repeated = 1 - len(counts) / len(texts)
    if patterned and (len(counts) > MOST_VALUES or repeated < _MIN_REPEAT or _one_shape(texts)):
        return Look.REFERENCE
    small = len(counts) <= 8 and (len(texts) > len(counts) or len(texts) <= 3)  # noqa: PLR2004
    if len(counts) <= MOST_VALUES and mean <= 45 and (repeated >= _MIN_REPEAT or small):  # noqa: PLR2004
        return Look.PICKLIST
    if sum(bool(_NAME.fullmatch(text)) for text in texts) >= 0.8 * len(texts) and mean <= 40:  # noqa: PLR2004
        return Look.NAME
    if len(counts) <= MOST_VALUES and mean <= 45 and repeated >= 0.25:  # noqa: PLR2004
        return Look.PICKLIST
    return Look.WORDS


def _is_ethnicity(name: str, counts: Counter[str]) -> bool:
    good = bad = 0
    if any(sum(map(str.isdigit, value)) > 3 for value in counts):  # noqa: PLR2004 - a reference that ends like a code
        return False
    for value, count in list(counts.items())[:MOST_VALUES]:
        read = ethnicity_of({name: value})
        state = read.state if read else None
        if name == "ethnicity_observed":
            good += count * (state is EthnicityState.OFFICER_DEFINED_ONLY)
        else:
            good += count * (state is EthnicityState.RECORDED)
        bad += count * (state in (EthnicityState.INVALID, EthnicityState.OFFICER_DEFINED_ONLY, EthnicityState.RECORDED))
    return bool(good) and good >= 0.7 * bad and good >= 0.4 * sum(counts.values())


def _whole(text: str) -> bool:
    return re.fullmatch(r"\d{1,15}(?:\.0+)?", text) is not None


def _is_reference(text: str) -> bool:
    return 3 <= len(text) <= 30 and any(map(str.isdigit, text)) and text.count(" ") <= 2  # noqa: PLR2004


def _one_shape(texts: Sequence[str]) -> bool:
    """Whether most values have the same shape and several figures, as the references of a system do."""
    shapes = Counter(_mask(text) for text in texts)
    top, count = shapes.most_common(1)[0]
    return count >= 0.7 * len(texts) and top.count("9") >= 4  # noqa: PLR2004


def _mask(text: str) -> str:
    return re.sub(r"\d", "9", text.translate(_LETTERS))


def _pattern(texts: Sequence[str], look: Look) -> str:
    """Give the commonest shape; runs of letters of names and text are not shown by their length."""
    if look in (Look.TEXT, Look.LOG, Look.NAME, Look.WORDS):
        return ""
    masks = Counter(_mask(text[:30]) for text in texts)
    return min(masks.items(), key=lambda pair: (-pair[1], pair[0]))[0]


def _all(found: Iterable[bool]) -> bool:
    items = list(found)
    return bool(items) and sum(items) >= MOST * len(items)


def in_words(look: ColumnLook, *, values: bool = True) -> str:
    """Say what a column looks like without quoting a name or a sentence."""
    said = look.look.value
    if look.look is Look.EMPTY:
        return said
    if look.look is Look.DATE:
        said = f"{'times' if look.dates.timed else 'dates'} such as {look.pattern}"
        if look.dates.both:
            said += ", some day first and some month first"
        elif look.dates.day_first is not None:
            said += ", day first" if look.dates.day_first else ", month first"
    elif look.look in (Look.TEXT, Look.LOG):
        said += f", about {look.length} characters"
    elif look.look in (Look.REFERENCE, Look.NUMBER, Look.AGE, Look.CLOCK):
        said += f" such as {look.pattern}"
    elif values and look.values and look.look in (Look.PICKLIST, Look.YES_NO, Look.ETHNICITY, Look.OBSERVED):
        shown = sorted(look.values, key=lambda value: (-look.values[value], value))[:3]
        said += f": {', '.join(shown)}{' ...' if look.distinct > len(shown) else ''}"
    if look.blank_share >= 0.05:  # noqa: PLR2004
        said += f"; {look.blank_share:.0%} blank"
    return said
