"""The promise: in a case's results under pseudonyms stands no name, no reference, no date of birth, and never the key."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseaudit.cli.exports import reading_by
from caseaudit.domain.audit import Accepted, CaseAudit, Evidence, Finding, Override, Source
from caseaudit.domain.case_file import CaseFile
from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Basis, CaseType, Outcome, Severity
from caseaudit.engine.runner import audit_case
from caseaudit.privacy.audits import Pseudonyms, pseudonymised
from caseaudit.privacy.key import Key
from caseaudit.privacy.words import NO_PART_OF_A_NAME, NOT_NAMES, ORDINARY
from caseaudit.reading.case_files import ReadCase
from caseaudit.reading.intake import read_cases
from caseaudit.reading.judgements import load_judgement
from caseaudit.reporting.json_v1 import case_data, case_line

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
KEY = Key(bytes(range(32)))
OTHER = Key(bytes(range(1, 33)))
MODES = ("keep", "shift", "month")


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def secrets_of(case: CaseFile) -> tuple[set[str], set[str]]:
    """What may stand nowhere: parts of names, and references and dates of birth (in the forms asked for)."""
    people = (*(case.children or ()), *(case.people or ()))
    parts = {p for each in people for name in each.names or () for p in re.findall(r"[^\W\d_]{3,}", name.lower())}
    ids = {case.case_id, *(entry.entry_id for entry in case.narrative or ()), *(n.ref for n in case.notices or ())}
    ids |= {value for child in case.children or () for value in (child.child_id, child.person_ref)}
    ids |= {person.person_id for person in case.people or ()}
    ids |= set(case.incident.linked or ()) if case.incident else set()
    ids |= {case.missing.system_ref} if case.missing else set()
    births = set()
    for child in case.children or ():
        if child.date_of_birth is not None:
            born = child.date_of_birth.local_date
            births |= {
                f"{born:{form}}" for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d%m%Y")
            }
            births |= {f"{born.day}/{born.month}/{born.year}", f"{born.day} {born:%B} {born.year}"}
    return parts - NO_PART_OF_A_NAME, {one.lower() for one in ids if one and len(one) > 3} | {b.lower() for b in births}


def assert_nothing_told(audit: CaseAudit, case: CaseFile, key: Key = KEY) -> None:
    parts, others = secrets_of(case)
    line = case_line(audit)
    for text in set(strings(json.loads(line))):
        small = text.lower()
        words = set(re.findall(r"[^\W_]+", small))
        assert not (words & (parts - ORDINARY - NOT_NAMES)), text
        for part in words & parts:
            assert not re.search(rf"\b(?:{part.title()}|{part.upper()})\b", text) or text in OURS, text
        for other in others:
            assert other not in small or not re.search(rf"(?<!\w){re.escape(other)}(?!\w)", small), text
    assert key.secret.hex() not in line
    assert str(key.secret) not in line


@cache
def _judgement() -> Any:
    return load_judgement()


OURS: set[str] = set()
"""What a rubric says of itself: words that are nobody's name there, whoever else is called so."""


@cache
def sample(name: str) -> list[tuple[CaseFile, CaseAudit]]:
    exports = {
        "case-files": (None, "inspection-2025/case-files.jsonl"),
        "incidents": (None, "inspection-2025/incidents.jsonl"),
        "notices": ("notices", "notices/forms"),
        "records-system": ("records-system", "records-system/export"),
        "xml-return": ("xml-return", "xml-return/return.xml"),
    }
    mapping, path = exports[name]
    with reading_by(mapping, None).intake() as intake:
        cases = [r.case for r in read_cases([str(SAMPLES / path)], intake) if isinstance(r, ReadCase)]
    return [(case, audit_case(_judgement(), case, parse_as_of("2025-05-23"))) for case in cases]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["case-files", "incidents", "notices", "records-system", "xml-return"])
def test_the_shipped_samples_tell_nothing(name: str, mode: str) -> None:
    ours = {text for c in _judgement().criteria for text in (c.remedy, c.id) if text}
    OURS.update(ours)
    for case, audit in sample(name):
        found = pseudonymised(audit, case, Pseudonyms(KEY, mode))  # type: ignore[arg-type]
        assert_nothing_told(found, case)


def test_the_promise_would_be_seen_to_be_broken() -> None:
    broken = 0
    for case, audit in sample("case-files"):
        with pytest.raises(AssertionError):
            assert_nothing_told(audit, case)
        broken += 1
    assert broken == len(sample("case-files")) > 30


def test_what_was_found_stays() -> None:
    for case, audit in sample("case-files"):
        found = pseudonymised(audit, case, Pseudonyms(KEY, "shift"))
        assert (found.case_type, found.score, found.escalated) == (audit.case_type, audit.score, audit.escalated)
        for old, new in zip(audit.findings, found.findings, strict=True):
            for name in (
                "criterion",
                "outcome",
                "remedy",
                "severity",
                "escalate",
                "basis",
                "scope",
                "fault",
                "decided_by",
            ):
                assert getattr(new, name) == getattr(old, name)
            for one, two in zip(old.evidence, new.evidence, strict=True):
                for name in ("concept", "status", "speaker", "preferred", "term", "tier", "why", "basis", "contrary"):
                    assert getattr(two, name) == getattr(one, name)
                assert (two.quote is None) == (one.quote is None)
                assert (two.start is None) == (one.start is None or two.quote != one.quote)


def test_our_own_reasons_are_not_masked_to_pieces() -> None:
    for case, audit in (*sample("case-files"), *sample("notices")):
        found = pseudonymised(audit, case, Pseudonyms(KEY))
        for old, new in zip(audit.findings, found.findings, strict=True):
            assert "[name]" not in new.reason or "[name]" in old.reason, (old.reason, new.reason)


def test_the_same_key_gives_the_same_results_and_another_key_no_reference_in_common() -> None:
    shape = re.compile(r"\b[a-z]+-([0-9B-Z]{4}-[0-9B-Z]{4}-[0-9B-Z]{5})\b")
    for case, audit in sample("case-files")[:12]:
        once, again, other = (pseudonymised(audit, case, Pseudonyms(key)) for key in (KEY, Key(KEY.secret), OTHER))
        assert case_line(once) == case_line(again)
        mine, theirs = (set(shape.findall(case_line(each))) for each in (once, other))
        assert mine
        assert len(mine) == len(theirs)
        assert not mine & theirs


def test_an_audit_under_pseudonyms_reaches_another_process() -> None:
    case, audit = sample("case-files")[0]
    found = pseudonymised(audit, case, Pseudonyms(KEY))
    assert pickle.loads(pickle.dumps(found)) == found


def finding(**more: Any) -> Finding:
    whole = {"subject": None, "outcome": Outcome.NOT_MET, "reason": "It is not.", "remedy": "Record it.", **more}
    return Finding(criterion="a", severity=Severity.HIGH, escalate=False, basis=Basis.FIELD, **whole)


def audited(case: CaseFile, *findings: Finding, dates: str = "keep", key: Key = KEY) -> CaseAudit:
    source = Source("Athena", "Llewellyn family.jsonl.gz", "cases", 7)
    audit = CaseAudit(case.case_id, CaseType.OTHER, source, 0.5, False, findings)
    return pseudonymised(audit, case, Pseudonyms(key, dates))  # type: ignore[arg-type]


def a_case(**more: Any) -> CaseFile:
    child = {
        "child_id": "934-A",
        "person_ref": "NOM-9",
        "names": ["Cerys"],
        "date_of_birth": "2010-03-12",
        "school": "Oak Hill",
    }
    person = {"person_id": "934-S", "names": ["B.Q."]}
    whole = {"case_id": "MS25-000934", "case_type": "other", "children": [child], "people": [person], **more}
    return CaseFile.read(whole)


def test_subjects_are_keyed_by_what_they_are_and_places_stay() -> None:
    subjects = ("934-A", "934-S", "children[0]", None)
    found = audited(a_case(), *(finding(subject=each) for each in subjects))
    wanted = (KEY.reference("child", "934-A"), KEY.reference("person", "934-S"), "children[0]", None)
    assert tuple(each.subject for each in found.findings) == wanted


def test_the_same_child_has_the_same_reference_in_another_case() -> None:
    one = audited(a_case(), finding(subject="934-A"))
    two = audited(a_case(case_id="MS25-000935"), finding(subject="934-A"))
    assert one.findings[0].subject == two.findings[0].subject
    assert one.case_id != two.case_id


def test_the_file_of_the_source_is_keyed_and_its_place_stays() -> None:
    source = audited(a_case()).source
    assert source is not None
    assert re.fullmatch(r"file-\w{4}-\w{4}-\w{5}\.jsonl\.gz", source.file or "")
    assert (source.system, source.table, source.row) == ("Athena", "cases", 7)


@pytest.mark.parametrize(
    ("path", "value", "wanted"),
    [
        ("children[0].child_id", "934-A", KEY.reference("child", "934-A")),
        ("referrals[0].child_id", "77-B", KEY.reference("child", "77-B")),
        ("flags[0].subject_id", "934-S", KEY.reference("person", "934-S")),
        ("flags[0].subject_id", "934-A", KEY.reference("child", "934-A")),
        ("notices[0].child_ids", ["934-A"], [KEY.reference("child", "934-A")]),
        ("incident.linked", ["INC-1"], [KEY.reference("case", "INC-1")]),
        ("case_id", 1234567, KEY.reference("case", "1234567")),
        ("children[0].names", ["Cerys", " "], ["[name]", " "]),
        ("children[0].date_of_birth", "2010-03-12", "[date of birth]"),
        ("children[0].school", "Oak Hill", "[school]"),
        ("reported_at", "2025-01-09T10:20:00", "2025-01-09T10:20:00"),
        ("reported_at", "2010-03-12T10:20:00", "[date]"),
        ("officer_in_case.role", "detective_constable", "detective_constable"),
        ("officer_in_case.role", "Detective Constable", "Detective Constable"),
        ("officer_in_case.role", "DC Jane Smith", KEY.reference("officer", "DC Jane Smith")),
        ("officer_in_case.rank", "Jane  Smith", KEY.reference("officer", "Jane Smith")),
        ("narrative[0].author_role", "PC 1234", KEY.reference("officer", "PC 1234")),
        ("police_protection.designated_officer_rank", "4410", KEY.reference("officer", "4410")),
        ("investigation.allocated_role", "response_officer", "response_officer"),
        ("investigation.allocated_team", "Child Exploitation Team", "Child Exploitation Team"),
        ("children[0].ethnicity_self", "White - British", "White - British"),
        ("children[0].disability", True, True),
        ("children[0].age", 14, 14),
        ("narrative", 4, 4),
        ("closure_reason", "Left with nan Gwyneth at 12 Oak Street", "Left with nan [name] at [address]"),
        ("extra", {"told": ["cerys", 3], "934-A": None}, {"told": ["[name]", 3], KEY.reference("child", "934-A"): None}),
        ("reviews[0].rank", None, None),
    ],
)  # fmt: skip
def test_values(path: str, value: Any, wanted: Any) -> None:
    found = audited(a_case(), finding(evidence=(Evidence(path, value=value),)))
    assert found.findings[0].evidence[0].value == wanted


def test_a_reason_shows_what_the_value_became() -> None:
    evidence = Evidence("officer_in_case.role", value="DC Jane Smith")
    found = audited(a_case(), finding(reason="The role is recorded: DC Jane Smith.", evidence=(evidence,))).findings[0]
    assert found.reason == f"The role is recorded: {KEY.reference('officer', 'DC Jane Smith')}."
    long = "Awaiting a call from her friend's mother, who is at work until six, Angharad"
    evidence = Evidence("closure_reason", value=long)
    reason = f"The closure reason is recorded: {long[:57]}..."
    found = audited(a_case(), finding(reason=reason, evidence=(evidence,))).findings[0]
    assert found.reason == reason
    assert "Angharad" not in str(found)


def test_words_of_people_on_file_are_masked_too() -> None:
    override = Override(Outcome.MET, "Jane Smith", "2025-05-01T09:00", "Cerys told PC 1234")
    accepted = Accepted("Awaiting mum Sharon", "DI J. Rowe", "2025-09-30")
    found = audited(a_case(), finding(override=override, accepted=accepted), dates="shift").findings[0]
    assert found.override is not None
    assert found.override.by == KEY.reference("officer", "Jane Smith")
    assert found.override.reason == "[name] told [officer]"
    assert found.override.at.endswith("T09:00")
    assert found.override.at != override.at
    wanted = replace(accepted, reason="Awaiting mum [name]", author=KEY.reference("officer", "DI J. Rowe"))
    assert found.accepted == wanted


def test_a_quote_hears_the_words_around_it() -> None:
    text = "Spoke with her friend Will. Nothing else is known of him."
    case = a_case(narrative=[{"entry_id": "1", "text": text}])
    start = text.index("Will")
    quotes = [(start, start + 4), (start + 2, start + 4), (0, 5)]
    evidence = tuple(Evidence("narrative[0].text", "1", a, b, text[a:b], sentence=text[:27]) for a, b in quotes)
    found = audited(case, finding(evidence=evidence)).findings[0].evidence
    assert [each.quote for each in found] == ["[name]", "[name]", "Spoke"]
    assert [(each.start, each.end) for each in found] == [(None, None), (None, None), (0, 5)]
    assert {each.sentence for each in found} == {"Spoke with her friend [name]."}
    assert all((each.entry_id or "").startswith("entry-") for each in found)


letters = st.text(alphabet="abcdefghijklmnoprstuvwyzéïñ", min_size=3, max_size=9).filter(
    lambda word: word not in NOT_NAMES | ORDINARY | NO_PART_OF_A_NAME
)
names = st.lists(letters.map(str.capitalize), min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "-".join(parts), " O\u2019".join(parts)])
)
ids = st.from_regex(r"[A-Z]{2,3}[0-9]{2}[-/ ][0-9]{3,6}[A-Z]?", fullmatch=True)
dobs = st.dates(min_value=date(2006, 1, 1), max_value=date(2020, 12, 31))
TEMPLATES = (
    "{n} was seen.", "Spoke to {n} ({a}).", '{N} SAID "no".', "{l} rang again", "{n}'s coat; with {n}.", "DOB {d} {i} - {n}",
    "born {e}, {i}", "[{n}]", "\u201c{n}\u201d", "{n}\n{n}", "ref {i}. {f}.", "a.{l}@example.co.uk", '{n}: "mine"', "*{n}*",
)  # fmt: skip


@given(names=st.lists(names, min_size=1, max_size=3), refs=st.lists(ids, min_size=3, max_size=3, unique=True), born=dobs,
       templates=st.lists(st.sampled_from(TEMPLATES), min_size=1, max_size=4), mode=st.sampled_from(MODES),
       cut=st.integers(0, 60), data=st.data())  # fmt: skip
def test_no_name_reference_or_birth_is_told_whatever_they_are(
    names: list[str], refs: list[str], born: date, templates: list[str], mode: str, cut: int, data: st.DataObject
) -> None:
    def filled(template: str) -> str:
        name, ref = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(refs))
        return template.format(
            n=name, N=name.upper(), l=name.split()[0].lower(), a=12, i=ref, d=f"{born:%d/%m/%Y}", e=f"{born:%d %B %Y}", f=born
        )  # fmt: skip

    texts = [filled(template) for template in templates]
    child = {"child_id": refs[1], "person_ref": refs[2], "names": names, "date_of_birth": born.isoformat()}
    narrative = [{"entry_id": f"{refs[0]}/{n}", "text": text} for n, text in enumerate(texts)]
    case = CaseFile.read({"case_id": refs[0], "case_type": "other", "children": [child], "narrative": narrative})
    findings = []
    for number, text in enumerate(texts):
        end = min(cut, len(text))
        quoted = Evidence(f"narrative[{number}].text", f"{refs[0]}/{number}", 0, end, text[:end], sentence=text)
        value = Evidence("outcome", value=text, sentence=text)
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        reason = f"The outcome is recorded: {shown}."
        findings.append(finding(subject=refs[1], reason=reason, evidence=(quoted, value)))
    audit = CaseAudit(refs[0], CaseType.OTHER, Source(file=f"{names[0]}.jsonl"), None, False, tuple(findings))
    found = pseudonymised(audit, case, Pseudonyms(KEY, mode))  # type: ignore[arg-type]
    case_data(found)
    assert_nothing_told(found, case)


def test_a_path_shows_fields_and_numbers_alone() -> None:
    paths = ("children[0].ethnicity_self", "narrative[2].text", "flags", "people[934-S].role", "notes.Cerys Jones[1]")
    found = audited(a_case(), finding(evidence=tuple(Evidence(path) for path in paths))).findings[0].evidence
    assert [each.path for each in found] == [*paths[:3], "people[[field]].role", "notes.[field][1]"]
