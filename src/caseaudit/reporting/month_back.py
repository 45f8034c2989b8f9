"""The back of the month's report: good practice, learning, actions, where people decided otherwise, the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting import words
from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.month_blocks import Facts, Heading, Paragraph, Table
from caseaudit.reporting.month_gathered import LISTED
from caseaudit.reporting.month_learning import good_practice, tasks, themes
from caseaudit.reporting.month_suppressed import WITHHELD
from caseaudit.reporting.rows import value_text
from caseaudit.reporting.rulings import day_words, when_decided, who_decided, why_decided
from caseaudit.reporting.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from caseaudit.domain.audit import Run
    from caseaudit.reporting.month import Month
    from caseaudit.reporting.month_blocks import Block, Tone
    from caseaudit.reporting.month_learning import Theme

_HASH = 16
"""Characters of a digest that a page shows; the JSON results have the whole."""


def learning(month: Month) -> Iterator[Block]:
    """Good practice, and the criteria that most cases fell short of."""
    if month.inside:
        yield Heading("Good practice", new_page=True)
        noted = good_practice(month.gathered.questions, month.rulings)
        rows = tuple((one.text, one.case_id, one.title, one.who) for one in noted[:LISTED])
        nothing = "Nothing was noted." if month.rulings.every else "No person's reading is part of this report."
        yield Table(("What was done well", "Case", "Criterion", "Seen by"), rows, (44, 17, 27, 12), empty=nothing)
        yield from _more(len(noted))
    yield Heading("Learning themes")
    yield Paragraph(
        f"The criteria that most cases fell short of{', with the commonest reasons' if month.inside else ''}.", "muted"
    )
    shown = [one.row for one in month.figures if not one.withheld]
    found = themes(shown, month.gathered.reasons)
    if month.inside:
        heads: tuple[str, ...] = ("Criterion", "Cases short", "Commonest reasons (findings)", "What to do")
        told = tuple((*_theme(one), _reasons(one), one.row.summary.remedy) for one in found)
        yield Table(heads, told, (24, 9, 39, 28), frozenset({1}), empty="No case fell short of a criterion.")
        return
    heads = ("Criterion", "Cases short", "What to do")
    plain = tuple((*_theme(one), one.row.summary.remedy) for one in found)
    yield Table(heads, plain, (40, 12, 48), frozenset({1}), empty=f"All counts are nought or withheld ({WITHHELD}).")


def _theme(one: Theme) -> tuple[str, str]:
    return one.row.summary.title, f"{one.cases:,}"


def _reasons(one: Theme) -> str:
    return "\n".join(f"{told.text} ({'' if told.exact else 'at least '}{told.count:,})" for told in one.reasons)


def actions(month: Month) -> Iterator[Block]:
    """Who is to do what by when."""
    if not month.inside:
        return
    yield Heading("Actions")
    every = tasks(month.gathered.questions, month.rulings)
    rows = tuple(
        (
            one.action,
            one.owner or "nobody named",
            day_words(one.due) if one.due else "no date",
            f"{one.case_id}\n{one.title}",
            one.who,
        )
        for one in every[:LISTED]
    )
    nothing = "No action was recorded." if month.rulings.every else "No person's reading is part of this report."
    tones: dict[int, Tone] = {at: "alert" for at, one in enumerate(every[:LISTED]) if not one.owner or not one.due}
    yield Table(
        ("Action", "Owner", "Due", "Case and criterion", "Asked by"),
        rows,
        (34, 16, 14, 26, 10),
        tones=tones,
        empty=nothing,
    )
    yield from _more(len(every))


def decided(month: Month) -> Iterator[Block]:
    """Where people gave another answer than the machine, and what they still differ on."""
    changed = month.gathered.overruled
    if month.inside and (changed.total or month.rulings.every):
        yield Heading("Where people decided otherwise")
        rows = tuple(
            (
                f"{row.case.case_id}{f', {row.child}' if row.child else ''}\n{row.title}",
                words.outcome(row.machine_outcome),
                row.outcome,
                f"{who_decided(row, month.rulings)}\n{day_words(when_decided(row, month.rulings))}".strip(),
                why_decided(row, month.rulings),
            )
            for row in changed.first
        )
        heads = ("Case and criterion", "The machine", "The person", "Who, when", "Why")
        yield Table(heads, rows, (28, 11, 11, 15, 35), empty="Nowhere.")
        yield from _more(changed.total)
    open_ones = month.rulings.disputed
    if open_ones:
        count = len(open_ones)
        noun = "question" if count == 1 else "questions"
        yield Paragraph(
            f"On {count:,} {noun} readers differ and nobody has moderated; there the machine's proposal stands.",
            "alert",
        )


def manifest(month: Month) -> Iterator[Block]:
    """What is needed to make this report again."""
    yield Heading("Manifest")
    yield Facts(tuple(_manifest(month.results.run)))
    if month.rulings.every and month.inside:
        people = ", ".join(sorted({one_line(one.auditor) for one in month.rulings.every}))
        yield Paragraph(f"{len(month.rulings.every):,} readings by {people}.", "muted")


def _manifest(run: Run) -> Iterator[tuple[str, str]]:
    yield "Run", run_id(run)
    yield "caseaudit", f"version {run.tool_version}"
    for rubric in run.rubrics:
        yield f"Rubric {rubric.id}", f"edition {rubric.edition}, SHA-256 {rubric.sha256[:_HASH]}…"
    for used in run.lexicons:
        yield f"Lexicon {used.id}", f"{used.file}, SHA-256 {used.sha256[:_HASH]}…"
    if run.mapping is not None:
        yield f"Mapping {run.mapping.id}", f"{run.mapping.file}, SHA-256 {run.mapping.sha256[:_HASH]}…"
    if run.exceptions is not None:
        yield "Exceptions", f"{run.exceptions.file}, SHA-256 {run.exceptions.sha256[:_HASH]}…"
    for item in run.inputs:
        yield f"Input {item.path}", f"SHA-256 {item.sha256[:_HASH]}…"
    settings = (f"{words.humanise(name)}: {_setting(value)}" for name, value in run.settings.items())
    yield "Settings", "; ".join(settings) or "none"


def _setting(value: object) -> str:
    if value in (None, "", [], {}):
        return "none"
    return ", ".join(map(value_text, value)) if isinstance(value, list) else value_text(value)


def _more(count: int) -> Sequence[Paragraph]:
    if count <= LISTED:
        return ()
    return (Paragraph(f"And {count - LISTED:,} more, which the workbook and the .csv hold."),)
