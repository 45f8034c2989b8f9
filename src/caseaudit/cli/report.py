"""`caseaudit report`: every output again from stored results, with people's decisions, without auditing again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.outputs import Output, plan_outputs
from caseaudit.cli.writing import PAGES, Around, build_lines, show, write_files
from caseaudit.errors import UsageError
from caseaudit.reading.decisions import read_all
from caseaudit.reporting.stored import read_results
from caseaudit.review.apply import with_decisions
from caseaudit.settings import DEFAULT_MARKING, decide

_SMALLEST = 2


def report(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="A .json or .jsonl file that `caseaudit run -o` wrote.", show_default=False
        ),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the report to this file; the suffix says how: .html, .md, .xlsx, .csv, .json, .jsonl, "
            ".junit.xml, .sarif. Repeatable.",
            show_default=False,
        ),
    ] = None,
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            "--decisions",
            metavar="FILE",
            help="What people decided, as `caseaudit review import` wrote it. Repeatable.",
            show_default=False,
        ),
    ] = None,
    last: Annotated[
        Path | None,
        typer.Option(
            "--last",
            metavar="RESULTS",
            help="Last month's results, to say in .html and .md what changed.",
            show_default=False,
        ),
    ] = None,
    suppress: Annotated[
        int | None,
        typer.Option(
            "--suppress",
            metavar="N",
            min=_SMALLEST,
            help="For a copy that leaves the force (.html, .md): withhold counts below N, such as 5, what would give "
            "them away, and every list of cases.",
            show_default=False,
        ),
    ] = None,
    marking: options.Marking = None,
    format_: options.Format = None,
    quiet: options.Quiet = None,
) -> int:
    """Show stored results, and write them in other formats: the month's result for the board among them."""
    others = [*(decisions or ()), *([last] if last else [])]
    outputs = plan_outputs(output or (), inputs=[results, *others])
    _check_pages(outputs, last=last, suppress=suppress)
    settings = decide({"marking": marking, "quiet": quiet, "format": format_}, folder=Path.cwd())
    stored = read_results(results)
    decided, notices = read_all(decisions or ())
    if decisions:
        stored = with_decisions(stored, decided)
    if marking is not None:
        stored = replace(stored, run=replace(stored.run, settings={**stored.run.settings, "marking": settings.marking}))
    used = str(stored.run.settings.get("marking") or DEFAULT_MARKING)
    around = Around(decided, read_results(last) if last else None, suppress)
    write_files(stored, outputs, marking=used, around=around)
    if not settings.quiet:
        if settings.format == "github":
            typer.echo(build_lines(stored), nl=False)
        else:
            show(stored)
    for notice in notices:
        say(notice)
    for path in (path for file in outputs for path in file.paths):
        say(f"Wrote {path}")
    return ExitCode.DONE


def _check_pages(outputs: Sequence[Output], *, last: Path | None, suppress: int | None) -> None:
    """Refuse options that no file asked for can follow. Raises UsageError."""
    pages = [output for output in outputs if output.kind in PAGES]
    if suppress is not None:
        whole = next((output for output in outputs if output.kind not in PAGES), None)
        if whole is not None:
            raise UsageError(
                f"{whole.path} holds every case, so it cannot be a copy with --suppress",
                remedy="Write .html or .md with --suppress, and the other files without.",
            )
    if not pages and (suppress is not None or last is not None):
        name = "--suppress" if suppress is not None else "--last"
        raise UsageError(f"{name} is followed in .html and .md only", remedy="Name one: -o month.html")
