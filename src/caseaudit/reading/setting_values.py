"""What each setting may be: how a flag, a variable or a line of the settings file is read, and how it is written."""

from __future__ import annotations

import codecs
import os
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from caseaudit.domain.moment import parse_as_of
from caseaudit.domain.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

Dates = Literal["keep", "shift", "month"]
"""What becomes of dates in pseudonymised results: kept, shifted by a keyed number of days, or cut to the month."""
Format = Literal["table", "github"]
"""What a run prints: tables for people, or annotations for a pipeline's log."""

MAX_JOBS = 256

_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
_ISO_START = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_PERCENT = 100


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


def _path(value: Any) -> str:
    """Read a path; `~` is the user's home, which no shell has put in where a file or a variable says it."""
    return os.path.expanduser(_one_text(os.fspath(value) if isinstance(value, os.PathLike) else value))  # noqa: PTH111


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
    if isinstance(value, bool | float) or not 1 <= number <= MAX_JOBS:
        raise ValueError("this is no number of processes")
    return number


def _one_of(value: Any, choices: tuple[str, ...]) -> str:
    text = str(value).strip().lower()
    if text not in choices:
        raise ValueError("this is not known")
    return text


def _dates(value: Any) -> Dates:
    return cast("Dates", _one_of(value, get_args(Dates)))


def _format(value: Any) -> Format:
    return cast("Format", _one_of(value, get_args(Format)))


_TRUTH = "true or false"
_VALUES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "rubric": (_some_texts, "a rubric's id, id@edition or path, or a list of them"),
    "as_of": (_as_of, "a date such as 2025-05-23"),
    "select": (_texts, "ids of criteria"),
    "exclude": (_texts, "ids of criteria"),
    "marking": (_marking, "the protective marking, such as OFFICIAL-SENSITIVE"),
    "fail_on": (_severity, "critical, high, medium or low"),
    "fail_under": (_percent, "a number from 0 to 100"),
    "fail_on_escalation": (_flag, _TRUTH),
    "fail_on_new": (_flag, _TRUTH),
    "baseline": (_path, "the path of earlier results, .json or .jsonl"),
    "exceptions": (_path, "the path of a file of accepted exceptions"),
    "allow_rejects": (_flag, _TRUTH),
    "second_reader": (_flag, _TRUTH),
    "thorough": (_flag, _TRUTH),
    "lexicon": (_texts, "the path of a lexicon file, or a list of them"),
    "quiet": (_flag, _TRUTH),
    "mapping": (_one_text, "a mapping's id or path"),
    "encoding": (_encoding, "a text encoding such as utf-8, cp1252 (Windows) or utf-16"),
    "jobs": (_jobs, f"a whole number from 1 to {MAX_JOBS}"),
    "pseudonymise": (_path, "the path of a key file; `caseaudit key new` makes one"),
    "dates": (_dates, "keep, shift or month"),
    "cache": (_path, "the path of a folder"),
    "log": (_path, "the path of a log file"),
    "format": (_format, "table or github"),
}
"""Every setting that a flag, a variable and the settings file may give: its reader, and how to write it.

A reader raises ValueError in words that follow on the value.
"""
READERS = {name: reader for name, (reader, _) in _VALUES.items()}
SHAPES = {name: shape for name, (_, shape) in _VALUES.items()}
LISTS = {"rubric": ",", "select": ",", "exclude": ",", "lexicon": os.pathsep}
"""Settings of several values, and what stands between these in an environment variable."""
