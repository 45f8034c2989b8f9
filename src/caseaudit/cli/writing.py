"""Writes results to the files asked for, and shows them on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseaudit.reporting.json_v1 import write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.cli.outputs import Output
    from caseaudit.domain.audit import Results


def write_all(results: Results, outputs: Sequence[Output], *, marking: str) -> None:
    """Write every output but JSON Lines, which goes out case by case. Raises UsageError when one cannot be written."""
    for output in outputs:
        if output.kind == "json":
            write_json(results, output)
        elif output.kind == "xlsx":
            from caseaudit.reporting.workbook import write_workbook  # noqa: PLC0415 - only where a workbook is wanted

            try:
                write_workbook(results, output.binary, marking=marking)
            except OSError as error:
                raise output.failed(error) from None


def show(results: Results) -> None:
    """Print the tables."""
    from caseaudit.reporting.console import show_results  # noqa: PLC0415 - only where tables are wanted
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    show_results(results, make_console())
