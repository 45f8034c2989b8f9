"""What is promised of a comparison: nothing changed means nothing new, and a change of wording never hides a finding."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[1] / "reporting"))

from results_builder import a_case, a_finding, a_set_aside, field_evidence, some_results, words_evidence

from caseaudit.domain.audit import Accepted, Finding, Results, RubricUsed
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.engine import differences_counts
from caseaudit.engine.differences import Differences, differences
from caseaudit.engine.differences_counts import First
from caseaudit.engine.differences_keys import folded
from caseaudit.engine.differences_pairs import Change, Order, Standing, Unjudged

NEW, PERSISTING, RESOLVED = Standing.NEW, Standing.PERSISTING, Standing.RESOLVED
IN_NEW, IN_GONE = Standing.IN_NEW_CASE, Standing.IN_GONE_CASE
STATES = (Outcome.MET, Outcome.NOT_MET)
SWAPPED = {NEW: RESOLVED, RESOLVED: NEW, IN_NEW: IN_GONE, IN_GONE: IN_NEW, PERSISTING: PERSISTING}


@dataclass(frozen=True)
class Told:
    """A comparison with every change, in the order in which they are told."""

    found: Differences
    changes: list[Change] = field(default_factory=list)

    def of(self, *standings: Standing) -> list[Change]:
        return [change for change in self.changes if change.standing in standings]


def beside(old: Results, new: Results) -> Told:
    kept: list[tuple[Order, Change]] = []
    found = differences(old, new, keep=lambda order, change: kept.append((order, change)))
    assert len({order for order, _ in kept}) == len(kept)
    return Told(found, [change for _, change in sorted(kept, key=itemgetter(0))])


def compared(old: list[Finding], new: list[Finding]) -> Told:
    return beside(some_results(a_case(*old)), some_results(a_case(*new)))


def standings(old: Finding, new: Finding) -> list[Standing]:
    return [change.standing for change in compared([old], [new]).changes]


def by_words(*quotes: str, **changes: Any) -> Finding:
    return a_finding("no-victim-blaming-language", evidence=tuple(map(words_evidence, quotes)), **changes)


def by_fields(*fields: tuple[str, Any], **changes: Any) -> Finding:
    evidence = tuple(field_evidence(value, path) for path, value in fields)
    return a_finding("ethnicity-recorded", evidence=evidence, **changes)


QUOTES = st.sampled_from(["absconded", "Absconded", "lifestyle  choice", "lifestyle\nchoice", "she let it happen"])
VALUES = st.sampled_from([None, "", 0, False, 1, True, "W1", ["a"], {"a": [1]}, 2.5])
PATHS = st.sampled_from(["children[0].ethnicity", "children[1].ethnicity", "reviews", "flags[0].reviewed_at"])
EVIDENCE = st.one_of(
    st.builds(words_evidence, QUOTES, contrary=st.booleans()),
    st.builds(field_evidence, VALUES, PATHS, contrary=st.booleans()),
)
FINDINGS = st.builds(
    a_finding,
    st.sampled_from(["one", "two"]),
    st.sampled_from([*Outcome, None]),
    subject=st.sampled_from([None, "K1", "K2"]),
    severity=st.sampled_from(list(Severity)),
    escalate=st.booleans(),
    evidence=st.lists(EVIDENCE, max_size=4).map(tuple),
)
CASES = st.builds(
    lambda case_id, found: a_case(*found, case_id=case_id),
    st.sampled_from(["C-1", "C-2", "C-3"]),
    st.lists(FINDINGS, max_size=5),
)
RESULTS = st.lists(CASES, max_size=4).map(lambda cases: some_results(*cases))


def told(found: Told) -> Counter[Any]:
    return Counter(
        (change.standing, change.case.case_id, change.finding.criterion, change.finding.subject)
        for change in found.changes
    )


@given(RESULTS)
def test_an_audit_beside_itself_persists_whole(results: Results) -> None:
    there = beside(results, results)
    assert {change.standing for change in there.changes} <= {PERSISTING}
    short = {
        (case.case_id, finding.criterion, finding.subject)
        for case in results.cases
        for finding in case.findings
        if finding.outcome in {Outcome.NOT_MET, Outcome.PARTLY_MET}
    }
    assert {key[1:] for key in told(there)} == short
    found = there.found
    assert (found.runs, list(found.only_old), list(found.only_new), found.arrivals.findings) == ((), [], [], 0)


@given(RESULTS, RESULTS)
def test_swapping_swaps_new_and_resolved(old: Results, new: Results) -> None:
    there, back = beside(old, new), beside(new, old)
    assert told(there) == Counter({(SWAPPED[key[0]], *key[1:]): count for key, count in told(back).items()})
    assert (list(there.found.only_old), there.found.both) == (list(back.found.only_new), back.found.both)


@given(RESULTS, RESULTS)
def test_counts_are_of_all_changes(old: Results, new: Results) -> None:
    there = beside(old, new)
    for standing, counts in there.found.counts.items():
        changes = there.of(standing)
        courses = [change.course for change in changes]
        assert counts.findings == len(changes)
        assert counts.cases == len({change.case.case_id for change in changes})
        assert counts.escalations == sum(change.finding.escalate for change in changes)
        assert (counts.worse, counts.better) == (courses.count("worse"), courses.count("better"))
        assert there.found.first[standing] == tuple(changes)
    arrivals = there.found.arrivals
    assert arrivals.findings == len(there.of(NEW, IN_NEW))
    assert arrivals.criteria == tuple(dict.fromkeys(change.finding.criterion for change in there.of(NEW, IN_NEW)))


@given(st.permutations(range(30)), st.integers(1, 12))
def test_the_first_are_the_first_however_they_come(numbers: list[int], limit: int) -> None:
    (change,) = compared([], [a_finding()]).changes
    first = First(limit)
    for number in numbers:
        first.offer(Order(0, True, 0, 0, False, number, 0), Change(NEW, change.case, a_finding(str(number)), *STATES))
    assert [one.finding.criterion for one in first.changes()] == list(map(str, range(limit)))


@given(RESULTS, RESULTS)
def test_escalations_stand_first_and_every_piece_is_told_once(old: Results, new: Results) -> None:
    found = beside(old, new)
    for standing in Standing:
        urgent = [change.finding.escalate for change in found.of(standing)]
        assert urgent == sorted(urgent, reverse=True)
    for results, side in ((new, (NEW, IN_NEW, PERSISTING)), (old, (RESOLVED, IN_GONE, PERSISTING))):
        pieces = sum(
            not item.contrary
            for case in results.cases
            for finding in case.findings
            if finding.outcome in {Outcome.NOT_MET, Outcome.PARTLY_MET}
            for item in finding.evidence
        )
        # What persists because a finding rests on absence has no piece to show.
        assert sum(len(change.finding.evidence) for change in found.of(*side)) == pieces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("putting herself at risk", "PUTTING\n  herself at\u00a0risk"),
        ("She\u2019s \u201cstreetwise\u201d", 'She\'s "streetwise"'),
        ("promis\u00adcuous", "promiscuous"),
    ],
)
def test_words_that_moved_or_were_wrapped_anew_persist(old: str, new: str) -> None:
    there = a_finding("a", evidence=(words_evidence(new, path="narrative[7].text", entry_id="N8", start=90),))
    assert standings(a_finding("a", evidence=(words_evidence(old),)), there) == [PERSISTING]


def test_other_words_are_new_though_the_criterion_was_not_met_before() -> None:
    found = compared([by_words("absconded")], [by_words("lifestyle choice")])
    assert [(change.standing, change.before, change.course) for change in found.changes] == [
        (NEW, Outcome.NOT_MET, "same"),
        (RESOLVED, Outcome.NOT_MET, "same"),
    ]


def test_more_words_are_new_and_the_old_ones_persist() -> None:
    found = compared([by_words("absconded")], [by_words("absconded", "lifestyle choice", "Absconded")])
    shown = {change.standing: [item.quote for item in change.finding.evidence] for change in found.changes}
    assert shown == {NEW: ["lifestyle choice", "Absconded"], PERSISTING: ["absconded"]}


def test_putting_one_of_two_right_makes_nothing_new() -> None:
    assert standings(by_words("absconded", "lifestyle choice"), by_words("absconded")) == [PERSISTING, RESOLVED]


def test_words_in_other_scripts_are_told_apart() -> None:
    assert folded("Ґанок") != folded("Дитин")
    assert folded("ДИТИНА") == folded("дитина")


@pytest.mark.parametrize(
    ("old", "new", "subject", "expected"),
    [
        (("investigation.plan", None), ("investigation.plan", None), None, [PERSISTING]),
        (("investigation.plan", None), ("investigation.plan", ""), None, [NEW, RESOLVED]),
        (("flags[0].seen", True), ("flags[0].seen", 1), None, [NEW, RESOLVED]),
        # The subject says which child it is, so its place in the list does not matter.
        (("children[0].ethnicity", None), ("children[2].ethnicity", None), "K1", [PERSISTING]),
        # Without a subject it may be another child.
        (("children[0].ethnicity", None), ("children[2].ethnicity", None), None, [NEW, RESOLVED]),
        # Where evidence points at a whole list, its value is how long the list is.
        (("reviews", 2), ("reviews", 3), None, [PERSISTING]),
        (("reviews", None), ("reviews", 3), None, [NEW, RESOLVED]),
        (("children[0].age", 2), ("children[0].age", 3), "K1", [NEW, RESOLVED]),
    ],
)
def test_fields_are_known_again_by_path_and_value(
    old: tuple[str, Any], new: tuple[str, Any], subject: str | None, expected: list[Standing]
) -> None:
    assert standings(by_fields(old, subject=subject), by_fields(new, subject=subject)) == expected


def test_text_that_contradicts_makes_no_finding_new() -> None:
    contrary = words_evidence("shaking", contrary=True)
    assert standings(a_finding("a", evidence=()), a_finding("a", evidence=(contrary,))) == [PERSISTING]


def test_a_worse_outcome_by_the_same_evidence_persists_and_is_said() -> None:
    field = ("reviews[0].reviewed_at", "2025-05-01")
    partly, not_met = (by_fields(field, outcome=outcome) for outcome in (Outcome.PARTLY_MET, Outcome.NOT_MET))
    assert [(one.standing, one.course) for one in compared([partly], [not_met]).changes] == [(PERSISTING, "worse")]
    assert [(one.standing, one.course) for one in compared([not_met], [partly]).changes] == [(PERSISTING, "better")]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ([a_finding("one", Outcome.CANNOT_ASSESS)], Outcome.CANNOT_ASSESS),
        ([a_finding("one", Outcome.MET)], Outcome.MET),
        ([a_finding("one", None)], Unjudged.FAULT),
        ([a_finding("two", Outcome.MET)], Unjudged.NOT_ASKED),
    ],
)
def test_what_became_of_a_resolved_finding_is_kept(now: list[Finding], state: object) -> None:
    (change,) = compared([a_finding("one")], now).changes
    assert (change.standing, change.after) == (RESOLVED, state)


def test_a_finding_of_another_child_is_new() -> None:
    assert standings(by_words("absconded", subject="K1"), by_words("absconded", subject="K2")) == [NEW, RESOLVED]


def test_cases_of_one_audit_only_are_told_apart() -> None:
    old = some_results(a_case(a_finding(), case_id="A"), a_case(a_finding(), case_id="B"))
    new = some_results(a_case(a_finding(), case_id="C"), set_aside=[a_set_aside(case_id="B")])
    there = beside(old, new)
    assert [(one.standing, one.case.case_id) for one in there.changes] == [
        (IN_NEW, "C"),
        (IN_GONE, "A"),
        (IN_GONE, "B"),
    ]
    assert [one.after for one in there.of(IN_GONE)] == [Unjudged.NO_CASE, Unjudged.SET_ASIDE]
    found = there.found
    assert (list(found.only_old), list(found.only_new), list(found.set_aside)) == (["A", "B"], ["C"], ["B"])
    assert (len(found.only_old), len(found.only_new), len(found.set_aside), found.both) == (2, 1, 1, 0)
    assert "A" in found.only_old
    assert "C" not in found.only_old


def test_what_both_ask_comes_in_the_order_of_the_newer_audit_then_what_only_the_older_asks() -> None:
    both, once = a_finding("both"), a_finding("once")
    old = some_results(*(a_case(once, both, case_id=name) for name in "ABC"))
    new = some_results(*(a_case(a_finding("both", Outcome.MET), case_id=name) for name in "CAB"))
    changes = beside(old, new).changes
    assert [f"{one.finding.criterion} {one.case.case_id}" for one in changes] == [
        *("both C", "both A", "both B", "once A", "once B", "once C"),
    ]


def test_one_id_twice_is_one_case() -> None:
    once = some_results(a_case(a_finding("one"), a_finding("two"), case_id="A"))
    twice = some_results(a_case(a_finding("one"), case_id="A"), a_case(a_finding("two"), case_id="A"))
    assert told(beside(twice, once)) == told(beside(once, twice)) == told(beside(once, once))
    assert beside(twice, twice).found.both == 1


def test_no_more_changes_are_held_than_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences_counts.Tally.__init__, "__defaults__", (3,))
    grave = a_finding("grave", severity=Severity.CRITICAL)
    cases = [a_case(grave if number == 19 else a_finding("mild"), case_id=f"C-{number}") for number in range(20)]
    found = differences(some_results(), some_results(*cases))
    assert [one.case.case_id for one in found.first[IN_NEW]] == ["C-19", "C-0", "C-1"]
    assert (found.counts[IN_NEW].findings, found.counts[IN_NEW].cases, found.arrivals.findings) == (20, 20, 20)


def test_what_is_accepted_is_counted_apart_from_what_arrived() -> None:
    taken = Accepted("the record is on paper", "DI AB", "2026-03-31")
    new = [a_finding("a", escalate=True, accepted=taken), a_finding("b", escalate=True), a_finding("c")]
    found = compared([], new).found
    assert (found.arrivals.findings, found.arrivals.escalations, found.arrivals.accepted) == (2, 1, 1)
    assert found.arrivals.criteria == ("b", "c")
    assert found.counts[NEW].findings == 3


def test_other_editions_and_settings_are_said() -> None:
    old = some_results(settings={"as_of": "2025-05-23", "marking": "OFFICIAL", "thorough": False})
    new = some_results(
        rubrics=(RubricUsed("dip-sample", "2026-01", "ef" * 32),),
        settings={"as_of": "2025-06-23", "marking": "SECRET", "thorough": False, "select": ["a", "b"]},
    )
    assert [(one.what, one.old, one.new) for one in differences(old, new).runs] == [
        ("rubric", "dip-sample@2025-12", "dip-sample@2026-01"),
        ("as_of", "2025-05-23", "2025-06-23"),
        ("select", "not set", "a, b"),
    ]


def test_one_edition_with_other_content_is_said() -> None:
    new = some_results(rubrics=(RubricUsed("dip-sample", "2025-12", "ef" * 32),))
    (one,) = differences(some_results(), new).runs
    assert (one.old, one.new) == ("dip-sample@2025-12 (abababab)", "dip-sample@2025-12 (efefefef)")
