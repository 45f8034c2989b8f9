"""One function decides every setting: flag, then `CASEAUDIT_*` environment, then caseaudit.toml, then the default.

What decides the results goes into the run's manifest; what only decides how they are made or shown does not. Rubrics
and own lexicons stand in the manifest by name and digest, never by path.
"""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Severity
from caseaudit.errors import DefinitionError, Place, Problem, UsageError
from caseaudit.reading.settings_file import line_of, load_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

DEFAULT_MARKING = "OFFICIAL-SENSITIVE"
PREFIX = "CASEAUDIT_"
FILE = "caseaudit.toml"
PROJECT_FILE = "pyproject.toml"

_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_MAX_JOBS = 256
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked for."""

    rubric: tuple[str, ...] = ("dip-sample",)
    """Ids, id@edition or paths."""
    as_of: str | None = None
    """ISO date or time; None: the day of the run."""
    select: tuple[str, ...] = ()
    """Ids of the only criteria to judge; all when empty."""
    exclude: tuple[str, ...] = ()
    marking: str = DEFAULT_MARKING
    """Protective marking of what is written."""
    fail_on: Severity | None = None
    fail_under: float | None = None
    """Percent of the pooled score."""
    fail_on_escalation: bool = False
    allow_rejects: bool = False
    quiet: bool = False
    second_reader: bool = True
    """Whether the trained second reader reads along with the lexicon."""
    thorough: bool | None = None
    """Whether doubtful sentences are read again, closely and slowly; None: as the command finds fit."""
    lexicon: tuple[str, ...] = ()
    """Paths of a force's own lexicons."""
    mapping: str | None = None
    """Id or path of the mapping by which the exports are read; None: they are case files."""
    encoding: str | None = None
    """Of the text in the exports, where it is not to be found out."""
    jobs: int = 1
    """Processes that audit at the same time."""


def decide(flags: Mapping[str, Any], *, environment: Mapping[str, str] | None = None, folder: Path) -> Settings:
    """Settle every setting; a flag that is None was not given. `folder` is where the settings file is looked for.

    Raises UsageError for a flag or variable, DefinitionError for the file, with the nearest name for an unknown key.
    """
    settings = Settings()
    for source in (_from_file(folder), _from_environment(os.environ if environment is None else environment)):
        settings = replace(settings, **source)
    given = {key: value for key, value in flags.items() if value is not None and value != ()}
    return replace(settings, **{key: _from_flag(key, value) for key, value in given.items()})


def manifest(settings: Settings, *, as_of: str, rubrics: tuple[str, ...]) -> dict[str, Any]:
    """Return the settings that decide the results, as the manifest lists them; `rubrics` are id@edition."""
    decided = {
        "as_of": as_of,
        "rubrics": list(rubrics),
        "select": list(settings.select),
        "exclude": list(settings.exclude),
        "marking": settings.marking,
        "second_reader": settings.second_reader,
        "thorough": bool(settings.thorough),
    }
    return decided if settings.encoding is None else {**decided, "encoding": settings.encoding}


def _from_flag(key: str, value: Any) -> Any:
    try:
        return _READERS[key](value)
    except ValueError as error:
        flag = f"--{key.replace('_', '-')}"
        raise UsageError(f"{flag} {value}: {error}", remedy=f"Write {_SHAPES[key]}.") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in sorted(environment):
        if not name.startswith(PREFIX):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key in _READERS:
            if environment[name].strip():
                found[key] = _read_variable(name, key, environment[name])
            continue
        nearest = get_close_matches(key, _READERS, 1, 0.7)
        if nearest:
            raise UsageError(
                f"The environment variable {name} is no setting. Did you mean {PREFIX}{nearest[0].upper()}?",
                remedy="Rename it, or unset it.",
            )
    return found


def _read_variable(name: str, key: str, text: str) -> Any:
    between = _LISTS.get(key)
    value: Any = text
    if between:
        parts = [part.strip() for part in text.split(between)]
        # A path list may end in its separator, as PATH often does.
        value = [part for part in parts if part] if between == os.pathsep else parts
    try:
        return _READERS[key](value)
    except ValueError as error:
        what = f"The environment variable {name} is {text!r}: {error}"
        raise UsageError(what, remedy=f"Write {_SHAPES[key]}.") from None


def _from_file(folder: Path) -> dict[str, Any]:
    """Read caseaudit.toml, or else the table [tool.caseaudit] of pyproject.toml."""
    own = load_toml(folder / FILE)
    if own is not None:
        text, data = own
        return _read_table(data, text, FILE)
    project = load_toml(folder / PROJECT_FILE)
    if project is None:
        return {}
    text, data = project
    tool = data.get("tool")
    table = tool.get("caseaudit") if isinstance(tool, dict) else None
    return _read_table(table, text, PROJECT_FILE) if isinstance(table, dict) else {}


def _read_table(table: Mapping[str, Any], text: str, file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    names = [key.replace("_", "-") for key in _READERS]
    for name, value in table.items():
        key = name.replace("-", "_")
        where = Place(file, line=line_of(name, text))
        if key not in _READERS:
            nearest = next(iter(get_close_matches(name.replace("_", "-"), names, 1, 0.6)), None)
            wanted = f"Known: {', '.join(sorted(names))}"
            problems.append(Problem(where, f"There is no setting {name!r}", wanted, nearest))
            continue
        try:
            found[key] = _READERS[key](value)
        except ValueError as error:
            problems.append(Problem(where, f"{name} = {_shown(value)}: {error}", f"Write {_SHAPES[key]}"))
    if problems:
        raise DefinitionError(tuple(problems))
    return found


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= _PERCENT else f"{text[: _PERCENT - 1]}…"


def _texts(value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) and item.strip() for item in items):
        raise ValueError("names are wanted")
    return tuple(dict.fromkeys(item.strip() for item in items))


def _some_texts(value: Any) -> tuple[str, ...]:
    found = _texts(value)
    if not found:
        raise ValueError("at least one is wanted")
    return found


def _as_of(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date | datetime) else value
    if not isinstance(text, str) or not _ISO_START.match(text.strip()):
        raise ValueError("this is no date in the form YYYY-MM-DD")
    return parse_as_of(text.strip()).raw


def _marking(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it is blank")
    return " ".join(value.split())


def _one_text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it is blank")
    return value.strip()


def _encoding(value: Any) -> str:
    name = _one_text(value)
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        raise ValueError("this is no text encoding") from None
    return name.lower()


def _severity(value: Any) -> Severity:
    try:
        return Severity(str(value).strip().lower())
    except ValueError:
        raise ValueError("this is no severity") from None


def _percent(value: Any) -> float:
    try:
        number = float(value if not isinstance(value, str) else value.strip().removesuffix("%"))
    except (TypeError, ValueError):
        number = -1.0
    if isinstance(value, bool) or not 0 <= number <= _PERCENT:
        raise ValueError("this is no percentage")
    return number


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text not in _YES | _NO:
        raise ValueError("this is neither true nor false")
    return text in _YES


def _jobs(value: Any) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if isinstance(value, bool | float) or not 1 <= number <= _MAX_JOBS:
        raise ValueError("this is no number of processes")
    return number


_READERS: dict[str, Callable[[Any], Any]] = {
    "rubric": _some_texts,
    "as_of": _as_of,
    "select": _texts,
    "exclude": _texts,
    "marking": _marking,
    "fail_on": _severity,
    "fail_under": _percent,
    "fail_on_escalation": _flag,
    "allow_rejects": _flag,
    "second_reader": _flag,
    "thorough": _flag,
    "lexicon": _texts,
    "quiet": _flag,
    "mapping": _one_text,
    "encoding": _encoding,
    "jobs": _jobs,
}
_LISTS = {"rubric": ",", "select": ",", "exclude": ",", "lexicon": os.pathsep}
"""Settings of several values, and what stands between these in an environment variable."""
_SHAPES = {
    "rubric": "a rubric's id, id@edition or path, or a list of them",
    "as_of": "a date such as 2025-05-23",
    "select": "ids of criteria",
    "exclude": "ids of criteria",
    "marking": "the protective marking, such as OFFICIAL-SENSITIVE",
    "fail_on": "critical, high, medium or low",
    "fail_under": "a number from 0 to 100",
    "fail_on_escalation": "true or false",
    "allow_rejects": "true or false",
    "second_reader": "true or false",
    "thorough": "true or false",
    "lexicon": "the path of a lexicon file, or a list of them",
    "quiet": "true or false",
    "mapping": "a mapping's id or path",
    "encoding": "a text encoding such as utf-8, cp1252 (Windows) or utf-16",
    "jobs": f"a whole number from 1 to {_MAX_JOBS}",
}
