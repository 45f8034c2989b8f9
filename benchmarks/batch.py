"""How fast whole batches are audited: `python benchmarks/batch.py [--quick] [--cases N]`. Prints a table.

Everything is measured in processes of its own. Processor time is user and system, worker processes included; wall time
is what a clock shows. Compare the ratios, for the figures themselves move with the machine. The floor is the least that
any program must do with the same file: `json.loads` of each line, then validation into the case-file model; nothing is
judged and nothing written. The batch is made anew each time, always the same, in a temporary folder that is removed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from narratives import SAMPLES, SIZE, narratives  # noqa: E402

CASES, QUICK = 10_000, 1_000
SHARE = 10
"""The smaller batch, whose memory is compared, has one case in this many."""
AT_ONCE = 500
"""Cases whose narratives are composed at a time."""
SHIFT = 45
"""Every case is moved by up to this many days, all its times together."""
AS_OF = "2025-09-30"
"""The day of the audit, so that the results are the same every day."""
OTHERS = 200
"""Narratives that medspaCy is shown."""
STARTS = 5
"""Goes of a start-up, of which the quickest counts."""
GOALS = {"floor": (30, 12), "pair": 1.7, "memory": 1.2, "peak": 300, "start": (0.9, 0.4)}
"""What is aimed at: (at most, better still) or one bound."""

_TIME = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?")
_END = re.compile(r"(?<=[.!?])\s")
_INSIDE = """
import atexit, json, pathlib, resource, runpy, sys
told = sys.argv.pop(1)
def peaks():
    status = pathlib.Path("/proc/self/status")
    unit = 1 if sys.platform == "darwin" else 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    if status.exists():  # a process that was forked begins with the size of the one it came from, by getrusage
        held = int(status.read_text("ascii").split("VmHWM:")[1].split()[0]) * 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    pathlib.Path(told).write_text(json.dumps([held, workers]), "ascii")
atexit.register(peaks)
runpy.run_module("caseaudit", run_name="__main__", alter_sys=True)
"""
"""Runs the command and leaves behind how much memory it held at most: itself, and the largest of its workers."""

_PIPELINES = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
import medspacy
from medspacy.ner import TargetRule
from loguru import logger
logger.remove()
asked = json.load(sys.stdin)
found = {}
for splitter in ("medspacy_pyrush", "sentencizer"):
    nlp = medspacy.load(enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
    if splitter != "medspacy_pyrush":
        nlp.remove_pipe("medspacy_pyrush")
        nlp.add_pipe(splitter, first=True)
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(each, "TERM") for each in asked["phrases"]])
    nlp(asked["texts"][0])
    started = time.process_time()
    count = sum(len(nlp(text).ents) for text in asked["texts"])
    found[" ".join(nlp.pipe_names)] = [time.process_time() - started, count]
print(json.dumps(found))
"""
"""Measures medspaCy with each way of finding sentences, in an environment that has it."""


def moved(value: Any, days: int) -> Any:
    """Return `value` with every date and time in it moved by `days`, dates of birth left alone."""
    if isinstance(value, dict):
        return {key: moved(part, days) for key, part in value.items() if key != "date_of_birth"} | {
            key: value[key] for key in ("date_of_birth",) if key in value
        }
    if isinstance(value, list):
        return [moved(part, days) for part in value]
    if isinstance(value, str) and _TIME.fullmatch(value):
        whole = (datetime.fromisoformat(value) + timedelta(days=days)).isoformat()
        return whole[: len(value)]
    return value


def spread(text: str, entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each entry its share of `text`, cut where a sentence ends."""
    pieces = _END.split(text)
    each = -(-len(pieces) // len(entries))
    texts = (" ".join(pieces[each * number : each * (number + 1)]) for number in range(len(entries)))
    return [{**entry, "text": share or pieces[-1]} for entry, share in zip(entries, texts, strict=True)]


def batch(count: int) -> Iterator[dict[str, Any]]:
    """Give case files: the fields of the shipped sample's, a dip sample, with times and narratives of their own.

    The fields therefore stand blank, late or missing as often as the inspection found them. A narrative has about 2 kB,
    over as many entries as the sample's case has.
    """
    lines = (SAMPLES / "case-files.jsonl").read_text(encoding="utf-8").splitlines()
    sample = [json.loads(line) for line in lines]
    luck = random.Random(6)  # noqa: S311 - the same batch every time
    for start in range(0, count, AT_ONCE):
        texts = narratives("typical", min(AT_ONCE, count - start), seed=start + 1)
        for number, text in enumerate(texts, start):
            case = moved(luck.choice(sample), luck.randint(-SHIFT, SHIFT))
            narrative = [
                {**entry, "entry_id": f"B{number:07}/{place}"}
                for place, entry in enumerate(spread(text, case["narrative"]), 1)
            ]
            yield {**case, "case_id": f"B{number:07}", "narrative": narrative}


def floor(path: Path) -> None:
    """Do the least that any program must do with the file, and print what it took."""
    from caseaudit.domain.case_file import CaseFile  # noqa: PLC0415 - the command's own start-up must not hold it

    started, cpu, count = time.perf_counter(), time.process_time(), 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            count += bool(CaseFile.read(json.loads(line)).case_id)
    taken = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - started}
    print(json.dumps({**taken, "cases": count}))


@dataclass(frozen=True, slots=True)
class Taken:
    """What one go took."""

    cpu: float
    """Seconds of processor time, workers included."""
    wall: float
    """Seconds by the clock."""
    peak: float = 0
    """MB that the first process held at most."""
    workers: float = 0
    """MB that the largest worker held at most; 0: there was none."""


def timed(command: Sequence[str]) -> Taken:
    """Run a command to its end. Raises CalledProcessError when it fails."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    started, before = time.perf_counter(), os.times()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    wall, after = time.perf_counter() - started, os.times()
    cpu = after.children_user - before.children_user + after.children_system - before.children_system
    return Taken(cpu, wall)


def audited(path: Path, out: Path, *extra: str) -> Taken:
    """Audit the batch with the command and return what it took."""
    told = out.with_suffix(".peaks")
    run = ["run", str(path), "-o", str(out), "-q", "--quick", "--as-of", AS_OF, *extra]
    taken = timed([sys.executable, "-c", _INSIDE, str(told), *run])
    held, workers = json.loads(told.read_text("ascii"))
    return Taken(taken.cpu, taken.wall, held / 1e6, workers / 1e6)


def measured_floor(path: Path, cases: int) -> Taken:
    """Measure the floor in a process of its own."""
    found = subprocess.run([sys.executable, __file__, "--floor", str(path)], check=True, capture_output=True)
    taken = json.loads(found.stdout)
    if taken["cases"] != cases:
        raise AssertionError(f"{taken['cases']} cases read of {cases}")
    return Taken(taken["cpu"], taken["wall"])


def cpu(taken: Taken) -> float:
    """Order goes by their processor time."""
    return taken.cpu


def wall(taken: Taken) -> float:
    """Order goes by the clock."""
    return taken.wall


def row(name: str, cases: int, taken: Taken, least: Taken) -> None:
    """Print one line of the table."""
    memory = f"{taken.peak:>7.0f} MB" if taken.peak else ""
    workers = f" (a worker: {taken.workers:.0f} MB)" if taken.workers else ""
    print(
        f"  {name:<34}{taken.cpu:>8.2f} s{taken.wall:>8.2f} s{cases / taken.wall:>9,.0f}"
        f"{taken.cpu / least.cpu:>9.1f} x{memory}{workers}"
    )


def throughput(folder: Path, cases: int, goes: int) -> None:
    """Measure the floor, one process, two, and one without the second reader, by turns; then memory."""
    whole, part = folder / "cases.jsonl", folder / "few.jsonl"
    ways: dict[str, tuple[str, ...]] = {
        "caseaudit run, 1 process": (),
        "caseaudit run, 2 processes": ("-j", "2"),
        "1 process, no second reader": ("--no-second-reader",),
    }
    found: dict[str, list[Taken]] = {name: [] for name in ways}
    floors: list[Taken] = []
    for _ in range(goes):
        for name, extra in ways.items():
            floors.append(measured_floor(whole, cases))
            found[name].append(audited(whole, folder / f"{len(extra)}.jsonl", *extra))
    one, two, _ = (min(taken, key=order) for taken, order in zip(found.values(), (cpu, wall, cpu), strict=True))
    least = min(floors, key=cpu)
    if (folder / "0.jsonl").read_bytes() != (folder / "2.jsonl").read_bytes():
        raise AssertionError("one process and two give different results")
    print(f"  {'':<34}{'CPU':>10}{'clock':>10}{'cases/s':>9}{'floor':>11}{'peak':>10}")
    row("floor: json.loads, CaseFile.read", cases, least, least)
    for name, taken in found.items():
        row(name, cases, two if taken is found["caseaudit run, 2 processes"] else min(taken, key=cpu), least)
    few = audited(part, folder / "few-out.jsonl")
    start = audited(folder / "one.jsonl", folder / "one-out.jsonl")
    each = (one.cpu - start.cpu) / (least.cpu * (cases - 1) / cases)
    print(f"  floor at most {GOALS['floor'][0]} x, goal {GOALS['floor'][1]}: {one.cpu / least.cpu:.1f} x", end="")
    print(f" (start-up left out: {each:.1f} x)")
    alone = min(found["caseaudit run, 1 process"], key=wall)
    print(f"  2 processes, by the clock: {alone.wall / two.wall:.2f} times one (at least {GOALS['pair']})")
    print(f"  memory: {one.peak:.0f} MB for {cases:,} cases, {few.peak:.0f} MB for {cases // SHARE:,}", end="")
    print(f": {one.peak / few.peak:.2f} times (at most {GOALS['memory']}, and under {GOALS['peak']} MB)")


def starting(folder: Path) -> None:
    """Measure what it costs to start."""
    run = ("run", str(folder / "one.jsonl"), "-o", str(folder / "start.jsonl"), "-q", "--quick", "--as-of", AS_OF)
    print("\nstart-up, the quickest of", STARTS)
    for name, arguments in (("caseaudit --version", ("--version",)), ("caseaudit run, one case", run)):
        taken = min((timed([sys.executable, "-m", "caseaudit", *arguments]) for _ in range(STARTS)), key=cpu)
        print(f"  {name:<34}{taken.cpu:>8.2f} s{taken.wall:>8.2f} s")
    print(f"  run on one case: under {GOALS['start'][0]} s of CPU, goal {GOALS['start'][1]}")


def elsewhere(python: str) -> None:
    """Measure medspaCy's context pipeline on texts like ours, looking for the wordings that our lexicon finds there."""
    from caseaudit.language.reading import Text, read  # noqa: PLC0415 - as above
    from caseaudit.reading.judgements import shipped_lexicon  # noqa: PLC0415

    texts, lexicon = narratives("typical", OTHERS), shipped_lexicon()
    mentions = [mention.quote for text in texts for mention in read(lexicon, [Text(text)])]
    asked = json.dumps({"texts": texts, "phrases": sorted(set(mentions))})
    found = subprocess.run([python, "-c", _PIPELINES], input=asked, text=True, check=True, stdout=subprocess.PIPE)
    print(
        f"\nmedspaCy, {OTHERS} narratives of 2 kB, {len(set(mentions))} literal targets ({len(mentions)} mentions here)"
    )
    for name, (taken, count) in json.loads(found.stdout.splitlines()[-1]).items():
        print(f"  {name}\n  {'':<34}{taken:>8.2f} s, {taken / OTHERS * 1e3:.1f} ms a narrative, {count} found")


def main() -> None:
    """Make the batch and run all measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, metavar="N", help=f"cases of the batch (default {CASES:,})")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} cases")
    parser.add_argument("--goes", type=int, default=1, metavar="N", help="goes of which the quickest counts")
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--medspacy", metavar="PYTHON", help="also measure medspaCy, installed for this interpreter")
    said = parser.parse_args()
    if said.floor:
        floor(said.floor)
        return
    cases = QUICK if said.quick else max(SHARE, said.cases)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with (folder / "cases.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(f"{json.dumps(case)}\n" for case in batch(cases))
        for name, count in (("few", cases // SHARE), ("one", 1)):
            with (folder / "cases.jsonl").open(encoding="utf-8") as lines:
                (folder / f"{name}.jsonl").write_text("".join(islice(lines, count)), encoding="utf-8")
        size = (folder / "cases.jsonl").stat().st_size
        print(f"{cases:,} cases, {size / 1e6:.0f} MB, {size / cases / 1e3:.1f} kB a case, {SIZE / 1e3:.0f} of it told")
        throughput(folder, cases, said.goes)
        starting(folder)
    if said.medspacy:
        elsewhere(said.medspacy)
    else:
        print("\nmedspaCy: not measured (--medspacy PYTHON, an interpreter that has it)")


if __name__ == "__main__":
    main()
