"""`-o FILE.junit.xml` and `-o FILE.sarif`: what a pipeline shows, from a run and again from its results."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from defusedxml import ElementTree
from sarif_kit.validate import validation_errors

from builders import a_case_file

Run = Callable[..., Any]
SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[1] / "data" / "schemas" / "junit.xsd")
DAY = ("--as-of", "2025-05-23")


def outputs(stem: str) -> list[str]:
    return [word for suffix in ("json", "junit.xml", "sarif") for word in ("-o", f"{stem}.{suffix}")]


@pytest.fixture
def ran(run: Run, export: Run, rubric: str) -> Any:
    """Audit a sound case, one whose child was never seen, and a broken record."""
    unseen = {"allocated_at": "2025-05-02", "victim_seen_at": None}
    export(a_case_file(), a_case_file(case_id="b <&> \u2028", investigation=unseen), "{broken")
    return run("run", "may.jsonl", "-r", rubric, *DAY, *outputs("a"))


def test_both_are_valid_and_agree_with_the_results(ran: Any) -> None:
    assert (ran.code, "Wrote a.junit.xml" in ran.err, "Wrote a.sarif" in ran.err) == (3, True, True)
    results = json.loads(Path("a.json").read_text(encoding="utf-8"))
    findings = [finding for case in results["cases"] for finding in case["findings"]]
    SCHEMA.validate("a.junit.xml")
    tests = ElementTree.parse("a.junit.xml").getroot()
    assert len(list(tests.iter("testcase"))) == len(findings)
    not_met = [one for one in findings if one["outcome"] == "not_met"]
    assert len(list(tests.iter("failure"))) == len(not_met) > 0
    skipped = [one for one in findings if one["outcome"] in {"cannot_assess", "not_applicable"}]
    assert len(list(tests.iter("skipped"))) == len(skipped) > 0
    log = json.loads(Path("a.sarif").read_text(encoding="utf-8"))
    assert validation_errors(log) == []
    short = [one["criterion"] for one in findings if one["outcome"] in {"not_met", "partly_met"}]
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == short
    places = [one["locations"][0]["physicalLocation"] for one in log["runs"][0]["results"]]
    assert {"artifactLocation": {"uri": "may.jsonl"}, "region": {"startLine": 2}} in places
    assert log["runs"][0]["properties"]["setAside"] == 1


def test_report_gives_the_same_bytes_again(run: Run, ran: Any) -> None:
    assert run("report", "a.json", *outputs("again")).code == 0
    for suffix in ("junit.xml", "sarif"):
        assert Path(f"again.{suffix}").read_bytes() == Path(f"a.{suffix}").read_bytes()


def test_another_marking_and_suffixes_in_capitals(run: Run, ran: Any) -> None:
    assert run("report", "a.json", "--marking", "OFFICIAL", "-o", "B.JUnit.XML", "-o", "B.SARIF").code == 0
    assert 'name="marking" value="OFFICIAL"' in Path("B.JUnit.XML").read_text(encoding="utf-8")
    assert json.loads(Path("B.SARIF").read_text(encoding="utf-8"))["runs"][0]["properties"]["marking"] == "OFFICIAL"


def test_an_empty_export_leaves_valid_files(run: Run, export: Run, rubric: str) -> None:
    assert run("run", export(), "-r", rubric, *DAY, *outputs("a")).code == 4
    SCHEMA.validate("a.junit.xml")
    log = json.loads(Path("a.sarif").read_text(encoding="utf-8"))
    assert (validation_errors(log), log["runs"][0]["results"]) == ([], [])


@pytest.mark.parametrize("name", ["a.xml", "a.tests.xml", "a.junit"])
def test_half_a_suffix_is_told_whole(run: Run, ran: Any, name: str) -> None:
    again = run("report", "a.json", "-o", name)
    assert (again.code, "Did you mean .junit.xml?" in again.err) == (2, True)
    assert not Path(name).exists()


def test_they_hold_every_case_so_they_are_no_copy_for_outside(run: Run, ran: Any) -> None:
    for name in ("b.junit.xml", "b.sarif"):
        again = run("report", "a.json", "--suppress", "5", "-o", name)
        assert (again.code, "holds every case" in again.err) == (2, True)


def test_a_scan_is_valid_by_the_same_schema(run: Run, in_folder: Path) -> None:
    Path("draft é.txt").write_text("She is promiscuous.\nShe puts herself at risk.", encoding="utf-8")
    log = json.loads(run("scan", "draft é.txt", "--format", "sarif", "--all").out)
    assert validation_errors(log) == []
    assert log["runs"][0]["results"]
