"""Annotations of a build: the worst is told, nothing of the record is quoted, nothing breaks out of its line."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_builder import a_case, a_criterion, a_finding, a_set_aside, field_evidence, some_results, words_evidence

from caseaudit.domain.audit import Accepted, ExceptionsUsed, ExpiredException, Fault, Results, Source
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting.github_v1 import write_github

TAKEN = Accepted("Tamsin's form is on paper", "DI AB", "2026-03-31")
HARD = "\x00\x1b]]> 100% a:b,c\r\n::error::no \u2028é\ud800"
_LINE = re.compile(r"::(error|warning|notice) ([^\n\r]*?)::([^\n\r]*)\n")


def written(results: Results, **more: Any) -> str:
    stream = StringIO()
    write_github(results, stream, **more)
    return stream.getvalue()


def told(results: Results, **more: Any) -> list[tuple[str, dict[str, str], str]]:
    """Each line as (level, properties, message), read as GitHub reads them; the closing notice is left out."""
    text = written(results, **more)
    found = [_LINE.fullmatch(f"{line}\n") for line in text.removesuffix("\n").split("\n")]
    assert all(found)
    lines = [
        (one[1], dict(part.split("=", 1) for part in one[2].split(",")), one[3]) for one in found if one is not None
    ]
    assert lines[-1][:2] == ("notice", {"title": "caseaudit"})
    return lines[:-1]


def expired(count: int) -> ExceptionsUsed:
    found = (ExpiredException(f"C-{at}", "child-seen", "K1", "DI AB", "2025-05-01") for at in range(count))
    return ExceptionsUsed("exceptions.yaml", "ef" * 32, count, tuple(found))


def test_a_line_names_criterion_case_child_and_what_to_do_and_quotes_nothing() -> None:
    finding = a_finding(
        subject="K1",
        reason="the field says Secret",
        remedy="Secret remedy",
        evidence=(words_evidence("Secret"), field_evidence("Secret")),
    )
    results = some_results(a_case(finding, row=12), set_aside=[a_set_aside(value="Secret", reason="Secret")])
    aside, (level, place, message) = told(results)
    assert (level, place) == ("warning", {"file": "case-files.jsonl", "line": "12", "title": "Not met (medium)"})
    assert message == "Ethnicity recorded: not met in C-1 (K1). Put it right."
    assert aside[:2] == ("warning", {"file": "case-files.jsonl", "line": "7", "title": "Record set aside"})
    assert "Secret" not in written(results)


@pytest.mark.parametrize(
    ("changes", "level", "title"),
    [
        ({"severity": Severity.CRITICAL}, "error", "Not met (critical)"),
        ({"severity": Severity.HIGH}, "error", "Not met (high)"),
        ({"severity": Severity.MEDIUM}, "warning", "Not met (medium)"),
        ({"severity": Severity.LOW}, "notice", "Not met (low)"),
        ({"severity": Severity.LOW, "escalate": True}, "error", "Escalation%3A a child may be unsafe now"),
        ({"severity": Severity.CRITICAL, "accepted": TAKEN}, "notice", "Not met (critical)%2C accepted"),
        ({"escalate": True, "accepted": TAKEN}, "error", "Escalation%3A a child may be unsafe now%2C accepted"),
    ],
)
def test_how_loudly_it_is_told(changes: dict[str, Any], level: str, title: str) -> None:
    ((said, place, message),) = told(some_results(a_case(a_finding(**changes))))
    assert (said, place["title"]) == (level, title)
    assert ("Accepted by DI AB until 31 March 2026." in message) == ("accepted" in changes)
    assert ("It stays an escalation" in message) == ({"accepted", "escalate"} <= set(changes))
    assert "Tamsin" not in message


def test_only_what_is_not_met_or_escalates_is_told() -> None:
    case = a_case(*(a_finding(f"criterion-{outcome.value}", outcome) for outcome in Outcome))
    ((_, _, message),) = told(some_results(case))
    assert message.startswith("Criterion not_met: not met in C-1.")
    partly = a_case(a_finding(outcome=Outcome.PARTLY_MET, escalate=True))
    assert [level for level, _, _ in told(some_results(partly))] == ["error"]


def test_what_went_wrong_with_the_run_comes_before_the_cases() -> None:
    fault = a_finding("child-seen", None, fault=Fault("F-1"), evidence=())
    cases = [a_case(a_finding(severity=Severity.HIGH), fault)]
    aside = [a_set_aside(line=at) for at in range(1, 8)]
    lines = told(some_results(*cases, set_aside=aside, exceptions=expired(5)))
    assert [(level, place["title"]) for level, place, _ in lines] == [
        ("error", "Fault"),
        *[("error", "Expired exception")] * 3,
        ("error", "Expired exceptions"),
        ("error", "Not met (high)"),
        *[("warning", "Record set aside")] * 3,
        ("warning", "Records set aside"),
    ]
    assert lines[0][2].startswith("1 check failed inside caseaudit: Child seen (1).")
    assert lines[1][2] == "Child seen in C-0, K1: accepted by DI AB until 1 May 2025. Renew it or take it out."
    assert (lines[4][2], lines[-1][2]) == ("2 more have expired.", "4 more records set aside.")


def many(**counts: int) -> Results:
    """So many findings of each severity, the mildest first."""
    found = [
        a_finding(f"c-{severity.value}", severity=severity)
        for severity in reversed(Severity)
        for _ in range(counts.get(severity.value, 0))
    ]
    return some_results(*(a_case(one, case_id=f"C-{at}") for at, one in enumerate(found)))


def test_of_many_the_worst_are_told_and_the_rest_counted_with_ten_of_each_level() -> None:
    results = many(critical=100, high=100, medium=30, low=5)
    lines = told(results)
    levels = [level for level, _, _ in lines]
    assert (levels.count("error"), levels.count("warning"), levels.count("notice")) == (35, 10, 5)
    assert all("critical" in place["title"] for level, place, _ in lines if level == "error")
    assert "185 more findings not told here" in written(results)
    # The first of each kind are told, in the order of the cases.
    assert [message.split(" in ")[1].split(".")[0] for _, _, message in lines[:2]] == ["C-135", "C-136"]


@pytest.mark.parametrize(
    ("limit", "shares"), [(1, (1, 0, 0)), (12, (10, 2, 0)), (25, (10, 10, 5)), (400, (200, 30, 5))]
)
def test_the_limit_is_kept(limit: int, shares: tuple[int, int, int]) -> None:
    levels = [level for level, _, _ in told(many(high=200, medium=30, low=5), limit=limit)]
    assert (levels.count("error"), levels.count("warning"), levels.count("notice")) == shares


def test_no_lines_is_no_limit() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        written(many(), limit=0)


def test_the_last_line_counts() -> None:
    cases = [a_case(a_finding(escalate=True)), a_case(a_finding(outcome=Outcome.MET), case_id="C-2")]
    results = some_results(*cases, set_aside=[a_set_aside()])
    results = replace(results, summary=replace(results.summary, accepted=3))
    assert written(results).splitlines()[-1] == (
        "::notice title=caseaudit::2 cases audited as at 2025-05-23; 1 case with an escalation; score 50.0%25; "
        "3 findings accepted; 1 record set aside."
    )
    assert written(some_results()).count("\n") == 1


@settings(max_examples=50, deadline=None)
@given(text=st.text(min_size=1) | st.just(HARD))
def test_no_text_breaks_out_of_its_line(text: str) -> None:
    finding = a_finding(text, subject=text, severity=Severity.HIGH, accepted=replace(TAKEN, author=text, expires=text))
    case = replace(a_case(finding, case_id=text), source=Source(file=text, row=2))
    results = some_results(
        case,
        criteria=[a_criterion(text, [case], title=text, remedy=text)],
        set_aside=[a_set_aside(file=text)],
        exceptions=ExceptionsUsed("e", "0", 1, (ExpiredException(text, text, text, text, text),)),
        settings={"as_of": text},
    )
    lines = written(results).split("\n")
    assert (len(lines), lines[-1]) == (5, "")
    assert all(re.match(r"::(error|warning|notice) [a-z]+=", line) for line in lines[:-1])
    written(results).encode()
    for _, place, _ in told(results):
        assert set(place) <= {"file", "line", "title"}
