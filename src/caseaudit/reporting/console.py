"""The results as tables: escalations first, then each area with its criteria, then what was set aside.

Case text is always wrapped in `rich.text.Text`, so that brackets survive; names of people are never added.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseaudit.reporting import accepted, figures, own_lexicons, rows, words
from caseaudit.reporting.console_parts import (
    ASIDE,
    HEAD,
    URGENT,
    counted,
    heading,
    place_of,
    reason_of,
    show_accepted,
    show_expired,
)
from caseaudit.reporting.foremost import Foremost
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console

    from caseaudit.domain.audit import AreaSummary, CriterionSummary, Results

WIDE = 140
"""Columns from which figures are written out."""
MAX_ESCALATIONS = 40
MAX_SET_ASIDE = 10
MAX_FAULTS = 10

_WIDE_COUNTS = ("Met", "Partly met", "Not met", "N/a", "Cannot assess")
_NARROW_COUNTS = ("Met", "Part", "Not", "N/a", "?")
_WIDE_COUNT, _NARROW_COUNT = 6, 4
_WIDE_FIGURES = (("Rate", 18), ("95% interval", 15), ("The inspection", 17), ("", 7))
_NARROW_FIGURES = (("Rate", 7), ("95% interval", 8), ("Insp.", 7))
_CASE_WIDTH = 24
_DIFFERS = "differs"
# A rule under the heading and nothing else.
_RULED = box.Box("    \n    \n \u2500\u2500 \n    \n    \n    \n    \n    \n")


def show_results(results: Results, console: Console, *, escalations: int | None = None) -> None:
    """Print the whole report. Of `results.cases` only those with an escalation are looked at.

    `escalations` is the number of findings that escalate where `results` hold only the first of each severity.
    """
    _header(results, console)
    _escalations(results, console, escalations)
    if results.summary.cases:
        _areas(results, console)
        _grades(results.summary.areas, console)
    show_accepted(results, console)
    show_expired(results, console)
    _set_aside(results, console)
    _faults(results, console)
    _notices(results.run.notices, console)


def _facts(pairs: Iterable[tuple[str, str]]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True, style=ASIDE)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(Text(name), Text(one_line(value)))
    return table


def _header(results: Results, console: Console) -> None:
    run, summary = results.run, results.summary
    marking = run.settings.get("marking")
    if marking:
        console.print(Text(one_line(str(marking)), style=HEAD))
    console.print(Text(f"Case file audit as at {run.settings.get('as_of', 'an unknown date')}", style=HEAD))
    rubrics = [f"{used.title or used.id} ({used.id}, edition {used.edition})" for used in run.rubrics]
    pairs = [("Rubric" if len(rubrics) == 1 else "Rubrics", "; ".join(rubrics))]
    pairs += [("Own lexicon", own_lexicons.in_short(used)) for used in run.lexicons]
    if run.mapping is not None:
        pairs.append(("Mapping", f"{run.mapping.title or run.mapping.id} ({run.mapping.id})"))
    pairs += [
        ("Input" if at == 0 else "", f"{used.path}: {figures.account(used)}")
        for at, used in enumerate(run.inputs[:MAX_SET_ASIDE])
    ]
    if len(run.inputs) > 1:
        more = len(run.inputs) - MAX_SET_ASIDE
        left_out = f" (and {more} more files)" if more > 0 else ""
        pairs.append(("In all", f"{figures.account(*run.inputs)}{left_out}"))
    score = "none, because nothing was assessed"
    if summary.score is not None:
        score = f"{figures.percent(summary.score)} of what was assessed, by weight"
    pairs.append(("Score", score))
    console.print(_facts(pairs))


def _escalations(results: Results, console: Console, total: int | None) -> None:
    count = results.summary.escalations
    if not count:
        if results.summary.cases:
            heading(console, "Escalations: none")
        return
    heading(console, f"Escalations: a child may be unsafe now in {counted(count, 'case')}", URGENT)
    found = _escalating(results)
    shown = found.first()
    table = _table(gap=2)
    names = [one_line(row.case.case_id) for row in shown]
    table.add_column("Case", overflow="fold", width=min(_CASE_WIDTH, max(map(len, names), default=1)))
    table.add_column("Criterion", overflow="fold", ratio=7)
    table.add_column("Why", overflow="fold", ratio=10)
    before = None
    for name, row in zip(names, shown, strict=True):
        label = name if row.case_number != before else ""
        taken = row.finding.accepted
        why = f"{row.finding.reason} {accepted.accepted_words(taken)}" if taken else row.finding.reason
        table.add_row(Text(label), Text(row.title), Text(one_line(why)))
        before = row.case_number
    console.print(table)
    if any(row.finding.accepted for row in shown):
        console.print(Text("An escalation that is accepted stays one: act on it all the same."))
    more = (found.offered if total is None else total) - len(shown)
    if more > 0:
        console.print(Text(f"and {more:,} more: a workbook or JSON file (-o) lists them all."))


def _escalating(results: Results) -> Foremost[rows.FindingRow]:
    """Find the most urgent escalations, in one pass that holds no more than are shown."""
    found: Foremost[rows.FindingRow] = Foremost(MAX_ESCALATIONS)
    make = rows.RowMaker(results)
    for number, case in enumerate(results.cases):
        for finding in case.findings:
            if finding.escalate:
                found.offer(rows.urgency(finding), make(number, rows.bare(case), finding))
    return found


def _areas(results: Results, console: Console) -> None:
    areas = {area.area: area for area in results.summary.areas}
    # An area stands once, in the rubric's order, however its criteria are mixed with others'.
    order = {area: at for at, area in enumerate(areas)}
    found = sorted(rows.criterion_rows(results), key=lambda row: order.get(row.summary.area, len(order)))
    for area, group in groupby(found, key=lambda row: row.summary.area):
        members = list(group)
        heading(console, members[0].area)
        if area in areas:
            console.print(Text(_grade_text(areas[area]), style=ASIDE))
        judged = [row for row in members if row.summary.mode != "auditor"]
        if judged:
            console.print(_criteria(judged, console.width, faults=bool(results.summary.faults)))
        _for_people([row for row in members if row.summary.mode == "auditor"], console)
    console.print()
    for line in _key(found, wide=console.width >= WIDE):
        console.print(Text(line, style=ASIDE))


def _key(found: Sequence[rows.CriterionRow], *, wide: bool) -> list[str]:
    """Say how to read the figures."""
    unclear = "" if wide else "Part: partly met. ?: cannot be assessed, a person must look. "
    lines = [f"{unclear}N/a: not applicable, or not yet due."]
    lines.append("Rate: not met, of the cases assessed (met, partly met, not met). The interval is Wilson's.")
    if any(row.counts == "short" for row in found):
        lines.append("* Partly met and not met counted together, as the inspection did.")
    if any(row.summary.baseline for row in found) and not wide:
        lines.append("Insp.: the inspection's own rate.")
    lines.extend(_like_for_like(found))
    if any(row.compatible == "No" for row in found):
        lines.append(f"{_DIFFERS if wide else '!'}: the inspection's interval and this one do not overlap.")
    lines.append("Every outcome is a proposal until a person decides.")
    return lines


def _like_for_like(found: Sequence[rows.CriterionRow]) -> Iterator[str]:
    """Where the inspection's figure is about some kinds of case only, put ours of the same kinds beside it."""
    partial = [row for row in found if row.among and row.summary.baseline and row.summary.assessed]
    if partial:
        yield "+ The inspection's figure is about one kind of case. Like for like:"
    for row in partial:
        count, of, _ = row.compared
        ours = f"{count} of {of}" if of else "none assessed"
        yield f"  {row.summary.title}, {row.among.lower()}: {ours} here, {row.baseline.split(' (')[0]} there."


def _table(gap: int) -> Table:
    return Table(box=_RULED, show_edge=False, pad_edge=False, padding=(0, gap, 0, 0), expand=True, header_style=HEAD)


def _criteria(found: Sequence[rows.CriterionRow], width: int, *, faults: bool) -> Table:
    wide = width >= WIDE
    lines = [
        [
            *(f"{count:,}" for count in _counts(row, faults=faults)),
            *(_wide_figures(row) if wide else _narrow_figures(row)),
        ]
        for row in found
    ]
    counts = _WIDE_COUNTS if wide else _NARROW_COUNTS
    heads = [(name, _WIDE_COUNT if wide else _NARROW_COUNT) for name in (*counts, *(("Faults",) if faults else ()))]
    heads += _WIDE_FIGURES if wide else _NARROW_FIGURES
    table = _table(gap=2 if wide else 1)
    table.add_column("Criterion", overflow="fold", ratio=1)
    # The same widths in every table, so that the areas stand under each other; only large numbers take more.
    for (name, least), *cells in zip(heads, *lines, strict=True):
        table.add_column(name, justify="right", width=max(least, *map(len, cells)))
    for row, cells in zip(found, lines, strict=True):
        table.add_row(_title(row.summary), *map(Text, cells))
    return table


def _title(summary: CriterionSummary) -> Text:
    """The criterion, and under it how many of its cases are accepted, where any are."""
    taken = summary.accepted_not_met + summary.accepted_partly_met
    return Text(summary.title).append(f"\n{taken:,} accepted" if taken else "", style=ASIDE)


def _counts(row: rows.CriterionRow, *, faults: bool) -> list[int]:
    summary = row.summary
    counts = [summary.met, summary.partly_met, summary.not_met, summary.not_applicable, summary.cannot_assess]
    return [*counts, summary.faults] if faults else counts


def _wide_figures(row: rows.CriterionRow) -> tuple[str, ...]:
    star = "*" if row.counts == "short" and row.rate is not None else ""
    differs = _DIFFERS if row.compatible == "No" else ""
    return f"{row.rate_text}{star}", row.interval, f"{row.baseline}{'+' if row.among else ''}", differs


def _narrow_figures(row: rows.CriterionRow) -> tuple[str, ...]:
    star = "*" if row.counts == "short" and row.rate is not None else ""
    interval, baseline = row.summary.interval, row.summary.baseline
    spread = f"{interval.low * 100:.0f}-{interval.high * 100:.0f}%" if interval else figures.NOTHING
    differs = "!" if row.compatible == "No" else ""
    among = "+" if row.among else ""
    theirs = f"{figures.percent(figures.baseline_rate(baseline))}{among}{differs}" if baseline else figures.NOTHING
    return f"{figures.percent(row.rate)}{star}", spread, theirs


def _for_people(found: Sequence[rows.CriterionRow], console: Console) -> None:
    if not found:
        return
    applying = [row for row in found if row.summary.cannot_assess]
    count = counted(len(found), "criterion", "criteria")
    text = f"For a person to judge: {count}, {len(applying)} with cases in this run; the workbook lists what to read."
    console.print(Text(text))


def _grade_text(area: AreaSummary) -> str:
    if area.indicative_grade is None:
        return "Indicative grade: none, because nothing was assessed"
    return f"Indicative grade: {words.humanise(area.indicative_grade).lower()} (score {figures.percent(area.score)})"


def _grades(areas: Sequence[AreaSummary], console: Console) -> None:
    capped = [area for area in areas if area.capped_by]
    if not capped:
        return
    heading(console, "Grades held down")
    for area in capped:
        console.print(Text(f"{area.title or words.humanise(area.area)}: by {', '.join(area.capped_by)}"))


def _set_aside(results: Results, console: Console) -> None:
    aside = results.set_aside
    if not aside:
        return
    heading(console, f"Set aside: {counted(len(aside), 'record')} could not be audited", URGENT)
    for record in islice(aside, MAX_SET_ASIDE):
        console.print(Text(place_of(record)))
        console.print(Padding(Text(one_line(reason_of(record))), (0, 0, 0, 2)))
    if len(aside) > MAX_SET_ASIDE:
        console.print(Text(f"and {len(aside) - MAX_SET_ASIDE:,} more. --rejects FILE writes each of them whole."))


def _faults(results: Results, console: Console) -> None:
    if not results.summary.faults:
        return
    heading(console, f"Faults: {counted(results.summary.faults, 'check')} failed inside caseaudit", URGENT)
    failing = [row for row in results.summary.criteria if row.faults]
    for row in failing[:MAX_FAULTS]:
        console.print(Text(f"{row.title} ({row.criterion}): {row.faults:,}"))
    if len(failing) > MAX_FAULTS:
        console.print(Text(f"and {len(failing) - MAX_FAULTS} more criteria"))
    console.print(Text("These say nothing of the cases, and are in no count of outcomes."))


def _notices(notices: Sequence[str], console: Console) -> None:
    if not notices:
        return
    heading(console, "Notices")
    for notice in notices:
        console.print(Text(one_line(notice)))
