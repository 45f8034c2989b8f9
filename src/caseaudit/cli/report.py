"""`caseaudit report`: every output again from stored results, without auditing again."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.outputs import plan_outputs
from caseaudit.cli.writing import show, write_all
from caseaudit.reporting.json_v1 import read_results, write_jsonl
from caseaudit.settings import DEFAULT_MARKING, decide


def report(
    results: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="A .json or .jsonl file that `caseaudit run -o` wrote.", show_default=False
        ),
    ],
    output: options.Outputs = None,
    marking: options.Marking = None,
    quiet: options.Quiet = None,
) -> int:
    """Show stored results, and write them in other formats."""
    outputs = plan_outputs(output or (), inputs=[results])
    settings = decide({"marking": marking, "quiet": quiet}, folder=Path.cwd())
    stored = read_results(results)
    if marking is not None:
        stored = replace(stored, run=replace(stored.run, settings={**stored.run.settings, "marking": settings.marking}))
    used = str(stored.run.settings.get("marking") or DEFAULT_MARKING)
    try:
        for file in outputs:
            file.open()
            if file.kind == "jsonl":
                write_jsonl(stored, file)
        write_all(stored, outputs, marking=used)
        for file in outputs:
            file.put()
    finally:
        for file in outputs:
            file.discard()
    if not settings.quiet:
        show(stored)
    for file in outputs:
        say(f"Wrote {file.path}")
    return ExitCode.DONE
