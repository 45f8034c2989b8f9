from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Started in the background, or by `nohup`, a process takes over that signals are ignored; tests are about those that heed.
for _name, _usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    if hasattr(signal, _name) and signal.getsignal(getattr(signal, _name)) == signal.SIG_IGN:
        signal.signal(getattr(signal, _name), _usual)

# A slow machine is not a wrong answer: speed is measured in benchmarks/, never by a test.
settings.register_profile("caseaudit", deadline=None)
settings.load_profile("caseaudit")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden files anew; read the difference")


class NetworkUsedError(AssertionError):
    """caseaudit is promised to work offline: no test may reach out."""


def _refuse(*args: object, **kwargs: object) -> None:
    raise NetworkUsedError("a test opened a network connection")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", _refuse)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test the same plain terminal and no settings of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(("CASEAUDIT_", "_CASEAUDIT_")) or name in {
            "CI",
            "FORCE_COLOR",
            "CLICOLOR_FORCE",
            "TTY_COMPATIBLE",
        }:
            monkeypatch.delenv(name)
    monkeypatch.setenv("CASEAUDIT_CACHE_DIR", "")
    monkeypatch.setenv("CASEAUDIT_THOROUGH", "no")  # slow; tests that are about it ask for it
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "dumb")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole output with the file of that name beside the test."""

    def compare(name: str, text: str) -> None:
        path = request.path.parent / name
        if request.config.getoption("--write-golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run the test in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
