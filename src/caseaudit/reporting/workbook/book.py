"""The workbook put together: the sheets in their order, the properties, and the bytes."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook import Workbook

from caseaudit.reporting.json_v1 import run_id
from caseaudit.reporting.text import for_cell
from caseaudit.reporting.workbook import package, styles
from caseaudit.reporting.workbook.cases import write_cases
from caseaudit.reporting.workbook.criteria import write_criteria
from caseaudit.reporting.workbook.decisions import write_decisions
from caseaudit.reporting.workbook.escalations import write_escalations
from caseaudit.reporting.workbook.evidence import write_evidence
from caseaudit.reporting.workbook.findings import write_findings
from caseaudit.reporting.workbook.layout import make_layout
from caseaudit.reporting.workbook.plan import EXCEL_ROWS, make_plan
from caseaudit.reporting.workbook.readme import write_readme
from caseaudit.reporting.workbook.set_aside import write_set_aside
from caseaudit.reporting.workbook.summary import write_summary
from caseaudit.reporting.workbook.working import write_lists, write_working

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import BinaryIO

    from caseaudit.domain.audit import Results
    from caseaudit.reporting.workbook.plan import Plan
    from caseaudit.review.decisions import Decision

MARKING = "OFFICIAL-SENSITIVE"


def write_workbook(
    results: Results,
    path_or_stream: str | Path | BinaryIO,
    *,
    marking: str = MARKING,
    max_rows: int = EXCEL_ROWS,
    decisions: Iterable[Decision] = (),
) -> None:
    """Write the audit sheet: the same results and marking give the same bytes.

    `max_rows` is the most rows a sheet may have; beyond it, or beyond what anybody reads (`plan.MOST_FINDINGS` and the
    like), the most urgent are kept, and the sheets say how many of how many. `decisions` are those that the results
    hold already; they get a sheet of their own. Raises OSError when the file cannot be written.
    """
    plan = make_plan(results, marking=marking, max_rows=max_rows, decisions=decisions)
    with closing(plan):
        _write(plan, path_or_stream)


def _write(plan: Plan, path_or_stream: str | Path | BinaryIO) -> None:
    results, marking = plan.results, plan.marking
    layout = make_layout(plan)
    book = Workbook(write_only=True)
    styles.add_styles(book)
    sheets = [
        write_readme(book, plan),
        write_escalations(book, plan),
        write_summary(book, plan, layout),
        write_cases(book, plan, layout),
        write_findings(book, plan),
        write_evidence(book, plan),
        write_criteria(book, plan, layout),
        write_set_aside(book, plan),
        *([write_decisions(book, plan)] if plan.rulings.every else []),
        write_working(book, plan),
        write_lists(book, plan),
    ]
    book.properties.title = "Case file audit"
    book.properties.creator = f"caseaudit {results.run.tool_version}"
    properties: Any = book.custom_doc_props  # type: ignore[attr-defined]  # the stubs lack it
    for name, value in (
        ("caseaudit-schema", results.schema),
        ("caseaudit-run", run_id(results.run)),
        ("caseaudit-marking", for_cell(marking)),
    ):
        properties.append(StringProperty(name=name, value=value))
    values = {f"xl/worksheets/sheet{at}.xml": sheet.values for at, sheet in enumerate(sheets, 1)}
    package.save(book, path_or_stream, values)
