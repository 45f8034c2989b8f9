"""A group of commands that are known by name and line of help, and imported when they are used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from caseaudit.reading.to_stay import loading_to_stay


class Entry(NamedTuple):
    """Where a command is, and what the list of commands says of it."""

    module: str
    """The module that holds it."""
    name: str
    """There: a function (a command) or a `typer.Typer` (a group of commands)."""
    help: str
    """The first paragraph of its help."""

    def load(self, command: str) -> Any:
        """Import it as the command of that name."""
        with loading_to_stay():
            found = getattr(import_module(self.module), self.name)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        alone.command(command)(found)
        return typer.main.get_command(alone)


class _Listed(TyperCommand):
    """Stands in the list for a command that nobody has used yet."""


class LazyGroup(TyperGroup):
    """Lists its commands and completes their names from the entries; loads the one that is named.

    Contexts and commands are of the command-line library, whose own types differ between its versions.
    """

    entries: ClassVar[Mapping[str, Entry]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in self.entries.items():
            self.commands[name] = _Listed(name, help=entry.help, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name, the command itself and the arguments that are left."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and name in self.entries and isinstance(command, _Listed):
            command = self.commands[name] = self.entries[name].load(name)
        return name, command, rest
