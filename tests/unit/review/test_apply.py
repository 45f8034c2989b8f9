"""Results with decisions in force: recounted, nothing of the machine's lost, and nothing decided that was not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from builders import a_case_file, a_criterion, a_rubric, write_rubric
from caseaudit.domain.audit import Results, Run
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.manifest import RubricUsed
from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.runner import audit_case
from caseaudit.engine.summary import Accumulator
from caseaudit.errors import InputError
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting.json_v1 import write_json
from caseaudit.reporting.stored import read_results
from caseaudit.review.apply import with_decisions
from caseaudit.review.decisions import Decision, fingerprint
from caseaudit.rubric.model import Judgement

SEEN = a_criterion(
    criterion="child-seen",
    title="The child was seen",
    severity="critical",
    escalate=True,
    per="case",
    weight=2,
    test={"check": "recorded", "field": "investigation.victim_seen_at"},
    baseline={"count": 3, "of": 6, "counts": "short", "source": "Test guide, 2"},
)


@pytest.fixture(scope="module")
def judgement(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    path = tmp_path_factory.mktemp("rubric") / "rubric.yaml"
    write_rubric(path, a_rubric(criteria=[a_criterion(), SEEN]))
    return load_judgement((str(path),))


@pytest.fixture(scope="module")
def results(judgement: Judgement) -> Results:
    unseen = {"allocated_at": "2025-05-02", "victim_seen_at": None}
    two = [{"child_id": "K1", "ethnicity_self": "W1"}, {"child_id": "K2", "ethnicity_self": None}]
    records = [a_case_file(case_id="C-1", investigation=unseen), a_case_file(case_id="C-2", children=two)]
    as_of = parse_as_of("2025-05-23")
    cases = tuple(audit_case(judgement, CaseFile.read(record), as_of) for record in records)
    counted = Accumulator(judgement)
    for case in cases:
        counted.add(case)
    used = tuple(rubric.used for rubric in judgement.rubrics)
    return Results(Run("1.0", used, {"as_of": "2025-05-23", "marking": "OFFICIAL"}, ()), counted.summary(), cases)


def decide(results: Results, case_id: str, criterion: str, person: Outcome, subject: str | None = None, who: str = "AB") -> Decision:  # fmt: skip
    case = next(case for case in results.cases if case.case_id == case_id)
    finding = next(f for f in case.findings if (f.criterion, f.subject) == (criterion, subject))
    return Decision(
        fingerprint(results), "test-rubric@2025-01", case_id, criterion, subject, finding.outcome, person,
        reason="Seen in the log", auditor=who, decided_on=date(2025, 6, 2),
    )  # fmt: skip


def test_no_decisions_change_nothing(results: Results, judgement: Judgement) -> None:
    assert with_decisions(results, []) == results
    assert with_decisions(results, [], judgement=judgement) == results


def test_an_override_keeps_the_machines_answer_and_counts_anew(results: Results) -> None:
    assert results.summary.escalations == 1
    reviewed = with_decisions(results, [decide(results, "C-1", "child-seen", Outcome.MET)])
    case = reviewed.cases[0]
    finding = next(f for f in case.findings if f.criterion == "child-seen")
    assert (finding.outcome, finding.decided_by, finding.escalate) == (Outcome.MET, "person", False)
    assert finding.override is not None
    assert finding.override.machine_outcome is Outcome.NOT_MET
    assert (finding.override.by, finding.override.at, finding.override.reason) == (
        "AB",
        "2025-06-02",
        "Seen in the log",
    )
    assert (case.escalated, case.score, reviewed.summary.escalations) == (False, 1.0, 0)
    row = reviewed.summary.criteria[1]
    before = results.summary.criteria[1]
    assert (row.met, row.not_met, row.confirmed) == (before.met + 1, before.not_met - 1, 1)
    assert row.source == before.source
    assert row.baseline is not None


def test_a_confirmation_says_who_decides_and_changes_no_outcome(results: Results) -> None:
    reviewed = with_decisions(results, [decide(results, "C-1", "child-seen", Outcome.NOT_MET)])
    finding = next(f for f in reviewed.cases[0].findings if f.criterion == "child-seen")
    assert (finding.decided_by, finding.override, finding.escalate) == ("person", None, True)
    assert reviewed.summary.criteria[1].confirmed == 1
    assert reviewed.summary.areas == results.summary.areas


def test_a_case_outcome_is_confirmed_only_with_all_its_children(results: Results) -> None:
    one = decide(results, "C-2", "ethnicity-recorded", Outcome.NOT_MET, "K2")
    other = decide(results, "C-2", "ethnicity-recorded", Outcome.MET, "K1")
    assert with_decisions(results, [one]).summary.criteria[0].confirmed == 0
    assert with_decisions(results, [one, other]).summary.criteria[0].confirmed == 1


def test_people_who_differ_leave_the_proposal(results: Results) -> None:
    both = [decide(results, "C-1", "child-seen", outcome, who=who) for outcome, who in ((Outcome.MET, "AB"), (Outcome.NOT_MET, "CD"))]  # fmt: skip
    assert with_decisions(results, both) == results


def test_applying_to_reviewed_results_gives_the_same(results: Results) -> None:
    decisions = [decide(results, "C-1", "child-seen", Outcome.MET)]
    reviewed = with_decisions(results, decisions)
    assert fingerprint(reviewed) == fingerprint(results)
    assert with_decisions(reviewed, decisions) == reviewed
    undone = with_decisions(reviewed, [])
    assert undone.cases == results.cases
    assert undone.summary.criteria == results.summary.criteria


def test_a_grade_that_may_have_changed_is_left_open_without_the_rubric(results: Results, judgement: Judgement) -> None:
    decisions = [decide(results, "C-1", "child-seen", Outcome.MET)]
    assert with_decisions(results, decisions).summary.areas[0].indicative_grade is None
    whole = with_decisions(results, decisions, judgement=judgement).summary
    assert whole.areas[0].indicative_grade is not None
    without = with_decisions(results, decisions).summary
    assert whole.criteria == without.criteria
    assert whole.areas[0].score == without.areas[0].score


def test_the_marking_is_not_part_of_the_run_and_everything_else_is(results: Results) -> None:
    run = results.run
    marked = replace(results, run=replace(run, settings={**run.settings, "marking": "OTHER"}))
    assert fingerprint(marked) == fingerprint(results)
    later = replace(results, run=replace(run, settings={**run.settings, "as_of": "2025-05-24"}))
    edition = replace(results, run=replace(run, rubrics=(RubricUsed("test-rubric", "2025-02", "0"),)))
    fewer = replace(results, cases=results.cases[:1])
    assert len({fingerprint(one) for one in (results, later, edition, fewer)}) == 4


def test_a_fingerprint_outlives_json(results: Results, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    with path.open("w", encoding="utf-8") as stream:
        write_json(results, stream)
    assert fingerprint(read_results(path)) == fingerprint(results)
    assert json.loads(path.read_text(encoding="utf-8"))["summary"]["cases"] == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"run": "0" * 64}, "another run"),
        ({"case_id": "C-9"}, "do not hold"),
        ({"machine": Outcome.MET}, "another answer of the machine"),
    ],
)
def test_decisions_that_do_not_belong_are_refused(results: Results, changes: dict[str, object], said: str) -> None:
    wrong = replace(decide(results, "C-1", "child-seen", Outcome.MET), **changes)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=said):
        with_decisions(results, [wrong])
