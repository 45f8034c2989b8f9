"""Writes results to the files asked for, and shows them on standard output."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from caseaudit.reporting.json_v1 import write_json, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from caseaudit.cli.outputs import Output
    from caseaudit.domain.audit import Results
    from caseaudit.review.decisions import Decision

PAGES = ("html", "md")
"""Formats that are read as a report."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a report tells beside the results."""

    decisions: tuple[Decision, ...] = ()
    """What people decided; the results hold it already."""
    last: Results | None = None
    """Last month's results."""
    suppress: int | None = None
    """Counts below it are withheld from pages."""


_NOTHING = Around()


def write_files(results: Results, outputs: Sequence[Output], *, marking: str, around: Around = _NOTHING) -> None:
    """Write every output and put all of them in their places, or none. Raises UsageError when one cannot be written."""
    try:
        for output in outputs:
            output.open()
        for output in outputs:
            try:
                _write(results, output, marking, around)
            except OSError as error:
                raise output.failed(error) from None
        _write_pages(results, [output for output in outputs if output.kind in PAGES], marking, around)
        for output in outputs:
            output.finish()
        for output in outputs:
            output.put()
    finally:
        for output in outputs:
            output.discard()


def _write(results: Results, output: Output, marking: str, around: Around) -> None:
    """Write one output that is no page. What a format needs is imported only where it is wanted."""
    decisions = around.decisions
    if output.kind == "json":
        write_json(results, output)
    elif output.kind == "jsonl":
        write_jsonl(results, output)
    elif output.kind == "xlsx":
        from caseaudit.reporting.workbook import write_workbook  # noqa: PLC0415

        write_workbook(results, output.binary, marking=marking, decisions=decisions)
    elif output.kind == "csv":
        from caseaudit.reporting.csv_v1 import write_csv  # noqa: PLC0415

        write_csv(results, output, marking=marking, decisions=decisions)
    elif output.kind == "parquet":
        from caseaudit.reporting.parquet_v1 import ParquetSinks, write_parquet  # noqa: PLC0415

        write_parquet(results, ParquetSinks(**output.binaries), marking=marking, decisions=decisions)
    elif output.kind == "junit.xml":
        from caseaudit.reporting.junit_v1 import write_junit  # noqa: PLC0415

        write_junit(results, output, marking=marking)
    elif output.kind == "sarif":
        from caseaudit.reporting.sarif_v1 import write_sarif  # noqa: PLC0415

        write_sarif(results, output, marking=marking)


def _write_pages(results: Results, outputs: Sequence[Output], marking: str, around: Around) -> None:
    if not outputs:
        return
    from caseaudit.reporting.html_v1 import write_html  # noqa: PLC0415 - only where a page is wanted
    from caseaudit.reporting.markdown_v1 import write_markdown  # noqa: PLC0415
    from caseaudit.reporting.month import make_month  # noqa: PLC0415
    from caseaudit.reporting.month_page import month_page  # noqa: PLC0415

    month = make_month(
        results, marking=marking, decisions=around.decisions, last=around.last, threshold=around.suppress
    )
    page = month_page(month)
    for output in outputs:
        (write_html if output.kind == "html" else write_markdown)(page, output)


def show(results: Results, escalations: int | None = None) -> None:
    """Print the tables; `escalations` counts the findings that escalate where `results` hold only the first of them."""
    from caseaudit.reporting.console import show_results  # noqa: PLC0415 - only where tables are wanted
    from caseaudit.reporting.terminal import make_console  # noqa: PLC0415

    show_results(results, make_console(), escalations=escalations)


def build_lines(results: Results) -> str:
    """Give the results as annotations of a GitHub build."""
    from caseaudit.reporting.github_v1 import write_github  # noqa: PLC0415 - only where they are wanted

    lines = StringIO()
    write_github(results, lines)
    return lines.getvalue()
