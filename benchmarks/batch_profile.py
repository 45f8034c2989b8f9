"""Where the time of a batch goes: every few milliseconds of CPU the stack is looked at for our innermost module.

What a library does counts for the module that called it, and small functions cost no more than without the look.
"""

from __future__ import annotations

import json
import runpy
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from batch_running import AS_OF, ROOT, Bench
from batch_telling import table

PACKAGE = f"{ROOT / 'src' / 'caseaudit'}/"
EVERY = 0.001
"""Seconds between two looks; a kernel may make them more."""
SHOWN = 15
LOADING, REST = "starting: imports, rubric, lexicon", "everything else"
ROOMS = (
    ("language/second", "language: second reader"),
    ("language/wordpieces", "language: second reader"),
    ("language/", "language: lexicon and context"),
    ("domain/case_", "reading and validating the case"),
    ("reading/", "reading and validating the case"),
    ("checks/", "judging: checks, engine, times"),
    ("engine/case_counts", "counts"),
    ("engine/summary", "counts"),
    ("engine/", "judging: checks, engine, times"),
    ("rubric/", "judging: checks, engine, times"),
    ("domain/", "judging: checks, engine, times"),
    ("reporting/", "writing the line"),
    ("batch/journal", "writing the line"),
    ("batch/gathered", "counts"),
)
"""How a module's path begins, and its room; the first that fits counts."""


def room_of(module: str) -> str:
    """Say in which room a module lies."""
    return next((room for start, room in ROOMS if module.startswith(start)), REST)


def looked(frame: FrameType | None) -> tuple[str, str]:
    """Return room and module of what was under way in a stack."""
    module, loading = "", False
    while frame is not None:
        code = frame.f_code
        if not module and code.co_filename.startswith(PACKAGE):
            module = code.co_filename[len(PACKAGE) :]
        loading = loading or code.co_name == "load_judgement" or code.co_filename.startswith("<frozen importlib")
        frame = frame.f_back
    return (LOADING if loading else room_of(module)), module or "(none of ours)"


def inside(told: str, arguments: Sequence[str]) -> None:
    """Run the command in this process, and leave behind how often each module was seen."""
    seen: Counter[tuple[str, str]] = Counter()

    def look(_number: int, frame: FrameType | None) -> None:
        seen[looked(frame)] += 1

    signal.signal(signal.SIGPROF, look)
    signal.siginterrupt(signal.SIGPROF, False)  # noqa: FBT003 - positional only
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    sys.argv = ["caseaudit", *arguments]
    try:
        runpy.run_module("caseaudit", run_name="__main__", alter_sys=True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        Path(told).write_text(json.dumps([[*key, count] for key, count in seen.items()]), "utf-8")


def profile(bench: Bench, path: Path, cases: int) -> None:
    """Print the shares of rooms and of the dearest modules, start-up left out."""

    def measure() -> list[list[str | int]]:
        told = bench.folder / "profile.json"
        run = [
            "run",
            str(path),
            "-o",
            str(bench.folder / "profile.jsonl"),
            "-q",
            "--quick",
            "--as-of",
            AS_OF,
            "-j",
            "1",
        ]
        bench.timed([sys.executable, __file__, str(told), *run])
        found: list[list[str | int]] = json.loads(told.read_text("utf-8"))
        return found

    rooms: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for room, module, count in bench.known(f"profile {path.name}", measure):
        rooms[room] += count
        if room != LOADING:
            modules[module] += count
    started = rooms.pop(LOADING, 0)
    whole = rooms.total()
    print(f"\n### Where the time goes\n\nOne process, {cases:,} cases, {whole:,} looks at what was under way; ", end="")
    print(f"start-up, left out here, had {started:,} more.")
    table(("room", "share"), ((room, f"{count / whole:.0%}") for room, count in rooms.most_common()))
    table(("module", "share"), ((name, f"{count / whole:.1%}") for name, count in modules.most_common(SHOWN)))


if __name__ == "__main__":
    inside(sys.argv[1], sys.argv[2:])
