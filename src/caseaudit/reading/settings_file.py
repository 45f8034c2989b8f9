"""Reads a settings file (TOML), and finds the line on which a setting stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from caseaudit.errors import DefinitionError, Place, Problem, UsageError


def load_toml(path: Path) -> tuple[str, dict[str, Any]] | None:
    """Give the text and the data of a file; None when there is none. Raises UsageError, DefinitionError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return text, tomllib.loads(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}", remedy="Check its permissions.") from None
    except UnicodeDecodeError:
        raise DefinitionError((Problem(Place(path.name), "A character is not UTF-8", "Save it as UTF-8"),)) from None
    except tomllib.TOMLDecodeError as error:
        said, _, place = str(error).rpartition(" (at ")
        found = re.search(r"line (\d+), column (\d+)", place)
        where = Place(path.name, line=int(found[1]), column=int(found[2])) if found else Place(path.name)
        said = said or str(error)
        raise DefinitionError(
            (Problem(where, f"This is not valid TOML: {said}", "Mend the line, or look at the quotes before it"),)
        ) from None


def line_of(name: str, text: str, *, table: str | None = None) -> int | None:
    """Give the line that sets `name`, or opens the table of that name; None when none does.

    With `table` only lines inside it are looked at: below its `[table]`, or on the line that sets it whole.
    """
    key = rf"[\"']?{re.escape(name)}[\"']?"
    if table is None:
        pattern = re.compile(rf"\s*(?:{key}\s*[.=]|\[\s*(?:[^\]]*\.\s*)?{key}\s*(?:\.[^\]]*)?\])")
        return next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)
    start = line_of(table, text)
    if start is None:
        return None
    lines = enumerate(text.splitlines()[start - 1 :], start)
    pattern = re.compile(rf"(?:^|[\s.{{,\[]){key}\s*[.=\]]")
    return next((number for number, line in lines if pattern.search(line.partition("#")[0])), start)
