"""CSV: columns keep their places for whoever reads them by number; acceptance stands at the end."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from results_builder import a_case, a_finding, some_results

from caseaudit.domain.audit import Accepted, Results
from caseaudit.domain.vocabulary import Outcome
from caseaudit.reporting.csv_v1 import COLUMNS, write_csv

TAKEN = Accepted("=kept on paper", "DI AB", "2026-03-31")


def read(results: Results) -> list[dict[str, Any]]:
    stream = io.StringIO(newline="")
    write_csv(results, stream, marking="OFFICIAL")
    return list(csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff"), newline="")))


def test_columns_that_were_there_keep_their_places() -> None:
    before = (
        "case_id", "case_type", "criterion", "title", "area", "subject", "outcome", "machine_outcome", "decided_by",
        "person", "decided_on", "decision_reason", "comment", "good_practice", "action", "owner", "due", "refer_back",
        "severity", "escalate", "reason", "remedy", "basis", "evidence", "preferred", "fault", "source_file",
        "source_table", "source_row", "marking", "run",
    )  # fmt: skip
    assert COLUMNS[: len(before)] == before
    assert COLUMNS[len(before) :] == ("accepted_by", "accepted_until", "accepted_reason")


def test_what_exceptions_accept_stays_not_met_and_says_by_whom() -> None:
    accepted, other = read(some_results(a_case(a_finding(accepted=TAKEN), a_finding("other"))))
    assert [accepted[name] for name in ("outcome", "accepted_by", "accepted_until", "accepted_reason")] == [
        "not_met",
        "DI AB",
        "2026-03-31",
        "'=kept on paper",
    ]
    assert [other[name] for name in ("outcome", "accepted_by", "accepted_until", "accepted_reason")] == [
        "not_met",
        "",
        "",
        "",
    ]


def test_nobody_decided_leaves_the_decision_empty() -> None:
    (row,) = read(some_results(a_case(a_finding())))
    assert [row[name] for name in ("decided_by", "person", "decided_on", "action", "refer_back")] == [
        "machine",
        "",
        "",
        "",
        "false",
    ]
    person = replace(a_finding(outcome=Outcome.MET), decided_by="person")
    (row,) = read(some_results(a_case(person)))
    assert row["person"] == "a person"


def test_the_same_words_again_are_as_safe_as_the_first_time() -> None:
    rows = read(some_results(a_case(*(a_finding(reason="=1+1", subject="-K") for _ in range(3)))))
    assert {(row["reason"], row["subject"]) for row in rows} == {("'=1+1", "'-K")}


def test_the_page_about_outputs_tells_every_column() -> None:
    page = (Path(__file__).parents[3] / "docs" / "outputs.md").read_text(encoding="utf-8")
    section = page.split("## CSV", 1)[1].split("\n## ", 1)[0]
    assert tuple(re.findall(r"`(\w+)`", section)) == COLUMNS
