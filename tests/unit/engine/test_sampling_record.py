"""The record of a draw: making the draw again gives the same, and every change is told; what results say of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.engine.sampling import Candidate, draw
from caseaudit.engine.sampling_plan import DrawRecord, LedgerSeen, Plan, Quota, digest_of_ids, draw_id
from caseaudit.engine.sampling_record import Export, missing_picks, record_of, run_sample
from caseaudit.engine.sampling_verify import differences

KINDS = ("domestic_abuse", "missing", "ppn")
BY_LEDGER = "audited in the last 12 months (ledger)"
PLANS = (
    Plan("s", 4),
    Plan("s", 4, by=("case_type",), allocation="proportional", reserve=2),
    Plan("s", 5, by=("case_type",), allocation="equal", one_per="child"),
    Plan("s", 5, by=("case_type",), allocation="quota", quotas=(Quota("missing", 3), Quota("ppn", 2)), reserve=1),
)


def cases(count: int, kinds: Sequence[str] = KINDS) -> list[Candidate]:
    return [
        Candidate(f"C-{number:02}", (kinds[number % len(kinds)],), (f"p{number // 2}",))
        for number in range(1, count + 1)
    ]


def record(plan: Plan, candidates: Sequence[Candidate], **more: object) -> DrawRecord:
    chosen = [one if plan.by else replace(one, stratum=()) for one in candidates]
    ids = tuple(one.case_id for one in chosen)
    name = draw_id(plan, digest_of_ids(list(ids)), None)
    export = replace(Export(name, "1.0", (), None, ids, 0), **{k: v for k, v in more.items() if k == "ledger"})  # type: ignore[arg-type]
    entered = dict.fromkeys(more.get("audited", ()), BY_LEDGER)  # type: ignore[call-overload]
    content = more.get("content", "as it was")
    return record_of(
        plan,
        draw(plan, chosen, entered),
        export,
        {one.case_id: one.stratum for one in chosen},
        lambda case_id: (f"{case_id} {content}", None),
    )


class TestVerify:
    @given(st.integers(1, 30), st.sampled_from(PLANS), st.randoms(use_true_random=False), st.booleans())
    def test_a_draw_made_again_from_the_same_cases_is_always_equal(
        self, count: int, plan: Plan, random: object, pick: bool
    ) -> None:
        plan = replace(plan, picks=("C-01",) if pick else ())
        export = cases(count)
        shuffled = list(export)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        first, second = record(plan, export), record(plan, shuffled)
        assert first == second
        assert differences(first, second, now={}) == []

    @given(st.integers(6, 30), st.sampled_from(PLANS), st.data())
    def test_a_case_more_or_less_is_always_told(self, count: int, plan: Plan, data: st.DataObject) -> None:
        export = cases(count)
        gone = data.draw(st.integers(0, count - 1))
        fewer = export[:gone] + export[gone + 1 :]
        told = differences(record(plan, export), record(plan, fewer), now={})
        assert f"The export holds {count - 1} cases; the draw was made from {count}." in told

    def test_a_drawn_case_that_is_gone_is_named(self) -> None:
        export = cases(20)
        old = record(PLANS[0], export)
        lost = old.cases[0].case_id
        new = record(PLANS[0], [one for one in export if one.case_id != lost])
        assert f"Case {lost}, drawn, is not among the case files of the export." in differences(old, new, now={})
        left_out = {lost: "is left out now: outside the period"}
        assert f"Case {lost}, drawn, is left out now: outside the period." in differences(old, new, now=left_out)

    def test_another_case_in_its_place_is_told_although_the_number_is_the_same(self) -> None:
        old = record(PLANS[0], cases(20))
        new = record(PLANS[0], [*cases(19), Candidate("C-99", ("ppn",), ("p",))])
        assert "The export holds other cases: 20 cases as before, but not the same ids." in differences(
            old, new, now={}
        )

    def test_a_case_file_that_says_something_else_is_told(self) -> None:
        told = differences(record(PLANS[0], cases(9)), record(PLANS[0], cases(9), content="mended since"), now={})
        assert len(told) == 4
        assert all(one.endswith("the export says something else of it than when it was drawn.") for one in told)

    @pytest.mark.parametrize("plan", PLANS)
    def test_a_record_in_which_somebody_wrote_is_told(self, plan: Plan) -> None:
        new = record(plan, cases(20))
        swapped = replace(new.cases[0], case_id="C-99")
        forged = (
            replace(new, cases=(swapped, *new.cases[1:])),
            replace(new, cases=new.cases[1:]),
            replace(new, cases=(replace(new.cases[0], how="picked", picked=True), *new.cases[1:])),
            replace(new, cases=(replace(new.cases[0], rank="0" * 64), *new.cases[1:])),
            replace(new, id="0" * 16),
            replace(new, strata=(replace(new.strata[0], weight=99.0), *new.strata[1:])),
            replace(new, frame=replace(new.frame, cases=21)),
            replace(new, notices=("all is well",)),
        )
        for old in forged:
            assert differences(old, new, now={}), old

    def test_a_ledger_that_was_changed_is_told(self) -> None:
        seen = LedgerSeen("2025-06-02", 12, 100, "0" * 64)
        old = record(PLANS[0], cases(9), ledger=seen, audited=("C-01",))
        assert old.exclusions[0].case_ids == ("C-01",)
        new = record(PLANS[0], cases(9), ledger=replace(seen, sha256="1" * 64), audited=("C-02",))
        told = differences(old, new, now={})
        assert "The ledger's beginning, up to this draw, is not what it was: entries were changed or taken out." in told
        assert any("as many cases as before, but not the same ones" in one for one in told)


class TestNotices:
    def test_too_few_cases_and_strata_without_any_are_said(self) -> None:
        assert "only 3 could be drawn" in record(Plan("s", 9), cases(3)).notices[0]
        notices = record(Plan("s", 1, by=("case_type",), allocation="proportional"), cases(7)).notices
        assert notices == (
            "Nothing was drawn of: domestic_abuse (2 cases), ppn (2 cases). The sample says nothing of these.",
        )

    def test_a_quota_sample_is_named_as_one(self) -> None:
        found = record(PLANS[3], cases(20))
        assert found.method == "quota"
        assert any("never as one rate over all cases" in one for one in found.notices)

    def test_the_nearest_id_is_offered_for_a_pick_that_is_not_there(self) -> None:
        assert missing_picks(["C-1", "C-02"], ["C-01", "C-02"]) == [("C-1", "C-01")]


class TestRunSample:
    def drawn(self, plan: Plan, count: int = 20) -> tuple[DrawRecord, list[str]]:
        found = record(plan, cases(count))
        return found, [case.case_id for case in found.chosen("drawn")]

    def test_a_simple_sample_describes_its_frame(self) -> None:
        found, ids = self.drawn(PLANS[0])
        said = run_sample(found, ids)
        assert (said["describes"], said["seed"], said["frame"]["cases"]) == ("frame", "s", 20)
        assert said["audited"] == {"drawn": 4, "reserve": 0, "picked": 0, "in_no_draw": 0, "drawn_not_audited": 0}

    def test_strata_need_their_weights_and_these_give_the_frame(self) -> None:
        found, ids = self.drawn(PLANS[1])
        said = run_sample(found, ids)
        assert said["describes"] == "weighted"
        assert sum(one["weight"] * one["audited"] for one in said["strata"]) == pytest.approx(20, abs=1e-4)

    def test_a_quota_that_leaves_strata_out_holds_by_stratum_only(self) -> None:
        found, ids = self.drawn(PLANS[3])
        assert run_sample(found, ids)["describes"] == "strata"

    def test_what_was_picked_or_is_in_no_draw_makes_no_rate(self) -> None:
        plain, ids = self.drawn(PLANS[0])
        pick = next(f"C-{n:02}" for n in range(1, 21) if f"C-{n:02}" not in ids)
        found, again = self.drawn(replace(PLANS[0], picks=(pick,)))
        assert again == ids
        said = run_sample(found, [*ids, pick])
        assert (said["describes"], said["picked"], said["audited"]["picked"]) == ("nothing", [pick], 1)
        assert run_sample(plain, [*ids, "Z"])["describes"] == "nothing"
        assert run_sample(found, ids)["describes"] == "frame"

    def test_a_reserve_takes_the_place_of_a_case_that_fell_out(self) -> None:
        found, ids = self.drawn(replace(PLANS[0], reserve=2))
        reserve = found.chosen("reserve")[0].case_id
        said = run_sample(found, [*ids[1:], reserve])
        assert (said["describes"], said["strata"][0]["audited"]) == ("frame", 4)
        assert "not audited" not in said["why"]
        assert "1 case that was drawn is not audited" in run_sample(found, ids[1:])["why"]
