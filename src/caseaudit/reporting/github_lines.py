"""GitHub's workflow commands: a line in a build's log that stands beside a file and a line of it.

Source: GitHub Docs, "Workflow commands for GitHub Actions": what is escaped in a message and in a property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from caseaudit.reporting.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["error", "warning", "notice"]


def command_line(level: Level, properties: Mapping[str, object], message: str) -> str:
    """Give one command as a line, with its end. Line ends in texts are escaped, what no log can show is replaced."""
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level}{' ' if shown else ''}{shown}::{_data(message)}\n"


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
