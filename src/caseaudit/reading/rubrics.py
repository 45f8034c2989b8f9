"""Loads rubrics: resolved, settings put in, validated and linted. All problems at once, each at its line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from caseaudit.errors import DefinitionError, Place, Problem
from caseaudit.reading.model_problems import problems_of
from caseaudit.reading.rubric_assembly import Assembly
from caseaudit.reading.rubric_draft import Draft, KeyPath, Written
from caseaudit.reading.rubric_files import editions, find_rubric
from caseaudit.rubric.lint import lint_areas, lint_criterion, lint_settings
from caseaudit.rubric.model import ID_PATTERN, Area, Criterion, Rubric
from caseaudit.rubric.remark import Level, Remark

_SETTING = re.compile(r"^\$([a-z][a-z0-9_]*)$")
_HEAD_KEYS = ("rubric", "edition", "title", "purpose", "source", "areas", "grades")
_AREAS = TypeAdapter(tuple[Area, ...])


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of a rubric stand."""

    draft: Draft

    def head(self, path: KeyPath) -> Place:
        """Return where a value of the rubric's own file stands."""
        return self.draft.located.place(path)

    def criterion(self, name: str, path: KeyPath = ()) -> Place:
        """Return where a value below one criterion stands, in whatever file it was written."""
        return self.draft.criteria[name].place(path)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of reading a rubric."""

    rubric: Rubric | None
    """None when a problem of the shape stands against it."""
    places: Places
    settings_used: Mapping[str, tuple[str, ...]]
    """Criterion -> the settings it draws on."""
    remarks: tuple[Remark, ...]
    """Everything there is to say, in the order of the files."""

    def problems(self, *levels: Level) -> tuple[Problem, ...]:
        """Return the problems of some levels."""
        return tuple(remark.problem for remark in self.remarks if remark.level in levels)


@dataclass(slots=True)
class _Filling:
    """Puts settings in for `$name`, and notes which were used."""

    values: Mapping[str, Any]
    used: dict[str, dict[str, None]] = field(default_factory=dict)
    """Criterion -> the settings it draws on, in order."""

    def fill(self, value: Any, written: Written, path: KeyPath, draft: Draft) -> Any:
        """Return `value` with every `$name` replaced by its setting."""
        if isinstance(value, dict):
            return {key: self.fill(item, written, (*path, key), draft) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, written, (*path, number), draft) for number, item in enumerate(value)]
        match = _SETTING.match(value) if isinstance(value, str) else None
        if match is None:
            return value
        name = match[1]
        if name in self.values:
            self.used.setdefault(written.data["id"], {})[name] = None
            return self.values[name]
        nearest = next(iter(get_close_matches(name, self.values, 1, 0.5)), None)
        wanted = f"Settings here: {', '.join(sorted(self.values)) or 'none'}"
        draft.say(written.place(path), f"There is no setting {value!r}", wanted, f"${nearest}" if nearest else None)
        return _Missing()


class _Missing:
    """Stands for a setting that does not exist; what it breaks further on is not said twice."""

    def __repr__(self) -> str:
        return "a setting that does not exist"


def load_rubric(path: Path, *, concepts: Collection[str] | None = None) -> Rubric:
    """Load one edition with all it includes; see `load_rubric_located`."""
    return load_rubric_located(path, concepts=concepts)[0]


def load_rubric_located(path: Path, *, concepts: Collection[str] | None = None) -> tuple[Rubric, Places]:
    """Load one edition with all it includes, and where each of its values stands.

    `concepts` are the names that the lexicons know; left out, names of concepts are not looked up. Raises
    DefinitionError with every problem that keeps an audit from using the rubric, UsageError for a missing file.
    """
    examined = examine(path, concepts=concepts)
    problems = examined.problems(Level.BROKEN)
    if problems or examined.rubric is None:
        raise DefinitionError(problems)
    return examined.rubric, examined.places


def examine(path: Path, *, concepts: Collection[str] | None = None) -> Examined:
    """Read one edition and say everything there is to say of it.

    Raises DefinitionError only when the file itself is no YAML mapping, UsageError when it is missing.
    """
    draft = Assembly().draft(path)
    filling = _Filling({name: setting.value for name, setting in draft.settings.items()})
    criteria = list(_criteria(draft, filling))
    rubric = _rubric(draft, criteria, filling.values)
    remarks = [Remark(Level.BROKEN, problem) for problem in draft.problems]
    remarks.extend(_lint(draft, criteria, filling, concepts))
    used = {name: tuple(settings) for name, settings in filling.used.items()}
    return Examined(rubric, Places(draft), used, _sorted(remarks))


def _sorted(remarks: list[Remark]) -> tuple[Remark, ...]:
    def key(remark: Remark) -> tuple[str, int, int, str]:
        where = remark.problem.where
        return where.file or "", where.line or 0, where.column or 0, remark.problem.found

    return tuple(sorted(dict.fromkeys(remarks), key=key))


def _criteria(draft: Draft, filling: _Filling) -> Iterator[Criterion]:
    """Validate every criterion with the settings put in; problems go to the draft."""
    for written in draft.criteria.values():
        filled = filling.fill(written.data, written, (), draft)
        try:
            yield Criterion.model_validate(filled)
        except ValidationError as error:
            for problem in problems_of(error, written.place, model=Criterion, explain=_explain, skip=_said_already):
                draft.problems[problem] = None


def _rubric(draft: Draft, criteria: list[Criterion], settings: Mapping[str, Any]) -> Rubric | None:
    """Validate the head, and put everything together when nothing stands against it."""
    head = {key: draft.head[key] for key in _HEAD_KEYS if draft.head.get(key) is not None}
    digest = hashlib.sha256(b"\0".join(draft.bytes_read.values())).hexdigest()
    if not draft.criteria and not draft.problems:
        draft.say(draft.place(), "The rubric has no criteria", "Add some, or include some from another")
    try:
        rubric = Rubric.model_validate({**head, "settings": dict(settings), "criteria": criteria, "sha256": digest})
    except ValidationError as error:
        for problem in problems_of(error, draft.located.place, model=Rubric, explain=_explain, skip=_in_criteria):
            draft.problems[problem] = None
        return None
    return None if draft.problems else rubric


def _said_already(item: Any) -> bool:
    return isinstance(item.get("input"), _Missing)


def _in_criteria(item: Any) -> bool:
    return bool(item["loc"][:1] == ("criteria",))


def _explain(item: Any) -> str | None:
    """Say in a policy lead's words what Pydantic says in a programmer's."""
    if item["type"] != "string_pattern_mismatch":
        return None
    if (item.get("ctx") or {}).get("pattern") == ID_PATTERN:
        return "Write lower-case words joined by hyphens, such as `referral-made`"
    return "Write the year and month in quotes or bare, such as 2025-12, or 2025-12.2 for a second one"


def _lint(
    draft: Draft, criteria: list[Criterion], filling: _Filling, concepts: Collection[str] | None
) -> Iterator[Remark]:
    """Lint what could be validated, even where something else could not."""
    try:
        areas = _AREAS.validate_python(draft.head.get("areas") or ())
    except ValidationError:
        areas = ()
    names = [area.id for area in areas]
    for criterion in criteria:
        place = draft.criteria[criterion.id].place
        yield from lint_criterion(criterion, place, areas=names, concepts=concepts)
    if draft.located.data.get("areas"):
        yield from lint_areas(areas, draft.criteria, draft.located.place)
    own = draft.located.data.get("settings")
    places = {name: draft.place("settings", name) for name in own} if isinstance(own, dict) else {}
    used = {name for names in filling.used.values() for name in names}
    yield from lint_settings(places, filling.values, used)


__all__ = ["Examined", "Places", "editions", "examine", "find_rubric", "load_rubric", "load_rubric_located"]
