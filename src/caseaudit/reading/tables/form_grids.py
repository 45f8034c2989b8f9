"""Reads a grid of a document: which of its rows are labels beside values, which are a table, which are running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from caseaudit.reading.tables.form_blocks import Block, Box, Grid
from caseaudit.reading.tables.form_choices import read_choice
from caseaudit.reading.tables.form_labels import (
    clean_label,
    is_prose,
    label_share,
    looks_like_label,
    looks_like_value,
    split_labels,
)

_QUESTION = re.compile(r"(?:question|field|item|label|detail|box|heading|description)s?", re.IGNORECASE)
_ANSWER = re.compile(r"(?:answer|response|value|entry|detail|information|reply|comment)s?", re.IGNORECASE)
_LONGEST_QUESTION = 300
_FEW_MARKED = 0.1
_HALF = 0.5
_TWO = 2
_THREE = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the cell that answers it."""

    label: str
    box: Box


@dataclass(frozen=True, slots=True)
class Stretch:
    """A cell over the whole width: a heading in bold or shaded, or running text with or without labels of its own."""

    box: Box


@dataclass(frozen=True, slots=True)
class DataTable:
    """A header row and the rows under it; each row with its number in the grid and its cells by column."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]


Part = Pair | Stretch | DataTable
_Row = tuple[int, tuple[Box, ...]]


def parts_of(grid: Grid) -> Iterator[Part]:
    """Take a grid apart from top to bottom; nested grids stay in their cells."""
    run: list[_Row] = []
    for number, row in enumerate(grid.rows, 1):
        said = [box for box in row if not box.continued]
        if len(said) == 1 and len(row) == 1:
            yield from _run(run)
            run = []
            if said[0].blocks:
                yield Stretch(said[0])
        elif said:
            run.append((number, row))
    yield from _run(run)


def _run(run: list[_Row]) -> Iterator[Part]:
    if not run:
        return
    if _is_table(run):
        yield _table(run)
    elif _is_stacked(run):
        for (_, above), (_, below) in zip(run[::2], run[1::2], strict=True):
            yield from _over(above, below)
    else:
        for _, row in run:
            yield from _pairs(row)


def _is_table(run: list[_Row]) -> bool:
    first = run[0][1]
    rest = [row for _, row in run[1:]]
    texts = [box.text for box in first]
    if len(first) < _TWO or _question_and_answer(texts):
        return False
    if all(box.header for box in first):
        return True
    if any(split_labels(text) and not text.rstrip().endswith(":") for text in texts) or not all(texts):
        return False
    marks = [box.marked for row in rest for box in row if not box.continued]
    everything_marked = all(box.marked for box in first) and bool(marks) and all(marks)
    if all(box.marked for box in first) and not everything_marked:
        alternating = len(run) >= _TWO + _TWO and _is_stacked(run)
        return not alternating and (len(first) >= _THREE or bool(rest)) and sum(marks) <= _FEW_MARKED * len(marks)
    if not everything_marked and any(box.marked for _, row in run for box in row):
        return False
    return bool(rest) and _table_by_words(texts, rest)


def _table_by_words(texts: list[str], rest: list[tuple[Box, ...]]) -> bool:
    """Where nothing is marked: labels in the first row and values below, against labels in every second column."""
    if not all(looks_like_label(text) and not looks_like_value(text) for text in texts):
        return False
    width = len(texts)
    if any(text.rstrip().endswith(":") for text in texts) or any(len(row) != width for row in rest):
        return False
    below = [[box.text for box in row] for row in rest]
    firsts = [row[0] for row in below]
    if width == _TWO:
        return sum(map(looks_like_value, firsts)) > _HALF * len(firsts) and not any(map(_ticked, texts))
    if width % _TWO:
        return True
    labels = [text for row in [texts, *below] for text in row[::2]]
    if any(map(looks_like_value, labels)) or len({label.casefold() for label in labels}) < len(labels):
        return True
    return label_share(texts) > label_share(labels) or label_share(labels) < _HALF


def _ticked(text: str) -> bool:
    return read_choice(text) is not None


def _question_and_answer(texts: list[str]) -> bool:
    return (
        len(texts) == _TWO
        and _QUESTION.fullmatch(texts[0].strip()) is not None
        and _ANSWER.fullmatch(texts[1].strip()) is not None
    )


def _is_stacked(run: list[_Row]) -> bool:
    """Rows of labels and rows of values by turns, told by their looks."""
    if len(run) % _TWO:
        return False
    above = [box.marked for _, row in run[::2] for box in row if box.text]
    below = [box.marked for _, row in run[1::2] for box in row if box.text]
    return bool(above) and all(above) and not any(below)


def _table(run: list[_Row]) -> DataTable:
    columns = list(_placed(run[0][1]))
    names: list[str] = []
    for place, (_, box) in enumerate(columns):
        names.append(clean_label(box.text) or f"column {column_letter(place)}")
    starts = {start: place for place, (start, _) in enumerate(columns)}
    rows: list[tuple[int, tuple[str | None, ...]]] = []
    for number, row in run[1:]:
        values: list[list[str]] = [[] for _ in names]
        for start, box in _placed(row):
            place = starts.get(start, max((at for begin, at in starts.items() if begin <= start), default=0))
            if (text := value_of(box)) is not None:
                values[place].append(text)
        rows.append((number, tuple("\n".join(found) or None for found in values)))
    return DataTable(unique(names), tuple(rows))


def _placed(row: Sequence[Box]) -> Iterator[tuple[int, Box]]:
    start = 0
    for box in row:
        yield start, box
        start += box.span


def _over(above: Sequence[Box], below: Sequence[Box]) -> Iterator[Pair]:
    under = dict(_placed(below))
    for start, box in _placed(above):
        if box.text:
            yield Pair(clean_label(box.text), under.get(start, Box()))


def _pairs(row: Sequence[Box]) -> Iterator[Part]:
    """Labels and values from the left to the right, however many; cells with labels of their own stay whole."""
    boxes = [box for box in row if not box.continued]
    if _question_and_answer([box.text for box in boxes]):
        return
    if len(boxes) > _TWO and len(boxes) % _TWO and boxes[0].down > 1:
        yield Stretch(boxes[0])
        boxes = boxes[1:]
    own = [box for box in boxes if box.text]
    if own and all(_has_own_label(box) for box in own):
        for box in own:
            yield Stretch(box)
        return
    at = 0
    while at < len(boxes):
        box = boxes[at]
        if _stands_alone(box, boxes[at + 1 :]):
            yield Stretch(box)
            at += 1
        else:
            values = _answer(boxes[at + 1 :], alone=at == 0)
            yield Pair(clean_label(box.text), _joined(values))
            at += 1 + max(1, len(values))


def _stands_alone(box: Box, behind: Sequence[Box]) -> bool:
    """Whether a cell is no label of the next: it has its own label and the next no value, or it is running text."""
    if _has_own_label(box) and (not behind or behind[0].marked or not behind[0].text):
        return True
    return len(box.text) > _LONGEST_QUESTION or (is_prose(box.text) and not box.text.endswith(("?", ":")))


def _answer(boxes: Sequence[Box], *, alone: bool) -> Sequence[Box]:
    """The cells that answer the label before them: one, or all to the end where these are tick boxes or no labels."""
    if not alone or len(boxes) <= 1:
        return boxes[:1]
    odd = len(boxes) % _TWO == 0
    ticks = all(read_choice(box.text) or not box.text for box in boxes)
    return boxes if ticks or (odd and not any(box.marked for box in boxes)) else boxes[:1]


def _joined(boxes: Sequence[Box]) -> Box:
    if len(boxes) == 1:
        return boxes[0]
    blocks: list[Block] = [block for box in boxes for block in box.blocks]
    return Box(tuple(blocks))


def _has_own_label(box: Box) -> bool:
    """Whether a cell holds its label itself: `Name: AB`, or a first line `Name:` above the value."""
    if box.marked and not re.search(r":\s*\S", box.text):
        return False
    first, _, rest = box.text.partition("\n")
    marked = next((block.marked for block in box.blocks if hasattr(block, "marked")), 0)
    pairs = split_labels(first, marked)
    if pairs:
        return bool(pairs[0][1]) or bool(rest.strip())
    return bool(rest.strip()) and marked > 0 and marked >= len(first.rstrip(" :")) and looks_like_label(first)


def value_of(box: Box) -> str | None:
    """Give a cell's value: its text with line breaks, or the chosen option; None where it is empty."""
    text = box.text
    choice = read_choice(text)
    if choice is None or choice.label or choice.rest:
        return text or None
    return choice.value


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Name the second of the same name `Name (2)`; names compare whatever their case."""
    seen: set[str] = set()
    found: list[str] = []
    for name in names:
        shown, count = name, 1
        while shown.casefold() in seen:
            count += 1
            shown = f"{name} ({count})"
        seen.add(shown.casefold())
        found.append(shown)
    return tuple(found)


def column_letter(place: int) -> str:
    """Give the letter of a column as spreadsheets count: 0 is A, 25 Z, 26 AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
