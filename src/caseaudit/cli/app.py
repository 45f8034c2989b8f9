"""The commands put together, behind the one error boundary. Only the command that is used is imported."""

from typing import Annotated

import typer

from caseaudit import __version__
from caseaudit.cli.boundary import guarded
from caseaudit.cli.lazy import Entry, LazyGroup


class Commands(LazyGroup):
    """Every command there is. Each line is the first paragraph of the command's own help, and tested to be."""

    entries = {  # noqa: RUF012 - what a class variable is, the base says
        "run": Entry("caseaudit.cli.run", "run", "Audit case files against a rubric."),
        "explain": Entry(
            "caseaudit.cli.explain",
            "explain",
            "Audit one case again and show each clause of each test, with its evidence and the cues behind it.",
        ),
        "report": Entry(
            "caseaudit.cli.report",
            "report",
            "Show stored results, and write them in other formats: the month's result for the board among them.",
        ),
        "diff": Entry(
            "caseaudit.cli.diff",
            "diff_command",
            "Show what changed between two audits: findings that are new, resolved and persisting; escalations first.",
        ),
        "sample": Entry(
            "caseaudit.cli.sample",
            "sample",
            "Draw a dip sample that anybody can draw again; or, with --verify, draw one again and compare.",
        ),
        "scan": Entry(
            "caseaudit.cli.scan",
            "scan_command",
            "Show wording that blames a child, why it harms and what to write instead; "
            "the child's voice; what was done.",
        ),
        "evaluate": Entry(
            "caseaudit.cli.evaluate",
            "evaluate_command",
            "Measure the language engine on a labelled corpus: precision, recall, F1, confusion, and the worst misses.",
        ),
        "key": Entry(
            "caseaudit.cli.key",
            "key_app",
            "The key of pseudonyms: `caseaudit run --pseudonymise KEYFILE`. Keep it apart from the results.",
        ),
        "ledger": Entry(
            "caseaudit.cli.ledger",
            "ledger_app",
            "The ledger of audits: which cases were drawn, audited and released, and when.",
        ),
        "log": Entry(
            "caseaudit.cli.run_log_command", "log_app", "The log of runs that `run --log` keeps: whether it is whole."
        ),
        "mapping": Entry(
            "caseaudit.cli.mapping",
            "mapping_app",
            "Suggest a mapping for an export, and say what a rubric can assess with one.",
        ),
        "review": Entry(
            "caseaudit.cli.review",
            "review_app",
            "Let people decide findings in workbooks, read them back, compare and moderate.",
        ),
        "rubric": Entry(
            "caseaudit.cli.rubric", "rubric_app", "Look at, check, test, document and write rubrics; check lexicons."
        ),
    }


app = typer.Typer(
    name="caseaudit",
    cls=Commands,
    help="Audit exported child-protection case files against YAML rubrics, on your own machine, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"caseaudit {__version__}")
        raise typer.Exit


@app.callback()
def _whole(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version.", callback=lambda value: _version(wanted=value), is_eager=True
        ),
    ] = False,
) -> None:
    """Audit exported child-protection case files against YAML rubrics, on your own machine, offline."""


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    command = typer.main.get_command(app)
    return guarded(lambda: command.main(args=arguments, prog_name="caseaudit", standalone_mode=False))
