"""What is withheld from a table cannot be worked out again: attacked here in two ways, both known to work."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.engine.suppression import ALL, Suppressed, suppress

Table = list[list[int]]


def shown_lines(table: Suppressed) -> list[tuple[list[tuple[int, int]], int]]:
    """Each published margin as the cells that add up to it, and the sum."""
    rows, columns = range(len(table.cells)), range(len(table.cells[0]))
    lines = [([(row, column) for column in columns], table.row_totals[row]) for row in rows]
    lines += [([(row, column) for row in rows], table.column_totals[column]) for column in columns]
    lines.append(([(row, column) for row in rows for column in columns], table.total))
    return [(cells, total) for cells, total in lines if total is not None]


def worked_out(table: Suppressed) -> list[tuple[int, int]]:
    """Linear algebra: the withheld cells and margins that the published sums determine, signs and wholeness unused."""
    unknown = [
        (row, column) for row, counts in enumerate(table.cells) for column, count in enumerate(counts) if count is None
    ]
    basis: list[list[Fraction]] = []

    def reduced(vector: list[Fraction]) -> list[Fraction]:
        for kept in basis:
            lead = next(place for place, number in enumerate(kept) if number)
            if vector[lead]:
                factor = vector[lead] / kept[lead]
                vector = [number - factor * other for number, other in zip(vector, kept, strict=True)]
        return vector

    def vector_of(cells: list[tuple[int, int]]) -> list[Fraction]:
        return [Fraction(place in cells) for place in unknown]

    for cells, _ in shown_lines(table):
        vector = reduced(vector_of(cells))
        if any(vector):
            basis.append(vector)
    rows, columns = range(len(table.cells)), range(len(table.cells[0]))
    wanted = {place: [place] for place in unknown}
    wanted |= {(row, ALL): [(row, column) for column in columns] for row in rows if table.row_totals[row] is None}
    wanted |= {
        (ALL, column): [(row, column) for row in rows] for column in columns if table.column_totals[column] is None
    }
    if table.total is None:
        wanted[ALL, ALL] = [(row, column) for row in rows for column in columns]
    return [place for place, cells in wanted.items() if not any(reduced(vector_of(cells)))]


def possible(table: Suppressed, truth: Table, reach: int) -> dict[tuple[int, int], set[int]]:
    """Exhaustion: the values that each withheld cell takes among all whole, not negative tables near the truth."""
    unknown = [
        (row, column) for row, counts in enumerate(table.cells) for column, count in enumerate(counts) if count is None
    ]
    lines = [
        (
            [place for place in cells if place in unknown],
            total - sum(truth[r][c] for r, c in cells if (r, c) not in unknown),
        )
        for cells, total in shown_lines(table)
    ]
    ranges = [range(max(0, truth[row][column] - reach), truth[row][column] + reach + 1) for row, column in unknown]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in unknown}
    for guess in product(*ranges):
        values = dict(zip(unknown, guess, strict=True))
        if all(sum(values[place] for place in cells) == total for cells, total in lines):
            for place, value in values.items():
                found[place].add(value)
    return found


def tables(rows: int, columns: int, most: int) -> st.SearchStrategy[Table]:
    return st.integers(1, rows).flatmap(
        lambda height: st.integers(1, columns).flatmap(
            lambda width: st.lists(
                st.lists(st.integers(0, most), min_size=width, max_size=width), min_size=height, max_size=height
            )
        )
    )


FLAGS = st.fixed_dictionaries({"row_totals": st.booleans(), "column_totals": st.booleans(), "total": st.booleans()})


def test_the_attack_works_on_a_table_from_which_only_the_small_count_is_withheld() -> None:
    naive = Suppressed(((None, 10), (8, 12)), (13, 20), (11, 22), 33, {})
    assert worked_out(naive) == [(0, 0)]
    assert possible(naive, [[3, 10], [8, 12]], 5) == {(0, 0): {3}}


@given(tables(5, 5, 30), FLAGS, st.integers(2, 10))
def test_no_withheld_count_follows_from_the_sums(table: Table, flags: dict[str, bool], threshold: int) -> None:
    result = suppress(table, threshold=threshold, **flags)
    determined = set(worked_out(result))
    assert not determined & set(result.withheld)


@settings(max_examples=60)
@given(st.one_of(tables(2, 3, 5), tables(3, 2, 5)), FLAGS)
def test_a_small_count_could_be_less_and_could_be_the_threshold(table: Table, flags: dict[str, bool]) -> None:
    threshold = 3
    result = suppress(table, threshold=threshold, **flags)
    values = possible(result, table, threshold)
    for (row, column), why in result.withheld.items():
        if ALL in {row, column}:
            continue
        assert len(values[row, column]) > 1
        if why == "primary":
            assert {table[row][column] - 1, threshold} <= values[row, column]


@given(tables(5, 5, 30), FLAGS, st.integers(2, 10))
def test_every_small_count_is_withheld_and_what_is_shown_is_true(
    table: Table, flags: dict[str, bool], threshold: int
) -> None:
    result = suppress(table, threshold=threshold, **flags)
    shown = [count for row in result.cells for count in row]
    margins = [*result.row_totals, *result.column_totals, result.total]
    assert not any(count is not None and 0 < count < threshold for count in [*shown, *margins])
    for row, counts in enumerate(table):
        for column, count in enumerate(counts):
            assert result.cells[row][column] in {None, count}
            assert (result.cells[row][column] is None) == ((row, column) in result.withheld)
            assert (result.withheld.get((row, column)) == "primary") == (0 < count < threshold)
        assert result.row_totals[row] in {None, sum(counts)}
    assert result.total in {None, sum(map(sum, table))}
    assert flags["total"] or result.total is None
    assert flags["row_totals"] or set(result.row_totals) == {None}


@given(tables(5, 5, 30))
def test_a_table_without_small_counts_is_shown_whole(table: Table) -> None:
    large = [[count and count + 5 for count in row] for row in table]
    result = suppress(large)
    assert result.withheld == {}
    assert [list(row) for row in result.cells] == large


def test_one_small_count_takes_three_others_and_no_margin() -> None:
    result = suppress([[3, 10, 20], [8, 12, 9], [30, 6, 7]])
    assert result.cells == ((None, None, 20), (None, None, 9), (30, 6, 7))
    assert result.row_totals == (33, 29, 43)
    assert result.column_totals == (41, 28, 36)
    assert list(result.withheld.values()).count("primary") == 1


def test_a_list_with_its_total_withholds_the_next_smallest() -> None:
    result = suppress([[3, 20, 11, 30]], column_totals=False)
    assert result.cells == ((None, 20, None, 30),)
    assert result.row_totals == (64,)


def test_two_ones_and_their_total_are_not_enough_cover() -> None:
    """1 and 1 that add up to a published 2 could only be 1 and 1, or 0 and 2: the total goes too."""
    assert suppress([[1, 1]], column_totals=False).total is None


def test_a_small_total_is_withheld_with_its_cells() -> None:
    assert suppress([[2]]).total is None
    assert suppress([[0, 0], [0, 3]]).cells == ((0, 0), (0, None))


def test_noughts_are_shown_where_another_cover_serves() -> None:
    assert suppress([[3, 0, 9], [7, 0, 8], [6, 0, 11]]).column_totals[1] == 0
    assert all(row[1] == 0 for row in suppress([[3, 0, 9], [7, 0, 8], [6, 0, 11]]).cells)


@pytest.mark.parametrize("table", [[], [[]], [[1, 2], [3]]])
def test_refuses_what_is_no_table(table: Table) -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        suppress(table)


def test_refuses_a_negative_count_and_a_threshold_that_withholds_nothing() -> None:
    with pytest.raises(ValueError, match="negative"):
        suppress([[-1]])
    with pytest.raises(ValueError, match="threshold"):
        suppress([[1]], threshold=1)
