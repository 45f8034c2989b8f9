"""Rubrics on the screen and as JSON: lists, one rubric, what `check` and `test` found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from caseaudit.reporting import own_lexicons, words
from caseaudit.reporting.text import one_line
from caseaudit.rubric.in_words import test_words
from caseaudit.rubric.model import Criterion, Rubric

if TYPE_CHECKING:
    from rich.console import Console

    from caseaudit.domain.audit import LexiconUsed
    from caseaudit.engine.examples import ExampleResult
    from caseaudit.errors import Problem

MAX_DEPTH = 3
"""How deep the clauses of a failed example are shown; `explain` shows all."""


def as_json(value: Any) -> str:
    """Render for other programs."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)


def listed_rubric(rubric: Rubric, *, newest: bool) -> dict[str, Any]:
    """Return what the list says of one edition."""
    return {
        "id": rubric.rubric,
        "edition": rubric.edition,
        "title": rubric.title,
        "newest": newest,
        "criteria": len(rubric.criteria),
        "purpose": one_line(rubric.purpose),
        "sha256": rubric.sha256,
    }


def whole_rubric(rubric: Rubric) -> dict[str, Any]:
    """Return one edition with its includes resolved and its settings put in."""
    data: dict[str, Any] = rubric.model_dump(mode="json", by_alias=True, exclude_none=True)
    head = {"id": data.pop("rubric"), **data}
    head["criteria"] = [
        {**item, "in_words": _in_words(criterion)}
        for item, criterion in zip(data["criteria"], rubric.criteria, strict=True)
    ]
    return head


def _in_words(criterion: Criterion) -> dict[str, list[str]]:
    return {
        name.replace(" ", "_"): [f"{'  ' * depth}{text}" for depth, text in lines]
        for name, lines in test_words(criterion)
    }


def show_list(rubrics: Sequence[tuple[Rubric, bool]], console: Console) -> None:
    """Print one line an edition."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    for head in ("Rubric", "Edition", "Criteria", "Title"):
        table.add_column(head, no_wrap=head != "Title", justify="right" if head == "Criteria" else "left")
    for rubric, newest in rubrics:
        edition = f"{rubric.edition} (newest)" if newest else rubric.edition
        cells = (rubric.rubric, edition, str(len(rubric.criteria)), rubric.title)
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    console.print(table)


def show_own(lexicons: Sequence[LexiconUsed], console: Console) -> None:
    """Print what a force's own lexicons add, change and silence, with the reasons."""
    for used in lexicons:
        console.print()
        console.print(Text(f"Own lexicon {own_lexicons.in_short(used)}", style="bold"))
        table = Table(box=None, pad_edge=False, show_edge=False)
        table.add_column("Entry", overflow="fold")
        table.add_column("", no_wrap=True)
        table.add_column("Why", overflow="fold")
        for one in used.changes:
            table.add_row(Text(one.entry), Text(one.what), Text(one_line(one.reason or "")))
        console.print(Padding(table, (0, 0, 0, 2)))


def show_rubric(rubric: Rubric, console: Console) -> None:
    """Print the criteria of one edition by area."""
    console.print(Text(f"{rubric.title} ({rubric.rubric}, edition {rubric.edition})", style="bold"))
    if rubric.purpose:
        console.print(Text(one_line(rubric.purpose)))
    for area in rubric.areas:
        criteria = [criterion for criterion in rubric.criteria if criterion.area == area.id]
        if not criteria:
            continue
        console.print()
        console.print(Text(f"{area.title} ({len(criteria)})", style="bold"))
        table = Table(box=None, pad_edge=False, show_edge=False)
        table.add_column("Criterion")
        table.add_column("Refs")
        table.add_column("Severity", no_wrap=True)
        table.add_column("Judged by", no_wrap=True)
        limited = any(item.threshold for item in criteria)
        if limited:
            table.add_column("Threshold")
        for item in criteria:
            severity = words.SEVERITIES[item.severity] + (" !" if item.escalate else "")
            name = Text.assemble(item.id, "\n", (one_line(item.title), "dim"))
            cells = [name, Text(", ".join(item.refs)), Text(severity), Text(item.mode)]
            if limited:
                cells.append(Text(item.threshold.in_words if item.threshold else ""))
            table.add_row(*cells)
        console.print(Padding(table, (0, 0, 0, 2)))
    console.print()
    console.print(Text("! not met is an escalation: a child may be unsafe now."))


def show_problems(problems: Iterable[Problem], console: Console, *, prefix: str = "") -> None:
    """Print problems one a line, so that editors and terminals turn the places into links."""
    for problem in problems:
        console.print(Text(f"{prefix}{problem}"), soft_wrap=True)


def show_failures(rubric: Rubric, results: Sequence[ExampleResult], console: Console) -> None:
    """Print a table of the examples that came out otherwise, then why, clause by clause."""
    failed = [result for result in results if not result.holds]
    name = f"{rubric.rubric} {rubric.edition}"
    noun = "example" if len(results) == 1 else "examples"
    if not failed:
        console.print(Text(f"{name}: {len(results)} {noun}, all as they say."))
        return
    console.print(Text(f"{name}: {len(failed)} of {len(results)} {noun} came out otherwise.", style="bold"))
    table = Table(box=None, pad_edge=False, show_edge=False)
    for head in ("Criterion", "No", "Expected", "Got"):
        table.add_column(head, no_wrap=head != "Criterion", justify="right" if head == "No" else "left")
    for result in failed:
        got = words.outcome(result.got) if result.got else "nothing"
        cells = (result.criterion, str(result.number), words.outcome(result.expected), got)
        table.add_row(*map(Text, cells))
    console.print(table)
    for result in failed:
        console.print()
        console.print(Text(f"{result.criterion}, example {result.number}", style="bold"))
        console.print(Padding(Text(one_line(result.reason)), (0, 0, 0, 2)))
        for depth, rung, clause in result.clauses:
            if depth <= MAX_DEPTH:
                head = f"{rung}: " if rung else ""
                said = ": ".join(dict.fromkeys(part for part in (clause.label, clause.because) if part))
                line = Text(f"{head}[{clause.truth.value}] {one_line(said)}")
                console.print(Padding(line, (0, 0, 0, 2 + 2 * depth)))
