"""What is kept of the rows of an export until every one has been read: what each gives to the mapping's tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from caseaudit.errors import InputError
from caseaudit.reading.case_rows import Part


class NewPart(NamedTuple):
    """What one row gives to one table, to be kept."""

    spec: int
    key: str | None
    shown: str
    own: str | None = None
    parent: str | None = None
    items: Sequence[Mapping[str, Any]] | str | None = None
    """The objects, or a JSON list of them; None for a problem."""
    absent: tuple[str, ...] = ()
    known: dict[str, str] | None = None
    problem: tuple[str | None, str | None, str | None, str] | None = None
    """Column, path, value, reason."""


class Kept(NamedTuple):
    """A part as it was kept, with what the account of rows needs."""

    part: Part
    key: str | None
    shown: str
    alone: bool
    """Whether all that its row gives belongs to one case."""


def plain(text: str | None) -> str | None:
    """Replace what a database cannot hold (lone surrogates); such text is only compared."""
    if text is None or text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def disk() -> Iterator[None]:
    """Say in plain words what is wrong where the disk is full."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise InputError(
            f"The rows of the export cannot be kept on disk while they are joined: {error}",
            remedy="About three times the size of the export must be free in the system's folder for temporary files.",
        ) from None
