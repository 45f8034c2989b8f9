"""`caseaudit review`: workbooks for people to decide findings in, and what they decided read back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.review_compare import compare_command, moderate_command, trust_command
from caseaudit.cli.review_export import Asked, export_workbooks
from caseaudit.domain.moment import LONDON
from caseaudit.settings import decide

review_app = typer.Typer(
    name="review",
    help="Let people decide findings in workbooks, read them back, compare and moderate.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
review_app.command("compare")(compare_command)
review_app.command("moderate")(moderate_command)
review_app.command("trust")(trust_command)

StoredResults = Annotated[
    Path,
    typer.Argument(metavar="RESULTS", help="A .json or .jsonl file that `caseaudit run -o` wrote.", show_default=False),
]


@review_app.command("export")
def export_command(
    *,
    results: StoredResults,
    folder: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Write the workbooks to this folder.", show_default=False),
    ],
    cases: Annotated[
        list[str] | None,
        typer.Option("--cases", metavar="EXPORT", help="The export that was audited. Repeatable.", show_default=False),
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Argument(metavar="[EXPORT]...", help="More of the export that was audited.", show_default=False),
    ] = None,
    auditor: Annotated[
        list[str] | None,
        typer.Option(
            "--auditor",
            metavar="NAME",
            help="Make a workbook for this auditor: initials or an id. Repeatable. "
            "[default: one workbook, which its auditor signs]",
            show_default=False,
        ),
    ] = None,
    overlap: Annotated[
        str | None,
        typer.Option(
            "--overlap",
            metavar="PERCENT|N",
            help="Cases that two auditors read: a share (20%) or a number (4). [default: 20%]",
            show_default=False,
        ),
    ] = None,
    passes: Annotated[
        str | None,
        typer.Option(
            "--passes",
            metavar="PERCENT",
            help="Share of each criterion's met findings that are to be read too. [default: 10]",
            show_default=False,
        ),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Let every finding be read.")] = False,
    blind: Annotated[
        bool,
        typer.Option("--blind", help="Hide what the machine proposes: outcome, reason and evidence."),
    ] = False,
    mapping: options.Mapping = None,
    encoding: options.Encoding = None,
    marking: options.Marking = None,
) -> int:
    """Write a workbook for each auditor, with the findings to decide and the record to read beside them.

    Rows are all findings that are not met, partly met or cannot be assessed, every escalation, and a random share of
    those that are met. Cases are dealt out among the auditors; some go to two of them.
    """
    settings = decide({"mapping": mapping, "encoding": encoding, "marking": marking}, folder=Path.cwd())
    asked = Asked(
        exports=(*(cases or ()), *(more or ())),
        folder=folder,
        auditors=tuple(auditor or ()),
        overlap=overlap,
        passes=passes,
        everything=everything,
        blind=blind,
        marking=settings.marking if marking is not None else None,
        mapping=settings.mapping,
        encoding=settings.encoding,
    )
    export_workbooks(results, asked)
    return ExitCode.DONE


@review_app.command("import")
def import_command(
    *,
    results: StoredResults,
    workbooks: Annotated[
        list[Path],
        typer.Argument(metavar="WORKBOOK...", help="Review workbooks that came back.", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Add the decisions to this .jsonl file.", show_default=False
        ),
    ],
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Enter the rows that are sound and exit 3 where others are not."),
    ] = False,
    revise: Annotated[
        bool,
        typer.Option("--revise", help="Let people change what they decided before; the earlier answer is kept."),
    ] = False,
) -> int:
    """Read review workbooks back and add what people decided to a file of decisions, which only ever grows.

    All problems are told at once, each with its cell, and then nothing is entered. Importing a workbook twice changes
    nothing. Exit codes: 0 done; 2 something cannot be taken; 3 with --partial, some rows could not be taken.
    """
    from caseaudit.cli.review_import import import_workbooks  # noqa: PLC0415 - openpyxl takes a while to load

    today = datetime.now(LONDON).date()
    told = import_workbooks(results, workbooks, output, today=today, partial=partial, revise=revise)
    for line in told.lines:
        typer.echo(line)
    for notice in told.notices:
        say(notice)
    return told.code
