"""The rows of the table: ways to run the same batch, each beside the floor; what they hold in memory; start-up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from batch_making import first, make
from batch_running import AS_OF, Bench, Taken, entered, least, same, soonest
from batch_telling import Aims, held, seconds, table

STARTS = 5
"""Goes of a start-up, of which the quickest counts."""
FLOOR, CACHED, PAIR, GROWN, PEAK, START = (30, 12), 2.5, 1.7, 1.2, 300, (0.9, 0.4)
"""What is aimed at: (at most, better still) or one bound."""
SHARES = (100, 10, 1)
"""Memory is compared with one case in so many."""
WARM = 10_000
CHEAP = ("--select", "ethnicity-recorded", "--no-second-reader")
"""What is judged where only memory is of interest: it reads no narrative."""

Row = Callable[[Bench, Path, int, Path], dict[str, Taken]]
"""Measures: the batch, its number of cases and a folder for the results in, what each line took out."""


def one(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """One process."""
    return {"one process": bench.audited(whole, [out / "one.jsonl"])}


def two(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """Two processes; the results must be the same."""
    taken = bench.audited(whole, [out / "two.jsonl"], "-j", "2")
    same(out / "one.jsonl", out / "two.jsonl", "a second process")
    return {"two processes": taken}


def alone(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """One process, lexicon only."""
    return {"one process, `--no-second-reader`": bench.audited(whole, [out / "alone.jsonl"], "--no-second-reader")}


def cached(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """Fill the cache, then audit the same again; the results must be the same."""
    cache = bench.fresh("cache")
    filled = bench.audited(whole, [out / "filled.jsonl"], "--cache", str(cache))
    unchanged = bench.audited(whole, [out / "again.jsonl"], "--cache", str(cache))
    for name in ("filled", "again"):
        same(out / "one.jsonl", out / f"{name}.jsonl", "the cache")
    shutil.rmtree(cache)
    return {"one process, `--cache`, first run": filled, "one process, `--cache`, nothing changed": unchanged}


def resumed(bench: Bench, whole: Path, cases: int, out: Path) -> dict[str, Taken]:
    """Interrupt a run half-way and go on; and, by itself, what it costs to take over what was audited."""
    half = (out / "one.jsonl").stat().st_size / 2
    partial = out / "resumed.jsonl.partial"
    partial.unlink(missing_ok=True)
    before = bench.audited(whole, [out / "resumed.jsonl"], until=lambda: _size(partial) > half)
    count = entered(partial)
    apart = bench.fresh("apart")
    # The same records and nothing behind them: all that is left to do is to take over.
    cut = first(whole, count).replace(apart / whole.name)
    for path in (partial, partial.with_name(f"{partial.name}.state")):
        shutil.copy(path, apart)
    taken = bench.audited(cut, [apart / "resumed.jsonl"], "--resume")
    rest = bench.audited(whole, [out / "resumed.jsonl"], "--resume")
    same(out / "one.jsonl", out / "resumed.jsonl", "--resume")
    shutil.rmtree(apart)
    both = Taken(before.cpu + rest.cpu, before.wall + rest.wall, rest.peak)
    return {
        f"interrupted after {count:,}, gone on with `--resume`": replace(both, cases=cases),
        f"of that: start, and take over {count:,} cases": replace(taken, cases=count),
    }


def tables(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """Tables for analysts beside the lines."""
    outs = [out / f"tables.{suffix}" for suffix in ("jsonl", "csv", "parquet")]
    return {"one process, `.jsonl`, `.csv` and `.parquet`": bench.audited(whole, outs)}


def workbook(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """The workbook."""
    return {"one process, `.xlsx`": bench.audited(whole, [out / "book.xlsx"])}


def pseudonymised(bench: Bench, whole: Path, _cases: int, out: Path) -> dict[str, Taken]:
    """With a key."""
    key = out / "key.txt"
    if not key.exists():
        bench.command(["key", "new", str(key)])
    taken = bench.audited(whole, [out / "hidden.jsonl"], "--pseudonymise", str(key))
    return {"one process, `--pseudonymise`": taken}


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


ROWS: dict[str, Row] = {
    row.__name__: row for row in (one, two, alone, cached, resumed, tables, workbook, pseudonymised)
}


def goes_of(
    bench: Bench, whole: Path, cases: int, goes: int, names: Sequence[str]
) -> tuple[Taken, dict[str, dict[str, list[Taken]]]]:
    """Measure rows by turns, each after the floor; give the least floor, and the goes of every line of every row."""
    out = bench.folder / f"results-{cases}"
    out.mkdir(mode=0o700, exist_ok=True)
    floors: list[Taken] = []
    found: dict[str, dict[str, list[Taken]]] = {name: {} for name in ROWS if name in names or name == "one"}
    for go in range(1, goes + 1):
        for name, lines in found.items():
            key = f"{cases} cases, {name}, go {go}"
            floors.append(bench.taken(f"{key}, floor before", lambda: bench.floor(whole, cases)))

            def measure(row: Row = ROWS[name]) -> dict[str, dict[str, float]]:
                return {line: asdict(taken) for line, taken in row(bench, whole, cases, out).items()}

            for place, (line, taken) in enumerate(bench.known(key, measure).items()):
                # How far an interrupted run came differs from go to go: the first one's words stand for all.
                known = list(lines)
                lines.setdefault(known[place] if place < len(known) else line, []).append(Taken(**taken))
    return least(floors), found


def measured_rows(bench: Bench, aims: Aims, whole: Path, cases: int, goes: int, names: Sequence[str]) -> float:
    """Print the table; return the seconds of CPU that a case takes in one process."""
    start = started(bench, first(whole, 1))
    floor, found = goes_of(bench, whole, cases, goes, names)
    lines = [("floor: `json.loads`, `CaseFile.read`", replace(floor, cases=cases))]
    for name, taken in found.items():
        lines += [(line, (soonest if name == "two" else least)(several)) for line, several in taken.items()]
    head = (f"{cases:,} cases", "CPU", "clock", "cases a second", "times the floor (CPU)", "peak memory")
    table(head, (_line(name, taken, cases, floor) for name, taken in lines))
    single = found["one"]["one process"]
    quickest = least(single)
    aims.most("one process, times the floor (CPU)", quickest.cpu / floor.cpu, *FLOOR)
    aims.told("the same, start-up left out", (quickest.cpu - start) / floor.cpu)
    if "two" in found:
        pair = soonest(found["two"]["two processes"])
        aims.least("two processes against one, by the clock", soonest(single).wall / pair.wall, PAIR, " times")
    if "cached" in found:
        again = least(list(found["cached"].values())[-1])
        aims.most("nothing changed, with `--cache`, times the floor (CPU)", again.cpu / floor.cpu, CACHED)
        aims.told("the same, start-up left out", (again.cpu - start) / floor.cpu)
    aims.most("peak memory of one process", quickest.peak, PEAK, unit=" MB")
    return quickest.cpu / cases


def started(bench: Bench, path: Path) -> float:
    """Return the seconds of CPU of a run on one case, when what is kept from run to run is there."""

    def again() -> Taken:
        bench.audited(path, [bench.folder / "start.jsonl"])
        return bench.audited(path, [bench.folder / "start.jsonl"])

    return bench.taken("start", again).cpu


def _line(name: str, taken: Taken, cases: int, floor: Taken) -> tuple[str, ...]:
    count = taken.cases or cases
    times = taken.cpu / (floor.cpu * count / cases)
    rate = f"{count / taken.wall:,.0f}"
    return name, seconds(taken.cpu), seconds(taken.wall), rate, f"{times:.1f}", held(taken.peak, taken.workers)


def memory(bench: Bench, aims: Aims, whole: Path, cases: int, names: Sequence[str]) -> None:
    """Print memory and cost of one process and, where wanted, of two, for a hundredth, a tenth and all of the batch."""
    print("\n### Memory, and cost with the number of cases")
    rows: list[tuple[str, ...]] = []
    peaks: list[float] = []
    for share in SHARES:
        count = max(1, cases // share)
        path = whole if share == 1 else first(whole, count)
        _, found = goes_of(bench, path, count, 1, [name for name in ("one", "two") if name in names])
        single = found["one"]["one process"][0]
        pair = found["two"]["two processes"][0] if "two" in found else Taken(0, 0)
        peaks.append(max(single.peak, pair.workers))
        each = f"{single.cpu / count * 1e3:.2f} ms"
        rows.append((f"{count:,}", each, held(single.peak), held(pair.peak), held(pair.workers)))
    table(("cases", "CPU a case, with start-up", "one process", "first of two", "largest worker"), rows)
    grown(aims, "memory of the largest process", cases, peaks)


def grown(aims: Aims, figure: str, cases: int, peaks: Sequence[float]) -> None:
    """Enter how memory grew; it is bounded from 10,000 cases on, when everything that a run needs has been wanted."""
    warm = [(share, peak) for share, peak in zip(SHARES[:-1], peaks[:-1], strict=True) if cases // share >= WARM]
    share, before = warm[0] if warm else (SHARES[-2], peaks[-2])
    told, seen = f"{figure}, {cases:,} cases against {cases // share:,}", peaks[-1] / before
    if warm:
        aims.most(told, seen, GROWN, unit=" times")
    else:
        aims.told(told, seen, " times")


def steady(bench: Bench, aims: Aims, cases: int) -> None:
    """Print what a process holds at most in cheap audits of more and more cases."""
    whole = make(bench.folder, cases)
    out = bench.folder / "steady.jsonl"
    rows, peaks = [], []
    for share in SHARES:
        count = cases // share
        path = whole if share == 1 else first(whole, count)
        taken = bench.taken(f"memory for {count} of {cases} cases", lambda: bench.audited(path, [out], *CHEAP))  # noqa: B023 - called at once
        peaks.append(taken.peak)
        each = f"{taken.cpu / count * 1e3:.2f} ms"
        rows.append((f"{count:,}", f"{path.stat().st_size / 1e6:,.0f} MB", each, seconds(taken.wall), held(taken.peak)))
    print(f"\n### Memory of one process, `{' '.join(CHEAP)}`")
    table(("cases", "export", "CPU a case", "clock", "peak memory"), rows)
    grown(aims, "memory with one criterion", cases, peaks)
    aims.most(f"peak memory, {cases:,} cases, one criterion", peaks[-1], PEAK, unit=" MB")


def starting(bench: Bench, aims: Aims, path: Path) -> None:
    """Print what it costs to start."""
    run = ("run", str(path), "-o", str(bench.folder / "start.jsonl"), "-q", "--quick", "--as-of", AS_OF)
    print(f"\n### Start-up, the quickest of {STARTS}")
    rows = []
    for name, arguments in (("`caseaudit --version`", ("--version",)), ("`caseaudit run`, one case", run)):
        goes = [bench.taken(f"start-up, {name}, go {go}", lambda: bench.command(arguments)) for go in range(STARTS)]  # noqa: B023 - called at once
        taken = least(goes)
        rows.append((name, seconds(taken.cpu), seconds(taken.wall)))
    table(("command", "CPU", "clock"), rows)
    aims.most("start-up of `caseaudit run` on one case, CPU", taken.cpu, *START, unit=" s")
