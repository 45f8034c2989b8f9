"""Compares a draw with the same draw made again, and says in sentences what differs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from caseaudit.engine.sampling_plan import ChosenCase, DrawRecord, Frame
from caseaudit.engine.sampling_record import counted, named

MAX_NAMED = 20


def differences(old: DrawRecord, new: DrawRecord, *, now: Mapping[str, str]) -> list[str]:
    """Say what differs; empty when the draw is the same.

    `now` says of ids that the export still has why they could not be drawn today. The order and the names of the files
    and the place of a record in them are no difference; what a record says is one.
    """
    return [
        *_frame(old.frame, new.frame),
        *_mapping(old, new),
        *_exclusions(old, new),
        *_strata(old, new),
        *_cases(old, new, now),
        *_itself(old, new),
    ]


def _frame(old: Frame, new: Frame) -> Iterator[str]:
    if old.export_sha256 != new.export_sha256:
        then, today = old.read - old.set_aside, new.read - new.set_aside
        if then == today:
            yield f"The export holds other cases: {counted(then)} as before, but not the same ids."
        else:
            yield f"The export holds {counted(today)}; the draw was made from {then:,}."
    if old.set_aside != new.set_aside:
        yield f"{new.set_aside:,} records were set aside; when it was drawn, {old.set_aside:,} were."
    if (old.cases, old.sha256) != (new.cases, new.sha256):
        if old.cases != new.cases:
            yield f"The frame is now {counted(new.cases)}; it was {old.cases:,}."
        elif old.export_sha256 == new.export_sha256:
            yield f"The frame has {counted(new.cases)} as before, but not the same ones."


def _mapping(old: DrawRecord, new: DrawRecord) -> Iterator[str]:
    if old.mapping and new.mapping and old.mapping.sha256 != new.mapping.sha256:
        yield f"The mapping {new.mapping.file} is not what the draw was made with ({old.mapping.file}): it changed."


def _exclusions(old: DrawRecord, new: DrawRecord) -> Iterator[str]:
    before, after = ({one.reason: one for one in record.exclusions} for record in (old, new))
    for reason in sorted(before.keys() | after.keys()):
        then, today = before.get(reason), after.get(reason)
        counts = then.cases if then else 0, today.cases if today else 0
        if counts[0] != counts[1]:
            yield f"Excluded because {_reason(reason)}: now {counted(counts[1])}; it was {counts[0]:,}."
        elif then and today and then.case_ids != today.case_ids:
            yield f"Excluded because {_reason(reason)}: as many cases as before, but not the same ones."
    if old.ledger and new.ledger and old.ledger != new.ledger:
        yield "The ledger's beginning, up to this draw, is not what it was: entries were changed or taken out."


def _reason(reason: str) -> str:
    return f"of {reason!r}"


def _strata(old: DrawRecord, new: DrawRecord) -> Iterator[str]:
    before, after = ({one.values: one for one in record.strata} for record in (old, new))
    for values in sorted(before.keys() | after.keys()):
        then, today = before.get(values), after.get(values)
        if then == today:
            continue
        told = [f"{one.drawn:,} of {one.frame:,}" if one else "none" for one in (today, then)]
        if told[0] != told[1]:
            yield f"Stratum {named(old.plan, values)}: now {told[0]} drawn; it was {told[1]}."
        else:
            yield f"Stratum {named(old.plan, values)}: its share, reserve or weight is not what the record says."


def _cases(old: DrawRecord, new: DrawRecord, now: Mapping[str, str]) -> Iterator[str]:
    before, after = ({case.case_id: case for case in record.cases} for record in (old, new))
    told = [*_lost(before, after, now), *_gained(before, after)]
    for case_id in sorted(before.keys() & after.keys()):
        told += _changed(before[case_id], after[case_id], same_frame=old.frame == new.frame)
    yield from told[:MAX_NAMED]
    if len(told) > MAX_NAMED:
        yield f"And {len(told) - MAX_NAMED:,} more differences of single cases."


def _lost(before: Mapping[str, ChosenCase], after: Collection[str], now: Mapping[str, str]) -> Iterator[str]:
    for case_id in sorted(case_id for case_id in before if case_id not in after):
        why = now.get(case_id, "is not among the case files of the export")
        yield f"Case {case_id}, {_how(before[case_id])}, {why}."


def _gained(before: Collection[str], after: Mapping[str, ChosenCase]) -> Iterator[str]:
    for case_id in sorted(case_id for case_id in after if case_id not in before):
        yield f"Case {case_id} would be {_how(after[case_id])} now; the record does not list it."


def _changed(then: ChosenCase, today: ChosenCase, *, same_frame: bool) -> Iterator[str]:
    if (then.how, then.picked) != (today.how, today.picked):
        yield f"Case {then.case_id} would be {_how(today)} now; the record has it {_how(then)}."
    if then.sha256 != today.sha256:
        yield f"Case {then.case_id}: the export says something else of it than when it was drawn."
    if then.stratum != today.stratum:
        yield f"Case {then.case_id} is in another stratum: {', '.join(today.stratum)}."
    # In another frame every place may shift; that says nothing new.
    elif same_frame and (then.rank, then.place) != (today.rank, today.place):
        yield f"Case {then.case_id}: its rank or place is not what the record says."


def _how(case: ChosenCase) -> str:
    words = {"drawn": "drawn", "reserve": "kept in reserve", "picked": "picked by hand"}[case.how]
    return f"{words} and picked by hand" if case.picked and case.how != "picked" else words


def _itself(old: DrawRecord, new: DrawRecord) -> Iterator[str]:
    """Say when the record does not agree with itself: somebody wrote in it."""
    if old.method != old.plan.method:
        yield f"The record calls the sample {old.method}; its plan makes it {old.plan.method}."
    if old.frame == new.frame and old.id != new.id:
        yield "The record's id does not belong to its plan: the record was changed after the draw."
    if old.frame == new.frame and old.notices != new.notices:
        yield "The record's notices are not those of the draw."
