"""What reports of large batches cost: `python benchmarks/reports.py [--cases N ...]`. Prints a table.

The audits are those of the inspection sample, again and again under new ids. They are unpickled anew at each pass, as
if read back from the disk, so what is held is what a report holds. Every report is written by a process of its own.
"""

from __future__ import annotations

import argparse
import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from caseaudit.reporting.stored import read_results  # noqa: E402

if TYPE_CHECKING:
    from caseaudit.domain.audit import CaseAudit, Results

SAMPLE = ROOT / "samples" / "inspection-2025" / "case-files.jsonl"
AS_OF = "2025-05-23"
CASES = (20_000, 100_000)
FORMATS = ("none", "xlsx", "html", "md")
COUNTS = ("met", "partly_met", "not_met", "not_applicable", "cannot_assess", "assessed", "proposed", "confirmed")


class Repeated(Collection["CaseAudit"]):
    """So many copies of a few audits, each under an id of its own."""

    def __init__(self, cases: Collection[CaseAudit], count: int) -> None:
        self._stored = [pickle.dumps(case) for case in cases]
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[CaseAudit]:
        for number in range(self._count):
            case: CaseAudit = pickle.loads(self._stored[number % len(self._stored)])  # noqa: S301 - just made
            yield replace(case, case_id=f"{case.case_id}-{number:07}")

    def __contains__(self, case: object) -> bool:
        return any(one == case for one in self)


def many(results: Results, count: int) -> Results:
    """The results of so many cases, with a summary to match."""
    share = count / len(results.cases)
    criteria = tuple(
        replace(one, **{name: round(getattr(one, name) * share) for name in COUNTS}) for one in results.summary.criteria
    )
    urgent = round(results.summary.escalations * share)
    summary = replace(results.summary, cases=count, escalations=urgent, criteria=criteria)
    return replace(results, cases=Repeated(results.cases, count), summary=summary)


def write(results: Results, form: str, target: Path) -> None:
    """Write one report; `none` goes through the cases once and writes nothing."""
    if form == "none":
        target.write_text(str(sum(1 for _ in results.cases)), "ascii")
    elif form == "xlsx":
        from caseaudit.reporting.workbook import write_workbook  # noqa: PLC0415 - only what is measured

        write_workbook(results, target)
    else:
        from caseaudit.reporting.html_v1 import write_html  # noqa: PLC0415
        from caseaudit.reporting.markdown_v1 import write_markdown  # noqa: PLC0415
        from caseaudit.reporting.month import make_month  # noqa: PLC0415
        from caseaudit.reporting.month_page import month_page  # noqa: PLC0415

        page = month_page(make_month(results, marking="OFFICIAL-SENSITIVE"))
        with target.open("w", encoding="utf-8") as stream:
            (write_html if form == "html" else write_markdown)(page, stream)


def measured(form: str, count: int, audited: Path, target: Path) -> None:
    """Write a report in this process and print what it took, as JSON: seconds of a clock and of a processor, bytes."""
    results = many(read_results(audited), count)
    began, used = time.perf_counter(), time.process_time()
    write(results, form, target)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    told = (time.perf_counter() - began, time.process_time() - used, peak, target.stat().st_size)
    sys.stdout.write(json.dumps(told))


def main() -> None:
    """Measure every format with every number of cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=CASES)
    parser.add_argument("--inside", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        form, audited, target = given.inside
        measured(form, given.cases[0], Path(audited), Path(target))
        return
    with tempfile.TemporaryDirectory() as folder:
        audited = Path(folder, "sample.json")
        run = ["-m", "caseaudit", "run", str(SAMPLE), "--as-of", AS_OF, "--quiet", "-o", str(audited)]
        subprocess.run([sys.executable, *run], check=True, env={"PYTHONPATH": str(ROOT / "src")})
        print(f"{'cases':>9}  {'format':6}  {'wall s':>8}  {'cpu s':>8}  {'peak MB':>8}  {'file MB':>8}")
        for count in given.cases:
            for form in FORMATS:
                inside = [__file__, "--cases", str(count), "--inside", form, str(audited), str(Path(folder, form))]
                told = subprocess.run([sys.executable, *inside], check=True, capture_output=True).stdout
                wall, cpu, peak, size = json.loads(told)
                print(f"{count:>9,}  {form:6}  {wall:8.1f}  {cpu:8.1f}  {peak / 1e6:8.0f}  {size / 1e6:8.1f}")


if __name__ == "__main__":
    main()
