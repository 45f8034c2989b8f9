"""Starts caseaudit: the version is answered at once, everything else goes to the command line."""

from __future__ import annotations

import sys

from caseaudit import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run caseaudit and return its exit code (contract, section 3)."""
    _use_utf_8()
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"caseaudit {__version__}")  # noqa: T201 - the answer itself, without waiting for a console library
        return 0
    from caseaudit.cli.app import run  # noqa: PLC0415 - kept out of the way of --version

    return run(given)


def _use_utf_8() -> None:
    """Write UTF-8 where the console would otherwise use a code page, and never stop at a character it lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if sys.platform == "win32":
            reconfigure(encoding="utf-8", errors="replace")
        else:
            reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
