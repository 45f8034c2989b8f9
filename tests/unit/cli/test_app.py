"""The list of commands: quick to show, and saying what the commands themselves say."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import caseaudit
from caseaudit.cli.app import Commands, app, run

COMMANDS = list(Commands.entries)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says_itself(name: str) -> None:
    entry = Commands.entries[name]
    command = entry.load(name)
    assert command.name == name
    assert entry.help == inspect.cleandoc(command.help).split("\n\n")[0].replace("\n", " ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Usage: caseaudit {name} ")
    assert Commands.entries[name].help.split()[0] in out


def test_the_help_lists_every_command_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    lines = capsys.readouterr().out.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in lines] == COMMANDS


def test_an_unknown_command_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["reprot"]) == 2
    assert "Did you mean 'report'?" in capsys.readouterr().err


def test_no_command_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    told = capsys.readouterr()
    assert "Usage: caseaudit" in told.out + told.err


def test_programs_that_ask_for_a_command_get_its_options() -> None:
    group = typer.main.get_command(app)
    with group.make_context("caseaudit", ["run", "--help"], resilient_parsing=True) as context:
        name, command, rest = group.resolve_command(context, ["run", "--jobs", "2"])  # type: ignore[attr-defined]
    assert (name, rest) == ("run", ["--jobs", "2"])
    assert "jobs" in {one.name for one in command.params}


SOURCE = Path(caseaudit.__file__).parents[1]


LOADED = """
import sys
from caseaudit.cli.app import run
try:
    run(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded_by(*arguments: str, **more: str) -> set[str]:
    """Return the modules that a command loads."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **more},
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.split())


@pytest.fixture
def completing() -> dict[str, str]:
    """Be a shell that asks how to go on after `caseaudit re`."""
    return {"_CASEAUDIT_COMPLETE": "complete_bash", "COMP_WORDS": "caseaudit re", "COMP_CWORD": "1"}


HEAVY = {"pydantic", "yaml", "numpy", "openpyxl", "re2", "rich.console", "caseaudit.cli.run", "caseaudit.cli.mapping"}


def test_the_list_of_commands_waits_for_none_of_them(completing: dict[str, str]) -> None:
    assert not loaded_by("--help") & HEAVY
    assert not loaded_by(**completing) & (HEAVY - {"pydantic"})  # the command-line library's own, by its version


def test_a_command_waits_for_no_other() -> None:
    loaded = loaded_by("ledger", "--help")
    assert "caseaudit.cli.ledger" in loaded
    assert not loaded & {"caseaudit.cli.run", "caseaudit.cli.review", "numpy", "openpyxl"}


def test_a_shell_completes_commands_and_their_options(completing: dict[str, str]) -> None:
    def completed(words: str, at: int) -> list[str]:
        asked = {**completing, "COMP_WORDS": words, "COMP_CWORD": str(at)}
        ran = subprocess.run(
            [sys.executable, "-m", "caseaudit"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(SOURCE), **asked},
        )
        return ran.stdout.split()

    assert completed("caseaudit re", 1) == ["report", "review"]
    assert completed("caseaudit run --job", 2) == ["--jobs"]
    assert completed("caseaudit review com", 2) == ["compare"]
