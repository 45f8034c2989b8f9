"""What a board is told of how well auditors agree, and what it is not told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseaudit.engine.agreement import TOO_FEW, Agreement, Marked, agree, pairwise

ORDER = ("not_met", "partly_met", "met")


def two(pairs: list[tuple[str, str]], cases: int | None = None) -> list[Marked]:
    """One unit to a pair of answers; units dealt round `cases` cases, or one to each."""
    return [
        Marked(f"C{number % (cases or len(pairs)):04}", {"AB": one, "CD": other})
        for number, (one, other) in enumerate(pairs)
    ]


PARADOX = [("not_met", "not_met")] + [("met", "met")] * 44 + [("met", "not_met")] * 2 + [("not_met", "met")]


def value(agreement: Agreement, name: str) -> float | None:
    return agreement.named(name).value


def test_the_paradox_is_shown_and_said() -> None:
    """48 files, one not met by both, 44 met by both, three split: 93.8%, kappa 0.37, AC1 0.93, alpha 0.37."""
    found = agree(two(PARADOX), ("not_met", "met"), ordered=True)
    assert found.table == ((1, 1), (2, 44))
    assert round(value(found, "percent") or 0, 3) == 0.938
    assert round(value(found, "kappa") or 0, 2) == 0.37
    assert round(value(found, "ac1") or 0, 2) == 0.93
    assert round(value(found, "alpha_nominal") or 0, 2) == 0.37
    assert found.note is not None
    assert "95% of the marks are met" in found.note
    assert "AC1" in found.note


def test_a_balanced_table_needs_no_warning() -> None:
    """20 and 20 agreed, 8 split evenly: kappa and AC1 are both 0.67."""
    pairs = [("met", "met")] * 20 + [("not_met", "not_met")] * 20 + [("met", "not_met"), ("not_met", "met")] * 4
    found = agree(two(pairs), ("not_met", "met"), ordered=True)
    assert round(value(found, "kappa") or 0, 2) == round(value(found, "ac1") or 0, 2) == 0.67
    assert found.note is None


def test_published_intervals_where_each_case_gives_one_unit() -> None:
    found = agree(two(PARADOX), ("not_met", "met"), ordered=True)
    methods = {figure.name: figure.interval.method for figure in found.coefficients if figure.interval}
    assert methods == {
        "percent": "wilson",
        "kappa": "Fleiss, Cohen and Everitt 1969",
        "ac1": "Gwet 2008",
        "alpha_nominal": "bootstrap of cases",
    }


def test_intervals_are_those_of_the_published_errors() -> None:
    """irrCAC vignette "overview", cont3x3abstractors: kappa 0.7964094, error 0.05891072, here with 1.96 (large sample).

    AC1 0.849, printed there as 0.764 to 0.935 from the error for a table; ours is the one for raw marks.
    """
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    pairs = [(one, other) for one in range(3) for other in range(3) for _ in range(table[one][other])]
    found = agree(two([("abc"[one], "abc"[other]) for one, other in pairs]), ("a", "b", "c"), ordered=False)
    kappa, ac1 = found.named("kappa").interval, found.named("ac1").interval
    assert kappa is not None
    assert ac1 is not None
    assert kappa.low == pytest.approx(0.7964094 - 1.959964 * 0.05891072, abs=2e-6)
    assert kappa.high == pytest.approx(0.7964094 + 1.959964 * 0.05891072, abs=2e-6)
    assert ac1.low == pytest.approx(0.764, abs=0.001)
    assert ac1.high == pytest.approx(0.935, abs=0.001)


def test_several_units_of_a_case_are_drawn_together() -> None:
    """Eleven copies of each unit in the same case add no knowledge: the interval stays as wide as with one."""
    once = agree(two(PARADOX), ("not_met", "met"), ordered=True)
    often = agree(two(PARADOX * 11, cases=48), ("not_met", "met"), ordered=True)
    assert often.units == 48 * 11
    for name in ("percent", "kappa", "ac1"):
        assert value(often, name) == value(once, name)
        interval = often.named(name).interval
        assert interval is not None
        assert interval.method == "bootstrap of cases"
    wide, alone = often.named("percent").interval, once.named("percent").interval
    assert wide is not None
    assert alone is not None
    assert wide.high - wide.low > 0.7 * (alone.high - alone.low)


def test_below_twenty_units_there_is_a_table_and_a_percentage_but_no_coefficient() -> None:
    found = agree(two(PARADOX[: TOO_FEW - 1]), ("not_met", "met"), ordered=True)
    assert found.too_few
    assert found.table == ((1, 0), (0, 18))
    assert value(found, "percent") == 1
    assert [figure.note for figure in found.coefficients[1:]] == ["too few"] * 3
    assert found.note == "Too few: 19 marked by two auditors; coefficients are given from 20."
    assert not agree(two(PARADOX[:TOO_FEW]), ("not_met", "met"), ordered=True).too_few


def test_all_agree_on_more_than_one_answer() -> None:
    found = agree(two([("met", "met"), ("not_met", "not_met")] * 15), ORDER, ordered=True)
    for figure in found.coefficients:
        assert figure.value == 1
    percent = found.named("percent").interval
    assert percent is not None
    assert percent.low == pytest.approx(0.8865, abs=1e-4)  # Wilson, 30 of 30
    assert found.named("kappa").interval is None
    assert "all agree" in (found.named("kappa").note or "")


def test_all_agree_on_one_answer() -> None:
    found = agree(two([("met", "met")] * 30), ORDER, ordered=True)
    assert value(found, "percent") == value(found, "ac1") == value(found, "ac2_linear") == 1
    for name in ("kappa", "kappa_linear", "alpha_nominal", "alpha_ordinal"):
        assert value(found, name) is None
        assert "cannot be computed" in (found.named(name).note or "")


def test_never_agree() -> None:
    found = agree(two([("met", "not_met"), ("not_met", "met")] * 15), ("not_met", "met"), ordered=True)
    assert value(found, "percent") == 0
    assert value(found, "kappa") == -1
    percent = found.named("percent").interval
    assert percent is not None
    assert percent.low == 0 < percent.high
    for name in ("kappa", "ac1", "alpha_nominal"):
        interval = found.named(name).interval
        assert interval is None or interval.low < interval.high


def test_two_auditors_without_a_case_in_common() -> None:
    marks = [Marked(f"C{number}", {"AB" if number % 2 else "CD": "met"}) for number in range(40)]
    found = agree(marks, ORDER, ordered=True)
    assert (found.units, found.single) == (0, 40)
    assert all(figure.value is None and "two auditors" in (figure.note or "") for figure in found.coefficients)
    assert found.note == "No unit was marked by two auditors: there is nothing to compare."


def test_nothing_marked() -> None:
    assert agree([], ORDER, ordered=True).units == 0


def test_answers_that_are_no_grade_are_set_aside_and_counted() -> None:
    marks = [*two(PARADOX), Marked("Z1", {"AB": "not_applicable", "CD": "met"})]
    found = agree(marks, ("not_met", "met"), ordered=True)
    assert (found.units, found.single, found.set_aside) == (48, 1, 1)
    assert value(found, "percent") == 0.9375


def test_more_than_two_auditors_with_missing_marks() -> None:
    answers = [("met", "met", "met"), ("met", "partly_met", "met"), ("not_met", "not_met", None)] * 10
    marks = [
        Marked(f"C{number}", {name: mark for name, mark in zip("ABC", row, strict=True) if mark})
        for number, row in enumerate(answers)
    ]
    found = agree(marks, ORDER, ordered=True)
    assert found.auditors == ("A", "B", "C")
    assert found.table is None
    assert value(found, "percent") == pytest.approx((1 + 1 / 3 + 1) / 3, abs=1e-6)
    assert "each pair" in (found.named("kappa").note or "")
    assert found.named("alpha_ordinal").interval is not None
    pairs = pairwise(marks, ORDER, ordered=True)
    assert [pair.auditors for pair in pairs] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert [pair.units for pair in pairs] == [30, 20, 20]
    assert value(pairs[1], "kappa") is None  # A and C said met throughout


def test_a_neighbouring_answer_counts_for_more_than_an_opposite_one() -> None:
    base = [("met", "met")] * 12 + [("not_met", "not_met")] * 12 + [("partly_met", "partly_met")] * 12
    near = agree(two([*base, *[("met", "partly_met")] * 6]), ORDER, ordered=True)
    far = agree(two([*base, *[("met", "not_met")] * 6]), ORDER, ordered=True)
    for name in ("kappa_linear", "ac2_linear", "alpha_ordinal"):
        assert (value(near, name) or 0) > (value(far, name) or 0)
    assert value(near, "percent") == value(far, "percent")


def test_the_order_of_the_marks_changes_nothing() -> None:
    marks = two(PARADOX)
    assert agree(marks, ("not_met", "met"), ordered=True) == agree(marks[::-1], ("not_met", "met"), ordered=True)


def test_the_bootstrap_is_the_same_today_and_tomorrow() -> None:
    """The figures are pinned: a change of Python or of the drawing must not move a published interval."""
    interval = agree(two(PARADOX), ("not_met", "met"), ordered=True).named("alpha_nominal").interval
    assert interval is not None
    assert (interval.low, interval.high) == (-0.055556, 1.0)


def test_refuses_what_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="different categories"):
        agree([], ("met",), ordered=False)
    with pytest.raises(ValueError, match="different categories"):
        agree([], ("met", "met"), ordered=False)
    with pytest.raises(ValueError, match="named twice"):
        agree([], ORDER, ordered=False, auditors=("AB", "AB"))
    with pytest.raises(KeyError):
        agree([], ORDER, ordered=False).named("kendall")


answers = st.sampled_from(ORDER)


@settings(max_examples=25)
@given(st.lists(st.dictionaries(st.sampled_from("ABC"), answers), max_size=60), st.integers(1, 60))
def test_any_marks_give_figures_within_their_intervals(units: list[dict[str, str]], cases: int) -> None:
    found = agree([Marked(f"C{number % cases}", marks) for number, marks in enumerate(units)], ORDER, ordered=True)
    for figure in found.coefficients:
        assert figure.value is not None or figure.note
        if figure.value is not None:
            assert -1 - 1e-6 <= figure.value <= 1
        if figure.interval is not None:
            assert -1 - 1e-6 <= figure.interval.low <= figure.interval.high <= 1
