from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from results_builder import (
    a_case,
    a_criterion,
    a_finding,
    decided,
    field_evidence,
    finding_rows,
    some_results,
    words_evidence,
)

from caseaudit.domain.audit import CaseAudit, Fault, Interval, Source
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity, Speaker, Status
from caseaudit.reporting import figures, rows, words


@pytest.mark.parametrize(
    ("fraction", "shown"), [(0.083333, "8.3%"), (0.0, "0.0%"), (1.0, "100.0%"), (0.35417, "35.4%"), (None, "—")]
)
def test_percent(fraction: float | None, shown: Any) -> None:
    assert figures.percent(fraction) == shown


def test_counts_say_of_how_many() -> None:
    assert figures.count_text(4, 48, 0.083333) == "4 of 48 (8.3%)"
    assert figures.count_text(17_000, 48_000, 0.354167) == "17,000 of 48,000 (35.4%)"
    assert figures.count_text(0, 0, None) == "—"


def test_interval_in_words() -> None:
    assert figures.interval_text(Interval(0.95, 0.032865, 0.195540, "wilson")) == "3.3% to 19.6%"
    assert figures.interval_text(None) == "—"


def test_text_evidence_quotes_the_words_and_names_the_entry() -> None:
    assert rows.evidence_text(words_evidence("I was\r\nscared [alone]")) == "“I was scared [alone]” (entry N1)"
    assert rows.evidence_text(words_evidence("so", entry_id=None)) == "“so” (narrative[0].text)"
    assert rows.evidence_text(words_evidence("one two three four"), 10) == "“one two…” (entry N1)"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "(blank)"),
        ("", "(blank)"),
        ([], "(blank)"),
        (" ", '" "'),
        ("NS", "NS"),
        (0, "0"),
        (False, "false"),
        (["A1", None], '["A1", null]'),
        ({"kind": "é"}, '{"kind": "é"}'),
    ],
)
def test_field_evidence_gives_the_value_as_it_was(value: Any, shown: Any) -> None:
    assert rows.value_text(value) == shown


def test_field_evidence_and_contrary_evidence() -> None:
    assert rows.evidence_text(field_evidence("NS")) == "children[0].ethnicity = NS"
    assert rows.evidence_text(field_evidence(contrary=True)) == "Against this: children[0].ethnicity = (blank)"


def test_absence_shows_what_was_searched() -> None:
    finding = a_finding(evidence=(), scope="3 entries and the field children[].disability")
    [row] = finding_rows(some_results(a_case(finding)))
    assert row.evidence() == "Searched: 3 entries and the field children[].disability"


def test_preferred_wording_is_given_once() -> None:
    finding = a_finding(
        evidence=(words_evidence(preferred="at risk"), words_evidence("x", preferred="at risk"), field_evidence())
    )
    [row] = finding_rows(some_results(a_case(finding)))
    assert row.preferred == "at risk"


def test_what_is_most_urgent_comes_first() -> None:
    def of(outcome: Outcome, severity: Severity, *, escalate: bool = False, case: str = "A") -> CaseAudit:
        return a_case(a_finding("asked", outcome, severity=severity, escalate=escalate, reason=f"{case}"), case_id=case)

    results = some_results(
        of(Outcome.MET, Severity.CRITICAL, case="met"),
        of(Outcome.NOT_MET, Severity.LOW, case="low"),
        of(Outcome.CANNOT_ASSESS, Severity.CRITICAL, case="cannot"),
        of(Outcome.NOT_MET, Severity.HIGH, case="high 1"),
        of(Outcome.PARTLY_MET, Severity.HIGH, case="partly"),
        of(Outcome.NOT_MET, Severity.HIGH, case="high 2"),
        of(None, Severity.HIGH, case="fault"),
        of(Outcome.NOT_APPLICABLE, Severity.HIGH, case="n/a"),
        of(Outcome.NOT_MET, Severity.LOW, escalate=True, case="now"),
    )
    order = [row.case.case_id for row in finding_rows(results)]
    assert order == ["now", "high 1", "high 2", "partly", "fault", "low", "cannot", "met", "n/a"]
    assert [row.case.case_id for row in rows.case_order(results)] == [case.case_id for case in results.cases]


def test_findings_of_one_case_keep_their_order() -> None:
    findings = [a_finding("asked", subject=f"CH-{at}") for at in range(9)]
    assert [row.subject for row in finding_rows(some_results(a_case(*findings)))] == [f.subject for f in findings]


def test_a_persons_decision_keeps_the_machines_answer() -> None:
    finding = decided(a_finding("asked", Outcome.NOT_MET), Outcome.MET)
    [row] = finding_rows(some_results(a_case(finding)))
    assert (row.outcome, row.machine_outcome, row.decided) == ("Met", Outcome.NOT_MET, True)
    confirmed = decided(a_finding("asked", Outcome.NOT_MET), Outcome.NOT_MET)
    [row] = finding_rows(some_results(a_case(confirmed)))
    assert (row.outcome, row.machine_outcome, row.decided) == ("Not met", Outcome.NOT_MET, True)


def test_a_fault_is_called_a_fault() -> None:
    [row] = finding_rows(some_results(a_case(a_finding("asked", None, fault=Fault("f-1")))))
    assert row.outcome == "Fault"


def test_a_case_has_the_worst_outcome_of_its_subjects() -> None:
    order = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.CANNOT_ASSESS, Outcome.MET, Outcome.NOT_APPLICABLE)
    for worse, better in pairwise(order):
        case = a_case(a_finding("asked", better), a_finding("asked", worse), a_finding("asked", None))
        assert rows.case_outcomes(case) == {"asked": worse}
    assert rows.case_outcomes(a_case(a_finding("asked", None))) == {"asked": None}


def test_a_criterion_beside_the_inspections_figure() -> None:
    cases = [a_case(a_finding("asked", Outcome.PARTLY_MET if at < 3 else Outcome.MET)) for at in range(4)]
    [row] = rows.criterion_rows(some_results(*cases, criteria=[a_criterion("asked", cases, baseline=(4, 6, "short"))]))
    assert (row.counted, row.rate_text, row.baseline) == ("Partly or not met", "3 of 4 (75.0%)", "4 of 6 (66.7%)")
    assert (row.interval, row.baseline_interval, row.compatible) == ("30.1% to 95.4%", "30.0% to 90.3%", "Yes")
    assert row.area == "Leadership"


def test_nothing_assessed_is_no_rate() -> None:
    cases = [a_case(a_finding("asked", Outcome.CANNOT_ASSESS))]
    [row] = rows.criterion_rows(
        some_results(*cases, criteria=[a_criterion("asked", cases, baseline=(1, 2, "not_met"))])
    )
    assert (row.rate_text, row.interval, row.compatible) == ("—", "—", "—")


def test_the_place_of_a_record() -> None:
    assert rows.place_text(Source(file="a/b.csv", table="People", row=7)) == "a/b.csv, People, row 7"
    assert rows.place_text(Source()) == ""
    assert rows.place_text(None) == ""


def test_a_criterion_that_the_summary_lacks_is_still_shown() -> None:
    results = some_results(a_case(a_finding("return-interview")), criteria=[a_criterion("asked")])
    [row] = finding_rows(results)
    assert (row.title, row.criterion_number) == ("Return interview", 1)


@pytest.mark.parametrize(
    ("table", "picklist"),
    [
        (words.OUTCOMES, Outcome),
        (words.SEVERITIES, Severity),
        (words.CASE_TYPES, CaseType),
        (words.BASES, Basis),
        (words.STATUSES, Status),
        (words.SPEAKERS, Speaker),
    ],
)
def test_every_value_of_a_picklist_has_its_words(table: Mapping[Any, str], picklist: type[Any]) -> None:
    assert set(table) == set(picklist)
    assert len(set(table.values())) == len(table)


def test_ids_without_a_title_become_words() -> None:
    assert words.humanise("ppn-submitted") == "PPN submitted"
    assert words.humanise("requires_improvement") == "Requires improvement"
    assert words.humanise("victim-blaming.lifestyle") == "Victim blaming: lifestyle"
    assert words.humanise("") == ""


def test_rows_load_without_the_libraries_of_the_writers() -> None:
    code = (
        "import sys, caseaudit.reporting.rows; print([m for m in ('openpyxl', 'rich', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
