"""How fast whole batches are audited: `python benchmarks/batch.py [--quick] [--cases N]`. Prints tables in Markdown.

Without more words: the table of runs beside their floor, memory, start-up, and other readers of the same narratives.
`--growth`, `--profile` and `--memory N` print these sections instead; `--all` prints everything.

Everything is measured in processes of its own. CPU is user and system, worker processes included; the clock is what one
waits for. Compare the ratios, for the figures themselves move with the machine. The floor is the least that any program
must do with the same file: `json.loads` of each line, then validation into the case-file model; nothing is judged and
nothing written. The batch is the same every time. With `--folder` it is kept, and so is everything measured: the same
command goes on where it was stopped, and measures anew what was measured with another program.
"""

from __future__ import annotations

import argparse
import tempfile
from hashlib import sha256
from pathlib import Path

from batch_growth import CASES as GROWTH
from batch_growth import QUICK as GROWTH_QUICK
from batch_growth import growth
from batch_making import SEEN, batch, first, make, sentences
from batch_profile import profile
from batch_readers import readers
from batch_rows import ROWS, measured_rows, memory, starting, steady
from batch_running import Bench
from batch_telling import Aims

__all__ = ["batch"]

CASES, QUICK = 10_000, 1_000
LEAST = 100
"""Cases of the smallest batch, so that a hundredth of it is one."""
PROFILED = 2_000


def told() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help=f"cases of the batch (default {CASES:,})")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} cases, and fewer for --growth")
    parser.add_argument("--goes", type=int, default=1, metavar="N", help="goes of which the quickest counts")
    parser.add_argument(
        "--rows", nargs="+", choices=[*ROWS], default=[*ROWS], metavar="ROW", help=f"of {', '.join(ROWS)}"
    )
    parser.add_argument("--medspacy", metavar="PYTHON", help="also measure medspaCy, installed for this interpreter")
    parser.add_argument("--growth", action="store_true", help="how cost grows with length, criteria and lexicon")
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    parser.add_argument("--memory", type=int, metavar="N", help="memory of a cheap audit of N cases, N/10 and N/100")
    parser.add_argument("--all", action="store_true", help="every section (--memory only where it is asked for)")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="keep the batches and what was measured here")
    said = parser.parse_args()
    said.cases = QUICK if said.quick else max(LEAST, said.cases)
    return said


def sections(bench: Bench, said: argparse.Namespace) -> None:
    """Print what is asked for."""
    aims = Aims()
    chosen = said.growth or said.profile or said.memory
    if said.all or not chosen:
        whole = make(bench.folder, said.cases)
        size = whole.stat().st_size
        count, different = sentences(whole)
        print(f"### {said.cases:,} cases, {size / 1e6:,.0f} MB, {size / said.cases / 1e3:.1f} kB a case")
        print(f"\nThe first {min(SEEN, said.cases):,} cases have {count:,} sentences, {different:,} of them different.")
        case = measured_rows(bench, aims, whole, said.cases, said.goes, said.rows)
        memory(bench, aims, whole, said.cases, said.rows)
        starting(bench, aims, first(whole, 1))
        readers(bench, aims, said.medspacy, case)
    if said.all or said.growth:
        growth(bench, GROWTH_QUICK if said.quick else GROWTH, said.goes)
    if said.all or said.profile:
        cases = min(PROFILED, said.cases)
        profile(bench, make(bench.folder, cases), cases)
    if said.memory:
        steady(bench, aims, max(LEAST, said.memory))
    aims.tell()


def main() -> None:
    """Measure, in the folder given or in one that is removed."""
    said = told()
    if said.folder:
        from caseaudit.batch.cache import program_digest  # noqa: PLC0415 - only where something is kept

        said.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        parts = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
        sections(Bench(said.folder, sha256(b"".join([program_digest().encode(), *parts])).hexdigest()), said)
        return
    with tempfile.TemporaryDirectory() as temporary:
        sections(Bench(Path(temporary)), said)


if __name__ == "__main__":
    main()
