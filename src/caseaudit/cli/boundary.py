"""The one error boundary: the expected is said in words, anything else is a fault with an id and its place in the code.

A fault's own message is never shown, for it may quote the case that set it off. What the machine lacks - space, memory,
permission - is nobody's fault in the code: it is said with what to do.
"""

from __future__ import annotations

import platform
import sys
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from caseaudit import __version__
from caseaudit.cli.machine import lacking
from caseaudit.cli.streams import into_nothing
from caseaudit.domain.faults import fault_id, place_in_code
from caseaudit.errors import CaseauditError, Interrupted, NothingToAuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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
    """Write a message to standard error; where that cannot be written there is nobody to tell."""
    with suppress(OSError):
        print(text, file=sys.stderr)  # noqa: T201 - messages need no console library


def guarded(command: Callable[[], object]) -> int:
    """Run a command and turn whatever stops it into a message and an exit code."""
    code = _guarded(command)
    try:
        sys.stdout.flush()
    except OSError as error:
        into_nothing(sys.stdout.fileno())  # so that the same bytes do not fail again when the process ends
        if code not in (ExitCode.USAGE, ExitCode.FAULT, ExitCode.INTERRUPTED):
            return _stopped(error)
    return code


def _guarded(command: Callable[[], object]) -> int:
    try:
        code = command()
    except SystemExit as left:
        # The command-line library leaves like this when completing words, and after an error of the system.
        if not isinstance(left.__context__, OSError):
            raise
        return _stopped(left.__context__)
    except (Exception, KeyboardInterrupt, Interrupted) as error:  # noqa: BLE001 - the boundary: all is told and coded
        return _stopped(error)
    if code == ExitCode.INTERRUPTED:  # the library makes a code of an interruption
        return _stopped(KeyboardInterrupt())
    return code if isinstance(code, int) else ExitCode.DONE


def code_of(error: BaseException) -> ExitCode:
    """Return the exit code of a command that this stopped."""
    if isinstance(error, (KeyboardInterrupt, Interrupted)) or type(error).__name__ == "Abort":
        return ExitCode.INTERRUPTED
    if isinstance(error, NothingToAuditError):
        return ExitCode.NO_CASE
    if isinstance(error, CaseauditError) or _is_usage(error) or lacking(error) is not None:
        return ExitCode.USAGE
    return ExitCode.FAULT


def _stopped(error: BaseException) -> ExitCode:
    """Say what stopped a command, and return its exit code."""
    code = code_of(error)
    if code is ExitCode.INTERRUPTED:
        told = str(error) if isinstance(error, Interrupted) else ""
        say(f"caseaudit: {told or 'interrupted. No unfinished file was left behind.'}")
    elif code is ExitCode.FAULT:
        place = place_in_code(error)
        say(fault_message({fault_id(place): place}))
    elif _is_usage(error):
        say(_usage(error))
    else:
        say(f"caseaudit: {lacking(error) or error}")
    return code


def _is_usage(error: Any) -> bool:
    """Say whether it is the command-line library's own error. Its classes differ between its versions."""
    return callable(getattr(error, "format_message", None))


def _usage(error: Any) -> str:
    path = getattr(getattr(error, "ctx", None), "command_path", "caseaudit")
    message = str(error.format_message())
    # Without arguments the help itself is the message.
    return message if type(error).__name__ == "NoArgsIsHelpError" else f"{path}: {message}\n  Try `{path} --help`."


def fault_message(faults: Mapping[str, str]) -> str:
    """Say that caseaudit itself failed, and what to send. Holds no case data."""
    lines = [
        "caseaudit failed. This is a defect in caseaudit, not in your records.",
        *(f"  fault {name}: {place}" for name, place in sorted(faults.items())),
        f"  caseaudit {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        "Please send these lines to whoever looks after caseaudit for you. They hold no case data.",
    ]
    return "\n".join(lines)
