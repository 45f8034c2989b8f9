"""Parquet: what an analyst joins and counts is what the results say, typed, whole, and the same bytes each time."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_builder import a_case, a_criterion, a_finding, decided, field_evidence, some_results, words_evidence

from caseaudit.domain.audit import Accepted, Fault, Results, Source
from caseaudit.domain.vocabulary import CaseType, Outcome, Severity
from caseaudit.reporting import parquet_tables
from caseaudit.reporting.json_v1 import case_data, run_id
from caseaudit.reporting.parquet_v1 import PARTS, ParquetSinks, part_path, write_parquet
from caseaudit.review.decisions import Decision

TAKEN = Accepted("kept on paper", "DI AB", "2026-03-31")
HARD = "\x00 a\ud800b \ufffe\r\n é😀"


def files(results: Results, marking: str = "OFFICIAL-SENSITIVE", **more: Any) -> dict[str, bytes]:
    sinks = ParquetSinks(*(io.BytesIO() for _ in PARTS))
    write_parquet(results, sinks, marking=marking, **more)
    return {part: getattr(sinks, part).getvalue() for part in PARTS}


def tables(results: Results, **more: Any) -> dict[str, pa.Table]:
    return {part: pq.read_table(io.BytesIO(content)) for part, content in files(results, **more).items()}


def rows(results: Results, part: str, **more: Any) -> list[dict[str, Any]]:
    return tables(results, **more)[part].to_pylist()


def a_batch(cases: int) -> Results:
    """Children, every outcome, faults, and evidence of both kinds."""
    found = []
    for number in range(cases):
        outcome = [*Outcome, None][number % 6]
        fault = Fault("f-1") if outcome is None else None
        first = a_finding("ethnicity-recorded", outcome, subject="K1", fault=fault)
        other = a_finding("ethnicity-recorded", Outcome.MET, subject="K2", evidence=())
        third = a_finding("child-seen", Outcome.PARTLY_MET, evidence=(words_evidence(), field_evidence("NS")))
        found.append(a_case(first, other, third, case_id=f"C-{number}", row=number + 1))
    return some_results(*found)


def test_keys_lead_from_each_piece_of_evidence_to_its_finding_and_case() -> None:
    results = a_batch(13)
    read = tables(results)
    cases, findings, evidence = (read[part].to_pylist() for part in ("cases", "findings", "evidence"))
    assert [case["case_key"] for case in cases] == list(range(13))
    assert [finding["finding_key"] for finding in findings] == list(range(39))
    assert [piece["evidence_key"] for piece in evidence] == list(range(len(evidence)))
    for piece in evidence:
        finding = findings[piece["finding_key"]]
        assert (finding["criterion"], finding["case_key"]) == (piece["criterion"], piece["case_key"])
    joined = read["findings"].join(read["cases"], "case_key", right_suffix="_of_case")
    assert joined.num_rows == 39
    assert joined["case_id"].to_pylist() == joined["case_id_of_case"].to_pylist()
    told = [(case.case_id, len(case.findings)) for case in results.cases]
    assert [(case["case_id"], case["findings"]) for case in cases] == told
    assert len(evidence) == sum(len(finding.evidence) for case in results.cases for finding in case.findings)
    assert {row["run"] for part in PARTS for row in read[part].to_pylist()} == {run_id(results.run)}


def test_counts_from_the_findings_are_those_of_the_summary() -> None:
    results = a_batch(30)
    read = tables(results)
    worst = list(Outcome)
    ranks = [Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.CANNOT_ASSESS, Outcome.MET, Outcome.NOT_APPLICABLE]
    by_case: dict[tuple[str, int], str] = {}
    for row in read["findings"].to_pylist():
        key = (row["criterion"], row["case_key"])
        said = [outcome for outcome in (row["outcome"], by_case.get(key)) if outcome]
        if said:
            by_case[key] = min(said, key=[one.value for one in ranks].index)
    counted = Counter((criterion, outcome) for (criterion, _), outcome in by_case.items())
    for row in read["criteria"].to_pylist():
        assert {one.value: row[one.value] for one in worst} == {
            one.value: counted[row["criterion"], one.value] for one in worst
        }
    (first, second) = results.summary.criteria
    told = [(row["criterion"], row["not_met_rate"], row["interval_low"]) for row in read["criteria"].to_pylist()]
    assert told == [(one.criterion, one.not_met_rate, one.interval and one.interval.low) for one in (first, second)]


def test_every_column_has_the_type_that_is_promised() -> None:
    word = pa.dictionary(pa.int32(), pa.string())
    wanted = {
        "finding_key": (pa.int64(), False),
        "case_key": (pa.int64(), False),
        "case_id": (pa.string(), False),
        "criterion": (word, False),
        "outcome": (word, True),
        "severity": (word, False),
        "escalate": (pa.bool_(), False),
        "accepted": (pa.bool_(), False),
        "accepted_until": (pa.date32(), True),
        "refer_back": (pa.bool_(), False),
    }
    for results in (a_batch(1), some_results()):
        schema = pq.ParquetFile(io.BytesIO(files(results)["findings"])).schema_arrow
        assert {name: (schema.field(name).type, schema.field(name).nullable) for name in wanted} == wanted
        other = {part: tables(results)[part].schema for part in PARTS}
        assert other["cases"].field("score").type == pa.float64()
        assert other["cases"].field("source_row").type == pa.int64()
        assert other["evidence"].field("confidence").type == pa.float64()
        assert other["criteria"].field("refs").type.value_type == pa.string()


def test_nothing_audited_leaves_whole_files_without_rows() -> None:
    read = tables(some_results())
    assert {part: read[part].num_rows for part in PARTS} == dict.fromkeys(PARTS, 0)
    assert all(read[part].num_columns > 5 for part in PARTS)


def test_a_case_without_findings_is_a_case_all_the_same() -> None:
    read = tables(some_results(a_case(), a_case(a_finding(), case_id="C-2")))
    assert read["cases"]["findings"].to_pylist() == [0, 1]
    assert read["findings"]["case_key"].to_pylist() == [1]


@pytest.mark.parametrize("group", [1, 7, 10_000])
def test_row_groups_are_bounded_and_lose_nothing(group: int, monkeypatch: pytest.MonkeyPatch) -> None:
    results = a_batch(40)
    whole = tables(results)
    monkeypatch.setattr(parquet_tables, "GROUP_ROWS", group)
    monkeypatch.setattr(parquet_tables, "_CHUNK_ROWS", 5)
    cut = files(results)
    for part in PARTS:
        file = pq.ParquetFile(io.BytesIO(cut[part]))
        assert file.read().to_pylist() == whole[part].to_pylist()
        sizes = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
        assert all(size <= group + 5 for size in sizes)
    findings = pq.ParquetFile(io.BytesIO(cut["findings"]))
    assert (findings.num_row_groups > 1) == (group < 120)


def test_long_texts_close_a_row_group_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_tables, "GROUP_BYTES", 10_000)
    monkeypatch.setattr(parquet_tables, "_CHUNK_TEXT", 4_000)
    long = [a_case(a_finding(evidence=(field_evidence("x" * 3_000),)), case_id=f"C-{at}") for at in range(20)]
    file = pq.ParquetFile(io.BytesIO(files(some_results(*long))["evidence"]))
    assert file.num_row_groups >= 5
    assert file.read()["value_text"].to_pylist() == ["x" * 3_000] * 20


def test_the_same_results_give_the_same_bytes() -> None:
    results = a_batch(25)
    assert files(results) == files(results)
    assert files(results) != files(results, marking="OFFICIAL")


def test_each_file_says_what_it_is() -> None:
    results = a_batch(2)
    for part, content in files(results).items():
        told = {key.decode(): value.decode() for key, value in pq.read_metadata(io.BytesIO(content)).metadata.items()}
        del told["ARROW:schema"]
        assert told == {
            "schema": "caseaudit.parquet/1",
            "part": part,
            "marking": "OFFICIAL-SENSITIVE",
            "run": run_id(results.run),
            "tool": "caseaudit",
            "tool_version": "0.1.0",
            "as_of": "2025-05-23",
            "rubrics": "dip-sample@2025-12",
            "cases": "2",
            "set_aside": "0",
        }


def test_what_exceptions_accept_stays_what_it_is_and_says_by_whom() -> None:
    found = a_finding(accepted=TAKEN), a_finding("other", accepted=replace(TAKEN, expires="2026-03"))
    first, second = rows(some_results(a_case(*found)), "findings")
    assert (first["outcome"], first["accepted"], first["accepted_by"]) == ("not_met", True, "DI AB")
    assert (first["accepted_until"], first["accepted_reason"]) == (date(2026, 3, 31), "kept on paper")
    assert (second["accepted"], second["accepted_until"]) == (True, None)
    cases = [a_case(found[0])]
    criterion = a_criterion("ethnicity-recorded", cases, accepted_not_met=1)
    (told,) = rows(some_results(*cases, criteria=[criterion]), "criteria")
    assert (told["not_met"], told["accepted_not_met"], told["accepted_partly_met"]) == (1, 1, 0)


def test_a_decision_stands_beside_the_machines_answer() -> None:
    results = some_results(a_case(decided(a_finding(), Outcome.MET), a_finding("other")))
    asked = Decision(
        "run", "dip-sample@2025-12", "C-1", "ethnicity-recorded", None, Outcome.NOT_MET, Outcome.MET,
        reason="it is on page 2", auditor="AB", decided_on=date(2025, 6, 2), action="Ask", owner="DS CD", due=date(2025, 6, 9),
    )  # fmt: skip
    first, second = rows(results, "findings", decisions=[asked])
    assert (first["outcome"], first["machine_outcome"], first["decided_by"]) == ("met", "not_met", "person")
    assert (first["person"], first["decided_on"], first["decision_reason"]) == (
        "auditor-1",
        "2025-06-02",
        "it is on page 2",
    )
    assert (first["action"], first["owner"], first["due"]) == ("Ask", "DS CD", "2025-06-09")
    assert (second["person"], second["action"], second["refer_back"]) == (None, None, False)


@pytest.mark.parametrize(
    ("value", "text", "plain"),
    [
        ("NS", '"NS"', "NS"),
        ("", '""', ""),
        ("NaN", '"NaN"', "NaN"),
        (None, "null", None),
        (12, "12", "12"),
        (2**70, str(2**70), str(2**70)),
        (True, "true", "true"),
        (0.5, "0.5", "0.5"),
        (float("nan"), '"nan"', "nan"),
        (["a", {"b": float("inf")}], '["a", {"b": "inf"}]', None),
        ({"é": "N"}, '{"é": "N"}', None),
    ],
)
def test_a_value_is_json_and_plain_text_where_it_is_one_thing(value: Any, text: str, plain: str | None) -> None:
    results = some_results(a_case(a_finding(evidence=(field_evidence(value),))))
    (piece,) = rows(results, "evidence")
    assert (piece["value"], piece["value_text"], piece["quote"]) == (text, plain, None)
    (case,) = results.cases
    assert json.loads(text) == case_data(case)["findings"][0]["evidence"][0]["value"]


def test_a_quote_has_its_place_and_no_value() -> None:
    (piece,) = rows(
        some_results(a_case(a_finding(evidence=(words_evidence("He was cold", start=4, end=15),)))), "evidence"
    )
    assert (piece["quote"], piece["quote_start"], piece["quote_end"]) == ("He was cold", 4, 15)
    assert (piece["value"], piece["value_text"], piece["entry_id"]) == (None, None, "N1")


def test_criteria_and_areas_that_the_summary_lacks_are_there_without_figures() -> None:
    results = replace(some_results(a_case(a_finding())), summary=some_results().summary)
    (row,) = rows(results, "criteria")
    assert (row["criterion"], row["title"], row["not_met"], row["area"]) == (
        "ethnicity-recorded",
        "Ethnicity recorded",
        None,
        None,
    )
    full = some_results(a_case(a_finding()))
    (area,) = rows(replace(full, summary=replace(full.summary, areas=())), "areas")
    assert (area["area"], area["title"], area["score"], area["capped_by"]) == ("leadership", "Leadership", None, [])


def test_a_published_figure_stands_beside_ours() -> None:
    cases = [a_case(a_finding())]
    criterion = a_criterion("ethnicity-recorded", cases, baseline=(17, 48, "not_met"))
    assert criterion.baseline is not None
    among = replace(criterion, baseline=replace(criterion.baseline, among=(CaseType.PPN,), our_count=0, our_of=0))
    (row,) = rows(some_results(*cases, criteria=[among]), "criteria")
    assert (row["baseline_count"], row["baseline_of"], row["baseline_among"]) == (17, 48, ["ppn"])
    assert (row["our_count"], row["our_of"], row["our_low"], row["refs"]) == (0, 0, None, ["L01"])


@settings(max_examples=30, deadline=None)
@given(text=st.text(min_size=1, alphabet=st.characters(exclude_categories=())) | st.just(HARD))
def test_any_text_comes_back_as_it_was_but_for_lone_surrogates(text: str) -> None:
    finding = a_finding(
        text, subject=text, reason=text, evidence=(words_evidence(text), field_evidence({text: [text]}, path=text))
    )
    case = replace(a_case(finding, case_id=text), source=Source(text, text, text, 3))
    read = tables(some_results(case, criteria=[a_criterion(text, [case], refs=(text,), area=text)]))
    kept = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    (told,) = read["findings"].to_pylist()
    assert [told[name] for name in ("case_id", "subject", "reason", "criterion")] == [kept] * 4
    quoted, field = read["evidence"].to_pylist()
    assert (quoted["quote"], field["path"]) == (kept, kept)
    assert read["cases"]["source_file"].to_pylist() == [kept]
    assert read["criteria"]["refs"].to_pylist() == [[kept]]


def test_a_stream_that_takes_no_more_says_so_and_stays_open() -> None:
    class Full(io.BytesIO):
        def write(self, data: Any, /) -> int:
            raise OSError(28, "No space left on device")

    others = {part: io.BytesIO() for part in PARTS}
    with pytest.raises(OSError, match="No space left"):
        write_parquet(a_batch(3), ParquetSinks(**{**others, "evidence": Full()}), marking="X")  # type: ignore[arg-type]
    assert not any(stream.closed for stream in others.values())


@pytest.mark.parametrize(
    ("name", "part", "beside"),
    [
        ("out/month.parquet", "findings", "out/month.parquet"),
        ("out/month.parquet", "cases", "out/month.cases.parquet"),
        ("2025.05.Parquet", "evidence", "2025.05.evidence.Parquet"),
    ],
)
def test_the_parts_stand_beside_each_other(name: str, part: str, beside: str) -> None:
    assert part_path(Path(name), part) == Path(beside)


def test_no_part_of_another_name() -> None:
    with pytest.raises(ValueError, match="no part"):
        part_path(Path("a.parquet"), "people")


def test_the_picklists_are_those_of_the_results() -> None:
    results = some_results(a_case(*(a_finding(f"c-{one}", severity=one) for one in Severity)))
    assert [row["severity"] for row in rows(results, "findings")] == ["critical", "high", "medium", "low"]


KINDS = {
    "word": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "key": pa.int64(),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "fraction": pa.float64(),
    "date": pa.date32(),
    "list of text": pa.list_(pa.field("item", pa.string(), nullable=False)),
}


def test_the_page_about_outputs_tells_every_column_and_its_type() -> None:
    page = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
    for part in PARTS:
        name = part_path(Path("month.parquet"), part).name
        section = page.split(f"### {name}", 1)[1].split("\n#", 1)[0]
        told = [
            (column, KINDS[kind.removesuffix("?")], kind.endswith("?"))
            for column, kind in re.findall(r"^\| `(\w+)` \| ([\w ]+\??) \|", section, re.MULTILINE)
        ]
        assert told == list(parquet_tables.COLUMNS[part]), part
