"""Turns a draw into its record, and a record into what the results of an audit say of the sample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from caseaudit.domain.audit import Source
from caseaudit.domain.manifest import MappingUsed
from caseaudit.engine.sampling import Drawn, rank
from caseaudit.engine.sampling_plan import (
    ALGORITHM,
    ChosenCase,
    DrawRecord,
    Exclusion,
    ExportFile,
    Frame,
    How,
    LedgerSeen,
    Plan,
    StratumDrawn,
    digest_of_ids,
)

Line = Callable[[str], tuple[str, Source | None]]
"""Gives, for a case id, the digest of its line in the sample and its place in the export."""


@dataclass(frozen=True, slots=True)
class Export:
    """The export a draw was made from."""

    id: str
    """Of the draw (`sampling_plan.draw_id`)."""
    tool_version: str
    inputs: tuple[ExportFile, ...]
    mapping: MappingUsed | None
    case_ids: tuple[str, ...]
    """Of every case file that was read."""
    set_aside: int
    ledger: LedgerSeen | None = None
    notices: tuple[str, ...] = ()


def record_of(
    plan: Plan, drawn: Drawn, export: Export, strata: Mapping[str, tuple[str, ...]], line: Line
) -> DrawRecord:
    """Put the record together. `strata` gives the values of every case file."""
    by_ledger = {reason for reason in drawn.excluded if reason.endswith("(ledger)")}
    return DrawRecord(
        id=export.id,
        tool_version=export.tool_version,
        algorithm=ALGORITHM,
        method=plan.method,
        plan=plan,
        inputs=export.inputs,
        mapping=export.mapping,
        frame=Frame(
            read=len(export.case_ids) + export.set_aside,
            set_aside=export.set_aside,
            export_sha256=digest_of_ids(list(export.case_ids)),
            cases=len(drawn.frame),
            sha256=digest_of_ids(list(drawn.frame)),
        ),
        exclusions=tuple(
            Exclusion(reason, len(ids), ids if reason in by_ledger else ()) for reason, ids in drawn.excluded.items()
        ),
        ledger=export.ledger,
        strata=tuple(
            StratumDrawn(
                values, one.frame, one.wanted, len(one.ids), len(one.reserve), _weight(one.frame, len(one.ids))
            )
            for values, one in drawn.strata.items()
        ),
        cases=tuple(_chosen(plan, drawn, strata, line)),
        notices=tuple(_notices(plan, drawn)),
        export_notices=export.notices,
    )


def _weight(frame: int, drawn: int) -> float | None:
    return round(frame / drawn, 6) if drawn else None


def _chosen(plan: Plan, drawn: Drawn, strata: Mapping[str, tuple[str, ...]], line: Line) -> Iterable[ChosenCase]:
    picked = set(plan.picks)
    ways: tuple[How, How] = ("drawn", "reserve")
    for how in ways:
        found = []
        for values, one in drawn.strata.items():
            ids, before = (one.ids, 0) if how == "drawn" else (one.reserve, len(one.ids))
            found += [(rank(plan.seed, each), each, values, before + at) for at, each in enumerate(ids, 1)]
        for ranked, case_id, values, place in sorted(found):
            yield ChosenCase(case_id, how, case_id in picked, values, place, ranked, *line(case_id))
    chosen = {case_id for one in drawn.strata.values() for case_id in (*one.ids, *one.reserve)}
    for case_id in plan.picks:
        if case_id not in chosen:
            yield ChosenCase(case_id, "picked", True, strata[case_id], None, rank(plan.seed, case_id), *line(case_id))  # noqa: FBT003


def _notices(plan: Plan, drawn: Drawn) -> Iterable[str]:
    """Say what whoever reads the draw must know: too few cases, strata left out, what the sample does not show."""
    total = sum(len(one.ids) for one in drawn.strata.values())
    if total < plan.size and not plan.quotas:
        yield f"Asked for {counted(plan.size)}, but only {total:,} could be drawn: the whole frame is in the sample."
    for values, one in drawn.strata.items():
        if plan.quotas and len(one.ids) < one.wanted:
            yield f"{named(plan, values)}: the quota is {one.wanted:,}, the frame holds only {one.frame:,}."
    missed = [(values, one) for values, one in drawn.strata.items() if one.frame and not one.ids]
    if missed and total:
        names = ", ".join(f"{named(plan, values)} ({counted(one.frame)})" for values, one in missed[:_NAMED])
        more = f" and {len(missed) - _NAMED} more strata" if len(missed) > _NAMED else ""
        yield f"Nothing was drawn of: {names}{more}. The sample says nothing of these."
    if plan.reserve and (
        short := [v for v, one in drawn.strata.items() if one.ids and len(one.reserve) < plan.reserve]
    ):
        names = ", ".join(named(plan, values) for values in short[:_NAMED])
        yield f"Fewer reserves than asked for, because no more are left: {names}."
    if plan.quotas:
        yield "This is a quota sample: its results hold stratum by stratum, never as one rate over all cases."
    if plan.one_per:
        whom = _PLURAL[plan.one_per]
        yield f"One case for each {plan.one_per}: the sample stands for {whom}, not for all their cases."
    if drawn.unmatched:
        yield (
            f"{counted(drawn.unmatched)} of the frame {'names' if drawn.unmatched == 1 else 'name'} no {plan.one_per} "
            f"by a reference, so repeats among them could not be seen."
        )
    if plan.picks:
        yield f"Picked by hand and in no rate: {', '.join(plan.picks)}."


_NAMED = 12
_PLURAL = {"child": "children", "officer": "officers"}


def counted(count: int) -> str:
    """`1 case`, `1,204 cases`."""
    return f"{count:,} case{'' if count == 1 else 's'}"


def named(plan: Plan, values: Sequence[str]) -> str:
    """Name a stratum as people read it: its values, or `all cases`."""
    return ", ".join(values) if plan.by else "all cases"


def missing_picks(picks: Iterable[str], case_ids: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return each picked id that no case file has, with the nearest id that one has."""
    known = set(case_ids)
    return [(one, next(iter(get_close_matches(one, case_ids, 1, 0.7)), None)) for one in picks if one not in known]


def run_sample(record: DrawRecord, audited: Iterable[str]) -> dict[str, Any]:
    """Return what the results of an audit say of the sample (`run.sample`), from the draw and the ids audited.

    `describes` says what the rates may be said of: `frame` (each rate estimates the frame's own), `weighted` (only
    weighted by the strata's `weight`), `strata` (only stratum by stratum), `nothing` (cases that were not drawn are
    mixed in). `why` puts it in words. No case ids beyond those that were picked or are in no draw.
    """
    ids = set(audited)
    how = {case.case_id: case.how for case in record.cases}
    counts = {kind: sum(how.get(one) == kind for one in ids) for kind in ("drawn", "reserve", "picked")}
    others = sum(one not in how for one in ids)
    left = sum(case.how == "drawn" and case.case_id not in ids for case in record.cases)
    describes, why = _describes(record, counts["picked"] + others, left - counts["reserve"])
    stratum_of = {case.case_id: case.stratum for case in record.cases if case.how != "picked"}
    done = [stratum_of[one] for one in ids if one in stratum_of]
    return {
        "draw": record.id,
        "algorithm": record.algorithm,
        "method": record.method,
        "allocation": record.plan.allocation,
        "seed": record.plan.seed,
        "size": record.plan.size,
        "by": list(record.plan.by),
        "one_per": record.plan.one_per,
        "frame": {"cases": record.frame.cases, "sha256": record.frame.sha256},
        "exclusions": [{"reason": one.reason, "cases": one.cases} for one in record.exclusions],
        "strata": [_stratum(one, done.count(one.values)) for one in record.strata],
        "audited": {**counts, "in_no_draw": others, "drawn_not_audited": left},
        "picked": sorted(case.case_id for case in record.cases if case.picked and case.case_id in ids),
        "describes": describes,
        "why": why,
    }


def _stratum(one: StratumDrawn, audited: int) -> dict[str, Any]:
    """One stratum; its weight is of what was audited, so that a reserve takes the place of a case that fell out."""
    counts = {"values": list(one.values), "frame": one.frame, "drawn": one.drawn, "audited": audited}
    return {**counts, "weight": _weight(one.frame, audited)}


def _describes(record: DrawRecord, foreign: int, short: int) -> tuple[str, str]:
    if foreign:
        said = f"{counted(foreign)} among the audited {'was' if foreign == 1 else 'were'} not drawn at random"
        return "nothing", f"{said}, so the rates describe these cases only."
    tail = (
        f" {counted(short)} that {'was' if short == 1 else 'were'} drawn {_is(short)} not audited." if short > 0 else ""
    )
    unit = f" The frame holds one case for each {record.plan.one_per}." if record.plan.one_per else ""
    frame = counted(record.frame.cases)
    if record.method == "simple":
        return (
            "frame",
            f"Every case of the frame ({frame}) had the same chance; each rate estimates the frame's.{unit}{tail}",
        )
    if any(one.frame and not one.drawn for one in record.strata):
        return "strata", f"Nothing was drawn of some strata, so the results hold stratum by stratum only.{unit}{tail}"
    if record.method == "quota":
        said = "This is a quota sample: read the results stratum by stratum; over all cases only weighted by stratum."
        return "weighted", f"{said}{unit}{tail}"
    return (
        "weighted",
        f"Strata were drawn at different rates: a rate of the frame ({frame}) needs the weights.{unit}{tail}",
    )


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
