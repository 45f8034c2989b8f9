"""The log of runs (`--log FILE`): who ran what and when, what was read and what was written. No case data, no case ids.

It serves the duty to log collection, consultation, combination and disclosure (Data Protection Act 2018, section 62).
One entry a run is added at its end, whatever ends it; a log that cannot be written keeps the run from beginning.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from caseaudit import __version__
from caseaudit.cli.boundary import ExitCode, code_of, say
from caseaudit.cli.login import login
from caseaudit.errors import UsageError
from caseaudit.reading.run_logs import add_entry, open_for_adding

_TOLD_ANYWAY = (ExitCode.FAULT, ExitCode.USAGE, ExitCode.INTERRUPTED)
"""Codes that somebody has to look at in any case: they are not given up for a log that cannot be written."""
_BLOCK = 1 << 20


@dataclass(slots=True)
class RunLog:
    """What there is to log of a run so far."""

    path: Path | None
    """None: nothing is logged."""
    entry: dict[str, Any]
    code: ExitCode = ExitCode.DONE

    def judged_by(self, rubrics: Iterable[tuple[str, str]]) -> None:
        """Note the rubrics: name (`dip-sample@2025-12`) and SHA-256."""
        self.entry["rubrics"] = [{"rubric": name, "sha256": sha256} for name, sha256 in rubrics]

    def read(self, path: str | Path, sha256: str | None, **records: int) -> None:
        """Note a file that was read: its path as given, its digest, counts such as `records` and `set_aside`."""
        self.entry["inputs"].append({"path": str(path), "sha256": sha256, **records})

    def consulted(self, path: str | Path) -> None:
        """Note a file that was read whole; its digest and bytes are taken from it."""
        if self.path is None:
            return
        sha256, size = _digest_and_size(Path(path))
        self.entry["inputs"].append({"path": str(path), "sha256": sha256, "bytes": size})

    def wrote(self, path: str | Path, sha256: str | None = None, size: int | None = None) -> None:
        """Note a file that was written and is in its place; digest and bytes are taken from it where not given."""
        if self.path is None:
            return
        if sha256 is None or size is None:
            sha256, size = _digest_and_size(Path(path))
        self.entry["outputs"].append({"path": str(path), "sha256": sha256, "bytes": size})

    def count(self, **counts: int) -> None:
        """Note counts of the whole run, such as `cases`, `escalations`, `set_aside`, `faults`."""
        self.entry["counts"].update(counts)

    def ended(self, code: int) -> int:
        """Note the exit code that the run is about to give, and return it. Without: 0, or that of what stopped it."""
        self.code = ExitCode(code)
        return code

    def close(self) -> None:
        """Add the entry to the log. Raises UsageError when it cannot be added."""
        if self.path is not None:
            add_entry(self.path, {**self.entry, "ended": _now(), "exit_code": int(self.code)})


@contextmanager
def logging_run(
    path: str | Path | None, *, command: str, asked: Iterable[str] = (), settings: object = None
) -> Iterator[RunLog]:
    """Log what happens inside as one entry, added at the end; without a path, log nothing.

    `asked` are the exports as given; `settings` a mapping or dataclass, of which what was asked for is noted: files by
    their paths, never by what they hold.

    Raises UsageError at once when the log cannot be written, and at the end when the entry of a run that went well
    cannot be added.
    """
    log = RunLog(Path(path) if path is not None else None, _begun(command, asked, settings))
    if log.path is not None:
        open_for_adding(log.path)
    try:
        yield log
    except BaseException as error:
        log.code = code_of(error)
        _close_anyway(log)
        raise
    if log.code in _TOLD_ANYWAY:
        _close_anyway(log)
        return
    try:
        log.close()
    except UsageError as error:
        what = f"{error.what}. The run has ended and its files are in place, but IT IS NOT IN THE LOG"
        raise UsageError(what, remedy=error.remedy) from None


def _close_anyway(log: RunLog) -> None:
    """Add the entry; where that fails say so, and let what is under way go on to its own exit code."""
    try:
        log.close()
    except UsageError as error:
        say(f"caseaudit: {error}\n  THIS RUN IS NOT IN THE LOG.")


def _begun(command: str, asked: Iterable[str], settings: object) -> dict[str, Any]:
    return {
        "started": _now(),
        "ended": None,
        "who": who(),
        "where": platform.node() or None,
        "folder": str(Path.cwd()),
        "command": command,
        "version": __version__,
        "python": platform.python_version(),
        "asked": [str(one) for one in asked],
        "settings": _set(settings),
        "rubrics": [],
        "inputs": [],
        "outputs": [],
        "counts": {},
    }


def who() -> str | None:
    """Return who runs this process, as the system knows them: environment variables can say anything."""
    if sys.platform == "win32":
        domain = os.environ.get("USERDOMAIN")
        try:
            name = os.getlogin()
        except OSError:
            return login()
        return f"{domain}\\{name}" if domain else name
    import pwd  # noqa: PLC0415 - not there on Windows

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account that only the kernel knows, as in containers
        return f"uid {os.getuid()}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _set(settings: object) -> dict[str, Any]:
    """Return the settings that are not left open, of a dataclass only those not as by default, as plain values."""
    if is_dataclass(settings):
        given = {one.name: (getattr(settings, one.name), one.default) for one in fields(settings)}
        return {name: _plain(value) for name, (value, default) in given.items() if value != default}
    assert settings is None or isinstance(settings, Mapping)
    return {name: _plain(value) for name, value in (settings or {}).items() if value is not None}


def _plain(value: object) -> Any:
    """Return a value as JSON has it; what JSON does not have as its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _set(value)
    return value if isinstance(value, (bool, int, float)) or value is None else str(value)


def _digest_and_size(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
