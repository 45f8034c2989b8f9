from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
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

from caseaudit.domain.audit import Fault, Results
from caseaudit.domain.vocabulary import Outcome, Speaker, Status
from caseaudit.errors import InputError
from caseaudit.reporting.json_v1 import case_line, run_id, write_json, write_jsonl
from caseaudit.reporting.stored import read_results

WRITERS = {".json": write_json, ".jsonl": write_jsonl}
FINDING_KEYS = [
    "criterion", "subject", "outcome", "reason", "remedy", "severity", "escalate", "basis", "decided_by", "override",
    "fault", "evidence",
]  # fmt: skip
EVIDENCE_KEYS = [
    "path", "entry_id", "start", "end", "quote", "concept", "status", "speaker", "preferred", "value",
]  # fmt: skip


def full_results() -> Results:
    cases = [
        a_case(
            a_finding(
                "voice-of-child-recorded",
                Outcome.NOT_MET,
                evidence=(
                    words_evidence(
                        "streetwise [alone] 👧",
                        concept="victim-blaming/adult",
                        status=Status.AFFIRMED,
                        speaker=Speaker.RECORD,
                        preferred="a child who has learned to look after himself",
                        term="streetwise",
                        tier="amber",
                        why="It makes a child look like an adult.",
                    ),
                ),
            ),
            a_finding("ethnicity-recorded", Outcome.NOT_MET, subject="CH-1", evidence=(), scope="children[0]"),
            case_id="00123",
        ),
        a_case(decided(a_finding("ethnicity-recorded"), Outcome.MET), case_id="1E5", score=None),
        a_case(a_finding("ethnicity-recorded", None, fault=Fault("f-1")), case_id="C\u2028-3"),
    ]
    criteria = [
        a_criterion("ethnicity-recorded", cases, baseline=(17, 48, "not_met")),
        a_criterion("voice-of-child-recorded", cases),
    ]
    return some_results(
        *cases, criteria=criteria, set_aside=[a_set_aside()], notices=["2 columns were not used."], sample={"seed": 7}
    )


def text_of(results: Results, suffix: str = ".json") -> str:
    stream = StringIO()
    WRITERS[suffix](results, stream)
    return stream.getvalue()


def saved(tmp_path: Path, text: str, name: str = "results.json") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("suffix", WRITERS)
def test_results_come_back_as_they_went(tmp_path: Path, suffix: str) -> None:
    results = full_results()
    assert read_results(saved(tmp_path, text_of(results, suffix), f"results{suffix}")) == results


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_name_without_a_suffix_and_a_bom_are_no_obstacle(tmp_path: Path, suffix: str) -> None:
    results = full_results()
    assert read_results(saved(tmp_path, "\ufeff" + text_of(results, suffix), "results")) == results


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_results_give_the_same_text_that_ends_in_a_newline(suffix: str) -> None:
    text = text_of(full_results(), suffix)
    assert text == text_of(full_results(), suffix)
    assert text.endswith("}\n")
    assert not text.endswith("\n\n")
    assert "👧" in text


def test_json_has_the_contracts_keys_in_its_order() -> None:
    data = json.loads(text_of(full_results()))
    assert list(data) == ["schema", "run", "summary", "cases", "set_aside"]
    assert data["schema"] == "caseaudit.results/1"
    assert list(data["run"])[:5] == ["tool_version", "rubrics", "settings", "inputs", "sample"]
    assert list(data["summary"])[:5] == ["cases", "escalations", "faults", "criteria", "areas"]
    assert list(data["cases"][0]) == ["case_id", "case_type", "source", "score", "escalated", "findings"]
    assert [list(f) for f in data["cases"][1]["findings"]] == [FINDING_KEYS]
    absent = data["cases"][0]["findings"][1]
    assert list(absent) == [*FINDING_KEYS, "scope"]
    assert list(data["cases"][2]["findings"][0]["evidence"][0]) == EVIDENCE_KEYS
    term = data["cases"][0]["findings"][0]["evidence"][0]
    assert list(term) == [*EVIDENCE_KEYS, "term", "tier", "why"]
    assert data["cases"][2]["findings"][0]["fault"] == {"id": "f-1"}
    assert data["cases"][2]["findings"][0]["outcome"] is None


def test_json_is_what_the_standard_library_would_have_indented() -> None:
    text = text_of(full_results())
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


def test_jsonl_has_a_header_a_case_a_line_and_a_footer() -> None:
    lines = text_of(full_results(), ".jsonl").split("\n")
    header, *cases, footer, empty = lines
    assert empty == ""
    assert list(json.loads(header)) == ["schema", "tool_version", "rubrics", "settings"]
    assert [json.loads(case)["case_id"] for case in cases] == ["00123", "1E5", "C\u2028-3"]
    assert list(json.loads(footer)) == ["summary", "inputs", "sample", "notices", "set_aside"]


def test_contrary_evidence_says_so() -> None:
    case = a_case(a_finding(evidence=(field_evidence(contrary=True), field_evidence())))
    shown = json.loads(case_line(case))["findings"][0]["evidence"]
    assert shown[0]["contrary"] is True
    assert "contrary" not in shown[1]


@pytest.mark.parametrize("suffix", WRITERS)
def test_text_that_utf8_cannot_hold_does_not_stop_the_writer(tmp_path: Path, suffix: str) -> None:
    case = a_case(a_finding(evidence=(words_evidence("a\ud800b\x00"), field_evidence(["\udfff", float("nan")]))))
    text = text_of(some_results(case), suffix)
    read = read_results(saved(tmp_path, text, f"results{suffix}"))
    first, second = read.cases[0].findings[0].evidence
    assert (first.quote, first.end) == ("a\ufffdb\x00", 4)
    assert second.value == ["\ufffd", "nan"]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(value=JSON_VALUES, words=st.text(max_size=60))
def test_any_value_and_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, value: Any, words: str) -> None:
    results = some_results(a_case(a_finding(reason=words, evidence=(field_evidence(value),)), case_id=words))
    folder = tmp_path_factory.mktemp("json")
    for suffix in WRITERS:
        assert read_results(saved(folder, text_of(results, suffix), f"r{suffix}")) == results


def test_empty_results_come_back(tmp_path: Path) -> None:
    for suffix in WRITERS:
        assert read_results(saved(tmp_path, text_of(some_results(), suffix), f"r{suffix}")) == some_results()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"schema": "caseaudit.results/1"', '"schema": "caseaudit.results/2"', "of format caseaudit.results/2"),
        ('"schema": "caseaudit.results/1"', '"schema": 1', "these are not audit results"),
        ('"severity": "medium"', '"severity": "dreadful"', "severity: Input should be 'critical'"),
        ('"escalate": false', '"escalate": "no"', "escalate"),
        ('"reason": ', '"grounds": ', "grounds"),
        ('"basis": "field",', "", "cases[0].findings[0].basis"),
        ('"start": 0', '"start": "0"', "cases[0].findings[0].evidence[0].start"),
        ('"cases": 3', '"cases": 4', "counts 4 cases, the file lists 3"),
        ("{", "[", "this is not JSON"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = text_of(full_results())
    assert old in text
    path = saved(tmp_path, text.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        read_results(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.remedy


def test_many_wrong_values_are_named_at_once_but_not_without_end(tmp_path: Path) -> None:
    text = text_of(full_results()).replace('"escalate": false', '"escalate": 0', 20)
    with pytest.raises(InputError, match="and 2 more"):
        read_results(saved(tmp_path, text.replace('"decided_by": "machine"', '"decided_by": "me"', 1)))


@pytest.mark.parametrize("lost", [1, 2, 4])
def test_json_lines_without_their_last_line_are_incomplete(tmp_path: Path, lost: int) -> None:
    lines = [line for line in text_of(full_results(), ".jsonl").split("\n") if line]
    path = saved(tmp_path, "\n".join(lines[:-lost]) + "\n", "r.jsonl")
    with pytest.raises(InputError, match="incomplete"):
        read_results(path)


def test_json_lines_that_break_off_in_the_last_line_are_incomplete(tmp_path: Path) -> None:
    path = saved(tmp_path, text_of(full_results(), ".jsonl")[:-40], "r.jsonl")
    with pytest.raises(InputError, match="incomplete"):
        read_results(path)


def test_a_wrong_line_is_named_by_its_number(tmp_path: Path) -> None:
    lines = text_of(full_results(), ".jsonl").split("\n")
    lines[2] = lines[2][:-10]
    path = saved(tmp_path, "\n".join(lines), "r.jsonl")
    with pytest.raises(InputError) as caught:
        read_results(path)
    assert caught.value.where is not None
    assert caught.value.where.line == 3


@pytest.mark.parametrize(
    ("name", "content"), [("r.json", ""), ("r.jsonl", ""), ("r", ""), ("r.json", "null"), ("r", "[1]")]
)
def test_what_is_no_results_file_is_refused(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(InputError):
        read_results(saved(tmp_path, content, name))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_results(tmp_path / "gone.json")


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(InputError, match="not JSON"):
        read_results(path)


def test_the_run_id_follows_the_manifest_alone() -> None:
    results = full_results()
    other = replace(results.run, settings={"as_of": "2025-05-24"})
    assert run_id(results.run) == run_id(full_results().run)
    assert run_id(results.run) != run_id(other)
