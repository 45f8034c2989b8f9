"""The commands put together, behind the one error boundary."""

from typing import Annotated

import typer

from caseaudit import __version__
from caseaudit.cli.boundary import guarded
from caseaudit.cli.diff import diff_command
from caseaudit.cli.evaluate import evaluate_command
from caseaudit.cli.explain import explain
from caseaudit.cli.ledger import ledger_app
from caseaudit.cli.mapping import mapping_app
from caseaudit.cli.report import report
from caseaudit.cli.review import review_app
from caseaudit.cli.rubric import rubric_app
from caseaudit.cli.run import run as run_command
from caseaudit.cli.sample import sample
from caseaudit.cli.scan import scan_command

app = typer.Typer(
    name="caseaudit",
    help="Audit exported child-protection case files against YAML rubrics, on your own machine, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run_command)
app.command("explain")(explain)
app.command("report")(report)
app.command("diff")(diff_command)
app.command("sample")(sample)
app.command("scan")(scan_command)
app.command("evaluate")(evaluate_command)
app.add_typer(ledger_app)
app.add_typer(mapping_app)
app.add_typer(review_app)
app.add_typer(rubric_app)


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
