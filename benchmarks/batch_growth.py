"""How the cost of a case grows: with narratives, criteria and lexicon, each in runs of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from batch_making import OWN_ENTRIES, first, make, own_lexicon
from batch_running import Bench, Taken, least
from batch_telling import table
from narratives import SIZE

CASES, QUICK = 1_000, 200
BEFORE = 2
"""The first of so many parts is left out."""
LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000)
SELECTED = (1, 10, 20)
RUBRICS = ("dip-sample", "ncpi", "ppn")


def each(bench: Bench, path: Path, cases: int, goes: int, *extra: str) -> tuple[float, float]:
    """Return milliseconds of CPU that one case more takes, and the seconds of a run on one case.

    A run's first cases cost more, for patterns are put together when they are first wanted; they are left out.
    """
    out, one, few = [bench.folder / "growth.jsonl"], first(path, 1), cases // BEFORE
    name = f"growth {path.name} {' '.join(extra)}".replace(f"{bench.folder}/", "")

    def again() -> Taken:
        bench.audited(one, out, *extra)  # what is kept from run to run is there then
        return bench.audited(one, out, *extra)

    def quickest(what: str, measure: Callable[[], Taken]) -> Taken:
        return least([bench.taken(f"{name}, {what}, go {go}", measure) for go in range(1, goes + 1)])

    start = quickest("one case", again)
    part = quickest(f"{few} cases", lambda: bench.audited(first(path, few), out, *extra))
    whole = quickest("all", lambda: bench.audited(path, out, *extra))
    return (whole.cpu - part.cpu) / (cases - few) * 1e3, start.cpu


def growth(bench: Bench, cases: int, goes: int) -> None:
    """Print three small tables."""
    print("\n### How cost grows")
    print(f"\nCPU of one process for each case from number {cases // BEFORE:,} to number {cases:,}.")
    lengths = []
    for size in LENGTHS:
        cost, _ = each(bench, make(bench.folder, cases, size), cases, goes)
        lengths.append((f"{size // 1000} kB", f"{cost:.2f} ms", f"{cost / size * 1e3:.2f} ms"))
    table(("narrative", "a case", "a kB of it"), lengths)
    path = make(bench.folder, cases, SIZE)
    rows = []
    for name, count, extra in asked():
        cost, start = each(bench, path, cases, goes, *extra)
        rows.append((name, str(count), f"{cost:.2f} ms", f"{start:.2f} s"))
    table(("criteria", "number", "a case", "one case with start-up"), rows)
    own = own_lexicon(bench.folder / "own.yaml")
    ways: Sequence[tuple[str, tuple[str, ...]]] = (
        ("as shipped", ()),
        (f"as shipped, and {OWN_ENTRIES} own entries", ("--lexicon", str(own))),
        ("as shipped, no second reader", ("--no-second-reader",)),
        (f"no second reader, and {OWN_ENTRIES} own entries", ("--no-second-reader", "--lexicon", str(own))),
    )
    told = [(name, *each(bench, path, cases, goes, *extra)) for name, extra in ways]
    table(
        ("lexicon", "a case", "one case with start-up"),
        ((name, f"{cost:.2f} ms", f"{start:.2f} s") for name, cost, start in told),
    )


def asked() -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Give what to judge by, least first: a name, the number of criteria, and the words of the command."""
    from caseaudit.reading.judgements import load_judgement  # noqa: PLC0415 - not needed for the other tables

    ids = {name: [one.id for one in load_judgement((name,)).criteria] for name in RUBRICS}
    every = ids["dip-sample"]
    for count in SELECTED:
        chosen = every[:: len(every) // count][:count]
        yield f"dip-sample, {count} of them", count, tuple(word for one in chosen for word in ("--select", one))
    for name in RUBRICS:
        yield name, len(ids[name]), ("-r", name)
