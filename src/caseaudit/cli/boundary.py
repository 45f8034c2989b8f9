"""The one error boundary: the expected is said in words, anything else is a fault with an id and its place in the code.

A fault's own message is never shown, for it may quote the case that set it off.
"""

from __future__ import annotations

import hashlib
import platform
import sys
import traceback
from enum import IntEnum
from pathlib import PurePath
from typing import TYPE_CHECKING

from caseaudit import __version__
from caseaudit.errors import CaseauditError, NothingToAuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_FRAMES = 6


class ExitCode(IntEnum):
    """Exit codes (contract, section 3)."""

    DONE = 0
    GATE = 1
    USAGE = 2
    SET_ASIDE = 3
    NO_CASE = 4
    ESCALATION = 5
    FAULT = 70
    INTERRUPTED = 130


PRECEDENCE = (
    ExitCode.FAULT,
    ExitCode.USAGE,
    ExitCode.NO_CASE,
    ExitCode.ESCALATION,
    ExitCode.SET_ASIDE,
    ExitCode.GATE,
)
"""Where several hold, the first of these is given."""


def worst(codes: Iterable[ExitCode]) -> ExitCode:
    """Return the code that is given when several hold."""
    held = set(codes)
    return next((code for code in PRECEDENCE if code in held), ExitCode.DONE)


def say(text: str) -> None:
    """Write a message to standard error."""
    try:
        print(text, file=sys.stderr)  # noqa: T201 - messages need no console library
    except BrokenPipeError:
        return


def guarded(command: Callable[[], object]) -> int:
    """Run a command and turn whatever stops it into a message and an exit code."""
    try:
        code = command()
    except CaseauditError as error:
        say(_message(error))
        return ExitCode.NO_CASE if isinstance(error, NothingToAuditError) else ExitCode.USAGE
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 - the boundary: whatever else is raised is a fault of ours, told and coded
        return _other(error)
    if code == ExitCode.INTERRUPTED:
        return _interrupted()
    return code if isinstance(code, int) else ExitCode.DONE


def _message(error: CaseauditError) -> str:
    return f"caseaudit: {error}"


def _interrupted() -> int:
    say("caseaudit: interrupted. No unfinished file was left behind.")
    return ExitCode.INTERRUPTED


def _other(error: Exception) -> int:
    """Tell the command-line library's own usage errors from faults. Its error classes differ between its versions."""
    format_message = getattr(error, "format_message", None)
    if callable(format_message):
        context = getattr(error, "ctx", None)
        path = getattr(context, "command_path", "caseaudit")
        # Without arguments the help itself is the message.
        is_help = type(error).__name__ == "NoArgsIsHelpError"
        say(format_message() if is_help else f"{path}: {format_message()}\n  Try `{path} --help`.")
        return ExitCode.USAGE
    if type(error).__name__ == "Abort":
        return _interrupted()
    say(fault_message({fault_id(error): _place(error)}))
    return ExitCode.FAULT


def fault_id(error: BaseException) -> str:
    """Name a fault by its kind and place, so that the same defect has the same id everywhere."""
    return hashlib.sha256(_place(error).encode()).hexdigest()[:12]


def _place(error: BaseException) -> str:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "caseaudit" in frame.filename]
    steps = " < ".join(
        f"{_module(frame.filename)}:{frame.name}:{frame.lineno}" for frame in reversed(frames[-_FRAMES:])
    )
    return f"{type(error).__name__} in {steps or 'unknown code'}"


def _module(filename: str) -> str:
    parts = PurePath(filename).parts
    at = max((number for number, part in enumerate(parts) if part == "caseaudit"), default=-1)
    return "/".join(parts[at + 1 :])


def fault_message(faults: Mapping[str, str]) -> str:
    """Say that caseaudit itself failed, and what to send. Holds no case data."""
    lines = [
        "caseaudit failed. This is a defect in caseaudit, not in your records.",
        *(f"  fault {name}: {place}" for name, place in sorted(faults.items())),
        f"  caseaudit {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        "Please send these lines to whoever looks after caseaudit for you. They hold no case data.",
    ]
    return "\n".join(lines)
