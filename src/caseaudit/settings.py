"""One function decides every setting: flag, then `CASEAUDIT_*` environment, then caseaudit.toml, then the default.

What decides the results goes into the run's manifest; what only decides how they are made or shown does not. Rubrics
and own lexicons stand in the manifest by name and digest, never by path.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Any

from caseaudit.errors import DefinitionError, Place, Problem, UsageError
from caseaudit.reading.own_thresholds import own_thresholds
from caseaudit.reading.setting_values import LISTS, MAX_JOBS, READERS, SHAPES
from caseaudit.reading.settings_file import line_of, load_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from caseaudit.domain.vocabulary import Severity
    from caseaudit.engine.thresholds import OwnThreshold
    from caseaudit.reading.setting_values import Dates, Format
    from caseaudit.rubric.model import Judgement

DEFAULT_MARKING = "OFFICIAL-SENSITIVE"
PREFIX = "CASEAUDIT_"
FILE = "caseaudit.toml"
PROJECT_FILE = "pyproject.toml"

RESUME, THRESHOLDS = "resume", "thresholds"
_ELSEWHERE = {
    RESUME: "Leave it out here, and give --resume to the one run that is to go on.",
    THRESHOLDS: f"Write them into {FILE}, as the table [thresholds].",
}
"""What no variable can say, and where it is said. No settings file says the first."""
_OTHER_VARIABLES = frozenset({"cache_dir"})
"""Variables that are no settings: where compiled lexicons are kept."""
_LONGEST = 100


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
    jobs: int | None = None
    """Processes that audit at the same time; None: see `jobs_of`."""
    exceptions: str | None = None
    """Path of the file of accepted exceptions."""
    thresholds: tuple[OwnThreshold, ...] = ()
    """The force's own, in the order of its settings file; they go before the rubric's."""
    baseline: str | None = None
    """Path of earlier results to compare with."""
    fail_on_new: bool = False
    """Whether a finding that the baseline does not hold makes the run fail."""
    pseudonymise: str | None = None
    """Path of the key file by which people's references are replaced; None: they stand as in the export."""
    dates: Dates = "keep"
    """What becomes of dates in pseudonymised results."""
    cache: str | None = None
    """Path of the folder that keeps what became of each record."""
    log: str | None = None
    """Path of the log of runs."""
    resume: bool = False
    """Whether to go on where an interrupted run stopped."""
    format: Format = "table"
    """What is printed."""


def decide(flags: Mapping[str, Any], *, environment: Mapping[str, str] | None = None, folder: Path) -> Settings:
    """Settle every setting; a flag that is None was not given. `folder` is where the settings file is looked for.

    Raises UsageError for a flag or variable, DefinitionError for the file, with the nearest name for an unknown key.
    """
    settings = Settings()
    for source in (_from_file(folder), _from_environment(os.environ if environment is None else environment)):
        settings = replace(settings, **source)
    given = {key: value for key, value in flags.items() if value is not None and value != ()}
    decided = replace(settings, **{key: _from_flag(key, value) for key, value in given.items()})
    if "dates" in given and decided.pseudonymise is None:
        raise UsageError(
            f"--dates {decided.dates} needs --pseudonymise: without it results keep every date",
            remedy="Add --pseudonymise KEYFILE, or leave --dates out.",
        )
    return decided


def jobs_of(settings: Settings) -> int:
    """Return how many processes audit: as said, else one for each processor that this process may use."""
    if settings.jobs is not None:
        return settings.jobs
    usable: int | None
    if hasattr(os, "process_cpu_count"):  # from Python 3.13
        usable = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):  # Linux
        usable = len(os.sched_getaffinity(0))
    else:
        usable = os.cpu_count()
    return min(usable or 1, MAX_JOBS)


def check_thresholds(settings: Settings, judgement: Judgement) -> None:
    """See that each threshold of the settings file is about a criterion of these rubrics, or of a shipped one.

    `judgement` is the whole of the run's rubrics, before --select. Raises DefinitionError naming each unknown id, its
    line and the nearest one.
    """
    known = {criterion.id for criterion in judgement.criteria}
    if all(threshold.criterion in known for threshold in settings.thresholds):
        return
    # One settings file may serve several runs. Reading every shipped rubric takes a while, so only now.
    known |= _shipped_ids()
    problems = tuple(
        Problem(
            threshold.where,
            f"thresholds: the rubric has no criterion {threshold.criterion!r}",
            "`caseaudit rubric show` lists the criteria of a rubric",
            next(iter(get_close_matches(threshold.criterion, sorted(known), 1, 0.5)), None),
        )
        for threshold in settings.thresholds
        if threshold.criterion not in known
    )
    if problems:
        raise DefinitionError(problems)


def _shipped_ids() -> set[str]:
    from caseaudit.reading.rubrics import editions, load_rubric  # noqa: PLC0415 - seldom needed

    files = [file for found in editions().values() for file in found]
    return {criterion.id for file in files for criterion in load_rubric(file).criteria}


def manifest(settings: Settings, *, as_of: str, rubrics: tuple[str, ...]) -> dict[str, Any]:
    """Return the settings that decide the results, as the manifest lists them; `rubrics` are id@edition."""
    decided: dict[str, Any] = {
        "as_of": as_of,
        "rubrics": list(rubrics),
        "select": list(settings.select),
        "exclude": list(settings.exclude),
        "marking": settings.marking,
        "second_reader": settings.second_reader,
        "thorough": bool(settings.thorough),
    }
    if settings.encoding is not None:
        decided["encoding"] = settings.encoding
    if settings.thresholds:
        decided["thresholds"] = {threshold.criterion: threshold.plain for threshold in settings.thresholds}
    if settings.pseudonymise is not None:
        decided |= {"pseudonymised": True, "dates": settings.dates}
    return decided


def _from_flag(key: str, value: Any) -> Any:
    if key == RESUME:
        return bool(value)
    try:
        return READERS[key](value)
    except ValueError as error:
        flag = f"--{key.replace('_', '-')}"
        raise UsageError(f"{flag} {value}: {error}", remedy=f"Write {SHAPES[key]}.") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in sorted(environment):
        if not name.startswith(PREFIX):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key in READERS:
            if environment[name].strip():
                found[key] = _read_variable(name, key, environment[name])
            continue
        if key in _ELSEWHERE:
            raise UsageError(f"The environment variable {name} is no setting.", remedy=_ELSEWHERE[key])
        nearest = () if key in _OTHER_VARIABLES else get_close_matches(key, READERS, 1, 0.7)
        if nearest:
            raise UsageError(
                f"The environment variable {name} is no setting. Did you mean {PREFIX}{nearest[0].upper()}?",
                remedy="Rename it, or unset it.",
            )
    return found


def _read_variable(name: str, key: str, text: str) -> Any:
    between = LISTS.get(key)
    value: Any = text
    if between:
        parts = [part.strip() for part in text.split(between)]
        # A path list may end in its separator, as PATH often does.
        value = [part for part in parts if part] if between == os.pathsep else parts
    try:
        return READERS[key](value)
    except ValueError as error:
        what = f"The environment variable {name} is {text!r}: {error}"
        raise UsageError(what, remedy=f"Write {SHAPES[key]}.") from None


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
    for name, value in table.items():
        key = name.replace("-", "_")
        where = Place(file, line=line_of(name, text))
        if key == THRESHOLDS:
            lines = partial(_line_of_threshold, text=text, file=file)
            found[key], wrong = own_thresholds(value, lines)
            problems.extend(wrong)
        elif key in READERS:
            try:
                found[key] = READERS[key](value)
            except ValueError as error:
                problems.append(Problem(where, f"{name} = {_shown(value)}: {error}", f"Write {SHAPES[key]}"))
        elif key == RESUME:
            problems.append(Problem(where, "resume is no setting of a file", _ELSEWHERE[key].rstrip(".")))
        else:
            problems.append(_unknown(name, where))
    if problems:
        raise DefinitionError(tuple(problems))
    return found


def _line_of_threshold(criterion: str | None, *, text: str, file: str) -> Place:
    line = line_of(criterion, text, table=THRESHOLDS) if criterion else line_of(THRESHOLDS, text)
    return Place(file, line=line)


def _unknown(name: str, where: Place) -> Problem:
    names = [key.replace("_", "-") for key in (*READERS, THRESHOLDS)]
    nearest = next(iter(get_close_matches(name.replace("_", "-"), names, 1, 0.6)), None)
    return Problem(where, f"There is no setting {name!r}", f"Known: {', '.join(sorted(names))}", nearest)


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, date) else repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
