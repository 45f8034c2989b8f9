"""Large results read back case by case: the same as small ones, with every mistake at its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from results_builder import a_case, a_finding, field_evidence, some_results, words_evidence

from caseaudit.errors import InputError
from caseaudit.reporting import stored
from caseaudit.reporting.json_v1 import write_jsonl
from caseaudit.reporting.stored import StoredCases, read_results

RESULTS = some_results(
    a_case(a_finding(evidence=(field_evidence("NS"),)), case_id="A1"),
    a_case(a_finding(evidence=(words_evidence(),)), case_id="A2"),
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write results, and have them taken for a large batch's."""
    monkeypatch.setattr(stored, "HELD", 0)
    file = tmp_path / "month.jsonl"
    with file.open("w", encoding="utf-8", newline="") as stream:
        write_jsonl(RESULTS, stream)
    return file


def test_cases_are_read_as_often_as_they_are_gone_through(path: Path) -> None:
    results = read_results(path)
    assert isinstance(results.cases, StoredCases)
    wanted = tuple(RESULTS.cases)
    assert (len(results.cases), tuple(results.cases), tuple(results.cases)) == (len(wanted), wanted, wanted)
    assert wanted[-1] in results.cases
    assert "no case" not in results.cases


def test_blank_lines_and_a_byte_order_mark_are_nothing(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines) + b"\n\n")
    assert tuple(read_results(path).cases) == tuple(RESULTS.cases)


def test_a_wrong_case_is_told_with_its_line(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    wrong = json.loads(lines[2])
    wrong["findings"][0]["severity"] = "dreadful"
    path.write_text("\n".join([*lines[:2], json.dumps(wrong), *lines[3:]]), encoding="utf-8")
    results = read_results(path)
    with pytest.raises(InputError, match=r"month\.jsonl:3: .*findings\[0\]\.severity"):
        tuple(results.cases)


def test_a_file_that_shrinks_meanwhile_is_told(path: Path) -> None:
    results = read_results(path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(InputError):
        tuple(results.cases)
