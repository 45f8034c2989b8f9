"""`caseaudit report`: every output again from stored results, with people's decisions, without auditing again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.outputs import Output, plan_outputs
from caseaudit.cli.run_log import RunLog, logging_run
from caseaudit.cli.writing import PAGES, Around, build_lines, show, write_files
from caseaudit.domain.audit import Results
from caseaudit.errors import UsageError
from caseaudit.reading.decisions import read_all
from caseaudit.reporting.stored import read_results
from caseaudit.review.apply import with_decisions
from caseaudit.settings import DEFAULT_MARKING, Settings, decide

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
    log: options.Log = None,
) -> int:
    """Show stored results, and write them in other formats: the month's result for the board among them."""
    read = [results, *(decisions or ()), *([last] if last else [])]
    outputs = plan_outputs(output or (), inputs=read)
    _check_pages(outputs, last=last, suppress=suppress)
    settings = decide({"marking": marking, "quiet": quiet, "format": format_, "log": log}, folder=Path.cwd())
    with logging_run(settings.log, command="report", asked=map(str, read), settings=settings) as logged:
        stored = read_results(results)
        decided, notices = read_all(decisions or ())
        if decisions:
            stored = with_decisions(stored, decided)
        if marking is not None:
            run = replace(stored.run, settings={**stored.run.settings, "marking": settings.marking})
            stored = replace(stored, run=run)
        used = str(stored.run.settings.get("marking") or DEFAULT_MARKING)
        around = Around(decided, read_results(last) if last else None, suppress)
        write_files(stored, outputs, marking=used, around=around)
        written = [path for file in outputs for path in file.paths]
        _log(logged, stored, read, written)
    _tell(stored, notices, written, settings)
    return ExitCode.DONE


def _log(log: RunLog, results: Results, read: Sequence[Path], written: Sequence[Path]) -> None:
    """Note what was read and what was written: results that are written again are disclosed again."""
    log.judged_by((f"{used.id}@{used.edition}", used.sha256) for used in results.run.rubrics)
    for path in read:
        log.consulted(path)
    for path in written:
        log.wrote(path)
    log.count(cases=results.summary.cases, escalations=results.summary.escalations, set_aside=len(results.set_aside))


def _tell(stored: Results, notices: Sequence[str], written: Sequence[Path], settings: Settings) -> None:
    """Print the results, and what there is to say of them and of the files."""
    if not settings.quiet:
        if settings.format == "github":
            typer.echo(build_lines(stored), nl=False)
        else:
            show(stored)
    for notice in notices:
        say(notice)
    for path in written:
        say(f"Wrote {path}")


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
