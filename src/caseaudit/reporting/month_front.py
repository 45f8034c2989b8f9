"""The front of the month's report: what it comes to in short, what was audited and how drawn, and the escalations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from caseaudit.reporting import figures, month_accepted, own_lexicons, words
from caseaudit.reporting.accepted import STAYS, accepted_words
from caseaudit.reporting.month_blocks import Bullets, Facts, Heading, Paragraph, Table
from caseaudit.reporting.month_compared import noun_of, smallest
from caseaudit.reporting.month_suppressed import WITHHELD
from caseaudit.reporting.rulings import UNDECIDED, became, day_words
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from caseaudit.domain.audit import Run
    from caseaudit.reporting.month import Figures, Month
    from caseaudit.reporting.month_blocks import Block, Tone
    from caseaudit.reporting.rows import FindingRow

EVIDENCE_LIMIT = 200
MOST = 3
_OF_QUOTA = "a quota sample"
_METHODS = {"simple": "a simple random sample", "stratified": "a stratified random sample", "quota": _OF_QUOTA}
_DESCRIBES = {
    "frame": "Each rate is an estimate for all cases of the frame.",
    "weighted": "Kinds of case were drawn at different rates, so a rate for the frame needs weights.",
    "strata": "The results hold kind by kind only, not for all cases together.",
    "nothing": "Cases that were not drawn at random are among them, so the figures describe these cases only.",
}


def in_short(month: Month) -> Iterator[Block]:
    """What a chief officer reads if they read nothing else."""
    yield Heading("In short")
    yield Bullets(tuple(_short(month)))
    yield Paragraph(
        "Findings are drawn by software from the exported record and are proposals until a person decides. They say "
        "what the record shows, not what was done and left unwritten.",
        "muted",
    )
    if not month.inside:
        yield Paragraph(
            f"This copy is made to leave the force. Counts from 1 to {(month.threshold or 1) - 1}, and others that "
            f"would give them away, are withheld and shown as {WITHHELD}; rates and intervals that rest on them are "
            "left out. So are all lists of cases, what people wrote about them, and the draw's details.",
            "band",
        )


def _short(month: Month) -> Iterator[str]:
    summary = month.results.summary
    noun = noun_of(month.gathered.kinds)
    yield f"{_many(summary.cases, *noun)} {'was' if summary.cases == 1 else 'were'} audited."
    yield _urgent(month)
    proposed, confirmed = (sum(getattr(one, name) for one in summary.criteria) for name in ("proposed", "confirmed"))
    total = proposed + confirmed
    if total:
        share = figures.percent(confirmed / total)
        yield f"People have decided {confirmed:,} of {total:,} case outcomes ({share}); the others are proposals."
    yield from month_accepted.in_short(month)
    often = _most_often(month)
    if often:
        yield "Short of the criterion most often: " + "; ".join(often) + "."
    yield from _against("the inspection", [one.inspection.verdict for one in month.figures if one.inspection])
    if month.last is not None:
        yield from _against("last month", [one.last.verdict for one in month.figures if one.last])
    least = smallest(summary.cases, noun, month.last.summary.cases if month.last else None)
    if least:
        yield least


def _urgent(month: Month) -> str:
    count = month.results.summary.escalations
    if not month.escalations_told:
        return "How many cases there are where a child may be unsafe now is withheld."
    found = month.gathered
    urgent = found.escalations.total
    if not urgent:
        return "No case was found in which a child may be unsafe now."
    said = f"{_many(count, 'case')} where a child may be unsafe now"
    if not month.inside:
        return f"{said}."
    upheld = urgent - found.not_upheld - found.waiting
    parts = f"{upheld:,} upheld by a person, {found.not_upheld:,} not upheld, {found.waiting:,} not decided yet"
    return f"{said}. Of {_many(urgent, 'escalated finding')}: {parts}."


def _most_often(month: Month) -> list[str]:
    shown = [one for one in month.figures if one.estimate and one.estimate.count]
    worst = sorted(shown, key=lambda one: -_count(one))[:MOST]
    return [
        f"{one_line(one.row.summary.title)} ({one.estimate.count:,} of {one.estimate.of:,})"
        for one in worst
        if one.estimate
    ]


def _count(one: Figures) -> int:
    return one.estimate.count if one.estimate else 0


def _against(what: str, verdicts: list[str]) -> Iterator[str]:
    if verdicts:
        counts = Counter(verdicts)
        yield (
            f"Against {what}, of {_many(len(verdicts), 'criterion', 'criteria')} that can be compared: "
            f"{counts['worse']:,} worse, {counts['better']:,} better, {counts['same']:,} without a clear difference."
        )


def audited(month: Month) -> Iterator[Block]:
    """What was audited, how it was drawn, by which judgement, and what to know about it."""
    run = month.results.run
    yield Heading("What was audited, and how it was drawn")
    rows = [*_inputs(month), *_draw(month), *_judged_by(run)]
    if month.last is not None:
        rows += _last(month)
    if month.inside:
        # The draw's own sentence is among the notices; what the draw allows is said above.
        said = (run.sample or {}).get("why")
        rows += [("Notice", notice) for notice in run.notices if notice != said]
    yield Facts(tuple(rows))
    if month.inside and run.sample and run.sample.get("strata") and run.sample.get("by"):
        yield from _strata(run.sample)


def _inputs(month: Month) -> Iterator[tuple[str, str]]:
    run = month.results.run
    if not run.inputs:
        yield "Exports", figures.NOTHING
        return
    if month.inside:
        for item in run.inputs:
            yield one_line(item.path), f"{figures.account(item)}."
    if len(run.inputs) > 1 or not month.inside:
        yield "Together", f"{figures.account(*run.inputs)}."


def _draw(month: Month) -> Iterator[tuple[str, str]]:
    sample: dict[str, Any] | None = month.results.run.sample
    if not sample:
        yield "Drawn", "Everything that was exported was audited; no draw is on record."
        return
    frame = (sample.get("frame") or {}).get("cases")
    method = _METHODS.get(str(sample.get("method")), words.humanise(str(sample.get("method"))).lower())
    by = ", ".join(words.humanise(one).lower() for one in sample.get("by") or ())
    of = f" of {frame:,} cases" if isinstance(frame, int) else ""
    yield "Drawn", f"{method.capitalize()}{of}{f', by {by}' if by else ''}; seed {sample.get('seed')}."
    kind = month.drawn.kind
    yield "What that allows", _DESCRIBES.get(kind, "") if not month.inside else _allows(month, sample)
    if month.drawn.picked:
        ids = f": {', '.join(sorted(map(one_line, month.drawn.picked)))}" if month.inside else ""
        yield "Picked by hand", f"In the counts, in no rate{ids}."
    if month.inside:
        for one in sample.get("exclusions") or ():
            yield "Not in the frame", f"{_many(one['cases'], 'case')}: {one_line(str(one['reason']))}."
        yield "Draw", f"{sample.get('draw')} ({sample.get('algorithm')})."


def _allows(month: Month, sample: dict[str, Any]) -> str:
    if month.drawn.picked:
        return _DESCRIBES.get(month.drawn.kind, "")
    return one_line(str(sample.get("why") or ""))


def _strata(sample: dict[str, Any]) -> Iterator[Block]:
    rows = tuple(
        (
            ", ".join(_stratum(str(value)) for value in one["values"]),
            f"{one['frame']:,}",
            f"{one['drawn']:,}",
            f"{one['audited']:,}",
        )
        for one in sample["strata"]
    )
    yield Table(("Kind of case", "In the frame", "Drawn", "Audited"), rows, (55, 15, 15, 15), frozenset({1, 2, 3}))


def _stratum(value: str) -> str:
    named = {kind.value: text for kind, text in words.CASE_TYPES.items()}
    return named.get(value, one_line(value))


def _judged_by(run: Run) -> Iterator[tuple[str, str]]:
    for rubric in run.rubrics:
        yield "Rubric", f"{f'{rubric.title}: ' if rubric.title else ''}{rubric.id}, edition {rubric.edition}."
    for used in run.lexicons:
        yield "Own lexicon", f"{own_lexicons.in_short(used)}."
    if not run.lexicons:
        yield "Lexicons", "Those that come with caseaudit; none of our own."
    if run.mapping is not None:
        yield "Mapping", f"{f'{run.mapping.title}: ' if run.mapping.title else ''}{run.mapping.id}, {run.mapping.file}."
    if run.settings.get("as_of"):
        yield "As of", f"{day_words(str(run.settings['as_of']))}. What happened later counts as not yet happened."


def _last(month: Month) -> Iterator[tuple[str, str]]:
    last = month.last
    assert last is not None
    names = ", ".join(f"{one.id}, edition {one.edition}" for one in last.run.rubrics)
    day = last.run.settings.get("as_of")
    as_of = f", as of {day_words(str(day))}" if day else ""
    yield "Last month", f"{_many(last.summary.cases, 'case')}{as_of}, by {names}."
    if [(one.id, one.sha256) for one in last.run.rubrics] != [
        (one.id, one.sha256) for one in month.results.run.rubrics
    ]:
        yield "Take care", "The rubric has changed since last month; a change of a figure may come from that."
    shared = month.gathered.shared
    if shared:
        yield (
            "Take care",
            f"{_many(shared, 'case')} stand in both months, which the comparison takes as separate.",
        )


def escalations(month: Month) -> Iterator[Block]:
    """The cases in which a child may be unsafe now, and what became of each."""
    yield Heading("Escalations, and what became of them")
    if not month.inside:
        yield Paragraph(f"{_urgent(month)} The cases are not listed in this copy.")
        return
    yield Paragraph("A child may be unsafe now. Each of these was to be acted on the same day, before any reading on.")
    rows, tones, urgent = [], dict[int, "Tone"](), month.gathered.escalations
    for at, row in enumerate(urgent.first):
        rows.append(_escalation(month, row))
        if not row.decided:
            tones[at] = "alert"
    heads = ("Case", "What was found", "What the record says", "What became of it")
    yield Table(heads, tuple(rows), (16, 25, 25, 34), tones=tones, empty="No finding escalated.")
    if urgent.more:
        yield Paragraph(f"And {urgent.more:,} more, which the workbook lists.")
    returned = month.gathered.returned
    if returned.total:
        yield Heading("Sent back to the team by a reader", 3)
        yield Table(heads, tuple(_escalation(month, row) for row in returned.first), (16, 25, 25, 34))
    if returned.more:
        yield Paragraph(f"And {returned.more:,} more, which the workbook lists.")


def _escalation(month: Month, row: FindingRow) -> tuple[str, str, str, str]:
    subject = f"\n{row.child}" if row.child else ""
    what = f"{row.title}\n{row.finding.reason}"
    told = became(row, month.rulings)
    case = f"{row.case.case_id}{subject}\n{words.CASE_TYPES[row.case.case_type]}"
    todo = f"\nTo do: {row.finding.remedy}" if told.startswith(UNDECIDED) and row.finding.remedy else ""
    holds = row.finding.accepted
    stays = f"\n{accepted_words(holds)}\n{STAYS}" if holds else ""
    return case, what, row.evidence(EVIDENCE_LIMIT), told + stays + todo


def _many(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
