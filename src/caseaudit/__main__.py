"""Starts caseaudit: the version is answered at once, everything else goes to the command line."""

from __future__ import annotations

import sys

from caseaudit import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run caseaudit and return its exit code (contract, section 3).

    Without arguments given it is the program of this process: it takes those of the command line, prepares standard
    output and error, and lets the system's signals end it in order.
    """
    if arguments is None:
        from caseaudit.cli import streams  # noqa: PLC0415 - a caller's own streams are left alone

        streams.prepare()
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        print(f"caseaudit {__version__}")  # noqa: T201 - the answer itself, without waiting for a console library
        return 0
    from caseaudit.cli.app import run  # noqa: PLC0415 - kept out of the way of --version

    if arguments is None:
        from caseaudit.cli.signals import heed  # noqa: PLC0415 - a caller's own signals too

        heed()
    return run(given)


if __name__ == "__main__":
    sys.exit(main())
