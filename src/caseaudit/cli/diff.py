"""`caseaudit diff`: what is new, resolved and persisting between two audits, and the gate on what is new."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from caseaudit.cli import options
from caseaudit.cli.boundary import ExitCode, say
from caseaudit.cli.gates import failed_on_new
from caseaudit.cli.outputs import Output
from caseaudit.cli.printing import finish, put
from caseaudit.cli.review_compare import plan_files
from caseaudit.domain.audit import Results
from caseaudit.engine.differences import Differences, differences
from caseaudit.reporting.difference_json import ChangeSpool, write_differences
from caseaudit.reporting.difference_sides import sides_of
from caseaudit.reporting.json_v1 import TextSink
from caseaudit.reporting.stored import read_results
from caseaudit.settings import DEFAULT_MARKING, decide

if TYPE_CHECKING:
    from caseaudit.reporting.review_comparison_pages import Page

_KINDS = ("md", "json")


class Format(StrEnum):
    """How the differences are printed."""

    TABLE = "table"
    JSON = "json"


def diff_command(
    old: Annotated[
        Path,
        typer.Argument(
            metavar="OLD", help="Results that `caseaudit run -o` wrote, .json or .jsonl.", show_default=False
        ),
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Later results.", show_default=False)],
    fail_on_new: options.FailOnNew = None,
    output_format: Annotated[
        Format, typer.Option("--format", help="table, or json for other programs.")
    ] = Format.TABLE,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write the differences to this file; the suffix says how: .md, .json. Repeatable.",
            show_default=False,
        ),
    ] = None,
    marking: options.Marking = None,
    quiet: options.Quiet = None,
) -> int:
    """Show what changed between two audits: findings that are new, resolved and persisting; escalations first.

    A finding is known again by case, criterion, child and evidence: words that moved persist, other words are new.

    Exit codes: 0 done; 1 new findings (with --fail-on-new); 2 wrong usage, or results that cannot be read.
    """
    outputs = plan_files(output or (), _KINDS, inputs=[old, new])
    settings = decide({"marking": marking, "quiet": quiet, "fail_on_new": fail_on_new}, folder=Path.cwd())
    before, after = read_results(old), read_results(new)
    with sides_of(before, after) as sides, ExitStack() as stack:
        wants_json = output_format is Format.JSON or any(file.kind == "json" for file in outputs)
        changes = stack.enter_context(ChangeSpool()) if wants_json else None
        found = differences(before, after, sides=sides, keep=changes.add if changes else None)
        from caseaudit.reporting.difference_page import difference_page  # noqa: PLC0415 - only where there is something

        marked = settings.marking if marking is not None else _markings(before, after)
        page = partial(difference_page, found, before, after, names=(old.name, new.name), marking=marked)
        as_json = partial(write_differences, found, changes or (), before, after)
        _write(outputs, page, as_json)
        if output_format is Format.JSON:
            as_json(_Printed())
            finish()
        elif not settings.quiet:
            show(page())
    for file in outputs:
        say(f"Wrote {file.path}")
    return ExitCode.GATE if settings.fail_on_new and failed_on_new(found.arrivals) else ExitCode.DONE


class _Printed:
    """Standard output."""

    def write(self, text: str) -> None:
        """Print one piece."""
        put(text)


def page_against(found: Differences, baseline: Results, name: str, results: Results) -> "Page":
    """Put together what changed since the baseline, to stand under the results of a run."""
    from caseaudit.reporting.difference_page import difference_page  # noqa: PLC0415 - only where there is a baseline

    marking = _markings(baseline, results)
    return difference_page(found, baseline, results, names=(name, "this run"), marking=marking)


def _markings(*both: Results) -> str:
    """Give the protective markings of both, for which of them is the higher is not ours to say."""
    found = (str(results.run.settings.get("marking") or DEFAULT_MARKING) for results in both)
    return " / ".join(dict.fromkeys(found))


def show(page: "Page") -> None:
    """Print a page."""
    from caseaudit.reporting.review_comparison_pages import show_page  # noqa: PLC0415 - takes a while to load
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415 - takes a while to load

    show_page(page, make_console())


def _write(outputs: Sequence[Output], page: Callable[..., "Page"], as_json: Callable[[TextSink], None]) -> None:
    from caseaudit.reporting.review_comparison_pages import page_markdown  # noqa: PLC0415 - takes a while to load

    try:
        for file in outputs:
            file.open()
            if file.kind == "json":
                as_json(file)
            else:
                file.write(page_markdown(page(written=True)))
        for file in outputs:
            file.put()
    finally:
        for file in outputs:
            file.discard()
