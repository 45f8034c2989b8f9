"""audit_case: pure, honest about what it cannot tell, and never lost to one failing check."""

from __future__ import annotations

from typing import Any

import pytest

from caseaudit.checks.context import Context
from caseaudit.checks.recorded import Recorded
from caseaudit.domain.audit import CaseAudit, Finding
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.runner import FaultLog, audit_case
from caseaudit.reading.judgements import load_judgement

AS_OF = parse_as_of("2025-05-23")


def audited(case: dict[str, Any], *criteria: str, faults: FaultLog | None = None) -> CaseAudit:
    judgement = load_judgement()
    if criteria:
        judgement = judgement.keeping(frozenset(criteria))
    return audit_case(judgement, CaseFile.read({"case_id": "C1", **case}), AS_OF, faults)


def found(case: dict[str, Any], criterion: str) -> list[Finding]:
    return list(audited(case, criterion).findings)


def test_the_smallest_case_file_is_audited_without_a_fault_or_a_pass_for_what_is_absent() -> None:
    for case_type in ("domestic_abuse", "missing", "police_protection", "online_child_sexual_exploitation", "other"):
        audit = audited({"case_type": case_type})
        assert all(finding.fault is None for finding in audit.findings)
        assert {finding.outcome for finding in audit.findings} <= {Outcome.CANNOT_ASSESS, Outcome.NOT_APPLICABLE}
        assert audit.score is None
        assert not audit.escalated


def test_every_criterion_gives_at_least_one_finding() -> None:
    audit = audited({"case_type": "domestic_abuse"})
    assert [c.id for c in load_judgement().criteria] == list(dict.fromkeys(f.criterion for f in audit.findings))


def test_each_child_has_a_finding_of_its_own() -> None:
    children = [{"child_id": "A", "ethnicity": "W1"}, {"child_id": "B", "ethnicity": ""}]
    findings = found({"case_type": "other", "children": children}, "ethnicity-recorded")
    assert [(f.subject, f.outcome) for f in findings] == [("A", Outcome.MET), ("B", Outcome.NOT_MET)]


def test_a_child_without_an_id_is_named_by_its_place() -> None:
    [finding] = found({"case_type": "other", "children": [{"ethnicity": "W1"}]}, "ethnicity-recorded")
    assert finding.subject == "children[0]"


@pytest.mark.parametrize("children", [{}, {"children": []}, {"children": None}])
def test_without_the_children_it_needs_a_criterion_cannot_be_assessed(children: dict[str, Any]) -> None:
    [finding] = found({"case_type": "other", **children}, "ethnicity-recorded")
    assert finding.outcome is Outcome.CANNOT_ASSESS
    assert finding.subject is None


def test_evidence_of_a_field_shows_its_value_as_it_was_in_the_source() -> None:
    case = {"case_type": "other", "children": [{"child_id": "A", "ethnicity_self": " n/a "}]}
    [finding] = found(case, "ethnicity-recorded")
    assert [(e.path, e.value) for e in finding.evidence] == [("children[0].ethnicity_self", " n/a ")]


def test_evidence_of_text_stands_at_its_offsets() -> None:
    text = "Spoke to \U0001f469\u200d\U0001f467 carer.\r\nShe is putting herself at risk again."
    narrative = [{"entry_id": "E0", "text": ""}, {"entry_id": "E1", "kind": "log", "text": text}]
    [finding] = found({"case_type": "missing", "narrative": narrative}, "no-victim-blaming-language")
    assert finding.outcome is Outcome.NOT_MET
    for evidence in finding.evidence:
        assert evidence.path == "narrative[1].text"
        assert evidence.entry_id == "E1"
        assert evidence.start is not None
        assert text[evidence.start : evidence.end] == evidence.quote


def test_an_entry_written_after_the_audit_date_does_not_exist_yet() -> None:
    narrative = [{"recorded_at": "2025-05-24T09:00", "text": "She is putting herself at risk."}]
    [finding] = found({"case_type": "missing", "narrative": narrative}, "no-victim-blaming-language")
    assert finding.outcome is Outcome.CANNOT_ASSESS


def test_not_met_on_an_escalating_criterion_escalates_the_case() -> None:
    audit = audited({"case_type": "missing", "missing": {"located_at": None}}, "child-still-missing")
    assert audit.escalated
    assert audit.findings[0].escalate
    assert audit.findings[0].remedy


def test_the_same_case_gives_the_same_record() -> None:
    case = {"case_type": "domestic_abuse", "narrative": [{"text": "Mum says she is promiscuous."}], "children": []}
    assert audited(case) == audited(case)


def test_a_check_that_raises_is_a_fault_and_the_rest_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Recorded.evaluate

    def broken(self: Recorded, context: Context) -> Any:
        if self.field == "child.ethnicity":
            raise ZeroDivisionError("the child is called Nobody")
        return original(self, context)

    monkeypatch.setattr(Recorded, "evaluate", broken)
    case = {"case_type": "other", "children": [{"child_id": "A", "ethnicity": "W1", "disability": "No"}]}
    faults = FaultLog()
    audit = audited(case, "ethnicity-recorded", "disability-recorded", faults=faults)
    again = audited(case, "ethnicity-recorded", "disability-recorded")
    failed, judged = audit.findings
    assert failed.outcome is None
    assert failed.fault is not None
    assert failed.fault == again.findings[0].fault
    assert judged.outcome is Outcome.MET
    assert "Nobody" not in failed.reason + str(faults.details)
    assert audit.score == 1.0


def test_a_question_to_the_ledger_is_not_asked_of_a_file() -> None:
    criterion = load_judgement().criteria[0]
    ledger = criterion.model_copy(update={"applies_to": criterion.applies_to.model_copy(update={"asks": "ledger"})})
    judgement = load_judgement()
    rubric = judgement.rubrics[0].model_copy(update={"criteria": (ledger,)})
    audit = audit_case(
        type(judgement)((rubric,), judgement.lexicon), CaseFile.read({"case_id": "1", "case_type": "other"}), AS_OF
    )
    assert audit.findings[0].outcome is Outcome.NOT_APPLICABLE


def test_two_judgements_taken_in_turn_stay_apart() -> None:
    both = [load_judgement().keeping(frozenset({one})) for one in ("ethnicity-recorded", "disability-recorded")]
    case = CaseFile.read({"case_id": "C1", "case_type": "other", "children": [{"ethnicity": "W1", "disability": ""}]})
    for _ in range(3):
        found = [audit_case(judgement, case, AS_OF).findings[0] for judgement in both]
        assert [(finding.criterion, finding.outcome) for finding in found] == [
            ("ethnicity-recorded", Outcome.MET),
            ("disability-recorded", Outcome.NOT_MET),
        ]


def test_what_a_type_of_case_is_not_asked_is_said_of_every_case_of_that_type_and_no_other() -> None:
    for case_type, words in (("ppn", "case of ppn"), ("other", "case of other"), ("ppn", "case of ppn")):
        [finding] = found({"case_type": case_type}, "child-still-missing")
        assert finding.outcome is Outcome.NOT_APPLICABLE
        assert words in finding.reason
    [finding] = found({"case_type": "missing"}, "child-still-missing")
    assert "which the criterion is not about" not in finding.reason


def test_silence_in_welsh_is_no_silence() -> None:
    text = (
        "Roedd y plentyn yn dawel iawn ac nid oedd hi eisiau siarad gyda'r swyddog am yr hyn a ddigwyddodd yn y "
        "cartref. Mae'r fam yn dweud bod popeth yn iawn ac nad oes angen help arnynt."
    )
    case = {"case_type": "domestic_abuse", "narrative": [{"text": text}], "children": [{"age": 9}]}
    for criterion in ("demeanour-recorded", "no-victim-blaming-language"):
        [finding] = found(case, criterion)
        assert finding.outcome is Outcome.CANNOT_ASSESS
        assert "Welsh" in finding.reason
