"""What an accepted exception covers, until when, and what it never touches."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.domain.audit import Accepted, CaseAudit, ExpiredException, Fault, Finding
from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.engine.exceptions import CaseException, Coverage, Exceptions, exceptions_as_at

ETHNICITY, DISABILITY = "ethnicity-recorded", "disability-recorded"


def a_finding(criterion: str = ETHNICITY, subject: str | None = "K1", **changes: Any) -> Finding:
    given = {"outcome": Outcome.NOT_MET, "severity": Severity.MEDIUM, "escalate": False, "basis": Basis.FIELD}
    return Finding(criterion=criterion, subject=subject, reason="blank", remedy="Ask.", **{**given, **changes})


def a_case(*findings: Finding, case_id: str = "C-1") -> CaseAudit:
    return CaseAudit(case_id, CaseType.MISSING, None, 0.25, any(f.escalate for f in findings), findings)


def one(
    case_id: str = "C-1",
    criterion: str = ETHNICITY,
    subject: str | None = None,
    *,
    expires: str = "2026-03-31",
    author: str = "DI AB",
    line: int = 2,
) -> CaseException:
    return CaseException(case_id, criterion, subject, Accepted("the record is on paper", author, expires), line)


def as_at(*entries: CaseException, day: str = "2025-05-23") -> Exceptions:
    return exceptions_as_at(entries, parse_as_of(day), file="exceptions.yaml", sha256="ab" * 32)


def accepted(exceptions: Exceptions, *findings: Finding) -> list[str | None]:
    """Who accepts each finding."""
    audit, _ = exceptions.accepting(a_case(*findings))
    return [finding.accepted.author if finding.accepted else None for finding in audit.findings]


@pytest.mark.parametrize(
    ("outcome", "covers"),
    [
        (Outcome.NOT_MET, True),
        (Outcome.PARTLY_MET, True),
        (Outcome.MET, False),
        (Outcome.NOT_APPLICABLE, False),
        (Outcome.CANNOT_ASSESS, False),
        (None, False),
    ],
)
def test_only_what_falls_short_is_accepted(outcome: Outcome | None, covers: bool) -> None:
    finding = a_finding(outcome=outcome, fault=None if outcome else Fault("abc"))
    assert accepted(as_at(one()), finding) == ["DI AB" if covers else None]


def test_nothing_but_the_mark_changes() -> None:
    before = a_case(a_finding(escalate=True), a_finding(DISABILITY), a_finding(subject="K2"))
    after, covered = as_at(one(subject="K1")).accepting(before)
    assert covered == (1,)
    assert after.findings[0].accepted == one().accepted
    assert after.escalated
    assert replace(after, findings=(replace(after.findings[0], accepted=None), *after.findings[1:])) == before


def test_without_a_subject_it_covers_all_of_the_case() -> None:
    assert accepted(as_at(one()), a_finding(), a_finding(subject="K2"), a_finding(subject=None)) == ["DI AB"] * 3


def test_a_subject_is_covered_alone() -> None:
    findings = a_finding(), a_finding(subject="K2"), a_finding(subject=None)
    assert accepted(as_at(one(subject="K2")), *findings) == [None, "DI AB", None]


def test_the_one_that_names_the_subject_goes_first() -> None:
    both = as_at(one(), one(subject="K2", author="DCI CD"))
    assert accepted(both, a_finding(), a_finding(subject="K2")) == ["DI AB", "DCI CD"]
    assert both.accepting(a_case(a_finding(subject="K2")))[1] == (-1, 2)


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [
        ("2026-03-30", True),
        ("2026-03-31", True),
        ("2026-03-31T23:59", True),
        ("2026-03-31T22:59Z", True),
        ("2026-03-31T23:00Z", False),  # midnight in Britain, summer time having begun two days before
        ("2026-04-01T00:00", False),
        ("2026-04-01", False),
    ],
)
def test_it_holds_to_the_end_of_its_last_british_day(as_of: str, holds: bool) -> None:
    exceptions = as_at(one(subject="K1"), day=as_of)
    assert accepted(exceptions, a_finding()) == ["DI AB" if holds else None]
    told = ExpiredException("C-1", ETHNICITY, "K1", "DI AB", "2026-03-31")
    assert exceptions.used.expired == (() if holds else (told,))
    assert exceptions.used.entries == 1
    assert len(exceptions.for_case("C-1")) == holds


def test_where_the_narrower_one_has_expired_the_wider_one_still_holds() -> None:
    both = as_at(one(), one(subject="K1", author="DCI CD", expires="2025-01-31"))
    assert accepted(both, a_finding()) == ["DI AB"]
    assert [told.author for told in both.used.expired] == ["DCI CD"]


def test_other_cases_are_given_back_as_they_are() -> None:
    other = a_case(a_finding(), case_id="C-10")
    audit, covered = as_at(one()).accepting(other)
    assert audit is other
    assert covered == ()


def test_it_goes_to_another_process() -> None:
    exceptions = as_at(one(), one("C-2", expires="2025-01-01"))
    there = pickle.loads(pickle.dumps(exceptions))
    assert there == exceptions
    assert accepted(there, a_finding()) == ["DI AB"]


FINDINGS = st.lists(
    st.builds(
        a_finding,
        st.sampled_from([ETHNICITY, DISABILITY]),
        st.sampled_from(["K1", "K2", None]),
        outcome=st.sampled_from(list(Outcome)),
    ),
    max_size=6,
)
ENTRIES = st.lists(
    st.builds(
        one,
        st.sampled_from(["C-1", "C-2"]),
        st.sampled_from([ETHNICITY, DISABILITY]),
        st.sampled_from(["K1", "K2", None]),
        expires=st.sampled_from(["2025-05-22", "2025-05-23", "2025-05-24"]),
    ),
    max_size=8,
    unique_by=lambda entry: (entry.case_id, entry.criterion, entry.subject),
)


@given(ENTRIES, FINDINGS)
def test_a_finding_is_accepted_exactly_where_an_exception_in_force_covers_it(
    entries: list[CaseException], findings: list[Finding]
) -> None:
    exceptions = as_at(*entries)
    audit, covered = exceptions.accepting(a_case(*findings))
    for before, after in zip(findings, audit.findings, strict=True):
        covering = [
            entry
            for entry in entries
            if entry.case_id == "C-1"
            and entry.criterion == before.criterion
            and entry.subject in (None, before.subject)
            and entry.accepted.expires >= "2025-05-23"
        ]
        short = before.outcome in (Outcome.NOT_MET, Outcome.PARTLY_MET)
        assert (after.accepted is not None) == (short and bool(covering))
    about = {number + 1 for number, e in enumerate(entries) if e.case_id == "C-1" and not e.expired("2025-05-23")}
    assert {abs(number) for number in covered} == about
    assert any(number > 0 for number in covered) == any(finding.accepted for finding in audit.findings)


def told(exceptions: Exceptions, *cases: CaseAudit, criteria: tuple[str, ...] = (ETHNICITY, DISABILITY)) -> list[str]:
    coverage = Coverage(exceptions)
    for case in cases:
        coverage.add(exceptions.accepting(case)[1])
    return list(coverage.notices(criteria))


def test_an_exception_that_is_used_once_needs_no_word() -> None:
    met = a_case(a_finding(outcome=Outcome.MET))
    assert told(as_at(one()), met, a_case(a_finding()), met) == []


def test_one_that_covers_nothing_that_falls_short_was_not_needed() -> None:
    (notice,) = told(as_at(one(line=7)), a_case(a_finding(outcome=Outcome.MET)))
    assert notice == (
        "1 exception was not needed, for nothing that it covers falls short: line 7 (ethnicity-recorded) "
        "(exceptions.yaml)."
    )


def test_of_many_the_first_are_named() -> None:
    entries = [one(subject=f"K{number}", line=number) for number in range(2, 9)]
    (notice,) = told(as_at(*entries), a_case())
    assert notice.startswith("7 exceptions were not needed, for nothing that they cover falls short: line 2 (")
    assert notice.endswith("line 6 (ethnicity-recorded) and 2 more (exceptions.yaml).")


def test_a_case_that_is_not_in_the_export_is_only_counted() -> None:
    assert told(as_at(one(), one("C-2")), a_case(a_finding())) == [
        "1 exception is about a case that was not audited here (exceptions.yaml)."
    ]


def test_a_criterion_that_is_not_judged_is_told_with_the_nearest() -> None:
    entries = (
        one(criterion="ethnicity-recordd", line=3),
        one("C-2", "strip-search-lawful"),
        one("C-3", "strip-search-lawful"),
    )
    (notice,) = told(as_at(*entries), a_case(a_finding()))
    assert notice == (
        "3 exceptions name criteria that this run does not judge: ethnicity-recordd (line 3; did you mean "
        "ethnicity-recorded?), strip-search-lawful (2 times from line 2) (exceptions.yaml)."
    )


def test_what_has_expired_is_not_told_twice() -> None:
    assert told(as_at(one(expires="2025-01-01")), a_case(a_finding())) == []


def test_notices_hold_nobodys_reference() -> None:
    entries = one("C-1", subject="K1"), one("C-2", subject="K1"), one("C-3", "unknown-one", "K1")
    for notice in told(as_at(*entries), a_case()):
        assert not {"C-1", "C-2", "C-3", "K1", "DI AB"} & set(notice.replace("(", " ").replace(")", " ").split())
