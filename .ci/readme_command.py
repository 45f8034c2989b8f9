"""Print a command of the README: the block that follows the comment `<!-- command: NAME -->`."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def command(name: str) -> str:
    """Return the command's text. Raises SystemExit when the README has no such block."""
    text = Path(__file__).resolve().parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {re.escape(name)} -->\s*```\w*\n(.*?)```", text, re.DOTALL)
    if not found:
        raise SystemExit(f"README.md has no command named {name!r}")
    return found[1].strip()


if __name__ == "__main__":
    print(command(sys.argv[1]))
