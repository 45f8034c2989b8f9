"""JUnit files: valid for every reader, with no finding lost and none made better than it is."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from results_builder import a_case, a_criterion, a_finding, decided, some_results, words_evidence

from caseaudit.domain.audit import Accepted, ExceptionsUsed, ExpiredException, Fault, Results
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting import junit_v1
from caseaudit.reporting.junit_v1 import write_junit

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[2] / "data" / "schemas" / "junit.xsd")
TAKEN = Accepted("kept on paper", "DI AB", "2026-03-31")
HARD = "\x00\x1b]]> <b>&amp;\" ' \ud800\ufffe\r\n\u2028é😀"


def written(results: Results, marking: str = "OFFICIAL-SENSITIVE") -> str:
    stream = StringIO()
    write_junit(results, stream, marking=marking)
    return stream.getvalue()


def root(results: Results) -> Any:
    text = written(results).encode()
    SCHEMA.validate(text.decode())
    return ElementTree.fromstring(text)


def every_outcome() -> Results:
    fault = a_finding("child-seen", None, fault=Fault("F-1234"), evidence=())
    findings = [a_finding("ethnicity-recorded", outcome, subject=f"K{at}") for at, outcome in enumerate(Outcome)]
    cases = [a_case(*findings, case_id="C-1"), a_case(fault, case_id="C-2", row=2)]
    criteria = [a_criterion("ethnicity-recorded", cases), a_criterion("child-seen", cases, area="response")]
    return some_results(*cases, criteria=criteria)


def test_one_suite_an_area_counts_what_it_holds() -> None:
    suites = root(every_outcome()).findall("testsuite")
    assert [(suite.get("name"), suite.get("package"), suite.get("id")) for suite in suites] == [
        ("Leadership", "leadership", "0"),
        ("Response", "response", "1"),
    ]
    counted = [[suite.get(name) for name in ("tests", "failures", "errors", "skipped")] for suite in suites]
    assert counted == [["5", "1", "0", "2"], ["1", "0", "1", "0"]]
    for suite in suites:
        assert len(suite.findall("testcase")) == int(suite.get("tests"))
        for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(suite.findall(f"testcase/{tag}")) == int(suite.get(name))


def test_every_outcome_is_told_as_it_is() -> None:
    leadership, response = root(every_outcome()).findall("testsuite")
    tests = {test.get("name"): test for test in leadership.findall("testcase")}
    told = {name[-3:-1]: (test[0].tag, test[0].get("message")) for name, test in tests.items() if len(test)}
    assert told == {
        "K2": ("failure", "the field is blank"),
        "K3": ("skipped", "Not applicable: the field is blank"),
        "K4": ("skipped", "Cannot assess: the field is blank"),
    }
    assert leadership.findtext("system-out") == "Partly met: Ethnicity recorded: C-1 (K1): the field is blank"
    properties = {one.get("name"): one.get("value") for one in leadership.findall("properties/property")}
    assert {name: properties[name] for name in ("met", "partly_met", "not_met", "faults", "marking", "rubric")} == {
        "met": "1",
        "partly_met": "1",
        "not_met": "1",
        "faults": "0",
        "marking": "OFFICIAL-SENSITIVE",
        "rubric": "dip-sample@2025-12",
    }
    (error,) = response.findall("testcase/error")
    assert (error.get("type"), "F-1234" in error.get("message")) == ("fault", True)


def test_a_failure_says_where_why_and_what_to_do() -> None:
    finding = a_finding(
        subject="K1", escalate=True, severity=Severity.CRITICAL, evidence=(words_evidence("He was <alone> & cold"),)
    )
    (test,) = root(some_results(a_case(finding, row=12))).iter("testcase")
    assert test.get("classname") == "leadership.ethnicity-recorded"
    said = test.find("failure").text
    for part in (
        "Case: C-1 (Missing child)",
        "Record: case-files.jsonl, row 12",
        "To do: Record it.",
        "Severity: Critical",
        "A child may be unsafe now.",
        "“He was <alone> & cold” (entry N1)",
    ):
        assert part in said


def test_a_name_stays_when_the_outcome_and_the_reason_change() -> None:
    def names(outcome: Outcome, reason: str) -> list[tuple[str, str]]:
        results = some_results(a_case(a_finding(outcome=outcome, reason=reason, subject="K1")))
        return [(test.get("classname"), test.get("name")) for test in root(results).iter("testcase")]

    assert names(Outcome.NOT_MET, "blank") == names(Outcome.MET, "recorded") != []


def test_what_a_person_decided_is_in_force() -> None:
    finding = decided(a_finding(), Outcome.MET)
    assert not list(root(some_results(a_case(finding))).iter("failure"))


def test_nothing_audited_and_criteria_that_the_summary_lacks() -> None:
    assert len(root(some_results())) == 0
    (suite,) = root(replace(some_results(a_case(a_finding())), summary=some_results().summary))
    assert (suite.get("name"), suite.get("failures")) == ("Other", "1")


@pytest.mark.parametrize(
    ("as_of", "day"),
    [("2025-05-23", "2025-05-23"), ("2025-05-23T10:00:00+01:00", "2025-05-23"), ("soon", "1970-01-01")],
)
def test_no_clock_but_the_audit_date(as_of: str, day: str) -> None:
    (suite,) = root(some_results(a_case(a_finding()), settings={"as_of": as_of}))
    assert suite.get("timestamp") == f"{day}T00:00:00"
    assert (suite.get("hostname"), suite.get("time")) == ("localhost", "0")


@settings(max_examples=40, deadline=None)
@given(text=st.text(min_size=1) | st.just(HARD), outcome=st.sampled_from([*Outcome, None]))
def test_any_text_makes_a_valid_file(text: str, outcome: Outcome | None) -> None:
    finding = a_finding(outcome=outcome, reason=text, subject=text, evidence=(words_evidence(text),))
    results = some_results(a_case(finding, case_id=f"C{text}"))
    assert len(list(root(results).iter("testcase"))) == 1
    assert written(results) == written(results)


def test_the_schema_can_refuse() -> None:
    good = written(every_outcome())
    for old, new in (
        ('tests="5"', 'tests="many"'),
        ("<system-err></system-err>", ""),
        ("<skipped message", "<skipped colour"),
        ('hostname="localhost" ', ""),
        ('T00:00:00"', 'T00:00:00Z"'),
    ):
        bad = good.replace(old, new) if old != 'hostname="localhost" ' else good.replace(' hostname="localhost"', "")
        assert bad != good
        assert not SCHEMA.is_valid(bad)


def test_what_exceptions_accept_is_skipped_and_says_who_answers_for_it() -> None:
    findings = [
        a_finding(subject="K1", accepted=TAKEN),
        a_finding(outcome=Outcome.PARTLY_MET, subject="K2", accepted=TAKEN),
    ]
    (suite,) = root(some_results(a_case(*findings, a_finding(subject="K3"))))
    assert [suite.get(name) for name in ("tests", "failures", "skipped")] == ["3", "1", "1"]
    (skipped,) = suite.iter("skipped")
    assert skipped.get("message") == "Not met: the field is blank Accepted until 31 March 2026 by DI AB: kept on paper"
    assert suite.findtext("system-out").endswith("Accepted until 31 March 2026 by DI AB: kept on paper")
    properties = {one.get("name"): one.get("value") for one in suite.findall("properties/property")}
    assert (properties["not_met"], properties["accepted"]) == ("2", "2")
    assert 'name="accepted"' not in written(every_outcome())


def test_an_escalation_is_never_accepted_away() -> None:
    (suite,) = root(some_results(a_case(a_finding(escalate=True, accepted=TAKEN))))
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "0")
    assert "It stays an escalation: act on it all the same." in suite.find("testcase/failure").text


def test_exceptions_that_have_expired_are_failures_of_their_own() -> None:
    expired = tuple(ExpiredException(f"C-{at}", "ethnicity-recorded", "K1", "DI AB", "2025-05-01") for at in range(2))
    used = ExceptionsUsed("exceptions.yaml", "ef" * 32, 5, expired)
    suite = root(some_results(a_case(a_finding(outcome=Outcome.MET)), exceptions=used))[-1]
    told = [suite.get(name) for name in ("package", "tests", "failures", "skipped")]
    assert told == ["exceptions", "2", "2", "0"]
    assert [test.get("name") for test in suite.iter("testcase")] == [
        "Ethnicity recorded: C-0, K1",
        "Ethnicity recorded: C-1, K1",
    ]
    assert {one.get("message") for one in suite.iter("failure")} == {
        "Accepted by DI AB until 1 May 2025. Renew it or take it out."
    }
    assert len(root(some_results(a_case(a_finding()), exceptions=replace(used, expired=())))) == 1


def test_a_large_batch_waits_on_the_disk_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    results = some_results(*(a_case(a_finding(reason="é😀 " * 50), case_id=f"C-{at}") for at in range(50)))
    whole = written(results)
    monkeypatch.setattr(junit_v1, "_IN_MEMORY", 1_000)
    assert written(results) == whole
