"""Runs of the command and of its floor, each in a process of its own, and what they took."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
AS_OF = "2025-09-30"
"""The day of the audit, so that the results are the same every day."""
_POLL = 0.01
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
_FLOOR = """
import json, sys, time
from caseaudit.domain.case_file import CaseFile
started, used, count = time.perf_counter(), time.process_time(), 0
with open(sys.argv[1], encoding="utf-8") as stream:
    for line in stream:
        count += bool(CaseFile.read(json.loads(line)).case_id)
print(json.dumps([time.process_time() - used, time.perf_counter() - started, count]))
"""
"""The least that any program must do with the file; imports are not counted."""


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
    cases: int = 0
    """Cases that it was about, where that shows only afterwards."""


def least(goes: Sequence[Taken]) -> Taken:
    """Choose the go that took least processor time."""
    return min(goes, key=lambda taken: taken.cpu)


def soonest(goes: Sequence[Taken]) -> Taken:
    """Choose the go that was over first."""
    return min(goes, key=lambda taken: taken.wall)


@dataclass(slots=True)
class Bench:
    """A folder for the files of the benchmark, and what was measured already with the same program."""

    folder: Path
    program: str = ""
    """Digest of the program; empty: nothing is taken over from an earlier benchmark."""
    _known: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take over what is known of this program."""
        if self.program and self._file.exists():
            self._known = json.loads(self._file.read_text("utf-8"))

    @property
    def _file(self) -> Path:
        return self.folder / f"measured-{self.program[:16]}.json"

    def known(self, name: str, measure: Callable[[], Any]) -> Any:
        """Give what was measured under this name, or measure it now; plain data."""
        if name not in self._known:
            print(f"  measuring {name}", file=sys.stderr, flush=True)
            self._known[name] = measure()
            if self.program:
                part = self._file.with_suffix(".part")
                part.write_text(json.dumps(self._known, indent=1), "utf-8")
                part.replace(self._file)
        return self._known[name]

    def taken(self, name: str, measure: Callable[[], Taken]) -> Taken:
        """Give what a go under this name took, or take it now."""
        return Taken(**self.known(name, lambda: asdict(measure())))

    def fresh(self, name: str) -> Path:
        """Give an empty folder of this name."""
        path = self.folder / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
        return path

    def environment(self) -> dict[str, str]:
        """The surroundings of every run: this source, and what is kept from run to run (rubrics) in this folder."""
        return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "CASEAUDIT_CACHE_DIR": str(self.folder / "kept")}

    def timed(self, command: Sequence[str], *, ends: int = 0, until: Callable[[], bool] | None = None) -> Taken:
        """Run a command to its end, or interrupt it once `until` says so. Raises CalledProcessError."""
        started, before = time.perf_counter(), os.times()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment()
        ) as process:
            while until is not None and process.poll() is None:
                if until():
                    process.send_signal(signal.SIGINT)
                    break
                time.sleep(_POLL)
            told = process.communicate()[0]
        wall, after = time.perf_counter() - started, os.times()
        if process.returncode != ends:
            sys.stderr.write(told.decode("utf-8", "replace"))
            raise subprocess.CalledProcessError(process.returncode, command)
        cpu = after.children_user - before.children_user + after.children_system - before.children_system
        return Taken(cpu, wall)

    def command(self, arguments: Sequence[str]) -> Taken:
        """Time a command of caseaudit as it is started in a shell."""
        return self.timed([sys.executable, "-m", "caseaudit", *arguments])

    def audited(self, path: Path, outs: Sequence[Path], *extra: str, until: Callable[[], bool] | None = None) -> Taken:
        """Audit a batch in one process, unless `extra` says another number; interrupted where `until` is given."""
        told = self.folder / "peaks.json"
        run = ["run", str(path), *(word for out in outs for word in ("-o", str(out)))]
        run += ["-q", "--quick", "--as-of", AS_OF, *(() if "-j" in extra else ("-j", "1")), *extra]
        inside = [sys.executable, "-c", _INSIDE, str(told), *run]
        taken = self.timed(inside, ends=0 if until is None else 130, until=until)
        held, workers = json.loads(told.read_text("ascii"))
        return Taken(taken.cpu, taken.wall, held / 1e6, workers / 1e6)

    def floor(self, path: Path, cases: int) -> Taken:
        """Measure the floor: `json.loads` of every line, and validation into the case file."""
        command = [sys.executable, "-c", _FLOOR, str(path)]
        told = subprocess.run(command, check=True, capture_output=True, env=self.environment()).stdout
        cpu, wall, count = json.loads(told)
        if count != cases:
            raise AssertionError(f"{count} cases read of {cases}")
        return Taken(cpu, wall)


def same(one: Path, other: Path, what: str) -> None:
    """See that two results are the same. Raises AssertionError."""
    if one.read_bytes() != other.read_bytes():
        raise AssertionError(f"{what} gives other results")


def entered(partial: Path) -> int:
    """Say how many cases an interrupted run has come to."""
    with closing(sqlite3.connect(partial.with_name(f"{partial.name}.state"))) as base:
        count: int = base.execute("SELECT cases FROM run").fetchone()[0]
    return count
