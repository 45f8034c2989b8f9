"""What makes a scheduled run fail, and what the log says of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from builders import a_criterion, a_rubric
from caseaudit.cli.gates import failed_gates, failed_on_new
from caseaudit.domain.audit import (
    Accepted,
    CaseAudit,
    ExceptionsUsed,
    ExpiredException,
    Finding,
    Results,
    Run,
    Summary,
)
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.engine.differences import differences
from caseaudit.engine.summary import Accumulator
from caseaudit.engine.thresholds import OwnThreshold
from caseaudit.reading.judgements import load_judgement
from caseaudit.rubric.model import Judgement, Rubric
from caseaudit.settings import Settings

RUN = Run("0.1.0", (), {}, ())


@cache
def a_judgement(*thresholds: str | None) -> Judgement:
    """A judgement of criteria named `a`, `b`, ... of high severity, each with its threshold."""
    criteria = [
        a_criterion(criterion=name, threshold=given, severity="high")
        for name, given in zip("abcdefgh", thresholds, strict=False)
    ]
    lexicon = load_judgement(["ppn"], second_reader=False).lexicon
    return Judgement((Rubric.model_validate(a_rubric(criteria=criteria)),), lexicon)


def counted(judgement: Judgement, *each: dict[str, int], score: float | None = None) -> Summary:
    """A summary whose criteria came to these counts."""
    empty = Accumulator(judgement).summary()
    criteria = []
    for one, counts in zip(empty.criteria, each, strict=True):
        assessed = sum(counts.get(name, 0) for name in ("met", "partly_met", "not_met"))
        changes: dict[str, Any] = {**counts, "assessed": assessed}
        criteria.append(replace(one, **changes))
    return replace(empty, criteria=tuple(criteria), score=score)


def expired(count: int) -> Run:
    entries = [ExpiredException(f"C-{n}", "a", "K1" if n == 1 else None, "DI AB", "2026-03-31") for n in range(count)]
    return replace(RUN, exceptions=ExceptionsUsed("exceptions.yaml", "ab" * 32, 9, tuple(entries)))


def test_without_gates_nothing_fails_and_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement(None)
    assert not failed_gates(counted(judgement, {"not_met": 5}), expired(0), Settings(), judgement)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("accepted", "fails"), [(0, True), (1, True), (2, False)])
def test_what_is_accepted_does_not_count_for_fail_on(
    accepted: int, fails: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    judgement = a_judgement(None)
    summary = counted(judgement, {"met": 3, "not_met": 2, "accepted_not_met": accepted})
    assert failed_gates(summary, RUN, Settings(fail_on=Severity.HIGH), judgement) is fails
    beside = f"; {accepted} more accepted" if accepted else ""
    said = f"gate failed: not met at severity high or worse: a ({2 - accepted}){beside} (--fail-on high).\n"
    assert capsys.readouterr().err == (f"caseaudit: {said}" if fails else "")
    assert not failed_gates(summary, RUN, Settings(fail_on=Severity.CRITICAL), judgement)


@pytest.mark.parametrize(("not_met", "fails"), [(9, False), (10, False), (11, True)])
def test_a_threshold_fails_above_and_holds_exactly_at_it(not_met: int, fails: bool) -> None:
    judgement = a_judgement("10%")
    summary = counted(judgement, {"met": 100 - not_met, "not_met": not_met})
    assert failed_gates(summary, RUN, Settings(), judgement) is fails


def test_a_threshold_says_what_was_found_and_what_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement("10%", None)
    each = {"met": 31, "not_met": 17, "accepted_not_met": 2}, {"met": 40, "partly_met": 5, "not_met": 3}
    own = (OwnThreshold("b", short=12.5),)
    assert failed_gates(counted(judgement, *each), RUN, Settings(thresholds=own), judgement)
    assert capsys.readouterr().err == (
        "caseaudit: gate failed: a is not met in 15 of 48 cases assessed (31.2%; 2 more accepted); "
        "the threshold is 10% (rubric).\n"
        "caseaudit: gate failed: b falls short in 8 of 48 cases assessed (16.7%); the threshold is 12.5% "
        "(settings file).\n"
    )


def test_a_share_just_above_its_threshold_is_not_shown_as_equal(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement("10%")
    assert failed_gates(counted(judgement, {"met": 8999, "not_met": 1001}), RUN, Settings(), judgement)
    assert "1,001 of 10,000 cases assessed (10.01%)" in capsys.readouterr().err


def test_acceptance_may_bring_a_rate_below_its_threshold() -> None:
    judgement = a_judgement("10%")
    counts = {"met": 88, "not_met": 12}
    assert failed_gates(counted(judgement, counts), RUN, Settings(), judgement)
    assert not failed_gates(counted(judgement, {**counts, "accepted_not_met": 2}), RUN, Settings(), judgement)


def test_where_nothing_was_assessed_a_threshold_passes_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement("10%", "0%")
    assert not failed_gates(counted(judgement, {"cannot_assess": 4}, {}), RUN, Settings(), judgement)
    assert capsys.readouterr().err == "caseaudit: no case was assessed for a, b; their thresholds pass.\n"


def test_the_settings_file_may_switch_a_threshold_off(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement("10%")
    off = Settings(thresholds=(OwnThreshold("a"),))
    assert not failed_gates(counted(judgement, {"not_met": 4}), RUN, off, judgement)
    assert capsys.readouterr().err == ""


def test_an_expired_exception_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement(None)
    assert failed_gates(counted(judgement, {"met": 1}), expired(2), Settings(), judgement)
    assert capsys.readouterr().err.splitlines() == [
        "caseaudit: gate failed: 2 exceptions have expired in exceptions.yaml; renew each or take it out:",
        "  C-0: a (accepted by DI AB until 2026-03-31)",
        "  C-1, K1: a (accepted by DI AB until 2026-03-31)",
    ]


def test_of_many_expired_five_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement(None)
    assert failed_gates(counted(judgement, {"met": 1}), expired(1207), Settings(), judgement)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7
    assert told[0].startswith("caseaudit: gate failed: 1,207 exceptions have expired")
    assert told[-1] == "  and 1,202 more, all listed in the results."


def test_every_gate_that_failed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    judgement = a_judgement("10%")
    settings = Settings(fail_on=Severity.HIGH, fail_under=90.0)
    summary = counted(judgement, {"not_met": 1}, score=0.5)
    assert failed_gates(summary, expired(1), settings, judgement)
    told = capsys.readouterr().err
    assert told.count("gate failed") == 4
    assert "in 1 of 1 case assessed (100.0%)" in told
    assert "1 exception has expired in exceptions.yaml; renew it or take it out:" in told


def test_the_score_gate_is_about_outcomes_whatever_is_accepted() -> None:
    judgement = a_judgement(None)
    summary = counted(judgement, {"not_met": 1, "accepted_not_met": 1}, score=0.0)
    assert failed_gates(summary, RUN, Settings(fail_under=50.0), judgement)
    assert not failed_gates(replace(summary, score=None), RUN, Settings(fail_under=50.0), judgement)


def audited(*accepted: bool) -> Results:
    """Results of one case with a finding not met for each child, accepted or not."""
    taken = Accepted("the record is on paper", "DI AB", "2026-03-31")
    findings = tuple(
        Finding(
            "a", f"K{n}", Outcome.NOT_MET, "", None, Severity.HIGH, False, Basis.FIELD, accepted=taken if yes else None
        )
        for n, yes in enumerate(accepted)
    )
    case = CaseAudit("C-1", CaseType.MISSING, None, 0.0, False, findings)
    return Results(RUN, Summary(1, 0, 0, (), ()), (case,))


def test_what_is_accepted_does_not_count_as_new(capsys: pytest.CaptureFixture[str]) -> None:
    assert not failed_on_new(differences(audited(), audited(True, True)).arrivals)
    assert capsys.readouterr().err == ""
    assert failed_on_new(differences(audited(), audited(True, False, True)).arrivals)
    assert capsys.readouterr().err == "caseaudit: gate failed: 1 new finding: a; 2 more accepted (--fail-on-new).\n"


def test_acceptance_that_has_ended_makes_nothing_new() -> None:
    assert not failed_on_new(differences(audited(True), audited(False)).arrivals)
