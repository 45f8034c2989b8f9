"""`caseaudit log`: whether a log of runs is whole."""

from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.printing import finish, put
from caseaudit.errors import UsageError
from caseaudit.reading.run_logs import check_log

log_app = typer.Typer(
    name="log",
    help="The log of runs that `run --log` keeps: whether it is whole.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_TOLD = 20
"""Breaks named one by one."""
_DIGITS = 8
"""Digits of a digest that are wanted at least."""


@log_app.callback()
def _log() -> None:
    """Keep `verify` a command by name, also while it is the only one."""


@log_app.command("verify")
def verify(
    log: Annotated[Path, typer.Argument(metavar="LOG", help="The log's file.", show_default=False)],
    holds: Annotated[
        str | None,
        typer.Option(
            "--holds",
            metavar="DIGEST",
            help="Also look for the line with this digest, which an earlier `verify` told.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Say whether a line of the log was changed, taken out or put in since it was written.

    Exit codes: 0 the log is whole; 1 it is not; 2 wrong usage.
    """
    if holds is not None and (len(holds) < _DIGITS or not set(holds.lower()) <= set("0123456789abcdef")):
        raise UsageError(f"--holds {holds} is no digest", remedy="Give what an earlier `caseaudit log verify` told.")
    found = check_log(log, holds=holds.lower() if holds else None)
    put(f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'}")
    put(f"; last digest: {found.last}\n" if found.last else "\n")
    finish()
    for notice in found.notices:
        say(f"caseaudit: {log}: {notice}; the run after it noted that.")
    told = [*found.breaks[:_TOLD]]
    if len(found.breaks) > _TOLD:
        told.append(f"and {len(found.breaks) - _TOLD:,} more places")
    if holds is not None and not found.holds:
        told.append(f"no line has the digest {holds}: lines were taken off its end, or it is another log")
    if not told:
        return ExitCode.DONE
    say("\n".join([f"caseaudit: {log} is not whole:", *(f"  {one}" for one in told)]))
    return ExitCode.GATE
