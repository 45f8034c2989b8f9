"""What the tables promise beyond their looks: nothing missing, nothing invented, nobody named."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from builders import a_case_file
from caseaudit.domain.audit import (
    Accepted,
    AreaSummary,
    Baseline,
    CaseAudit,
    CriterionSummary,
    ExceptionsUsed,
    ExpiredException,
    Finding,
    InputUsed,
    Interval,
    Results,
    RubricUsed,
    Run,
    SetAside,
    Summary,
)
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.reporting import terminal
from caseaudit.reporting.console import show_results
from caseaudit.reporting.explanation import Masker


def a_criterion_summary(**overrides: Any) -> CriterionSummary:
    counts = {"met": 3, "partly_met": 1, "not_met": 4, "not_applicable": 0, "cannot_assess": 2}
    values: dict[str, Any] = {
        "criterion": "ethnicity-recorded",
        "title": "Ethnicity [of each child]",
        "area": "recording",
        "refs": ("L01",),
        **counts,
        "assessed": 8,
        "not_met_rate": 0.5,
        "short_rate": 0.625,
        "interval": Interval(0.95, 0.215213, 0.784787, "wilson"),
        "proposed": 10,
        "confirmed": 0,
        "baseline": None,
    }
    return CriterionSummary(**{**values, **overrides})


def some_results(*criteria: CriterionSummary, **overrides: Any) -> Results:
    run = Run("0.1.0", (RubricUsed("r", "2025-01", "0" * 64, "Rubric [x]"),), {"as_of": "2025-05-23"}, ())
    summary = Summary(
        10, 0, 0, criteria or (a_criterion_summary(),), (AreaSummary("recording", 0.4, "good", "Recording"),)
    )
    return replace(Results(run, summary, ()), **overrides)


def shown(results: Results, width: int = 80) -> str:
    stream = io.StringIO()
    show_results(results, Console(file=stream, width=width, markup=False, highlight=False))
    return stream.getvalue()


def test_brackets_survive() -> None:
    text = shown(some_results())
    assert "Ethnicity [of each" in text
    assert "Rubric [x]" in text


def test_no_assessed_case_is_no_rate() -> None:
    nothing = {"met": 0, "partly_met": 0, "not_met": 0, "cannot_assess": 10, "assessed": 0}
    nothing |= {"not_met_rate": None, "short_rate": None, "interval": None}  # type: ignore[dict-item]
    text = shown(some_results(a_criterion_summary(**nothing, title="Seen")))
    line = next(line for line in text.splitlines() if line.startswith("Seen"))
    assert line.split()[1:] == ["0", "0", "0", "0", "10", "—", "—", "—"]
    assert "0.0%" not in line


def test_the_rate_counts_what_the_baseline_counts() -> None:
    theirs = Interval(0.95, 0.9, 1.0, "wilson")
    short = Baseline(6, 6, "short", "Report, 2", theirs, compatible=False)
    text = shown(some_results(a_criterion_summary(title="Seen", baseline=short)))
    assert "62.5%*" in text
    assert "100.0%!" in text
    assert "* Partly met and not met counted together" in text
    assert "!: the inspection's interval and this one do not overlap." in text
    wide = shown(some_results(a_criterion_summary(title="Seen", baseline=short)), width=160)
    assert "5 of 8 (62.5%)*" in wide
    assert "6 of 6 (100.0%)   differs" in wide
    plain = shown(some_results(a_criterion_summary(title="Seen")))
    assert "*" not in plain
    assert "!" not in plain


def test_large_counts_are_not_cut() -> None:
    large = {"met": 1_234_567, "not_met": 7_654_321, "assessed": 8_888_889}
    for width in (80, 160):
        text = shown(some_results(a_criterion_summary(title="S", **large)), width=width)
        assert "1,234,567" in text
        assert "7,654,321" in text


def test_held_down_grade_says_by_what() -> None:
    areas = (AreaSummary("recording", 0.97, "adequate", "Recording", 8, ("ethnicity-recorded",)),)
    results = some_results()
    text = shown(replace(results, summary=replace(results.summary, areas=areas)))
    assert "Indicative grade: adequate (score 97.0%)" in text
    assert "Recording: by ethnicity-recorded" in text


def test_faults_are_counted_apart() -> None:
    results = some_results(a_criterion_summary(faults=3))
    text = shown(replace(results, summary=replace(results.summary, faults=3)))
    assert "Faults: 3 checks failed inside caseaudit" in text
    assert "(ethnicity-recorded): 3" in text


def test_criteria_for_a_person_are_counted() -> None:
    judged = [
        a_criterion_summary(criterion=f"c{n}", title=f"Judged {n}", mode="auditor", cannot_assess=n) for n in range(3)
    ]
    text = shown(some_results(a_criterion_summary(title="Seen"), *judged), width=160)
    assert "For a person to judge: 3 criteria, 2 with cases in this run" in text
    assert "Judged" not in text


def test_the_first_records_set_aside_are_shown_and_the_rest_counted() -> None:
    aside = tuple(
        SetAside("a.jsonl", n, f"C-{n}", "children[0].age", "[n]", "A number is wanted") for n in range(1, 14)
    )
    text = shown(some_results(set_aside=aside))
    assert "Set aside: 13 records could not be audited" in text
    assert "a.jsonl:10, case C-10" in text
    assert "  children[0].age = [n]: A number is wanted." in text
    assert "C-11" not in text
    assert "and 3 more. --rejects FILE writes each of them whole." in text


def test_many_inputs_are_summed() -> None:
    results = some_results()
    used = tuple(InputUsed(f"{n}.jsonl", "0", 5, 4, 1) for n in range(25))
    text = shown(replace(results, run=replace(results.run, inputs=used)))
    assert "125 read, 100 audited, 25 set aside (and 15 more files)" in text


def test_nothing_audited_shows_no_tables() -> None:
    results = some_results()
    text = shown(replace(results, summary=replace(results.summary, cases=0)))
    assert "Criterion" not in text
    assert "Escalations" not in text


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("NO_COLOR", "1")])
def test_no_colour_where_the_environment_says_so(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(terminal.sys, "stdout", screen)
    terminal.make_console().print("plain", style="bold red")
    assert "\x1b[1;31m" in screen.getvalue()
    screen.truncate(0)
    monkeypatch.setenv(name, value)
    terminal.make_console().print("plain", style="bold red")
    assert "31" not in screen.getvalue()


class TestMasker:
    def masker(self, *names: str) -> Masker:
        return Masker(CaseFile.read(a_case_file(children=[{"names": list(names)}], people=[{"names": ["Jo Kell"]}])))

    @pytest.mark.parametrize(
        ("text", "masked"),
        [
            ("Tamsin said no", "[name] said no"),
            ("TAMSIN ORR, Orr and orr", "[name], [name] and orr"),
            ("Tamsin's mother Jo Kell", "[name]'s mother [name]"),
            ("Tamsinville", "Tamsinville"),
            ("T. was seen; THIS is T.", "[name] was seen; THIS is [name]"),
            ("may go; May went", "may go; [name] went"),
        ],
    )
    def test_names(self, text: str, masked: str) -> None:
        assert self.masker("Tamsin Orr", "T.", "May")(text) == masked

    def test_no_names(self) -> None:
        assert Masker(CaseFile.read(a_case_file()))("Tamsin") == "Tamsin"


def test_a_figure_about_one_kind_of_case_is_compared_with_the_same_kind() -> None:
    some = Baseline(
        4,
        6,
        "short",
        "Report, 2",
        Interval(0.95, 0.3, 0.9, "wilson"),
        compatible=True,
        among=(CaseType.DOMESTIC_ABUSE,),
        our_count=2,
        our_of=3,
        our_interval=Interval(0.95, 0.2, 0.9, "wilson"),
    )
    text = shown(some_results(a_criterion_summary(title="Seen", baseline=some)), width=160)
    assert "4 of 6 (66.7%)+" in text
    assert "Seen, domestic abuse: 2 of 3 here, 4 of 6 there." in text
    assert "Like for like" not in shown(some_results())


TAKEN = Accepted("kept on paper", "DI AB", "2026-03-31")


def test_what_exceptions_accept_is_counted_apart_and_still_counted() -> None:
    criterion = a_criterion_summary(title="Ethnicity is recorded", accepted_not_met=3, accepted_partly_met=1)
    results = some_results(criterion, a_criterion_summary(criterion="seen", title="The child was seen"))
    results = replace(results, summary=replace(results.summary, accepted=1_234))
    text = shown(results)
    lines = text.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("Ethnicity is recorded"))
    assert lines[at].split()[3:6] == ["3", "1", "4"]
    assert lines[at + 1].strip() == "4 accepted"
    assert "Accepted: 1,234 findings, by exceptions on file" in lines
    assert "Ethnicity is recorded: 3 of 4 cases not met, 1 of 1 case partly met" in lines
    assert sum("accepted" in line for line in lines) == 1
    assert max(map(len, lines)) <= 80


def test_exceptions_that_have_expired_are_listed_and_cut_with_a_count() -> None:
    expired = tuple(ExpiredException(f"C-{at}", "seen", "K1", "DI [AB]", "2025-05-01") for at in range(23))
    results = some_results(a_criterion_summary(criterion="seen", title="The child was seen"))
    used = ExceptionsUsed("exceptions.yaml", "0" * 64, 30, expired)
    text = shown(replace(results, run=replace(results.run, exceptions=used)))
    assert "Expired: 23 exceptions\nC-0, K1: The child was seen (until 1 May 2025, DI [AB])\n" in text
    assert (text.count("until 1 May 2025"), "and 3 more" in text) == (20, True)
    assert "Expired" not in shown(replace(results, run=replace(results.run, exceptions=replace(used, expired=()))))


def an_escalation(number: int, *, severity: Severity = Severity.HIGH, accepted: Accepted | None = None) -> CaseAudit:
    finding = Finding("seen", None, Outcome.NOT_MET, "not seen.", None, severity, True, Basis.FIELD, accepted=accepted)
    return CaseAudit(f"C-{number}", CaseType.MISSING, None, None, True, (finding,))


def test_an_escalation_that_is_accepted_stays_in_its_place() -> None:
    cases = (an_escalation(1, accepted=TAKEN), an_escalation(2))
    results = some_results(a_criterion_summary(criterion="seen"), cases=cases)
    text = " ".join(shown(replace(results, summary=replace(results.summary, escalations=2))).split())
    assert "in 2 cases" in text
    assert "not seen. Accepted until 31 March 2026 by DI AB" in text
    assert "An escalation that is accepted stays one: act on it all the same." in text


def test_of_many_escalations_the_most_severe_are_shown_and_the_rest_counted() -> None:
    cases = [an_escalation(number) for number in range(60)]
    cases.append(an_escalation(99, severity=Severity.CRITICAL))
    results = some_results(a_criterion_summary(criterion="seen"), cases=tuple(cases))
    lines = shown(replace(results, summary=replace(results.summary, escalations=61))).splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("C-")]
    assert listed == ["C-99", *(f"C-{number}" for number in range(39))]
    assert any(line.startswith("and 21 more") for line in lines)
