"""Tests of one row: a column is one of some values, is blank, or fits a pattern; and groups of such tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from functools import lru_cache

from caseaudit.mapping.cells import Cell, as_text, folded
from caseaudit.mapping.model import Condition

CellOf = Callable[[str], Cell]
"""The cell in a column named as the mapping writes it; None where the row has no such column."""
BlankTest = Callable[[Cell], bool]


def holds(condition: Condition, cell_of: CellOf, blank: BlankTest) -> bool:
    """Say whether a condition holds. Texts are compared by `cells.folded`; a missing column is a blank one."""
    if condition.column is not None:
        return _fits(condition, cell_of(condition.column), blank)
    if condition.any_ is not None:
        return any(holds(each, cell_of, blank) for each in condition.any_)
    if condition.none_ is not None:
        return not any(holds(each, cell_of, blank) for each in condition.none_)
    return all(holds(each, cell_of, blank) for each in condition.all_ or ())


def _fits(condition: Condition, cell: Cell, blank: BlankTest) -> bool:
    if condition.blank is not None:
        return blank(cell) is condition.blank
    text = folded(as_text(cell))
    if condition.is_ is not None:
        return text in _folded_all(condition.is_)
    if condition.is_not is not None:
        return text not in _folded_all(condition.is_not)
    return any(pattern.fullmatch(text) for pattern in map(glob, condition.matches or ()))


def columns_of(condition: Condition | None) -> Iterator[str]:
    """Name the columns that a condition looks at."""
    if condition is None:
        return
    if condition.column is not None:
        yield condition.column
    for group in (condition.any_, condition.all_, condition.none_):
        for each in group or ():
            yield from columns_of(each)


@lru_cache(maxsize=1024)
def glob(pattern: str) -> re.Pattern[str]:
    """Compile a glob (`*`, `?`, `[abc]`) for a folded text."""
    return re.compile(translate(folded(pattern)))


@lru_cache(maxsize=1024)
def _folded_all(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(folded, texts))
