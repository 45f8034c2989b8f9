"""A draw: the same for everybody, whatever the order, machine or version; strata, shares and reserves as promised."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.engine.sampling import Candidate, Drawn, draw, rank
from caseaudit.engine.sampling_allocation import equal, proportional
from caseaudit.engine.sampling_plan import Plan, Quota, digest_of_ids, draw_id

KINDS = ("domestic_abuse", "missing", "ppn")
REFS = st.lists(st.sampled_from(["p1", "p2", "p3", "p4", "p5"]), max_size=2, unique=True).map(tuple)


@st.composite
def exports(draw_from: st.DrawFn, *, refs: bool = False) -> list[Candidate]:
    ids = draw_from(st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=40))
    return [
        Candidate(
            case_id,
            (draw_from(st.sampled_from(KINDS)),),
            draw_from(REFS) if refs else (),
            draw_from(st.sampled_from([None, None, None, "outside the period"])),
        )
        for case_id in ids
    ]


def a_plan(size: int = 5, **more: object) -> Plan:
    return replace(Plan(seed="2025-06", size=size), **more)  # type: ignore[arg-type]


def simple(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [replace(one, stratum=()) for one in candidates]


def drawn_ids(drawn: Drawn) -> set[str]:
    return {case_id for one in drawn.strata.values() for case_id in one.ids}


def numbered(count: int, **more: object) -> list[Candidate]:
    return [Candidate(f"C-{number:03}", **more) for number in range(1, count + 1)]  # type: ignore[arg-type]


PUBLISHED_DRAWN = ("C-007", "C-004", "C-009", "C-002", "C-017")
PUBLISHED_RESERVE = ("C-019", "C-015")
"""Of C-001 to C-020 with the seed 2025-06, as docs/sampling.md prints them."""


class TestRank:
    """The one formula that everything hangs on, as `docs/sampling.md` states it."""

    def test_it_is_sha_256_of_seed_nul_and_case_id(self) -> None:
        assert rank("2025-06", "C-001") == hashlib.sha256(b"2025-06\x00C-001").hexdigest()

    def test_published_values_never_change(self) -> None:
        assert rank("2025-06", "C-001") == "d90e78682b9293766d44c568b665a31009cd8584cb03e1bed77ab5403b3f2c07"
        drawn = draw(a_plan(5, reserve=2), numbered(20))
        assert drawn.strata[()].ids == PUBLISHED_DRAWN
        assert drawn.strata[()].reserve == PUBLISHED_RESERVE

    def test_the_page_that_tells_others_how_to_draw_shows_this_example(self) -> None:
        page = (Path(__file__).parents[3] / "docs" / "sampling.md").read_text(encoding="utf-8")
        assert ", ".join(PUBLISHED_DRAWN) in page
        assert ", ".join(PUBLISHED_RESERVE) in page
        assert rank("2025-06", "C-001") in page

    def test_seed_and_id_cannot_run_into_each_other(self) -> None:
        assert rank("a", "bc") != rank("ab", "c")

    @pytest.mark.parametrize("seed", ["0", "1", "2"])
    def test_another_process_with_another_hash_seed_draws_the_same(self, seed: str) -> None:
        code = (
            "from caseaudit.engine.sampling import Candidate, draw\n"
            "from caseaudit.engine.sampling_plan import Plan\n"
            "cases = [Candidate(f'C-{n:03}') for n in range(1, 21)]\n"
            "print(*draw(Plan('2025-06', 5, reserve=2), reversed(cases)).strata[()].ids)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.split() == list(PUBLISHED_DRAWN)


class TestOrder:
    """The order of the export plays no part."""

    @given(exports(refs=True), st.randoms(use_true_random=False), st.integers(1, 12))
    def test_shuffled_exports_give_the_same_draw(self, cases: list[Candidate], random: object, size: int) -> None:
        shuffled = list(cases)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        for plan in (a_plan(size, by=("case_type",), allocation="equal"), a_plan(size, one_per="child", by=("t",))):
            assert draw(plan, cases) == draw(plan, shuffled)

    @given(exports(), st.integers(1, 12))
    def test_the_drawn_are_exactly_those_with_the_best_ranks(self, cases: list[Candidate], size: int) -> None:
        drawn = draw(a_plan(size, reserve=3), simple(cases))
        eligible = sorted((rank("2025-06", one.case_id), one.case_id) for one in cases if one.barred is None)
        ids = [case_id for _, case_id in eligible]
        assert list(drawn.strata[()].ids) == ids[:size]
        assert list(drawn.strata[()].reserve) == ids[size : size + 3]

    @given(exports(), exports(), st.integers(1, 12))
    def test_a_growing_frame_displaces_only_by_better_ranks(
        self, cases: list[Candidate], more: list[Candidate], size: int
    ) -> None:
        before = simple(cases)
        known = {one.case_id for one in before}
        after = [*before, *(one for one in simple(more) if one.case_id not in known)]
        first, second = (drawn_ids(draw(a_plan(size), each)) for each in (before, after))
        came, gone = second - first, first - second
        assert not came & known or len(first) < size
        for new in came:
            for old in gone:
                assert rank("2025-06", new) < rank("2025-06", old)

    def test_a_bigger_sample_holds_the_smaller_one(self) -> None:
        cases = numbered(50)
        assert drawn_ids(draw(a_plan(10), cases)) < drawn_ids(draw(a_plan(20), cases))


class TestStrata:
    """Each stratum gives what it was asked for, and only its own."""

    @given(exports(refs=True), st.integers(1, 30), st.sampled_from(["proportional", "equal"]), st.booleans())
    def test_no_case_twice_and_every_case_in_its_stratum(
        self, cases: list[Candidate], size: int, allocation: str, one: bool
    ) -> None:
        plan = a_plan(size, by=("case_type",), allocation=allocation, reserve=2, one_per="child" if one else None)
        drawn = draw(plan, cases)
        where = {case.case_id: case.stratum for case in cases}
        taken = [case_id for each in drawn.strata.values() for case_id in (*each.ids, *each.reserve)]
        assert max(Counter(taken).values(), default=1) == 1
        for stratum, each in drawn.strata.items():
            assert {where[case_id] for case_id in (*each.ids, *each.reserve)} <= {stratum}
            assert len(each.ids) == min(each.wanted, each.frame)
        assert len(drawn_ids(drawn)) == min(size, len(drawn.frame))

    @given(exports())
    def test_everything_read_is_in_the_frame_or_left_out_for_one_reason(self, cases: list[Candidate]) -> None:
        entered = {case.case_id: "audited" for case in cases[::3]}
        drawn = draw(a_plan(by=("case_type",)), cases, entered)
        left_out = [case_id for ids in drawn.excluded.values() for case_id in ids]
        assert sorted([*drawn.frame, *left_out]) == sorted(case.case_id for case in cases)
        assert sum(one.frame for one in drawn.strata.values()) == len(drawn.frame)

    def test_a_quota_larger_than_its_stratum_takes_all_of_it(self) -> None:
        cases = [*numbered(3, stratum=("missing",)), Candidate("X", ("ppn",))]
        quotas = (Quota("child_death", 2), Quota("missing", 6))
        drawn = draw(a_plan(8, by=("case_type",), allocation="quota", quotas=quotas), cases)
        assert {values[0]: (one.frame, one.wanted, len(one.ids)) for values, one in drawn.strata.items()} == {
            "child_death": (0, 2, 0),
            "missing": (3, 6, 3),
            "ppn": (1, 0, 0),
        }


class TestAllocation:
    """Whole numbers that add up, and stated rules for what does not divide."""

    @given(
        st.dictionaries(st.text(max_size=3).map(lambda one: (one,)), st.integers(0, 50), max_size=8),
        st.integers(0, 200),
    )
    def test_shares_add_up_and_no_stratum_gives_more_than_it_has(
        self, frames: dict[tuple[str, ...], int], size: int
    ) -> None:
        for share in (proportional, equal):
            shares = share(size, frames)
            assert sum(shares.values()) == min(size, sum(frames.values()))
            assert all(0 <= shares[stratum] <= frames[stratum] for stratum in frames)

    @given(
        st.dictionaries(st.text(max_size=3).map(lambda one: (one,)), st.integers(1, 50), min_size=1),
        st.integers(0, 200),
    )
    def test_proportional_is_within_one_of_the_exact_share(self, frames: dict[tuple[str, ...], int], size: int) -> None:
        total = sum(frames.values())
        size = min(size, total)
        for stratum, share in proportional(size, frames).items():
            assert abs(share * total - size * frames[stratum]) < total

    @given(
        st.dictionaries(st.text(max_size=3).map(lambda one: (one,)), st.integers(1, 50), min_size=1),
        st.integers(0, 200),
    )
    def test_equal_differs_by_one_at_most_but_for_strata_that_gave_all(
        self, frames: dict[tuple[str, ...], int], size: int
    ) -> None:
        shares = equal(size, frames)
        for one, other in combinations(frames, 2):
            if shares[one] > shares[other] + 1:
                assert shares[other] == frames[other]

    def test_the_largest_remainder_decides_then_the_larger_stratum_then_the_name(self) -> None:
        assert proportional(10, {("a",): 45, ("b",): 33, ("c",): 22}) == {("a",): 5, ("b",): 3, ("c",): 2}
        assert proportional(1, {("b",): 5, ("a",): 5}) == {("b",): 0, ("a",): 1}
        assert proportional(2, {("a",): 1, ("b",): 3}) == {("a",): 0, ("b",): 2}

    def test_small_strata_give_all_and_the_others_share_the_rest(self) -> None:
        assert equal(12, {("a",): 1, ("b",): 20, ("c",): 30}) == {("a",): 1, ("b",): 5, ("c",): 6}


class TestOnePer:
    """One case for each child or officer."""

    @given(exports(refs=True))
    def test_no_two_cases_of_the_frame_share_a_child_and_none_is_left_out_without_need(
        self, cases: list[Candidate]
    ) -> None:
        drawn = draw(a_plan(3, one_per="child", by=("case_type",)), cases)
        refs = {case.case_id: set(case.refs) for case in cases}
        for one, other in combinations(drawn.frame, 2):
            assert not refs[one] & refs[other]
        for gone in drawn.excluded.get("another case of the same child", ()):
            better = [kept for kept in drawn.frame if rank("2025-06", kept) < rank("2025-06", gone)]
            assert any(refs[gone] & refs[kept] for kept in better)

    def test_cases_without_a_reference_stay_and_are_counted(self) -> None:
        drawn = draw(
            a_plan(3, one_per="officer"), [*numbered(2), Candidate("X", refs=("o",)), Candidate("Y", refs=("o",))]
        )
        assert (len(drawn.frame), drawn.unmatched) == (3, 2)
        assert [len(ids) for ids in drawn.excluded.values()] == [1]


class TestPicks:
    """A case picked by hand never changes who is drawn at random."""

    @given(exports(), st.data())
    def test_the_draw_is_the_same_with_and_without_picks(self, cases: list[Candidate], data: st.DataObject) -> None:
        picks = tuple(data.draw(st.lists(st.sampled_from([case.case_id for case in cases] or ["-"]), unique=True)))
        plain, picked = (draw(a_plan(6, reserve=2, picks=each), simple(cases)) for each in ((), picks))
        assert drawn_ids(plain) == drawn_ids(picked)
        assert not set(picks) & set(picked.strata[()].reserve)


class TestDigests:
    """What identifies a frame and a draw."""

    def test_the_frame_digest_is_that_of_the_sorted_ids_one_a_line(self) -> None:
        assert digest_of_ids(["b", "é", "a"]) == hashlib.sha256("a\nb\né\n".encode()).hexdigest()

    @pytest.mark.parametrize(
        "other",
        [
            {"seed": "2025-07"},
            {"size": 6},
            {"by": ("area",)},
            {"where": ("area=North",)},
            {"since": "2025-05-01"},
            {"until": "2025-05-01"},
            {"picks": ("C-001",)},
            {"reserve": 1},
            {"one_per": "child"},
        ],
    )
    def test_another_plan_is_another_draw(self, other: dict[str, object]) -> None:
        assert draw_id(a_plan(), "0", 12) != draw_id(a_plan(**other), "0", 12)  # type: ignore[arg-type]
        assert draw_id(a_plan(), "0", 12) != draw_id(a_plan(), "0", None)
        assert draw_id(a_plan(), "0", 12) != draw_id(a_plan(), "1", 12)
