"""Results as Parquet files for analysts: a table of findings, and around it cases, evidence, criteria and areas.

`month.parquet` holds the findings; the other tables stand beside it (`month.cases.parquet`) and are joined by key.
Every column has a type and a meaning of its own (docs/outputs.md). The same results give the same bytes with the same
version of pyarrow. Cases are gone through once, and memory holds no more than one row group of each table.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from caseaudit.reporting import words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.parquet_tables import COLUMNS, TableWriter, schema_of
from caseaudit.reporting.rows import RowMaker, area_titles
from caseaudit.reporting.rulings import rulings, said, sent_back, when_decided, who_decided, why_decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from caseaudit.domain.audit import CaseAudit, CriterionSummary, Evidence, Results
    from caseaudit.reporting.rows import FindingRow
    from caseaudit.reporting.rulings import Rulings
    from caseaudit.review.decisions import Decision

SCHEMA = "caseaudit.parquet/1"
MAIN = "findings"
"""The part that stands under the very name that was asked for."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ParquetSinks:
    """One open binary stream a part; the caller opens them, closes them, and puts the files in place."""

    findings: BinaryIO
    cases: BinaryIO
    evidence: BinaryIO
    criteria: BinaryIO
    areas: BinaryIO


PARTS = tuple(field.name for field in fields(ParquetSinks))


def part_path(path: Path, part: str) -> Path:
    """Name the file of a part: `month.parquet` for the findings, `month.cases.parquet` for the cases, and so on."""
    if part not in PARTS:
        raise ValueError(f"no part is called {part!r}")
    return path if part == MAIN else path.with_name(f"{path.stem}.{part}{path.suffix}")


def write_parquet(results: Results, sinks: ParquetSinks, *, marking: str, decisions: Iterable[Decision] = ()) -> None:
    """Write every part. `results` hold the decisions already; an error of a stream is raised as it came."""
    found, run = rulings(decisions), run_id(results.run)
    about = _about(results, run, marking)
    with ExitStack() as stack:
        tables = {
            part: stack.enter_context(TableWriter(getattr(sinks, part), schema_of(part, about))) for part in PARTS
        }
        make = RowMaker(results)
        area_of = {one.criterion: one.area for one in results.summary.criteria}
        others: dict[str, str] = {}
        finding_key = evidence_key = 0
        for case_key, case in enumerate(results.cases):
            tables["cases"].add(_case(case, case_key, run))
            for finding in case.findings:
                row = make(case_key, case, finding)
                name = finding.criterion
                if name not in area_of:
                    others[name] = row.title
                tables["findings"].add((run, finding_key, case_key, *_finding(row, area_of.get(name), found)))
                for item in finding.evidence:
                    cells = _evidence(item)
                    size = sum(len(text) for text in cells[4:7] if text)
                    tables["evidence"].add((run, evidence_key, finding_key, case_key, name, *cells), size)
                    evidence_key += 1
                finding_key += 1
        tables["criteria"].add_all((run, *_criterion(one)) for one in results.summary.criteria)
        tables["criteria"].add_all((run, *_unknown(name, title)) for name, title in others.items())
        tables["areas"].add_all((run, *cells) for cells in _areas(results))


def _about(results: Results, run: str, marking: str) -> dict[str, str]:
    """What each file says of itself, in its own key-value metadata."""
    used, summary = results.run, results.summary
    return {
        "schema": SCHEMA,
        "marking": marking,
        "run": run,
        "tool": "caseaudit",
        "tool_version": used.tool_version,
        "as_of": str(used.settings.get("as_of") or ""),
        "rubrics": ", ".join(f"{rubric.id}@{rubric.edition}" for rubric in used.rubrics),
        "cases": str(summary.cases),
        "set_aside": str(len(results.set_aside)),
    }


def _case(case: CaseAudit, key: int, run: str) -> Row:
    source = case.source
    place = (source.system, source.file, source.table, source.row) if source else (None, None, None, None)
    kind = case.case_type.value
    return (run, key, case.case_id, kind, *place, case.score, case.escalated, len(case.findings))


def _finding(row: FindingRow, area: str | None, found: Rulings) -> Row:
    finding, taken, machine = row.finding, row.finding.accepted, row.machine_outcome
    return (
        row.case.case_id,
        row.case.case_type.value,
        finding.criterion,
        area,
        finding.subject,
        finding.outcome.value if finding.outcome else None,
        machine.value if machine else None,
        finding.severity.value,
        finding.escalate,
        finding.basis.value,
        finding.decided_by,
        finding.reason,
        finding.remedy,
        finding.scope,
        finding.fault.id if finding.fault else None,
        *((True, taken.author, _day(taken.expires), taken.reason) if taken else (False, None, None, None)),
        *_decision(row, found),
    )


def _decision(row: FindingRow, found: Rulings) -> Row:
    """What people decided, in the words of the CSV; null where they said nothing."""
    if not row.decided and not found.every:
        return (None, None, None, None, None, None, None, None, False)
    said_of = (
        who_decided(row, found),
        when_decided(row, found),
        why_decided(row, found),
        said(row, found, lambda one: one.comment),
        said(row, found, lambda one: one.good_practice),
        said(row, found, lambda one: one.action),
        said(row, found, lambda one: one.owner),
        said(row, found, lambda one: one.due.isoformat() if one.action and one.due else None),
    )
    return (*(text or None for text in said_of), sent_back(row, found))


def _evidence(item: Evidence) -> Row:
    value, plain = _value(item)
    return (
        item.path,
        item.entry_id,
        item.start,
        item.end,
        item.quote,
        item.sentence,
        value,
        plain,
        item.concept,
        item.status.value if item.status else None,
        item.speaker.value if item.speaker else None,
        item.term,
        item.tier,
        item.basis.value if item.basis else None,
        item.confidence,
        item.preferred,
        item.why,
        item.contrary,
    )


def _value(item: Evidence) -> tuple[str | None, str | None]:
    """Give a field's value as JSON, and as plain text where it is one word, number or flag; nothing for a quote."""
    value = item.value
    if value is None:
        return (None if item.quote is not None else "null"), None
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return text, value
    if "N" in text or "I" in text:
        # Perhaps a number that JSON lacks: it stands as its name, as in the JSON results.
        text = json.dumps(json.loads(text, parse_constant=lambda name: str(float(name))), ensure_ascii=False)
    return text, None if isinstance(value, dict | list | tuple) else text.strip('"')


def _criterion(one: CriterionSummary) -> Row:
    figure, spread = one.baseline, one.interval
    theirs, ours = (figure.interval, figure.our_interval) if figure else (None, None)
    interval = (spread.level, spread.low, spread.high, spread.method) if spread else (None, None, None, None)
    baseline = (
        (figure.count, figure.of, figure.counts, figure.source, [kind.value for kind in figure.among])
        if figure
        else (None, None, None, None, None)
    )
    return (
        one.criterion,
        one.title or words.humanise(one.criterion),
        *(one.area, one.text, one.remedy, one.source, list(one.refs), one.severity.value, one.mode),
        *(one.weight, one.escalate),
        *(one.met, one.partly_met, one.not_met, one.not_applicable, one.cannot_assess, one.assessed),
        *(one.accepted_not_met, one.accepted_partly_met, one.proposed, one.confirmed, one.faults),
        *(one.not_met_rate, one.short_rate, *interval),
        *baseline,
        *((theirs.low, theirs.high) if theirs else (None, None)),
        figure.compatible if figure else None,
        *((figure.our_count, figure.our_of) if figure else (None, None)),
        *((ours.low, ours.high) if ours else (None, None)),
    )


def _unknown(name: str, title: str) -> Row:
    """A criterion that findings name and the summary does not: its figures are not known."""
    return (name, title, *(None for _ in COLUMNS["criteria"][3:]))


def _areas(results: Results) -> Iterator[Row]:
    told = {area.area: area for area in results.summary.areas}
    for name, title in area_titles(results).items():
        area = told.get(name)
        if area is None:
            yield name, title, None, None, None, []
        else:
            yield name, title, area.score, area.indicative_grade, area.assessed, list(area.capped_by)


def _day(text: str) -> date | None:
    """The day as a date; None for what is no whole date, such as a month in pseudonymised results."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
