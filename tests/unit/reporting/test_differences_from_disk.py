"""Audits compared from the disk: the same as in memory, one case held at a time, every change in the JSON."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_builder import a_case, a_criterion, a_finding, a_set_aside, field_evidence, some_results, words_evidence

from caseaudit.domain.audit import CaseAudit, Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.engine.differences import Differences, differences
from caseaudit.engine.differences_counts import Tally
from caseaudit.engine.differences_pairs import Standing
from caseaudit.errors import InputError
from caseaudit.reporting import stored
from caseaudit.reporting.difference_json import ChangeSpool, write_differences
from caseaudit.reporting.difference_page import difference_page
from caseaudit.reporting.difference_sides import sides_of
from caseaudit.reporting.json_v1 import write_jsonl
from caseaudit.reporting.review_comparison_pages import Page, page_markdown, show_page
from caseaudit.reporting.stored import StoredCases, read_results
from caseaudit.reporting.terminal import make_console

IDS = st.sampled_from(
    ["A", "B", "C-3", "Ä", 'a"b', "a\\b", "tab\there", '"case_id"', "\N{GREEK SMALL LETTER BETA}" * 3]
)
FINDINGS = st.builds(
    a_finding,
    st.sampled_from(["one", "two"]),
    st.sampled_from(list(Outcome)),
    subject=st.sampled_from([None, "K1"]),
    escalate=st.booleans(),
    evidence=st.lists(
        st.sampled_from([words_evidence("a"), words_evidence("ü \u2028"), field_evidence({"case_id": "X"})]), max_size=3
    ).map(tuple),
)
CASES = st.lists(
    st.builds(lambda case_id, found: a_case(*found, case_id=case_id), IDS, st.lists(FINDINGS, max_size=3)), max_size=6
)
RESULTS = st.builds(
    lambda cases, aside: some_results(*cases, set_aside=[a_set_aside(case_id=one) for one in aside]),
    CASES,
    st.lists(IDS | st.none(), max_size=3),
)


def on_disk(results: Results, path: Path) -> Results:
    """The same results, read back without holding their cases."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        write_jsonl(results, stream)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "HELD", 0)
        found = read_results(path)
    assert isinstance(found.cases, StoredCases)
    return found


def as_json(old: Results, new: Results) -> str:
    stream = StringIO()
    with sides_of(old, new) as sides, ChangeSpool() as changes:
        found = differences(old, new, sides=sides, keep=changes.add)
        write_differences(found, changes, old, new, stream)
    return stream.getvalue()


def page_of(old: Results, new: Results, *, written: bool) -> Page:
    found = differences(old, new)
    return difference_page(found, old, new, names=("old", "new"), marking="OFFICIAL", written=written)


@settings(max_examples=60, deadline=None)
@given(RESULTS, RESULTS)
def test_read_from_the_disk_they_are_the_same(old: Results, new: Results) -> None:
    with TemporaryDirectory() as folder:
        far = on_disk(old, Path(folder) / "old.jsonl"), on_disk(new, Path(folder) / "new.jsonl")
        held = as_json(old, new)
        assert as_json(*far) == as_json(old, far[1]) == as_json(far[0], new) == held
        with sides_of(*far) as sides:
            there = differences(*far, sides=sides)
            pages = [
                difference_page(found, old, new, names=("o", "n"), marking="O")
                for found in (there, differences(old, new))
            ]
    assert pages[0] == pages[1]


@settings(max_examples=60, deadline=None)
@given(RESULTS, RESULTS)
def test_the_json_is_what_json_itself_would_write(old: Results, new: Results) -> None:
    text = as_json(old, new)
    data = json.loads(text)
    assert text == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    counts = differences(old, new).counts
    for standing in Standing:
        told = [change for change in data["changes"] if change["standing"] == standing.value]
        assert len(told) == counts[standing].findings == data["counts"][standing.value]["findings"]
    order = [list(Standing).index(Standing(change["standing"])) for change in data["changes"]]
    assert order == sorted(order)


def test_of_two_cases_with_one_id_both_are_found(tmp_path: Path) -> None:
    old = some_results(a_case(a_finding("one"), case_id="A"), a_case(a_finding("two"), case_id="A"))
    new = some_results(a_case(a_finding("two"), a_finding("one"), case_id="A"))
    data = json.loads(as_json(on_disk(old, tmp_path / "old.jsonl"), on_disk(new, tmp_path / "new.jsonl")))
    assert [(one["standing"], one["criterion"]) for one in data["changes"]] == [
        ("persisting", "two"),
        ("persisting", "one"),
    ]
    assert data["cases"]["both"] == 1


def shuffled(line: str) -> str:
    """The case with its id at the end, blank lines and spaces around it."""
    data = json.loads(line)
    case_id = data.pop("case_id")
    return "\n  " + json.dumps({**data, "case_id": case_id}, indent=None) + " \r\n\n"


def test_lines_that_others_wrote_are_read_too(tmp_path: Path) -> None:
    results = some_results(*(a_case(a_finding(), case_id=name) for name in ("A", "Ü", "C")))
    path = tmp_path / "old.jsonl"
    on_disk(results, path)
    first, *cases, last = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("\ufeff" + first + "".join(map(shuffled, cases)) + last, encoding="utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "HELD", 0)
        mended = read_results(path)
    assert as_json(mended, mended) == as_json(results, results)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"case_id": 7}, "case_id"),
        ({"case_id": None}, "case_id"),
        ({"score": "high"}, "score"),
        ({"findings": [{}]}, "findings"),
    ],
)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_wrong_case_is_told_with_its_line(tmp_path: Path, wrong: dict[str, Any], said: str, side: str) -> None:
    results = some_results(*(a_case(a_finding(), case_id=name) for name in "ABC"))
    both = {name: on_disk(results, tmp_path / f"{name}.jsonl") for name in ("old", "new")}
    path = tmp_path / f"{side}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = json.dumps({**json.loads(lines[2]), **wrong})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        as_json(both["old"], both["new"])
    assert str(caught.value).startswith(f"{path}:3")


def test_a_file_that_has_been_shortened_is_told(tmp_path: Path) -> None:
    results = some_results(*(a_case(a_finding(), case_id=name) for name in "ABC"))
    old = on_disk(results, tmp_path / "old.jsonl")
    (tmp_path / "old.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(InputError, match="shortened"):
        as_json(old, results)


def many(count: int) -> Iterable[CaseAudit]:
    finding = a_finding(evidence=(words_evidence("x" * 2_000),))
    return (replace(a_case(finding), case_id=f"C-{number:05}") for number in range(count))


def test_memory_does_not_grow_with_the_audits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tally.__init__, "__defaults__", (20,))

    def peak(count: int) -> int:
        results = some_results(*many(count), criteria=[a_criterion("ethnicity-recorded")])
        old = on_disk(results, tmp_path / "old.jsonl")
        new = on_disk(
            replace(results, cases=tuple(many(count))[7:], summary=replace(results.summary, cases=count - 7)),
            tmp_path / "new.jsonl",
        )
        del results
        tracemalloc.start()
        with sides_of(old, new) as sides, ChangeSpool() as changes:
            write_differences(differences(old, new, sides=sides, keep=changes.add), changes, old, new, Nowhere())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(30)
    few = peak(100)
    assert peak(1_000) < few + 200_000  # each case takes more than 4,000 bytes


class Nowhere:
    def write(self, text: str) -> None:
        """Hold nothing."""


class TestPages:
    OLD = some_results(*(a_case(a_finding(), case_id=f"C-{number}") for number in range(30)))
    NEW = some_results(*(a_case(a_finding(), case_id=f"D-{number}") for number in range(30)))

    def test_a_file_lists_as_many_as_are_held_and_says_how_many_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Tally.__init__, "__defaults__", (25,))
        text = page_markdown(page_of(self.OLD, self.NEW, written=True))
        assert "## In cases only in NEW: 30 findings" in text
        assert text.count("\n| D-") == text.count("\n| C-") == 25
        assert text.count("and 5 more: caseaudit diff lists them all in a .json file (-o).") == 2

    def test_a_terminal_sends_nobody_to_a_file_that_does_not_list_them(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(Tally.__init__, "__defaults__", (25,))
        show_page(page_of(self.OLD, self.NEW, written=False), make_console())
        out = " ".join(capsys.readouterr().out.split())
        assert "and 10 more: caseaudit diff lists them all in a .json file (-o)." in out  # 20 of those only in OLD
        assert "a file (-o) lists them all" not in out

    def test_all_of_a_few_are_listed(self) -> None:
        text = page_markdown(page_of(self.OLD, self.NEW, written=True))
        assert text.count("\n| D-") == text.count("\n| C-") == 30
        assert "more" not in text.split("In short")[1].split("and 10 more")[1]


def test_the_counts_are_given_also_where_no_change_is_kept() -> None:
    found: Differences = differences(TestPages.OLD, TestPages.NEW)
    assert found.arrivals.findings == 30
    assert len(found.only_old) == len(list(found.only_old)) == 30
