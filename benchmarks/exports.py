"""How fast exports are read through a mapping: `python benchmarks/exports.py [--quick]`. Prints a table.

Times are processor time (user and system) of one process each, which does nothing else; compare the ratios, for the
figures themselves move with the machine. What is compared with does no mapping, no account of rows, no places, no
check for repeats: it is the least that any program must do with the same file. Everything is written to a temporary
folder and removed.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "--src"
sys.path.insert(0, sys.argv[sys.argv.index(SOURCE) + 1] if SOURCE in sys.argv else str(ROOT / "src"))

from export_files import case_of, mapping, write_csv, write_json, write_log, write_workbook, write_xml  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from caseaudit.domain.case_file import CaseFile  # noqa: E402
from caseaudit.reading.case_files import ReadCase  # noqa: E402
from caseaudit.reading.intake import read_cases  # noqa: E402
from caseaudit.reading.mapped import MappedIntake  # noqa: E402
from caseaudit.reading.mappings import load_mapping_file  # noqa: E402
from caseaudit.reading.tables import workbook_tables  # noqa: E402, F401 - loaded before the clock starts
from caseaudit.reading.tables.opening import find_handles, tables_of  # noqa: E402
from caseaudit.reading.tables.settings import ReadSettings  # noqa: E402

CASES, SHEET, JOINED, LOG, NESTED = 100_000, 20_000, 30_000, 100_000, 20_000
"""Rows of the wide table and of the workbook; cases and rows of the log; cases as XML and as JSON."""
FATES = ("audited", "rejected", "repeated", "left_out", "blank")
"""What becomes of rows; the account must balance."""
REPEATS = 3
"""Goes of which the quickest counts; the others share the machine with something else."""


def mapped(folder: Path) -> int:
    """Read an export through its mapping to validated case files."""
    file = next(folder.glob("*.yaml"))
    exports = [str(path) for path in sorted(folder.iterdir()) if path != file]
    with MappedIntake(load_mapping_file(file)) as intake:
        count = sum(1 for result in read_cases(exports, intake) if isinstance(result, ReadCase))
        read = sum(used.read or 0 for used in intake.inputs())
        kept = sum(int(getattr(used, name) or 0) for used in intake.inputs() for name in FATES)
    if read != kept:
        raise AssertionError(f"{read} rows read, {kept} accounted for")
    return count


def _read(cases: Iterator[dict[str, Any]]) -> int:
    return sum(bool(CaseFile.read(case).case_id) for case in cases)


def bare_csv(folder: Path) -> int:
    """Read the wide table with `csv` and validate a case file of every row."""
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as stream:
        return _read(map(case_of, csv.DictReader(stream)))


def bare_join(folder: Path) -> int:
    """Read both tables with `csv`, hold the log in memory by its case, and validate."""
    log: dict[str, list[dict[str, str]]] = {}
    with (folder / "log.csv").open(encoding="utf-8", newline="") as stream:
        for cells in csv.DictReader(stream):
            entry = {"kind": "log", "recorded_at": cells["ENTERED"], "author_role": cells["ROLE"]}
            log.setdefault(cells["OCC"], []).append({**entry, "entry_id": cells["ENTRY_ID"], "text": cells["ENTRY"]})
    with (folder / "cases.csv").open(encoding="utf-8", newline="") as stream:
        cases = ({**case_of(cells), "narrative": log.get(cells["OCC_REF"], [])} for cells in csv.DictReader(stream))
        return _read(cases)


def bare_xml(folder: Path) -> int:
    """Read the elements with the standard library's `iterparse` and validate."""

    def rows() -> Iterator[dict[str, str]]:
        for _, element in ET.iterparse(folder / "cases.xml"):  # noqa: S314 - written by this program
            if element.tag == "Case":
                yield {child.tag: child.text or "" for child in element}
                element.clear()

    return _read(map(case_of, rows()))


def bare_json(folder: Path) -> int:
    """Read the whole file with `json` and validate."""
    return _read(map(case_of, json.loads((folder / "cases.json").read_text(encoding="utf-8"))))


def sheet(folder: Path) -> int:
    """Read the rows of a workbook with our own reader."""
    settings = ReadSettings()
    (handle,), _ = find_handles([str(folder / "cases.xlsx")], settings)
    return sum(sum(1 for _ in table.rows) for table in tables_of(handle, settings))


def bare_sheet(folder: Path) -> int:
    """Read the same rows with openpyxl, read-only."""
    book = load_workbook(folder / "cases.xlsx", read_only=True)
    return sum(1 for _ in book["Cases"].iter_rows(min_row=2, values_only=True))


WORK: dict[str, Callable[[Path], int]] = {
    work.__name__: work for work in (mapped, bare_csv, bare_join, bare_xml, bare_json, sheet, bare_sheet)
}


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison: what is read, what it is compared with, and how fast it should be at least."""

    name: str
    write: Callable[[Path, int], None]
    rows: int
    ours: str
    bare: str
    against: str
    goal: float | None
    mapping: dict[str, Any] | None = None


def _log(folder: Path, rows: int) -> None:
    write_log(folder, rows, rows * LOG // JOINED)


COMPARED = (
    Case(
        f"CSV, {CASES:,} cases of 30 columns",
        lambda folder, rows: write_csv(folder / "cases.csv", rows),
        *(CASES, "mapped", "bare_csv", "csv and Pydantic", 0.5, mapping("cases.csv")),
    ),
    Case(
        f"XLSX, {SHEET:,} rows of 30 columns",
        lambda folder, rows: write_workbook(folder / "cases.xlsx", rows),
        *(SHEET, "sheet", "bare_sheet", "openpyxl, read-only", 3.0),
    ),
    Case(
        f"CSV, {JOINED:,} cases and {LOG:,} rows of a log",
        _log,
        *(JOINED, "mapped", "bare_join", "csv, a dict and Pydantic", None, mapping("cases.csv", log=True)),
    ),
    Case(
        f"XML, {NESTED:,} cases of 30 elements",
        lambda folder, rows: write_xml(folder / "cases.xml", rows),
        *(NESTED, "mapped", "bare_xml", "iterparse and Pydantic", None, mapping("cases.xml", sheet="Return/Case")),
    ),
    Case(
        f"JSON, {NESTED:,} cases of 30 values",
        lambda folder, rows: write_json(folder / "cases.json", rows),
        *(NESTED, "mapped", "bare_json", "json and Pydantic", None, mapping("cases.json")),
    ),
)


def measured(work: str, folder: Path, source: str) -> dict[str, float]:
    """Measure one piece of work in a process of its own: seconds, peak memory in MB, what it counted."""
    command = [sys.executable, __file__, "--work", work, "--folder", str(folder), SOURCE, source]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def work_once(work: str, folder: Path) -> None:
    """Do one piece of work and print what it took."""
    started = time.process_time()
    count = WORK[work](folder)
    print(json.dumps({"seconds": time.process_time() - started, "peak": peak() / 1e6, "count": count}))


def peak() -> int:
    """Return the most memory that this process has held, in bytes, its imports included; 0 where nothing tells."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) * 1024
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def compare(case: Case, share: int, source: str) -> None:
    """Write one export, read it both ways by turns, print the figures."""
    rows = case.rows // share
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        case.write(folder, rows)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        if case.mapping is not None:
            (folder / "wide.yaml").write_text(json.dumps(case.mapping), encoding="utf-8")
        goes = [(measured(case.bare, folder, source), measured(case.ours, folder, source)) for _ in range(REPEATS)]
    bare, ours = (min((go[side] for go in goes), key=lambda go: go["seconds"]) for side in (0, 1))
    if bare["count"] != ours["count"]:
        raise AssertionError(f"{case.name}: {bare['count']} against {ours['count']}")
    print(f"\n{case.name}" + (f" (here {rows:,})" if share > 1 else "") + f", {size:.0f} MB")
    for name, go in ((case.against, bare), ("caseaudit", ours)):
        per_second = rows / go["seconds"]
        print(f"  {name:<26}{go['seconds']:>8.2f} s {per_second:>8.0f} a second {go['peak']:>6.0f} MB at most")
    goal = f" (goal: {case.goal})" if case.goal is not None else ""
    print(f"  as fast as that            {bare['seconds'] / ours['seconds']:>8.2f} times{goal}")


def main() -> None:
    """Run all comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument("--only", default="", help="only comparisons whose name holds this")
    parser.add_argument(SOURCE, dest="source", default=str(ROOT / "src"), help="another src folder, to compare with")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.work:
        work_once(said.work, said.folder)
        return
    for case in COMPARED:
        if said.only in case.name:
            compare(case, 10 if said.quick else 1, said.source)


if __name__ == "__main__":
    main()
